"""Numbers compare as they were written: at the limit, over units, and with more digits than a double has."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standardcheck.vocabulary.numbers import canonical, compare, exact
from support.backends import BACKENDS, Backend
from support.toy import AS_OF, conform, parameter, plan, program_of, rule, vocabulary

each_backend = pytest.mark.parametrize("backend", BACKENDS.values(), ids=BACKENDS)


def outcome(backend: Backend, require: dict[str, Any], stated: dict[str, Any], **declared: Any) -> str:
    program = program_of({**declared, "rules": [rule(require=require)]})
    data, faults = conform()(plan(stated))
    assert not faults, faults
    (finding,) = backend(program, vocabulary(), AS_OF, data)
    return finding.outcome


@each_backend
@given(below=st.integers(2, 60), spelling=st.sampled_from(["1:{}", "1/{}", "1 : {}", "2:{2}", "１：{}"]))
def test_a_gradient_equals_its_own_limit(backend: Backend, below: int, spelling: str) -> None:
    written = spelling.replace("{2}", str(2 * below)).format(below)
    params = {"limit": parameter("gradient", f"1:{below}")}
    for op, expected in (("at_most", "pass"), ("at_least", "pass"), ("less_than", "fail"), ("more_than", "fail")):
        assert outcome(backend, {"slope": {op: "$limit"}}, {"slope": written}, params=params) == expected


@each_backend
def test_a_decimal_is_not_a_third(backend: Backend) -> None:
    params = {"limit": parameter("gradient", "1:3")}
    assert outcome(backend, {"slope": {"at_most": "$limit"}}, {"slope": 0.3333333333333333}, params=params) == "pass"
    assert outcome(backend, {"slope": {"at_least": "$limit"}}, {"slope": 0.3333333333333333}, params=params) == "fail"


@each_backend
def test_a_tenth_and_two_tenths_are_three_tenths(backend: Backend) -> None:
    derived = {
        "both": {
            "label": {"zh": "a", "en": "a"}, "for": "tank", "quantity": "length", "add": ["height", "0.2 m"],
        }
    }  # fmt: skip
    for op in ("equals", "at_least", "at_most"):
        assert outcome(backend, {"$both": {op: "0.3 m"}}, {"height": 0.1}, derived=derived) == "pass"


@each_backend
@given(whole=st.integers(1, 8), tail=st.integers(1, 9))
def test_seventeen_digits_are_told_apart(backend: Backend, whole: int, tail: int) -> None:
    limit = f"{whole}.0000000000000000 m"
    above, below = f"{whole}.000000000000000{tail} m", f"{whole - 1}.999999999999999{9 - tail}1 m"
    assert outcome(backend, {"height": {"at_most": limit}}, {"height": above}) == "fail"
    assert outcome(backend, {"height": {"at_most": limit}}, {"height": limit}) == "pass"
    assert outcome(backend, {"height": {"at_least": limit}}, {"height": below}) == "fail"


@each_backend
@given(
    millimetres=st.integers(1, 10_000),
    limit=st.integers(1, 10_000),
    unit=st.sampled_from([("m", 1000), ("cm", 10), ("mm", 1), ("厘米", 10), ("km", 1_000_000)]),
    op=st.sampled_from(["at_least", "at_most", "more_than", "less_than", "equals", "not_equals"]),
)
def test_the_unit_changes_no_verdict(
    backend: Backend, millimetres: int, limit: int, unit: tuple[str, int], op: str
) -> None:
    name, factor = unit
    written = f"{Decimal(millimetres) / factor:f} {name}"
    found = outcome(backend, {"height": {op: f"{limit} mm"}}, {"height": written})
    bare = outcome(backend, {"height": {op: f"{Decimal(limit) / 1000:f} m"}}, {"height": millimetres / 1000})
    long = outcome(backend, {"height": {op: f"{limit} mm"}}, {"height": {"value": millimetres, "unit": "mm"}})
    assert found == bare == long


@given(numerator=st.integers(-(10**20), 10**20), denominator=st.integers(1, 10**6))
def test_the_cheapest_form_is_the_same_number(numerator: int, denominator: int) -> None:
    number = Fraction(numerator, denominator)
    assert exact(canonical(number)) == number


numbers = st.one_of(
    st.integers(-(10**6), 10**6),
    st.decimals(-1000, 1000, places=3).map(lambda d: canonical(Fraction(d))),
    st.fractions(-10, 10, max_denominator=100).map(canonical),
    st.decimals(-1, 1, places=19).map(lambda d: canonical(Fraction(d))),
)


@given(left=numbers, right=numbers)
def test_comparison_is_exact(left: Any, right: Any) -> None:
    difference = exact(left) - exact(right)
    assert compare(left, right) == (difference > 0) - (difference < 0)
    assert compare(right, left) == -compare(left, right)
