"""The reader for HTML and XHTML."""
