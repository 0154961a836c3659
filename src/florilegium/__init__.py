"""Florilegium makes one book of many articles: an EPUB and a typeset PDF from one manifest.

    import florilegium

    result = florilegium.build("anthology.yaml", editions=["epub", "pdf"])

The names below are the program's surface for other programs; docs/python.md shows their use. What is imported
from further inside may change with any release.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from florilegium.editions.protocol import Context, Edition, Needs
    from florilegium.pipeline.api import build, check, release
    from florilegium.pipeline.build import BuildResult
    from florilegium.pipeline.editions import EDITIONS
    from florilegium.pipeline.release.make_release import ReleaseResult
    from florilegium.pipeline.request import BuildRequest
    from florilegium.pipeline.session import Count, Progress
    from florilegium.problems import (
        CompositionError,
        EditionError,
        FlorilegiumError,
        ManifestError,
        Place,
        Problem,
        ReleaseError,
        Severity,
        SourceError,
    )

__version__ = "0.1.0"

__all__ = [
    "EDITIONS",
    "BuildRequest",
    "BuildResult",
    "CompositionError",
    "Context",
    "Count",
    "Edition",
    "EditionError",
    "FlorilegiumError",
    "ManifestError",
    "Needs",
    "Place",
    "Problem",
    "Progress",
    "ReleaseError",
    "ReleaseResult",
    "Severity",
    "SourceError",
    "__version__",
    "build",
    "check",
    "release",
]

#: Where names come from: imported when first asked for, so that `import florilegium` is light.
_HOMES: Final = {
    **dict.fromkeys(("build", "check", "release"), "florilegium.pipeline.api"),
    **dict.fromkeys(("Context", "Edition", "Needs"), "florilegium.editions.protocol"),
    **dict.fromkeys(("Count", "Progress"), "florilegium.pipeline.session"),
    "BuildRequest": "florilegium.pipeline.request",
    "BuildResult": "florilegium.pipeline.build",
    "EDITIONS": "florilegium.pipeline.editions",
    "ReleaseResult": "florilegium.pipeline.release.make_release",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"florilegium has no “{name}”")
    value = getattr(import_module(_HOMES.get(name, "florilegium.problems")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
