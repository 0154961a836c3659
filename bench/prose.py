"""Made-up prose in three languages, the same every time, to see how evenly lines are set.

The three are of different kinds: English essays, a German report with compounds of twenty letters, and a
French tale in dialogue, whose quotation marks and questions bring spaces that do not stretch. The prose says
nothing, but has the length of words of the real thing; phrases are whole, so that its grammar holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

WORDS, ARTICLES = 1800, 3


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in text.split("/"))


@dataclass(frozen=True)
class Phrases:
    """The parts of a sentence, in their order, and what joins two of them."""

    subjects: tuple[str, ...]
    verbs: tuple[str, ...]
    objects: tuple[str, ...]
    places: tuple[str, ...]
    joints: tuple[str, ...]


ENGLISH = Phrases(
    _phrases(
        """the keeper of the light / she / the harbour office / an old man from the village / he /
        the company that built the road / the clerk of the council / a letter of that year / Thorvaldsen /
        the commission on fisheries / one of the pilots / it / the schoolmaster and his sister / everybody
        / the engineer / they / the parliamentary report / a neighbour who had seen it / the widow"""
    ),
    _phrases(
        """had already paid for / did not mention / would often speak of / forgot / has described at length /
        was thought to have taken / could not find / kept / never understood / set down in a few words /
        asked for / remembered / had heard of / left / considered / went on to defend / saw / gave away"""
    ),
    _phrases(
        """the plan of the new sea wall / it / a box of candles / the old agreement / what was left of the
        oil / the two ferries / all of this / a question of some importance / the account that he had sent
        / her own opinion of the matter / the tide tables / the key to the upper room / his correspondence
        / the negotiations about the bridge / the price / an unusually cold winter / the first of the
        boats"""
    ),
    _phrases(
        """at the end of the quay / in the spring / without a word / by the light of the lamp / on the next
        day / before the storm / and said so / for many years / in the presence of witnesses / under the
        lighthouse / when he was young / as far as anyone can tell / between the two rivers / after the
        inspection"""
    ),
    (", and ", ", but ", "; ", ", so that ", "—", ", while ", ", for "),
)

GERMAN = Phrases(
    _phrases(
        """der Hafenmeister / er / die Leuchtturmgesellschaft / der alte Ingenieur / das Wasserbauamt / sie /
        die Gemeinde / ein Mann aus dem Dorf / der Oberlandesgerichtsrat / die Direktion der Eisenbahn /
        es / der Wärter an der Brücke / niemand / eine Frau, die ihn kannte, / die
        Landesversicherungsanstalt / der Kapitän / eine Nachbarin / der Zollinspektor / der Rat der Stadt
        / man / Thorvaldsen / das Kind"""
    ),
    _phrases(
        """hatte / bezahlte / übersah / vergaß / beschrieb / verteidigte / sah / untersuchte mehrmals / nahm
        / erwähnte nur selten / las / unterzeichnete / zeigte / wollte / verlor / fand / gab nicht her /
        lobte / verwahrte sorgfältig / kannte"""
    ),
    _phrases(
        """den Vertrag über den Bau / das Buch / die Bezeichnung des Fahrwassers / das Gutachten / ihn nicht
        / den Brief an die Mutter / das Kassenbuch / die Hochwasserschutzmaßnahmen / die Kosten / es / das
        Licht / eine Laterne / die alten Seekarten / das Empfehlungsschreiben / die Uhr / den Fahrplan für
        den Winter / die Unregelmäßigkeiten / den Streit um die Fischerei / alles, was noch da war, / den
        Weg zum See"""
    ),
    _phrases(
        """hinter der Zollstation / am Ufer / in der Stadt / auf der anderen Seite des Kanals / im Rathaus /
        vor dem Gesetz / in den Monaten des Winters / nach dem Jahresabschluss / an der Schleuse / damals
        / unter dem Leuchtfeuer / ohne ein Wort / zwischen den Deichen / bei Nacht / wie immer / am Ende"""
    ),
    (", und ", ", aber ", "; ", ", denn ", " – "),
)

FRENCH = Phrases(
    _phrases(
        """le gardien du phare / l’éclusier / la compagnie des canaux / une voisine / le vieil ingénieur / il
        / l’administration des ponts / personne / le capitaine / monsieur Quentin / l’inspecteur des
        douanes / la mairie / un marinier de passage / le notaire / tout le monde / la veuve du passeur /
        on / elle"""
    ),
    _phrases(
        """racontait / oubliait / montrait volontiers / n’avait jamais vu / défendait / croyait comprendre /
        lisait lentement / avait perdu / retrouvait / décrivait avec soin / louait / gardait /
        recommençait / aimait / redoutait / attendait / n’a pas dit à son fils"""
    ),
    _phrases(
        """l’histoire de l’écluse / le registre des bateaux / les comptes de l’année / un chapeau de paille /
        la correspondance du ministre / l’éclairage des quais / le nouveau règlement / la lettre d’Amiens
        / une étrange proposition / l’horloge / le bruit de l’eau / les travaux d’approfondissement / le
        pain / l’hiver / ce que disait l’affiche / la péniche / son ombre / ce qui lui en restait"""
    ),
    _phrases(
        """au bord du canal / derrière la maison éclusière / sous les peupliers / pendant les grandes eaux /
        à Saint-Valery / depuis toujours / malgré la pluie / sur le chemin de halage / en présence du
        maire / le dimanche / entre deux portes / à l’aube / sans le moindre étonnement / chez le
        boulanger"""
    ),
    (", et ", ", mais ", " ; ", ", tandis que ", " : "),
)


class Teller:
    """Makes sentences of phrases by chance, from a fixed seed."""

    def __init__(self, phrases: Phrases, seed: int) -> None:
        self.phrases = phrases
        self.random = Random(seed)

    def sentence(self, sign: str = ".") -> str:
        """One to three clauses, with a capital and a sign at its end."""
        text = self._clause()
        for _ in range(self.random.choice((0, 1, 1, 2))):
            text += self.random.choice(self.phrases.joints) + self._clause()
        return text[0].upper() + text[1:] + sign

    def _clause(self) -> str:
        one, of = self.random.choice, self.phrases
        place = f" {one(of.places)}" if self.random.random() < 0.6 else ""
        return f"{one(of.subjects)} {one(of.verbs)} {one(of.objects)}{place}".rstrip(",")

    def report(self) -> str:
        """A paragraph of a report."""
        return " ".join(self.sentence() for _ in range(self.random.randint(3, 7)))

    def talk(self) -> str:
        """A paragraph of a tale: somebody asks, somebody answers."""
        told = " ".join(self.sentence() for _ in range(self.random.randint(1, 3)))
        asked, cried = self.sentence(" ?"), self.sentence(" !")
        return f"{told} « {asked} » demanda-t-il. {self.sentence()} « {cried} » {self.sentence()}"


def write_all(folder: Path) -> tuple[Path, ...]:
    """Write the three texts as projects under a folder; their manifests."""
    english, german, french = (
        Teller(phrases, 1602 + number) for number, phrases in enumerate((ENGLISH, GERMAN, FRENCH))
    )
    kinds = (
        ("Essays", "en-GB", english.report),
        ("Ein Bericht", "de-DE", german.report),
        ("Un conte", "fr-FR", french.talk),
    )
    return tuple(_write(folder / language, title, language, tell) for title, language, tell in kinds)


def _write(folder: Path, title: str, language: str, tell: Callable[[], str]) -> Path:
    folder.mkdir(parents=True)
    names = [f"{number}.md" for number in range(1, ARTICLES + 1)]
    for name in names:
        blocks, count = [f"# {title}, {name[0]}"], 0
        while count < WORDS:
            blocks.append(tell())
            count += len(blocks[-1].split())
        (folder / name).write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
    manifest = folder / "anthology.yaml"
    manifest.write_text(
        f"title: {title}\nlanguage: {language}\ndate: 2026-01-01\npermission: public domain\n"
        "identifier: urn:uuid:00000000-0000-4000-8000-000000001602\n"
        f"chapters: [{{title: {title}, articles: [{', '.join(names)}]}}]\n",
        encoding="utf-8",
    )
    return manifest
