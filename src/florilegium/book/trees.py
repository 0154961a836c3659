"""Trees on their way to another process: as XML, since lxml's own cannot be sent.

To import this module is enough; whatever holds a tree can be sent then.
"""

from __future__ import annotations

import copyreg
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element


def _read(xml: bytes) -> Any:
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))


def _send(tree: Element) -> tuple[Any, tuple[bytes]]:
    return _read, (etree.tostring(tree, encoding="utf-8", with_tail=False),)


copyreg.pickle(etree._Element, _send)
