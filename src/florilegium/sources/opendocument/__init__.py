"""The reader for OpenDocument texts (ODT), which LibreOffice writes."""
