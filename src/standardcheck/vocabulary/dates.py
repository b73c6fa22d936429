"""Days of the calendar, kept as the text they are written in: ISO dates sort as text."""

from __future__ import annotations

import re

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")


def is_date(text: str) -> bool:
    """Whether ``text`` is a day of the calendar written YYYY-MM-DD."""
    from datetime import date

    if not _DAY.match(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
