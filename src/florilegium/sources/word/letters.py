"""The letters of a Word document as its parts hold them: a second, simple reading for the account.

It goes through the parts once, by the names of elements alone, and knows nothing of styles, lists or roles:
what is struck or hidden counts too. Not shown, and so not counted, is what stands in the instruction of a
field, and one of two branches that say the same.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.account.page_letters import of_page
from florilegium.sources.account.source_letters import SourceRun, of_text
from florilegium.sources.tree.broken_xml import read_broken
from florilegium.sources.tree.symbols import shown, sign_of
from florilegium.sources.word.alternate_chunks import chunk_text
from florilegium.system.archive import Archive
from florilegium.system.patterns import regex

#: Roots of parts whose text Word shows, or keeps beside the text.
_TEXTS: Final = frozenset({"document", "footnotes", "endnotes", "comments", "hdr", "ftr"})

#: The head of a page, which Word does not show.
_HEAD: Final = regex(r"<head\b.*?</head\s*>", re.DOTALL | re.IGNORECASE)

#: Letters of a chart stand below these.
_CHARTED: Final = frozenset({"tx", "cat", "val", "xVal", "yVal", "title"})

#: Fields that show nothing, whatever their result.
_NEVER_SHOWN: Final = (["SET"], ["ASK"], ["XE"], ["TC"], ["TA"], ["RD"], ["PRIVATE"])

#: What makes a paragraph count as one that is not empty.
_FILLED: Final = frozenset({"t", "sym", "drawing", "pict", "oMath", "footnoteReference", "endnoteReference"})


def letters_of(data: bytes) -> Iterator[SourceRun]:
    """Yield the letters of a sound DOCX, paragraph by paragraph, part by part."""
    archive = Archive(data)
    names = set(archive.names)
    main = _main_part(archive, names)
    roots = {
        name: root
        for name in _shown_parts(archive, names, main)
        if (root := _root(archive, name)) is not None
    }
    walk = _Walk(chunks=_chunks(archive, names, main))
    for root in sorted(roots.values(), key=lambda root: local_name(root) != "document"):
        if local_name(root) in _TEXTS:
            walk.fields, walk.endless = [], _endless(root)
            walk.read(root)
        else:
            walk.read_drawing(root)
        yield from walk.take()


def local_name(element: Element) -> str:
    """Return the name of an element, whatever its namespace."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _main_part(archive: Archive, names: set[str]) -> str:
    found = (name for kind, name, _ in _related(archive, names, "") if kind == "officeDocument")
    return next(found, "word/document.xml")


def _shown_parts(archive: Archive, names: set[str], main: str) -> list[str]:
    """Return the main part and those that it names."""
    kinds = {"footnotes", "endnotes", "comments", "header", "footer", "chart", "diagramData"}
    return [main, *(name for kind, name, _ in _related(archive, names, main) if kind in kinds)]


def _chunks(archive: Archive, names: set[str], main: str) -> dict[str, list[SourceRun]]:
    """Return the letters of the files that the main part holds whole, by the keys of their relations."""
    chunks = [(name, key) for kind, name, key in _related(archive, names, main) if kind == "aFChunk"]
    root = _root(archive, "[Content_Types].xml") if chunks else None
    types = list(root) if root is not None else []
    found = {}
    for name, key in chunks:
        form, text = chunk_text(name, _type_of(name, types), archive.content(name))
        runs = of_page(_HEAD.sub("", text)) if form == "page" else of_text(text)
        found[key] = [run for run in runs if run.text.strip()]
    return found


def _type_of(name: str, types: Sequence[Element]) -> str:
    """Return the type of a part, as the archive's list of types has it (ECMA-376, Part 2, §7.2.3.4)."""
    own = (one for one in types if one.get("PartName", "").lstrip("/").lower() == name.lower())
    suffix = name.rpartition(".")[2].lower()
    general = (one for one in types if one.get("Extension", "").lower() == suffix)
    return next((one.get("ContentType", "") for one in (*own, *general)), "")


def _related(archive: Archive, names: set[str], part: str) -> Iterator[tuple[str, str, str]]:
    """Yield kind, name and key of the parts that a part names."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    root = _root(archive, path) if path in names else None
    for one in root if root is not None else ():
        target = one.get("Target", "")
        place = posixpath.normpath(
            target.lstrip("/") if target[:1] == "/" else posixpath.join(folder, target)
        )
        if place in names and one.get("TargetMode") != "External":
            yield one.get("Type", "").rpartition("/")[2], place, one.get("Id", "")


def _root(archive: Archive, name: str) -> Element | None:
    return read_broken(archive.content(name)).root


def _endless(root: Element) -> set[Element]:
    """Return the beginnings of fields that never end; they hide nothing."""
    begun: list[Element] = []
    for one in root.iter("{*}fldChar"):
        kind = _value(one, "fldCharType")
        if kind == "begin":
            begun.append(one)
        elif kind == "end" and begun:
            begun.pop()
    return set(begun)


def _value(element: Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith(name)), "")


@dataclass
class _Walk:
    """Gathers the letters of paragraphs; `fields` says of each open field whether its result has begun."""

    fields: list[bool] = field(default_factory=list)
    endless: set[Element] = field(default_factory=set)
    instruction: list[str] = field(default_factory=list)
    count: int = 0
    chunks: dict[str, list[SourceRun]] = field(default_factory=dict)
    _found: list[SourceRun] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)

    def take(self) -> Iterator[SourceRun]:
        """Give what has been found, and forget it."""
        found, self._found = self._found, []
        yield from found

    def read(self, element: Element) -> None:
        """Read an element and what stands in it."""
        name = local_name(element)
        if name == "p":
            self._paragraph(element)
        elif name in {"del", "moveFrom", "rt"}:
            self._apart(element)
        elif name == "altChunk":
            at = f"{self.count + 1}:1"
            self._found += [replace(run, at=at) for run in self.chunks.get(_value(element, "id"), ())]
            self.count += 1
        elif name == "AlternateContent":
            branches = [one for one in element if local_name(one) in {"Choice", "Fallback"}]
            for branch in [one for one in branches if _holds_letters(one)][:1]:
                self.read(branch)
        elif name in {
            "fldChar",
            "instrText",
            "t",
            "delText",
            "sym",
            "textpath",
            "noBreakHyphen",
            "tab",
            "br",
            "cr",
        }:
            self._sign(element, name)
        else:
            for child in element:
                self.read(child)

    def _paragraph(self, element: Element) -> None:
        """Read a paragraph; one that stands in another, as in a box of text, is one of its own."""
        outer, self._text = self._text, []
        at = f"{self.count + 1}:1"
        for child in element:
            self.read(child)
        text = "".join(self._text)
        if text.strip():
            self._found.append(SourceRun(text, at))
        if any(local_name(one) in _FILLED for one in element.iter(etree.Element)):
            self.count += 1
        self._text = outer

    def _apart(self, element: Element) -> None:
        """Read what stands amid words that stay: what a change has struck, the reading above letters."""
        outer, self._text = self._text, []
        for child in element:
            self.read(child)
        if self._text:
            self._found.append(SourceRun("".join(self._text), f"{self.count + 1}:1", apart=True))
        self._text = outer

    def _sign(self, element: Element, name: str) -> None:
        if name == "fldChar":
            self._field(element)
        elif name == "instrText":
            self.instruction.append(element.text or "")
        elif not all(self.fields):
            return
        elif name == "sym":
            code = _value(element, "char")
            if code and all(letter in "0123456789abcdefABCDEF" for letter in code):
                self._text.append(sign_of(int(code, 16), _value(element, "font")))
        elif name in {"t", "delText"}:
            self._words(element)
        else:
            self._text.append({"textpath": _value(element, "string"), "noBreakHyphen": "-"}.get(name, " "))

    def _words(self, element: Element) -> None:
        """Take the letters of a run, or of a formula, whose letters stand apart."""
        text = element.text or ""
        if "officeDocument/2006/math" in str(element.tag) or "officeDocument/math" in str(element.tag):
            self._found.append(SourceRun(text, f"{self.count + 1}:1", apart=True))
            return
        run = element.getparent()
        fonts = next(run.iterfind("{*}rPr/{*}rFonts"), None) if run is not None else None
        self._text.append(shown(text, _value(fonts, "ascii") if fonts is not None else ""))

    def _field(self, element: Element) -> None:
        kind = _value(element, "fldCharType")
        if kind == "begin" and element not in self.endless:
            self.fields.append(False)
            self.instruction = []
        elif kind == "separate" and self.fields:
            self.fields[-1] = "".join(self.instruction).split()[:1] not in _NEVER_SHOWN
        elif kind == "end" and self.fields:
            self.fields.pop()

    def read_drawing(self, root: Element) -> None:
        """Read the words of a diagram, or of a chart its words and numbers."""
        for one in root.iter("{*}t", "{*}v"):
            charted = local_name(one) == "t" or any(
                local_name(above) in _CHARTED for above in one.iterancestors()
            )
            if charted and (one.text or "").strip():
                self._found.append(SourceRun(one.text or "", "0:1", apart=True))


def _holds_letters(branch: Element) -> bool:
    names = {local_name(one) for one in branch.iter(etree.Element)}
    return not names.isdisjoint(
        {"t", "sym", "delText", "fldChar", "blip", "imagedata", "textpath", "chart", "relIds"}
    )
