"""What to look at in the finished pages before they are printed."""
