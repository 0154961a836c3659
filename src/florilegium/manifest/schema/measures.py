"""Measures of the printer's: a bleed, the thickness of a paper, a number of pages."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Annotated, Final

from pydantic import BeforeValidator, WithJsonSchema

from florilegium.manifest.schema.kinds import ANY_TEXT, fault

_MILLIMETRES: Final = {"mm": 1.0, "cm": 10.0, "in": 25.4}

#: Papers by name, as thickness of one leaf in millimetres. `white`, `cream` and `groundwood` are those of
#: print on demand, `offset-80` is 80 g/m² without bulk, `bookwove-80` the same weight at a bulk of 1.5.
PAPERS: Final = {
    "white": 0.114,
    "cream": 0.127,
    "groundwood": 0.119,
    "offset-80": 0.1,
    "bookwove-80": 0.12,
}


def millimetres(text: str) -> float | None:
    """Return a measure such as `3 mm` or `0.125 in` in millimetres.

    A bare 0 needs no unit; None when it is none.
    """
    found = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*(mm|cm|in)", text.strip().lower())
    if found:
        return round(float(found[1].replace(",", ".")) * _MILLIMETRES[found[2]], 4)
    return 0.0 if re.fullmatch(r"0(\.0+)?", text.strip()) else None


def paper_thickness(text: str) -> float | None:
    """Return the thickness of a leaf in millimetres, of a paper by name or by measure.

    Return None when it is neither.
    """
    name = text.strip().lower()
    return PAPERS[name] if name in PAPERS else millimetres(name)


def _bleed(value: object) -> str:
    measure = millimetres(value) if isinstance(value, str) else None
    if measure is None:
        raise fault("a measure like “3 mm” or “0.125 in”")
    if measure > 10:
        raise fault("a bleed of at most 10 mm", "Printers ask for 3 mm or 0.125 in.")
    return str(value).strip()


def _paper(value: object) -> str:
    text = value if isinstance(value, str) else ""
    thickness = paper_thickness(text)
    if thickness is None:
        near = get_close_matches(text.strip().lower(), PAPERS, 1)
        expected = f"{', '.join(PAPERS)}, or the thickness of a leaf like “0.1 mm”"
        raise fault(expected, f"Is “{near[0]}” meant?" if near else "")
    if not 0.03 <= thickness <= 1:
        raise fault("a leaf from 0.03 mm to 1 mm", "A leaf is two pages.")
    return text.strip()


def _multiple(value: object) -> int:
    text = value.strip() if isinstance(value, str) else ""
    if not re.fullmatch(r"[1-9]\d?", text) or int(text) > 64:
        raise fault("a whole number from 1 to 64", "Printers ask for 2, 4, 8, 16 or 32.")
    return int(text)


def _levels(value: object) -> int:
    text = value.strip() if isinstance(value, str) else ""
    if text not in {"0", "1", "2", "3"}:
        raise fault("a whole number from 0 to 3", "0 leaves the headings inside the articles out.")
    return int(text)


def _amount(value: object) -> float:
    text = value.strip() if isinstance(value, str) else ""
    if not re.fullmatch(r"\d{1,6}(\.\d{1,3})?", text) or not float(text):
        raise fault("a number greater than 0, below 1,000,000")
    return float(text)


#: How far a picture goes beyond the trimmed edge.
Bleed = Annotated[str, BeforeValidator(_bleed), WithJsonSchema(ANY_TEXT)]
#: A paper by name, or the thickness of a leaf.
Paper = Annotated[str, BeforeValidator(_paper), WithJsonSchema(ANY_TEXT)]
#: How many levels of headings.
Levels = Annotated[
    int, BeforeValidator(_levels), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 3})
]
#: How much of something a text may use.
Amount = Annotated[
    float,
    BeforeValidator(_amount),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": 999999}),
]
#: Of what number the number of pages is to be a multiple.
Multiple = Annotated[
    int, BeforeValidator(_multiple), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 64})
]
