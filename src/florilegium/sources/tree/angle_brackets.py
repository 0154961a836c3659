"""What stands between `<` and `>`: a tag, or words that a writer set in angle brackets.

*The ferryman wrote <illegible> and <her> name*: no program knows such elements, and none ends. An unknown
name is a tag only if it has what tags alone have: an attribute with a value, a colon or a hyphen in its name,
or an end tag; and a known name is none before two words or more without a value, as in `<a note in pencil>`,
or before another `<`. The names are those of HTML, of its past, and of SVG and MathML inside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_HTML: Final = """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink
    blockquote body br button canvas caption center cite code col colgroup command data datalist dd del
    details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame frameset
    h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image img input ins isindex kbd keygen label
    legend li link listing main map mark marquee math menu menuitem meta meter multicol nav nobr noembed
    noframes noscript object ol optgroup option output p param picture plaintext portal pre progress q rb
    rbc rp rt rtc ruby s samp script search section select slot small source spacer span strike strong
    style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul
    var video wbr xml xmp call content element layer nextid nolayer server shadow
"""
_DRAWING: Final = """
    animate animatemotion animatetransform circle clippath defs desc ellipse filter foreignobject g
    lineargradient line marker mask metadata mpath path pattern polygon polyline radialgradient rect set stop
    switch symbol text textpath tspan use view feblend fecolormatrix fecomposite feflood fegaussianblur
    femerge femergenode feoffset
"""
_FORMULA: Final = """
    annotation annotation-xml maction menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded
    mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder
    munderover none semantics
"""
KNOWN: Final = frozenset(f"{_HTML} {_DRAWING} {_FORMULA}".split())

_QUOTED: Final = r"""=\s*+(?:"[^"]*+"|'[^']*+')"""

#: What may be a tag, with its slash, its name and the rest; quoted values may hold `<` and `>`.
TAG: Final = re.compile(rf"<(/?+)([A-Za-z][^\s/<>]*+)((?>{_QUOTED}|[^<>])*+)>")

#: A declaration or an instruction, such as `<!ELEMENT …>`, `<![if …]>` and `<?xml …?>`.
DECLARATION: Final = re.compile(r"<[!?][^<>]*+>")

#: What is passed over as it is: comments, sections of XML, scripts and style sheets.
_PASSED: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<(script|style)\b[^<>]*+>.*?(?=</\1)",
    re.DOTALL | re.IGNORECASE,
)

_FLAGS: Final = "allowfullscreen|itemscope|controls|nowrap|noshade|disabled|required|async|defer|hidden"
_SENTENCE: Final = re.compile(rf"(?:\s+(?!(?:{_FLAGS})\b)[^\W\d_]+[,;]?){{2,}}")
_NAME: Final = re.compile(r"<(/?)([A-Za-z][^\s<>/]*)")
_VALUE: Final = re.compile(r"""[\w-]\s*=\s*["'\w]""")


@dataclass(frozen=True)
class TagNames:
    """The unknown names after `<` and after `</` in a text: a pair of them makes an element."""

    begun: frozenset[str]
    ended: frozenset[str]

    @classmethod
    def of(cls, text: str) -> TagNames:
        """Gather the names of a text."""
        found = set(_NAME.findall(text.lower()))
        begun = frozenset(name for slash, name in found if not slash)
        return cls(begun, frozenset(name for slash, name in found if slash))

    def has(self, found: re.Match[str]) -> bool:
        """Return whether a match of `TAG` is a tag, and no words in angle brackets."""
        slash, name, rest = found[1], found[2].lower(), found[3]
        if name in KNOWN:
            return slash == "/" or _SENTENCE.fullmatch(rest) is None
        if ":" in name or "-" in name:
            return True
        if slash:
            return name in self.begun
        return name in self.ended or rest.endswith("/") or _VALUE.search(rest) is not None


def escape_words(text: str) -> str:
    """Return a text of HTML in which a `<` that begins no tag, comment or declaration is an entity."""
    names = TagNames.of(text)
    parts: list[str] = []
    place = end = 0
    while (place := text.find("<", place)) >= 0:
        found = _markup_at(text, place, names)
        if found is None:
            parts += [text[end:place], "&lt;"]
            end = place + 1
        place = found.end() if found else place + 1
    return "".join([*parts, text[end:]]) if parts else text


def _markup_at(text: str, place: int, names: TagNames) -> re.Match[str] | None:
    """The tag, comment or declaration that begins at a place of a text."""
    found = TAG.match(text, place)
    if found is not None and names.has(found):
        return _PASSED.match(text, place) or found if found[2].lower() in {"script", "style"} else found
    return _PASSED.match(text, place) or DECLARATION.match(text, place)
