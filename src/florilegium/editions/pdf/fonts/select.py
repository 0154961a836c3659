"""The faces of one book: the editor's own, those of the program, and installed ones for what these lack.

The text is set in the family that the manifest names, else in EB Garamond. A letter that it lacks is taken
from the manifest's other families, then from the program's, then from whatever is installed on the machine.
Every face is a static TrueType file in one folder, so that text, running heads and cover are of one cast.
"""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from florilegium.editions.pdf.fonts.bundled import CAST, CODE, FALL_BACKS, TEXT, Face, faces_of, font_of_extra
from florilegium.editions.pdf.fonts.instance import WANTED, Font, is_bold
from florilegium.problems import CATALOGUE, EditionError, Place, Problem
from florilegium.system import files
from florilegium.system.files import replace_whole

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


#: Counts up when faces are cast in another manner than before.
_MANNER: Final = 2


@dataclass(frozen=True)
class Cast:
    """The faces of a book, and what is wrong with those that were asked for. The first is the text's.

    `text` and `code` are families as a style sheet lists them.
    """

    faces: tuple[Face, ...]
    text: tuple[str, ...]
    code: tuple[str, ...]
    problems: tuple[Problem, ...] = ()

    def rules(self) -> str:
        """The faces as rules of CSS, and the lists of families by the names that the style calls them."""
        text, code = (", ".join(f'"{family}"' for family in named) for named in (self.text, self.code))
        lists = f"html {{ --text-faces: {text}, serif; --code-faces: {code}, monospace; }}"
        return "\n".join([*(face.rule() for face in self.faces), lists])


def cast(order: FontRequest, folder: Path) -> Cast:
    """The faces in which a book is set, as files in `folder`, made when they are not there yet.

    Where `folder` cannot be written, as in a project that may only be read, the files stand in a folder of
    this process.

    Reports:
        E009: a font that the manifest names cannot be used.
        E010: the text's family lacks what the style asks of it.

    Raises:
        EditionError: the files cannot be written there either, as on a full disk.
    """
    try:
        return _cast_in(order, folder)
    except OSError:
        try:
            return _cast_in(order, _own_folder())
        except OSError as error:
            message = f"the typefaces cannot be written to “{folder}”: {error.strerror or error}"
            raise EditionError(f"{message}. The last good files are untouched.") from error


def _cast_in(order: FontRequest, folder: Path) -> Cast:
    folder.mkdir(parents=True, exist_ok=True)
    foundry = _Foundry(order, folder)
    text = (*foundry.family(order.choice.text, is_text=True), *faces_of(TEXT, folder))
    code = (*foundry.family(order.choice.code), *faces_of(CODE, folder)) if order.code else ()
    more = tuple(foundry.for_letters({letter for letter in order.letters if is_drawn(letter)}, text))
    named = tuple(dict.fromkeys(face.family for face in (*text, *more)))
    return Cast(
        (*text, *code, *more),
        named,
        tuple(dict.fromkeys(face.family for face in code)),
        tuple(foundry.problems),
    )


@cache
def _own_folder() -> Path:
    """A folder that goes when this process ends."""
    folder = Path(tempfile.mkdtemp(prefix="florilegium-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def typeface_of(choice: Choice, root: Path) -> str:
    """The name of the text's family, for the book to tell; one that cannot be read is told elsewhere."""
    for name in choice.text:
        if not name.lower().endswith(_ENDINGS):
            return name
        try:
            return Font(files.read(root, name, _LIMIT)).family
        except (EditionError, OSError, files.FileRefusedError):
            continue
    return TEXT.name


def has(face: Face, letter: str) -> bool:
    """Whether a face has a letter."""
    return ord(letter) in _letters(face.path)


@lru_cache(maxsize=64)
def _letters(path: str) -> frozenset[int]:
    return Font(Path(path).read_bytes()).letters


def is_drawn(letter: str) -> bool:
    """Whether a letter is seen: not so spaces, and signs that only guide the setting."""
    return letter.isprintable() and not letter.isspace()


class _Foundry:
    """Casts the faces of one book, and notes what is wrong with fonts that were asked for."""

    def __init__(self, order: FontRequest, folder: Path) -> None:
        self._order = order
        self._folder = folder
        self.problems: list[Problem] = []

    def family(self, names: Sequence[str], *, is_text: bool = False) -> tuple[Face, ...]:
        """The faces of a family that the manifest names; none when it names none that can be used."""
        fonts = [font for name in names for font in self._fonts(name)]
        upright = [font for font in fonts if not font.italic]
        if not fonts:
            return ()
        if not upright:
            self._tell("E009", f"“{names[0]}” has no upright face", "Name the file of the upright face too.")
            return ()
        if is_text:
            self._tell_lacks(fonts)
        family = upright[0].family
        cuts = (
            (font, weight)
            for font in (*upright, *(one for one in fonts if one.italic))
            for weight in font.weights
        )
        faces: dict[tuple[bool, bool], Face] = {}
        for font, weight in sorted(cuts, key=lambda cut: (is_bold(cut[1]), cut[0].italic)):
            if (font.italic, is_bold(weight)) not in faces:
                faces[font.italic, is_bold(weight)] = self._cast(font, weight, family)
        return tuple(faces.values())

    def for_letters(self, letters: set[str], text: Sequence[Face]) -> Iterator[Face]:
        """The faces for letters that the text's upright ones lack."""
        upright = [face for face in text if not face.italic]
        lacking = {letter for letter in letters if not any(has(face, letter) for face in upright)}
        for font in (font for name in self._order.choice.others for font in self._fonts(name)):
            taken = frozenset(letter for letter in lacking if ord(letter) in font.letters)
            if taken:
                yield self._cast(font, font.weight, font.family, taken)
                lacking -= frozenset() if font.italic or is_bold(font.weight) else taken
        for family in FALL_BACKS:
            if any(family.has(letter) for letter in lacking):
                yield from faces_of(family, self._folder)
                lacking = {letter for letter in lacking if not family.has(letter)}
        if lacking:
            from florilegium.editions.pdf.weasyprint.installed_fonts import fonts_with

            for font, taken in fonts_with(frozenset(lacking), self._order.language):
                if not font.refusal:
                    yield self._cast(font, font.weight, font.family, taken)
                    lacking -= taken
        extra = font_of_extra() if lacking else None
        taken = frozenset(letter for letter in lacking if extra and ord(letter) in extra.letters)
        if extra and taken:
            yield self._cast(extra, extra.weight, extra.family, taken)

    def _fonts(self, name: str) -> tuple[Font, ...]:
        """The fonts that one name of the manifest means: a file of the project, or an installed family."""
        from florilegium.editions.pdf.weasyprint.installed_fonts import fonts_of

        if name.lower().endswith(_ENDINGS):
            try:
                found = [Font(files.read(self._order.root, name, _LIMIT))]
                found[0].family  # noqa: B018 - a file that is no font is told here
            except (EditionError, OSError, files.FileRefusedError) as error:
                self._tell("E009", f"“{name}” cannot be used: {error}", "Name a font: .ttf, .otf, .ttc.")
                return ()
        else:
            try:
                found = list(fonts_of(name))
            except EditionError as error:
                self._tell(
                    "E009", f"“{name}” cannot be used: {error}", "Name its files: [fonts/Regular.otf, …]."
                )
                return ()
            if not found:
                hint = "Install it, or put its files into the project and name them: [fonts/Regular.otf, …]."
                self._tell("E009", f"the family “{name}” is not installed on this machine", hint)
        refused = next((font for font in found if font.refusal), None)
        if refused:
            hint = "Take another, or ask its maker for a licence and a file that says so."
            self._tell("E009", f"“{name}” cannot be used: {refused.refusal}", hint)
            return ()
        return tuple(found)

    def _tell_lacks(self, fonts: Sequence[Font]) -> None:
        """Tell what a family for the text has not, and what will be printed instead."""
        upright = next(font for font in fonts if not font.italic)
        has_bold = any(is_bold(weight) for font in fonts for weight in font.weights)
        lacks = [word for tag, word in WANTED.items() if tag not in upright.features]
        lacks += ["italics"] * all(not font.italic for font in fonts) + ["bold"] * (not has_bold)
        if lacks:
            self._tell(
                "E010",
                f"“{upright.family}” lacks what the style asks for: {', '.join(lacks)}",
                "Name the files of those faces too, or take a family that has them; else others stand in.",
            )

    def _cast(self, font: Font, weight: int, family: str, letters: frozenset[str] = frozenset()) -> Face:
        suffix = "" if weight == font.weight else f"-{weight}"
        name = f"{font.name}{suffix}"
        if letters:  # words between which a space stands take it from their own face
            letters |= {" ", "\N{NO-BREAK SPACE}"}
        wanted = "".join(sorted(letters))
        order = f"{_MANNER} {font.number} {name} {weight} {wanted}"
        stamp = hashlib.sha256(font.expected + order.encode()).hexdigest()[:16]
        path = self._folder / f"{name}-{stamp}.ttf"
        if not path.is_file():
            replace_whole(path, font.cast(name, weight, letters))
        # A name of its own, or the layout would take an installed font of that name instead.
        own = family.replace('"', "") + CAST
        return Face(own, name, str(path), weight, font.italic)

    def _tell(self, code: str, message: str, hint: str) -> None:
        place = Place(self._order.manifest)
        self.problems.append(Problem(code, CATALOGUE[code][0], place, message, hint))
