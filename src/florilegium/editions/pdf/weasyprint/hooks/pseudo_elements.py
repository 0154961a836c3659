"""Styles for the pseudo-elements that an element can have, and for no others.

WeasyPrint's own sheet speaks of a note's call, number and way back without saying of which element, so that
every element would get a style for each of them: fifty thousand for an index with nine thousand locators.
Boxes are only made of them where an element is a note.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any


@cache
def let_notes_alone_have_calls() -> None:
    """Teach WeasyPrint, once in each process, to make no style that nothing can ask for."""
    from weasyprint.css import StyleFor

    StyleFor.set_computed_styles = _set_computed_styles(StyleFor.set_computed_styles)


def _set_computed_styles(plain: Callable[..., None]) -> Callable[..., None]:
    """WeasyPrint's function that makes the style of an element or, after that, of one of its
    pseudo-elements."""

    def set_computed_styles(
        styles: Any, element: Any, parent: Any, root: Any = None, pseudo_type: str | None = None, **rest: Any
    ) -> None:
        if pseudo_type is None or _can_have(styles.get_computed_styles().get((element, None)), pseudo_type):
            plain(styles, element, parent, root, pseudo_type, **rest)

    return set_computed_styles


def _can_have(style: Any, pseudo_type: str) -> bool:
    """Whether an element of a style can have a pseudo-element (CSS Generated Content for Paged Media 2)."""
    if pseudo_type.startswith("footnote-"):
        return bool(style["float"] == "footnote")
    if pseudo_type.startswith("note-"):
        return bool(style["position"][0] == "note()")
    return True
