"""Personal copies of a release: of each its own EPUB and PDF, a letter, and a line of the ledger.

Nothing is laid out: the release's files are made personal (`editions/pdf/output/personal_page.py`,
`editions/epub/personal_copy.py`). Each folder is put in its place whole; the ledger comes last.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from florilegium.languages.labels import Labels, labels_for
from florilegium.manifest.reading.copy_list import Recipient, load_recipients
from florilegium.manifest.reading.load import load
from florilegium.pipeline.book_documents import build_moment
from florilegium.pipeline.copies.copy_letters import LetterTemplate, Sender
from florilegium.pipeline.print_spec import faces_folder
from florilegium.pipeline.release.comparison import ReleaseFolder, open_release
from florilegium.pipeline.session import Count, Progress
from florilegium.problems import Place, ReleaseError, Report
from florilegium.system.files import Parcel, hash_of
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from florilegium.editions.epub.personal_copy import PersonalEpub
    from florilegium.editions.pdf.output.personal_page import PersonalPdf
    from florilegium.manifest.schema.manifest import Manifest

LEDGER: Final = "ledger.csv"

#: What a ledger says of each copy.
_COLUMNS: Final = ("line", "name", "email", "contributor", "identifier", "folder", "file", "sha256")

#: With these a spreadsheet begins a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class CopiesRequest:
    """Whose copies are asked for, of which manifest's release, and where they go.

    By default the release is that in the project's `dist/release`, and copies go to its `dist/copies`, to a
    folder called after the list in that of the book.
    """

    manifest: Path
    recipients: Path
    release: Path | None = None
    output: Path | None = None


@dataclass(frozen=True)
class _Copied:
    """What all copies are made of."""

    manifest: Manifest
    labels: Labels
    release: ReleaseFolder
    epub: PersonalEpub
    pdf: PersonalPdf
    template: LetterTemplate


def make_copies(request: CopiesRequest, report: Report, progress: Progress) -> tuple[Path, int]:
    """Make all copies of a list; return their folder, and how many there are.

    Reports:
        M029, M030, M031: as `load_recipients`; then nothing is made.

    Raises:
        ReleaseError: there is no release, or its files are not as they were made; or the disk is full.
        FlorilegiumError: the manifest, the list or the letter cannot be used.
    """
    recipients = load_recipients(request.recipients, report)
    report.raise_errors()
    manifest = load(request.manifest, report)
    _check_contributors(recipients, manifest, request.recipients.name, report)
    release = open_release(request.release or manifest.root / "dist" / "release" / manifest.stem)
    copied = _copied(manifest, release, recipients, request.recipients.name, report)
    report.raise_errors()
    # Each list has its own ledger: that of the last would be gone.
    folder = request.output or manifest.root / "dist" / "copies" / manifest.stem / request.recipients.stem
    rows = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number, recipient in enumerate(recipients, 1):
            rows += _put_copy(copied, recipient, folder / folder_name(number, recipient.name))
            progress.count(Count(len(recipients), made=number, share=number / len(recipients), of="copies"))
        with Parcel() as parcel:
            parcel.add(folder / LEDGER, ledger(rows))
            parcel.deliver()
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReleaseError(f"the copies cannot be written to “{folder}”: {reason}") from error
    return folder, len(recipients)


def _check_contributors(
    recipients: Sequence[Recipient], manifest: Manifest, listed: str, report: Report
) -> None:
    for one in recipients:
        if one.contributor and one.contributor not in manifest.contributors:
            told = f"“{one.contributor}” is no contributor of the book"
            known = f"Its contributors are {', '.join(manifest.contributors)}."
            report.add("C001", Place(listed, one.line), told, known)


def _copied(
    manifest: Manifest, release: ReleaseFolder, recipients: Sequence[Recipient], listed: str, report: Report
) -> _Copied:
    """Make the release's files ready for copies.

    Reports:
        M030: a name has a letter that no typeface has.
    """
    from florilegium.editions.epub.personal_copy import PersonalEpub
    from florilegium.editions.pdf.fonts.select import FontRequest, has, select_faces
    from florilegium.editions.pdf.output.personal_page import PersonalPdf

    labels = labels_for(manifest.language)
    lines = [labels.copy_for.format(name=one.name) for one in recipients]
    request = FontRequest(letters=frozenset("".join(lines)), language=manifest.language, root=manifest.root)
    faces = select_faces(request, faces_folder(manifest.root)).faces
    for one in recipients:
        lacking = [sign for sign in one.name if not any(has(face, sign) for face in faces)]
        if lacking:
            told = f"no typeface has the “{lacking[0]}” of the name"
            report.add("M030", Place(listed, one.line), told, "Write the name in other letters.")
    return _Copied(
        manifest=manifest,
        labels=labels,
        release=release,
        epub=PersonalEpub(_file(release, f"{manifest.stem}.epub")),
        pdf=PersonalPdf(_file(release, f"{manifest.stem}.pdf"), lines, faces),
        template=LetterTemplate(manifest.root),
    )


def _file(release: ReleaseFolder, name: str) -> bytes:
    """Return a file of a release, if it is as it was made."""
    try:
        data = (release.folder / name).read_bytes()
    except OSError as error:
        raise ReleaseError(f"the release “{release.folder}” has no file “{name}”") from error
    if hash_of(data) != release.sums.get(name):
        raise ReleaseError(
            f"“{name}” of the release “{release.folder}” is not as it was made; make the release again"
        )
    return data


def _put_copy(copied: _Copied, recipient: Recipient, folder: Path) -> list[tuple[Any, ...]]:
    """Put the folder of one copy in its place, and return its lines of the ledger."""
    identifier = identifier_of(copied.release, recipient)
    line, stem = copied.labels.copy_for.format(name=recipient.name), copied.manifest.stem
    files = {
        f"{stem}.epub": copied.epub.copy(line, identifier, copied.labels.language),
        f"{stem}.pdf": copied.pdf.copy(line, identifier),
        **dict(_offprints(copied, recipient)),
    }
    letter = {"letter.eml": _letter(copied, recipient, identifier, list(files))}
    with Parcel() as parcel:
        # A copy can be made again, and its hash stands in the ledger.
        parcel.add_folder(folder, {**files, **letter}, flushed=False)
        parcel.deliver()
    who = (recipient.line, recipient.name, recipient.email, recipient.contributor, identifier, folder.name)
    return [(*who, name, hash_of(data)) for name, data in files.items()]


def _offprints(copied: _Copied, recipient: Recipient) -> Iterator[tuple[str, bytes]]:
    """Yield the offprints of a contributor's articles, if the release has any."""
    if not recipient.contributor:
        return
    keys = [key for key, authors in _authors(copied.manifest) if recipient.contributor in authors]
    for name in sorted(copied.release.sums):
        parts = name.split("/")
        if len(parts) == 3 and parts[0] == "articles" and parts[1] in keys and parts[2].endswith(_OFFPRINTS):
            own = parts[2] if parts[2].startswith(parts[1]) else f"{parts[1]}-{parts[2]}"
            yield f"offprint-{own}", _file(copied.release, name)


_OFFPRINTS: Final = (".pdf", ".epub")


def _authors(manifest: Manifest) -> Iterator[tuple[str, tuple[str, ...]]]:
    for _, article in manifest.articles:
        yield article.key, article.authors or ()


def _letter(copied: _Copied, recipient: Recipient, identifier: str, files: Sequence[str]) -> bytes:
    manifest = copied.manifest
    publisher = manifest.publisher
    name = publisher.name if publisher else manifest.title
    address = publisher.contact.removeprefix("mailto:") if publisher else ""
    values = {
        "name": recipient.name,
        "title": manifest.title,
        "subtitle": manifest.subtitle,
        "files": files,
        "site": manifest.site,
        "sender": name,
        "identifier": identifier,
        "is_contributor": bool(recipient.contributor),
    }
    sender = Sender(name, address, build_moment(manifest))
    return copied.template.letter(sender, (recipient.name, recipient.email), values)


def identifier_of(release: ReleaseFolder, recipient: Recipient) -> str:
    """Return the identifier of a copy: the same for the same person and release, another for any other."""
    book = str(release.record.get("book", {}).get("identifier", ""))
    files = "".join(digest for _, digest in sorted(release.sums.items()))
    who = "\n".join((book, files, recipient.name, recipient.email, recipient.contributor))
    return uuid.uuid5(uuid.NAMESPACE_URL, who).urn


def folder_name(number: int, name: str) -> str:
    """Return the name of a copy's folder: its number, and of the name what any system can have in a path."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(
        part for part in (f"{number:04}", re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40]) if part
    )


def ledger(rows: Sequence[tuple[Any, ...]]) -> bytes:
    """Return the ledger as CSV. What a spreadsheet would take for a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        values = [str(value) for value in row]
        writer.writerow([f"'{value}" if value.startswith(_FORMULA) else value for value in values])
    return ("\ufeff" + out.getvalue()).encode()
