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

#: Behind the key of a work whose author is left out.
_ALONE: Final = "\N{INFORMATION SEPARATOR ONE}"

_NAME: Final = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix")
_STOPS: Final = re.compile(r"([”’])([.,])")


class StyleError(Exception):
    """A style or a bibliography that the processor cannot use; the message says why."""


class CitationProcessor:
    """Sets citations, in the order of the text, and the list of what was cited."""

    def __init__(self, style: str, references: Iterable[Reference], language: str) -> None:
        """Open a style for some works.

        Raises:
            StyleError: it is none, or needs what is not installed.
        """
        self._authors = {reference.key: author_of(reference.data) for reference in references}
        data = [item for reference in references for item in _items(reference)]
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
            self._register(cites)
            citation = citeproc.Citation(items)
            self._book.register(citation)
            return self._stopped(str(self._book.cite(citation, lambda item: item.key)))

    def _register(self, cites: Sequence[Cite]) -> None:
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
            return [self._stopped(str(work)) for work in self._book.bibliography()]

    def heading(self) -> str:
        """Return the style's word for the list: *References*."""
        with _quiet():
            try:
                word = str(self._style.root.get_term("reference").multiple)
            except Exception:  # noqa: BLE001 - a locale may lack the term
                word = ""
        return word[:1].upper() + word[1:] or "References"

    def _stopped(self, markup: str) -> str:
        """Return markup with points and commas inside quotation marks, where the language has them so."""
        return _STOPS.sub(r"\2\1", markup) if self._american else markup


def _decided(style: str) -> bytes:
    """Return a style without what it does for works that would look alike, which the library always does."""
    root = etree.fromstring(style.encode())
    for element in root.iter("{*}if", "{*}else-if"):
        if element.attrib.pop("disambiguate", None) == "true" and element.get("match") != "any":
            element.set("type", "no-type-at-all")
    return etree.tostring(root)


def author_of(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the surnames of a work's authors, else its editors; else its title."""
    names = (surname_of(one) or one.get("literal", "") for one in people_of(data))
    return tuple(name for name in names if name) or ((str(data["title"]),) if data.get("title") else ())


def _items(reference: Reference) -> Iterator[dict[str, Any]]:
    """Yield a work as the library reads it, and once more without its author and its title."""
    data = {name: value for name, value in reference.data.items() if name != "id"}
    data["type"] = data.get("type") or "book"
    for name, value in list(data.items()):
        if isinstance(value, list):
            data[name] = [_name(one) for one in value if isinstance(one, Mapping)]
        elif not isinstance(value, str | int | float | Mapping):
            del data[name]
    yield {"id": reference.key, **data}
    kept = ("type", "issued", "accessed", "language")
    yield {"id": f"{reference.key}{_ALONE}", **{name: data[name] for name in kept if name in data}}


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
