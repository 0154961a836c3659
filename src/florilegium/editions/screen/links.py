"""Links between the files of a book for screens: each names the file of its anchor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from lxml.etree import _Element as Element

from florilegium.book.model import Mention
from florilegium.editions.documents import Document
from florilegium.editions.sections import Section


def files_of_anchors(
    documents: Sequence[Document],
    mentions: Mapping[str, Iterable[Mention]],
    file_of: Callable[[Section], str],
) -> dict[str, str]:
    """Return the file in which each anchor of some documents stands; `mentions` are those of each section."""
    anchors: dict[str, str] = {}
    for document in documents:
        name = file_of(document.section)
        anchors.update(dict.fromkeys(document.anchors, name))
        anchors.update((mention.id, name) for mention in mentions[document.section.id])
    return anchors


def relative(target: str, source: str) -> str:
    """Return the address of one file of the publication as another must write it."""
    up = source.count("/")
    folder = source.rpartition("/")[0]
    if folder and target.startswith(f"{folder}/"):
        return target[len(folder) + 1 :]
    return "../" * up + target


def link_files(tree: Element, page: str, anchors: Mapping[str, str]) -> None:
    """Let each link name the file of its anchor; a link to what the edition lacks becomes plain text."""
    for link in tree.iter("a"):
        address = link.get("href", "")
        if not address.startswith("#"):
            continue
        name = anchors.get(address[1:])
        if name is None:
            del link.attrib["href"]
        else:
            # The file is named even in itself: a popped-up note or a cut-out page keeps its links.
            link.set("href", relative(name, page) + address)


def show_pictures(tree: Element, page: str, names: Mapping[str, str]) -> None:
    """Let each picture name its file, by its source."""
    for picture in tree.iter("img"):
        picture.set("src", relative(names[picture.get("src", "")], page))
