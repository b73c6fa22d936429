"""Importing libraries without compiling the patterns that we do not use.

PyYAML compiles ten for its own reader, resolver and constructor, where we read with libyaml: half of its import, and a
twentieth of the check of a small plan. Only for a process of our own, in which nothing else runs while we import
(docs/decisions/0014-patterns-on-demand.md).
"""

from __future__ import annotations

import re

from standardcheck.typing_light import Any

_compile = re.compile


def import_lightly(*names: str) -> None:
    """Import modules; the patterns that they make with ``re.compile`` are compiled when one is asked for something."""
    re.compile = _OnDemand  # type: ignore[assignment]
    try:
        for name in names:
            __import__(name)
    finally:
        re.compile = _compile


class _OnDemand:
    """A pattern that is compiled when it is first used."""

    def __init__(self, pattern: Any, flags: Any = 0) -> None:
        self._made_of = pattern, flags

    def __getattr__(self, name: str) -> Any:
        return getattr(_compile(*self._made_of), name)
