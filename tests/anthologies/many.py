"""An anthology of thirty articles, written out when a test needs it.

The prose is put together from the phrases below: it says nothing, but has the shape of the real thing, with
notes, names to index, headings and quotations. The same project comes out every time.
"""

from __future__ import annotations

from itertools import cycle
from pathlib import Path
from random import Random

ARTICLES, CHAPTERS = 30, 6

FORENAMES = ("Adela", "Bruno", "Celia", "Edith", "Fergus", "Greta", "Hugo", "Ines", "Jonah", "Lavinia")
SURNAMES = tuple(
    """Quill Harrow Lindqvist Vane Oakley Pell Stannard Thorne Ashby Birkett Calloway Dunning Eastlake Farrow
    Gilpin Hask Inchbald Jolliffe Kersey Lomax Mundy Norcott Orme Pargeter Quested Rudd Swale Tansley Usher
    Verrall Wragg Yelland Zeal Abney Blyth Crane Dyer Elwes Fane Goss""".split()  # noqa: SIM905
)
PEOPLE = tuple(f"{FORENAMES[number % len(FORENAMES)]} {surname}" for number, surname in enumerate(SURNAMES))
PLACES = tuple(
    f"{first} {second}"
    for first in ("Upper", "Nether", "Cold", "Far", "Saint", "High")
    for second in ("Wend", "Ferry", "Reach", "Tarn", "Staithe")
)

OPENINGS = (
    "In the spring of that year",
    "Nobody remarked at the time that",
    "The harbour books say that",
    "It is told in the valley that",
    "Some weeks before the fair",
    "As far as the letters show,",
)
ACTIONS = (
    "the clerk copied out the tide tables twice and kept the second copy for himself",
    "a ferry left the quay with nobody aboard but the master and a crate of hens",
    "the council asked for a plan of the sea wall and then lost it",
    "the bell was taken down to be weighed, and hung again the same day",
    "three masons counted the broken stones and came to three numbers",
    "the lamp was lit an hour early, which the pilots took for a sign",
)
NAMED = (
    "{person} walked from the mill to {place} to see the new bridge",
    "{person} wrote a long and patient letter about the price of oil",
    "the old road to {place} was a mile shorter than the new one",
    "a box of lamp glass came to {place} and every piece was whole",
)
CLOSINGS = (
    "which was more than anyone had asked for.",
    "and the matter rested there until the autumn.",
    "though the accounts of the day do not agree.",
    "so that the work had to be begun again.",
    "and for once the weather held.",
    "a thing not done in those parts before or since.",
)


class Writer:
    """Puts sentences together by chance, but names everybody and every place in turn: none is left out."""

    def __init__(self) -> None:
        self.random = Random(30)
        self.people, self.places = cycle(PEOPLE), cycle(PLACES)

    def sentence(self) -> str:
        """One sentence; every fifth or so names a person or a place."""
        action = self.random.choice(ACTIONS)
        if self.random.random() < 0.2:
            action = self.random.choice(NAMED)
            person = next(self.people) if "{person}" in action else ""
            action = action.format(person=person, place=next(self.places) if "{place}" in action else "")
        return f"{self.random.choice(OPENINGS)} {action}, {self.random.choice(CLOSINGS)}"

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.random.randint(2, 4)))

    def article(self, number: int) -> str:
        """An article in Markdown: six to ten paragraphs, two headings, two quotations, two to six notes."""
        blocks = [self.paragraph() for _ in range(self.random.randint(6, 10))]
        notes = range(1, self.random.randint(2, 6) + 1)
        for note in notes:
            blocks[note - 1] += f"[^{note}]"
        blocks[5:5] = ["## What the harbour forgot", f"> {self.sentence()}"]
        blocks[2:2] = ["## What the valley remembers", f"> {self.sentence()}"]
        blocks += [f"[^{note}]: {self.sentence()}" for note in notes]
        return f"# Sheet {number} from the harbour books\n\n" + "\n\n".join(blocks) + "\n"


def chapters() -> list[str]:
    """The manifest's chapters, five articles in each, one author to an article."""
    lines = ["chapters:"]
    for number in range(1, ARTICLES + 1):
        if number % (ARTICLES // CHAPTERS) == 1:
            lines += [f"  - title: Bundle {number // (ARTICLES // CHAPTERS) + 1}", "    articles:"]
        author = SURNAMES[number % 4].lower()
        lines.append(f"      - {{source: articles/sheet-{number:02}.md, authors: [{author}]}}")
    return lines


def write_many(project: Path) -> None:
    """Write the project into a folder that does not exist yet."""
    writer = Writer()
    (project / "articles").mkdir(parents=True)
    for number in range(1, ARTICLES + 1):
        (project / "articles" / f"sheet-{number:02}.md").write_text(writer.article(number), encoding="utf-8")
    lines = [
        "title: Thirty Sheets",
        "subtitle: From the harbour books",
        "language: en-GB",
        "identifier: urn:uuid:3c1f6f0e-1a52-4c58-9d7e-6f3f5b1f0030",
        "date: 2026-03-01",
        "permission: public domain",
        "editors: [quill]",
        "contributors:",
        *(f"  {name.split()[1].lower()}: {{name: {name}}}" for name in PEOPLE[:4]),
        "introduction:",
        "  title: How the sheets were sorted",
        "  text: |",
        *(f"    {writer.paragraph()}\n" for _ in range(3)),
        *chapters(),
        "index:",
        "  entries:",
        *(f'    - "{surname}, {name.split()[0]}"' for name, surname in zip(PEOPLE, SURNAMES, strict=True)),
        "  places:",
        *(f"    - {place}" for place in PLACES),
    ]
    (project / "anthology.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
