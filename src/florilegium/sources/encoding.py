"""From bytes to letters: what encoding a file is in, and what in it is no letter.

A byte-order mark is believed, then UTF-8 when it fits, then what the file declares, then the shape of UTF-16;
only then is a legacy encoding guessed, and the editor told. Line ends become line feeds. What is not text
under a text's name is refused.
"""

from __future__ import annotations

import codecs
import re
import sys
from dataclasses import replace
from typing import Final

from florilegium.languages.traits import traits_of
from florilegium.sources.manuscript import Reading
from florilegium.sources.parts import Piece, weigh
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: How files of other kinds begin, and what to do with one.
_OTHERS: Final = (
    (b"%PDF-", "a PDF", "Copy its text into a file of its own, or save it as DOCX."),
    (b"{\\rtf", "an RTF document", "Save it as DOCX or as plain text."),
    (b"PK\x03\x04", "a ZIP archive, perhaps a DOCX", "Give it the name that its program gave it."),
    (b"\xd0\xcf\x11\xe0", "an old Word document", "Save it as DOCX."),
    (b"\x89PNG", "a picture", "Name the article’s text here; the picture belongs into it."),
    (b"\xff\xd8\xff", "a picture", "Name the article’s text here; the picture belongs into it."),
    (b"GIF8", "a picture", "Name the article’s text here; the picture belongs into it."),
    (b"\x1f\x8b", "a compressed file", "Unpack it first."),
    (b"MIME-Version:", "a web archive (MHTML)", "Save the page as “web page, HTML only” or “complete”."),
)

_UNPRINTABLE: Final = "\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff"
_CONTROLS: Final = regex(f"[{_UNPRINTABLE}]")
#: The ends of the further planes of Unicode, which are no letters; readers use some as signs of their own.
_ENDS: Final = "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(1, 17))
_NO_LETTERS: Final = regex(f"[{_UNPRINTABLE}{_ENDS}]")
#: Signs that part lines or pages; a form feed at the end or the beginning of a line is where a page ends.
_SEPARATORS: Final = regex("[\x0b\x1c-\x1f]|\x0c(?<=[^\n]\x0c)(?!\n|\\Z)")
_GARBLED: Final = regex("\ufffd|â€[™œ“”˜¦\x9d]|Ã[©¨¢§ª«¯´¶¹¼®¤]|[\x80-\x84\x86-\x9f]")

#: What stands in each such place, but for control characters.
_SUSPECT: Final = ("\ufffd", "â€", "Ã")

#: A numeric reference of markup.
REFERENCE: Final = regex(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,9}));?")

_DECLARED: Final = regex(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE
)

#: More control characters than this share of a text, and it is none.
_BINARY: Final = 0.02


@dataclass(frozen=True)
class Decoded:
    """The letters of a file. `unprintable` control characters were left out, the first on `line`."""

    text: str
    encoding: str
    unprintable: int = 0
    line: int = 0

    @property
    def unprintable_piece(self) -> tuple[Piece, ...]:
        """Return what was left out, for the ledger; none if nothing was."""
        if not self.unprintable:
            return ()
        fate = "left out: cannot be printed"
        row = Piece.row(role="boilerplate", line=self.line, text="", fate=fate)
        return (replace(row, characters=self.unprintable),)


def decode(data: bytes, reading: Reading, declared: str = "", *, markup: bool = False) -> Decoded | None:
    """Return the text of a file's bytes, or None when it has none.

    `declared` is the encoding that the file itself names, if it does. In `markup` a numeric reference to what
    cannot be printed (`&#1;`) is that character, and left out as it is.

    Reports:
        S002: nothing is in the file.
        S003: the bytes do not fit the encoding that the file's first bytes or itself declare.
        S004: the bytes are another kind of file.
        S007: the encoding was guessed.
        S013, S014: control characters; letters that were garbled before the file came here.
    """
    if not data.strip():
        _empty(reading)
        return None
    for start, kind, hint in _OTHERS:
        if data.startswith(start):
            reading.report.add("S004", reading.place(), f"this is {kind}, not what its name says", hint)
            return None
    found = _letters(data, reading, declared)
    if found is None:
        return None
    text, name = found
    return _clean(without_unprintable_references(text) if markup else text, name, reading)


def without_unprintable_references(text: str, instead: str | None = None) -> str:
    """Return markup without numeric references to what no tree may hold (XML 1.0 2.2).

    In their place stands `instead`, by default the character itself, which `decode` leaves out and reports.
    """

    def resolved(found: re.Match[str]) -> str:
        number = int(found[1], 16) if found[1] else int(found[2])
        if is_xml_letter(number):
            return found[0]
        letter = chr(number) if number <= sys.maxunicode else "\uffff"
        return letter if instead is None else instead

    return REFERENCE.sub(resolved, text) if "&#" in text else text


def is_xml_letter(number: int) -> bool:
    """Return whether a number is that of a character that XML allows (XML 1.0 §2.2, `Char`)."""
    return (
        number in {0x09, 0x0A, 0x0D}
        or 0x20 <= number <= 0xD7FF
        or 0xE000 <= number <= 0xFFFD
        or 0x10000 <= number <= sys.maxunicode
    )


def without_controls(text: str) -> str:
    """Return a text without the control characters that nothing can print; spaces for those that part."""
    # A form feed that ends a page is kept for those who look for pages; a tree takes none.
    return _CONTROLS.sub("", _SEPARATORS.sub(" ", text.replace("\f", " ")))


def report_unprintable(count: int, reading: Reading) -> None:
    """Tell that control characters of a file were left out, wherever in it they stood.

    Reports:
        S013: some were left out.
    """
    if count:
        what = "a control character was" if count == 1 else f"{count} control characters were"
        hint = "Nothing can print them; take them out of the file."
        reading.report.add("S013", reading.place(), f"{what} left out", hint)


def decode_text(text: str, reading: Reading) -> Decoded | None:
    """Return a text that is decoded already, such as an inline introduction, made fit to be read."""
    return _clean(text, "utf-8", reading)


def _empty(reading: Reading) -> None:
    reading.report.add("S002", reading.place(), "nothing is in this file", "Is it the right file?")


def _letters(data: bytes, reading: Reading, declared: str) -> tuple[str, str] | None:
    """Return the text and the name of its encoding."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, reading)
    encoding = "" if declared else _shape(data)
    if encoding:
        return _strict(data, encoding, reading)
    zeros = data.count(0)
    if zeros > len(data) * _BINARY + 2 or (zeros and not _is_utf8(data)):
        message = "this is no text: it has bytes that no text has"
        reading.report.add("S004", reading.place(), message, "Is it the right file, under the right name?")
        return None
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        return as_declared(data, declared) or _legacy(data, error.start, reading)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _strict(data: bytes, encoding: str, reading: Reading) -> tuple[str, str] | None:
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        name = encoding.upper().removesuffix("-LE").removesuffix("-BE")
        message = f"this file begins as {name} does, but byte {error.start + 1} is none"
        reading.report.add("S003", reading.place(), message, "Save it again as UTF-8.")
        return None


def _shape(data: bytes) -> str:
    """Return the name of UTF-16 without a mark, in which every second byte of Western text is zero."""
    sample = data[:4000]
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if half and odd > half * 0.3 and even < half * 0.05:
        return "utf-16-le"
    if half and even > half * 0.3 and odd < half * 0.05:
        return "utf-16-be"
    return ""


def declared_in(page: bytes) -> str:
    """Return the name of the encoding that a page says it is in, if it does."""
    declared = _DECLARED.search(page[:4000])
    return declared[1].decode("ascii", "replace") if declared else ""


def as_declared(data: bytes, declared: str, errors: str = "strict") -> tuple[str, str] | None:
    """Return the text in the encoding that was declared, if it is in that, and the encoding's name.

    Latin-1 means its superset, as on the web.
    """
    try:
        name = codecs.lookup(declared.strip()).name if declared else ""
        name = "cp1252" if name in {"iso8859-1", "ascii"} else name
        return (data.decode(name, errors), name) if name else None
    except (LookupError, ValueError):
        return None


def _legacy(data: bytes, first: int, reading: Reading) -> tuple[str, str]:
    """Return the text in a legacy encoding, guessed and reported."""
    patched = _patched(data)
    text, name = (patched, "utf-8 with a few other letters") if patched else _guess(data, reading.language)
    line = data.count(b"\n", 0, first) + 1
    column = first - data.rfind(b"\n", 0, first)
    message = f"the letters of this file are not UTF-8; they were read as {_shown(name)}"
    hint = "Look at the accents and quotation marks. If they are wrong, save the file as UTF-8."
    reading.report.add("S007", reading.place(line, column), message, hint)
    return text, name


#: What text shows that is read as Latin-1 and is in its successor: signs within words, no currency.
_LATIN_9: Final = regex(r"[^\W\d_][¦¨´¸¼½¾]|(?<![\d\s])[¦¨´¸¼½¾][^\W\d_]|¤")

#: Encodings whose common name is not made of Python's.
_NAMES: Final = {
    "koi8_r": "KOI8-R",
    "koi8_u": "KOI8-U",
    "cp932": "Shift-JIS",
    "cp949": "EUC-KR",
    "gb18030": "GB 18030",
}


def _shown(encoding: str) -> str:
    """Return the name of an encoding as programs show it to people."""
    windows = re.fullmatch(r"cp(125\d)", encoding)
    if encoding in _NAMES:
        return _NAMES[encoding]
    return f"Windows-{windows[1]}" if windows else encoding.replace("_", " ").replace("mac ", "Mac ")


def _patched(data: bytes) -> str:
    """Return a text that is UTF-8 but for a few bytes of Western Windows pasted into it, or an empty text."""
    text = data.decode("utf-8", "surrogateescape")
    odd = sum("\udc80" <= letter <= "\udcff" for letter in text)
    good = sum(letter > "\x7f" for letter in text) - odd
    if odd * 9 > good:
        return ""
    return re.sub("[\udc80-\udcff]", lambda found: _western(ord(found[0]) - 0xDC00), text)


def _western(byte: int) -> str:
    return bytes((byte,)).decode("cp1252", "replace")


def _guess(data: bytes, language: str) -> tuple[str, str]:
    """Return the text in the likeliest legacy encoding for its language."""
    from charset_normalizer import from_bytes

    candidates = traits_of(language).encodings
    best = from_bytes(data, cp_isolation=list(candidates), enable_fallback=False).best()
    best = best or from_bytes(data[:200_000], enable_fallback=False).best()
    for name in (best.encoding if best else "", *candidates):
        try:
            return _latin_9(data, data.decode(name), name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode(candidates[0], "replace"), candidates[0]


def _latin_9(data: bytes, text: str, name: str) -> tuple[str, str]:
    """Return a text of Western letters as ISO 8859-15 has them, if it shows that it is in that.

    Where Latin-1 has fractions and rare signs, that has the letters *Œ œ Š š Ž ž Ÿ* and the euro.
    """
    western = name in {"cp1252", "latin_1", "iso8859_1"} and not any(0x80 <= byte < 0xA0 for byte in data)
    return (data.decode("iso8859_15"), "iso8859_15") if western and _LATIN_9.search(text) else (text, name)


def _clean(text: str, encoding: str, reading: Reading) -> Decoded | None:
    """Return the text with line feeds for line ends and without what cannot be printed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if _is_sound(text):
        return Decoded(text, encoding)
    _report_garbled(text, reading)
    text = re.sub("[\x80-\x84\x86-\x9f]", lambda found: _western(ord(found[0])), text)
    text = _SEPARATORS.sub(" ", text)
    first = _NO_LETTERS.search(text)
    if first is None:
        if not weigh(text):
            _empty(reading)
            return None
        return Decoded(text, encoding)
    clean, count = _NO_LETTERS.subn("", text)
    line, column = place_of(text, first.start())
    place = reading.place(reading.first_line + line - 1, column)
    if count > len(text) * _BINARY + 2 or not weigh(clean):
        message = "this is no text: it is full of control characters"
        reading.report.add("S004", place, message, "Is it the right file, under the right name?")
        return None
    sign = f"U+{ord(first[0]):04X}"
    message = f"{count} control characters were left out, the first {sign}"
    if count == 1:
        message = f"a control character was left out, {sign}"
    reading.report.add("S013", place, message, "Nothing can print them; take them out of the file.")
    return Decoded(clean, encoding, count, line)


def _is_sound(text: str) -> bool:
    """Return whether a text has letters, and for certain nothing that is to be left out or reported.

    What of it is not printable, as Python tells of any letter, is looked for in a tenth of a pattern's time.
    """
    bare = text.replace("\n", "").replace("\t", "").replace("\xa0", "")
    return bare.isprintable() and bare.strip() != "" and not any(sign in text for sign in _SUSPECT)


def _report_garbled(text: str, reading: Reading) -> None:
    found = _GARBLED.search(text)
    if found is None:
        return
    line, column = place_of(text, found.start())
    message = f"letters are garbled here (“{found[0]}”): somebody saved them in a wrong encoding"
    hint = "Get the file again from where it came, or mend the letters in it."
    reading.report.add("S014", reading.place(reading.first_line + line - 1, column), message, hint)


def place_of(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset of a text."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
