"""Files that a Word document holds whole and shows as its own text (`w:altChunk`, ECMA-376, §17.17.2.1)."""

from __future__ import annotations

from copy import deepcopy
from email import message_from_bytes
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.parts import content_of
from florilegium.sources.tree.cutting import detach
from florilegium.sources.web.parse import parse_page
from florilegium.sources.web.shown_attributes import broken_tags_of, loose_words, shown_attributes
from florilegium.sources.word.ooxml.wordml import R
from florilegium.sources.word.story_state import WordState

_ARCHIVES: Final = ("mht", "mhtml", "eml")
_PAGES: Final = ("html", "xhtml", "htm")


def read_chunk(element: Element, state: WordState, part: str) -> list[Element]:
    """Return the blocks of a file that stands in the place of a `w:altChunk`.

    Reports:
        S015: the file is missing, or of a format that is not read here.
    """
    relation = state.package.relations(part).get(element.get(f"{R}id", ""))
    name = relation.target if relation and not relation.external else ""
    kind = state.package.content_type(name) if name else ""
    form, text = chunk_text(name, kind, state.package.read(name) if name else b"")
    if form == "page":
        return _page(text, state)
    if form == "plain":
        return _plain(text)
    message = f"a file that this document holds as part of its text (“{name or 'missing'}”) is not read"
    hint = "Open the document in Word and save it again, which makes text of it."
    state.reading.problem("S015", state.at, message, hint)
    return []


def chunk_text(name: str, kind: str, content: bytes) -> tuple[str, str]:
    """Return the form of a file by its name and type, `page`, `plain` or none, and its text."""
    suffix = name.rpartition(".")[2].lower()
    if content and (kind == "message/rfc822" or suffix in _ARCHIVES):
        content, suffix = _page_in(content), "html"
    if content and ("html" in kind or suffix in _PAGES):
        encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
        return "page", content.decode(encoding, "replace")
    if content and (kind == "text/plain" or suffix == "txt"):
        return "plain", content.decode("utf-8-sig", "replace")
    return "", ""


def _page_in(content: bytes) -> bytes:
    """Return the page of a web archive, which has the form of a mail (RFC 2557); none for one without."""
    for part in message_from_bytes(content).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            try:
                return str(page, part.get_content_charset("utf-8"), "replace").encode()  # type: ignore[arg-type]
            except (LookupError, TypeError):
                return page if isinstance(page, bytes) else b""
    return b""


def _page(text: str, state: WordState) -> list[Element]:
    """Return the blocks of a page of HTML; what shows under the mouse, or in a form, is left out."""
    root = parse_page(text)
    body = root.find(".//body")
    holder = root if body is None else body
    for one in list(holder.iter("script", "style", "head")):
        detach(one)
    unkept = deepcopy(holder)
    for one in unkept.iter("img", "a"):
        one.attrib.clear()
    for shown in (*shown_attributes(unkept), *loose_words(broken_tags_of(text))):
        state.leave_out("boilerplate", "left out: words that a page shows under the mouse", shown.text)
    holder.tag = "div"
    return [holder] if content_of(holder).strip() else []


def _plain(text: str) -> list[Element]:
    """Return the paragraphs of a plain text."""
    found = []
    for line in text.splitlines():
        if line.strip():
            found.append(etree.Element("p"))
            found[-1].text = line
    return found
