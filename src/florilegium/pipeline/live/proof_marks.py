"""What the proof says of the pages, each thing at its very line."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from florilegium.pipeline.printing import proof_sheet
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from florilegium.editions.pdf.proof.report import ProofPlace
    from florilegium.pipeline.live.page_sheets import PageSheets
    from florilegium.pipeline.live.sheet_facts import LetterBox
    from florilegium.pipeline.prepare import Prepared

#: Signs that a line may end with on paper and not in the text, or the other way round.
_HYPHENS: Final = "-\N{HYPHEN}\N{SOFT HYPHEN}\N{NON-BREAKING HYPHEN}…"


@dataclass(frozen=True)
class ProofMark:
    """A thing to look at: the place of its page in the book, what it is, and from where to where its line
    stands, in parts of the page's height. What concerns a whole page stands at its head."""

    place: int
    what: str
    top: float
    bottom: float


def proof_marks(
    prepared: Prepared, sheets: PageSheets, letters_of: Callable[[int], Sequence[LetterBox]]
) -> tuple[ProofMark, ...]:
    """Return what the proof says of a set book. `letters_of` gives the letters of a page."""
    pages = {one.folio: one.place for one in sheets.facts}
    height = sheets.size[1]
    found = []
    for one in proof_sheet(prepared, sheets.made).places:
        place = pages[one.page]
        top, bottom = _line(one, letters_of(place)) or (0.0, 0.02 * height)
        found.append(ProofMark(place, one.what, top / height, bottom / height))
    return tuple(found)


def _line(place: ProofPlace, letters: Sequence[LetterBox]) -> tuple[float, float] | None:
    """Return where the line with the words of a place stands on its page, in points; None without words."""
    plain = [(sign, at) for at, one in enumerate(letters) for sign in _plain(one.sign)]
    words = _plain(place.words)
    start = "".join(sign for sign, _ in plain).find(words) if words else -1
    if start < 0:
        return None
    first = letters[plain[start][1]]
    return first.top, first.bottom


def _plain(text: str) -> str:
    """Return a text as both ways to read it have it: letters without spaces, ligatures and hyphens."""
    whole = unicodedata.normalize("NFKC", text.strip(_HYPHENS))
    return "".join(sign for sign in whole if not sign.isspace() and sign not in _HYPHENS)
