"""Numbers of registers in every way in which they are written, and what a book makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from written import CHAPTERS, HEAD, codes, loaded

from florilegium.book.bibliographic import Identities, Permission
from florilegium.manifest.schema import identifiers
from florilegium.manifest.schema.identifiers import licence_address, subject_code
from florilegium.manifest.schema.kinds import Mailbox


def read(kind: str, written: str) -> str:
    """What a kind makes of a text."""
    return str(TypeAdapter(getattr(identifiers, kind)).validate_python(written))


@pytest.mark.parametrize(
    ("kind", "written", "expected"),
    [
        ("Doi", "10.5555/Walks.1", "10.5555/Walks.1"),
        ("Doi", "https://doi.org/10.5555/walks", "10.5555/walks"),
        ("Doi", "http://dx.doi.org/10.1000.10/a(b);c", "10.1000.10/a(b);c"),
        ("Doi", "doi: 10.5555/walks", "10.5555/walks"),
        ("Orcid", "0000000218250097", "0000-0002-1825-0097"),
        ("Orcid", "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("Orcid", "0000-0002-1694-233x", "0000-0002-1694-233X"),
        ("Isni", "ISNI 0000 0001 2103 4996", "0000000121034996"),
        ("Isni", "https://isni.org/isni/0000000121034996", "0000000121034996"),
        ("Ror", "https://ror.org/05DXPS055", "05dxps055"),
        ("Ror", "ror.org/042nb2s44/", "042nb2s44"),
        ("Wikidata", "q40909", "Q40909"),
        ("Wikidata", "https://www.wikidata.org/wiki/Q40909", "Q40909"),
        ("Lcnaf", "n 79-41870", "n79041870"),
        ("Lcnaf", "no2001-1234", "no2001001234"),
        ("Lcnaf", "http://id.loc.gov/authorities/names/n79041870", "n79041870"),
        ("LicenceName", "cc-by-4.0", "CC-BY-4.0"),
        ("LicenceName", "CC BY-NC-SA 4.0", "CC-BY-NC-SA-4.0"),
        ("LicenceName", "https://creativecommons.org/licenses/by-nd/4.0/deed.de", "CC-BY-ND-4.0"),
        ("LicenceName", "http://creativecommons.org/licenses/by/3.0/de/", "CC-BY-3.0-DE"),
        ("LicenceName", "https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("LicenceName", "CC0", "CC0-1.0"),
        ("LicenceName", "GFDL-1.3-or-later", "GFDL-1.3-or-later"),
        ("IsbnNumber", "978-0-306-40615-7", "9780306406157"),
        ("IsbnNumber", "ISBN 0-306-40615-2", "9780306406157"),
        ("Issn", "ISSN 0028-0836", "0028-0836"),
        ("Issn", "2434-561x", "2434-561X"),
    ],
)
def test_number_is_known_in_every_writing(kind: str, written: str, expected: str) -> None:
    """As its agency prints it, and as the address at which it is looked up."""
    assert read(kind, written) == expected


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("Doi", "10.12/walks"),
        ("Doi", "https://example.org/10.5555/walks"),
        ("Doi", "10.5555/wälder"),
        ("Doi", "10.5555/"),
        ("Orcid", "0000-0002-1825-0098"),
        ("Orcid", "0000-0002-1825-009"),
        ("Isni", "0000 0001 2013 4996"),
        ("Ror", "05dxps056"),
        ("Ror", "15dxps055"),
        ("Ror", "05dxil055"),
        ("Wikidata", "Q0"),
        ("Wikidata", "P31"),
        ("Lcnaf", "sh85145114"),
        ("Lcnaf", "n7904187"),
        ("LicenceName", "CC BY"),
        ("LicenceName", "All rights reserved"),
        ("LicenceName", "LicenseRef-House"),
        ("LicenceName", "MIT OR Apache-2.0"),
        ("LicenceName", "https://creativecommons.org.example.com/licenses/by/4.0/"),
        ("IsbnNumber", "9770306406157"),
        ("IsbnNumber", "0-306-40615-3"),
        ("Issn", "0028-0837"),
        ("Issn", "0028-08"),
    ],
)
def test_what_is_none_is_refused(kind: str, written: str) -> None:
    """A wrong form, a wrong check digit, another register's number."""
    with pytest.raises(ValidationError):
        read(kind, written)


@given(st.integers(0, 10**15 - 1), st.integers(0, 14), st.integers(1, 9))
def test_one_wrong_digit_of_an_orcid_never_passes(number: int, place: int, change: int) -> None:
    """The check sign finds every single mistyped digit (ISO 7064)."""
    stem = f"{number:015d}"
    right = next(sign for sign in "0123456789X" if _is_orcid(stem + sign))
    digit = (int(stem[place]) + change) % 10
    assert not _is_orcid(f"{stem[:place]}{digit}{stem[place + 1 :]}{right}")


def _is_orcid(signs: str) -> bool:
    try:
        read("Orcid", signs)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("CC-BY-NC-ND-4.0", "https://creativecommons.org/licenses/by-nc-nd/4.0/"),
        ("CC-BY-3.0-DE", "https://creativecommons.org/licenses/by/3.0/de/"),
        ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("GFDL-1.3-or-later", "https://spdx.org/licenses/GFDL-1.3-or-later.html"),
    ],
)
def test_licence_has_an_address(name: str, address: str) -> None:
    """Where it can be read."""
    assert licence_address(name) == address


@pytest.mark.parametrize(
    ("scheme", "code"),
    [
        *(("BISAC", "POL011000"), ("BISAC", "YAF001000")),
        *(("Thema", "JPSD"), ("Thema", "1DDU-GB-E"), ("Thema", "3MN"), ("Thema", "DNL")),
        *(("LCSH", "sh85145114"), ("LCSH", "sh2001000002")),
    ],
)
def test_subject_code_is_of_its_list(scheme: str, code: str) -> None:
    """Categories and qualifiers."""
    assert subject_code(scheme, code) == code


@pytest.mark.parametrize(
    ("scheme", "code"),
    [("BISAC", "POL01100"), ("BISAC", "ABC011000"), ("Thema", "ZZ"), ("Thema", "7A"), ("LCSH", "n79041870")],
)
def test_code_of_no_list_is_refused(scheme: str, code: str) -> None:
    """Each has the form of its list."""
    with pytest.raises(Exception, match=r"code|record"):
        subject_code(scheme, code)


@pytest.mark.parametrize(
    "written", ["press@", "a b@example.org", "press@example.org\nBcc: x@example.org", "x"]
)
def test_mailbox_is_one(written: str) -> None:
    """One address and nothing beside it, since it goes into the heads of letters."""
    with pytest.raises(ValidationError):
        TypeAdapter(Mailbox).validate_python(written)


def test_permission_has_evidence(tmp_path: Path) -> None:
    """A text alone is the status, in its present word or the one before it; keys may prove it."""
    for written in ("licence", "licensed", "{status: Licence, evidence: the letter of May}"):
        manifest = loaded(tmp_path, HEAD + f"permission: {written}\n" + CHAPTERS)
        assert manifest.permission.status is Permission.LICENSED
    assert manifest.permission.evidence == "the letter of May"


def test_one_number_is_not_for_two(tmp_path: Path) -> None:
    """A DOI in whatever capitals, and numbers of people, stand once."""
    people = "contributors:\n  a: {name: Agnes Crane, wikidata: Q1}\n  b: {name: Tobias Fell, wikidata: q1}\n"
    chapters = "chapters:\n  - title: One\n    articles:\n      - {source: walk.md, doi: 10.5555/A}\n"
    found = codes(tmp_path, HEAD + "doi: 10.5555/a\n" + people + chapters)
    assert [code for code in found if code == "M024"] == ["M024", "M024"]


def test_people_have_addresses() -> None:
    """The best known register first."""
    known = Identities(orcid="0000-0002-1825-0097", wikidata="Q1")
    assert known.addresses == (
        "https://orcid.org/0000-0002-1825-0097",
        "http://www.wikidata.org/entity/Q1",
    )
