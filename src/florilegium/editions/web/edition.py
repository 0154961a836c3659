"""The web edition of a book, from first to last: documents, pages, contents, pictures, styles, fonts, search.

The page to read first of this package. The folder it makes needs no server and no script, and asks nothing
of any other host.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise
from string import ascii_letters
from typing import Any, Final

from lxml.etree import _Element as Element

from florilegium.book.bibliographic import Permission
from florilegium.book.trees import parsed
from florilegium.editions.documents import Document
from florilegium.editions.protocol import Context
from florilegium.editions.screen.closed_sheets import closed_sheet
from florilegium.editions.screen.links import relative
from florilegium.editions.screen.notice import Notice
from florilegium.editions.screen.outline import OutlinedFile, add_entries, entries_of
from florilegium.editions.screen.page_marks import marks_of
from florilegium.editions.screen.page_parts import parts_of_pages
from florilegium.editions.screen.picture_files import picture_files
from florilegium.editions.sections import byline
from florilegium.editions.web.site_page import (
    MAKE_SITE_PAGE,
    Frame,
    NearPage,
    SiteInput,
    SitePage,
    make_site_page,
    page_of,
)
from florilegium.editions.web.web_documents import starts_on_pages, web_documents
from florilegium.editions.web.web_fonts import begin_fonts, font_rules
from florilegium.languages.labels import website_words

#: What the folder's name adds to that of the book.
FOLDER: Final = "-web"

#: The style sheets, the program's or the project's own, in their order.
_SHEETS: Final = ("book.css", "tables.css", "web.css")


def web_files(context: Context) -> dict[str, bytes]:
    """Return the files of the edition by name (`editions.protocol`).

    Reports:
        E001: a style sheet of the project asks for another file.
        E011: a page has not the words of its document.

    Raises:
        EditionError: a picture or a style sheet cannot be used.
    """
    folder = f"{context.stem}{FOLDER}"
    return {f"{folder}/{name}": data for name, data in begin_site(context)().items()}


def begin_site(context: Context) -> Callable[[], dict[str, bytes]]:
    """Make the pages, and have the fonts made; return what gives all files of the edition by their paths in
    its folder. Errors as `web_files`."""
    documents = web_documents(context.documents)
    pictures = picture_files(
        context.root, (src for document in documents.all for src in document.pictures), context.runner
    )
    inputs = _inputs(context, documents.all, {src: file.name for src, file in pictures.items()})
    opening = next(inputs)
    texts = tuple(context.runner.flow(MAKE_SITE_PAGE, inputs))
    pages = (make_site_page(_with_contents(opening, texts, context)), *texts)
    context.report.extend(tuple(problem for page in pages for problem in page.problems))
    letters, heavy = _letters(pages, context)
    names = (*_SHEETS, context.design.screen_sheet)
    sheets = "\n".join(closed_sheet(context.root, name, context.report) for name in names)
    fonts = begin_fonts(letters, heavy, context.design, context.runner)
    made = {
        **{page.name: page.html for page in pages},
        **{file.name: file.data for file in pictures.values()},
        "styles/web.css": f"{font_rules(heavy, context.design)}{sheets}".encode(),
        "scripts/book.js": (files("florilegium") / "templates" / "book.js").read_bytes(),
        "scripts/search.js": search_file(texts),
    }
    return lambda: {**made, **fonts()}


def _inputs(
    context: Context, documents: Sequence[Document], pictures: Mapping[str, str]
) -> Iterator[SiteInput]:
    """Yield what each page is made of; `pictures` has the file of each by its source."""
    marks = marks_of(context.mentions, starts_on_pages(context.starts, documents))
    pages = parts_of_pages(documents, marks, pictures, page_of)
    for parts, frame in zip(pages, _frames(context, documents), strict=True):
        yield SiteInput(parts, frame, context.design.text.name)


def _frames(context: Context, documents: Sequence[Document]) -> Iterator[Frame]:
    """Yield the frame of each page."""
    metadata, book = context.book.metadata, context.book
    plain = Frame(
        book=metadata.title,
        language=metadata.language,
        author="",
        description=" ".join(metadata.description.split()),
        is_private=bool(metadata.notice)
        or any(article.permission is Permission.NOT_CLEARED for article in book.articles),
        notice=Notice.of(metadata),
    )
    links = [_link(document) for document in documents]
    for before, (document, after) in zip([None, *links], pairwise([*documents, None]), strict=False):
        if document is not None:
            is_opening = before is None
            yield replace(
                plain,
                author=byline(book, metadata.editors) if is_opening else document.section.byline,
                description=plain.description if is_opening else "",
                before=before,
                after=None if after is None else _link(after),
            )


def _link(document: Document) -> NearPage:
    section = document.section
    return NearPage(page_of(section), " ".join(section.title.split()), section.title_language)


def _with_contents(opening: SiteInput, texts: Sequence[SitePage], context: Context) -> SiteInput:
    """Return what the opening is made of, with a line of the contents for each page and heading."""
    parts = opening.parts
    outlined = [OutlinedFile(page.name, page.section, page.headings) for page in texts]
    tree = parsed(parts.xhtml)
    section = _contents_of(tree)
    section.tag = "nav"
    lines = entries_of(outlined, context.options.headings)
    add_entries(section, lines, parts.section.language, lambda name: relative(name, parts.name))
    return replace(opening, parts=replace(parts, xhtml=Document.of(parts.section, tree).xhtml))


def _contents_of(tree: Element) -> Element:
    return next(one for one in tree.iter("section") if one.get("role") == "doc-toc")


def _letters(pages: Sequence[SitePage], context: Context) -> tuple[frozenset[str], frozenset[str]]:
    """Return the letters of the pages and of all that may stand beside them, and those in bold type.

    The pages of a release use the same fonts: they have abstracts, and words of ours.
    """
    book = context.book
    words = [*website_words(book.metadata.language).words.values(), book.metadata.title, ascii_letters]
    words += [book.metadata.record.abstract, book.metadata.description, book.metadata.rights]
    words += [article.record.abstract for article in book.articles]
    letters = frozenset("".join(words)).union(*(page.letters for page in pages))
    return letters, frozenset().union(*(page.heavy for page in pages))


def search_file(pages: Sequence[SitePage]) -> bytes:
    """Return what a search looks through, as a script, which a page opened from disk may load too.

    `pages` are the files and their titles, `paragraphs` the number of the page, the id and the words of each.
    """
    titles = [[page.name, " ".join(page.section.title.split())] for page in pages]
    # In bytes, one by one: as one text of a large book they would take several times their room.
    paragraphs = (
        _json([place, anchor, words]) for place, page in enumerate(pages) for anchor, words in page.paragraphs
    )
    return b'florilegiumFound({"pages":%b,"paragraphs":[%b]});\n' % (_json(titles), b",".join(paragraphs))


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
