"""What a log shows of a build."""

from __future__ import annotations

import io

from florilegium.cli.progress import Lines
from florilegium.pipeline.session import Count


def test_a_line_is_not_said_twice_in_a_row() -> None:
    """Sections are counted again when they are set on other pages; a log tells each result once."""
    stream = io.StringIO()
    lines = Lines(stream)
    lines.stage("setting the pages")
    for made in (2, 2, 1):
        lines.count(Count(2, kept=2 - made, made=made))
    lines.stage("making the PDF")
    assert stream.getvalue().splitlines() == [
        "setting the pages",
        "2 sections: 2 laid out, 0 as before",
        "2 sections: 1 laid out, 1 as before",
        "making the PDF",
    ]
