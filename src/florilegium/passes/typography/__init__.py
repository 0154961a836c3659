"""Quotation marks, dashes, ellipses and spaces as the text's language writes them."""
