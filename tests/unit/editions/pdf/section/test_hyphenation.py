"""The editor's own hyphens, and the names of the index, reach the lines of the book."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from florilegium.book.model import Authority, Heading
from florilegium.editions.pdf.proof.placed_glyphs import Reader
from florilegium.editions.pdf.section.hyphenation import divisions_sheet, names_in, names_of, spare
from florilegium.pipeline.build import build, proof
from florilegium.pipeline.request import BuildRequest
from florilegium.pipeline.session import Silent
from florilegium.problems import Report
from florilegium.system.tasks.engines import Here

#: Long words without end, so that many must be divided.
TEXT = " ".join(
    f"{first} it was so. Thorvaldsen took all {second} to be of no use at all, and so it went."
    for first in ("Unquestionably", "Incontrovertibly", "Characteristically", "Notwithstanding")
    for second in ("observatories", "misunderstandings", "thunderstorms", "correspondences", "embarrassments")
)

MANIFEST = """
title: Harbours
language: en-GB
identifier: urn:uuid:3f2b8c1e-6f0a-4d0e-9a57-0c9d3f2b8c1e
date: 2026-11-22
permission: public domain
chapters: [{title: One, articles: [a.md]}]
"""


def test_a_sheet_says_the_divisions_of_words() -> None:
    assert divisions_sheet(["Ki-ri-ba-ti", "Etorofu"]) == 'html { --divisions: "Ki-ri-ba-ti" "Etorofu" }'
    assert divisions_sheet([]) == ""


def test_names_are_the_capitalised_words_of_all_forms() -> None:
    headings = (Heading("Thorvaldsen, Jens", variants=("the harbourmaster of Vik", "Old Thorvald")),)
    assert names_of(Authority(headings)) == {"Thorvaldsen", "Jens", "Thorvald"}


def test_a_section_is_told_of_the_names_that_it_has() -> None:
    """And of no others: a new heading leaves the layout of other sections what it was."""
    tree = etree.fromstring("<html><body><p>Then <em>Thorvaldsen</em> came.</p></body></html>")
    spare(tree, names_in(etree.tostring(tree), {"Thorvaldsen", "Wilhelmina"}))
    assert tree.get("style") == '--undivided: "Thorvaldsen"'
    other = etree.fromstring("<html><body><p>Nobody came.</p></body></html>")
    spare(other, names_in(etree.tostring(other), {"Thorvaldsen"}))
    assert "style" not in other.attrib


def made(folder: Path, pdf: str, index: str = "false") -> tuple[BuildRequest, list[str]]:
    """What is ordered, and the divided words of the finished book."""
    folder.mkdir()
    (folder / "a.md").write_text(f"# A\n\n{TEXT}\n\n{TEXT}\n", encoding="utf-8")
    (folder / "anthology.yaml").write_text(
        f"{MANIFEST}editions: {{pdf: {pdf}}}\nindex: {index}\n", encoding="utf-8"
    )
    order = BuildRequest(folder / "anthology.yaml", frozenset({"pdf"}), folder / "dist", cached=False)
    (path,) = build(order, Report(), Silent(), Here()).files
    with pikepdf.open(path) as file:
        reader = Reader()
        text = "".join(glyph.text for page in file.pages for glyph in reader.page(page))
    return order, re.findall(r"(\w+\N{SOFT HYPHEN}\w+)", text)


def test_names_of_the_index_are_divided_at_need_only(tmp_path: Path) -> None:
    """Even at the beginning of a sentence, where a capital tells nothing."""
    _, unknown = made(tmp_path / "unknown", "{trim: b-format}")
    _, known = made(tmp_path / "known", "{trim: b-format}", '{entries: ["Thorvaldsen, Jens"]}')
    assert whole(unknown).count("Thorvaldsen") > 1
    assert "Thorvaldsen" not in whole(known)


def test_the_manifest_rules_over_the_patterns(tmp_path: Path) -> None:
    _, plain = made(tmp_path / "plain", "{trim: b-format}")
    _, kept = made(tmp_path / "kept", "{trim: b-format, hyphenation: [thorvaldsen, char-acteristically]}")
    assert "Thorvaldsen" in whole(plain)
    assert "Thorvaldsen" not in whole(kept)


def whole(divided: list[str]) -> list[str]:
    """Divided words without their hyphens."""
    return [word.replace("\N{SOFT HYPHEN}", "") for word in divided]


@pytest.mark.parametrize("optical", [True, False])
def test_a_proof_takes_what_hangs_for_straight(tmp_path: Path, optical: bool) -> None:
    """Signs in the margin are no overfull lines, and where nothing hangs no line may reach out so far."""
    order, divided = made(tmp_path / "book", f"{{trim: b-format, optical_margins: {str(optical).lower()}}}")
    assert divided
    told = proof(order, Report(), Silent())
    assert "overfull       0 lines" in told
    shutil.rmtree(tmp_path / "book" / "dist")
