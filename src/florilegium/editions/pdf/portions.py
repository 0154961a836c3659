"""A section that is too long for one process, laid out in portions.

The notes of a large book are hundreds of pages in one section. So that no process holds all of their boxes,
and several can work at them, they are divided between two texts; the notes of the next text then open on a
new page. A book of ordinary length is never divided.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from math import ceil
from typing import Final

from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.editions.documents import Document
from florilegium.editions.pdf.layout import Anchor, Layout
from florilegium.editions.sections import SectionKind

#: Letters of a portion: about fifty pages of notes, which take a process some 250 MB.
_LETTERS: Final = 150_000


def divided(document: Document, most: int = _LETTERS) -> tuple[Document, ...]:
    """A document in portions of about `most` letters, each of whole texts' notes; others as they are."""
    if document.section.kind is not SectionKind.NOTES:
        return (document,)
    tree = document.tree
    sizes = [runs.letters("".join(group.itertext())) for group in _groups(tree)]
    count = ceil(sum(sizes) / most)
    if count < 2:
        return (document,)
    portions, before = [0] * len(sizes), 0
    for number, size in enumerate(sizes):
        portions[number] = min(count - 1, before * count // sum(sizes))
        before += size
    wanted = sorted(set(portions))
    return tuple(
        Document.of(document.section, _portion(tree, [one == number for one in portions]))
        for number in wanted
    )


def bound(layouts: Sequence[Layout]) -> Layout:
    """The layouts of a section's portions as one layout of the whole section."""
    if len(layouts) == 1:
        return layouts[0]
    anchors: dict[str, Anchor] = {}
    lines, pictures, pages = [], [], 0
    for layout in layouts:
        lines += [replace(line, page=line.page + pages) for line in layout.lines]
        pictures += [replace(picture, page=picture.page + pages) for picture in layout.pictures]
        for name, place in layout.anchors.items():
            anchors.setdefault(name, Anchor(place.page + pages, place.left, place.top))
        pages += layout.pages
    return Layout(
        layouts[0].section,
        b"",
        pages,
        tuple(lines),
        anchors,
        tuple(dict.fromkeys(problem for layout in layouts for problem in layout.problems)),
        sum(layout.composed for layout in layouts),
        sum(layout.greedy for layout in layouts),
        tuple(pictures),
        tuple(replace(layout, lines=(), anchors={}) for layout in layouts),
    )


def _groups(tree: Element) -> list[Element]:
    """The notes of each text."""
    return list(tree.iterfind("body/section/section"))


def _portion(tree: Element, kept: Sequence[bool]) -> Element:
    """A copy of the tree with some of its groups; only the first has the section's heading and name."""
    tree = deepcopy(tree)
    groups = _groups(tree)
    whole = groups[0].getparent()
    if whole is None:
        return tree
    for group, is_kept in zip(groups, kept, strict=True):
        if not is_kept:
            whole.remove(group)
    if not kept[0]:
        for heading in whole.findall("h1"):
            whole.remove(heading)
        whole.attrib.pop("aria-labelledby", None)
        whole.attrib.pop("id", None)
    return tree
