"""The reader for plain text, a file without markup: the shape of its lines and its words say everything."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.sources.account.source_letters import of_text
from florilegium.sources.formulas.canonical import UnreadableFormulaError, formula_of, report_unread
from florilegium.sources.formulas.page_formulas import is_meant
from florilegium.sources.formulas.tex_spans import TexSpan, display_of, spans_in
from florilegium.sources.manuscript import Reading
from florilegium.sources.parts import Draft, Manner, Piece, weigh, whole_text
from florilegium.sources.plain.line_blocks import indent_of
from florilegium.sources.plain.page_furniture import furniture_of, mark_envelope
from florilegium.sources.plain.paragraphs import Paragraph, join, split
from florilegium.sources.plain.typed_marks import table_of, write, write_lines
from florilegium.sources.tree.white_space import clean, collapse, keep_gaps

#: All that a plain text means has to be guessed.
MANNER: Final = Manner(title=True, headings=True, quotes=True, notes=True, breaks=True, lists=True)

#: Lines of these signs under a line make it a heading; which sign tells its level.
_UNDERLINES: Final = {"=": "2", "-": "3", "~": "4"}


def read_text(text: str, reading: Reading) -> Draft:
    """Cut a plain text into pieces, one for each paragraph."""
    text = text.replace("\N{PARAGRAPH SEPARATOR}", "\n\n")
    furniture = furniture_of(text)
    paragraphs = split(text, furniture)
    known = _known_words(text, paragraphs)
    typed = _typed_formulas(text)
    pieces: list[Piece] = []
    for order, paragraph in enumerate(paragraphs):
        before = paragraphs[order - 1] if order else None
        if paragraph.kind == "rule" and before is not None and _underlines(paragraph, before):
            pieces[-1] = _underlined(pieces[-1], paragraph)
        else:
            pieces.append(_piece(paragraph, order, known, typed, reading))
    pieces = _with_furniture(mark_envelope(pieces, reading.language), furniture, text)
    sources = {paragraph.line: paragraph for paragraph in paragraphs}

    def locate(block: Element, offset: int) -> str:
        return _locate(sources, block, offset, reading)

    return Draft(tuple(pieces), manner=MANNER, locate=locate, letters=lambda: of_text(text))


def _with_furniture(pieces: list[Piece], furniture: frozenset[int], text: str) -> list[Piece]:
    """Return the pieces with those of the heads and feet of pages, in the order of the lines."""
    lines = text.split("\n") if furniture else []
    fate = "left out: the head or foot of a page"
    heads = [
        Piece.row(role="boilerplate", line=line, text=" ".join(words.split()), fate=fate)
        for line in sorted(furniture)
        if (words := lines[line - 1])
    ]
    return sorted([*pieces, *heads], key=lambda piece: piece.line) if heads else pieces


def _known_words(text: str, paragraphs: Sequence[Paragraph]) -> frozenset[str]:
    """Return the words of a text, when some of its lines end with a hyphen and words may need joining."""
    if not any(
        line.rstrip().endswith(("-", "‐")) for paragraph in paragraphs for line in paragraph.lines[:-1]
    ):
        return frozenset()
    return frozenset(word.casefold() for word in re.findall(r"[^\W\d_]{4,}", text))


def _typed_formulas(text: str) -> frozenset[str]:
    """Return the TeX of formulas in a plain text: what is unmistakable, and single letters beside that."""
    if "$" not in text and "\\" not in text:
        return frozenset()
    spans = list(spans_in(text))
    evident = any(span.evident for span in spans)
    return frozenset("".join(span.tex.split()) for span in spans if is_meant(span, text, any_evident=evident))


def _formulas_of(text: str, typed: frozenset[str]) -> list[TexSpan]:
    return [span for span in spans_in(text) if "".join(span.tex.split()) in typed] if typed else []


def _piece(
    paragraph: Paragraph, order: int, known: frozenset[str], typed: frozenset[str], reading: Reading
) -> Piece:
    at = f"{paragraph.line}:{paragraph.indent + 1}"
    role, text, fixed = "body", "", False
    display = display_of(paragraph.source) if paragraph.kind == "formula" else None
    if display is not None:
        block, fixed = etree.Element("p", {"at": at, "class": "formula"}), True
        write(block, paragraph.source.strip(), [display])
        _settle_formulas(block, reading)
        text = runs.text_of(block)
    elif paragraph.kind == "rule":
        block, role = etree.Element("hr", {"at": at}), "break"
    elif paragraph.kind == "verse":
        block, role = _verse(paragraph, at, reading), "quote"
        text = whole_text(block)
    elif paragraph.kind == "table":
        block, role = table_of(paragraph.lines, paragraph.line, reading.language), "table"
        text = whole_text(block)
    elif paragraph.kind == "right":
        block, fixed = _ranged_right(paragraph, at, reading), True
        text = whole_text(block)
    else:
        block, role = etree.Element("p", {"at": at}), "quote" if paragraph.quoted else "body"
        words = collapse(join(paragraph.lines, known), reading.language)
        write(block, words, _formulas_of(words, typed))
        _settle_formulas(block, reading)
        text = runs.text_of(block)
    return Piece(
        block=block,
        role=role,
        line=paragraph.line,
        last_line=paragraph.last_line,
        text=text,
        characters=weigh(paragraph.source),
        order=order,
        gap=paragraph.gap,
        indent=paragraph.indent,
        fixed=fixed,
    )


def _settle_formulas(block: Element, reading: Reading) -> None:
    """Turn the TeX in a paragraph into formulas; a display amid words is set among them.

    Reports:
        S045: a formula cannot be read, and stands as it was written.
    """
    for typed in list(block.iter("math")):
        source, is_display = typed.text or "", block.get("class") == "formula"
        try:
            formula = formula_of(typed, reading.language)
        except UnreadableFormulaError as error:
            typed.tag = "code"
            typed.attrib.clear()
            report_unread(reading, block.get("at", ""), source, str(error))
            continue
        typed.attrib.clear()
        typed.attrib.update({**replace(formula, display=is_display).attributes(), "was": source})
        typed.text = runs.OBJECT


def _ranged_right(paragraph: Paragraph, at: str, reading: Reading) -> Element:
    """Return lines that stand on the right: a date, an address, a signature."""
    block = etree.Element("p", {"at": at, "class": "right"})
    write_lines(block, [collapse(line.strip(), reading.language) for line in paragraph.lines if line.strip()])
    return block


def _verse(paragraph: Paragraph, at: str, reading: Reading) -> Element:
    """Return a stanza: one paragraph with line breaks, an em space for two columns of a line's indent."""
    quotation = etree.Element("blockquote", {"class": "verse", "at": at})
    stanza = etree.SubElement(quotation, "p", {"at": at})
    least = paragraph.indent
    lines = [
        "\N{EM SPACE}" * ((indent_of(line) - least + 1) // 2)
        + keep_gaps(line.strip(), lambda words: collapse(words, reading.language))
        for line in paragraph.lines
        if line
    ]
    write_lines(stanza, lines)
    return quotation


def _underlines(rule: Paragraph, before: Paragraph) -> bool:
    """Return whether a rule stands right under one short line."""
    short = len(before.lines) == 1 and before.kind == "text" and len(before.lines[0].strip()) <= 100
    return short and rule.gap == 0 and rule.lines[0].strip()[:1] in _UNDERLINES


def _underlined(piece: Piece, rule: Paragraph) -> Piece:
    """Return the line above a rule, as a heading."""
    if piece.block is not None:
        piece.block.set("level", _UNDERLINES[rule.lines[0].strip()[0]])
    return Piece(
        block=piece.block,
        role="heading",
        line=piece.line,
        last_line=rule.last_line,
        text=piece.text,
        characters=piece.characters + weigh(rule.source),
        order=piece.order,
        gap=piece.gap,
    )


def _locate(sources: dict[int, Paragraph], block: Element, offset: int, reading: Reading) -> str:
    """Return where a letter of a block stands in the file.

    White space was collapsed and marks without width went; so letters are counted, and the letter itself is
    looked for from there on, since a hyphen may have gone too.
    """
    at = block.get("at", "1:1")
    paragraph = sources.get(int(at.partition(":")[0]))
    if paragraph is None:
        return at
    text = runs.text_of(block)
    letters = weigh(text[:offset])
    source = paragraph.source
    place = _skip(source, letters, reading.language)
    wanted = re.match(r"\d+|.?", text[offset:])
    place = max(source.find(wanted[0] if wanted else "", place), 0)
    line = source.count("\n", 0, place)
    return f"{paragraph.line + line}:{place - source.rfind(chr(10), 0, place)}"


def _skip(source: str, letters: int, language: str) -> int:
    """Return the offset in a source after so many letters that a manuscript keeps."""
    for place, letter in enumerate(source):
        if letter.isspace():
            continue
        if not letter.isascii() and (unicodedata.combining(letter) or not clean(letter, language)):
            continue
        if not letters:
            return place
        letters -= 1
    return len(source)
