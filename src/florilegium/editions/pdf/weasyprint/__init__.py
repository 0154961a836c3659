"""The port to WeasyPrint: what is laid out by it, and how our lines reach it."""
