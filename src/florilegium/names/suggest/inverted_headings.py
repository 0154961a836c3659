"""How an index heads a name: the surname first, the specific part of a place first (CMOS 16.71–16.90)."""

from __future__ import annotations

from florilegium.book.model import Kind
from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.gazetteer import Gazetteer
from florilegium.names.lexicon.words_beside_names import suffix_pattern
from florilegium.names.suggest.persons import SAINT, Group
from florilegium.system.patterns import regex

#: A feature of the map before its name, which an index turns round: *Etna, Mount* (CMOS 16.90).
_FEATURE = regex(
    r"((?:Mount|Lake|Cape|River|Fort|Cap|Kap|Cabo|Lac|Lago)"
    r"|(?:Gulf|Bay|Lake|Strait|Straits|Isle|Cape) of(?: the)?|(?:Golfe|Baie|Cap) (?:de|du)|Golf von)"
    r" ([^\W\d_a-z].*)"
)
#: A peer, filed under the place of his title: *Devonshire, Duke of*.
_PEER = regex(r"(\w+ (?:of|de|du|d'|von|di|della)(?: the| la)?) ?([A-Z].*)")

#: The article of an Arabic name of one word, which is filed under the word: *Bekri, al-* (CMOS 16.75).
_ARABIC_ARTICLE = regex(r"(?:[Aa][dlnrstz]|[Aa]sh|[Ee]l)-(?=[^\W\d_a-z][\w'-]*\Z)")
#: Common nouns that a place may have or lack: *Kurils*, *Kuril Islands*.
WATERS = frozenset({"sea", "island", "islands", "ocean", "mountains"})


def heading_of(group: Group, gazetteer: Gazetteer) -> str:
    """Return the heading of a group of names, in the form that a manifest has."""
    if not group.full:  # nothing but *Lord North*
        words = group.apart.most_common(1)[0][0].split()
        count = 2 if len(words) > 2 and words[1].islower() else 1
        return f"{' '.join(words[count:])}, {' '.join(words[:count])}"
    if group.kind is Kind.PLACE:
        return _of_place(group, gazetteer)
    return _of_person(group) if group.kind is Kind.PERSON else _commonest(group)


def _commonest(group: Group) -> str:
    return group.full.most_common(1)[0][0]


def _of_place(group: Group, gazetteer: Gazetteer) -> str:
    """Return a land as the book's language has it, a feature of the map under its own name."""
    name = _commonest(group)
    filed = gazetteer.heading(name)
    if filed != name and filed in group.full:
        return filed
    name = max((f for f in group.full if f.rpartition(" ")[2].lower() in WATERS), key=len, default=name)
    feature = next(filter(None, map(_FEATURE.fullmatch, [name, *group.full])), None)
    return f"{feature[2]}, {feature[1]}" if feature else name


def _of_person(group: Group) -> str:
    """Return `Surname, Given` for a Western name, the order of the text for a family-first one or a ruler."""
    name = _commonest(group)
    peer = _PEER.fullmatch(name) if any(seen.office for seen in group.seen) else None
    if peer:
        return f"{peer[2]}, {peer[1]}"
    article = _ARABIC_ARTICLE.match(name)
    if article:
        return f"{name[article.end() :]}, {article.group()}"
    named = [form for form in group.full if f" {group.surname}" in form] or list(group.full)
    longest = max(named, key=len)  # no title that means him too
    suffix = suffix_pattern().search(longest)
    given, found, _ = longest.rpartition(f" {group.surname}")
    if not group.surname or group.family_first or not found or not given:
        return name
    return ", ".join([group.surname, given, *([suffix.group().strip(" ,")] if suffix else [])])


def place_of(name: str, gazetteer: Gazetteer) -> str:
    """Return what written forms of one place have in common: *Kurils*, *Kuril Islands*, *Kuril Island*."""
    feature, _, rest = name.partition(" ")
    rest = rest.removeprefix("of ")
    if rest and (
        feature in {"Mount", "River"} or (feature.lower() in word_lists.FEATURES and SAINT.match(rest))
    ):
        name = rest
    head, _, last = gazetteer.heading(name).rpartition(" ")
    stem = head if head and last.lower() in WATERS else gazetteer.heading(name)
    return stem.removesuffix("s").lower()
