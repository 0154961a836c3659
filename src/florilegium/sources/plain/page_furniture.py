"""The heads and feet of pages that stand in a text which was read from paper: page numbers, running titles.

They are known by what they have in common: they stand alone, have a number, and stand at a form feed or say
the same again with another number. A number alone that nothing speaks for is a section's and stays.

Here too is what a file as a whole may be wrapped in: Project Gutenberg's head and licence, a mail's head and
signature.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from florilegium.languages.folders import all_tags, own
from florilegium.sources.parts import Piece
from florilegium.sources.roles import cues
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

_WIDEST: Final = 90

#: A note that says little more than its number says it again and again, as a running head does; the words
#: with which one cites what was cited, in any language.
_NOTE: Final = regex(r"[\[(]\d+[\])]\s*\S|\d+[.)]?\s+(?P<words>[^\W\d_].*)")
_CITING: Final = ("ibid", "ibid_first", "idem", "op_cit", "behind_author", "loc_cit", "elsewhere", "signals")

#: A running head may be the title, if that has so many letters: then one alone is known.
_TITLE_LETTERS: Final = 8

#: The head of a page with the same number stands within so many lines of the foot before it.
_NEAR: Final = 6


@dataclass(frozen=True)
class _Head:
    """A line that may be a page's head or foot: its number in the file, the page's, the words beside it."""

    line: int
    page: int
    words: str
    at_feed: bool


def furniture_of(text: str) -> frozenset[int]:
    """Return the numbers, from 1, of the lines that are heads or feet of pages."""
    lines = text.split("\n")
    found = [head for number in range(len(lines)) if (head := _head(lines, number))]
    pages: dict[str, set[int]] = defaultdict(set)
    for head in found:
        pages[head.words].add(head.page)
    title = _letters_of(next((line for line in lines if line.strip()), ""))
    titled = [head for head in found if head.words == title and len(title) >= _TITLE_LETTERS]
    again = [head for head in found if head.at_feed or (head.words and len(pages[head.words]) > 1)]
    sure = sorted({*again, *titled}, key=lambda head: head.line)
    if (len(sure) < 2 and not titled) or [head.page for head in sure] != sorted(head.page for head in sure):
        return frozenset()
    first, last = sure[0].page - 1, sure[-1].page + 1
    numbers = [head for head in found if not head.words and first <= head.page <= last]
    known = {head.page: head.line for head in (*sure, *numbers)}
    near = [head for head in found if abs(known.get(head.page, -_NEAR) - head.line) < _NEAR]
    return frozenset(head.line for head in (*sure, *numbers, *near))


def _head(lines: list[str], index: int) -> _Head | None:
    """Return the line at an index as a head, if it stands alone, is short and has a number."""
    line = lines[index].strip()
    words = line.split() if 0 < len(line) <= _WIDEST else []
    page = next((number for word in (words[:1], words[-1:]) if (number := _number(word))), 0)
    before, after = _around(lines, index) if page else (None, None)
    if before is None or after is None or _is_note(line):
        return None
    return _Head(index + 1, page, _letters_of(line), "\f" in lines[index] or "\f" in before or "\f" in after)


def _letters_of(line: str) -> str:
    return "".join(letter for letter in line.casefold() if letter.isalpha())


def _is_note(line: str) -> bool:
    """Return whether a line is a note: a number in brackets with words, or one before words that cite."""
    found = _NOTE.match(line)
    return found is not None and (found["words"] is None or _citing().match(found["words"]) is not None)


@cache
def _citing() -> re.Pattern[str]:
    """Match what cites a source again, or stands before a source, in any language."""
    said = (own(tag, "citations").get(kind, ()) for tag in all_tags() for kind in _CITING)
    phrases = {re.escape(phrase.rstrip(".")).replace(r"\ ", r"\s?") for each in said for phrase in each}
    return re.compile(rf"(?:{'|'.join(sorted(phrases, key=len, reverse=True))})\b", re.IGNORECASE)


def _number(word: list[str]) -> int:
    """Return the number of a page that a word is, or 0."""
    digits = "".join(word).strip("[]()–—-")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 4 else 0


def _around(lines: list[str], index: int) -> tuple[str | None, str | None]:
    """Return the blank lines right before and after a line, as a text each; None where there are none."""
    sides: list[str | None] = []
    for step in (-1, 1):
        place, blank = index + step, ""
        while 0 <= place < len(lines) and not lines[place].strip():
            blank += lines[place] + "\n"
            place += step
        edge = not 0 <= place < len(lines)
        feed = "\f" in blank or (step < 0 and "\f" in lines[index][:1])
        next_feed = not edge and (lines[place][:1] == "\f" if step > 0 else False)
        sides.append(blank + ("\f" if next_feed else "") if blank or edge or feed or next_feed else None)
    return sides[0], sides[1]


_START: Final = regex(r"\*{3}\s?START OF TH(?:E|IS) PROJECT GUTENBERG", re.IGNORECASE)
_END: Final = regex(
    r"(?:\*{3}\s?END OF TH(?:E|IS) PROJECT GUTENBERG|End of (?:the )?Project Gutenberg)", re.IGNORECASE
)
#: What a transcriber says of his work, to the end of the text or in brackets; a picture without words.
_TRANSCRIBER: Final = regex(r"\W*Transcriber[’']?s?[’']? notes?\W*", re.IGNORECASE)
_REMARK: Final = regex(r"\[Transcriber[’']?s?[’']? note\b[^\]]*\]", re.IGNORECASE)
_PICTURE: Final = regex(r"\[Illustrations?\.?\]", re.IGNORECASE)
_NO_PICTURE: Final = "left out: the place of a picture, which a text has not"
_OF_GUTENBERG: Final = "left out: Project Gutenberg’s own words"
_FIELDS: Final = "Author|Editor|Translator|Illustrator|Contributor|(?:Release|Posting) Date|Language|Credits"
_NEXT: Final = rf"(?=\s+(?:{_FIELDS})\s?:|$)"
_TITLE: Final = regex(rf"\bTitle:\s+(.{{1,200}}?){_NEXT}")
_AUTHOR: Final = regex(rf"\bAuthor:\s+(.{{1,100}}?){_NEXT}")
_CREDIT: Final = regex(
    r"(?:\[?(?:This )?e-?text (?:was )?(?:prepared|produced)|Produced|Transcribed|Scanned)(?: \w+){0,4} by\b"
    r"|\[?Transcriber[’']s notes?\b",
    re.IGNORECASE,
)

#: Paragraphs behind Project Gutenberg's head among which title and author stand; letters of a title at least.
_FRONT: Final = 15
_HEAD: Final = 5_000  # letters of the head in which they are looked for
_NAMED: Final = 4

_FIELD: Final = regex(
    r"(From|Von|De|To|An|À|Cc|Bcc|Subject|Betreff|Objet|Asunto|Date|Datum|Fecha|Sent|Gesendet|Reply-To"
    r"|Message-ID|MIME-Version|Content-[A-Za-z-]+|X-[A-Za-z-]+|In-Reply-To|Received|Return-Path):\s"
)
#: Without these a head is none: a text may begin with `From:` and `To:` of its own.
_NEEDED: Final = (frozenset({"From", "Von", "De"}), frozenset({"Subject", "Betreff", "Objet", "Asunto"}))


def mark_envelope(pieces: Sequence[Piece], language: str) -> list[Piece]:
    """Return the pieces, with those of an envelope as boilerplate."""
    marked = list(pieces)
    start = next((index for index, piece in enumerate(pieces) if _START.match(piece.text)), -1)
    end = next((index for index, piece in enumerate(pieces) if _END.match(piece.text)), len(pieces))
    if start < end:
        for index in (*range(start + 1), *range(end, len(pieces))):
            marked[index] = _out(pieces[index], _OF_GUTENBERG)
        _mark_front(marked, start, end, language)
        _mark_transcriber(marked, start, end)
    head = _mail_head(pieces)
    signature = next((one for one in range(head, len(pieces)) if pieces[one].text == "--"), len(pieces))
    for index in (*range(head), *range(signature, len(pieces) if head else 0)):
        marked[index] = _out(pieces[index], "left out: of the mail")
    return marked


def _mark_front(pieces: list[Piece], start: int, end: int, language: str) -> None:
    """Mark what stands between Project Gutenberg's head and a text, in place: credits, and title and author.

    These are known by what the head says, for a picture or a half-title may stand before them.
    """
    head = " ".join(piece.text for piece in pieces[: start + 1])
    title, author = (
        _folded(found[1]) if (found := field.search(head)) else "" for field in (_TITLE, _AUTHOR)
    )
    titled = False
    for index in range(start + 1, min(start + _FRONT, end) + 1 if start >= 0 else 0):
        piece = pieces[index] if index < end else None
        if piece is None or piece.block is None:
            continue
        said = _folded(piece.text)
        if _CREDIT.match(piece.text):
            pieces[index] = _out(piece, _OF_GUTENBERG)
        elif not titled and len(said) >= _NAMED and (title == said or title.startswith(f"{said} ")):
            pieces[index], titled = replace(piece, role="title", fixed=True), True
        elif titled and author and _says_author(piece.text, author, language):
            pieces[index] = replace(piece, role="byline", fixed=True)


def _mark_transcriber(pieces: list[Piece], start: int, end: int) -> None:
    """Mark what a transcriber says between Project Gutenberg's words, and places of pictures, in place."""
    foot = next((one for one in range(end - 1, start, -1) if _TRANSCRIBER.fullmatch(pieces[one].text)), end)
    until = foot if end - foot <= (end - start) / 2 else end
    for index in range(start + 1, end):
        if index >= until or _REMARK.fullmatch(pieces[index].text):
            pieces[index] = _out(pieces[index], _OF_GUTENBERG)
        elif _PICTURE.fullmatch(pieces[index].text):
            pieces[index] = _out(pieces[index], _NO_PICTURE)


def _says_author(text: str, author: str, language: str) -> bool:
    """Return whether a line has the author's name, folded, or the word before it, and nothing else."""
    return _folded(cues.without_by(text, language)) == author or cues.is_whole("byline", text, language)


def _folded(text: str) -> str:
    """Return the words of a line in small letters, without signs."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _out(piece: Piece, fate: str) -> Piece:
    return replace(piece, role="boilerplate", block=None, fixed=True, fate=fate)


def _mail_head(pieces: Sequence[Piece]) -> int:
    """Return how many pieces at the beginning are the head of a mail."""
    names = []
    for piece in pieces:
        found = _FIELD.match(piece.text)
        if found is None:
            break
        names.append(found[1])
    return len(names) if all(needed & set(names) for needed in _NEEDED) else 0
