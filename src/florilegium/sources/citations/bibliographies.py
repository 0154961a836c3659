"""Bibliographies as files: CSL-JSON, its form in YAML as pandoc has it, BibTeX and BibLaTeX.

Each work becomes CSL-JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from florilegium.book.bibliographic import Reference
from florilegium.sources.tex_letters import TEX_ACCENTS, TEX_LETTERS
from florilegium.system.patterns import regex

#: A bibliography of more works is a catalogue.
_MOST: Final = 50_000

#: Makes plain values of a text in YAML.
ReadYaml = Callable[[str], Any]


class BibliographyError(Exception):
    """A file that is no bibliography; the message says why, `line` where, if that is known."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message, self.line = message, line


def references_of(text: str, ending: str, read_yaml: ReadYaml) -> tuple[Reference, ...]:
    """Return the works of a bibliography, whose name ends with `ending`.

    Raises:
        BibliographyError: it is none.
    """
    if ending == ".bib":
        works: Iterable[Mapping[str, Any]] = _works_of_bibtex(text)
    else:
        works = _listed(_parsed(text, ending, read_yaml))
    found: dict[str, Reference] = {}
    for work in works:
        key = str(work.get("id", "")).strip()
        if key and key not in found:
            found[key] = Reference.of(key, {str(name): value for name, value in work.items()})
        if len(found) > _MOST:
            raise BibliographyError(f"it has more than {_MOST} works")
    if not found:
        raise BibliographyError("there is no work in it that has a key")
    return tuple(found.values())


def _parsed(text: str, ending: str, read_yaml: ReadYaml) -> Any:
    if ending != ".json":
        return read_yaml(text)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BibliographyError(f"it is no JSON: {error!s:.80}", getattr(error, "lineno", 0)) from error


def _listed(data: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the works of a list, or of what has one under `references` or `items`."""
    if isinstance(data, Mapping):
        data = data.get("references") or data.get("items") or []
    if not isinstance(data, list):
        raise BibliographyError("it is no list of works")
    yield from (_dated(one) for one in data if isinstance(one, Mapping))


def _dated(work: Mapping[str, Any]) -> dict[str, Any]:
    """Return a work whose dates are as CSL-JSON has them; pandoc's YAML has them shorter."""
    return {
        str(name): date_of(value) if name in _DATES and not isinstance(value, Mapping) else value
        for name, value in work.items()
    }


_DATES: Final = frozenset({"issued", "accessed", "original-date", "event-date", "submitted"})


def date_of(value: Any) -> dict[str, Any]:
    """Return a date in CSL-JSON: of `1887`, `1887-05-02`, `1887/1889`, a list of parts, anything else."""
    if isinstance(value, list):
        parts = [
            [one.get(name) for name in ("year", "month", "day") if one.get(name)]
            for one in value
            if isinstance(one, Mapping)
        ]
        return {"date-parts": parts} if parts else {}
    text = str(value).strip()
    found = [[int(part) for part in one.split("-")] for one in text.split("/") if _DATE.fullmatch(one)]
    return {"date-parts": found} if found and len(found) == text.count("/") + 1 else {"literal": text}


_DATE: Final = regex(r"\d{1,4}(?:-\d{1,2}){0,2}")


# ---- BibTeX

_ENTRY: Final = regex(r"@([A-Za-z]+)\s*[{(]\s*")
_FIELD: Final = regex(r"\s*([A-Za-z][\w-]*)\s*=\s*")

_TYPES: Final = {
    **dict.fromkeys(("book", "mvbook", "collection", "proceedings", "manual", "booklet"), "book"),
    **dict.fromkeys(("inbook", "incollection", "bookinbook", "suppbook"), "chapter"),
    **dict.fromkeys(("inproceedings", "conference"), "paper-conference"),
    **dict.fromkeys(("phdthesis", "mastersthesis", "thesis"), "thesis"),
    **dict.fromkeys(("techreport", "report"), "report"),
    **dict.fromkeys(("online", "electronic", "www"), "webpage"),
    "article": "article-journal",
    "unpublished": "manuscript",
    "letter": "personal_communication",
    "inreference": "entry-encyclopedia",
}
_FIELDS: Final = {
    **dict.fromkeys(("journal", "journaltitle", "booktitle", "maintitle"), "container-title"),
    **dict.fromkeys(("address", "location"), "publisher-place"),
    **dict.fromkeys(("publisher", "school", "institution", "organization"), "publisher"),
    **dict.fromkeys(("url", "howpublished"), "URL"),
    **dict.fromkeys(("number", "issue"), "issue"),
    "title": "title",
    "shorttitle": "title-short",
    "volume": "volume",
    "pages": "page",
    "edition": "edition",
    "series": "collection-title",
    "chapter": "chapter-number",
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "note": "note",
    "abstract": "abstract",
    "language": "language",
    "volumes": "number-of-volumes",
}
_PEOPLE: Final = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "bookauthor": "container-author",
}
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _works_of_bibtex(text: str) -> Iterator[dict[str, Any]]:
    """Yield the works of a file of BibTeX or BibLaTeX."""
    strings = {name: name for name in _MONTHS}
    place = 0
    while (found := _ENTRY.search(text, place)) is not None:
        kind, place = found[1].lower(), found.end()
        if kind in {"comment", "preamble"}:
            continue
        fields, key, place = _entry(text, place, strings, kind == "string")
        if kind == "string":
            strings |= fields
        elif key:
            yield _work(kind, key, fields)


def _entry(
    text: str, place: int, strings: Mapping[str, str], is_string: bool
) -> tuple[dict[str, str], str, int]:
    """Return the fields of an entry, its key, and where it ends.

    Raises:
        BibliographyError: it never ends.
    """
    start, key = place, ""
    if not is_string:
        end = re.compile(r"[,})]").search(text, place)
        if end is None:
            raise BibliographyError("an entry never ends", text.count("\n", 0, start) + 1)
        key, place = text[place : end.start()].strip(), end.start()
    fields: dict[str, str] = {}
    while place < len(text) and text[place] not in "})":
        named = _FIELD.match(text, place + (text[place] == ","))
        if named is None:
            place += 1
            continue
        value, place = _value(text, named.end(), strings)
        fields.setdefault(named[1].lower(), value)
    if place >= len(text):
        raise BibliographyError("an entry never ends", text.count("\n", 0, start) + 1)
    return fields, key, place + 1


def _value(text: str, place: int, strings: Mapping[str, str]) -> tuple[str, int]:
    """Return the value of a field, its parts joined, and where it ends."""
    parts: list[str] = []
    while place < len(text):
        if text[place] in '{"':
            end = _closing(text, place)
            parts.append(text[place + 1 : end])
            place = end + 1
        else:
            word = re.compile(r"[^\s,#{}()\"]*").match(text, place)
            name = word[0] if word else ""
            parts.append(strings.get(name.lower(), name))
            place += len(name)
        behind = re.compile(r"\s*(#?)\s*").match(text, place)
        if behind is None or not behind[1]:
            break
        place = behind.end()
    return "".join(parts), place


def _closing(text: str, place: int) -> int:
    """Return where a value in braces or quotation marks ends."""
    depth, start, quoted = 0, place, text[place] == '"'
    for found in re.compile(r'\\.|[{}"]', re.DOTALL).finditer(text, place):
        sign = found[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth <= 0 and not quoted:
                return found.start()
        elif sign == '"' and quoted and depth == 0 and found.start() > start:
            return found.start()
    raise BibliographyError("a value never ends", text.count("\n", 0, start) + 1)


def _work(kind: str, key: str, fields: Mapping[str, str]) -> dict[str, Any]:
    """Return a work in CSL-JSON."""
    work: dict[str, Any] = {"id": key, "type": _TYPES.get(kind, "document")}
    for name, value in fields.items():
        if name in _PEOPLE:
            work[_PEOPLE[name]] = [_person(one) for one in _people(value)]
        elif name in _FIELDS and plain(value):
            work.setdefault(_FIELDS[name], plain(value))
    if "page" in work:
        work["page"] = re.sub(r"\s*(?:--?-?|–)\s*", "-", work["page"])
    if "subtitle" in fields and "title" in work:
        work["title"] = f"{work['title']}: {plain(fields['subtitle'])}"
    date = fields.get("date") or fields.get("year") or ""
    if date:
        work["issued"] = _issued(plain(date), fields.get("month", ""))
    if work.get("type") == "document" and "URL" in work:
        work["type"] = "webpage"
    if "urldate" in fields:
        work["accessed"] = date_of(plain(fields["urldate"]))
    return work


def _issued(date: str, month: str) -> dict[str, Any]:
    made = date_of(date)
    name = plain(month).lower()[:3]
    number = _MONTHS.index(name) + 1 if name in _MONTHS else int(name) if name.isdigit() else 0
    parts = made.get("date-parts")
    if parts and len(parts) == 1 and len(parts[0]) == 1 and 1 <= number <= 12:
        parts[0].append(number)
    return made


def _people(value: str) -> list[str]:
    """Return the names of a list that *and* parts, outside of braces."""
    names, depth, word = [], 0, ""
    for part in re.split(r"(\s+and\s+|[{}])", value):
        depth += (part == "{") - (part == "}")
        if depth == 0 and part.strip() == "and":
            names.append(word)
            word = ""
        else:
            word += part
    return [name.strip() for name in (*names, word) if name.strip()]


def _person(name: str) -> dict[str, str]:
    """Return a name of BibTeX: `Moss, Ellen`, `Ellen Moss`, `van der Moss, Jr, Ellen`, `{Tide Office}`."""
    if name.startswith("{") and _closing(name, 0) == len(name) - 1:
        return {"literal": plain(name)}
    parts = [plain(part) for part in name.split(",")]
    if len(parts) == 1:
        words = parts[0].split()
        low = next((at for at, word in enumerate(words[:-1]) if word[:1].islower()), len(words) - 1)
        given, family = " ".join(words[:low]), " ".join(words[low:])
    else:
        family, given = parts[0], parts[-1]
    if family.lower() == "others":
        return {"literal": "others"}
    small = re.match(r"((?:[^\W\d_A-ZÀ-Þ][^\s]*\s+)+)(?=\S)", family)
    person = {"family": family[small.end() :] if small else family, "given": given}
    if small:
        person["non-dropping-particle"] = small[0].strip()
    if len(parts) == 3:
        person["suffix"] = parts[1]
    return {part: text for part, text in person.items() if text}


_ACCENT: Final = regex(r"\\([`'^~=.\"]|[uvHckrdb](?![A-Za-z]))\s*(?:\{\s*(\\?[A-Za-z])\s*\}|(\\?[A-Za-z]))")
#: What commands print: letters, and signs.
_PRINTED: Final = TEX_LETTERS | {
    **dict.fromkeys(("ldots", "dots"), "…"),
    "textendash": "–",
    "textemdash": "—",
    "textquoteright": "’",
    "copyright": "©",
    "S": "§",
}


def plain(value: str) -> str:
    """Return a value of BibTeX as plain text: its accents, dashes and quotation marks as letters."""
    import unicodedata

    def accented(found: re.Match[str]) -> str:
        letter = (found[2] or found[3]).lstrip("\\")
        return unicodedata.normalize("NFC", letter + TEX_ACCENTS[found[1]])

    text = _ACCENT.sub(accented, value)
    text = re.sub(r"\\([A-Za-z]+)(?:\s+|\{\}|(?![A-Za-z]))", lambda one: _PRINTED.get(one[1], ""), text)
    text = re.sub(r"\\([&%$#_{}])", r"\1", text) if "\\{" not in text else text
    text = text.replace("{", "").replace("}", "").replace("---", "—").replace("--", "–")
    text = text.replace("``", "“").replace("''", "”").replace("~", "\N{NO-BREAK SPACE}")
    return " ".join(text.replace("\\&", "&").replace("\N{NO-BREAK SPACE}", " ").split())
