"""The manifest: one YAML file that says what the book is made of.

`load.py` reads YAML and keeps the place of every word; `schema.py` says what an editor may write; `faults.py`
turns what does not fit into problems. This package reads no article and makes no book: see `compose.py`.
"""
