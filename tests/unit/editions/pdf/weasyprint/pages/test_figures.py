"""What docs/typography.md promises of lines, held on one of its texts."""

from __future__ import annotations

from pathlib import Path

from bench.prose import write_all
from bench.typography import COMPOSED, Press, anthology, joined
from florilegium.editions.pdf.proof.figures import measure
from florilegium.editions.pdf.section.printed_section import LayoutTask
from florilegium.editions.pdf.weasyprint.layout import lay_out


def test_made_up_essays_are_set_as_evenly_as_promised(tmp_path: Path) -> None:
    manifest, *others = write_all(tmp_path / "prose")
    assert [other.parent.name for other in others] == ["de-DE", "fr-FR"]
    book, _ = anthology(manifest)
    style = Press(tmp_path / "faces").style(book, COMPOSED)
    made = [lay_out(LayoutTask(key, xhtml, style, key)) for key, xhtml in book.sections]
    figures = measure(joined(layout.pdf for layout in made))
    assert len(figures.justified) > 300
    assert figures.loose_share <= 0.003
    assert figures.deviation <= 0.048
    assert figures.hyphen_share <= 0.20
    assert figures.most_hyphens <= 2
    assert not figures.overfull
    assert figures.off <= 0.3
    assert sum(layout.greedy for layout in made) == 0
