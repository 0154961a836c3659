"""The tree of a manuscript: its vocabulary, its writers, and what puts it in order."""
