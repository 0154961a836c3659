"""An EPUB made into a kepub, which Kobo's readers page through faster and keep their place in.

Kobo's own software finds its way by spans, one round each sentence, numbered by paragraph and sentence; it
looks for the text in two boxes of fixed names. Nothing else differs, and every word stays.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.namespaces import XHTML
from florilegium.editions.epub.package import ROOT, seal
from florilegium.editions.epub.packed_files import PackedFile, packed, packed_in
from florilegium.editions.epub.page import NAV, declared
from florilegium.system.patterns import regex
from florilegium.system.tasks.task import Task, never

#: A sentence and the white space after it, or what is left at the end.
_SENTENCE: Final = regex(r".+?(?:[.!?…:;][\"'”’»)\]]*\s+|$)", re.DOTALL)

#: A new paragraph is counted at each of these.
_PARAGRAPHS: Final = frozenset({"p", "li", "h1", "h2", "h3", "h4", "td", "th", "figcaption", "div", "img"})

#: Elements whose text Kobo leaves alone.
_ALONE: Final = frozenset({"pre", "code", "script", "style", "svg", "math", "title"})

_STYLE: Final = "div#book-inner { margin-top: 0; margin-bottom: 0; }"


def to_kepub(epub: bytes) -> bytes:
    """Return the kepub of an EPUB of ours; its file's name must end in `.kepub.epub`.

    The bytes are the same every time.
    """
    return seal({name: _entry(name, file) for name, file in packed_in(epub).items()})


#: Make a kepub. The tree of a large index is tens of megabytes, and workers hold less than who leads them.
#: None is kept: that of another EPUB is another.
KEPUB: Final[Task[bytes, bytes]] = Task(name="kepub", do=to_kepub, kind=bytes, keeps=never)


def _entry(name: str, file: PackedFile) -> PackedFile:
    """Return a file as a kepub has it, packed at once: the pages of a large book are tens of megabytes."""
    is_page = name.endswith(".xhtml") and name != f"{ROOT}/{NAV}"
    return packed(name, _page(file.content)) if is_page else file


def _page(data: bytes) -> bytes:
    tree = etree.fromstring(data)
    head, body = tree.find(f"{{{XHTML}}}head"), tree.find(f"{{{XHTML}}}body")
    if head is not None and body is not None:
        _span(body, _Counter())
        _box(body)
        style = etree.SubElement(head, f"{{{XHTML}}}style", {"type": "text/css", "class": "kobostylehacks"})
        style.text = _STYLE
    return declared(tree)


def _box(body: Element) -> None:
    """Put the whole text into `div#book-columns` and `div#book-inner`."""
    columns = etree.Element(f"{{{XHTML}}}div", {"id": "book-columns"})
    inner = etree.SubElement(columns, f"{{{XHTML}}}div", {"id": "book-inner"})
    inner.text, body.text = body.text, None
    inner.extend(list(body))
    body.append(columns)


class _Counter:
    """The numbers of Kobo's spans: paragraph and sentence, both from 1."""

    def __init__(self) -> None:
        self._paragraph = self._sentence = 0

    def paragraph(self) -> None:
        self._paragraph += 1
        self._sentence = 0

    def span(self) -> Element:
        self._sentence += 1
        number = f"kobo.{max(self._paragraph, 1)}.{self._sentence}"
        return etree.Element(f"{{{XHTML}}}span", {"class": "koboSpan", "id": number})


def _span(element: Element, counter: _Counter) -> None:
    """Put a span round each sentence and each picture under an element, in reading order."""
    name = etree.QName(element).localname
    if name in _ALONE:
        return
    if name in _PARAGRAPHS:
        counter.paragraph()
    parts = _sentences(element.text, counter)
    for child in list(element):
        if etree.QName(child).localname == "img":
            whole = counter.span()
            whole.append(deepcopy(child))
            whole[0].tail = None
        else:
            _span(child, counter)
            whole = child
        parts += [whole, *_sentences(child.tail, counter)]
    _refill(element, parts)


def _sentences(text: str | None, counter: _Counter) -> list[Element | str]:
    """Return the spans of a piece of text.

    Mere white space stays as it is: a list or a table takes no span.
    """
    if not text or text.isspace():
        return [text] if text else []
    spans: list[Element | str] = []
    for sentence in _SENTENCE.findall(text):
        span = counter.span()
        span.text = sentence
        spans.append(span)
    return spans


def _refill(element: Element, parts: list[Element | str]) -> None:
    """Give an element these contents, in order, in the place of its own."""
    element[:] = []
    element.text = None
    for part in parts:
        if not isinstance(part, str):
            part.tail = None
            element.append(part)
        elif len(element):
            element[-1].tail = part
        else:
            element.text = part
