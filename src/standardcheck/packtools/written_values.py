"""Values as an author writes them: ``1:12``, ``35 %``, ``850 mm``, a number in the unit of its field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from standardcheck.packtools.steps import decimals
from standardcheck.vocabulary.model import Field
from standardcheck.vocabulary.numbers import canonical, exact

PLACES = 6
"""Decimals that a suggested number may have."""


def writable(field: Field, value: Any) -> Iterator[Any]:
    """A number as written, and its neighbours; rounded both ways where it cannot be written."""
    unit = type(exact(1))(field.unit.factor) if field.unit else exact(1)
    scaled = value / unit
    places = 0 if field.type == "integer" else 2
    low = (scaled * 10**places).__floor__()
    exactly = written(field, canonical(value))
    if exactly is not None:
        yield exactly
    for whole in (low, low + 1, low - 1):
        text = written(field, canonical(exact(whole) / 10**places * unit))
        if text is not None and text != exactly:
            yield text


def written(field: Field, value: Any) -> Any:
    """A value of a field as an author writes it; ``None`` if it has no short form."""
    if isinstance(value, bool | str):
        return value
    if field.quantity == "gradient" and 0 < value < 1:
        below = 1 / exact(value)
        if (below * 100).denominator == 1:
            return f"1:{_short(below)}"
    if field.quantity == "share" and (exact(value) * 10_000).denominator == 1:
        return f"{_short(exact(value) * 100)} %"
    unit = type(exact(1))(field.unit.factor) if field.unit else exact(1)
    scaled = exact(value) / unit
    if (scaled * 10**PLACES).denominator != 1 or (field.type == "integer" and scaled.denominator != 1):
        return None
    if field.quantity == "length" and (scaled * 100).denominator != 1 and (exact(value) * 1000).denominator == 1:
        return f"{_short(exact(value) * 1000)} mm"
    return scaled.numerator if scaled.denominator == 1 else float(scaled)


def _short(number: Any) -> str:
    return decimals(canonical(number))
