"""The reader for DOCX."""
