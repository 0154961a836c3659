"""Pictures that some shelf or reader refuses are made over; all others keep their bytes."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from florilegium.editions.screen.rasters import MOST_PIXELS, fit_for_readers


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (40, 20), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, **({"color": "red"} if mode == "RGB" else {})).save(out, kind, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGB"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "L"),
        ("JPEG", "RGB"),
        ("JPEG", "L"),
        ("GIF", "P"),
    ],
)
def test_what_every_reader_shows_keeps_its_bytes(kind: str, mode: str) -> None:
    data = picture(kind, mode)
    assert fit_for_readers(data) is data


@pytest.mark.parametrize(("mode", "kind"), [("RGB", "JPEG"), ("RGBA", "PNG")])
def test_webp_becomes_what_old_readers_know(mode: str, kind: str) -> None:
    made = opened(fit_for_readers(picture("WEBP", mode)))
    assert (made.format, made.size) == (kind, (40, 20))


def test_inks_become_colours_of_the_screen() -> None:
    made = opened(fit_for_readers(picture("JPEG", "CMYK")))
    assert (made.format, made.mode) == ("JPEG", "RGB")


def test_a_profile_that_is_none_does_no_harm() -> None:
    made = opened(fit_for_readers(picture("JPEG", "CMYK", icc_profile=b"no profile")))
    assert made.mode == "RGB" and "icc_profile" not in made.info


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("PNG", "1"), ("PNG", "P")])
def test_a_picture_has_no_more_pixels_than_shops_take(kind: str, mode: str) -> None:
    made = opened(fit_for_readers(picture(kind, mode, (4000, 2000))))
    assert made.format == kind
    assert 0.98 * MOST_PIXELS < made.width * made.height <= MOST_PIXELS
    assert made.width / made.height == pytest.approx(2, abs=0.01)


def test_a_line_of_pixels_keeps_its_height() -> None:
    assert opened(fit_for_readers(picture("PNG", "L", (6_000_000, 1)))).height == 1


def test_a_picture_taken_on_its_side_stands_upright() -> None:
    told = Image.Exif()
    told[0x0112] = 6
    made = opened(fit_for_readers(picture("JPEG", exif=told)))
    assert made.size == (20, 40) and made.getexif().get(0x0112, 1) == 1


def test_what_moves_stays() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], duration=100)
    assert fit_for_readers(out.getvalue()) == out.getvalue()


def test_the_same_picture_gives_the_same_bytes() -> None:
    data = picture("WEBP")
    assert fit_for_readers(data) == fit_for_readers(data)
