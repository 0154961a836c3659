"""The kinds of value that a manifest has at its leaves: a line, a passage, a language, an identifier, a day …

Every leaf comes as text or as nothing; each kind here says what it makes of it, and refuses in an editor's
words. The JSON Schema beside each kind is what an editor's program checks while one types.
"""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from enum import Enum
from typing import Annotated, Any, Final, TypeVar

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from florilegium.system.patterns import regex

#: YAML reads `1984` as a number and `No` as a truth; here both are text.
ANY_TEXT: Final[dict[str, Any]] = {"type": ["string", "number", "boolean"]}
_SPACE: Final = " \t\r\n"
_LONGEST_LINE: Final = 1000


def fault(expected: str, hint: str = "", code: str = "M004") -> PydanticCustomError:
    """Return what a kind raises: `expected` completes “… is “x”; expected …”."""
    return PydanticCustomError(code, "{expected}", {"expected": expected, "hint": hint})


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise fault("a text")
    return value


def _line(value: object) -> str:
    text = re.sub(f"[{_SPACE}]+", " ", _text(value)).strip(_SPACE)
    if not text:
        raise fault("a text", "Write one, or take the key out.", "M003")
    if len(text) > _LONGEST_LINE:
        raise fault(f"a line of at most {_LONGEST_LINE:,} letters", "Longer texts belong in an introduction.")
    return text


def _passage(value: object) -> str:
    return _text(value).strip(_SPACE)


def _may_be_empty(value: object) -> str:
    return _line(value) if _text(value).strip(_SPACE) else ""


def _exact(value: object) -> str:
    return _text(value).removesuffix("\n")


def _sought(value: object) -> str:
    text = _exact(value)
    if not text.strip(_SPACE):
        raise fault("words of the article", code="M003")
    return text


def _markdown(value: object) -> str:
    text = _text(value)
    if not text.strip(_SPACE):
        raise fault("a text in Markdown", "Write one, or take the key out.", "M003")
    return text


#: Words on one line; white space is made single.
Line = Annotated[str, BeforeValidator(_line), WithJsonSchema(ANY_TEXT)]
#: A line that may be empty on purpose (`""`).
OptionalLine = Annotated[str, BeforeValidator(_may_be_empty), WithJsonSchema(ANY_TEXT)]
#: A text of one or more lines, whose line ends are the editor's.
Passage = Annotated[str, BeforeValidator(_passage), WithJsonSchema(ANY_TEXT)]
#: Markdown as written.
Markdown = Annotated[str, BeforeValidator(_markdown), WithJsonSchema(ANY_TEXT)]
#: Words to be found letter by letter: nothing is stripped but a last line end.
Sought = Annotated[str, BeforeValidator(_sought), WithJsonSchema(ANY_TEXT)]
#: Words to be put in: as `Sought`, and may be empty.
Exact = Annotated[str, BeforeValidator(_exact), WithJsonSchema(ANY_TEXT)]

_KEY: Final = regex(r"[A-Za-z][A-Za-z0-9_-]*")


def _key(value: object) -> str:
    text = _line(value)
    if not _KEY.fullmatch(text) or len(text) > 80:
        from florilegium.manifest.schema.keys import slug

        better = slug(text)[:80]
        meant = f"“{better}” would do." if _KEY.fullmatch(better) else ""
        raise fault("a key: a letter, then letters without accents, digits or hyphens", meant)
    return text


def _file_name(value: object) -> str:
    text = _line(value)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", text):
        from florilegium.manifest.schema.keys import slug

        meant = f"“{slug(text)}” would do." if slug(text) else ""
        raise fault(
            "a file’s name without folder and ending: letters without accents, digits, hyphens", meant
        )
    return text


#: A short name by which the book refers to a text; it begins ids, so it is a word of plain letters.
Key = Annotated[
    str, BeforeValidator(_key), WithJsonSchema({"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_-]*$"})
]
#: The stem of a file that the program writes.
Stem = Annotated[str, BeforeValidator(_file_name), WithJsonSchema(ANY_TEXT)]


def _yes(value: object) -> bool:
    text = _text(value).strip().lower()
    if text in {"true", "yes", "on"}:
        return True
    if text in {"false", "no", "off"}:
        return False
    raise fault("true or false")


#: A yes or no.
Yes = Annotated[bool, BeforeValidator(_yes), WithJsonSchema({"type": "boolean"})]


def _day(value: object) -> date:
    text = _text(value).strip()
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError:
        raise fault("a day, written like 2026-11-22", "Year, month and day, with hyphens.") from None
    return day


#: A day of the calendar.
Day = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
]


def _year(value: object) -> int:
    text = _text(value).strip()
    if not re.fullmatch(r"[12]\d{3}", text):
        raise fault("a year of four digits")
    return int(text)


#: A year of our era, in four digits.
Year = Annotated[
    int, BeforeValidator(_year), WithJsonSchema({"type": "integer", "minimum": 1000, "maximum": 2999})
]


def _address(value: object) -> str:
    text = _text(value).strip()
    if not re.fullmatch(r"(https?://[^\s/<>\"]+|mailto:[^\s<>\"@]+@)[^\s<>\"]*", text):
        meant = f"Is “https://{text}” meant?" if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", text) else ""
        raise fault("an address that begins with https://, http:// or mailto:", meant)
    return text


#: An address on the web, or of a mailbox (`mailto:`).
Address = Annotated[
    str,
    BeforeValidator(_address),
    WithJsonSchema({"type": "string", "pattern": "^(https?://|mailto:)"}),
]


def _web_address(value: object) -> str:
    text = _address(value)
    if text.lower().startswith("mailto:"):
        raise fault("an address that begins with https:// or http://")
    return text


#: The address of a page on the web.
WebAddress = Annotated[
    str, BeforeValidator(_web_address), WithJsonSchema({"type": "string", "pattern": "^https?://"})
]


def _mailbox(value: object) -> str:
    text = _line(value).removeprefix("mailto:")
    if not re.fullmatch(r"[^\s<>\"@,;:]+@[^\s<>\"@,;:]+\.[^\s<>\"@,;:.]+", text):
        raise fault("a mailbox like press@example.org")
    return text


#: A mailbox, without `mailto:`.
Mailbox = Annotated[str, BeforeValidator(_mailbox), WithJsonSchema({"type": "string"})]

T = TypeVar("T")
Word = TypeVar("Word", bound=Enum)


def one_of(*words: str) -> tuple[BeforeValidator, WithJsonSchema]:
    """Return, for `Annotated[…, *one_of(…)]`, the kind of one of a few words, in any case."""
    return BeforeValidator(lambda value: _choose(value, words)), WithJsonSchema({"enum": list(words)})


def _choose(value: object, words: tuple[str, ...], guess: bool = True) -> str:
    text = _text(value).strip()
    found = next((word for word in words if word.lower() == text.lower()), None)
    if found is None:
        near = get_close_matches(text.lower(), words, 1) if guess else []
        *most, last = (f"“{word}”" for word in words)
        expected = f"{', '.join(most)} or {last}" if most else last
        raise fault(expected, f"Is “{near[0]}” meant?" if near else "")
    return found


def words_of(enumeration: type[Word], guess: bool = True) -> tuple[BeforeValidator, WithJsonSchema]:
    """Return, for `Annotated[…, *words_of(Kind)]`, the kind of one of the words of an enumeration.

    Without `guess` a misspelt word gets no suggestion, since a wrong one would say something untrue.
    """
    words = tuple(str(member.value) for member in enumeration)
    return BeforeValidator(lambda value: enumeration(_choose(value, words, guess))), WithJsonSchema(
        {"enum": list(words)}
    )


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


#: For `Annotated[tuple[X, ...], SINGLE]`: one text stands for a list of one.
SINGLE: Final[BeforeValidator] = BeforeValidator(_listed)

_DIVIDED: Final = regex(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:-[^\W\d_]+(?:['’][^\W\d_]+)*)*")


def _divided(value: object) -> str:
    text = _line(value)
    if not _DIVIDED.fullmatch(text):
        raise fault("one word, with hyphens where it may be divided", "As in “Ki-ri-ba-ti”.")
    return text


#: A word with hyphens where a line may divide it; without hyphens it is never divided.
Divided = Annotated[str, BeforeValidator(_divided), WithJsonSchema({"type": "string"})]

_TRIMS: Final = {
    "6x9in": (152.4, 228.6),
    "a5": (148.0, 210.0),
    "b-format": (129.0, 198.0),
    "digest": (139.7, 215.9),
}
_MILLIMETRES: Final = {"mm": 1.0, "cm": 10.0, "in": 25.4}


def trim_size(text: str) -> tuple[float, float] | None:
    """Return width and height in millimetres of a trim by name or by measure, or None."""
    text = text.strip().lower().replace("×", "x")
    if text in _TRIMS:
        return _TRIMS[text]
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*x\s*(\d+(?:\.\d+)?)\s*(mm|cm|in)", text)
    if not found:
        return None
    unit = _MILLIMETRES[found[3]]
    return round(float(found[1]) * unit, 3), round(float(found[2]) * unit, 3)


def _trim(value: object) -> str:
    text = _line(value)
    size = trim_size(text)
    names = ", ".join(_TRIMS)
    if size is None:
        near = get_close_matches(text.lower(), _TRIMS, 1)
        raise fault(f"{names}, or a measure like “148 x 210 mm”", f"Is “{near[0]}” meant?" if near else "")
    if not (75 <= size[0] <= 450 and 100 <= size[1] <= 600):
        raise fault("a page from 75 x 100 mm to 450 x 600 mm", "Width comes first, then height.")
    return text


#: The size of the finished page.
Trim = Annotated[str, BeforeValidator(_trim), WithJsonSchema({"type": "string"})]


def _lines(value: object) -> str:
    text = _text(value).strip().replace("–", "-")
    found = re.fullmatch(r"([1-9]\d{0,6})(?:\s*-\s*([1-9]\d{0,6}))?", text)
    if not found or int(found[2] or found[1]) < int(found[1]):
        raise fault("a line like 12, or lines like 12-15")
    return re.sub(r"\s", "", text)


#: A line of a source or a run of them.
Lines = Annotated[
    str,
    BeforeValidator(_lines),
    WithJsonSchema({"type": ["integer", "string"], "minimum": 1, "pattern": "^[0-9]+( *[-–] *[0-9]+)?$"}),
]
