"""The files: the reader's and the printer's, joined from sections, with structure and metadata."""
