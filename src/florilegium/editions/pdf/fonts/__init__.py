"""The fonts of the printed book: bundled, selected, instanced, shaped, embedded."""
