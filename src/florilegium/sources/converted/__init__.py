"""Formats that pandoc reads for us: RTF, LaTeX, typed markup. Their letters are read here as well."""
