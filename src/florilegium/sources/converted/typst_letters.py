"""What of a file in Typst is code: names, arguments, rules and definitions, and not the content in brackets.

Content is text, also where it is an argument of code. What a definition or a rule has in brackets is a shape
of something, and no text; what a rule for the whole text is given (`#show: book.with(title: [Moles])`) is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from florilegium.system.patterns import regex

#: A definition or a rule; with a colon right behind it a rule is one for the whole text.
_RULE: Final = regex(r"#(?:let|set|import|include|show(?P<whole>:)?)(?![\w-])")
_NAMED: Final = regex(r"#(?:[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*|(?=[({]))")
_ELSE: Final = regex(r"\s*else(?:\s+if\b)?")
_FIELD: Final = regex(r"\.[A-Za-z_][\w-]*")
#: Names of calls whose strings are shown.
_SHOWN: Final = regex(
    r"#(?:text|emph|strong|smallcaps|underline|strike|highlight|super|sub|footnote|quote)\Z"
)
#: What is skipped as a whole: escapes, remarks, code that is shown, strings of code.
_ESCAPED: Final = regex(r"\\.|(?<!:)//[^\n]*|/\*.*?\*/|(`+).*?\1", re.DOTALL)
_STRING: Final = regex(r'"(?:\\.|[^"\\])*"', re.DOTALL)
_CLOSING: Final = {"(": ")", "{": "}", "[": "]"}
#: Brackets inside one another; what stands in deeper ones is taken for what stands round them.
_DEEPEST: Final = 100


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where code begins and ends in a file, in order."""
    yield from _Scan(text).content(0, "")[0]


class _Scan:
    """Walks through a file, from content to code and back; where nothing closes, the rest is of it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._depth = 0

    def content(self, at: int, end: str) -> tuple[list[tuple[int, int]], int]:
        """Return the spans of code in content that begins at an offset, and where it ends."""
        spans: list[tuple[int, int]] = []
        depth = 0
        while at < len(self._text):
            sign = self._text[at]
            if skipped := _ESCAPED.match(self._text, at):
                at = skipped.end()
            elif end and sign == end and not depth:
                return spans, at
            elif sign == "#" and (rule := _RULE.match(self._text, at)):
                found, at = self._statement(rule)
                spans += found
            elif sign == "#" and (named := _NAMED.match(self._text, at)):
                found, at = self._call(named)
                spans += found
            else:
                depth += (sign == "[") - (sign == "]" and depth > 0) if end else 0
                at += 1
        return spans, at

    def _statement(self, rule: re.Match[str]) -> tuple[list[tuple[int, int]], int]:
        """Return the code of a definition or a rule, which ends with its line."""
        at = rule.end()
        parts: list[tuple[int, int]] = []
        begin = rule.start()
        while at < len(self._text) and self._text[at] not in "\n;]":
            if self._text[at] in _CLOSING:
                found, after = self._code(at)
                if rule["whole"]:
                    parts += [(begin, at), *found]
                    begin = after
                at = after
            else:
                skipped = _STRING.match(self._text, at) or _ESCAPED.match(self._text, at)
                at = skipped.end() if skipped else at + 1
        return [*parts, (begin, at)], at

    def _call(self, named: re.Match[str]) -> tuple[list[tuple[int, int]], int]:
        """Return the code of an expression: its name, and what stands in brackets right behind it."""
        at = named.end()
        spans = [(named.start(), at)]
        condition = named[0] in {"#if", "#for", "#while"}
        while at < len(self._text):
            if self._text[at] in _CLOSING:
                shown = _SHOWN.search(named[0]) is not None
                found, at = self._code(at, shown=shown)
                spans += found
                ended = self._text[at - 1] in "}]"
                other = _ELSE.match(self._text, at) if condition and ended else None
                if other:
                    spans.append((at, other.end()))
                    at = other.end()
                elif condition and ended:
                    break
            elif condition and self._text[at] != "\n":
                spans.append((at, at + 1))
                at += 1
            elif (more := _FIELD.match(self._text, at)) is not None:
                spans.append(more.span())
                at = more.end()
            else:
                break
        return spans, at

    def _code(self, at: int, *, shown: bool = False) -> tuple[list[tuple[int, int]], int]:
        """Return the code in a pair of brackets, and where that ends; square ones hold content."""
        if self._depth == _DEEPEST:
            return [], at + 1
        self._depth += 1
        try:
            return self._content_of_call(at) if self._text[at] == "[" else self._code_in(at, shown)
        finally:
            self._depth -= 1

    def _content_of_call(self, at: int) -> tuple[list[tuple[int, int]], int]:
        """Return the code in content in square brackets, and where that ends."""
        spans, end = self.content(at + 1, "]")
        return spans, min(end + 1, len(self._text))

    def _code_in(self, at: int, shown: bool) -> tuple[list[tuple[int, int]], int]:
        """Return the code in round or curly brackets, and where that ends; strings may be `shown`."""
        opened = self._text[at]
        spans: list[tuple[int, int]] = []
        begin, at = at, at + 1
        while at < len(self._text) and self._text[at] != _CLOSING[opened]:
            sign = self._text[at]
            string = _STRING.match(self._text, at)
            if string and shown and not re.search(r":\s*\Z", self._text[begin:at]):
                spans.append((begin, at))
                begin = at = string.end()
            elif skipped := string or _ESCAPED.match(self._text, at):
                at = skipped.end()
            elif sign in _CLOSING:
                spans.append((begin, at))
                found, at = self._code(at)
                spans += found
                begin = at
            else:
                at += 1
        at = min(at + 1, len(self._text))
        return [*spans, (begin, at)], at
