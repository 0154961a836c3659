"""Headings proposed for a new book. No build imports this room."""
