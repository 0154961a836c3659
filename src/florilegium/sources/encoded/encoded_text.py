"""A file of encoded text as a tree whose elements are renamed in place, so that no word is lost on the way.

An element that no table knows is unwrapped later, and its words stay. What is no text of the article, such as
what a file says of itself, is cut out and has its row in the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from html.entities import html5
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.formulas.canonical import DISPLAY, TEX
from florilegium.sources.notes.web_notes import FoundNote
from florilegium.sources.parts import Piece, content_of, weigh
from florilegium.sources.tree.cutting import cut, detach
from florilegium.sources.tree.source_pages import PAGE, PAGE_MARK
from florilegium.system.patterns import regex

DATA: Final = "left out: what the source says of itself"
ELSE: Final = "left out: another reading of the same words"
FURNITURE: Final = "left out: the head or the foot of the pages"

_DOCTYPE: Final = regex(r"<!DOCTYPE\b[^>\[]*>", re.IGNORECASE)
_DECLARATION: Final = regex(r"\A\s*<\?xml[^>]{0,200}\?>")
_ENTITY: Final = regex(r"&([A-Za-z][A-Za-z0-9]{0,31});")
_XML_ENTITIES: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
_NAME: Final = regex(r"[A-Za-z_][\w.-]*\Z")

#: Elements that mean in every format what they mean in HTML; others of its names, such as TEI's `s`, do not.
_SAME: Final = frozenset(
    {"p", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "sup", "sub", "strong", "code", "hr", "pre"}
    | {"blockquote", "section", "body", "li", "ol", "ul", "figure", "math", "ruby", "rb", "rt", "rp"}
)

#: What may be left of a list of notes once they are taken, and what becomes of it.
_HEADS: Final = frozenset({"title", "head", "label"})
_OF_NOTES: Final = "left out: heads the notes"

#: Blocks of running text, in all formats.
_RUNNING: Final = frozenset(
    {"p", "ab", "para", "simpara", "head", "l", "item", "cell", "td", "entry", "line"}
)

#: Elements of every format that mark a place and hold nothing.
_EMPTY_MARKS: Final = frozenset({"lb", "pb", "cb", "anchor", PAGE_MARK})

#: What stays of an element's attributes when all is done.
_OURS: Final = frozenset(
    {
        "id",
        "lang",
        "href",
        "src",
        "alt",
        "description",
        "title",
        "class",
        "style",
        "colspan",
        "rowspan",
        "start",
        "type",
        "value",
    }
    | {"data-at", "data-n", "data-role", "data-marker", "note", "weight", "was", "at", TEX, DISPLAY, PAGE}
)


_DOCUMENT: Final = regex(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)
_SIGNS: Final = regex(r"\$\$(.*?)\$\$|\$(.*?)\$|\\\[(.*?)\\\]|\\\((.*?)\\\)", re.DOTALL)


class BrokenXmlError(Exception):
    """A file is no sound XML; `at` is where, `LINE:COLUMN`."""

    def __init__(self, message: str, at: str = "") -> None:
        super().__init__(message)
        self.at = at


def parse(text: str) -> Element:
    """Return the tree of a file, its names without namespaces; a document type of elsewhere is not asked for.

    Raises:
        BrokenXmlError: it is no sound XML, or declares entities of its own.
    """
    text = _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text, count=1)
    text = _DOCTYPE.sub(lambda found: "\n" * found[0].count("\n"), text, count=1)
    if re.search(r"<!\s*(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise BrokenXmlError("it declares entities of its own, which are not read")
    text = _ENTITY.sub(_letter, text)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise BrokenXmlError(str(error.msg).partition(", line")[0], f"{line}:{max(column, 1)}") from error
    for number, element in enumerate(root.iter(etree.Element)):
        _settle(element, number)
    return root


def _letter(found: re.Match[str]) -> str:
    letter = html5.get(f"{found[1]};")
    return found[0] if letter is None or found[1] in _XML_ENTITIES else letter


def _settle(element: Element, number: int) -> None:
    """Take the namespace from an element, and mark its attributes as the file's own (`x-…`), in place."""
    told = {str(name): str(value) for name, value in element.attrib.items()}
    element.tag = str(element.tag).rpartition("}")[2]
    element.attrib.clear()
    for name, value in told.items():
        if name in {f"{_XML}id", "id"}:
            element.set("id", value)
        elif name == f"{_XML}lang":
            element.set("lang", language_tag(value))
        elif _NAME.match(local := name.rpartition("}")[2]):
            element.set(f"x-{local}", value)
    element.set("x--name", element.tag)
    element.set("data-n", str(number + 1))
    element.set("data-at", f"{element.sourceline or 1}:1")


def told(element: Element, name: str) -> str:
    """Return an attribute of the file's own."""
    return element.get(f"x-{name}", "").strip()


def place_of(element: Element) -> dict[str, str]:
    """Return the attributes that say where an element stands in the file, for one that is made of it."""
    return {name: element.get(name, "") for name in ("data-at", "data-n")}


def language_tag(value: str) -> str:
    """Return a language as the web has it: two letters for libraries' three (`eng`) where there are two."""
    import langcodes

    try:
        return str(langcodes.standardize_tag(value.strip())) if value.strip() else ""
    except ValueError:  # its own error is one
        return value.strip()


@dataclass
class EncodedText:
    """A tree that is being renamed: its rows of what was left out, and its notes."""

    root: Element
    rows: list[Piece] = field(default_factory=list)
    notes: list[FoundNote] = field(default_factory=list)

    def all(self, *names: str) -> list[Element]:
        """Return the elements of some names that are still in the tree."""
        return list(self.root.iter(*names)) if names else []

    def leave_out(self, element: Element, fate: str) -> None:
        """Take an element out of the tree and enter its words."""
        if element is not self.root and element.getparent() is not None:
            row = cut(element, "boilerplate", fate)
            self.rows += [row] if row.characters else []

    def leave_all(self, names: Collection[str], fate: str) -> None:
        """Leave out every element of some names."""
        for one in self.all(*names):
            self.leave_out(one, fate)

    def give_role(self, element: Element, role: str, tag: str = "p") -> None:
        """Rename an element to a block with a role, and move it to the head of the text."""
        self.move_to_head(element)
        element.tag = tag
        element.set("data-role", role)
        if element is self.root[0]:
            element.tail, self.root.text = self.root.text, None

    def give_byline(self, element: Element, names: str) -> None:
        """Make a byline of an element: names stand in it instead of all that it holds."""
        for one in list(element):
            element.remove(one)
        element.text = names
        self.give_role(element, "byline")

    def move_to_head(self, element: Element) -> None:
        """Move an element to the head of the text, behind the blocks that have a role."""
        detach(element)
        self.root.insert(sum(1 for one in self.root if one.get("data-role")), element)

    def parts(self) -> Iterator[EncodedText]:
        """Yield the running text, and each of the notes, as a text whose rows are those of this one."""
        for tree in (self.root, *(note.content for note in self.notes)):
            yield EncodedText(tree, self.rows)

    def rename(self, tags: Mapping[str, str]) -> None:
        """Rename elements by a table; `span.smallcaps` is a name with a class."""
        for element in list(self.root.iter(etree.Element)):
            self.name(element, tags.get(str(element.tag), ""))

    @staticmethod
    def name(element: Element, tag: str) -> None:
        """Rename one element."""
        if tag:
            name, _, shape = tag.partition(".")
            element.tag = name
            element.attrib.pop("x--name", None)
            if shape:
                element.set("class", shape)

    def take_notes(
        self, names: Collection[str], pointers: Mapping[str, str], listed: Collection[str]
    ) -> None:
        """Take the notes out of the tree and put calls in the place of what points to them, or of themselves.

        `names` are the elements that are notes; `pointers` name the attribute by which elements lead to one;
        a note in one of `listed` that nothing calls stays as text. One that stands in running text is called
        from there too.
        """
        notes = {one.get("id", ""): one for one in self.all(*names) if one.get("id")}
        called: dict[Element, list[Element]] = {}
        for one in self.all(*pointers):
            target = told(one, pointers[str(one.tag)]).lstrip("#")
            if target in notes and notes[target] not in set(one.iterancestors()):
                called.setdefault(notes[target], []).append(one)
        order = {one: number for number, one in enumerate(self.root.iter(etree.Element))}
        every = [one for one in self.all(*names) if one in called or not _stands_in(one, listed)]
        every.sort(key=lambda one: order[called[one][0]] if one in called else order[one])
        holders = [one.getparent() for one in every]
        for count, note in enumerate(every, start=1):
            self._take(note, called.get(note, []), str(count))
        for holder in dict.fromkeys(holders):
            if holder is not None and len(holder) and all(str(one.tag) in _HEADS for one in holder):
                for head in list(holder) if not own_words(holder) else ():
                    self.leave_out(head, _OF_NOTES)

    def _take(self, note: Element, pointers: list[Element], label: str) -> None:
        """Take one note out of the tree."""
        own = [one for one in note if str(one.tag) in {"label", "title"} and not _is_words(one)][:1]
        mark = " ".join(content_of(one).strip() for one in own)
        for one in own:
            detach(one)
        for number, pointer in enumerate(pointers):
            said = content_of(pointer).strip()
            _put_call(pointer, label, said if number else f"{said} {mark}".strip())
        at, number = note.get("data-at", ""), int(note.get("data-n", "0"))
        if pointers and not _stands_in(note, _RUNNING):
            detach(note)
        else:
            _put_call(note, label, "" if pointers else mark)
        note.tag = "div"
        self.notes.append(FoundNote(label, note, at, number))
        text = " ".join(content_of(note).split())
        line = int(at.partition(":")[0] or 0)
        self.rows.append(Piece.row(role="note", line=line, text=text, order=number, fate=f"note {label}"))

    def clean(self) -> None:
        """Take off what attributes the file has beyond those that a manuscript may read, and names that no
        table has renamed and that would mean something else.
        """
        for part in self.parts():
            for element in part.root.iter(etree.Element):
                around = (element, *element.iterancestors())
                in_formula = any(one.tag == "math" for one in around)
                _clean(element, in_formula)


def _clean(element: Element, in_formula: bool) -> None:
    if element.get("x--name") == element.tag and element.tag not in _SAME and not in_formula:
        element.tag = "unnamed"
    element.attrib.pop("x--name", None)
    for name in list(map(str, element.attrib)):
        if name.startswith("x-") and in_formula:
            element.set(name[2:], element.attrib.pop(name))
        elif name not in _OURS:
            del element.attrib[name]


def wrap(element: Element, tag: str, shape: str = "") -> None:
    """Put all that stands in an element into another one in it, in place."""
    inner = etree.Element(tag, {"class": shape} if shape else {})
    inner.text, element.text = element.text, None
    inner.extend(list(element))
    element.append(inner)


def _put_call(element: Element, label: str, mark: str) -> None:
    """Put a call in the place of an element, which goes out of the tree."""
    at, number = element.get("data-at", ""), element.get("data-n", "0")
    call = etree.Element("call", {"note": label, "weight": str(weigh(mark)), "was": mark, "at": at})
    call.set("data-at", at)
    call.set("data-n", number)
    call.tail, element.tail = element.tail, None
    parent = element.getparent()
    if parent is not None:
        parent.replace(element, call)


def own_words(element: Element) -> str:
    """Return the words that stand straight in an element."""
    return "".join([element.text or "", *(one.tail or "" for one in element)]).strip()


def _is_words(element: Element) -> bool:
    """Return whether a note's label or heading is more than a mark."""
    return len(re.sub(r"[\W_]", "", content_of(element))) > 5


def _stands_in(element: Element, names: Collection[str]) -> bool:
    return any(str(above.tag) in names for above in element.iterancestors())


def become_formula(element: Element, *, display: bool) -> None:
    """Make a formula of an element whose text is TeX, with its signs or a document of its own round it."""
    text = content_of(element).strip()
    inner = _DOCUMENT.search(text)
    tex = (inner[1] if inner else text).strip()
    shown = _SIGNS.fullmatch(tex)
    element.tag = "math"
    element.attrib.pop("x--name", None)
    element.set(TEX, next(filter(None, shown.groups()), tex).strip() if shown else tex)
    if display or tex.startswith(("$$", "\\[")):
        element.set(DISPLAY, "block")


def become_link(element: Element, target: str) -> None:
    """Make a link of an element; without a target it is a span."""
    element.tag = "a" if target else "span"
    if target:
        element.set("href", target)


def describe(picture: Element, words: Element | None) -> None:
    """Make the alternative text of a picture of the element that describes it, which goes out of the tree."""
    if words is not None:
        picture.set("alt", " ".join(content_of(words).split()))
        detach(words)


def set_verse(text: EncodedText, groups: Collection[str], lines: str) -> None:
    """Make verse of groups of lines: stanzas as paragraphs, a break between two lines, indents as spaces."""
    for group in text.all(*groups):
        inner = any(str(one.tag) in groups for one in group.iterdescendants(etree.Element))
        outer = next((one for one in group.iterancestors() if str(one.tag) in (*groups, "_verse")), None)
        verses = [one for one in group if one.tag == lines]
        if verses:
            stanza = _stanza(group, verses)
            for one in verses:
                _set_line(one, stanza)
        group.set("class", "verse")
        group.set("x-verse", "outer" if outer is None else "inner" if inner or verses else "")
    for group in text.all(*groups):
        group.tag = "blockquote" if told(group, "verse") == "outer" else "div"


def gather_lines(text: EncodedText, line: str, group: str) -> None:
    """Put lines of verse that stand in no group of lines (in a speech, a quotation) into one, in place."""
    for first in text.all(line):
        parent = first.getparent()
        if parent is None or str(parent.tag) == group:
            continue
        made = etree.Element(group, place_of(first))
        run = [first]
        for one in first.itersiblings():
            if one.tag not in {line, *_EMPTY_MARKS} or _ends_line(run[-1]):
                break
            run.append(one)
        parent.insert(parent.index(first), made)
        made.extend(run)
        made.tail, run[-1].tail = run[-1].tail, None


def _ends_line(element: Element) -> bool:
    """Return whether words stand behind an element, so that it is the last of its lines."""
    return bool((element.tail or "").strip())


def _stanza(group: Element, verses: list[Element]) -> Element:
    """Put the lines of a group, and what stands between them, into one paragraph."""
    stanza = etree.Element("p", place_of(verses[0]))
    group.insert(group.index(verses[0]), stanza)
    last = verses[-1]
    for one in list(stanza.itersiblings()):
        stanza.append(one)
        if one is last:
            break
    return stanza


def _set_line(line: Element, stanza: Element) -> None:
    """Make a line of verse a span with its indent, a break behind it unless it is the last."""
    found = re.search(
        r"indent\s*\(?(\d{0,4})", told(line, "rend") + told(line, "rendition") + told(line, "style")
    )
    level = told(line, "indent-level")
    steps = int(found[1] or 1) if found else int(level[:4]) if level.isdecimal() else 0
    line.tag = "span"
    if steps:
        line.text = "\N{NO-BREAK SPACE}" * 2 * min(steps, 12) + (line.text or "").lstrip()
    else:
        line.text = (line.text or "").lstrip() or None
    if line is not stanza[-1]:
        break_ = etree.Element("br")
        break_.tail, line.tail = (line.tail or "").strip() or None, None
        line.addnext(break_)


def head_list(head: Element, list_: Element) -> None:
    """Stand the heading of a list over it, as a paragraph, in place: it is no item, and has no number."""
    detach(head)
    head.tag = "p"
    head.attrib.update(place_of(list_))
    list_.addprevious(head)


def set_speeches(text: EncodedText) -> None:
    """Let speakers stand as plays have them: before the first words of prose, over a speech in verse."""
    for name in text.all("speaker"):
        wrap(name, "span", "smallcaps")
        name.set("class", "speaker")
        words = name.getnext()
        if words is not None and words.tag == "stage":
            detach(words)
            words.tag, words.tail = "span", None
            name[-1].tail = " "
            name.append(words)
            words = name.getnext()
        if words is not None and words.tag == "p" and name.getparent() is not None:
            _run_in(name, words)


def _run_in(name: Element, words: Element) -> None:
    """Put a speaker's name before the first words of a paragraph, which becomes a speech."""
    words.set("class", "speech")
    words.attrib.update(place_of(name))
    name.tag = "span"
    name.attrib.pop("class", None)
    detach(name)
    name.tail, words.text = f" {(words.text or '').lstrip()}", None
    words.insert(0, name)


def headings(
    text: EncodedText, names: Collection[str], sections: Collection[str]
) -> Iterator[tuple[Element, str, int]]:
    """Yield the headings of sections with the name of what they stand in, and their level, from 2."""
    for head in text.all(*names):
        around = [str(above.tag) for above in head.iterancestors()]
        depth = sum(1 for name in around if name in sections)
        yield head, next(iter(around), ""), min(depth + 1, 6)
