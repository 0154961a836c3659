"""The PDF edition: sections laid out once each, then joined, then furnished with heads and folios."""
