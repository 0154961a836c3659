"""The book as a value: what every pass takes and gives, and every edition reads."""
