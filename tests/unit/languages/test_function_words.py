"""The language of a text by its small words."""

from __future__ import annotations

import pytest

from florilegium.languages.function_words import language_of


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The river moved in the night, and from the bank they heard that it was not the same water."),
        (
            "de",
            "Der Fluss zog in der Nacht um, und auf dem Damm hörte man, dass es nicht das Wasser ist.",
        ),
        ("fr", "La rivière est passée dans la nuit, et les gens qui étaient sur la rive ne la voyaient pas."),
        (
            "es",
            "El río se movió por la noche, y los que estaban en la orilla no sabían que era otra el agua.",
        ),
        ("it", "Il fiume si è mosso nella notte, e gli uomini che sono sulla riva non sanno che è altra."),
        ("", "Rope 4 d., salt 3 d., oil 7 d., brown sugar 2 d., candles 11 d., paper 1 d., ink 1 d."),
        ("", "川は夜のうちに動いた。岸の人々は水の音を聞いた。"),
    ],
)
def test_small_words_tell(language: str, text: str) -> None:
    assert language_of([text] * 3) == language


def test_a_few_words_tell_nothing() -> None:
    assert language_of(["The end of the river."]) == ""
