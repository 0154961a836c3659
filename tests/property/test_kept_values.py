"""Every value that is kept for a later build, or sent to another process, arrives with all its fields.

The fields are asked of the types, so that one added tomorrow is held too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from architecture.modules import MODULES
from florilegium.editions.epub.media.cover_drawing import Commission, Drawn
from florilegium.editions.epub.page import EpubPage, PageInput
from florilegium.editions.pagemap import LineStart, PageStart
from florilegium.editions.pdf.schedule.compositor import thinned
from florilegium.editions.pdf.section.printed_section import Layout, LayoutTask, bound
from florilegium.editions.screen.pictures import ScreenPicture
from florilegium.editions.web.site_page import SiteInput, SitePage
from florilegium.passes.pipeline import Edited, Typescript
from florilegium.pipeline.build_record import BuildRecord
from florilegium.pipeline.release.article_epubs import MadeEpub
from florilegium.problems import Problem
from florilegium.sources.manuscript import Manuscript, SourceRequest
from florilegium.sources.reading_task import SourceResult
from florilegium.system.tasks.codec import DamagedError, decode, digest, encode, pack, shared, unpack
from florilegium.system.tasks.task import Task

#: What tasks are given, what they make, and what else is kept.
KEPT: tuple[Any, ...] = (
    *(SourceRequest, SourceResult, Manuscript, Typescript, Edited, PageInput, EpubPage, PageStart),
    *(ScreenPicture, Commission, Drawn, LayoutTask, Layout, BuildRecord, Problem),
    *(SiteInput, SitePage, MadeEpub),
)


def declared_tasks() -> dict[str, Any]:
    """Every task that a module declares, by its name."""
    homes = [name for name, path in MODULES.items() if ": Final[Task[" in path.read_text(encoding="utf-8")]
    found = [one for name in homes for one in vars(import_module(name)).values() if isinstance(one, Task)]
    return {task.name: task for task in found}


def test_no_kept_value_is_left_out() -> None:
    """What the tasks make is held below; bytes, nothing and the dots of a tuple have no fields."""
    made = {kind for task in declared_tasks().values() for kind in (get_args(task.kind) or (task.kind,))}
    assert len(declared_tasks()) == 13
    assert made - {bytes, NoneType, ...} <= set(KEPT)


@dataclass(frozen=True)
class Dated:
    """A day and a moment, as books have them."""

    day: date
    moment: datetime


def test_days_and_moments_come_back() -> None:
    value = Dated(date(1820, 2, 29), datetime(2026, 11, 22, 13, 5, tzinfo=UTC))
    assert decode(Dated, encode(value)) == value
    with pytest.raises(DamagedError):
        decode(Dated, encode(value).replace(b"1820", b"18xx"))


def trees_of_words(words: str) -> Any:
    tree = etree.Element("p", {"id": words})
    tree.text = words
    etree.SubElement(tree, "em").tail = words
    return tree


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=6)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: WORDS,
    int: st.integers(-5, 10**6),
    float: st.floats(allow_nan=False) | st.integers(0, 600),
    bool: st.booleans(),
    bytes: st.binary(max_size=8),
    Path: WORDS.map(Path),
    etree._Element: WORDS.map(trees_of_words),
}


def values(kind: Any, depth: int = 0) -> st.SearchStrategy[Any]:
    """Values of a type, whatever it is made of."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple and inner[1:] == (...,):
        found = st.lists(values(inner[0], depth + 1), max_size=2).map(tuple) if depth < 5 else st.just(())
    elif origin is tuple:
        found = st.tuples(*(values(one, depth) for one in inner))
    elif origin in {UnionType, Union}:
        found = st.one_of(*(values(one, depth) for one in inner if one is not NoneType), st.none())
    elif origin in {dict, Mapping}:
        found = st.dictionaries(WORDS, values(inner[1], depth), max_size=2)
    elif is_dataclass(kind):
        hints = get_type_hints(kind)
        some = {one.name: st.deferred(lambda k=hints[one.name]: values(k, depth + 1)) for one in fields(kind)}
        found = st.builds(kind, **some)
    else:
        found = PLAIN[kind] if kind in PLAIN else st.sampled_from(kind)
    return found


def shown(value: Any) -> Any:
    """A value in full, field by field, so that two can be compared; trees by their XML."""
    if is_dataclass(value):
        return type(value).__name__, {one.name: shown(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [shown(one) for one in value]
    if isinstance(value, dict):
        return {name: shown(one) for name, one in value.items()}
    return etree.tostring(value) if isinstance(value, etree._Element) else (type(value), value)


@pytest.mark.parametrize("kind", KEPT, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_each_field_survives_every_way(kind: Any, data: st.DataObject) -> None:
    """What is kept and taken up again, and what is sent to a process of this machine or of another one."""
    value = data.draw(values(kind))
    assert shown(decode(kind, encode(value))) == shown(value)
    assert shown(unpack(pack(value))) == shown(value)


@settings(max_examples=50, deadline=None)
@given(values(Layout))
def test_each_field_of_a_layout_survives_what_is_done_to_it_on_its_way(one: Layout) -> None:
    """Equal words are shared, and a section that was laid out in portions is put together."""
    assert shown(thinned(one)) == shown(one)
    whole = bound([replace(one, pages=3), one])
    assert shown(whole.lines[: len(one.lines)]) == shown(one.lines)
    assert shown(whole.lines[len(one.lines) :]) == shown(
        tuple(replace(line, page=line.page + 3) for line in one.lines)
    )
    assert shown(whole.pictures[: len(one.pictures)]) == shown(one.pictures)
    assert shown(tuple(whole.anchors.values())) == shown(tuple(one.anchors.values()))


def test_lines_share_what_is_equal() -> None:
    """Words and fractions only: 1, 1.0 and True are equal and not the same."""
    first, second = shared(
        [LineStart("a" * 2, 1, 1, 1.0, True), LineStart("".join("aa"), 0, 0, float("1"), 0, True)]
    )  # type: ignore[arg-type]
    assert first.block is second.block
    assert first.top is second.top
    assert (first.left, second.moved) == (True, True)
    assert shown(second) == shown(LineStart("aa", 0, 0, 1.0, 0, True))


@pytest.mark.parametrize("field", [one.name for one in fields(LineStart)])
def test_a_hash_tells_each_field(field: str) -> None:
    line = LineStart("a", 1, 2, 3.0, 4.0, False)
    other = {str: "b", int: 9, float: 9.5, bool: True}[type(getattr(line, field))]
    assert digest(line) == digest(replace(line)) != digest(replace(line, **{field: other}))


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b'["a",1,2,3.0,4.0]', b'["a",1,2,3.0,4.0,false,0]', b'["a","1",2,3.0,4.0,true]', b"{}"],
)
def test_data_that_is_not_of_the_type_is_refused(data: bytes) -> None:
    with pytest.raises(DamagedError):
        decode(LineStart, data + b"\n")


def test_bytes_that_are_cut_off_are_refused() -> None:
    drawn = encode(Drawn(b"pixels", ""))
    with pytest.raises(DamagedError):
        decode(Drawn, drawn[:-1])
