"""The web edition: a folder of pages that any browser shows, from a disk or from a server."""
