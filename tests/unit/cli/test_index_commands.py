"""The commands of the index, as an editor gives them one after another in a new project."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from florilegium.book.model import Mention
from florilegium.cli.main import main
from florilegium.system.tasks.engines import Here

MANIFEST = """\
title: Harbours
language: en-GB
identifier: urn:uuid:3f2b8c1e-6f0a-4d0e-9a57-0c9d3f2b8c1e
date: 1931-01-01
contributors: {moll: {name: Lena Moll}}
chapters: [{title: One, articles: [{source: voyage.md, title: A Voyage, authors: [moll]}]}]
"""
VOYAGE = """\
President Marlow met Ada Pell in Malta. Jonah Marlow stayed in Malta with Ada Pell, and read the Mail Boat.

In the spring Marlow left Malta for Gozo.[^1] The Malta Gazette told nobody.

[^1]: So says Ada Pell, who had seen Marlow go.
"""
INDEX = """\
ignore: [Mail Boat]
entries: [{heading: "Marlow, Jonah", surname: true}, "Pell, Ada"]
places: [Malta, Gozo, {heading: Melita, see: Malta}, Tunis]
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one article and no index, in which the commands are given."""
    (tmp_path / "anthology.yaml").write_text(MANIFEST, encoding="utf-8")
    (tmp_path / "voyage.md").write_text(VOYAGE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["index", *words])


def write_index(project: Path, index: str) -> None:
    (project / "index.yaml").write_text(index, encoding="utf-8")
    (project / "anthology.yaml").write_text(f"{MANIFEST}index: index.yaml\n", encoding="utf-8")


def decide(project: Path, name: str, verdict: str) -> None:
    """Write a decision into the review file, as an editor would."""
    path = project / "index-review.yaml"
    before, found, after = path.read_text(encoding="utf-8").partition(
        f"  - name: {name}\n    decision: ask\n"
    )
    assert found, before
    path.write_text(f"{before}  - name: {name}\n    decision: {verdict}\n{after}", encoding="utf-8")


def test_all_that_is_suggested_makes_an_index_that_leaves_nothing_open(project: Path) -> None:
    """Suggest, accept all, name the file in the manifest: the audit is clean, and nothing is new."""
    suggested = run("suggest", "--accept-all")
    assert suggested.exit_code == 0 and "no names to decide" in suggested.stdout
    accepted = run("accept", "--output", "index.yaml")
    assert accepted.exit_code == 0 and "“index: index.yaml”" in accepted.stdout
    write_index(project, (project / "index.yaml").read_text(encoding="utf-8"))
    audited = run("audit", "--no-pages", "--strict")
    assert (audited.exit_code, audited.output) == (0, "no open questions\n")
    again = run("accept")
    assert again.stdout == "" and "has all that was decided" in again.stderr


def test_decisions_stay_in_the_review_file_and_the_manifest_is_never_touched(project: Path) -> None:
    """A second run after a change of the text asks about what is new, and keeps what was decided."""
    run("suggest")
    decide(project, "Malta", "accept")
    decide(project, "Gozo", "merge\n    into: Malta")
    (project / "voyage.md").write_text(f"{VOYAGE}\nThey met John Drew in Tripoli.\n", encoding="utf-8")
    suggested = run("suggest")
    review = (project / "index-review.yaml").read_text(encoding="utf-8")
    assert suggested.stdout.endswith(", 2 decided\n")
    assert "  - name: Drew, John\n    decision: ask\n" in review
    assert "  - name: Malta\n    decision: accept\n" in review and "    into: Malta\n" in review
    accepted = run("accept")
    assert accepted.stdout == "places:\n  - heading: Malta\n    variants:\n      - Gozo\n"
    assert "still to decide" in accepted.stderr
    assert (project / "anthology.yaml").read_text(encoding="utf-8") == MANIFEST


def test_a_form_merged_into_a_heading_of_the_index_is_told(project: Path) -> None:
    """What the manifest's own headings gain cannot stand in a list of new ones: it is told beside it."""
    write_index(project, "places: [Malta]\n")
    run("suggest")
    decide(project, "Gozo", "merge\n    into: Malta")
    assert run("accept").stdout == "# Variants for “Malta”, which the index has already:\n#   - Gozo\n"


def test_a_merge_into_nothing_is_refused(project: Path) -> None:
    run("suggest")
    decide(project, "Malta", "accept")
    decide(project, "Gozo", "merge\n    into: Maltta")
    refused = run("accept")
    assert refused.exit_code == 4 and "is “Malta” meant?" in refused.stderr


def test_an_index_file_is_never_written_over(project: Path) -> None:
    write_index(project, "places: [Malta]\n")
    run("suggest", "--accept-all")
    refused = run("accept", "--output", "index.yaml")
    assert refused.exit_code == 6 and "left as it is" in refused.stderr
    assert (project / "index.yaml").read_text(encoding="utf-8") == "places: [Malta]\n"


def test_accept_without_a_review_says_what_to_do(project: Path) -> None:
    refused = run("accept")
    assert refused.exit_code == 2 and "“florilegium index suggest” writes it" in refused.stderr


@pytest.mark.parametrize(
    ("review", "told"),
    [
        ("names: [\n", "index-review.yaml:2:1: error M001"),
        ("names: [{name: Malta, decision: perhaps}]\n", "“perhaps” is none"),
        ("&a [*a]\n", "index-review.yaml"),
    ],
)
def test_a_broken_review_is_told_and_left_alone(project: Path, review: str, told: str) -> None:
    (project / "index-review.yaml").write_text(review, encoding="utf-8")
    refused = run("suggest")
    assert refused.exit_code == 2 and told in refused.stderr
    assert (project / "index-review.yaml").read_text(encoding="utf-8") == review


def test_an_empty_review_is_a_new_one(project: Path) -> None:
    (project / "elsewhere.yaml").write_text("", encoding="utf-8")
    assert run("suggest", "--review", "elsewhere.yaml").exit_code == 0
    assert "decision: ask" in (project / "elsewhere.yaml").read_text(encoding="utf-8")
    assert not (project / "index-review.yaml").exists()


def test_suggest_without_the_extra_says_what_to_install(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--ner` needs spaCy; without it the message names the extra, and no file is written."""
    monkeypatch.setitem(sys.modules, "spacy", None)
    refused = run("suggest", "--ner")
    assert refused.exit_code == 4 and "florilegium[ner]" in refused.stderr
    assert not (project / "index-review.yaml").exists()


def test_audit_lists_each_question_with_its_places(project: Path) -> None:
    """Names without an entry, entries without a mention; with --strict they fail the run."""
    write_index(project, INDEX.replace(', "Pell, Ada"', ""))
    audited = run("audit", "--no-pages")
    assert audited.exit_code == 0
    assert "  Ada Pell\n    voyage.md:1:1: " in audited.stdout
    assert "  Malta Gazette  [holds a form of Malta]\n    voyage.md:3:1: " in audited.stdout
    assert "  index.yaml:3:54: Tunis\n" in audited.stdout
    assert audited.stdout.endswith("3 open questions\n") and audited.stderr == ""
    assert run("audit", "--no-pages", "--strict").exit_code == 1


def test_audit_lists_headings_with_too_many_locators(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once it knows the pages; here every paragraph has one, with another between."""

    def pages(*_: object) -> Callable[[Mention], int]:
        return lambda mention: 2 * int(mention.block.rpartition("-p")[2])

    monkeypatch.setattr("florilegium.pipeline.build.pages", pages)
    (project / "voyage.md").write_text("\n\n".join(["They saw Malta."] * 9), encoding="utf-8")
    write_index(project, "places: [Malta]\n")
    audited = run("audit")
    assert "X005" in audited.stderr and "“Malta” has 9 locators in a row" in audited.stderr


def test_audit_lists_headings_that_are_nearly_the_same(project: Path) -> None:
    write_index(project, INDEX.replace("Tunis", "{heading: Máltá, variants: [Malta Gazette]}"))
    assert "Máltá  and  index.yaml:3:10: Malta\n" in run("audit", "--no-pages").stdout


def test_audit_stops_at_a_faulty_reference(project: Path) -> None:
    write_index(project, INDEX.replace("see: Malta", "see: Maltta"))
    audited = run("audit", "--no-pages")
    assert audited.exit_code == 4 and "error X001" in audited.stderr


def test_audit_of_a_book_without_an_index_points_to_suggest(project: Path) -> None:
    audited = run("audit", "--no-pages")
    assert audited.exit_code == 0 and "index suggest" in audited.stdout


def test_explain_tells_every_mention_and_what_was_passed_over(project: Path) -> None:
    """Each comes with its article, place, context and rule; a *see* tells of its target."""
    write_index(project, INDEX)
    told = run("explain", "Marlow, Jonah", "--no-pages").stdout
    assert "Counted: 4\n  voyage\n" in told and "Passed over: 0\n" in told
    assert "    voyage.md:1:1: President |Marlow| met Ada Pell in Malta." in told
    assert "[the bare surname]" in told and "[the name turned round]" in told
    assert "    voyage.md:5:1, in a note: " in told
    told = run("explain", "Melita", "--no-pages").stdout
    assert told.startswith("Melita: see Malta\n") and "Counted: 3\n" in told
    assert "|Malta| Gazette told nobody.  [part of “Malta Gazette”]" in told


def test_explain_tells_the_page_of_every_mention(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The printed one, of the text and of the notes at its back; nothing is put into `dist`."""
    monkeypatch.setattr("florilegium.pipeline.build.engine_for", lambda order: Here())
    write_index(project, INDEX)
    told = run("explain", "Marlow, Jonah").stdout
    assert "    p. 2, voyage.md:1:1: President |Marlow| met" in told
    assert "    p. 3, voyage.md:5:1, in a note: " in told
    assert not (project / "dist").exists()


@pytest.mark.parametrize(
    ("asked", "meant"), [("Malto", "Malta"), ("Marlow", "Marlow, Jonah"), ("Ada Pel", "Pell, Ada")]
)
def test_explain_of_an_unknown_heading_names_the_nearest(project: Path, asked: str, meant: str) -> None:
    write_index(project, INDEX)
    refused = run("explain", asked)
    assert refused.exit_code == 4 and f"is “{meant}” meant?" in refused.stderr


def test_report_holds_the_index_to_the_standards(project: Path) -> None:
    """Each point is met or lists its places; with --strict a point that is not met counts."""
    assert "has no index" in run("report", "--no-pages").output
    write_index(project, INDEX)
    told = run("report", "--no-pages")
    assert "met   headings in order  [ISO 999, Z39.4]" in told.output
    assert "look  every heading has a place in the text: 1  [ISO 999]\n        Tunis\n" in told.output
    assert (told.exit_code, run("report", "--no-pages", "--strict").exit_code) == (0, 1)
