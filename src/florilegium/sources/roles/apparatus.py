"""What stands round a text and is not of it: credits, biographies, provenance, furniture, comments.

The foot is read upwards from the last line, and reading stops at the first paragraph that may be text. A cue
that is sure wherever it stands (a picture's credit, *Read more*) counts in the middle too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import islice
from typing import Final

from florilegium.sources.manuscript import SET, Reading
from florilegium.sources.parts import Piece, content_of, piece_before, weigh
from florilegium.sources.roles import cues, features
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: Roles that may stand at the foot below others of them.
_APPARATUS: Final = frozenset(
    {"note", "bio", "byline", "dateline", "credit", "provenance", "boilerplate", "comment", "image"}
)

#: What a paragraph at the foot says it is: its role, the kind of cue, and the most words it may have.
_FOOT_CUES: Final = (
    ("provenance", "provenance", 60),
    ("boilerplate", "disclaimer", 120),
    ("dateline", "dateline", 25),
    ("boilerplate", "furniture", 40),
    ("boilerplate", "social", 4),
)

#: So many lines that may be names are looked at; no article has more authors.
_NAMES: Final = 200

#: A line of furniture that leads elsewhere, with the title of another page in it, has no more words.
_LINKED: Final = 40

#: A word that comes so often alone in its line is no heading.
_OFTEN: Final = 3

#: What becomes of a line in which somebody disclaims what the text says.
DISCLAIMER: Final = "left out: a disclaimer"

#: What may stand right above a biography.
_ABOVE: Final = frozenset({"boilerplate", "bio", "byline", "credit"})

_HANDLE: Final = regex(r"\s*[•·*▪◦‣●○-]\s+\S{1,40}(?:\s\S{1,40}){0,2}$")
_ADDRESSED: Final = regex(r"@\w{2,}")
_LIFE: Final = regex(r"\((?:born |b\. |geb\. |né |née |\*\s?)?1\d{3}(?:\s?[-–—\s]\s?(?:1\d{3}|20\d\d))?\)")
_DEGREE: Final = regex(r"\b(?:Ph\.?\s?D|M\.?D|LL\.?M|MBA)\b\.?")


def class_furniture(pieces: Sequence[Piece], reading: Reading, typed: bool = False) -> list[Piece]:
    """Return the pieces, with the sure cues of credits, furniture and comments classed wherever they stand.

    In a `typed` text, whose headings are guessed, a bare *Print* amid prose may be one.
    """
    prose = [index for index, piece in enumerate(pieces) if features.is_prose(piece.text)]
    last = max(prose, default=-1)
    roles = [_furniture(piece, reading, index > last) for index, piece in enumerate(pieces)]
    if typed and prose:
        lone = _lone_words(pieces, range(prose[0], last), reading)
        roles = ["" if index in lone else role for index, role in enumerate(roles)]
    classed = [piece.as_(role) if role else piece for piece, role in zip(pieces, roles, strict=True)]
    start = _comments_start(classed, reading)
    for index in range(start, len(classed)):
        if classed[index].role in SET | {"boilerplate"}:
            classed[index] = classed[index].as_("comment")
    return classed


def _lone_words(pieces: Sequence[Piece], amid: range, reading: Reading) -> set[int]:
    """Return the indexes of the pieces amid the prose that are nothing but a word of furniture, and alone.

    Furniture stands several together, or comes again and again in the same words.
    """

    def is_word(index: int) -> bool:
        whole = 0 <= index < len(pieces) and pieces[index].role in {"body", "heading"}
        text = pieces[index].text if whole else ""
        return any(cues.is_whole(kind, text, reading.language) for kind in ("furniture", "social"))

    words = [index for index in amid if is_word(index)]
    said = Counter(pieces[index].text.casefold() for index in words)
    return {
        index
        for index in words
        if said[pieces[index].text.casefold()] < _OFTEN and not (is_word(index - 1) or is_word(index + 1))
    }


def _furniture(piece: Piece, reading: Reading, at_foot: bool) -> str:
    """Return the role of a short line that is sure by itself, else nothing; at the foot no prose follows it.

    Its first words alone are no evidence: a heading that the source marks as one is the author's, and before
    more text a line of furniture is nothing but its cue, has a colon behind it, or leads elsewhere.
    """
    text, language = piece.text, reading.language
    if piece.role not in {"body", "heading"} or len(text) > 200 or (_is_marked(piece) and not at_foot):
        return ""
    words = features.count_words(text)
    if words <= 25 and cues.opens("credit", text, language) and not _is_prose(text):
        return "credit"
    cue = cues.opens("furniture", text, language)
    if words <= (_LINKED if _leads_elsewhere(piece) else 12) and cue and not _is_sentence(text):
        sure = at_foot or text[cue : cue + 1] == ":"
        sure = sure or _leads_elsewhere(piece) or cues.is_whole("furniture", text, language)
        return "boilerplate" if sure else ""
    return ""


def _is_marked(piece: Piece) -> bool:
    """Return whether the source marks a piece as a heading."""
    return piece.role == "heading" and piece.block is not None and piece.block.tag in {"h2", "h3", "h4"}


def _is_prose(text: str) -> bool:
    """Return whether a line is a sentence of some length: *Photograph: that was the word he used for it.*"""
    return features.count_words(text) > 12 and _is_sentence(text)


def _leads_elsewhere(piece: Piece) -> bool:
    """Return whether more than half of a line is links."""
    if piece.block is None:
        return False
    linked = sum(weigh(content_of(link)) for link in piece.block.iter("a"))
    return linked > weigh(piece.text) * 0.5


def _is_sentence(text: str) -> bool:
    """Return whether a line ends as a sentence would; *Read more …* and *Read more +* do not."""
    return text.endswith((".", "?")) and not text.endswith("..") and features.count_words(text) > 3


def _comments_start(pieces: Sequence[Piece], reading: Reading) -> int:
    """Return where readers' comments begin: at their heading after the text, or a handle below the notes."""
    prose = [features.is_prose(piece.text) for piece in pieces]
    total = sum(prose)
    seen = 0
    for index, piece in enumerate(pieces):
        seen += prose[index]
        if piece.fixed or piece.role not in {"body", "heading", "boilerplate", "list"}:
            continue
        after_text = seen >= max(total // 2, 1)
        if after_text and _heads_comments(piece, reading) and _is_over(pieces, index):
            return index
        if after_text and _is_thread(pieces, index):
            return index
    return len(pieces)


def _heads_comments(piece: Piece, reading: Reading) -> bool:
    return cues.is_whole("comments", piece.text, reading.language)


def _is_over(pieces: Sequence[Piece], index: int) -> bool:
    """Return whether the text is over before a piece: no heading follows, and it had a number or a foot."""
    counted = any(letter.isdigit() for letter in pieces[index].text)
    before = piece_before(pieces, index)
    return counted or (before is not None and before.role in _APPARATUS)


def _is_thread(pieces: Sequence[Piece], index: int) -> bool:
    """Return whether comments begin here: after the foot a handle behind a bullet, its words set in below."""
    piece = pieces[index]
    before = piece_before(pieces, index)
    if before is None or before.role not in _APPARATUS or not _HANDLE.match(piece.text):
        return False
    after = pieces[index + 1 :]
    return bool(after) and all(one.indent > 0 or _HANDLE.match(one.text) for one in after)


@dataclass(frozen=True)
class _Foot:
    """What is known while the foot is read upwards."""

    reading: Reading
    names: frozenset[str]  # names that stand alone in a line, or that the manifest gives
    repeated: frozenset[str]
    usual_gap: int
    texts: tuple[str, ...]  # of all paragraphs

    @cached_property
    def words(self) -> Counter[str]:
        """Return in how many paragraphs a word stands."""
        return Counter(word for text in self.texts for word in set(re.findall(r"[^\W\d_]+", text)))

    def mentions(self, name: str) -> bool:
        """Return whether the text speaks of the bearer of a name, outside the lines that are the name."""
        surname = name.rpartition(" ")[2]
        return self.words[surname] > 1 + sum(features.folded(surname) in line for line in self.names)


def class_foot(pieces: list[Piece], body: int, reading: Reading) -> None:
    """Class what stands after the text, from the last piece upwards, in place."""
    lines = Counter(features.folded(piece.text) for piece in pieces if features.is_name(piece.text))
    bylines = [cues.without_by(piece.text, reading.language) for piece in pieces if piece.role == "byline"]
    known = {features.folded(name) for line in bylines for name in features.names_in(line)}
    known |= {features.folded(name) for name in reading.authors}
    repeated = frozenset(line for line in lines if lines[line] > 1)
    names = frozenset({*islice(lines, _NAMES), *known})
    texts = tuple(piece.text for piece in pieces)
    foot = _Foot(reading, names, repeated, _usual_gap(pieces), texts)
    last = max((index for index, piece in enumerate(pieces) if piece.role == "title"), default=0)
    below: Piece | None = None
    for index in range(len(pieces) - 1, max(body, last), -1):
        piece = pieces[index]
        if piece.role == "break":
            continue
        if piece.role in SET - {"image"} and not piece.fixed:
            role = _foot_role(pieces, index, below, foot)
            if not role:
                return
            disclaims = role == "boilerplate" and cues.opens("disclaimer", piece.text, reading.language)
            pieces[index] = piece.as_(role, DISCLAIMER if disclaims else "")
        elif piece.role in SET - {"image"}:
            return
        below = pieces[index]


def _foot_role(pieces: Sequence[Piece], index: int, below: Piece | None, foot: _Foot) -> str:
    """Return what a paragraph at the foot is, or an empty text when it may be of the article."""
    piece, language = pieces[index], foot.reading.language
    text = piece.text
    if piece.role not in {"body", "heading"} or len(text) > 1500:
        return ""
    words = features.count_words(text)
    for role, kind, limit in _FOOT_CUES:
        if words <= limit and cues.opens(kind, text, language) and _is_fit(kind, text, below, language):
            return role
    if _is_foot_byline(text, below, foot):
        return "byline"
    return "bio" if _is_bio(pieces, index, below, foot) else ""


def _is_fit(kind: str, text: str, below: Piece | None, language: str) -> bool:
    """Return whether a cue means what it says: a dateline has a date, a sentence of furniture more below."""
    if kind == "dateline":
        return cues.has_date(text, language)
    return kind != "furniture" or below is not None or not _is_sentence(text)


def _is_foot_byline(text: str, below: Piece | None, foot: _Foot) -> bool:
    """Return whether a line is the author's name: twice in the file, known, or in the biography below."""
    name = features.folded(text)
    if not features.is_name(text):
        return False
    told = below is not None and below.role == "bio" and features.folded(below.text).startswith(name)
    return told or name in foot.repeated or name in {features.folded(known) for known in foot.reading.authors}


def _is_bio(pieces: Sequence[Piece], index: int, below: Piece | None, foot: _Foot) -> bool:
    """Return whether a paragraph at the foot tells who the author is.

    It begins with a name and says what its bearer is or does. Since an essay may end with such a sentence
    about the one it treats of, something else must speak for it: a handle or a degree, a name known as the
    author's; or a gap before it, more of the foot round it, and a name that the text never mentions.
    """
    piece, text = pieces[index], pieces[index].text
    language = foot.reading.language
    if features.count_words(text) > 200:
        return False
    if cues.opens("author", text, language):
        return True
    if features.folded(text.partition(":")[0]) in foot.names and _ADDRESSED.search(text):
        return True
    name = features.first_name(text)
    head = " ".join(text.split()[:35])
    tells = cues.has_word("does", head, language) and cues.has_word("calling", head, language)
    if not (name and tells):
        return False
    if _ADDRESSED.search(head) or _DEGREE.search(head):
        return True
    known = any(features.folded(name).startswith(one) for one in foot.names)
    above = piece_before(pieces, index)
    among = below is not None and (bool(_LIFE.search(head)) or below.role in {"bio", "credit"})
    among = among or piece.gap > foot.usual_gap or (above is not None and above.role in _ABOVE)
    return known or (among and not foot.mentions(name))


def _usual_gap(pieces: Sequence[Piece]) -> int:
    """Return how many blank lines usually stand between two paragraphs."""
    gaps = Counter(piece.gap for piece in pieces[1:])
    return gaps.most_common(1)[0][0] if gaps else 1
