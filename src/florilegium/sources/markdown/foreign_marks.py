"""Marks in Markdown that are no markup of a text: Jekyll's tags and attributes, Hugo's shortcodes round a
quotation or a notice, and those of reviewers.

A tag of Liquid is text, whatever it looks like to the parser. What it holds is another matter: highlighted
code is code, a comment is a private remark, and what stands raw stands as it is. Attributes show nothing, nor
does the line in whose place a site puts a table of contents. Marks of reviewers, which CriticMarkup has, are
read as Word's tracked changes are: what was added stands, what was struck goes, of what was replaced the new
words stand, a remark goes, and the words that it is about stand as words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from florilegium.sources.markdown.code_stretches import replace_outside
from florilegium.system.patterns import regex

_REMARK: Final = regex(
    r"\{%-?\s*comment\s*-?%\}(.*?)\{%-?\s*endcomment\s*-?%\}|\{::comment\}(.*?)\{:/(?:comment)?\}", re.DOTALL
)
_CODE: Final = regex(
    r"^\{%-?[ \t]*highlight[ \t]+([\w+-]+)[^%\n]*%\}[ \t]*\n(.*?)^\{%-?[ \t]*endhighlight[ \t]*-?%\}[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
_RAW: Final = regex(r"\{%-?\s*((?:end)?raw)\s*-?%\}")
_ATTRIBUTES: Final = regex(r"[ \t]*\{:(?![:/])[ \t]*([^{}\n]*)\}")
_CONTENTS: Final = regex(
    r"^[ \t]*(?:[*+-]|1\.)[ \t]+(.*)\n[ \t]*\{:[ \t]*toc\b[^{}\n]*\}[ \t]*$", re.MULTILINE
)

#: Where a tag begins; the parser would take it for attributes.
_TAG: Final = regex(r"(?<!\\)\{(?=%)")


_MARK: Final = regex(
    r"\{\+\+(?P<added>.*?)\+\+\}|\{--(?P<struck>.*?)--\}|\{~~(?P<old>.*?)~>(?P<new>.*?)~~\}"
    r"|\{==(?P<marked>.*?)==\}|\{>>(?P<remark>.*?)<<\}",
    re.DOTALL,
)


#: Hugo's shortcodes of a quotation, and of a notice, which themes name in many ways.
_QUOTING: Final = frozenset({"quote", "blockquote", "epigraph", "pullquote"})
_NOTING: Final = frozenset(
    {
        "notice",
        "callout",
        "admonition",
        "alert",
        "hint",
        "note",
        "tip",
        "warning",
        "info",
        "caution",
        "important",
    }
)
_CODES: Final = "|".join(sorted(_QUOTING | _NOTING))
_PAIR: Final = regex(
    rf"""^[ \t]*\{{\{{[<%]\s*({_CODES})\b([^{{}}\n]*?)\s*[>%]\}}\}}
    ((?:(?!\{{\{{[<%]\s*/?\s*(?:{_CODES})\b).)*)\{{\{{[<%]\s*/\s*\1\s*[>%]\}}\}}[ \t]*$""",
    re.DOTALL | re.MULTILINE | re.IGNORECASE | re.VERBOSE,
)
_ARGUMENT: Final = regex(r"""(?:([\w-]+)\s*=\s*)?(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^\s"'=]+))""")


def read_shortcodes(text: str, leave: Callable[[re.Match[str], str], str]) -> str:
    """Return a text with Hugo's quotations and notices as quotations; `leave` takes what goes."""
    if not any(sign in text for sign in ("{{<", "{{%")):
        return text
    return replace_outside(_PAIR, lambda found: _quoted(found, leave), text)


def _quoted(found: re.Match[str], leave: Callable[[re.Match[str], str], str]) -> str:
    """Return what a shortcode holds as a quotation on the same lines, with its source or its title."""
    name = found[1].lower()
    said = [
        (one[1] or "", one[2] or one[3] or one[4] or one[5] or "") for one in _ARGUMENT.finditer(found[2])
    ]
    named = {key.lower(): value for key, value in said if key}
    plain = [value for key, value in said if not key]
    if name in _QUOTING:
        shown = [named.get(key, "") for key in ("author", "by", "attribution", "source", "cite", "title")]
        shown = [one for one in (*shown, *plain) if one]
    else:
        kind = named.get("type", "") or next(iter(plain), "") or (name if name != "notice" else "note")
        shown = [named.get("title", "") or next(iter(plain[1:]), "") or kind.capitalize()]
    rest = [word for pair in said for word in pair if word and word not in shown]
    leave(found, " ".join([found[1], *rest, found[1]]))
    lines = found[3].split("\n")
    if name in _QUOTING:
        lines = _signed(lines, ", ".join(shown))
    elif len(lines) == 1 or lines[0].strip():
        lines[0] = f"**{shown[0]}** {lines[0].strip()}"
    else:
        lines[0] = f"**{shown[0]}**" + ("\\" if lines[1].strip() else "")
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _signed(lines: list[str], source: str) -> list[str]:
    """Return the lines of a quotation with its source on the last one."""
    last = max((at for at, line in enumerate(lines) if line.strip()), default=0)
    if not source:
        return lines
    if last < len(lines) - 1:
        lines[last] += "\\"
        return [*lines[: last + 1], f"— {source}", *lines[last + 2 :]]
    return [*lines[:last], f"{lines[last].rstrip()} — {source}"]


def read_liquid(text: str, leave: Callable[[re.Match[str], str], str]) -> str:
    """Return a text with the marks of Jekyll read; `leave` takes what goes, and gives what stands for it."""
    if not any(sign in text for sign in ("{%", "{:")):
        return text
    text = replace_outside(_REMARK, lambda found: leave(found, found[1] or found[2] or ""), text)
    text = replace_outside(_CODE, lambda found: _fenced(found, leave), text)
    text = replace_outside(_RAW, lambda found: leave(found, found[1]), text)
    text = replace_outside(_CONTENTS, lambda found: leave(found, f"{found[1]} toc"), text)
    return replace_outside(_ATTRIBUTES, lambda found: leave(found, found[1]), text)


def as_text(text: str) -> str:
    """Return a text whose tags the parser takes for text, not for attributes."""
    return replace_outside(_TAG, lambda _: "\\{", text) if "{%" in text else text


def _fenced(found: re.Match[str], leave: Callable[[re.Match[str], str], str]) -> str:
    """Return highlighted code between the fences of CommonMark, longer than any in it."""
    longest = max((len(run) for run in re.findall(r"`{3,}", found[2])), default=2)
    fence = "`" * (longest + 1)
    leave(found, f"highlight {found[1]} endhighlight")
    return f"{fence}{found[1]}\n{found[2]}{fence}"


def read_reviews(text: str, leave: Callable[[re.Match[str], str], str]) -> str:
    """Return a text as its reviewers left it; `leave` takes what goes, and gives what stands for it."""
    if not any(sign in text for sign in ("{++", "{--", "{~~", "{==", "{>>")):
        return text
    return replace_outside(_MARK, lambda found: _stands(found, leave), text)


def _stands(found: re.Match[str], leave: Callable[[re.Match[str], str], str]) -> str:
    """Return what stands of a mark."""
    stays = found["added"] or found["new"] or found["marked"] or ""
    goes = found["struck"] or found["old"] or found["remark"] or ""
    lines = leave(found, goes) if goes.strip() else "\n" * found[0].count("\n")
    return stays + lines[stays.count("\n") :]
