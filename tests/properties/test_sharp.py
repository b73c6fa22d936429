"""Sharp: an unknown outcome has two completions that differ, as long as no fact is asked about twice and every leaf
is sharp. The leaves and forms that are not sharp are named here, each with an example."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given

from support.backends import BACKENDS, Backend
from support.completions import completions, facts_of, number_of
from support.generated import plans, rule_file, rules
from support.toy import AS_OF, conform, plan, program_of, rule, vocabulary

MOST = 3000


def outcomes(backend: Backend, program: Any, made: dict[str, Any], extra: int = 2) -> set[str]:
    """The outcomes of every completion."""
    found = set()
    for completed in completions(made, facts_of(program), extra):
        (finding,) = backend(program, vocabulary(), AS_OF, conform()(completed)[0])
        found.add(finding.outcome)
        if len(found) > 1:
            break
    return found


@pytest.mark.parametrize("backend", BACKENDS.values(), ids=BACKENDS)
@given(rule=rules(once=True, depth=1), made=plans())
def test_an_unknown_may_come_out_in_two_ways(backend: Backend, rule: dict[str, Any], made: dict[str, Any]) -> None:
    program = program_of(rule_file(rule))
    (finding,) = backend(program, vocabulary(), AS_OF, conform()(made)[0])
    assume(finding.outcome == "unknown")
    assume(number_of(made, facts_of(program), 3) <= MOST)
    assert len(outcomes(backend, program, made, 3)) > 1


NOT_SHARP: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a fact asked about twice, in two conditions": (
        {"any": [{"heated": True}, {"heated": False}]}, {},
    ),
    "a fact asked about twice, in one test": (
        {"shade": {"more_than": 1, "less_than": 1}}, {},
    ),
    "a fact asked about twice, in one quantity": (
        {"$panels_twice": {"not_equals": 1}}, {"shade": None},
    ),
    "a fact asked about twice, as the key of a table and beside it": (
        {"all": [{"heated": True}, {"water": {"equals": "$right_water"}}]}, {"water": "fresh"},
    ),
    "a whole number compared with a fraction: bounds do not know that it is whole": (
        {"shade": {"not_equals": 1.5}}, {},
    ),
    "a derived quantity that takes some values between its bounds only": (
        {"$leaning": {"not_equals": 5}}, {"tilt": None, "vents": None},
    ),
    "a sum that only some items add to, and that jumps over the limit": (
        {"sum": "shoals", "of": "size", "where": {"species": "carp"}, "not_equals": "1 fish"},
        {"shoals": [{"size": 2}]},
    ),
    "presence of what cannot be absent: the question is whether it is stated": (
        {"lit": {"present": True}}, {},
    ),
    "a table that answers with numbers between which there are others": (
        {"vents": {"equals": "$by_water"}}, {"vents": 2, "heated": False},
    ),
    "the share of a list of which some items are perhaps the whole": (
        {"share": "shoals", "where": {"species": "carp"}, "not_equals": "40 %"},
        {"shoals": [{}, {}]},
    ),
}  # fmt: skip
"""Why an unknown may be no more than a lack of sharpness: a requirement, and what is stated of the tank."""


@pytest.mark.parametrize("backend", BACKENDS.values(), ids=BACKENDS)
@pytest.mark.parametrize("why", NOT_SHARP)
def test_where_an_unknown_is_not_sharp(why: str, backend: Backend) -> None:
    require, stated = NOT_SHARP[why]
    program = program_of(rule_file(rule(require=require)))
    made = plan(stated)
    (finding,) = backend(program, vocabulary(), AS_OF, conform()(made)[0])
    assert finding.outcome == "unknown"
    assert len(outcomes(backend, program, made)) == 1


def test_an_open_lower_bound_is_not_sharp() -> None:
    """The surface is more than 0, but the interval of an unknown one begins at 0."""
    program = program_of({"rules": [rule(require={"surface": {"more_than": "0 m2"}})]})
    for backend in BACKENDS.values():
        assert [f.outcome for f in backend(program, vocabulary(), AS_OF, conform()(plan({}))[0])] == ["unknown"]


def test_a_promised_item_is_not_counted() -> None:
    """Breeding promises breeders; until the list names them, they are not counted, though they must come."""
    program = program_of({"rules": [rule(require={"some": "shoals", "satisfies": {"role": "breeders"}})]})
    made = plan({"duties": [{"task": "breeding"}], "shoals": []})
    for backend in BACKENDS.values():
        assert [f.outcome for f in backend(program, vocabulary(), AS_OF, conform()(made)[0])] == ["unknown"]
