"""The kepub has Kobo's spans round every sentence, and every word of the EPUB."""

from __future__ import annotations

import re

from harbour_book import XHTML, Opened, opened

from florilegium.editions.epub.edition import EpubInput, make_epub
from florilegium.editions.epub.kobo import to_kepub
from florilegium.problems import Report


def both(order: EpubInput) -> tuple[Opened, Opened]:
    data = make_epub(order, Report())
    return opened(data), opened(to_kepub(data))


def text(opened_book: Opened, page: str) -> str:
    return "".join(opened_book.tree(page).find(f"{XHTML}body").itertext())


def test_every_word_and_every_file_stays(order: EpubInput) -> None:
    epub, kepub = both(order)
    assert epub.entries.keys() == kepub.entries.keys()
    for page in epub.pages:
        assert text(kepub, page) == text(epub, page)


def test_text_stands_in_numbered_spans_in_the_order_of_reading(order: EpubInput) -> None:
    _, kepub = both(order)
    tree = kepub.tree("text/tides.xhtml")
    spans = [span.get("id") for span in tree.iter(f"{XHTML}span") if span.get("class") == "koboSpan"]
    numbers = [tuple(map(int, span.removeprefix("kobo.").split("."))) for span in spans]
    assert len(numbers) > 10 and numbers == sorted(set(numbers))
    for piece in tree.xpath("//*[local-name()='body']//text()[normalize-space()]"):
        assert piece.is_text and piece.getparent().get("class") == "koboSpan"


def test_each_sentence_has_its_span(order: EpubInput) -> None:
    _, kepub = both(order)
    paragraph = kepub.by_id("text/tides.xhtml", "tides-3")
    words = [
        "".join(span.itertext()) for span in paragraph.iter(f"{XHTML}span") if span.get("class") == "koboSpan"
    ]
    assert "Nobody in Saltmere could say as much of the almanac." in [word.strip() for word in words]


def test_the_text_is_boxed_and_anchors_stay(order: EpubInput) -> None:
    epub, kepub = both(order)
    body = kepub.tree("text/tides.xhtml").find(f"{XHTML}body")
    assert [child.get("id") for child in body] == ["book-columns"]
    assert [child.get("id") for child in body[0]] == ["book-inner"]
    ours = {str(anchor) for anchor in epub.tree("text/tides.xhtml").xpath("//@id")}
    assert ours <= {str(anchor) for anchor in kepub.tree("text/tides.xhtml").xpath("//@id")}


def test_code_is_left_alone_and_the_contents_too(order: EpubInput) -> None:
    epub, kepub = both(order)
    (code,) = kepub.tree("text/lamps.xhtml").iter(f"{XHTML}pre")
    assert len(code) == 0
    assert kepub.entries["EPUB/nav.xhtml"] == epub.entries["EPUB/nav.xhtml"]


def test_lists_and_tables_take_no_span_of_their_own(order: EpubInput) -> None:
    _, kepub = both(order)
    for parent in kepub.tree("text/lamps.xhtml").iter(
        *(f"{XHTML}{name}" for name in ("ul", "ol", "table", "tr"))
    ):
        assert not [child for child in parent if child.tag == f"{XHTML}span"]


def test_pictures_stand_in_spans(order: EpubInput) -> None:
    _, kepub = both(order)
    (picture,) = kepub.tree("cover.xhtml").iter(f"{XHTML}img")
    assert re.fullmatch(r"kobo\.\d+\.\d+", picture.getparent().get("id"))


def test_the_same_epub_gives_the_same_kepub(order: EpubInput) -> None:
    data = make_epub(order, Report())
    assert to_kepub(data) == to_kepub(data)
