"""The numbers by which registers know texts, people, institutions and licences, each checked by its rule.

A number may be written as its agency prints it, or as the address at which it is looked up; what is kept is
the number. Nothing is looked up: a number that is well formed may still belong to somebody else.
"""

from __future__ import annotations

import re
from typing import Annotated, Final

from pydantic import BeforeValidator, WithJsonSchema

from florilegium.manifest.schema.kinds import fault
from florilegium.manifest.schema.standards import bare_signs, checked_isbn, wrong_check
from florilegium.system.patterns import regex

_TEXT: Final = WithJsonSchema({"type": "string"})


def _number(value: object, *addresses: str) -> str:
    """Return what an editor wrote, without the address of the register in front of it."""
    text = value.strip() if isinstance(value, str) else ""
    for address in addresses:
        found = re.fullmatch(rf"(?:https?://)?(?:www\.)?{address}(.*)", text, re.IGNORECASE)
        if found:
            return found[1].strip().rstrip("/")
    return text


def _doi(value: object) -> str:
    """Return a DOI as Crossref takes it: a prefix that an agency gave, and a suffix (ISO 26324 §4).

    Signs beyond these letters are allowed by the standard but not by Crossref since 2008.
    """
    text = _number(value, r"(?:dx\.)?doi\.org/", r"doi:\s*")
    if re.fullmatch(r"10\.\d{4,9}(?:\.\d+)*/[-._;()/:A-Za-z0-9]+", text):
        return text
    wanted = "a DOI such as 10.5555/walks.1"
    if re.match(r"10\.\d{4,9}(?:\.\d+)*/", text):
        raise fault(
            wanted, "After the slash it has letters without accents, digits and -._;()/ alone.", "M014"
        )
    raise fault(wanted, "It begins with 10., the publisher’s number and a slash.", "M014")


def _mod_11_2(value: str, wanted: str, code: str) -> str:
    """Return the sixteen signs of an ORCID iD or ISNI, whose last is a check (ISO 7064 mod 11-2)."""
    from stdnum.iso7064 import mod_11_2

    signs = bare_signs(value)
    if not re.fullmatch(r"\d{15}[\dX]", signs):
        found = f"This one has {len(signs)}." if re.fullmatch(r"[\dX]+", signs) else ""
        raise fault(f"{wanted} of sixteen digits", found, code)
    right = mod_11_2.calc_check_digit(signs[:15])
    if signs[-1] != right:
        raise wrong_check(f"{wanted} whose last sign is", right, code)
    return signs


def _orcid(value: object) -> str:
    signs = _mod_11_2(_number(value, r"orcid\.org/"), "an ORCID iD", "M015")
    return "-".join(signs[at : at + 4] for at in range(0, 16, 4))


def _isni(value: object) -> str:
    return _mod_11_2(_number(value, r"isni\.org/(?:isni/)?", r"isni:?\s*"), "an ISNI", "M016")


#: The digits of Crockford's base 32, in which ROR writes its numbers.
_BASE_32: Final = "0123456789abcdefghjkmnpqrstvwxyz"


def _ror(value: object) -> str:
    """Return a ROR ID, whose last two digits are a check (ISO 7064 mod 97-10 over Crockford's base 32)."""
    text = _number(value, r"ror\.org/").lower()
    wanted = "a ROR ID such as 05dxps055"
    if not re.fullmatch(rf"0[{_BASE_32}]{{6}}\d\d", text):
        raise fault(wanted, "It is the end of the institution’s address at ror.org.", "M017")
    number = 0
    for letter in text[:7]:
        number = number * 32 + _BASE_32.index(letter)
    right = 98 - number * 100 % 97
    if int(text[7:]) != right:
        expected = f"a ROR ID whose last digits are right; after these they would be {right:02}"
        raise fault(expected, "One letter is mistyped, or two are turned round.", "M017")
    return text


def _wikidata(value: object) -> str:
    text = _number(value, r"wikidata\.org/(?:wiki|entity)/").upper()
    if not re.fullmatch(r"Q[1-9]\d{0,11}", text):
        meant = f"Is “Q{text}” meant?" if re.fullmatch(r"[1-9]\d*", text) else ""
        raise fault("an item of Wikidata such as Q7251", meant, "M018")
    return text


def _control_number(text: str, prefix: str) -> str:
    """Return a control number of the Library of Congress in its plain form, or nothing when it is none.

    Blanks go, and a hyphen gives way to noughts: `n 79-21164` is `n79021164`. A year has two digits until
    2000 and four from 2001 on (the agency's rules for normalising an LCCN).
    """
    bare = re.sub(r"\s", "", text).lower()
    parted = re.fullmatch(r"([a-z]+(?:\d{4}|\d{2}))-(\d{1,6})", bare)
    plain = parted[1] + parted[2].zfill(6) if parted else bare
    return plain if re.fullmatch(rf"{prefix}(?:\d{{8}}|20\d{{8}})", plain) else ""


def _lcnaf(value: object) -> str:
    found = _control_number(_number(value, r"id\.loc\.gov/authorities/names/"), "n[a-z]?")
    if not found:
        raise fault("a record of Library of Congress names such as n79021164", _LOC, "M019")
    return found


_LOC: Final = "It is the end of the record’s address at id.loc.gov."

_CC_LICENCE: Final = regex(
    r"(?:https?://)?(?:www\.)?creativecommons\.org/licenses/"
    r"(?P<kind>by(?:-nc)?(?:-nd|-sa)?)/(?P<version>\d\.\d)/?(?P<land>[a-z]{2,3}/)?"
    r"(?:deed|legalcode)?(?:[./][\w.-]+)?/?",
    re.IGNORECASE,
)
_CC_ZERO: Final = regex(
    r"(?:https?://)?(?:www\.)?creativecommons\.org/publicdomain/zero/1\.0(?:/.*)?", re.IGNORECASE
)


def _licence(value: object) -> str:
    """Return the SPDX identifier of a licence given by it, by Creative Commons' short name or address."""
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    text = value.strip() if isinstance(value, str) else ""
    name = _of_creative_commons(text)
    if re.fullmatch(r"[A-Za-z0-9.+-]+", name) and not name.lower().startswith("licenseref-"):
        try:
            return str(canonicalize_license_expression(name))
        except InvalidLicenseExpression:
            pass
    raise fault(
        "an SPDX identifier such as CC-BY-4.0, or an address of Creative Commons", _hint(name), "M020"
    )


def _of_creative_commons(text: str) -> str:
    found = _CC_LICENCE.fullmatch(text)
    if found:
        land = (found["land"] or "").strip("/")
        return "-".join(part for part in ("CC", found["kind"], found["version"], land) if part)
    if _CC_ZERO.fullmatch(text) or text.upper() in {"CC0", "CC 0"}:
        return "CC0-1.0"
    return re.sub(r"\s+", "-", text) if re.match(r"cc\b", text, re.IGNORECASE) else text


def _hint(name: str) -> str:
    if re.fullmatch(r"cc-by(-nc)?(-nd|-sa)?", name, re.IGNORECASE):
        return f"Say which version: is “{name.upper()}-4.0” meant?"
    if "rights" in name.lower():
        return "Without a licence all rights are reserved: take the key out, and write “copyright:”."
    return ""


def licence_address(name: str) -> str:
    """Return where the licence of an SPDX identifier can be read: at Creative Commons, else at SPDX."""
    if name == "CC0-1.0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    found = re.fullmatch(r"CC-(BY(?:-NC)?(?:-ND|-SA)?)-(\d\.\d)(?:-([A-Z]{2,3}))?", name)
    if not found:
        return f"https://spdx.org/licenses/{name}.html"
    land = f"{found[3].lower()}/" if found[3] else ""
    return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/{land}"


def _signs_of(value: object, scheme: str) -> str:
    """Return the signs of a number without the name of its scheme, a pattern, in front of it."""
    text = value if isinstance(value, str) else ""
    return bare_signs(re.sub(rf"^\s*(?:urn:)?{scheme}[: ]?", "", text, flags=re.IGNORECASE))


def _isbn_number(value: object) -> str:
    digits = _signs_of(value, r"isbn(?:-1[03])?")
    if not re.fullmatch(r"\d{9}[\dX]|\d{13}", digits):
        raise fault("an ISBN of 13 or 10 digits", f"This one has {len(digits)}.", "M022")
    return checked_isbn(digits, "M022")


def _issn(value: object) -> str:
    """Return an ISSN with its hyphen, whose last sign is a check (ISO 3297)."""
    from stdnum import issn

    signs = _signs_of(value, "issn")
    if not re.fullmatch(r"\d{7}[\dX]", signs):
        raise fault("an ISSN of eight digits such as 0028-0836", f"This one has {len(signs)}.", "M023")
    right = issn.calc_check_digit(signs[:7])
    if signs[-1] != right:
        raise wrong_check("an ISSN whose last sign is", right, "M023")
    return f"{signs[:4]}-{signs[4:]}"


#: The DOI of a text or a funder, without the resolver's address.
Doi = Annotated[str, BeforeValidator(_doi), _TEXT]
#: An ORCID iD, with its hyphens.
Orcid = Annotated[str, BeforeValidator(_orcid), _TEXT]
#: An ISNI, sixteen signs without blanks.
Isni = Annotated[str, BeforeValidator(_isni), WithJsonSchema({"type": ["string", "integer"]})]
#: A ROR ID, without the register's address.
Ror = Annotated[str, BeforeValidator(_ror), _TEXT]
#: An item of Wikidata.
Wikidata = Annotated[str, BeforeValidator(_wikidata), _TEXT]
#: A record of the Library of Congress Name Authority File.
Lcnaf = Annotated[str, BeforeValidator(_lcnaf), _TEXT]
#: The SPDX identifier of a licence.
LicenceName = Annotated[str, BeforeValidator(_licence), _TEXT]
#: An ISBN, thirteen digits without hyphens.
IsbnNumber = Annotated[str, BeforeValidator(_isbn_number), WithJsonSchema({"type": ["string", "integer"]})]
#: An ISSN, with its hyphen.
Issn = Annotated[str, BeforeValidator(_issn), _TEXT]

#: The three letters with which BISAC's subject codes begin (BISG, edition of 2024).
_BISAC: Final = regex(
    r"(?:A(?:NT|RC|RT)|B(?:IB|IO|US)|C(?:GN|KB|OM|RA)|D(?:ES|RA)|EDU|F(?:AM|IC|OR)|GA[MR]|H(?:EA|IS|OM|UM)"
    r"|J(?:NF|UV)|L(?:AN|AW|CO|IT)|M(?:AT|ED|US)|N(?:AT|ON)|OCC|P(?:ER|ET|HI|HO|OE|OL|SY)|RE[FL]"
    r"|S(?:CI|EL|OC|PO|TU)|T(?:EC|RA|RU|RV)|YA[FN])\d{6}"
)

#: A category of Thema begins with one of twenty letters, a qualifier with a digit from 1 to 6 (EDItEUR).
_THEMA: Final = regex(r"(?:[ACDFGJKLMNPQRSTUVWXY]|[1-6][A-Z])[A-Z0-9]{0,7}(?:-[A-Z0-9]{1,4}){0,4}")


def subject_code(scheme: str, code: str) -> str:
    """Return the code of a subject in its list.

    Raises:
        PydanticCustomError: M021, the list has no codes of this form, or none is named.
    """
    if scheme == "BISAC":
        if not _BISAC.fullmatch(code.upper()):
            raise fault(
                "a code of BISAC such as POL011000", "Three letters that BISAC has, then six digits.", "M021"
            )
        return code.upper()
    if scheme == "Thema":
        if not _THEMA.fullmatch(code.upper()):
            raise fault("a code of Thema such as JPSD or 1FPJ", "Capitals and digits, from the list.", "M021")
        return code.upper()
    if scheme == "LCSH":
        found = _control_number(_number(code, r"id\.loc\.gov/authorities/subjects/"), "sh")
        if not found:
            raise fault("a record of Library of Congress subjects such as sh85145114", _LOC, "M021")
        return found
    raise fault("a code with its list", "Write “scheme:” beside it: BISAC, Thema or LCSH.", "M021")
