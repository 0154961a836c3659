"""The index of names and places: who is named where, and how the entries read.

`lexicon/` is what is known beforehand; `mentions/` turns the editor's headings into forms and finds them in
the text; `index/` makes the printed index and checks it; `suggest/` proposes headings for a new book by the
`signs/` that stand beside names. The editor's list rules. What is guessed here is only ever proposed or
asked, never printed.
"""
