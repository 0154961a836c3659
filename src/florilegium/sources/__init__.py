"""The sources: one reader for each format, all giving the same manuscript.

`read.py` is the door. Nothing here writes, fetches from a network, or knows where in the book a text stands.
"""
