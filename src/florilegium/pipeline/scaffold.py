"""The first manifest of a new anthology, from a folder of articles.

It lists every article that a reader knows under one chapter, in the order of their names and numbers, or of
an EPUB's package, with what the sources say themselves: titles, authors, their lives, the language. What only
an editor can know is left to the editor. It never writes over a manifest.
"""

from __future__ import annotations

import posixpath
import re
import textwrap
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from florilegium.languages.folders import primary
from florilegium.languages.function_words import language_of
from florilegium.languages.title_case import is_headline_case, is_in_capitals, recased
from florilegium.manifest.manifest_file import MANIFEST_NAME
from florilegium.manifest.schema.keys import slug, sort_form
from florilegium.pipeline.beginning.article_files import Passed, gathered, in_order
from florilegium.pipeline.beginning.article_parts import parts_of
from florilegium.problems import ManifestError, Place, ReleaseError, Report
from florilegium.sources.bundles.bundle import BundledArticle
from florilegium.system.files import replace_whole
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass
from florilegium.system.yaml_text import scalar

if TYPE_CHECKING:
    from florilegium.sources.manuscript import Manuscript, PartChoice, SourceRequest

#: Words by which a name is rather that of an office or a house than a person's.
_NO_PERSON: Final = regex(
    r"\b(?:staff|editors?|editorial|team|admin|press|news|magazine|university|institute|contributors?"
    r"|correspondents?|desk|guest|library|society|writers?|reporters?|agency|redaktion|rédaction)\b",
    re.IGNORECASE,
)

#: A word of a name that stands in capitals, and those that always do: initials, numbers.
_IN_CAPITALS: Final = regex(r"[^\W\d_a-z][^\W\d_a-z’'-]{3,}")
_AS_IT_IS: Final = regex(r"(?:[^\W\d_]\.?-?){1,2}|[^\W\d_]{1,3}\.|[IVX]{2,4}")
_PARTICLES: Final = frozenset(
    {"de", "da", "di", "do", "du", "des", "del", "della", "von", "van", "der", "den"}
)
_MC: Final = 4

_HEAD: Final = """\
# A new anthology. Set title, authors and chapters as you want them.
# Every key is explained in docs/manifest.md; `florilegium check` tells what is still missing.

title: {title}
language: {language}
identifier: urn:uuid:{identifier}
date: {date}
editors: []

{contributors}
# introduction: introductions/general.md

chapters:
  - title: The First Chapter
    articles:
"""

_UNTITLED: Final = "no title stands in it; its file’s name stands for one"
_LONE: Final = "its author stands under the title without “by”: is it one?"
_FORMATS: Final = ".txt, .md, .html, .docx, .odt or .epub"
_LANGUAGE: Final = "en-US"  #: the usual language, when no source declares one

_NOBODY: Final = """\
contributors: {}
#   woolf:
#     name: Virginia Woolf
#     biography: Virginia Woolf (1882–1941) wrote novels and essays.
"""

_TAIL: Final = """
index:
  entries: []
#   - Woolf, Virginia
  places: []
#   - London
"""


@dataclass(frozen=True)
class FirstManifest:
    """Where a first manifest was written, what it passes over, its doubts, and pictures that are not here."""

    path: Path
    passed: tuple[Passed, ...]
    doubts: tuple[str, ...]
    pictures: Mapping[str, int] = field(default_factory=dict)


def start(folder: Path, today: date, title: str = "An Anthology", name: str = MANIFEST_NAME) -> FirstManifest:
    """Write a manifest into `folder` for the articles in it and below.

    Raises:
        ManifestError: there is a manifest already, or no article.
        ReleaseError: the folder cannot be written.
    """
    target = folder / name
    if target.exists():
        raise ManifestError(f"“{target}” exists already and is left as it is")
    articles, passed = gathered(folder, unpack=True)
    if not articles:
        raise ManifestError(f"no article is in “{folder}”: put {_FORMATS} files into it first")
    sources = [_look(folder, one, part) for one in articles for part in parts_of(folder, one)]
    names = {one.name for one in articles}
    apart = {source.notes: source.name for source in sources}
    sources = [replace(source, notes=source.notes if source.notes in names else "") for source in sources]
    passed += [
        Passed(one.name, f"the notes of “{apart[one.name]}” stand in it")
        for one in articles
        if one.name in apart
    ]
    sources = _recased([source for source in sources if source.name not in apart])
    keys = _keys(sources)
    doubts = [(*source.doubts, *_namesakes(source, keys)) for source in sources]
    head = _HEAD.format(
        title=scalar(title),
        language=_language_of(sources),
        identifier=uuid.uuid4(),
        date=today.isoformat(),
        contributors="\n".join(_contributors(sources, keys)) + "\n" if keys else _NOBODY,
    )
    lines = [
        line for source, doubt in zip(sources, doubts, strict=True) for line in _entry(source, keys, doubt)
    ]
    entries = "".join(f"{line}\n" for line in lines)
    try:
        replace_whole(target, (head + entries + _TAIL).encode())
    except OSError as error:
        raise ReleaseError(f"“{target}” cannot be written: {error.strerror}") from error
    told = [f"{source.name}: {doubt}" for source, all_ in zip(sources, doubts, strict=True) for doubt in all_]
    left = {one.name: one.missing for one in sources if one.missing}
    passed.sort(key=lambda one: in_order(one.name))
    return FirstManifest(target, tuple(passed), tuple(told), left)


@dataclass(frozen=True)
class FirstEntry:
    """What a manifest says of an article that is added to it: the authors whom it names itself, and a title
    made of its file's name, where it has none."""

    authors: tuple[str, ...]
    title: str


def first_entry(folder: Path, name: str) -> FirstEntry:
    """Return what a manifest says of an article of a folder when it is added."""
    source = _look(folder, BundledArticle(name), None)
    return FirstEntry(source.authors, source.given)


@dataclass(frozen=True)
class _Source:
    """What a source says of itself; all but its `name` may be empty."""

    name: str
    title: str = ""
    authors: tuple[str, ...] = ()
    bios: tuple[str, ...] = ()
    language: str = ""
    notes: str = ""  # the file in which its notes stand, if they stand apart
    part: PartChoice | None = None  # the article in a file that holds several
    doubts: tuple[str, ...] = ()
    written: str = ""  # the language that its words are in, as far as they tell
    letters: int = 0  # how long its text is
    text: str = ""  # its body, kept only where the title stands in capitals
    proposed: str = ""  # that title with small letters
    missing: int = 0  # how many of its pictures cannot be had
    given: str = ""  # a title that the file does not have, and its deck
    deck: str = ""


def _look(folder: Path, article: BundledArticle, part: PartChoice | None) -> _Source:
    """Read a source for what it says of itself. One that cannot be read is listed all the same."""
    from florilegium.sources.manuscript import SourceRequest
    from florilegium.sources.roles.classify import LONE_NAME
    from florilegium.sources.roles.features import first_name, names_in

    # What is wrong with it, `florilegium check` will tell with the manifest at hand.
    name = article.name
    request = SourceRequest(folder.resolve(), name, Place(name), _LANGUAGE, part=part)
    manuscript, written_in, report = _read_as_written(request)
    if manuscript is None:
        return _Source(name, part=part, given=article.title, deck=article.deck)
    signed = names_in(manuscript.byline) if manuscript.byline else ()
    # Without a byline, those are the authors of whom the source speaks at its foot, or the whole EPUB.
    told = signed or tuple(filter(None, map(first_name, manuscript.bios)))
    written = told or article.creators
    authors = tuple(map(_name_in_small_letters, written))
    text = "\n".join(manuscript.body.itertext())
    untitled = not manuscript.title and not article.title
    return _Source(
        name=name,
        title=_marked(manuscript),
        authors=authors,
        bios=manuscript.bios,
        language=manuscript.language,
        notes=_notes_apart(name, manuscript.notes_apart),
        part=part,
        doubts=(
            *([_UNTITLED] if untitled else []),
            *_doubts(manuscript.byline, signed, told, authors),
            *_guessed(written, authors),
            *(_LONE for row in manuscript.ledger if row.fate == LONE_NAME),
        ),
        missing=sum(problem.code == "S011" for problem in report.problems),
        given=_title_of_name(name) if untitled else article.title,
        deck=article.deck,
        written=written_in,
        letters=len(text),
        text=text if is_in_capitals(manuscript.title, text) else "",
    )


def _notes_apart(name: str, notes: str) -> str:
    """Return the file of a source's notes, as the project names it."""
    return notes and posixpath.normpath(posixpath.join(posixpath.dirname(name), notes))


def _read_as_written(request: SourceRequest) -> tuple[Manuscript | None, str, Report]:
    """Read a source by the words of its own language for *by*, *notes* and the like, as a build will.

    Return it with the language that its words show, empty where they show none, and what was found wrong.
    """
    from florilegium.sources.read import read

    report = Report()
    manuscript = read(request, report)
    if manuscript is None:
        return None, "", report
    written = language_of(["\n".join(manuscript.body.itertext())])
    own = written or primary(manuscript.language)
    if own in {"", primary(request.language)}:
        return manuscript, written, report
    report = Report()
    return read(replace(request, language=own), report), written, report


def _language_of(sources: Sequence[_Source]) -> str:
    """Return the language of most of the sources, of two the one with more text; else the usual one.

    The words of a source go before what it declares, which is often that of a program.
    """
    count: Counter[str] = Counter()
    letters: Counter[str] = Counter()
    for source in sources:
        base = source.written or primary(source.language)
        if base:
            count[base] += 1
            letters[base] += source.letters
    if not count:
        return _LANGUAGE
    base = max(count, key=lambda one: (count[one], letters[one]))
    declared = Counter(one.language for one in sources if primary(one.language) == base)
    if declared:
        return declared.most_common(1)[0][0]
    return _LANGUAGE if _LANGUAGE.startswith(f"{base}-") else base


def _title_of_name(name: str) -> str:
    """Return a title for an article that has none: its file's name, without the number in its row.

    A page that a browser calls `index` is known by its folder.
    """
    path = PurePosixPath(name)
    stem = path.parent.name if path.stem.lower() == "index" and path.parent.name else path.stem
    words = " ".join(re.split(r"[\s_-]+", stem)).strip()
    words = re.sub(r"\A\d+[.)]?\s+(?=\D)", "", words) or stem
    return words[:1].upper() + words[1:]


def _marked(manuscript: Manuscript) -> str:
    """Return the title of a source, its italics as a manifest writes them."""
    paragraph = next(manuscript.marked_title.iter("p"), None) if manuscript.marked_title is not None else None
    if paragraph is None or any(child.tag not in {"em", "i"} or len(child) for child in paragraph):
        return " ".join(manuscript.title.split())
    italic = (f"*{(child.text or '').strip()}*{child.tail or ''}" for child in paragraph)
    return " ".join(((paragraph.text or "") + "".join(italic)).split())


def _name_in_small_letters(name: str) -> str:
    """Return a name in capitals as a book prints it: `RUTH McKAY`, `Jean DUPONT`; any other as it is."""
    words = name.split()
    if _NO_PERSON.search(name) or not any(_IN_CAPITALS.fullmatch(word) for word in words):
        return name
    return " ".join(_word_in_small_letters(word, first=not count) for count, word in enumerate(words))


def _word_in_small_letters(word: str, *, first: bool) -> str:
    if not word.isupper() or _AS_IT_IS.fullmatch(word):
        return word
    if not first and word.casefold() in _PARTICLES:
        return word.casefold()
    parts = re.split(r"([-’'])", word)
    return "".join(
        f"Mc{part[2:].capitalize()}" if part.startswith("MC") and len(part) > _MC else part.capitalize()
        for part in parts
    )


def _guessed(written: Sequence[str], authors: Sequence[str]) -> Iterator[str]:
    """Yield the doubts about names that stand in capitals in a source."""
    for before, after in zip(written, authors, strict=True):
        if before != after:
            yield f"“{before}” stands in capitals; “{after}” is a guess"


def _doubts(
    byline: str, signed: tuple[str, ...], told: tuple[str, ...], authors: tuple[str, ...]
) -> Iterator[str]:
    """Yield what is uncertain about the authors of one source; `told` are those that it names itself."""
    if byline and not signed:
        yield f"its byline “{' '.join(byline.split())[:60]}” gives no name that is surely a person’s"
    if authors and not told:
        yield f"no byline names {', '.join(authors)}; its EPUB does, for the whole book"
    elif authors and not signed:
        yield f"no byline names {', '.join(authors)}; a note at its foot does"
    for name in authors:
        if _NO_PERSON.search(name):
            yield f"“{name}” may be no person"


def _namesakes(source: _Source, keys: Mapping[str, str]) -> Iterator[str]:
    """Yield the authors of a source whose names could be another form of an earlier author's name."""
    names = list(keys)
    for name in source.authors:
        for other in names[: names.index(name)]:
            if _may_be_one(name, other):
                yield f"“{name}” may be “{other}”, who is another contributor here"


def _may_be_one(name: str, other: str) -> bool:
    """Return whether two names have one surname, and first names of which one may be short for the other."""
    one, two = (sort_form(each).casefold().partition(",") for each in (name, other))
    first, second = (re.findall(r"\w+", each[2]) for each in (one, two))
    pairs = zip(first, second, strict=False)
    return slug(one[0]) == slug(two[0]) and all(a.startswith(b) or b.startswith(a) for a, b in pairs)


def _recased(sources: list[_Source]) -> list[_Source]:
    """Return the sources, those with a title in capitals with one in the case of the book's other titles."""
    headline = is_headline_case(source.title for source in sources if source.title)
    found = []
    for source in sources:
        language = source.language or _LANGUAGE
        proposed = ""
        if source.text:
            proposed = recased(source.title, source.text, language, headline and language[:2] == "en")
        found.append(replace(source, text="", proposed=proposed))
    return found


def _keys(sources: Sequence[_Source]) -> Mapping[str, str]:
    """Return a key for each author: the surname; the whole name where two share one, or it has no Latin
    letter."""
    names = list(dict.fromkeys(name for source in sources for name in source.authors))
    surnames = {name: slug(sort_form(name).partition(",")[0]) for name in names}
    shared = Counter(surnames.values())
    keys = {}
    for number, name in enumerate(names, start=1):
        key = surnames[name] if shared[surnames[name]] == 1 else slug(name)
        keys[name] = key if key[:1].isalpha() else f"author-{number}"
    return keys


def _contributors(sources: Sequence[_Source], keys: Mapping[str, str]) -> Iterator[str]:
    """Yield the authors as lines of the manifest, each with the first thing that a source says of them."""
    yield "contributors:"
    for name, key in keys.items():
        yield f"  {key}:"
        yield f"    name: {scalar(name)}"
        told = (bio for source in sources if name in source.authors for bio in source.bios if name in bio)
        bio = " ".join(next(told, "").split())
        if bio:
            yield "    biography: >"
            yield from textwrap.wrap(bio, 100, initial_indent="      ", subsequent_indent="      ")


def _entry(source: _Source, keys: Mapping[str, str], doubts: Sequence[str]) -> Iterator[str]:
    """Yield an article as lines of the manifest. Its title is a comment: the source has it."""
    yield f"      - source: {scalar(source.name)}"
    if source.part:
        named = f"{{id: {scalar(source.part.id)}}}" if source.part.id else scalar(source.part.heading)
        yield f"        part: {named}"
    if source.proposed:
        yield "        # Its title stands in capitals; without the # the book prints it so:"
    if source.given:
        yield f"        title: {scalar(source.given)}"
    elif source.title:
        yield f"        # title: {scalar(source.proposed or source.title)}"
    if source.deck:
        yield f"        subtitle: {scalar(source.deck)}"
    for doubt in doubts:
        yield f"        # Doubtful: {doubt}."
    yield f"        authors: [{', '.join(keys[name] for name in source.authors)}]"
    if source.notes:
        yield f"        notes: {scalar(source.notes)}"
    if source.missing:
        yield "        pictures: drop  # those that are not here; `caption` keeps their captions"
