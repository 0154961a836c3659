"""The deposit registers the book and those articles that have a DOI."""

from __future__ import annotations

from described import full
from lxml import etree

from florilegium.editions.records.crossref import crossref_deposit


def values(name: str) -> list[str]:
    """The texts of every element of a name, in the order of the deposit, but for those of works cited."""
    root = etree.fromstring(crossref_deposit(full()))
    found = (one for one in root.iter(f"{{*}}{name}") if next(one.iterancestors("{*}citation"), None) is None)
    return [one.text or "" for one in found]


def test_each_doi_leads_to_a_page_of_the_site() -> None:
    assert values("doi") == ["10.5555/walks", "10.5555/walks.1"]
    assert values("resource") == ["https://example.org/pots", "https://example.org/pots/articles/pots/"]


def test_a_chapter_has_its_pages_and_authors() -> None:
    assert (values("first_page"), values("last_page")) == (["3"], ["17"])
    assert values("surname") == ["Carberry", "Carberry", "Plato"]
    assert values("organization") == ["The Institute of Walks"]
    assert values("ORCID") == ["https://orcid.org/0000-0002-1825-0097"] * 2


def test_what_an_article_cites_is_listed() -> None:
    """By the fields of Crossref's schema, in their order."""
    root = etree.fromstring(crossref_deposit(full()))
    cited = [
        {str(etree.QName(field).localname): field.text for field in one}
        for one in root.iterfind(".//{*}citation")
    ]
    assert cited[0] == {"author": "Moss", "cYear": "1887", "volume_title": "The Ferns of the Brook"}
    assert list(cited[1]) == [
        *("journal_title", "author", "volume", "issue", "first_page", "doi", "article_title"),
    ]


def test_money_and_licence_are_registered() -> None:
    assert [value for value in values("assertion") if value.strip()] == [
        "https://ror.org/05dxps055",
        "W-12",
        "A Friend",
        "https://doi.org/10.13039/100000001",
    ]
    assert values("license_ref") == ["https://creativecommons.org/licenses/by/4.0/"] * 2


def test_the_moment_is_the_books() -> None:
    """A deposit made again has the same timestamp; a later book a greater one, as Crossref asks."""
    assert values("timestamp") == ["20261122083000"]
