"""The templates of documents, and what stands ready in them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from florilegium.editions.blocks import inline
from florilegium.editions.isbn import grouped
from florilegium.system.compiled_templates import templates_in

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER: Final = Path(__file__).parent.parent / "templates"


@cache
def environment() -> Environment:
    """Return the templates, each under its name."""
    made = templates_in(_FOLDER)
    made.filters["inline"] = inline
    made.filters["address"] = address
    made.filters["identifier"] = printed_identifier
    return made


def prepare() -> None:
    """Make the templates ready, which the first documents of a process would wait for."""
    for path in sorted(_FOLDER.glob("*.xhtml")):
        environment().get_template(path.name)


def address(link: str) -> str:
    """Return a web address as print shows it, without its scheme and trailing slash."""
    return link.removeprefix("https://").removeprefix("http://").removesuffix("/")


def printed_identifier(urn: str) -> str:
    """Return `urn:isbn:…` as `ISBN …`, hyphens between its groups; any other identifier as it is."""
    return f"ISBN {grouped(urn.removeprefix('urn:isbn:'))}" if urn.startswith("urn:isbn:") else urn
