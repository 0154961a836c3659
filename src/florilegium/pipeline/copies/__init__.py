"""Personal copies of a release, for readers and contributors."""
