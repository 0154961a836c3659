"""Paragraphs composed as a whole, for WeasyPrint to lay out.

`typesetting` is the way in: it does what WeasyPrint's `render` does, with one step more. `galley` finds the
paragraphs among the boxes, `reading` reads one, `composing` finds its lines (`words` says where they may end,
`founts` how wide they are, `breaking` which breaks are best), `setting` puts them back.
"""
