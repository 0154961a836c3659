"""What is heard of an EPUB: Chromium's accessibility tree of what a reader touches or is told, as approved.

A golden is a file of `heard/`: a line for each thing that a screen reader stops at, its role and its name.
`pytest --update-golden tests/conformance/test_heard.py` writes them anew.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from projects import Made

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.conformance

_APPROVED = Path(__file__).with_name("heard")

#: What is listened to: a file of the book that has one of everything, and where in it, as XPath.
_HEARD = {
    "call": ("article", "//*[@role='doc-noteref']/ancestor::*[local-name()='p'][1]"),
    "note": ("notes", "//*[@role='doc-backlink']/ancestor::*[local-name()='li'][1]"),
    "index-entry": ("index", "//*[contains(@class, 'group')]//*[local-name()='li'][.//*[local-name()='a']]"),
    "index-letters": ("index", "//*[contains(@class, 'letters')]"),
    "page-mark": (
        "article",
        "//*[local-name()='p']//*[@role='doc-pagebreak']/ancestor::*[local-name()='p'][1]",
    ),
}


@pytest.fixture(scope="module")
def folder(builder: Callable[[str], Made], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the EPUB."""
    opened = tmp_path_factory.mktemp("heard")
    with zipfile.ZipFile(builder("atlas").epub) as container:
        container.extractall(opened)
    return opened / "EPUB" / "text"


@pytest.mark.parametrize("name", _HEARD)
def test_it_is_heard_as_approved(name: str, folder: Path, browser: Browser, update_golden: bool) -> None:
    kind, place = _HEARD[name]
    heard = next(filter(None, (_heard(browser, file, place) for file in _files(folder, kind))), "")
    assert heard, f"the book has none: {place}"
    approved = _APPROVED / f"{name}.txt"
    if update_golden:
        approved.write_text(heard, encoding="utf-8")
    assert heard == approved.read_text(encoding="utf-8")


def _files(folder: Path, kind: str) -> Iterator[Path]:
    for file in sorted(folder.glob("*.xhtml")):
        if f'<body class="{kind}"' in file.read_text(encoding="utf-8"):
            yield file


def _heard(browser: Browser, file: Path, place: str) -> str:
    """What is heard of the first element at a place, nothing when there is none."""
    page = browser.new_page()
    page.goto(file.as_uri())
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("DOM.getDocument", {"depth": 0})
    found = session.send("DOM.performSearch", {"query": place})
    heard = ""
    if found["resultCount"]:
        span = {"searchId": found["searchId"], "fromIndex": 0, "toIndex": 1}
        (node,) = session.send("DOM.getSearchResults", span)["nodeIds"]
        number = session.send("DOM.describeNode", {"nodeId": node})["node"]["backendNodeId"]
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        (top,) = (one for one in nodes if one.get("backendDOMNodeId") == number)
        heard = "\n".join(_lines(top, {one["nodeId"]: one for one in nodes})) + "\n"
    page.close()
    return heard


def _lines(node: dict[str, Any], nodes: dict[str, dict[str, Any]], depth: int = 0) -> Iterator[str]:
    """What is heard of a node and of those in it; what is passed over gives way to what it holds."""
    role = str(node.get("role", {}).get("value"))
    if role == "InlineTextBox":
        return
    if not node["ignored"]:
        name = " ".join(str(node.get("name", {}).get("value", "")).split())
        more = " ".join(str(node.get("description", {}).get("value", "")).split())
        yield "  " * depth + role + (f" “{name}”" if name else "") + (f" ({more})" if more else "")
        depth += 1
    for child in node.get("childIds", ()):
        yield from _lines(nodes[child], nodes, depth)
