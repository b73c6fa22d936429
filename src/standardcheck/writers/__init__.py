"""Reports in every format: one module a format, found by its name (``sarif-github`` is ``sarif_github``).

A writer has ``write(data, **options)``, which yields text, or bytes if it says ``BINARY = True``, made from a report's
data alone (``schemas/report.schema.json``), and ``wants(options)``: which parts of that data it will use (the
arguments of ``check.report.report_data``), so that the rest need not be made. A binary writer may have ``ready()``,
which raises ``Unwritable`` where this machine lacks what the format needs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from standardcheck.typing_light import Any, Protocol

_HELPERS = frozenset(("asking", "changes", "common", "layout", "missing", "zipped"))


class Writer(Protocol):
    """What a module of this folder offers."""

    def wants(self, options: dict[str, Any]) -> dict[str, Any]:
        """Which parts of the data are used."""

    def write(self, data: dict[str, Any], **options: Any) -> Iterator[Any]:
        """The report in pieces of text, or of bytes."""


def formats() -> list[str]:
    """The names of all formats."""
    from pkgutil import iter_modules

    return sorted(module.name.replace("_", "-") for module in iter_modules(__path__) if module.name not in _HELPERS)


def writer(name: str) -> Writer:
    """The writer of a format. Raises ``KeyError``."""
    if name != "text" and name not in formats():  # the usual one is there: nobody need look for the others
        raise KeyError(name)
    module = f"{__name__}.{name.replace('-', '_')}"
    __import__(module)  # as importlib does it, which a check need not load
    found: Writer = sys.modules[module]
    return found


def is_binary(name: str) -> bool:
    """Whether a format is written as bytes. Raises ``KeyError``."""
    return bool(getattr(writer(name), "BINARY", False))


def make_ready(name: str) -> None:
    """See that a format can be written on this machine, before any work is done. Raises ``Unwritable``."""
    getattr(writer(name), "ready", lambda: None)()
