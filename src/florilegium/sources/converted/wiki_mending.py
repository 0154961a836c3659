"""Typed markup as pandoc reads it well: notes that are called again by their name, poems, lists, quotations.

Pandoc makes an empty note of MediaWiki's `<ref name="moss" />`, the note once more of a name that Org,
reStructuredText and Textile call again, and text of what it does not know. Places are found by words, so
that a line may be put in.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.sources.converted.marked_runs import INDEX_OF_RST
from florilegium.sources.tree.cutting import detach
from florilegium.system.patterns import regex

#: No letters of Unicode, which `decode` leaves in no file: round the number of a note that is called again.
_OPEN: Final = "\U0001fffe"
_CLOSE: Final = "\U0001ffff"
_AGAIN: Final = regex(f"{_OPEN}(\\d{{1,5}}){_CLOSE}")

_REF: Final = regex(
    r"<!--.*?-->|<(?P<code>nowiki|pre|syntaxhighlight|source)\b.*?</(?P=code)\s*>"
    r"|<ref\b(?P<told>[^<>]*?)(?P<alone>/)?>",
    re.DOTALL | re.IGNORECASE,
)
_NAME: Final = regex(r"""\bname\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'/>]+))""", re.IGNORECASE)
_POEM: Final = regex(r"<poem\b[^<>]*>(.*?)</poem\s*>", re.DOTALL | re.IGNORECASE)

#: A gallery of MediaWiki, and a picture in it.
_GALLERY: Final = regex(r"<gallery\b[^<>]*>(.*?)</gallery\s*>", re.DOTALL | re.IGNORECASE)
_SHOWN: Final = regex(
    r"^[ \t]*([^|\n]+\.(?:png|jpe?g|gif|webp|svg))[ \t]*(?:\|(.*))?$", re.MULTILINE | re.IGNORECASE
)

#: Quotations of reStructuredText that begin on the line which says that they are some.
_EPIGRAPH: Final = regex(r"^([ \t]*)(\.\. (?:epigraph|pull-quote|highlights)::)[ \t]+(\S.*)$", re.MULTILINE)

#: The first item of a list of Org that begins late, and an item of any.
_LATE: Final = regex(r"([ \t]*)(?!0?1[.)])(\d{1,4})[.)][ \t]+(?!\[@)(?=\S)")
_ITEM: Final = regex(r"[ \t]*(?:\d{1,4}[.)]|[-+])[ \t]")

#: Blocks of Textile: one with the address of what it quotes, one that goes on, one that is set in; any.
_QUOTED: Final = regex(r"^bq\.:\S+ ", re.MULTILINE)
_GOES_ON: Final = regex(
    r"^bq\.\.(?::\S+)? (.*?)(?=\n\n+(?:h[1-6]|p|bq|bc|pre|fn\d+|table|notextile)[^\s.]*\. |\Z)",
    re.DOTALL | re.MULTILINE,
)
_SET_IN: Final = regex(r"^p(\(+)\. ", re.MULTILINE)

#: Calls of notes by their names; a name that is empty is of one note alone.
_CALLS: Final = {
    "org": regex(r"(?<!^)\[fn:([^\[\]:\s]*)[\]:]", re.MULTILINE),
    "rst": regex(r"\[(\d+|\#[\w-]*|\*)\]_(?!_)"),
    "textile": regex(r"(?<=\S)\[(\d+)\]"),
}
_NAMELESS: Final = frozenset({"", "#", "*"})

_BLOCKS: Final = ("p", "li", "td", "th", "dd", "dt", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "div")


class NamedNotes:
    """The notes of a text, counted as they come. One that has a name can be called again by it."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self._number = 0

    def enter(self, name: str) -> None:
        """Count a note, which may have a name."""
        self._number += 1
        if name:
            self._known.setdefault(name, self._number)

    def again(self, name: str) -> str:
        """Return what stands for a further call of a note, for `call_again`; nothing if none has the name."""
        return f"{_OPEN}{self._known[name]}{_CLOSE}" if name in self._known else ""


def mended_wiki(text: str) -> str:
    """Return a text of MediaWiki as pandoc is to read it."""
    notes = NamedNotes()

    def ref(found: re.Match[str]) -> str:
        if found["told"] is None:
            return found[0]
        named = _NAME.search(found["told"])
        name = next(filter(None, named.groups()), "").strip() if named else ""
        if found["alone"]:
            return notes.again(name) or found[0]
        notes.enter(name)
        return found[0]

    text = _GALLERY.sub(lambda found: _SHOWN.sub(_picture, found[1]), text)
    return _POEM.sub(_verse, _REF.sub(ref, text) if "<ref" in text else text)


def _picture(shown: re.Match[str]) -> str:
    """Return a picture of a gallery as one by itself."""
    name = shown[1] if ":" in shown[1] else f"File:{shown[1]}"
    return f"\n[[{name.strip()}|thumb|{(shown[2] or '').strip()}]]\n"


def mended_rst(text: str) -> str:
    """Return a text of reStructuredText without its index, a quotation beginning on a line of its own."""
    text = re.sub(INDEX_OF_RST, lambda found: "\n" * found[0].count("\n"), text)
    return _EPIGRAPH.sub(r"\1\2\n\n\1   \3", text)


def mended_org(text: str) -> str:
    """Return a text of Org whose lists begin at the number that they show."""
    lines, listed = text.split("\n"), False
    for number, line in enumerate(lines):
        late = None if listed else _LATE.match(line)
        listed = bool(_ITEM.match(line)) or (listed and line[:1].isspace())
        if late:
            lines[number] = f"{late[0]}[@{late[2]}] {line[late.end() :]}"
    return "\n".join(lines)


def mended_textile(text: str) -> str:
    """Return a text of Textile with its quotations and what is set in as pandoc knows them."""
    text = _QUOTED.sub("bq. ", text)
    text = _GOES_ON.sub(lambda found: "bq. " + re.sub(r"\n\n+", r"\n\nbq. ", found[1].strip()) + "\n", text)
    return _SET_IN.sub(lambda found: f"p{{margin-left:{len(found[1])}em}}. ", text)


def join_repeated(page: Element, text: str, form: str) -> None:
    """Have one note where a text calls it several times by its name, in place.

    Pandoc makes one for each call.
    """
    calls = [one for one in page.iter("a") if one.get("class") == "footnote-ref"]
    names = [found[1] for found in _CALLS[form].finditer(text)] if form in _CALLS else []
    if len(calls) != len(names) or len(set(names) - _NAMELESS) == len(names):
        return
    notes = {one.get("id"): one for one in page.iter("li")}
    first: dict[str, str] = {}
    for call, name in zip(calls, names, strict=True):
        aim = call.get("href", "")
        known = first.setdefault(name, aim) if name not in _NAMELESS else aim
        note = notes.get(aim[1:])
        if known != aim and note is not None and note.getparent() is not None:
            call.set("href", known)
            detach(note)


def _verse(poem: re.Match[str]) -> str:
    """Return a poem as a division with breaks between its lines, and spaces that stay before them."""
    lines = poem[1].split("\n")
    made = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        far = len(line) - len(line.lstrip(" \t:"))
        words = "&nbsp;" * far + line.lstrip(" \t:")
        made.append(f"{words}<br />" if line.strip() and after.strip() else words if line.strip() else "")
    return f'<div class="poem">{chr(10).join(made)}</div>'


def call_again(page: Element) -> None:
    """Put the calls of notes that are called again into a page that pandoc made, in place."""
    for block in list(page.iter(*_BLOCKS)):
        if not runs.is_leaf(block) and block.tag != "dd":
            continue
        for found in reversed(list(_AGAIN.finditer(runs.text_of(block)))):
            runs.replace(block, found.start(), found.end(), "")
            call = etree.Element("a", {"href": f"#fn{found[1]}", "class": "footnote-ref"})
            etree.SubElement(call, "sup").text = found[1]
            runs.insert(block, found.start(), call)
