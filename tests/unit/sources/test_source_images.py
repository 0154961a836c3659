"""Pictures are looked at before they are believed."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from florilegium.problems import Place, Report
from florilegium.sources.manuscript import PictureChoice, Reading
from florilegium.sources.read import SourceRequest, read
from florilegium.sources.source_images import put_chosen, settle_images


def picture(kind: str = "PNG", size: int = 4) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (size, size), (200, 30, 30)).save(stream, kind)
    return stream.getvalue()


def settled(root: Path, source: str, alt: str = "A square") -> tuple[etree._Element, list[tuple[str, str]]]:
    """A figure after its picture was looked up, and the problems."""
    body = etree.Element("body")
    figure = etree.SubElement(body, "figure")
    image = etree.SubElement(figure, "img", {"src": source, "at": "3:5"})
    if alt:
        image.set("alt", alt)
    report = Report()
    settle_images(body, Reading("texts/mill.md", "en", report, root))
    assert {str(problem.place) for problem in report.problems} <= {"texts/mill.md:3:5"}
    return body, [(problem.code, problem.message) for problem in report.problems]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_picture_beside_its_source(tmp_path: Path, kind: str) -> None:
    """A path is read from the source's folder and becomes one from the project's, in four formats."""
    (tmp_path / "texts" / "pictures").mkdir(parents=True)
    (tmp_path / "texts" / "pictures" / "a b.img").write_bytes(picture(kind))
    body, problems = settled(tmp_path, "pictures/a%20b.img?x=1#y")
    assert problems == []
    assert body[0][0].get("src") == "texts/pictures/a b.img"


def test_picture_in_a_neighbouring_folder(tmp_path: Path) -> None:
    """A path may climb, as long as it stays in the project."""
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.png").write_bytes(picture())
    body, _ = settled(tmp_path, "../pictures/a.png")
    assert body[0][0].get("src") == "pictures/a.png"


def test_picture_without_words(tmp_path: Path) -> None:
    """A picture without alternative text stays and is told."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.png").write_bytes(picture())
    body, problems = settled(tmp_path, "a.png", alt=" ")
    assert [code for code, _ in problems] == ["S010"]
    assert len(body) == 1


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("nowhere.png", "there is no file"),
        ("../../outside.png", "leads out of the project"),
        ("/etc/passwd", "is not a path inside the project"),
        ("https://example.org/a.png", "is not in the project"),
        ("//example.org/a.png", "is not in the project"),
        ("file:///etc/passwd", "is not in the project"),
        ("http://[bad", "names no file"),
        ("", "names no file"),
        ("text.png", "is no PNG, JPEG, GIF or WebP image"),
        ("drawing.svg", "is a drawing in SVG"),
        ("data:image/svg+xml;base64,PHN2Zy8+", "data of a kind"),
        ("data:image/png;base64,!!!", "is broken"),
        ("data:image/png;base64,aGVsbG8=", "is no PNG"),
        ("data:image/png,x", "data of a kind"),
    ],
)
def test_picture_that_is_refused(tmp_path: Path, source: str, what: str) -> None:
    """A picture that is missing, elsewhere or none is told, and taken out with its empty figure."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "text.png").write_text("no picture", encoding="utf-8")
    (tmp_path / "texts" / "drawing.svg").write_text("<svg><script>x</script></svg>", encoding="utf-8")
    body, problems = settled(tmp_path, source)
    ((code, message),) = problems
    assert code == "S011"
    assert what in message
    assert len(body) == 0


def test_picture_that_is_a_bomb(tmp_path: Path) -> None:
    """A picture that would fill the memory is refused by what its head says of its size."""
    data = bytearray(picture())
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    import zlib

    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.png").write_bytes(bytes(data))
    _, problems = settled(tmp_path, "a.png")
    assert [code for code, _ in problems] == ["S011"]


@pytest.mark.parametrize("already_lax", [False, True])
def test_picture_that_is_torn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, already_lax: bool) -> None:
    """Half a photograph is no picture, also after a library has told Pillow to put up with it."""
    import io

    from PIL import Image, ImageFile

    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", already_lax)
    whole = io.BytesIO()
    Image.effect_noise((200, 200), 50).convert("RGB").save(whole, "JPEG")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.jpg").write_bytes(whole.getvalue()[: whole.tell() // 2])
    _, problems = settled(tmp_path, "a.jpg")
    assert [code for code, _ in problems] == ["S011"]


def test_data_of_a_document_stays(tmp_path: Path) -> None:
    """A picture that its document carries as data stays data."""
    source = "data:image/png;base64," + base64.b64encode(picture()).decode()
    body, problems = settled(tmp_path, source)
    assert problems == []
    assert body[0][0].get("src") == source


def test_caption_outlives_its_picture(tmp_path: Path) -> None:
    """The caption of a picture that is refused stays as a paragraph."""
    body = etree.fromstring(
        "<body><figure><img src='x.png' alt='x'/><figcaption>Words</figcaption></figure></body>"
    )
    settle_images(body, Reading("a.md", "en", Report(), tmp_path))
    assert etree.tostring(body) == b"<body><p>Words</p></body>"


def test_a_picture_is_named_as_the_disk_names_it(tmp_path: Path) -> None:
    """A Mac decomposes accents in the names of files; the PDF opens a picture by the name that it has."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "mu\u0308hle.png").write_bytes(picture())
    body, problems = settled(tmp_path, "m\u00fchle.png")
    assert problems == []
    assert body[0][0].get("src") == "texts/mu\u0308hle.png"


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_a_dot_is_no_picture(tmp_path: Path, kind: str) -> None:
    """A dot that is described stands for a picture, which is missing; one that is not spaces a page."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.png").write_bytes(picture(kind, 1))
    data = f"data:image/{kind.lower()};base64,{base64.b64encode(picture(kind, 1)).decode()}"
    for source in ("a.png", data):
        body, problems = settled(tmp_path, source)
        assert [code for code, _ in problems] == ["S011"]
        assert "1 × 1 pixels" in problems[0][1]
        body, problems = settled(tmp_path, source, alt="")
        assert problems == []
        assert body.find(".//img") is None


def chosen(root: Path, *choices: PictureChoice) -> tuple[list[str], list[tuple[str, str]]]:
    """The pictures of two figures after files were put in their place, and the problems."""
    body = etree.fromstring(
        '<body><figure><img src="https://example.org/inn.png" alt="An inn" at="3:1"/></figure>'
        '<figure><img src="mill.png" alt="A mill" at="5:1"/></figure></body>'
    )
    report = Report()
    reading = Reading("texts/mill.html", "en", report, root, picture_files=choices)
    put_chosen([body], reading)
    settle_images(body, reading)
    return [image.get("src", "") for image in body.iter("img")], [
        (problem.code, str(problem.place)) for problem in report.problems
    ]


def test_a_file_of_the_project_stands_for_a_picture_that_cannot_be_had(tmp_path: Path) -> None:
    """By its address or its line; the path is the project's, not the source's."""
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a.png").write_bytes(picture())
    by_address = PictureChoice("images/a.png", "https://example.org/inn.png")
    by_line = PictureChoice("images/a.png", line=5)
    assert chosen(tmp_path, by_address, by_line) == (["images/a.png"] * 2, [])


def test_a_file_that_stands_for_no_picture_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture())
    nowhere = PictureChoice("a.png", "inn.png", place=Place("anthology.yaml", 9, 3))
    assert chosen(tmp_path, nowhere, PictureChoice("b.png", line=5)) == (
        [],
        [
            ("S070", "anthology.yaml:9:3"),
            ("S011", "texts/mill.html:3:1"),
            ("S011", "texts/mill.html:5:1"),
        ],
    )


@pytest.mark.parametrize("around", ["{}", "<blockquote>{}</blockquote>"])
def test_a_caption_that_goes_with_its_picture_is_in_the_ledger_with_all_its_words(
    tmp_path: Path, around: str
) -> None:
    """The figure begins on a line before its picture, and has more words than a row shows."""
    said = "The mill at Weirbridge in the winter of the long frost, when nobody could grind for nine weeks"
    image = '<img src="gone.png" alt="Nine men on the ice">'
    figure = f"<figure>\n\n{image}\n<figcaption>{said}</figcaption></figure>"
    prose = "<p>The wheel had stood since autumn, and nobody who lived beside it could say why it had.</p>"
    page = f"<html><body><h1>The Mill</h1>{prose}{around.format(figure)}{prose}</body></html>"
    (tmp_path / "mill.html").write_text(page, encoding="utf-8")
    manuscript = read(
        SourceRequest(tmp_path, "mill.html", Place("x"), "en", pictures="drop"), report := Report()
    )
    assert manuscript is not None and report.problems == ()
    assert "Weirbridge" not in "".join(manuscript.body.itertext())
    left = [row.text for row in manuscript.ledger if row.role == "image" and row.fate.startswith("left out")]
    assert left == [f"{said} Nine men on the ice"]
    kept = [row.words for row in manuscript.ledger if row.role == "image" and row.fate == "in the text"]
    assert kept == []
