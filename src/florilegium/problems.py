"""What a text can have wrong, as problems, and what stops the tool, as one tree of exceptions.

A fault of a text is a `Problem`: it has a stable code, a place and a hint, and one run shows them all. The
catalogue below is the only list of codes; `docs/problems.md` explains each, and `tests/problems/` has a
folder for each.

The letter of a code names the part of the book at fault, and so the exit status when a build must stop
(but for M027, which stops a release alone):
M manifest, S source, C composition, N notes, X index, E edition.

What stops the tool is an exception of this tree:

    FlorilegiumError            1
    ├── ManifestError           2   the manifest cannot be read or breaks its schema
    ├── SourceError             3   an article is missing, unreadable, broken or of unknown format
    ├── CompositionError        4   the book contradicts itself (notes, names, keys)
    ├── EditionError            5   an edition cannot be made
    └── ReleaseError            6   the finished files cannot be written, or may not go out

The number is the command's exit status. An exception of a library never crosses our boundary: it is
chained to one of these. Anything else that reaches the command line is a bug and shows its traceback.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar, Final


class Severity(Enum):
    """How much a problem matters: an error stops the build, a warning does so under `--strict` only."""

    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, order=True)
class Place:
    """Where in the editor's files something stands.

    `file` is relative to the project, with forward slashes. `line` and `column` count from 1; 0 means that
    the fault is the file's as a whole.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column or 1}"


@dataclass(frozen=True)
class Problem:
    """One fault of a text.

    `message` says what was found and what was expected; `hint` how to mend it, in an editor's words.
    """

    code: str
    severity: Severity
    place: Place
    message: str
    hint: str = ""

    def __str__(self) -> str:
        text = f"{self.place}: {self.severity.value} {self.code}: {self.message}"
        return f"{text}\n    {self.hint}" if self.hint else text


W, E = Severity.WARNING, Severity.ERROR

#: code → (severity, what it means in one line). Order is the order of the documentation.
CATALOGUE: Final[dict[str, tuple[Severity, str]]] = {
    # M: the manifest
    "M001": (E, "the manifest is not YAML"),
    "M002": (E, "a key is not known"),
    "M003": (E, "a key that must be there is missing"),
    "M004": (E, "a value is of the wrong kind"),
    "M005": (E, "a key stands twice"),
    "M006": (E, "aliases unfold to more than a manifest can need"),
    "M007": (E, "a language tag is none"),
    "M008": (E, "an identifier is none"),
    "M009": (E, "a file's path leaves the project"),
    "M010": (E, "a file that the manifest names is missing or cannot be read"),
    "M011": (E, "two articles, chapters or contributors share one key"),
    "M014": (E, "a DOI is none"),
    "M015": (E, "an ORCID iD is none"),
    "M016": (E, "an ISNI is none"),
    "M017": (E, "a ROR ID is none"),
    "M018": (E, "an item of Wikidata is none"),
    "M019": (E, "a record of Library of Congress names is none"),
    "M020": (E, "a licence is not known"),
    "M021": (E, "a subject's code is not of its list"),
    "M022": (E, "an ISBN of a format is none"),
    "M023": (E, "an ISSN is none"),
    "M024": (E, "two texts, formats or people have the same number"),
    "M025": (W, "a record asks for what the manifest does not say"),
    "M026": (W, "a record is longer than its form allows"),
    "M027": (E, "an article of a release is not cleared"),
    "M028": (W, "nothing shows by what right an article stands in a release"),
    "M029": (E, "a list of copies cannot be used"),
    "M030": (E, "a name of a list of copies cannot be printed"),
    "M031": (E, "an address of a list of copies is none"),
    "M032": (E, "a term is explained twice"),
    "M033": (W, "a list that is asked for has nothing to list"),
    # S: the sources
    "S001": (E, "a source is missing"),
    "S002": (E, "a source is empty or has no body"),
    "S003": (E, "a source cannot be read"),
    "S004": (E, "a source is not what its name says"),
    "S005": (E, "a source is of a format that no reader knows"),
    "S006": (E, "a source is larger than an article can be"),
    "S007": (W, "a source's letters were guessed from a legacy encoding"),
    "S008": (E, "a role of the manifest matches no paragraph, or more than one"),
    "S009": (E, "a correction matches never, or more than once"),
    "S010": (W, "an image has no alternative text"),
    "S011": (E, "an image is missing, outside the project, or not an image"),
    "S012": (W, "something a book cannot carry was left out"),
    "S013": (W, "characters that cannot be printed were left out"),
    "S014": (W, "letters were garbled before the source came here"),
    "S015": (W, "a Word document shows something that it does not hold as text"),
    "S016": (W, "a chart or a diagram of a Word document cannot be drawn"),
    "S017": (W, "an index or a reference names pages of the source"),
    "S020": (E, "a source has not the part that the manifest names"),
    "S021": (E, "the heading of a part stands several times in its source"),
    "S022": (W, "two articles have the same words of a file"),
    "S023": (W, "words of a file are in none of its articles"),
    "S025": (E, "letters of a source are in no part of its manuscript"),
    "S026": (W, "a source has markup of another dialect of Markdown"),
    "S040": (E, "reading a source takes more than it may"),
    "S041": (E, "a source is an archive, and no file of it is named"),
    "S042": (E, "a source is of a format that an extra of the program reads"),
    "S043": (E, "a source cannot be converted"),
    "S044": (W, "a converter left something out of a source"),
    "S045": (W, "a formula cannot be read and stands as it was written"),
    "S046": (W, "the data of a citation cannot be read"),
    "S047": (E, "a bibliography or a style of citations cannot be used"),
    "S048": (E, "a citation names a work that no bibliography has"),
    "S049": (W, "a tag of a source is broken"),
    "S050": (W, "a page hides a paragraph of its text"),
    "S070": (E, "a picture whose file the manifest names is not in the source"),
    # C: composition
    "C001": (E, "a contributor's key is unknown"),
    "C002": (W, "a contributor is named by no part of the book"),
    "C003": (W, "an article names no author"),
    "C004": (W, "a link points at nothing in its text"),
    # N: notes
    "N001": (E, "a call has no note"),
    "N002": (E, "a note is never called"),
    "N003": (E, "two notes of one article have the same number"),
    "N004": (W, "an 'ibid.' leans on a note that is not before it in its article"),
    "N005": (W, "a reference to a note does not lead where it says"),
    "N006": (E, "a note that is said to be the editors' is not in its source"),
    "N007": (E, "the file of an article's notes cannot be used"),
    "N008": (E, "an article's notes stand in a file that the manifest does not name"),
    "N009": (W, "a note of a file is called by none of its articles"),
    # X: the index
    "X001": (E, "a 'see' or 'see also' points at nothing"),
    "X002": (E, "'see' references run in a loop"),
    "X003": (W, "an entry matches nothing in the book"),
    "X004": (E, "two entries claim the same form"),
    "X005": (W, "a heading has more than seven plain locators"),
    "X006": (E, "two entries have the same heading"),
    "X007": (E, "an article named by an entry is not in the book"),
    "X008": (W, "a name in the text that no entry and no ignored phrase covers"),
    "X009": (W, "two headings are nearly the same"),
    "X010": (E, "a passage named by an entry is not in the book"),
    "X011": (W, "the order of the index's letters is not known"),
    "X012": (E, "an entry stands under a theme that there is not"),
    "X013": (W, "a work whose passages are wanted is cited nowhere"),
    # E: editions
    "E001": (E, "a style asks for a file outside the project or on the network"),
    "E002": (E, "a letter is in no font of the book"),
    "E003": (W, "an edition's style has a fault"),
    "E004": (E, "the cover image cannot be used"),
    "E005": (W, "the cover image will not be shown well"),
    "E006": (W, "a picture is too coarse for print"),
    "E007": (W, "the description is too long for the back of the cover"),
    "E008": (E, "a note is too long for the foot of a page"),
    "E009": (E, "a font that the manifest names cannot be used"),
    "E010": (W, "the text's family of type lacks what the style asks of it"),
    "E011": (E, "an edition lacks words of a text, has them twice, or in another order"),
    "E012": (E, "words stand past the edge of the page"),
    "E013": (E, "a table is wider than a page can hold"),
    "E015": (E, "laying a text out takes more than it may"),
    "E016": (W, "a drawn cover lacks lines whose letters no typeface has"),
    "E017": (W, "a formula is not shown well in print"),
    "E020": (W, "the installed WeasyPrint is not one with which sections are composed"),
    "E022": (E, "the printer does not offer what the manifest asks for"),
    "E023": (E, "the printer does not bind so many pages"),
    "E024": (E, "text stands nearer to an edge than the printer takes"),
    "E025": (E, "a page has what its kind of PDF cannot have"),
    "E026": (W, "text stands nearer to an edge than the printer advises"),
    "E034": (W, "the site of a press has a release that is on no list"),
}

#: Why an article's file cannot be had → the code of the problem, and how to mend it; of a missing one the
#: mend names what is like it, and so comes from who has looked.
REFUSED: Final[dict[str, tuple[str, str]]] = {
    "outside": ("M009", "Copy it into the project’s folder, and name it from there."),
    "missing": ("S001", ""),
    "kind": ("S003", "Name the file of the article itself."),
    "size": ("S006", "Is it the right file? An article of this size is a book: cut it into several."),
    "unreadable": ("S003", "See that you may read it, and that no other program holds it."),
    "archive": ("S004", "Get the file once more from where it came, without a lock, or save it again."),
}


class FlorilegiumError(Exception):
    """The root of the tree.

    `message` is one sentence for an editor. `problems` are the faults of the texts that led here; the
    command line prints them all before the message.
    """

    exit_status: ClassVar[int] = 1

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = problems


class ManifestError(FlorilegiumError):
    """The manifest cannot be read, is not YAML, or breaks its schema."""

    exit_status = 2


class SourceError(FlorilegiumError):
    """An article is missing, unreadable, broken or of a format no reader knows."""

    exit_status = 3


class CompositionError(FlorilegiumError):
    """The book contradicts itself: a reference to nothing, a loop, a call without its note."""

    exit_status = 4


class EditionError(FlorilegiumError):
    """An edition cannot be made of a book that is sound; the cause is chained."""

    exit_status = 5


class ReleaseError(FlorilegiumError):
    """The finished files cannot be put in their place, or may not be given away."""

    exit_status = 6


_RAISES: Final[dict[str, type[FlorilegiumError]]] = {
    "M": ManifestError,
    "S": SourceError,
    "C": CompositionError,
    "N": CompositionError,
    "X": CompositionError,
    "E": EditionError,
}

#: Codes that stop the tool otherwise than their letter does: at the gate of a release.
_AT_THE_GATE: Final = frozenset({"M027"})


def raised_for(code: str) -> type[FlorilegiumError]:
    """Return the exception with which an error of a code stops the tool."""
    return ReleaseError if code in _AT_THE_GATE else _RAISES[code[0]]


@dataclass
class Report:
    """Gathers the problems of one run. The only value of the program that grows."""

    _problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, place: Place, message: str, hint: str = "") -> None:
        """Note one fault; its severity comes from the catalogue."""
        self._problems.append(Problem(code, CATALOGUE[code][0], place, message, hint))

    def extend(self, problems: tuple[Problem, ...]) -> None:
        """Take over problems that another process or a cached result has found."""
        self._problems.extend(problems)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return all problems, each once, by file, line and column."""
        once = dict.fromkeys(self._problems)
        return tuple(sorted(once, key=lambda p: (p.place, p.code, p.message)))

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Return those that stop the build."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    def raise_errors(self) -> None:
        """Stop here if anything is an error, with the exception of the first part of the book at fault.

        The exception carries every problem, warnings too, so that one run shows them all.
        """
        errors = self.errors
        if not errors:
            return
        first = min(errors, key=lambda p: list(_RAISES).index(p.code[0]))
        count = len(errors)
        message = "one error stops the build" if count == 1 else f"{count} errors stop the build"
        raise raised_for(first.code)(message, self.problems)
