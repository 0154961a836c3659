"""What stands in Word's drawings: pictures, text boxes, charts, diagrams, and in those of the older VML."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.word.ooxml.wordml import CHART, DIAGRAM, MC, WP, A, R, V, W, chosen_branch, whole
from florilegium.sources.word.story_state import WordState

_OFFICE: Final = "{urn:schemas-microsoft-com:office:office}"

#: No chart has more points in a series.
_POINTS: Final = 2000

#: How a picture's bytes begin → what it is.
_BEGINNINGS: Final = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"\xd7\xcd\xc6\x9a", "image/x-wmf"),
    (b"\x01\x00\x00\x00", "image/x-emf"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
)


def parts_of(drawing: Element) -> Iterator[Element]:
    """Yield what a drawing shows, in its order: pictures, words, boxes of text, charts, diagrams.

    What stands in a box of text is not looked into.
    """
    for child in drawing:
        if child.tag == f"{MC}AlternateContent":
            yield from parts_of(chosen_branch(child))
        elif child.tag in _PARTS:
            yield child
        elif isinstance(child.tag, str):
            yield from parts_of(child)


_PARTS: Final = frozenset(
    {
        *(f"{W}txbxContent", f"{A}blip", f"{V}imagedata", f"{CHART}chart", f"{DIAGRAM}relIds"),
        *(f"{V}textpath", f"{A}p"),
    }
)


def picture(element: Element, drawing: Element, state: WordState, part: str) -> Element | None:
    """Return a picture's `img`: its data, or an empty address for one that is only linked to."""
    key = element.get(f"{R}embed") or element.get(f"{R}id") or element.get(f"{R}link") or ""
    relation = state.package.relations(part).get(key)
    if relation is None:
        return None
    source = ""
    if not relation.external:
        content = state.package.read(relation.target)
        kind = _kind(content) or state.package.content_type(relation.target) or "image/unknown"
        source = f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
    made = etree.Element("img", {"src": source})
    made.attrib.update(_words(drawing, element))
    return made


def _kind(content: bytes) -> str:
    """Return what kind of picture bytes are, by how they begin."""
    return next((kind for start, kind in _BEGINNINGS if content.startswith(start)), "")


def _words(drawing: Element, element: Element) -> dict[str, str]:
    """Return what Word says of a picture; where it has a title and a description, the title is the `alt`."""
    told = next(drawing.iter(f"{WP}docPr"), None)
    if told is None:
        shape = next(element.iterancestors(f"{V}shape", f"{V}rect"), None)
        alt = (shape.get("alt") if shape is not None else None) or element.get(f"{_OFFICE}title") or ""
        return {"alt": alt}
    title, description = told.get("title") or "", told.get("descr") or ""
    if title.split() and description.split() and title.split() != description.split():
        return {"alt": title, "description": description}
    return {"alt": description or title}


def is_floating(drawing: Element) -> bool:
    """Return whether a drawing stands beside the text and not in its lines."""
    return next(drawing.iter(f"{WP}anchor"), None) is not None


def words_of(paragraph: Element) -> str:
    """Return the text of a paragraph of DrawingML (`a:p`)."""
    return "".join(one.text or "" if one.tag == f"{A}t" else " " for one in paragraph.iter(f"{A}t", f"{A}br"))


def diagram_lines(element: Element, state: WordState, part: str) -> list[str]:
    """Return the lines of a diagram (`dgm:relIds`), in the order of its data."""
    relation = state.package.relations(part).get(element.get(f"{R}dm", ""))
    root = state.package.tree(relation.target) if relation and not relation.external else None
    lines = [words_of(one) for one in root.iter(f"{A}p")] if root is not None else []
    return [line for line in lines if line.strip()]


def chart_rows(element: Element, state: WordState, part: str) -> tuple[str, list[list[str]]]:
    """Return a chart as its title and the rows of a table: the categories down, the series across."""
    relation = state.package.relations(part).get(element.get(f"{R}id", ""))
    root = state.package.tree(relation.target) if relation and not relation.external else None
    if root is None:
        return "", []
    title = " ".join(words_of(one) for head in root.iter(f"{CHART}title") for one in head.iter(f"{A}p"))
    series = list(root.iter(f"{CHART}ser"))
    names = [" ".join(_points(one.find(f"{CHART}tx"))) for one in series]
    labels: list[str] = []
    columns = []
    for one in series:
        categories = one.find(f"{CHART}cat")
        categories = one.find(f"{CHART}xVal") if categories is None else categories
        labels = max(labels, _points(categories), key=len)
        values = one.find(f"{CHART}val")
        columns.append(_points(one.find(f"{CHART}yVal") if values is None else values))
    count = max([len(labels), *(len(column) for column in columns)], default=0)
    rows = [["", *names]] if any(names) else []
    for at in range(count):
        rows.append([column[at] if at < len(column) else "" for column in (labels, *columns)])
    return " ".join(title.split()), rows


def _points(element: Element | None) -> list[str]:
    """Return the texts or numbers of a series, by their places."""
    if element is None:
        return []
    points = {whole(one.get("idx")): one for one in element.iter(f"{CHART}pt")}
    if not points:
        return [one.text or "" for one in element.iter(f"{CHART}v")]
    found = [""] * (min(max(points), _POINTS) + 1)
    for at, one in points.items():
        found[min(at, _POINTS)] = next((text.text or "" for text in one.iter(f"{CHART}v")), "")
    return found
