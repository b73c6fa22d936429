"""The fast check says the same as the careful one, or that it cannot say."""

from __future__ import annotations

import copy
import random
from functools import lru_cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from differential.test_generated import busy_plans
from standardcheck.plan.conform import Conform
from standardcheck.plan.fast_conform import FastConform, count_keys
from standardcheck.plan.model import Incomplete
from standardcheck.source import read_file
from standardcheck.vocabulary.load import load_vocabulary
from support.toy import conform as toy_conform

ROOT = Path(__file__).parents[2]
PLANS = sorted((ROOT / "fixtures" / "plans").iterdir())


@lru_cache
def conform() -> Conform:
    return Conform(load_vocabulary((ROOT / "schemas" / "plan.schema.json").read_bytes()))


def stated(node: Any) -> Any:
    """What is stated, with all that tells an incomplete list from another; nulls say nothing."""
    if isinstance(node, dict):
        return {key: stated(value) for key, value in node.items() if value is not None}
    if isinstance(node, Incomplete):
        return ("incomplete", node.promised, node.stated, node.steps, [stated(item) for item in node])
    return [stated(item) for item in node] if isinstance(node, list) else (type(node), node)


def same(conform: Conform, data: Any) -> bool:
    """Check both ways; say whether the fast way was taken."""
    expected, faults = conform(copy.deepcopy(data))
    made = copy.deepcopy(data)
    keys = FastConform(conform)(made)
    if keys is None:
        assert made == data
        return False
    assert not faults
    assert keys == count_keys(data)
    assert stated(made) == stated(expected)
    return True


@lru_cache
def document(plan: Path) -> Any:
    return read_file(plan).data


@given(plan=busy_plans())
def test_toy(plan: dict[str, Any]) -> None:
    same(toy_conform(), plan)


VALUES = (
    None, "none", "n/a", "—", "", "x", "600 m2", "1:12", "35 %", "12 人", "2024-01-01", "2024-13-01", 0, -1, 1, 2.0,
    2.5, 1e300, 10**20, True, False, "无", " ",
    [], {}, {"items": []}, {"items": [], "incomplete": True}, {"value": 3, "unit": "m"},
    {"value": 3, "source": "x"}, {"value": "600 m2", "source": "图", "page": 3}, {"value": None, "note": "x"},
    {"value": "none", "source": "x"}, {"value": True, "source": "x"}, {"value": 1, "as_of": "2024-13-01"},
    {"value": "2024-05-01", "as_of": "2024-01-13"}, {"value": "nursery", "page": 1}, {"value": {}, "note": "x"},
    [1], ["nursery"], [{}], [None], {"a": {"b": [1]}},
)  # fmt: skip


def made_strange(data: Any, seed: int) -> Any:
    """A plan in which one or three values are others, or something stands that does not belong."""
    chance = random.Random(seed)
    data = copy.deepcopy(data)
    for _ in range(chance.choice([1, 3])):
        node = data
        while True:
            inner = [v for v in (node.values() if isinstance(node, dict) else node) if isinstance(v, dict | list) and v]
            if not inner or chance.random() < 0.2:
                break
            node = chance.choice(inner)
        if isinstance(node, dict) and node:
            name = chance.choice([*node, "x_own", "unknown"])
            node[name] = copy.deepcopy(chance.choice(VALUES))
        elif node and chance.random() < 0.5:
            node[chance.randrange(len(node))] = copy.deepcopy(chance.choice([*VALUES, *node]))
    return data


@settings(max_examples=300)
@given(plan=st.sampled_from(PLANS), seed=st.integers(0, 2**32))
def test_with_strange_values(plan: Path, seed: int) -> None:
    same(conform(), made_strange(document(plan), seed))


def test_the_fast_way_is_taken() -> None:
    assert sum(same(conform(), read_file(plan).data) for plan in PLANS) >= len(PLANS) // 2
