"""The pages of a publication: from a document that all editions share to finished XHTML."""
