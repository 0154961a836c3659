"""Every design on every trim that has a name, and what the proof says of each.

`make designs ARGS="examples/on-foot"`; without a folder the shipped anthology. Prints a table, and ends with
status 1 if there is an overfull line, a widow, an orphan or a problem of the pages.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HOME), str(HOME / "making")]

from designed import proofs  # noqa: E402 - the paths above lead to it

from projects import REPOSITORY  # noqa: E402


def main() -> int:
    """Print the figures of each design on each trim."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("project", nargs="?", type=Path, default=REPOSITORY)
    chosen = parser.parse_args()
    print("| | trim | pages | justified lines | loose | hyphenated | faults |\n|---|---|---|---|---|---|---|")
    faulty = False
    with tempfile.TemporaryDirectory() as name:
        for made in proofs(chosen.project.resolve(), Path(name)):
            print(made, flush=True)
            faulty |= bool(made.faults)
    return int(faulty)


if __name__ == "__main__":
    sys.exit(main())
