"""The types of a book. Everything is frozen; a pass returns a new book.

The running text is XHTML: an lxml tree without namespaces in the vocabulary of `sources/tree/vocabulary.py`,
under one root, `<body>`. A tree belongs to the value that holds it; a pass copies it and changes the copy.

Three conventions hold for every tree from the reader to the edition:

- A *block* is an element that directly holds running text: `p h2 h3 h4 pre`, and `li td th figcaption` when
  they hold no block of their own. Inline elements stand only in blocks.
- `at="LINE:COLUMN"` on a block or a call says where it stood in its source. `passes/anchors.py` gives every
  block its `id`. Both leave with the editions.
- A note call is `<call note="LABEL"/>`. It is empty, counts as no text, and belongs to the text before it;
  `passes/notes.py` adds `id`, `to` (the note's id) and `number`. So is `<pagemark page="12"/>`: no text.
"""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from typing import Final

from lxml.etree import _Element as Element

from florilegium.book.bibliographic import (
    Affiliation,
    ArticleRecord,
    Correction,
    Epigraph,
    FirstPublication,
    Identities,
    Locus,
    Metadata,
    Permission,
    Reference,
    VerseStyle,
    WorksCited,
)
from florilegium.problems import Place
from florilegium.system.values import dataclass

#: An address of more letters is text and no link: no browser is sure to open it (RFC 9110 4.1 asks for 8,000
#: octets at least), and an edition writes a link's target once for each line that it runs over.
LONGEST_LINK: Final = 8000


class Kind(Enum):
    """What a heading of the index names."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    OTHER = "other"


@dataclass(frozen=True)
class Contributor:
    """A person or body that made something of the book.

    `sort` is the form by which it is filed (`Kesavan, K. V.`). `biography` is a `<body>`, or None when the
    book says nothing of this contributor. `is_body` says that it is an organisation.
    """

    key: str
    name: str
    sort: str
    biography: Element | None = None
    links: tuple[str, ...] = ()
    is_body: bool = False
    identities: Identities = field(default_factory=Identities)
    affiliations: tuple[Affiliation, ...] = ()


@dataclass(frozen=True)
class Work:
    """A work as a note cites it.

    `authors` are filed names (`Crane, Agnes`); an anonymous work and a newspaper have none. `title` keeps its
    quotation marks; `italic` says that the note sets it in italics. With `others` not all authors are named.
    """

    authors: tuple[str, ...]
    title: str
    italic: bool = False
    others: bool = False


#: The signs of editors' notes, in their order; then each is doubled (CMOS 14.25).
SIGNS = "*†‡§‖¶"


@dataclass(frozen=True)
class Note:
    """An author's or an editor's note.

    `label` is its mark in the source. `number`, `id` and `calls` (the ids of its calls in the order of the
    text) are given by the notes pass. A `substantive` note says more than where something stands; only such
    notes are indexed. An `editorial` note is not the author's: such notes are counted apart. `works` are
    those that it cites; they are looked for only when the index of works cited is wanted.
    """

    label: str
    body: Element
    place: Place
    id: str = ""
    number: int = 0
    calls: tuple[str, ...] = ()
    substantive: bool = False
    editorial: bool = False
    works: tuple[Work, ...] = ()

    @property
    def sign(self) -> str:
        """Return what calls an editor's note; empty for an author's, which has its number."""
        if not self.editorial:
            return ""
        round_, place = divmod(max(self.number, 1) - 1, len(SIGNS))
        return SIGNS[place] * (round_ + 1)

    @property
    def mark(self) -> str:
        """Return what is printed at its call and before it: a number or a sign."""
        return self.sign or str(self.number)


@dataclass(frozen=True)
class Text:
    """A run of blocks with its notes: an article's body or an introduction.

    `key` is unique in the book and begins every id inside. `source` is the file that problems name. `order`
    is the order of personal names in it, `western` or `family-first`. `heading` is its title as an `h1` with
    the calls of notes, where any are called from it. One that is a list, such as a glossary, is not `indexed`
    (CMOS 16.111).
    `references` are the works that it cites as data: a `span` of class `citation` names those of its place by
    their keys, in `cites`. `cited` are those that its running text cites, each with its place; they
    are looked for as `works` of notes are.
    """

    key: str
    body: Element
    notes: tuple[Note, ...]
    language: str
    source: str
    order: str = "western"
    heading: Element | None = None
    indexed: bool = True
    references: tuple[Reference, ...] = ()
    cited: tuple[tuple[Mention, Work], ...] = ()

    @property
    def calling(self) -> tuple[Element, ...]:
        """Return the trees from which its notes are called, in the order of the text.

        Notes may call others.
        """
        return (self.body,) if self.heading is None else (self.heading, self.body)


@dataclass(frozen=True)
class Article:
    """One author's piece. `short` is the title for running heads; `authors` are contributors' keys.

    `marked_title` is a title with italics or other markup, as a `<body>` with one `<p>`; `title` its letters.
    """

    key: str
    title: str
    subtitle: str
    short: str
    authors: tuple[str, ...]
    text: Text
    published: FirstPublication = field(default_factory=FirstPublication)
    rights: str = ""
    credit: str = ""
    permission: Permission = Permission.NOT_CLEARED
    corrections: tuple[Correction, ...] = ()
    marked_title: Element | None = None
    record: ArticleRecord = field(default_factory=ArticleRecord)


@dataclass(frozen=True)
class Introduction:
    """An editorial introduction, or another text that the editors set round the chapters.

    `kind` is `introduction`, `foreword`, `afterword`, `plates`, `appendix`, `chronology`, `abbreviations` or
    `glossary`. One without a `title` is called what it is; `authors` may be empty.
    """

    title: str
    authors: tuple[str, ...]
    text: Text
    kind: str = "introduction"


@dataclass(frozen=True)
class Chapter:
    """Articles under one title. `number` counts through the book from 1."""

    key: str
    number: int
    title: str
    subtitle: str
    short: str
    introduction: Introduction | None
    articles: tuple[Article, ...]
    marked_title: Element | None = None


@dataclass(frozen=True)
class Part:
    """Chapters under one title. A book without parts has one, with an empty title, that is never shown."""

    key: str
    number: int
    title: str
    introduction: Introduction | None
    chapters: tuple[Chapter, ...]
    marked_title: Element | None = None


@dataclass(frozen=True)
class Passage:
    """A whole text by its key, or with `starts` the one paragraph of it that begins with these words.

    With `through` it goes on to the next paragraph that begins with those.
    """

    text: str
    starts: str = ""
    through: str = ""


@dataclass(frozen=True)
class Phrase:
    """Words that mean a heading in some passages only, such as *the disputed islands*."""

    words: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Sign:
    """By what a theme is known: words near a mention, a passage that holds it, or words within a passage."""

    words: str = ""
    passage: Passage | None = None


@dataclass(frozen=True)
class Theme:
    """A subentry: it takes those mentions of its heading that have one of its signs.

    `see_also` names further headings for the reader of this subentry.
    """

    name: str
    signs: tuple[Sign, ...]
    see_also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heading:
    """One entry of the index as the editor wrote it: the authority that rules.

    `name` is the heading as printed, `gloss` what parts it from its namesakes. `variants` are further forms
    that mean it everywhere; `surname` says that the bare surname does. `only` limits the entry to some
    articles, `bare_in` gives it the bare surname in some. `order` is `western` or `family-first`. `ignore`
    are phrases in which a form of this entry is not meant.

    `phrases` are forms limited to passages; mentions in `exclude` are passed over, `add` are passages that
    treat of the heading without naming it, `main` those whose locators are set bold. `long` says that many
    plain locators are meant; `subentries` is empty or `by-article`; `themes` are subentries by what is said.
    `under` is the theme of the heading that `see` names under which this one's mentions stand.
    """

    name: str
    kind: Kind = Kind.PERSON
    gloss: str = ""
    sort: str = ""
    variants: tuple[str, ...] = ()
    surname: bool = False
    bare_in: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    order: str = "western"
    exact: bool = False
    ignore: tuple[str, ...] = ()
    see: str = ""
    under: str = ""
    see_also: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    exclude: tuple[Passage, ...] = ()
    add: tuple[Passage, ...] = ()
    main: tuple[Passage, ...] = ()
    long: bool = False
    subentries: str = ""
    themes: tuple[Theme, ...] = ()
    place: Place = field(default_factory=lambda: Place(""))

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Return every passage that the entry names, wherever in it."""
        signs = (sign.passage for theme in self.themes for sign in theme.signs)
        return (
            *self.exclude,
            *self.add,
            *self.main,
            *(passage for phrase in self.phrases for passage in phrase.passages),
            *(passage for passage in signs if passage),
        )

    @property
    def label(self) -> str:
        """Return the heading with its gloss: what distinguishes it from others, and what a *see* names."""
        return f"{self.name} ({self.gloss})" if self.gloss else self.name


@dataclass(frozen=True)
class CitedWork:
    """What the editor says of a work that notes cite.

    `variants` are other titles under which notes are taken to cite it, `cited_in` the notes that cite it
    without being taken to, by text and mark. One to `omit` is no work at all.
    """

    work: Work
    variants: tuple[str, ...] = ()
    cited_in: tuple[tuple[str, str], ...] = ()
    omit: bool = False
    place: Place = field(default_factory=lambda: Place(""))


@dataclass(frozen=True)
class Authority:
    """The whole `index:` of a manifest: headings, phrases that name nobody, and the rules of the house.

    `metonyms` is the policy on a capital used for its government: `indexed`, `left out`, or empty for none.
    With `citations` `indexed` persons count in notes that only cite. `style` says how subentries stand;
    `illustrations` `italic` sets the pages of figures and tables so. `divided` makes two indexes, one of
    names and one of places; `contributors` adds one of those who wrote the book, `works` one of what the
    notes cite, of which `cited` knows better, `loci` one of passages.
    """

    headings: tuple[Heading, ...] = ()
    ignore: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = (Kind.PERSON, Kind.PLACE)
    title: str = "Index of Names and Places"
    headnote: str = ""
    sorting: str = "letter-by-letter"
    ranges: str = "chicago"
    metonyms: str = ""
    long_entries: str = "warn"
    mentions: str = "all"
    citations: str = "left out"
    style: str = "indented"
    illustrations: str = "plain"
    divided: bool = False
    contributors: bool = False
    works: bool = False
    cited: tuple[CitedWork, ...] = ()
    loci: tuple[Locus, ...] = ()

    @property
    def follows_from_texts(self) -> bool:
        """Return whether an index is wanted that needs no headings: of contributors, works, or passages."""
        return self.contributors or self.works or bool(self.loci)


@dataclass(frozen=True)
class Book:
    """A composed anthology. `contributors` are in the manifest's order, by key.

    `unread` are the keys of articles whose sources cannot be read; what is said of them is no mistake.
    `before` and `after` are the editors' texts round the introduction and the chapters, in their order (CMOS
    1.4). `lists` are those of `figure` and `table` of which the book has a list.
    `works_cited` is the list of what all texts cite, under its title, where the book has one. `verse` is how
    verse is set in all texts.
    """

    metadata: Metadata
    contributors: dict[str, Contributor]
    introduction: Introduction | None
    parts: tuple[Part, ...]
    authority: Authority
    numbering: str = "article"
    unread: frozenset[str] = frozenset()
    epigraph: Epigraph | None = None
    before: tuple[Introduction, ...] = ()
    after: tuple[Introduction, ...] = ()
    lists: tuple[str, ...] = ()
    works_cited: WorksCited | None = None
    verse: VerseStyle = field(default_factory=VerseStyle)

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        return tuple(chapter for part in self.parts for chapter in part.chapters)

    @property
    def articles(self) -> tuple[Article, ...]:
        return tuple(article for chapter in self.chapters for article in chapter.articles)

    @property
    def texts(self) -> tuple[Text, ...]:
        """Return every running text, in the order of the book."""
        found = [one.text for one in self.before]
        found += [self.introduction.text] if self.introduction else []
        for part in self.parts:
            found += [part.introduction.text] if part.introduction else []
            for chapter in part.chapters:
                found += [chapter.introduction.text] if chapter.introduction else []
                found += [article.text for article in chapter.articles]
        return (*found, *(one.text for one in self.after))

    @property
    def introductions(self) -> tuple[Introduction, ...]:
        """Return every text that the editors set round others, in the order of the book."""
        found = [*self.before, self.introduction]
        for part in self.parts:
            found += [part.introduction, *(chapter.introduction for chapter in part.chapters)]
        return tuple(one for one in (*found, *self.after) if one)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the running text that names a heading.

    `heading` is the `label` of its heading, `text` the words found. `block` is the id of the block; `start`
    and `end` are offsets in `runs.text_of(block)`. `note` is the id of the note that holds the block, or
    empty; `key` is the text's. `id` is the anchor to which locators lead.
    """

    id: str
    heading: str
    text: str
    block: str
    start: int
    end: int
    note: str = ""
    key: str = ""


@dataclass(frozen=True)
class Locator:
    """One printed locator: `12`, `12–14` or `45n3`, and the mentions at which it begins and ends.

    `last` is empty but for a range. `main` marks a main passage, which is set bold; `italic` one where only
    figures or tables name the heading; `whose` is the text of a note whose page has another of its number.
    """

    first: str
    last: str
    target: str
    last_target: str = ""
    main: bool = False
    italic: bool = False
    whose: str = ""

    def __str__(self) -> str:
        last = f"–{self.last}" if self.last else ""
        return f"{self.first}{last} ({self.whose})" if self.whose else f"{self.first}{last}"


@dataclass(frozen=True)
class IndexEntry:
    """An entry as printed. An entry with `see` has no locators. `id` is its own anchor.

    `italic` sets the heading as the title of a work. `see` and `see_also` hold the `label` of other entries;
    `under` is the subentry of the one to `see`; `language` is that of a heading in the program's own words.
    """

    id: str
    heading: str
    gloss: str
    locators: tuple[Locator, ...]
    see: str = ""
    under: str = ""
    see_also: tuple[str, ...] = ()
    subentries: tuple[IndexEntry, ...] = ()
    italic: bool = False
    language: str = ""

    @property
    def label(self) -> str:
        """Return the heading with its gloss."""
        return f"{self.heading} ({self.gloss})" if self.gloss else self.heading


@dataclass(frozen=True)
class IndexGroup:
    """The entries under one letter."""

    letter: str
    entries: tuple[IndexEntry, ...]


@dataclass(frozen=True)
class Index:
    """The finished index, ready to be set."""

    title: str
    headnote: str
    groups: tuple[IndexGroup, ...]
