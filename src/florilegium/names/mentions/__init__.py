"""From text to mentions: the authority's forms, and where the text has them."""
