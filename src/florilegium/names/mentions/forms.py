"""The forms that one heading brings: every spelling under which the text may name it.

`Surname, Given` brings `Given Surname` and what usage makes of it; a family-first heading brings both orders;
a place keeps its words. Possessives, capitals and small differences of type are no forms: the matcher
(`matching.py`) and `folding.py` know them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from florilegium.book.model import Heading, Kind
from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.epithets import declined
from florilegium.names.lexicon.folding import fold_form, unaccented
from florilegium.names.lexicon.words_beside_names import suffix_pattern
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass


class Rule(Enum):
    """By which rule a form means its heading; the value is what `explain` prints."""

    HEADING = "the heading as written"
    VARIANT = "a variant"
    TURNED = "the name turned round"
    DECLINED = "in another case"
    INITIALS = "initials spaced otherwise"
    SHORTENED = "a shorter form of the name"
    UNACCENTED = "without accents"
    SURNAME = "the bare surname"
    PHRASE = "a phrase of this passage"
    CAPITALS = "in capitals"
    MIDDLE = "with a middle initial"
    SHARED = "sharing a word with another name"
    ADDED = "a passage added by the editor"


class Form(NamedTuple):
    """One spelling. A `loose` form gives way where another entry has a better claim, without a problem.

    `splits` says that a middle initial may stand in it (`Ulysses S. Grant`). `shared` forms are plurals that
    only count after a sister (*East and South China Seas*).
    """

    text: str
    rule: Rule
    loose: bool = False
    splits: bool = False
    shared: bool = False


@dataclass(frozen=True)
class PersonalName:
    """The parts of an inverted heading: `King, Sir Martin Luther, Jr.`"""

    surname: str
    given: str
    title: str = ""
    suffix: str = ""


_SUFFIX = regex(r"(?:Jr|Sr|Esq|[IVX]+|1st|2nd|3rd)\.?")
#: What is left of a peer's title when the title itself is taken away: *Devonshire, Duke of*.
_ORIGINS = frozenset({"of", "of the", "de", "de la", "du", "d'", "von", "di", "della"})
_INITIAL = r"[^\W\d_a-zß-ÿ]\."
_INITIALS = regex(rf"(?<![\w.])(?:{_INITIAL} ?)+")
_ONE_INITIAL = regex(_INITIAL)


def forms_of(heading: Heading) -> tuple[Form, ...]:
    """Return every form of a heading but the bare surname, each text once, the best rule first."""
    return _made(heading.name, heading.kind, heading.variants, heading.order, heading.exact)


@lru_cache(maxsize=1 << 15)
def _made(name: str, kind: Kind, variants: tuple[str, ...], order: str, exact: bool) -> tuple[Form, ...]:
    """Return the forms from what they depend on; kept, since proposals are compiled several times over."""
    heading = Heading(name, kind, variants=variants, order=order, exact=exact)
    made: dict[str, Form] = {}
    for form in _written(heading) if exact else _all(heading):
        for text in _spellings(form.text):
            made.setdefault(text, form if text == form.text else form._replace(text=text))
        if not form.text.isascii() and (form.rule is not Rule.HEADING or not exact):
            made.update({f.text: f for f in _accents(form) if f.text not in made})
    return tuple(made.values())


def surname_forms(heading: Heading) -> tuple[str, ...]:
    """Return a person's bare surname, with its particles and without an Arabic article, if there is one."""
    name = fold_form(heading.name)
    parts = parse(name)
    if parts is None:
        first, _, rest = name.partition(" ")
        return _spellings(first) if rest and heading.order == "family-first" else ()
    found = [parts.surname]
    particles = _trailing_particles(parts.given)
    if particles:
        found.insert(0, _join(particles, parts.surname))
    article = re.match(r"(?:al|el|ad|an|ar|as|at|az|ul)-(?=\w)", parts.surname, re.IGNORECASE)
    if article:
        found.append(parts.surname[article.end() :])
    return tuple(dict.fromkeys(text for form in found for text in _spellings(form)))


def parse(name: str) -> PersonalName | None:
    """Return the parts of a folded `Surname, Given[, Suffix]`, or None for a name that is not turned."""
    pieces = [piece.strip() for piece in name.split(",")]
    if len(pieces) < 2 or not all(pieces):
        return None
    surname, *rest = pieces
    suffix = rest.pop() if len(rest) > 1 and _is_suffix(rest[-1]) else ""
    if len(rest) != 1:
        return None
    title, given = _strip_titles(rest[0])
    return PersonalName(surname, given, title, suffix)


def _is_suffix(said: str) -> bool:
    return _SUFFIX.fullmatch(said) is not None or suffix_pattern().fullmatch(f" {said}") is not None


def _written(heading: Heading) -> Iterator[Form]:
    yield Form(fold_form(heading.name), Rule.HEADING)
    for variant in heading.variants:
        yield Form(fold_form(variant), Rule.VARIANT)


def _all(heading: Heading) -> Iterator[Form]:
    yield from _written(heading)
    for number, text in enumerate((heading.name, *heading.variants)):
        name = fold_form(text)
        rule = Rule.VARIANT if number else Rule.TURNED
        if heading.kind is Kind.PERSON:
            yield from _personal(name, heading.order, rule)
        elif heading.kind is Kind.PLACE:
            yield from _local(name, rule)


def _personal(name: str, order: str, rule: Rule) -> Iterator[Form]:
    parts = parse(name)
    if parts is None:
        for case in declined(name):
            yield Form(case, Rule.DECLINED)
        if order == "family-first" and rule is Rule.TURNED and " " in name:
            family, given = name.split(" ", 1)
            yield Form(f"{given} {family}", rule)
        return
    family_first = order == "family-first"
    if not parts.given:
        yield Form(_join(parts.title, parts.surname), rule)
        return
    if parts.given in _ORIGINS:
        yield Form(_join(f"{parts.title} {parts.given}", parts.surname), rule)
        return
    yield from _western(parts, rule)
    yield Form(f"{parts.surname} {parts.given}", rule, loose=not family_first)
    for shorter in _shorter(parts.given):
        yield Form(_join(shorter, parts.surname), Rule.SHORTENED, loose=True)


def _western(parts: PersonalName, rule: Rule) -> Iterator[Form]:
    """Yield `Given Surname` with its title, its suffix, its initials closed up, its particle capitalised."""
    full = _join(parts.given, parts.surname)
    splits = " " not in parts.given and not _ONE_INITIAL.search(parts.given)
    if parts.suffix:
        bare = parts.suffix.rstrip(".")
        for ending in dict.fromkeys((parts.suffix, bare, f"{bare}.")):
            yield Form(f"{full} {ending}", rule, splits=splits)
            yield Form(f"{full}, {ending}", rule, splits=splits)
    yield Form(full, rule, loose=bool(parts.suffix), splits=splits)
    if parts.title:
        yield Form(f"{parts.title} {full}", rule, splits=False)
    for closed in _initial_spellings(full):
        yield Form(closed, Rule.INITIALS)
    particles = _trailing_particles(parts.given)
    if particles:
        stem = parts.given[: -len(particles)]
        capital = " ".join(word[:1].upper() + word[1:] for word in particles.split())
        yield Form(_join(stem + capital, parts.surname), rule, loose=True)
    elif parts.surname[:1].islower():
        yield Form(_join(parts.given, parts.surname[:1].upper() + parts.surname[1:]), rule, loose=True)


def _shorter(given: str) -> Iterator[str]:
    """Yield given names as they are cut short: `Ulysses S.` to `Ulysses`, `F. Scott` to `Scott`."""
    particles = _trailing_particles(given)
    names = given[: len(given) - len(particles)].split()
    full = [name for name in names if not _ONE_INITIAL.match(name)]
    tail = f" {particles}" if particles else ""
    if full and len(names) > 1:
        yield full[0] + tail
        if len(full) < len(names):
            yield " ".join(full) + tail


def _local(name: str, rule: Rule) -> Iterator[Form]:
    """Yield the forms of a place: *Sea of Okhotsk* for `Okhotsk, Sea of`, *Lake Baikal*; else as written."""
    first, comma, rest = name.partition(", ")
    if comma:
        head = rest.split()[0].lower()
        if rest.endswith((" of", "-of", " de", " del", "'")) or head in word_lists.GENERIC:
            yield Form(_join(rest, first), rule)
            yield from _common(_join(rest, first))
        elif rest in {"The", "the", "La", "Le", "El", "Las", "Los", "Les"}:
            yield Form(f"{rest} {first}", rule)
            yield Form(f"{rest.lower()} {first}", rule)
        return
    yield from _common(name)


def _common(name: str) -> Iterator[Form]:
    """Yield what the common noun at the end of a place's name allows.

    *Kuril Islands* brings *Kuril islands* and the attributive *Kuril Island*; *South China Sea* brings *South
    China sea*, and *South China Seas*, which stands only where a sister sea stands before it.
    """
    head, _, last = name.rpartition(" ")
    if not head or last.lower() not in word_lists.GENERIC or not last[0].isupper():
        return
    yield Form(f"{head} {last.lower()}", Rule.SHORTENED, loose=True)
    other = _singular(last) if last.endswith("s") else _plural(last)
    plural = not last.endswith("s")
    for spelled in (other, other.lower()):
        yield Form(f"{head} {spelled}", Rule.SHARED if plural else Rule.SHORTENED, loose=True, shared=plural)


def _plural(noun: str) -> str:
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeiou" else f"{noun}s"


def _singular(noun: str) -> str:
    return noun[:-3] + "y" if noun.endswith("ies") else noun[:-1]


def _spellings(text: str) -> tuple[str, ...]:
    """Return the form itself, and with a capital where it begins small (*the Hague* at a sentence's head)."""
    if text[:1].islower():
        return text, text[:1].upper() + text[1:]
    return (text,) if text else ()


def _accents(form: Form) -> Iterator[Form]:
    plain = unaccented(form.text)
    if plain != form.text:
        yield Form(plain, Rule.UNACCENTED, loose=True, splits=form.splits, shared=form.shared)


def _initial_spellings(full: str) -> Iterator[str]:
    """Yield `J. R. R. Tolkien` also as `J.R.R. Tolkien`, `J R R Tolkien` and `JRR Tolkien`."""
    run = _INITIALS.search(full)
    if run is None:
        return
    letters = [piece.rstrip(".") for piece in _ONE_INITIAL.findall(run.group())]
    head, tail = full[: run.start()], full[run.end() :]
    for written in (". ".join(letters) + ".", ".".join(letters) + ".", " ".join(letters), "".join(letters)):
        spelled = f"{head}{written} {tail}"
        if spelled != full:
            yield spelled


def _strip_titles(given: str) -> tuple[str, str]:
    """Return `Sir Winston` as title and given name; titles are no part of a name."""
    names = given.split()
    count = 0
    while (
        count < len(names) and names[count].rstrip(".").lower() in word_lists.TITLES and len(names[count]) > 1
    ):
        count += 1
    return " ".join(names[:count]), " ".join(names[count:])


def _trailing_particles(given: str) -> str:
    """Return the particles at the end of `Charles de`, `Ludwig van`, `Bashar al-`."""
    names = given.split()
    count = 0
    while count < len(names) - 1 and names[-1 - count].rstrip("-").lower() in word_lists.PARTICLES:
        if not names[-1 - count][0].islower():
            break
        count += 1
    return " ".join(names[len(names) - count :])


def _join(first: str, second: str) -> str:
    """Return two halves of a name with a space between, but for `al-` and `d'`."""
    if not first or not second:
        return first or second
    return first + second if first.endswith(("-", "'")) else f"{first} {second}"
