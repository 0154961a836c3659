"""Marks in Markdown that are no markup of a text: Jekyll's tags and attributes, and those of reviewers.

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

_REMARK: Final = re.compile(
    r"\{%-?\s*comment\s*-?%\}(.*?)\{%-?\s*endcomment\s*-?%\}|\{::comment\}(.*?)\{:/(?:comment)?\}", re.DOTALL
)
_CODE: Final = re.compile(
    r"^\{%-?[ \t]*highlight[ \t]+([\w+-]+)[^%\n]*%\}[ \t]*\n(.*?)^\{%-?[ \t]*endhighlight[ \t]*-?%\}[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
_RAW: Final = re.compile(r"\{%-?\s*((?:end)?raw)\s*-?%\}")
_ATTRIBUTES: Final = re.compile(r"[ \t]*\{:(?![:/])[ \t]*([^{}\n]*)\}")
_CONTENTS: Final = re.compile(
    r"^[ \t]*(?:[*+-]|1\.)[ \t]+(.*)\n[ \t]*\{:[ \t]*toc\b[^{}\n]*\}[ \t]*$", re.MULTILINE
)

#: Where a tag begins; the parser would take it for attributes.
_TAG: Final = re.compile(r"(?<!\\)\{(?=%)")


_MARK: Final = re.compile(
    r"\{\+\+(?P<added>.*?)\+\+\}|\{--(?P<struck>.*?)--\}|\{~~(?P<old>.*?)~>(?P<new>.*?)~~\}"
    r"|\{==(?P<marked>.*?)==\}|\{>>(?P<remark>.*?)<<\}",
    re.DOTALL,
)


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
