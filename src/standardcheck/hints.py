"""Words for messages: what was probably meant, and what was found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def near(word: str, known: Iterable[str]) -> str:
    """The known word that ``word`` was probably meant to be, or ``""``."""
    from difflib import get_close_matches

    found = get_close_matches(str(word), list(known), n=1, cutoff=0.6)
    return found[0] if found else ""


def shown(value: Any) -> str:
    """A value as it may stand in a message: short, on one line."""
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "…"
