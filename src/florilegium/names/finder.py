"""A second opinion on names, from a language model that is installed beside the program (`florilegium[ner]`).

spaCy reads the texts and says which names are persons, places or bodies. Its word weighs where the text
itself does not say; it adds no mention and decides nothing. Without the extra nothing of this is loaded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from florilegium.book.model import Book, Kind
from florilegium.errors import CompositionError
from florilegium.names.folding import fold_form
from florilegium.names.reading import read_book

#: Reads texts and gives for each the names in it with their kinds.
Finder = Callable[[Iterable[str]], Iterable[Iterable[tuple[str, Kind]]]]

_MODELS = {"en": "en_core_web_sm", "de": "de_core_news_sm", "fr": "fr_core_news_sm", "es": "es_core_news_sm"}
_KINDS = {
    "PERSON": Kind.PERSON,
    "PER": Kind.PERSON,
    "GPE": Kind.PLACE,
    "LOC": Kind.PLACE,
    "FAC": Kind.PLACE,
    "ORG": Kind.ORGANISATION,
}


def opinions(book: Book, finder: Finder) -> Mapping[str, Kind]:
    """What the finder takes each name of the book for, where it says the same more often than not."""
    said: dict[str, Counter[Kind]] = {}
    for names in finder(leaf.words for leaf in read_book(book) if not leaf.titled):
        for name, kind in names:
            bare = fold_form(name).removeprefix("the ").removesuffix("'s")
            said.setdefault(bare, Counter())[kind] += 1
    return {
        name: counts.most_common(1)[0][0]
        for name, counts in said.items()
        if 2 * counts.most_common(1)[0][1] > counts.total()
    }


def spacy_finder(language: str) -> Finder:
    """spaCy with its small model of a language.

    Raises:
        CompositionError: the extra, or the model, is not installed.
    """
    tongue = language.partition("-")[0].lower()
    model = _MODELS.get(tongue, f"{tongue}_core_news_sm")
    try:
        import spacy
    except ImportError as error:
        message = "spaCy is not installed; install the extra florilegium[ner], or suggest without it"
        raise CompositionError(message) from error
    try:
        pipeline = spacy.load(model, exclude=["lemmatizer", "tagger", "parser", "attribute_ruler"])
    except OSError as error:
        raise CompositionError(f"spaCy has no model “{model}”; install it, or suggest without it") from error

    def find(texts: Iterable[str]) -> Iterable[Iterable[tuple[str, Kind]]]:
        for read in pipeline.pipe(texts, batch_size=64):
            yield [(entity.text, _KINDS[entity.label_]) for entity in read.ents if entity.label_ in _KINDS]

    return find
