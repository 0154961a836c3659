"""What holds of every source, whatever is in it: nothing is lost, nothing is made up."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from florilegium.book import runs
from florilegium.problems import Place, Report
from florilegium.sources import encoding
from florilegium.sources.formats import CONVERTED, READERS
from florilegium.sources.manuscript import Manuscript, Reading
from florilegium.sources.parts import content_of
from florilegium.sources.read import SourceRequest, read, read_markdown
from florilegium.sources.web.parse import parse_page

#: Scraps of which articles, and things that only look like them, are made.
SCRAPS = st.sampled_from(
    [
        *(
            "word ",
            "Word",
            "The mill stood by the river and nobody knew how old it was. ",
            "“quoted”",
            "café ",
        ),
        *(
            "\n",
            "\n\n",
            "\n\n\n",
            "  ",
            "\t",
            "\u00a0",
            "\u00ad",
            "\u200b",
            "e\u0301",
            "\r\n",
            "\x07",
            "\ufeff",
        ),
        *(
            "1. ",
            "[1]",
            "word.1 ",
            "said.”2 ",
            "¹",
            "[^1]",
            "[^1]: ",
            "2. Note.",
            "Notes\n",
            "* ",
            "- ",
            "• RAGE",
        ),
        *(
            "# ",
            "## ",
            "> ",
            "---\n",
            "***",
            "===\n",
            "`",
            "```\n",
            "*",
            "**",
            "_",
            "[a](b)",
            "![",
            "](",
            "|",
            "\\",
        ),
        *(
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<b>",
            "</b>",
            "<br>",
            "<li>",
            "<ul>",
            "</ul>",
            "<table>",
            "<td>",
        ),
        *(
            "<tr>",
            "<script>x</script>",
            "<!-- c -->",
            "<a href='#fn1'>1</a>",
            "<li id='fn1'>n",
            "<sup>",
            "</sup>",
        ),
        *(
            "<h1>",
            "</h1>",
            "<h4>",
            "<img src=x>",
            "&amp;",
            "&nbsp;",
            "&#146;",
            "<blockquote>",
            "<pre>",
            "<call note=1>",
        ),
        *(
            "By Ann Example",
            "Photo: Bo",
            "May 3, 2020",
            "Read more",
            "Ann Example is a professor of bells.",
            "漢字。",
        ),
        *(
            "<article>",
            "</article>",
            "<aside>",
            "<ol>",
            "<dl><dt>",
            "<dd>",
            "<svg>",
            "<math>",
            "{.verse}",
            "<figure>",
        ),
    ]
)
TEXTS = st.lists(SCRAPS, max_size=40).map("".join) | st.text(max_size=200)
SETTINGS = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


def read_as(name: str, text: str) -> tuple[Manuscript | None, Report]:
    """The manuscript of a text under a file name, and what was reported."""
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(text.encode("utf-8", "replace"))
        return read(SourceRequest(Path(folder), name, Place("anthology.yaml"), "en"), report), report


def unaccounted(report: Report) -> list[str]:
    """What the account of a source has found in no part of its manuscript."""
    return [str(problem) for problem in report.problems if problem.code == "S025"]


def decoded(text: str) -> str:
    """The letters of a text as the readers decode it."""
    found = encoding.decode(text.encode("utf-8", "replace"), Reading("x", "en", Report()))
    return found.text if found else ""


def letters_of(manuscript: Manuscript) -> str:
    """The letters of a body in their order, without what a reader may compose."""
    text = "".join(runs.text_of(leaf) for leaf in runs.leaves(manuscript.body))
    return "".join(letter for letter in text if letter.isalnum() and letter.isascii())


def is_within(short: str, long: str) -> bool:
    """Whether the letters of one text stand in another in their order."""
    rest = iter(long)
    return all(letter in rest for letter in short)


@SETTINGS
@given(TEXTS)
@example("a\n---\nb\n===\n\n1. x\n1. y")
def test_letters_of_a_text_are_accounted_for(text: str) -> None:
    """Each letter of a text is in its manuscript or its ledger, and its body has no letter of its own."""
    manuscript, report = read_as("a.txt", text)
    assert unaccounted(report) == []
    if manuscript is not None:
        assert is_within(letters_of(manuscript), decoded(text))


@SETTINGS
@given(TEXTS)
@example("[^1]: a\n[^1]: b\n\n> [^1]\n\n<div>\n\n# x\n\n</div>")
def test_letters_of_markdown_are_accounted_for(text: str) -> None:
    """Each letter of a Markdown file is in its manuscript or its ledger, markup included."""
    assert unaccounted(read_as("a.md", text)[1]) == []


@SETTINGS
@given(TEXTS)
@example("<p>a<table>b<tr>c<td>d<li>e")
@example("<h1><article>Ann Example is a professor of bells.<article>")
@example("<sup><math><a href='#fn1'>1</a>")
def test_letters_of_a_page_are_accounted_for(text: str) -> None:
    """Each letter of a page is in its manuscript or its ledger, and its body has no letter of its own."""
    manuscript, report = read_as("a.html", text)
    assert unaccounted(report) == []
    if manuscript is not None:
        assert is_within(letters_of(manuscript), content_of(parse_page(decoded(text))))


@SETTINGS
@given(TEXTS)
def test_inline_markdown_is_always_read(text: str) -> None:
    """An introduction in the manifest is read whatever it says, surrogates and control characters too."""
    manuscript = read_markdown(text, name="anthology.yaml", first_line=7, language="en", report=Report())
    assert manuscript.body.tag == "body"


@SETTINGS
@given(
    st.binary(max_size=400), st.sampled_from([f"a{ending}" for ending in READERS if ending not in CONVERTED])
)
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    """Whatever is in a file, the reader gives a manuscript, or None and a reason; it never raises."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        report = Report()
        manuscript = read(SourceRequest(Path(folder), name, Place("anthology.yaml"), "en"), report)
        assert manuscript is not None or report.errors
