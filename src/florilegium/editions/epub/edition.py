"""The EPUB of a book, from first to last: marks, pages, ways in, cover, fonts, metadata, container.

The page to read first of this package. Everything it needs is in its `EpubInput`; nothing is read from the
clock or the environment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from florilegium.book.model import Book, Mention
from florilegium.editions.designs.design import Design, design_of
from florilegium.editions.documents import Document
from florilegium.editions.epub import accessibility, navigation, package_metadata
from florilegium.editions.epub.media import cover, supplies
from florilegium.editions.epub.media.cover_drawing import DRAW, Commission
from florilegium.editions.epub.package import Guide, Package, PackageItem, pack
from florilegium.editions.epub.page import (
    MAKE_PAGE,
    NAV,
    EpubPage,
    PageInput,
    PageLook,
    file_of,
    finish,
    shown,
)
from florilegium.editions.pagemap import PageStart
from florilegium.editions.protocol import Context
from florilegium.editions.screen.closed_sheets import checked_sheet
from florilegium.editions.screen.notice import Notice
from florilegium.editions.screen.page_marks import marks_of, page_id
from florilegium.editions.screen.page_parts import parts_of_pages
from florilegium.editions.sections import Section, SectionKind
from florilegium.editions.style_sheets import own_sheet
from florilegium.languages.labels import labels_for
from florilegium.languages.scripts import is_right_to_left
from florilegium.problems import EditionError, Report
from florilegium.system.tasks.runner import Runner
from florilegium.system.values import dataclass

#: The style sheets, the program's or the project's own.
_SHEETS: Final = ("book.css", "tables.css", "epub.css", "epub-modern.css")

#: What editions share of files that have been begun.
_BEGUN: Final = "begun files of the EPUB"

_XHTML: Final = "application/xhtml+xml"


@dataclass(frozen=True)
class EpubOptions:
    """What an editor may choose. Without `embed_fonts` the reader's own face is used.

    `headings` is how many levels of a text's own headings the contents show.
    """

    embed_fonts: bool = True
    headings: int = 1
    design: Design = field(default_factory=design_of)


@dataclass(frozen=True)
class BegunPages:
    """Files of the text that are being made, and what each is made of."""

    inputs: tuple[PageInput, ...] = ()
    pages: Iterable[EpubPage] = ()


@dataclass(frozen=True)
class EpubInput:
    """Everything an EPUB is made of.

    `pages` is empty when the printed pages are not to be marked. `root` is the project's folder, in which
    images are looked up. `sheets` are the project's own style sheets by name (`epub.css`). `modified` is the
    date of the release, with its time zone. `made_with` names the program and its version. `runner` has the
    single pieces made. `cover` is the editor's image, if it has been fitted for readers already.
    """

    book: Book
    documents: Sequence[Document]
    root: Path
    modified: datetime
    mentions: Sequence[Mention] = ()
    pages: Sequence[PageStart] = ()
    sheets: Mapping[str, str] = field(default_factory=dict)
    options: EpubOptions = field(default_factory=EpubOptions)
    made_with: str = "Florilegium"
    runner: Runner = field(default_factory=Runner)
    cover: PackageItem | None = None
    begun: BegunPages = field(default_factory=BegunPages)


def begin(book: Book, design: Design, runner: Runner) -> None:
    """Have the cover drawn, if the book brings none (`editions.protocol`)."""
    if not book.metadata.cover:
        runner.begin(DRAW, Commission.of(book, design))


def begin_pages(context: Context) -> None:
    """Have the files of documents made to which nothing is missing (`editions.protocol`).

    Those with pictures wait until these have been fitted.
    """
    if _BEGUN in context.shared:
        return
    unfitted = dict.fromkeys((src for each in context.documents for src in each.pictures), "")
    inputs = tuple(one for one in _inputs(epub_input(context), unfitted) if not one.parts.pictures)
    context.shared[_BEGUN] = BegunPages(inputs, context.runner.map(MAKE_PAGE, inputs))


def epub_files(context: Context) -> dict[str, bytes]:
    """Return the EPUB by name (`editions.protocol`)."""
    return {f"{context.stem}.epub": _made(context)}


def kepub_files(context: Context) -> dict[str, bytes]:
    """Return the EPUB as Kobo's readers like it best, by name."""
    from florilegium.editions.epub.kobo import KEPUB

    (made,) = context.runner.map(KEPUB, [_made(context)])
    return {f"{context.stem}.kepub.epub": made}


def _made(context: Context) -> bytes:
    return context.once("epub", lambda: epub_of(context))


def epub_of(context: Context) -> bytes:
    """Return the EPUB of a context's book and documents. Reports and raises as `make_epub`."""
    return make_epub(epub_input(context), context.report)


def epub_input(context: Context) -> EpubInput:
    """Return what the EPUB of a context is made of."""
    own = {name: own_sheet(context.root, name) for name in (*_SHEETS, context.design.screen_sheet)}
    return EpubInput(
        book=context.book,
        documents=context.documents,
        root=context.root,
        modified=context.made,
        mentions=context.mentions,
        pages=context.starts,
        sheets={name: sheet for name, sheet in own.items() if sheet is not None},
        options=EpubOptions(context.options.fonts == "embedded", context.options.headings, context.design),
        made_with=context.made_with,
        runner=context.runner,
        begun=context.shared.get(_BEGUN, BegunPages()),
    )


def make_epub(wanted: EpubInput, report: Report) -> bytes:
    """Return the EPUB file of a book. The same input gives the same bytes.

    Reports:
        E001: a style sheet of the project asks for another file.
        E004, E005, E016, S010: faults of the cover, see `cover.cover_of`.
        E011: a file has not the words of its document.

    Raises:
        EditionError: the cover cannot be used, or an image or the package could not be written.
    """
    book = wanted.book
    table, text = _text(wanted, report)
    look = cover.CoverLook(wanted.options.design, wanted.cover)
    front = cover.cover_of(book, wanted.root, report, wanted.runner, look)
    if front is None:
        report.raise_errors()
        raise EditionError("the EPUB has no cover")
    return pack(
        Package(
            items=(
                PackageItem("cover", cover.PAGE, _XHTML, cover.cover_page(front, book, text.styles)),
                PackageItem("nav", NAV, _XHTML, text.nav, ("nav",)),
                *text.files,
                front.image,
                *text.supplies,
                PackageItem("ncx", navigation.NCX, "application/x-dtbncx+xml", navigation.ncx(table, book)),
            ),
            spine=("cover", *(item.id for item in text.files)),
            metadata=(
                *package_metadata.statements(book, wanted.made_with, pages=bool(table.pages)),
                *accessibility.statements(text.facts, book.metadata.publisher),
            ),
            guide=_guide(table),
            direction="rtl" if is_right_to_left(book.metadata.language) else "ltr",
            language=book.metadata.language,
            modified=wanted.modified,
        )
    )


@dataclass(frozen=True)
class _Text:
    """The finished text: its files in reading order, what leads into it, and the images, styles and fonts."""

    files: tuple[PackageItem, ...]
    nav: bytes
    supplies: tuple[PackageItem, ...]
    styles: tuple[str, ...]
    facts: accessibility.Facts


def _text(wanted: EpubInput, report: Report) -> tuple[navigation.Table, _Text]:
    """Return what leads into the text, and the text."""
    labels, look = labels_for(wanted.book.metadata.language), _look(wanted)
    sheets = style_items(wanted.sheets, wanted.options.design, report)
    sources = (src for each in shown(wanted.documents) for src in each.pictures)
    pictures = supplies.items_of(wanted.root, sources, wanted.runner)
    pages = _pages(wanted, {src: item.name for src, item in pictures.items()})
    report.extend(tuple(problem for page in pages for problem in page.problems))
    images = tuple({item.name: item for item in pictures.values()}.values())
    table = navigation.table_of(pages, labels, cover.PAGE, wanted.options.headings)
    contents = next(page for page in pages if page.section.kind is SectionKind.CONTENTS)
    shown_contents = finish(contents, navigation.contents_tree(table, contents), look)
    pages = tuple(shown_contents if page is contents else page for page in pages)
    faces = _begin_faces(pages, wanted)
    hidden = EpubPage(NAV, contents.section, b"")
    return table, _Text(
        files=tuple(_item(page) for page in pages),
        nav=finish(hidden, navigation.nav_tree(table, contents.section, labels), look).xhtml,
        supplies=(*images, *sheets, *faces()),
        styles=look.styles,
        facts=replace(
            sum((page.facts for page in pages), accessibility.Facts()),
            moving_images=any(supplies.is_animated(item) for item in images),
            own_styles=bool(wanted.sheets),
        ),
    )


def _look(wanted: EpubInput) -> PageLook:
    """Return what all files of the text share."""
    embeds = wanted.options.embed_fonts
    return PageLook(
        family=wanted.options.design.text.name if embeds else "",
        styles=(*((supplies.STYLE,) if embeds else ()), *SHEETS),
        notice=Notice.of(wanted.book.metadata),
    )


def _inputs(wanted: EpubInput, pictures: Mapping[str, str]) -> Iterator[PageInput]:
    """Yield what each file of the text is made of; `pictures` has the file of each by its source."""
    marks, look = marks_of(wanted.mentions, wanted.pages), _look(wanted)
    apart = (_contents(wanted),)
    for parts in parts_of_pages(shown(wanted.documents), marks, pictures, file_of, apart):
        yield PageInput(parts, look)


def _contents(wanted: EpubInput) -> Section:
    return next(d.section for d in wanted.documents if d.section.kind is SectionKind.CONTENTS)


def _pages(wanted: EpubInput, pictures: Mapping[str, str]) -> tuple[EpubPage, ...]:
    """Return the files of the text in their order; that of the contents is empty as yet."""
    inputs = tuple(_inputs(wanted, pictures))
    begun, asked = frozenset(wanted.begun.inputs), frozenset(inputs)
    rest = wanted.runner.map(MAKE_PAGE, [one for one in inputs if one not in begun])
    early = zip(wanted.begun.inputs, wanted.begun.pages, strict=True)
    made = {page.section.id: page for one, page in early if one in asked}
    made |= {page.section.id: page for page in rest}
    contents = _contents(wanted)
    # Of the printed contents' pages only the first has a place.
    starts = tuple(start for start in wanted.pages if start.section == contents.id)[:1]
    order = tuple(page_id(start.label) for start in starts)
    made[contents.id] = EpubPage(file_of(contents), contents, b"", starts, order=order)
    return tuple(made[d.section.id] for d in wanted.documents if d.section.id in made)


def _begin_faces(pages: Sequence[EpubPage], wanted: EpubInput) -> Callable[[], tuple[PackageItem, ...]]:
    """Have made what is embedded of the typeface, if any is; return what gives it."""
    if not wanted.options.embed_fonts:
        return tuple
    letters, heavy = (
        frozenset("".join(letters)) for letters in zip(*((p.letters, p.heavy) for p in pages), strict=True)
    )
    return supplies.begin_fonts(letters, heavy, wanted.options.design, wanted.runner)


def _item(page: EpubPage) -> PackageItem:
    # An id of XML cannot begin with a figure, and a section's may.
    found = (("index", page.section.kind is SectionKind.INDEX), ("mathml", page.facts.formulas > 0))
    properties = tuple(name for name, is_so in found if is_so)
    return PackageItem(f"text-{page.section.id}", page.name, _XHTML, page.xhtml, properties)


def _guide(table: navigation.Table) -> tuple[Guide, ...]:
    """Return the landmarks that EPUB 2 has words for."""
    known = {"cover": "cover", "toc": "toc", "bodymatter": "text"}
    return tuple(
        Guide(known[landmark.type], landmark.title, landmark.href)
        for landmark in table.landmarks
        if landmark.type in known
    )


#: The file in the publication → the sheets that make it up, in order.
SHEETS: Final[Mapping[str, tuple[str, ...]]] = {
    "styles/epub.css": ("book.css", "epub.css"),
    "styles/epub-modern.css": ("tables.css", "epub-modern.css"),
}


def style_items(own: Mapping[str, str], design: Design, report: Report) -> tuple[PackageItem, ...]:
    """Return the style sheets as items.

    `own` has sheets of the project by name, in the place of the program's.

    Reports:
        E001: a sheet asks for another file; an EPUB carries only what it is made of.
    """
    items = []
    for at, (name, parts) in enumerate(SHEETS.items(), start=1):
        with_design = (*parts, design.screen_sheet) if at == len(SHEETS) else parts
        texts = [checked_sheet(part, own, report) for part in with_design]
        items.append(PackageItem(f"style-{at}", name, "text/css", "\n".join(texts).encode()))
    return tuple(items)
