"""Words that are broken at any letter only where a line has no other place to end.

Where no line can end before a word that is longer than its line, `overflow-wrap` lets it be broken anywhere
(CSS Text 3, 5.5). WeasyPrint asks only whether a line's own children are complete. So it breaks words and
numbers that would fit into the next line where one inline box, such as the list of an index entry's numbers,
goes over several; and lets an address run over that stands behind a parenthesis.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

#: The attribute of a layout under which the texts of the line in the making are kept, by their left edge.
_LINE: Final = "florilegium_line"

#: No letter is wider, in parts of its size.
_WIDEST: Final = 2


def begin_line(original: Callable[..., Any]) -> Callable[..., Any]:
    """Replace `split_inline_box`, which takes as much of a line or an inline box as fits into a line."""
    from weasyprint.formatting_structure.boxes import LineBox

    def split_inline_box(context: Any, box: Any, *arguments: Any) -> Any:
        if not isinstance(box, LineBox):
            return original(context, box, *arguments)
        # A line may hold blocks that have lines of their own.
        around = getattr(context, _LINE, {})
        setattr(context, _LINE, {})
        try:
            return original(context, box, *arguments)
        finally:
            setattr(context, _LINE, around)

    return split_inline_box


def keep_words_whole(original: Callable[..., Any]) -> Callable[..., Any]:
    """Replace `split_text_box`, which takes as much text from a box as fits into a line."""

    def split_text_box(
        context: Any, box: Any, width: float | None, skip: int | None, is_line_start: bool = True
    ) -> Any:
        if width is not None and box.text:
            texts = context.__dict__.setdefault(_LINE, {})
            text = box.text.encode()[skip:].decode() if skip else box.text
            asks = box.style["overflow_wrap"] != "normal" and not _surely_fits(box, text, width)
            is_line_start = not asks or not _can_end_before(box, text, texts)
            texts[box.position_x] = text
        return original(context, box, width, skip, is_line_start)

    return split_text_box


def _surely_fits(box: Any, text: str, width: float) -> bool:
    """Return whether the first word of a text is so short that nobody need ask whether it could be broken."""
    words, spacing = text.split(None, 1), box.style["letter_spacing"]
    each = _WIDEST * box.style["font_size"] + (0 if spacing == "normal" else spacing)
    return not words or len(words[0]) * each <= width


def _can_end_before(box: Any, text: str, texts: dict[float, str]) -> bool:
    """Return whether a line that holds some texts, and then the text of a box, could end before this."""
    from weasyprint.text.line_break import can_break_text

    before = "".join(texts[place] for place in sorted(texts) if place < box.position_x)
    return bool(before.strip() and can_break_text(f"{before.lstrip()}{text[:1]}", box.style["lang"]))
