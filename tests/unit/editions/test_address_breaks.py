"""No line of an address ends with a hyphen of its own."""

from __future__ import annotations

import pytest
from lxml import etree

from florilegium.editions.address_breaks import keep_hyphens


@pytest.mark.parametrize(
    ("block", "kept"),
    [
        ("<p>https://doi.org/10.5281/zenodo-12-x.</p>", ["-1", "-x"]),
        ("<p>See <a href='#'>https://example.org/a-b</a> or a well-known one.</p>", ["-b"]),
        ("<p>doi: 10.1000/a-b</p>", ["-b"]),
        ("<p>A well-known word, 3-4.</p>", []),
    ],
)
def test_hyphens_of_addresses_are_kept_with_what_follows(block: str, kept: list[str]) -> None:
    tree = etree.fromstring(block)
    keep_hyphens(tree)
    assert [span.text for span in tree.iter("span")] == kept
    assert "".join(tree.itertext()) == "".join(etree.fromstring(block).itertext())
