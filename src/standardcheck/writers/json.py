"""The report itself: JSON as ``schemas/report.schema.json`` describes it, the same bytes for the same input."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from standardcheck.writers.common import json_text


def wants(options: dict[str, Any]) -> dict[str, Any]:
    """Everything."""
    return {}


def write(data: dict[str, Any], **_: Any) -> Iterator[str]:
    """The data as indented JSON."""
    yield json_text(data)
