"""An ISBN as it is printed: in groups for language area, publisher, title and check digit."""

from __future__ import annotations


def grouped(isbn: str) -> str:
    """Return an ISBN of thirteen digits with hyphens between its groups (ISO 2108; the agency's ranges)."""
    from stdnum import isbn as standard

    return standard.format(isbn)
