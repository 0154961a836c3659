"""Letters of symbol fonts as Unicode: Symbol, Wingdings 1 to 3, Webdings.

Word keeps such a sign as a number from F020 to F0FF beside the name of its font. The tables are those of the
fonts' own encodings; of the ornaments, those that Unicode has.
"""

from __future__ import annotations

from typing import Final

from florilegium.system.patterns import regex


def _row(start: int, signs: str) -> dict[int, str]:
    """Return the codes from `start` on; a space stands for a code without a sign."""
    return {start + offset: sign for offset, sign in enumerate(signs) if sign != " "}


_SYMBOL: Final = {
    **_row(0x21, "!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"),
    **_row(0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"),
    **_row(0xA0, "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"),
    **_row(0xE6, "⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"),
}

_WINGDINGS: Final = {
    **_row(
        0x21,
        "✏✂✁👓🕭🕮🕯🕿✆🖂🖃📪📫📬📭📁📂📄🗏🗐🗄⌛🖮🖰🖲🖳🖴🖫🖬✇✍🖎✌👌👍👎☜☞☝☟🖐☺😐☹💣☠⚐🏱✈☼💧❄🕆✞🕈✠✡☪☯ॐ☸♈♉♊♋♌♍♎♏♐♑♒♓🙰🙵",
    ),
    **_row(0x6C, "●❍■□◻❑❒⬧⧫◆❖⬥⌧⮹⌘🏵🏶🙶🙷"),
    **_row(0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿🙢🙠🙡🙣🙞🙜🙝🙟·•▪○○○◉◎○▪☐🟂✦★✶✴✹✵⯐⌖⟡⌑⯑✪✰"),
    **_row(0xB7, "🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗🙖🙐🙑🙒🙓⌫⌦⮘⮚⮙⮛⮈⮊⮉⮋←→↑↓↖↗↙↘←→↑↓↖↗↙↘⇦⇨⇧⇩⬄⇳⬁⬀⬃⬂🢬🢭✗✓☒☑"),
}

_WINGDINGS_2: Final = {
    **_row(0x50, "✓✗☑☒ ⮽⮽"),
    0x4F: "✗",
    0x51: "☒",
    0x52: "☑",
    0x53: "☒",
    0x54: "☒",
    0x97: "●",
    0x98: "●",
    0xA2: "■",
    0xA3: "□",
    0xAE: "◆",
}

_WINGDINGS_3: Final = {
    **_row(0x21, "⭠⭢⭡⭣⭦⭧⭩⭨⭰⭲⭱⭳⭶⭸⭻⭽⭤⭥⭪⭬⭫⭭⭍⮠⮡⮢⮣⮤⮥⮦⮧"),
    **_row(0x70, "▲▼△▽◀▶◁▷◣◢◤◥"),
}

_WEBDINGS: Final = {
    0x34: "▶",
    0x35: "▲",
    0x36: "▼",
    0x61: "✔",
    0x63: "☐",
    0x67: "■",
    0x6E: "●",
    0x72: "✖",
    0x59: "♥",
}

_FONTS: Final = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": _WINGDINGS_3,
    "webdings": _WEBDINGS,
}

#: Fonts whose ordinary letters are no letters but signs.
SYMBOL_FONTS: Final = frozenset(_FONTS)

#: Where Word keeps the letters of symbol fonts, so that no other font shows them as letters.
_PRIVATE: Final = range(0xF020, 0xF100)


#: A font of signs where markup names one.
_NAMED: Final = regex(r"\b(Symbol|Wingdings(?: [23])?|Webdings)\b")


def font_of(markup: str) -> str:
    """Return the font of signs that the attributes of an element name, if they do."""
    found = _NAMED.search(markup) if "Symbol" in markup or "dings" in markup else None
    return found[1] if found else ""


def sign_of(code: int, font: str) -> str:
    """Return the letter for a code of a font; empty when Unicode has none that is known here."""
    table = _FONTS.get(font.lower())
    own = code - 0xF000 if code in _PRIVATE else code
    if table is not None:
        return table.get(own, " " if own in {0x20, 0xA0} else "")
    if code in _PRIVATE:
        return chr(own) if 0x20 < own < 0x7F or own > 0xA0 else ""
    return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else ""


def shown(text: str, font: str) -> str:
    """Return a run's text as its font shows it; a letter that is not known here stays."""
    if font.lower() not in SYMBOL_FONTS and not any(ord(letter) in _PRIVATE for letter in text):
        return text
    return "".join(_shown(letter, font) for letter in text)


def _shown(letter: str, font: str) -> str:
    code = ord(letter)
    if letter.isspace() or (code > 0xFF and code not in _PRIVATE):
        return letter
    return sign_of(code, font) or letter
