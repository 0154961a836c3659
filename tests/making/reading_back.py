"""Reading text back from a PDF, without any tool outside the project's own libraries."""

from __future__ import annotations

import io
import re

import pikepdf


def page_words(data: bytes) -> list[str]:
    """The text of each page in the order of its content, pieces of lines parted by spaces."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        maps: dict[tuple[int, int], dict[int, str]] = {}
        return [_page(page, maps) for page in pdf.pages]


def _page(page: pikepdf.Page, maps: dict[tuple[int, int], dict[int, str]]) -> str:
    if "/Contents" not in page or "/Resources" not in page:
        return ""
    fonts = {}
    for name, font in page.Resources.get("/Font", {}).items():
        if font.objgen not in maps:
            maps[font.objgen] = _to_unicode(font.ToUnicode.read_bytes())
        fonts[name] = maps[font.objgen]
    words: list[str] = []
    glyphs: dict[int, str] = {}
    artifact = 0
    for operands, operator in pikepdf.parse_content_stream(page):
        kind = str(operator)
        if kind in {"BDC", "BMC"}:
            artifact += 1 if artifact or str(operands[0]) == "/Artifact" else 0
        elif kind == "EMC" and artifact:
            artifact -= 1
        elif kind == "Tf":
            glyphs = fonts[str(operands[0])]
        elif kind == "TJ" and not artifact:
            words.append(
                "".join(
                    _decode(bytes(piece), glyphs)
                    for piece in operands[0]
                    if isinstance(piece, (pikepdf.String, bytes))
                )
            )
    return " ".join(words)


def _decode(codes: bytes, glyphs: dict[int, str]) -> str:
    return "".join(
        glyphs.get(int.from_bytes(codes[at : at + 2], "big"), "") for at in range(0, len(codes), 2)
    )


def _to_unicode(cmap: bytes) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]*)>", cmap)
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}
