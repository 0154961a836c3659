"""Words between `<` and `>` that look like elements and are none: `<illegible>`, `<Amos Tull>`.

A name that no HTML, SVG or MathML has, and that the file never closes, is the author's own writing: text.
"""

from __future__ import annotations

import re
from typing import Final

_HTML: Final = """
a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote
body br button call canvas caption center cite code col colgroup command content data datalist dd del
details dfn dialog dir div dl dt element em embed fieldset figcaption figure font footer form frame frameset
h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image img input ins isindex kbd keygen label layer
legend li link listing main map mark marquee menu menuitem meta meter multicol nav nextid nobr noembed
noframes nolayer noscript object ol optgroup option output p param picture plaintext portal pre progress q
rb rbc rp rt rtc ruby s samp script search section select server shadow slot small source spacer span strike
strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul
var video wbr xmp xml
"""
_OTHERS: Final = """
animate circle clippath defs desc ellipse filter g image line lineargradient marker mask metadata path
pattern polygon polyline radialgradient rect stop symbol text textpath tspan use view foreignobject
annotation maction math menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom
mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none
semantics
"""
_KNOWN: Final = frozenset((_HTML + _OTHERS).split())

#: A start tag, without comments, declarations and end tags.
_START: Final = re.compile(r"<([A-Za-z][^\s<>/\"'=]{0,60})(\s[^<>]{0,200})?>")
_END: Final = re.compile(r"</([A-Za-z][^\s<>/]{0,60})")


def stray_names(text: str) -> frozenset[str]:
    """The names, lower case, of what stands between angle brackets in a text and is no element."""
    found = {
        match[1].lower()
        for match in _START.finditer(text)
        if not (match[2] or "").rstrip().endswith("/") and ":" not in match[1]
    }
    found -= _KNOWN
    return frozenset(found - {match[1].lower() for match in _END.finditer(text)}) if found else frozenset()


def is_stray(tag: str, strays: frozenset[str]) -> bool:
    """Whether a tag, with its brackets, is of such a name."""
    found = _START.match(tag)
    return found is not None and found[1].lower() in strays


def escape_strays(text: str) -> str:
    """A page whose stray names are text for a parser of HTML."""
    strays = stray_names(text)
    if not strays:
        return text
    return _START.sub(
        lambda found: f"&lt;{found[0][1:-1]}&gt;" if found[1].lower() in strays else found[0], text
    )
