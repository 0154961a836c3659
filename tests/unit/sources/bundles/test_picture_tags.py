"""Pictures of a page are led to where they were saved, and nothing else is asked for."""

from __future__ import annotations

from florilegium.sources.bundles.picture_tags import with_pictures


def test_a_picture_that_loads_late_is_led_and_its_other_sizes_go() -> None:
    tag = '<IMG src="dot.gif" data-src="a.png?x=1&amp;y=2" srcset="b.png 2x" alt="A weir">'
    made = with_pictures(tag, {"a.png?x=1&y=2": "1&2.png"}.get)
    assert made == '<IMG src="1&amp;2.png" alt="A weir">'


def test_films_and_sounds_are_not_asked_for() -> None:
    """What is asked for is saved with the page: a film was, though its tag stayed as it is."""
    asked: list[str] = []
    page = '<video><source src="a.mp4"></video><picture><source srcset="b.webp"><img src="b.png"></picture>'
    assert with_pictures(page, asked.append) == page
    assert asked == ["b.png"]
