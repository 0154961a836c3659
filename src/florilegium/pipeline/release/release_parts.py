"""The parts of a release, in their order: each a function from the finished book to files.

To add one, write the function and a line of `PARTS`. It is given all that editions are made of, the book as
records need it, and the files of the editions and of the parts before it. It reads nothing else.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import Final

from lxml import etree

from florilegium.editions.protocol import Context, Edition, Needs
from florilegium.editions.records.described_book import DescribedBook, PageSpan
from florilegium.pipeline.release.held_files import StackedFiles
from florilegium.pipeline.release.reader_pages import pages_of_release
from florilegium.problems import Place, Report
from florilegium.system.tasks.task import Task
from florilegium.system.values import dataclass

#: Widths in pixels at which a cover is given besides its own: for a shop's page, and for its lists.
_COVER_WIDTHS: Final = (600, 200)

#: What the covers that are being made are called among what editions share.
_BEGUN: Final = "narrower covers"

_OPF: Final = {"o": "http://www.idpf.org/2007/opf"}


@dataclass(frozen=True)
class FinishedBook:
    """A book whose editions are made. `files` are those of the release so far, by their paths in it.

    A review copy is for those who read for the press: nothing in it goes to shops, registers or search
    engines.
    """

    context: Context
    described: DescribedBook
    files: Mapping[str, bytes]
    is_review: bool

    @property
    def report(self) -> Report:
        """Return where faults go."""
        return self.context.report


@dataclass(frozen=True)
class ReleasePart:
    """One part: its name, who makes its files, and whether a review copy has it."""

    name: str
    make: Callable[[FinishedBook], Mapping[str, bytes]]
    in_review: bool = True


def release_files(context: Context, described: DescribedBook, *, is_review: bool) -> Mapping[str, bytes]:
    """Return the files of all parts, by their paths in the release; `context.before` has the editions'."""
    made: dict[str, bytes] = {}
    for part in PARTS:
        if part.in_review or not is_review:
            files = StackedFiles(made, context.before)
            made |= part.make(FinishedBook(context, described, files, is_review))
    return made


def described_by(context: Context) -> DescribedBook:
    """Return a book as records need it, from what its editions have turned out to be."""
    epub = context.before.get(f"{context.stem}.epub")
    features, claim = accessibility_of(epub) if epub else ((), "")
    known = {"epub": f"{context.stem}.epub", "pdf": f"{context.stem}.pdf"}
    return DescribedBook(
        book=context.book,
        made=context.made,
        made_with=context.made_with,
        formats=tuple(format_ for format_, name in known.items() if name in context.before),
        pages=context.printed.pages if context.printed else 0,
        spans=_spans(context),
        accessibility=features,
        conforms_to=claim,
    )


def _spans(context: Context) -> dict[str, PageSpan]:
    labels: dict[str, list[str]] = {}
    for start in context.starts:
        labels.setdefault(start.section, []).append(start.label)
    keys = (article.key for article in context.book.articles)
    return {key: PageSpan(labels[key][0], labels[key][-1]) for key in keys if key in labels}


def accessibility_of(epub: bytes) -> tuple[tuple[str, ...], str]:
    """Return the features that a finished EPUB says it has, and what it claims to conform to."""
    with zipfile.ZipFile(BytesIO(epub)) as container:
        package = etree.fromstring(container.read("EPUB/content.opf"))
    told = [(meta.get("property"), meta.text or "") for meta in package.iterfind(".//o:meta", _OPF)]
    features = tuple(value for name, value in told if name == "schema:accessibilityFeature")
    return features, next((value for name, value in told if name == "dcterms:conformsTo"), "")


@dataclass(frozen=True)
class WideCover:
    """A cover's picture, and a width in pixels at which it is wanted too."""

    picture: bytes
    width: int


def narrowed(cover: WideCover) -> bytes:
    """Return a cover as a JPEG of its width; nothing where it is not wider than that. Any process can."""
    from PIL import Image

    from florilegium.system.whole_picture import opened

    with opened(cover.picture) as picture:
        if picture.width <= cover.width:
            return b""
        height = max(1, round(picture.height * cover.width / picture.width))
        smaller = picture.convert("RGB").resize((cover.width, height), Image.Resampling.LANCZOS)
    written = BytesIO()
    smaller.save(written, "JPEG", quality=85, optimize=True)
    return written.getvalue()


#: Make a cover narrower.
NARROW: Final[Task[WideCover, bytes]] = Task(name="cover-width", do=narrowed, kind=bytes)


def _narrower(context: Context) -> Iterator[bytes]:
    """Have the cover made narrower; return what gives it at each width."""
    data, _ = cover_in(context.before[f"{context.stem}.epub"])
    return context.runner.map(NARROW, [WideCover(data, width) for width in _COVER_WIDTHS])


def _begin_covers(context: Context) -> Mapping[str, bytes]:
    context.once(_BEGUN, lambda: _narrower(context))
    return {}


#: Made for releases only: the cover at the widths that shops ask for, begun as soon as the EPUB has it.
COVERS: Final = Edition(name="covers", title="the covers", endings=(), needs=Needs.MARKS, files=_begin_covers)


def _covers(finished: FinishedBook) -> dict[str, bytes]:
    """Return the cover as the EPUB has it, and narrower, as shops ask for it."""
    context = finished.context
    data, ending = cover_in(finished.files[f"{context.stem}.epub"])
    made = context.once(_BEGUN, lambda: _narrower(context))
    narrower = {f"cover-{width}.jpg": image for width, image in zip(_COVER_WIDTHS, made, strict=True)}
    return {f"cover.{ending}": data, **{name: image for name, image in narrower.items() if image}}


def cover_in(epub: bytes) -> tuple[bytes, str]:
    """Return the cover's picture in a finished EPUB, and the ending of its name."""
    with zipfile.ZipFile(BytesIO(epub)) as container:
        (name,) = [one for one in container.namelist() if one.startswith("EPUB/images/cover.")]
        return container.read(name), name.rpartition(".")[2]


def _metadata(finished: FinishedBook) -> dict[str, bytes]:
    """Return the records that can be made.

    Reports:
        M025: a record that the book should have asks for what the manifest does not say.
        M026: a record is longer than its form allows.
    """
    from florilegium.editions.records.record_kinds import RECORDS, records_of

    made = records_of(finished.described)
    place = Place(finished.context.book.metadata.manifest)
    for record in (one for one in RECORDS if one.is_wanted(finished.described)):
        missing = record.missing(finished.described)
        if missing:
            keys = " and ".join(f"“{key}”" for key in missing)
            message = f"{record.title} is not made: it asks for {keys}"
            finished.report.add(
                "M025", place, message, "Add the key, or leave it: all other records are made."
            )
        elif record.name not in made:
            message = f"{record.title} is not made: the record is longer than its form can say"
            finished.report.add("M026", place, message, "The same record in XML has no such bound.")
    return {f"metadata/{name}": data for name, data in made.items()}


def _pages(finished: FinishedBook) -> dict[str, bytes]:
    """Return the first page, and the page of each article."""
    cover = min((name for name in finished.files if name.startswith("cover")), key=_preference)
    return pages_of_release(finished.described, finished.files, cover, is_review=finished.is_review)


def _preference(name: str) -> tuple[bool, str]:
    """Put the cover of a page's width before the others."""
    return name != f"cover-{_COVER_WIDTHS[0]}.jpg", name


def _linked_record(finished: FinishedBook) -> dict[str, bytes]:
    """Return the EPUB with the record of ONIX in it, if there is one."""
    from florilegium.editions.epub.package import with_record

    name = f"{finished.context.stem}.epub"
    record = finished.files.get("metadata/onix-3.1.xml")
    return {name: with_record(finished.files[name], record)} if record else {}


PARTS: Final = (
    ReleasePart("covers", _covers),
    ReleasePart("metadata", _metadata, in_review=False),
    ReleasePart("linked record", _linked_record, in_review=False),
    ReleasePart("pages", _pages),
)
