"""Florilegium makes one book of many articles: an EPUB and a typeset PDF from one manifest."""

__all__ = ["__version__"]

__version__ = "0.1.0"
