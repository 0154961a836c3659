"""What registers, shops and libraries are sent of a finished book: each record from the book's own values."""
