"""The compiled checks against jsonschema, their oracle: on shape they say the same of every mutated plan."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from referencing import Registry

from standardcheck.plan.conform import Conform
from standardcheck.source import read_file
from standardcheck.vocabulary.load import load_vocabulary

ROOT = Path(__file__).parents[2]
RAW = (ROOT / "schemas" / "plan.schema.json").read_bytes()
CONFORM = Conform(load_vocabulary(RAW))
ORACLE = jsonschema.Draft202012Validator(json.loads(RAW), registry=Registry())  # type: ignore[call-arg]
PLANS = [read_file(path).data for path in sorted((ROOT / "fixtures" / "plans").iterdir())]

# what JSON Schema cannot say: units, bounds, identity, references
BEYOND_SHAPE = {
    "wrong-dimension", "unknown-unit", "number-as-text", "not-a-number", "share-not-ratio", "ratio-not-expected",
    "out-of-bounds-low", "out-of-bounds-high", "out-of-bounds-open", "none-impossible", "duplicate-identity",
    "dangling-reference", "not-whole", "not-a-date", "long-form", "long-form-unit", "text-expected", "not-a-flag",
    "unknown-value", "contradiction-at_most", "contradiction-on_or_before", "contradiction-at_least-given",
    "contradiction-at_most-given", "contradiction-equals-given", "says-nothing", "not-of-form",
    "misfit-at_most", "misfit-at_least", "misfit-about", "misfit-in",
}  # fmt: skip

JUNK: list[Any] = [
    None, True, False, 0, -1, 3, 0.5, 10**9, "", "none", "—", "n/a", "yes", "600 m2", "1:12", "35 %", "nursery",
    "无", " ", "-",
    [], ["x"], {}, {"value": 3}, {"items": []}, {"incomplete": True, "items": []}, {"x_note": 1},
]  # fmt: skip


def paths(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return found + [inner for step, child in children for inner in paths(child, (*path, step))]


PLACES = [(at, path) for at, plan in enumerate(PLANS) for path in paths(plan)]


@pytest.mark.parametrize("at", range(len(PLANS)))
def test_the_shipped_plans_are_well_formed_for_both(at: int) -> None:
    assert ORACLE.is_valid(PLANS[at])
    assert CONFORM(PLANS[at])[1] == []


@settings(deadline=None, max_examples=150)
@given(place=st.sampled_from(PLACES), junk=st.sampled_from(JUNK), rename=st.booleans())
def test_both_refuse_the_same_shapes(place: tuple[int, tuple[Any, ...]], junk: Any, rename: bool) -> None:
    at, path = place
    plan = copy.deepcopy(PLANS[at])
    holder = plan
    for step in path[:-1]:
        holder = holder[step]
    if rename and isinstance(holder, dict):
        holder[f"{path[-1]}_"] = holder.pop(path[-1])
    else:
        holder[path[-1]] = junk
    codes = {fault.code for _, fault in CONFORM(plan)[1]}
    valid = ORACLE.is_valid(plan)
    if not valid:
        assert codes, f"jsonschema refuses {path} = {junk!r}, the compiled checks do not"
    if codes - BEYOND_SHAPE:
        assert not valid, f"the compiled checks refuse {path} = {junk!r} ({codes}), jsonschema does not"
