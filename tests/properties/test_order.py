"""No outcome depends on the order of keys, conditions, facts, rules or items."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.backends import BACKENDS, Backend
from support.generated import plans, rule_file, rules
from support.toy import AS_OF, conform, program_of, vocabulary

REORDERED = ("all", "any", "k_of", "one_of", "add", "multiply", "smallest", "largest", "in", "not_in", "exceptions")


def turned(node: Any, key: str = "") -> Any:
    """The same with every mapping written backwards, and every list in which no order is meant."""
    if isinstance(node, dict):
        return {name: turned(value, name) for name, value in reversed(node.items())}
    if isinstance(node, list):
        items = [turned(item) for item in node]
        return items[::-1] if key in REORDERED else items
    return node


def turned_plan(node: Any) -> Any:
    """The same plan with every mapping and every list written backwards, ``items`` of the long form included."""
    if isinstance(node, dict):
        return {name: turned_plan(value) for name, value in reversed(node.items())}
    return [turned_plan(item) for item in reversed(node)] if isinstance(node, list) else node


@pytest.mark.parametrize("backend", BACKENDS.values(), ids=BACKENDS)
@given(rule=rules(), plan=plans(most_tanks=3))
def test_order_of_keys_conditions_and_items(backend: Backend, rule: dict[str, Any], plan: dict[str, Any]) -> None:
    data, _ = conform()(plan)
    found = backend(program_of(rule_file(rule)), vocabulary(), AS_OF, data)
    other_data, _ = conform()(turned_plan(plan))
    other = backend(program_of(turned(rule_file(rule))), vocabulary(), AS_OF, other_data)
    assert [(f.outcome, f.flagged) for f in found] == [(f.outcome, f.flagged) for f in reversed(other)]


@pytest.mark.parametrize("backend", BACKENDS.values(), ids=BACKENDS)
@given(many=st.lists(rules(depth=1), min_size=2, max_size=4), plan=plans())
def test_order_of_rules(backend: Backend, many: list[dict[str, Any]], plan: dict[str, Any]) -> None:
    named = [{**rule, "id": f"r{at}"} for at, rule in enumerate(many)]
    data, _ = conform()(plan)
    found = backend(program_of(rule_file(*named)), vocabulary(), AS_OF, data)
    other = backend(program_of(rule_file(*reversed(named))), vocabulary(), AS_OF, data)
    alone = [f for rule in named for f in backend(program_of(rule_file(rule)), vocabulary(), AS_OF, data)]
    assert {f.rule.id: f.outcome for f in found} == {f.rule.id: f.outcome for f in other}
    assert [f.outcome for f in alone] == [f.outcome for f in found]
