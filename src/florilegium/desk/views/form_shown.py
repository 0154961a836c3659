"""Forms for every key of the manifest, and an editor's own texts written in place with a preview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from florilegium.desk.answers import Given, done, refused
from florilegium.desk.change_answers import file_changed, not_changed
from florilegium.desk.writing import ConflictError
from florilegium.pipeline.live import manifest_forms
from florilegium.pipeline.live.manifest_forms import Control, FormField, FormLine, FormPlace, FormRow
from florilegium.pipeline.live.prose_preview import prose_preview
from florilegium.problems import FlorilegiumError
from florilegium.system.files import FileRefusedError, read
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from starlette.responses import Response

    from florilegium.desk.desk_state import Desk
    from florilegium.manifest.reading.tree import Value, Way
    from florilegium.manifest.writing.surgery import Change

#: Bytes of a text that is written in place.
_LONGEST: Final = 1_000_000

#: Keys of an article that stand in its form at once; the others are a touch away.
_FIRST: Final = frozenset(
    {"source", "title", "subtitle", "authors", "published", "rights", "credit", "pictures", "permission"}
    | {"language", "editors", "date", "identifier", "publisher", "introduction", "cover", "description"}
    | {"design", "name", "biography", "links", "heading", "variants", "see", "see_also", "kind"}
    | {"headnote", "kinds", "divided", "mentions", "pdf", "epub", "web", "print", "contributors"}
)


@dataclass(frozen=True)
class ManifestForm:
    """What stands at a way of the manifest, as a form.

    `steps` lead there, each with its way. A group has `first` and `more` fields, a list and what stands
    under names has `rows`, and `new` fields for another. Prose has its `text`, and its `file` where it is in
    one.
    """

    way: str
    place: FormPlace
    title: str
    help: str
    steps: tuple[tuple[str, str], ...]
    first: tuple[FormLine, ...] = ()
    more: tuple[FormLine, ...] = ()
    rows: tuple[FormRow, ...] = ()
    new: tuple[FormField, ...] = ()
    text: str = ""
    file: str = ""


def form_at(desk: Desk, at: str) -> ManifestForm | None:
    """Return the form of what stands at a way; None where the manifest says nothing that can be read."""
    way = manifest_forms.way_of(at)
    place = manifest_forms.place_at(way)
    if place is None or desk.written is None:
        return None
    file, within = manifest_forms.file_of_way(desk.manifest, way)
    said = manifest_forms.said_at(within, desk.written_in(file))
    steps = manifest_forms.way_in_words(way, desk.written)
    title = steps[-1][0] if steps else "The book"
    said_of_it = (place.shape.__doc__ or "").strip().partition("\n")[0] if place.shape else ""
    about = place.help or said_of_it.partition(";")[0].rstrip(".") + "."
    form = ManifestForm(at, place, title, about, tuple(steps[:-1]))
    if place.control in {Control.GROUPS, Control.NAMED}:
        rows = tuple(manifest_forms.rows_of(way, said))
        return replace(form, rows=rows, new=manifest_forms.first_fields(place.shape) if place.shape else ())
    if place.shape is None:
        return form
    lines = tuple(manifest_forms.lines_of(place.shape, way, said))
    if place.control is Control.PROSE:
        text, name = _text_of(desk, said)
        lines = tuple(line for line in lines if line.field.key not in {"text", "file"})
        return replace(form, text=text, file=name, first=lines)
    first = tuple(line for line in lines if _stands_first(line, len(lines)))
    return replace(form, first=first, more=tuple(line for line in lines if line not in first))


def save(desk: Desk, given: Given) -> Response:
    """Fill in a field; `was` is what it said when it was shown.

    `beside` are further fields of its form that were refused alone: some need one another.
    """
    way = manifest_forms.way_of(given.get("way", ""))
    *above, key = way or ("",)
    place = manifest_forms.place_at(tuple(above))
    shape = place.shape if place and place.control in {Control.GROUP, Control.PROSE} else None
    field = next((one for one in manifest_forms.fields_of(shape) if one.key == key), None) if shape else None
    if field is None or shape is None:
        return _save_lines(desk, way, given)
    value, was, group = given.get("value", ""), given.get("was"), tuple(above)
    beside = dict(parse_qsl(given.get("beside", ""), keep_blank_values=True))

    def plan(written: Value, within: Way) -> Sequence[Change]:
        said = manifest_forms.said_at(within, written)
        now = next(
            line.value for line in manifest_forms.lines_of(shape, group, said) if line.field.key == key
        )
        if was is not None and now != was.replace("\r\n", "\n"):
            raise ConflictError(f"“{field.label}” has been changed meanwhile", value, now)
        return manifest_forms.with_values(group, {**beside, field.key: value}, written, within)

    return _changed(desk, group, field.label, plan)


def add(desk: Desk, given: Given) -> Response:
    """Add an item to a list, or what stands under a new name."""
    way = manifest_forms.way_of(given.get("way", ""))

    def plan(written: Value, within: Way) -> Sequence[Change]:
        return manifest_forms.added(way, given, written, within)

    return _changed(desk, way, "add one", plan, again=True)


def take_out(desk: Desk, given: Given) -> Response:
    """Take an item out of a list, or what stands under a name."""
    way = manifest_forms.way_of(given.get("way", ""))

    def plan(written: Value, within: Way) -> Sequence[Change]:
        return manifest_forms.without(within, written, given.get("was", ""))

    return _changed(desk, way, f"take out “{given.get('was', '')}”", plan, again=True)


def save_text(desk: Desk, given: Given) -> Response:
    """Write an introduction or a life, where it stands: in its file, or in the manifest."""
    way, text, was = manifest_forms.way_of(given.get("way", "")), given.get("value", ""), given.get("was", "")
    place = manifest_forms.place_at(way)
    if place is None or place.control is not Control.PROSE or place.shape is None:
        return refused("There is no text to write here.")
    _text, file = _text_of(desk, manifest_forms.said_at(way, desk.written))
    if file:
        try:
            changed = desk.writer.rewrite(file, was, text)
        except FlorilegiumError as error:
            return not_changed(error)
        return done(f"text of “{file}”" if changed else "this is so already")
    return save(desk, {**given, "way": manifest_forms.way_text((*way, "text"))})


def preview(_desk: Desk, given: Given) -> Response:
    """Return a text in Markdown as the book will have it."""
    return done(preview=prose_preview(given.get("value", "")[:_LONGEST]))


def _save_lines(desk: Desk, way: Way, given: Given) -> Response:
    """Fill in a list of lines that stands under a name of the editor's choice."""
    place = manifest_forms.place_at(way)
    if place is None or place.control is not Control.LINES:
        return refused("There is no such key in the manifest.")
    text = given.get("value", "")
    return _changed(desk, way, str(way[-1]), lambda _written, within: manifest_forms.with_lines(within, text))


def _changed(
    desk: Desk, way: Way, words: str, plan: Callable[[Value, Way], Sequence[Change]], *, again: bool = False
) -> Response:
    """Change the file that says what stands at a way."""
    try:
        file, within = manifest_forms.file_of_way(desk.manifest, way)
    except FlorilegiumError as error:
        return not_changed(error)
    return file_changed(desk, file, words, lambda written: plan(written, within), again=again)


def _text_of(desk: Desk, said: Value) -> tuple[str, str]:
    """Return an editor's text, and the name of its file where it stands in one."""
    if not isinstance(said, dict):
        return str(said or ""), ""
    name = str(said.get("file") or "")
    if not name:
        return str(said.get("text") or ""), ""
    try:
        text = read(desk.root, name, _LONGEST).decode("utf-8-sig", "replace")
    except FileRefusedError:
        text = ""
    return text.replace("\r\n", "\n"), name


def _stands_first(line: FormLine, of: int) -> bool:
    return of <= 8 or line.field.needed or line.field.key in _FIRST or bool(line.value or line.says)
