"""The index under any input: a total order, ranges that lose and add nothing, sound matching."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from florilegium.book.model import Authority, Heading, Kind, Mention, Passage, Sign, Text, Theme
from florilegium.names.index.audit import audit
from florilegium.names.index.collation import Collation
from florilegium.names.index.entries import make_index
from florilegium.names.index.explain import explain
from florilegium.names.index.locators import Folio, Sighting, locate, second_number
from florilegium.names.lexicon.folding import fold
from florilegium.names.mentions.authority import compile_authority
from florilegium.names.mentions.matching import Matcher, SearchedBlock
from florilegium.names.mentions.survey import find_mentions, survey
from florilegium.names.suggest.proposals import as_authority
from florilegium.names.suggest.review import (
    Decision,
    Verdict,
    gain,
    read_review,
    with_decisions,
    write_review,
)
from florilegium.names.suggest.suggest import suggest
from florilegium.problems import Report
from unit.names.conftest import book_of, text_from

LANGUAGES = st.sampled_from(["en", "de", "sv", "es", "cs", "tr", "ja"])
METHODS = st.sampled_from(["letter-by-letter", "word-by-word"])
STYLES = st.sampled_from(["full", "chicago", "minimal"])
HEADINGS = st.text(alphabet="aàáâåäÅÄöñch ChXIV(),-'’“”.019{!žł", max_size=12)
NAMES = st.sampled_from(
    ["Abe", "Abe Ito", "Ito", "New Abe", "Sea", "East Sea", "West Sea", "O'Ito", "Ito-Abe"]
)
WORDS = st.sampled_from(
    [
        "Abe",
        "Ito",
        "New",
        "Sea",
        "Seas",
        "East",
        "West",
        "and",
        "the",
        "O’Ito",
        "’s",
        "-",
        "–",
        ". ",
        ", ",
        "J. ",
    ]
)
TEXTS = st.lists(WORDS, max_size=12).flatmap(
    lambda words: st.sampled_from([" ", "", "\u00a0", "\u00ad"]).map(lambda gap: gap.join(words))
)


@given(st.lists(HEADINGS, max_size=8), LANGUAGES, METHODS)
def test_order_is_total(headings: list[str], language: str, method: str) -> None:
    """Any two different headings have an order, and it is the same however the list begins."""
    collation = Collation(language, method)
    once = sorted(set(headings), key=collation.key)
    again = once[::-1]
    again.sort(key=collation.key)
    assert again == once
    keys = [collation.key(heading) for heading in once]
    assert all(one < two for one, two in pairwise(keys))


@given(HEADINGS, LANGUAGES, METHODS, st.booleans())
def test_every_heading_has_a_letter(heading: str, language: str, method: str, person: bool) -> None:
    """A heading stands in one group, whatever it is made of."""
    assert Collation(language, method).letter(heading, person=person)


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(0, 5))), STYLES)
def test_ranges_lose_and_add_no_page(places: list[tuple[int, int]], style: str) -> None:
    """Reading the printed locators gives back the pages, each once and ascending."""
    sightings = [Sighting(Folio(page, note), f"{page}-{note}") for page, note in places]
    printed = locate(sightings, style)
    pages: list[tuple[int, int]] = []
    for locator in printed:
        page, _, note = locator.first.replace("nn", "n").partition("n")
        first = int(note or page)
        last = _unshortened(first, locator.last) if locator.last else first
        pages += [(int(page), number) if note else (number, 0) for number in range(first, last + 1)]
    named = {page for page, note in places if not note}
    wanted = sorted({(page, note) for page, note in places if not note or page not in named})
    assert pages == wanted


def _unshortened(first: int, last: str) -> int:
    """The full number that a shortened one stands for."""
    whole = str(first)
    return int(last) if len(last) >= len(whole) else int(whole[: len(whole) - len(last)] + last)


@given(st.integers(1, 99_999), st.integers(1, 500), STYLES)
def test_second_number_can_be_read_back(first: int, more: int, style: str) -> None:
    """A shortened number means one page only."""
    assert _unshortened(first, second_number(first, first + more, style)) == first + more


@given(st.lists(NAMES, min_size=1, max_size=6, unique=True), st.lists(NAMES, max_size=2), TEXTS)
def test_matching_is_sound(names: list[str], ignored: list[str], text: str) -> None:
    """Hits are in order, never overlap, lie within the text, and say what their form says."""
    headings = tuple(Heading(name, kind=Kind.PLACE) for name in names)
    matcher = Matcher(compile_authority(Authority(headings, tuple(ignored)), Report()))
    found = matcher.search(SearchedBlock(text, "one"))
    places = [found.folded.original(hit.start, hit.end) for hit in found.hits]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(one[1] <= two[0] for one, two in pairwise(places))
    for hit in found.hits:
        said = found.folded.text[hit.start : hit.end]
        assert said == hit.form or hit.form.startswith(said) or "J. " in said
    assert matcher.search(SearchedBlock(text, "one")).hits == found.hits


PIECES = (
    "He saw|Ann Moll|Moll|Bishop|Ely|of|and|in|the Bank|Rome|met|Ann|van|Moll-Orlov|J.|’s|.|, |New|North"
    "|said|elder|Henry|II|I|Sea|Seas"
)
SENTENCES = st.lists(st.sampled_from(PIECES.split("|")), max_size=14).map(" ".join)


@settings(deadline=None)
@given(st.lists(SENTENCES, min_size=1, max_size=3))
def test_accepting_every_proposal_leaves_nothing_open(paragraphs: list[str]) -> None:
    """Suggest, accept all: the audit of the same text asks nothing, and nothing is proposed again."""
    body = etree.Element("body")
    for number, words in enumerate(paragraphs):
        etree.SubElement(body, "p", id=f"one-{number}").text = " ".join(words.split())
    book = book_of([Text("one", body, (), "en", "one.txt")], Authority())
    accepted = replace(book, authority=as_authority(suggest(book)))
    report = Report()
    assert audit(accepted, report).is_clean, report.problems
    assert suggest(accepted) == ()


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    """A folded text is folded; its letters stand in the order of the original."""
    once = fold(text)
    assert fold(once.text).text == once.text
    if once.starts is not None:
        assert all(one <= two for one, two in pairwise(once.starts))


SIGNS = st.one_of(
    st.builds(Sign, st.sampled_from(["siege", "fish", "Malta"])),
    st.builds(
        Sign,
        st.sampled_from(["", "fish"]),
        st.builds(Passage, st.just("one"), st.sampled_from(["", "The", "Of"]), st.sampled_from(["", "Then"])),
    ),
)
SENTENCES = st.sampled_from(
    ["The siege of Malta. ", "Malta had fish. ", "Of Malta. ", "Then Malta fell. ", "No. "]
)


@given(
    st.lists(st.lists(SENTENCES, min_size=1, max_size=3).map("".join), min_size=1, max_size=6),
    st.lists(st.lists(SIGNS, max_size=3), min_size=1, max_size=3),
)
def test_themes_lose_and_add_no_page(paragraphs: list[str], signs: list[list[Sign]]) -> None:
    """Whatever the signs, the pages of an entry and its subentries are those of the undivided entry."""
    text, _ = text_from("one", "\n\n".join(paragraphs))
    themes = tuple(Theme(str(number), tuple(some)) for number, some in enumerate(signs))

    def pages(heading: Heading) -> set[int]:
        book = book_of([text], Authority((heading,)))
        made = make_index(book, find_mentions(book, Report()), _paragraph, Report())
        entries = [entry for group in made.groups for entry in group.entries]
        parts = [part for entry in entries for part in (entry, *entry.subentries)]
        return {
            number
            for part in parts
            for one in part.locators
            for number in range(int(one.first), int(one.last or one.first) + 1)
        }

    assert pages(Heading("Malta", Kind.PLACE, themes=themes)) == pages(Heading("Malta", Kind.PLACE))


def _paragraph(mention: Mention) -> int:
    return int(mention.block.rpartition("-")[2])


ANY_PIECES = (
    "Seneca,|N.|Q.|whose|by|I|A|Ann Moll|Prince|MOLL|Lord|North|Count of|Duke of|Holland|Moll,|ANN|von|de|bin"
    "|Reïs|Ali|Kheyr-ed-dīn|Moll-Orlov|J.|R.|’s|.|;|(1483–1546)|Jr.|Henry|Henry IV|St.|Gallen|Fort|Lake|New"
    "|z. B.|Cf.|Life of|the|in|at|and|,|said|“|”|Sea|Seas|der|Haus|Straße|La|al-|Al-|—|II|d’|l’Italie|Su|To"
    "|Ma|König"
)
ANY_SENTENCES = st.lists(st.sampled_from(ANY_PIECES.split("|")), max_size=12).map(" ".join)
ANY_LANGUAGE = st.sampled_from(["en", "de", "fr", "es", "nl", "und"])
CONTRADICTIONS = {"X001", "X002", "X004", "X006", "X007", "X010"}


@settings(deadline=None)
@example([["Seneca, N. Q.", "Seneca, whose by"]], "en")
@example([["Netherlands, I. The I."]], "en")
@given(st.lists(st.lists(ANY_SENTENCES, max_size=3), min_size=1, max_size=3), ANY_LANGUAGE)
def test_accepting_every_proposal_makes_an_index_without_contradiction(
    articles: list[list[str]], language: str
) -> None:
    """On any text: suggest, accept, audit and explain end well, and what was accepted says one thing only."""
    texts = [_text(f"text-{number}", paragraphs, language) for number, paragraphs in enumerate(articles)]
    book = book_of(texts, Authority(), language=language)
    decided = [Decision(one.heading, Verdict.ACCEPT, one) for one in suggest(book)]
    read = read_review(yaml.safe_load(write_review(decided)), "index-review.yaml")
    accepted = replace(book, authority=with_decisions(book.authority, read))
    assert gain(book.authority, read).added.headings == accepted.authority.headings
    report = Report()
    result = survey(accepted, report)
    assert not {problem.code for problem in report.problems} & CONTRADICTIONS, report.problems
    audit(accepted, Report())
    for heading in accepted.authority.headings:
        assert explain(result, heading.label) is not None
    make_index(accepted, result.mentions, lambda _mention: 1, Report())


def _text(key: str, paragraphs: list[str], language: str) -> Text:
    body = etree.Element("body")
    for number, words in enumerate(paragraphs):
        etree.SubElement(body, "p", id=f"{key}-{number}").text = " ".join(words.split())
    return Text(key, body, (), language, f"{key}.txt")
