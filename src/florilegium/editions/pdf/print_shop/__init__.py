"""What a printer is sent: the files, made to his rules, and what was looked at in them."""
