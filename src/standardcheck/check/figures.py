"""Numbers as people read them, in the unit that suits them."""

from __future__ import annotations

from standardcheck.vocabulary.model import Field
from standardcheck.vocabulary.numbers import Number, canonical, decimal_text, exact

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


def number_text(value: Number, unit: Shown, language: int) -> str:
    """A number of base units with its unit: ``600 m²``, ``1:12``, ``35 %``."""
    name = unit[language]
    if name == "1:":
        return gradient_text(value)
    scaled = value if unit[0] == "1" else _scaled(value, unit[0])
    one, _, many = name.partition("|")
    return f"{decimal_text(scaled)} {many if many and abs(scaled) != 1 else one}".rstrip()


def _scaled(value: Number, factor: str) -> Number:
    from fractions import Fraction

    return canonical(exact(value) / Fraction(factor))


def gradient_text(value: Number) -> str:
    """A gradient as ``1:n``; as a decimal where that would round."""
    exact_value = exact(value)
    if exact_value == 0:
        return "0"
    run = canonical(1 / exact_value)
    text = decimal_text(run, 2)
    return f"1:{text}" if exact_value < 1 else decimal_text(value)
