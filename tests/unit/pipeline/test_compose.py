"""From a manifest and its sources to a book: what comes from where, and what is told of what is missing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from florilegium.book.bibliographic import Correction, Permission, Subject
from florilegium.book.model import Authority, Book, Kind, Passage, Phrase, Sign, Theme, Work
from florilegium.book.runs import text_of
from florilegium.manifest.reading.load import load
from florilegium.names.mentions.survey import survey
from florilegium.pipeline.compose import compose
from florilegium.problems import Place, Report
from florilegium.sources.manuscript import Manuscript

HEAD = """\
title: A Book of Ferns
language: en-GB
identifier: urn:uuid:3f2b8c1e-6f0a-4d0e-9a57-0c9d3f2b8c1e
date: 2026-11-22
"""

WALK = """\
# A Walk among Ferns

The path goes down to the brook, where the ferns stand higher than a child.[^1] Nobody has counted them.

On the other bank the wood begins. There the ground is dry, and only bracken grows.

[^1]: A tall child.
"""

SIGNED = "chapters:\n  - title: In the Wood\n    articles:\n      - {source: walk.md, authors: []}\n"


def composed(
    folder: Path, manifest: str, files: dict[str, str] | None = None
) -> tuple[Book, dict[str, Manuscript], Report]:
    """The book of a project with this manifest, an article `walk.md` and further files.

    A manifest without chapters gets one that has the article.
    """
    for name, text in {"walk.md": WALK, **(files or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    text = HEAD + dedent(manifest)
    if "chapters:" not in text:
        text += SIGNED
    (folder / "anthology.yaml").write_text(text, encoding="utf-8")
    report = Report()
    book, manuscripts = compose(load(folder / "anthology.yaml", report), report)
    return book, manuscripts, report


def book_of(folder: Path, manifest: str, files: dict[str, str] | None = None) -> Book:
    """As `composed`, of a project with which nothing is wrong."""
    book, _, report = composed(folder, manifest, files)
    assert [str(problem) for problem in report.problems] == []
    return book


def words(body: object) -> str:
    """The running text of a body's blocks."""
    return " ".join(text_of(block) for block in body)  # type: ignore[attr-defined]


def test_article_takes_from_its_source_what_the_manifest_does_not_say(tmp_path: Path) -> None:
    """Title, text and notes are the source's; the key is the file's name."""
    book, manuscripts, report = composed(tmp_path, "")
    assert report.problems == ()
    (article,) = book.articles
    assert (article.key, article.title, article.short, article.authors) == (
        "walk",
        "A Walk among Ferns",
        "",
        (),
    )
    assert words(article.text.body).startswith("The path goes down to the brook")
    assert [note.label for note in article.text.notes] == ["1"]
    assert (article.text.key, article.text.language, article.text.source) == ("walk", "en-GB", "walk.md")
    assert manuscripts["walk"].body is article.text.body


def test_manifest_rules_over_the_source(tmp_path: Path) -> None:
    """What the manifest says of an article stands in the book."""
    book = book_of(
        tmp_path,
        """\
        contributors: {ann: Ann Fern}
        permission: cleared
        chapters:
          - title: In the Wood
            articles:
              - source: walk.md
                key: fern-1901
                title: Ferns on Foot
                subtitle: A Walk
                short: On Foot
                authors: ann
                language: en-US
                published: {where: Leaves, when: May 1901, address: "https://example.org/", note: In parts.}
                rights: © 1901 Ann Fern
                credit: By kind permission
                permission: licensed
                corrections: [{find: higher, replace: taller, reason: a better word}]
        """,
    )
    (article,) = book.articles
    assert (article.key, article.title, article.subtitle, article.short) == (
        "fern-1901",
        "Ferns on Foot",
        "A Walk",
        "On Foot",
    )
    assert (article.authors, article.text.language, article.text.key) == (("ann",), "en-US", "fern-1901")
    assert (article.published.where, article.published.when) == ("Leaves", "May 1901")
    assert (article.published.address, article.published.note) == ("https://example.org/", "In parts.")
    assert (article.rights, article.credit) == ("© 1901 Ann Fern", "By kind permission")
    assert article.permission is Permission.LICENSED
    assert article.corrections == (Correction("higher", "taller", "a better word"),)
    assert "stand taller than a child" in words(article.text.body)


def test_the_abstract_of_the_source_stands_in_for_the_manifests(tmp_path: Path) -> None:
    page = "---\nabstract: |\n  Ferns, and\n  who counts them.\n---\n\n" + WALK
    manifest = """\
        chapters:
          - title: In the Wood
            articles:
              - {source: a.md, authors: [], abstract: Ferns alone.}
              - {source: b.md, authors: []}
    """
    book = book_of(tmp_path, manifest, {"a.md": page, "b.md": page})
    assert [one.record.abstract for one in book.articles] == ["Ferns alone.", "Ferns, and who counts them."]


def test_deck_of_the_source_can_be_declined(tmp_path: Path) -> None:
    """`subtitle: ""` leaves the deck out of the book."""
    page = "---\nsubtitle: Down to the Brook\n---\n\n" + WALK
    manifest = """\
        chapters:
          - title: In the Wood
            articles:
              - {source: a.md, authors: [], subtitle: ""}
              - {source: b.md, authors: []}
    """
    book = book_of(tmp_path, manifest, {"a.md": page, "b.md": page})
    assert [article.subtitle for article in book.articles] == ["", "Down to the Brook"]


def test_permission_is_the_books_unless_the_article_says_otherwise(tmp_path: Path) -> None:
    """The manifest's `permission` is the default of its articles."""
    assert book_of(tmp_path, "permission: public domain\n").articles[0].permission is (
        Permission.PUBLIC_DOMAIN
    )


def test_metadata_is_the_manifests(tmp_path: Path) -> None:
    """Every shorthand is written out; the slug comes from the title."""
    book = book_of(
        tmp_path,
        """\
        subtitle: And Mosses
        edition: Second edition
        editors: ann
        publisher: {name: Fern Press, place: Leeds}
        series: {title: Green Books, number: 7}
        description: On ferns.
        subjects: [ferns, {scheme: Thema, code: PSTJ}]
        rights: © 2026 Fern Press
        dedication: To the brook
        contributors: {ann: Ann Fern}
        """,
    )
    data = book.metadata
    assert (data.title, data.subtitle, data.slug) == ("A Book of Ferns", "And Mosses", "a-book-of-ferns")
    assert (data.language, data.date) == ("en-GB", date(2026, 11, 22))
    assert data.identifier == "urn:uuid:3f2b8c1e-6f0a-4d0e-9a57-0c9d3f2b8c1e"
    assert (data.editors, data.edition) == (("ann",), "Second edition")
    assert (data.publisher, data.publisher_place) == ("Fern Press", "Leeds")
    assert (data.series, data.series_number) == ("Green Books", "7")
    assert data.subjects == (Subject("ferns"), Subject("PSTJ", "Thema", "PSTJ"))
    assert (data.description, data.rights, data.dedication) == (
        "On ferns.",
        "© 2026 Fern Press",
        "To the brook",
    )
    assert (data.cover, data.cover_alt) == ("", "")


def test_chapters_without_parts_stand_in_one_that_is_never_shown(tmp_path: Path) -> None:
    """A book without parts has one without a title."""
    (part,) = book_of(tmp_path, "").parts
    assert (part.title, part.key, [chapter.title for chapter in part.chapters]) == ("", "", ["In the Wood"])


def test_chapters_count_through_all_parts(tmp_path: Path) -> None:
    """The second part goes on where the first one ended."""
    book = book_of(
        tmp_path,
        """\
        parts:
          - title: Wet
            introduction: Of the brook.
            chapters:
              - {title: One, articles: [{source: walk.md, authors: []}]}
              - {title: Two, articles: [{source: b.md, authors: []}]}
          - title: Dry
            chapters:
              - {title: Three, articles: [{source: c.md, authors: []}]}
        """,
        {"b.md": WALK, "c.md": WALK},
    )
    assert [(part.key, part.number) for part in book.parts] == [("wet", 1), ("dry", 2)]
    assert [(chapter.number, chapter.key) for chapter in book.chapters] == [
        (1, "one"),
        (2, "two"),
        (3, "three"),
    ]
    assert book.parts[0].introduction is not None
    assert book.parts[0].introduction.text.key == "wet-introduction"
    assert [text.key for text in book.texts] == ["wet-introduction", "walk", "b", "c"]


def test_introductions_are_read_from_the_manifest_and_from_files(tmp_path: Path) -> None:
    """Both may carry notes; each has the key by which the index knows it."""
    book = book_of(
        tmp_path,
        """\
        contributors: {ann: Ann Fern}
        introduction: {title: Before Setting Out, authors: [ann], file: intro/general.md}
        chapters:
          - title: In the Wood
            introduction: |
              All ferns are *green*.[^a]

              [^a]: Nearly all.
            articles:
              - {source: walk.md, authors: []}
        """,
        {"intro/general.md": "Take a stick.[^1]\n\n[^1]: And a coat.\n"},
    )
    general, chapter = book.introduction, book.chapters[0].introduction
    assert general is not None
    assert chapter is not None
    assert (general.title, general.authors) == ("Before Setting Out", ("ann",))
    assert (general.text.key, general.text.source, len(general.text.notes)) == (
        "introduction",
        "intro/general.md",
        1,
    )
    assert (chapter.title, chapter.authors) == ("", ())
    assert (chapter.text.key, chapter.text.source) == ("in-the-wood-introduction", "anthology.yaml")
    assert words(chapter.text.body) == "All ferns are green."
    assert chapter.text.notes[0].place.file == "anthology.yaml"
    assert chapter.text.notes[0].place.line == 12


def test_works_that_an_introduction_alone_cites_are_told_apart(tmp_path: Path) -> None:
    """Two of one author and year have their letters, in whatever file of an editor's text they are named."""
    works = "".join(
        f"@book{{{key}, author = {{Marlow, Ann}}, title = {{{title}}}, date = {{1901}}}}\n"
        for key, title in (("marlow1901mills", "Mills"), ("marlow1901weirs", "Weirs"))
    )
    book = book_of(
        tmp_path,
        """\
        citations: {bibliography: works.bib, style: chicago-author-date-16th-edition}
        chapters:
          - title: In the Wood
            introduction: {file: intro.md}
            articles:
              - {source: walk.md, authors: []}
        """,
        {"works.bib": works, "intro.md": "First weirs [@marlow1901weirs], then mills [@marlow1901mills].\n"},
    )
    introduction = book.chapters[0].introduction
    assert introduction is not None
    assert words(introduction.text.body) == "First weirs (Marlow 1901b), then mills (Marlow 1901a)."


def test_contributors_are_filed_and_told(tmp_path: Path) -> None:
    """Names are turned round for filing but for an organisation's; biographies are Markdown."""
    book = book_of(
        tmp_path,
        """\
        editors: [club, ann, bea]
        contributors:
          club: {name: The Fern Club, kind: organisation}
          ann:
            name: Ann Fern
            biography: Ann Fern walked *slowly*.
            links: https://example.org/ann
          bea: {name: Bea Moss, sort: "Moss, B.", biography: {file: bea.md}}
        """,
        {"bea.md": "Bea Moss walked fast.\n"},
    )
    people = book.contributors
    assert [(key, person.sort) for key, person in people.items()] == [
        ("club", "The Fern Club"),
        ("ann", "Fern, Ann"),
        ("bea", "Moss, B."),
    ]
    assert people["club"].biography is None
    assert people["ann"].biography is not None
    assert people["ann"].biography.find(".//em") is not None
    assert words(people["bea"].biography) == "Bea Moss walked fast."
    assert people["ann"].links == ("https://example.org/ann",)


def test_unknown_contributors_are_told_with_a_suggestion(tmp_path: Path) -> None:
    """C001 stands at the key itself; the book goes on without it."""
    book, _, report = composed(
        tmp_path,
        """\
        contributors: {fern-ann: Ann Fern}
        editors: [ann-fern]
        introduction: {text: Take a stick., authors: [Fern]}
        chapters:
          - title: In the Wood
            articles:
              - source: walk.md
                authors: [fern-ann, nobody]
        """,
    )
    assert [(problem.code, problem.place, problem.hint[:20]) for problem in report.problems] == [
        ("C001", Place("anthology.yaml", 6, 11), "Is “fern-ann” meant?"),
        ("C001", Place("anthology.yaml", 7, 47), "Is “fern-ann” meant?"),
        ("C001", Place("anthology.yaml", 12, 29), "Write this contribut"),
    ]
    assert (book.metadata.editors, book.articles[0].authors) == ((), ("fern-ann",))


def test_contributor_without_a_part_in_the_book_is_told(tmp_path: Path) -> None:
    """C002 is a warning at the contributor's key."""
    _, _, report = composed(tmp_path, "contributors: {ann: Ann Fern}\n")
    (problem,) = report.problems
    assert (problem.code, problem.place) == ("C002", Place("anthology.yaml", 5, 16))


def test_article_without_authors_is_told_unless_it_is_said_to_be_unsigned(tmp_path: Path) -> None:
    """C003 stands where `authors` is missing, and not where it is empty."""
    _, _, report = composed(tmp_path, "chapters: [{title: In the Wood, articles: [walk.md]}]\n")
    assert [problem.code for problem in report.problems] == ["C003"]


def test_article_without_any_title_is_told(tmp_path: Path) -> None:
    """M003 asks for a title that neither the source nor the manifest has."""
    plain = WALK.partition("\n\n")[2]
    book, _, report = composed(tmp_path, "", {"walk.md": plain})
    assert [(problem.code, problem.place.line) for problem in report.problems] == [("M003", 8)]
    assert book.articles[0].title == ""


def test_every_unreadable_text_is_told_in_one_run(tmp_path: Path) -> None:
    """A missing article leaves a gap, a missing introduction too, and the rest is composed."""
    book, manuscripts, report = composed(
        tmp_path,
        """\
        introduction: {file: general.md}
        contributors: {ann: {name: Ann Fern, biography: {file: ann.md}}}
        chapters:
          - title: In the Wood
            articles:
              - {source: gone.md, authors: [ann]}
              - {source: lost.txt, authors: [ann]}
              - {source: walk.md, authors: []}
        """,
    )
    assert [(problem.code, problem.place.line) for problem in report.problems] == [
        ("M010", 5),
        ("M010", 6),
        ("S001", 10),
        ("S001", 11),
    ]
    assert [article.key for article in book.articles] == list(manuscripts) == ["walk"]
    assert (book.introduction, book.contributors["ann"].biography) == (None, None)


def test_an_entry_may_name_a_text_that_cannot_be_read(tmp_path: Path) -> None:
    """One fault, told once: that the article is missing, not that the index names one that the book lacks."""
    book, _, report = composed(
        tmp_path,
        """        chapters:
          - title: In the Wood
            articles:
              - {source: gone.md, authors: []}
              - {source: walk.md, authors: []}
        index:
          entries:
            - {heading: the brook, only: [gone, walk]}
            - {heading: the bank, only: [nowhere]}
        """,
    )
    assert book.unread == {"gone"}
    survey(book, report)
    assert [(one.code, one.place.line) for one in report.problems if one.code in {"S001", "X007"}] == [
        ("S001", 8),
        ("X007", 13),
    ]


@pytest.mark.parametrize(("other", "told"), [("gone.md", {"S001"}), ("walk.md", {"X003"})])
def test_what_is_named_nowhere_is_told_of_a_whole_book_only(
    tmp_path: Path, other: str, told: set[str]
) -> None:
    """Of a book with an article unread nobody knows what it names: one missing file is one message."""
    book, _, report = composed(
        tmp_path,
        f"""        chapters:
          - title: In the Wood
            articles:
              - {{source: {other}, authors: []}}
        index:
          entries:
            - {{heading: Vesuvius}}
        """,
    )
    survey(book, report)
    assert {problem.code for problem in report.problems} & {"S001", "X003"} == told


def test_introduction_in_an_old_encoding_is_told(tmp_path: Path) -> None:
    """M010 names the byte at its place in the file."""
    (tmp_path / "general.md").write_bytes("Take\na café stick".encode("cp1252"))
    _, _, report = composed(tmp_path, "introduction: {file: general.md}\n")
    assert [(problem.code, problem.place) for problem in report.problems] == [
        ("M010", Place("general.md", 2, 6))
    ]


def test_empty_introduction_is_told(tmp_path: Path) -> None:
    """M010 asks for a text where a file has none."""
    book, _, report = composed(tmp_path, "introduction: {file: general.md}\n", {"general.md": "\n \n"})
    assert [(problem.code, problem.place.line) for problem in report.problems] == [("M010", 5)]
    assert book.introduction is None


def test_note_in_a_biography_is_left_out_and_told(tmp_path: Path) -> None:
    """S012: a biography has no place for a note, and no call may be left of it."""
    manifest = """\
        editors: ann
        contributors:
          ann:
            name: Ann Fern
            biography: |
              Ann Fern walked.[^1] Slowly.

              [^1]: With a stick.
    """
    book, _, report = composed(tmp_path, manifest)
    assert [(problem.code, problem.place.line) for problem in report.problems] == [("S012", 12)]
    body = book.contributors["ann"].biography
    assert body is not None
    assert list(body.iter("call")) == []
    assert words(body) == "Ann Fern walked. Slowly."


def test_source_in_another_language_is_believed(tmp_path: Path) -> None:
    """A page that declares another language than the book's keeps it; a variant of the same is no other."""
    page = "---\nlang: {}\n---\n\n" + WALK
    manifest = """\
        chapters:
          - title: In the Wood
            articles:
              - {source: a.md, authors: []}
              - {source: b.md, authors: []}
              - {source: c.md, authors: [], language: oc}
    """
    files = {"a.md": page.format("fr"), "b.md": page.format("en"), "c.md": page.format("fr")}
    book = book_of(tmp_path, manifest, files)
    assert [article.text.language for article in book.articles] == ["fr", "en-GB", "oc"]


def test_roles_of_the_manifest_reach_the_reader(tmp_path: Path) -> None:
    """A paragraph is what the manifest says it is."""
    book = book_of(
        tmp_path,
        """\
        chapters:
          - title: In the Wood
            articles:
              - source: walk.md
                authors: []
                roles: [{starts: On the other bank, role: boilerplate}]
        """,
    )
    assert "other bank" not in words(book.articles[0].text.body)


def test_authority_is_the_manifests_index(tmp_path: Path) -> None:
    """Every heading keeps what the editor wrote and its place."""
    book = book_of(
        tmp_path,
        """\
        index:
          title: Names
          headnote: Who and where.
          kinds: [person, place, other]
          sorting: word-by-word
          ranges: full
          metonyms: left out
          long_entries: by-article
          divided: true
          ignore: [fern tree]
          entries:
            - Fern, Ann
            - heading: Moss, Bea
              gloss: the elder
              sort: Moss, B.
              variants: [Beatrix Moss]
              surname: true
              bare_in: [walk]
              only: [walk, introduction]
              order: family-first
              exact: true
              ignore: [Moss Side]
              see_also: ["Fern, Ann"]
              phrases: [{words: the old lady, passages: [walk, {text: walk, starts: On the other}]}]
              exclude: [walk]
              add: [{text: walk, starts: The path}]
              main: walk
              long: true
              subentries: by-article
              themes: {brook: [the brook, water], wood: [wood, {text: walk, starts: One, through: Two}]}
            - {heading: Bracken, kind: other, see: Fern}
          places:
            - Leeds
          cited: [{title: "*Walks*", authors: "Fern, A.", variants: Walk, cited_in: [{text: walk, note: 1}]}]
          loci: [Genesis, {work: "*Iliad*", variants: Il.}]
          style: run-in
          illustrations: italic
        """,
    )
    authority = book.authority
    assert (authority.title, authority.headnote) == ("Names", "Who and where.")
    assert authority.kinds == (Kind.PERSON, Kind.PLACE, Kind.OTHER)
    assert [(one.work, one.variants, one.italic) for one in authority.loci] == [
        ("Genesis", (), False),
        ("Iliad", ("Il.",), True),
    ]
    assert (authority.style, authority.illustrations) == ("run-in", "italic")
    assert (authority.sorting, authority.ranges, authority.metonyms) == ("word-by-word", "full", "left out")
    assert (authority.long_entries, authority.divided, authority.ignore) == (
        "by-article",
        True,
        ("fern tree",),
    )
    ann, bea, bracken, leeds = authority.headings
    assert (ann.name, ann.kind, ann.place) == ("Fern, Ann", Kind.PERSON, Place("anthology.yaml", 16, 7))
    assert (bea.gloss, bea.sort, bea.variants) == ("the elder", "Moss, B.", ("Beatrix Moss",))
    assert (bea.surname, bea.bare_in, bea.only) == (True, ("walk",), ("walk", "introduction"))
    assert (bea.order, bea.exact, bea.ignore) == ("family-first", True, ("Moss Side",))
    assert bea.see_also == ("Fern, Ann",)
    assert bea.phrases == (Phrase("the old lady", (Passage("walk"), Passage("walk", "On the other"))),)
    assert (bea.exclude, bea.add, bea.main) == (
        (Passage("walk"),),
        (Passage("walk", "The path"),),
        (Passage("walk"),),
    )
    assert (bea.long, bea.subentries) == (True, "by-article")
    assert bea.themes == (
        Theme("brook", (Sign("the brook"), Sign("water"))),
        Theme("wood", (Sign("wood"), Sign("", Passage("walk", "One", "Two")))),
    )
    assert (bracken.kind, bracken.see) == (Kind.OTHER, "Fern")
    assert (leeds.kind, leeds.place.line) == (Kind.PLACE, 37)
    (walks,) = authority.cited
    assert (walks.work, walks.place.line) == (Work(("Fern, A.",), "Walks", italic=True), 38)
    assert (walks.variants, walks.cited_in, walks.omit) == (("Walk",), (("walk", "1"),), False)


@pytest.mark.parametrize(("language", "title"), [("en-GB", Authority().title), ("de", "")])
def test_index_without_a_title_gets_one_in_the_books_language(
    language: str, title: str, tmp_path: Path
) -> None:
    """Only English has one of its own; the editions give the others."""
    (tmp_path / "walk.md").write_text(WALK, encoding="utf-8")
    text = HEAD.replace("en-GB", language) + "index: {places: [Leeds]}\n" + SIGNED
    (tmp_path / "anthology.yaml").write_text(text, encoding="utf-8")
    report = Report()
    book, _ = compose(load(tmp_path / "anthology.yaml", report), report)
    assert book.authority.title == title


def test_book_without_an_index_has_no_headings(tmp_path: Path) -> None:
    """`index: false` leaves the authority empty."""
    assert book_of(tmp_path, "index: false\n").authority.headings == ()


def test_numbering_of_notes_is_the_manifests(tmp_path: Path) -> None:
    """The passes find it in the book."""
    assert book_of(tmp_path, "notes: chapter\n").numbering == "chapter"
