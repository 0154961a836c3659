"""A table of hundreds of rows is set in portions, and comes out as if it were set in one piece."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing

import pypdfium2
import pytest

from florilegium.editions.pdf.section.printed_section import Layout
from florilegium.editions.pdf.weasyprint import layout as layout_module

Set = Callable[..., Layout]

PROSE = "The keeper of the northern mole had kept his accounts in a green ledger since the great storm. "
HEAD = "<thead><tr><th>Year</th><th>Place</th><th>What was burnt</th></tr></thead>"
PLACES = ("Lynn", "Great Yarmouth", "Saint Bartholomew’s Haven", "Ely")
WORDS = PROSE.split()[:16]


def rows(first: int, last: int) -> str:
    """Rows of one to three lines. The widest cell of each column stands in another row."""
    made = []
    for number in range(first, last):
        place = "Kirkby-under-the-Northern-Fells" if number == 105 else PLACES[number % 4]
        words = " ".join(WORDS[: number * number % len(WORDS) + 1])
        made.append(
            f'<tr><td class="right"><p id="y{number}">{1500 + number}</p></td>'
            f'<td><p id="p{number}">{place}</p></td><td><p id="w{number}">{words}</p></td></tr>'
        )
    return "".join(made)


def prose(count: int, name: str) -> str:
    return "".join(f'<p id="{name}{number}">{PROSE * (number % 4 + 1)}</p>' for number in range(count))


def pictures(layout: Layout) -> list[bytes]:
    """What is to be seen on each page: heads that are said again are no text."""
    found = []
    for file in layout.files:
        with closing(pypdfium2.PdfDocument(file.pdf)) as pdf:
            found += [bytes(page.render(scale=1, grayscale=True).buffer) for page in pdf]
    return found


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(f'<table id="t">{HEAD}<tbody>{rows(0, 140)}</tbody></table>', id="with a head"),
        pytest.param(f'<table id="t"><tbody>{rows(0, 140)}</tbody></table>', id="without a head"),
        pytest.param(
            f'<figure id="f"><figcaption id="c">What was burnt</figcaption><table>{HEAD}<tbody>{rows(0, 60)}'
            f"</tbody><tbody>{rows(60, 140)}</tbody></table></figure>",
            id="with a caption, in two groups",
        ),
        pytest.param(
            f"<table><caption>Burnt</caption>{HEAD}<tbody>"
            + re.sub(r'<td class="right">(<p id="y\d*[05]">)', r'<td rowspan="2">\1', rows(0, 140))
            + "</tbody></table>",
            id="with cells over rows",
        ),
    ],
)
def test_a_table_in_portions_has_each_line_where_it_is_in_one(
    table: str, set_text: Set, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = f"{prose(9, 'before')}{table}{prose(12, 'behind')}"
    whole = set_text(blocks)
    monkeypatch.setattr(layout_module, "LETTERS", 16_000)
    parted = set_text(blocks)
    assert len(parted.files) > 1 and not whole.portions
    assert parted.pages == whole.pages
    assert parted.lines == whole.lines
    assert parted.anchors == whole.anchors
    assert pictures(parted) == pictures(whole)
    assert parted.problems == whole.problems == ()
