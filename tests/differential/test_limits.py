"""Near a limit the generated functions are as exact as the interpreter."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from differential.test_generated import same
from support.toy import label, parameter, program_of, rule

OPS = ("at_least", "at_most", "more_than", "less_than", "equals", "not_equals")

limits = st.sampled_from(["1:12", "1:20", "1:3", "0.1", "0.30000000000000004", "2", "0.12345678901234567"])


def near(text: str) -> list[Any]:
    above, _, below = text.partition(":")
    limit = Fraction(above) / Fraction(below or 1)
    steps = [Fraction(0), *(Fraction(sign, 10**power) for power in (3, 9, 16, 20, 40) for sign in (1, -1))]
    return [limit + step for step in steps] + [float(limit)]


@pytest.mark.parametrize("op", OPS)
@given(limit=limits, data=st.data())
def test_single_facts(op: str, limit: str, data: st.DataObject) -> None:
    value = data.draw(st.sampled_from(near(limit)))
    program = program_of(
        {
            "params": {"limit": parameter("gradient", limit)},
            "rules": [rule(require={"slope": {op: "$limit"}})],
        }
    )
    same(program, {"tanks": [{"slope": value}, {"slope": limit}]})


@pytest.mark.parametrize("op", OPS)
@pytest.mark.parametrize("shape", ["add", "subtract", "multiply", "divide", "smallest", "largest"])
@settings(max_examples=40)
@given(limit=st.sampled_from(["0.3 m", "3 m", "0.1 m"]), data=st.data())
def test_arithmetic(op: str, shape: str, limit: str, data: st.DataObject) -> None:
    quantity = {"multiply": "area", "divide": "number"}.get(shape, "length")
    unit = {"area": "m2", "number": ""}.get(quantity, "m")
    bare = limit.removesuffix(" m")
    program = program_of(
        {
            "derived": {
                "made": {"label": label("made"), "for": "tank", "quantity": quantity, shape: ["height", f"{bare} m"]}
            },
            "rules": [rule(require={"$made": {op: f"{bare} {unit}".strip() if unit else float(bare)}})],
        }
    )
    values = [
        *near(bare),
        *near(str(2 * Fraction(bare)).replace("/", ":")),
        *near("0"),
        *near("1"),
        None,
        "none",
        "n/a",
    ]
    heights = data.draw(st.lists(st.sampled_from(values), min_size=1, max_size=3))
    same(program, {"tanks": [{"height": height} for height in heights]})


@pytest.mark.parametrize("op", OPS)
@given(data=st.data())
def test_facts_with_facts(op: str, data: st.DataObject) -> None:
    numbers = st.sampled_from([*near("0.1"), *near("1:3"), 1, "none", "n/a", None])
    program = program_of({"rules": [rule(require={"slope": {op: {"field": "cover"}}})]})
    same(program, {"tanks": [{"slope": data.draw(numbers), "cover": data.draw(numbers)}]})
