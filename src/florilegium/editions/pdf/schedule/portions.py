"""A section that is too long for one process, laid out in portions.

The notes of a large book are hundreds of pages in one section. So that no process holds all of their boxes,
and several can work at them, they are divided between two texts; the notes of the next text then open on a
new page. A book of ordinary length is never divided.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import ceil
from operator import itemgetter
from typing import Final

from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.editions.documents import Document
from florilegium.editions.sections import SectionKind

#: Letters of a portion: about fifty pages of notes, which take a process some 250 MB.
_LETTERS: Final = 150_000

#: The section in its document, and in it the notes of each text.
_SECTION: Final = "body/section"
_GROUPS: Final = f"{_SECTION}/section"


def divided(document: Document, most: int = _LETTERS) -> tuple[Document, ...]:
    """Return a document in portions of about `most` letters, each of whole texts' notes.

    Other documents are returned as they are.
    """
    if document.section.kind is not SectionKind.NOTES:
        return (document,)
    tree = document.tree
    sizes = [runs.letters("".join(group.itertext())) for group in tree.iterfind(_GROUPS)]
    count = ceil(sum(sizes) / most)
    if count < 2:
        return (document,)
    portions, before = [0] * len(sizes), 0
    for number, size in enumerate(sizes):
        portions[number] = min(count - 1, before * count // sum(sizes))
        before += size
    return tuple(Document.of(document.section, portion) for portion in _portions(tree, portions))


def _portions(tree: Element, numbers: Sequence[int]) -> Iterator[Element]:
    """Yield the tree with the groups of each portion in turn.

    Only the first has the section's heading and name.

    It is always the same tree: a copy for each portion would take the room of the whole again and again.
    """
    groups = list(tree.iterfind(_GROUPS))
    (whole,) = tree.iterfind(_SECTION)
    for group in groups:
        whole.remove(group)
    for _, portion in groupby(zip(numbers, groups, strict=True), key=itemgetter(0)):
        kept = [group for _, group in portion]
        whole.extend(kept)
        yield tree
        for part in (*whole.findall("h1"), *kept):
            whole.remove(part)
        whole.attrib.pop("aria-labelledby", None)
        whole.attrib.pop("id", None)
