"""Each option of `index:` does in the printed index what docs/manifest.md says, from the manifest on."""

from __future__ import annotations

from pathlib import Path

import pytest

from florilegium.book.model import Index, IndexEntry, Mention
from florilegium.names.index.entries import make_index
from florilegium.pipeline.build import prepare
from florilegium.problems import Report

HEAD = """\
title: Harbours
language: en-US
identifier: urn:uuid:3f2b8c1e-6f0a-4d0e-9a57-0c9d3f2b8c1e
date: 1931-01-01
chapters: [{title: One, articles: [
  {source: voyage.md, title: A Voyage, authors: []}, {source: home.md, title: At Home, authors: []}]}]
index:
  places: [Malta, Newark, New York]
  entries: [Ada Pell, {heading: Harbour Board, kind: organisation}]
"""
VOYAGE = "\n\n".join(
    ["Malta and the Harbour Board.", "Malta, and Ada Pell in Newark.", "Malta, not New York."]
)
LONG = "\n\n".join(["We saw Malta.", "It rained."] * 6)


def index_of(folder: Path, options: str, voyage: str = VOYAGE, home: str = "Nobody was at home.") -> Index:
    """The index of a small project; paragraph N of the first article stands on page 320 + N, else 400 + N."""
    files = {"voyage.md": f"# A Voyage\n\n{voyage}\n", "home.md": f"# At Home\n\n{home}\n"}
    for name, text in {**files, "anthology.yaml": f"{HEAD}{options}"}.items():
        (folder / name).write_text(text, encoding="utf-8")
    report = Report()
    prepared = prepare(folder / "anthology.yaml", report)
    assert [problem for problem in report.problems if problem.code[0] != "X"] == []
    blocks = list(dict.fromkeys(leaf.id for leaf, _ in prepared.survey.read))

    def page(mention: Mention) -> int:
        first = next(place for place, block in enumerate(blocks) if block.startswith(mention.key))
        return (321 if mention.key == "voyage" else 401) + blocks.index(mention.block) - first

    return make_index(prepared.book, prepared.survey.mentions, page, Report())


def entries(index: Index) -> list[IndexEntry]:
    return [entry for group in index.groups for entry in group.entries]


def headings(index: Index) -> list[str]:
    return [entry.heading for entry in entries(index)]


def test_kinds_say_what_is_printed(tmp_path: Path) -> None:
    """Without `kinds`, persons and places; otherwise those named and no others."""
    assert headings(index_of(tmp_path, "")) == ["Ada Pell", "Malta", "Newark", "New York"]
    assert headings(index_of(tmp_path, "  kinds: [organisation]\n")) == ["Harbour Board"]


def test_sorting_files_by_letters_or_by_words(tmp_path: Path) -> None:
    """*Newark* stands before *New York* letter by letter, after it word by word."""
    for sorting, last in (
        ("letter-by-letter", ["Newark", "New York"]),
        ("word-by-word", ["New York", "Newark"]),
    ):
        assert headings(index_of(tmp_path, f"  sorting: {sorting}\n"))[-2:] == last


def test_ranges_shorten_the_second_number(tmp_path: Path) -> None:
    """321–323 in full, 321–23 by the Chicago rule, 321–3 at the least."""
    for ranges, printed in (("full", "321–323"), ("chicago", "321–23"), ("minimal", "321–3")):
        malta = entries(index_of(tmp_path, f"  ranges: {ranges}\n"))[1]
        assert [str(locator) for locator in malta.locators] == [printed]


def test_metonyms_are_told_in_the_headnote(tmp_path: Path) -> None:
    """The policy on capitals is told; without one nothing is."""
    told = {
        policy: index_of(tmp_path, f"  metonyms: {policy}\n").headnote for policy in ("indexed", "left out")
    }
    assert "government" not in index_of(tmp_path, "").headnote
    assert all("government" in headnote for headnote in told.values())
    assert told["indexed"] != told["left out"]


def test_long_entries_are_reported_or_parted_by_article(tmp_path: Path) -> None:
    """Twelve pages in a row stay together by default; `by-article` parts them under the articles' titles."""
    (malta,) = entries(index_of(tmp_path, "", LONG, LONG))
    assert (len(malta.locators), malta.subentries) == (12, ())
    (malta,) = entries(index_of(tmp_path, "  long_entries: by-article\n", LONG, LONG))
    assert malta.locators == ()
    assert [(sub.heading, len(sub.locators)) for sub in malta.subentries] == [
        ("“A Voyage”", 6),
        ("“At Home”", 6),
    ]


TABLE = """Malta alone.

| port | ships |
|---|---|
| Newark | Malta |

Newark again."""


CITED = """Malta[^1] is an island, and small.[^2]

[^1]: Ada Pell, *Tides and Ships* (Malta, 1899), 12.
[^2]: Jo Voss, *The Life of Ada Pell* (Newark, 1901), 3.
"""


def test_persons_cited_are_indexed_on_request(tmp_path: Path) -> None:
    """In a note that only cites, its author counts; the place of printing and who is in the title do not."""
    assert headings(index_of(tmp_path, "  citations: left out\n", CITED)) == ["Malta"]
    ada, malta = entries(index_of(tmp_path, "  citations: indexed\n", CITED))
    assert ada.heading == "Ada Pell"
    assert [str(locator) for locator in ada.locators] == ["322n1"]
    assert [str(locator) for locator in malta.locators] == ["321"]


def test_illustrations_are_told_from_text(tmp_path: Path) -> None:
    """Pages of a table alone are italic and never joined with one of text; the headnote says so only then."""
    printed: dict[str, dict[str, list[tuple[str, bool]]]] = {}
    for style in ("plain", "italic"):
        index = index_of(tmp_path, f"  illustrations: {style}\n", TABLE)
        printed[style] = {
            one.heading: [(str(locator), locator.italic) for locator in one.locators]
            for one in entries(index)
        }
        assert ("italics" in index.headnote) == (style == "italic")
    assert printed["plain"] == {
        "Malta": [("321", False), ("325", False)],
        "Newark": [("324", False), ("326", False)],
    }
    assert printed["italic"] == {
        "Malta": [("321", False), ("325", True)],
        "Newark": [("324", True), ("326", False)],
    }


UNDER = """\
  kinds: [place, other]
  entries:
    - {heading: Squalls, kind: other, see: Gozo, under: storms at}
  places:
    - heading: Gozo
      themes: {storms at: wind, fish of: herring}
      theme_see_also: {fish of: Malta, storms at: Nowhere}
    - Malta
"""


def test_heading_is_seen_under_a_theme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it names is counted under the theme of its target, which the reference names."""
    monkeypatch.setitem(globals(), "HEAD", HEAD[: HEAD.index("  places")])
    said = "Gozo has herring.\n\nSqualls came.\n\nIn Gozo wind.\n\nGozo and Malta."
    gozo, malta, squalls = entries(index_of(tmp_path, UNDER, said))
    assert [str(one) for one in gozo.locators] == ["324"]
    assert {one.heading: [str(locator) for locator in one.locators] for one in gozo.subentries} == {
        "fish of": ["321"],
        "storms at": ["322–23"],
    }
    assert [one.see_also for one in gozo.subentries] == [(malta.label,), ()]
    assert (squalls.see, squalls.under, squalls.locators) == ("Gozo", "storms at", ())
