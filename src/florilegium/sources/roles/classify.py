"""What each paragraph is: the guesses, in their order.

A format says how much is left to guess (`Manner`); roles that markup or the manifest have fixed are never
touched. Every guess needs a reason that a reader of the page would accept; what is unsure stays body.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Final

from lxml.etree import _Element as Element

from florilegium.sources.manuscript import SET, Reading
from florilegium.sources.notes import list_search, note_list
from florilegium.sources.notes.note_list import NoteList
from florilegium.sources.parts import Manner, Piece, piece_after, piece_before
from florilegium.sources.roles import cues, features
from florilegium.sources.roles.apparatus import DISCLAIMER, class_foot, class_furniture
from florilegium.sources.roles.grouping import are_counted
from florilegium.sources.roles.stage_lines import mark_plays
from florilegium.sources.tree.source_pages import PAGE_MARK
from florilegium.system.patterns import regex

#: A subtitle that its words do not tell has no more of them.
_SUBTITLE: Final = 15

#: What becomes of a name that stands under the title without a word for *by*.
LONE_NAME: Final = "left out: a name alone under the title"

#: Words of a salutation, and what a line with the date of a letter has.
_SALUTATION: Final = 6
_YEAR: Final = regex(r"\b1[0-9]\d\d\b|\b20\d\d\b")
_DAY: Final = regex(r"\b\d\d?(?:\.|[a-zº]{1,2})?,?\s(?:\D{1,20}\s)?(?:1[0-9]|20)\d\d\W*$")

#: A marked heading that begins so is the first section's.
_NUMBERED: Final = regex(r"[IVX]{1,4}\.\s")

#: How many columns further in than others a quotation stands.
_SET_IN: Final = 3

#: How an item of a list in a paragraph of its own begins, which no heading does.
_COUNTED: Final = regex(r"\d{1,3}\)")


def class_pieces(
    pieces: Sequence[Piece], reading: Reading, manner: Manner
) -> tuple[list[Piece], tuple[NoteList, ...]]:
    """Return the pieces with the roles that their words and places give them, and the lists of notes."""
    found = list_search.find(pieces, reading.language) if manner.notes else ()
    if not manner.cues:
        return list(pieces), found
    marked = note_list.mark(pieces, found) if found else pieces
    classed = class_furniture(marked, reading, manner.headings) if manner.furniture else list(marked)
    body = _class_head(classed, reading, manner)
    class_foot(classed, body, reading)
    if manner.headings or manner.bold:
        _class_headings(classed, body, manner)
    if not manner.headings:
        _class_sections(classed, body, reading.language)
    mark_plays(classed, body, reading.language)
    if manner.headings:
        _range_dates(classed, body)
    if manner.quotes:
        _class_quotes(classed, body)
    return classed, found


def _class_head(pieces: list[Piece], reading: Reading, manner: Manner) -> int:
    """Class what stands before the text; returns the index at which the text begins."""
    typical = _typical_length(pieces)
    titled = not manner.title or any(piece.role == "title" for piece in pieces)
    decked = not manner.title or any(piece.role == "deck" for piece in pieces)
    for index, piece in enumerate(pieces):
        if piece.fixed or piece.role not in {"body", "heading"} or piece.block is None:
            continue
        if _heads_names(pieces, index, reading):
            pieces[index : index + 2] = [one.as_("byline") for one in pieces[index : index + 2]]
            continue
        role = "title" if _says_title_again(pieces, index, reading) else _head_cue(piece, reading)
        if role == "byline" and not _is_sure_byline(pieces, index, titled, reading):
            role = ""
        fit = piece.role == "body" or manner.headings
        if not role and not titled and fit and _numbers_title(pieces, index):
            role = "title"
        elif not role and not titled and fit and _may_be_title(pieces, index):
            role, titled = "title", True
        elif not role and piece.role == "body" and titled and not decked:
            role = "deck" if _may_be_deck(pieces, index, typical, reading) else ""
            decked = True
        if not role and titled and _stands_over_byline(pieces, index, manner, reading):
            role, decked = "deck", True
        if not role and _is_lone_name(pieces, index, manner, reading):
            pieces[index] = piece.as_("byline", LONE_NAME)
            continue
        if not role:
            return index
        pieces[index] = piece.as_(role, DISCLAIMER if role == "boilerplate" else "")
    return len(pieces)


def _is_lone_name(pieces: Sequence[Piece], index: int, manner: Manner, reading: Reading) -> bool:
    """Return whether a line right under the title is nothing but names, and is no heading of the text.

    Where the authors are known already, it names somebody else.
    """
    above = piece_before(pieces, index)
    named = above is not None and above.role in {"title", "deck"} and features.names_in(pieces[index].text)
    if pieces[index].role == "heading" and _NUMBERED.match(pieces[index].text):
        return False
    if not named or reading.authors or _is_one_of_headings(pieces, index, manner):
        return False
    rest = [piece.text for piece in pieces[index + 1 :] if piece.role in SET]
    return any(map(features.is_prose, rest)) and bool(features.names_beside(pieces[index].text, rest))


def _is_one_of_headings(pieces: Sequence[Piece], index: int, manner: Manner) -> bool:
    """Return whether a name under the title is like headings below it: names of its level, or any guessed.

    Headings that the source marks as such are not like a line that it does not.
    """
    below = range(index + 1, len(pieces))
    if pieces[index].role == "heading":
        level = _level(pieces[index])
        headings = (pieces[place] for place in below if pieces[place].role == "heading")
        return any(_level(one) == level and features.names_in(one.text) for one in headings)
    guessed = _may_be_heading(pieces, index, manner)
    return any(
        (pieces[place].role == "heading" and bool(features.names_in(pieces[place].text)))
        or (guessed and pieces[place].role == "body" and _may_be_heading(pieces, place, manner))
        for place in below
    )


def _level(heading: Piece) -> str:
    """Return the level of a heading as its source has it."""
    return heading.block.get("level", str(heading.block.tag)) if heading.block is not None else ""


def _stands_over_byline(pieces: Sequence[Piece], index: int, manner: Manner, reading: Reading) -> bool:
    """Return whether a short line right under the title has a byline right below it: it is a subtitle."""
    if not index or pieces[index - 1].role != "title" or index + 1 >= len(pieces):
        return False
    short = features.count_words(pieces[index].text) <= _SUBTITLE and not features.ends_sentence(
        pieces[index].text
    )
    below = pieces[index + 1]
    if not short or below.fixed or below.text.endswith(","):
        return False
    if cues.after_by(below.text, reading.language):
        return is_byline(below.text, reading)
    if pieces[index].role == "heading":  # names below it may be of its part of the text alone
        return False
    named = [*pieces[: index + 1], below]
    named[index] = pieces[index].as_("deck")
    return bool(features.names_in(below.text)) and _is_lone_name(
        [*named, *pieces[index + 2 :]], index + 1, manner, reading
    )


def _heads_names(pieces: Sequence[Piece], index: int, reading: Reading) -> bool:
    """Return whether a line says *by* and nothing else, and the next one names somebody."""
    after = pieces[index + 1] if index + 1 < len(pieces) else None
    alone = cues.is_whole("byline", pieces[index].text, reading.language)
    named = alone and after is not None and not after.fixed and after.role in {"body", "heading"}
    return bool(named and after is not None and features.names_in(after.text))


def _is_sure_byline(pieces: Sequence[Piece], index: int, titled: bool, reading: Reading) -> bool:
    """Return whether a line after *by* is no title: it names a known author, or a title is above it or below.

    A heading that the source marks as one is a byline only if it names an author whom the manifest has.
    """
    piece = pieces[index]
    known = {features.folded(name) for name in reading.authors}
    said = features.names_in(cues.without_by(piece.text, reading.language))
    if any(features.folded(name) in known for name in said):
        return True
    marked = piece.role == "heading" and piece.block is not None and piece.block.tag in {"h2", "h3", "h4"}
    if marked or titled:
        return not marked
    return index + 1 < len(pieces) and _may_be_title(pieces, index + 1)


def _says_title_again(pieces: Sequence[Piece], index: int, reading: Reading) -> bool:
    """Return whether a heading before the text is the title again, as the manifest has it or stands above."""
    text = features.folded(pieces[index].text)
    titles = (piece.text for piece in pieces[:index] if piece.role == "title")
    said = any(features.folded(title) == text for title in (*titles, reading.title))
    return pieces[index].role == "heading" and bool(text) and said


def _typical_length(pieces: Sequence[Piece]) -> float:
    """Return the middle length, in words, of the paragraphs that are surely prose."""
    return median(
        [features.count_words(piece.text) for piece in pieces if features.is_prose(piece.text)] or [0]
    )


def _head_cue(piece: Piece, reading: Reading) -> str:
    """Return what a paragraph at the head says that it is, or an empty text."""
    text, language = piece.text, reading.language
    if len(text) > 300:
        return ""
    if cues.is_date(text, language) or _is_dateline(text, language):
        return "dateline"
    if is_byline(text, reading):
        return "byline"
    if cues.opens("provenance", text, language):
        return "provenance"
    return "boilerplate" if cues.opens("disclaimer", text, language) else ""


def _is_dateline(text: str, language: str) -> bool:
    """Return whether a line says when the text appeared."""
    return len(text) <= 160 and bool(cues.opens("dateline", text, language)) and cues.has_date(text, language)


def is_byline(text: str, reading: Reading) -> bool:
    """Return whether a line names the author: after the word for *by*, or as the manifest has the name."""
    said = cues.after_by(text, reading.language)
    if features.names_in(said) or _names_post(said):
        return True
    known = {features.folded(name) for name in reading.authors}
    names = [features.folded(name) for name in features.names_in(text)] or [features.folded(text)]
    return bool(known) and known.issuperset(names)


def _names_post(said: str) -> bool:
    """Return whether a name stands before a comma and a place or a post behind: *Ann Moss, Fen College*."""
    name, _, post = said.partition(", ")
    short = 0 < features.count_words(post) <= _SUBTITLE and not features.ends_with(post, ".?!:;")
    return short and bool(features.names_in(name)) and features.is_title_case(f"At {post}")


def _numbers_title(pieces: Sequence[Piece], index: int) -> bool:
    """Return whether a line is the number above the title, as *CHAPTER I.*; no other part is numbered so."""
    rest = pieces[index + 1 :]
    if not rest or rest[0].fixed or rest[0].role not in {"body", "heading"}:
        return False
    numbered = _is_enumerator(pieces[index].text) and not any(
        one.text and _is_enumerator(one.text) for one in rest
    )
    return numbered and rest[0].text[:1].isupper() and _may_be_title(pieces, index + 1)


def _may_be_title(pieces: Sequence[Piece], index: int) -> bool:
    """Return whether a paragraph before the text may be its title: short, no sentence, and followed by text.

    A line that ranges right is none: it is the date of a letter, or the source of an epigraph. Nor is one
    without a letter or a figure: a formula by itself.
    """
    text, block = pieces[index].text, pieces[index].block
    words = features.count_words(text)
    one_line = pieces[index].line == pieces[index].last_line or pieces[index].role == "heading"
    ranged = block is not None and block.get("class") == "right"
    worded = any(map(str.isalnum, text))
    if not 1 <= words <= 30 or len(text) > 250 or not one_line or ranged or not worded:
        return False
    if _heads_letter(pieces, index):
        return False
    if features.ends_with(text, ".:;,…") and not text.endswith("..."):
        return False
    if features.is_quoted(text) and features.ends_sentence(text):
        return False
    return any(pieces[place].role in SET for place in range(index + 1, len(pieces)))


def _may_be_deck(pieces: Sequence[Piece], index: int, typical: float, reading: Reading) -> bool:
    """Return whether the paragraph after the title is a deck: a short sentence before much longer ones."""
    text = pieces[index].text
    words = features.count_words(text)
    if not 5 <= words <= 35 or features.sentences(text) > 2 or typical < words * 2.5:
        return False
    if cues.opens("section", text, reading.language) or features.is_quoted(text) or text.endswith("?"):
        return False
    if text.startswith("["):
        return False
    following = [piece for piece in pieces[index + 1 : index + 4] if piece.role == "body"]
    return bool(following) and features.is_prose(following[0].text)


def _class_headings(pieces: list[Piece], body: int, manner: Manner) -> None:
    """Find the headings of a text that marks none; three short lines in a row have none in their middle.

    Where blank lines part paragraphs, a line right below another goes with it, as a name with the close of a
    letter, and is no heading unless that is one.
    """
    found = [
        index
        for index in range(body, len(pieces))
        if pieces[index].role == "body"
        and _may_be_heading(pieces, index, manner)
        and not (manner.lists and are_counted(pieces, index))
    ]
    among = set(found)
    alone = [index for index in found if not {index - 1, index + 1} <= among]
    if any(piece.gap for piece in pieces):
        heads = {-1, *alone}
        alone = [index for index in alone if pieces[index].gap or index - 1 in heads or index == body]
    prose = sum(piece.role in {"body", "quote"} for piece in pieces[body:]) - len(alone)
    for index in alone if len(alone) <= max(prose, 1) else ():
        pieces[index] = pieces[index].as_("heading")


def _class_sections(pieces: list[Piece], body: int, language: str) -> None:
    """Make headings of paragraphs that are nothing but one, as *References* is, beside others, in place."""
    if not any(piece.role == "heading" for piece in pieces[body:]):
        return
    for index, piece in enumerate(pieces):
        plain = index > body and piece.role == "body" and not piece.fixed and piece.block is not None
        if not plain or piece.block is None or piece.block.tag != "p" or piece.block.get("class"):
            continue
        named = any(cues.is_whole(kind, piece.text, language) for kind in ("section", "references"))
        below = piece_after(pieces, index) if named and not piece.text.endswith(":") else None
        if below is not None and below.role in {"body", "quote", "list"}:
            pieces[index] = piece.as_("heading")


def _may_be_heading(pieces: Sequence[Piece], index: int, manner: Manner) -> bool:
    """Return whether a paragraph is a short line without a stop, before text; no term of a definition is."""
    piece, text = pieces[index], pieces[index].text
    if piece.block is None or piece.block.tag != "p" or piece.line != piece.last_line:
        return False
    if piece.block.get("class") == "right":  # a bold name under a letter is who signs it
        return False
    if piece.block.get("term") is not None or not (manner.headings or is_bold(piece.block)):
        return False
    formed = _has_heading_form(text) or (manner.headings and _stands_under_number(pieces, index))
    if not formed or _heads_letter(pieces, index):
        return False
    following = piece_after(pieces, index)
    return following is not None and following.role in {"body", "heading", "quote", "list", "image", "table"}


def _stands_under_number(pieces: Sequence[Piece], index: int) -> bool:
    """Return whether a line in capitals stands right under a section's number, as its title."""
    text = pieces[index].text
    words = features.count_words(text)
    return index > 0 and text.isupper() and words <= _SUBTITLE and _is_enumerator(pieces[index - 1].text)


def _heads_letter(pieces: Sequence[Piece], index: int) -> bool:
    """Return whether a line has a year in it and a salutation stands below: place and date of a letter.

    What ends in a comma is a salutation sooner than what calls out (*Lieber Bruder!*) or ends in a colon.
    """
    below = piece_after(pieces, index)
    if below is None or features.count_words(below.text) > _SALUTATION:
        return False
    said, line = below.text.rstrip(" -–—"), pieces[index].text
    return bool(
        (said.endswith(",") and _YEAR.search(line)) or (said.endswith(("!", ":")) and _DAY.search(line))
    )


def _range_dates(pieces: Sequence[Piece], body: int) -> None:
    """Set place and date of a letter on the right, in place, where presses have them."""
    for index in range(body, len(pieces)):
        piece, block = pieces[index], pieces[index].block
        if piece.role != "body" or piece.fixed or block is None or block.tag != "p" or block.get("class"):
            continue
        if _has_heading_form(piece.text.rstrip(".")) and _heads_letter(pieces, index):
            block.set("class", "right")


def _has_heading_form(text: str) -> bool:
    if not text or features.count_words(text) > 15 or len(text) > 110 or features.is_quoted(text):
        return False
    if features.opens_quotation(text) or (text[0] == '"' and text.count('"') % 2):
        return False  # a paragraph of speech that goes on in the next
    if text[0] in "-*•·–—([" or _COUNTED.match(text) or text[0].islower() or not any(map(str.isalnum, text)):
        return False
    if features.ends_with(text, "?!"):
        return features.is_title_case(text)
    if features.ends_sentence(text):
        return _is_enumerator(text)
    return not text.endswith((",", "-", "–", "—"))


def _is_enumerator(text: str) -> bool:
    """Return whether a line is a section's number alone, or with its kind: `II.`, `3.`, `Chapter IV.`"""
    number = text.rstrip(".").rpartition(" ")[2]
    if text.count(" ") > 1 or (" " in text and not (text[0].isupper() and text[:3].isalpha())):
        return False
    return text.count(".") <= 1 and (set(number) <= set("IVXLC") or (number.isdigit() and len(number) <= 2))


def is_bold(block: Element) -> bool:
    """Return whether all text of a paragraph is bold."""
    if len(block) == 0 or (block.text or "").strip():
        return False
    marked = [child for child in block if child.tag not in {"br", "call", PAGE_MARK}]
    loose = "".join(child.tail or "" for child in block).strip()
    return bool(marked) and not loose and all(child.tag in {"strong", "b"} for child in marked)


def _is_set_in(pieces: Sequence[Piece], index: int, usual: int) -> bool:
    """Return whether all lines of a paragraph are set in more than usual; of one line only after a colon."""
    piece = pieces[index]
    announced = features.ends_with(pieces[index - 1].text, ":")
    return piece.indent >= usual + _SET_IN and (piece.last_line > piece.line or announced)


def _class_quotes(pieces: list[Piece], body: int) -> None:
    """Make quotations set apart of what is set in, or stands in quotation marks after a colon."""
    open_ = False
    indents = [one.indent for one in pieces[body:] if one.role != "quote" and features.is_prose(one.text)]
    usual = int(median(indents or [0]))
    for index in range(body + 1, len(pieces)):
        piece, before = pieces[index], pieces[index - 1]
        if piece.role != "body" or piece.fixed:
            open_ = False
            continue
        if _is_set_in(pieces, index, usual):
            pieces[index] = piece.as_("quote")
            continue
        announced = before.role == "body" and features.ends_with(before.text, "::") and not before.fixed
        if (announced or open_) and features.opens_quotation(piece.text):
            open_ = True
        elif (announced and features.is_quoted(piece.text)) or (open_ and piece.text[:1] in "“„«»‘"):
            open_ = False
        else:
            open_ = False
            continue
        pieces[index] = piece.as_("quote")
    _join_set_in(pieces, body, usual)


def _join_set_in(pieces: list[Piece], body: int, usual: int) -> None:
    """Give lines that are set in and stand right beside a quotation its role: a salutation, a signature."""
    places = range(body + 1, len(pieces))
    for step, order in ((-1, places), (1, reversed(places))):
        for index in order:
            piece, other = pieces[index], pieces[index + step] if index + step < len(pieces) else None
            if other is None or piece.role != "body" or piece.fixed or piece.block is None:
                continue
            set_in = piece.indent >= usual + _SET_IN and piece.block.tag == "p"
            beside = other.role == "quote" and other.indent >= usual + _SET_IN and not _is_verse(other)
            if set_in and beside and ((piece if step < 0 else other).gap or piece.indent > other.indent):
                pieces[index] = piece.as_("quote")


def _is_verse(piece: Piece) -> bool:
    return piece.block is not None and bool(piece.block.get("class"))
