"""Which words of a saved page are the title of its article, and which name its site or a section."""

from __future__ import annotations

from pathlib import Path

import pytest

from making.snapshot import read_file

PROSE = (
    "<p>The ferry crossed twice a day, and the keeper wrote down every name in a green book, which his "
    "widow sold in the spring of that year to a dealer from the north.</p>"
)
GAZETTE = "The Saltmere Gazette"


@pytest.mark.parametrize(
    ("named", "body", "title", "headings"),
    [
        (
            f"On Ferries | {GAZETTE}",
            f"<header><h1>{GAZETTE}</h1></header><main><h2>On Ferries</h2>{PROSE}<h2>Book</h2>{PROSE}</main>",
            "On Ferries",
            ["Book"],
        ),
        (
            f"{GAZETTE} – On Ferries and on Other Boats",
            f"<div><h1>{GAZETTE}</h1></div><div><h2>On Ferries and Boats</h2>{PROSE}{PROSE}</div>",
            "On Ferries and Boats",
            [],
        ),
        (
            GAZETTE,
            f"<div><h1>{GAZETTE}</h1></div><div><h2 class='entry-title'>On Ferries</h2>{PROSE}{PROSE}</div>",
            "On Ferries",
            [],
        ),
        (
            "Ferries – Die Salzburger Zeitung",
            f"<p class='site-title'><a href='/'>Die Salzburger Zeitung</a></p><div>{PROSE}{PROSE}</div>",
            "Ferries",
            [],
        ),
        (
            "Ferries – Die Salzburger Zeitung",
            f"<div class='logo'><b>Die Salzburger Zeitung</b></div><div>{PROSE}{PROSE}</div>",
            "Ferries",
            [],
        ),
        ("On Ferries – Saltmere Gazette", f"<div>{PROSE}{PROSE}</div>", "On Ferries", []),
        (
            "On Ferries",
            f"<article>{PROSE}<h1>The Widow</h1>{PROSE}<h1>The Dealer</h1>{PROSE}</article>",
            "On Ferries",
            ["The Widow", "The Dealer"],
        ),
        (
            "Ferries and widows tested",
            f"<article><h1>Of the Shore</h1>{PROSE}<h2>Widows</h2>{PROSE}</article>",
            "Of the Shore",
            ["Widows"],
        ),
    ],
    ids=["section", "like a part", "entry", "link home", "logo", "no heading", "sections", "word of it"],
)
def test_the_site_and_its_sections_are_no_title(
    tmp_path: Path, named: str, body: str, title: str, headings: list[str]
) -> None:
    """A site shows its name as a heading, as a link home, or as its sign; a section stands in the text."""
    page = f"<html lang='en'><head><title>{named}</title></head><body>{body}</body></html>"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    manuscript, _ = read_file(tmp_path / "page.html")
    assert manuscript is not None
    assert manuscript.title == title
    assert ["".join(one.itertext()) for one in manuscript.body.iter("h2", "h3")] == headings


@pytest.mark.parametrize("line", ["<div class='big'>On Ferries</div>", "<p><b>On Ferries</b></p>"])
@pytest.mark.parametrize("behind", [f" – {GAZETTE}", ", by Amos Tull", ""])
def test_a_line_that_says_the_title_is_it(tmp_path: Path, line: str, behind: str) -> None:
    """It is printed once, where a page has no heading."""
    page = f"<title>On Ferries{behind}</title><body><div>{line}{PROSE}{PROSE}</div></body>"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    manuscript, _ = read_file(tmp_path / "page.html")
    assert manuscript is not None
    assert manuscript.title == "On Ferries"
    assert "On Ferries" not in "".join(manuscript.body.itertext())
