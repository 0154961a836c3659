"""Every design that the manifest knows is whole: its folder, its families, its sheets."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from florilegium.editions.designs.design import Design, design_of
from florilegium.editions.pdf.fonts.instance import WANTED, Font
from florilegium.manifest.schema.manifest import DESIGNS

STYLES = files("florilegium") / "styles"


def test_the_manifest_knows_each_folder_that_is_a_design() -> None:
    folders = {entry.name for entry in STYLES.iterdir() if (entry / "design.toml").is_file()}
    assert folders == set(DESIGNS)


@pytest.mark.parametrize("name", DESIGNS)
def test_a_design_has_a_sheet_for_pages_and_one_for_screens(name: str) -> None:
    design = design_of(name)
    assert (STYLES / design.print_sheet).is_file()
    assert (STYLES / design.screen_sheet).is_file()


@pytest.mark.parametrize("name", DESIGNS)
def test_its_text_has_small_capitals_and_old_style_figures(name: str) -> None:
    family = design_of(name).text
    font = Font((files(family.package) / "files" / family.styles[0].file).read_bytes())
    assert font.features >= WANTED.keys()


@pytest.mark.parametrize("name", DESIGNS)
def test_its_families_may_be_embedded_and_have_four_styles(name: str) -> None:
    for family in design_of(name).families:
        fonts = [Font((files(family.package) / "files" / style.file).read_bytes()) for style in family.styles]
        assert [font.refusal for font in fonts] == [""] * 4
        assert [style.italic for style in family.styles] == [False, True, False, True]
        assert (
            "Reserved Font Name"
            not in (files(family.package) / "LICENSE").read_text(encoding="utf-8").split("PREAMBLE")[0]
        )


@pytest.mark.parametrize("name", DESIGNS)
def test_a_screen_sheet_names_no_family_but_its_own(name: str) -> None:
    design: Design = design_of(name)
    named = re.findall(r'font-family: "([^"]+)"', (STYLES / design.screen_sheet).read_text(encoding="utf-8"))
    assert set(named) <= {family.name for family in design.families}
    assert bool(named) == (design.display != design.text)


@pytest.mark.parametrize("name", DESIGNS)
def test_headings_begin_where_their_own_lines_begin(name: str) -> None:
    """`left` is for readers that know no other word; a book from right to left had headings on its left."""
    rules = (STYLES / design_of(name).screen_sheet).read_text(encoding="utf-8").split("}")
    assert [rule for rule in rules if "align: left" in rule and "align: start" not in rule] == []
