"""The posts in an export of WordPress (WXR), each as a page of HTML.

An export is a feed of RSS with WordPress's own elements. The text of a post is HTML in a section of XML; the
classic editor leaves paragraphs to its blank lines, as WordPress's `wpautop` makes them when a post is shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.system.archive import declares_entities
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

_CONTENT: Final = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR: Final = "{http://purl.org/dc/elements/1.1/}creator"
_MARK: Final = b"wordpress.org/export/"

#: Blocks that `wpautop` leaves as they are.
_BLOCK: Final = regex(
    r"\s*</?(?:p|h[1-6]|div|blockquote|pre|ul|ol|li|dl|dt|dd|table|thead|tbody|tfoot|tr|td|th|figure|figcaption"
    r"|section|article|aside|header|footer|hr|address|details|summary|form|iframe|video|audio|!--)\b",
    re.IGNORECASE,
)
_KEPT_WHOLE: Final = regex(r"(<pre\b.*?</pre>|<!--.*?-->)", re.DOTALL | re.IGNORECASE)
_CAPTION: Final = regex(
    r"\[caption\b[^\]]*\]\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)\s*(.*?)\s*\[/caption\]", re.DOTALL
)
#: What else WordPress puts in when it shows a post: pictures by their numbers, and what stands elsewhere.
_GALLERY: Final = regex(r"\[gallery\b([^\]]*)\]")
_NUMBERS: Final = regex(r"""\b(?:ids|include)\s*=\s*["'“”]?([\d,\s]+)""")
_ELSEWHERE: Final = regex(
    r"""\[(embed|audio|video)\b(?:[^\]]*?\b(?:src|mp3|mp4)\s*=\s*["']([^"']+)["'])?[^\]]*\]"""
    r"(?:\s*(https?://[^\s\[\]]+)\s*)?(?:\[/\1\])?"
)
#: Where WordPress shows the notes of a post, which it keeps apart; notes that plug-ins have in their place.
_NOTES: Final = regex(r"<!-- wp:footnotes\b.*?/-->", re.DOTALL)
_NOTE: Final = regex(r"\[(footnote|efn_note|ref|mfn|fn|note)\](.+?)\[/\1\]", re.DOTALL)
_PICTURE: Final = regex(r"\.(?:jpe?g|png|gif|webp|svg|avif)\b", re.IGNORECASE)
_MORE: Final = regex(r"<!--(?:more|nextpage|noteaser)\b.*?-->")


class NoExportError(Exception):
    """A file is no sound export; the message says why."""


@dataclass(frozen=True)
class WordpressPost:
    """A published post: a name for its file, and the page that it makes."""

    slug: str
    page: str


@dataclass(frozen=True)
class _Picture:
    """A picture of an export: its address, what it shows in words, its caption, and the post that has it."""

    address: str
    said: str
    caption: str
    post: str

    @property
    def figure(self) -> str:
        """Return it as a figure of HTML."""
        caption = f"<figcaption>{self.caption}</figcaption>" if self.caption else ""
        return f'<figure><img src="{escape(self.address)}" alt="{escape(self.said)}">{caption}</figure>'


@dataclass(frozen=True)
class WordpressExport:
    """The published posts of an export, and what else is in it: how many items of each kind."""

    posts: tuple[WordpressPost, ...]
    others: Mapping[str, int]


def is_export(data: bytes) -> bool:
    """Return whether a file is an export of WordPress."""
    return _MARK in data[:20_000] and b"<rss" in data[:20_000]


def read_export(data: bytes) -> WordpressExport:
    """Read an export.

    Raises:
        NoExportError: it declares entities, or is no sound XML.
    """
    if declares_entities(data):
        raise NoExportError("it declares entities, which no export of WordPress does")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=False)
    try:
        channel = etree.fromstring(data, parser).find("channel")
    except etree.XMLSyntaxError as error:
        raise NoExportError(f"it is broken in line {error.lineno}: export it once more") from error
    if channel is None:
        raise NoExportError("it has no posts")
    names, pictures = dict(_authors(channel)), dict(_pictures(channel))
    language = (channel.findtext("language") or "").strip()
    posts: list[WordpressPost] = []
    others: dict[str, int] = {}
    for item in channel.iter("item"):
        kind = _own(item, "post_type") or "post"
        status = _own(item, "status") or "publish"
        if kind in {"post", "page"} and status == "publish":
            posts.append(_post(item, names, pictures, language, len(posts) + 1))
        else:
            told = kind if status in {"publish", "inherit"} else f"{status} {kind}"
            others[told] = others.get(told, 0) + 1
        for name in ("category", "comment", "excerpt"):
            count = sum(1 for one in item if _is_beside(one, name))
            if count:
                others[name] = others.get(name, 0) + count
    return WordpressExport(tuple(posts), others)


def _authors(channel: Element) -> Iterator[tuple[str, str]]:
    """Yield the names by which authors are shown, by their logins."""
    for one in channel:
        if _local(one) == "author":
            login, name = _own(one, "author_login"), _own(one, "author_display_name")
            yield login, name or login


def _pictures(channel: Element) -> Iterator[tuple[str, _Picture]]:
    """Yield the pictures of an export by their numbers."""
    for item in channel.iter("item"):
        address = _own(item, "attachment_url")
        if _own(item, "post_type") == "attachment" and _PICTURE.search(address):
            caption = next((one.text or "" for one in item if _is_beside(one, "excerpt")), "").strip()
            said = next(_meta(item, "_wp_attachment_image_alt"), "")
            yield _own(item, "post_id"), _Picture(address, said, caption, _own(item, "post_parent"))


def _post(
    item: Element, names: Mapping[str, str], pictures: Mapping[str, _Picture], language: str, number: int
) -> WordpressPost:
    title = " ".join((item.findtext("title") or "").split())
    login = (item.findtext(_CREATOR) or "").strip()
    author = names.get(login, login)
    day = _own(item, "post_date").partition(" ")[0]
    slug = re.sub(r"[^\w-]+", "-", _own(item, "post_name") or title.lower()).strip("-")[:60] or "post"
    head = [
        '<meta charset="utf-8">',
        f"<title>{escape(title)}</title>",
        f'<meta name="author" content="{escape(author)}">' if author else "",
        f'<meta property="article:published_time" content="{escape(day)}">' if day else "",
    ]
    shown = _with_pictures(item.findtext(_CONTENT) or "", _own(item, "post_id"), pictures)
    content = _with_notes(_paragraphs(shown), _notes(item))
    opened = f'<html lang="{escape(language)}">' if language else "<html>"
    page = (
        f"<!DOCTYPE html>\n{opened}\n<head>\n"
        + "".join(f"{line}\n" for line in head if line)
        + f"</head>\n<body>\n<article>\n<h1>{escape(title)}</h1>\n"
        + f"{content}\n</article>\n</body>\n</html>\n"
    )
    return WordpressPost(f"{number:03}-{slug}", page)


def _notes(item: Element) -> str:
    """Return the notes of a post that WordPress keeps beside it, as the list that it shows."""
    try:
        notes = [note for kept in _meta(item, "footnotes") for note in json.loads(kept or "[]")]
        told = [(str(note["id"]), str(note["content"])) for note in notes]
    except (ValueError, TypeError, KeyError):
        return ""
    items = "".join(
        f'<li id="{escape(key)}">{said} <a href="#{escape(key)}-link">↩</a></li>\n' for key, said in told
    )
    return f'<ol class="wp-block-footnotes">\n{items}</ol>' if items else ""


def _meta(item: Element, key: str) -> Iterator[str]:
    """Yield what WordPress keeps beside an item under a key."""
    for one in item:
        if _local(one) == "postmeta" and _own(one, "meta_key") == key:
            yield _own(one, "meta_value")


def _with_notes(page: str, notes: str) -> str:
    """Return a post with its notes where it shows them, and those of plug-ins as notes in their place."""
    page = _NOTE.sub(r'<span class="footnote">\2</span>', page)
    if not notes:
        return page
    return _NOTES.sub(lambda _: notes, page, count=1) if _NOTES.search(page) else f"{page}\n{notes}"


def _with_pictures(content: str, post: str, pictures: Mapping[str, _Picture]) -> str:
    """Return a post's content with the pictures of its galleries, and a link to what it shows from elsewhere.

    A gallery without numbers has the pictures that belong to the post. One of which the export knows none
    stays as it is typed.
    """

    def gallery(found: re.Match[str]) -> str:
        numbers = _NUMBERS.search(found[1])
        if numbers:
            wanted = [pictures[one] for one in re.findall(r"\d+", numbers[1]) if one in pictures]
        else:
            wanted = [one for one in pictures.values() if post and one.post == post]
        figures = "\n\n".join(one.figure for one in wanted)
        return f"\n\n{figures}\n\n" if figures else found[0]

    def link(found: re.Match[str]) -> str:
        address = escape(found[2] or found[3] or "")
        return f'\n\n<p><a href="{address}">{address}</a></p>\n\n' if address else found[0]

    return _ELSEWHERE.sub(link, _GALLERY.sub(gallery, content))


def _paragraphs(content: str) -> str:
    """Return a post's content with the paragraphs that its blank lines make, as WordPress shows it."""
    content = content.replace("\r\n", "\n")
    content = _CAPTION.sub(r"\n\n<figure>\1<figcaption>\2</figcaption></figure>\n\n", content)
    if "<!-- wp:" in content:
        return content
    parts = _KEPT_WHOLE.split(_MORE.sub("\n\n", content))
    return "".join(part if number % 2 else _broken(part) for number, part in enumerate(parts))


def _broken(text: str) -> str:
    """Return a stretch of HTML whose blank lines end paragraphs and whose other line ends break lines."""
    text = re.sub(
        r"(</(?:p|div|h[1-6]|blockquote|ul|ol|table|figure)>)", r"\1\n\n", text, flags=re.IGNORECASE
    )
    found = []
    for block in re.split(r"\n\s*\n", text):
        told = block.strip("\n")
        if not told.strip():
            continue
        is_block = _BLOCK.match(told) or told.lstrip().startswith("</")
        found.append(told if is_block else f"<p>{told.strip().replace(chr(10), '<br>' + chr(10))}</p>")
    return "\n\n".join(found)


def _is_beside(element: Element, kind: str) -> bool:
    """Return whether an element is a category, a comment or an excerpt of a post that says something."""
    is_excerpt = kind == "excerpt" and "/excerpt/" in str(element.tag)
    return (is_excerpt or _local(element) == kind) and bool("".join(map(str, element.itertext())).strip())


def _own(element: Element, name: str) -> str:
    """Return the text of a child of WordPress's own namespace, which has its version in its name."""
    return next(
        ((one.text or "").strip() for one in element if _local(one) == name and str(one.tag).startswith("{")),
        "",
    )


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""
