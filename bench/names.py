"""How the index of names grows with the text and with the authority: `python -m bench.names`.

The text is made up of syllables, the same every time. One word in seventeen is a name of the authority, and
one in two hundred a name that nothing covers. Prints seconds of processor time for finding all mentions, for
the audit, for the entries with their locators, and for `index suggest` on the same text without an authority.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from lxml import etree

from florilegium.book.bibliographic import Metadata
from florilegium.book.model import (
    Article,
    Authority,
    Book,
    Chapter,
    Heading,
    Kind,
    Mention,
    Part,
    Text,
)
from florilegium.names.index.audit import audit_survey
from florilegium.names.index.entries import make_index
from florilegium.names.mentions.survey import survey
from florilegium.names.suggest.suggest import suggest
from florilegium.problems import Report
from florilegium.system.memory import look_seldom

Made = TypeVar("Made")

_WORDS_OF_A_PARAGRAPH = 100
_PARAGRAPHS_OF_A_TEXT = 30


def word(dice: random.Random, syllables: int) -> str:
    return "".join(dice.choice("bcdfghklmnprstvz") + dice.choice("aeiou") for _ in range(syllables))


def authority(dice: random.Random, entries: int) -> tuple[Authority, list[str]]:
    """Half persons with their bare surnames, half places; and the forms that the text may use."""
    headings: dict[str, Heading] = {}
    forms: list[str] = []
    while len(headings) < entries:
        name = word(dice, dice.randint(2, 4)).capitalize()
        if name in headings:
            continue
        if dice.random() < 0.5:
            given = word(dice, dice.randint(1, 3)).capitalize()
            headings[name] = Heading(f"{name}, {given}", surname=True)
            forms += [name, f"{given} {name}", f"{given} Q. {name}", f"{name}’s"]
        else:
            headings[name] = Heading(name, Kind.PLACE, variants=(f"{name} Island",))
            forms += [name, name, f"{name} Island", f"{name}-based"]
    return Authority(tuple(headings.values())), forms


def book(words: int, entries: int) -> Book:
    """A book of so many words with so many headings."""
    dice = random.Random(f"{words} {entries}")
    rules, forms = authority(dice, entries)
    common = [word(dice, dice.randint(1, 3)) for _ in range(5_000)]
    articles = []
    for number in range(max(1, words // (_WORDS_OF_A_PARAGRAPH * _PARAGRAPHS_OF_A_TEXT))):
        body = etree.Element("body")
        for paragraph in range(_PARAGRAPHS_OF_A_TEXT):
            block = etree.SubElement(body, "p", id=f"t{number}-{paragraph}")
            block.text = " ".join(_said(dice, forms, common) for _ in range(_WORDS_OF_A_PARAGRAPH))
        text = Text(f"t{number}", body, (), "en", f"{number}.txt")
        articles.append(Article(text.key, text.key, "", "", (), text))
    chapter = Chapter("c", 1, "C", "", "", None, tuple(articles))
    metadata = Metadata("B", "", "en", "urn:uuid:0", "b", date(2000, 1, 1))
    return Book(metadata, {}, None, (Part("p", 1, "", None, (chapter,)),), rules)


def _said(dice: random.Random, forms: Sequence[str], common: Sequence[str]) -> str:
    chance = dice.random()
    if chance < 1 / 17:
        return dice.choice(forms)
    if chance < 1 / 17 + 1 / 200:
        return word(dice, 3).capitalize()
    return dice.choice(common) + ("." if chance > 0.95 else "")


def seconds(work: Callable[[], Made]) -> tuple[float, Made]:
    begun = time.process_time()
    made = work()
    return time.process_time() - begun, made


def row(words: int, entries: int, *, suggesting: bool) -> str:
    made, report = book(words, entries), Report()
    finding, result = seconds(lambda: survey(made, report))
    mentions = result.mentions
    asking, _ = seconds(lambda: audit_survey(result, report))
    numbers = {mention.block: place for place, mention in enumerate(mentions, start=1)}

    def page(mention: Mention) -> int:
        return numbers[mention.block]

    printing, _ = seconds(lambda: make_index(made, mentions, page, report))
    proposing = seconds(lambda: suggest(replace(made, authority=Authority())))[0] if suggesting else 0.0
    figures = f"{words:>11,}{entries:>9,}{len(mentions):>10,}{finding:>8.1f}{asking:>8.1f}{printing:>9.1f}"
    return figures + (f"{proposing:>9.1f}" if suggesting else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--words", type=int, nargs="+", default=[62_500, 125_000, 250_000, 500_000, 1_000_000]
    )
    parser.add_argument("--entries", type=int, nargs="+", default=[10, 100, 1_000, 10_000])
    wanted = parser.parse_args()
    look_seldom()
    print(f"{'words':>11}{'entries':>9}{'mentions':>10}{'find':>8}{'audit':>8}{'entries':>9}{'suggest':>9}")
    for words in wanted.words:
        print(row(words, max(wanted.entries), suggesting=True), flush=True)
    print()
    for entries in wanted.entries:
        print(row(max(wanted.words), entries, suggesting=False), flush=True)


if __name__ == "__main__":
    main()
