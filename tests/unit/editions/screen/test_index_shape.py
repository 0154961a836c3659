"""The index takes the shape of EPUB Indexes 1.0 and keeps its words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from harbour_book import INDEX, OPS, documents_of, small_book
from lxml import etree

from florilegium.book.model import Index, IndexEntry, IndexGroup, Locator
from florilegium.book.runs import text_of
from florilegium.editions.screen.index_shape import shape_index

TYPE = f"{OPS}type"


def index_document(*indexes: Index) -> Any:
    """The document of the index, or of several, before it is shaped."""
    (document,) = [made for made in documents_of(small_book(), indexes) if made.section.id == "index"]
    return etree.fromstring(etree.tostring(document.tree))


@pytest.fixture
def tree() -> Any:
    return index_document(INDEX)


def types(tree: Any) -> list[str]:
    return [kind for element in tree.iter(etree.Element) for kind in (element.get(TYPE) or "").split()]


def test_every_word_of_the_index_stays(tree: Any) -> None:
    before = "".join(tree.itertext()).replace("\N{WORD JOINER}", "").split()
    shape_index(tree)
    row = tree.find(".//nav[@class='letters']")
    row.getparent().remove(row)
    assert "".join(tree.itertext()).split() == before


def test_locators_are_links_in_a_list_of_their_own(tree: Any) -> None:
    shape_index(tree)
    entry = tree.xpath("//*[@id='saltmere']")[0]
    (listed,) = entry.iter("ul")
    assert listed.get(TYPE) == "index-locator-list"
    assert [link.get("href") for link in listed.iter("a")] == ["#m1", "#m5"]
    assert {link.get(TYPE) for link in listed.iter("a")} == {"index-locator"}
    assert len(listed) == 2


def test_a_range_is_one_locator_with_two_links(tree: Any) -> None:
    shape_index(tree)
    (span,) = tree.xpath("//*[@epub:type='index-locator-range']", namespaces={"epub": OPS[1:-1]})
    assert [(link.text, link.get("href")) for link in span] == [("4", "#m2"), ("5", "#m3")]
    assert "".join(span.itertext()) == "4–5"


def test_a_reference_leads_to_a_term(tree: Any) -> None:
    shape_index(tree)
    entry = tree.xpath("//*[@id='salt-haven']")[0]
    (link,) = entry.iter("a")
    assert (link.get("href"), link.get(TYPE)) == ("#saltmere", "index-term")
    assert "index-xref-preferred" in types(entry)


def test_letters_lead_to_their_groups(tree: Any) -> None:
    shape_index(tree)
    row = tree.find(".//nav[@class='letters']")
    links = {link.text: link.get("href") for link in row.iter("a")}
    heads = {f"#{head.get('id')}": text_of(head) for head in tree.iter("h2")}
    assert links == {text: href for href, text in heads.items()}
    assert list(links) == ["L", "P", "S"]


def test_each_letter_leads_back_to_the_row(tree: Any) -> None:
    """So the letters are at hand wherever one reads, also where pages are turned."""
    shape_index(tree)
    row = tree.find(".//nav[@class='letters']")
    assert [head[0].get("href") for head in tree.iter("h2")] == [f"#{row.get('id')}"] * 3


def test_each_entry_has_one_term(tree: Any) -> None:
    shape_index(tree)
    found = types(tree)
    assert found.count("index-entry") == 4
    assert found.count("index-term") == 4 + 2  # and two references
    assert found.count("index-group") == found.count("index-entry-list") == 3
    assert found.count("index-headnotes") == 1


def _entry(name: str, page: str, *below: IndexEntry, also: tuple[str, ...] = ()) -> IndexEntry:
    locators = (Locator(page, "", "m5"),) if page else ()
    return IndexEntry(
        f"x-{name.lower().replace(' ', '-')}", name, "", locators, see_also=also, subentries=below
    )


def run_in_document() -> Any:
    """The document of an index whose subentries run in."""
    subentries = (_entry("and ships", "7"), _entry("storm at", "9"))
    parted = (_entry("Elder", "", *subentries, also=("Esk",)), _entry("Esk", "5", *subentries[:1]))
    book = small_book()
    book = replace(book, authority=replace(book.authority, style="run-in"))
    index = Index("Index", "", (IndexGroup("E", parted),))
    (document,) = [made for made in documents_of(book, (index,)) if made.section.id == "index"]
    return etree.fromstring(etree.tostring(document.tree))


def test_subentries_run_in_as_one_paragraph() -> None:
    """A colon behind a heading without locators, semicolons between subentries (CMOS 16.25)."""
    tree = run_in_document()
    lines = [" ".join("".join(line.itertext()).split()) for line in tree.iter("p")]
    assert lines == ["Elder: and ships, 7; storm at, 9. See also Esk", "Esk, 5; and ships, 7"]


def test_run_in_subentries_are_entries_of_a_list_for_readers() -> None:
    """EPUB Indexes 1.0 wants every entry in a list; no word and no mark is lost by it."""
    tree = run_in_document()
    before = "".join(tree.itertext()).split()
    shape_index(tree)
    assert "".join(tree.itertext()).split() == before
    assert types(tree).count("index-entry") == types(tree).count("index-term") - 1 == 5
    items = tree.xpath("//li[@class='run-in']//li[@epub:type='index-entry']", namespaces={"epub": OPS[1:-1]})
    assert [" ".join("".join(item.itertext()).split()) for item in items] == [
        "and ships, 7;",
        "storm at, 9.",
        "and ships, 7",
    ]


@pytest.mark.parametrize("style", ["indented", "run-in"])
def test_references_to_a_subentry_and_from_one(style: str) -> None:
    """*See under* leads to the subentry; a subentry's *see also* stands in parentheses behind it."""
    storms = replace(_entry("storms at", "9"), see_also=("Esk",))
    entries = (
        _entry("Elder", "5", storms, _entry("fish of", "7")),
        _entry("Esk", "6"),
        IndexEntry("x-squalls", "Squalls", "", (), see="Elder", under="storms at"),
    )
    book = small_book()
    book = replace(book, authority=replace(book.authority, style=style))
    index = Index("Index", "", (IndexGroup("E", entries),))
    (document,) = [made for made in documents_of(book, (index,)) if made.section.id == "index"]
    tree = etree.fromstring(etree.tostring(document.tree))
    shape_index(tree)
    said = " ".join("".join(tree.itertext()).split())
    assert "storms at, 9 (see also Esk)" in said
    assert "Squalls. See under Elder" in said
    squalls = tree.xpath("//*[@id='x-squalls']")[0]
    assert [link.get("href") for link in squalls.iter("a")] == ["#x-storms-at"]


PLACES = Index(
    "Index of Places",
    "",
    tuple(
        IndexGroup(name[0], (IndexEntry(f"x-place-{name}", name, "", (Locator("7", "", "m5"),)),))
        for name in ("Elder", "Saltmere")
    ),
)


def test_two_indexes_stand_under_headings_of_their_own() -> None:
    """One chief heading for the section, then one for each index, then the letters: no level is skipped."""
    tree = index_document(INDEX, PLACES)
    shape_index(tree)
    heads = [(head.tag, text_of(head)) for head in tree.iter("h1", "h2", "h3")]
    assert heads == [
        ("h1", "Index of Names and Places"),
        *(("h2", INDEX.title), ("h3", "L"), ("h3", "P"), ("h3", "S")),
        *(("h2", "Index of Places"), ("h3", "E"), ("h3", "S")),
    ]
    assert types(tree).count("index") == 2
    assert len(tree.xpath("//*[@role='doc-index']")) == 2
    assert (
        tree.xpath("string(//section[@epub:type][1]/@epub:type)", namespaces={"epub": OPS[1:-1]}) == "index"
    )


def test_each_of_two_indexes_has_its_own_letters() -> None:
    tree = index_document(INDEX, PLACES)
    shape_index(tree)
    rows = tree.findall(".//nav[@class='letters']")
    assert [[link.text for link in row.iter("a")] for row in rows] == [["L", "P", "S"], ["E", "S"]]
    groups = [str(name) for name in tree.xpath("//section[@class='group']/@aria-labelledby")]
    assert len(groups) == len(set(groups)) and all(name.split()[0].endswith("-title") for name in groups)
    names = [str(name) for name in tree.xpath("//@id")]
    assert len(names) == len(set(names))
    for link in (link for row in rows for link in row.iter("a")):
        (head,) = tree.xpath("//*[@id=$name]", name=link.get("href")[1:])
        assert text_of(head) == link.text


def test_a_locator_is_heard_as_a_page(tree: Any) -> None:
    """Not as “link 4”; what is seen is in what is heard (WCAG 2.2, 2.5.3)."""
    shape_index(tree, "page")
    links = tree.xpath("//*[@id='saltmere']//ul[@class='locators']//a")
    assert links and [link.get("aria-label") for link in links] == [f"page {link.text}" for link in links]


def test_the_row_of_letters_has_a_name_of_its_own(tree: Any) -> None:
    shape_index(tree)
    row = tree.find(".//nav[@class='letters']")
    letters = ["".join(link.itertext()) for link in row.iter("a")]
    assert row.get("aria-label") == f"{letters[0]}–{letters[-1]}"
