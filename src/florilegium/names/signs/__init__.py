"""What stands beside a name in the text and speaks for its kind. No build imports this room."""
