"""One file that holds several articles: which part of it each has, and what of it none has."""
