"""A process made ready for its first section while it has nothing else to do.

What it does then for the first time takes it as long as half a section: patterns of hyphenation are read,
WeasyPrint's own sheets are matched, the calls into Pango and HarfBuzz are prepared.
"""

from __future__ import annotations

from florilegium.editions.pdf.linebreak.break_opportunities import patterns
from florilegium.editions.pdf.section.printed_section import LayoutTask, Style
from florilegium.editions.pdf.weasyprint.layout import lay_out


def warm_up(style: Style, language: str) -> None:
    """Lay a word out in the sheets of a style. Nothing comes of it."""
    patterns(language, 2, 2)
    xhtml = f'<html lang="{language}"><body><section><p id="a">Warm</p></section></body></html>'
    lay_out(LayoutTask("", xhtml.encode(), style, ""))
