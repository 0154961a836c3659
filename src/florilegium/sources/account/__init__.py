"""The account of a source: a second reading of each file, held against what its reader gave.

`source_letters.py` and its neighbours yield every letter that stands in a file, by an own and simple reading.
`given.py` yields the letters of the text, the notes and the ledger. `alignment.py` lays the one along the
other, and `check.py` reports what no part of the manuscript has.
"""
