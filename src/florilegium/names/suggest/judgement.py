"""What speaks for each kind that a name may be of, added up: the heaviest kind wins.

What spoke for it and what against is kept in words, so that an editor can see why.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from florilegium.book.model import Kind
from florilegium.names.lexicon.gazetteer import Rank

#: A kind that outweighs the next by less than this is doubted.
CLEAR = 0.75
LISTED = "it is listed beside others of the kind"
RANKS = {
    Rank.LAND: "a country or region of that name is known",
    Rank.REALM: "a country of that name is known in another language",
    Rank.CITY: "a city of that name is known",
    Rank.TOWN: "a town of that name is known",
}


@dataclass
class Judgement:
    """The kind of a name with what speaks for each kind; `weights` and `reasons` are by kind."""

    weights: dict[Kind, float] = field(default_factory=lambda: dict.fromkeys(Kind, 0.0))
    reasons: list[tuple[Kind, str]] = field(default_factory=list)
    fixed: Kind | None = None

    def add(self, kind: Kind, weight: float, reason: str = "") -> None:
        """Let a reason speak for a kind."""
        if weight:
            self.weights[kind] += weight
            if reason:
                self.reasons.append((kind, reason))

    def settle(self, kind: Kind, reason: str) -> Judgement:
        """Decide the kind by one reason that outweighs all others."""
        self.fixed = kind
        self.reasons.append((kind, reason))
        return self

    @property
    def kind(self) -> Kind:
        """Return the heaviest kind; of two that weigh the same a place goes first."""
        if self.fixed is not None:
            return self.fixed
        place, person, other = (self.weights[kind] for kind in (Kind.PLACE, Kind.PERSON, Kind.OTHER))
        if place >= person and place >= other:
            return Kind.PLACE
        return Kind.PERSON if person >= other else Kind.OTHER

    @property
    def margin(self) -> float:
        """Return by how much the kind outweighs the next one."""
        first, second, *_ = sorted(self.weights.values(), reverse=True)
        return first - second

    @property
    def is_clear(self) -> bool:
        """Return whether the kind outweighs the next one well."""
        return self.fixed is not None or self.margin >= CLEAR

    @property
    def is_listed(self) -> bool:
        """Return whether its neighbours in lists have been weighed."""
        return any(reason == LISTED for _, reason in self.reasons)

    @property
    def is_only_known(self) -> bool:
        """Return whether nothing but a town or a city of the name speaks for a place."""
        return {reason for kind, reason in self.reasons if kind is Kind.PLACE} <= {
            RANKS[Rank.CITY],
            RANKS[Rank.TOWN],
        }

    @property
    def speaks_for(self) -> tuple[str, ...]:
        own = self.kind
        return tuple(dict.fromkeys(reason for kind, reason in self.reasons if kind is own))

    @property
    def speaks_against(self) -> tuple[str, ...]:
        own = self.kind
        return tuple(dict.fromkeys(reason for kind, reason in self.reasons if kind is not own))
