"""From a manifest and its sources to a book: every text read, every contributor looked up.

Nothing here decides what a note's number is or which words name a person; the passes do. A text that cannot
be read leaves a problem and a gap, so that one run reports all of them; the caller stops at errors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from lxml import etree

from florilegium.book import model
from florilegium.book.bibliographic import VerseStyle
from florilegium.manifest.as_book.book_metadata import (
    affiliations_of,
    article_record,
    corrections_of,
    identities_of,
    metadata_of,
    publication_of,
)
from florilegium.manifest.as_book.index_authority import authority_of
from florilegium.pipeline.editors_texts import (
    Bibliographies,
    explained_body,
    marked_title,
    plates_body,
    read_epigraph,
    read_prose,
    terms_body,
    without_notes,
)
from florilegium.problems import Report

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from florilegium.book.bibliographic import WorksCited
    from florilegium.manifest.reading.tree import Way
    from florilegium.manifest.schema import contents
    from florilegium.manifest.schema.manifest import Manifest
    from florilegium.sources.excerpts.extent import TakenPart
    from florilegium.sources.manuscript import Manuscript, SourceRequest

    Reader = Callable[[SourceRequest, Report], Manuscript | None]


@dataclass
class _Desk:
    """What lies on the desk while a book is put together: texts read so far, contributors named so far."""

    manifest: Manifest
    report: Report
    read: Reader
    manuscripts: dict[str, Manuscript] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    taken: list[TakenPart] = field(default_factory=list)
    bibliographies: Bibliographies = field(init=False)

    def __post_init__(self) -> None:
        self.bibliographies = Bibliographies(self.manifest, self.report)

    @property
    def language(self) -> str:
        return self.manifest.language


def compose(
    manifest: Manifest, report: Report, read: Reader | None = None
) -> tuple[model.Book, dict[str, Manuscript]]:
    """Return the book, and the manuscript of every article by its key; `read` is what reads an article's
    source.

    Reports:
        C001: a key of no contributor; the name is left out.
        C002: a contributor whom nothing names.
        C003: an article without authors that is not said to be unsigned (`authors: []`).
        M003: an article whose title stands neither in the manifest nor in its source.
        M010: the file of an introduction or biography cannot be read.
        M032: a glossary or a list of abbreviations has a term twice.
        M033: a list of illustrations or of tables has nothing to list.
        N006: a note that is said to be the editors' is not in its source.
        N009, S022, S023: what the articles of one file have twice, or not at all.
        And what the readers of the sources report (S…, N…).
    """
    desk = _Desk(manifest, report, read or _reader())
    editors = _people(desk, manifest.editors, "editors")
    foreword = _introduction(desk, manifest.foreword, "foreword", "foreword")
    introduction = _introduction(desk, manifest.introduction, "introduction", "introduction")
    parts = _parts(desk)
    after = tuple(_after(desk))
    _report_shared(desk)
    contributors = _contributors(desk)
    book = model.Book(
        metadata=metadata_of(manifest, editors),
        contributors=contributors,
        introduction=introduction,
        parts=parts,
        authority=authority_of(manifest),
        numbering=manifest.notes.numbering,
        unread=frozenset(desk.unread),
        epigraph=read_epigraph(manifest, report),
        before=(foreword,) if foreword else (),
        after=after,
        lists=tuple(kind for kind, key in _LISTS.items() if getattr(manifest, key)),
        verse=VerseStyle(manifest.verse.place, manifest.verse.numbers),
    )
    _report_lists(book, desk)
    return replace(book, works_cited=_works_cited(desk, book)), desk.manuscripts


def _works_cited(desk: _Desk, book: model.Book) -> WorksCited | None:
    """Return the list of all works that articles cite, where the manifest wants one."""
    if desk.manifest.citations.list != "book":
        return None
    rules = desk.bibliographies.rules_of(None)
    cited = dict.fromkeys(one for text in book.texts for one in text.references)
    if rules is None or not cited:
        return None
    from florilegium.sources.citations.setting import list_of_works

    return list_of_works(tuple(cited), rules, desk.language, desk.report)


#: What the book may have a list of, and the key that asks for it.
_LISTS: Final = {"figure": "list_of_illustrations", "table": "list_of_tables"}


def _report_lists(book: model.Book, desk: _Desk) -> None:
    """Report lists for which there is nothing, once all sources are read."""
    from florilegium.editions.sections import has_captions

    for kind in book.lists if not book.unread else ():
        if not has_captions(book, kind):
            what = "picture" if kind == "figure" else kind
            message = f"“{_LISTS[kind]}” is true, and no {what} of the book has a caption"
            hint = f"Give each {what} that is to be listed a caption, or take the key out."
            desk.report.add("M033", desk.manifest.place(_LISTS[kind]), message, hint)


def _report_shared(desk: _Desk) -> None:
    """Hold the articles of one file against each other, once all of them are read."""
    from florilegium.sources.excerpts.extent import report_shared

    if not desk.unread:
        report_shared(desk.taken, desk.report)


def _reader() -> Reader:
    from florilegium.sources.read import read

    return read


def _parts(desk: _Desk) -> tuple[model.Part, ...]:
    """Return the parts of the book; one without a title when it has chapters only. Chapters count through."""
    if not desk.manifest.parts:
        chapters = _chapters(desk, desk.manifest.chapters, ("chapters",), 1)
        return (model.Part("", 1, "", None, chapters),)
    found: list[model.Part] = []
    first = 1
    for index, part in enumerate(desk.manifest.parts):
        way: Way = ("parts", index)
        introduction = _introduction(
            desk, part.introduction, f"{part.key}-introduction", *way, "introduction"
        )
        chapters = _chapters(desk, part.chapters, (*way, "chapters"), first)
        first += len(chapters)
        title, marked = marked_title(part.title)
        found.append(
            model.Part(
                key=part.key,
                number=index + 1,
                title=title,
                introduction=introduction,
                chapters=chapters,
                marked_title=marked,
            )
        )
    return tuple(found)


def _chapters(
    desk: _Desk, chapters: tuple[contents.ChapterKeys, ...], way: Way, first: int
) -> tuple[model.Chapter, ...]:
    found = []
    for index, chapter in enumerate(chapters):
        here = (*way, index)
        key = f"{chapter.key}-introduction"
        introduction = _introduction(desk, chapter.introduction, key, *here, "introduction")
        title, marked = marked_title(chapter.title)
        articles = [
            _article(desk, article, (*here, "articles", number))
            for number, article in enumerate(chapter.articles)
        ]
        found.append(
            model.Chapter(
                key=chapter.key,
                number=first + index,
                title=title,
                subtitle=chapter.subtitle,
                short=chapter.short,
                introduction=introduction,
                articles=tuple(article for article in articles if article),
                marked_title=marked,
            )
        )
    return tuple(found)


def _article(desk: _Desk, article: contents.ArticleKeys, way: Way) -> model.Article | None:
    """Return one article, or None when its source cannot be read (the reader has said why)."""
    authors = _authors(desk, article, way)
    manuscript = desk.read(_request(desk.manifest, article, way, desk.bibliographies), desk.report)
    if manuscript is None:
        desk.unread.add(article.key)
        return None
    desk.manuscripts[article.key] = manuscript
    desk.taken += _taken(desk, article, manuscript, way)
    record = article_record(desk.manifest, article, way)
    title, marked = (
        marked_title(article.title) if article.title else (manuscript.title, manuscript.marked_title)
    )
    if not title:
        desk.report.add(
            "M003",
            desk.manifest.place(*way, "source"),
            f"the article has no title: none stands in “{article.source}”, and none in the manifest",
            "Write “title:” under the article, or “roles:” if the source has one that was not known for it.",
        )
    return model.Article(
        key=article.key,
        title=title,
        subtitle=manuscript.deck if article.subtitle is None else article.subtitle,
        short=article.short,
        authors=authors,
        text=replace(_text(desk, article, manuscript, way), heading=_heading(title, marked, manuscript)),
        published=publication_of(article),
        rights=article.rights,
        credit=article.credit,
        permission=(article.permission or desk.manifest.permission).status,
        corrections=corrections_of(article),
        marked_title=marked,
        record=replace(record, abstract=record.abstract or manuscript.abstract),
    )


def _taken(
    desk: _Desk, article: contents.ArticleKeys, manuscript: Manuscript, way: Way
) -> Iterator[TakenPart]:
    """Yield what an article takes of its file, and of the file that has its notes."""
    from florilegium.sources.excerpts.extent import TakenPart

    place = desk.manifest.place(*way, "part" if article.part else "source")
    yield TakenPart(article.source, place, manuscript.extent)
    if manuscript.notes_extent is not None:
        yield TakenPart(article.notes, desk.manifest.place(*way, "notes"), manuscript.notes_extent)


def _heading(title: str, marked: Element | None, manuscript: Manuscript) -> Element | None:
    """Return an article's title with the calls of its notes, where it has any; the manifest's takes the
    source's."""
    called = manuscript.called_title
    if called is None or title.split() == manuscript.title.split():
        return called
    own = etree.Element("h1")
    own.text = title if marked is None else marked[0].text
    own.extend([] if marked is None else deepcopy(list(marked[0])))
    for call in called.iter("call"):
        own.append(deepcopy(call))
        own[-1].tail = None
    return own


def _text(desk: _Desk, article: contents.ArticleKeys, manuscript: Manuscript, way: Way) -> model.Text:
    """Return the article's text. A source that declares another language than the book's is believed."""
    language, declared = article.language or desk.language, manuscript.language
    if declared and not article.language and declared.split("-")[0] != language.split("-")[0]:
        from langcodes import tag_is_valid

        language = declared if tag_is_valid(declared) else language
    notes = _notes(desk, article, manuscript, way)
    return model.Text(
        key=article.key,
        body=manuscript.body,
        notes=notes,
        language=language,
        source=article.source,
        order=article.order,
        references=manuscript.references,
    )


def _notes(
    desk: _Desk, article: contents.ArticleKeys, manuscript: Manuscript, way: Way
) -> tuple[model.Note, ...]:
    """Return an article's notes; those that the manifest names are the editors'."""
    known = {note.label for note in manuscript.notes}
    for number, label in enumerate(article.editors_notes):
        if label not in known:
            place = desk.manifest.place(*way, "editors_notes", number)
            message = f"“{article.source}” has no note {label}"
            desk.report.add("N006", place, message, "Write the number or label that the source gives it.")
    return tuple(
        replace(note, editorial=note.editorial or note.label in article.editors_notes)
        for note in manuscript.notes
    )


def requests_of(manifest: Manifest) -> tuple[SourceRequest, ...]:
    """Return what is to be read: the source of every article, in the order of the book."""
    works = Bibliographies(manifest, Report())
    return tuple(_request(manifest, article, way, works) for way, article in manifest.articles)


def _request(
    manifest: Manifest, article: contents.ArticleKeys, way: Way, works: Bibliographies
) -> SourceRequest:
    from florilegium.sources.manuscript import PartChoice, PictureChoice, RoleRule, SourceRequest
    from florilegium.system.tasks.bounds import Bound

    people = manifest.contributors
    return SourceRequest(
        root=manifest.root,
        name=article.source,
        place=manifest.place(*way, "source"),
        language=article.language or manifest.language,
        roles=tuple(
            RoleRule(role.role, role.starts, *role.lines, manifest.place(*way, "roles", number))
            for number, role in enumerate(article.roles)
        ),
        corrections=corrections_of(article),
        authors=tuple(people[key].name for key in article.authors or () if key in people),
        title=article.title,
        pictures=article.pictures or manifest.pictures,
        source_pages=article.source_pages or manifest.source_pages,
        notes=article.notes,
        part=PartChoice(article.part.heading, article.part.id, manifest.place(*way, "part"))
        if article.part
        else None,
        bound=Bound(manifest.bounds.seconds, manifest.bounds.megabytes),
        citations=works.rules_of(article, *way),
        picture_files=tuple(
            PictureChoice(
                one.file, one.address, one.first_line, manifest.place(*way, "picture_files", number)
            )
            for number, one in enumerate(article.picture_files)
        ),
    )


def _authors(desk: _Desk, article: contents.ArticleKeys, way: Way) -> tuple[str, ...]:
    if article.authors is None:
        desk.report.add(
            "C003",
            desk.manifest.place(*way, "source"),
            f"nobody is named as the author of “{article.source}”",
            "Write “authors:” with keys of contributors, or “authors: []” if the article is unsigned.",
        )
        return ()
    return _people(desk, article.authors, *way, "authors")


def _people(desk: _Desk, keys: tuple[str, ...], *way: str | int) -> tuple[str, ...]:
    """Return those of some contributors' keys that are known; the others are reported."""
    known = desk.manifest.contributors
    desk.named.update(keys)
    for number, key in enumerate(keys):
        if key not in known:
            desk.report.add(
                "C001",
                desk.manifest.place(*way, number),
                f"“{key}” is the key of no contributor",
                _meant(key, desk.manifest),
            )
    return tuple(dict.fromkeys(key for key in keys if key in known))


def _meant(key: str, manifest: Manifest) -> str:
    people = manifest.contributors
    names = {word.lower(): known for known, person in people.items() for word in person.name.split()}
    near = get_close_matches(key, people, 1) or get_close_matches(key.lower(), names, 1)
    if near:
        return f"Is “{names.get(near[0], near[0])}” meant?"
    return "Write this contributor’s key and name under “contributors:”."


def _contributors(desk: _Desk) -> dict[str, model.Contributor]:
    """Return every contributor in the manifest's order."""
    found = {}
    for key, person in desk.manifest.contributors.items():
        way: Way = ("contributors", key)
        if key not in desk.named:
            place = desk.manifest.key_place(*way)
            message = f"{person.name} is named by no article, introduction or list of editors"
            desk.report.add("C002", place, message, f"Write “{key}” where it belongs, or take it out.")
        biography = _biography(desk, person, way)
        found[key] = model.Contributor(
            key=key,
            name=person.name,
            sort=person.filed,
            biography=biography,
            links=person.links,
            is_body=person.kind == "organisation",
            identities=identities_of(person),
            affiliations=affiliations_of(person),
        )
    return found


def _biography(desk: _Desk, person: contents.ContributorKeys, way: Way) -> Element | None:
    """Return a biography's blocks. It stands among the back matter, where a note has no call to lead to."""
    if person.biography is None:
        return None
    manuscript = read_prose(desk.manifest, desk.report, person.biography, *way, "biography")
    if manuscript is None:
        return None
    return without_notes(manuscript, f"the biography of {person.name}", desk.report)


def _introduction(
    desk: _Desk, introduction: contents.IntroductionKeys | None, key: str, *way: str | int
) -> model.Introduction | None:
    if introduction is None:
        return None
    authors = _people(desk, introduction.authors, *way, "authors")
    rules = desk.bibliographies.rules_of(None)
    manuscript = read_prose(desk.manifest, desk.report, introduction, *way, citations=rules)
    if manuscript is None:
        return None
    source = introduction.file or desk.manifest.name
    text = model.Text(
        key, manuscript.body, manuscript.notes, desk.language, source, references=manuscript.references
    )
    kind = _KINDS.get(str(way[0]), "introduction")
    return model.Introduction(introduction.title or manuscript.title, authors, text, kind)


#: The kinds of texts that are written as an introduction is, by the key of the manifest.
_KINDS: Final = {"foreword": "foreword", "afterword": "afterword", "appendices": "appendix"}


def _after(desk: _Desk) -> Iterator[model.Introduction]:
    """Yield the editors' texts that follow the chapters, in their order (CMOS 1.4)."""
    manifest, report = desk.manifest, desk.report
    afterword = _introduction(desk, manifest.afterword, "afterword", "afterword")
    yield from (afterword,) if afterword else ()
    if manifest.plates:
        yield _list_of(desk, "plates", plates_body(manifest, report))
    for number, appendix in enumerate(manifest.appendices):
        made = _introduction(desk, appendix, f"appendix-{number + 1}", "appendices", number)
        yield from (made,) if made else ()
    if manifest.chronology:
        events = [(one.when, one.what, "what") for one in manifest.chronology]
        yield _list_of(desk, "chronology", explained_body(manifest, report, "chronology", events))
    for kind in ("abbreviations", "glossary"):
        if entries := getattr(manifest, kind):
            yield _list_of(desk, kind, terms_body(manifest, report, kind, entries))


def _list_of(desk: _Desk, kind: str, body: Element) -> model.Introduction:
    """Return a text that is a list: it has no notes, and of its names only those of plates are indexed."""
    text = model.Text(kind, body, (), desk.language, desk.manifest.name, indexed=kind == "plates")
    return model.Introduction("", (), text, kind)
