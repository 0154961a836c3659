"""The reading of `anthology.yaml` and of the index file it may name: the only place that knows PyYAML.

YAML is taken event by event, so that depth and aliases are counted before anything unfolds, every key and
value keeps its place, and no tag ever makes an object. What the words mean is the schema's business.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as MappingABC
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from florilegium.manifest.reading.builder import Builder, StoppedError
from florilegium.manifest.reading.decoding import NotLettersError, decode
from florilegium.manifest.reading.syntax import Stumble, split_lines
from florilegium.manifest.reading.tree import Mapping, Node, Scalar, value
from florilegium.problems import ManifestError, Place, Problem, Report
from florilegium.system import files

if TYPE_CHECKING:
    from florilegium.manifest.schema.manifest import Manifest

#: Bytes. A manifest with an index of ten thousand entries has about one million.
SIZE_LIMIT: Final = 10_000_000

#: Files that say what is in them.
NONE_INSTEAD: Final[MappingABC[str, str]] = {}


def load(path: Path, report: Report, instead: MappingABC[str, str] = NONE_INSTEAD) -> Manifest:
    """Return the manifest at `path`, checked in full. `instead` are texts that files are to have, by their
    names, whatever is in them.

    Every mistake of the file is in `report`, with its place. A file that the manifest names and that is
    missing (M009, M010) is a problem too, but the manifest is still given, so that one run can go on to
    what the sources have wrong.

    Raises:
        ManifestError: the file cannot be read, is not YAML, or breaks the schema.
    """
    from florilegium.manifest.checks import report_missing_sources, report_strangers
    from florilegium.manifest.reading.complaints import examine

    found = Report()
    manifest: Manifest | None = None
    try:
        text = instead.get(path.name)
        root = read_tree(path.parent, path.name, found) if text is None else tree_of(text, path.name, found)
        tree = _with_index(root, path.parent, found, instead)
        manifest = examine(tree, path.parent, path.name, found)
        if manifest is None or _is_refused(found):
            report_strangers(tree, found)
            report_missing_sources(tree, path.parent, found)
    except StoppedError:
        manifest = None
    report.extend(found.problems)
    if manifest is None or _is_refused(found):
        raise _refusal(path, found, report)
    return manifest


def mistakes_with(path: Path, file: str, text: str) -> tuple[Problem, ...]:
    """Return what would be wrong with a manifest if one of its files said something else."""
    from florilegium.manifest.checks import report_strangers

    report = Report()
    with suppress(ManifestError):
        report_strangers(load(path, report, {file: text}).node, report)
    return report.problems


def parse_yaml(root: Path, name: str, report: Report) -> object:
    """Return the bare content of a YAML file that is no manifest: mappings, lists, texts and None.

    Limits of size, depth and aliases are those of a manifest.

    Raises:
        ManifestError: M001 or another mistake of the file is in the report.
    """
    found = Report()
    try:
        content: object = value(read_tree(root, name, found))
    except StoppedError:
        content = None
    report.extend(found.problems)
    if found.errors:
        raise ManifestError(f"“{name}” cannot be read as YAML", report.problems)
    return content


def _is_refused(found: Report) -> bool:
    """Return whether a manifest has mistakes beside files that cannot be had."""
    return any(problem.code not in {"M009", "M010"} for problem in found.errors)


def _refusal(path: Path, found: Report, report: Report) -> ManifestError:
    count = len(found.errors)
    mistakes = "one mistake" if count == 1 else f"{count} mistakes"
    return ManifestError(f"no book can be made of “{path.name}”: it has {mistakes}", report.problems)


def _with_index(tree: Node, root: Path, report: Report, instead: MappingABC[str, str]) -> Node:
    """Return the tree with the index file in the place of its name.

    Its nodes keep the places of that file.
    """
    named = tree.values.get("index") if isinstance(tree, Mapping) else None
    if not isinstance(tree, Mapping) or not isinstance(named, Scalar) or named.is_nothing:
        return tree
    if named.text.strip().lower() in {"false", "no", "off", "true", "yes", "on"}:
        return tree
    name = named.text.strip()
    try:
        text = instead.get(name)
        index = read_tree(root, name, report, named.place) if text is None else tree_of(text, name, report)
    except StoppedError:
        index = Mapping({}, {}, named.place)
    if not isinstance(index, Mapping):
        report.add(
            "M004",
            index.place,
            "the index file holds no keys; expected “entries:”, “places:” and so on",
            "Write the same keys here as under “index:” in the manifest.",
        )
        index = Mapping({}, {}, named.place)
    return Mapping(tree.keys, {**tree.values, "index": index}, tree.place)


def read_tree(root: Path, name: str, report: Report, named_at: Place | None = None) -> Node:
    """Return the tree of one file. `named_at` is where the manifest names it; None for the manifest itself.

    Raises:
        StoppedError: M001, M006, M009 or M010 is in the report.
    """
    try:
        text = decode(files.read(root, name, SIZE_LIMIT))
    except files.FileRefusedError as refused:
        if named_at:
            from florilegium.manifest.schema.standards import what_of_file

            code, expected, hint = what_of_file(refused)
            report.add(code, named_at, f"“index” is “{name}”; expected {expected}", hint)
        else:
            report.add("M001", Place(name), refused.message, _HINTS.get(refused.reason, ""))
        raise StoppedError from refused
    except NotLettersError as error:
        report.add("M001", Place(name, error.line, error.column), error.message, error.hint)
        raise StoppedError from error
    return tree_of(text, name, report)


def tree_of(text: str, name: str, report: Report) -> Node:
    """Return the tree of the text of a file.

    Raises:
        StoppedError: M001 or M006 is in the report.
    """
    builder = Builder(name, split_lines(text), report)
    for event in _events(text, builder):
        builder.take(event)
    if builder.root is None:
        report.add(
            "M001",
            Place(name),
            "the file is empty",
            "Write the title, language, identifier and date of the book, then its chapters.",
        )
        raise StoppedError
    return builder.root


_HINTS: Final = {
    "missing": "Check the name and the folder; “florilegium” looks for the manifest where it is started.",
    "kind": "Name the manifest itself, such as “anthology.yaml”.",
    "size": "A manifest holds no articles; name their files under “source:”.",
    "outside": "Start the program with the manifest itself, not with a link to it.",
}


def plain_values(text: str) -> Any:
    """Return what a text in YAML says, as plain values; dates stay words.

    Raises:
        ManifestError: the text is no YAML.
    """
    import yaml

    try:
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes words, lists and mappings alone
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1})" if mark else ""
        raise ManifestError(f"it is no YAML{where}") from error


def yaml_events(text: str) -> Iterator[Any]:
    """Yield PyYAML's events of a text; their marks count letters from 0.

    Raises:
        ManifestError: the text is no YAML from the last event on.
    """
    import yaml

    try:
        yield from _parsed(text)
    except yaml.YAMLError as error:
        raise ManifestError("the file is no YAML") from error


def _events(text: str, builder: Builder) -> Iterator[Any]:
    """Yield PyYAML's events; its errors become M001."""
    import yaml

    try:
        yield from _parsed(text)
    except yaml.MarkedYAMLError as error:
        mark, since = error.problem_mark, error.context_mark
        at = (mark.line, mark.column) if mark else (0, 0)
        begun = (since.line, since.column) if since else None
        builder.stumble(Stumble(str(error.problem or ""), str(error.context or ""), at, begun, builder.lines))
    except yaml.YAMLError:
        builder.stumble(Stumble("", "", (0, 0), None, builder.lines))


def _parsed(text: str) -> Iterator[Any]:
    import yaml

    yield from yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
