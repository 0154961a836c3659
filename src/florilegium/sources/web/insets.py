"""What stands in a page without being of its article: pull quotes, anchors of headings, comments, envelopes.

The comments are those of reviewers in pages that Word and Google Docs export; they are no notes. The envelope
is what Project Gutenberg says before and after a text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.parts import Piece, content_of
from florilegium.sources.tree.cutting import cut, mass, text_of
from florilegium.sources.tree.vocabulary import HEADINGS, classes_of
from florilegium.system.patterns import regex

_PULLED: Final = frozenset(
    {
        "pullquote",
        "pull-quote",
        "wp-block-pullquote",
        "pull_quote",
        "article-pullquote",
        "pq",
        "callout-quote",
    }
)

#: A pull quote has no more letters; what is longer is a quotation.
_LONGEST: Final = 600

#: Where a comment's mark leads, and the names of the comments and of what holds them.
_MARK: Final = regex(r"#(?:_msocom_|cmnt)\d+\Z")
_COMMENT: Final = regex(r"(?:_com_|cmnt)\d+\Z")
_LIST: Final = regex(r"mso-element:\s*comment-list")
#: Project Gutenberg's own parts, by name, and the lines that say where a text starts and ends.
_TRANSCRIBER: Final = "left out: what a transcriber says of his work"
_GUTENBERG: Final = "left out: Project Gutenberg’s own words"
_PARTS: Final = frozenset({"pg-header", "pg-footer"})
_TRANSCRIBED: Final = frozenset(
    {"transnote", "transnotes", "tnote", "tnotes", "tn-box", "transcriber-note", "transcribers-note"}
)
_START: Final = regex(r"\*{3} ?START OF TH(?:E|IS) PROJECT GUTENBERG", re.IGNORECASE)
_END: Final = regex(
    r"\*{3} ?END OF TH(?:E|IS) PROJECT GUTENBERG|\A\W*End of (?:the )?Project Gutenberg", re.IGNORECASE
)
#: The paragraph of such a line has no more letters.
_SAID: Final = 6000

#: Boxes of an author's, the headings of their own, and the signs that stand for one.
_BOXES: Final = frozenset({"callout", "kg-callout-card", "admonition", "markdown-alert"})
_BOX_TITLES: Final = frozenset({"admonition-title", "callout-title", "markdown-alert-title"})
_SIGNS: Final = frozenset({"icon", "kg-callout-emoji", "callout-icon", "callout-icon-container"})

_REVIEWED: Final = "left out: a reviewer’s comment"


def take_insets(article: Element) -> list[Piece]:
    """Take such things out of an article, in place.

    A pull quote goes only if the article says the same words elsewhere; otherwise it is of the text. Boxes of
    the author's are quotations.
    """
    pieces = [_cut_anchor(link) for link in list(article.iter("a")) if _is_anchor(link)]
    named = [(one, classes_of(one)) for one in article.iter(etree.Element) if one.get("class")]
    for box in [one for one, names in named if _BOXES & names and one.tag in {"div", "figure", "aside"}]:
        pieces += _set_box(box)
    pulled = [one for one, names in named if _PULLED & names]
    whole = _folded(text_of(article)) if pulled else ""
    for element in pulled:
        words = _folded(text_of(element))
        if words and len(words) <= _LONGEST and whole.count(words) > 1:
            pieces.append(cut(element, "boilerplate", "left out: a pull quote, which the text has as well"))
        elif element.tag in {"div", "aside"} and element.find(".//blockquote") is None:
            element.tag = "blockquote"
    return pieces


def _set_box(box: Element) -> list[Piece]:
    """Set a box apart with its title above its words, in place; return the sign that it has."""
    box.tag = "blockquote"
    inner = [(one, classes_of(one)) for one in box.iter("div", "p", "span") if one.get("class")]
    for title in (one for one, names in inner if _BOX_TITLES & names):
        words = etree.Element("strong")
        words.text, title.text = title.text, None
        words.extend(list(title))
        title.append(words)
    signs = (one for one, names in inner if _SIGNS & names and not any(map(str.isalnum, text_of(one))))
    return [cut(one, "boilerplate", "left out: the sign of a box") for one in signs]


def _folded(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _is_anchor(link: Element) -> bool:
    """Return whether a link in a heading only leads to that heading: a sign such as `#` or `¶`."""
    text = text_of(link)
    within = any(above.tag in HEADINGS for above in link.iterancestors())
    return within and mass(link) > 0 and len(text) <= 3 and not any(map(str.isalnum, text))


def _cut_anchor(link: Element) -> Piece:
    return cut(link, "boilerplate", "left out: the anchor of a heading")


def take_envelope(root: Element) -> list[Piece]:
    """Take what Project Gutenberg says before and after a text out of its page, in place."""
    body = next(root.iter("body"), root)
    said = [one for one in body.iter("div", "section", "aside") if _TRANSCRIBED & classes_of(one)]
    notes = [cut(one, "boilerplate", _TRANSCRIBER) for one in said if _is_outermost(one, said)]
    if "gutenberg" not in content_of(body).casefold():
        return notes
    named = [one for one in body.iter("section", "div") if one.get("id") in _PARTS]
    pieces = notes + [cut(one, "boilerplate", _GUTENBERG) for one in named]
    lines = [one for one in body.iter("p", "pre", "div") if one.find(".//p") is None]
    for sign, ahead in ((_START, True), (_END, False)):
        said = [one for one in lines if sign.search(content_of(one)[:_SAID])]
        if said:
            pieces += _beyond(said[-1] if ahead else said[0], body, ahead)
    return pieces


def _is_outermost(element: Element, among: Sequence[Element]) -> bool:
    return not any(one in among for one in element.iterancestors())


def _beyond(line: Element, body: Element, ahead: bool) -> list[Piece]:
    """Take a line and all that stands before it in the page, or after it."""
    going = [line]
    for element in (line, *line.iterancestors()):
        if element is body or element.getparent() is None:
            break
        going += element.itersiblings(preceding=ahead)
    return [
        cut(one, "boilerplate", _GUTENBERG) for one in going if isinstance(one.tag, str) and one.tag != "call"
    ]


def take_comments(root: Element) -> list[Piece]:
    """Take the comments and their marks out of a page, in place."""
    marks = [link for link in root.iter("a") if _MARK.match(link.get("href") or "")]
    lists = [one for one in root.iter("div") if _LIST.search((one.get("style") or "")[:500])]
    named = [one for one in root.iter(etree.Element) if _COMMENT.match(one.get("id") or "")]
    return [
        cut(element, "boilerplate", _REVIEWED)
        for element in [*map(_wrapped, marks), *lists, *map(_block, named)]
        if any(above is root for above in element.iterancestors())
    ]


def _wrapped(mark: Element) -> Element:
    """Return a mark with the element that raises it, if that holds nothing else."""
    parent = mark.getparent()
    alone = parent is not None and parent.tag in {"sup", "span"} and len(parent) == 1
    return parent if alone and parent is not None and not (parent.text or mark.tail or "").strip() else mark


def _block(named: Element) -> Element:
    """Return the whole comment of which a named element is part: its paragraph, or the division of that."""
    block = next((one for one in (named, *named.iterancestors()) if one.tag in {"p", "div", "li"}), named)
    parent = block.getparent()
    if parent is None or parent.tag != "div" or parent[0] is not block:
        return block
    others = [one for one in parent.iter() if one is not named and _COMMENT.match(one.get("id") or "")]
    return parent if not others and all(one.tag == "p" for one in parent) else block
