"""What no single key can show: the checks of a manifest as a whole.

Contributors and sources are looked up here in a manifest with other mistakes, which goes no further; a sound
one is composed, and composing reports them. An editor wants all mistakes of one run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from florilegium.manifest.reading import tree
from florilegium.manifest.reading.tree import Mapping, Node, Scalar, Sequence, Way
from florilegium.manifest.schema.contents import ArticleKeys, TitledKeys
from florilegium.manifest.schema.keys import is_reserved
from florilegium.manifest.schema.manifest import Manifest
from florilegium.manifest.schema.shapes import survey
from florilegium.problems import REFUSED, Place, Report
from florilegium.system import files

#: Keys under which contributors are named.
_NAMING: Final = frozenset({"authors", "editors"})

_OWN_NUMBER: Final = "Each has a number of its own; compare the agency’s letter."
_RENAME: Final = "Write “key:” with another name in one of them."


def report_strangers(top: Node, report: Report) -> None:
    """Look every named contributor up.

    Reports:
        C001: a key of no contributor.
    """
    people = top.values.get("contributors") if isinstance(top, Mapping) else None
    known = list(people.values) if isinstance(people, Mapping) else []
    for named in _named(top, set()):
        key = named.text.strip()
        if key and not named.is_nothing and key not in known:
            near = get_close_matches(key, known, 1)
            hint = f"Is “{near[0]}” meant?" if near else "Write this key and the name under “contributors:”."
            report.add("C001", named.place, f"“{key}” is the key of no contributor", hint)


def report_missing_sources(top: Node, root: Path, report: Report) -> None:
    """Look for the file of every article.

    Reports:
        S001, S003: there is no such file, or it is none.
        M009: it lies outside the project.
        S004, S006: the archive in which it stands cannot be opened.
    """
    for _, below, shape in survey(top):
        group = shape.unfold(tree.value(below)) if issubclass(shape, ArticleKeys) else None
        name = group.get("source") if isinstance(group, dict) else None
        if not isinstance(name, str):
            continue
        try:
            files.locate(root, name)
        except files.FileRefusedError as refused:
            code, mend = REFUSED[refused.reason]
            place = tree.place_of(below, ("source",))
            report.add(code, place, refused.message, mend or files.mend_missing(root, name))


def _named(node: Node, seen: set[int]) -> Iterator[Scalar]:
    """Yield every contributor's key in a tree; what an alias shares is looked at once."""
    if isinstance(node, Scalar) or id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _named(item, seen)
        return
    for key, value in node.values.items():
        if key in _NAMING:
            yield from (one for one in _listed(value) if isinstance(one, Scalar))
        else:
            yield from _named(value, seen)


def _listed(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else (node,)


def check_text_keys(node: Mapping, report: Report) -> None:
    """Report keys that two texts share, or that the book needs for its own sections.

    Keys become ids and file names, and some disks take capitals and small letters for the same.
    """
    taken: dict[str, tuple[str, Place]] = {}
    for path, below, shape in survey(node):
        if not issubclass(shape, ArticleKeys | TitledKeys):
            continue
        group = shape.unfold(tree.value(below))
        key = group.get("key") if isinstance(group, dict) else None
        if not isinstance(key, str):
            continue
        what = "article" if issubclass(shape, ArticleKeys) else shape.kind
        place = tree.place_of(node, (*path, "key"))
        _claim(key, what, place, taken, report)
        if "introduction" in group:
            _claim(f"{key}-introduction", f"introduction of the {what}", place, taken, report)


def _claim(key: str, what: str, place: Place, taken: dict[str, tuple[str, Place]], report: Report) -> None:
    low = key.lower()
    if is_reserved(low):
        message = f"the {what}’s key is “{key}”, which is the name of a section of the book itself"
        report.add("M011", place, message, "Write “key:” with another name.")
    elif low in taken:
        other, at = taken[low]
        message = f"the {what}’s key is “{key}”, and so is that of the {other} in line {at.line}"
        report.add("M011", place, message, _RENAME)
    else:
        taken[low] = (what, place)


def check_shared_numbers(manifest: Manifest, report: Report) -> None:
    """Report a number of a register that stands for two things of the same kind.

    Reports:
        M024: a DOI of two texts, an ISBN of two formats, a number of two contributors.
    """
    for kind, numbers in _numbers(manifest):
        first: dict[str, Place] = {}
        for number, way in numbers:
            place = manifest.place(*way)
            if number.lower() in first:
                message = f"the {kind} “{number}” stands in line {first[number.lower()].line} already"
                report.add("M024", place, message, _OWN_NUMBER)
            elif number:
                first[number.lower()] = place


def _numbers(manifest: Manifest) -> Iterator[tuple[str, Iterable[tuple[str, Way]]]]:
    """Yield each kind of number with those of the manifest, and where they stand."""
    articles = [(article.doi, (*way, "doi")) for way, article in manifest.articles]
    yield "DOI", [(manifest.doi, ("doi",)), *articles]
    yield "ISBN", [(isbn, ("isbns", name)) for name, isbn in manifest.isbns.model_dump().items()]
    registers = {"orcid": "ORCID iD", "isni": "ISNI", "wikidata": "Wikidata item", "lcnaf": "LCNAF record"}
    people = manifest.contributors.items()
    for name, kind in registers.items():
        yield kind, [(getattr(person, name), ("contributors", key, name)) for key, person in people]
