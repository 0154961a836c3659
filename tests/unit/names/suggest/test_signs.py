"""What stands beside a name, rule by rule: of which kind a proposal takes it for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from florilegium.book.model import Book
from florilegium.names.suggest.suggest import suggest

MakeBook = Callable[..., Book]
_PERSON, _PLACE, _NEITHER = "person", "place", "neither"


def _kind(book: Book, heading: str) -> str:
    (found,) = [one for one in suggest(book) if heading in (one.heading, *one.variants)]
    return _NEITHER if found.ignore else found.kind.value


@pytest.mark.parametrize(
    ("said", "heading", "kind"),
    [
        ("It is a grammarian’s account of the name Zuqeyr or Ombyr, as they say.", "Zuqeyr", _NEITHER),
        ("It is a grammarian’s account of the name Zuqeyr or Ombyr, as they say.", "Ombyr", _NEITHER),
        ("Among them Zuqar meant both the land and the town.", "Zuqar", _NEITHER),
        ("He gave it to the Grand Zuqable himself.", "Zuqable", _NEITHER),
        ("They had an honest Zuqaid, and were lodged well.", "Zuqaid", _NEITHER),
        ("He was any common Zuqary chosen by his comrades.", "Zuqary", _NEITHER),
        ("It was when the fighting Zuqarīs left home and went east.", "Zuqarīs", _NEITHER),
        ("At the court were those bucolic Zuqarons of old.", "Zuqarons", _NEITHER),
        ("He was sung of in the Zuqemagne gestes of old.", "Zuqemagne", _NEITHER),
        ("About that year one Zuqar killed a young man.", "Zuqar", _PERSON),
        ("It was long ago that Aberdeen, who hated war, gave way.", "Aberdeen", _PERSON),
        ("It was long ago that Malmesbury, when he was old, gave way.", "Malmesbury", _PERSON),
        ("He had been disowned by Aberdeen at once.", "Aberdeen", _PERSON),
        ("A man came in. That was Burton.", "Burton", _PERSON),
        ("They brought the ships home by Macao.", "Macao", _PLACE),
        ("He served all that while Turkey, whose fleet was old.", "Turkey", _PLACE),
        ("They had then commanded the Edward Zuqanture.", "Edward Zuqanture", _NEITHER),
        ("He had sworn to Zuqanikov Land before.", "Zuqanikov Land", _PLACE),
        ("They had forgotten Newton and his like.", "Newton", _PERSON),
        ("They had forgotten Wellington already.", "Wellington", _PERSON),
        ("They had forgotten Solferino already.", "Solferino", _PLACE),
        ("They had reached Newton before dark.", "Newton", _PLACE),
        ("They lay at Zuqudere and Zuqatson’s men left.", "Zuqatson", _PERSON),
        ("About that year a certain Zuqar killed a young man.", "Zuqar", _PERSON),
        ("They seized the galleys and put Zuqonga to the sword.", "Zuqonga", _PLACE),
        ("It was on the east, not as Zuqetta now stands on the west.", "Zuqetta", _PLACE),
        ("Of all of them Zuqotta was a small fishing village.", "Zuqotta", _PLACE),
        ("In the meadows Zuqosa vernalis, L., is seldom seen.", "Zuqosa", _NEITHER),
        ("In the meadows Zuqosa vernalis (Linn.) is seldom seen.", "Zuqosa", _NEITHER),
        ("He had been rector of Zuqesville parish for years.", "Zuqesville", _PLACE),
        ("His uncle was the minister of Zuqorth for years.", "Zuqorth", _PLACE),
        ("His uncle was the vicar of Zuqorth for years.", "Zuqorth", _PLACE),
        ("Then came the battle of Long Island, which was lost.", "Long Island", _PLACE),
        ("They saw at last Zuqosa, where the fleet lay.", "Zuqosa", _PLACE),
        ("They met Joseph Sato, of Zuqosa, a surgeon.", "Zuqosa", _PLACE),
        ("They met a Quaker from Zuqosa there.", "Zuqosa", _PLACE),
        ("To hear him came half of Zuqayfair.", "Zuqayfair", _PLACE),
        ("The brother was organist of Zuqdalen.", "Zuqdalen", _PLACE),
        ("Later on Zuqof in Gotha was told of it.", "Zuqof", _PERSON),
        ("They were lost in the rapids of Zuqosa.", "Zuqosa", _PLACE),
        ("He went up as far as Zuqosa on foot.", "Zuqosa", _PLACE),
        ("All this one knew from Zuqotus himself.", "Zuqotus", _PERSON),
        ("All this was so according to Zuqotus.", "Zuqotus", _PERSON),
        ("Later on Zuqost took Montreal in the autumn.", "Zuqost", _PERSON),
        ("The minister believed in Zuqaillé all his life.", "Zuqaillé", _PERSON),
        ("Later on Zuqard, a Quaker, came to him.", "Zuqard", _PERSON),
        ("Then Zuqamilt, Sato’s secretary, had the papers.", "Zuqamilt", _PERSON),
        ("Then came Zuq Cap, his uncle, from the cellar.", "Cap, Zuq", _PERSON),
        ("They went by Zuqasloe to Gotha in a car.", "Zuqasloe", _PLACE),
        ("Beside him lay a man of Zuqulva who was dead.", "Zuqulva", _PLACE),
        ("There was a painter of Zuqulva who had painted.", "Zuqulva", _PLACE),
        ("He was President of Zuqacht for a week.", "Zuqacht", _PLACE),
        ("He had his grammar from Zuqiman and his strap from another.", "Zuqiman", _PERSON),
        ("The niche took Zuqocchio nearly twenty years.", "Zuqocchio", _PERSON),
        ("They saw Sato’s David there.", "David", _NEITHER),
        ("They saw Sato’s St. Zuqisa there.", "St. Zuqisa", _NEITHER),
        ("He had copied the Judith of the older man.", "Judith", _NEITHER),
        ("In that room hangs the painted Procession by him.", "Procession", _NEITHER),
        ("Then the Rape of Zuqopa was sold.", "Rape of Zuqopa", _NEITHER),
        ("He went to Zuqola in the Countess of Zuqute, a smack of Hull.", "Countess of Zuqute", "other"),
        ("How Bishop Stock kept his temper is told.", "Stock, Bishop", _PERSON),
        ("Here General Lake ran from them.", "Lake, General", _PERSON),
        ("They saw Dr. Welsh lay it down.", "Welsh, Dr.", _PERSON),
        ("They lived in Queen Street and were glad.", "Queen Street", _PLACE),
        ("They walked in Regent’s Park and were glad.", "Regent's Park", _PLACE),
        ("He had to come back to Zuqekin in the spring.", "Zuqekin", _PLACE),
        ("He had come from Aversa, the son of a mason.", "Aversa", _PLACE),
        ("All this while the fleet lay before Zuqanjore in line.", "Zuqanjore", _PLACE),
        ("There came a conspirator out of Zuqagno to see him.", "Zuqagno", _PLACE),
        ("They cut off Zuqaite on the banks.", "Zuqaite", _PERSON),
        ("They anchored off Zuqaite in the bay.", "Zuqaite", _PLACE),
        ("He who was called so was of Zuqance, and poor.", "Zuqance", _PLACE),
        ("There was a baker’s son of Zuqauzé who wept.", "Zuqauzé", _PLACE),
        ("He lived at Gotha upon Zuqentia among fuchsias.", "Zuqentia", _PLACE),
        ("They feared Mrs. Sato of Zuqaggan more than all.", "Zuqaggan", _PLACE),
        ("Later young Zuqosily was her captain.", "Zuqosily", _PERSON),
        ("He set one of them beside Zuqelson in his book.", "Zuqelson", _PERSON),
        ("He gave them the Wanli emperor for a friend.", "Wanli", _PERSON),
        ("Soon after came the Zuqea frigate with letters.", "Zuqea", _NEITHER),
        ("Soon after the Zuqea, Captain Sato, came in.", "Zuqea", _NEITHER),
        ("Soon after the Zuqea lost her mast there.", "Zuqea", _NEITHER),
        ("They met Sato from Zuqeble, the professor.", "Zuqeble", _PLACE),
        ("They met Sato’s friend of Zuqeble, the professor.", "Zuqeble", _PERSON),
        ("They spoke of the monks of Ely and Zuqsey had caught eels.", "Zuqsey", _PLACE),
        ("Later on Mrs. Jordan came to them.", "Jordan", _PERSON),
        ("They were glad when old Lausanne came, the vicar.", "Lausanne", _PERSON),
        ("The sorrow of it was felt in old Lausanne for years.", "Lausanne", _PLACE),
        ("The marbles came in the Lausanne, and a part was lost.", "Lausanne", _NEITHER),
        ("They sailed up to where Zuqrig runs into the sea.", "Zuqrig", _PLACE),
        ("They fasted for it in all Zuqshire and prayed.", "Zuqshire", _PLACE),
        ("They dug a pit at Zuqcock’s Farm in the clay.", "Zuqcock's Farm", _PLACE),
        ("They had a car to St. Zuqerans, for the rain.", "St. Zuqerans", _PLACE),
        ("They drained Zuqield Chase at last.", "Zuqield Chase", _PLACE),
        ("Later they called upon Zuqewell in the winter.", "Zuqewell", _PERSON),
        ("The balloon came down by Zuqenay, and was lost.", "Zuqenay", _PLACE),
        ("They went to the desert by Zuqapo in a car.", "Zuqapo", _PLACE),
        ("They rented Zuqausen, six miles from Gotha.", "Zuqausen", _PLACE),
        ("There was a house which he called Zuqafield.", "Zuqafield", _PLACE),
        ("He lived to hear from Zuqington that it was so.", "Zuqington", _PERSON),
        ("Soon after Henderson called it a swamp.", "Henderson", _PERSON),
    ],
)
def test_words_beside_a_name_tell_its_kind(small_book: MakeBook, said: str, heading: str, kind: str) -> None:
    assert _kind(small_book({}, one=f"In the year the war began. {said}"), heading) == kind


@pytest.mark.parametrize(
    ("said", "heading"),
    [
        ("They praise “Portas Zuqinas” of the old books.", "Portas Zuqinas"),
        ("One wrote ‘Decuno Zuqto Imperor,’ and another did not.", "Decuno Zuqto Imperor"),
        ("He wrote that “elle était comme un Zuqollon, il avait tout pour plaire.”", "Zuqollon"),
        ("They wrote to him as the “Gouverneur de l’Etat de Zuqarie.”", "Gouverneur de l'Etat de Zuqarie"),
    ],
)
def test_foreign_and_quoted_phrases_name_nobody(small_book: MakeBook, said: str, heading: str) -> None:
    assert _kind(small_book({}, one=f"In the year the war began. {said}"), heading) == _NEITHER


def test_a_person_in_a_foreign_sentence_keeps_his_other_places(small_book: MakeBook) -> None:
    """What is known of someone elsewhere weighs more than one quotation in another language."""
    said = "Judge Zuqoll spoke. Then Mr. Zuqoll left. They say “il avait tout comme Zuqoll” of him."
    assert _kind(small_book({}, one=said), "Zuqoll") == _PERSON


@pytest.mark.parametrize(
    ("said", "language", "heading"),
    [
        ("On disait que c’était un bateau. „Er ist nicht wie Zuqoll und auch nicht klug“, disait-on.",
         "fr", "Zuqoll"),
        ("They sang “nous avons dans les champs Zuqoll et tous ses chiens” all night.", "en-GB", "Zuqoll"),
    ],
)  # fmt: skip
def test_the_other_language_may_be_any(small_book: MakeBook, said: str, language: str, heading: str) -> None:
    assert _kind(small_book({}, language=language, one=said), heading) == _NEITHER


def test_a_place_with_its_article_is_the_place(small_book: MakeBook) -> None:
    said = "They slept at Zuqenela. The port of La Zuqenela was shut; there lay ships beside La Zuqenela."
    assert _kind(small_book({}, one=said), "La Zuqenela") == _PLACE


def test_a_comma_that_closes_a_phrase_makes_no_list(small_book: MakeBook) -> None:
    """*In Ulm, Moll drew* tells of nobody that he is a town."""
    said = "They were slow. In Paris, Zuqieuhof drew the envoys."
    assert _kind(small_book({}, one=said), "Zuqieuhof") == _PERSON
    assert _kind(small_book({}, one="They saw Paris, Zuqitz and Berlin."), "Zuqitz") == _PLACE


def test_a_verb_behind_a_comma_and_a_name_shows_a_clause(small_book: MakeBook) -> None:
    """*He was in Ulm, and Moll had died*, but *a treaty between Ulm and Gotha was signed*."""
    assert _kind(small_book({}, one="He was in Paris, and Zuqolesi had died there."), "Zuqolesi") == _PERSON
    said = "A treaty between Paris and Zuqolesi was signed."
    assert _kind(small_book({}, one=said), "Zuqolesi") == _PLACE


def test_what_has_an_article_among_ships_is_one(small_book: MakeBook) -> None:
    """A land has a name without a fleet in its text, and what is told of as a land is none with it."""
    fleet = "They sailed on board the Zuqamity and the Zuqmonmouth."
    said = f"{fleet} Then Sato in the Zuqannibal fired. They marched through the Zuqarnate."
    book = small_book({}, one=said)
    assert _kind(book, "Zuqannibal") == _NEITHER
    assert _kind(book, "Zuqarnate") == _PLACE
    assert _kind(small_book({}, one="Then Sato in the Zuqannibal fired."), "Zuqannibal") == _PLACE


def test_the_list_of_ships_goes_on_behind_commas(small_book: MakeBook) -> None:
    book = small_book({}, one="They came on board the Zuqhero, the Zuqlustre and the Zuqajax at last.")
    assert {_kind(book, name) for name in ("Zuqhero", "Zuqlustre", "Zuqajax")} == {"other"}
