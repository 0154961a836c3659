"""The kinds of value that others have laid down: language tags, ISBN and UUID, and files of the project."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Final
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from florilegium.manifest.schema.kinds import Line, fault
from florilegium.system import files


def _language(value: object) -> str:
    """Return a tag of BCP 47 whose parts are all registered, written as RFC 5646 §2.1.1 recommends."""
    tag = value.strip() if isinstance(value, str) else ""
    if tag in _COMMON:
        return tag
    from langcodes import standardize_tag, tag_is_valid
    from langcodes.tag_parser import LanguageTagError

    expected = "a language tag of BCP 47, such as en, en-GB or pt-BR"
    try:
        usual = str(standardize_tag(tag))
        valid = tag_is_valid(tag) and usual != "root"
    except (LanguageTagError, ValueError):
        usual, valid = _tag_of_language(tag), False
    if valid and usual.lower() == tag.lower():
        return usual
    if not valid and not tag_is_valid(usual or "?"):
        usual = _tag_of_language(tag)
    raise fault(expected, f"Is “{usual}” meant?" if usual else "", "M007")


def _tag_of_language(name: str) -> str:
    """Return the tag of a language that is given by its English or its own name, or nothing."""
    from babel import Locale, UnknownLocaleError

    wanted = name.strip().lower()
    for code, english in Locale("en").languages.items():
        if wanted and wanted == english.lower():
            return str(code).replace("_", "-")
    for code in _OWN_NAMES:
        try:
            if wanted == str(Locale(code).languages.get(code, "")).lower():
                return code
        except UnknownLocaleError:  # a build of Babel may carry fewer languages
            continue
    return ""


_OWN_NAMES: Final = ("de", "fr", "es", "it", "pt", "nl", "pl", "ru", "ja", "zh", "sv", "da", "fi", "cs", "tr")

#: Tags that most books have; another one needs the whole registry to be loaded.
_COMMON: Final = frozenset(
    (
        "en",
        "en-AU",
        "en-CA",
        "en-GB",
        "en-IE",
        "en-IN",
        "en-NZ",
        "en-US",
        "en-ZA",
        "de",
        "de-AT",
        "de-CH",
        "de-DE",
        "es",
        "es-ES",
        "es-MX",
        "fr",
        "fr-CA",
        "fr-CH",
        "fr-FR",
        "it",
        "it-IT",
        "ja",
        "nl",
        "pl",
        "pt",
        "pt-BR",
        "pt-PT",
        "ru",
        "sv",
        "tr",
        "zh-Hans",
        "zh-Hant",
    )
)

#: A language tag, in its usual writing.
Language = Annotated[
    str,
    BeforeValidator(_language),
    WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$"}),
]


def isbn_13(digits: str) -> str:
    """Return the ISBN-13 of an ISBN-10 or ISBN-13, given without hyphens, with its check digit (ISO 2108)."""
    stem = digits[:12] if len(digits) == 13 else f"978{digits[:9]}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(stem))
    return f"{stem}{-total % 10}"


def _isbn_10_check(digits: str) -> str:
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9]))
    check = -total % 11
    return "X" if check == 10 else str(check)


def bare_signs(text: str) -> str:
    """Return the signs of a number without the hyphens and blanks that part them, in capitals."""
    return re.sub(r"[\s\-‐‑–]", "", text).upper()


def wrong_check(expected: str, right: str, code: str) -> PydanticCustomError:
    """Return the fault of a number whose check is not `right`: “an ISBN whose last digit is”."""
    return fault(
        f"{expected} right; after these it would be {right}",
        "One digit is mistyped, or two are turned round.",
        code,
    )


def _identifier(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    named = re.fullmatch(r"(?:urn:)?(?P<scheme>uuid|isbn(?:-1[03])?)[: ]\s*(?P<rest>.+)", text, re.IGNORECASE)
    scheme, rest = (named["scheme"].lower()[:4], named["rest"]) if named else ("", text)
    digits = bare_signs(rest)
    if scheme != "uuid" and re.fullmatch(r"\d{9}[\dX]|\d{13}", digits):
        return f"urn:isbn:{checked_isbn(digits)}"
    if scheme != "isbn" and re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", rest.lower()):
        if not UUID(rest).int:
            raise fault("a UUID of this book alone", _MAKE_ONE, "M008")
        return f"urn:uuid:{rest.lower()}"
    if scheme == "isbn" or re.fullmatch(r"97[89][\dX]*", digits):
        raise fault("an ISBN of 13 or 10 digits", f"This one has {len(digits)}.", "M008")
    raise fault("an ISBN, or a UUID such as urn:uuid:9f1c2a4e-…", _MAKE_ONE, "M008")


_MAKE_ONE: Final = (
    "A book without an ISBN gets a UUID once and keeps it: python3 -c 'import uuid; print(uuid.uuid4())'"
)


def checked_isbn(digits: str, code: str = "M008") -> str:
    """Return the ISBN-13 of ten or thirteen digits whose last one fits the others.

    Raises:
        PydanticCustomError: of this code, when it does not.
    """
    if len(digits) == 13 and digits[:3] not in {"978", "979"}:
        raise fault("an ISBN that begins with 978 or 979", "Compare it with the agency’s letter.", code)
    right = isbn_13(digits)[-1] if len(digits) == 13 else _isbn_10_check(digits)
    if digits[-1] != right:
        raise wrong_check("an ISBN whose last digit is", right, code)
    return isbn_13(digits)


#: `urn:isbn:` with 13 digits or `urn:uuid:`, from any usual way of writing them.
Identifier = Annotated[str, BeforeValidator(_identifier), WithJsonSchema({"type": ["string", "integer"]})]


def _there(name: str, info: ValidationInfo) -> str:
    """Return a file of the project that exists.

    Without a project (`context` is None) nothing is looked up.
    """
    root = info.context.get("root") if info.context else None
    if isinstance(root, Path):
        try:
            files.locate(root, name)
        except files.FileRefusedError as refused:
            raise refused_file(refused) from refused
    return name


def refused_file(refused: files.FileRefusedError) -> PydanticCustomError:
    """Return the fault of a file that cannot be used: M009 when it lies outside the project, else M010."""
    code, expected, hint = what_of_file(refused)
    return fault(expected, hint, code)


def what_of_file(refused: files.FileRefusedError) -> tuple[str, str, str]:
    """Return code, what was expected, and how to mend it, of a named file that cannot be used."""
    if refused.reason == "outside":
        return "M009", "a file inside the project’s folder", "Copy it there and name it from there."
    hint = (
        "Names are relative to the manifest’s folder; capitals count." if refused.reason == "missing" else ""
    )
    return "M010", _FILES.get(refused.reason, "a file that can be read"), hint


_FILES: Final = {
    "kind": "a file; a folder or a device is none",
    "missing": "a file that is there",
    "size": "a smaller file",
}

#: How the files of fonts end.
_FONTS: Final = (".ttf", ".otf", ".ttc", ".otc")


def _font(name: str, info: ValidationInfo) -> str:
    return _there(name, info) if name.lower().endswith(_FONTS) else name


#: A family of type by its name, or a font in a file of the project.
FontName = Annotated[Line, AfterValidator(_font)]

#: A file of the project, named from the manifest's folder.
ProjectFile = Annotated[Line, AfterValidator(_there)]
