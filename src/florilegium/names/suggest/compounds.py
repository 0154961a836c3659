"""Runs of capitals that are more than one name, and titles of works, which are none."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from florilegium.languages.folders import primary
from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.family_names import comes_first
from florilegium.names.lexicon.gazetteer import Gazetteer, Rank
from florilegium.names.lexicon.given_names import is_given
from florilegium.names.lexicon.ordinary_words import is_ordinary_word
from florilegium.names.lexicon.spelling import Sort, is_roman, sort_of
from florilegium.names.lexicon.well_known import is_well_known
from florilegium.names.suggest.candidates import Seen
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

_TIE = regex(r" (?:of the|of|de|von|aus) ")
_LED = regex(r"(?:von|van|de|di|da) ")
_INITIAL = regex(r"(?<![^\W_])[^\W\d_]\.")
#: What begins the Latin title of a book on plants or beasts: *Flora Japonica*.
_OF_PLANTS = frozenset({"Flora", "Fauna", "Hortus", "Systema", "Species", "Historia"})
_LATIN = regex(r"[A-Z][a-z]+(?:ica|icus|ensis|ana|anus|arum|orum|alis)")
_OFFICES = word_lists.TITLES | word_lists.OFFICES


def is_work(name: str) -> bool:
    """Return whether a name is a work's: *Life of Moll*, *Geschichte der Sternkunde*."""
    head, _, rest = name.partition(" ")
    if head in _OF_PLANTS and _LATIN.fullmatch(rest):
        return True
    return head.lower() in word_lists.WORKS and rest.startswith(
        ("of ", "de ", "del ", "der ", "des ", "di ", "du ")
    )


def parted(names: Sequence[Seen], gazetteer: Gazetteer, language: str = "en") -> tuple[Seen, ...]:
    """Return the names, compounds cut in parts: *Sato-Moll*, *U.S.-Japan*, *President Moll of Turkey*."""
    alone = frozenset(
        seen.parts[-1]
        for seen in names
        if not seen.is_full or (len(seen.parts) > 1 and is_given(seen.parts[0]))
    )
    known = set(word_lists.PLACE_ACRONYMS) | {
        part for seen in names for part in (seen.name, *seen.parts) if "-" not in part
    }
    cut = _Cutter(gazetteer, frozenset(known), alone, primary(language) in {"en", ""})
    return tuple(piece for seen in names for piece in cut.pieces(seen))


@dataclass(frozen=True)
class _Cutter:
    """A cutter of what is more than one name; `known` are the names and words of names that the book has.

    `alone` are those that stand alone somewhere, and surnames behind given names.

    Two surnames that a hyphen joins are two persons in English, as in *Sato-Moll talks*.
    """

    gazetteer: Gazetteer
    known: frozenset[str]
    alone: frozenset[str]
    is_english: bool

    def pieces(self, seen: Seen) -> tuple[Seen, ...]:
        if seen.name.isalpha():
            return (seen,)
        if seen.body or seen.office or is_work(seen.name):
            return self._governed(seen) or (seen,)
        return (
            self._courteous(seen) or self._run_on(seen) or self._side_by_side(seen) or self._of(seen)
            if seen.is_full
            else self._hyphened(seen)
        ) or (seen,)

    def _governed(self, seen: Seen) -> tuple[Seen, ...]:
        """Return the land of *General Assembly of Zorbia*, for which its assembly stands."""
        head, tie, land = seen.name.partition(" of ")
        body = bool(tie) and head.rpartition(" ")[2].lower() in word_lists.LEGISLATURES
        return (self._bare(seen, land.removeprefix("the ")),) if body and self.gazetteer.knows(land) else ()

    def _courteous(self, seen: Seen) -> tuple[Seen, ...]:
        """Return both names of *Mr. Moll of Ulm*, whatever Ulm is."""
        head, tie, tail = seen.name.partition(" of ")
        plain = bool(tie) and " " not in f"{head}{tail}" and not is_given(head)
        if not plain or seen.plain_title not in word_lists.COURTESIES:
            return ()
        return self._headed(seen, head), self._bare(seen, tail, "origin")

    def _run_on(self, seen: Seen) -> tuple[Seen, ...]:
        """Return the name without *Young*, and two of which the second begins a clause.

        *At Rome Newman was well*, *after Dryander Robert Brown came*.
        """
        words = seen.name.split()
        if words[0] in {"Young", "Old"} and self._is_surname(" ".join(words[1:])):
            return (self._headed(seen, " ".join(words[1:])),)
        if (
            len(words) > 2
            and words[0] in self.alone
            and self._is_surname(words[0])
            and is_given(words[1])
            and words[-1] in self.known
        ):
            rest = " ".join(words[1:])
            return self._headed(seen, words[0]), self._headed(seen, rest)
        if len(words) == 2 and self._is_place_before(seen, *words):
            return self._bare(seen, words[0], "whither"), self._bare(seen, words[1])
        return ()

    def _side_by_side(self, seen: Seen) -> tuple[Seen, ...]:
        """Return two places between which a comma is missing: *to Constantinople Tunis was lost*."""
        words = seen.name.split()
        apart = len(words) == 2 and self.gazetteer.rank(seen.name) is Rank.UNKNOWN
        if not apart or not all(self.gazetteer.knows(one) and one in self.known for one in words):
            return ()
        if any(map(is_given, words)) or seen.signs.isdisjoint({"from", "to or for"}):
            return ()
        return tuple(self._bare(seen, one, "to or for") for one in words)

    def _bare(self, seen: Seen, name: str, *signs: str) -> Seen:
        return Seen(name, tuple(name.split()), seen.key, seen.context, frozenset(signs))

    def _is_surname(self, word: str) -> bool:
        """Return whether a word may be someone's surname: it is no place and no common word."""
        if is_well_known(word):
            return True
        plain = is_ordinary_word(word) or word.lower() in word_lists.MAPPED | word_lists.GENERIC
        return word in self.alone and not plain and not self.gazetteer.knows(word) and not is_given(word)

    def _is_place_before(self, seen: Seen, place: str, name: str) -> bool:
        """Return whether a preposition leads to a known place, behind which someone else is named."""
        led = not {"whither", "from", "to or for"}.isdisjoint(seen.signs)
        known = self.gazetteer.knows(place) and not is_given(place)
        return led and known and self.gazetteer.rank(seen.name) is Rank.UNKNOWN and self._is_surname(name)

    def _of(self, seen: Seen) -> tuple[Seen, ...]:
        """Return *Silas Deane of Connecticut* as two names, *Bey of Tunis* and *Joanna of Aragon* as one."""
        led = _LED.match(seen.name)
        if led and self.gazetteer.rank(seen.name[led.end() :]) >= Rank.REALM:  # *die Königin von England*
            land = seen.name[led.end() :]
            return (Seen(land, tuple(land.split()), seen.key, seen.context, frozenset({"ruled"})),)
        tie = _TIE.search(seen.name)
        if tie is None:
            return ()
        head, tail = seen.name[: tie.start()], seen.name[tie.end() :]
        if is_given(tail.split()[0]) and is_roman(tail.split()[-1]):  # *Moll of Louis XIV*
            return self._headed(seen, head), self._bare(seen, tail)
        known = tail in self.known and not is_ordinary_word(tail)  # no *House of Delegates*
        return self._tied(seen, head, tail) if known or self.gazetteer.rank(tail) else ()

    def _tied(self, seen: Seen, head: str, tail: str) -> tuple[Seen, ...]:
        """Return the two names of a name and its place, or the place alone."""
        tie = seen.name[len(head) : -len(tail)].strip()
        whence = Seen(tail, tuple(tail.split()), seen.key, seen.context, frozenset({"ruled"}))
        if tie in {"von", "aus"}:
            town = self.gazetteer.knows(tail) or not self.is_english  # no *Adam Moll von Bell*
            named = " " in head and not is_given(head.rpartition(" ")[2])
            whole = town and named and self._is_whole_name(seen, head, tail)
            return (self._headed(seen, head), whence) if whole else ()
        if tie == "de":
            return (whence,) if self._is_verb(seen, head, tail) or self._is_noun(seen, head, tail) else ()
        if self._is_whole_name(seen, head, tail):
            return self._headed(seen, head), whence
        office = " " not in head and self._is_office(head) and self.gazetteer.rank(tail)
        return (whence,) if office else ()

    def _is_verb(self, seen: Seen, head: str, tail: str) -> bool:
        """Return whether the head is a verb, as in *Venía de Cádiz* at the head of a sentence."""
        alone = " " not in head and seen.begins and not is_given(head)
        return alone and self.gazetteer.knows(tail)

    def _is_noun(self, seen: Seen, head: str, tail: str) -> bool:
        """Return whether the head is no name: *Monnaies de Lyon*, *Provençal de Marseille*."""
        alone = " " not in head and not is_given(head) and "title" not in seen.signs
        people = sort_of(head) is Sort.PLAIN or head.endswith("s")
        return alone and people and self.gazetteer.knows(tail)

    def _is_whole_name(self, seen: Seen, head: str, tail: str) -> bool:
        """Return whether a person is named in full, or by title, before his place."""
        words = head.split()
        mapped = self.gazetteer.knows(tail) or tail.rpartition(" ")[2].lower() in word_lists.MAPPED
        reigns = seen.title.lower() in word_lists.REIGNING and is_given(head)  # *Duchess Margaret of Parma*
        if "title" in seen.signs and mapped and not reigns:
            return True
        if len(words) == 1:  # *Moll of Ulm*, whom the book calls *Moll* too
            noun = seen.definite or head.endswith("s")  # *the Knights of Malta*
            noun = noun or not seen.signs.isdisjoint({"title", "a noun"})
            noun = noun or self._is_office(head) or is_ordinary_word(head) or is_given(head)
            return head in self.alone and not noun and self.gazetteer.knows(tail)
        named = is_given(words[0]) or _INITIAL.search(head) is not None or comes_first(words)
        return named and not is_roman(words[-1])

    def _headed(self, seen: Seen, head: str) -> Seen:
        words = tuple(word for word in head.split() if len(word.rstrip(".")) > 1)
        return seen._replace(
            name=head, parts=words or (head,), signs=seen.signs - {"local", "apposition", "life"}
        )

    def _is_office(self, word: str) -> bool:
        low = word.lower()
        return low in _OFFICES or low.removesuffix("s") in _OFFICES

    def _hyphened(self, seen: Seen) -> tuple[Seen, ...]:
        pieces = [_whole(piece) for piece in seen.name.split("-")]
        holy = pieces[0].lower() in {"saint", "sainte"}  # *Saint-Claude* is called after one, and is none
        if (
            holy
            or len(pieces) < 2
            or not (self.is_english or any(map(self.gazetteer.knows, pieces)))
            or not all(_is_known(piece, self.known, self.gazetteer) for piece in pieces)
        ):
            return ()
        named = [piece for piece in pieces if not _is_prefix(piece)]
        return tuple(Seen(piece, (piece,), seen.key, seen.context) for piece in named)


def _whole(piece: str) -> str:
    """Return the piece with the full stop that the end of the compound has cost it: `U.S` is `U.S.`"""
    return f"{piece}." if f"{piece}." in word_lists.PLACE_ACRONYMS else piece


def _is_known(piece: str, known: Collection[str], gazetteer: Gazetteer) -> bool:
    return piece in known or gazetteer.knows(piece) or _is_prefix(piece)


def _is_prefix(piece: str) -> bool:
    low = piece.lower()
    return (
        low in word_lists.COMBINING
        or low in word_lists.COMPASS
        or low in word_lists.PEOPLES
        or piece.islower()
    )
