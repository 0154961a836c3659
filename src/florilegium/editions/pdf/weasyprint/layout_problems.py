"""What goes wrong while a section is laid out, as problems: what WeasyPrint logs, and letters without a font.

WeasyPrint's log is the only way in which it reports a fault in a style or of a file it could not have. Its
sentences are brought into an editor's words here, with the place in the style sheet where it is known.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.editions.pdf.section.structure_types import DRAWN, SMALL, UNDRAWN
from florilegium.languages.scripts import CJK_LETTERS
from florilegium.problems import CATALOGUE, Place, Problem
from florilegium.system.patterns import regex

#: What the gate to the disk says when it refuses a file.
REFUSED: Final = "outside the project:"

#: The sheet that faults without a place of their own are told of.
_SHEET: Final = "styles/print.css"

_IGNORED: Final = regex(
    r"Ignored `(?P<rule>.*)` at (?P<line>\d+):(?P<column>\d+), (?P<why>.*?)\.?$", re.DOTALL
)

#: So many missing letters of a text are told one by one; more are told together.
_FEW: Final = 3

#: A letter without a glyph is told as E002, with its words.
_TOLD_OTHERWISE: Final = ".notdef glyph rendered"
_CJK: Final = regex(f"[{CJK_LETTERS}]")
_CODE: Final = regex(r"\(U\+([0-9A-F]+)\)")


class Listening:
    """A gatherer of what WeasyPrint logs while the context is open."""

    def __enter__(self) -> Listening:
        self.lines: list[str] = []
        self._logger = logging.getLogger("weasyprint")
        self._handler = logging.Handler(logging.WARNING)
        self._handler.emit = lambda record: self.lines.append(record.getMessage())  # type: ignore[method-assign]
        self._before = (self._logger.handlers[:], self._logger.propagate)
        self._logger.handlers, self._logger.propagate = [self._handler], False
        return self

    def __exit__(self, *_: object) -> None:
        self._logger.handlers, self._logger.propagate = self._before


def formula_faults(root: Element, source: str) -> Iterator[Problem]:
    """Yield a problem for each formula of a section that print shows otherwise than it should.

    Reports:
        E017: as said.
    """
    hint = "Divide it, or put a picture in its place."
    for element in root.iter("img", "span"):
        classes = (element.get("class") or "").split()
        if element.tag == "img" and {DRAWN, SMALL} <= set(classes):
            message = (
                f"the formula “{element.get('alt', '')[:50]}” is wider than the page, and is set too small"
            )
        elif element.tag == "span" and UNDRAWN in classes:
            message = f"the formula “{(element.text or '')[:50]}” cannot be drawn; this line stands for it"
        else:
            continue
        yield Problem("E017", CATALOGUE["E017"][0], Place(source), message, hint)


def faults(lines: Sequence[str], source: str, sheets: Sequence[tuple[str, str]]) -> Iterator[Problem]:
    """Yield the problems of a log.

    `source` is what was laid out or parsed, `sheets` the style as (name, text).
    """
    for line in dict.fromkeys(lines):
        if _TOLD_OTHERWISE in line:
            continue
        if REFUSED in line:
            yield _refused(line, source, sheets)
        else:
            yield _fault(line, source)


def _refused(line: str, source: str, sheets: Sequence[tuple[str, str]]) -> Problem:
    """Return the problem of a file outside the project, placed in the sheet that names it, or the article."""
    address = line.rpartition(REFUSED)[2].strip()
    # A sheet may write the address in full, or only the way to it.
    written = (address, address.rpartition("/")[2])
    found = (_place(name, text, one) for one in written if one for name, text in sheets if one in text)
    place = next(found, Place(source or _SHEET))
    message = f"“{address}” is outside the project, and nothing is fetched"
    hint = "Put the file into the project's folder and name it from there, or leave the rule out."
    return Problem("E001", CATALOGUE["E001"][0], place, message, hint)


def _place(name: str, text: str, words: str) -> Place:
    at = text.index(words)
    return Place(name or _SHEET, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))


def _fault(line: str, source: str) -> Problem:
    """Return the problem of any other fault; a rule that was left out has its line and column."""
    severity = CATALOGUE["E003"][0]
    ignored = _IGNORED.match(line)
    if "@import" in line and "beginning" in line:
        message = "an @import that does not stand at the top of the style is left out"
        return Problem(
            "E003", severity, Place(source or _SHEET), message, "Leave it out: nothing is fetched."
        )
    if not ignored:
        return Problem("E003", severity, Place(source or _SHEET), line, "Mend the style sheet or the image.")
    place = Place(source or _SHEET, int(ignored["line"]), int(ignored["column"]))
    message = f"the rule “{' '.join(ignored['rule'].split())}” is left out: {ignored['why']}"
    return Problem("E003", severity, place, message, "Mend the rule or strike it out.")


def unknown_letters(lines: Iterable[str]) -> frozenset[str]:
    """Return the letters for which a log reports no glyph."""
    codes = (_CODE.search(line) for line in lines if _TOLD_OTHERWISE in line)
    return frozenset(chr(int(code[1], 16)) for code in codes if code)


def missing_letters(letters: Iterable[str], root: Element, source: str) -> Iterator[Problem]:
    """Yield a problem for each letter that would be an empty box, or one for a whole script of them.

    Reports:
        E002: letters are in no font at hand.
    """
    body = root.find("body")
    missing = sorted(letter for letter in letters if letter.isprintable())
    if body is None or not missing:
        return
    texts = [runs.text_of(block) for block in runs.leaves(body)]
    if len(missing) <= _FEW:
        for letter in missing:
            named = f"the letter “{letter}” (U+{ord(letter):04X}) in “{_words_with(letter, texts)}”"
            yield _lacking(f"{named} is in no font", letter, texts, source)
    else:
        first = next((letter for text in texts for letter in text if letter in missing), missing[0])
        words = _words_with(first, texts)
        yield _lacking(f"{len(missing)} letters are in no font, the first in “{words}”", first, texts, source)


def _words_with(letter: str, texts: Sequence[str]) -> str:
    """Return the words in which a letter stands first."""
    words = next((text for text in texts if letter in text), "")
    start = max(words.find(letter) - 20, 0)
    return words[start : start + 40].strip()


def _lacking(message: str, letter: str, texts: Sequence[str], source: str) -> Problem:
    """Return the problem of a letter, with the extra that may have it, and a correction to copy."""
    name = "cjk" if _CJK.match(letter) else "letters"
    around = re.compile(rf"(?:\S+\s)?\S*{re.escape(letter)}\S*(?:\s\S+)?")
    words = next((found[0] for text in texts if (found := around.search(text))), letter)
    without = " ".join(re.sub(rf"{re.escape(letter)}[\ufe0e\ufe0f]?", " ", words).split())
    hint = (
        f'Install the extra that has most others: `pip install "florilegium[{name}]"`. Or name a font of the '
        f"project: `editions: {{pdf: {{fonts: {{others: …}}}}}}`. Or replace it under the article: "
        f"`corrections: [{{find: {_quoted(words)}, replace: {_quoted(without)}}}]`."
    )
    return Problem("E002", CATALOGUE["E002"][0], Place(source), message, hint)


def _quoted(text: str) -> str:
    """Return a text as a value of YAML in quotation marks, its letters as they are."""
    return json.dumps(text, ensure_ascii=False)
