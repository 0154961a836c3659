"""The passes: functions from a book to a new book, for all editions at once.

A pass copies the trees that it changes. Run a second time it changes nothing.
"""
