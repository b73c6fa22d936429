"""The report itself: JSON as ``schemas/report.schema.json`` describes it, the same bytes for the same input."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any


def wants(options: dict[str, Any]) -> dict[str, Any]:
    """Everything."""
    return {}


def write(data: dict[str, Any], **_: Any) -> Iterator[str]:
    """The data as indented JSON."""
    yield json.dumps(data, ensure_ascii=False, indent=1)
    yield "\n"
