"""Labels of list items that no list can make by itself, such as `(a)` or `Article V`: they stand as text.

Such a label is apparatus and no running text (`runs.SILENT_CLASSES`), as the number of a note is.
"""

from __future__ import annotations

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs


def show_labels(tree: Element) -> None:
    """Put the label of each item that has one before its text, in place; the item then has no number."""
    for item in [one for one in tree.iter("li") if one.get("data-marker")]:
        label = etree.Element("span", {"class": "marker"})
        label.text = f"{item.attrib.pop('data-marker')} "
        item.set("class", "marked")
        first = item[0] if len(item) and not (item.text or "").strip() else None
        holder = first if first is not None and first.tag == "p" else item
        if holder is item and first is not None and first.tag in runs.BLOCKS:
            holder = etree.Element("p")
            item.insert(0, holder)
        label.tail, holder.text = holder.text, None
        holder.insert(0, label)
