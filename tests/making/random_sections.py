"""Sections of random blocks in random sizes: what a page may have to hold, the same for a seed every time."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from random import Random

from florilegium.editions.pdf.section.trim import LEADING, Page, page_of

#: Five trims in millimetres: of a pocket, a paperback, a novel, a textbook, and a square one.
TRIMS = ((105.0, 148.0), (129.0, 198.0), (152.4, 228.6), (189.0, 246.0), (210.0, 210.0))

#: The width of a word and its space in points, nearly.
_WORD = 31.0

#: A picture of one grey point.
_PICTURE = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5E"
    "rkJggg=="
)
_WORDS = {
    "en-GB": (
        "the keeper of northern lanterns counted every harbour boat again and wrote what water said in his "
        "well kept ledger of contradictions while nobody noticed that on an evening of no wind one came home"
    ),
    "de-DE": (
        "der Hafenmeister zählte die Laternen des Nordens und schrieb ins Hochwasserschutzverzeichnis was "
        "das Wasser sagte während niemand bemerkte dass an einem windstillen Abend ein Segelboot zurückkam"
    ),
    "fr-FR": (
        "le gardien du phare comptait chaque soir les bateaux du port et notait dans son grand cahier ce que "
        "disait l’eau pendant que personne ne remarquait que l’un d’eux rentrait sans le moindre vent"
    ),
}


def _words_on(page: Page) -> int:
    """Return how many words stand on a page that is full, nearly."""
    lines = (page.height - page.head - page.foot) / LEADING
    return round(lines * (page.width - page.inner - page.outer) / _WORD)


class RandomSection:
    """A section on one of the five trims. Every word has a number, so that none is like another.

    What is long goes over two pages or three, however small they are: at more page ends of the same block
    there would be nothing new to see, and they would take most of the time. So it is with blocks: a fault
    takes one or three of them, and two sections of eight show more than one of sixteen.
    """

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._numbers = 0
        self._ids = 0
        self._notes = self._random.random() < 0.3
        self.page: Page = page_of(self._random.choice(TRIMS))
        self._page_words = _words_on(self.page)
        self.language = self._random.choice(sorted(_WORDS))

    @cached_property
    def xhtml(self) -> bytes:
        """The section, written when it is asked for: to know its page alone takes no time."""
        blocks = "".join(self._block() for _ in range(self._random.randint(2, 8)))
        return (
            f'<html lang="{self.language}"><head><title>Test</title></head><body class="article">'
            f'<section class="text">{blocks}</section></body></html>'
        ).encode()

    def _words(self, least: int, most: int) -> str:
        """Words, some of them in italics, small capitals or with a note's call."""
        chosen = self._random.choices(_WORDS[self.language].split(), k=self._random.randint(least, most))
        words = []
        for word in chosen:
            self._numbers += 1
            mark = self._random.random()
            if mark < 0.02:
                words.append(f"<em>{word} {self._numbers}</em>")
            elif mark < 0.03:
                words.append(f'<a id="m{self._numbers}" href="anchor:m{self._numbers}">{word}</a>')
            else:
                words.append(f"{word}{self._numbers}" if mark > 0.9 else word)
        return " ".join(words)

    def _paragraph(self, least: int = 4, most: int = 0) -> str:
        """A paragraph; without a bound most are short and a few fill pages."""
        most = most or self._random.choice((30, 90, 90, 200, 700))
        most = max(least, min(most, 2 * self._page_words))
        text = self._words(least, most)
        if self._notes and self._random.random() < 0.3:
            text += self._note()
        return f"<p{self._id()}>{text}</p>"

    def _id(self) -> str:
        self._ids += 1
        return f' id="b{self._ids}"'

    def _note(self) -> str:
        self._numbers += 1
        call = f'<a class="call" id="c{self._numbers}" href="anchor:n{self._numbers}">{self._numbers}</a>'
        number = f'<span class="number">{self._numbers}.</span> '
        return (
            f'{call}<span class="footnote" id="n{self._numbers}"><p{self._id()}>{number}{self._words(3, 60)}'
            "</p></span>"
        )

    def _block(self) -> str:
        kinds: dict[str, Callable[[], str]] = {
            "paragraph": self._paragraph,
            "paragraphs": lambda: "".join(self._paragraph() for _ in range(self._random.randint(2, 5))),
            "heading": self._heading,
            "figure": self._figure,
            "framed": self._framed_figure,
            "table": self._table,
            "list": lambda: self._list(0),
            "quotation": lambda: f"<blockquote>{self._paragraph()}{self._paragraph()}</blockquote>",
            "verse": self._verse,
            "code": lambda: f"<pre{self._id()}><code>{self._words(5, 60)}</code></pre>",
            "break": lambda: f"<hr/>{self._paragraph()}",
        }
        likely = ["paragraph", "paragraphs", "framed", "table"]
        kind = self._random.choice(sorted(kinds) + likely)
        return kinds[kind]()

    def _figure(self) -> str:
        room = round((self.page.height - self.page.head - self.page.foot) / LEADING)
        lines = self._random.randint(2, max(3, int(room * 0.8)))
        style = f"height: {lines * LEADING - 6:g}pt; width: {self._random.randint(20, 100)}%"
        caption = f"<figcaption><p{self._id()}>{self._words(1, 30)}</p></figcaption>"
        return f'<figure><img src="{_PICTURE}" alt="Grey" style="{style}"/>{caption}</figure>'

    def _framed_figure(self) -> str:
        """A picture between a long paragraph and what may not, or may, change places with it."""
        after = self._random.choice((self._heading, self._verse, self._paragraph))
        before = self._paragraph(self._page_words // 3, 2 * self._page_words)
        return f"{before}{self._figure()}{after()}{self._paragraph()}"

    def _heading(self) -> str:
        return f"<h2{self._id()}>{self._words(1, 12)}</h2>{self._paragraph()}"

    def _table(self) -> str:
        columns = self._random.randint(2, 9)
        most = self._random.choice((2, 8, 30, 250)) if columns < 5 else 3
        rows = self._random.randint(1, min(30, max(2, 4 * self._page_words // (columns * most))))

        def row(cell: str) -> str:
            return (
                "<tr>"
                + "".join(f"<{cell}{self._id()}>{self._words(1, most)}</{cell}>" for _ in range(columns))
                + "</tr>"
            )

        head = f"<thead>{row('th')}</thead>" if self._random.random() < 0.7 else ""
        caption = f"<caption{self._id()}>{self._words(2, 12)}</caption>"
        caption = caption if self._random.random() < 0.3 else ""
        return f"<table>{caption}{head}<tbody>{''.join(row('td') for _ in range(rows))}</tbody></table>"

    def _list(self, depth: int) -> str:
        tag = self._random.choice(("ul", "ol"))
        items = []
        for _ in range(self._random.randint(1, 7)):
            inner = self._list(depth + 1) if depth < 2 and self._random.random() < 0.2 else ""
            items.append(f"<li>{self._paragraph(1, 70)}{inner}</li>")
        return f"<{tag}>{''.join(items)}</{tag}>"

    def _verse(self) -> str:
        stanzas = "".join(
            f"<p{self._id()}>{'<br/>'.join(self._words(3, 9) for _ in range(self._random.randint(2, 8)))}</p>"
            for _ in range(self._random.randint(1, 6))
        )
        return f'<blockquote class="verse">{stanzas}</blockquote>'
