"""Folios, running heads, and lines that say where an entry goes on."""
