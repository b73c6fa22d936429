"""The review opinion as a Word document, for a reviewer to complete and sign."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from standardcheck.errors import Fault, Unwritable
from standardcheck.writers.common import DEFAULT_LANGUAGE
from standardcheck.writers.common import wants as _wants

Data = dict[str, Any]
BINARY = True


def wants(options: Data) -> Data:
    """All findings, for passes may rest on declarations; no trees."""
    return _wants(options, complete=True)


def ready() -> None:
    """Raises ``Unwritable`` where python-docx is not installed."""
    try:
        import docx  # noqa: F401
    except ImportError:
        raise Unwritable([Fault("needs-office", {"format": "docx"})]) from None


def write(data: Data, *, language: str = DEFAULT_LANGUAGE, **_: Any) -> Iterator[bytes]:
    """The file; several plans have a table of conclusions first, and a section each."""
    from standardcheck.writers.docx.opinion import opinions

    ready()
    yield opinions(data, language)
