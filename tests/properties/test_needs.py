"""What an unknown finding asks for is enough to decide it, and no more than can matter."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import assume, given

from standardcheck.compiler.form import Program
from standardcheck.compiler.interpret import Interpreter
from standardcheck.compiler.needs import needs
from standardcheck.compiler.scope import subjects
from standardcheck.plan.model import Path
from support.completions import completions, facts_of, number_of
from support.generated import plans, rule_file, rules
from support.toy import AS_OF, conform, plan, program_of, rule, vocabulary

MOST = 300


def asked(program: Program, made: dict[str, Any]) -> tuple[str, list[Path]]:
    """The outcome of the one rule for the one tank, and the paths of the facts it asks for."""
    data, faults = conform()(made)
    assert not faults
    interpreter = Interpreter(program, vocabulary(), AS_OF)
    (form,) = program.rules
    (subject,) = subjects(vocabulary(), data, form.kind, form.parent, form.through)
    judgement = interpreter.judge(form, subject.scope)
    return judgement.outcome, [fact.path for fact in needs(interpreter, form, subject.scope, judgement)]


def at(made: dict[str, Any], path: Path) -> Any:
    """What a plan states at a path; ``None`` where it states nothing."""
    node: Any = made
    for step in path:
        if isinstance(node, dict):
            node = node.get(step)
        elif isinstance(node, list) and isinstance(step, int):
            node = node[step]
        else:
            return None
    return node


def supplied(made: dict[str, Any], completed: dict[str, Any], paths: list[Path]) -> dict[str, Any]:
    """The plan with just these facts taken from a completion of it."""
    filled = copy.deepcopy(made)
    for path in paths:
        node, source = filled, completed
        for at_, step in enumerate(path[:-1]):
            inner = node[step] if isinstance(step, int) else node.get(step)
            source = source[step] if step != "items" else source
            if inner in (None, "n/a"):
                inner = node[step] = {} if not isinstance(path[at_ + 1], int) else []
            if source == "none":  # the object itself turned out not to be there
                node[step] = "none"
                break
            node = inner
        else:
            node[path[-1]] = copy.deepcopy(source.get(path[-1]))
    return filled


@given(rule=rules(once=True, depth=1), made=plans())
def test_needs_are_enough(rule: dict[str, Any], made: dict[str, Any]) -> None:
    program = program_of(rule_file(rule))
    used = facts_of(program)
    assume(number_of(made, used) <= MOST)
    outcome, paths = asked(program, made)
    assume(outcome == "unknown" and not long_form(made))
    assert paths
    for completed in completions(made, used):
        decided, still = asked(program, supplied(made, completed, paths))
        # a list that is stated anew brings items of its own, completed as well
        assert decided != "unknown", (paths, still, completed)


def long_form(made: dict[str, Any]) -> bool:
    """Whether a list is marked incomplete: its items then stand one step deeper than in its completion."""
    tank = made["tanks"][0]
    return any(isinstance(tank[name], dict) and "incomplete" in tank[name] for name in ("lids", "shoals"))


@given(rule=rules(once=True, depth=1), made=plans())
def test_each_of_them_may_change_the_outcome(rule: dict[str, Any], made: dict[str, Any]) -> None:
    program = program_of(rule_file(rule))
    used = facts_of(program)
    assume(number_of(made, used, 3) <= MOST)
    outcome, paths = asked(program, made)
    assume(outcome == "unknown" and not long_form(made))
    ways = [(completed, asked(program, completed)[0]) for completed in completions(made, used, 3)]
    for path in paths:
        seen: dict[str, str] = {}
        assert any(seen.setdefault(repr(without(completed, path)), found) != found for completed, found in ways), path


def without(completed: dict[str, Any], path: Path) -> dict[str, Any]:
    """A completion but for one fact (and, where the fact stands in an object that is not stated, for that object)."""
    rest = copy.deepcopy(completed)
    node: Any = rest
    for step in path[:-1]:
        if node[step] == "none":
            node.pop(step)
            return rest
        node = node[step]
    node.pop(path[-1], None)
    if node == {} and path[:-1] and not isinstance(path[-2], int):
        at(rest, path[:-2]).pop(path[-2])
    return rest


def test_nothing_is_asked_for_that_cannot_matter() -> None:
    """A fact asked about twice is found out by trying, on small domains."""
    require = {"any": [{"all": [{"heated": True}, {"lit": True}]}, {"all": [{"heated": True}, {"lit": False}]}]}
    outcome, paths = asked(program_of({"rules": [rule(require=require)]}), plan({}))
    assert outcome == "unknown"
    assert paths == [("tanks", 0, "heated")]


def test_a_fact_beside_the_branch_taken_is_not_asked_for() -> None:
    require = {"if": {"heated": True}, "then": {"remark": "a"}, "else": {"opened": {"before": "2020-01-01"}}}
    outcome, paths = asked(program_of({"rules": [rule(require=require)]}), plan({"heated": True}))
    assert outcome == "unknown"
    assert paths == [("tanks", 0, "remark")]


def test_a_list_whose_missing_items_cannot_matter_is_not_asked_for() -> None:
    require = {"each": "shoals", "where": {"role": "show"}, "satisfies": {"size": {"at_least": "1 fish"}}}
    made = plan({"duties": [{"task": "breeding"}], "shoals": [{"role": "show"}]})
    outcome, paths = asked(program_of({"rules": [rule(require=require)]}), made)
    assert outcome == "unknown"
    assert paths == [("tanks", 0, "shoals", 0, "size")]


def test_a_list_is_asked_for_by_its_own_name_and_kind() -> None:
    """Also where the object that the list belongs to is not stated: then that object is asked for."""
    for require, made, wanted in (
        ({"count": "pump.hoses", "where": {"bore": 2}, "at_least": 1}, {}, ("tank", "pump")),
        ({"count": "pump.hoses", "where": {"bore": 2}, "at_least": 1}, {"pump": {}}, ("pump", "hoses")),
        ({"count": "shoals", "where": {"young": True}, "at_least": 1}, {}, ("tank", "shoals")),
    ):
        program = program_of({"rules": [rule(require=require)]})
        data, _ = conform()(plan(made))
        interpreter = Interpreter(program, vocabulary(), AS_OF)
        (subject,) = subjects(vocabulary(), data, "tank", "", "")
        judgement = interpreter.judge(program.rules[0], subject.scope)
        found = needs(interpreter, program.rules[0], subject.scope, judgement)
        assert [(fact.kind, fact.field) for fact in found] == [wanted]


def test_what_is_not_known_of_the_law_needs_no_fact() -> None:
    """Nothing in the plan would settle what the parameter leaves undecided."""
    params = {
        "open": {
            "label": {"zh": "a", "en": "a"},
            "quantity": "number",
            "values": [{"from": "2024-12-01", "clause": {"document": "code", "number": "1"}, "value": 1}],
        }
    }
    made = program_of({"params": params, "rules": [rule(require={"shade": {"at_least": "$open"}})]})
    assert asked(made, plan({"shade": 3})) == ("unknown", [])
