"""The program's own words: every language says all that English says, with the same names in braces."""

from __future__ import annotations

import re
from dataclasses import asdict

import pytest

from florilegium.languages.folders import all_tags, own
from florilegium.languages.labels import index_words, labels_for

LANGUAGES = [tag for tag in all_tags() if own(tag, "labels")]


def braces(words: dict[str, object]) -> dict[str, list[str]]:
    return {key: sorted(re.findall(r"\{\w+\}", str(text))) for key, text in words.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_label(language: str) -> None:
    """A file that lacks a label cannot be loaded; one that lacks a brace would lose what stands in it."""
    labels = labels_for(language)
    assert (language == "en") == (labels == labels_for("en"))
    assert braces(asdict(labels)) == braces(asdict(labels_for("en")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_phrase_of_the_index(language: str) -> None:
    phrases = index_words(language)
    assert (language == "en") == (phrases == index_words("en"))
    assert braces(dict(phrases)) == braces(dict(index_words("en")))
