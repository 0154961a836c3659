"""Patterns that are compiled when they are first used (ADR 17)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

__all__ = ["regex"]

if TYPE_CHECKING:
    from re import compile as regex
else:

    class regex:  # noqa: N801 - is called as a function is: for its users it is `re.compile`
        """Return a pattern as `re.compile` would, which stands at the head of a module.

        What is wrong with one shows when it is first used, so the tests compile all.
        """

        def __init__(self, pattern, flags=0):
            self.pattern, self._flags = pattern, flags

        def __getattr__(self, name):
            compiled = re.compile(self.pattern, self._flags)
            for member in _MEMBERS:
                setattr(self, member, getattr(compiled, member))
            return getattr(compiled, name)

        def __reduce__(self):
            return regex, (self.pattern, self._flags)


#: What a pattern can be asked besides its own text.
_MEMBERS: Final = (
    *("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn", "scanner"),
    *("flags", "groups", "groupindex"),
)
