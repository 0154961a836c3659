"""The files for a printer, held to the rules of PDF/X-4 one by one, as no free program validates it.

The clauses are those of ISO 15930-7. What is not held here is said in docs/printing.md.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from projects import Made

pytestmark = pytest.mark.conformance

#: Operators that set a colour of screens, and those of the inks.
SCREEN, INKS = {"rg", "RG"}, {"g", "G", "k", "K"}


@pytest.fixture(scope="session")
def folder(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The printer's files of each anthology, made with the command an editor would give."""
    output = tmp_path_factory.mktemp(made.name)
    command = [str(Path(sys.executable).with_name("florilegium")), "build", "print"]
    command += ["--manifest", str(made.root / "anthology.yaml"), "--output", str(output)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=made.root, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return output


@pytest.fixture(params=["print", "cover"])
def pdf(folder: Path, request: pytest.FixtureRequest) -> Iterator[pikepdf.Pdf]:
    """The inside and the cover in turn, open."""
    (path,) = folder.glob(f"*-{request.param}.pdf")
    with pikepdf.open(path) as document:
        yield document


def things(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every object of a file."""
    yield from (thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream))


def test_file_names_its_standard(pdf: pikepdf.Pdf) -> None:
    """The version stands in XMP, with the names that tell one state of the file from another (6.7, 6.8)."""
    packet = pdf.Root.Metadata.read_bytes().decode()
    assert "<pdfxid:GTS_PDFXVersion>PDF/X-4</" in packet
    for name in ("xmpMM:DocumentID", "xmpMM:VersionID", "xmpMM:RenditionClass", "xmp:CreateDate"):
        assert re.search(rf"<{name}>[^<]+<", packet), name
    assert re.search(r"<xmp:ModifyDate>[^<]+<", packet) and re.search(r"<xmp:MetadataDate>[^<]+<", packet)
    assert "<dc:title>" in packet
    assert "<pdf:Trapped>False</" in packet
    assert str(pdf.docinfo["/Trapped"]) == "/False"
    assert len(pdf.trailer.ID) == 2
    assert pdf.pdf_version <= "1.6"


def test_file_has_one_output_intent_with_its_profile(pdf: pikepdf.Pdf) -> None:
    """The profile is of an output device, and has the colours that the stream says (6.2.2)."""
    (intent,) = pdf.Root.OutputIntents
    assert intent.S == "/GTS_PDFX"
    assert str(intent.OutputConditionIdentifier)
    profile = intent.DestOutputProfile
    data = profile.read_bytes()
    assert data[12:16] == b"prtr"
    assert data[36:40] == b"acsp"
    assert int.from_bytes(data[:4], "big") == len(data)
    assert {b"GRAY": 1, b"CMYK": 4}[data[16:20]] == int(profile.N)


def test_colours_are_those_of_the_output_intent(pdf: pikepdf.Pdf) -> None:
    """No colour of screens but in a picture with its profile; in the inside not even that (6.2.3)."""
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    allowed = {"/DeviceGray"} | ({"/DeviceCMYK"} if int(profile.N) == 4 else set())
    streams = [page.obj for page in pdf.pages]
    streams += [thing for thing in things(pdf) if thing.get("/Subtype") == "/Form"]
    inks = set()
    for stream in streams:
        used = {str(operator) for _, operator in pikepdf.parse_content_stream(stream)}
        assert not used & SCREEN
        inks |= used & INKS
    assert inks
    if int(profile.N) == 1:
        assert not inks & {"k", "K"}
    for picture in (thing for thing in things(pdf) if thing.get("/Subtype") == "/Image"):
        space = picture.ColorSpace
        assert str(space) in allowed or (int(profile.N) == 4 and space[0] == "/ICCBased")


def test_boxes_stand_one_within_the_other(pdf: pikepdf.Pdf) -> None:
    """MediaBox, BleedBox and TrimBox, and no ArtBox (6.4)."""
    for page in pdf.pages:
        boxes = [[float(side) for side in page.obj[name]] for name in ("/TrimBox", "/BleedBox", "/MediaBox")]
        for inner, outer in pairwise(boxes):
            assert all(outer[at] <= inner[at] + 0.001 for at in (0, 1))
            assert all(outer[at] >= inner[at] - 0.001 for at in (2, 3))
        assert "/ArtBox" not in page.obj


def test_fonts_are_in_the_file(pdf: pikepdf.Pdf) -> None:
    """Every font is embedded (6.3.2)."""
    fonts = [thing for thing in things(pdf) if thing.get("/Type") == "/FontDescriptor"]
    assert fonts
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)


def test_file_is_for_paper_alone(pdf: pikepdf.Pdf) -> None:
    """No annotation, form, action, script, layer, attachment, encryption or other rendition (6.5–6.14)."""
    assert not {"/AcroForm", "/OpenAction", "/AA", "/OCProperties", "/Names", "/AF"} & set(pdf.Root.keys())
    assert not pdf.is_encrypted
    for page in pdf.pages:
        assert not {"/Annots", "/AA", "/PresSteps"} & set(page.obj.keys())
    for thing in things(pdf):
        assert not {"/Alternates", "/OPI", "/PS", "/TR", "/HTP"} & set(thing.keys())


def test_inside_says_the_same_as_the_readers_file(made: Made, folder: Path) -> None:
    """Page by page the same words, blanks at the end apart."""
    from reading_back import page_words

    (inside,) = folder.glob("*-print.pdf")
    read, printed = page_words(made.pdf.read_bytes()), page_words(inside.read_bytes())
    assert printed[: len(read)] == read
    assert not any(printed[len(read) :])
