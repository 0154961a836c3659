"""Letters that TeX has as commands: accents over a letter, and letters beyond ASCII."""

from __future__ import annotations

from typing import Final

#: Accents as commands, and the sign that joins a letter as one: grave, acute, circumflex, diaeresis, tilde,
#: macron, dot, breve, caron, double acute, cedilla, ring, ogonek, dot below, line below.
TEX_ACCENTS: Final = dict(
    zip(
        "`'^\"~=.uvHcrkdb",
        "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u030a\u0328\u0323\u0331",
        strict=True,
    )
)

#: Letters, and names, that are commands.
TEX_LETTERS: Final = dict(
    zip(
        ("ss", "oe", "OE", "ae", "AE", "o", "O", "aa", "AA", "l", "L", "i", "j", "dh", "DH", "th", "TH"),
        "ßœŒæÆøØåÅłŁıȷðÐþÞ",
        strict=True,
    ),
    LaTeX="LaTeX",
    TeX="TeX",
)
