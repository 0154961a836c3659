"""Makes src/florilegium/names/lexicon/english.txt, the ordinary words that `index suggest` knows.

Run `python tools/words/make.py FOLDER`, where FOLDER is the unpacked package dictionary-en of npm;
docs/adr/0011 says why the words are kept as an extract.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

LEXICON = Path(__file__).parents[2] / "src" / "florilegium" / "names" / "lexicon"
_SMALL = re.compile(r"[a-z]{2,}")

HEAD = """\
# Ordinary English words in their basic forms: those that the dictionary writes in small letters only.
# Made by tools/words/make.py from dictionary-en {version}, which is made from SCOWL,
# Copyright 2000-2018 by Kevin Atkinson and others; english.license.txt is the licence.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    listed = (folder / "index.dic").read_text(encoding="utf-8").splitlines()[1:]
    found = {line.partition("/")[0] for line in listed}
    words = sorted(word for word in found if _SMALL.fullmatch(word) and word.capitalize() not in found)
    version = json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"]
    made = HEAD.format(version=version) + "".join(f"{word}\n" for word in words)
    (LEXICON / "english.txt").write_text(made, encoding="utf-8")
    notice = (folder / "license").read_text(encoding="utf-8")
    (LEXICON / "english.license.txt").write_text(notice, encoding="utf-8")


if __name__ == "__main__":
    main()
