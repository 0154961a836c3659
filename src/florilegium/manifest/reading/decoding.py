"""From a file's bytes to its letters: UTF-8, or UTF-16 with its mark, and nothing that cannot be printed."""

from __future__ import annotations

import codecs
import re
from typing import Final

from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: What XML 1.0 §2.2 or YAML 1.2 §5.1 refuses. It says these few and not all others, since Python goes through
#: the signs of a class one by one to compile it.
UNPRINTABLE: Final = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: How ZIP (and so DOCX and ODT), PDF, old Word and RTF files begin.
_OTHERS: Final = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf")


@dataclass(frozen=True)
class NotLettersError(Exception):
    """The bytes are no text. `line` and `column` count from 1; both are 0 for the file as a whole."""

    message: str
    hint: str
    line: int = 0
    column: int = 0


def decode(data: bytes) -> str:
    """Return the text of a file, without its byte order mark.

    Raises:
        NotLettersError: the bytes are of no known encoding, or stand for what no text has.
    """
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise NotLettersError("the file is UTF-32; expected UTF-8", "Save the file again as UTF-8.")
    mark, encoding = next((found for found in _MARKS if data.startswith(found[0])), (b"", "utf-8"))
    if data.startswith(_OTHERS) or (not mark and data.count(0) * 20 > len(data)):
        raise NotLettersError(
            "the file is no plain text",
            "Save it as plain text in UTF-8; what a word processor makes is a document of another kind.",
        )
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise _wrong_letter(data[len(mark) :], error) from error
    bad = UNPRINTABLE.search(text)
    if bad:
        line, column = _spot(text[: bad.start()])
        raise NotLettersError(
            f"a character that cannot be printed stands here ({code_point(bad[0])})",
            "Take it out. It often comes along unseen when a text is copied.",
            line,
            column,
        )
    return text


def code_point(letter: str) -> str:
    """Return the name of a character's number, as `U+0007`."""
    return f"U+{ord(letter):04X}"


def _wrong_letter(data: bytes, error: UnicodeDecodeError) -> NotLettersError:
    byte = data[error.start]
    if error.encoding.startswith("utf-16"):
        return NotLettersError("the file breaks off in the middle of a letter", "Save it again as UTF-8.")
    line, column = _spot(data[: error.start].decode("utf-8"))
    guess = bytes([byte]).decode("cp1252", errors="replace")
    seen = f"; in Windows’s old encoding it is “{guess}”" if guess.isprintable() and guess != "\ufffd" else ""
    return NotLettersError(
        f"the byte {byte:02X} is no letter of UTF-8{seen}", "Save the file again as UTF-8.", line, column
    )


def _spot(before: str) -> tuple[int, int]:
    """Return line and column, from 1, of what follows `before`."""
    lines = re.split(r"\r\n|[\n\r\x85\u2028\u2029]", before)
    return len(lines), len(lines[-1]) + 1
