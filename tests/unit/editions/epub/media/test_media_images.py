"""Pictures become items by their content, and what no reading system shows is refused."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from PIL import Image

from florilegium.editions.epub.media.supplies import is_animated, items_of
from florilegium.editions.screen.pictures import media_type_of
from florilegium.problems import EditionError
from florilegium.system.tasks.runner import Runner


def picture(kind: str = "PNG", colour: str = "red", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), colour).save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("GIF", "image/gif"), ("WEBP", "image/webp"), ("BMP", "")],
)
def test_a_picture_is_known_by_its_bytes(kind: str, expected: str) -> None:
    assert media_type_of(picture(kind)) == expected


def test_a_drawing_is_known_behind_its_declaration() -> None:
    assert media_type_of(b'<?xml version="1.0"?>\n<!-- x --><svg xmlns="">') == "image/svg+xml"
    assert media_type_of(b"<html><svg></svg></html>") == ""


def test_a_name_is_plain_and_tells_the_content(tmp_path: Path) -> None:
    (tmp_path / "Café plan 1.PNG").write_bytes(picture())
    item = items_of(tmp_path, ["Café plan 1.PNG"], Runner())["Café plan 1.PNG"]
    assert item.name.startswith("images/caf-plan-1-") and item.name.endswith(".png")


def test_the_same_picture_is_carried_once(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture())
    (tmp_path / "again").mkdir()
    (tmp_path / "again" / "A.png").write_bytes(picture())
    data = f"data:image/png;base64,{base64.b64encode(picture(colour='blue')).decode()}"
    items = items_of(tmp_path, ["a.png", data, "again/A.png", "a.png"], Runner())
    assert list(items) == ["a.png", data, "again/A.png"]
    assert items["a.png"] is items["again/A.png"]
    assert items[data].data == picture(colour="blue")


@pytest.mark.parametrize(
    "source",
    ["missing.png", "../outside.png", "/etc/hostname", "text.png", "script.svg", "data:image/png;base64,%"],
)
def test_what_cannot_be_carried_is_refused(tmp_path: Path, source: str) -> None:
    (tmp_path / "text.png").write_bytes(b"no picture")
    (tmp_path / "script.svg").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
    with pytest.raises(EditionError):
        items_of(tmp_path, [source], Runner())


def test_a_still_drawing_is_carried(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_bytes(
        b"<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>"
        b"<use xlink:href='#a'/><path style='fill: url(#g)'/></svg>"
    )
    assert items_of(tmp_path, ["a.svg"], Runner())["a.svg"].media_type == "image/svg+xml"


def test_a_moving_picture_is_told(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    frames[0].save(tmp_path / "moving.gif", save_all=True, append_images=frames[1:], duration=100)
    (tmp_path / "still.gif").write_bytes(picture("GIF"))
    items = items_of(tmp_path, ["moving.gif", "still.gif"], Runner())
    assert is_animated(items["moving.gif"])
    assert not is_animated(items["still.gif"])
