"""Pictures of pages: small and quick, and every pixel as it was drawn."""

from __future__ import annotations

from PIL import Image

from florilegium.desk.page_pictures import in_greys


def test_a_picture_without_colours_is_one_of_greys() -> None:
    """Each pixel stays; one that has a colour, however little, keeps all."""
    grey = Image.linear_gradient("L")
    drawn = grey.convert("RGB")
    assert in_greys(drawn).mode == "P" and in_greys(drawn).convert("RGB").tobytes() == drawn.tobytes()
    assert in_greys(grey).convert("L").tobytes() == grey.tobytes()
    drawn.putpixel((9, 9), (200, 200, 201))
    assert in_greys(drawn) is drawn
