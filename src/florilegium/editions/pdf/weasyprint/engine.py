"""WeasyPrint, imported as fast as it can be. Importing this module waits until it is there."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any, Final

from florilegium.system.native_libraries import known_by_file

#: What of fontTools WeasyPrint imports for fonts that HarfBuzz does not cut, which ours are not, and the
#: function that it takes from there. It is a quarter of the time, and ten megabytes.
_SELDOM_WANTED: Final = {"fontTools.subset": "", "fontTools.varLib.instancer": "instantiateVariableFont"}

#: The types of C that every section of a book asks for by name. A name is understood in five milliseconds,
#: since all that were declared are read before it; who is forked from a process that knows it, knows it too.
_TYPES: Final = (
    *("PangoFcFontMap *", "FcChar8 **", "char[]", "unsigned int *", "PangoRectangle *", "PangoLogAttr[]"),
    *("hb_tag_t[100]", "char[4]", "hb_codepoint_t[]"),
)


class _Later(ModuleType):
    """A module that is imported when something in it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what importing asks of every module
            raise AttributeError(name)
        return getattr(import_module(self.__name__), name)


def _later(module: str, function: str) -> ModuleType:
    """Return what stands for a module, with a function that is imported when it is called."""
    stand_in = _Later(module)
    if function:

        def call(*arguments: Any, **named: Any) -> Any:
            return getattr(import_module(module), function)(*arguments, **named)

        setattr(stand_in, function, call)
    return stand_in


@contextmanager
def _without_what_is_seldom_wanted() -> Iterator[None]:
    """Have modules import stand-ins for what they hardly ever use."""
    absent = {name: _later(name, used) for name, used in _SELDOM_WANTED.items() if name not in sys.modules}
    sys.modules.update(absent)
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


def _imported() -> Any:
    with known_by_file(), _without_what_is_seldom_wanted():
        import weasyprint
    from weasyprint.text.ffi import ffi

    for name in _TYPES:
        ffi.typeof(name)
    return weasyprint


ENGINE = _imported()
