"""What stops the tool, as one tree of exceptions.

    FlorilegiumError            1
    ├── ManifestError           2   the manifest cannot be read or breaks its schema
    ├── SourceError             3   an article is missing, unreadable, broken or of unknown format
    ├── CompositionError        4   the book contradicts itself (notes, names, keys)
    ├── EditionError            5   an edition cannot be made
    └── ReleaseError            6   the finished files cannot be written

The number is the command's exit status. An exception of a library never crosses our boundary: it is
chained to one of these. Anything else that reaches the command line is a bug and shows its traceback.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from florilegium.problems import Problem


class FlorilegiumError(Exception):
    """The root of the tree.

    `message` is one sentence for an editor. `problems` are the faults of the texts that led here; the
    command line prints them all before the message.
    """

    exit_status: ClassVar[int] = 1

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = problems


class ManifestError(FlorilegiumError):
    """The manifest cannot be read, is not YAML, or breaks its schema."""

    exit_status = 2


class SourceError(FlorilegiumError):
    """An article is missing, unreadable, broken or of a format no reader knows."""

    exit_status = 3


class CompositionError(FlorilegiumError):
    """The book contradicts itself: a reference to nothing, a loop, a call without its note."""

    exit_status = 4


class EditionError(FlorilegiumError):
    """An edition cannot be made of a book that is sound; the cause is chained."""

    exit_status = 5


class ReleaseError(FlorilegiumError):
    """The finished files cannot be put in their place."""

    exit_status = 6
