"""Notes that stand as markup in an attribute of their mark."""

from __future__ import annotations

from pathlib import Path

import pytest
from snapshot import read_file

PAGE = """<html lang="en"><head><title>The Crate</title></head><body><article><h1>The Crate</h1>
<p>The crate stood on the quay for a week before the old porter<sup data-footnote="&lt;i&gt;Ledger of the
quay&lt;/i&gt;, leaf{reference} four.">1</sup> asked whose it was. Then somebody wrote to its owner, who had
died.</p></article></body></html>"""


@pytest.mark.parametrize("reference", ["&amp;#1;", "&amp;#xD800;", "&amp;#xFFFE;", "&amp;#x110000;"])
def test_a_reference_in_it_to_what_no_tree_may_hold_is_left_out(reference: str, tmp_path: Path) -> None:
    page = tmp_path / "crate.html"
    page.write_text(PAGE.format(reference=reference), encoding="utf-8")
    manuscript, _ = read_file(page)
    assert manuscript is not None
    (note,) = manuscript.notes
    assert " ".join("".join(note.body.itertext()).split()) == "Ledger of the quay, leaf four."
