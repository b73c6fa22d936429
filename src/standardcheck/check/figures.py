"""Numbers as people read them, in the unit that suits them."""

from __future__ import annotations

from standardcheck.vocabulary.model import Field
from standardcheck.vocabulary.numbers import (
    PLACES,
    RUN_PLACES,
    Number,
    canonical,
    compare,
    decimal_text,
    exact,
    gradient_text,
)

Shown = tuple[str, str, str]
"""How to show a number: factor of the unit to base units, and the unit's name in zh and en.

A name may have two forms, ``day|days``, for one and for many."""

PLAIN: Shown = ("1", "", "")


def field_unit(field: Field) -> Shown:
    """The unit to show a field's values in."""
    if field.quantity == "gradient":
        return ("1", "1:", "1:")
    if field.quantity == "share":
        return ("1/100", "%", "%")
    return (field.unit.factor, field.unit.zh, field.unit.forms) if field.unit else PLAIN


def number_text(value: Number, unit: Shown, language: int, beside: Number | None = None) -> str:
    """A number of base units with its unit: ``600 m²``, ``1:12``, ``35 %``.

    Rounded, but never so that it looks like ``beside``, the number that it is compared with, and is another.
    """
    text = _rounded(value, unit, language, 0)
    if beside is None or (type(value) is int and type(beside) is int and unit[0] == "1"):
        return text
    other = _rounded(beside, unit, language, 0)
    if text == other and compare(value, beside) != 0:
        finer = (_rounded(value, unit, language, more) for more in _MORE)
        text = next((text for text in finer if text != other), text)
    return text


def _rounded(value: Number, unit: Shown, language: int, more: int) -> str:
    """With ``more`` decimals than usual."""
    name = unit[language]
    if name == "1:":
        return gradient_text(value, RUN_PLACES + more)
    scaled = value if unit[0] == "1" else _scaled(value, unit[0])
    one, _, many = name.partition("|")
    return f"{decimal_text(scaled, PLACES + more)} {many if many and abs(scaled) != 1 else one}".rstrip()


_MORE = (1, 2, 4, 8, 16, 32)


def _scaled(value: Number, factor: str) -> Number:
    from fractions import Fraction

    return canonical(exact(value) / Fraction(factor))
