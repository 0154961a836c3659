"""Florilegium makes one book of many articles: an EPUB and a typeset PDF from one manifest."""

from importlib.metadata import version as _version

__all__ = ["__version__"]

__version__ = _version("florilegium")
