"""Citations set by a style in CSL: the door to citeproc-py.

A citation and a work of the list come as markup, which is read as that of any page. What the library leaves
to its user is done here: American stops inside quotation marks, works whose author is named already,
variables that it does not know.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any, Final

from lxml import etree

from florilegium.book.bibliographic import Reference, people_of, surname_of
from florilegium.sources.citations.marks import Cite
from florilegium.system.patterns import regex

#: Behind the key of a work whose author is left out.
_ALONE: Final = "\N{INFORMATION SEPARATOR ONE}"

#: The author of a work whose author is named already, and what stands between him and the rest.
_NOBODY: Final = "\N{INFORMATION SEPARATOR TWO}"
_NAMED: Final = regex(rf"{_NOBODY}(?:</?[a-z]+>)*[\s,.:]*")

#: Years that carry a letter: see `_scaled`.
_SCALE, _TELLING = 100_000, 73_000
_SCALED: Final = regex(r"(?<!\d)([12]\d{3})730(\d\d)(?!\d)")

_NAME: Final = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix")
_STOPS: Final = regex(r"([”’])([.,])")


class StyleError(Exception):
    """A style or a bibliography that the processor cannot use; the message says why."""


class CitationProcessor:
    """Sets citations, in the order of the text, and the list of what was cited."""

    def __init__(
        self,
        style: str,
        references: Iterable[Reference],
        language: str,
        letters: Mapping[str, str] | None = None,
    ) -> None:
        """Open a style for some works; `letters` tell those of one author and year apart.

        Raises:
            StyleError: it is none, or needs what is not installed.
        """
        self._authors = {reference.key: author_of(reference.data) for reference in references}
        self._letters = dict(letters or {})
        data = [item for reference in references for item in _items(reference, self._letters)]
        with _quiet():
            try:
                import citeproc
                from citeproc.source.json import CiteProcJSON

                made = citeproc.CitationStylesStyle(
                    BytesIO(_decided(style)), _locale(language), validate=False
                )
                self._style = made
                self._book = citeproc.CitationStylesBibliography(
                    made, CiteProcJSON(data), citeproc.formatter.html
                )
            except ImportError as error:
                raise StyleError("citations are set by citeproc-py, which is not installed") from error
            except Exception as error:
                raise StyleError(f"it cannot be used: {str(error)[:80] or type(error).__name__}") from error
        self._american = language.lower() in {"en", "en-us"}

    @property
    def is_note(self) -> bool:
        """Return whether citations of the style are notes."""
        return bool(self._style.root.get("class") == "note")

    @property
    def _is_numeric(self) -> bool:
        return any(one.get("citation-format") == "numeric" for one in self._style.root.iter("{*}category"))

    def cite(self, cites: Sequence[Cite]) -> str:
        """Return the markup of a citation of works that are known."""
        import citeproc

        items = []
        for cite in cites:
            told = {"prefix": cite.prefix, "suffix": cite.suffix}
            if cite.place:
                told["locator"] = citeproc.Locator(cite.label, cite.place)
            key = f"{cite.key}{_ALONE}" if cite.alone and not (self.is_note or self._is_numeric) else cite.key
            items.append(citeproc.CitationItem(key, **{name: value for name, value in told.items() if value}))
        with _quiet():
            self.register(cites)
            citation = citeproc.Citation(items)
            self._book.register(citation)
            return self._written(str(self._book.cite(citation, lambda item: item.key)))

    def register(self, cites: Iterable[Cite]) -> None:
        """Enter works in the list under their own keys, whatever form a citation has."""
        import citeproc

        self._book.register(citeproc.Citation([citeproc.CitationItem(cite.key) for cite in cites]))

    def author(self, key: str, conjunction: str) -> str:
        """Return the author of a work as a sentence names him: `Moss`, `Moss and Quill`, `Moss et al.`"""
        names = self._authors.get(key, ())
        if len(names) > 2:
            return f"{names[0]} et al."
        return f" {conjunction} ".join(names)

    def works(self) -> list[str]:
        """Return the markup of each work that was cited, in the order of the style's list."""
        if not self._style.has_bibliography():
            return []
        with _quiet():
            own = [item for item in self._book.items if not item.key.endswith(_ALONE)]
            self._book.items, self._book.keys = own, [item.key for item in own]
            self._book.sort()
            return [self._written(str(work)) for work in self._book.bibliography()]

    def heading(self) -> str:
        """Return the style's word for the list: *References*."""
        with _quiet():
            try:
                word = str(self._style.root.get_term("reference").multiple)
            except Exception:  # noqa: BLE001 - a locale may lack the term
                word = ""
        return word[:1].upper() + word[1:] or "References"

    def _written(self, markup: str) -> str:
        """Return markup as it is printed: years with the letters that tell works apart, authors who are named
        already left out, points and commas inside quotation marks where the language has them so.
        """
        markup = _NAMED.sub("", markup)
        lettered = not (self.is_note or self._is_numeric)
        markup = _SCALED.sub(lambda year: _year(year, lettered=lettered), markup)
        return _STOPS.sub(r"\2\1", markup) if self._american else markup


def _decided(style: str) -> bytes:
    """Return a style without what it does for works that would look alike, which the library always does."""
    root = etree.fromstring(style.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    for element in root.iter("{*}if", "{*}else-if"):
        if element.attrib.pop("disambiguate", None) == "true" and element.get("match") != "any":
            element.set("type", "no-type-at-all")
    return etree.tostring(root)


def author_of(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the surnames of a work's authors, else its editors; else its title."""
    names = (surname_of(one) or one.get("literal", "") for one in people_of(data))
    return tuple(name for name in names if name) or ((str(data["title"]),) if data.get("title") else ())


def year_letters(references: Iterable[Reference]) -> dict[str, str]:
    """Return the letters that tell works of the same authors and year apart (*1901a*), by their titles.

    CSL 1.0.2, Disambiguation: the year's suffix. The library has none.
    """
    alike: dict[tuple[tuple[str, ...], str], list[Reference]] = {}
    for reference in dict.fromkeys(references):
        if year := _year_in(reference.data):
            alike.setdefault((author_of(reference.data), year), []).append(reference)
    found = {}
    for works in alike.values():
        works.sort(key=lambda one: str(one.data.get("title", "")).casefold())
        for number, work in enumerate(works[:26] if len(works) > 1 else ()):
            found[work.key] = chr(ord("a") + number)
    return found


def _year_in(data: Mapping[str, Any]) -> str:
    issued = data.get("issued")
    parts = issued.get("date-parts") if isinstance(issued, Mapping) else None
    return str(parts[0][0]) if isinstance(parts, list) and parts and parts[0] else ""


def _year(found: re.Match[str], *, lettered: bool) -> str:
    """Return the year that a scaled one stands for, with its letter where the style has such."""
    letter = int(found[2])
    return found[1] + (chr(ord("a") + letter - 1) if letter and lettered else "")


def _scaled(issued: Any, letter: str) -> Any:
    """Return a date whose year carries a letter, so that works stay in the order of their years.

    1901a is 1901 × 10⁵ + 73001; other years carry no letter, 73000.
    """
    year = _year_in({"issued": issued})
    if not year.isdigit() or not 1000 <= int(year) <= 2999:
        return issued
    scaled = int(year) * _SCALE + _TELLING + (ord(letter) - ord("a") + 1 if letter else 0)
    first, *others = issued["date-parts"]
    return {**issued, "date-parts": [[scaled, *first[1:]], *others]}


def _items(reference: Reference, letters: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yield a work as the library reads it, and once more with an author who leaves no trace."""
    data = {name: value for name, value in reference.data.items() if name != "id"}
    data["type"] = data.get("type") or "book"
    for name, value in list(data.items()):
        if isinstance(value, list):
            data[name] = [_name(one) for one in value if isinstance(one, Mapping)]
        elif not isinstance(value, str | int | float | Mapping):
            del data[name]
    if letters and "issued" in data:
        data["issued"] = _scaled(data["issued"], letters.get(reference.key, ""))
    yield {"id": reference.key, **data}
    yield {"id": f"{reference.key}{_ALONE}", **data, "author": [{"literal": _NOBODY}]}


def _name(person: Mapping[str, Any]) -> dict[str, str]:
    if person.get("literal"):
        return {"literal": str(person["literal"])}
    return {part: str(person[part]) for part in _NAME if person.get(part)} or {"literal": "–"}


def _locale(language: str) -> str | None:
    """Return the library's name of a language's locale; None for the style's own."""
    import citeproc

    tag = language.replace("_", "-")
    first = tag.partition("-")[0].lower()
    known = citeproc.PRIMARY_DIALECTS.get(first, "")
    exact = next((name for name in citeproc.LANGUAGE_NAMES if name.lower() == tag.lower()), "")
    return exact or known or None


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the library's remarks on what it does not know to itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
