"""Where the lines of a paragraph end: the best breaks of the whole paragraph (Knuth and Plass 1981)."""
