"""Numbers as people read them."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from standardcheck.vocabulary.numbers import decimal_text, exact

NUMBERS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e18, max_value=1e18),
    st.decimals(-10_000, 10_000, places=3).map(float),
    st.integers(-(10**20), 10**20),
)


@example(-0.0, 4)
@example(0.00001, 4)
@example(1e-05, 5)
@example(1e22, 4)
@example(0.5, 0)
@example(600.0, 2)
@given(NUMBERS, st.integers(0, 6))
def test_a_float_is_written_as_the_number_it_means(number: int | float, places: int) -> None:
    assert decimal_text(number, places) == decimal_text(exact(number), places)
