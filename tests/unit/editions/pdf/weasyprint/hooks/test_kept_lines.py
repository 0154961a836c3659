"""Lines that WeasyPrint fills are made once, and stand where they would stand if they were made each time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from florilegium.editions.pdf.section.printed_section import Layout
from florilegium.editions.pdf.weasyprint import contract
from florilegium.editions.pdf.weasyprint.hooks import kept_lines

Set = Callable[..., Layout]

COLUMNS = (
    "div { columns: 2; column-gap: 18pt } p { text-align: start; text-indent: -24pt; padding-left: 24pt }"
    " p { break-inside: avoid }"
)
ENTRIES = "".join(
    f'<p id="e{number}">A heading of the index, the {number}th, '
    f'<a href="#e0">{number}</a>, <i>{number + 1}</i>, and so on to the end of its second line</p>'
    for number in range(150)
)
BODY = f"<section><h1>Index</h1><div>{ENTRIES}</div></section>"


def _counting(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """Count from now on the lines that WeasyPrint makes."""
    from weasyprint.layout import inline

    assert not contract.misfit()  # asked once in a process, before something else stands in WeasyPrint
    made: list[None] = []
    plain = inline.get_next_linebox

    def counted(*values: Any) -> Any:
        made.append(None)
        return plain(*values)

    monkeypatch.setattr(inline, "get_next_linebox", counted)
    return made


def test_a_line_in_columns_is_made_once(set_body: Set, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of columns, and a last one whose columns are made even: hardly any line is made a second time."""
    made = _counting(monkeypatch)
    kept = set_body(BODY, COLUMNS)
    once = len(made)
    lines = len({(line.block, line.top) for line in kept.lines})
    assert kept.pages > 3
    assert once < 1.1 * lines
    monkeypatch.setattr(kept_lines._KeptLines, "keep", lambda *_: None)
    made.clear()
    anew = set_body(BODY, COLUMNS)
    assert len(made) > 1.9 * once
    assert anew.lines == kept.lines
    assert anew.anchors == kept.anchors
    assert anew.pages == kept.pages


def test_a_line_in_a_cell_is_made_once_though_its_page_is_made_again(
    set_body: Set, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = "<td>Some words that fill a few lines of the narrow cell of a table, more or less.</td>"
    table = f"<table>{f'<tr>{cell * 3}</tr>' * 6}</table>"
    prose = "a paragraph of several lines stands above the table and is set longer to make its page level "
    body = "".join(f"<p>{prose * (3 + number * 7 % 5)}</p>" * 2 + table for number in range(6))
    body = f"<section>{body}</section>"
    made = _counting(monkeypatch)
    kept = set_body(body, "table { font-size: 9pt } td { width: 33% } tr { break-inside: avoid }")
    once = len(made)
    monkeypatch.setattr(kept_lines._KeptLines, "keep", lambda *_: None)
    made.clear()
    anew = set_body(body, "table { font-size: 9pt } td { width: 33% } tr { break-inside: avoid }")
    assert len(made) > 1.2 * once
    assert (anew.lines, anew.pdf) == (kept.lines, kept.pdf)


def test_what_is_drawn_beside_or_within_a_line_is_made_each_time(set_body: Set) -> None:
    """Floats and what stands in a line as a block are no part of a line that can be put elsewhere."""
    pieces = (
        '<span style="float: left">Aside.</span> Text beside it.',
        'Text round <span style="display: inline-block">a block</span> in it.',
        'Text with <span style="position: absolute">something</span> that stands anywhere.',
    )
    body = "".join(f"<p>{pieces[number % 3]} {'More text. ' * 9}</p>" for number in range(60))
    layout = set_body(f"<section><div>{body}</div></section>", COLUMNS)
    assert layout.problems == ()
    assert len(layout.lines) > 120
