"""What stands in for WeasyPrint's own functions."""
