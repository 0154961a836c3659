"""A first authority from the texts alone: how names are joined, what is guessed, how well it does."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from florilegium.book.model import Authority, Book, Kind
from florilegium.book.texts import replace_texts
from florilegium.names.index.audit import audit
from florilegium.names.lexicon.ordinary_words import is_ordinary_word
from florilegium.names.mentions.survey import survey
from florilegium.names.suggest.language_model import spacy_finder
from florilegium.names.suggest.proposals import Proposal, as_authority
from florilegium.names.suggest.suggest import suggest
from florilegium.problems import CompositionError, Report
from names_measured import FIRST_READ, HELD_OUT, PAGES, Figures, measure
from unit.names.conftest import book_of, text_from

MakeBook = Callable[..., Book]


def proposed(book: Book) -> dict[str, Proposal]:
    return {proposal.heading: proposal for proposal in suggest(book)}


def test_joins_the_forms_of_one_person(small_book: MakeBook) -> None:
    """Title and surname, full name, middle initial and possessive are one candidate."""
    one = (
        "President Marlow met Ada Pell. Jonah K. Marlow smiled. Marlow’s dog barked; Jonah Marlow’s cat hid."
    )
    found = proposed(small_book({}, one=one))
    assert set(found) == {"Marlow, Jonah K.", "Pell, Ada"}
    marlow = found["Marlow, Jonah K."]
    assert (marlow.kind, marlow.surname, marlow.count) == (Kind.PERSON, True, 4)


@pytest.mark.parametrize(
    ("said", "headings"),
    [
        ("Then Jan van der Zuqen wrote; Van der Zuqen was old.", {"Zuqen, Jan van der"}),
        ("In the autumn Jan van Zuqen wrote to him.", {"Zuqen, Jan van"}),
        ("On écrivit au duc de Zuqeul, et puis rien.", {"Zuqeul, duc de"}),
        ("Se escribió al conde de la Zuqera, y nada.", {"Zuqera, conde de la"}),
        ("On alla à Saint-Zuqaude; puis on vit Saint Zuqaude.", {"Saint-Zuqaude", "Zuqaude, Saint"}),
        ("L’abbé Zuqerini parla. L’abbé mourut.", {"Zuqerini"}),
        ("Aquí dice. Véase Zuqandar, y nada.", {"Zuqandar"}),
    ],
)
def test_words_of_other_languages_stand_beside_names(
    small_book: MakeBook, said: str, headings: set[str]
) -> None:
    """Particles, articles that a preposition holds, and verbs of reference."""
    assert {one.heading for one in suggest(small_book({}, one=said)) if not one.ignore} == headings


def test_a_land_is_not_given_to_its_lord(small_book: MakeBook) -> None:
    """What goes to it, or is said to be a town, is the town; the title goes with him."""
    found = proposed(
        small_book(
            {},
            one="The Earl of Zuqistock rode to Zuqistock. Zuqistock is a market town. Lord Zuqistock left.",
        )
    )
    assert found["Zuqistock"].kind is Kind.PLACE
    assert found["Zuqistock"].count == 2
    assert found["Zuqistock, Earl of"].count == 2


def test_family_name_first_is_read_off_the_text(small_book: MakeBook) -> None:
    """The end of a name that stands alone is the surname, so that `Sato Ken` is not turned."""
    found = proposed(
        small_book({}, one="Sato Ken spoke. Later Sato wrote to Ines Moll, and Moll told Sato so.")
    )
    assert found["Sato Ken"].order == "family-first"
    assert found["Sato Ken"].surname
    assert found["Moll, Ines"].surname


@pytest.mark.parametrize(
    ("announced", "quoted", "writers"),
    [
        ("Later Ada Pell adds:—", "The sea was {}.", {"Pell, Ada"}),
        ("Of Jonah Marlow there is an account by Ada Pell:", "The sea was {}.", {"Pell, Ada"}),
        ("The best witness of Marlow’s arts was Judge Ada Pell:", "The sea was {}.", {"Pell, Ada"}),
        ("Jonah Marlow slept. Nobody knows who wrote these lines:", "The sea was {}.", set()),
        ("Jonah Marlow sailed away.", "“The sea,” writes Ada Pell, “was {}.”", {"Pell, Ada"}),
        ("Jonah Marlow sailed away.", "The sea was {}.", set()),
        (
            "Then came this letter:",
            "ADA PELL TO JONAH MARLOW\n\n> The sea was {}.",
            {"Pell, Ada", "Marlow, Jonah"},
        ),
    ],
)
def test_a_long_quotation_is_given_to_whose_words_it_has(
    announced: str, quoted: str, writers: set[str]
) -> None:
    """The sentence that announces it tells, or its first lines; who is only spoken of has no part in it."""
    long = quoted.format("very calm and " * 80 + "blue")
    words = f"Jonah Marlow met Ada Pell.\n\n{announced}\n\n> {long}\n\n> And so it ended.\n\nThey went home."
    found = suggest(book_of([text_from("one", words)[0]], Authority()))
    assert {one.heading for one in found if one.add} == writers
    for one in found:
        assert all(passage.through == "And so it ended." for passage in one.add)


def test_a_state_is_the_land_that_the_book_names(small_book: MakeBook) -> None:
    """A land that nothing else names keeps the longer name."""
    found = proposed(small_book({}, one="They sailed to Virginia. The State of Virginia paid for it."))
    assert "State of Virginia" in found["Virginia"].variants and "State of Virginia" not in found
    assert "State of Virginia" in proposed(small_book({}, one="In 1784 the State of Virginia paid for it."))


@pytest.mark.parametrize(
    ("said", "heading", "kind"),
    [
        (
            "His first term in the Virginia House of Burgesses was long.",
            "Virginia House of Burgesses",
            "organisation",
        ),
        ("In spring Moll wrote to Lafayette on account of the war.", "Lafayette", "person"),
        ("In autumn George Read spoke.", "Read, George", "person"),
        ("Later they ran to the Benī Zuqa, who ruled there.", "Benī Zuqa", "other"),
    ],
)
def test_what_a_name_names(small_book: MakeBook, said: str, heading: str, kind: str) -> None:
    assert proposed(small_book({}, one=said))[heading].kind.value == kind


def test_the_name_of_a_site_is_no_question(small_book: MakeBook) -> None:
    """No form counts in an address, so nothing is asked about a word of one."""
    assert proposed(small_book({}, one="We read of it on Zuqalet.org and on Ombarium.com today.")) == {}


def test_a_short_quotation_needs_no_passage(small_book: MakeBook) -> None:
    words = "Later Ada Pell adds:\n\n> The sea was calm.\n\nThey went home."
    assert not any(one.add for one in suggest(small_book({}, one=words)))


@pytest.mark.parametrize(
    ("said", "heading", "form"),
    [
        ("They saw at Zuqarska, which the Turks called Zuqarca, a mill.", "Zuqarska", "Zuqarca"),
        ("Then Hugo Zuqardt, who called himself Ombaleus, came.", "Zuqardt, Hugo", "Ombaleus"),
        ("They met John Zuqal, abbé de Ombyran, there. Later Ombyran wrote.", "Zuqal, John", "Ombyran"),
        ("Then John Ambrose Zuqal rose. His kin, John Ambrose, fell.", "Zuqal, John Ambrose", "John Ambrose"),
        ("Then Zuqay-Zuqouin sailed. Later Zuqay came back.", "Zuqay-Zuqouin", "Zuqay"),
        (
            "Then came Jean de la Zuqette. Jean de la Zuqette Ombot led.",
            "Zuqette, Jean de la",
            "Jean de la Zuqette Ombot",
        ),
    ],
)
def test_other_names_of_one_are_his(small_book: MakeBook, said: str, heading: str, form: str) -> None:
    """Another name that the text gives, a title behind the name, given names alone, half of a double name."""
    found = {p.heading: p for p in suggest(small_book({}, one=f"In that year the war began. {said}"))}
    assert form in found[heading].variants
    assert form not in found


def test_a_peer_s_title_behind_a_name_is_no_second_person(small_book: MakeBook) -> None:
    one = "They met George Zuqonck, Duke of Ombarle, there. The Duke of Ombarle led."
    (found,) = suggest(small_book({}, one=one))
    assert (found.heading, found.variants) == ("Ombarle, Duke of", ("George Zuqonck",))


def test_a_given_name_means_the_ruler_where_others_have_surnames(small_book: MakeBook) -> None:
    one = "Then Henry Zuqel spoke. Zuqel was old. Henry the Bold ruled. Then Henry protected them."
    found = {p.heading: p for p in suggest(small_book({}, one=one))}
    assert "Henry" in {
        *found["Henry the Bold"].variants,
        *(form for form, _ in found["Henry the Bold"].only_in),
    }


def test_a_word_is_a_given_name_where_one_alone_is_called_so(small_book: MakeBook) -> None:
    """Not the surname that it is in another text."""
    book = small_book(
        {}, one="Then Charles Maurice came. Maurice wrote.", two="Then Maurice the Bold fell. Maurice died."
    )
    found = {p.heading: p for p in suggest(book)}
    assert "two" not in found["Maurice, Charles"].bare_in


def test_a_title_behind_a_given_name_joins_the_only_one_of_that_name(small_book: MakeBook) -> None:
    """Of two who bear the name neither is meant for certain."""
    one = "They saw Kemal Zorba sail. Kemal Reïs was bold. Captain Zorba laughed."
    assert "Kemal Reïs" in proposed(small_book({}, one=one))["Zorba, Kemal"].variants
    two = f"{one} Kemal Ombar laughed."
    assert "Kemal Reïs" in proposed(small_book({}, one=two))


def test_an_article_may_put_the_family_name_first(small_book: MakeBook) -> None:
    """Where the manifest says so, but for names that a given name begins."""
    book = small_book({}, one="They heard Kanda Osamu and Mary Pell.")
    told = replace(book.texts[0], order="family-first")
    assert set(proposed(replace_texts(book, lambda _: told))) == {"Kanda Osamu", "Pell, Mary"}
    assert set(proposed(book)) == {"Osamu, Kanda", "Pell, Mary"}


@pytest.mark.parametrize(
    ("said", "headings"),
    [
        (
            "Mao Zedong and Ho Chi Minh met. Then Park Chung-hee came.",
            {"Mao Zedong", "Ho Chi Minh", "Park Chung-hee"},
        ),
        ("Later Aung San met them.", {"Aung San"}),
        ("They read al-Zuqa, and El-Ombar wrote.", {"Zuqa, al-", "Ombar, El-"}),
        ("They heard Kodály Zoltán play. Kodály bowed, and Kodály left.", {"Kodály Zoltán"}),
        (
            "They read Muhammad ibn Musa al-Khwarizmi. It is al-Khwarizmi who wrote it.",
            {"al-Khwarizmi, Muhammad ibn Musa"},
        ),
        ("It was W. E. B. Du Bois who spoke, and Du Bois was old.", {"Du Bois, W. E. B."}),
        ("It was Martin Luther King Jr. who spoke.", {"King, Martin Luther, Jr."}),
        ("Both T. E. Lawrence and D. H. Lawrence wrote.", {"Lawrence, T. E.", "Lawrence, D. H."}),
        ("It was Valéry Giscard d’Estaing who won, and Giscard ruled.", {"Giscard d'Estaing, Valéry"}),
        ("It was Miguel de Cervantes Saavedra; and Cervantes wrote.", {"Cervantes Saavedra, Miguel de"}),
        ("They met Monsieur de Lesseps and Dr. von Prokesch-Osten.", {"Lesseps", "Prokesch-Osten, von"}),
        ("They wrote to Voltaire.", {"Voltaire"}),
        ("It was Pepin II of Aquitaine who fled from the Black Tower.", {"Pepin II of Aquitaine"}),
        ("They prayed to St. Francis of Assisi.", {"St. Francis of Assisi"}),
        ("Saint Brendan sailed. They saw St. Brendan land.", {"Brendan, Saint"}),
        ("The Duke of Dunmow coughed. He wrote to the Duke of Dunmow.", {"Dunmow, Duke of"}),
        ("They read Ibn Khaldun, and Ibn Khaldun alone.", {"Ibn Khaldun"}),
        ("Nobody saw Christine de Suède again.", {"Christine de Suède"}),
        ("It was Kublai Khan. Then Su Song came with Ma Sheng.", {"Kublai Khan", "Su Song", "Ma Sheng"}),
        ("My dear Charlotte, I am your Julia.", {"Charlotte", "Julia"}),
    ],
)
def test_names_of_many_tongues(small_book: MakeBook, said: str, headings: set[str]) -> None:
    """Each is a person, headed as an index heads it (CMOS 16.71–16.87)."""
    found = proposed(small_book({}, one=said))
    assert {heading for heading, one in found.items() if one.kind is Kind.PERSON} == headings


@pytest.mark.parametrize(
    ("said", "persons", "places"),
    [
        ("It was D. H. Lawrence. They lived in Lowell.", {"Lawrence, D. H."}, {"Lowell"}),
        (
            "There Virginia Kent wrote to Sydney Hall, who was in Virginia.",
            {"Kent, Virginia", "Hall, Sydney"},
            {"Virginia"},
        ),
        ("At Farley Wood they met Mary Wood.", {"Wood, Mary"}, {"Farley Wood"}),
        ("He came from Angleterre by Kopenhagen.", set(), {"Angleterre", "Kopenhagen"}),
        ("The Baltic was calm, and the Baltic states were not.", set(), {"Baltic"}),
    ],
)
def test_places_and_their_namesakes(
    small_book: MakeBook, said: str, persons: set[str], places: set[str]
) -> None:
    """A name of several words is a place only as a whole; a single one is weighed with its surroundings."""
    found = proposed(small_book({}, one=said))
    assert {heading for heading, one in found.items() if one.kind is Kind.PERSON} == persons
    assert {heading for heading, one in found.items() if one.kind is Kind.PLACE} == places


@pytest.mark.parametrize(
    ("said", "persons", "places"),
    [
        (
            "He saw Moll's Bay, Pell's Ferry and the river Zuga.",
            set(),
            {"Moll's Bay", "Pell's Ferry", "Zuga"},
        ),
        ("They came to its capital, Zuga, and to a farm there called Ombry.", set(), {"Zuga", "Ombry"}),
        ("North of Moll's Sound lay Mt. Quoll.", set(), {"Moll's Sound", "Mt. Quoll"}),
        (
            "Off Trebizond, Quolla, Zuga, and Azov they were safe.",
            set(),
            {"Trebizond", "Quolla", "Zuga", "Azov"},
        ),
        (
            "It was Newton, Ada Pell, Ines Moll, and Ken Sato.",
            {"Newton", "Pell, Ada", "Moll, Ines", "Sato, Ken"},
            set(),
        ),
        ("See the account in Quoll, ii. 73. He read the letters of Zuga.", {"Quoll", "Zuga"}, set()),
        ("In the Assembly Adam Moll rose. See Mr. A. M. Broad.", {"Moll, Adam", "Broad, A. M."}, set()),
        ("Off Quolla lay the ships; Forts Zuga and Ombry were taken.", set(), {"Quolla", "Zuga", "Ombry"}),
        (
            "They traded at the Ports of Tripoli, and wrote from Zuga.\n\nZuga, 12 May, 1702.",
            set(),
            {"Tripoli", "Zuga"},
        ),
        ("They heard of George the Third and of George III at once.", {"George the Third"}, set()),
        ("They feared Damad ’Ali, and said it.", {"Damad 'Ali"}, set()),
        ("They saw Jan Quoll. The king. Ombry came.", {"Quoll, Jan", "Ombry"}, set()),
        (
            "Captain Noah Moll spoke. Then Mrs. Moll spoke, and Moll slept.",
            {"Moll, Noah", "Moll, Mrs."},
            set(),
        ),
        ("The Duchess Margaret of Parma wept for the lord of Zuga.", {"Margaret of Parma"}, {"Zuga"}),
        ("They sailed to the island S. Pedro, near Malta.", set(), {"S. Pedro", "Malta"}),
        ("He was seen passing along Duke of Quolla Street.", set(), {"Duke of Quolla Street"}),
        (
            "With ten sail he attacked Quolla. He kept the brogue of Zugashire.",
            set(),
            {"Quolla", "Zugashire"},
        ),
    ],
)
def test_what_stands_beside_a_name_shows_its_kind(
    small_book: MakeBook, said: str, persons: set[str], places: set[str]
) -> None:
    """Words of the map, lists, citations, titles: each speaks for a person or a place."""
    found = proposed(small_book({}, one=said))
    assert {heading for heading, one in found.items() if one.kind is Kind.PERSON} == persons
    assert {heading for heading, one in found.items() if one.kind is Kind.PLACE} == places


@pytest.mark.parametrize(
    "said",
    [
        "He blamed his Fabian policy; two Quollian vessels came.",
        "They sold two Zugas, and the Ombrians were glad.",
        "It was printed (Lond., 1735) on Saint John’s Day.",
        "The walrus (Rosmarus arcticus) was common in the Regency.",
        "The New Zugaers and the Sea Drinkers sang.",
        "They called it the “Baldac,” which is cloth.",
        "He says so in his chapter entitled “Gallia Quolla.”",
        "At once the Zugan Reïs, or admiral of the port, goes on board.",
        "Fancy itself was Zugify’d; the renegade Choctaws laughed.",
    ],
)
def test_what_stands_beside_a_word_shows_no_name(small_book: MakeBook, said: str) -> None:
    """Adjectives, peoples, species, feasts and shortened words are proposed to be ignored."""
    assert all(one.ignore or one.doubt for one in suggest(small_book({}, one=said)))


def test_a_land_in_two_languages_is_one_heading(small_book: MakeBook) -> None:
    """It is filed as the book's language has it, where the text does too."""
    one = "He left England for Allemagne. In Germany they sang of Angleterre, and in Écosse of nothing."
    found = {heading: kept.variants for heading, kept in proposed(small_book({}, one=one)).items()}
    assert found == {"England": ("Angleterre",), "Germany": ("Allemagne",), "Écosse": ()}


def test_names_among_german_nouns() -> None:
    """Where every noun has a capital, names are told by what is known of them and by what stands before."""
    said = (
        "Der Kaufmann Peter Jensen kam aus Kopenhagen. Die Elbe war still, und Jensens Hund schlief. "
        "Das Essen stand auf dem Tisch. Man sprach mit Frau von Ahlen über Tycho Brahe; "
        "Brahe war in Prag gestorben."
    )
    text, _ = text_from("eins", said, "de")
    found = {one.heading: one.kind for one in suggest(book_of([text], Authority(), language="de"))}
    assert found == {
        "Jensen, Peter": Kind.PERSON,
        "Kopenhagen": Kind.PLACE,
        "Elbe": Kind.PLACE,
        "Ahlen, von": Kind.PERSON,
        "Brahe, Tycho": Kind.PERSON,
        "Prag": Kind.PLACE,
    }


def test_features_of_the_map_are_turned_round(small_book: MakeBook) -> None:
    """*Mount Etna* and *Etna* are one heading, a gulf stands under its name (CMOS 16.90)."""
    found = proposed(small_book({}, one="They saw Mount Etna from the Gulf of Corinth. In Etna it snowed."))
    assert set(found) == {"Etna, Mount", "Corinth, Gulf of"}
    assert found["Etna, Mount"].variants == ("Etna",)


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("Tidings came from Ulm. Overturn them, and then they Slept.", {"Ulm": Kind.PLACE}),
        ("Canalo, the Proveditor of Ulm, took a ship. In Ulm they wept.", {"Canalo": Kind.PERSON}),
        ("They saw the Venetian commander, Bragolo, and his ships.", {"Bragolo": Kind.PERSON}),
        ("“The Genoese,” says Frissard, “were brave.”", {"Frissard": Kind.PERSON}),
        ("Mr. Consul-General Oglandry went on board.", {"Oglandry": Kind.PERSON}),
        ("There the Khalif ’Abd-el-Karim met them.", {"Abd-el-Karim": Kind.PERSON}),
        ("They praised Mr. Tanner and the wit of Cooper.", {"Tanner": Kind.PERSON}),
    ],
)
def test_words_beside_a_lone_word_and_the_word_itself_show_its_kind(
    small_book: MakeBook, said: str, kinds: dict[str, Kind]
) -> None:
    """English words are no names though they have capitals; an unknown word may open a sentence."""
    found = proposed(small_book({}, one=said))
    named = {one.heading: one.kind for one in found.values() if not one.ignore}
    assert kinds.items() <= named.items()
    assert not {"Tidings", "Overturn", "Slept"} & set(named)


@pytest.mark.parametrize("word", ["Galleys", "Honoured", "Seafarings", "Countrywomen", "You'll", "Unloved"])
def test_inflected_and_british_words_are_ordinary(word: str) -> None:
    assert is_ordinary_word(word)


@pytest.mark.parametrize("word", ["Nelson", "Titian", "Comares", "Bancroft", "Lyons"])
def test_names_are_no_ordinary_words(word: str) -> None:
    """A word that the dictionary has with a capital as well shows nothing."""
    assert not is_ordinary_word(word)


def test_shortened_given_names_are_one_with_the_full_ones(small_book: MakeBook) -> None:
    """*Rob. C.*, *Sam* and the name by which one is called are joined; their stops end no sentence."""
    found = proposed(
        small_book(
            {},
            one="Robert Carter Pell came. Then Rob. C. Pell refused. Samuel Moll and Sam Moll spoke."
            " Sir W. Lambert Crane wrote, and Lambert Crane drew. Geo. Tulp wrote too.",
        )
    )
    assert set(found) == {"Pell, Robert Carter", "Moll, Samuel", "Crane, W. Lambert", "Tulp, Geo."}


def test_initialed_namesake_of_two_is_joined_to_neither(small_book: MakeBook) -> None:
    """*Andrea Doria* is no *G. Andrea Doria* where that is *Giovanni Andrea*."""
    found = proposed(
        small_book({}, one="Andrea Tolo was old. Giovanni Andrea Tolo was young; G. Andrea Tolo fled.")
    )
    assert set(found) == {"Tolo, Andrea", "Tolo, Giovanni Andrea"}


@pytest.mark.parametrize("name", ["Edward", "Emily", "Howard", "Sally"])
def test_given_name_with_the_ending_of_a_word_opens_a_sentence(small_book: MakeBook, name: str) -> None:
    """*-ward* and *-ly* end adverbs, and given names too."""
    assert set(proposed(small_book({}, one=f"{name} Moll spoke."))) == {f"Moll, {name}"}


def test_title_means_the_one_who_has_it(small_book: MakeBook) -> None:
    """*General Lumm* is the general, though the text's chief Lumm is another."""
    said = (
        "Edward Lumm spoke. Lumm wrote. General Charles Lumm rode. Edward Lumm went home."
        " They saw General Lumm."
    )
    found = proposed(small_book({}, one=said))
    assert found["Lumm, Charles"].only_in == (("General Lumm", ("one",)),)
    assert found["Lumm, Edward"].count == 3


@pytest.mark.parametrize("place", ["Prince Edward County", "King George Sound"])
def test_place_called_after_a_ruler_keeps_his_title(small_book: MakeBook, place: str) -> None:
    found = proposed(small_book({}, one=f"They lived in {place}."))
    assert {name: one.kind for name, one in found.items()} == {place: Kind.PLACE}


def test_two_bearers_are_told_apart_by_text(small_book: MakeBook) -> None:
    """A surname of two people goes, text by text, to the one whom the text has introduced; with a doubt."""
    texts = {"one": "John Brown wrote. Brown spoke.", "two": "Mary Brown wrote. Brown spoke."}
    found = proposed(small_book({}, **texts))
    assert found["Brown, John"].bare_in == ("one",)
    assert found["Brown, Mary"].bare_in == ("two",)
    assert "several" in found["Brown, John"].doubt


def test_kinds(small_book: MakeBook) -> None:
    """Places, persons and bodies are told apart by a gazetteer, titles, prepositions and common nouns."""
    one = (
        "In Zorbia the Council of Elders met Bishop Odo. He saw Paris, the Sea of Glass, and the islands of "
        "Ulm and Bregg. Rodrik said nothing."
    )
    kinds = {heading: proposal.kind for heading, proposal in proposed(small_book({}, one=one)).items()}
    assert kinds == {
        "Zorbia": Kind.PLACE,
        "Council of Elders": Kind.ORGANISATION,
        "Odo": Kind.PERSON,
        "Paris": Kind.PLACE,
        "Sea of Glass": Kind.PLACE,
        "Ulm": Kind.PLACE,
        "Bregg": Kind.PLACE,
        "Rodrik": Kind.PERSON,
    }


def test_ships_are_no_persons_and_no_places(small_book: MakeBook) -> None:
    """Whichever way a ship is named, it is one candidate with its doubt."""
    one = (
        "He came by the brig Charlotte. The Charlotte was old. They sailed in the Black Ship and HMS Bristol."
    )
    found = proposed(small_book({}, one=one))
    told = {name: (one.kind, one.doubt) for name, one in found.items()}
    assert told == dict.fromkeys(("Charlotte", "Black Ship", "Bristol"), (Kind.OTHER, "a ship?"))


def test_compounds_are_taken_apart(small_book: MakeBook) -> None:
    """Both sides of a compound are candidates, and neither is proposed with the other."""
    one = "The U.S.-Japan pact and the Moll-Orlov talks failed. Ines Moll left; Ivan Orlov stayed in Japan."
    assert set(proposed(small_book({}, one=one))) == {"U.S.", "Japan", "Moll, Ines", "Orlov, Ivan"}


def test_first_words_of_sentences(small_book: MakeBook) -> None:
    """An ordinary first word is no candidate; a strange one is proposed as a phrase to ignore."""
    found = proposed(small_book({}, one="Taking the road was hard. Nonetheless we went. Squelch and mud."))
    assert set(found) == {"Squelch"}
    assert found["Squelch"].ignore


def test_proposes_only_what_is_new(small_book: MakeBook) -> None:
    """What the book's authority covers is not proposed again."""
    book = small_book(
        {"places": ["Malta"], "ignore": ["Mail Boat"]}, one="The Mail Boat left Malta for Gozo."
    )
    assert set(proposed(book)) == {"Gozo"}


def test_contexts_come_from_different_texts(small_book: MakeBook) -> None:
    """A candidate shows up to three places, from as many texts as there are."""
    texts = {key: f"He sailed to Gozo on day {key}. She sailed to Gozo." for key in ("one", "two")}
    (gozo,) = suggest(small_book({}, **texts))
    assert (gozo.count, gozo.texts, len(gozo.contexts)) == (4, ("one", "two"), 2)


@pytest.mark.parametrize(
    "path",
    sorted(path for folder in (PAGES, HELD_OUT, FIRST_READ) for path in folder.glob("*.yaml")),
    ids=lambda path: path.stem,
)
def test_accepting_all_leaves_nothing_open(path: Path) -> None:
    """With every proposal accepted, the audit of the same text asks nothing at all."""
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    language = case.get("language", "en")
    texts = [text_from(key, words, language)[0] for key, words in case["texts"].items()]
    book = book_of(texts, Authority(), language=language)
    report = Report()
    accepted = replace(book, authority=as_authority(suggest(book)))
    assert audit(accepted, report).is_clean
    assert not report.problems


@pytest.mark.parametrize(
    ("pages", "headings", "kinds", "mentions"),
    [
        (PAGES, (0.96, 0.98), 0.99, (0.98, 0.96)),
        (HELD_OUT, (0.96, 0.99), 0.99, (0.97, 0.98)),
        (FIRST_READ, (0.99, 0.96), 0.99, (0.99, 0.97)),
    ],
    ids=["pages", "held-out", "first-read"],
)
def test_does_as_well_as_recorded(
    pages: Path, headings: tuple[float, float], kinds: float, mentions: tuple[float, float]
) -> None:
    """The figures of `docs/index.md` hold or are bettered; a finished index has every mention."""
    total = Figures.total(measure(path) for path in pages.glob("*.yaml"))
    assert (total.finished.precision, total.finished.recall) == (1.0, 1.0)
    assert total.headings.precision >= headings[0] and total.headings.recall >= headings[1]
    assert total.kinds.precision >= kinds
    assert total.mentions.precision >= mentions[0] and total.mentions.recall >= mentions[1]


def test_a_legislature_stands_for_its_land(small_book: MakeBook) -> None:
    """*The Assembly of Virginia* is Virginia’s, as human indexers have it; a congress is held in its city."""
    said = "Then the General Assembly of Virginia sat, and the Congress of Vienna was over."
    found = suggest(small_book({}, one=said))
    assert {one.heading for one in found if one.kind is Kind.PLACE} == {"Virginia"}
    indexed = small_book({"places": ["Virginia"]}, one=said)
    assert [mention.text for mention in survey(indexed, Report()).mentions] == ["Virginia"]


def test_a_surname_before_a_woman_s_full_name_is_not_hers(small_book: MakeBook) -> None:
    said = "In June Zuqet came to Paris. Zuqet wept. On the quay Julie Zuqet took his arm."
    assert {one.heading: one.count for one in suggest(small_book({}, one=said)) if not one.ignore} == {
        "Zuqet": 2,
        "Paris": 1,
        "Zuqet, Julie": 1,
    }


def test_a_king_is_no_commoner_of_his_name(small_book: MakeBook) -> None:
    said = "It was sold to King Charles. Many years later Charles Zuqington found it. King Charles was dead."
    found = {one.heading: one.variants for one in suggest(small_book({}, one=said)) if not one.ignore}
    assert found == {"Charles, King": (), "Zuqington, Charles": ()}


def test_of_equals_a_surname_means_the_one_of_whom_a_sentence_tells(small_book: MakeBook) -> None:
    """Of two who are named once, it is the one who does something, and then the one who was named last."""
    said = "They hid in the house of Ada Zuqang. James Zuqang was a clerk. He wrote. Later Zuqang died."
    (his,) = [one for one in suggest(small_book({}, one=said)) if one.surname or one.bare_in]
    assert his.heading == "Zuqang, James"
    said = "They saw Ada Zuqang and her cat. They saw James Zuqang and his dog. Later Zuqang died."
    (his,) = [one for one in suggest(small_book({}, one=said)) if one.surname or one.bare_in]
    assert his.heading == "Zuqang, James"


@pytest.mark.parametrize(
    ("said", "headings"),
    [
        ("Zuqard wrote. Zuqard was glad, and Lady Zuqard came.", {"Zuqard", "Zuqard, Lady"}),
        ("Mrs. Zuqard came. Zuqard wrote much.", {"Zuqard"}),
        ("Charles V died there. Then Sir Charles, with his man, came.", {"Charles V", "Charles"}),
        ("He saw Isabella, his bride. Later Isabella Zuqant was glad.", {"Isabella", "Zuqant, Isabella"}),
        ("Henri Zuqard wrote. Then Mme de Zuqard came.", {"Zuqard, Henri", "Zuqard, Mme de"}),
        ("Miss Zuqard wrote. Jane Zuqard came.", {"Zuqard, Jane"}),
        ("On vit le duc de Zuqul et Mme de Zuqul.", {"Zuqul, duc de", "Zuqul, Mme de"}),
        ("Then came Zuqussy. The Marquis de Zuqussy-Zuqelnau was old.", {"Zuqussy-Zuqelnau, Marquis de"}),
        ("He met a man from Paris called Zuqotte there.", {"Zuqotte"}),
        ("He saw Maria Zuqin, whom they called the Princess of Zuqara.", {"Zuqin, Maria"}),
        ("He saw Dr. Norman Zuqod there.", {"Zuqod, Norman"}),
        ("James Zuqod went across the James and the Zuqominy.", {"Zuqod, James"}),
    ],
)  # fmt: skip
def test_joins_only_whom_the_text_shows_for_one(small_book: MakeBook, said: str, headings: set[str]) -> None:
    """A wife is no husband, a knight no king, and whose kin is told first is nobody named in full later."""
    found = suggest(small_book({}, one=said))
    assert {one.heading for one in found if one.kind is Kind.PERSON and not one.ignore} == headings


def test_finder_is_asked_only_where_the_text_does_not_say(small_book: MakeBook) -> None:
    """A model's opinion settles a doubtful name and overrules nothing that the text tells."""

    def finder(texts: Iterable[str]) -> Iterable[Iterable[tuple[str, Kind]]]:
        return [[("Quoll", Kind.PERSON), ("Zorbia", Kind.PERSON), ("the Brill’s", Kind.PLACE)] for _ in texts]

    book = small_book({}, one="In Zorbia they admired Quoll and hated Brill.")
    kinds = {proposal.heading: proposal.kind for proposal in suggest(book, finder)}
    assert kinds == {"Zorbia": Kind.PLACE, "Quoll": Kind.PERSON, "Brill": Kind.PLACE}


def test_finder_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, asking for a model says what to install."""
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(CompositionError, match=r"florilegium\[ner\]"):
        spacy_finder("en-US")


class _Model:
    """A pipeline of spaCy as the finder uses one: it knows two names."""

    def __init__(self, name: str) -> None:
        self.name = name

    def pipe(self, texts: Iterable[str], batch_size: int) -> Iterable[SimpleNamespace]:
        assert batch_size > 1
        kinds = {"Quoll": "PERSON", "Brill": "ORG", "Tuesday": "DATE"}
        for said in texts:
            ents = [SimpleNamespace(text=name, label_=kind) for name, kind in kinds.items() if name in said]
            yield SimpleNamespace(ents=ents)


@pytest.mark.parametrize(
    ("installed", "loaded"),
    [(["en_core_web_lg", "en_core_web_sm"], "en_core_web_sm"), (["de_x", "en_other"], "en_other")],
)
def test_finder_asks_a_model_that_is_installed(
    monkeypatch: pytest.MonkeyPatch, small_book: MakeBook, installed: list[str], loaded: str
) -> None:
    """The small one of the language before any other; a single word is never a body."""
    asked: list[str] = []

    def load(name: str, exclude: list[str]) -> _Model:
        assert "ner" not in exclude
        asked.append(name)
        return _Model(name)

    models = SimpleNamespace(get_installed_models=lambda: installed)
    monkeypatch.setitem(sys.modules, "spacy", SimpleNamespace(load=load, util=models))
    book = small_book({}, one="On Tuesday they admired Quoll and hated Brill.")
    kinds = {proposal.heading: proposal.kind for proposal in suggest(book, spacy_finder("en-US"))}
    assert kinds == {"Quoll": Kind.PERSON, "Brill": Kind.OTHER}
    assert asked == [loaded]
    with pytest.raises(CompositionError, match="fr_core_news_sm"):
        spacy_finder("fr")
