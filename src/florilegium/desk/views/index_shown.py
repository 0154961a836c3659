"""The view of the index: names to decide, one key each, and the finished index beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from florilegium.desk.answers import Given, done, not_changed, page, part, refused
from florilegium.pipeline.live import name_decisions
from florilegium.pipeline.live.name_decisions import Decision, Kind, Verdict, index_home
from florilegium.problems import FlorilegiumError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from florilegium.desk.desk_state import Desk
    from florilegium.manifest.reading.tree import Value
    from florilegium.manifest.writing.surgery import Change

#: Seconds without a build after a decision: the index is made at once without one, and the next key follows.
_REST = 1.5

#: What was done, as the journal and *Undo* say it; a decision's name stands in quotation marks behind it.
_DONE = {Verdict.ACCEPT: "accept", Verdict.IGNORE: "ignore", Verdict.MERGE: "merge"}


def index(desk: Desk, request: Request) -> Response:
    """Show the next name and the index."""
    desk.names.look(desk.shown)
    return page(desk, request, "index.html", indexes=desk.names.indexes, **_next(desk))


def heading(desk: Desk, request: Request) -> Response:
    """Return all about one heading: what it matches, every mention, what was passed over and why."""
    from starlette.responses import HTMLResponse

    survey, pages = desk.names.survey, desk.shown.pages
    label = request.query_params.get("label", "")
    told = name_decisions.explain(survey, label) if survey else None
    if survey is None or told is None:
        return refused(f"The index has no “{label}” yet.", 404)
    kind = next((one.kind for one in survey.forms.entries if one.label == told.label), None)
    folio = pages.made.folio_of if pages else None
    return HTMLResponse(part("heading.html", told=told, kind=kind, kinds=list(Kind), folio_of=_told(folio)))


def decide(desk: Desk, given: Given) -> Response:
    """Carry out a decision on a name, and show the next one."""
    decision, authority = desk.names.find(given.get("name", "")), desk.names.authority
    if decision is None or authority is None:
        return _shown(desk, "This name has been decided already.")
    if given.get("verdict") == "later":
        desk.names.put_off(decision.name)
        return _shown(desk, f"{decision.name}: later")
    verdict = next((one for one in _DONE if one.value == given.get("verdict")), None)
    if verdict is None:
        return refused("Choose what becomes of the name.")
    if verdict is Verdict.MERGE and not given.get("into", "").strip():
        return refused("Choose the heading that it is another form of.")
    made = name_decisions.with_wishes(
        decision, verdict, given.get("heading", ""), given.get("kind", ""), given.get("into", "")
    )
    home = index_home(desk.manifest)
    words = f"{_DONE[verdict]} “{decision.name}”"
    return _carried_out(
        desk,
        words,
        lambda written: name_decisions.decided(authority, made, home, written),
        lambda: desk.names.take(made),
    )


def change(desk: Desk, given: Given) -> Response:
    """Rename a heading of the index, or make it one of another kind."""
    label, wished = given.get("label", ""), given.get("heading", "").strip()
    home = index_home(desk.manifest)
    kind = next((one for one in Kind if one.value == given.get("kind")), None)
    if kind is not None and not wished:
        return _carried_out(
            desk, f"kind of “{label}”", lambda written: name_decisions.of_kind(label, kind, home, written)
        )
    if not wished or wished == label:
        return refused("Write the other name of the heading.")
    return _carried_out(
        desk, f"rename “{label}”", lambda written: name_decisions.renamed(label, wished, home, written)
    )


def undo(desk: Desk, _given: Given) -> Response:
    """Undo the last change that the desk has made."""
    try:
        words = desk.writer.undo()
    except FlorilegiumError as error:
        return not_changed(error)
    if not words:
        return refused("There is nothing to undo.")
    verb, _, name = words.partition(" “")
    if verb in _DONE.values():
        desk.names.give_back(name.removesuffix("”"))
    return _shown(desk, f"undone: {words}", again=True)


def redo(desk: Desk, _given: Given) -> Response:
    """Make again what was undone last."""
    try:
        words = desk.writer.redo()
    except FlorilegiumError as error:
        return not_changed(error)
    if not words:
        return refused("There is nothing to make again.")
    return done(f"made again: {words}", again=True)


def _carried_out(
    desk: Desk, words: str, plan: Callable[[Value], Sequence[Change]], after: Callable[[], None] | None = None
) -> Response:
    desk.live.rest(_REST)
    try:
        changed = desk.writer.change(index_home(desk.manifest).file, words, plan)
    except FlorilegiumError as error:
        return not_changed(error)
    if after:
        after()
    return _shown(desk, words if changed else f"{words}: the index has it already")


def _shown(desk: Desk, words: str, **facts: Any) -> Response:
    """Say what was done, with the next name."""
    return done(words, **facts, part={"id": "card", "html": part("card.html", **_next(desk))})


def _next(desk: Desk) -> dict[str, Any]:
    names, authority = desk.names.open, desk.names.authority
    first: Decision | None = names[0] if names else None
    return {
        "name": first,
        "left": len(names),
        "ready": desk.names.ready,
        "kinds": list(Kind),
        "likely": name_decisions.likely(first, authority) if first and authority else (),
        "labels": [one.label for one in authority.headings] if authority else [],
    }


def _told(folio_of: Callable[[Any], object] | None) -> Callable[[Any], str]:
    def folio(found: Any) -> str:
        try:
            return f"page {folio_of(found.mention)}" if folio_of else ""
        except KeyError:
            return ""

    return folio
