"""Exact numbers at the price of floats.

A number is an ``int``; or a ``float`` whose shortest decimal form is what was written (up to 15 significant
digits, so ``0.1`` means one tenth); or a ``Fraction`` for all else (1:12, 17 digits). Numbers compare and add as
they were written, never as binary floats.
"""

from __future__ import annotations

from standardcheck.typing_light import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from fractions import Fraction

Number: TypeAlias = "int | float | Fraction"

EXACT_DIGITS = 15
"""Significant decimal digits that a double keeps through text and back, always."""

NEAR = 1e-9
"""Relative distance within which a float comparison is settled exactly."""


def exact(number: Number) -> Fraction:
    """The value as written: ``exact(0.1) == Fraction(1, 10)``."""
    from fractions import Fraction

    return Fraction(repr(number)) if type(number) is float else Fraction(number)


def canonical(fraction: Fraction) -> Number:
    """The cheapest form that still means exactly ``fraction``."""
    if fraction.denominator == 1:
        return fraction.numerator
    try:
        nearest = float(fraction)
    except OverflowError:
        return fraction
    written = repr(nearest)
    digits = written.split("e")[0].strip("-").replace(".", "").strip("0")
    if len(digits) <= EXACT_DIGITS and exact(nearest) == fraction:
        return nearest
    return fraction


def parse_decimal(text: str) -> Number:
    """A decimal number as written; ``ValueError`` if it is none."""
    from fractions import Fraction

    return canonical(Fraction(text))


def compare(left: Number, right: Number) -> int:
    """-1, 0 or 1, exactly."""
    if type(left) is int and type(right) is int:
        return (left > right) - (left < right)
    rough_left, rough_right = float(left), float(right)
    if abs(rough_left - rough_right) > NEAR * (abs(rough_left) + abs(rough_right)):
        return 1 if rough_left > rough_right else -1
    exact_left, exact_right = exact(left), exact(right)
    return (exact_left > exact_right) - (exact_left < exact_right)


PLACES, RUN_PLACES = 4, 2
"""Decimals that people are shown of a number, and of the n of a gradient 1:n."""


def decimal_text(number: Number, places: int = PLACES) -> str:
    """For people: at most ``places`` decimals, no trailing zeros, thin grouping left to the language."""
    if type(number) is int:
        return str(number)
    if type(number) is float and not number.is_integer():
        written = repr(number)
        if len(written.partition(".")[2]) <= places and "e" not in written:
            return written
    from decimal import Decimal, localcontext

    value = exact(number)
    with localcontext() as context:
        context.prec = max(40, len(str(abs(value.numerator) // value.denominator)) + places + 2)
        decimal = Decimal(value.numerator) / Decimal(value.denominator)
        small = abs(decimal) < Decimal(1).scaleb(-places)
        rounded = decimal if small else decimal.quantize(Decimal(1).scaleb(-places))
        if small:
            context.prec = 3
            rounded = +decimal
    text = format(rounded, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def gradient_text(value: Number, places: int = RUN_PLACES) -> str:
    """A gradient as ``1:n``, with at most ``places`` decimals of n; as a number where it is 0, or 1 and steeper."""
    gradient = exact(value)
    if gradient == 0:
        return "0"
    if gradient >= 1:
        return decimal_text(value)
    return f"1:{decimal_text(canonical(1 / gradient), places)}"
