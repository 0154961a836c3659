"""The EPUB edition: EPUB 3.3 for every reading system, EPUBCheck and Ace clean, the same bytes every time."""
