"""Values of the manifest as values of the book."""
