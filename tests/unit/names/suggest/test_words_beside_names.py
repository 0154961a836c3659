"""What stands beside a name is read in the language of its text: `languages/xx/names.toml`."""

from __future__ import annotations

import pytest

from florilegium.book.model import Authority, Kind
from florilegium.names.lexicon.ordinary_words import is_german_word
from florilegium.names.suggest.suggest import suggest
from unit.names.conftest import book_of, text_from


def _kinds(language: str, words: str) -> dict[str, Kind]:
    book = book_of([text_from("one", words, language)[0]], Authority(), language=language)
    return {one.heading: one.kind for one in suggest(book) if not one.ignore}


@pytest.mark.parametrize(
    ("language", "said", "kinds"),
    [
        ("it", "Quando toccarono Zuqola e Zuquara, videro il Zuqini.", "Zuqola- Zuquara- Zuqini"),
        ("it", "Era nato a Zuqeto, e il Zuqelli lo vide.", "Zuqeto- Zuqelli"),
        ("es", "Cuando llegó a Zuqeta vio a Zuqanda y a Zuqarra.", "Zuqeta- Zuqanda Zuqarra"),
        ("es", "Entonces vieron a José Zuqés y Zuqarra.", "Zuqés_y_Zuqarra,_José"),
        ("es", "Pasaron por las islas de Zuqara y Zuqillas.", "Zuqara- Zuqillas-"),
        ("fr", "Zuqard suivait le corbillard de Zuqul.", "Zuqard Zuqul"),
        ("fr", "On prit l'habit de saint Zuqaud.", "Zuqaud"),
        ("nl", "Toen was Jan Zuqius te Zuqdam, en Zuqendijk bleef.", "Zuqius,_Jan Zuqdam- Zuqendijk"),
        ("de", "Darauf sah der Maler Zuqel in Zuqach die Schriften des Zuqadio.", "Zuqel Zuqach- Zuqadio"),
        ("de", "Damals war er Bischof von Zuqland, den Zuqther schalt.", "Zuqland- Zuqther"),
        ("de", "Damals beschloß der Rat zu Zuqland, den Zuqther schalt.", "Zuqland- Zuqther"),
        ("de", "Damals rief der Freiherr zu Zuqland, und Zuqther schalt.", "Zuqland,_zu Zuqther"),
        ("nl", "Zij lagen te 's-Zuqenhage, en 's Zuqomers te Zuqdam.", "'s-Zuqenhage- Zuqdam-"),
        ("fr", "Alors Antoine Le Maître quitta Zuqul, et Le Maître pleura.", "Le_Maître,_Antoine Zuqul-"),
        ("fr", "On logeait dans la rue du Zuqac, près de Zuqul.", "Zuqul-"),
        ("it", "Vide i Zuqani, e il Zuqini.", "Zuqini"),
        ("en", "He had met Zuqman. At Rome Zuqman was well.", "Zuqman Rome-"),
        ("en", "Among them was Mr. Zuqait of Zuqol; Zuqait wrote.", "Zuqait Zuqol-"),
        ("en", "He was Vicar of St. Zuqary's since May.", ""),
        ("en", "Zuqworth's friend lived in Paris.", "Zuqworth Paris-"),
        ("en", "It was the mountain laurel that is called Zuqmia latifolia.", ""),
        ("en", "They sent on board the Zuqoa, and Zuqell came.", "Zuqoa Zuqell"),
        ("de", "Damals war er bei Zuqanchthon gewesen und bei Zuqel in Zuqach.", "Zuqanchthon Zuqel Zuqach-"),
        ("de", "Damals verließ er heimlich Zuqbad, wo der Hof saß.", "Zuqbad-"),
        ("de", "Damals ging Nikolaus Zuqel fort.", "Zuqel,_Nikolaus"),
        ("de", "Damals kannte er ihn aus Zuqesbys Kupfern, und der alte Zuqel kam.", "Zuqesby Zuqel"),
        ("it", "Allora salirono alla Zuqacchia, e il Zuqini lo vide.", "Zuqacchia- Zuqini"),
        ("de", "Damals rechnete der Norddeutsche Lloyd, und der Maler Zuqel kam.", "Zuqel"),
        ("fr", "Il partit de Zuqerque et remonta jusqu'à Zuqeå.", "Zuqerque- Zuqeå-"),
        ("fr", "Plus tard il fut porté droit au Zuqaise, selon Zuqul.", "Zuqaise- Zuqul"),
        ("nl", "Later kwam hij op het huis aan de Zuqecht, en het Zuqlie lag stil.", "Zuqecht- Zuqlie-"),
        ("de", "Er saß zu Zuqaberg, das er gekauft hatte, und lag vor Zuqenzell.", "Zuqaberg- Zuqenzell-"),
        (
            "de",
            "Zuqamann kam. Zuqahausen besitzt den Altar, den er von Ombemayer hatte.",
            "Zuqamann Zuqahausen- Ombemayer",
        ),
        ("de", "Nach der Schlacht bei Zuqaberg kam er fort.", "Zuqaberg-"),
        ("de", "Damals nahm er die Burg Zuqelfs VI. ein.", "Zuqelf"),
        ("de", "Es war die Tochter Kaiser Maximilians, und der Bau war aus Sandstein.", "Maximilian"),
        ("de", "Seine Freundin wußte in drei Tagen nichts.", ""),
        ("de", "Zuqücher schlug sich durch. Dort malte er das Gut Zuqyker.", "Zuqücher Zuqyker-"),
        ("de", "Damals liebte man die Schweden, und achthundert Schweden kamen.", ""),
        ("fr", "On vit le notaire de Zuqarhaix et une marchande de Zuqemur.", "Zuqarhaix- Zuqemur-"),
        ("fr", "On dîna à l'hôtel de Zuqières, et quant à Zuqaria, il dansait.", "Zuqières- Zuqaria"),
        ("fr", "Zuqust la fait lire à sa grand-mère.", "Zuqust"),
        (
            "fr",
            "Il arrivait d'Zuqaix, et l'on dînait à la brasserie Zuqander et à l'académie Zuqian.",
            "Zuqaix-",
        ),
        ("fr", "Il planta des roses dans tout Zuqeroy, et l'apprit à Zuqet.", "Zuqeroy- Zuqet"),
        ("fr", "L'hôtel Zuqalet vint plus tard.", "Zuqalet-"),
        ("de", "Ich floh über Zuqabruck, das man sah.", "Zuqabruck-"),
        (
            "de",
            "Messenhauser starb. Man las Schillers Briefe, bis Grillparzer kam. Regenwasser lief herab.",
            "Messenhauser Schiller Grillparzer",
        ),
        ("de", "Wackenroder, der alles sah, schwieg. Hafenarbeiter kamen.", "Wackenroder"),
        ("fr", "On vit les couches du Zuqados, et les vers de Mme du Zuqelet.", "Zuqados- Zuqelet"),
        ("de", "Da wohnte Zuqer, der Sohn.", "Zuqer"),
        ("fr", "On pria dans Notre-Dame de Zuqivry.", "Zuqivry-"),
        ("en", "He was with Adam Zuqoll von Bell that day.", "Bell,_Adam_Zuqoll_von"),
        ("en", "There came Zuqunat of Berlin; Zuqunat wrote.", "Zuqunat Berlin-"),
        ("en", "He was of the kin of the great Zuqorbin of Louis XIV then.", "Zuqorbin Louis_XIV"),
        ("en", "There came Li Zhizao of Berlin to him.", "Li_Zhizao Berlin-"),
        (
            "fr",
            "Jadis Zuqel parla. Aujourd'hui Moll parle. Parmi Zuqard et Zuqand il est seul.",
            "Zuqel Moll Zuqard Zuqand",
        ),
        ("es", "Ayer Zuqel habló.", "Zuqel"),
        ("it", "Talvolta Zuqel parlava.", "Zuqel"),
        ("nl", "Weldra Zuqel sprak.", "Zuqel"),
        ("fr", "On le vit venant de Zuqrozon sur la grève de Zuqentrez.", "Zuqrozon- Zuqentrez-"),
        (
            "fr",
            "On ne pardonnait pas à Zuqolbert ; l'archevêque de Zuqens, Jean Moll, pardonna à Zuqeste.",
            "Zuqolbert Zuqens- Moll,_Jean Zuqeste",
        ),
        (
            "fr",
            "Ce mot est de Zuqautier, et il songe à Watteau chez Zuqudran, où il peint.",
            "Zuqautier Watteau Zuqudran",
        ),
        ("fr", "On aimait Saint-Zuqieu et Pont-Zuqen et Crozon.", "Saint-Zuqieu- Pont-Zuqen- Crozon-"),
        ("fr", "On vit Mlle Mars au mois de mars.", "Mars,_Mlle"),
        ("fr", "On loua à Londres Walpole et Gray.", "Londres- Walpole Gray"),
        ("de", "Man schickte den Kammerrat Pfau hin.", "Pfau"),
        (
            "de",
            "Damals kam Gustav IV. Adolf fort. Da starb Karl IV. Oft sah man ihn.",
            "Gustav_IV._Adolf Karl_IV",
        ),
        ("de", "Zuqenmeyer, ein Schüler von ihm, baute es.", "Zuqenmeyer"),
        (
            "fr",
            "La ferme de Zuqoir brûla ; le grand-duc de Zuqourg croyait le plateau de Zuqours perdu.",
            "Zuqoir- Zuqourg- Zuqours-",
        ),
        (
            "en",
            "They crossed the Zuqaco and went up the Zuqapay, where the Zuqada falls into it.",
            "Zuqaco- Zuqapay- Zuqada-",
        ),
        ("de", "Man ging durch das Zuqemstal; Zuqadmann hat es gesehen.", "Zuqemstal- Zuqadmann"),
        (
            "de",
            "Er kam aus Lindach. Man saß gern in Lindach. Da wurde Lindach reich, und Jan von Lindach starb.",
            "Lindach- Lindach,_Jan_von",
        ),
        ("de", "Man kannte Weber aus Kärnten, und wichtiger war er nicht.", "Kärnten-"),
        ("de", "Nach der Schlacht bei Morgenwald kam er fort.", "Morgenwald-"),
        ("de", "Man lag bei Zuqemheim im Zuqemheimer Wald.", "Zuqemheim-"),
        ("de", "Er kam aus Mutlangen und ging nach Weinsberg.", "Mutlangen- Weinsberg-"),
        ("de", "Der Weg führte von Weilheim nach Welzheim.", "Weilheim- Welzheim-"),
    ],
)
def test_small_words_tell_kinds_in_their_own_language(language: str, said: str, kinds: str) -> None:
    """*e* parts two names in Italian, *te* leads to a place in Dutch, *des* shows a name in German.

    A place has a dash behind it, and a space within a name is a low line.
    """
    expected = {one.rstrip("-").replace("_", " "): one.endswith("-") for one in kinds.split()}
    assert {name: kind is Kind.PLACE for name, kind in _kinds(language, said).items()} == expected


@pytest.mark.parametrize(
    ("language", "said", "heading"),
    [
        ("en", "They met Jan Zuqius the younger, and Jan Zuqius was old.", "Zuqius, Jan, the younger"),
        ("de", "Es kam Jan Zuqius der Jüngere, und Jan Zuqius war alt.", "Zuqius, Jan, der Jüngere"),
        ("it", "Poi venne Carlo Zuqini il Giovane, e Carlo Zuqini era vecchio.", "Zuqini, Carlo, il Giovane"),
        ("es", "Entonces vino Juan Zuqés el Mozo, y Juan Zuqés era viejo.", "Zuqés, Juan, el Mozo"),
    ],
)
def test_the_younger_is_another(language: str, said: str, heading: str) -> None:
    """Father and son have two headings, and each its mentions."""
    plain = ", ".join(heading.split(", ")[:2])
    assert set(_kinds(language, said)) == {plain, heading}


@pytest.mark.parametrize(
    ("language", "said", "headings"),
    [
        ("en", "It was Pepin the Short, and Pepin the Fat.", "Pepin the Short|Pepin the Fat"),
        (
            "de",
            "Eberhard der Greiner kam. Er sah Eberhard den Erlauchten und das Heer Heinrichs des Löwen.",
            "Eberhard der Greiner|Eberhard der Erlauchte|Heinrich der Löwe",
        ),
        ("de", "Man sah Maria die Katholische. Da sah Johann den Wagen.", "Maria die Katholische|Johann"),
        (
            "fr",
            "Il vit Charles le Téméraire et Philippe le Bel. Plus tard mourut Hugues le Grand.",
            "Charles le Téméraire|Philippe le Bel|Hugues le Grand",
        ),
        ("es", "Entonces vieron a Alfonso el Sabio.", "Alfonso el Sabio"),
        ("nl", "Toen kwam Karel de Stoute.", "Karel de Stoute"),
    ],
)
def test_an_epithet_is_part_of_a_rulers_name(language: str, said: str, headings: str) -> None:
    """It tells rulers of one name apart, and in German it stands in every case."""
    assert set(_kinds(language, said)) == set(headings.split("|"))


@pytest.mark.parametrize(
    ("language", "said", "headings"),
    [
        ("en", "Zuqell was bound and died. His son Michael Zuqell wrote of it.", "Zuqell|Zuqell, Michael"),
        (
            "de",
            "Man band Zuqell, und er starb. Sein Sohn Michael Zuqell hat es erzählt.",
            "Zuqell|Zuqell, Michael",
        ),
        ("en", "They met the painter Michael Zuqell. Zuqell was old.", "Zuqell, Michael"),
        ("en", "His son Michael Zuqell wrote of it. Zuqell was old.", "Zuqell, Michael"),
    ],
)
def test_one_who_is_brought_in_as_kin_is_another(language: str, said: str, headings: str) -> None:
    """The surname alone before him is his kin's."""
    assert set(_kinds(language, said)) == set(headings.split("|"))


@pytest.mark.parametrize(
    ("language", "said", "ships"),
    [
        ("en", "Later came the Zuqoa, of forty guns, and Zuqell met her.", "Zuqoa"),
        ("en", "The admiral raised his flag in the Zuqift.", "Zuqift"),
        ("fr", "On le prit à bord de la Zuqance, et Zuqul le vit.", "Zuqance"),
        ("es", "La nao Zuqoria volvió a Sevilla.", "Zuqoria"),
        ("es", "Las corbetas Zuqerta y Zuqida salieron, y Zuqés las vio.", "Zuqerta Zuqida"),
    ],
)
def test_ships_are_known_by_guns_and_those_aboard(language: str, said: str, ships: str) -> None:
    found = {name for name, kind in _kinds(language, said).items() if kind is Kind.OTHER}
    assert found == set(ships.split())


@pytest.mark.parametrize("word", ["Thürme", "Hafenstädte", "Tagen", "Hofmalern", "Dort", "Schulhaus"])
def test_a_german_word_is_known_by_its_parts(word: str) -> None:
    assert is_german_word(word)


@pytest.mark.parametrize("word", ["Winckelmann", "Gottsched", "Palladio", "Segesta"])
def test_a_name_is_no_german_word(word: str) -> None:
    assert not is_german_word(word)
