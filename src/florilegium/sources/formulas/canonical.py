"""From TeX, or from anyone's MathML, to the one form of a formula that a book has.

MathML is rewritten in the elements and attributes of MathML Core that a book needs: what links, colours or
runs is dropped, what is deprecated (`mfenced`) is spelt out, what has too few parts is no formula. TeX is
read by latex2mathml, which passes over what it does not know; so what it gives is held against the letters
of the TeX.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.formula import Formula
from florilegium.sources.formulas.chemistry import as_tex
from florilegium.sources.formulas.spoken import spoken
from florilegium.sources.manuscript import Reading
from florilegium.sources.parts import content_of
from florilegium.system.patterns import regex

#: No formula nests deeper, or has more parts or letters; what has is data or an attack.
_DEEPEST, _PARTS, _LETTERS = 40, 3000, 8000

#: Attributes of MathML's own elements named `data-…` by which our readers tell a formula's source.
TEX, MATHML, SOURCE, DISPLAY = "data-tex", "data-mathml", "data-was", "data-display"

#: Elements → how many parts they must have; None for any number.
_ELEMENTS: Final[dict[str, int | None]] = {
    **dict.fromkeys(("mi", "mn", "mo", "mtext", "ms", "mspace", "mprescripts", "none"), 0),
    **dict.fromkeys(
        ("mrow", "msqrt", "mtable", "mtr", "mtd", "mphantom", "mpadded", "menclose", "mstyle"), None
    ),
    **dict.fromkeys(("mfrac", "msub", "msup", "munder", "mover", "mroot"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
    "mmultiscripts": None,
}
_TOKENS: Final = frozenset({"mi", "mn", "mo", "mtext", "ms"})
_ROWS: Final = frozenset({"math", "mrow", "merror", "maction", "mstyle"})

_KEPT: Final = frozenset(
    {
        *("mathvariant", "stretchy", "fence", "form", "separator", "accent", "accentunder", "linethickness"),
        *("columnalign", "rowspacing", "columnspacing", "columnlines", "rowlines", "displaystyle", "dir"),
        *("scriptlevel", "width", "height", "depth", "lspace", "rspace", "notation", "movablelimits"),
        *("largeop", "minsize", "maxsize", "symmetric", "rowspan", "columnspan"),
    }
)
_VALUE: Final = regex(r"[\w\s.%+-]{1,60}\Z", re.ASCII)


class UnreadableFormulaError(Exception):
    """A formula that cannot be read; the message says why, in an editor's words."""


def report_unread(reading: Reading, at: str, shown: str, reason: str) -> None:
    """Report a formula that stands as it was written.

    Reports:
        S045: as said.
    """
    message = f"the formula “{shown[:40]}” cannot be read: {reason}"
    hint = "It stands as it was written, in the face of code. Mend its TeX, or put a picture in its place."
    reading.problem("S045", at, message, hint)


#: Words as one says them, and one that is no name of a variable.
_SPOKEN: Final = regex(r"[^\W_](?:[\w\s,.;:’'-](?<!_))*")
_WORD: Final = regex(r"[^\W\d_]{3,}")


def formula_of(element: Element, language: str) -> Formula:
    """Return the formula of a reader's `math`: by its MathML, or by the TeX that it names.

    Raises:
        UnreadableFormulaError: it is neither.
    """
    tex, display = element.get(TEX), _is_display(element)
    if tex is not None:
        return from_tex(tex, language, display)
    told = element.get(MATHML)
    if told is not None:
        element = etree.fromstring(told)
    tex = _annotation(element)
    if not content_of(element).strip():
        return from_tex(tex or element.get("alttext", ""), language, display)
    return from_mathml(element, language, tex, display or _is_display(element))


def _is_display(element: Element) -> bool:
    return element.get(DISPLAY, element.get("display", element.get("mode", ""))) in {"block", "display"}


def _annotation(element: Element) -> str:
    """Return the TeX that a formula brings along: in an annotation, or as its alternative text."""
    for note in element.iter("annotation"):
        if "tex" in (note.get("encoding") or "").lower():
            return " ".join(content_of(note).split())
    said = element.get("alttext") or ""
    return said if re.search(r"\\[A-Za-z]+|[_^]", said) else ""


def from_mathml(element: Element, language: str, tex: str = "", display: bool = False) -> Formula:
    """Return the formula of a tree of MathML, whose names have no namespace.

    Raises:
        UnreadableFormulaError: its parts do not fit together, or are too many.
    """
    root = _canonical(element)
    if not _letters_of(root):
        raise UnreadableFormulaError("there is no letter in it")
    said = _own_words(element) or spoken(root, language)
    return Formula(etree.tostring(root, encoding="unicode"), said, tex, display)


def _own_words(element: Element) -> str:
    """Return what a formula's author has those hear who cannot see it; programs write TeX or signs there."""
    said = " ".join((element.get("alttext") or "").split())
    return said if _SPOKEN.fullmatch(said) and len(_WORD.findall(said)) > 1 else ""


# ---- MathML


def _canonical(element: Element) -> Element:
    """Return a tree in the book's form."""
    # One pass over the events: a tree of a hostile depth is never walked by recursion.
    depth = parts = 0
    for event, _one in etree.iterwalk(element, events=("start", "end")):
        depth += 1 if event == "start" else -1
        parts += event == "start"
        if depth > _DEEPEST or parts > _PARTS:
            raise UnreadableFormulaError("it nests deeper, or has more parts, than any formula")
    root = etree.Element("math")
    _extend(root, element)
    return root


def _extend(parent: Element, element: Element) -> None:
    """Add what stands in an element of anyone's MathML to one of ours."""
    for child in element.iterchildren(etree.Element):
        _add(parent, child)


def _add(parent: Element, element: Element) -> None:
    name = str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()
    if name in {"annotation", "annotation-xml"}:
        return
    if name == "semantics":
        first = next(element.iterchildren(etree.Element), None)
        if first is not None:
            _add(parent, first)
    elif name == "mfenced":
        _fenced(parent, element)
    elif name == "mlabeledtr":
        _labelled(parent, element)
    elif name in _TOKENS:
        _token(parent, element, name)
    elif name in _ELEMENTS:
        made = etree.SubElement(parent, name, _attributes(element))
        _extend(made, element)
        _check(made)
    else:
        _other(parent, element, name)


def _other(parent: Element, element: Element, name: str) -> None:
    """Add what is no element of ours: a row of several things, or text that stands loose."""
    if name in _ROWS or len(element):
        _extend(etree.SubElement(parent, "mrow"), element)
    elif content_of(element).strip():
        etree.SubElement(parent, "mtext").text = _flat(element)


def _attributes(element: Element) -> dict[str, str]:
    return {
        str(name): str(value)
        for name, value in sorted(element.attrib.items())
        if name in _KEPT and _VALUE.match(str(value))
    }


def _token(parent: Element, element: Element, name: str) -> None:
    made = etree.SubElement(parent, name, _attributes(element))
    made.text = _flat(element)
    if name == "mtext" and content_of(element)[-1:].isspace():
        made.text += "\N{NO-BREAK SPACE}"


def _flat(element: Element) -> str:
    text = content_of(element)
    return " ".join(text.split(" ")) if text.strip(" ") != text else text.strip("\t\r\n ")


def _check(element: Element) -> None:
    wanted = _ELEMENTS[str(element.tag)]
    if wanted and len(element) != wanted:
        raise UnreadableFormulaError(f"a part of it ({element.tag!s}) has {len(element)} parts, not {wanted}")
    if element.tag == "mmultiscripts" and not len(element):
        raise UnreadableFormulaError("a part of it stands before or behind nothing")


def _fenced(parent: Element, element: Element) -> None:
    """Add a row with its fences as operators (MathML 3, 3.3.8)."""
    row = etree.SubElement(parent, "mrow")
    signs = "".join((element.get("separators") or ",").split()) if "separators" in element.attrib else ","
    etree.SubElement(row, "mo", {"form": "prefix", "fence": "true"}).text = element.get("open", "(")
    for place, child in enumerate(element.iterchildren(etree.Element)):
        if place and signs:
            etree.SubElement(row, "mo", {"separator": "true"}).text = signs[min(place, len(signs)) - 1]
        _add(row, child)
    etree.SubElement(row, "mo", {"form": "postfix", "fence": "true"}).text = element.get("close", ")")


def _labelled(parent: Element, element: Element) -> None:
    """Add a row of a table with its label, which MathML puts first, behind the rest."""
    label, *cells = element.iterchildren(etree.Element)
    row = etree.SubElement(parent, "mtr")
    for cell in (*cells, label):
        _add(row, cell)


# ---- TeX

_WRAPPED: Final = regex(
    r"\s*\\begin\{(equation|displaymath|math|multline)(\*?)\}(.*)\\end\{\1\2\}\s*\Z", re.DOTALL
)
_NUMBERED: Final = regex(r"\\(begin|end)\{(align|gather|eqnarray|alignat|flalign)\}")
#: Environments within a display that latex2mathml has by another name.
_INNER: Final = regex(
    r"\\(begin|end)\{(aligned|alignedat|gathered|multlined)\}(?:\[[tbc]\])?(?:(?<=alignedat\})\{\d+\})?"
)
_INNER_NAMES: Final = {
    **dict.fromkeys(("aligned", "alignedat"), "align*"),
    **dict.fromkeys(("gathered", "multlined"), "gather*"),
}
_SILENT: Final = regex(r"\\(?:label|ref)\{[^{}]*\}|\\(?:nonumber|notag|displaystyle|limits)(?![A-Za-z])")
_TAG: Final = regex(r"\\tag(\*?)\{([^{}]*)\}")
_NEGATED: Final = regex(r"\\not\s*(=|\\(?:in|equiv|subset|exists)(?![A-Za-z]))")
_NEGATIONS: Final = {"=": r"\neq ", r"\in": r"\notin ", r"\equiv": "≢", r"\subset": "⊄", r"\exists": "∄"}
#: What has letters in TeX and none on the page.
_UNPRINTED: Final = regex(
    r"\\(?:begin|end)\{[^{}]*\}(?:\{[^{}]*\}|\[[^\[\]]*\])?|\\[hvm]?(?:space|skip|kern)\*?\s*\{?-?[\d.]*\s*[a-z]{2}\}?"
    r"|\\\\\[[^\[\]]*\]|\\(?:text)?color\{[^{}]*\}|\\rule\{[^{}]*\}\{[^{}]*\}|\\[A-Za-z]+\*?"
)
_LONE_UPRIGHT: Final = regex(r"<mi>(&#x000[0-9A-F]{2};)</mi>")


def from_tex(tex: str, language: str, display: bool = False) -> Formula:
    """Return the formula that a piece of TeX means.

    Raises:
        UnreadableFormulaError: a command is not known, brackets do not match, or it is too long.
    """
    from latex2mathml.converter import convert

    source = _prepared(tex)
    _check_braces(source)
    try:
        made = convert(source, display="block" if display else "inline")
        root = etree.fromstring(_LONE_UPRIGHT.sub(r'<mi mathvariant="normal">\1</mi>', made))
    except RecursionError as error:
        raise UnreadableFormulaError("it nests deeper than any formula") from error
    except Exception as error:
        said = str(error) or type(error).__name__.removesuffix("Error")
        raise UnreadableFormulaError(f"its TeX is not understood ({said[:60]})") from error
    _check_commands(root)
    formula = from_mathml(root, language, tex, display)
    _check_letters(source, formula)
    return formula


def _prepared(tex: str) -> str:
    """Return TeX as latex2mathml wants it: without labels and without numbers that nobody wrote."""
    if len(tex) > _LETTERS:
        raise UnreadableFormulaError(f"it has more than {_LETTERS} letters")
    wrapped = _WRAPPED.match(tex)
    tex = as_tex(wrapped[3] if wrapped else tex)
    tex = _INNER.sub(lambda found: rf"\{found[1]}{{{_INNER_NAMES[found[2]]}}}", tex)
    tex = _SILENT.sub(" ", _NUMBERED.sub(r"\\\1{\2*}", tex))
    tex = _NEGATED.sub(lambda found: _NEGATIONS[found[1]], tex)
    return _TAG.sub(lambda tag: rf"\qquad\text{{{tag[2] if tag[1] else f'({tag[2]})'}}}", tex).strip()


def _check_braces(tex: str) -> None:
    depth = deepest = 0
    for brace in re.findall(r"\\.|[{}]", tex, re.DOTALL):
        depth += (brace == "{") - (brace == "}")
        deepest = max(deepest, depth)
        if depth < 0 or deepest > _DEEPEST:
            break
    if deepest > _DEEPEST:
        raise UnreadableFormulaError("it nests deeper than any formula")
    if depth:
        raise UnreadableFormulaError("its braces do not match")


def _check_commands(root: Element) -> None:
    text = "".join(str(one) for one in root.itertext())
    unknown = re.search(r"\\[A-Za-z]*", text)
    if unknown:
        raise UnreadableFormulaError(f"it has the command {unknown[0]}, which is not known")


def _check_letters(tex: str, formula: Formula) -> None:
    """Hold a formula against the letters of its TeX, none of which may be lost."""
    lost = Counter(_plain(_UNPRINTED.sub(" ", tex))) - Counter(_plain(_letters_of(formula.root)))
    if lost:
        raise UnreadableFormulaError(f"“{''.join(sorted(lost))[:20]}” of it would be lost")


def _letters_of(root: Element) -> str:
    return "".join("".join(str(one) for one in root.itertext()).split())


def _plain(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isalnum())
