"""The editor's review: decisions survive new runs and changed texts, and only what is new is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
import yaml

from florilegium.book.model import Authority, Book
from florilegium.names.mentions.survey import find_mentions
from florilegium.names.suggest.review import (
    Decision,
    Verdict,
    gain,
    read_review,
    renew,
    with_decisions,
    write_authority,
    write_review,
)
from florilegium.problems import ManifestError, Report

MakeBook = Callable[..., Book]

ONE = (
    "President Marlow met Ada Pell in Gozo. Jonah Marlow read “The Mail Boat”; the Mail Boat had left Malta."
)


def reread(decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """The decisions as they come back from the file."""
    return read_review(yaml.safe_load(write_review(decisions)), "names.yaml")


def decided(decisions: tuple[Decision, ...], verdicts: Mapping[str, tuple[str, str]]) -> tuple[Decision, ...]:
    """What the file holds after an editor has written verdicts: name → verdict, and what to merge into."""
    content = yaml.safe_load(write_review(decisions))
    for item in content["names"]:
        if item["name"] in verdicts:
            verdict, into = verdicts[item["name"]]
            item["decision"] = verdict
            item["into"] = into
    return read_review(content, "names.yaml")


def test_file_reads_back_as_written(small_book: MakeBook) -> None:
    """Writing, reading and writing again changes nothing."""
    asked = renew(small_book({}, one=ONE), ())
    assert {decision.verdict for decision in asked} == {Verdict.ASK}
    assert reread(asked) == asked
    assert write_review(reread(asked)) == write_review(asked)


def test_passages_that_quote_someone_read_back_as_written(small_book: MakeBook) -> None:
    words = f"Later Ada Pell adds:\n\n> The sea, said she, was {'calm and ' * 120}blue.\n\n> So it ended."
    asked = renew(small_book({}, one=words), ())
    assert any(decision.proposal.add for decision in asked)
    assert reread(asked) == asked
    taken = [replace(decision, verdict=Verdict.ACCEPT) for decision in asked]
    written = yaml.safe_load(write_authority(gain(Authority(), taken).added))
    assert {"text": "one", "starts": "The sea, said she,", "through": "So it ended."} in written["entries"][
        0
    ]["add"]


def test_decisions_survive_and_only_new_names_are_asked(small_book: MakeBook) -> None:
    """A changed text brings its own new names; every decision stands as the editor left it."""
    first = renew(small_book({}, one=ONE), ())
    verdicts = {"Marlow, Jonah": ("accept", ""), "Gozo": ("merge", "Malta"), "Malta": ("accept", "")}
    kept = decided(first, verdicts)
    second = renew(small_book({}, one=f"{ONE} Later Lena Moll came to Gozo."), kept)
    asked = [decision.name for decision in second if decision.verdict is Verdict.ASK]
    assert "Moll, Lena" in asked and not {"Marlow, Jonah", "Gozo", "Malta"} & set(asked)
    assert [d for d in second if d.verdict is not Verdict.ASK] == [
        d for d in kept if d.verdict is not Verdict.ASK
    ]
    assert renew(small_book({}, one=f"{ONE} Later Lena Moll came to Gozo."), second) == second


def test_decisions_become_an_authority(small_book: MakeBook) -> None:
    """Accepted names are headings, merged ones variants, ignored ones phrases; renaming is kept."""
    book = small_book({}, one=ONE)
    verdicts = {"Marlow, Jonah": ("accept", ""), "Gozo": ("merge", "Malta"), "Mail Boat": ("ignore", "")}
    kept = decided(renew(book, ()), {**verdicts, "Malta": ("accept", "")})
    kept = tuple(
        replace(d, proposal=replace(d.proposal, heading="Marlow, J.")) if d.name == "Marlow, Jonah" else d
        for d in kept
    )
    grown = with_decisions(Authority(), kept)
    assert [(heading.name, heading.variants) for heading in grown.headings] == [
        ("Marlow, J.", ()),
        ("Malta", ("Gozo",)),
    ]
    assert grown.ignore == ("Mail Boat",)
    found = find_mentions(replace(book, authority=grown), Report())
    assert [mention.heading for mention in found] == ["Marlow, J.", "Malta", "Malta"]


def test_authority_is_written_as_a_manifest_has_it(small_book: MakeBook) -> None:
    """What is accepted can be pasted under `index:`."""
    kept = decided(
        renew(small_book({}, one=ONE), ()), {"Marlow, Jonah": ("accept", ""), "Malta": ("accept", "")}
    )
    written = yaml.safe_load(write_authority(with_decisions(Authority(), kept)))
    assert written == {
        "entries": [{"heading": "Marlow, Jonah", "surname": True}],
        "places": ["Malta"],
    }


def test_headings_that_the_authority_has_are_not_doubled(small_book: MakeBook) -> None:
    """A decision that the editor has moved to the manifest does not come back beside it."""
    book = small_book({"places": ["Malta"]}, one="Malta.")
    kept = decided(renew(small_book({}, one="He came to Malta."), ()), {"Malta": ("accept", "")})
    assert len(with_decisions(book.authority, kept).headings) == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ([], "no list of “names”"),
        ({"names": "Malta"}, "a list was expected"),
        ({"names": [{"decision": "accept"}]}, "a “name” with its decision"),
        ({"names": [{"name": "Malta", "decision": "perhaps"}]}, "“perhaps” is none"),
        ({"names": [{"name": "Malta", "decision": "merge"}]}, "under “into”"),
        ({"names": [{"name": "Malta", "kind": "island"}]}, "“island” is none"),
    ],
)
def test_broken_review(content: object, told: str) -> None:
    """A review that cannot be understood says where and what was expected."""
    with pytest.raises(ManifestError, match=told):
        read_review(content, "names.yaml")


def test_names_that_look_like_yaml() -> None:
    """Names and contexts with colons, quotation marks or YAML's own words read back as they are."""
    content = {
        "names": [{"name": name, "context": [name]} for name in ("No", "A: b", "“x” #1", "- y", "1984")]
    }
    decisions = read_review(content, "names.yaml")
    assert [d.name for d in reread(decisions)] == ["No", "A: b", "“x” #1", "- y", "1984"]
    assert reread(decisions) == decisions
