"""What an editor writes of the contents, as values."""

from __future__ import annotations

import pytest

from florilegium.manifest.schema.contents import ChapterKeys, ContributorKeys, ProseKeys, brings_prose

PROSE = ProseKeys(text="On the *wall*.")


@pytest.mark.parametrize(
    ("value", "brings"),
    [
        (PROSE, True),
        (ContributorKeys(name="A. N."), False),
        (ContributorKeys(name="A. N.", biography=PROSE), True),
        ({"an": ContributorKeys(name="A. N.", biography=PROSE)}, True),
        (ChapterKeys(title="Walls", articles=({"source": "a.md"},)), False),
        ((ChapterKeys(title="Walls", introduction={"text": "On."}, articles=({"source": "a.md"},)),), True),
        ("On the wall.", False),
    ],
)
def test_a_manifest_says_whether_it_brings_texts_of_its_own(value: object, *, brings: bool) -> None:
    """Wherever they stand in it."""
    assert brings_prose(value) is brings
