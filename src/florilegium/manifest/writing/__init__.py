"""Changes of an editor's own files: one value at a time, everything else as it stands."""
