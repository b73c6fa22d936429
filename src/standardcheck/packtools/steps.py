"""The smallest step that means something from a limit as it is written: one in its last digit, one day.

``600 m2`` steps to ``601 m2`` and ``599 m2``, ``0.90 m`` to ``0.91 m``, ``1:12`` to ``1:11`` (up) and ``1:13`` (down).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from standardcheck.vocabulary.dates import is_date
from standardcheck.vocabulary.numbers import canonical, exact
from standardcheck.vocabulary.units import Dimensions

_RATIO = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([:/])\s*(\d+(?:\.\d+)?)\s*$")
_NUMBER = re.compile(r"\s*([-+]?\d+(?:\.\d*)?|[-+]?\.\d+)(.*)$", re.DOTALL)

UP, DOWN = 1, -1
SLIPS: dict[Dimensions, int] = {(("length", 1),): 1000, (("length", 2),): 10_000, (("time", 1),): 60}
"""By dimension, the factor between two units that are taken for each other: m and mm, ha and m², min and s."""


def stepped(written: Any, way: int) -> Any:
    """A limit as written, one step up or down; ``None`` if it has no step that way."""
    if isinstance(written, bool):
        return None
    if not isinstance(written, str):
        return _shifted(decimals(written), way)
    if is_date(written):
        return (date.fromisoformat(written) + timedelta(days=way)).isoformat()
    ratio = _RATIO.match(written)
    if ratio:
        below = _shifted(ratio[3], -way)
        return f"{ratio[1]}{ratio[2]}{below}" if Fraction(below) > 0 else None
    number = _NUMBER.match(written)
    return f"{_shifted(number[1], way)}{number[2]}" if number else None


def decimals(number: Any) -> str:
    """A number with all its digits; a long one rounded to twelve decimals."""
    if type(number) is int:
        return str(number)
    value = exact(number)
    for places in range(13):
        if (value * 10**places).denominator == 1:
            return f"{float(value):.{places}f}"
    return f"{float(value):.12f}"


def _shifted(digits: str, way: int) -> str:
    places = len(digits.partition(".")[2])
    value = Fraction(digits) + way * Fraction(1, 10**places)
    sign, whole = "-" if value < 0 else "", abs(value * 10**places)
    text = str(whole.numerator).rjust(places + 1, "0")
    return f"{sign}{text[:-places]}.{text[-places:]}" if places else f"{sign}{text}"


def step_size(written: Any, value: Any, reading: Any) -> Any:
    """How far one step from ``value`` (in base units) goes: the larger of up and down, by ``reading`` of the text."""
    sizes = [abs(exact(reading(text)) - exact(value)) for way in (UP, DOWN) if (text := stepped(written, way))]
    return canonical(max(sizes)) if sizes else 0
