"""The slips of a source that the book mends, as the manifest lists them.

A correction is exact: its text must stand once, and only once, in the body and the notes, as the reader gave
them. It may cross inline markup and note calls, never a paragraph. All are looked for before any is made, so
that their order does not matter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.bibliographic import Correction
from florilegium.problems import Place, Report
from florilegium.sources.manuscript import Manuscript, MendedWords
from florilegium.sources.tree.cutting import detach
from florilegium.sources.tree.vocabulary import INLINE
from florilegium.system.values import dataclass

#: Signs that editors and keyboards mix up.
_FOLDED: Final = str.maketrans("“”„«»‘’‚–—‐‑−\u00a0\u202f\u2009", '"""""\'\'\'-----   ')

#: At most so many windows of text are compared to find what a correction may mean.
_WINDOWS: Final = 400


@dataclass(frozen=True)
class _Match:
    block: Element
    start: int
    end: int


def apply(manuscript: Manuscript, corrections: Sequence[Correction], name: str, report: Report) -> Manuscript:
    """Return the manuscript with its corrections made; `name` is its source, for problems.

    Reports:
        S009: the text of a correction stands nowhere, or more than once, or another correction takes it.
    """
    if not corrections:
        return manuscript
    body = deepcopy(manuscript.body)
    notes = tuple(replace(note, body=deepcopy(note.body)) for note in manuscript.notes)
    trees = (body, *(note.body for note in notes))
    blocks = [leaf for tree in trees for leaf in runs.leaves(tree)]
    texts = [_readable(block) for block in blocks]
    taken: list[tuple[_Match, Correction]] = []
    for correction in corrections:
        found = _find(correction.find, blocks, texts)
        if len(found) == 1 and not _overlaps(found[0], taken):
            taken.append((found[0], correction))
        else:
            place, message, hint = _fault(correction.find, found, texts, name)
            report.add("S009", place, message, hint)
    for match, correction in sorted(taken, key=lambda one: -one[0].start):
        runs.replace(match.block, match.start, match.end, correction.replace)
    for block in {id(match.block): match.block for match, _ in taken}.values():
        for element in reversed(list(block.iter(*set(INLINE.values())))):
            if not element.text and not len(element):
                detach(element)
        _remove_if_empty(block)
    return replace(manuscript, body=body, notes=notes, mended=tuple(_mended(trees, taken)))


def _mended(trees: Sequence[Element], taken: Sequence[tuple[_Match, Correction]]) -> Iterator[MendedWords]:
    """Yield what corrections that were made have put, where it stands in the blocks that are left."""
    numbers = {id(block): at for at, block in enumerate(leaf for tree in trees for leaf in runs.leaves(tree))}
    moved: Counter[int] = Counter()
    for match, correction in sorted(taken, key=lambda one: one[0].start):
        block, put = id(match.block), len(correction.replace)
        start = match.start + moved[block]
        moved[block] += put - (match.end - match.start)
        if block in numbers:
            yield MendedWords(numbers[block], start, start + put, correction.find, correction.reason)


def _readable(block: Element) -> str:
    """Return the text of a block, a line break as a space."""
    return runs.text_of(block).replace("\n", " ")


def _find(wanted: str, blocks: Sequence[Element], texts: Sequence[str]) -> list[_Match]:
    """Return every place where a text stands, those that overlap too."""
    wanted = _one_line(wanted)
    found = []
    for block, text in zip(blocks, texts, strict=True):
        start = text.find(wanted) if wanted else -1
        while start >= 0:
            found.append(_Match(block, start, start + len(wanted)))
            start = text.find(wanted, start + 1)
    return found


def _one_line(text: str) -> str:
    """Return the text with plain white space collapsed; a no-break space is a letter like others here."""
    return re.sub(r"[ \t\r\n]+", " ", text)


def _overlaps(match: _Match, taken: Sequence[tuple[_Match, Correction]]) -> bool:
    return any(
        other.block is match.block and other.start < match.end and match.start < other.end
        for other, _ in taken
    )


def _remove_if_empty(block: Element) -> None:
    parent = block.getparent()
    hollow = not runs.text_of(block).strip() and next(block.iter("img", "call"), None) is None
    if parent is not None and hollow and block.tag not in {"td", "th"}:
        parent.remove(block)


def _fault(wanted: str, found: Sequence[_Match], texts: Sequence[str], name: str) -> tuple[Place, str, str]:
    """Return the place, message and hint of a correction that cannot be made."""
    if len(found) == 1:
        return _place(found[0], name), f"two corrections change the same words: “{wanted}”", "Make them one."
    if found:
        lines = ", ".join(str(_place(match, name).line) for match in found[:5])
        message = (
            f"the correction of “{wanted}” matches {len(found)} times, on lines {lines}; it must match once"
        )
        return _place(found[1], name), message, "Give more of the words round it."
    message = f"the correction of “{wanted}” matches nothing in the text; it must match once"
    return Place(name), message, _nearest(wanted, texts)


def _place(match: _Match, name: str) -> Place:
    block: Element | None = match.block
    while block is not None and not block.get("at"):
        block = block.getparent()
    line, _, column = (block.get("at", "") if block is not None else "").partition(":")
    return Place(name, int(line or 0), int(column or 0))


def _nearest(wanted: str, texts: Sequence[str]) -> str:
    """Return what the text has that comes near, for the editor to copy."""
    wanted = _one_line(wanted).strip()
    folded = wanted.translate(_FOLDED).casefold()
    for text in texts:
        start = text.translate(_FOLDED).casefold().find(folded) if folded else -1
        if start >= 0 and len(text) == len(text.casefold()):
            near = text[start : start + len(wanted)]
            return f"The text has “{near}”: quotes, dashes, spaces or capitals differ."
    similar = _most_similar(wanted, texts)
    if similar:
        return f"The nearest in the text is “{similar}”."
    return "The words must stand in one paragraph of the body or of a note, exactly as the source has them."


def _most_similar(wanted: str, texts: Sequence[str]) -> str:
    """Return the words of the text most like the wanted ones, if any are like them."""
    keys = sorted({word for word in re.findall(r"\w+", wanted) if len(word) > 2}, key=len, reverse=True)[:4]
    best, best_ratio = "", 0.6
    tried = 0
    for key in keys:
        offset = wanted.find(key)
        for text in texts:
            start = text.find(key)
            while start >= 0 and tried < _WINDOWS:
                tried += 1
                window = _window(text, start - offset, len(wanted))
                ratio = SequenceMatcher(None, wanted[:200], window[:200], autojunk=False).ratio()
                if ratio > best_ratio:
                    best, best_ratio = window, ratio
                start = text.find(key, start + 1)
    return best


def _window(text: str, start: int, length: int) -> str:
    """Return about so many letters from an offset on, from word to word."""
    start = max(start, 0)
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    end = min(start + length, len(text))
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end].strip()
