"""The letters of a page of HTML or XHTML: every text node, and the attributes that show.

A page is cut at its tags by one regular expression and nothing else: no tree is built and nothing is mended.
So what a parser drops from a broken page (text behind `</html>`, in a `frameset`, after a lone `<`) is here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from florilegium.sources.account.source_letters import Places, SourceRun
from florilegium.sources.tree.angle_brackets import (
    DECLARATION,
    TAG,
    TagNames,
    is_plain,
    loose_words,
    type_of_page,
    without_cut_end,
)
from florilegium.sources.tree.symbols import font_of, shown
from florilegium.system.patterns import regex

#: What is no text between two tags: comments, declarations, processing instructions.
_SILENT: Final = regex(
    rf"<!--(?>>|->|.*?(?:--!?>|\Z))|<!\[CDATA\[(.*?)(?:\]\]>|\Z)|{DECLARATION.pattern}",
    re.DOTALL | re.IGNORECASE,
)

#: Elements whose content runs to their end tag, whatever stands in it, and is never shown.
_RAW: Final = frozenset({"script", "style"})
_RAW_ENDS: Final = {name: regex(rf"</{name}[\s>/]", re.IGNORECASE) for name in _RAW}

#: Attributes that a page shows, and those of a form's fields.
_ATTRIBUTE: Final = regex(
    r"""[\s"'/](alt|title|value|placeholder|label)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
_OF_FIELDS: Final = {
    "value": frozenset({"input"}),
    "placeholder": frozenset({"input", "textarea"}),
    "label": frozenset({"option", "optgroup", "track"}),
}
_SILENT_FIELD: Final = regex(r"""type\s*=\s*["']?(?:hidden|checkbox|radio)""", re.IGNORECASE)
_UNSEEN: Final = frozenset({"link", "meta", "style", "script", "param"})


#: An address in angle brackets, which Markdown makes a link of.
_ADDRESS: Final = regex(r"<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>")


def of_page(text: str) -> Iterator[SourceRun]:
    """Yield the runs of a page."""
    return _Walk(without_cut_end(text), 1).runs()


def of_markdown(text: str, first_line: int) -> Iterator[SourceRun]:
    """Yield the runs of a text in Markdown: all but the tags of HTML in it."""
    return _Walk(text, first_line, is_page=False).runs()


class _Walk:
    """Cuts a page at its tags, from its beginning to its end."""

    def __init__(self, text: str, first_line: int, *, is_page: bool = True) -> None:
        self._text = text
        self._is_page = is_page
        self._names = None if is_page and is_plain(text) else TagNames.of(text, is_page=is_page)
        self._places = Places(text, first_line)
        self._shown: list[SourceRun] = []
        self._end = 0
        self._font = ""  # a font of signs, which the text right behind a tag has
        head = text[:2000]
        self._is_xml = "http://www.w3.org/1999/xhtml" in head or head.lstrip("\ufeff \t\r\n").startswith(
            "<?xml"
        )

    def runs(self) -> Iterator[SourceRun]:
        """Yield text between tags, then the attributes that show."""
        text, start, place = self._text, 0, 0
        last = text.rfind(">")
        declared = type_of_page(text)
        while (place := text.find("<", place)) >= 0:
            if place > last and not text.startswith("<!--", place):
                break
            is_type = declared is not None and place == declared.start()
            marked = text[place + 1 : place + 2] in {"!", "?"}
            silent = declared if is_type else _SILENT.match(text, place) if marked else None
            tag = None if silent is not None or self._is_address(place) else TAG.match(text, place)
            if silent is not None:
                if start < place:
                    yield self._text_run(start, place)
                if not is_type:
                    yield from self._marked(silent)
                start = place = silent.end()
            elif tag is not None and (self._names is None or self._names.has(tag)):
                if start < place:
                    yield self._text_run(start, place)
                self._tag(tag)
                start = place = self._end
            else:
                place += 1
        if start < len(text):
            yield self._text_run(start, len(text))
        yield from self._shown

    def _is_address(self, place: int) -> bool:
        return not self._is_page and _ADDRESS.match(self._text, place) is not None

    def _text_run(self, start: int, end: int, raw: bool = False) -> SourceRun:
        """Return the text between two offsets, its entities as letters."""
        text = self._text[start:end]
        if "&" in text and not raw:
            text = unescape(text)
        if self._font:
            text, self._font = shown(text, self._font), ""
        return SourceRun(text, self._places.of(start))

    def _marked(self, silent: re.Match[str]) -> Iterator[SourceRun]:
        """Yield a section of XML whose markup is text, in HTML a comment; and the comments of Markdown."""
        if not self._is_page:
            yield self._text_run(silent.start(), silent.end(), raw=True)
        elif self._is_xml and silent[1]:
            yield self._text_run(silent.start(1), silent.end(1), raw=True)

    def _tag(self, tag: re.Match[str]) -> None:
        """Pass a tag, and a script or a style sheet that it begins; one that never ends is text."""
        name = tag[2].lower()
        self._end = tag.end()
        self._font = ""
        if tag[1]:
            return
        if name in {"span", "font"}:
            self._font = font_of(tag[3])
        if "=" in tag[3] and name not in _UNSEEN:
            self._attributes(tag, name)
        loose = loose_words(name, tag[3]) if self._names is not None else ()
        if loose:
            self._shown.append(SourceRun(" ".join(loose), self._places.of(tag.start(3)), apart=True))
        if name in _RAW and not tag[3].endswith("/"):
            end = _RAW_ENDS[name].search(self._text, tag.end())
            self._end = end.start() if end else tag.end()

    def _attributes(self, tag: re.Match[str], name: str) -> None:
        """Keep what the attributes of a tag show."""
        if name == "input" and _SILENT_FIELD.search(tag[3]):
            return
        for found in _ATTRIBUTE.finditer(tag[3]):
            owners = _OF_FIELDS.get(found[1].lower())
            if owners is not None and name not in owners:
                continue
            group = next(number for number in (2, 3, 4) if found[number] is not None)
            at = self._places.of(tag.start(3) + found.start(group))
            self._shown.append(SourceRun(unescape(found[group]), at, apart=True))
