"""The cover that a printer wraps round the book."""
