"""From a document to its finished page: marked, linked, with its notes ready to stand beside the text.

The page's frame (the way to the contents, the pages before and after) is the template `web-page.html`; what
stands in it has the words of the document, and all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element
from markupsafe import Markup

from florilegium.book import runs
from florilegium.book.namespaces import EPUB, EPUB_TYPE, XML_LANG
from florilegium.editions.documents import language_mark
from florilegium.editions.screen.links import relative
from florilegium.editions.screen.notice import Notice
from florilegium.editions.screen.outline import HeadingLine, headings_of
from florilegium.editions.screen.page_parts import VOID, PageParts, finish_tree, marked_tree
from florilegium.editions.screen.typeface import letters_of
from florilegium.editions.screen.whole_text import differences
from florilegium.editions.sections import Section, SectionKind
from florilegium.editions.templating import environment
from florilegium.editions.web.web_documents import calls_of
from florilegium.languages.labels import website_words
from florilegium.problems import Problem
from florilegium.system.tasks.task import Task
from florilegium.system.values import dataclass

#: The page with which the edition opens.
INDEX: Final = "index.html"

#: Sections in which nothing is to be found by search: each word of them leads to where it stands.
_UNSEARCHED: Final = frozenset({SectionKind.CONTENTS, SectionKind.INDEX})


@dataclass(frozen=True)
class NearPage:
    """A way to another page: its file from the root of the edition, its title, and the title's language."""

    name: str
    title: str
    language: str


@dataclass(frozen=True)
class Frame:
    """What stands round the text of a page. `is_private` keeps it out of search engines; `notice` is that of
    a review copy.

    `before` and `after` are its neighbours in the order of the book; the opening comes before the first.
    """

    book: str
    language: str
    author: str
    description: str
    is_private: bool
    notice: Notice = field(default_factory=Notice)
    before: NearPage | None = None
    after: NearPage | None = None


@dataclass(frozen=True)
class SiteInput:
    """Everything that one page is made of; the `family` is that of its type."""

    parts: PageParts
    frame: Frame
    family: str


@dataclass(frozen=True)
class SitePage:
    """A finished page and what the edition must know of it.

    `letters` are all that are in it, and `heavy` those in bold type, each once. `paragraphs` are what a
    search looks through: the id of each, and its words.
    """

    name: str
    section: Section
    html: bytes
    headings: tuple[HeadingLine, ...] = ()
    paragraphs: tuple[tuple[str, str], ...] = ()
    letters: str = ""
    heavy: str = ""
    problems: tuple[Problem, ...] = ()


def page_of(section: Section) -> str:
    """Return the path of a section's page from the root of the edition."""
    return INDEX if section.kind is SectionKind.CONTENTS else f"text/{section.id}.html"


def make_site_page(wanted: SiteInput) -> SitePage:
    """Return the page of a document. Any process can do this."""
    parts, section = wanted.parts, wanted.parts.section
    tree, _starts = marked_tree(parts, wanted.family)
    _tie_notes(tree)
    finish_tree(tree, section, wanted.frame.notice)
    headings, paragraphs = headings_of(tree, section), tuple(_paragraphs(tree, section))
    letters, heavy = letters_of([tree])
    content = _content(tree)
    in_body = f"<html><body>{content}</body></html>"
    return SitePage(
        name=parts.name,
        section=section,
        html=_framed(wanted, content, tree.get("dir", "")),
        headings=headings,
        paragraphs=paragraphs,
        letters="".join(sorted(letters)),
        heavy="".join(sorted(heavy)),
        problems=tuple(differences(parts, in_body.encode(), "the web edition")),
    )


#: Make the page of a document.
MAKE_SITE_PAGE: Final[Task[SiteInput, SitePage]] = Task(
    name="site-page", do=make_site_page, kind=SitePage, weight=lambda wanted: len(wanted.parts.xhtml)
)


def _tie_notes(tree: Element) -> None:
    """Name for the style sheet, on each note, the place of its call and the note above it.

    Two notes whose calls are near would else stand upon one another (CSS Anchor Positioning 1). What is not
    called stands below the note before it.
    """
    first = {link.get("href", "").rpartition("#")[2]: link for link in reversed(list(calls_of(tree)))}
    for count, note in enumerate(tree.iterfind(".//ol[@class='notes']/li"), start=1):
        style = f"--note: --note-{count}; --above: --note-{count - 1}"
        if (call := first.get(note.get("id", ""))) is not None:
            call.set("style", f"--place: --call-{count}")
            style = f"--call: --call-{count}; {style}"
        note.set("style", style)


def _paragraphs(tree: Element, section: Section) -> Iterator[tuple[str, str]]:
    """Yield the id and the words of each block of text."""
    body = tree.find("body")
    if body is None or section.kind in _UNSEARCHED:
        return
    for block in runs.leaves(body):
        text = " ".join(runs.text_of(block).translate(dict.fromkeys(map(ord, runs.UNCOUNTED), "")).split())
        if text and block.get("id"):
            yield block.get("id", ""), text


def _content(tree: Element) -> str:
    """Return what stands in the body of a tree as markup that is both HTML and XML.

    What only an EPUB needs is taken away; an element that HTML does not close at once gets an end tag.
    """
    for element in tree.iter(etree.Element):
        element.attrib.pop(EPUB_TYPE, None)
        element.attrib.pop(XML_LANG, None)
        if not len(element) and element.text is None and element.tag not in VOID:
            element.text = ""
    etree.cleanup_namespaces(tree)
    body = tree.find("body")
    pieces = () if body is None else (etree.tostring(child, encoding="unicode") for child in body)
    return "".join(pieces).replace(f' xmlns:epub="{EPUB}"', "")


def _framed(wanted: SiteInput, content: str, direction: str) -> bytes:
    """Return a whole page."""
    frame, section, name = wanted.frame, wanted.parts.section, wanted.parts.name
    words = website_words(frame.language)
    page = environment().get_template("web-page.html")
    return page.render(
        frame=frame,
        section=section,
        direction=direction,
        title=frame.book if name == INDEX else f"{section.title} – {frame.book}",
        content=Markup(content),  # noqa: S704 - a tree that we have serialised
        words=words,
        said=language_mark(words.language, section.language),
        root=relative(INDEX, name).removesuffix(INDEX),
        address=lambda other: relative(other, name),
        opening=INDEX,
    ).encode()
