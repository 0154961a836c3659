"""Pictures of pages at any size, and the letters on them: the only place that knows pypdfium2.

PDFium may do one thing at a time, so there is one lock.
"""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from florilegium.pipeline.live.sheet_facts import LetterBox

if TYPE_CHECKING:
    from PIL.Image import Image

    from florilegium.pipeline.live.page_sheets import PageSheets
    from florilegium.pipeline.live.proof_marks import ProofMark
    from florilegium.pipeline.prepare import Prepared

#: Pixels of the width of a picture, at most: a page of six inches at 600 dots to the inch.
WIDEST: Final = 3600

#: Opened files, pictures and letters that are held.
_FILES, _PICTURES, _PAGES = 12, 160, 60

#: What PDFium gives for the hyphen of a divided word, and marks that are no letter.
_NO_LETTERS: Final = frozenset("\x02\ufffe\ufeff\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{WORD JOINER}\N{HYPHEN}")


_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class PagePictures:
    """Pictures and letters of pages, kept by the pages' stamps."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._files: OrderedDict[int, tuple[bytes, Any]] = OrderedDict()
        self._pictures: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._letters: OrderedDict[str, list[LetterBox]] = OrderedDict()

    def picture(self, sheets: PageSheets, place: int, width: int) -> bytes:
        """Return a page as a PNG of so many pixels in width; a blank page is white."""
        key = (sheets.facts[place].stamp, min(max(width, 40), WIDEST))
        with self._lock:
            if key not in self._pictures:
                self._pictures[key] = self._drawn(sheets, place, key[1])
            return _used(self._pictures, key, _PICTURES)

    def letters(self, sheets: PageSheets, place: int) -> list[LetterBox]:
        """Return the letters of a page in their order, each with its block where it has one."""
        key = sheets.facts[place].stamp
        with self._lock:
            if key not in self._letters:
                self._letters[key] = sheets.named(place, self._read(sheets, place))
            return _used(self._letters, key, _PAGES)

    def _drawn(self, sheets: PageSheets, place: int, width: int) -> bytes:
        from PIL import Image

        page = self._page(sheets, place)
        out = io.BytesIO()
        across, down = sheets.size
        if page is None:
            Image.new("L", (width, round(width * down / across)), 255).save(out, "PNG")
        else:
            # A little less, since its size is rounded up: it has so many pixels, each for one of the screen.
            picture = page.render(scale=(width - 0.01) / across, optimize_mode="print").to_pil()
            in_greys(picture).save(out, "PNG", compress_level=1)
        return out.getvalue()

    def _read(self, sheets: PageSheets, place: int) -> list[LetterBox]:
        from pypdfium2 import raw

        page = self._page(sheets, place)
        if page is None:
            return []
        text, height, found = page.get_textpage(), page.get_height(), []
        for at in range(text.count_chars()):
            sign = chr(raw.FPDFText_GetUnicode(text, at))
            if not sign.isspace() and sign not in _NO_LETTERS:
                left, bottom, right, top = text.get_charbox(at, loose=True)
                found.append(LetterBox(sign, left, height - top, right, height - bottom))
        return found

    def _page(self, sheets: PageSheets, place: int) -> Any:
        """Return an opened page, or None for a blank one."""
        import pypdfium2

        found = sheets.file(place)
        if found is None:
            return None
        data, number = found
        if id(data) not in self._files:
            self._files[id(data)] = data, pypdfium2.PdfDocument(data)
        return _used(self._files, id(data), _FILES)[1][number]


def in_greys(picture: Image) -> Image:
    """Return a picture without colours as one of greys, any other as it is.

    The greys stand in a palette: for that PNG tries no filters, which takes half the time and is no larger.
    """
    from PIL.ImageChops import difference

    first, *others = picture.split()
    return picture if any(difference(first, other).getbbox() for other in others) else first.convert("P")


class ProofMarks:
    """What the proof says of the pages that are shown, looked for once for each making of them."""

    def __init__(self, pictures: PagePictures) -> None:
        self._pictures = pictures
        self._lock = threading.Lock()
        self._found: tuple[PageSheets, tuple[ProofMark, ...]] | None = None

    def marks(self, prepared: Prepared, sheets: PageSheets) -> tuple[ProofMark, ...]:
        """Return the marks of a book."""
        from florilegium.pipeline.live.proof_marks import proof_marks

        with self._lock:
            if self._found is None or self._found[0] is not sheets:
                letters = partial(self._pictures.letters, sheets)
                self._found = sheets, proof_marks(prepared, sheets, letters)
            return self._found[1]


def _used(kept: OrderedDict[_Key, _Value], key: _Key, most: int) -> _Value:
    """Return what is kept under a key, and let go what was not used longest."""
    kept.move_to_end(key)
    while len(kept) > most:
        kept.popitem(last=False)
    return kept[key]
