"""A workbook: summary, findings, missing facts and faults, with filters, colours and links between the sheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from standardcheck.errors import Fault, Unwritable
from standardcheck.writers.common import DEFAULT_LANGUAGE
from standardcheck.writers.common import wants as _wants

Data = dict[str, Any]
BINARY = True


def wants(options: Data) -> Data:
    """Findings that somebody has to act on, unless asked for all; no trees."""
    return _wants(options, complete=bool(options.get("every")))


def ready() -> None:
    """Raises ``Unwritable`` where XlsxWriter is not installed."""
    try:
        import xlsxwriter  # type: ignore[import-untyped]  # noqa: F401
    except ImportError:
        raise Unwritable([Fault("needs-office", {"format": "xlsx"})]) from None


def write(data: Data, *, language: str = DEFAULT_LANGUAGE, every: bool = False, **_: Any) -> Iterator[bytes]:
    """The file. ``every`` has passes and what does not apply, too."""
    from standardcheck.writers.xlsx.sheets import workbook

    ready()
    yield workbook(data, language, every)
