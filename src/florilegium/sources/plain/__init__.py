"""The reader for plain text."""
