"""The typed reader says the same as the careful one, or that it cannot say."""

from __future__ import annotations

import copy
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from differential.test_generated import busy_plans
from plan.test_fast_conform import PLANS, conform, document, made_strange, stated
from standardcheck.plan.conform import Conform
from standardcheck.plan.fast_conform import FastConform
from standardcheck.plan.typed import TypedReader
from standardcheck.source.json_text import plainly_written
from support.toy import conform as toy_conform

FACILITY = {"id": "f1", "form": "complex", "gfa": 600, "walk_time": 10, "functions": [{"kind": "infant_care"}]}


def in_a_plan(**facts: Any) -> dict[str, Any]:
    return {"id": "p", "city": {"communities": [{"id": "c", "facilities": [{**FACILITY, **facts}]}]}}


def plain(node: Any) -> Any:
    """A plan as JSON can hold it."""
    if isinstance(node, dict):
        return {key: plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(item) for item in node]
    return node if isinstance(node, str | int | float | bool | None) else str(node)


def same(conform: Conform, data: Any, reader: TypedReader) -> bool:
    """Read both ways; say whether the typed way was taken."""
    data = plain(data)
    if not _fits_json(data):
        return False
    text = orjson.dumps(data)
    found = reader(text)
    if found is None:
        return False
    expected, faults = conform(copy.deepcopy(data))
    assert not faults
    assert stated(found) == stated(expected)
    return True


def _fits_json(data: Any) -> bool:
    try:
        return plainly_written(orjson.dumps(data))
    except TypeError:  # a whole number of more than 64 bits
        return False


@lru_cache
def trained() -> TypedReader:
    """A reader that knows which fields there mostly are."""
    reader = TypedReader(FastConform(conform()))
    for _ in range(60):
        for plan in PLANS:
            reader(orjson.dumps(plain(document(plan))))
    return reader


@settings(max_examples=400)
@given(plan=st.sampled_from(PLANS), seed=st.integers(0, 2**32))
def test_with_strange_values(plan: Path, seed: int) -> None:
    data = made_strange(document(plan), seed)
    assert same(conform(), data, TypedReader(FastConform(conform()))) == same(conform(), data, trained())


@settings(max_examples=200)
@given(plans=st.lists(busy_plans(), min_size=1, max_size=5))
def test_toy(plans: list[dict[str, Any]]) -> None:
    reader = TypedReader(FastConform(toy_conform()))
    for plan in plans:
        same(toy_conform(), plan, reader)


def test_the_toy_standard_is_read_by_types() -> None:
    assert same(
        toy_conform(), {"keepers": 1, "tanks": [{"id": "t", "depth": 2}]}, TypedReader(FastConform(toy_conform()))
    )


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"ramps": "none", "doors": "n/a", "gfa": "n/a", "stand_alone": "n/a", "approval_on": "none"},
        {"name": "—", "approval_on": "2024-02-29", "walk_time": 7.5, "exits": 2, "building_height": 23.99},
        {"doors": {"items": [{"clear_width": 1}], "incomplete": True}, "parts": [{"id": "q", "use": "nursery"}]},
        {"parts": [{"id": "q"}], "ramps": [{"part": "q", "gradient": 0.05}]},
        {"functions": [], "parts": None},
    ],
)
def test_what_is_read_by_types(facts: dict[str, Any]) -> None:
    assert same(conform(), in_a_plan(**facts), TypedReader(FastConform(conform())))


@pytest.mark.parametrize(
    "facts",
    [
        {"gfa": "600 m2"},
        {"gfa": -1},
        {"gfa": True},
        {"gfa": 1e9},
        {"exits": 2.0},
        {"exits": 2.5},
        {"form": "complx"},
        {"stand_alone": "none"},
        {"approval_on": "2023-02-29"},
        {"approval_on": "soon"},
        {"functions": [{"kind": "infant_care"}, "none"]},
        {"doors": {"items": []}},
        {"doors": {"items": [], "incomplete": False}},
        {"doors": {"items": [], "incomplete": True, "more": 1}},
        {"parts": [{"id": "q"}, {"id": "q"}]},
        {"ramps": [{"part": "nowhere"}]},
        {"x_own": 1},
        {"unknown": 1},
        {"gfa": {"value": 600, "source": "A-1"}},
    ],
)
def test_what_is_left_to_others(facts: dict[str, Any]) -> None:
    assert not same(conform(), in_a_plan(**facts), TypedReader(FastConform(conform())))


def test_a_field_that_plans_mostly_lack_is_read_all_the_same() -> None:
    reader = TypedReader(FastConform(conform()))
    for _ in range(60):
        assert same(conform(), in_a_plan(), reader)
    for _ in range(60):
        assert same(conform(), in_a_plan(stand_alone=True, lifts=[{"id": "l", "car_depth": 1.4}]), reader)
        assert not same(conform(), in_a_plan(stand_alone=True, in_residential_building=True), reader)
        assert not same(conform(), in_a_plan(lifts=[{"id": "l"}, {"id": "l"}]), reader)


@pytest.mark.parametrize("number", ["600.00000000000000001", "6e2", "6E2", "0.6e3"])
def test_a_number_that_a_float_may_not_keep_is_left_to_others(number: str) -> None:
    text = b'{"id":"p","city":{"communities":[{"id":"c","facilities":[{"id":"f","gfa":%b}]}]}}' % number.encode()
    assert TypedReader(FastConform(conform()))(text) is None


@pytest.mark.parametrize("key", ['"gfa":600,"gfa":700', '"gfa" :600,"gfa":700', '"gfa":600,"g\\u0066a":700'])
def test_a_key_written_twice_is_noticed(key: str) -> None:
    text = b'{"id":"p","city":{"communities":[{"id":"c","facilities":[{"id":"f",%b}]}]}}' % key.encode()
    assert TypedReader(FastConform(conform()))(text) is None
    assert trained()(text) is None
