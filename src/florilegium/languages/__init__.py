"""What the program knows of languages: one folder for each, which an editor can add or mend without Python.

A folder is named by a BCP 47 tag and holds up to eleven tables:

- `language.toml`: name, script, capital nouns, articles, encodings
- `labels.toml`: the words that an edition adds of its own
- `index.toml`: the words that the index adds of its own
- `alphabet.toml`: the order in which headings are filed
- `orthography.toml`: quotation marks, dashes, spaces, abbreviations
- `note_references.toml`: how a text refers to one of its own notes
- `citations.toml`: the words with which notes cite
- `names.toml`: the words that stand beside names
- `cues.toml`: the words by which a paragraph of a source says what it is
- `website.toml`: the words round the pages of the web edition
- `formulas.toml`: how a formula is read aloud

`folders` finds and reads them, one module each gives them their types. A table is read when a language is
first asked for. `docs/languages.md` shows what there is of each language and how to add one.
"""
