"""The summary of a GitHub Actions job: the page of ``markdown`` for ``$GITHUB_STEP_SUMMARY``, which takes 1 MiB."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from standardcheck.writers.common import DEFAULT_LANGUAGE, Data
from standardcheck.writers.markdown import fitted, pieces, wants

LIMIT = 1024 * 1024
"""Bytes of a step's summary."""

__all__ = ["LIMIT", "wants", "write"]


def write(data: Data, *, language: str = DEFAULT_LANGUAGE, **_: Any) -> Iterator[str]:
    """The page, with far more room than a comment has."""
    yield fitted(pieces(data, language), LIMIT, lambda text: len(text.encode()), language)
