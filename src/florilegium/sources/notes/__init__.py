"""Every shape of call and note, and which call belongs to which note."""
