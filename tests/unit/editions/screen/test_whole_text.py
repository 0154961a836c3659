"""A file of the EPUB is compared with its document, letter by letter."""

from __future__ import annotations

import pytest

from florilegium.editions.screen.whole_text import difference

DOCUMENT = b"<html><body><p>The lamp was lit at six.</p><p>Nobody came.</p></body></html>"


def page(body: str) -> bytes:
    return f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'.encode()


@pytest.mark.parametrize(
    "body",
    [
        "<p>The lamp was lit at six.</p> <p>Nobody came.</p>",
        '<p>The <span id="page-4"></span>lamp was lit at<wbr/> six.</p><p>Nobody\u2060 ca\u00adme.</p>',
        "<nav>N</nav><p>The lamp was lit at six.</p><details><p>A lamp.</p></details><p>Nobody came.</p>",
    ],
)
def test_what_only_a_screen_needs_is_no_difference(body: str) -> None:
    assert difference(DOCUMENT, page(body)) == ""


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<p>The lamp was lit at six.</p>", "waslitatsix.Nobodycame."),
        ("<p>The lamp was lit at six.</p><p>Nobody came.</p><p>Nobody came.</p>", "Nobodycame."),
        ("<p>Nobody came.</p><p>The lamp was lit at six.</p>", "Thelamp"),
        ("<p>The lamp was lit at svx.</p><p>Nobody came.</p>", "six"),
    ],
)
def test_words_left_out_doubled_moved_or_changed_are_found(body: str, words: str) -> None:
    assert words in difference(DOCUMENT, page(body))
