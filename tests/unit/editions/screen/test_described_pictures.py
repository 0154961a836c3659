"""Long descriptions stand behind their pictures, named by them, and no word of the text moves."""

from __future__ import annotations

import pytest
from lxml import etree

from florilegium.editions.epub.accessibility import facts_of, statements, summary
from florilegium.editions.screen.described_pictures import add_descriptions
from florilegium.editions.sections import Matter, Section, SectionKind

ARTICLE = Section("lamps", SectionKind.ARTICLE, "Lamps", Matter.BODY, "en")
LAMP = '<img src="lamp.png" alt="A lamp" description="Brass, with a glass.&#10;It is lit."/>'


def described(blocks: str, section: Section = ARTICLE) -> etree._Element:
    tree = etree.fromstring(f"<html><body>{blocks}</body></html>")
    add_descriptions(tree, section)
    return tree


def shape(tree: etree._Element) -> str:
    """The tree with each description and each picture as one sign."""
    for element in [*tree.iter("details")]:
        element[:] = []
        element.text = ""
        element.attrib.clear()
        element.tag = "D"
    for picture in tree.iter("img"):
        picture.attrib.clear()
    return etree.tostring(tree[0], encoding="unicode").removeprefix("<body>").removesuffix("</body>")


def test_a_description_is_written_out_and_named_by_its_picture() -> None:
    tree = described(f"<figure>{LAMP}</figure>")
    (details,) = tree.iter("details")
    assert [(part.tag, part.text) for part in details] == [
        ("summary", "Description of the picture"),
        ("p", "Brass, with a glass."),
        ("p", "It is lit."),
    ]
    (picture,) = tree.iter("img")
    assert picture.get("aria-details") == details.get("id")
    assert picture.get("description") is None


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        (f"<figure>{LAMP}</figure><p>b</p>", "<figure><img/><D></D></figure><p>b</p>"),
        (
            f"<figure>{LAMP}<figcaption>c</figcaption></figure>",
            "<figure><img/><figcaption>c</figcaption></figure><D></D>",
        ),
        (
            f"<figure>{LAMP}{LAMP}<figcaption>c</figcaption></figure>\n<p>b</p>",
            "<figure><img/><img/><figcaption>c</figcaption></figure><D></D><D></D>\n<p>b</p>",
        ),
        (f"<p>a {LAMP} b</p>\n<p>c</p>", "<p>a <img/> b</p><D></D>\n<p>c</p>"),
        (f"<p>a <em>x {LAMP}</em> b</p>", "<p>a <em>x <img/></em> b</p><D></D>"),
        (f"<ul><li>a {LAMP} b</li></ul>", "<ul><li>a <img/> b<D></D></li></ul>"),
        (f"<ul><li><p>{LAMP}</p><p>b</p></li></ul>", "<ul><li><p><img/></p><D></D><p>b</p></li></ul>"),
        (f"<h2>a {LAMP}</h2><p>b</p>", "<h2>a <img/></h2><D></D><p>b</p>"),
        ('<figure><img src="lamp.png" alt="A lamp"/></figure>', "<figure><img/></figure>"),
    ],
)
def test_a_description_stands_where_a_block_may_stand(blocks: str, expected: str) -> None:
    """After the paragraph, after the figure with a caption, at the end of a list's item."""
    assert shape(described(blocks)) == expected


def test_each_of_several_descriptions_has_its_own_name() -> None:
    tree = described(f"<figure>{LAMP}</figure><figure>{LAMP}</figure>")
    names = [details.get("id") for details in tree.iter("details")]
    assert names == ["lamps-description-1", "lamps-description-2"]
    assert [picture.get("aria-details") for picture in tree.iter("img")] == names


def test_the_label_is_in_the_language_of_the_text() -> None:
    section = Section("l", SectionKind.ARTICLE, "L", Matter.BODY, "de-AT")
    assert described(f"<figure>{LAMP}</figure>", section).findtext(".//summary") == "Beschreibung des Bildes"


@pytest.mark.parametrize(("blocks", "claimed"), [(LAMP, True), ('<img src="a" alt="A lamp"/>', False)])
def test_long_descriptions_are_claimed_where_there_are_some(blocks: str, claimed: bool) -> None:
    facts = facts_of(described(f"<figure>{blocks}</figure>"))
    features = {line.value for line in statements(facts, "a test")}
    assert ("longDescription" in features) is claimed
    assert ("long description" in summary(facts, claimed=True)) is claimed
