"""Books with human-made indexes, as the index is measured against them; see `bench/index_measured.py`.

A set is a folder with, for each book: `BOOK/anthology.yaml`, `BOOK.human.json` (the printed headings with
their pages), `BOOK.pages.json` (the letters of each text and where its printed pages begin), and for all of
them `scripts/classes.py`, which says what was read by hand: which headings are persons and which places.
"""

from __future__ import annotations

import importlib.util
import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from florilegium.names.mentions.indexable_text import IndexableBlock

_TITLES = re.compile(
    r"\b(?:admiral|captain|capt|general|gen|sir|lord|duke|duc|count|countess|earl|king|queen|emperor|empress|pope"
    r"|prince|princess|rev|dr|mr|mrs|miss|colonel|col|marshal|cardinal|bishop|archbishop|sultan|khalif|caliph|don"
    r"|professor|baron|marquis|bey|dey|pasha|aga|reis|saint|st|judge|governor|commodore|grand|vezir|father|major"
    r"|vice|rear)\b"
)
_SMALL = frozenset("van von de der den des du d la le el al of the and y ibn ben di da l".split())  # noqa: SIM905
_MAP = frozenset(
    "cape gulf island islands isle river bay fort mount lake strait straits sound sea coast".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class HumanHeading:
    """One heading of a printed index: its words, `person`, `place` or `other`, and its pages.

    `ranges` are those of the pages that a range of the printed index has.
    """

    name: str
    kind: str
    pages: frozenset[str]
    ranges: frozenset[str]


@dataclass(frozen=True)
class Pages:
    """Where the printed pages of a book begin, by the letters of its texts."""

    texts: Mapping[str, Mapping[str, Any]]
    starts: dict[str, tuple[str, int]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path, book: str, read: Sequence[IndexableBlock]) -> Pages:
        """The pages of a book with every block found in them."""
        listed = json.loads((folder / f"{book}.pages.json").read_text(encoding="utf-8"))
        pages = cls({text["key"]: text for text in listed})
        reached: dict[str, int] = {}
        for leaf in read:
            pages.words[leaf.id] = leaf.words
            pages._find(leaf, reached)
        return pages

    def _find(self, leaf: IndexableBlock, reached: dict[str, int]) -> None:
        text, sought = self.texts[leaf.key], _letters(leaf.words)
        notes = text["notes"]
        begin = (notes[0][0] if notes else 0) if leaf.note else reached.get(leaf.key, 0)
        sizes = (len(sought), 50, 25)
        places = (text["letters"].find(sought[:size], begin) for size in sizes)
        place = next((at for at in places if at >= 0), -1)
        if place < 0 or not sought:
            return
        if leaf.note:
            number = bisect_right([first for first, _, _ in notes], place) - 1
            self.notes[leaf.id] = notes[max(number, 0)][2]
        else:
            self.starts[leaf.id] = (leaf.key, place)
            reached[leaf.key] = place + len(sought)

    @property
    def order(self) -> tuple[str, ...]:
        """All pages, in order."""
        return tuple(dict.fromkeys(page for text in self.texts.values() for _, page in text["breaks"]))

    def page(self, block: str, offset: int) -> str:
        """The printed page of a place in a block; empty for a block that was not found."""
        if block in self.notes:
            return self.notes[block]
        if block not in self.starts:
            return ""
        key, begin = self.starts[block]
        breaks = self.texts[key]["breaks"]
        at = begin + len(_letters(self.words[block][:offset]))
        return str(breaks[max(bisect_right([first for first, _ in breaks], at) - 1, 0)][1])


def human_index(folder: Path, book: str) -> tuple[HumanHeading, ...]:
    """The printed index of a book, with what each heading names as it was read by hand."""
    classes = _classes(folder).C[book]
    headings = json.loads((folder / f"{book}.human.json").read_text(encoding="utf-8"))
    renamed: Mapping[int, str] = classes.get("rename", {})
    found = []
    for number, heading in enumerate(headings):
        apart = classes.get("notP", set()) | classes["L"]
        likely = classes.get("autoP", False) and number not in apart and _looks_personal(heading)
        person = number in classes["P"] or likely
        kind = "person" if person else "place" if number in classes["L"] else "other"
        pages = frozenset(str(one["p"]) for one in heading["loc"])
        ranges = frozenset(str(one["p"]) for one in heading["loc"] if one["range"])
        found.append(HumanHeading(renamed.get(number, heading["heading"]), kind, pages, ranges))
    return tuple(found)


def matches(human: HumanHeading, forms: Sequence[str]) -> bool:
    """Whether a heading of ours, by one of its forms, is that of the printed index."""
    if human.kind == "place":
        wanted = set(_words(human.name)) - _MAP
        return bool(wanted) and any(set(_words(form)) - _MAP == wanted for form in forms)
    surname, given = _parts(human.name)
    return bool(surname) and any(_is_same(surname, given, *_parts(form)) for form in forms)


def closeness(human: HumanHeading, forms: Sequence[str]) -> float:
    """Return which part of the words of a printed heading, titles among them, one of our forms has.

    Of two namesakes the printed one is the nearer: *Hasan Pasha*, and not *Hasan Aga*.
    """
    wanted = set(_with_titles(human.name))
    return max((len(wanted & set(_with_titles(form))) / max(len(wanted), 1) for form in forms), default=0.0)


def _is_same(surname: list[str], given: list[str], ours: list[str], our_given: list[str]) -> bool:
    """Whether two names have one surname and given names that agree; natural order counts as well."""
    if set(surname + given) == set(ours + our_given):
        return True
    if our_given or not given:
        return set(surname) == set(ours) and _agree(given, our_given)
    rest = [word for word in ours if word not in surname]
    return set(surname) <= set(ours) and _agree(given, rest)


def _agree(one: list[str], two: list[str]) -> bool:
    """Whether given names are the same as far as both are told, or initials of each other."""
    return all(a == b or (a[0] == b[0] and 1 in {len(a), len(b)}) for a, b in zip(one, two, strict=False))


def _parts(name: str) -> tuple[list[str], list[str]]:
    surname, _, given = re.sub(r"\(.*?\)", " ", name).partition(",")
    return _words(surname), _words(given.partition(",")[0])


def _words(name: str) -> list[str]:
    return _large_words(_TITLES.sub(" ", _plain(name)))


def _with_titles(name: str) -> list[str]:
    return _large_words(_plain(name))


def _large_words(plain: str) -> list[str]:
    return [word for word in re.findall(r"\w+", plain) if word not in _SMALL]


def _plain(name: str) -> str:
    letters = (c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    return re.sub(r"[’‘'`‑–.-]", "", "".join(letters))


def _looks_personal(heading: Mapping[str, Any]) -> bool:
    return "," in heading["heading"] and bool(heading["loc"])


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _classes(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("classes", folder / "scripts" / "classes.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{folder}: there is no scripts/classes.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
