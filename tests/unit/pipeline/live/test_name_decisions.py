"""Decisions on names, as the index's file gets them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from florilegium.book.model import Authority, Heading, Kind
from florilegium.manifest.writing.stretches import UneditableError, stretches
from florilegium.manifest.writing.surgery import changed
from florilegium.names.suggest.proposals import Proposal
from florilegium.pipeline.live.name_decisions import (
    Decision,
    IndexHome,
    Verdict,
    authority_now,
    decided,
    grown,
    index_home,
    likely,
    of_kind,
    renamed,
    with_wishes,
)
from florilegium.problems import Place

FILE = """\
index:
  # those who travel
  entries:
    - Moll, Lena
    - {heading: Sato, gloss: the elder, variants: [old Sato]}
    - heading: Okhotsk
      kind: place
  places: [Ulm]
"""
HOME = IndexHome("anthology.yaml", ("index",))
AUTHORITY = Authority(
    (
        Heading("Moll, Lena"),
        Heading("Sato", gloss="the elder", variants=("old Sato",)),
        Heading("Okhotsk", Kind.PLACE),
        Heading("Ulm", Kind.PLACE),
    )
)
MARLOW = Decision(
    "Marlow, Jonah", Verdict.ASK, Proposal("Marlow, Jonah", Kind.PERSON, ("the captain",), surname=True)
)


def after(decision: Decision) -> str:
    """Return the lines that a decision adds or changes."""
    made = changed(FILE, decided(AUTHORITY, decision, HOME, stretches(FILE).value))
    before = FILE.splitlines()
    return "\n".join(line for line in made.splitlines() if line not in before)


def wish(verdict: Verdict, heading: str = "", kind: str = "", into: str = "") -> Decision:
    return with_wishes(MARLOW, verdict, heading, kind, into)


def test_a_name_is_accepted() -> None:
    assert after(wish(Verdict.ACCEPT)) == (
        "    - heading: Marlow, Jonah\n      surname: yes\n      variants:\n        - the captain"
    )


def test_a_name_is_accepted_by_another_heading_and_kind() -> None:
    """The heading that was proposed stays a form by which it is found."""
    assert after(wish(Verdict.ACCEPT, "Marlow Rocks", "place")).startswith(
        "  places: [Ulm, {heading: Marlow Rocks"
    )
    assert '"Marlow, Jonah"' in after(wish(Verdict.ACCEPT, "Marlow Rocks", "place"))
    assert "kind: organisation" in after(wish(Verdict.ACCEPT, "", "organisation"))


def test_a_name_is_ignored() -> None:
    assert after(wish(Verdict.IGNORE)) == "  ignore:\n    - Marlow, Jonah"


def test_a_name_is_merged() -> None:
    assert after(wish(Verdict.MERGE, into="Moll, Lena")) == (
        "    - heading: Moll, Lena\n      variants:\n        - Marlow, Jonah\n        - the captain"
    )
    assert after(wish(Verdict.MERGE, into="Sato (the elder)")) == (
        '    - {heading: Sato, gloss: the elder, variants: [old Sato, "Marlow, Jonah", the captain]}'
    )


@pytest.mark.parametrize(
    "decision",
    [
        wish(Verdict.ACCEPT),
        wish(Verdict.ACCEPT, "Marlow Rocks", "place"),
        wish(Verdict.IGNORE),
        wish(Verdict.MERGE, into="Sato"),
        wish(Verdict.MERGE, into="Ulm"),
    ],
)
def test_what_a_decision_adds_is_known_without_the_file(tmp_path: Path, decision: Decision) -> None:
    """The authority that a decision makes of another is the one that its file then has."""
    manifest = tmp_path / "anthology.yaml"
    head = "title: T\nlanguage: en\nidentifier: 5b1a2c3d-0000-4000-8000-000000000001\ndate: 2026-01-01\n"
    head += "contributors: {ann: {name: Ann Example}}\n"
    head += "chapters: [{title: One, articles: [{source: a.txt, title: A, authors: [ann]}]}]\n"
    (tmp_path / "a.txt").write_text("A paragraph.\n", encoding="utf-8")
    manifest.write_text(head + FILE, encoding="utf-8")
    before = authority_now(manifest)
    text = changed(head + FILE, decided(before, decision, HOME, stretches(head + FILE).value))
    manifest.write_text(text, encoding="utf-8")
    made, said = grown(before, decision), authority_now(manifest)
    assert {replace(one, place=Place("")) for one in made.headings} == {
        replace(one, place=Place("")) for one in said.headings
    }
    assert set(made.ignore) == set(said.ignore)


def test_a_heading_is_renamed_and_changes_its_kind() -> None:
    written = stretches(FILE).value
    made = changed(FILE, renamed("Ulm", "Ulm on the Danube", HOME, written))
    assert "places: [{heading: Ulm on the Danube, variants: [Ulm]}]" in made
    made = changed(FILE, renamed("Okhotsk", "Okhotsk, Sea of", HOME, written))
    assert "    - heading: Okhotsk, Sea of\n      kind: place\n      variants:\n        - Okhotsk\n" in made
    assert "kind" not in changed(FILE, of_kind("Okhotsk", Kind.PERSON, HOME, written))
    assert "places: [{heading: Ulm, kind: other}]" in changed(FILE, of_kind("Ulm", Kind.OTHER, HOME, written))


def test_a_heading_that_is_gone_is_told() -> None:
    with pytest.raises(UneditableError, match="Pruett"):
        renamed("Pruett", "Pruett, Tom", HOME, stretches(FILE).value)


def test_headings_like_a_name_are_offered() -> None:
    one = Decision("Moll, L.", Verdict.ASK, Proposal("Moll, L.", Kind.PERSON))
    assert likely(one, AUTHORITY) == ("Moll, Lena",)
    assert likely(MARLOW, AUTHORITY) == ()


@pytest.mark.parametrize(
    ("manifest", "home"),
    [
        ("index: names.yaml\n", IndexHome("names.yaml", ())),
        ("index: {places: [Ulm]}\n", HOME),
        ("index:\ntitle: T\n", HOME),
        ("title: T\n", HOME),
    ],
)
def test_the_index_is_where_the_manifest_says(tmp_path: Path, manifest: str, home: IndexHome) -> None:
    path = tmp_path / "anthology.yaml"
    path.write_text(manifest, encoding="utf-8")
    assert index_home(path) == home
