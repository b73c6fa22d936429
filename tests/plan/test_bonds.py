"""Facts that contradict each other: each bond of the vocabulary, both ways of checking, and what rules make of it."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standardcheck.api import check, load_ruleset, read_plan
from standardcheck.compiler.library import RuleSet
from standardcheck.errors import InvalidVocabulary
from standardcheck.plan.conform import Conform
from standardcheck.plan.fast_conform import FastConform
from standardcheck.plan.typed import TypedReader
from standardcheck.vocabulary.load import load_vocabulary
from standardcheck.vocabulary.model import Bond
from support.toy import SCHEMA as TOY

RAW = (Path(__file__).parents[2] / "schemas" / "plan.schema.json").read_bytes()
VOCABULARY = load_vocabulary(RAW)
CONFORM = Conform(VOCABULARY)
BONDS = [(kind.name, bond) for kind in VOCABULARY.kinds.values() for bond in kind.bonds]
BOUND = sorted({kind for kind, _ in BONDS})


def around(kind: str, facts: dict[str, Any]) -> dict[str, Any]:
    """A plan that holds one object of a kind."""
    node: Any = facts
    for holder, name in reversed(VOCABULARY.routes[kind][0]):
        field = VOCABULARY.kinds[holder].fields[name]
        node = {name: [node] if field.type == "list" else node}
    found: dict[str, Any] = node
    return found


def inside(kind: str, plan: Any) -> dict[str, Any]:
    """The object that :func:`around` put into a plan."""
    for _, name in VOCABULARY.routes[kind][0]:
        plan = plan[name][0] if isinstance(plan[name], list) else plan[name]
    found: dict[str, Any] = plan
    return found


def pair(kind: str, bond: Bond, by: int) -> dict[str, Any]:
    """Facts that keep a bond just so (``by`` 0) or break it by a little (``by`` 1)."""
    field = VOCABULARY.kinds[kind].fields[bond.field]
    if bond.op == "on_or_before":
        return {bond.field: f"2024-05-{10 + by}", bond.other: "2024-05-10"}
    if bond.op == "equals":
        return {bond.field: bond.value is not bool(by), bond.other: bond.given}
    if bond.given is not None:
        assert bond.value is not None
        return {bond.field: bond.value + (by if bond.op == "at_most" else -by), bond.other: bond.given}
    assert field.is_numeric
    limit = 2 if field.type == "integer" else 0.5
    return {bond.field: limit + by * (1 if field.type == "integer" else 0.25), bond.other: limit}


def typed(plan: Any) -> dict[str, Any] | None:
    """The plan as the typed reader has it."""
    return TypedReader(FastConform(CONFORM))(json.dumps(plan).encode())


@pytest.mark.parametrize(("kind", "bond"), BONDS, ids=lambda at: at if isinstance(at, str) else "-".join(map(str, at)))
def test_a_bond(kind: str, bond: Bond) -> None:
    kept, broken = around(kind, pair(kind, bond, 0)), around(kind, pair(kind, bond, 1))
    data, faults = CONFORM(kept)
    assert not faults
    assert inside(kind, data) == inside(kind, kept)
    data, faults = CONFORM(broken)
    ((path, fault),) = faults
    assert path[-1] == bond.field
    assert fault.code.startswith(f"contradiction-{bond.op}")
    fields = VOCABULARY.kinds[kind].fields
    for language in ("zh", "en"):
        sentence = fault.message(language)
        assert fields[bond.field].label[language] in sentence
        assert fields[bond.other].label[language] in sentence
        assert f"/{bond.other}" in sentence
    assert inside(kind, data)[bond.field] is inside(kind, data)[bond.other] is None
    before = copy.deepcopy(broken)
    assert FastConform(CONFORM)(before) is None
    assert before == broken
    assert typed(broken) is None
    assert typed(kept) is not None


def test_the_fast_way_is_taken_where_a_bond_is_kept() -> None:
    ways = [FastConform(CONFORM)(around(kind, pair(kind, bond, 0))) for kind, bond in BONDS if bond.op == "at_most"]
    assert None not in ways


VALUES: list[Any] = [
    None, "none", "n/a", 0, 1, 2, -1, 1.5, "3 m", "3 m2", "2 storey", True, False, "2024-05-10", "2024-05-11", "x",
    {"value": 1}, {"value": 2, "source": "s"},
]  # fmt: skip


@st.composite
def objects(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    kind = draw(st.sampled_from(BOUND))
    names = {name for bond in VOCABULARY.kinds[kind].bonds for name in (bond.field, bond.other)}
    return kind, {name: draw(st.sampled_from(VALUES)) for name in sorted(names)}


@given(made=objects())
def test_both_ways_of_checking_agree(made: tuple[str, dict[str, Any]]) -> None:
    kind, facts = made
    plan = around(kind, facts)
    expected, faults = CONFORM(plan)
    data = copy.deepcopy(plan)
    found = typed(plan)
    ways = [data] if FastConform(CONFORM)(data) is not None else []
    for made_of_it in [*ways, *([] if found is None else [found])]:
        assert not faults
        stated = {name: value for name, value in inside(kind, made_of_it).items() if value is not None}
        assert stated == {name: value for name, value in inside(kind, expected).items() if value is not None}


def test_quantities_are_not_compared_as_texts() -> None:
    """As texts, "1000 m2" comes before "900 m2"."""
    plan = around("facility", {"usable_area": "1000 m2", "gfa": "900 m2"})
    assert [fault.code for _, fault in CONFORM(plan)[1]] == ["contradiction-at_most"]
    assert FastConform(CONFORM)(plan) is None


def test_a_unit_does_not_hide_a_contradiction() -> None:
    _, faults = CONFORM(around("ramp", {"rise": "80 cm", "total_rise": 0.79}))
    assert [fault.code for _, fault in faults] == ["contradiction-at_most"]
    assert not CONFORM(around("ramp", {"rise": "80 cm", "total_rise": "0.80 m"}))[1]


def test_every_contradiction_is_told_and_every_fact_of_it_left_out() -> None:
    facts = {"lowest_storey": -2, "highest_storey": -3, "below_ground": False}
    data, faults = CONFORM(around("part", facts))
    assert len(faults) == 3
    assert set(inside("part", data).values()) == {None}


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_ruleset()


def test_no_rule_passes_by_either_of_two_contradicting_facts(rules: RuleSet, tmp_path: Path) -> None:
    part = {"id": "p1", "use": "elder_day_care", "lowest_storey": -1, "highest_storey": 1, "below_ground": False}
    outcomes = []
    for facts in (part, {**part, "lowest_storey": None, "below_ground": None}):
        path = tmp_path / "plan.json"
        path.write_text(json.dumps({"city": {"communities": [{"facilities": [{"parts": [facts]}]}]}}), "utf-8")
        (judged,) = check(read_plan(path, rules), rules, as_of="2024-06-01").plans
        assert judged.verdict != "compliant"
        outcomes.append([(f.rule, f.outcome) for f in judged.findings if f.outcome != "error"])
    assert outcomes[0] == outcomes[1]


@pytest.mark.parametrize(
    "entry",
    [
        {"field": "shade", "at_most": "depth"},
        {"field": "shade", "at_most": "wents"},
        {"field": "shad", "at_most": "vents"},
        {"field": "shade", "on_or_before": "vents"},
        {"field": "opened", "at_most": "inspected"},
        {"field": "shade", "at_most": "vents", "at_least": "vents"},
        {"field": "shade"},
        {"field": "shade", "at_most": 3},
        {"when": {"heated": "yes"}, "field": "shade", "at_most": 3},
        {"when": {}, "field": "shade", "at_most": 3},
        {"when": {"heated": True}, "field": "shade", "equals": True},
    ],
    ids=json.dumps,
)
def test_a_bond_that_cannot_be_is_refused(entry: dict[str, Any]) -> None:
    schema = json.loads(TOY)
    schema["$defs"]["tank"]["x-consistent"] = [{"field": "shade", "at_most": "vents"}, entry]
    with pytest.raises(InvalidVocabulary) as caught:
        load_vocabulary(json.dumps(schema).encode())
    (fault,) = caught.value.faults
    assert fault.code == "vocabulary-bond"
    assert "tank" in fault.message("zh")
    assert next(iter(entry)) in fault.message("en")
