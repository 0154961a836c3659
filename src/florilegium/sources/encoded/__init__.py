"""Texts encoded in XML by the meaning of their parts: TEI, JATS and BITS, DocBook, FictionBook."""
