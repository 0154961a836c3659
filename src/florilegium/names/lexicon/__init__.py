"""What is known of names beforehand: words, given and family names, places, spelling."""
