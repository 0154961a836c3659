"""What the format of Word documents says: the package and its parts, names, styles, numbers, fields, signs.

Nothing here knows of articles.
"""
