"""A word put at thousands of places of the fixtures of every format, and looked for in what came of it.

`make placings ARGS="--count 5000 --seed 1"`. A word is found when the book, the ledger or a problem has it.
Prints the places at which it is lost, and ends with status 1 if there is one.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HOME), str(HOME / "making"), str(HOME / "property")]

from test_account import FOLDER, lost, placings  # noqa: E402 - the paths above lead to it


def main() -> int:
    """Put the word, and print how often it was put into each format and where it was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    put: Counter[str] = Counter()
    missing = []
    with tempfile.TemporaryDirectory() as name:
        for picture in FOLDER.glob("*.png"):
            shutil.copy(picture, name)
        for path, place in placings(chosen.count, chosen.seed):
            put[path.suffix] += 1
            missing += filter(None, [lost(path, place, Path(name))])
    print(", ".join(f"{count} in {suffix}" for suffix, count in sorted(put.items())))
    print("\n".join(missing) or f"none of {chosen.count} lost")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
