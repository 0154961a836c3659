"""Whatever stands in the file: a manifest, or problems with places. Nothing else ever happens."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from written import CHAPTERS, HEAD

from florilegium.manifest.reading.load import load
from florilegium.manifest.schema.manifest import Manifest
from florilegium.manifest.schema.shapes import all_shapes
from florilegium.problems import ManifestError, Report

KEYS = sorted({key for shape in all_shapes() for key in shape.written()})
SIGNS = [
    "&a ",
    "*a",
    "!x ",
    "- ",
    "? ",
    ": ",
    "|\n",
    ">",
    "[",
    "]",
    "{",
    "}",
    ",",
    "'",
    '"',
    "#",
    "%",
    "@",
    "\t",
    "---\n",
    "\r",
]

pieces = st.one_of(
    st.sampled_from(KEYS).map(lambda key: f"{key}: "),
    st.sampled_from(SIGNS),
    st.sampled_from(["\n", "\n  ", "\n    ", "\n  - "]),
    st.text(max_size=6),
    st.sampled_from(["a.txt", "12-15", "2026-11-22", "true", "null", "9780306406157", "en", "<<: "]),
)

values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.sampled_from(KEYS)),
    lambda below: st.one_of(
        st.lists(below, max_size=3), st.dictionaries(st.sampled_from(KEYS), below, max_size=4)
    ),
    max_leaves=12,
)


def check(data: bytes) -> None:
    """Load a file with these bytes: either a manifest, or an error whose problems all have places."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "anthology.yaml"
        path.write_bytes(data)
        report = Report()
        try:
            manifest = load(path, report)
        except ManifestError as error:
            assert error.problems == report.problems
            assert report.errors
        else:
            assert isinstance(manifest, Manifest)
            assert {problem.code for problem in report.problems} <= {"M009", "M010"}
        lines = data.count(b"\n") + data.count(b"\r") + data.count(b"\x85") + data.count(b"\xe2\x80") + 1
        for problem in report.problems:
            assert problem.place.file == "anthology.yaml"
            assert 0 <= problem.place.line <= lines + 1
            assert problem.message


@settings(deadline=None)
@given(st.lists(pieces, max_size=30).map("".join))
def test_any_text(text: str) -> None:
    """Text made of YAML's own signs, our keys and anything else."""
    check(text.encode("utf-8", errors="surrogatepass"))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    """Bytes that may be no text at all."""
    check(data)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(Manifest.written())), values, max_size=6))
def test_any_tree(tree: dict[str, object]) -> None:
    """Sound YAML of every shape, under keys that the schema knows."""
    import json

    check(json.dumps(tree).encode())


@settings(deadline=None)
@given(st.integers(0, len(HEAD + CHAPTERS)), st.sampled_from(SIGNS))
def test_one_stray_sign(place: int, sign: str) -> None:
    """A sound manifest with one sign too many."""
    text = HEAD + CHAPTERS
    check((text[:place] + sign + text[place:]).encode())
