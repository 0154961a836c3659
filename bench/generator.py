"""A made-up anthology of any size, the same every time, in the form that each program under test reads.

The prose says nothing, but has the measure of real essays: sentences of eight to thirty words, paragraphs of
three to seven sentences, a heading now and then, notes, italics, and names that come back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from random import Random

#: For each article; twenty articles make 60,000 words and 540 notes.
WORDS, NOTES = 3000, 27
PEOPLE, PLACES = 120, 80
ARTICLES_IN_A_CHAPTER = 4

_NOUNS = """harbour treaty minister valley bridge letter winter market island paper council engine border
river question answer century garden railway kingdom province merchant printer soldier teacher village
mountain archive ledger season window journey bargain custom language memory fortune quarrel promise account
evening neighbour witness argument machine fishery timber copper lantern parish"""
_ADJECTIVES = """quiet former narrow patient distant formal northern stubborn careful public private ordinary
reluctant generous uncertain early modest crowded faithful bitter famous hollow steady curious ancient
foreign domestic practical brittle solemn"""
_VERBS = """described refused crossed answered remembered abandoned followed supplied measured neglected
repeated opened defended divided examined restored forgot praised suspected reached mistook financed rebuilt
delayed recorded surveyed replaced preferred outlived questioned"""
_LINKS = "while because although before after until since whereas"
_PLACED = "beyond beside against within across behind towards under"
_ADVERBS = "slowly seldom openly twice scarcely gladly hardly perhaps later quickly"
_SYLLABLES = """bar cor dal fen gar hol kel lor mar nor pel quin ras sel tor ul ven wes yar zan ald bre cal
dor eth fal grim hest"""
_ENDINGS = "ton ford wick by stead ham mere holt dale burn"


@dataclass(frozen=True)
class Article:
    """A title, and blocks of text. `#` begins a heading, `*` stands around italics, `{3}` calls note 3."""

    title: str
    blocks: tuple[str, ...]
    notes: tuple[str, ...]


class Writer:
    """Makes prose by chance from a fixed seed. Names come in turn, so that all are used equally often."""

    def __init__(self) -> None:
        self.random = Random(1601)
        self.people = tuple(f"{self._name()} {self._name()}" for _ in range(PEOPLE))
        self.places = tuple(self._name() + self._one(_ENDINGS) for _ in range(PLACES))
        self._people, self._places = cycle(self.people), cycle(self.places)

    def _one(self, words: str) -> str:
        return self.random.choice(words.split())

    def _name(self) -> str:
        return "".join(self._one(_SYLLABLES) for _ in range(self.random.choice((2, 2, 3)))).capitalize()

    def _thing(self) -> str:
        adjective = f"{self._one(_ADJECTIVES)} " if self.random.random() < 0.6 else ""
        noun = self._one(_NOUNS)
        return f"the {adjective}" + (f"*{noun}*" if self.random.random() < 0.03 else noun)

    def _subject(self) -> str:
        return next(self._people) if self.random.random() < 0.05 else self._thing()

    def _clause(self) -> str:
        where = f" {self._one(_PLACED)} {self._thing()}" if self.random.random() < 0.5 else ""
        if self.random.random() < 0.035:
            where = f" at {next(self._places)}"
        adverb = f"{self._one(_ADVERBS)} " if self.random.random() < 0.3 else ""
        return f"{self._subject()} {adverb}{self._one(_VERBS)} {self._thing()}{where}"

    def sentence(self) -> str:
        clauses = [self._clause() for _ in range(self.random.choice((1, 2, 2, 3)))]
        joined = clauses[0]
        for clause in clauses[1:]:
            joined += f", {self._one(_LINKS)} {clause}" if self.random.random() < 0.7 else f"; {clause}"
        return joined[0].upper() + joined[1:] + "."

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.random.randint(3, 7)))

    def article(self, number: int) -> Article:
        """An article of about WORDS words with its notes, whose calls are spread evenly."""
        notes = tuple(self.sentence() for _ in range(NOTES))
        count = sum(len(note.split()) for note in notes)
        blocks: list[str] = []
        while count < WORDS - 25:
            if len(blocks) % 9 == 5:
                blocks.append(f"# Of {self._thing()}".replace("*", ""))
            blocks.append(self.paragraph())
            count += len(blocks[-1].split())
        paragraphs = [place for place, block in enumerate(blocks) if not block.startswith("#")]
        for note in range(NOTES):
            blocks[paragraphs[note * len(paragraphs) // NOTES]] += f"{{{note + 1}}}"
        title = f"The {self._one(_ADJECTIVES)} {self._one(_NOUNS)} of {next(self._places)}, {number}"
        return Article(title, tuple(blocks), notes)


def as_markdown(article: Article, prefix: str, level: int) -> str:
    """An article for Florilegium and pandoc. `prefix` keeps notes of several articles apart in one file."""
    blocks = [f"{'#' * level} {article.title}"]
    for block in article.blocks:
        text = f"{'#' * (level + 1)} {block[2:]}" if block.startswith("#") else block
        blocks.append(text.replace("{", f"[^{prefix}").replace("}", "]"))
    blocks += [f"[^{prefix}{number}]: {note}" for number, note in enumerate(article.notes, 1)]
    return "\n\n".join(blocks) + "\n"


def as_html(article: Article) -> str:
    """Return an article as a page of the web with its notes at the end, for Florilegium and pandoc."""
    blocks = [f"<h1>{article.title}</h1>"]
    for block in article.blocks:
        text = f"<h2>{block[2:]}</h2>" if block.startswith("#") else f"<p>{block}</p>"
        text = re.sub(r"[*](.+?)[*]", r"<em>\1</em>", text)
        blocks.append(re.sub(r"{(\d+)}", r'<sup><a href="#n\1" id="r\1">\1</a></sup>', text))
    notes = (
        f'<li id="n{number}"><p>{note} <a href="#r{number}">↩</a></p></li>'
        for number, note in enumerate(article.notes, 1)
    )
    blocks += ["<section class='footnotes'>", "<ol>", *notes, "</ol>", "</section>"]
    head = (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{article.title}</title></head>'
    )
    return "\n".join([head, "<body><article>", *blocks, "</article></body></html>"]) + "\n"


def as_plain_text(article: Article) -> str:
    """Return an article as a file without markup but `_italics_`, its notes in brackets and at the end."""
    blocks = [article.title.partition(",")[0].upper()]
    for block in article.blocks:
        text = block[2:].upper() if block.startswith("#") else block.replace("*", "_")
        blocks.append(text.replace("{", "[").replace("}", "]"))
    blocks += ["NOTES", *(f"[{number}] {note}" for number, note in enumerate(article.notes, 1))]
    return "\n\n".join(blocks) + "\n"


def as_typst(article: Article) -> str:
    """An article for Typst."""
    lines = [f"== {article.title}"]
    for block in article.blocks:
        text = f"=== {block[2:]}" if block.startswith("#") else block
        for number, note in enumerate(article.notes, 1):
            text = text.replace(f"{{{number}}}", f"#footnote[{note}]")
        lines.append(text.replace("*", "_"))
    return "\n\n".join(lines) + "\n"


#: The page, face and measure that pandoc is told too.
_TYPST_HEAD = """#set document(title: "A Made-up Anthology")
#set page(width: 6in, height: 9in, margin: (inside: 0.9in, outside: 0.7in, y: 0.8in), numbering: "1")
#set text(font: "EB Garamond", size: 11pt, lang: "en")
#set par(justify: true, leading: 0.6em, spacing: 0.6em, first-line-indent: 1.2em)
#show heading.where(level: 1): it => { pagebreak(to: "odd", weak: true); it }
#outline(depth: 2)
"""


def manifest(writer: Writer, titles: list[str]) -> Iterator[str]:
    """The lines of the anthology's manifest."""
    yield "title: A Made-up Anthology"
    yield "slug: anthology"
    yield "language: en-GB"
    yield "identifier: urn:uuid:00000000-0000-4000-8000-000000001601"
    yield "date: 2026-01-01"
    yield "permission: public domain"
    yield "contributors: {nemo: {name: Ann Onymous}}"
    yield "chapters:"
    for number in range(len(titles)):
        if number % ARTICLES_IN_A_CHAPTER == 0:
            yield f"  - title: Chapter {number // ARTICLES_IN_A_CHAPTER + 1}"
            yield "    articles:"
        yield f"      - {{source: articles/{number + 1:03}.md, authors: [nemo]}}"
    yield "index:"
    yield "  entries:"
    for forename, surname in (name.split() for name in writer.people):
        yield f'    - "{surname}, {forename}"'
    yield "  places:"
    for place in writer.places:
        yield f"    - {place}"


def write(folder: Path, count: int) -> None:
    """Write the anthology of `count` articles: a project, `book.md` for pandoc and `book.typ` for Typst."""
    writer = Writer()
    articles = [writer.article(number) for number in range(1, count + 1)]
    (folder / "articles").mkdir(parents=True)
    book, typst = ["% A Made-up Anthology\n"], [_TYPST_HEAD]
    for number, article in enumerate(articles, 1):
        source = folder / "articles" / f"{number:03}.md"
        source.write_text(as_markdown(article, "", 1), encoding="utf-8")
        if number % ARTICLES_IN_A_CHAPTER == 1:
            chapter = f"Chapter {number // ARTICLES_IN_A_CHAPTER + 1}"
            book.append(f"# {chapter}\n")
            typst.append(f"= {chapter}\n")
        book.append(as_markdown(article, f"{number}-", 2))
        typst.append(as_typst(article))
    lines = manifest(writer, [article.title for article in articles])
    (folder / "anthology.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "book.md").write_text("\n".join(book), encoding="utf-8")
    (folder / "book.typ").write_text("\n".join(typst), encoding="utf-8")
