"""From bytes to letters."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from florilegium.problems import Report
from florilegium.sources.encoding import Decoded, decode, place_of, without_controls
from florilegium.sources.manuscript import Reading

PANGRAM = "Voix ambiguë d’un cœur qui, au zéphyr, préfère les jattes de kiwis – « enfin ! »\n"


def decoded(data: bytes, language: str = "fr", declared: str = "") -> tuple[Decoded | None, list[str]]:
    report = Report()
    found = decode(data, Reading("a.txt", language, report), declared)
    return found, [str(problem).partition("\n")[0] for problem in report.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_without_a_word(encoding: str) -> None:
    """A file in any encoding of Unicode, with its mark, gives its letters and no problem."""
    found, problems = decoded(PANGRAM.encode(encoding))
    assert found is not None
    assert (found.text, problems) == (PANGRAM, [])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(encoding: str) -> None:
    """UTF-16 is known by its shape where its mark is lost."""
    found, problems = decoded(PANGRAM.encode(encoding))
    assert found is not None
    assert (found.text, problems) == (PANGRAM, [])


@pytest.mark.parametrize(
    ("encoding", "language", "text"),
    [
        ("cp1252", "en", "“Naïve”, said the café owner – and he meant it.\n" * 3),
        (
            "mac_roman",
            "en",
            "“Naïve”, said the café owner – and he meant it, the old fool. “Très naïve!”\n" * 3,
        ),
        ("cp1250", "pl", "Zażółć gęślą jaźń, powiedział młynarz, i poszedł do młyna.\n" * 3),
        ("cp1251", "ru", "Мельница стояла у реки, и никто не знал, сколько ей лет.\n" * 3),
        ("cp932", "ja", "水車は川のそばにあり、その古さを知る者はいなかった。\n" * 3),
        ("cp1253", "el", "Ο μύλος στεκόταν δίπλα στο ποτάμι και κανείς δεν ήξερε πόσο παλιός ήταν.\n" * 3),
    ],
)
def test_legacy_encoding_is_guessed_and_told(encoding: str, language: str, text: str) -> None:
    """A legacy file is read in the encoding usual for its language, and the first strange letter is told."""
    found, problems = decoded(text.encode(encoding), language)
    assert found is not None
    assert found.text == text
    assert len(problems) == 1
    assert ": warning S007: " in problems[0]
    first = next(index for index, letter in enumerate(text) if ord(letter) > 127)
    assert problems[0].startswith(f"a.txt:1:{len(text[:first].encode(encoding)) + 1}:")


def test_declared_encoding_is_believed() -> None:
    """What the file declares needs no guess; Latin-1 means what the web means by it."""
    found, problems = decoded("“x” – café".encode("cp1252"), "en", "iso-8859-1")
    assert found is not None
    assert (found.text, problems) == ("“x” – café", [])


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Le cœur de l'œuvre coûte 5 € à Noël, et tout le monde le sait depuis longtemps.", "iso8859_15"),
        ("Le cœur de l'œuvre coûte ½ franc à Noël, et tout le monde le sait – “déjà”.", "cp1252"),
        ("Le pain coûte 1½ franc à Noël, et tout le monde le sait depuis longtemps.", "cp1252"),
    ],
)
def test_the_successor_of_latin_1_is_told_by_its_letters(text: str, encoding: str) -> None:
    """A sign of a fraction in a word is an *œ*, and a sign of no currency is the euro."""
    found, problems = decoded(text.encode(encoding), "fr")
    assert found is not None
    assert found.text == text
    assert "S007" in problems[0]


def test_few_foreign_bytes_in_utf_8() -> None:
    """A file that is UTF-8 but for one byte pasted from Windows keeps all its letters."""
    data = ("é" * 20).encode() + b" \x93x\x94 " + ("ü" * 20).encode()
    found, problems = decoded(data)
    assert found is not None
    assert found.text == "é" * 20 + " “x” " + "ü" * 20
    assert "S007" in problems[0]


def test_line_ends_become_one() -> None:
    """Line ends of three systems in one file are line feeds."""
    found, _ = decoded(b"a\r\nb\rc\nd")
    assert found is not None
    assert found.text == "a\nb\nc\nd"


def test_control_characters_are_left_out_and_counted() -> None:
    """Control characters go, are counted, and the first is told with its place; a form feed is a space."""
    found, problems = decoded(b"one two three four\nfive\x07 six seven\x1b eight\x0c nine")
    assert found is not None
    assert (found.text, found.unprintable) == ("one two three four\nfive six seven eight  nine", 2)
    assert problems == ["a.txt:2:5: warning S013: 2 control characters were left out, the first U+0007"]


def test_windows_letters_under_a_false_name_are_mended() -> None:
    """A control character that is a Windows letter misread becomes that letter, and is told."""
    found, problems = decoded(b"It\xc2\x92s here, and it will stay here for as long as it likes.")
    assert found is not None
    assert found.text.startswith("It’s here")
    assert "S014" in problems[0]


@pytest.mark.parametrize(
    ("text", "code"), [("Itâ€™s gone wrong somewhere", "S014"), ("lost \ufffd letter", "S014")]
)
def test_garbled_letters_are_told(text: str, code: str) -> None:
    """Letters that somebody else has garbled stay, and their place is told."""
    found, problems = decoded(text.encode(), "en")
    assert found is not None
    assert found.text == text
    assert code in problems[0]


def test_place_of_an_offset() -> None:
    """Lines and columns count from one."""
    assert [place_of("ab\ncd", offset) for offset in (0, 1, 3, 4)] == [(1, 1), (1, 2), (2, 1), (2, 2)]


@pytest.mark.parametrize("text", ["3\n\f", "\f3", "3\f\n4", "3\f4", "3\x0b4\x1c"])
def test_a_tree_takes_what_is_left_without_controls(text: str) -> None:
    """A form feed too, which stays at the ends of lines where pages are looked for."""
    element = etree.Element("p")
    element.text = without_controls(text)
    assert element.text.split() == re.findall(r"\d", text)


@pytest.mark.parametrize("garbled", ["\ufffd", "Ã©", "â€™"])
def test_what_is_garbled_is_told_however_printable(garbled: str) -> None:
    """A text is looked through in a hurry only where nothing in it can be at fault."""
    found, problems = decoded(f"voix {garbled}\n".encode())
    assert found is not None
    assert len(problems) == 1


def test_no_letter_that_cannot_be_printed_passes() -> None:
    """Each of them, in a text of sound letters, is left out or becomes what it stands for."""
    separators = {*map(chr, range(0x1C, 0x20)), "\x0b"}
    for code in (*range(1, 9), 0x0B, *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xFFFE):
        found, _problems = decoded(f"a{chr(code)}b and other words, so that it is a text\n".encode())
        assert found is not None
        assert chr(code) not in found.text
        assert (found.text[1] == " ") is (chr(code) in separators)


def test_a_single_zero_is_left_out_as_other_controls_are() -> None:
    found, told = decoded("Le chemin\0 de la forêt, une fois encore".encode())
    assert found is not None
    assert found.text == "Le chemin de la forêt, une fois encore"
    assert "S013" in told[0]
    for data in ("é\0".encode() * 40, b"caf\xe9 \0 et plus"):
        assert "S004" in decoded(data)[1][0]
