"""Every function of WeasyPrint that is replaced, in the order in which they are replaced.

A replacement stands only while a section is composed (`installed`); the plain way of setting a section, and
other code that uses WeasyPrint in this process, find it as it was published. Whether the release at hand has
these functions as they are expected is checked beforehand (`contract.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from florilegium.editions.pdf.weasyprint.boxes.note_paragraphs import (
    compose_footnotes,
    keep_notes_with_calls,
)
from florilegium.editions.pdf.weasyprint.contract import found
from florilegium.editions.pdf.weasyprint.hooks.corrections import (
    by_first_face,
    fill_whole_lines,
    justify_leftward,
    keep_full_columns,
    keep_place_in_cells,
    part_groups,
    style_notes_alone,
)
from florilegium.editions.pdf.weasyprint.hooks.fewer_steps import (
    fill_margins_as_asked,
    keep_struts,
    measure_words_once,
    name_arrays_alike,
    see_flow_at_once,
    walk_flat,
)
from florilegium.editions.pdf.weasyprint.hooks.kept_lines import keep_filled_lines
from florilegium.editions.pdf.weasyprint.hooks.set_lines import take_set_lines
from florilegium.editions.pdf.weasyprint.hooks.set_text import draw_set_text, take_set_text
from florilegium.editions.pdf.weasyprint.hooks.styles_once import share_styles
from florilegium.editions.pdf.weasyprint.hooks.whole_words import begin_line, keep_words_whole
from florilegium.editions.pdf.weasyprint.pages.levelling import level_pages
from florilegium.editions.pdf.weasyprint.tagging import tag_by_element
from florilegium.system.values import dataclass


@dataclass(frozen=True)
class Hook:
    """A function that is replaced: the attribute `name` of the module or class at the path `owner`.

    `replacement` gets the function that stands there and returns the one to put in its place, which `does`
    something for a `reason`. What WeasyPrint would have to offer to make it needless is `seam`.
    """

    owner: str
    name: str
    replacement: Callable[[Any], Any]
    does: str
    reason: str
    seam: str


HOOKS: Final = (
    Hook(
        "weasyprint.css:StyleFor",
        "set_computed_styles",
        share_styles,
        does="computes the values of a style once for all elements that the same rules apply to",
        reason="elements with ids share no style, and every paragraph has one: a twelfth of a layout's time",
        seam="computed styles that are shared but for the anchor",
    ),
    Hook(
        "weasyprint.css:StyleFor",
        "set_computed_styles",
        style_notes_alone,
        does="makes styles of note pseudo-elements for notes alone",
        reason="an index with nine thousand locators would get fifty thousand styles that no box asks for",
        seam="a user-agent sheet whose rules for notes name the elements that they are for",
    ),
    Hook(
        "weasyprint.layout.inline",
        "split_text_box",
        by_first_face,
        does="puts base lines where the first face of a style has them",
        reason="a letter from another face would push the lines below it off the grid",
        seam="CSS Inline 3, 5.1: with a line-height set, only the first available font counts",
    ),
    Hook(
        "weasyprint.layout.inline",
        "line_box_verticality",
        fill_whole_lines,
        does="makes a line with a picture that is higher than it as high as two or more",
        reason="how far a line reaches above its base line depends on its face: the lines below one with a "
        "formula would stand up to a point off the grid",
        seam="CSS Line Grid 1: line-snap",
    ),
    Hook(
        "weasyprint.layout.inline",
        "justify_line",
        justify_leftward,
        does="justifies lines that run from right to left to their full width",
        reason="widened spaces change their face, and the line comes out too short",
        seam="a line that is measured with the faces it is drawn in",
    ),
    Hook(
        "weasyprint.layout.block",
        "block_container_layout",
        keep_place_in_cells,
        does="goes on with a cell where it was left, when nothing of it fits on a page between",
        reason="it would begin from its first word again, and print what is printed once more",
        seam="a cell that keeps its place in `table_layout`, as it does where a part of it fits",
    ),
    Hook(
        "weasyprint.layout.block",
        "table_layout",
        part_groups,
        does="lets a page begin between rows that belong together, where one has no room for both",
        reason="a high row below a high head that is printed once ended the layout with an assertion",
        seam="`body_groups_layout` that remembers whether the page was empty before its first group",
    ),
    Hook(
        "weasyprint.layout.block",
        "block_container_layout",
        keep_full_columns,
        does="leaves a column empty into which nothing fits, and no white at the head of one",
        reason="the columns before it would be dropped with their text, and columns would not begin level",
        seam="`columns_layout` that keeps the columns made so far",
    ),
    Hook(
        "weasyprint.layout.block",
        "iter_line_boxes",
        keep_filled_lines,
        does="makes the lines of columns and of cells once, though their page is laid out again",
        reason="pages of columns are laid out twice, the last again and again, those with tables again for "
        "every way to make them level: a third of an index's time, a fifth of long cells'",
        seam="lines that are kept with their box for as long as its width is the same",
    ),
    Hook(
        "weasyprint.layout.block",
        "iter_line_boxes",
        take_set_lines,
        does="places lines that were composed beforehand",
        reason="lines are chosen for the whole paragraph, and kept when a page is made again",
        seam="a line breaker that a caller can give for a paragraph",
    ),
    Hook(
        "weasyprint.layout.inline",
        "split_text_box",
        take_set_text,
        does="takes text whose words were shaped beforehand at its known size",
        reason="Pango would shape every text three times, and round its words to whole units",
        seam="a text layout that a caller can give for a text box",
    ),
    Hook(
        "weasyprint.layout.inline",
        "split_inline_box",
        begin_line,
        does="notes which texts a line holds already",
        reason="the next replacement has to know whether the line could end before a word",
        seam="that of the next",
    ),
    Hook(
        "weasyprint.layout.inline",
        "split_text_box",
        keep_words_whole,
        does="breaks a word at any letter only where its line can end nowhere before it",
        reason="numbers and words in an inline box over several lines were broken though they would fit "
        "into the next line",
        seam="overflow-wrap after CSS Text 3, 5.5",
    ),
    Hook(
        "weasyprint.draw.text",
        "draw_first_line",
        draw_set_text,
        does="writes the glyphs of text that was shaped beforehand",
        reason="text that Pango has not laid out has no run of its glyphs",
        seam="the same text layout, asked for its glyphs",
    ),
    Hook(
        "weasyprint.formatting_structure.build",
        "create_anonymous_boxes",
        compose_footnotes,
        does="composes the paragraphs of footnotes as they are put on a page",
        reason="a footnote's lines are made again whenever another note joins it there",
        seam="the line breaker for a paragraph, asked for notes too",
    ),
    Hook(
        "weasyprint.layout.block",
        "_linebox_layout",
        keep_notes_with_calls,
        does="leaves the notes of a page on it, where the next paragraph has no room for its first lines",
        reason="they went to the next page, away from their calls, and left this one short all the same",
        seam="notes that are moved to save a line only where a style asks for it",
    ),
    Hook(
        "weasyprint.layout",
        "make_all_pages",
        level_pages,
        does="makes the pages of a section so that they end level, without widows and orphans",
        reason="a page can be made again with other paragraphs only while the next is not made",
        seam="an event after each page, with a way to ask for that page again",
    ),
    Hook(
        "weasyprint.formatting_structure.boxes:Box",
        "descendants",
        walk_flat,
        does="goes through the boxes of a page by one generator",
        reason="WeasyPrint has one for each level, and every box comes up through eight of them, often",
        seam="needless with a walk that keeps what is left in a list",
    ),
    Hook(
        "weasyprint.formatting_structure.boxes:Box",
        "is_in_normal_flow",
        see_flow_at_once,
        does="sees of nearly all boxes by two values of their style that they stand in the flow",
        reason="it is asked of every line of a paragraph again and again, and looks five things up each time",
        seam="needless with a first look at what is usual",
    ),
    Hook(
        "weasyprint.layout.inline",
        "strut",
        keep_struts,
        does="keeps the height of a style's lines with the style",
        reason="WeasyPrint looks it up by fifteen values of the style, again for each line",
        seam="a style that keeps what is reckoned of it",
    ),
    Hook(
        "weasyprint.layout.preferred",
        "split_first_line",
        measure_words_once,
        does="measures each word of the cells of tables once, to see how narrow their columns may be",
        reason="Pango would lay each word out wherever it stands: a third of the time of long cells",
        seam="a measure of the words of a text that is kept with its style",
    ),
    Hook(
        "weasyprint.layout",
        "make_margin_boxes",
        fill_margins_as_asked,
        does="makes no boxes in the margins of a page where no style sheet has content for them",
        reason="sixteen boxes for each page, of which nothing is drawn: a thirtieth of a layout's time",
        seam="margin boxes that are made when there is content for one of them",
    ),
    Hook(
        "weasyprint.text.ffi:ffi",
        "new",
        name_arrays_alike,
        does="names the type of every list of glyphs alike",
        reason="a name with a length is new to cffi for most fonts of most sections, and takes 5 ms to parse",
        seam="needless with `hb_codepoint_t[]`, whose length is that of what it is filled with",
    ),
    Hook(
        "weasyprint.pdf",
        "add_tags",
        tag_by_element,
        does="writes one structure element for each element of the XHTML",
        reason="WeasyPrint tags boxes: a paragraph that runs over a page becomes two",
        seam="a tag builder that a caller can give to write_pdf",
    ),
)


@contextmanager
def installed() -> Iterator[None]:
    """Have every function of the list replaced inside, and put back afterwards."""
    owners = [found(hook.owner) for hook in HOOKS]
    originals = []
    for hook, owner in zip(HOOKS, owners, strict=True):
        originals.append(getattr(owner, hook.name))
        setattr(owner, hook.name, hook.replacement(originals[-1]))
    try:
        yield
    finally:
        for hook, owner, original in reversed(list(zip(HOOKS, owners, originals, strict=True))):
            setattr(owner, hook.name, original)
