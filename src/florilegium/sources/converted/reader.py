"""The reader for what pandoc converts: its HTML is read as any other, and held against the file's letters."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources import encoding
from florilegium.sources.account.source_letters import Places
from florilegium.sources.converted import pandoc
from florilegium.sources.converted.latex_citations import (
    MarkedCitation,
    mark_citations,
    org_citations,
    report_references,
    show_citations,
    without_keys,
)
from florilegium.sources.converted.latex_letters import commands_alone, latex_runs
from florilegium.sources.converted.latex_mending import MendedLatex, mended
from florilegium.sources.converted.latex_shapes import drop_deep_numbers, letter_appendices, take_shapes
from florilegium.sources.converted.marked_runs import MarkedRun, as_letters, typed_runs
from florilegium.sources.converted.placing import mark_places
from florilegium.sources.converted.rtf_letters import rtf_runs
from florilegium.sources.converted.rtf_shapes import place_notes, set_apart, take_labels
from florilegium.sources.converted.rtf_signs import steadied
from florilegium.sources.converted.wiki_mending import (
    NamedNotes,
    call_again,
    join_repeated,
    mended_org,
    mended_rst,
    mended_textile,
    mended_wiki,
)
from florilegium.sources.manuscript import Reading
from florilegium.sources.parts import Draft, Piece, content_of
from florilegium.sources.story_draft import draft_of
from florilegium.sources.tree.cutting import detach
from florilegium.sources.web import page_styles
from florilegium.sources.web.list_numbers import number_lists
from florilegium.sources.web.parse import TooDeepError, parse_page, stamp
from florilegium.system.archive import kind_of
from florilegium.system.patterns import regex

#: What an editor calls a format, by pandoc's name for it.
NAMES: Final = {
    "rtf": "RTF",
    "latex": "LaTeX",
    "org": "Org",
    "rst": "reStructuredText",
    "textile": "Textile",
    "mediawiki": "MediaWiki",
    "typst": "Typst",
    "asciidoc": "AsciiDoc",
    "dokuwiki": "DokuWiki",
}

#: How what pandoc drops or takes for something else is written so that it stays.
_MENDED: Final[dict[str, Callable[[str], str]]] = {
    "mediawiki": mended_wiki,
    "org": mended_org,
    "rst": mended_rst,
    "textile": mended_textile,
}

#: How the command reads that brings the extra.
INSTALL: Final = 'pip install "florilegium[formats]"'

#: What stands in the block over a converted text, and the role that it has.
_HEAD: Final = {"title": "title", "subtitle": "deck", "author": "byline", "date": "dateline"}

_MAIL: Final = regex(r"\s*\([^()\s]+@[^()\s]+\)")
_PICTURE: Final = regex(r"\\includegraphics\*?\s*(?:\[[^\[\]]*\]\s*)*\{([^{}]+)\}")

#: A line that puts another file in, in formats of which pandoc would then convert nothing.
_INCLUDE: Final = {
    "asciidoc": regex(r"^include::([^\[\]\n]+)\[[^\n]*$", re.MULTILINE),
    "typst": regex(r'^[ \t]*#include[ \t]+"([^"\n]+)"[ \t]*$', re.MULTILINE),
}

#: AsciiDoc’s remarks in a block; code, in which there are none; edges of what stands on a condition; notes.
_UNREAD: Final = regex(
    r"^(?P<code>-{4,}|\.{4,})[ \t]*\n.*?^(?P=code)[ \t]*$|^(?P<remark>/{4,})[ \t]*\n.*?^(?P=remark)[ \t]*$"
    r"|^(?:ifn?def|ifeval|endif)::[^\n]*\[[^\n]*$",
    re.MULTILINE | re.DOTALL,
)
#: What of Sphinx only names something, as words; pandoc has all that it does not know as code.
_NAMING: Final = frozenset(
    {"ref", "doc", "term", "numref", "any", "index", "abbr", "guilabel", "menuselection"}
)

#: Signs of a font, of which pandoc makes pictures.
_ICON: Final = regex(r"\bicon:[\w.-]+\[[^\]\n]*\][ \t]*")
_NOTE: Final = regex(r"footnote(?:ref)?:(?P<name>[\w-]*)\[(?P<words>[^\]]?)\]?")

#: Boxes, as pandoc has them of AsciiDoc and reStructuredText.
_BOXES: Final = frozenset(
    {"note", "tip", "warning", "caution", "important", "hint", "danger", "error", "attention", "seealso"}
    | {"admonition", "sidebar", "topic"}
)

#: AsciiDoc’s break of more signs than pandoc knows, and its blocks that are quoted, verse among them.
_RULE: Final = regex(r"^'{4,}[ \t]*$", re.MULTILINE)
_QUOTED: Final = regex(
    r"(?:^\[(quote|verse)[^\]\n]*\]\n)?^____[ \t]*\n(.*?)^____[ \t]*$", re.MULTILINE | re.DOTALL
)


def read_bytes(data: bytes, reading: Reading, form: str) -> Draft | None:
    """Cut a file in one of pandoc's formats into pieces, or None when it cannot be read.

    Reports:
        S002: nothing is in it.
        S004: it nests deeper than any article; it is no RTF.
        S013: control characters.
        S042: the extra is not installed.
        S043: pandoc cannot read it.
        S044: what pandoc says that it left out; a citation that stands as its key.
    """
    name = NAMES[form]
    if pandoc.program() is None:
        message = f"a file in {name} is read by pandoc, which is not installed"
        hint = f"Install the extra “formats” of this program, which brings it: {INSTALL}"
        reading.report.add("S042", reading.place(), message, hint)
        return None
    text = _text_of(data, reading, form)
    if text is None:
        return None
    written = _MENDED[form](text) if form in _MENDED else text
    if form == "asciidoc":
        read = _ICON.sub("", _UNREAD.sub(_lines_of, text))
        written = _QUOTED.sub(_with_indents, _RULE.sub("'''", _mended_notes(read)))
    latex = mended(text) if form == "latex" else MendedLatex(_without_files(written, form, reading))
    named = latex.works if reading.citations is None else {}
    runs = tuple(without_keys(_runs_of(text, form), named))
    if not any(not run.fate for run in runs):
        reading.report.add("S002", reading.place(), "no text is in this file", "Is it the right file?")
        return None
    steady, letters = steadied(text) if form == "rtf" else (latex.text, {})
    made = pandoc.convert(steady.encode("latin-1" if form == "rtf" else "utf-8"), form)
    for remark in made.remarks:
        hint = "Look at that place; if something is missing in the book, write it in another way."
        reading.problem("S044", remark.at, f"pandoc, which converts this file, says: {remark.message}", hint)
    if made.failure is not None:
        message = f"pandoc cannot convert this file: {made.failure.message}"
        hint = f"Mend the {name} at that place, or save the article in another format, such as DOCX."
        reading.problem("S043", made.failure.at, message, hint)
        return None
    page = _parsed(made.html, letters, reading)
    if page is None:
        return None
    marked = _restore(page, form, latex, reading)
    draft = _draft(page, runs, reading, form, marked)
    return replace(draft, nocite=latex.uncited)


def _without_files(text: str, form: str, reading: Reading) -> str:
    """Return a text without what puts other files in, on the same lines.

    Reports:
        S044: each of them; other files are not read.
    """
    if form not in _INCLUDE:
        return text
    places = Places(text)
    for found in _INCLUDE[form].finditer(text):
        message = f"the file “{found[1]}” is put in here, and not read"
        hint = "Copy its text in at that place, or name it as an article of its own."
        reading.problem("S044", places.of(found.start()), message, hint)
    return _INCLUDE[form].sub("", text)


def _restore(page: Element, form: str, latex: MendedLatex, reading: Reading) -> list[MarkedCitation]:
    """Give a page that pandoc made what its format has beyond it, in place; return the citations."""
    if form in {"mediawiki", "asciidoc"}:
        call_again(page)
    join_repeated(page, latex.text, form)
    for term in [one for one in page.iter("dt") if form == "mediawiki" and not content_of(one).strip()]:
        detach(term)  # of what a colon sets in
    if form in {"mediawiki", "textile"}:
        page_styles.set_apart(page)
    if form == "rtf":
        place_notes(page)
        set_apart(page)
    if form == "asciidoc":
        _mark_verse(page, [found[1] or "" for found in _QUOTED.finditer(latex.text)])
    if form in {"asciidoc", "rst"}:
        _set_boxes(page)
    for one in page.iter("code") if form == "rst" else ():
        if one.get("class") == "interpreted-text" and one.get("role") in _NAMING:
            one.tag = "span"
    marked: list[MarkedCitation] = org_citations(page, reading) if form == "org" else []
    if form == "latex":
        drop_deep_numbers(page, latex.commands)
        letter_appendices(page, latex.commands)
        marked = show_citations(page, commands_alone(latex.text), latex.works, reading)
        report_references(page, latex.commands, reading)
        _report_pictures(page, latex.commands, reading)
    return marked


def _lines_of(unread: re.Match[str]) -> str:
    """Return what is read of AsciiDoc that pandoc does not take for what it is: code, else empty lines."""
    return unread[0] if unread["code"] else "\n" * unread[0].count("\n")


def _mended_notes(text: str) -> str:
    """Return a text of AsciiDoc in which a note that is called again by its name stands once."""
    notes = NamedNotes()

    def note(found: re.Match[str]) -> str:
        called = "" if found["words"] else notes.again(found["name"])
        if not called:
            notes.enter(found["name"])
        return called or found[0]

    return _NOTE.sub(note, text) if "footnote" in text else text


def _set_boxes(page: Element) -> None:
    """Set boxes apart with their title above them, in place."""
    for box in [one for one in page.iter("div") if one.get("class") in _BOXES]:
        first = next(box.iterchildren(), None)
        titled = first is not None and (first.get("class") == "title" or box.get("class") == "admonition")
        for title in first.iter("p") if first is not None and titled else ():
            words = etree.Element("strong")
            words.text, title.text = title.text, None
            words.extend(list(title))
            title.append(words)
        box.tag = "blockquote"


def _with_indents(quoted: re.Match[str]) -> str:
    """Return a quoted block; lines of verse keep their indents."""
    if quoted[1] != "verse":
        return quoted[0]
    begun = quoted.start(2) - quoted.start()
    lines = [
        "\N{NO-BREAK SPACE}" * (len(line) - len(line.lstrip(" "))) + line.lstrip(" ")
        for line in quoted[0][begun:].split("\n")
    ]
    return quoted[0][:begun] + "\n".join(lines)


def _report_pictures(page: Element, latex: str, reading: Reading) -> None:
    """Report pictures that a file names and pandoc has not.

    Reports:
        S044: one stands in something that pandoc does not read.
    """
    shown = {one.get("src") for one in page.iter("img")}
    places = Places(latex)
    for found in _PICTURE.finditer(latex):
        if found[1].strip() not in shown and "#" not in found[1]:
            message = (
                f"the picture “{found[1].strip()}” stands in something that pandoc does not read; it is lost"
            )
            hint = "Let \\includegraphics stand in the text, or in a figure, by itself."
            reading.problem("S044", places.of(found.start()), message, hint)


def _parsed(html: str, letters: Mapping[int, str], reading: Reading) -> Element | None:
    """Return the page that pandoc made, with the letters for which others stood, or None.

    Reports:
        S004: it nests deeper than any article.
    """
    try:
        return parse_page(_printable(html, reading).translate(letters))
    except TooDeepError:
        message = "this file nests its parts more than 255 deep, which no article does"
        reading.report.add("S004", reading.place(), message, "Nest them less deep.")
        return None


def _printable(html: str, reading: Reading) -> str:
    """Return a page that pandoc made without what no tree can hold: letters that the file names by numbers.

    Reports:
        S013: some were left out.
    """
    fit = encoding.without_controls(html)
    encoding.report_unprintable(len(html) - len(fit), reading)
    return fit


def _text_of(data: bytes, reading: Reading, form: str) -> str | None:
    """Return the letters of a file; of RTF, which is ASCII, its bytes as signs."""
    if form != "rtf":
        decoded = encoding.decode(data, reading)
        return decoded.text if decoded else None
    if data.lstrip()[:5].lower() != b"{\\rtf":
        kind = kind_of(data)
        message = "this is not the RTF that its name says" + (f": inside it is {kind}" if kind else "")
        hint = (
            "Give the file the name that its format has, or open it in a word processor and save it as DOCX."
        )
        reading.report.add("S004", reading.place(), message, hint)
        return None
    return data.decode("latin-1")


def _runs_of(text: str, form: str) -> Iterator[MarkedRun]:
    apart: dict[str, Callable[[str], Iterator[MarkedRun]]] = {"rtf": rtf_runs, "latex": latex_runs}
    return apart[form](text) if form in apart else typed_runs(text, form)


def _draft(
    page: Element,
    runs: Sequence[MarkedRun],
    reading: Reading,
    form: str,
    cited: Sequence[MarkedCitation],
) -> Draft:
    """Cut the page that pandoc made into pieces; it names the language that the file declares."""
    language = (page.get("lang") or "") if form != "rtf" else ""
    root = next(page.iter("body"), page)
    for one in list(root.iter("nav", "style", "script")):
        detach(one)
    for image in root.iter("img"):
        if image.get("alt") == "image":  # pandoc's own word, which says nothing
            del image.attrib["alt"]
    numbers = list(_take_numbers(root))
    stamp(root)
    if form == "latex":
        take_shapes(root)
    elif form == "rtf":
        take_labels(root)
    _mark_head(root, form)
    mark_places(root, runs)
    mark_citations(cited)
    for heading, number in numbers:
        heading.text = f"{number} {(heading.text or '').lstrip()}"
    page_styles.range_right(root)
    aside = list(number_lists(root))
    root.tag = "div"
    draft = draft_of(root, [], aside, reading)
    if form == "latex":  # its notes say that they are notes
        draft = replace(draft, manner=replace(draft.manner, notes=False))
    pieces = _with_rows(draft.pieces, runs)
    return replace(draft, pieces=pieces, letters=lambda: as_letters(runs), language=language)


def _take_numbers(root: Element) -> Iterator[tuple[Element, str]]:
    """Take the numbers that pandoc counts out of headings, and yield them; the file has no such letters."""
    for one in list(root.iter("span")):
        heading = one.getparent()
        if one.get("class") == "header-section-number" and heading is not None:
            yield heading, content_of(one)
            one.text = None
            detach(one)


def _with_rows(pieces: Sequence[Piece], runs: Sequence[MarkedRun]) -> tuple[Piece, ...]:
    """Return the pieces, and among them by line the rows of what is no text, one for each line and reason."""
    waiting = deque(map(_row, _gathered(runs)))
    found: list[Piece] = []
    for piece in pieces:
        while waiting and piece.role != "note" and waiting[0].line < piece.line:
            found.append(waiting.popleft())
        found.append(piece)
    return (*found, *waiting)


def _gathered(runs: Sequence[MarkedRun]) -> Iterator[list[MarkedRun]]:
    """Yield what is no text, that of one line and reason together."""
    left_out = (run for run in runs if run.fate)
    for _, group in groupby(left_out, key=lambda run: (run.at.partition(":")[0], run.fate)):
        yield list(group)


def _row(runs: Sequence[MarkedRun]) -> Piece:
    """Return the ledger's row of what is no text."""
    texts = [" ".join(run.text.split()) for run in runs]
    line, last = (int(run.at.partition(":")[0]) for run in (runs[0], runs[-1]))
    last += runs[-1].text.rstrip("\n").count("\n")
    text = " ".join(texts)
    row = Piece.row(role="boilerplate", line=line, text=text, fate=runs[0].fate)
    return replace(row, last_line=last, nodes="\n".join(texts))


def _mark_head(root: Element, form: str) -> None:
    """Give what stands over the text its role, in place: title, subtitle, authors on a line, date, abstract.

    What RTF keeps there is rarely of the article: a word processor fills it in from another one.
    """
    head = next((one for one in root.iter("header") if one.get("id") == "title-block-header"), None)
    if head is None:
        return
    if form == "rtf":
        detach(head)
        return
    authors = [one for one in head.iter("p") if one.get("class") == "author"]
    title = next((one for one in head.iter("h1") if one.get("class") == "title"), None)
    for call in [call for one in authors for call in one.iter("a") if call.get("class") == "footnote-ref"]:
        if title is not None:  # who wrote a text stands in another place of the book
            detach(call)
            title.append(call)
    for one in authors:
        said = content_of(one)
        if _MAIL.search(said):  # AsciiDoc has an address behind the name
            del one[:]
            one.text = _MAIL.sub("", said)
    for one in authors:
        _part_affiliation(one)
    for one in authors[1:]:
        words = content_of(one).strip()
        authors[0].append(etree.Element("span"))
        authors[0][-1].text = f", {words}"
        detach(one)
    for one in list(head.iter("p", "h1", "div")):
        name = one.get("class") or ""
        if name == "abstract-title":
            detach(one)
        elif name == "abstract":
            one.tag = "blockquote"
        elif name in _HEAD:
            one.set("data-role", _HEAD[name])


def _part_affiliation(author: Element) -> None:
    """Part from a name the lines below it, where its bearer is or can be reached, in place."""
    first = author.find("br")
    if first is None or not (author.text or "").strip():
        return
    below = etree.Element("p", {"data-role": "boilerplate"})
    below.text = " ".join(
        str(words).strip()
        for one in (first, *first.itersiblings())
        for words in (*one.itertext(), one.tail or "")
    )
    for one in (first, *first.itersiblings()):
        author.remove(one)
    below.tail, author.tail = author.tail, None
    author.addnext(below)


def _mark_verse(root: Element, told: Sequence[str]) -> None:
    """Mark which of the blocks that are set in are verse, as the file tells of each in order, in place."""
    blocks = list(root.iter("blockquote"))
    for block, name in zip(blocks, told, strict=False) if len(blocks) == len(told) else ():
        if name == "verse":
            block.set("class", "verse")
