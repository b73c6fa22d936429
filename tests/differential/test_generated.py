"""Generated functions and the interpreter find the same in made-up plans of the toy standard."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from standardcheck.check.evaluate import in_force
from standardcheck.check.fused import FusedFindings
from standardcheck.check.looking import by_rule, first
from standardcheck.check.verdict import tally
from standardcheck.compiler.form import Program
from standardcheck.compiler.generated.engine import Engine
from standardcheck.compiler.interpret import Interpreter
from standardcheck.compiler.scope import EMPTY
from support.backends import interpreted
from support.generated import hoses_for_a_shoal, plans, rule_file, rules, shoal_tests
from support.toy import AS_OF, conform, program_of, rule, vocabulary


def generated(program: Program, data: dict[str, Any]) -> FusedFindings:
    """What generated functions leave behind; unlike ``evaluate_fused``, a fault of theirs is raised."""
    engine = Engine(program, vocabulary(), AS_OF, [r for r in program.rules if in_force(r, AS_OF)])
    return FusedFindings(engine, data, engine.run(data))


def same(program: Program, plan: dict[str, Any]) -> None:
    """All parts of all findings, their scopes included; and what is said without evidence is what evidence says."""
    data, _ = conform()(plan)
    expected = interpreted(program, vocabulary(), AS_OF, data)
    found = generated(program, data)
    assert list(found) == expected
    assert len(found) == len(expected)
    some = [f for f in expected if f.outcome in ("fail", "unknown")]
    assert list(first(found, ("fail", "unknown"))) == some
    assert list(first(found, ("fail", "unknown"), 1)) == list(first(expected, ("fail", "unknown"), 1))
    assert tally(found) == tally(expected)
    assert by_rule(found) == by_rule(expected)
    interpreter = Interpreter(program, vocabulary(), AS_OF)
    for finding in (f for f in expected if f.form != EMPTY):
        judgement = interpreter.judge(finding.rule, finding.scope)
        assert interpreter.outcome(finding.rule, finding.scope) == (judgement.outcome, judgement.flagged)


duties = st.fixed_dictionaries({"task": st.sampled_from(["feeding", "breeding", "none", "n/a", None])})


@st.composite
def busy_plans(draw: st.DrawFn) -> dict[str, Any]:
    """Plans in which lists of tanks and duties may be missing, none, empty or incomplete, and duties promise."""
    plan = draw(plans(most_tanks=3))
    for tank in plan["tanks"]:
        tank["duties"] = draw(st.sampled_from([None, "none", "n/a"]) | st.lists(duties, max_size=2))
        if isinstance(tank["shoals"], list):
            for shoal in tank["shoals"]:
                shoal["role"] = draw(st.sampled_from(["show", "breeders", "none", "n/a", None]))
    ways = st.sampled_from(["stated", "stated", "stated", "incomplete", "absent", "n/a", "none"])
    way = draw(ways)
    if way == "incomplete":
        plan["tanks"] = {"incomplete": True, "items": plan["tanks"]}
    elif way != "stated":
        plan["tanks"] = None if way == "absent" else way
    plan["site"] = draw(
        st.sampled_from([None, "none", "n/a"])
        | st.fixed_dictionaries({"climate": st.sampled_from(["cold", "none", None])})
    )
    return plan


@st.composite
def shoal_conditions(draw: st.DrawFn) -> dict[str, Any]:
    """Conditions on a shoal that ask about it, its tank, its neighbours and what lies around."""
    shapes = ["own", "own", "role", "tank", "pump", "both", "neighbours", "root", "site", "sum", "hoses"]
    shape = draw(st.sampled_from(shapes))
    if shape == "own":
        return draw(shoal_tests())[1]
    if shape == "hoses":
        return draw(hoses_for_a_shoal())
    if shape == "role":
        role = draw(st.sampled_from(["show", "breeders"]))
        return {
            "role": draw(st.sampled_from([role, {"not_equals": role}, [role], {"present": True}, {"present": False}]))
        }
    if shape == "tank":
        return {
            "tank.water": draw(st.sampled_from(["fresh", ["salt", "brackish"]])),
            "tank.heated": draw(st.booleans()),
        }
    if shape == "pump":
        return {
            "tank.pump.power": {draw(st.sampled_from(["at_least", "less_than", "equals"])): draw(st.integers(1, 3))}
        }
    if shape == "root":
        return {"aquarium.keepers": {"at_least": f"{draw(st.integers(0, 3))} keeper"}}
    if shape == "site":
        return {"aquarium.site.climate": draw(st.sampled_from(["cold", {"not_equals": "cold"}, {"present": True}]))}
    if shape == "sum":
        return {"size": {draw(st.sampled_from(["at_least", "at_most"])): "2 fish"}, "tank.shade": {"at_least": 1}}
    inner = draw(st.sampled_from(["each", "some", "none"]))
    if shape == "neighbours":
        return {inner: "tank.shoals", "satisfies": {"role": draw(st.sampled_from(["show", "breeders"]))}}
    return {draw(st.sampled_from(["all", "any", "k_of"])): [draw(shoal_conditions()), draw(shoal_conditions())]} | {}


@st.composite
def shoal_rules(draw: st.DrawFn) -> dict[str, Any]:
    """Rules for shoals, in every list or in one, sometimes manual, sometimes with exceptions."""
    parts: dict[str, Any] = {"for": draw(st.sampled_from(["shoal", "each tank.shoals"]))}
    if draw(st.booleans()):
        parts["applies"] = draw(shoal_conditions())
    if draw(st.integers(0, 5)) == 0:
        return rule("s", **parts, decide="manual", question={"zh": "?", "en": "?"})
    parts["require"] = draw(shoal_conditions())
    if draw(st.booleans()):
        title = {"zh": "e", "en": "e"}
        parts["exceptions"] = [
            {"id": "e", "title": title, "when": draw(shoal_conditions()), "require": draw(shoal_conditions())}
        ]
    return rule("s", **parts)


def k_of_is_counted(node: Any) -> Any:
    """Give every ``k_of`` its number."""
    if isinstance(node, dict):
        made = {key: k_of_is_counted(value) for key, value in node.items()}
        return {**made, "k": 1} if "k_of" in made else made
    return [k_of_is_counted(item) for item in node] if isinstance(node, list) else node


@given(many=st.lists(rules(), min_size=1, max_size=5), plan=busy_plans())
def test_rules_for_tanks(many: list[dict[str, Any]], plan: dict[str, Any]) -> None:
    same(program_of(rule_file(*({**rule, "id": f"r{at}"} for at, rule in enumerate(many)))), plan)


@given(many=st.lists(shoal_rules(), min_size=1, max_size=5), plan=busy_plans())
def test_rules_for_shoals(many: list[dict[str, Any]], plan: dict[str, Any]) -> None:
    many = [{**k_of_is_counted(rule), "id": f"r{at}"} for at, rule in enumerate(many)]
    same(program_of(rule_file(*many)), plan)


@st.composite
def tank_conditions_from_within(draw: st.DrawFn) -> dict[str, Any]:
    """Conditions on a tank that are dear enough to be worked out once for all that is in it."""
    shape = draw(st.sampled_from(["some", "count", "panels", "power", "sum", "lookup"]))
    op, n = draw(st.sampled_from(["at_least", "less_than", "equals", "not_equals"])), draw(st.integers(0, 3))
    if shape == "some":
        return {draw(st.sampled_from(["each", "some"])): "tank.shoals", "satisfies": draw(shoal_tests())[1]}
    if shape == "count":
        return {"count": "tank.shoals", "where": draw(shoal_tests())[1], op: n}
    if shape == "panels":
        return {draw(st.sampled_from(["$panels", "$open_side", "$fewer", "$steps", "$per_power"])): {op: n}}
    if shape == "power":
        return {"tank.pump.power": {op: n}}
    if shape == "sum":
        return {"sum": "tank.shoals", "of": "size", op: f"{n} fish"}
    return {"$kind_of_water": draw(st.sampled_from(["salt", "fresh"]))}


@st.composite
def inner_rules(draw: st.DrawFn) -> dict[str, Any]:
    """Rules for what is in a tank that ask about the tank."""
    kind = draw(st.sampled_from(["pump", "hose", "duty"]))
    conditions = {
        name: draw(tank_conditions_from_within())
        for name in draw(st.sampled_from([["require"], ["applies", "require"]]))
    }
    return rule("b", **{"for": kind}, **conditions)


@given(many=st.lists(inner_rules(), min_size=1, max_size=5), plan=busy_plans())
def test_rules_for_what_is_in_a_tank(many: list[dict[str, Any]], plan: dict[str, Any]) -> None:
    same(program_of(rule_file(*({**rule, "id": f"r{at}"} for at, rule in enumerate(many)))), plan)


@st.composite
def fact_against_derived(draw: st.DrawFn) -> dict[str, Any]:
    """A fact, perhaps of an object that may be stated to be none, compared with a derived quantity, or one of those
    with another: what is none counts as 0 within a sum, and is no number where it is compared."""
    op = draw(st.sampled_from(["at_least", "at_most", "less_than", "more_than", "equals", "not_equals"]))
    left = draw(st.sampled_from(["pump.power", "shade", "tilt", "vents", "$panels", "$more", "$open_side"]))
    right = draw(st.sampled_from(["$panels", "$open_side", "$leaning", "$fewer", "$more", "$per_power"]))
    return {left: {op: right}}


@given(many=st.lists(fact_against_derived(), min_size=1, max_size=4), plan=busy_plans())
def test_facts_against_derived_quantities(many: list[dict[str, Any]], plan: dict[str, Any]) -> None:
    rules_ = [rule(f"r{at}", **{"for": "tank"}, require=require) for at, require in enumerate(many)]
    same(program_of(rule_file(*rules_)), plan)


def test_what_is_none_is_not_below_a_derived_limit() -> None:
    """Found with a distance of an object stated to be none, which passed as if it were 0."""
    one = rule(**{"for": "tank"}, require={"pump.power": {"at_most": "$panels"}})
    plan = {"tanks": [{"pump": "none", "shade": 2, "vents": 2}]}
    program = program_of(rule_file(one))
    same(program, plan)
    assert [f.outcome for f in generated(program, conform()(plan)[0])] == ["fail"]
