"""The reader for DOCX: a Word document as blocks of HTML, with its notes and what was left out of it.

A document has no lines; where lines are told, its paragraphs that are not empty are counted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.encoding import report_unprintable
from florilegium.sources.manuscript import Reading
from florilegium.sources.parts import Draft
from florilegium.sources.story_draft import draft_of, read_document, sure_language
from florilegium.sources.word.beside_text import margins, read_notes, uncalled_notes
from florilegium.sources.word.letters import letters_of
from florilegium.sources.word.ooxml.numbering import Numbering
from florilegium.sources.word.ooxml.word_package import WordPackage
from florilegium.sources.word.ooxml.word_styles import WordStyles
from florilegium.sources.word.ooxml.wordml import W, value
from florilegium.sources.word.story import StoryReader, usual_indent_of
from florilegium.sources.word.story_state import WordState
from florilegium.system.archive import BadArchiveError


def read_bytes(data: bytes, reading: Reading) -> Draft | None:
    """Cut a DOCX into pieces, or None when it is none.

    Reports:
        S002: nothing is in it.
        S004: it is broken, no DOCX, or more than an article can be.
        S013: control characters.
        S015: something that it shows is not kept in it, or not known here.
        S016: a chart or a diagram, which only Word can draw.
        S017: an index, or references to pages, of the source itself.
        N002: a note that nothing calls.
    """
    return read_document(data, reading, "DOCX", _read)


def _read(data: bytes, reading: Reading) -> Draft:
    """Cut the parts of a document into pieces.

    Raises:
        BadArchiveError: it is no sound DOCX, or the part that has the text is broken.
    """
    package = WordPackage(data)
    main = package.tree(package.main)
    body = main.find(f"{W}body") if main is not None else None
    if main is None or body is None:
        raise BadArchiveError("this document is broken inside: it has no text part")
    state = WordState(package, _styles(package), _numbering(package), reading=reading)
    state.usual = usual_indent_of(body, state)
    root = etree.Element("div")
    StoryReader(state, package.main, main).read(body, root)
    found, rows = read_notes(state)
    rows += [*uncalled_notes(state), *margins(state), *state.left]
    state.report_pages()
    report_unprintable(package.unprintable, reading)
    language = sure_language(_declared_language(body, package), root)
    draft = draft_of(root, found, rows, reading)
    works = tuple(state.works.found.values())
    return replace(draft, letters=partial(letters_of, data), references=works, language=language)


def _declared_language(body: Element, package: WordPackage) -> str:
    """Return the language of most of the runs that have one (`w:lang`), else that of the styles' defaults."""
    found = Counter(one.get(f"{W}val", "") for one in body.iter(f"{W}lang"))
    del found[""]
    styles = next((package.tree(name) for name in package.related("styles")), None)
    usual = value(styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if styles is not None else None, "lang")
    return found.most_common(1)[0][0] if found else usual


def _styles(package: WordPackage) -> WordStyles:
    return WordStyles.of(next((package.tree(name) for name in package.related("styles")), None))


def _numbering(package: WordPackage) -> Numbering:
    return Numbering.of(next((package.tree(name) for name in package.related("numbering")), None))
