"""Every anthology's PDF under veraPDF, and the facts of the printed book read back from the finished file.

The file is read with libraries that had no part in what is looked for: pikepdf its objects, PDFium its text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import yaml

from projects import Made

pytestmark = pytest.mark.conformance

#: Points; the width and height that each trim of the test anthologies must have.
TRIMS = {"6x9in": (432.0, 648.0), "a5": (419.53, 595.28)}

#: Shares of the page's height in which only a running head or a folio may stand.
HEAD, FOOT = 0.092, 0.115


@dataclass(frozen=True)
class Sheet:
    """One page as a reader sees it: its label, and the text of its head, its type area and its foot."""

    label: str
    head: str
    text: str
    foot: str


@cache
def sheets(path: Path) -> tuple[Sheet, ...]:
    """Every page of a PDF."""
    document = pypdfium2.PdfDocument(path)
    found = []
    for number, page in enumerate(document):
        width, height = page.get_size()
        text = page.get_textpage()
        bands = ((1 - HEAD) * height, height), (FOOT * height, (1 - HEAD) * height), (0, FOOT * height)
        head, body, foot = (_band(text, width, low, high) for low, high in bands)
        found.append(Sheet(document.get_page_label(number), head, body, foot))
    document.close()
    return tuple(found)


def _band(page: Any, width: float, low: float, high: float) -> str:
    return str(page.get_text_bounded(0, low, width, high)).strip()


@pytest.fixture(scope="session")
def verdicts(
    verapdf: Callable[[Sequence[Path], str], dict[Path, list[str]]], all_made: tuple[Made, ...]
) -> dict[Path, list[str]]:
    """veraPDF's findings for PDF/UA-1 in every anthology, from one start of Java."""
    return verapdf([made.pdf for made in all_made], "ua1")


@pytest.fixture
def manifest(made: Made) -> dict[str, Any]:
    """The anthology's manifest as it was written."""
    return dict(yaml.safe_load((made.root / "anthology.yaml").read_text(encoding="utf-8")))


@pytest.fixture
def pdf(made: Made) -> Iterator[pikepdf.Pdf]:
    """The anthology's PDF, open."""
    with pikepdf.open(made.pdf) as document:
        yield document


def chapters(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    parts = manifest.get("parts", [manifest])
    return [chapter for part in parts for chapter in part["chapters"]]


def test_pdf_is_accessible(made: Made, verdicts: dict[Path, list[str]]) -> None:
    """veraPDF finds no failure against PDF/UA-1."""
    assert verdicts[made.pdf] == []


def test_checker_finds_faults(verapdf: Callable[..., dict[Path, list[str]]], tmp_path: Path) -> None:
    """The checker that passes our files fails one that is not tagged, and one that is no PDF."""
    bare, broken = tmp_path / "bare.pdf", tmp_path / "broken.pdf"
    document = pikepdf.new()
    document.add_blank_page()
    document.save(bare)
    broken.write_bytes(b"%PDF-1.7 and nothing else")
    assert all(verapdf([bare, broken], "ua1")[path] for path in (bare, broken))


def test_pages_are_labelled(made: Made) -> None:
    """Front matter counts in roman numerals from i, the rest in arabic from 1, on a right-hand page."""
    labels = [sheet.label for sheet in sheets(made.pdf)]
    body = labels.index("1")
    assert body % 2 == 0
    assert labels[body:] == [str(number) for number in range(1, len(labels) - body + 1)]
    assert labels[:body] == ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"][:body]


def test_folio_equals_label(made: Made) -> None:
    """What is printed as a page's number is its label: outside in the head, or alone at the foot."""
    for number, sheet in enumerate(sheets(made.pdf)):
        words = sheet.head.split()
        if words:
            assert words[-1 if number % 2 == 0 else 0] == sheet.label, sheet
        assert sheet.foot in {"", sheet.label}
        assert not (sheet.head and sheet.foot)


def test_page_without_folio_is_blank_or_display(made: Made, manifest: dict[str, Any]) -> None:
    """Only half title, title page, copyright, dedication, epigraph and colophon have text and no folio."""
    found = sheets(made.pdf)
    bare = [number for number, sheet in enumerate(found) if sheet.text and not (sheet.head or sheet.foot)]
    body = next(number for number, sheet in enumerate(found) if sheet.label == "1")
    assert len(bare) <= 5 + ("epigraph" in manifest)
    assert all(number < body or number >= len(found) - 2 for number in bare)


def test_blank_page_is_blank(made: Made, pdf: pikepdf.Pdf) -> None:
    """A page without text and picture has no furniture either, and is always a left-hand page."""
    for number, sheet in enumerate(sheets(made.pdf)):
        if not sheet.text and not pdf.pages[number].get("/Resources", {}).get("/XObject"):
            assert (sheet.head, sheet.foot, number % 2) == ("", "", 1)


def test_chapter_opens_on_a_recto(made: Made, pdf: pikepdf.Pdf, manifest: dict[str, Any]) -> None:
    """Every chapter's line in the outline leads to a right-hand page."""
    targets = dict(outline(pdf))
    for chapter in chapters(manifest):
        page = next(page for title, page in targets.items() if chapter["title"] in title)
        assert page % 2 == 0


def outline(pdf: pikepdf.Pdf) -> Iterator[tuple[str, int]]:
    """Every entry of the outline with the place of its page; one that leads nowhere is a failure."""
    places = {page.objgen: number for number, page in enumerate(pdf.pages)}
    named = {str(name): target for name, target in _named(pdf)}

    def walk(items: Sequence[pikepdf.OutlineItem]) -> Iterator[tuple[str, int]]:
        for item in items:
            target = item.destination if item.destination is not None else item.action.D
            if isinstance(target, pikepdf.String | pikepdf.Name | str):
                target = named[str(target)]
            yield item.title, places[target[0].objgen]
            yield from walk(item.children)

    with pdf.open_outline() as opened:
        yield from walk(opened.root)


def _named(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """The document's named destinations."""
    names = pdf.Root.get("/Names", {}).get("/Dests")
    for name, target in pikepdf.NameTree(names).items() if names is not None else ():
        yield name, target.D if isinstance(target, pikepdf.Dictionary) else target


def test_outline_has_every_chapter_in_order(pdf: pikepdf.Pdf, manifest: dict[str, Any]) -> None:
    """The outline names all chapters of the manifest, and its pages never go backwards."""
    entries = list(outline(pdf))
    titles = [title for title, _ in entries]
    for chapter in chapters(manifest):
        assert any(chapter["title"] in title for title in titles)
    pages = [page for _, page in entries]
    assert pages == sorted(pages)


def test_file_says_what_it_is(pdf: pikepdf.Pdf, manifest: dict[str, Any]) -> None:
    """Title, language and tags are declared, and a reader shows the title (PDF/UA-1 7.1, 7.2)."""
    with pdf.open_metadata() as metadata:
        assert manifest["title"] in metadata["dc:title"]
        assert metadata["pdfuaid:part"] == "1"
    assert manifest["title"] in str(pdf.docinfo["/Title"])
    assert str(pdf.Root.Lang) == manifest["language"]
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert pdf.Root.StructTreeRoot.K is not None


def test_trim_is_the_manifests(pdf: pikepdf.Pdf, manifest: dict[str, Any]) -> None:
    """Every page has the trim size of the manifest."""
    trim = TRIMS[manifest.get("editions", {}).get("pdf", {}).get("trim", "6x9in")]
    for page in pdf.pages:
        left, bottom, right, top = (float(side) for side in page.mediabox)
        assert (right - left, top - bottom) == pytest.approx(trim, abs=0.05)


def test_fonts_are_embedded_subsets(pdf: pikepdf.Pdf) -> None:
    """Every font is in the file, as a subset (PDF/UA-1 7.21.4.1)."""
    fonts = list(_fonts(pdf))
    assert fonts
    for font in fonts:
        described = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(described.FontDescriptor.keys())
        assert re.match(r"/[A-Z]{6}\+", str(font.BaseFont))


def _fonts(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every font of the document, once."""
    for number in range(1, len(pdf.objects) + 1):
        thing = pdf.get_object(number, 0)
        if (
            isinstance(thing, pikepdf.Dictionary)
            and thing.get("/Type") == "/Font"
            and "CIDFont" not in str(thing.Subtype)
        ):
            yield thing


def test_links_lead_somewhere_and_say_where(pdf: pikepdf.Pdf) -> None:
    """Every link has a description, and one within the book a page that exists (PDF/UA-1 7.18.5)."""
    pages = {page.objgen for page in pdf.pages}
    named = dict(_named(pdf))
    count = 0
    for page in pdf.pages:
        for note in page.get("/Annots", ()):
            assert note.Subtype == "/Link" and str(note.Contents).strip()
            action = note.get("/A", pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=note.get("/Dest")))
            if action.S == "/GoTo":
                target = action.D if isinstance(action.D, pikepdf.Array) else named[str(action.D)]
                assert target[0].objgen in pages
            else:
                assert re.match(r"(https?|mailto):", str(action.URI))
            count += 1
    assert count


def test_contents_give_the_page_that_opens_a_chapter(
    made: Made, pdf: pikepdf.Pdf, manifest: dict[str, Any]
) -> None:
    """A chapter's line in the printed contents ends with the label of the page that it opens on."""
    found = sheets(made.pdf)
    body = next(number for number, sheet in enumerate(found) if sheet.label == "1")
    contents = " ".join(" ".join(sheet.text for sheet in found[:body]).split())
    targets = dict(outline(pdf))
    for chapter in chapters(manifest):
        label = next(found[page].label for title, page in targets.items() if chapter["title"] in title)
        words = r"\W+".join(map(re.escape, chapter["title"].split()))
        assert re.search(rf"{words}\b[^\d]*(?:\d+[^\d]+)??{label}\b", contents, re.I), (label, contents)
