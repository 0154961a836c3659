"""Print what the program knows of each language: `python -m florilegium.languages`."""

from __future__ import annotations

import sys

from florilegium.languages.overview import overview

if __name__ == "__main__":
    sys.stdout.write(overview())
