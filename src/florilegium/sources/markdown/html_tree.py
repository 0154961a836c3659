"""The tokens of a Markdown parser, as a tree of HTML.

Raw HTML is parsed scrap by scrap, so that nothing left open in one can swallow the text after it. The tree
has all that the source has; what of it a book can carry, `conform.py` decides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.citations.marks import CitationMark
from florilegium.sources.formulas.canonical import DISPLAY, TEX
from florilegium.sources.markdown.written_numbers import WrittenNumbers
from florilegium.sources.tree.angle_brackets import TagNames
from florilegium.sources.tree.vocabulary import CITES, DROPPED, INLINE, SET_AS, STRUCK, is_verse
from florilegium.sources.web.parse import TooDeepError, parse_scrap, stamp
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from markdown_it.token import Token


#: A tag that stands alone in a block of raw HTML, with Markdown before or after it.
_LONE: Final = regex(
    r"\s*<(/?)(div|section|article|aside|blockquote|figure|figcaption|center|details|main)\b[^<>]*>\s*\Z",
    re.IGNORECASE,
)
_TAG: Final = regex(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)")
_VOID: Final = frozenset({"br", "img", "wbr"})
_LETTERED: Final = frozenset(
    {"ruby", "rt", "rp", "u", "ins", "small", "big", "mark", "abbr", "font", "bdo", "bdi"}
)
#: What stands before the lines of a quotation, and how many lines have something to be set in against.
_MARGIN: Final = regex(r" {0,3}(?:> ?)+")
_SEVERAL: Final = 2

#: A line of a block of lines, in which pandoc has verse.
_LINE: Final = regex(r" {0,3}(?:> ?)*\| [ \xa0]*(?!.*\|)\S")

_HEADING_ATTRIBUTES: Final = regex(r"\s*\{(?:#([^\s{}]+))?[#.:]?[^{}]*\}\s*$")

#: What pandoc writes right behind a picture: `{width=50%}`, `{.wide #fig:mole}`.
_PICTURE_ATTRIBUTES: Final = regex(r"\A\{\s*(?:[#.][^{}]*|[^{}]*=[^{}]*)\}")


@dataclass(frozen=True)
class Definition:
    """A note as the source defines it: its label, and its content under a root that tells its place."""

    label: str
    content: Element


@dataclass
class Grown:
    """A tree grown from tokens, with the notes that were defined in it."""

    root: Element = field(default_factory=lambda: etree.Element("body"))
    definitions: list[Definition] = field(default_factory=list)


def grow(
    tokens: Sequence[Token],
    source: Sequence[str],
    first_line: int,
    names: TagNames,
    markers: Mapping[int, str] | None = None,
) -> Grown:
    """Return the tree of a document's tokens.

    `source` has its lines, for the columns of note calls; `names` are those of its tags; `markers` are what
    items of lists show that have letters for numbers, by their line.
    """
    return _Grower(source, first_line, names, markers or {}).grow(tokens)


class _Grower:
    """Reads tokens in order and keeps the elements that are open."""

    def __init__(
        self, source: Sequence[str], first_line: int, names: TagNames, markers: Mapping[int, str]
    ) -> None:
        self._names = names
        self._grown = Grown()
        self._source = source
        self._first_line = first_line
        self._open: list[Element] = [self._grown.root]
        self._order = 0
        self._waiting: list[str] = []
        self._inlines = 0
        self._notes: list[int] = []  # where in `_open` each open note begins
        self._numbers = WrittenNumbers(markers)
        self._indents: Iterator[int] = iter(())
        self._tokens: list[Token] = []  # of the running text that is read

    def grow(self, tokens: Sequence[Token]) -> Grown:
        """Read all tokens."""
        for token in tokens:
            if token.type == "inline":
                self._inline(token)
            elif token.type == "footnote_reference_open":
                self._define(token)
            elif token.type == "footnote_reference_close":
                self._end_definition()
            elif token.type in {"fence", "code_block"}:
                self._element("pre", token)
                self._text(token.content)
                self._close("pre")
            elif token.type == "html_block":
                self._raw_block(token)
            elif token.nesting == 1 and not token.hidden:
                self._element(token.tag, token)
                if token.type in {"ordered_list_open", "list_item_open"}:
                    self._numbers.see(token, self._open[-1])
            elif token.nesting == -1 and not token.hidden:
                self._close(token.tag)
                if token.type == "ordered_list_close":
                    self._numbers.end()
            elif token.type == "math_block":
                self._formula(token, self._at(token.map[0] if token.map else 0))
            elif token.type == "hr":
                self._element("hr", token)
                self._close("hr")
        self._flush()
        return self._grown

    def _define(self, token: Token) -> None:
        at = self._at(token.map[0] if token.map else 0)
        content = etree.Element("div", {"data-n": str(self._order), "data-at": at})
        self._flush()
        self._grown.definitions.append(Definition(token.meta["label"], content))
        self._notes.append(len(self._open))
        self._open.append(content)

    def _end_definition(self) -> None:
        """Close the innermost note, and what was left open in it."""
        self._flush()
        if self._notes:
            del self._open[self._notes.pop() :]

    # ---- elements and text

    def _element(self, tag: str, token: Token) -> Element:
        """Open an element for a block's token."""
        element = self._start(tag)
        for name, value in token.attrs.items():
            # A cell's style says where its column stands.
            if name in {"class", "lang", "dir", "start", "id", "style", "colspan", "rowspan"}:
                element.set(name, str(value))
        if token.map:
            element.set("data-at", self._at(token.map[0]))
            if tag == "p" and all(map(_LINE.match, self._source[token.map[0] : token.map[0] + _SEVERAL])):
                element.set("class", "verse")
        return element

    def _start(self, tag: str) -> Element:
        self._flush()
        self._order += 1
        element = etree.SubElement(self._open[-1], tag, {"data-n": str(self._order)})
        self._open.append(element)
        return element

    def _close(self, tag: str) -> None:
        """Close the nearest open element of a name, and what was left open in it."""
        self._flush()
        for depth in range(len(self._open) - 1, self._inlines, -1):
            if self._open[depth].tag == tag:
                if self._open[depth].attrib.pop("data-figure", None):
                    self._open[depth].tag = "figure"
                del self._open[depth:]
                return

    def _at(self, line: int) -> str:
        text = self._source[line] if line < len(self._source) else ""
        return f"{line + self._first_line}:{len(text) - len(text.lstrip()) + 1}"

    def _text(self, text: str) -> None:
        self._waiting.append(text)

    def _flush(self) -> None:
        """Write the waiting text; it is joined once, since an element's text is copied at every change."""
        text = "".join(self._waiting)
        self._waiting = []
        if not text:
            return
        parent = self._open[-1]
        last = next(parent.iterchildren(reversed=True), None)
        if last is not None:
            last.tail = (last.tail or "") + text
        else:
            parent.text = (parent.text or "") + text

    # ---- raw HTML

    def _raw_block(self, token: Token) -> None:
        """Take a block of raw HTML: a lone tag begins or ends an element round Markdown; others are whole."""
        lone = _LONE.match(token.content)
        line = token.map[0] if token.map else 0
        if lone and lone[1]:
            if any(element.tag == lone[2].lower() for element in self._open[1:]):
                self._close(lone[2].lower())
            return
        scrap = _scrap(token.content, self._names)
        if lone and len(scrap) and len(scrap[0]):
            scrap = scrap[0]
        stamp(scrap, token.content, line + self._first_line)
        for element in scrap.iter(etree.Element):
            self._order += 1
            element.set("data-n", str(self._order))
        self._flush()
        self._open[-1].append(scrap)
        if lone:
            self._open.append(scrap[0] if len(scrap) else scrap)

    def _raw_inline(self, tokens: Sequence[Token], index: int, last: dict[str, int]) -> int:
        """Take a tag inside a sentence, at an index; return how many tokens after it go with it.

        `last` tells where the last end tag of each name stands.
        """
        token = tokens[index]
        found = _TAG.match(token.content)
        if found is None:
            return 0
        closing, tag = found[1], found[2].lower()
        if closing:
            self._close(tag)
            return 0
        if tag in DROPPED or tag in {"svg", "math"}:
            self._start(tag)
            end = index
            if last.get(tag, -1) > index:
                end = next(one for one in range(index + 1, len(tokens)) if _end_of(tokens[one]) == tag)
            self._text(" ".join(one.content for one in tokens[index + 1 : end]))
            self._close(tag)
            return end - index
        if tag in INLINE or tag in STRUCK or tag in _LETTERED or tag in _VOID:
            element = self._start(tag)
            read = next(_scrap(token.content, self._names).iter(tag), None)
            for name, value in read.attrib.items() if read is not None else ():
                if not str(name).startswith("data-"):
                    element.set(str(name), str(value))
            if tag in _VOID:
                self._close(tag)
        return 0

    # ---- running text

    def _inline(self, token: Token) -> None:
        """Take the running text of a block."""
        before, self._inlines = self._inlines, len(self._open) - 1
        places = PlaceFinder(self._source, token.map, self._first_line)
        children = self._tokens = token.children or []
        if self._open[-1].tag in {"h1", "h2", "h3", "h4", "h5", "h6"} and children:
            self._name_heading(children[-1])
        self._indents = self._set_in(token)
        self._indent()
        last = {_end_of(child): index for index, child in enumerate(children)}
        skip = 0
        for index, child in enumerate(children):
            if skip:
                skip -= 1
            elif child.type == "text" and index and children[index - 1].type == "image":
                self._text(_PICTURE_ATTRIBUTES.sub("", child.content))
            elif child.type == "html_inline":
                skip = self._raw_inline(children, index, last)
            else:
                self._one(child, places)
        self._flush()
        del self._open[self._inlines + 1 :]
        self._inlines = before

    def _set_in(self, token: Token) -> Iterator[int]:
        """Return how far each line of a block with breaks is set in, beyond the one set in least."""
        first, end = token.map or (0, 0)
        if end - first < _SEVERAL or not (self._in_verse() or _has_break(token)):
            return iter(())
        lines = [_MARGIN.sub("", line).expandtabs(4) for line in self._source[first:end]]
        far = [len(line) - len(line.lstrip(" ")) for line in lines]
        if any(element.tag in {"li", "dd"} for element in self._open):  # its first line stands behind a sign
            far[0] = min(far[1:])
        return iter([one - min(far) for one in far])

    def _indent(self) -> None:
        """Set a line in as far as its author did; a parser of Markdown forgets it."""
        self._text("\N{NO-BREAK SPACE}" * next(self._indents, 0))

    def _name_heading(self, last: Token) -> None:
        """Take the attributes after a heading, `{#name .class}`, from its text; its name stays."""
        found = _HEADING_ATTRIBUTES.search(last.content) if last.type == "text" else None
        if found and last.content[found.start() :].lstrip()[1:2] in {"#", ".", ":"}:
            last.content = last.content[: found.start()]
            if found[1]:
                self._open[-1].set("id", found[1])

    def _one(self, token: Token, places: PlaceFinder) -> None:
        """Take one token of running text."""
        if token.type == "softbreak" and not self._in_verse():
            self._text("\n")
            next(self._indents, 0)
        elif token.type == "text":
            self._text(token.content)
        elif token.type == "code_inline":
            self._start("code")
            self._text(token.content)
            self._close("code")
        elif token.type == "footnote_ref":
            self._call(token, places)
        elif token.type == "citation":
            self._citation(token, places)
        elif token.type == "math_inline":
            self._formula(token, places.next(token.meta["source"]))
        elif token.type in {"hardbreak", "softbreak"}:
            self._start("br")
            self._close("br")
            self._indent()
        elif token.type == "image":
            element = self._start("img")
            for name in ("src", "title"):
                element.set(name, str(token.attrs.get(name, "")))
            said = "".join(child.content for child in token.children or [])
            element.set("alt", said or str(token.attrs.get("alt", "")))
            element.set("data-at", places.next("!["))
            self._close("img")
            self._caption(token, places)
        elif token.nesting == 1:
            element = self._start(token.tag or "span")
            for name, value in token.attrs.items():
                element.set(name, str(value))
        elif token.nesting == -1:
            self._close(token.tag or "span")

    def _caption(self, image: Token, places: PlaceFinder) -> None:
        """Let the words of a picture stand that call a note: as its caption where it stands alone.

        In a sentence its calls stand behind it.
        """
        inside = image.children or []
        calls = [one for one in inside if one.type == "footnote_ref"]
        block = self._open[-1]
        alone = block.tag == "p" and len(block) == 1 and not (block.text or "").strip()
        if calls and alone and self._is_last(image):
            block.set("data-figure", "yes")
            self._start("figcaption")
            for one in inside:
                self._one(one, places)
            self._close("figcaption")
            return
        for one in calls:
            self._call(one, places)

    def _is_last(self, token: Token) -> bool:
        """Return whether nothing but attributes stands behind a token of the running text."""
        rest = self._tokens[self._tokens.index(token) + 1 :]
        return not any(_PICTURE_ATTRIBUTES.sub("", one.content).strip() for one in rest)

    def _citation(self, token: Token, places: PlaceFinder) -> None:
        """Put in a citation, as it stands in the source, with what it says."""
        mark: CitationMark = token.meta["mark"]
        element = self._start("span")
        said = {CITES: " ".join(mark.keys), SET_AS: mark.to_text(), "data-at": places.next(token.content)}
        element.attrib.update(said)
        self._text(token.content)
        self._close("span")

    def _formula(self, token: Token, at: str) -> None:
        """Put in a formula in TeX, with the letters that it has in the source."""
        element = self._start("math")
        element.attrib.update({TEX: token.content, "data-at": at})
        if token.meta["display"]:
            element.set(DISPLAY, "block")
        self._text(token.meta["source"])
        self._close("math")

    def _in_verse(self) -> bool:
        return any(is_verse(element) for element in self._open)

    def _call(self, token: Token, places: PlaceFinder) -> None:
        label = token.meta.get("label") or f"^{token.meta['id'] + 1}"
        element = self._start("call")
        element.set("note", label)
        marks = ("^[", "[^") if label[0] == "^" else (f"[^{label}]",)
        element.set("at", places.next(*marks))
        self._close("call")


def _has_break(token: Token) -> bool:
    """Return whether running text has a break that its author made."""
    return any(child.type == "hardbreak" for child in token.children or ())


def _scrap(text: str, names: TagNames) -> Element:
    """Return a scrap of HTML; one that nests too deep keeps its text only."""
    try:
        return parse_scrap(text, names)
    except TooDeepError:
        plain = etree.Element("div")
        plain.text = re.sub(r"<[^<>]*>", " ", text)
        return plain


def _end_of(token: Token) -> str:
    """Return the name of the element that a token ends, if it is an end tag."""
    found = _TAG.match(token.content) if token.type == "html_inline" else None
    return found[2].lower() if found and found[1] else ""


class PlaceFinder:
    """Finds the line and column of each call and picture of a block, in their order."""

    def __init__(self, source: Sequence[str], lines: Sequence[int] | None, first_line: int) -> None:
        first, last = (lines[0], lines[1]) if lines else (0, 0)
        self._text = "\n".join(source[first:last])
        self._line = first + first_line
        self._start = 0  # the offset at which the current line begins
        self._offset = 0

    def next(self, *marks: str) -> str:
        """Return where the next of these marks stands; the block, when it cannot be found."""
        places = [(self._text.find(mark, self._offset), mark) for mark in marks]
        found, mark = min((one for one in places if one[0] >= 0), default=(-1, ""))
        if found < 0:
            return f"{self._line}:{self._offset - self._start + 1}"
        self._line += self._text.count("\n", self._offset, found)
        self._start = self._text.rfind("\n", 0, found) + 1
        self._offset = found + len(mark)
        return f"{self._line}:{found - self._start + 1}"


#: What of raw HTML shows nothing: comments, instructions, declarations, sections of XML.
_UNSEEN: Final = regex(r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<![A-Z\[].*?(?:>|\Z)", re.DOTALL | re.IGNORECASE)

#: Attributes in braces, which stand behind a word, a picture, a heading, or alone in their line; those of a
#: picture may go on over several lines, as pandoc writes them.
_BRACES: Final = regex(r"\{([:#.]?[^\s{}](?:[^{}\n]|\n(?![ \t>]*\n)){0,2000})\}")

#: How a link names the address that another line gives.
_NAMED: Final = regex(r"\]\[([^\[\]\n]{1,200})\]")


def markup_words(
    tokens: Sequence[Token], lines: Sequence[str], addresses: Collection[str] = ()
) -> dict[int, str]:
    """Return the markup's words by the line, from 0, on which their block begins.

    `addresses` are the names, in capitals, by which links lead to addresses that stand elsewhere.
    """
    found: dict[int, list[str]] = defaultdict(list)
    line = 0
    for token in tokens:
        if token.map and token.level == 0 and token.nesting >= 0:
            line = token.map[0]
        found[line] += _of(token)
        for child in token.children or ():
            found[line] += _of(child)
    for number, words in _in_braces("\n".join(lines)):
        found[number].append(words)
    for number, text in enumerate(lines):
        if addresses and "][" in text:
            found[number] += [
                name for name in _NAMED.findall(text) if " ".join(name.split()).upper() in addresses
            ]
    return {line: " ".join(words) for line, words in found.items() if words}


def _in_braces(text: str) -> Iterator[tuple[int, str]]:
    """Yield what stands in braces, with the line on which it begins; over several lines attributes alone."""
    line = counted = 0
    for found in _BRACES.finditer(text) if "{" in text else ():
        line, counted = line + text.count("\n", counted, found.start()), found.start()
        if "\n" not in found[1] or "=" in found[1] or found[1][0] in "#.:":
            yield line, found[1]


def _of(token: Token) -> Iterator[str]:
    """Yield the words of one token that are markup."""
    if token.type in {"link_open", "image"}:
        for name in ("href", "src", "title"):
            value = str(token.attrs.get(name, ""))
            if value:
                yield value
                if "%" in value:
                    yield unquote(value)
    elif token.type in {"fence", "list_item_open", "container_division_open"}:
        yield token.info
    elif token.type in {"html_inline", "html_block"} and ("<!" in token.content or "<?" in token.content):
        yield from _UNSEEN.findall(token.content)
