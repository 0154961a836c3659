"""All that makes a build start sooner, and nothing that it would not do without.

Modules that cost much to import are imported by processes that are forked from one another, or by this one
while others read. Processes that wait for the first section make themselves ready. Left out, the same files
come later.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from florilegium.pipeline.build_record import is_kept
from florilegium.pipeline.request import BuildRequest

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from florilegium.book.model import Book
    from florilegium.editions.pdf.section.printed_section import Style
    from florilegium.manifest.schema.manifest import Manifest
    from florilegium.pipeline.session import Session

#: What costs most to import before texts can be read and edited.
_READING: Final = (
    "florilegium.sources.reading_task",
    "florilegium.sources.read",
    "florilegium.passes.pipeline",
    "markdown_it",
    *(f"mdit_py_plugins.{name}" for name in ("attrs", "deflist", "footnote", "front_matter")),
    *(f"mdit_py_plugins.{name}" for name in ("subscript", "superscript")),
)

#: What costs most to import before pages of a book for screens can be made.
_SCREENS: Final = ("florilegium.editions.epub.page",)

#: What costs most to import when the texts have been read.
_EDITING: Final = (
    "florilegium.names.mentions.survey",
    "florilegium.names.index.entries",
    "florilegium.passes.pipeline",
    "florilegium.pipeline.make_editions",
    "florilegium.editions.epub.edition",
    "uharfbuzz",
    "ebooklib.epub",
)

#: What costs most to import before pages can be laid out and joined.
_PAGES: Final = (
    *("florilegium.editions.pdf.weasyprint.engine", "pikepdf", "uharfbuzz", "fontTools.ttLib"),
    *("florilegium.editions.pdf.weasyprint.layout", "florilegium.editions.pdf.output.bind_beside"),
)


def processes_for(request: BuildRequest) -> Executor:
    """Return the processes of this machine that a build is given, with what they will need imported
    already. They can write in the project alone."""
    from florilegium.system.tasks.engines import processes

    own = (request.root, request.work)  # the second may be a link out of the project
    reading = _READING + (() if all(one.is_printed for one in request.wanted) else _SCREENS)
    if not request.sets_pages or not _can_set_pages():
        return processes(request.jobs, reading, own)
    little = _is_little_left(request)
    preload = _PAGES if little else reading + _PAGES
    imports = (module for edition in request.wanted for module in edition.imports)
    return processes(request.jobs, (*preload, *imports), own, at_first=1 if little else request.jobs)


def _is_little_left(request: BuildRequest) -> bool:
    """Return whether an earlier build has left most of what is to be read and set.

    What is to be read this process reads until others are there. Of these one is enough: another, which got
    ready for pages that it is not given, would take time from this one.
    """
    return request.cached and is_kept(request)


def while_others_read(request: BuildRequest, manifest: Manifest) -> tuple[Callable[[], object], ...]:
    """Return what has to be imported and made ready sooner or later, in small steps.

    Of a book that is built again others read little. This process comes to it while they set what has
    changed.
    """
    from florilegium.manifest.schema.contents import brings_prose
    from florilegium.system.tasks.engines import import_all

    if request.sets_pages and _is_little_left(request):
        return ()
    # What stands in the manifest this process reads; the rest it may leave to others, with their readers.
    prose = any(brings_prose(part) for key, part in manifest if key != "index")
    modules = (*_EDITING, *(("florilegium.sources.read",) if prose else ()))
    return (*(partial(import_all, (module,)) for module in modules), _prepare_templates)


def while_texts_are_read(session: Session, manifest: Manifest) -> None:
    """Have the process that is begun at first of a book that is built again get ready for its pages: it is
    not needed for what is to be read."""
    if _is_little_left(session.request) and _are_pages_set(session.request, manifest):
        _get_ready_for_pages(session, manifest)


def while_names_are_found(session: Session, manifest: Manifest, book: Book) -> None:
    """Have processes that have edited all do what comes next.

    If pages are to be set, they make the text's faces and lay a word out, unless they have done so; if not,
    editions begin what they can.
    """
    if not _are_pages_set(session.request, manifest):
        begin_early(session, book, manifest)
    elif not _is_little_left(session.request):
        _get_ready_for_pages(session, manifest)


def _are_pages_set(request: BuildRequest, manifest: Manifest) -> bool:
    return request.is_printed or (request.sets_pages and manifest.editions.epub.pages)


def begin_early(session: Session, book: Book, manifest: Manifest) -> None:
    """Have the editions begin what needs only the book and its design."""
    from florilegium.editions.designs.design import design_of

    for edition in session.request.wanted:
        if edition.begin:
            edition.begin(book, design_of(manifest.design), session.runner)


def _get_ready_for_pages(session: Session, manifest: Manifest) -> None:
    from florilegium.editions.designs.design import design_of
    from florilegium.editions.pdf.fonts.bundled import faces_of
    from florilegium.editions.pdf.section.printed_section import Style
    from florilegium.pipeline.print_spec import faces_folder, print_sheets
    from florilegium.system.tasks.engines import Processes

    engine = session.runner.engine
    if isinstance(engine, Processes) and _can_set_pages():
        # An earlier build has left the faces.
        families = () if _is_little_left(session.request) else design_of(manifest.design).families
        for family in families:
            for cut in family.styles:
                engine.submit(faces_of, replace(family, styles=(cut,)), faces_folder(manifest.root))
        root = str(manifest.root.resolve())
        engine.each(_lay_out_a_word, Style(print_sheets(manifest), "", root, root), manifest.language)


def _lay_out_a_word(style: Style, language: str) -> None:
    """Lay a word out in the sheets of a style. Nothing comes of it.

    What a process does then for the first time takes it as long as half a section: patterns of hyphenation
    are read, WeasyPrint's own sheets are matched, the calls into Pango and HarfBuzz are prepared.
    """
    from florilegium.editions.pdf.linebreak.hyphenation_patterns import patterns
    from florilegium.editions.pdf.section.printed_section import LayoutTask
    from florilegium.editions.pdf.weasyprint.layout import lay_out

    patterns(language, 2, 2)
    xhtml = f'<html lang="{language}"><body><section><p id="a">Warm</p></section></body></html>'
    lay_out(LayoutTask("", xhtml.encode(), style, ""))


def _can_set_pages() -> bool:
    from florilegium.system import native_libraries

    return not native_libraries.missing()


def _prepare_templates() -> None:
    from florilegium.editions.templating import prepare

    prepare()
