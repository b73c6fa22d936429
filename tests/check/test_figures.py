"""Numbers in messages: rounded, but never to what they are compared with."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standardcheck.check.figures import Shown, number_text
from standardcheck.vocabulary.numbers import Number, canonical, compare, exact

AREA: Shown = ("1", "m²", "m²")
SHARE: Shown = ("1/100", "%", "%")
GRADIENT: Shown = ("1", "1:", "1:")
DAYS: Shown = ("86400", "天", "day|days")


@pytest.mark.parametrize(
    ("value", "unit", "beside", "text"),
    [
        (599.99996, AREA, 600, "599.99996 m²"),
        (600, AREA, 600, "600 m²"),
        (600.00000000001, AREA, 600, "600.00000000001 m²"),
        (599.99996, AREA, 900, "600 m²"),
        (0.08334, GRADIENT, Fraction(1, 12), "1:11.999"),
        (Fraction(1, 12), GRADIENT, Fraction(1, 12), "1:12"),
        (0.0834, GRADIENT, Fraction(1, 12), "1:11.99"),
        (Fraction(12999999, 20000000), SHARE, 0.65, "64.999995 %"),
        (Fraction(2, 3), SHARE, 0.65, "66.6667 %"),
    ],
)
def test_a_number_does_not_look_like_the_limit_that_it_misses(
    value: Number, unit: Shown, beside: Number, text: str
) -> None:
    assert number_text(value, unit, 2, beside) == text


@given(
    limit=st.one_of(st.integers(1, 10**6), st.decimals("0.01", "9999", places=2).map(float)),
    part=st.fractions(Fraction(-1, 50), Fraction(1, 50)),
    power=st.integers(0, 14),
    unit=st.sampled_from([AREA, SHARE, GRADIENT, DAYS]),
)
def test_different_numbers_look_different(limit: Number, part: Fraction, power: int, unit: Shown) -> None:
    if unit is GRADIENT:
        limit = canonical(1 / (1 + exact(limit)))
    value = canonical(exact(limit) * (1 + part / 10**power))
    alike = number_text(value, unit, 2, limit) == number_text(limit, unit, 2)
    assert alike == (compare(value, limit) == 0)
