"""Passages in other scripts, marked with their language for fonts, hyphenation and screen readers.

A script shows a language only by habit (`languages/scripts.py`). So nothing is marked that already has a
language of that script, and a `lang` of the source always wins. Latin script is never marked: its
language cannot be told from its letters.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace
from functools import cache
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.model import Text
from florilegium.languages.folders import primary
from florilegium.languages.scripts import SCRIPTS, Script
from florilegium.system.patterns import regex

#: Accents that follow their letter, and what may stand between two words of one passage.
_ACCENTS: Final = r"\u0300-\u036f"
_BETWEEN: Final = r"\s,.;:·،؛–—、。・「」《》-"

_KANA = regex("[\\u3040-\\u30ff]")


def mark_foreign(text: Text) -> Text:
    """Give every passage in a script other than the text's own a `span` with `lang`, and `dir` if needed."""
    trees = (text.body, *(note.body for note in text.notes))
    kana = any(_KANA.search(runs.text_of(block)) for tree in trees for block in runs.leaves(tree))
    body, *bodies = (_mark_tree(tree, text.language, kana) for tree in trees)
    notes = tuple(replace(note, body=marked) for note, marked in zip(text.notes, bodies, strict=True))
    return replace(text, body=body, notes=notes)


def _mark_tree(tree: Element, language: str, kana: bool) -> Element:
    tree = deepcopy(tree)
    for block in runs.leaves(tree):
        text = runs.text_of(block)
        for script in () if text.isascii() else SCRIPTS:
            if _letter(script).search(text):
                _mark_block(block, script, language, kana)
    return tree


def _mark_block(block: Element, script: Script, language: str, kana: bool) -> None:
    """Mark the passages of one script: words wholly in it, with the spaces and marks between them."""
    named = "ja" if script.language == "zh" and kana else script.language
    shell = etree.Element("span", {"lang": named})
    if script.right_to_left:
        shell.set("dir", "rtl")
    for start, end in reversed(_passages(runs.text_of(block), script)):
        spoken = {
            _language_at(run, language) for run in runs.runs(block) if run.start < end and run.end > start
        }
        if not spoken & script.used_by:
            runs.wrap(block, start, end, shell)


def _passages(text: str, script: Script) -> list[tuple[int, int]]:
    """Return where the script is written.

    Signs, as in *α and β*, are no words; a mixed word is of neither.
    """
    found = [match.span() for match in _written(script).finditer(text)]
    if script.language == "el":
        pair = re.compile(rf"[{script.letters}]{{2}}")
        return [(start, end) for start, end in found if pair.search(text, start, end)]
    return found


@cache
def _letter(script: Script) -> re.Pattern[str]:
    return re.compile(f"[{script.letters}]")


@cache
def _written(script: Script) -> re.Pattern[str]:
    """Return the pattern of words wholly in a script, with what stands between them."""
    letters = script.letters
    word = (
        rf"(?<![^\W\d_])[{letters}][{letters}{_ACCENTS}]*(?:[’'·-][{letters}{_ACCENTS}]+){{0,9}}(?![^\W\d_])"
    )
    return re.compile(rf"{word}(?:[{_BETWEEN}]+{word})*")


def _language_at(run: runs.Run, language: str) -> str:
    """Return the primary language of a piece of text."""
    element = run.owner.getparent() if run.tail else run.owner
    while element is not None:
        if element.get("lang"):
            return primary(element.get("lang", ""))
        element = element.getparent()
    return primary(language)
