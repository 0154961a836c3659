"""Pictures that a page loads late: what stands in `src` is a dot, and the picture is named elsewhere.

A browser puts the picture in its place as the page is scrolled. Its name is in another attribute, in a set of
sizes, or in the copy of the picture for browsers without scripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from lxml.etree import _Element as Element

from florilegium.sources.parts import content_of, weigh
from florilegium.sources.tree.cutting import detach
from florilegium.system.patterns import regex

#: Attributes that name the picture, and those that name it in several sizes.
_NAMES: Final = (
    *("data-src", "data-original", "data-lazy-src", "data-orig-file", "data-large-file", "data-full-url"),
    *("data-hi-res-src", "data-image", "data-img-src", "data-lazy", "data-url", "data-echo"),
    *("data-actualsrc", "data-native-src", "data-delayed-url", "data-defer-src", "data-medium-file"),
)
_SETS: Final = ("srcset", "data-srcset", "data-lazy-srcset", "data-original-set")

#: Names of files that stand in for a picture.
_PLACEHOLDER: Final = regex(
    r"(?:^|[/_.-])(?:blank|spacer|placeholder|transparent|pixel|dot|clear|lazy(?:load)?|loading|1x1|empty)"
    r"[\w.-]*\.(?:gif|png|svg|jpe?g|webp)\Z",
    re.IGNORECASE,
)

#: Data of so many letters is a dot or a blur.
_DOT: Final = 400


def find_pictures(root: Element) -> None:
    """Give every picture of a page the name of its file, in place; AMP has an element of its own for them."""
    for copy in list(root.iter("noscript")):
        _use_copy(copy)
    for image in root.iter("amp-img", "amp-anim"):
        if image.find(".//img") is None:
            image.tag = "img"
    for image in root.iter("img"):
        source = (image.get("src") or "").strip()
        better = _best(image) if _is_placeholder(source) else ""
        if better:
            image.set("src", better)


def _is_placeholder(source: str) -> bool:
    """Return whether what stands in `src` is nothing, a dot, or a file that stands in for pictures."""
    if source.startswith("data:"):
        return len(source) <= _DOT or source.startswith("data:image/svg")
    return not source or source.startswith("about:") or bool(_PLACEHOLDER.search(_path(source)))


def _path(source: str) -> str:
    try:
        return urlsplit(source).path
    except ValueError:
        return source


def _best(image: Element) -> str:
    """Return the name that a picture has elsewhere: a file beside the page before one on the web."""
    found = [name for name in _candidates(image) if name and not _is_placeholder(name)]
    return min(found, key=lambda name: "//" in name, default="")


def _candidates(image: Element) -> Iterator[str]:
    for name in _NAMES:
        yield (image.get(name) or "").strip()
    parent = image.getparent()
    sources = parent.iterchildren("source") if parent is not None and parent.tag == "picture" else ()
    for one in (image, *sources):
        for name in _SETS:
            yield _largest(one.get(name) or "")


def _largest(sizes: str) -> str:
    """Return the largest picture of a `srcset`."""
    found = [part.split() for part in re.split(r",\s+|,(?=\S+\s+\d)", sizes) if part.strip()]
    return max(found, key=lambda one: _width(one[1]) if len(one) > 1 else 1.0)[0] if found else ""


def _width(size: str) -> float:
    number = size.strip(",")[:-1]
    return float(number) if re.fullmatch(r"\d{1,6}(?:\.\d{1,3})?", number) else 1.0


def _use_copy(copy: Element) -> None:
    """Use the copy of a picture for browsers without scripts: its name, or itself where there is no other."""
    images = list(copy.iter("img"))
    if len(images) != 1 or weigh(content_of(copy)):
        return
    source = (images[0].get("src") or "").strip()
    if _is_placeholder(source):
        return
    beside = _picture_beside(copy)
    if beside is None:
        copy.tag = "span"
    else:
        if _is_placeholder((beside.get("src") or "").strip()):
            beside.set("src", source)
        beside.set("alt", beside.get("alt") or images[0].get("alt") or "")
        detach(copy)


def _picture_beside(copy: Element) -> Element | None:
    """Return the picture next to a copy of it: the nearest before or after it, with nothing between them."""
    for one in (copy.getprevious(), copy.getnext()):
        if one is not None and one.tag in {"img", "picture", "a", "div", "span", "figure"}:
            image = one if one.tag == "img" else next(one.iter("img"), None)
            if image is not None and not weigh(content_of(one)):
                return image
    parent = copy.getparent()
    around = parent.iter("img") if parent is not None and parent.tag in {"figure", "picture"} else ()
    return next((one for one in around if not any(above is copy for above in one.iterancestors())), None)
