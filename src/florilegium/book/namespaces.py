"""The XML namespaces of what is read and written, and the attributes that are named with them."""

from __future__ import annotations

from typing import Final

XHTML: Final = "http://www.w3.org/1999/xhtml"
#: That of `epub:type` (EPUB 3.3, Appendix C).
EPUB: Final = "http://www.idpf.org/2007/ops"
MATHML: Final = "http://www.w3.org/1998/Math/MathML"
XML: Final = "http://www.w3.org/XML/1998/namespace"

EPUB_TYPE: Final = f"{{{EPUB}}}type"
XML_LANG: Final = f"{{{XML}}}lang"
