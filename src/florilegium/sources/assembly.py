"""From pieces to a manuscript: the body of those that are set, the front matter of those that tell of it.

Roles are final here. Headings are ranked without a gap, breaks stand between text only, and every piece is
entered in the ledger.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import chain
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.formula import Formula
from florilegium.book.model import Note
from florilegium.sources.manuscript import FATES, SET, LedgerEntry, Manuscript, Reading
from florilegium.sources.note_labels import take_own_labels
from florilegium.sources.parts import PRIVATE, Draft, Piece, content_of, whole_text
from florilegium.sources.tree.source_pages import PAGE_MARK
from florilegium.system.patterns import regex

#: What stands above a text and is printed elsewhere, or not at all.
_ABOVE: Final = frozenset({"deck", "byline", "dateline", "provenance"})

#: What is printed as one line, in more places than one.
_LINES: Final = _ABOVE | {"title", "heading"}

#: A number above a title, by itself or after the word for what it numbers.
_NUMBER: Final = regex(r"(?:\w+\.?\s)?(?:[IVXLCDM]{1,8}|\d{1,3})\.?", re.IGNORECASE)

#: Attributes of a block's parts that mean nothing in a title.
_MARKS: Final = PRIVATE | {"at", "cites"}

#: Letters of a paragraph that a ledger shows.
_SHOWN: Final = 60


def assemble(draft: Draft) -> Manuscript:
    """Return the manuscript that the pieces of a source make."""
    pieces = tuple(map(_spelt_out, draft.pieces))
    take_own_labels(draft.notes)
    body = etree.Element("body")
    for piece in pieces:
        if piece.role in SET and piece.block is not None:
            _set(body, piece)
    title = _title(pieces)
    called_title = title_with_calls(pieces, title)
    _carry_calls(body, pieces, _ABOVE - {"byline"} if called_title is not None else {*_ABOVE, "title"})
    _settle_breaks(body)
    _rank_headings(body)
    return Manuscript(
        body=body,
        notes=draft.notes,
        ledger=tuple(_entry(piece) for piece in pieces if piece.characters or _is_set(piece, body)),
        title=title or draft.title,
        deck=_text(pieces, "deck") or draft.deck,
        byline=draft.author or _text(pieces, "byline") or draft.byline,
        dateline=_text(pieces, "dateline") or draft.dateline,
        abstract=draft.abstract,
        bios=_texts(pieces, "bio"),
        provenance=_texts(pieces, "provenance"),
        credits=_texts(pieces, "credit"),
        language=draft.language,
        notes_apart=draft.notes_apart,
        notes_extent=draft.notes_extent,
        marked_title=_marked_title(pieces) if title else draft.marked_title,
        called_title=called_title,
        references=draft.references,
        nocite=draft.nocite,
    )


def _spelt_out(piece: Piece) -> Piece:
    """Return the piece of a heading or of what stands above the text, its formulas as lines of text."""
    block = piece.block
    if block is None or piece.role not in _LINES or block.find(".//math") is None:
        return piece
    beside = [piece.beside]
    for element in list(block.iter("math")):
        beside.append(element.get("was", ""))
        element.text = Formula.of(element).line
        runs.unwrap(element)
    return replace(piece, text=whole_text(block), beside=" ".join(filter(None, beside)))


def drop_private(manuscript: Manuscript) -> None:
    """Take the readers' own attributes off a manuscript, in place."""
    for tree in (manuscript.body, *(note.body for note in manuscript.notes)):
        for element in tree.iter(etree.Element):
            attributes = element.attrib
            for name in PRIVATE.intersection(attributes) if attributes else ():
                del attributes[name]


def _is_set(piece: Piece, body: Element) -> bool:
    """Return whether a piece without letters stands in the body: a picture, a break."""
    return piece.block is not None and any(above is body for above in piece.block.iterancestors())


def _texts(pieces: Sequence[Piece], role: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(piece.text for piece in pieces if piece.role == role and piece.text))


def _text(pieces: Sequence[Piece], role: str) -> str:
    return " ".join(_texts(pieces, role))


def _title(pieces: Sequence[Piece]) -> str:
    """Return the title; a number that stands above it ends with a stop: `XI. The Mole`."""
    first, *rest = _texts(pieces, "title") or ("",)
    numbered = rest and _NUMBER.fullmatch(first)
    return f"{first.rstrip('.')}. {' '.join(rest)}" if numbered else " ".join((first, *rest))


def _marked_title(pieces: Sequence[Piece]) -> Element | None:
    """Return the title with its letters' markup, as a body with one paragraph; None where it has none."""
    blocks = {piece.text: piece.block for piece in pieces if piece.role == "title" and piece.text}
    parts = [_unwrapped(block) for block in blocks.values() if block is not None]
    if len(parts) != len(blocks) or not any(len(part) for part in parts):
        return None
    body = etree.Element("body")
    title = etree.SubElement(body, "p")
    numbered = len(parts) > 1 and _NUMBER.fullmatch(next(iter(blocks)))
    for part in parts:
        between = ("" if title.text is None and not len(title) else " ") + (part.text or "")
        runs.append(title, between)
        title.extend(list(part))
        if numbered and part is parts[0]:
            runs.append(title, ".")
    return body


def _unwrapped(block: Element) -> Element:
    """Return a copy of a title's block without calls, breaks and links, and without what marks all of it."""
    block = deepcopy(block)
    for element in list(block.iter("call", "br", "a", "img", PAGE_MARK)):
        element.text = f" {element.text or ''}" if element.tag == "br" else element.text
        runs.unwrap(element)
    _drop_marks(block)
    while len(block) == 1 and not (block.text or "").strip() and not (block[0].tail or "").strip():
        if block[0].tag == "span" and block[0].get("lang"):
            break
        runs.unwrap(block[0])
    return block


def _drop_marks(title: Element) -> None:
    """Take off a title what only readers and passes need, which its places in lists and contents never see.

    A citation in it is words; calls keep their places, for what is told of them.
    """
    for element in title.iter(etree.Element):
        for name in _MARKS.intersection(element.attrib) if element.tag != "call" else ():
            del element.attrib[name]


def _entry(piece: Piece) -> LedgerEntry:
    text = _with_formulas(piece)
    words = text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + " …"
    fate = piece.fate or FATES[piece.role]
    out = (
        "" if piece.role in SET or piece.role == "note" else " ".join(f"{piece.text} {piece.beside}".split())
    )
    return LedgerEntry(
        line=piece.line,
        last_line=piece.last_line,
        role=piece.role,
        words=words,
        characters=piece.characters,
        fate=fate,
        text=out,
    )


def _with_formulas(piece: Piece) -> str:
    """Return the text of a piece as the ledger shows it, its formulas as lines of text."""
    text = piece.text
    for element in piece.block.iter("math") if piece.block is not None and runs.OBJECT in text else ():
        text = text.replace(runs.OBJECT, Formula.of(element).line, 1)
    return text


def _set(body: Element, piece: Piece) -> None:
    """Add a piece's block to the body, in the shape that its role asks for."""
    block = piece.block
    if block is None:
        return
    tag = str(block.tag)
    if piece.role == "heading" and tag in {"p", "pre"}:
        block.tag = "h2"
        block.set("level", block.get("level", "2"))
        _unbold(block)
    elif piece.role == "body" and tag in {"h2", "h3", "h4"}:
        block.tag = "p"
    elif piece.role == "body" and tag == "blockquote" and piece.fixed:
        body.extend(list(block))
        return
    elif piece.role == "quote" and tag != "blockquote":
        last = body[-1] if len(body) else None
        if last is None or last.tag != "blockquote" or last.get("role") != "joined":
            last = etree.SubElement(body, "blockquote", {"at": block.get("at", ""), "role": "joined"})
        last.append(block)
        return
    body.append(block)


def _unbold(heading: Element) -> None:
    """Take the bold type from a heading that was a bold paragraph: it is bold by itself."""
    if len(heading) and not (heading.text or "").strip():
        for child in [child for child in heading if child.tag in {"strong", "b"}]:
            runs.unwrap(child)


def _carry_calls(body: Element, pieces: Sequence[Piece], carried: Collection[str]) -> None:
    """Call the notes of what stands above the text, as of the deck, at the end of the first paragraph."""
    calls = [
        deepcopy(call)
        for piece in pieces
        if piece.role in carried and piece.block is not None
        for call in piece.block.iter("call")
    ]
    target = next(iter(runs.leaves(body)), None)
    for call in calls if target is not None else ():
        call.tail = None
        target.append(call)  # type: ignore[union-attr]


def _settle_breaks(body: Element) -> None:
    """Leave breaks between two blocks of text only: not at the ends, not twice, not beside a heading."""
    for break_ in list(body.iterchildren("hr")):
        before, after = break_.getprevious(), break_.getnext()
        if before is None or after is None or {before.tag, after.tag} & {"hr", "h2", "h3", "h4"}:
            body.remove(break_)


def _rank_headings(body: Element) -> None:
    """Rank headings from h2 downwards so that no level is skipped; the title, an h1, stands outside."""
    open_: list[int] = []
    for heading in body.iterchildren("h2", "h3", "h4"):
        level = int(heading.get("level", str(heading.tag)[1]))
        while open_ and open_[-1] >= level:
            open_.pop()
        open_.append(level)
        heading.tag = f"h{min(len(open_) + 1, 4)}"


#: What stays in a title; of anything else the words stay.
_KEPT: Final = frozenset({"em", "i", "cite", "q", "sub", "sup", "s", "u", "code", "span", "call"})


def title_with_calls(pieces: Sequence[Piece], title: str) -> Element | None:
    """Return a title as an `h1` with its markup and calls; None where no note is called from it.

    The last paragraph of the title has them, and behind them those of the byline, which is printed elsewhere;
    what `title` has before its words, such as a number, is plain.
    """
    titles = [piece for piece in pieces if piece.role == "title" and piece.block is not None]
    last = titles[-1] if titles else None
    named = (piece.block for piece in pieces if piece.role == "byline" and piece.block is not None)
    beside = [call for block in named for call in block.iter("call")]
    if last is None or last.block is None or (last.block.find(".//call") is None and not beside):
        return None
    if not title.endswith(last.text):
        return None
    heading = etree.Element("h1")
    heading.text = last.block.text
    heading.extend(deepcopy(list(last.block)))
    for line_break in heading.iter("br"):
        line_break.tail = f" {(line_break.tail or '').lstrip()}"
    _drop_marks(heading)
    _unwrap_whole(heading)
    for element in list(heading.iter(etree.Element)):
        if element is not heading and element.tag not in _KEPT:
            runs.unwrap(element)
    heading.text = title[: len(title) - len(last.text)] + (heading.text or "")
    for call in map(deepcopy, beside):
        call.tail = None
        heading.append(call)
    return heading


def _unwrap_whole(heading: Element) -> None:
    """Unwrap what holds the whole title: that is how it looks, and says nothing of a word in it."""
    whole = content_of(heading).strip()
    for element in list(heading.iter(etree.Element)):
        around = element.getparent() is not None and content_of(element).strip() == whole
        if around and element.tag not in {"call", "br"}:
            runs.unwrap(element)


def drop_uncalled(pieces: Sequence[Piece], notes: Sequence[Note]) -> tuple[list[Piece], tuple[Note, ...]]:
    """Leave out the notes that only what is left out calls, such as a menu; each in its row of the ledger."""
    cut = [piece.cut for piece in pieces if piece.cut is not None]
    gone = {call.get("note", "") for one in cut for call in one.iter("call")}
    if not gone:
        return list(pieces), tuple(notes)
    bodies = [piece.block for piece in pieces if piece.block is not None]
    bodies += [note.body for note in notes if note.label not in gone]
    gone -= {call.get("note", "") for body in bodies for call in body.iter("call")}
    beside = {f"note {note.label}": _words_of_pictures(note.body) for note in notes if note.label in gone}
    fate = "left out: a note that only what is left out calls"
    rows = [
        replace(piece, role="boilerplate", fate=fate, beside=f"{piece.beside} {beside[piece.fate]}".strip())
        if piece.role == "note" and piece.fate in beside
        else piece
        for piece in pieces
    ]
    return rows, tuple(note for note in notes if note.label not in gone)


def _words_of_pictures(tree: Element) -> str:
    """Return the words that the pictures and links of a tree show without having them as text."""
    shown = (one.get(name) for one in tree.iter("img", "a") for name in ("alt", "title", "description"))
    return " ".join(filter(None, shown))


def check_pairs(manuscript: Manuscript, reading: Reading) -> None:
    """Report the calls and the notes of a manuscript that are odd.

    Reports:
        N001: a call has no note, at the call; not where all notes stand in a file that is not named (N008).
        N002: a note is never called, at the note.
        N003: two notes have one mark, at the second.
    """
    notes = Counter(note.label for note in manuscript.notes)
    called = {call.get("note", "") for call in _calls(manuscript)}
    for call in _calls(manuscript):
        label = call.get("note", "")
        if label not in notes and not (manuscript.notes_apart and reading.notes is None):
            message = f"note {label} is called here, and there is no note {label}"
            reading.problem("N001", call.get("at", ""), message, "Add the note, or take the call out.")
    seen: set[str] = set()
    for note in manuscript.notes:
        if note.label in seen:
            message = f"this is the second note {note.label} of the article"
            reading.report.add("N003", note.place, message, "Give each note a number of its own.")
        elif note.label not in called:
            message = f"note {note.label} is called from nowhere in the text"
            hint = f"{_beginning(note)} Put its number where the text leans on it, or take the note out."
            reading.report.add("N002", note.place, message, hint)
        seen.add(note.label)


def _calls(manuscript: Manuscript) -> Iterator[Element]:
    title = () if manuscript.called_title is None else manuscript.called_title.iter("call")
    return chain(title, manuscript.body.iter("call"), *(note.body.iter("call") for note in manuscript.notes))


def _beginning(note: Note) -> str:
    words = " ".join("".join(note.body.itertext()).split())
    return f"It begins “{words[:40]}”." if words else "It is empty."
