"""What a style sheet asks for, however it is written."""

from __future__ import annotations

import pytest

from florilegium.editions.style_requests import requests_of


@pytest.mark.parametrize(
    ("sheet", "text", "address"),
    [
        ("@import 'fern.css';", "@import 'fern.css'", "fern.css"),
        ('@import url("fern.css") print;', '@import url("fern.css") print', "fern.css"),
        (r"@\69mport 'fern.css'", "@import 'fern.css'", "fern.css"),
        ("hr { background: url(rule.png) }", "url(rule.png)", "rule.png"),
        ("hr { background: URL( 'rule.png' ) }", "URL( 'rule.png' )", "rule.png"),
        (r"hr { background: u\72l(rule.png) }", "url(rule.png)", "rule.png"),
        ("@media print { hr { background: url(a\\)b.png) } }", "url(a\\)b.png)", "a)b.png"),
        ("@font-face { font-family: Fern }", "@font-face", ""),
    ],
)
def test_a_request_is_found(sheet: str, text: str, address: str) -> None:
    (request,) = requests_of(sheet)
    assert request.address == address
    assert request.text.replace('"', "'").lower() == text.replace('"', "'").lower()


@pytest.mark.parametrize(
    "sheet",
    [
        "/* @import 'fern.css'; url(rule.png) */ p { color: red }",
        "p::before { content: 'url(rule.png)' }",
        ".import-url { color: red }",
        "p { curl: none }",
    ],
)
def test_what_only_looks_so_asks_for_nothing(sheet: str) -> None:
    assert requests_of(sheet) == ()


def test_each_request_has_its_place() -> None:
    sheet = "@import 'a.css';\n\np {\n  background: url(b.png), url('c.png');\n}\n"
    places = [(request.address, request.line, request.column) for request in requests_of(sheet)]
    assert places == [("a.css", 1, 1), ("b.png", 4, 15), ("c.png", 4, 27)]


def test_a_faulty_address_is_asked_for_too() -> None:
    (request,) = requests_of("p { background: url(a b.png) }")
    assert request.address == "" and (request.line, request.column) == (1, 17)
