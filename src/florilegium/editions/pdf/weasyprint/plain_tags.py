"""What WeasyPrint's own tags lack for PDF/UA-1 and for a file that is joined of many.

`finish` is the `finisher` of WeasyPrint's `write_pdf`: it gets the objects of the file, which are those of
pydyf, just before they are written.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from typing import Any, Final

_LIST_PARTS: Final = ("/Lbl", "/LBody")


def finish(_document: Any, pdf: Any, *, section: str, formulas: Collection[str] = ()) -> None:
    """Mend the structure and the links of a section's file; `formulas` are the words of its formulas."""
    dictionaries = [one for one in pdf.objects if isinstance(one, dict)]
    elements = [one for one in dictionaries if one.get("Type") == "/StructElem"]
    _keep_one_link(dictionaries, elements)
    _put_into_bodies(pdf, elements)
    _have_no_cell_in_a_cell(elements)
    for element in elements:
        _name_apart(element, section)
        if element["S"] == "/Figure" and getattr(element.get("Alt"), "string", "") in formulas:
            element["S"] = "/Formula"
        if element["S"] == "/Figure" and "Alt" not in element:
            element["Alt"] = _string("")


def _keep_one_link(dictionaries: list[Any], elements: list[Any]) -> None:
    """Keep the annotations of Link elements alone, and let them be printed (PDF/UA-1 7.18.5, PDF/A-3 6.3.2).

    WeasyPrint makes one for each box in a link, and holds it by whatever that box is.
    """
    import pydyf

    held = {one.reference: one["Obj"] for one in dictionaries if one.get("Type") == "/OBJR"}
    kept = set()
    for element in elements:
        if element["S"] == "/Link":
            kept |= {held[kid] for kid in element["K"] if kid in held}
        else:
            element["K"] = pydyf.Array([kid for kid in element["K"] if kid not in held])
    for one in dictionaries:
        if one.get("Subtype") == "/Link":
            one["F"] = 4
        if "Annots" in one:
            one["Annots"] = pydyf.Array([link for link in one["Annots"] if link in kept])


def _put_into_bodies(pdf: Any, elements: list[Any]) -> None:
    """Put what stands in a list's item beside its label into a body (ISO 32000-1 14.8.4.3.3)."""
    import pydyf

    by_reference = {element.reference: element for element in elements}
    for item in (one for one in elements if one["S"] == "/LI"):
        kids = pydyf.Array()
        kinds = groupby(item["K"], key=lambda kid: by_reference.get(kid, {}).get("S") in _LIST_PARTS)
        for is_part, group in kinds:
            if is_part:
                kids.extend(group)
                continue
            body = pydyf.Dictionary(
                {"Type": "/StructElem", "S": "/LBody", "P": item.reference, "Pg": item["Pg"]}
            )
            body["K"] = pydyf.Array(group)
            pdf.add_object(body)
            kids.append(body.reference)
            for kid in body["K"]:
                if kid in by_reference:
                    by_reference[kid]["P"] = body.reference
        item["K"] = kids


def _have_no_cell_in_a_cell(elements: list[Any]) -> None:
    """Let a box within a cell, which WeasyPrint before 70.0 takes for a cell too, mean nothing."""
    cells = {element.reference: element for element in elements if element["S"] in {"/TH", "/TD"}}
    inner = [cells[kid] for cell in cells.values() for kid in cell["K"] if kid in cells]
    for element in inner:
        element["S"] = "/NonStruct"
        element.pop("A", None)


def _name_apart(element: Any, section: str) -> None:
    """Give the name of a table's cell that of its section before it, wherever it is named."""
    import pydyf

    if "ID" in element:
        element["ID"] = _string(f"{section}-{element['ID'].string}")
    attributes = element.get("A", {})
    if "Headers" in attributes:
        names = [_string(f"{section}-{name.string}") for name in attributes["Headers"]]
        attributes["Headers"] = pydyf.Array(names)


def _string(text: str) -> Any:
    import pydyf

    return pydyf.String(text)
