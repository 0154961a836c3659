"""The formulas of a web page, whatever draws them there: each becomes one `math` with all of its letters.

KaTeX writes every formula twice, as MathML and as letters put in their places; MathJax leaves its TeX in a
script beside what it has drawn; Wikipedia has MathML beside a picture, WordPress a picture alone, pandoc TeX
in a span; other pages have TeX between signs in their text. What stands in an element beside the formula
stays in it, so that each letter of the page is accounted for, and is shown once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.sources.formulas.canonical import DISPLAY, MATHML, TEX
from florilegium.sources.formulas.tex_spans import TexSpan, is_letter, spans_in
from florilegium.sources.parts import content_of
from florilegium.sources.tree.broken_xml import read_broken
from florilegium.system.patterns import regex

#: Elements that draw one formula, by class or name, and those of their parts that make it a display.
_DRAWN: Final = frozenset({"katex-display", "katex", "mwe-math-element", "mjx-container"})
_DISPLAYS: Final = frozenset({"katex-display", "mwe-math-element-block", "display"})

#: What MathJax 2 leaves before the script that holds the TeX.
_PREVIEWS: Final = frozenset(
    {"mathjax_preview", "mathjax", "mathjax_display", "mathjax_svg", "mathjax_svg_display", "mathjax_chtml"}
)
_SCRIPT: Final = regex(r"math/(tex|mml)", re.IGNORECASE)
_LIBRARY: Final = regex(r"mathjax|katex", re.IGNORECASE)
_PICTURES: Final = frozenset({"latex", "tex"})

#: Names of MathML's elements and attributes; one that is broken may be empty or have any sign in it.
_NAME: Final = regex(r"[A-Za-z_][\w.-]*", re.ASCII)

#: Text in which a dollar is a dollar.
_ALONE: Final = frozenset(
    {"script", "style", "code", "pre", "kbd", "samp", "textarea", "math", "title", "head", "tt", "option"}
)


def find_formulas(root: Element) -> None:
    """Make a `math` of each formula of a page, in place."""
    for element in list(root.iter("span", "div", "script", "mjx-container", "img", "p")):
        if element.getparent() is not None:
            _take(element)
    for element in list(root.iter("math")):
        if MATHML not in element.attrib and TEX not in element.attrib:
            _keep_whole(element)
    _take_typed(root)


def _take(element: Element) -> None:
    """Make a formula of an element that draws one."""
    classes = set((element.get("class") or "").lower().split())
    if element.tag == "script":
        _take_script(element)
    elif classes & _DRAWN or element.tag == "mjx-container":
        _take_drawn(element, classes)
    elif "math" in classes and classes & {"inline", "display"} and element.find(".//math") is None:
        _take_span(element, classes)
    elif element.tag == "img" and classes & _PICTURES and (element.get("alt") or "").strip():
        tex = re.sub(r"^\$(?:latex\s)?|\$$|^\\displaystyle\s*", "", (element.get("alt") or "").strip())
        _become(element, {TEX: tex.strip()})


def _take_drawn(element: Element, classes: set[str]) -> None:
    """Make a formula of what KaTeX, MathJax 3 or Wikipedia draw round a MathML of their own."""
    found = next(element.iter("math"), None)
    if found is None:
        return
    display = classes & _DISPLAYS or element.get("display") == "true" or found.get("display") == "block"
    marks = {MATHML: serialised(found)}
    _become(element, marks | ({DISPLAY: "block"} if display else {}))


def _take_span(element: Element, classes: set[str]) -> None:
    """Make a formula of pandoc's span, which holds TeX with or without its signs."""
    text = content_of(element).strip()
    spans = list(spans_in(text))
    whole = len(spans) == 1 and (spans[0].start, spans[0].end) == (0, len(text))
    if whole or (not len(element) and re.search(r"\\[A-Za-z]|[\^_]", text)):
        tex = spans[0].tex if whole else text
        _become(element, {TEX: tex} | ({DISPLAY: "block"} if "display" in classes else {}))


def _take_script(element: Element) -> None:
    """Make a formula of MathJax' script; what was drawn before it is that formula once more."""
    kind = _SCRIPT.search(element.get("type") or "")
    text = (element.text or "").strip()
    if kind is None or not text:
        return
    display = {DISPLAY: "block"} if "display" in (element.get("type") or "") else {}
    drawn: list[Element] = []
    while (before := element.getprevious()) is not None and not (before.tail or "").strip():
        if not _PREVIEWS & set((before.get("class") or "").lower().split()):
            break
        drawn.insert(0, before)
        parent = before.getparent()
        if parent is None:
            break
        before.tail = None
        parent.remove(before)
    element.text = None
    element.extend(drawn)
    _become(element, ({TEX: text} if kind[1].lower() == "tex" else {MATHML: _parsed(text)}) | display)


def _parsed(text: str) -> str:
    """Return MathML that stands as text in a script, sound."""
    root = read_broken(text.encode()).root
    return "<math/>" if root is None else serialised(root)


def _keep_whole(element: Element) -> None:
    """Let a formula in MathML be one thing to all that reads the page further."""
    element.set(MATHML, serialised(element))


def _become(element: Element, marks: dict[str, str]) -> None:
    """Make an element a formula; all that it holds stays in it."""
    kept = {name: str(element.get(name)) for name in ("data-at", "data-n", "id") if element.get(name)}
    element.tag = "math"
    element.attrib.clear()
    element.attrib.update({**kept, **marks})


def serialised(math: Element) -> str:
    """Return a tree of MathML as text, its names without namespaces, and without what stands behind it."""
    named = {str(name): str(value) for name, value in math.attrib.items()}
    sound = {name: value for name, value in named.items() if _NAME.fullmatch(name.rpartition("}")[2])}
    copy = etree.Element("math", sound)
    _copy(copy, math)
    return etree.tostring(copy, encoding="unicode")


def _copy(target: Element, source: Element) -> None:
    """Copy what an element holds, without recursion: its depth is anyone's."""
    waiting = [(target, source)]
    while waiting:
        made, one = waiting.pop()
        made.text = one.text
        for child in one:
            if not isinstance(child.tag, str):
                if child.tail:
                    runs.append(made, child.tail)
                continue
            name = child.tag.rpartition("}")[2].rpartition(":")[2]
            attributes = {str(key): str(value) for key, value in child.attrib.items()}
            sound = {key: value for key, value in attributes.items() if _NAME.fullmatch(key)}
            copy = etree.SubElement(made, name if _NAME.fullmatch(name) else "mrow", sound)
            copy.tail = child.tail
            waiting.append((copy, child))


# ---- TeX in the text of a page


def _take_typed(root: Element) -> None:
    """Make formulas of the TeX that stands between signs in the text of a page.

    Where no library of the page's would draw it, only what is unmistakable is one, and single letters beside
    such.
    """
    texts = [(owner, tail, text) for owner, tail, text in _texts(root) if "$" in text or "\\" in text]
    found = [(owner, tail, text, list(spans_in(text))) for owner, tail, text in texts]
    drawn = any(_LIBRARY.search(one.get("src") or one.text or "") for one in root.iter("script"))
    any_evident = drawn or any(span.evident for *_, spans in found for span in spans)
    for owner, tail, text, spans in reversed(found):
        kept = [span for span in spans if is_meant(span, text, any_evident=any_evident, drawn=drawn)]
        if kept:
            _split(owner, tail, text, kept)


def is_meant(span: TexSpan, text: str, *, any_evident: bool, drawn: bool = False) -> bool:
    """Return whether what looks like a formula in a text that may have none is one.

    `any_evident` says that an unmistakable one stands near it, `drawn` that its page would draw it as one.
    """
    dollar = text.startswith("$", span.start) and not text.startswith("$$", span.start)
    return span.evident or (drawn and not dollar) or (any_evident and is_letter(span.tex))


def _texts(root: Element) -> Iterator[tuple[Element, bool, str]]:
    """Yield the texts of a page that may hold formulas: their owner, and whether they stand behind it."""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            if element.tail and element is not root:
                yield element, True, element.tail
        elif element.tag in _ALONE:
            walk.skip_subtree()
        elif element.text:
            yield element, False, element.text


def _split(owner: Element, tail: bool, text: str, spans: list[TexSpan]) -> None:
    """Put a formula in the place of each span of a text."""
    made = []
    ends = [*(span.start for span in spans[1:]), len(text)]
    around = owner if not tail else owner.getparent()
    at = owner.get("data-at", "") or (around.get("data-at", "") if around is not None else "")
    for span, end in zip(spans, ends, strict=True):
        marks = {TEX: span.tex, "data-at": at} | ({DISPLAY: "block"} if span.display else {})
        formula = etree.Element("math", {name: value for name, value in marks.items() if value})
        formula.text, formula.tail = text[span.start : span.end], text[span.end : end] or None
        made.append(formula)
    before = text[: spans[0].start] or None
    if tail:
        parent = owner.getparent()
        if parent is None:
            return
        owner.tail, place = before, parent.index(owner) + 1
        for formula in reversed(made):
            parent.insert(place, formula)
    else:
        owner.text = before
        for formula in reversed(made):
            owner.insert(0, formula)
