"""In which language a text is, by the small words that every sentence has.

A file may say the wrong language, that of the program with which it was written; the words of a text do not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from florilegium.system.patterns import regex

#: Small words by language, none of them so common in two of these that it tells nothing.
_WORDS: Final[Mapping[str, frozenset[str]]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the and of to that was which with his her they from have this were been would their not",
        "de": "der die und das nicht ist ein eine den dem mit sich auf auch von wie aber noch nur wird einer",
        "fr": "les des est une dans qui pas sur plus avec cette mais ont aux leur nous vous était comme être",
        "es": "el y que los las una por con del para como más pero sus fue este había muy también hay",
        "it": "che della non gli sono nel alla più anche dei delle una come del questo nella essere suo",
        "pt": "não uma que dos com mais foi ele das seu sua ou quando muito um em já também pelo pela até",
        "nl": "het een van dat niet zijn met voor werd maar ook aan naar door deze over hij wordt heeft uit",
        "sv": "och att det som på är av för med den till inte var han ett från hade efter också när",
        "da": "og det er som på af til med ikke den har var han et men blev sig efter også være",
        "nb": "og det er som på av til med ikke den har var han et men ble seg etter også være",
        "pl": "się nie jest na do że był jak ale tego przez jego tak jako które oraz są po od dla",
        "cs": "se na je že byl jako ale jeho tak pro které jsou od když který nebo také při však už",
        "ru": "и в не на что он с как это по но его к из она был от так за же",
        "tr": "bir ve bu için ile olan olarak daha çok gibi kadar sonra ancak olduğu her ise ama değil",
        "la": "et in est non ad cum quod qui ut sed quae sunt eius etiam ab ex quam esse enim atque",
        "fi": "ja on ei se että oli hän ovat myös kun mutta niin kuin joka sen olla ole tai jo mukaan",
        "hu": "a az és hogy nem egy volt is meg csak már még mint ez de ki el azt vagy ha",
    }.items()
}
_TELLING: Final[Mapping[str, tuple[str, ...]]] = {
    word: tuple(language for language, words in _WORDS.items() if word in words)
    for word in frozenset().union(*_WORDS.values())
}
_WORD: Final = regex(r"[^\W\d_]+")

#: Letters of a text that are looked at; words and small words at least; how far the first leads the second.
_LETTERS: Final = 6_000
_LEAST: Final = 40
_SHARE: Final = 0.05
_LEAD: Final = 1.4


def language_of(texts: Iterable[str]) -> str:
    """Return the language in which texts surely are, as a tag of two letters; empty if none is sure."""
    count: Counter[str] = Counter()
    letters = 0
    for text in texts:
        count.update(_WORD.findall(text[: _LETTERS - letters].casefold()))
        letters += len(text)
        if letters >= _LETTERS:
            break
    words = count.total()
    found: Counter[str] = Counter()
    for word in _TELLING.keys() & count.keys():
        found.update(dict.fromkeys(_TELLING[word], count[word]))
    (first, most), (_, next_) = (*found.most_common(2), ("", 0), ("", 0))[:2]
    sure = words >= _LEAST and most >= words * _SHARE and most >= next_ * _LEAD
    return first if sure else ""
