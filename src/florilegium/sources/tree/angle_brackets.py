"""What stands between `<` and `>`: a tag, or words that a writer set in angle brackets.

*The ferryman wrote <illegible>, <her> name and <a word>*: no element is meant. A known name, one of HTML, of
its past, or of SVG and MathML inside it, is a tag unless loose words stand behind it (`<b and b>`), which no
attribute is. An unknown one is a tag only if it has what tags alone have: a quoted value, or an end tag of
its own. Where an end tag would else lack its beginning, a name with loose words is that beginning; the ledger
then has the words (`broken_tags`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from florilegium.sources.account.source_letters import Places
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

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
KNOWN: Final = frozenset(_HTML.split())
_DRAWN: Final = frozenset(_DRAWING.split())
_FORMAL: Final = frozenset(_FORMULA.split())

_CONCEALING: Final = """
    applet audio button canvas datalist dialog frameset iframe map meter noembed noframes noscript object
    progress select svg template textarea title video
"""
_ORDINARY: Final = """
    a address article aside caption center cite code command content data details element figure footer form
    frame header image label layer legend main map mark menu output picture search section server shadow slot
    small spacer strike style summary time
"""
#: Elements whose content is no text of a page: one that never ends would take all that follows with it.
_HIDING: Final = frozenset(_CONCEALING.split())

#: Elements that are ordinary words too; in Markdown one that stands bare and never ends is the word.
_WORDS: Final = _HIDING | frozenset(_ORDINARY.split())

_FORM: Final = frozenset({"input", "select", "textarea"})
#: Attributes that stand without a value, and the elements that have them; none for all.
_FLAGS: Final[dict[str, frozenset[str]]] = {
    **dict.fromkeys(("class", "id", "hidden", "itemscope", "inert", "contenteditable"), frozenset()),
    **dict.fromkeys(("autofocus", "draggable", "spellcheck", "translate"), frozenset()),
    **dict.fromkeys(
        ("checked", "multiple", "required", "readonly"), frozenset({"input", "select", "textarea"})
    ),
    "disabled": frozenset(
        {"button", "fieldset", "input", "link", "optgroup", "option", "select", "textarea"}
    ),
    "selected": frozenset({"option"}),
    **dict.fromkeys(("async", "defer", "nomodule", "src"), frozenset({"script"})),
    **dict.fromkeys(("controls", "loop", "muted", "autoplay"), frozenset({"audio", "video"})),
    "playsinline": frozenset({"video"}),
    "default": frozenset({"track"}),
    "open": frozenset({"details", "dialog"}),
    **dict.fromkeys(("reversed", "compact"), frozenset({"dir", "dl", "menu", "ol", "ul"})),
    "nowrap": frozenset({"td", "th", "tr"}),
    "noshade": frozenset({"hr"}),
    "ismap": frozenset({"img"}),
    "alt": frozenset({"area", "img", "input"}),
    "noresize": frozenset({"frame"}),
    "border": frozenset({"img", "table"}),
    "download": frozenset({"a", "area"}),
    "allowfullscreen": frozenset({"iframe"}),
    **dict.fromkeys(("novalidate", "formnovalidate"), frozenset({"button", "form", "input"})),
    "crossorigin": frozenset({"audio", "img", "link", "script", "video"}),
    "value": frozenset({"input", "option"}),
}

#: Names of attributes that programs add to those of HTML.
_ADDED: Final = regex(r"(?:data|aria|ng|hx|amp|uk|xml|epub|on|v|x)[-:]|[:@#*\[(_$]")

_QUOTED: Final = r"""=\s*+(?:"[^"]*+"|'[^']*+')"""

#: What may be a tag, with its slash, its name and the rest; quoted values may hold `<` and `>`.
TAG: Final = regex(rf"<(/?+)([A-Za-z][^\s/<>]*+)((?>{_QUOTED}|[^<>])*+)>")

#: A declaration or an instruction, such as `<!DOCTYPE …>`, `<![if …]>` and `<?xml …?>`.
DECLARATION: Final = regex(
    r"<!(?=DOCTYPE|ELEMENT|ENTITY|ATTLIST|NOTATION|\[)[^<>]*+>|<\?(?:xml|php|=)[^<>]*+>|<\?[\w:-]+\s[^<>]*+\?>",
    re.IGNORECASE,
)

#: A quoted value of a declaration. One in which an element ends has swallowed a part of the page.
_DECLARED: Final = r"""(?:"(?:[^"<]|<(?!/)){0,4000}+"|'(?:[^'<]|<(?!/)){0,4000}+')"""

#: The declaration of a page's type, with declarations of its own in brackets if it has them (XML 1.0, §2.8:
#: each has a name). In a page of HTML, where none can stand, it ends at its first `>`, and the rest shows.
_PAGE_TYPE: Final = regex(
    rf"""<!DOCTYPE\b(?:\s++[A-Za-z_:][^>\[]*+
    \[(?:\s|%[\w.-]{{1,99}};|<!--[^>]*+>|<\?[^>]*+>
        |<!(?:ELEMENT|ENTITY|ATTLIST|NOTATION)\s++(?:%\s++)?+[A-Za-z_:](?:{_DECLARED}|[^"'>])*+>)*+\]\s*+>
    |[^>]*+>)""",
    re.IGNORECASE | re.VERBOSE,
)

_TYPE_BEGINS: Final = regex(r"<!DOCTYPE\b", re.IGNORECASE)

#: What is passed over as it is: comments and sections of XML; scripts and style sheets, if they end.
_PASSED: Final = regex(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL | re.IGNORECASE)
_PASSED_WITH_END: Final = {
    name: regex(rf"<{name}\b[^<>]*+>.*?(?=</{name})", re.DOTALL | re.IGNORECASE)
    for name in ("script", "style")
}
_ITS_END: Final = regex("</(script|style)", re.IGNORECASE)

#: The name of an element, known or not.
_ELEMENT: Final = regex(r"[a-z](?:[\w.:-]*\w)?\Z")

_NAME: Final = rf"<(?P<slash>/?)(?P<name>[A-Za-z][^\s<>/]*+)(?P<rest>(?>{_QUOTED}|[^<>])*+)(?P<end>>?)"

#: Names and what is passed over, by which of the passed have an end ahead. One that has none is looked for to
#: the end of a text; that must not be done for each of thousands.
_NAMES: Final[dict[tuple[str, ...], re.Pattern[str]]] = {
    ended: regex(
        "|".join([_PASSED.pattern, *(_PASSED_WITH_END[name].pattern for name in ended), _NAME]),
        re.DOTALL | re.IGNORECASE,
    )
    for ended in ((), ("script",), ("style",), ("script", "style"))
}
_ATTRIBUTE: Final = regex(r"""[^\s"'<>/=]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+)|([^\s/=]+)""")
#: A value with markup in it, behind which an attribute goes on without a space: `"…</b> <a href="note">`.
_SWALLOWED: Final = regex(r"""(?<==)\s*(?:"[^"]*<[^"]*"|'[^']*<[^']*')(?=[^\s/>])""")
_MARKUP: Final = regex(r"""<[^<>]*>?|["']""")
_QUOTED_VALUE: Final = regex(r"""[\w-]\s*=\s*["']""")
_VALUE: Final = regex(r"""[\w-]\s*=\s*["']|[\w:-]{2,}\s*=\s*[\w#/.+-]""")

#: Nothing but attributes with quoted values, as nearly all tags are.
_SOUND: Final = regex(r"""(?>\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*+[\s/]*+\Z""")
#: A name with a value that nothing closes, behind attributes whose values are closed.
_LAST_OPEN: Final = regex(rf"""((?>{_QUOTED}|[^"'])*?)[\w:.-]+\s*=\s*["'][^"']*\Z""")
#: What begins a tag that never ends: a name with a value in quotation marks, or before its own end tag.
_BROKEN: Final = regex(
    r"""<([A-Za-z][A-Za-z0-9]*)\s++(?:[\w:.-]++\s*+=\s*+["']|[^<>]{0,200}+</\1\s*>)""", re.IGNORECASE
)
#: An attribute as nearly all are written, with no sign of markup in its value.
_PLAIN_ATTRIBUTE: Final = r"""\s++[\w:.-]++=(?:"[^"<>]*+"|'[^'<>]*+')"""

#: A page that has, beside text, nothing but such tags, comments of words, and scripts and style sheets with
#: an end.
_PLAIN_PAGE: Final = regex(
    rf"""\s*+(?:<\?xml[^<>]*+>\s*+)?+(?:<!DOCTYPE[^<>\[]*+>)?+[^<]*+
    (?:<(?:/[A-Za-z][A-Za-z0-9]*+\s*+>
        |title\s*+>[^<]*+</title\s*+>
        |(?!script|style|title)[A-Za-z][A-Za-z0-9]*+(?:{_PLAIN_ATTRIBUTE})*+\s*+/?+>
        |script(?:{_PLAIN_ATTRIBUTE})*+\s*+>(?:[^<]|<(?!/script|!--))*+</script\s*+>
        |style(?:{_PLAIN_ATTRIBUTE})*+\s*+>(?:[^<]|<(?!/style|!--))*+</style\s*+>
        |!--(?:[^<>-]|-(?!-))*+-->
    )[^<]*+)*+\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_PLAIN_NAME: Final = regex(r"</?([A-Za-z][A-Za-z0-9]*+)")
#: What hides its content, without attributes, is a tag only where it ends; so does the title of a plain page.
_BARE: Final = regex(rf"<(?:{'|'.join(sorted(_HIDING - {'title'}))})\s*>", re.IGNORECASE)

#: Letters of a broken tag that a message may show.
_WRITTEN: Final = 60
_CUT_END: Final = regex(r"</([A-Za-z]*)\s*\Z")
_ENDS: Final = regex(r"[\s/]*\Z")


@dataclass(frozen=True)
class BrokenTag:
    """A tag with `words` in it that are no attribute, or whose last value was `cut` to end with the tag.

    One with neither never ends, and stands in the text. `at` is where it begins, as `LINE:COLUMN`, and
    `written` how.
    """

    at: str
    written: str
    words: str
    cut: bool = False


@lru_cache(maxsize=1)  # a page's parser, its broken tags and its account each ask of the same letters
def is_plain(text: str) -> bool:
    """Return whether all in a page that begins with `<` is for certain what it seems: sound tags of HTML.

    Then nothing need be decided tag by tag; one pattern sees it in a twentieth of the time.
    """
    if not _PLAIN_PAGE.match(text) or _BARE.search(text):
        return False
    return KNOWN.issuperset(map(str.lower, set(_PLAIN_NAME.findall(text))))


def type_of_page(text: str) -> re.Match[str] | None:
    """Return where a page declares its type: the first place, if it is a whole declaration."""
    first = _TYPE_BEGINS.search(text)
    return _PAGE_TYPE.match(text, first.start()) if first else None


def loose_words(name: str, rest: str) -> list[str]:
    """Return the words behind a tag's name that are neither an attribute nor its value.

    A value that a quotation mark of another tag ends has swallowed what stands between the two: none of its
    words are a value. One that nothing closes ends with its tag, and is a value.
    """
    if not rest or _SOUND.match(rest):
        return []
    if open_ := _LAST_OPEN.match(rest):
        rest = open_[1]
    bare = (found[1] for found in _ATTRIBUTE.finditer(rest) if found[1])
    swallowed = (word for found in _SWALLOWED.finditer(rest) for word in _MARKUP.sub(" ", found[0]).split())
    return [*(word for word in bare if not _is_flag(word.lower(), name)), *swallowed]


def _has_open_value(rest: str) -> bool:
    """Return whether the last value behind a tag's name begins with a quotation mark that nothing closes."""
    return bool(rest) and not _SOUND.match(rest) and _LAST_OPEN.match(rest) is not None


def _is_sure(name: str, rest: str) -> bool:
    """Return whether what stands behind a name are attributes alone, or one of them has a value."""
    return not rest or _VALUE.search(rest) is not None or not loose_words(name, rest)


def _is_flag(word: str, name: str) -> bool:
    """Return whether a word is an attribute without a value."""
    owners = _FLAGS.get(word)
    if owners is not None:
        return not owners or name in owners
    return _ADDED.match(word) is not None or not any(map(str.isalnum, word))


#: Where a tag stands in a page, or how it is written in Markdown, which parsers see piece by piece.
_Key = int | str


class _Open:
    """The tags of one name that are open at a place: the sure ones, and those with loose words."""

    def __init__(self) -> None:
        self._sure: list[_Key] = []
        self._loose: list[_Key] = []

    def begin(self, key: _Key, *, sure: bool) -> None:
        """Open a tag."""
        (self._sure if sure else self._loose).append(key)

    def end(self) -> _Key | None:
        """Return the tag that an end tag ends: the last for sure, else the last with loose words."""
        opened = self._sure or self._loose
        return opened.pop() if opened else None


@dataclass(frozen=True)
class TagNames:
    """The names after `<` and after `</` in a text, and which beginnings have an end of their own.

    `paired` are the places of those beginnings, in Markdown their letters. `is_page`: the text is a page, of
    which a browser decides what is a tag.
    """

    begun: frozenset[str]
    ended: frozenset[str]
    paired: frozenset[_Key] = frozenset()
    is_page: bool = False

    @classmethod
    def of(cls, text: str, *, is_page: bool = False) -> TagNames:
        """Gather the names of a text; the offsets of a page's tags are those in this text."""
        ended: set[str] = set()
        paired: set[_Key] = set()
        opened: dict[str, _Open] = {}
        for found in _names_in(text):
            name = found["name"].lower()
            if found["slash"]:
                ended.add(name)
                key = opened[name].end() if name in opened else None
                if key is not None:
                    paired.add(key)
                continue
            begun = opened.setdefault(name, _Open())
            if found["end"] and not found["rest"].endswith("/"):
                begun.begin(
                    found.start() if is_page else found[0].lower(), sure=_is_sure(name, found["rest"])
                )
        return cls(frozenset(opened), frozenset(ended), frozenset(paired), is_page)

    def has(self, found: re.Match[str]) -> bool:
        """Return whether a match of `TAG` is a tag, and no words in angle brackets."""
        slash, name, rest = found[1], found[2].lower(), found[3]
        if name not in KNOWN and not _ELEMENT.match(name):
            return False
        sure = _is_sure(name, rest)
        if slash:
            return sure and (self._knows(name) or name in self.begun)
        paired = (found.start() if self.is_page else found[0].lower()) in self.paired
        if not sure:
            return paired
        if self._knows(name):
            bare = name in (_HIDING if self.is_page else _WORDS) and _ENDS.match(rest) is not None
            return not bare or paired or rest.endswith("/")
        closed = rest.endswith("/") and (self.is_page or ":" in name or "-" in name)
        return closed or paired or _QUOTED_VALUE.search(rest) is not None

    def _knows(self, name: str) -> bool:
        """Return whether a name is an element's; those of drawings and formulas are only where one stands."""
        return (
            name in KNOWN
            or (name in _DRAWN and "svg" in self.begun)
            or (name in _FORMAL and "math" in self.begun)
        )


def _names_in(text: str) -> Iterator[re.Match[str]]:
    """Yield what may be a tag, but in comments, scripts and the like."""
    place, ends = 0, _last_ends(text)
    while True:
        ended = tuple(name for name, last in ends.items() if last > place)
        found = _NAMES[ended].search(text, place)
        if found is None:
            return
        if found["name"] is not None:
            yield found
        place = found.end()


def _last_ends(text: str) -> dict[str, int]:
    """Return where the last end of a script and of a style sheet stand, or −1."""
    found = {one[1].lower(): one.start() for one in _ITS_END.finditer(text)}
    return {name: found.get(name, -1) for name in _PASSED_WITH_END}


def escape_words(text: str, names: TagNames) -> str:
    """Return a text of HTML in which a `<` that begins no tag, comment or declaration is an entity.

    A value that nothing closes ends with its tag: a parser would read on to the end of the text for its end.
    """
    parts: list[str] = []
    place = end = 0
    ends, last = _last_ends(text), {quote: text.rfind(quote) for quote in "\"'"}
    while (place := text.find("<", place)) >= 0:
        found = _markup_at(text, place, names, ends)
        if found is None:
            parts += [text[end:place], "&lt;"]
            end = place + 1
        elif quote := next((one for one, at in last.items() if place < at < found.end()), ""):
            parts += [text[end : found.end() - 1], quote if _is_open(found[0], quote) else ""]
            end = found.end() - 1
        place = found.end() if found else place + 1
    return "".join([*parts, text[end:]]) if parts else text


def _is_open(tag: str, quote: str) -> bool:
    """Return whether the last value of a tag begins with a quotation mark that nothing in it closes."""
    whole = TAG.fullmatch(tag)
    if whole is None or _SOUND.match(whole[3]):
        return False
    rest = re.sub(_QUOTED, "=", whole[3])
    return re.search(rf"=\s*{quote}[^{quote}]*\Z", rest) is not None


def without_cut_end(text: str) -> str:
    """Return a page without an end tag that is cut off at its very end, as of a download (`</arti`)."""
    found = _CUT_END.search(text, max(text.rfind("</"), 0))
    if found is None:
        return text
    begun = TagNames.of(text, is_page=True).begun
    known = not found[1] or any(name.startswith(found[1].lower()) for name in begun)
    return text[: found.start()] if known else text


def has_broken_tags(text: str) -> bool:
    """Return whether anything in a text that may be a tag, even in a comment or a script, is broken."""
    for one in re.finditer("<", text):
        tag = TAG.match(text, one.start())
        if tag is None and _BROKEN.match(text, one.start()):
            return True
        if tag is not None and (loose_words(tag[2].lower(), tag[3]) or _has_open_value(tag[3])):
            return True
    return False


def broken_tags(text: str, names: TagNames, first_line: int = 1) -> list[BrokenTag]:
    """Return the tags of a text that have words in them, and those that never end and so stand in it."""
    found: list[BrokenTag] = []
    place, places = 0, Places(text, first_line)
    ends = _last_ends(text)
    while (place := text.find("<", place)) >= 0:
        markup = _markup_at(text, place, names, ends)
        tag = TAG.match(text, place) if markup is not None else None
        words = loose_words(tag[2].lower(), tag[3]) if tag is not None else []
        cut = tag is not None and _has_open_value(tag[3])
        if words or cut or (markup is None and _is_broken(text, place)):
            end = text.find("<", place + 1, place + _WRITTEN)
            written = " ".join(text[place : end if end > 0 else place + _WRITTEN].split())
            found.append(BrokenTag(places.of(place), written, " ".join(words), cut))
        place = markup.end() if markup else place + 1
    return found


def _is_broken(text: str, place: int) -> bool:
    """Return whether a `<` that begins no tag was meant to begin one of HTML."""
    found = _BROKEN.match(text, place)
    return found is not None and found[1].lower() in KNOWN


def _markup_at(text: str, place: int, names: TagNames, ends: Mapping[str, int]) -> re.Match[str] | None:
    """Return the tag, comment or declaration at a place of a text; `ends` are its `_last_ends`."""
    after = text[place + 1 : place + 2]
    for name, pattern in _PASSED_WITH_END.items() if after in {"s", "S"} else ():
        if text[place + 1 : place + 1 + len(name)].lower() == name and ends[name] > place:
            whole = pattern.match(text, place)
            if whole is not None:
                return whole
    if after not in {"!", "?"}:
        found = TAG.match(text, place)
        return found if found is not None and names.has(found) else None
    return _PASSED.match(text, place) or DECLARATION.match(text, place)
