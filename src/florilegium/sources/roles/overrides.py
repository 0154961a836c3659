"""The manifest's word on what a paragraph is, which goes before every guess."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from florilegium.sources.manuscript import FATES, ROLES, SET, Reading, RoleRule
from florilegium.sources.parts import Draft, Piece


def bring_back(draft: Draft, rules: Sequence[RoleRule]) -> list[Piece]:
    """Return the pieces of a draft; what was cut and a rule wants in the text is there block by block."""
    wanting = [rule for rule in rules if rule.role in SET]
    found: list[Piece] = []
    for piece in draft.pieces:
        wanted = (
            piece.cut is not None and piece.role != "note" and any(_wants(rule, piece) for rule in wanting)
        )
        found += draft.restore(piece) if wanted and draft.restore is not None else [piece]
    return found


def _wants(rule: RoleRule, piece: Piece) -> bool:
    """Return whether a rule may mean a part of a piece that was cut."""
    return " ".join(rule.starts.split()) in piece.text if rule.starts else _names(rule, piece)


def apply_rules(pieces: Sequence[Piece], rules: Sequence[RoleRule], reading: Reading) -> list[Piece]:
    """Fix the role of each piece that a rule of the manifest names.

    Where a rule names the title or the deck, no other piece is one.

    Reports:
        S008: a rule matches no piece, or its words match more than one, or what it names cannot be text.
    """
    ruled = list(pieces)
    for rule in rules:
        found = _matches(ruled, rule)
        if rule.role not in ROLES:
            reading.report.add(
                "S008", rule.place, f"“{rule.role}” is no role; the roles are {', '.join(ROLES)}"
            )
        elif len(found) == 1 or (found and rule.last_line > rule.first_line):
            for index in found:
                ruled[index] = _as_ruled(ruled[index], rule, reading)
        else:
            _report(rule, [ruled[index] for index in found], reading)
    for role in {"title", "deck"} & {rule.role for rule in rules}:
        ruled = [_unless_ruled(piece, role, rules) for piece in ruled]
    return ruled


def _as_ruled(piece: Piece, rule: RoleRule, reading: Reading) -> Piece:
    """Return a piece in the role of a rule, unless nothing of it can be set in the text."""
    if rule.role in SET and piece.block is None:
        fate = piece.fate or FATES[piece.role]
        message = f"what stands on line {piece.line} cannot be “{rule.role}”: it is {fate}"
        hint = "Only what is running text of the source can stand in the text; take the rule out."
        reading.report.add("S008", rule.place, message, hint)
        return piece
    fate = "left out: the manifest says so" if rule.role == "boilerplate" else ""
    return replace(piece, role=rule.role, fixed=True, fate=fate)


def _unless_ruled(piece: Piece, role: str, rules: Sequence[RoleRule]) -> Piece:
    """Return the piece as body if only the markup made it what a rule says another is."""
    ours = any(_names(rule, piece) for rule in rules if rule.role == role)
    return piece if piece.role != role or ours else replace(piece, role="heading")


def _matches(pieces: Sequence[Piece], rule: RoleRule) -> list[int]:
    return [index for index, piece in enumerate(pieces) if _names(rule, piece)]


def _names(rule: RoleRule, piece: Piece) -> bool:
    """Return whether a rule means a piece: it begins with the words, or stands on one of the lines."""
    if not piece.text and piece.block is None:
        return False
    if rule.starts:
        return piece.text.startswith(" ".join(rule.starts.split()))
    return piece.line <= (rule.last_line or rule.first_line) and piece.last_line >= rule.first_line > 0


def _report(rule: RoleRule, found: Sequence[Piece], reading: Reading) -> None:
    if rule.starts:
        what, hint = f"begins with “{rule.starts}”", "Copy the first words as the source has them."
    else:
        what, hint = (
            f"stands on line {rule.first_line}",
            "`florilegium sources` lists every paragraph with its line.",
        )
    if found:
        lines = ", ".join(str(piece.line) for piece in found[:5])
        what, hint = f"{what} more than once: lines {lines}", "Give more of its words, or its line."
        reading.report.add("S008", rule.place, f"a paragraph of “{reading.name}” {what}", hint)
    else:
        reading.report.add("S008", rule.place, f"no paragraph of “{reading.name}” {what}", hint)
