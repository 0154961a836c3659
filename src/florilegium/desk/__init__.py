"""The editor's desk: the whole book in a browser, live, served to this machine alone (`florilegium desk`).

`live_build.py` keeps the book ready, `views/` says what is shown of it, `writing.py` is the only way in which
the desk changes a file, and `guard.py` decides who is answered at all.
"""
