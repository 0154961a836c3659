"""What a manifest becomes: values as the editor meant them, and the place of each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from written import CHAPTERS, HEAD, codes, loaded, with_head

from florilegium.book.bibliographic import Permission
from florilegium.book.model import Kind
from florilegium.manifest.reading import builder
from florilegium.manifest.reading.load import SIZE_LIMIT, load
from florilegium.problems import ManifestError, Place, Report


def test_smallest_manifest_is_enough(tmp_path: Path) -> None:
    """Title, language, identifier, date and one article make a book; all else has a default."""
    manifest = loaded(tmp_path, HEAD + CHAPTERS)
    assert manifest.date == date(2026, 11, 22)
    assert (manifest.root, manifest.name) == (tmp_path, "anthology.yaml")
    assert manifest.stem == "a-book-of-ferns"
    assert manifest.permission.status is Permission.NOT_CLEARED
    assert manifest.editions.pdf.size == (152.4, 228.6)
    assert manifest.editions.epub.pages is True
    assert manifest.notes.numbering == "article"
    assert manifest.index is None


@pytest.mark.parametrize(
    "title", ["No", "yes", "1984", "3.14", "2016-01-02", "null and void", "0x10", "On", "1:30"]
)
def test_title_is_the_letters_that_stand_there(title: str, tmp_path: Path) -> None:
    """A word that YAML takes for a truth, a number or a day is a title all the same."""
    manifest = loaded(tmp_path, HEAD.replace("A Book of Ferns", title) + CHAPTERS)
    assert manifest.title == title


def test_key_that_yaml_takes_for_a_truth_is_a_key(tmp_path: Path) -> None:
    """A contributor may have the key `no`, and an article be his."""
    text = """
        contributors: {no: Dr. No, on: On the Author}
        chapters: [{title: One, articles: [{source: a.txt, authors: [no, on]}]}]
    """
    manifest = loaded(tmp_path, with_head(text))
    assert list(manifest.contributors) == ["no", "on"]
    assert manifest.chapters[0].articles[0].authors == ("no", "on")


@pytest.mark.parametrize("when", ["2016", "2016-01", "2016-01-31", "spring 2016"])
def test_day_of_first_publication_stays_as_written(when: str, tmp_path: Path) -> None:
    """Only the book's own date must be a day."""
    text = f"chapters: [{{title: One, articles: [{{source: a.txt, published: {{when: {when}}}}}]}}]"
    published = loaded(tmp_path, with_head(text)).chapters[0].articles[0].published
    assert published is not None
    assert published.when == when


def test_shorthands_mean_what_their_long_forms_mean(tmp_path: Path) -> None:
    """A text in the place of a group of keys is that group's first thing; a text for a list, its one item."""
    short = """
        editors: ann
        publisher: Fern Press
        series: Green Books
        subjects: ferns
        notes: book
        contributors: {ann: Ann Fern}
        introduction: Read this.
        editions: {pdf: a5}
        index: {entries: ["Fern, Ann"], places: [Leeds], ignore: fern tree}
        chapters: [{title: One, articles: [a.txt]}]
    """
    long = """
        editors: [ann]
        publisher: {name: Fern Press}
        series: {title: Green Books}
        subjects: [{label: ferns}]
        notes: {numbering: book}
        contributors: {ann: {name: Ann Fern}}
        introduction: {text: Read this.}
        editions: {pdf: {trim: a5}}
        index:
          entries: [{heading: "Fern, Ann"}]
          places: [{heading: Leeds, kind: place}]
          ignore: [fern tree]
        chapters: [{title: One, key: one, articles: [{source: a.txt, key: a}]}]
    """
    first, second = loaded(tmp_path, with_head(short)), loaded(tmp_path, with_head(long))
    assert first.model_dump() == second.model_dump()


def test_key_with_nothing_after_it_counts_as_absent(tmp_path: Path) -> None:
    """An editor may leave optional keys open."""
    manifest = loaded(tmp_path, with_head("subtitle:\npublisher: ~\nindex:\ncontributors:\n") + CHAPTERS)
    assert (manifest.subtitle, manifest.publisher, manifest.index) == ("", None, None)


def test_white_space_in_titles_is_single_and_in_corrections_as_written(tmp_path: Path) -> None:
    """A folded title is one line; what a correction seeks is found letter by letter."""
    text = """
        title: >
          A Book
          of  Ferns
        language: en
        identifier: urn:uuid:3f2b8c1e-6f0a-4d0e-9a57-0c9d3f2b8c1e
        date: 2026-11-22
        chapters:
          - title: One
            articles:
              - source: a.txt
                corrections: [{find: "word  word ", replace: ""}]
    """
    manifest = loaded(tmp_path, text)
    assert manifest.title == "A Book of Ferns"
    assert manifest.chapters[0].articles[0].corrections[0].find == "word  word "


def test_authors_left_out_differ_from_no_authors(tmp_path: Path) -> None:
    """`authors: []` says that the article is unsigned; no key says nothing."""
    text = "chapters: [{title: One, articles: [a.txt, {source: b.txt, authors: []}]}]"
    articles = loaded(tmp_path, with_head(text)).chapters[0].articles
    assert [article.authors for article in articles] == [None, ()]


def test_subtitle_left_out_differs_from_an_empty_one(tmp_path: Path) -> None:
    """`subtitle: ""` says that the source's deck is not wanted."""
    text = 'chapters: [{title: One, articles: [a.txt, {source: b.txt, subtitle: ""}]}]'
    articles = loaded(tmp_path, with_head(text)).chapters[0].articles
    assert [article.subtitle for article in articles] == [None, ""]


def test_every_value_has_its_place(tmp_path: Path) -> None:
    """A place is found by its path; what was not written has the place of what is above it."""
    text = with_head(
        """\
        contributors:
          ann: {name: Ann Fern}
        chapters:
          - title: One
            articles:
              - a.txt
              - source: b.txt
                authors: [ann]
        """
    )
    manifest = loaded(tmp_path, text)
    name = "anthology.yaml"
    assert manifest.place("title") == Place(name, 1, 8)
    assert manifest.place("chapters", 0, "articles", 1, "source") == Place(name, 11, 17)
    assert manifest.place("chapters", 0, "articles", 1, "authors", 0) == Place(name, 12, 19)
    assert manifest.place("chapters", 0, "articles", 0, "source") == Place(name, 10, 9)
    assert manifest.place("chapters", 0, "articles", 1, "rights") == Place(name, 11, 9)
    assert manifest.place("chapters", 7, "title") == Place(name, 8, 3)
    assert manifest.key_place("contributors", "ann") == Place(name, 6, 3)


@pytest.mark.parametrize(
    ("written", "line"),
    [("On ferns.", 5), ("|\n  On ferns.", 6), ("\n  text: >-\n    On ferns.", 7), ("{text: On ferns.}", 5)],
)
def test_inline_markdown_knows_its_first_line(written: str, line: int, tmp_path: Path) -> None:
    """A problem in an introduction that stands in the manifest can be told with its line there."""
    manifest = loaded(tmp_path, f"{HEAD}introduction: {written}\n{CHAPTERS}")
    assert manifest.introduction is not None
    assert manifest.introduction.text.strip() == "On ferns."
    assert manifest.first_line("introduction", "text") == line


def test_index_may_be_a_file_with_places_of_its_own(tmp_path: Path) -> None:
    """`index: names.yaml` is read as if it stood in the manifest; its mistakes are told in that file."""
    (tmp_path / "names.yaml").write_text("title: Names\nentries:\n  - Fern, Ann\n", encoding="utf-8")
    manifest = loaded(tmp_path, with_head("index: names.yaml\n") + CHAPTERS)
    assert manifest.index is not None
    assert manifest.index.entries[0].heading == "Fern, Ann"
    assert manifest.place("index", "entries", 0) == Place("names.yaml", 3, 5)
    (tmp_path / "names.yaml").write_text("entries:\n  - heding: Fern, Ann\n", encoding="utf-8")
    report = Report()
    with pytest.raises(ManifestError):
        loaded(tmp_path, with_head("index: names.yaml\n") + CHAPTERS, report)
    assert {str(problem.place) for problem in report.problems} == {"names.yaml:2:5"}


@pytest.mark.parametrize("written", ["false", "no", "off"])
def test_index_may_be_declined(written: str, tmp_path: Path) -> None:
    """`index: false` is a book without an index."""
    assert loaded(tmp_path, with_head(f"index: {written}\n") + CHAPTERS).index is None


def test_place_entry_is_a_place(tmp_path: Path) -> None:
    """What stands under `places:` names places without saying so."""
    manifest = loaded(tmp_path, with_head("index: {places: [Leeds, {heading: York}]}\n") + CHAPTERS)
    assert manifest.index is not None
    assert [entry.kind for entry in manifest.index.places] == [Kind.PLACE, Kind.PLACE]


def test_missing_file_does_not_hide_the_manifest(tmp_path: Path) -> None:
    """With M010 alone the manifest is given, so that the sources' faults are told in the same run."""
    report = Report()
    manifest = loaded(tmp_path, with_head("cover: cover.jpg\nindex: names.yaml\n") + CHAPTERS, report)
    assert manifest.title == "A Book of Ferns"
    assert [(problem.code, problem.place.line) for problem in report.problems] == [("M010", 5), ("M010", 6)]


def test_manifest_that_is_missing_a_folder_or_a_device_is_told(tmp_path: Path) -> None:
    """What is no readable file is an M001 in an editor's words."""
    for path in (tmp_path / "none.yaml", tmp_path, Path("/dev/null"), tmp_path / "none" / "none.yaml"):
        report = Report()
        with pytest.raises(ManifestError):
            load(path, report)
        (problem,) = report.problems
        assert problem.code == "M001"
        assert problem.hint


def test_manifest_larger_than_any_can_be_is_refused(tmp_path: Path) -> None:
    """Ten megabytes are the limit."""
    assert codes(tmp_path, HEAD + CHAPTERS + "#" * SIZE_LIMIT) == ["M001"]


def test_huge_title_is_refused(tmp_path: Path) -> None:
    """A line is a line, and the message does not repeat a megabyte of it."""
    report = Report()
    with pytest.raises(ManifestError):
        loaded(tmp_path, HEAD.replace("A Book of Ferns", "x" * 1_000_000) + CHAPTERS, report)
    (problem,) = report.problems
    assert problem.code == "M004"
    assert len(problem.message) < 300


def test_very_many_values_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with more values than any book's index has is not read to its end."""
    monkeypatch.setattr(builder, "NODE_LIMIT", 1000)
    many = "subjects: [" + "x," * 1200 + "]\n"
    assert codes(tmp_path, with_head(many) + CHAPTERS) == ["M006"]


def test_trim_is_known_in_millimetres(tmp_path: Path) -> None:
    """Named and measured trims come to the same."""
    sizes = []
    for trim in ("a5", "148 x 210 mm", "14.8x21cm", "148 × 210 mm"):
        manifest = loaded(tmp_path, with_head(f"editions: {{pdf: {{trim: {trim}}}}}\n") + CHAPTERS)
        sizes.append(manifest.editions.pdf.size)
    assert sizes == [(148.0, 210.0)] * 4


def test_role_is_told_by_words_or_lines(tmp_path: Path) -> None:
    """A rule names a paragraph by its first words, its line, or the lines from first to last."""
    text = """
        chapters:
          - title: One
            articles:
              - source: a.txt
                roles:
                  - {starts: Read more, role: boilerplate}
                  - {line: 12, role: quote}
                  - {line: 12-15, role: Bio}
    """
    roles = loaded(tmp_path, with_head(text)).chapters[0].articles[0].roles
    assert [(role.starts, role.lines, role.role) for role in roles] == [
        ("Read more", (0, 0), "boilerplate"),
        ("", (12, 12), "quote"),
        ("", (12, 15), "bio"),
    ]


def test_key_of_a_chapter_gives_way_to_its_article(tmp_path: Path) -> None:
    """A chapter *Ferns* with the article `ferns.txt` needs no key of the editor's."""
    manifest = loaded(tmp_path, with_head("chapters: [{title: Ferns, articles: [ferns.txt]}]"))
    chapter = manifest.chapters[0]
    assert (chapter.key, chapter.articles[0].key) == ("ferns-chapter", "ferns")


def test_manifest_is_frozen(tmp_path: Path) -> None:
    """A manifest is a value."""
    manifest = loaded(tmp_path, HEAD + CHAPTERS)
    with pytest.raises(Exception, match="frozen"):
        manifest.title = "Another"  # type: ignore[misc]
