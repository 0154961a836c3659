"""The reader for Markdown: CommonMark with tables, footnotes, front matter and attributes.

What the source says, it says in markup; only lines that surely are a byline, a credit and the like are
guessed. An inline text, such as an introduction in the manifest, is taken as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.model import Note
from florilegium.problems import Report
from florilegium.sources.account.page_letters import of_markdown
from florilegium.sources.manuscript import TITLE_MARKS, Reading
from florilegium.sources.markdown.dialects import translate
from florilegium.sources.markdown.divisions import read_divisions
from florilegium.sources.markdown.drawn_tables import join_captions, read_tables
from florilegium.sources.markdown.excerpt import cut_lines
from florilegium.sources.markdown.frontmatter import as_yaml, fields_of, head_without_fence
from florilegium.sources.markdown.html_tree import Definition, Grown, grow, markup_words
from florilegium.sources.markdown.pandoc_rules import read_citations, read_formulas
from florilegium.sources.parts import Draft, Manner, Piece, piece_of, weigh
from florilegium.sources.tree.angle_brackets import DECLARATION, TAG, BrokenTag, TagNames, broken_tags
from florilegium.sources.tree.conform import Conformed, conform, lost_rows, note_body
from florilegium.sources.tree.long_descriptions import name_descriptions, take_descriptions
from florilegium.sources.tree.vocabulary import Links
from florilegium.sources.web.shown_attributes import loose_words, report_broken, row_of, shown_attributes
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

#: Blocks nest no deeper; what is deeper would be lost.
_DEPTH: Final = 60

#: No article has more brackets; each costs time when none of them closes.
_BRACKETS: Final = 50_000

#: So many times raw HTML may be left open before no raw HTML is read.
_UNCLOSED: Final = 10

#: A label that says that a note is the editors': `*`, `*2`, `ed`, `ed-mole`, `ed.1`.
_EDITORIAL: Final = regex(r"[*†‡§]|eds?(?:[\d.:_-]|\Z)", re.IGNORECASE)

#: A note's call.
_CALL: Final = regex(r"\[\^[^\s\[\]]+\]")

#: Letters of a broken tag by which its column is found.
_SOUGHT: Final = 12

#: The markup that a title may have.
_LETTERS: Final = frozenset({"em", "strong", "i", "b", "sub", "sup", "code", "span", "cite"})

#: What became of markup of another dialect.
_OF_DIALECT: Final = "left out: markup of another dialect, or a private remark"

_ALLOWED: Final = ("class", "lang", "dir", "id", "alt")


def read_page(text: str, reading: Reading) -> Draft | None:
    """Cut a file of Markdown into pieces; its first `h1`, or its front matter, is the title.

    None when it has not the part that is to be read.
    """
    if reading.part is not None:
        unheard = replace(reading, report=Report())
        part = cut_lines(text, _tokens(text, unheard)[0], reading.part, reading)
        return replace(_read(part.text, reading), extent=part.extent) if part else None
    draft = _read(text, reading)
    draft = replace(draft, manner=Manner(notes=not draft.notes))  # they may be typed, as in plain text
    title = next((piece for piece in draft.pieces if _is_h1(piece)), None)
    if title is None or (draft.title and " ".join(draft.title.split()) != title.text):
        return draft
    return _titled(draft, title)


def read_inline(text: str, reading: Reading) -> Draft:
    """Cut a text in Markdown into pieces of which nothing is guessed; an `h1` that begins it is its title."""
    draft = replace(_read(text, reading), manner=Manner(cues=False))
    first = next((piece for piece in draft.pieces if piece.block is not None), None)
    return _titled(draft, first) if first is not None and _is_h1(first) else draft


def _titled(draft: Draft, title: Piece) -> Draft:
    pieces = [replace(one, role="title", fixed=True) if one is title else one for one in draft.pieces]
    return replace(draft, pieces=tuple(pieces))


def _is_h1(piece: Piece) -> bool:
    return piece.block is not None and piece.block.get("level") == "1"


def _read(text: str, reading: Reading) -> Draft:
    text = text.replace("\f", " ")
    lines = text.split("\n")
    headed, head = head_without_fence(text)
    translated = translate(as_yaml("\n".join([*[""] * headed, *lines[headed:]])), reading)
    tokens, environment = _tokens(translated.text, reading)
    names = TagNames.of(translated.text)
    grown = grow(tokens, lines, reading.first_line, names, translated.markers)
    _add_inline_notes(grown, environment, lines, names)
    join_captions(grown.root, translated.gone, reading)
    _report_depth(tokens, reading)
    shown = [one for tree in _trees(grown) for one in shown_attributes(tree)]
    tagged = "<" in text or "&" in text
    broken = tuple(_broken_tags(tokens, lines, names, reading)) if tagged else ()
    report_broken(broken, reading)
    shown += loose_words(broken)
    described = take_descriptions(grown.root, reading, marked=True)
    links = Links.of(_trees(grown), open_=True)
    conformed = conform(grown.root, reading, links)
    notes = tuple(_note(definition, reading, links) for definition in grown.definitions)
    segments = [_Segment(0, headed, "front_matter")] if headed else []
    segments += _segments(tokens)
    pieces = name_descriptions(_pieces(conformed, segments, lines, reading), described)
    inline = [
        one
        for data in environment.get("footnotes", {}).get("list", {}).values()
        for one in data.get("tokens", ())
    ]
    words = markup_words([*tokens, *inline], lines, environment.get("references", {}))
    pieces = _with_markup(pieces, words, reading)
    pieces = _with_gone(pieces, translated.gone, reading)
    pieces += tuple(replace(row, characters=weigh(row.text)) for row in lost_rows(conformed.lost))
    pieces += row_of(shown, conformed.body, notes)
    front = next((token.content for token in tokens if token.type == "front_matter"), head)
    fields = fields_of(front)
    if (title := fields.get("title")) is not None:
        fields["title"], fields["marked_title"] = marked_line(title)
    if (deck := fields.get("deck")) is not None:
        fields["deck"], _ = marked_line(deck)
    return replace(Draft(pieces, notes, letters=lambda: of_markdown(text, reading.first_line)), **fields)


def marked_line(text: str) -> tuple[str, Element | None]:
    """Return a title or its like as its letters, and as a `<body>` with one `<p>` where it has markup.

    `*Beagle*` is italics as anywhere in Markdown; a title that is no single line of text to Markdown, such as
    `1. The Mole`, is what it says.
    """
    if TITLE_MARKS.isdisjoint(text):
        return text, None
    blocks = [one.block for one in _read(text, Reading("", "und", Report())).pieces if one.block is not None]
    if len(blocks) != 1 or blocks[0].tag != "p":
        return text, None
    block, body = blocks[0], etree.Element("body")
    block.attrib.clear()
    body.append(block)
    is_line = next(block.iter("a", "img", "call", "math"), None) is None
    if not is_line or not any(one.tag in _LETTERS for one in block.iter()):
        return text, None
    return runs.text_of(block), body


def _report_depth(tokens: Sequence[Token], reading: Reading) -> None:
    """Tell of lists and quotations that nest too deep.

    Reports:
        S012: so does one, and what is deeper is left out.
    """
    deep = next((token for token in tokens if token.level >= _DEPTH - 2), None)
    if deep is not None:
        message = f"lists or quotations nest deeper than {_DEPTH} levels here; what is deeper was left out"
        line = (deep.map or [0])[0] + reading.first_line
        reading.problem("S012", str(line), message, "Nest them less deep.")


def _trees(grown: Grown) -> list[Element]:
    return [grown.root, *(one.content for one in grown.definitions)]


def _broken_tags(
    tokens: Sequence[Token], lines: Sequence[str], names: TagNames, reading: Reading
) -> Iterator[BrokenTag]:
    """Yield the broken tags of a text. One that Markdown takes for none has no words that are not there."""
    line = 0
    for token in tokens:
        line = token.map[0] if token.map else line
        inside = token.children or ()
        content = token.content if token.type == "html_block" else _with_tags(inside)
        tags = [" ".join(one.content.split())[:_SOUGHT] for one in inside if one.type == "html_inline"]
        for one in broken_tags(content, names, line) if "<" in content else ():
            number = int(one.at.partition(":")[0])
            column = lines[number].find(one.written[:_SOUGHT]) + 1 if number < len(lines) else 0
            is_tag = token.type == "html_block" or any(map(one.written.startswith, tags))
            at = f"{number + reading.first_line}:{max(column, 1)}"
            yield replace(one, at=at, words=one.words if is_tag else "", cut=one.cut and is_tag)


def _with_tags(tokens: Iterable[Token]) -> str:
    """Return the words of a paragraph, on the lines of its source, with the tags of HTML and without code."""
    kept = {"text", "html_inline"}
    breaks = {"softbreak", "hardbreak"}
    return "".join("\n" if one.type in breaks else one.content if one.type in kept else "" for one in tokens)


def _with_markup(pieces: Sequence[Piece], words: dict[int, str], reading: Reading) -> tuple[Piece, ...]:
    """Return the pieces, each with the words of the markup on its lines."""
    rest = dict(words)
    found = []
    for piece in pieces:
        lines = range(piece.line - reading.first_line, piece.last_line - reading.first_line + 1)
        own = [rest.pop(line) for line in lines if line in rest] if rest else []
        found.append(replace(piece, beside=" ".join([piece.beside, *own])) if own else piece)
    if rest and found:
        found[-1] = replace(found[-1], beside=" ".join([found[-1].beside, *rest.values()]))
    return tuple(found)


def _with_gone(
    pieces: Sequence[Piece], gone: Mapping[int, Sequence[str]], reading: Reading
) -> tuple[Piece, ...]:
    """Return the pieces, and among them rows of what a dialect has beside text: targets, private remarks."""
    found = list(pieces)
    for line, words in sorted(gone.items(), reverse=True):
        number, text = line + reading.first_line, " ".join(" ".join(words).split())
        after = next((at for at, piece in enumerate(found) if piece.line > number), len(found))
        row = Piece.row(role="boilerplate", line=number, text=text, fate=_OF_DIALECT)
        for at, piece in enumerate(found):  # its letters have been counted with those of its paragraph
            if piece.line <= number <= piece.last_line and piece.characters >= row.characters:
                found[at] = replace(piece, characters=piece.characters - row.characters)
                break
        found[after:after] = [row] if text else []
    return tuple(found)


def _tokens(text: str, reading: Reading) -> tuple[list[Token], dict[str, Any]]:
    """Return the tokens of a text, and what the parser's plug-ins gathered.

    Raw HTML that never ends would swallow all that follows: its first sign is then taken for text.
    """
    parser = _parser(text, reading)
    for _ in range(_UNCLOSED):
        environment: dict[str, Any] = {}
        tokens = parser.parse(text, environment)
        open_ = next(
            (token for token in tokens if token.type == "html_block" and _is_open(token.content)), None
        )
        if open_ is None or not open_.map:
            return tokens, environment
        line = open_.map[0]
        what = open_.content.strip().split("\n")[0][:40]
        message = f"“{what}” begins here and never ends; it stands as text"
        reading.problem("S012", f"{line + reading.first_line}:1", message, "End it, or take it out.")
        lines = text.split("\n")
        lines[line] = lines[line].replace("<", "\\<", 1)
        text = "\n".join(lines)
    parser.disable("html_block")
    environment = {}
    return parser.parse(text, environment), environment


def _is_open(content: str) -> bool:
    """Return whether a block of raw HTML that runs to its own end sign has none."""
    text = content.strip().lower()
    if text.startswith("<!--"):
        return "-->" not in text
    found = re.match(r"<(script|style|pre|textarea)\b", text)
    return found is not None and f"</{found[1]}>" not in text


def _parser(text: str, reading: Reading) -> MarkdownIt:
    """Return the parser for a text; one with more brackets than a library has notes is read without links."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin
    from mdit_py_plugins.subscript import sub_plugin
    from mdit_py_plugins.superscript import superscript_plugin

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _DEPTH}).enable(["table", "strikethrough"])
    parser.use(front_matter_plugin).use(footnote_plugin, always_match_refs=True, move_to_end=False)
    parser.use(deflist_plugin).use(sub_plugin).use(superscript_plugin)
    parser.use(attrs_plugin, spans=True, allowed=_ALLOWED).use(attrs_block_plugin, allowed=_ALLOWED)
    helpers = ModuleType("helpers")
    vars(helpers).update(vars(parser.helpers), parseLinkLabel=_end_of_label)
    parser.helpers = helpers
    _read_words(parser, TagNames.of(text))
    read_divisions(parser)
    read_tables(parser)
    read_formulas(parser)
    if reading.citations is not None:
        read_citations(parser)
    if text.count("[") > _BRACKETS:
        message = (
            f"more than {_BRACKETS} brackets stand in this file; links, pictures and notes were not read"
        )
        reading.report.add("S012", reading.place(), message, "Is this an article?")
        parser.disable(["link", "image", "span", "footnote_ref", "footnote_inline"])
    return parser


def _end_of_label(state: StateInline, start: int, disableNested: bool = False) -> int:  # noqa: N803
    """Return where the label of a link ends, or -1: the parser's own rule, but a note may be called in it."""
    from markdown_it.helpers import parseLinkLabel

    end = parseLinkLabel(state, start, disableNested)
    if end >= 0 or not disableNested or "[^" not in state.src:
        return end
    end, before = parseLinkLabel(state, start), state.pos
    state.pos = start + 1
    while state.pos < end:
        place = state.pos
        state.md.inline.skipToken(state)
        link = state.src[place] == "[" and state.pos > place + 1
        if link and not _CALL.fullmatch(state.src, place, state.pos):
            end = -1
    state.pos = before
    return end


def _read_words(parser: MarkdownIt, names: TagNames) -> None:
    """Have a parser take words in angle brackets for text, in a sentence and in a line of their own."""
    from markdown_it.rules_block import html_block
    from markdown_it.rules_inline import html_inline

    def is_markup(text: str, place: int) -> bool:
        if text.startswith(("<!", "<?"), place):
            return text.startswith("<!--", place) or DECLARATION.match(text, place) is not None
        found = TAG.match(text, place)
        return found is None or names.has(found)

    def block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        place = state.bMarks[start] + state.tShift[start]
        return is_markup(state.src, place) and html_block(state, start, end, silent)

    def inline(state: StateInline, silent: bool) -> bool:
        return is_markup(state.src, state.pos) and html_inline(state, silent)

    parser.block.ruler.at("html_block", block, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.inline.ruler.at("html_inline", inline)


def _add_inline_notes(grown: Grown, environment: dict[str, Any], lines: list[str], names: TagNames) -> None:
    """Make definitions of the notes that stand inside a sentence, `^[…]`."""
    from markdown_it.token import Token

    calls = {call.get("note"): call for call in grown.root.iter("call")}
    for number, data in environment.get("footnotes", {}).get("list", {}).items():
        if "tokens" not in data:
            continue
        label = f"^{number + 1}"
        inline = Token("inline", "", 0, children=data["tokens"], content=data["content"])
        paragraph = [Token("paragraph_open", "p", 1), inline, Token("paragraph_close", "p", -1)]
        content = grow(paragraph, lines, 1, names)
        at = calls[label].get("at", "") if label in calls else ""
        for element in content.root.iter():
            element.set("data-at", at)
        grown.definitions.append(Definition(label, content.root))


def _note(definition: Definition, reading: Reading, links: Links) -> Note:
    at = definition.content.get("data-at", "")
    body = note_body(definition.content, reading, links)
    editorial = _EDITORIAL.match(definition.label) is not None
    return Note(definition.label, body, reading.place_at(at), editorial=editorial)


@dataclass(frozen=True)
class _Segment:
    """A top block of the source: its first line, the line after its last (from 0), and its kind."""

    first: int
    end: int
    kind: str
    label: str = ""


def _segments(tokens: Sequence[Token]) -> list[_Segment]:
    """Return the top blocks of a document, in order, none of them overlapping."""
    found: list[_Segment] = []
    for token in tokens:
        if token.level == 0 and token.nesting >= 0 and token.map and token.type != "inline":
            first = max(token.map[0], found[-1].end if found else 0)
            end = max(token.map[1], first)
            kind = "note" if token.type == "footnote_reference_open" else token.type
            found.append(_Segment(first, end, kind, token.meta.get("label", "") if kind == "note" else ""))
    return found


def _pieces(
    conformed: Conformed, segments: list[_Segment], lines: list[str], reading: Reading
) -> tuple[Piece, ...]:
    """Return one piece for each block, which together weigh what the lines weigh."""
    owners = _owners(segments, len(lines))
    weights: dict[int | None, int] = {}
    strays: dict[int, int] = {}
    for number, text in enumerate(lines):
        owner = owners[number]
        weight = weigh(text)
        if owner is None and weight:
            strays[number] = weight
        weights[owner] = weights.get(owner, 0) + weight
    blocks: dict[int | None, list[Piece]] = {}
    absorbed: set[int] = set()
    for child in conformed.body:
        piece = piece_of(child)
        inside = _owners_of(piece, owners, reading)
        blocks.setdefault(inside[0] if inside else None, []).append(piece)
        for other in inside[1:]:
            weights[inside[0]] = weights.get(inside[0], 0) + weights.pop(other, 0)
            absorbed.add(other)
    found = [_stray(line, lines[line], reading) for line in strays]
    for number, segment in enumerate(segments):
        if number not in absorbed or number in blocks:
            found += _segment_pieces(segment, blocks.get(number, []), weights.get(number, 0), lines, reading)
    found += [replace(piece, characters=0) for piece in blocks.get(None, [])]
    return tuple(sorted(found, key=lambda piece: (piece.line, piece.order)))


def _owners_of(piece: Piece, owners: list[int | None], reading: Reading) -> list[int]:
    """Return the segments that a block's lines belong to: several when raw HTML holds Markdown."""
    if piece.block is None:
        return []
    found: set[int] = set()
    for element in piece.block.iter():
        line = int(element.get("at", "0").partition(":")[0]) - reading.first_line
        owner = owners[line] if 0 <= line < len(owners) else None
        if owner is not None:
            found.add(owner)
    return sorted(found)


def _owners(segments: list[_Segment], count: int) -> list[int | None]:
    """Return for each line the index of its segment."""
    owners: list[int | None] = [None] * count
    for number, segment in enumerate(segments):
        for line in range(segment.first, min(segment.end, count)):
            owners[line] = number
    return owners


def _segment_pieces(
    segment: _Segment, blocks: list[Piece], weight: int, lines: list[str], reading: Reading
) -> list[Piece]:
    """Return the pieces of one top block: the first bears the weight of all its lines, markup included."""
    first, last = segment.first + reading.first_line, segment.end + reading.first_line - 1
    while last > first and not lines[last - reading.first_line].strip():
        last -= 1
    if segment.kind == "note" or not blocks:
        row = Piece.row(
            role="note" if segment.kind == "note" else "boilerplate",
            line=first,
            text=" ".join(" ".join(lines[segment.first : segment.end]).split()),
            fate=_fate_of(segment),
        )
        return [replace(row, last_line=last, characters=weight)]
    ends = [*(max(piece.line - 1, first) for piece in blocks[1:]), last]
    return [
        replace(
            piece, line=first if not count else piece.line, last_line=end, characters=0 if count else weight
        )
        for count, (piece, end) in enumerate(zip(blocks, ends, strict=True))
    ]


def _fate_of(segment: _Segment) -> str:
    """Return what becomes of a block of which nothing stands in the text."""
    if segment.kind == "note":
        return f"note {segment.label}"
    return "front matter" if segment.kind == "front_matter" else "left out: markup without text"


def _stray(line: int, text: str, reading: Reading) -> Piece:
    """Return the piece of a line that belongs to no block: the address of a link, or attributes."""
    number = line + reading.first_line
    fate = "markup: addresses, attributes"
    return Piece.row(role="boilerplate", line=number, text=text.strip(), fate=fate)
