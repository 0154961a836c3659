"""The manifest: one YAML file that says what the book is made of.

`reading/` reads YAML and keeps the place of every word, and turns what does not fit into problems;
`schema/` says what an editor may write; `checks.py` holds what no single key can show; `as_book/` gives the
values of the book. This package reads no article and makes no book: see `pipeline/compose.py`.
"""
