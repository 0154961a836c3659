"""A second opinion on names, from a language model that is installed beside the program (`florilegium[ner]`).

spaCy reads the texts and says which names are persons, places or bodies. Its word weighs where the text
itself does not say; it adds no mention and decides nothing. Without the extra nothing of this is loaded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from florilegium.book.model import Book, Kind
from florilegium.languages.folders import primary
from florilegium.names.lexicon.folding import fold_form
from florilegium.names.mentions.indexable_text import read_book
from florilegium.problems import CompositionError

#: Reads texts and gives for each the names in it with their kinds.
Finder = Callable[[Iterable[str]], Iterable[Iterable[tuple[str, Kind]]]]

#: Parts of a model that say nothing of names.
_IDLE = ["lemmatizer", "tagger", "morphologizer", "parser", "senter", "attribute_ruler"]
_KINDS = {
    "PERSON": Kind.PERSON,
    "PER": Kind.PERSON,
    "GPE": Kind.PLACE,
    "LOC": Kind.PLACE,
    "FAC": Kind.PLACE,
    "ORG": Kind.ORGANISATION,
}


def opinions(book: Book, finder: Finder) -> Mapping[str, Kind]:
    """Return what the finder takes each name of the book for, where it says the same more often than not.

    A single word is never taken for a body: small models do so with every name that is strange to them.
    """
    said: dict[str, Counter[Kind]] = {}
    for names in finder(leaf.words for leaf in read_book(book) if not leaf.titled):
        for name, kind in names:
            bare = fold_form(name).removeprefix("the ").removesuffix("'s")
            said.setdefault(bare, Counter())[kind] += 1
    return {
        name: counts.most_common(1)[0][0]
        for name, counts in said.items()
        if 2 * counts.most_common(1)[0][1] > counts.total()
        and (" " in name or counts.most_common(1)[0][0] is not Kind.ORGANISATION)
    }


def spacy_finder(language: str) -> Finder:
    """Return spaCy with a model of a language: its small one where that is installed, else the first that is.

    Raises:
        CompositionError: the extra, or a model, is not installed.
    """
    tongue = primary(language)
    try:
        import spacy
    except ImportError as error:
        message = "spaCy is not installed; install the extra florilegium[ner], or suggest without it"
        raise CompositionError(message) from error
    usual = f"{tongue}_core_{'web' if tongue in {'en', 'zh'} else 'news'}_sm"
    installed = sorted(name for name in spacy.util.get_installed_models() if name.startswith(f"{tongue}_"))
    if not installed:
        message = f"spaCy has no model for “{tongue}”, such as “{usual}”; install one, or suggest without it"
        raise CompositionError(message)
    pipeline = spacy.load(usual if usual in installed else installed[0], exclude=_IDLE)

    def find(texts: Iterable[str]) -> Iterable[Iterable[tuple[str, Kind]]]:
        for read in pipeline.pipe(texts, batch_size=64):
            yield [(entity.text, _KINDS[entity.label_]) for entity in read.ents if entity.label_ in _KINDS]

    return find
