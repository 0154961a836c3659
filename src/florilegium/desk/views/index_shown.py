"""The view of the index: names to decide, one key each, and the finished index beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from florilegium.desk.answers import Given, done, page, part, refused
from florilegium.desk.change_answers import not_changed
from florilegium.pipeline.live import name_decisions
from florilegium.pipeline.live.name_decisions import Decision, IndexHome, Kind, Verdict, index_home
from florilegium.problems import FlorilegiumError

#: How a change is planned, from what the index's file says.
Plan = Callable[["Value"], Sequence["Change"]]

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from florilegium.book.model import Authority
    from florilegium.desk.desk_state import Desk
    from florilegium.manifest.reading.tree import Value
    from florilegium.manifest.writing.surgery import Change
    from florilegium.names.mentions.survey import Survey
    from florilegium.system.yaml_text import Written

#: Seconds without a build after a decision, unless another view is opened: the index is made without one, and
#: the next key would wait for it. An editor who decides 300 names in ten minutes takes two seconds for each.
_REST = 10.0

#: Seconds in which the index has all that was decided, or is not waited for.
_PATIENCE = 5.0

#: Keys of a heading under which passages stand.
_PASSAGES = ("main", "exclude")

#: What was done, as the journal and *Undo* say it; a decision's name stands in quotation marks behind it.
_DONE = {Verdict.ACCEPT: "accept", Verdict.IGNORE: "ignore", Verdict.MERGE: "merge"}


def index(desk: Desk, request: Request) -> Response:
    """Show the next name and the index."""
    desk.names.look(desk.shown)
    pairs = request.query_params.get("pairs") == "1"
    card = _next(desk, pairs=pairs, name=request.query_params.get("name", ""))
    silent = _unprinted(desk.names.authority)
    return page(desk, request, "index.html", indexes=desk.names.indexes, silent=silent, **card)


def _unprinted(authority: Authority | None) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """Return the kinds that the index does not print though it has headings of them: their headings, and all
    kinds that it would print with one more, one on each line."""
    if authority is None:
        return ()
    labels = {kind: tuple(one.label for one in authority.headings if one.kind is kind) for kind in Kind}
    return tuple(
        (kind.value, found, "\n".join(one.value for one in (*authority.kinds, kind)))
        for kind, found in labels.items()
        if found and kind not in authority.kinds
    )


def heading(desk: Desk, request: Request) -> Response:
    """Return all about one heading: what it matches, every mention, what was passed over and why.

    Its first letters are enough.
    """
    from starlette.responses import HTMLResponse

    label, pages = request.query_params.get("label", ""), desk.shown.pages
    survey = desk.names.survey
    told = name_decisions.explain(survey, label) if survey else None
    if told is None:  # it may have been decided a moment ago
        survey = desk.names.settled(_PATIENCE)
        told = name_decisions.explain(survey, _begun(survey, label)) if survey else None
    if survey is None or told is None:
        return refused(f"The index has no heading “{label}”.", 404)
    kind = next((one.kind for one in survey.forms.entries if one.label == told.label), None)
    folio = pages.made.folio_of if pages else None
    entry = next((one for one in survey.forms.entries if one.label == told.asked), None)
    shown = part("heading.html", told=told, kind=kind, kinds=list(Kind), folio_of=_told(folio), entry=entry)
    return HTMLResponse(shown)


def _begun(survey: Survey, letters: str) -> str:
    """Return the heading that is called so, or the first that begins with some letters; else the letters."""
    labels = sorted((one.label for one in survey.forms.entries), key=str.casefold)
    begun = (one for one in labels if letters and one.casefold().startswith(letters.strip().casefold()))
    return letters if letters in labels else next(begun, letters)


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
    """Change a heading of the index: its name, its kind, what it sends to, its main passages, subentries."""
    label, what = given.get("label", ""), given.get("what", "")
    plan = _plan(given, index_home(desk.manifest), _passage(desk, given))
    if plan is None:
        return refused("Write or choose what the heading is to be.")
    return _carried_out(desk, f"{what} of “{label}”", plan)


def _plan(given: Given, home: IndexHome, passage: dict[str, Written] | None) -> Plan | None:
    """Return how a heading is changed as a form says; None where something is not said."""
    label, wished = given.get("label", ""), given.get("value", "").strip()
    what, kinds = given.get("what", ""), {one.value for one in Kind}
    another = bool(wished) and wished != label
    plans: dict[str, tuple[bool, Plan]] = {
        "name": (another, lambda said: name_decisions.renamed(label, wished, home, said)),
        "kind": (wished in kinds, lambda said: name_decisions.of_kind(label, Kind(wished), home, said)),
        "into": (another, lambda said: name_decisions.merged(label, wished, home, said)),
        "see": (wished != label, lambda said: name_decisions.sent_to(label, wished, home, said)),
        "see also": (another, lambda said: name_decisions.with_also(label, wished, home, said)),
        "theme": (
            another and passage is not None,
            lambda said: name_decisions.under_theme(label, wished, passage or {}, home, said),
        ),
        **{
            key: (
                passage is not None,
                lambda said: name_decisions.with_passage(label, what, passage or {}, home, said),
            )
            for key in _PASSAGES
        },
    }
    is_said, plan = plans.get(what, (False, None))
    return plan if is_said else None


def pair(desk: Desk, given: Given) -> Response:
    """Decide on two headings that are nearly the same."""
    one, two, verdict = given.get("one", ""), given.get("two", ""), given.get("verdict", "")
    home = index_home(desk.manifest)
    if verdict == "later":
        desk.names.put_pair_off(one, two)
        return _shown(desk, "later", pairs=True)
    plans: dict[str, Plan] = {
        "first": lambda said: name_decisions.merged(two, one, home, said),
        "second": lambda said: name_decisions.merged(one, two, home, said),
        "both": lambda said: name_decisions.as_both_meant(one, two, home, said),
    }
    if verdict not in plans:
        return refused("Choose what the two headings are.")
    return _carried_out(desk, f"“{one}” and “{two}”", plans[verdict], pairs=True)


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
        desk.live.rest(_REST)
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
    desk: Desk, words: str, plan: Plan, after: Callable[[], None] | None = None, *, pairs: bool = False
) -> Response:
    desk.live.rest(_REST)
    try:
        changed = desk.writer.change(index_home(desk.manifest).file, words, plan)
    except FlorilegiumError as error:
        return not_changed(error)
    (after or desk.names.renew)()
    return _shown(desk, words if changed else f"{words}: the index has it already", pairs=pairs)


def _shown(desk: Desk, words: str, *, pairs: bool = False, **facts: Any) -> Response:
    """Say what was done, with the next name, or the next pair of headings."""
    return done(words, **facts, part={"id": "card", "html": part("card.html", **_next(desk, pairs=pairs))})


def _next(desk: Desk, *, pairs: bool = False, name: str = "") -> dict[str, Any]:
    """Return what the card shows: the name that is asked for while it is open, else the next one."""
    names, authority = desk.names.open, desk.names.authority
    first: Decision | None = desk.names.find(name) or (names[0] if names else None)
    return {
        "name": first,
        "left": len(names),
        "ready": desk.names.ready,
        "kinds": list(Kind),
        "likely": name_decisions.likely(first, authority) if first and authority else (),
        "labels": [one.label for one in authority.headings] if authority else [],
        "pairs": desk.names.pairs,
        "titles": desk.shown.read.titles if desk.shown.read else {},
        "in_pairs": pairs,
    }


def _passage(desk: Desk, given: Given) -> dict[str, Written] | None:
    """Return the paragraph that a form names by its block, as an index names it."""
    survey, block = desk.names.survey, given.get("block", "")
    return name_decisions.passage_at(survey, block) if survey and block else None


def _told(folio_of: Callable[[Any], object] | None) -> Callable[[Any], str]:
    def folio(found: Any) -> str:
        try:
            return f"page {folio_of(found.mention)}" if folio_of else ""
        except KeyError:
            return ""

    return folio
