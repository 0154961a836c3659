"""Articles in archives: an EPUB, Google Docs' zip, exports of Substack and WordPress."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from florilegium.book import runs
from florilegium.pipeline.build import prepare
from florilegium.pipeline.scaffold import FirstManifest, start
from florilegium.problems import Place, Report
from florilegium.sources.bundles.epub_package import PackageRecord
from florilegium.sources.bundles.wordpress import NoExportError, read_export
from florilegium.sources.read import SourceRequest, read
from florilegium.system import files
from making.archives import packed
from making.bundled import HEAD, call, epub, notes, page, substack, wordpress
from making.word import PICTURE

PICTURED = '<img src="../images/red.png" alt="A red square"/>'


def _epub() -> bytes:
    cover = HEAD.format(title="x", body="<p><img src='../images/red.png' alt=''/></p>")
    return epub(
        {
            "cover.xhtml": cover,
            "two.xhtml": page("Dykes", call(1) + PICTURED),
            "one.xhtml": page("Weirs", call(2)),
            "notes.xhtml": notes(n1="two.xhtml|By nine.", n2="one.xhtml|In a night."),
        }
    )


def _begun(folder: Path) -> tuple[FirstManifest, str]:
    begun = start(folder, date(2020, 1, 1))
    return begun, begun.path.read_text(encoding="utf-8")


def _sources(text: str) -> list[str]:
    return [line.partition(": ")[2].strip('"') for line in text.splitlines() if "- source:" in line]


def test_each_chapter_of_an_epub_is_an_article(tmp_path: Path) -> None:
    """They stand in the order of reading, with their notes and pictures; each other page is told."""
    (tmp_path / "bank.epub").write_bytes(_epub())
    begun, text = _begun(tmp_path)
    assert _sources(text) == ["bank.epub/OPS/text/two.xhtml", "bank.epub/OPS/text/one.xhtml"]
    assert text.count("notes: bank.epub/OPS/text/notes.xhtml") == 2
    assert {one.name.rpartition("/")[2]: one.why for one in begun.passed} == {
        "cover.xhtml": "no text is in it",
        "nav.html": "it is a page of an EPUB, and no article",
        "notes.xhtml": "the notes of “bank.epub/OPS/text/one.xhtml” stand in it",
    }
    assert begun.doubts[0].endswith("no byline names Ann Bracken; its EPUB does, for the whole book")
    report = Report()
    book = prepare(begun.path, report).book
    assert report.problems == ()
    assert [article.title for article in book.articles] == ["Dykes", "Weirs"]
    assert [runs.text_of(note.body[0]) for one in book.articles for note in one.text.notes] == [
        "By nine.",
        "In a night.",
    ]
    (image,) = book.articles[0].text.body.iter("img")
    assert image.get("src") == "bank.epub/OPS/images/red.png"


def test_an_archive_by_itself_says_what_to_name(tmp_path: Path) -> None:
    (tmp_path / "bank.epub").write_bytes(_epub())
    report = Report()
    assert read(SourceRequest(tmp_path, "bank.epub", Place("a.yaml", 3, 1), "en"), report) is None
    (problem,) = report.problems
    assert (problem.code, problem.place.line) == ("S041", 3)
    assert "3 files with text" in problem.message
    assert "bank.epub/OPS/text/two.xhtml, bank.epub/OPS/text/one.xhtml" in problem.hint


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("bank.epub/OPS/text/on.xhtml", "S001", "Is “one.xhtml” meant?"),
        ("bank.epub/../../one.xhtml", "M009", "leads out"),
        ("torn.epub/OPS/text/one.xhtml", "S004", "damaged"),
        ("torn.epub", "S004", "damaged"),
        ("text.zip/one.html", "S004", "a plain text"),
        ("locked.epub/OPS/text/one.xhtml", "S004", "(DRM)"),
        ("bank.epub/OPS/text", "S005", "no reader"),
    ],
)
def test_what_cannot_be_had_of_an_archive_is_told(tmp_path: Path, name: str, code: str, said: str) -> None:
    whole = _epub()
    (tmp_path / "bank.epub").write_bytes(whole)
    (tmp_path / "torn.epub").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "text.zip").write_bytes(b"A letter, once.")
    lock = b'<encryption><CipherReference URI="OPS/text/one.xhtml"/></encryption>'
    locked = epub({"one.xhtml": page("Weirs")}, {"META-INF/encryption.xml": lock})
    (tmp_path / "locked.epub").write_bytes(locked)
    report = Report()
    assert read(SourceRequest(tmp_path, name, Place("a.yaml", 3, 1), "en"), report) is None
    (problem,) = report.problems
    assert problem.code == code
    assert said in f"{problem.message} {problem.hint}"


def test_what_was_read_of_an_archive_is_witnessed(tmp_path: Path) -> None:
    """A result holds as long as the archive does."""
    place = tmp_path / "bank.epub"
    place.write_bytes(_epub())
    with files.witnessed(tmp_path) as witness:
        files.read(tmp_path, "bank.epub/OPS/text/one.xhtml", 10_000)
    assert set(witness.findings) == {"bank.epub"}
    assert files.is_unchanged(tmp_path, witness.findings)
    place.write_bytes(epub({"one.xhtml": page("Weirs")}))
    assert not files.is_unchanged(tmp_path, witness.findings)
    assert b"Weirs" in files.read(tmp_path, "bank.epub/OPS/text/one.xhtml", 10_000)


def test_a_document_of_google_docs_is_read_out_of_its_zip(tmp_path: Path) -> None:
    text = '<html><body><p class="title"><span>The Weir</span></p><p><span>It fell in a dry summer, as they '
    text += 'had said.</span></p><p><img src="images/image1.png" alt="A weir"></p></body></html>'
    parts = {"TheWeir.html": text.encode(), "images/image1.png": PICTURE, "__MACOSX/._TheWeir.html": b"x"}
    (tmp_path / "TheWeir.zip").write_bytes(packed(parts))
    begun, text = _begun(tmp_path)
    assert _sources(text) == ["TheWeir.zip/TheWeir.html"]
    assert [one.name for one in begun.passed] == ["TheWeir.zip/images/image1.png"]
    report = Report()
    book = prepare(begun.path, report).book
    assert [one.code for one in report.problems] == []
    assert book.articles[0].text.body.find(".//img").get("src") == "TheWeir.zip/images/image1.png"  # type: ignore[union-attr]


def test_the_published_posts_of_substack_have_their_titles(tmp_path: Path) -> None:
    """They come in the order in which they appeared, and a short one is whole."""
    (tmp_path / "export.zip").write_bytes(substack())
    begun, text = _begun(tmp_path)
    assert _sources(text) == ["export.zip/posts/9.willow.html", "export.zip/posts/11.reeds.html"]
    assert "        title: Reeds, and Rushes\n        subtitle: What the ditch grows\n" in text
    assert {one.name: one.why for one in begun.passed}["export.zip/posts/12.sedge.html"] == (
        "it is a post that was not published"
    )
    report = Report()
    book = prepare(begun.path, report).book
    assert not report.errors
    older, newer = book.articles
    assert [runs.text_of(one) for one in runs.leaves(older.text.body)][1:] == [
        "Cut it in March.",
        "So it was done.",
    ]
    assert [runs.text_of(note.body[0]) for note in newer.text.notes] == ["Or by their tenants."]


def test_the_published_posts_of_wordpress_become_files(tmp_path: Path) -> None:
    """Blank lines make paragraphs; what is no post is counted; a file that is there stays."""
    (tmp_path / "ditch.xml").write_text(wordpress(), encoding="utf-8")
    begun, text = _begun(tmp_path)
    assert _sources(text) == ["ditch/001-on-reeds.html", "ditch/002-eels.html"]
    assert begun.passed[0].why == (
        "its 2 published posts were written to ditch/; not taken: 1 × category, 1 × comment, "
        "1 × draft post, 1 × attachment"
    )
    report = Report()
    book = prepare(begun.path, report).book
    assert not report.errors
    first = book.articles[0]
    assert (first.title, book.contributors[first.authors[0]].name) == ("On Reeds &\xa0Rushes", "Ann Bracken")
    assert [(one.tag, runs.text_of(one)) for one in runs.leaves(first.text.body)] == [
        ("p", "The ditch was cut by monks, who wanted eels."),
        ("p", "It has been wet since,\nand grows what it likes."),
        ("h2", "Rushes"),
        ("p", "They burn well."),
    ]
    begun.path.unlink()
    (tmp_path / "ditch" / "002-eels.html").write_text("<p>Mine, with all that I have mended in it.</p>")
    _begun(tmp_path)
    assert "Mine" in (tmp_path / "ditch" / "002-eels.html").read_text()


@pytest.mark.parametrize("place", ["<!-- wp:footnotes /-->", ""])
def test_notes_of_a_post_stand_under_it(place: str) -> None:
    """WordPress keeps its own apart; those of plug-ins stand in their sentence."""
    called = '<sup data-fn="f1" class="fn"><a href="#f1" id="f1-link">1</a></sup>'
    said = json.dumps([{"id": "f1", "content": "Bracken’s <em>Ditches</em>."}])
    text = wordpress().replace(
        "<wp:status>publish</wp:status>",
        "<wp:status>publish</wp:status><wp:postmeta><wp:meta_key>footnotes</wp:meta_key>"
        f"<wp:meta_value><![CDATA[{said}]]></wp:meta_value></wp:postmeta>",
        1,
    )
    begun = "<content:encoded><![CDATA["
    shown = f"It fell.{called} It rose.[efn_note]So.[/efn_note]\n\n{place}"
    text = text.replace(begun, f"{begun}{shown}", 1)
    page = read_export(text.encode()).posts[0].page
    assert '<li id="f1">Bracken’s <em>Ditches</em>. <a href="#f1-link">' in page
    assert '<span class="footnote">So.</span>' in page


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('[gallery ids="31,30" columns="2"]', ["weir", "reed"]),
        ("[gallery]", ["reed"]),
        ("[gallery ids='99']", []),
    ],
)
def test_a_gallery_of_a_post_has_its_pictures(typed: str, shown: list[str]) -> None:
    """By their numbers, else those of the post; one of which nothing is known stays as it is typed."""
    item = (
        "<item><title>{0}</title><excerpt:encoded xmlns:excerpt='http://wordpress.org/export/1.2/excerpt/'>"
        "The <em>{0}</em>.</excerpt:encoded><wp:post_id>{1}</wp:post_id><wp:post_parent>{2}</wp:post_parent>"
        "<wp:status>inherit</wp:status><wp:post_type>attachment</wp:post_type>"
        "<wp:attachment_url>https://ditch.example/{0}.jpg</wp:attachment_url></item>"
    )
    text = wordpress().replace("<wp:post_name>on-reeds", "<wp:post_id>7</wp:post_id><wp:post_name>on-reeds")
    items = (item.format("reed", 30, 7) + item.format("weir", 31, 8)).replace("<em>", "&lt;em&gt;")
    text = text.replace("</channel>", items.replace("</em>", "&lt;/em&gt;") + "</channel>")
    page = read_export(text.replace("It has been wet", f"{typed}\n\nIt has been wet").encode()).posts[0].page
    for name in shown:
        assert f'<img src="https://ditch.example/{name}.jpg" alt="">' in page
        assert f"<figcaption>The <em>{name}</em>.</figcaption></figure>" in page
    assert page.count("<figure>") == len(shown)
    assert (typed in page) == (not shown)


def test_what_a_post_shows_from_elsewhere_is_a_link() -> None:
    text = wordpress()
    for typed in (
        "[embed width='9']https://ditch.example/eels[/embed]",
        '[audio mp3="https://ditch.example/eels"]',
    ):
        page = (
            read_export(text.replace("They burn well.", f"They burn well.\n\n{typed}").encode()).posts[0].page
        )
        assert '<p><a href="https://ditch.example/eels">https://ditch.example/eels</a></p>' in page
        assert "[" not in page


def test_xml_is_an_article_where_it_is_a_text(tmp_path: Path) -> None:
    """A file of XML that is something else, such as a part of an EPUB, is passed over by name."""
    (tmp_path / "META-INF").mkdir()
    (tmp_path / "META-INF" / "container.xml").write_text("<?xml version='1.0'?><container/>")
    text = "<!-- a text --><TEI><teiHeader/><text><body><p>It fell in a dry summer.</p></body></text></TEI>"
    (tmp_path / "weir.xml").write_text(text)
    begun, manifest = _begun(tmp_path)
    assert _sources(manifest) == ["weir.xml"]
    assert [one.name for one in begun.passed] == ["META-INF/container.xml"]


def test_a_broken_export_is_told() -> None:
    text = wordpress()
    with pytest.raises(NoExportError, match="broken in line"):
        read_export(text.replace("</channel>", "").encode())
    with pytest.raises(NoExportError, match="entities"):
        read_export(text.replace("<rss", '<!DOCTYPE rss [<!ENTITY a "b">]><rss').encode())


def test_a_package_of_the_second_edition_names_its_title_page() -> None:
    """A guide says which pages are of the book; prefixes and accents in addresses are read."""
    package = (
        '<opf:package><opf:manifest><opf:item href="T%C3%A9/a.html" id="a"/><opf:item id="t" href="t.html"/>'
        '</opf:manifest><opf:spine><opf:itemref idref="t"/><opf:itemref idref="a"/></opf:spine>'
        '<opf:guide><opf:reference type="title-page" href="t.html#x"/></opf:guide></opf:package>'
    )
    record = PackageRecord.of(package.encode(), "OPS/x.opf")
    assert record.spine == ("OPS/t.html", "OPS/Té/a.html")
    assert record.apparatus == {"OPS/t.html"}
