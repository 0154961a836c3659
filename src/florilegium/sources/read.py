"""The door to the sources: a request in, a manuscript out, whatever the format.

The stages stand here in their order: bytes, letters, pieces, roles, notes, breaks, account, images, pairs,
corrections. Only here, in `source_images.py` and for the style sheets of a page is a file opened, and only
through `florilegium.system.files`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path, PurePosixPath

from florilegium.book import runs
from florilegium.problems import REFUSED, Report
from florilegium.sources import corrections, encoding
from florilegium.sources.account import check as account
from florilegium.sources.account.given import given_units
from florilegium.sources.assembly import assemble, check_pairs, drop_private, drop_uncalled
from florilegium.sources.citations.setting import set_citations
from florilegium.sources.excerpts.extent import Extent
from florilegium.sources.formats import ENDINGS, PAGES, PARTED, READERS, Reader, hint_for
from florilegium.sources.manuscript import (
    LIMIT,
    CitationRules,
    LedgerEntry,
    Manuscript,
    NotesFile,
    Reading,
    RoleRule,
    SourceRequest,
)
from florilegium.sources.markdown import reader as markdown
from florilegium.sources.notes import bracketed_notes, lettered_notes, note_list, sign_notes
from florilegium.sources.parts import Draft, Piece
from florilegium.sources.roles import cues, features
from florilegium.sources.roles.classify import class_pieces
from florilegium.sources.roles.grouping import find_breaks, find_rules, gather_lists
from florilegium.sources.roles.overrides import apply_rules, bring_back
from florilegium.sources.source_images import enter_dropped, put_chosen, settle_images
from florilegium.sources.tree.source_pages import take_typed_pages
from florilegium.system import files

__all__ = ["RoleRule", "SourceRequest", "read", "read_markdown"]


def read(request: SourceRequest, report: Report) -> Manuscript | None:
    """Read one source; None when it cannot be used, and the report says why.

    Reports:
        M009, S001, S003, S006: the file cannot be had, at the manifest's line that names it.
        S005: no reader knows its format.
        S042–S044: what an extra is needed for, and what it says.
        S041: it is an archive, whose files are to be named one by one.
        S020, S021: it has not the part that the manifest names.
        S002, S004, S007, S010–S014, N001–N003: what the file has wrong, at its own line.
        S008, S009: a role or a correction of the manifest that fits nothing.
    """
    suffix = PurePosixPath(request.name).suffix.lower()
    reader = READERS.get(suffix)
    if suffix in files.ARCHIVES and not _leaves(request):
        _report_bundle(request, report)
        return None
    if reader is None and not _leaves(request):
        known = ".docx, .odt, .html, .md, .txt and more (docs/sources.md)"
        message = f"“{request.name}” is of a format that no reader knows; known are {known}"
        report.add("S005", request.place, message, hint_for(suffix))
        return None
    try:
        data = files.read(request.root, request.name, LIMIT)
    except files.FileRefusedError as error:
        _report_refused(error, request, report)
        return None
    if reader is None:
        return None
    name = str(PurePosixPath(request.name))
    reading = Reading(
        name,
        request.language,
        report,
        request.root,
        authors=request.authors,
        title=request.title,
        pictures=request.pictures,
        source_pages=request.source_pages,
        notes=_notes_of(request, report),
        part=request.part,
        citations=request.citations,
        picture_files=request.picture_files,
    )
    draft = _read_part(reader, data, reading, suffix) if request.part else reader(data, reading)
    manuscript = _finish(draft, request.roles, reading) if draft else None
    if manuscript is not None and draft is not None and draft.extent is not None:
        manuscript = _with_extent(manuscript, draft.extent)
    return corrections.apply(manuscript, request.corrections, name, report) if manuscript else None


def _read_part(reader: Reader, data: bytes, reading: Reading, suffix: str) -> Draft | None:
    """Cut a part of a file into pieces; its first heading is its title.

    Reports:
        S020, S021: it has no such part, or is of a format whose parts cannot be told.
    """
    if reading.part is not None and suffix not in PARTED:
        known = ", ".join(sorted(PARTED))
        message = f"“{reading.name}” is of a format whose parts cannot be named; those with parts are {known}"
        hint = "Give each article a file of its own."
        reading.report.add("S020", reading.part.place, message, hint)
        return None
    draft = reader(data, reading)
    if draft is None or any(piece.role == "title" for piece in draft.pieces):
        return draft
    title = next((piece for piece in draft.pieces if piece.role == "heading"), None)
    pieces = [replace(one, role="title", fixed=True) if one is title else one for one in draft.pieces]
    return replace(draft, pieces=tuple(pieces), title="" if title else draft.title)


def _with_extent(manuscript: Manuscript, extent: Extent) -> Manuscript:
    """Enter what of the file is no part of the article into its ledger."""
    rows = tuple(
        LedgerEntry(
            line=int(stretch.at.partition(":")[0] or 0),
            last_line=stretch.last_line,
            role="boilerplate",
            words=stretch.words,
            characters=stretch.characters,
            fate="left out: of another part of the file",
            text=stretch.words,
        )
        for stretch in extent.outside
    )
    ledger = sorted((*manuscript.ledger, *rows), key=lambda row: row.line)
    return replace(manuscript, ledger=tuple(ledger), extent=extent)


def _report_bundle(request: SourceRequest, report: Report) -> None:
    """Report that a source is an archive, with the names of the articles in it.

    Reports:
        M009, S001, S003, S004, S006: it cannot be had, as with any source.
        S041: it can, and holds articles or none.
    """
    from florilegium.sources.bundles.bundle import report_bundle

    try:
        report_bundle(request, ENDINGS, report)
    except files.FileRefusedError as error:
        _report_refused(error, request, report)


def _notes_of(request: SourceRequest, report: Report) -> NotesFile | None:
    """Return the file of notes that the manifest names for a source.

    Reports:
        N007: it cannot be had, or the source is no page, whose calls could lead into it.
    """
    if not request.notes:
        return None
    if PurePosixPath(request.name).suffix.lower() not in PAGES:
        message = f"“{request.name}” is no page of HTML, whose notes could stand in “{request.notes}”"
        report.add("N007", request.place, message, "Put the notes into the article’s own file.")
        return None
    try:
        data = files.read(request.root, request.notes, LIMIT)
    except files.FileRefusedError as error:
        hint = "Name the file of the notes from the project’s folder."
        report.add("N007", request.place, f"the file of notes cannot be had: {error.message}", hint)
        return None
    return NotesFile(posixpath.relpath(request.notes, str(PurePosixPath(request.name).parent)), data)


def _leaves(request: SourceRequest) -> bool:
    """Return whether a source lies outside the project, which is worse than what its name ends with."""
    try:
        files.locate(request.root, request.name)
    except files.FileRefusedError as error:
        return error.reason == "outside"
    return False


def _report_refused(refused: files.FileRefusedError, request: SourceRequest, report: Report) -> None:
    """Report a source that cannot be had, at the manifest's line that names it.

    Reports:
        M009, S001, S003, S004, S006: as said.
    """
    code, mend = REFUSED[refused.reason]
    report.add(code, request.place, refused.message, mend or files.mend_missing(request.root, request.name))


def read_markdown(  # noqa: PLR0913 - the four that tell where the text stands belong together
    text: str,
    *,
    name: str,
    first_line: int,
    language: str,
    report: Report,
    root: Path | None = None,
    citations: CitationRules | None = None,
) -> Manuscript:
    """Read a text in Markdown that stands inside another file, such as an introduction in the manifest.

    `name` and `first_line` tell where it begins, for problems. Nothing in it is guessed: no line is taken for
    a byline; a heading of the first level that begins it is its title. Images are looked up below `root`;
    without one there can be none. An empty text gives an empty body.
    """
    reading = Reading(name, language, report, root, first_line, citations=citations)
    decoded = encoding.decode_text(text, reading)
    draft = markdown.read_inline(decoded.text if decoded else "", reading)
    return _compile(draft, (), reading)


def _finish(draft: Draft, rules: Sequence[RoleRule], reading: Reading) -> Manuscript | None:
    """Return the manuscript of a draft, unless it has no body."""
    manuscript = _compile(draft, rules, reading)
    if not any(
        runs.text_of(leaf).strip() or leaf.find(".//img") is not None for leaf in runs.leaves(manuscript.body)
    ):
        hint = "`florilegium sources` shows what its paragraphs were taken for; `roles` can change it."
        reading.report.add("S002", reading.place(), "no paragraph of this file is text of the article", hint)
        return None
    return manuscript


def _compile(draft: Draft, rules: Sequence[RoleRule], reading: Reading) -> Manuscript:
    manner = draft.manner
    said = (draft.author, cues.without_by(draft.byline, reading.language))
    reading = replace(reading, authors=(*reading.authors, *chain(*map(features.names_in, said))))
    ruled, notes = drop_uncalled(apply_rules(bring_back(draft, rules), rules, reading), draft.notes)
    if manner.notes and not notes:
        ruled = note_list.part_lines(ruled)
        ruled, notes = bracketed_notes.take(ruled, reading, draft.locate)
        if not notes:
            ruled, notes = sign_notes.take(ruled, reading, draft.locate)
        ruled, lettered = lettered_notes.take(ruled, reading, draft.locate)
        notes = (*notes, *lettered)
    pieces, found = class_pieces(ruled, reading, manner)
    if found:
        notes = (*notes, *note_list.take(pieces, found, reading, draft.locate))
    elif manner.notes and not notes:
        note_list.take_orphans(pieces, draft.locate)
    _check_ruled_notes(pieces, found, rules, reading)
    if manner.cues:
        pieces = find_rules(pieces)
    if manner.lists:
        pieces = gather_lists(pieces)
    if manner.breaks:
        pieces = find_breaks(pieces)
    author = "" if any(rule.role == "byline" for rule in rules) else draft.author
    manuscript = assemble(replace(draft, pieces=tuple(pieces), notes=notes, author=author))
    if draft.letters is not None:
        account.check(draft.letters(), given_units(manuscript.body, manuscript.notes, pieces), reading)
    if reading.source_pages == "mark":
        for tree in (manuscript.body, *(note.body for note in manuscript.notes)):
            take_typed_pages(tree)
    manuscript = set_citations(manuscript, reading)
    drop_private(manuscript)
    manuscript = replace(manuscript, byline=_byline(manuscript.byline, author, pieces, reading.language))
    trees = (manuscript.body, *(note.body for note in manuscript.notes))
    put_chosen(trees, reading)
    dropped = [one for tree in trees for one in settle_images(tree, reading)]
    manuscript = replace(manuscript, ledger=enter_dropped(manuscript.ledger, dropped))
    check_pairs(manuscript, reading)
    return manuscript


def _byline(byline: str, author: str, pieces: Sequence[Piece], language: str) -> str:
    """Return who wrote a source: all whom several bylines name, if they leave out nobody of `author`."""
    lines = [cues.without_by(piece.text, language) for piece in pieces if piece.role == "byline"]
    named = [features.names_in(line) for line in lines]
    names: dict[str, str] = {}
    for name in chain.from_iterable(named):
        names.setdefault(features.folded(name), name)
    told = {features.folded(name) for name in features.names_in(author)}
    every = len(lines) > 1 and all(named) and names.keys() >= told
    return ", ".join(names.values()) if every else cues.without_by(byline, language)


def _check_ruled_notes(
    pieces: Sequence[Piece],
    found: Sequence[note_list.NoteList],
    rules: Sequence[RoleRule],
    reading: Reading,
) -> None:
    """Report a paragraph that the manifest calls a note and that has no number to be called by.

    Reports:
        S008: as said.
    """
    listed = {index for one in found for item in one.items for index in item.pieces}
    for index, piece in enumerate(pieces):
        if piece.role == "note" and piece.fixed and piece.block is not None and index not in listed:
            place = next((rule.place for rule in rules if rule.role == "note"), reading.place(piece.line))
            message = f"the paragraph on line {piece.line} cannot be a note: it is not one of a numbered list"
            reading.report.add("S008", place, message, "Number it, as its call in the text is numbered.")
