"""What a paragraph of a source is: the text's, a note, a credit, the site's; and the ledger of it."""
