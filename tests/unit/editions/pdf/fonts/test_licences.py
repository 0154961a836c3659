"""What a book embeds of the program's may be passed on with it; docs/security.md says by which licence."""

from __future__ import annotations

from importlib.resources import files

import pytest
from fontTools.ttLib import TTFont

from florilegium.editions.designs.design import CLASSIC, design_of
from florilegium.editions.designs.families import FAMILIES, Family
from florilegium.editions.pdf.fonts.bundled import CODE, FALL_BACKS
from projects import REPOSITORY

ALL = {family.name: family for family in (*FAMILIES.values(), CODE, *FALL_BACKS)}
#: Numbers of the name table: the copyright and the licence (OpenType, “name”).
COPYRIGHT, LICENCE = 0, 13


@pytest.mark.parametrize("family", ALL.values(), ids=ALL)
def test_a_family_is_under_the_open_font_licence(family: Family) -> None:
    """Each file says so; but for one that the manual names, none reserves a name."""
    for style in family.styles:
        with (files(family.package) / "files" / style.file).open("rb") as stream, TTFont(stream) as font:
            assert "SIL Open Font License, Version 1.1" in font["name"].getDebugName(LICENCE)
            reserves = "Reserved Font Name" in (font["name"].getDebugName(COPYRIGHT) or "")
            assert reserves == (family.name == "Source Code Pro")
            assert not font["OS/2"].fsType & 0x2, "embedding is forbidden"


def test_no_edition_has_a_file_of_a_font_with_a_reserved_name() -> None:
    """An EPUB and a web edition carry files of fonts that are cut down, which may not bear such a name.

    A PDF has its fonts in itself: a document, which the licence leaves free.
    """
    designs = [path.name for path in (files("florilegium") / "styles").iterdir() if path.is_dir()]
    assert CLASSIC in designs
    families = {family.name for name in designs for family in design_of(name).families}
    assert CODE.name not in families


def test_every_family_is_in_the_manual() -> None:
    manual = (REPOSITORY / "docs" / "security.md").read_text(encoding="utf-8")
    assert [name for name in ALL if name not in manual] == []
