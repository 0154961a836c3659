"""The index of names and places: who is named where, and how the entries read.

`authority.py` turns the editor's headings into forms; `mentions.py` finds them in the text; `entries.py`
makes the printed index; `audit.py` tells what nothing covers; `suggest.py` proposes headings for a new book.
The editor's list rules. What is guessed here is only ever proposed or asked, never printed.
"""
