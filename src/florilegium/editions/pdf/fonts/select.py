"""The faces of one book: the editor's own, those of the program, and installed ones for what these lack.

The text is set in the family that the manifest names, else in that of its design. A letter that it lacks is
taken from the manifest's other families, then from the program's, then from whatever is installed on the
machine.
Every face is a static TrueType file in one folder, so that text, running heads and cover are of one cast.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Final, TypeAlias

from florilegium.editions.designs.design import Design, design_of
from florilegium.editions.pdf.fonts.bundled import (
    CJK,
    CODE,
    EMOJI,
    FALL_BACKS,
    SCRIPTS,
    SELECTED,
    SYMBOLS,
    Extra,
    FontFace,
    faces_of,
    fonts_of_extra,
    has_letter,
)
from florilegium.editions.pdf.fonts.instance import WANTED, Font, is_bold, keep
from florilegium.problems import CATALOGUE, EditionError, Place, Problem
from florilegium.system import files
from florilegium.system.patterns import regex
from florilegium.system.temporary import new_folder
from florilegium.system.values import dataclass

_ENDINGS: Final = (".ttf", ".otf", ".ttc", ".otc")
_LIMIT: Final = 60_000_000


@dataclass(frozen=True)
class Choice:
    """The families that a manifest asks for: a name of an installed one, or files of the project.

    `others` are for letters that the text's family lacks.
    """

    text: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class FontRequest:
    """What a book asks of its faces: all its letters, whether it has code, its language, its manifest."""

    letters: frozenset[str] = frozenset()
    code: bool = False
    language: str = "en"
    choice: Choice = Choice()
    root: Path = Path()
    manifest: str = ""
    design: Design = field(default_factory=design_of)


#: Faces, and the letters that are no longer lacking with them.
_Found: TypeAlias = tuple[Sequence[FontFace], frozenset[str]]

#: Signs that are sent in messages; what else is drawn so at times, such as a star, is a sign of text first.
_EMOJI: Final = regex(
    "[\U0001f1e6-\U0001f1ff\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f900-\U0001faff]"
)

#: What makes one sign of several letters, or chooses its form.
_JOINERS: Final = ("\N{ZERO WIDTH JOINER}", "\N{ZERO WIDTH NON-JOINER}", "\ufe0e", "\ufe0f")

#: Counts up when faces are made in another way than before.
_VERSION: Final = 3


@dataclass(frozen=True)
class SelectedFaces:
    """The faces of a book, and what is wrong with those that were asked for. The first is the text's.

    `text`, `display` and `code` are families as a style sheet lists them.
    """

    faces: tuple[FontFace, ...]
    text: tuple[str, ...]
    display: tuple[str, ...]
    code: tuple[str, ...]
    problems: tuple[Problem, ...] = ()

    def rules(self) -> str:
        """Return the faces as CSS rules, and the lists of families by the names that the style calls."""
        text, display, code = (
            ", ".join(f'"{family}"' for family in named) for named in (self.text, self.display, self.code)
        )
        lists = (
            f"html {{ --text-faces: {text}, serif; --display-faces: {display}, serif; "
            f"--code-faces: {code}, monospace; }}"
        )
        return "\n".join([*(face.rule() for face in self.faces), lists])


def select_faces(request: FontRequest, folder: Path) -> SelectedFaces:
    """Return the faces in which a book is set, as files in `folder`, made when they are not there yet.

    Where `folder` cannot be written, as in a project that may only be read, the files stand in a folder of
    this process.

    Reports:
        E009: a font that the manifest names cannot be used.
        E010: the text's family lacks what the style asks of it.

    Raises:
        EditionError: the files cannot be written there either, as on a full disk.
    """
    try:
        return _selected_in(request, folder)
    except OSError:
        try:
            return _selected_in(request, _own_folder())
        except OSError as error:
            message = f"the typefaces cannot be written to “{folder}”: {error.strerror or error}"
            raise EditionError(f"{message}. The last good files are untouched.") from error


def _selected_in(request: FontRequest, folder: Path) -> SelectedFaces:
    folder.mkdir(parents=True, exist_ok=True)
    selection = _Selection(request, folder)
    own, design = selection.family(request.choice.text, is_text=True), request.design
    text = (*own, *faces_of(design.text, folder))
    # Titles in another family than the text's belong to a design; a family of the manifest's sets them too.
    titles = () if own or design.display == design.text else faces_of(design.display, folder)
    code = (*selection.family(request.choice.code), *faces_of(CODE, folder)) if request.code else ()
    more = tuple(selection.for_letters({letter for letter in request.letters if is_drawn(letter)}, text))
    named = tuple(dict.fromkeys(face.family for face in (*text, *more)))
    return SelectedFaces(
        (*text, *titles, *code, *more),
        named,
        tuple(dict.fromkeys((*(face.family for face in titles), *named))),
        tuple(dict.fromkeys(face.family for face in code)),
        tuple(selection.problems),
    )


@cache
def _own_folder() -> Path:
    """Return a folder that goes when this process ends."""
    return new_folder()


def typeface_of(choice: Choice, root: Path, design: Design | None = None) -> str:
    """Return the name of the text's family, for the book to print.

    An unreadable one is reported elsewhere.
    """
    for name in choice.text:
        if not name.lower().endswith(_ENDINGS):
            return name
        try:
            return Font(files.read(root, name, _LIMIT)).family
        except (EditionError, OSError, files.FileRefusedError):
            continue
    return (design or design_of()).text.name


def has(face: FontFace, letter: str) -> bool:
    """Return whether a face has a letter."""
    return ord(letter) in _letters(face.path)


@lru_cache(maxsize=64)
def _letters(path: str) -> frozenset[int]:
    return Font(Path(path).read_bytes()).letters


def is_drawn(letter: str) -> bool:
    """Return whether a letter is seen: not so spaces, and signs that only guide the setting."""
    return letter.isprintable() and not letter.isspace() and not "\ufe00" <= letter <= "\ufe0f"


def is_emoji(letter: str) -> bool:
    """Return whether a letter is a sign that is sent in messages."""
    return _EMOJI.match(letter) is not None


class _Selection:
    """A selection of the faces of one book, and of what is wrong with fonts that were asked for."""

    def __init__(self, request: FontRequest, folder: Path) -> None:
        self._request = request
        self._folder = folder
        self._others: tuple[Font, ...] = ()
        self.problems: list[Problem] = []

    def family(self, names: Sequence[str], *, is_text: bool = False) -> tuple[FontFace, ...]:
        """Return the faces of a family that the manifest names; none when it names none that can be used."""
        fonts = [font for name in names for font in self._fonts(name)]
        upright = [font for font in fonts if not font.italic]
        if not fonts:
            return ()
        if not upright:
            self._report_fault(
                "E009", f"“{names[0]}” has no upright face", "Name the file of the upright face too."
            )
            return ()
        if is_text:
            self._report_lacks(fonts)
        family = upright[0].family
        cuts = (
            (font, weight)
            for font in (*upright, *(one for one in fonts if one.italic))
            for weight in font.weights
        )
        faces: dict[tuple[bool, bool], FontFace] = {}
        for font, weight in sorted(cuts, key=lambda cut: (is_bold(cut[1]), cut[0].italic)):
            if (font.italic, is_bold(weight)) not in faces:
                faces[font.italic, is_bold(weight)] = self._instance(font, weight, family)
        return tuple(faces.values())

    def for_letters(self, letters: set[str], text: Sequence[FontFace]) -> Iterator[FontFace]:
        """Yield the faces for letters that the text's upright ones lack, by the rules of `_SOURCES`.

        Fonts that the manifest names are read even when nothing is lacking, so that one run reports all that
        is wrong with them.
        """
        self._others = tuple(font for name in self._request.choice.others for font in self._fonts(name))
        upright = [face for face in text if not face.italic]
        lacking = {letter for letter in letters if not any(has(face, letter) for face in upright)}
        for _name, source in _SOURCES:
            if lacking:
                for faces, taken in source(self, lacking):
                    yield from faces
                    lacking -= taken

    def named(self, lacking: set[str]) -> Iterator[_Found]:
        """Yield the faces of the manifest's other families. Letters that are only slanted or bold stay
        lacking."""
        for font in self._others:
            taken = frozenset(letter for letter in lacking if ord(letter) in font.letters)
            if taken:
                is_plain = not font.italic and not is_bold(font.weight)
                face = self._instance(font, font.weight, font.family, taken)
                yield (face,), taken if is_plain else frozenset()

    def bundled(self, lacking: set[str]) -> Iterator[_Found]:
        """Yield the faces of the program's own families."""
        for family in FALL_BACKS:
            taken = frozenset(letter for letter in lacking if has_letter(family, letter))
            if taken:
                yield faces_of(family, self._folder), taken

    def installed(self, lacking: set[str]) -> Iterator[_Found]:
        """Yield faces that are installed on this machine and may be embedded."""
        from florilegium.editions.pdf.weasyprint.installed_fonts import fonts_with

        for font, taken in fonts_with(frozenset(lacking), self._request.language):
            if not font.refusal:
                yield (self._instance(font, font.weight, font.family, taken),), taken

    def signs(self, lacking: set[str]) -> Iterator[_Found]:
        """Yield the faces for signs, where their extra is installed; a machine's may be coloured pictures."""
        yield from self._of_extra(SYMBOLS, {letter for letter in lacking if not is_emoji(letter)})
        yield from self._of_extra(EMOJI, lacking)

    def scripts(self, lacking: set[str]) -> Iterator[_Found]:
        """Yield the faces for scripts that the program's families lack, where their extras are installed."""
        for extra in (SCRIPTS, CJK):
            yield from self._of_extra(extra, lacking)

    def _of_extra(self, extra: Extra, lacking: set[str]) -> Iterator[_Found]:
        for font in fonts_of_extra(extra) if lacking else ():
            taken = frozenset(letter for letter in lacking if ord(letter) in font.letters)
            if taken:
                yield (self._instance(font, font.weight, font.family, taken),), taken

    def _fonts(self, name: str) -> tuple[Font, ...]:
        """Return the fonts that one name of the manifest means: a project file, or an installed family."""
        from florilegium.editions.pdf.weasyprint.installed_fonts import fonts_of

        if name.lower().endswith(_ENDINGS):
            try:
                found = [Font(files.read(self._request.root, name, _LIMIT))]
                found[0].family  # noqa: B018 - a file that is no font is told here
            except (EditionError, OSError, files.FileRefusedError) as error:
                self._report_fault(
                    "E009", f"“{name}” cannot be used: {error}", "Name a font: .ttf, .otf, .ttc."
                )
                return ()
        else:
            try:
                found = list(fonts_of(name))
            except EditionError as error:
                self._report_fault(
                    "E009", f"“{name}” cannot be used: {error}", "Name its files: [fonts/Regular.otf, …]."
                )
                return ()
            if not found:
                hint = "Install it, or put its files into the project and name them: [fonts/Regular.otf, …]."
                self._report_fault("E009", f"the family “{name}” is not installed on this machine", hint)
        refused = next((font for font in found if font.refusal), None)
        if refused:
            hint = "Take another, or ask its maker for a licence and a file that says so."
            self._report_fault("E009", f"“{name}” cannot be used: {refused.refusal}", hint)
            return ()
        return tuple(found)

    def _report_lacks(self, fonts: Sequence[Font]) -> None:
        """Report what a family for the text has not, and what will be printed instead."""
        upright = next(font for font in fonts if not font.italic)
        has_bold = any(is_bold(weight) for font in fonts for weight in font.weights)
        lacks = [word for tag, word in WANTED.items() if tag not in upright.features]
        lacks += ["italics"] * all(not font.italic for font in fonts) + ["bold"] * (not has_bold)
        if lacks:
            self._report_fault(
                "E010",
                f"“{upright.family}” lacks what the style asks for: {', '.join(lacks)}",
                "Name the files of those faces too, or take a family that has them; else others stand in.",
            )

    def _instance(
        self, font: Font, weight: int, family: str, letters: frozenset[str] = frozenset()
    ) -> FontFace:
        suffix = "" if weight == font.weight else f"-{weight}"
        name = f"{font.name}{suffix}"
        # A space, and what joins letters to one sign, are taken from the face of their neighbours.
        if letters:
            letters |= {" ", "\N{NO-BREAK SPACE}", *_JOINERS}
        wanted = "".join(sorted(letters))
        order = f"{_VERSION} {font.number} {name} {weight} {wanted}"
        stamp = hashlib.sha256(font.expected + order.encode()).hexdigest()[:16]
        path = self._folder / f"{name}-{stamp}.ttf"
        keep(path, partial(font.instance, name, weight, letters))
        # A name of its own, or the layout would take an installed font of that name instead.
        own = family.replace('"', "") + SELECTED
        return FontFace(own, name, str(path), weight, font.italic)

    def _report_fault(self, code: str, message: str, hint: str) -> None:
        place = Place(self._request.manifest)
        self.problems.append(Problem(code, CATALOGUE[code][0], place, message, hint))


#: From where letters that the text's faces lack are taken, in this order.
_SOURCES: Final[tuple[tuple[str, Callable[[_Selection, set[str]], Iterator[_Found]]], ...]] = (
    ("the manifest's other families", _Selection.named),
    ("the program's families", _Selection.bundled),
    ("the extra for signs", _Selection.signs),
    ("the families of this machine", _Selection.installed),
    ("the extras for scripts", _Selection.scripts),
)
