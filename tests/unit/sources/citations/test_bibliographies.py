"""Bibliographies of every form give the same works."""

from __future__ import annotations

import json

import pytest

from florilegium.manifest.reading.load import plain_values
from florilegium.sources.citations.bibliographies import BibliographyError, plain, references_of

MOSS = {"type": "book", "title": "The Ferns of the Brook", "publisher": "Harrow & Sons"}
BIB = r"""
% a remark
@string{lon = "London"}
@comment{nothing}
@Book{moss1887, author = {Moss, Ellen and van der Vane, Jr, Edith and {The Tide Office}},
  title = {The {Ferns} of the Brook}, publisher = "Harrow \& Sons",
  address = lon # ", E.C.", year = 1887, month = may }
@article(q, title = {M{\"u}ller, \'Etudes --- {\ss} and \o}, journaltitle={Locks},
  pages = {3--5}, date = {1901-05-02/1902})
"""


def works(text: str, ending: str) -> dict[str, dict[str, object]]:
    return {one.key: one.data for one in references_of(text, ending, plain_values)}


def test_bibtex() -> None:
    found = works(BIB, ".bib")
    moss = found["moss1887"]
    assert {name: moss[name] for name in MOSS} == MOSS
    assert moss["publisher-place"] == "London, E.C."
    assert moss["issued"] == {"date-parts": [[1887, 5]]}
    assert moss["author"] == [
        {"family": "Moss", "given": "Ellen"},
        {"family": "Vane", "given": "Edith", "non-dropping-particle": "van der", "suffix": "Jr"},
        {"literal": "The Tide Office"},
    ]
    assert (found["q"]["title"], found["q"]["page"]) == ("Müller, Études — ß and ø", "3-5")
    assert found["q"]["issued"] == {"date-parts": [[1901, 5, 2], [1902]]}


def test_json_and_yaml() -> None:
    listed = [{"id": "moss1887", **MOSS, "issued": {"date-parts": [[1887]]}}]
    yaml = (
        "references:\n- id: moss1887\n  type: book\n  title: The Ferns of the Brook\n"
        "  publisher: Harrow & Sons\n  issued: 1887\n"
    )
    assert works(json.dumps(listed), ".json") == works(yaml, ".yaml") == {"moss1887": listed[0]}


@pytest.mark.parametrize(
    ("author", "people"),
    [
        ("Ellen Moss", [{"literal": "Ellen Moss"}]),
        ({"family": "Moss", "given": 7}, [{"family": "Moss", "given": "7"}]),
        (["Tide Office", {"family": ["Moss"]}, None], [{"literal": "Tide Office"}]),
        (1887, [{"literal": "1887"}]),
        ("", []),
    ],
)
def test_people_are_a_list_of_names_in_parts(author: object, people: object) -> None:
    """Whatever form a file gives them: what sets citations reads no other."""
    made = works(json.dumps([{"id": "moss1887", **MOSS, "author": author}]), ".json")["moss1887"]
    assert made["author"] == people


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("{", ".json"),
        ("7", ".json"),
        ("[]", ".json"),
        ("", ".bib"),
        ("@book{a, title = {x", ".bib"),
        ("@book{a", ".bib"),
        ("[" * 100_000, ".json"),
        ("@book{a, title = " + "{" * 50_000, ".bib"),
    ],
)
def test_what_is_no_bibliography(text: str, ending: str) -> None:
    with pytest.raises(BibliographyError):
        references_of(text, ending, plain_values)


def test_plain_text_of_tex() -> None:
    assert plain(r"{\'e}t\'{e} \c{c}a \v Skoda \AA rhus ``so'' 5~\%") == "été ça Škoda Århus “so” 5 %"
    assert plain(r"\LaTeX{} in \DH oru, \TH or and \b{d}") == "LaTeX in Ðoru, Þor and ḏ"
