"""Any HTML, rewritten in the vocabulary."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from florilegium.book import runs
from florilegium.problems import Report
from florilegium.sources.manuscript import Reading
from florilegium.sources.parts import content_of, weigh
from florilegium.sources.tree.conform import Conformed, conform
from florilegium.sources.tree.vocabulary import Links, address
from florilegium.sources.web.parse import parse_scrap, stamp

BLOCKS = (
    *("p", "h2", "h3", "h4", "pre", "hr", "blockquote", "ul", "ol", "li", "figure", "figcaption"),
    *("table", "thead", "tbody", "tr", "td", "th"),
)
INLINE = ("em", "strong", "i", "b", "cite", "q", "sup", "sub", "code", "a", "span", "br", "img", "call")


def conformed(source: str, report: Report | None = None) -> Conformed:
    tree = parse_scrap(source)
    stamp(tree, source)
    return conform(tree, Reading("a.html", "en", report or Report()), Links.of([tree]))


def shown(source: str) -> str:
    """The body as XML, without the readers' own attributes."""
    body = conformed(source).body
    for element in body.iter():
        for name in ("at", "n", "weight", "level", "role", "term"):
            element.attrib.pop(name, None)
    return "".join(etree.tostring(child, encoding="unicode") for child in body)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("loose <b>words</b><p>and a paragraph", "<p>loose <b>words</b></p><p>and a paragraph</p>"),
        ("<div><div>deep</div></div>", "<p>deep</p>"),
        ("<p>a<br><br>b", "<p>a</p><p>b</p>"),
        ("<p><br>a<br></p>", "<p>a</p>"),
        ("<span style='font-weight:bold'><p>one<p>two</span>", "<p><b>one</b></p><p><b>two</b></p>"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", "<ul><li>a</li><li><p>b</p><ul><li>c</li></ul></li></ul>"),
        ("<ul>stray<ul><li>x</ul></ul>", "<ul><li><p>stray</p><ul><li>x</li></ul></li></ul>"),
        ("<li>alone", "<ul><li>alone</li></ul>"),
        ("<td>alone", "<p>alone</p>"),
        ("<blockquote>bare</blockquote>", "<blockquote><p>bare</p></blockquote>"),
        ("<p></p><div> </div><ul></ul><em></em>", ""),
        ("<p>&nbsp;</p><p>a</p>", "<p>a</p>"),
        (
            "<blockquote><h3>Head</h3>t</blockquote>",
            "<blockquote><p><strong>Head</strong></p><p>t</p></blockquote>",
        ),
        ("<dl><dt>t<dd>d</dl>", "<p><strong>t</strong></p><p>d</p>"),
        ("<p><img src=a.png alt=x></p>", '<figure><img src="a.png" alt="x"/></figure>'),
        ("<p>a <img src=a.png alt=x></p>", '<p>a <img src="a.png" alt="x"/></p>'),
        ("<table><tr><td>a<td>b</table>", "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"),
        ("<table><tr><td>a<tr><td>b</table>", "<p>a</p><p>b</p>"),
        ("<div class=verse>a<br>b</div>", '<blockquote class="verse"><p>a<br/>\nb</p></blockquote>'),
        ("<div class=blockquot><p>a</p></div>", "<blockquote><p>a</p></blockquote>"),
        (
            "<div class=blockquote><blockquote><p>a</p></blockquote></div>",
            "<blockquote><p>a</p></blockquote>",
        ),
        ("<p><b><em><br>a<br>b <br></em></b></p>", "<p><b><em>a<br/>\nb</em></b></p>"),
        ("<p><em><br></em>a</p>", "<p>a</p>"),
        ("<tt>a</tt><kbd>b</kbd>", "<p><code>a</code><code>b</code></p>"),
        ("<span style='font-variant: small-caps'>Abc</span>", '<p><span class="smallcaps">Abc</span></p>'),
        ("<span style='FONT-STYLE:Italic'>a</span>", "<p><i>a</i></p>"),
        ("<b style='font-weight:normal'>a</b>", "<p>a</p>"),
        ("<ruby>x<rt>y</rt></ruby>", "<p>x(y)</p>"),
        ("<ruby>x<rp>[</rp><rt>y</rt><rp>]</rp></ruby>", "<p>x[y]</p>"),
        ("<p lang=en>a<p lang=fr>b<p lang='not a tag'>c", '<p>a</p><p lang="fr">b</p><p>c</p>'),
        ("<div lang=de><p>a</div>", '<p lang="de">a</p>'),
        ("<ol start=3><li>a</ol><ol start=x><li>b</ol>", '<ol start="3"><li>a</li></ol><ol><li>b</li></ol>'),
        ("<my-thing>a <x-y>b</x-y></my-thing>", "<p>a b</p>"),
        ("<p>a<script>b</script>c", "<p>ac</p>"),
        ("<p onclick=x style='color:red' class='c' id='i' title='t'>a", "<p>a</p>"),
    ],
)
def test_shape(source: str, expected: str) -> None:
    """Each thing has one shape, whatever the source made of it."""
    assert shown(source) == expected


@pytest.mark.parametrize(
    ("value", "base", "expected"),
    [
        ("https://example.org/a b", "", "https://example.org/a%20b"),
        ("mailto:a@example.org", "", "mailto:a@example.org"),
        ("mailto:nobody", "", ""),
        (" java\nscript:x", "", ""),
        (" https://example.org/my paper.pdf ", "", "https://example.org/my%20paper.pdf"),
        ("data:text/html,x", "", ""),
        ("//example.org/x", "", "https://example.org/x"),
        ("/x", "", ""),
        ("/x", "https://example.org/a/b", "https://example.org/x"),
        ("javascript:x", "https://example.org/a/b", ""),
        ("https://[::bad", "", ""),
        ("https://example.org:bad/", "", ""),
        ("ftp://example.org/", "", ""),
    ],
)
def test_address(value: str, base: str, expected: str) -> None:
    """A link leads to the web or to a mailbox, or nowhere."""
    assert address(value, base) == expected


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("<p>a</p><iframe src=x></iframe>", "iframe"),
        ("<p>a</p><svg width=200><g/></svg>", "svg"),
        ("<h2>a <math><mi>x</mi></math></h2>", "formula"),
        ("<p>a</p><form>Your name <input></form>", "form"),
    ],
)
def test_loss_is_told(source: str, what: str) -> None:
    """What a reader of the page would miss is reported, with its place."""
    report = Report()
    conformed(source, report)
    (problem,) = report.problems
    assert (problem.code, problem.place.line) == ("S012", 1)
    assert what in problem.message


@pytest.mark.parametrize(
    "source", ["<script>x</script>", "<style>x</style>", "<svg width=16></svg>", "<input>"]
)
def test_furniture_goes_in_silence(source: str) -> None:
    """What no reader of the page sees is no loss."""
    report = Report()
    conformed(f"<p>a</p>{source}", report)
    assert report.problems == ()


def test_nothing_nests_too_deep() -> None:
    """Elements nested beyond what a book needs are unwrapped, and their text stays."""
    body = conformed("<blockquote>" * 100 + "<b><i>" * 30 + "deep").body
    assert content_of(body) == "deep"
    assert max(len(list(element.iterancestors())) for element in body.iter()) < 60


SCRAPS = st.lists(
    st.sampled_from(
        [
            f"<{tag}>"
            for tag in (*BLOCKS, *INLINE, "div", "h1", "h6", "dl", "dt", "caption", "svg", "call", "font")
        ]
        + [f"</{tag}>" for tag in (*BLOCKS, "div", "em", "b", "a")]
        + ["text ", " ", "\n", "&nbsp;", "&shy;", "<a href=#x>", "<p id=x>", "<img src=a>", "<!-- c -->"]
    ),
    max_size=40,
).map("".join)


@settings(deadline=None, max_examples=200)
@given(SCRAPS)
def test_vocabulary_and_structure_hold(source: str) -> None:
    """Whatever goes in, what comes out has the vocabulary's elements in places where they may stand."""
    found = conformed(source)
    for element in found.body.iterdescendants():
        parent = element.getparent()
        assert element.tag in (*BLOCKS, *INLINE)
        assert parent is not None
        if element.tag in BLOCKS:
            assert parent.tag in ("body", *BLOCKS)
            blocks = [child.tag in BLOCKS for child in parent]
            loose = (parent.text or "").strip() or any((child.tail or "").strip() for child in parent)
            assert all(blocks) or parent.tag == "figure"
            assert not loose
        expected = {
            "li": {"ul", "ol"},
            "tr": {"tbody", "thead"},
            "td": {"tr"},
            "th": {"tr"},
            "thead": {"table"},
        }
        assert parent.tag in expected.get(str(element.tag), {parent.tag})
    for quotation in found.body.iter("blockquote"):
        assert all(child.tag in BLOCKS for child in quotation) and len(quotation)
    for leaf in runs.leaves(found.body):
        text = runs.text_of(leaf)
        assert leaf.tag == "pre" or text == text.strip() or leaf.find(".//img") is not None
    weights = sum(int(element.get("weight", 0)) for element in found.body.iter())
    tree = parse_scrap(source)
    assert weights + sum(lost.characters for lost in found.lost) == weigh(content_of(tree))


def test_a_paragraph_that_is_a_stanza() -> None:
    """A paragraph of several lines that says that it is verse is; one in such a block stands as it is."""
    for source in (
        '<p class="poem">O road,<br/>O toll.</p>',
        '<div class="poem"><p>O road,<br/>O toll.</p></div>',
    ):
        (verse,) = conformed(source).body
        assert (verse.tag, verse.get("class")) == ("blockquote", "verse")
        assert [one.tag for one in verse] == ["p"]
    assert [one.tag for one in conformed('<p class="poem">O road, O toll.</p>').body] == ["p"]


def test_an_epigraph_of_an_epub() -> None:
    """Its type says it as a class does."""
    (motto,) = conformed('<blockquote data-epub-type="epigraph z3998:verse"><p>Salt.</p></blockquote>').body
    assert motto.get("class") == "motto"
