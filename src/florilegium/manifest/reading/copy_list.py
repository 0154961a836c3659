"""A list of those who get a copy: a table with a heading (CSV), one person a line.

    name,email,contributor
    Ann Bracken,ann@example.org,bracken
    A Library,,

Names come from strangers' forms. What could break a file, a letter or a table is refused with its line.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from florilegium.problems import Place, Report
from florilegium.system.files import FileRefusedError, read
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

_LARGEST: Final = 50_000_000
_LONGEST_NAME: Final = 100

#: Not all that RFC 5322 allows, but all that is in use; nothing in it can end a line of a letter's head.
_ADDRESS: Final = regex(r"[A-Za-z0-9!#$%&'*+/=?^_{|}~.-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")

#: Categories of signs that no name has: controls, formats such as those that turn letters round, halves of
#: letters, and those that are not assigned. The two joiners belong to some scripts.
_REFUSED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS: Final = frozenset("\u200c\u200d")


@dataclass(frozen=True)
class Recipient:
    """Somebody who gets a copy. `contributor` is their key in the book, `line` where the list has them."""

    name: str
    email: str
    contributor: str
    line: int


def load_recipients(path: Path, report: Report) -> tuple[Recipient, ...]:
    """Return those who get a copy, in the order of the list.

    Reports:
        M029: the list cannot be read, has no column `name`, or nobody in it.
        M030: a name is missing, too long, or has a sign that no name has.
        M031: an address is none.
    """
    rows = tuple(_rows(path, report))
    return tuple(_recipient(row, Place(path.name, line), report) for line, row in rows)


def _rows(path: Path, report: Report) -> Iterator[tuple[int, dict[str, str]]]:
    place = Place(path.name)
    try:
        text = read(path.parent, path.name, _LARGEST).decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), dialect=_dialect(text), strict=True)
        columns = [(name or "").strip().lower() for name in reader.fieldnames or ()]
        if "name" not in columns:
            report.add("M029", place, "the list has no column “name”", _HOW_TO_LIST)
            return
        reader.fieldnames = columns
        for row in reader:
            yield reader.line_num, {key: value or "" for key, value in row.items() if isinstance(key, str)}
        if reader.line_num < 2:
            report.add("M029", place, "nobody stands in the list", _HOW_TO_LIST)
    except FileRefusedError as refused:
        report.add("M029", place, refused.message, _HOW_TO_LIST)
    except (UnicodeDecodeError, csv.Error) as error:
        report.add("M029", place, f"the list cannot be read: {error}", "Save it as CSV in UTF-8.")


def _dialect(text: str) -> type[csv.Dialect]:
    """Return how the columns are parted: a table of some spreadsheets has semicolons or tabs."""
    head = text.partition("\n")[0]
    sign = max(",;\t", key=head.count)

    class _Dialect(csv.excel):
        delimiter = sign

    return _Dialect


def _recipient(row: dict[str, str], place: Place, report: Report) -> Recipient:
    name = unicodedata.normalize("NFC", " ".join(row.get("name", "").split(" "))).strip()
    email, contributor = row.get("email", "").strip(), row.get("contributor", "").strip()
    strange = [sign for sign in name if unicodedata.category(sign) in _REFUSED and sign not in _JOINERS]
    if not name:
        report.add("M030", place, "there is no name", "Write it, or strike the line out.")
    elif strange:
        told = f"the name has a sign that no name has (U+{ord(strange[0]):04X})"
        report.add("M030", place, told, "Type the name again.")
    elif len(name) > _LONGEST_NAME:
        told = f"the name has {len(name)} letters; {_LONGEST_NAME} can be printed"
        report.add("M030", place, told, "Shorten it.")
    if email and not _ADDRESS.fullmatch(email):
        report.add("M031", place, "the address is none; expected one such as ann@example.org", _HOW_TO_WRITE)
    return Recipient(name, email, contributor, place.line)


_HOW_TO_LIST: Final = "Its first line is `name,email,contributor`; the last two may be left out."
_HOW_TO_WRITE: Final = "Write one address without a name, or leave the field empty."
