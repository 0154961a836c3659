"""The pages of a release: links that lead somewhere, true sizes, and what machines read in their heads."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import urldefrag, urljoin

import pytest
from described import MOMENT
from lxml import html

from florilegium.editions.records.described_book import DescribedBook, PageSpan
from florilegium.pipeline.build import check
from florilegium.pipeline.release.reader_pages import citation_facts, pages_of_release, size_of
from florilegium.problems import Report
from projects import EXAMPLE

HOSTILE = '</script><img src=x onerror="alert(1)">'


@pytest.fixture(scope="module")
def described() -> DescribedBook:
    book = check(EXAMPLE / "anthology.yaml", Report()).book
    spans = {article.key: PageSpan(str(at), str(at + 1)) for at, article in enumerate(book.articles, 3)}
    return DescribedBook(book, MOMENT, "Florilegium", formats=("epub", "pdf"), spans=spans)


def files_of(described: DescribedBook) -> dict[str, bytes]:
    """The files of a release on which its pages stand, each of another size."""
    made = {
        "on-foot.epub": bytes(12_345),
        "on-foot.kepub.epub": bytes(12_345),
        "on-foot.pdf": bytes(2_345_678),
        "on-foot-cover.pdf": bytes(1),
        "on-foot-print.pdf": bytes(1),
        "on-foot-sample.pdf": bytes(1),
        "metadata/book.ris": b"",
        "metadata/onix-3.1.xml": b"",
        "cover.jpg": b"",
        "SHA256SUMS": b"",
    }
    made |= {"read/index.html": b"", "read/styles/web.css": b""}
    for article in described.book.articles:
        made[f"articles/{article.key}/{article.key}.pdf"] = bytes(70_000)
        made[f"read/text/{article.key}.html"] = b""
    return made


def pages_of(described: DescribedBook, *, is_review: bool = False) -> dict[str, bytes]:
    return pages_of_release(described, files_of(described), "cover.jpg", is_review=is_review)


def test_every_link_leads_to_a_file_of_the_release(described: DescribedBook) -> None:
    pages = pages_of(described)
    assert len(pages) == 1 + len(described.book.articles)
    there = pages.keys() | files_of(described).keys()
    for name, data in pages.items():
        for address in html.fromstring(data).xpath("//@href | //@src"):
            if not address.startswith(("http", "mailto:", "data:")):
                assert urldefrag(urljoin(name, address))[0] in there, (name, address)


def test_files_are_offered_with_their_sizes(described: DescribedBook) -> None:
    pages = pages_of(described)
    tree = html.fromstring(pages["index.html"])
    offered = [" ".join(item.text_content().split()) for item in tree.xpath("//ul[@class='files']/li")]
    assert offered == [
        "EPUB (12 kB)",
        "EPUB (Kobo) (12 kB)",
        "PDF (2 MB)",
        "PDF (1 kB) Sample",
        "PDF (1 kB) For a printer: the pages",
        "PDF (1 kB) For a printer: the cover",
    ]
    assert "For libraries and shops: ONIX 3.1" in tree.text_content()
    assert "For programs that manage references: RIS" in tree.text_content()
    article = html.fromstring(pages["articles/daffodils/index.html"])
    assert "PDF (70 kB) Offprint" in " ".join(article.text_content().split())


@pytest.mark.parametrize(("size", "said"), [(1, "1 kB"), (999_400, "999 kB"), (999_600, "1 MB")])
def test_sizes_are_told_in_thousands(size: int, said: str) -> None:
    assert size_of(bytes(size)) == said


def test_machines_read_what_the_article_is(described: DescribedBook) -> None:
    article = described.book.articles[0]
    facts = dict(citation_facts(described, article))
    assert facts["citation_author"] == "Wordsworth, Dorothy"
    assert (facts["citation_firstpage"], facts["citation_lastpage"]) == ("3", "4")
    assert facts["citation_pdf_url"] == "https://example.org/on-foot/articles/daffodils/daffodils.pdf"
    tree = html.fromstring(pages_of(described)["articles/daffodils/index.html"])
    assert (
        dict(zip(tree.xpath("//meta/@name"), tree.xpath("//meta[@name]/@content"), strict=True)).items()
        >= facts.items()
    )
    linked = json.loads(tree.xpath("string(//script[@type='application/ld+json'])"))
    assert linked["@type"] == "Chapter" and linked["isPartOf"]["name"] == "On Foot"


def test_articles_stand_under_their_chapters(described: DescribedBook) -> None:
    tree = html.fromstring(pages_of(described)["index.html"])
    found = {
        section.findtext("h3"): [link.text for link in section.iterfind(".//a")]
        for section in tree.find_class("chapter")
    }
    assert found == {
        chapter.title: [article.title for article in chapter.articles] for chapter in described.book.chapters
    }


def test_the_book_is_cited_with_its_title_as_one_and_its_doi_as_a_link(described: DescribedBook) -> None:
    (reference,) = html.fromstring(pages_of(described)["index.html"]).find_class("reference")
    assert reference.findtext("cite") == described.title
    assert reference.find("a").get("href") == "https://doi.org/10.5555/on-foot"


@pytest.mark.parametrize(
    ("features", "said", "not_said"),
    [
        (("ARIA", "alternativeText", "index"), "Every picture is described", "Not every"),
        (("ARIA", "readingOrder"), "Not every picture is described", "Every picture"),
        ((), "", "picture is described"),
    ],
)
def test_what_helps_readers_is_said_in_plain_words(
    described: DescribedBook, features: tuple[str, ...], said: str, not_said: str
) -> None:
    page = pages_of(replace(described, accessibility=features))["index.html"].decode()
    shown = html.fromstring(page).find(".//main").text_content()
    assert said in shown and not_said not in shown
    assert "ARIA" not in shown and "schema.org:" not in shown


def test_a_review_copy_tells_machines_nothing(described: DescribedBook) -> None:
    for data in pages_of(described, is_review=True).values():
        tree = html.fromstring(data)
        assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert not tree.xpath("//script | //meta[starts-with(@name, 'citation_')]")


def test_titles_are_never_markup(described: DescribedBook) -> None:
    metadata = replace(described.book.metadata, title=HOSTILE, description=HOSTILE)
    hostile = replace(described, book=replace(described.book, metadata=metadata))
    for name, data in pages_of(hostile).items():
        tree = html.fromstring(data)
        assert not tree.xpath("//img[@src='x'] | //@onerror"), name
        assert json.loads(tree.xpath("string(//script)"))["@type"] in {"Book", "Chapter"}


def test_a_page_has_the_words_of_its_article_s_language(described: DescribedBook) -> None:
    """A German article has German words round it, of which none is marked."""
    tree = html.fromstring(pages_of(described)["articles/ein-gleiches/index.html"])
    assert tree.get("lang") == "de"
    assert "Zitierweise" in tree.text_content()
    assert not tree.xpath("//h2[@lang]")
