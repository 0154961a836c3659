"""WeasyPrint is imported without what it seldom wants, and finds it when it does."""

from __future__ import annotations

import subprocess
import sys

ASKED = """
import sys
from florilegium.editions.pdf.weasyprint import engine
assert not {"fontTools.subset", "fontTools.varLib"} & set(sys.modules)
from weasyprint.pdf import fonts
from io import BytesIO
options = fonts.subset.Options(hinting=False)
from fontTools import subset
from fontTools.varLib import instancer
assert type(options) is subset.Options
try:
    fonts.instantiateVariableFont({}, {})
except ValueError as error:
    assert "fvar" in str(error)
"""


def test_what_cuts_other_fonts_is_imported_when_it_is_asked_for() -> None:
    assert subprocess.run([sys.executable, "-c", ASKED], check=False).returncode == 0
