"""The authority's own faults, and the forms that a heading brings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from florilegium.book.model import Heading, Kind
from florilegium.names.index.near_duplicates import near_duplicates
from florilegium.names.lexicon.folding import fold
from florilegium.names.mentions.authority import compile_authority
from florilegium.names.mentions.forms import forms_of, surname_forms
from florilegium.problems import Problem, Report
from unit.names.conftest import authority_of


def faults(index: Mapping[str, Any], texts: tuple[str, ...] = ("one", "two")) -> list[Problem]:
    report = Report()
    compile_authority(authority_of(index), report, texts)
    return list(report.problems)


@pytest.mark.parametrize(
    ("index", "code", "told"),
    [
        ({"places": ["Malta", {"heading": "Melita", "see": "Melta"}]}, "X001", "Did you mean “Malta”?"),
        ({"places": [{"heading": "Malta", "see_also": ["Gozo"]}]}, "X001", "exactly as its own entry"),
        ({"places": [{"heading": "Malta", "see_also": ["Malta"]}]}, "X001", "Strike the reference out"),
        (
            {
                "places": [
                    {"heading": "Paris", "gloss": "France", "only": ["one"]},
                    {"heading": "Paris", "gloss": "Texas", "only": ["two"]},
                    {"heading": "Lutetia", "see": "Paris"},
                ]
            },
            "X001",
            "“Paris (France)”, “Paris (Texas)”",
        ),
        ({"places": [{"heading": "A", "see": "B"}, {"heading": "B", "see": "A"}]}, "X002", "“A” → “B” → “A”"),
        ({"places": [{"heading": "A", "see": "A"}]}, "X002", "“A” → “A”"),
        ({"places": ["Malta", {"heading": "Melita", "variants": ["Malta"]}]}, "X004", "both claim “Malta”"),
        (
            {"places": ["Malta", "Gozo", "Malta"]},
            "X006",
            "“Malta” stands twice (first at anthology.yaml:1:3)",
        ),
        ({"places": [{"heading": "Malta", "only": ["tow"]}]}, "X007", "Did you mean “two”?"),
        ({"entries": [{"heading": "Ito, Kenji", "bare_in": ["three"]}]}, "X007", "“three”"),
        ({"places": [{"heading": "Malta", "exclude": ["none"]}]}, "X007", "“none”"),
    ],
)
def test_fault_is_told(index: Mapping[str, Any], code: str, told: str) -> None:
    """Each fault is reported once, with the words that help an editor."""
    (problem,) = faults(index)
    assert problem.code == code
    assert told in f"{problem.message} {problem.hint}"
    assert problem.place.file == "anthology.yaml"


def test_two_spellings_of_one_name_are_two_headings() -> None:
    """`ß` is not `ss`: an editor may send readers from one to the other. Capitals make no other heading."""
    assert faults({"places": ["Straßburg", {"heading": "Strassburg", "see": "Straßburg"}]}) == []
    assert [problem.code for problem in faults({"places": ["Straßburg", "STRAßBURG"]})] == ["X006"]


def test_loop_is_told_once() -> None:
    """A loop of three is one problem, and an entry that only leads into it is none."""
    chain = [("A", "B"), ("B", "C"), ("C", "A"), ("D", "A")]
    index = {"places": [{"heading": name, "see": aim} for name, aim in chain]}
    assert [problem.code for problem in faults(index)] == ["X002"]


def test_claims_in_different_texts_are_no_fault() -> None:
    """Two entries may share a form when they are limited to different texts."""
    index = {
        "entries": [
            {"heading": "Brown, Ann", "bare_in": ["one"]},
            {"heading": "Brown, Eve", "bare_in": ["two"]},
            {"heading": "Brown, Joy", "surname": True},
        ]
    }
    assert faults(index) == []


def test_see_also_both_ways_is_no_loop() -> None:
    """See also normally stands at both headings."""
    both = [{"heading": "A", "see_also": ["B"]}, {"heading": "B", "see_also": ["A"]}]
    assert faults({"places": both}) == []


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        (Heading("Garfield, James"), {"James Garfield", "Garfield, James"}),
        (
            Heading("Chesterton, G. K."),
            {"G. K. Chesterton", "G.K. Chesterton", "G K Chesterton", "GK Chesterton"},
        ),
        (Heading("Fitzgerald, F. Scott"), {"F. Scott Fitzgerald", "F Scott Fitzgerald", "Scott Fitzgerald"}),
        (Heading("Togo Heihachiro", order="family-first"), {"Togo Heihachiro", "Heihachiro Togo"}),
        (Heading("Rashid, Harun al-"), {"Harun al-Rashid"}),
        (Heading("Kūkai"), {"Kūkai", "Kukai"}),
        (Heading("Okhotsk, Sea of", kind=Kind.PLACE), {"Sea of Okhotsk"}),
        (Heading("Baikal, Lake", kind=Kind.PLACE), {"Lake Baikal", "Lake baikal"} - {"Lake baikal"}),
        (Heading("Hague, The", kind=Kind.PLACE), {"The Hague", "the Hague"}),
        (Heading("Kuril Islands", kind=Kind.PLACE), {"Kuril Islands", "Kuril islands", "Kuril Island"}),
        (Heading("Cambridge, Massachusetts", kind=Kind.PLACE), {"Cambridge, Massachusetts"}),
        (Heading("the Troubles", kind=Kind.OTHER), {"the Troubles", "The Troubles"}),
    ],
)
def test_heading_brings_its_forms(heading: Heading, wanted: set[str]) -> None:
    """What usage makes of a heading is found without a variant."""
    assert wanted <= {form.text for form in forms_of(heading)}


def test_exact_heading_brings_nothing() -> None:
    """An exact heading is only what is written, but for a capital at the head of a sentence."""
    heading = Heading("Garfield, James", exact=True, variants=("Barry",))
    assert [form.text for form in forms_of(heading)] == ["Garfield, James", "Barry"]


@pytest.mark.parametrize(
    ("heading", "surnames"),
    [
        (Heading("Garfield, James"), ("Garfield",)),
        (Heading("Gaulle, Charles de"), ("de Gaulle", "De Gaulle", "Gaulle")),
        (Heading("van Gogh, Vincent"), ("van Gogh", "Van Gogh")),
        (Heading("al-Kindi, Yaqub"), ("al-Kindi", "Al-Kindi", "Kindi")),
        (Heading("Togo Heihachiro", order="family-first"), ("Togo",)),
        (Heading("Voltaire"), ()),
        (Heading("King, Martin Luther, Jr."), ("King",)),
    ],
)
def test_bare_surname(heading: Heading, surnames: tuple[str, ...]) -> None:
    """The surname comes with its particles; a mononym has none."""
    assert surname_forms(heading) == surnames


def test_folding_leads_back() -> None:
    """Every folded letter knows its place: soft hyphens and joined accents do not shift it."""
    text = "Caf\u00ade\u0301 d\u2019 \u00a0Or"
    folded = fold(text)
    assert folded.text == "Café d' Or"
    start = folded.text.index("Or")
    assert text[slice(*folded.original(start, start + 2))] == "Or"
    assert text[slice(*folded.original(0, 4))] == "Caf\u00ade\u0301"


@pytest.mark.parametrize(
    ("one", "two", "asked"),
    [
        ("Watanabe, Kazan", "Watanabe, Kazen", True),
        ("Montespan, Athénaïs", "Montespan, Athénaï", True),
        ("Ōkubo, Toshimichi", "Okubo, Toshimichi", True),
        ("Toshimichi Okubo", "Okubo, Toshimichi", True),
        ("Louis XIV", "Louis XV", False),
        ("Iran", "Iraq", False),
        ("Apollo Programme 11", "Apollo Programme 1", False),
    ],
)
def test_near_duplicates(one: str, two: str, asked: bool) -> None:
    """Headings one letter apart, turned round or differing in accents are asked about; rulers are not."""
    assert bool(near_duplicates([Heading(one), Heading(two)])) is asked


def test_meant_duplicates_are_not_asked_about() -> None:
    """A gloss or a see also says that two like headings are both meant."""
    plain = Heading("Stephenson, George")
    assert near_duplicates([plain, Heading("Stevenson, George")]) == ()
    assert near_duplicates([plain, Heading("Stephensen, George")])
    assert not near_duplicates([plain, Heading("Stephensen, George", gloss="poet")])
    assert not near_duplicates([plain, Heading("Stephensen, George", see_also=("Stephenson, George",))])
