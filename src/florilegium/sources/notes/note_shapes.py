"""The names by which pages of HTML tell a call, a note, a list of notes and a way back.

Gathered from what pandoc, Markdown-it, Word, LibreOffice, Google Docs, WordPress and its plug-ins, Substack,
Wikipedia and EPUB write. Questions about one element; which call belongs to which note is for `web_notes.py`.
"""

from __future__ import annotations

import re
from typing import Final

from lxml.etree import _Element as Element

from florilegium.languages.folders import ANY
from florilegium.sources.parts import content_of
from florilegium.sources.roles import cues
from florilegium.sources.tree.vocabulary import classes_of
from florilegium.system.patterns import regex

_MARK: Final = regex(
    r"[\[(]?\s*(?:note\s)?(\d{1,4}|[*†‡§¶]{1,3}|[ivxlc]{1,7}|[a-z])\s*[\])]?\.?\Z", re.IGNORECASE
)
_WORD: Final = regex(r"[^\W\d_]{2}")
_ROMAN: Final = regex(r"\b[ivxlc]{1,7}\b", re.IGNORECASE)
_NOTE_ID: Final = regex(
    r"(?:_?(?:ftn|edn)|fn|footnote|endnote|note|easy-footnote|cite_note|sdfootnote|sdendnote|ftnt|n|en)"
    r"[-_:.]?(?:bottom|text|def)?[-_:.]?\w*\d",
    re.IGNORECASE,
)
_CALL_NAMES: Final = frozenset(
    {
        *("footnote-ref", "footnoteref", "footnote-anchor", "noteref", "sdfootnoteanc", "sdendnoteanc", "fn"),
        *(
            "footnote-reference",
            "footnote_reference",
            "easy-footnote",
            "reference",
            "simple-footnote",
            "fnref",
            "footref",
            "footnotecall",
            "see-footnote",
            "fn_top",
            "fnanchor",
        ),
    }
)
#: Those that other links have as well, such as Sphinx's to its own headings; such a call shows a mark.
_PLAIN_NAMES: Final = frozenset({"reference", "fn", "fnref", "footref"})
_BACK_NAMES: Final = frozenset(
    {
        *("footnote-back", "footnote-backref", "footnote-backlink", "backlink", "reversefootnote", "backref"),
        *(
            "easy-footnote-to-top",
            "mw-cite-backlink",
            "footnote_backlink",
            "footnote-return",
            "sdfootnotesym",
        ),
        *("sdendnotesym", "footnote-number", "footnum", "fn_bot", "fn-backref", "footnote-label"),
    }
)
_LIST_NAMES: Final = frozenset(
    {
        *("footnotes", "footnotes-list", "footnote-list", "endnotes", "references", "easy-footnotes-wrapper"),
        *(
            "wp-block-footnotes",
            "footnotes-end-of-document",
            "footnotes_table",
            "footnotes-area",
            "rearnotes",
        ),
    }
)
_NOTE_NAMES: Final = frozenset(
    {"footnote", "footnote-item", "endnote", "rearnote", "easy-footnote-single", "footdef"}
)
_ARROWS: Final = regex(r"[\s↩↑↵⏎^▲⤴\ufe0e\ufe0f\[\]()]*\Z")


def fragment_of(link: Element, page: str) -> str:
    """Return the place in the same page to which a link leads, or an empty text; `page` is its file name."""
    path, hash_, fragment = (link.get("href") or "").partition("#")
    return fragment if hash_ and (not path or path.rpartition("/")[2] == page) else ""


def leads_elsewhere(link: Element) -> bool:
    """Return whether a link that calls itself a note's leads into another file."""
    return "#" in (link.get("href") or "").strip("#") and _says(link, "noteref")


def names_note_elsewhere(link: Element) -> bool:
    """Return whether a link leads to a place in another file that is named as programs name notes."""
    path, _, fragment = (link.get("href") or "").partition("#")
    return bool(path) and is_note_id(fragment)


def mark_of(element: Element) -> str:
    """Return the mark of a call or a note, without its brackets, or an empty text."""
    found = _MARK.match(content_of(element).strip())
    return found[1] if found else ""


def shows_words(link: Element) -> bool:
    """Return whether a call is made of words of the text, as where a phrase is the link to its note."""
    return _says_more_than(content_of(link), "note_link")


def is_explicit_call(link: Element) -> bool:
    """Return whether a link says by its name or its role that it calls a note."""
    names = _CALL_NAMES & (classes_of(link) | _parent_classes(link))
    return _says(link, "noteref") or bool(names - _PLAIN_NAMES) or bool(names and mark_of(link))


def is_way_back(link: Element) -> bool:
    """Return whether a link says, or shows with an arrow, that it leads back from a note."""
    if _CALL_NAMES & classes_of(link) - {"fn"}:  # Org gives its calls the role of ways back
        return False
    if _says(link, "backlink") or holds_ways_back(link):
        return True
    text = content_of(link)
    return bool(text.strip()) and bool(_ARROWS.match(text))


def says_more_than_back(way: Element) -> bool:
    """Return whether a way back has words beyond those that say where it leads."""
    return _says_more_than(content_of(way), "note_link", "way_back")


def _says_more_than(text: str, *kinds: str) -> bool:
    """Return whether the text of a link has words beyond numbers and cues of some kinds.

    Those of all languages count: such links are written in the language of a site, not of the article.
    """
    said = _ROMAN.sub(" ", text)
    for kind in kinds:
        if not _WORD.search(said):
            return False
        said = cues.without_words(kind, said, ANY)
    return _WORD.search(said) is not None


def holds_ways_back(element: Element) -> bool:
    """Return whether an element says that it is, or is made of, ways back."""
    return bool(_BACK_NAMES & classes_of(element))


def is_note_id(name: str) -> bool:
    """Return whether an id is one that programs give to notes."""
    return bool(_NOTE_ID.match(name))


def is_note(element: Element) -> bool:
    """Return whether an element says that it is one note as a whole."""
    if not _says_anything(element):
        return False
    said = any(_says(element, name) for name in ("footnote", "endnote", "rearnote"))
    return said or bool(_NOTE_NAMES & classes_of(element)) or _word_part(element) in {"footnote", "endnote"}


def is_list(element: Element) -> bool:
    """Return whether an element says that it holds the notes."""
    if not _says_anything(element):
        return False
    said = any(_says(element, name) for name in ("footnotes", "endnotes", "rearnotes"))
    word = _word_part(element) in {"footnote-list", "endnote-list"}
    return said or word or bool(_LIST_NAMES & classes_of(element))


def _says_anything(element: Element) -> bool:
    """Return whether an element has any of the attributes that tell what it is."""
    get = element.get
    return bool(get("class") or get("role") or get("style") or get("data-epub-type"))


def _says(element: Element, name: str) -> bool:
    """Return whether an element's `role` (DPUB-ARIA) or `epub:type` is this name."""
    types = (element.get("data-epub-type") or "").split()
    return name in types or f"doc-{name}" in (element.get("role") or "").split()


def _word_part(element: Element) -> str:
    """Return what Word says that an element is."""
    found = re.search(r"mso-element:\s*([a-z-]+)", (element.get("style") or "")[:500])
    return found[1] if found else ""


def _parent_classes(element: Element) -> set[str]:
    parent = element.getparent()
    return classes_of(parent) if parent is not None and parent.tag in {"sup", "span"} else set()
