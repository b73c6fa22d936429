"""Numbers exactly as written.

A whole number is an ``int``. A decimal is a ``float`` while ``repr`` gives the written decimal back, that is
up to 15 significant digits, and an exact ``Fraction`` beyond.
"""

from __future__ import annotations

import re

from standardcheck.typing_light import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

SIGNIFICANT_DIGITS = 15

# The smallest magnitude at which a float still carries SIGNIFICANT_DIGITS.
_LEAST = 2.2250738585072014e-308

# A number of YAML 1.2 core, except that a superfluous leading zero (012, 00.5) makes a code, which is text.
_plain = re.compile(
    r"[-+]?(?:(?:0|[1-9][0-9]*)(\.[0-9]*)?|(\.[0-9]+))(?P<exponent>[eE][-+]?[0-9]+)?", re.ASCII
).fullmatch


class BadNumber(Exception):
    """A number that cannot be kept exactly; ``code`` is that of the fault."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def plain_number(text: str, longest: int) -> int | float | Fraction | None:
    """The number that ``text`` is in YAML 1.2 core, or None for text that is no number."""
    match = _plain(text)
    if match is None:
        return None
    if len(text) > longest:
        raise BadNumber("number-too-long")
    if match.lastgroup == "exponent":
        return scientific(text)
    return int(text) if match.lastindex is None else decimal(text)


def decimal(text: str) -> float | Fraction:
    """The value of a decimal without exponent, of checked form and bounded length."""
    if len(text) <= SIGNIFICANT_DIGITS + 1 or _significant(text) <= SIGNIFICANT_DIGITS:
        return float(text)
    return _exact(text)


def scientific(text: str) -> float | Fraction:
    """The value of a decimal with exponent, of checked form and bounded length."""
    value = float(text)
    mantissa = re.split("[eE]", text, maxsplit=1)[0]
    digits = _significant(mantissa)
    if digits and not _LEAST <= abs(value) < float("inf"):
        raise BadNumber("number-out-of-range")
    return value if digits <= SIGNIFICANT_DIGITS else _exact(text)


def _significant(mantissa: str) -> int:
    return len(mantissa.lstrip("+-").replace(".", "").strip("0"))


def _exact(text: str) -> Fraction:
    from fractions import Fraction  # costs a start some milliseconds and is seldom needed

    return Fraction(text)
