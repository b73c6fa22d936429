"""Each kind of slip: an example that shows it notices it, and where none does it is said to survive."""

from __future__ import annotations

from typing import Any

import pytest

from standardcheck.packtools.mutants import mutants_of
from standardcheck.packtools.mutation import EQUIVALENT, KILLED, LISTED, SURVIVED, UNUSED
from standardcheck.packtools.testing import PackTest
from support.benches import bench, examined, example
from support.toy import label, parameter, rule

Rule = dict[str, Any]
BANDS = parameter(
    "count",
    table=[{"when": {"shade": {"less_than": 2}}, "value": 1}, {"when": {"shade": {"at_least": 2}}, "value": 3}],
)
TWO = {"values": [
    {"from": "2020-01-01", "to": "2022-01-01", "clause": {"document": "code", "number": "1"}, "value": 1},
    {"from": "2022-01-01", "clause": {"document": "code", "number": "1"}, "value": 3},
]}  # fmt: skip
PARAMS = {
    "params": {
        "least_shade": parameter("count", 2),
        "least_height": parameter("length", "50 cm"),
        "most_slope": parameter("gradient", "1:12"),
        "rest_time": parameter("duration", "3 h"),
        "vents_by_shade": BANDS,
        "vents_by_day": parameter("count", **TWO),
        "right_water": parameter("enum", "fresh", of="water"),
        "must_heat": parameter("flag", True),
        "idle": parameter("count", 7),
    },
    "derived": {
        "panels": {"for": "tank", "quantity": "number", "label": label("p"), "smallest": ["shade", "vents"]},
        "eels": {
            "for": "tank", "quantity": "count", "label": label("e"),
            "expression": {"count": "shoals", "distinct": "role", "where": {"species": "eel"}},
        },
        "steps": {"for": "tank", "quantity": "number", "label": label("s"), "round_up": "tilt", "to": 2},
    },
}  # fmt: skip


def fish(*shoals: Any, **more: Any) -> dict[str, Any]:
    return {"shoals": [{"species": species, "role": role} for species, role in shoals], **more}


SHADE = rule(require={"shade": {"at_least": "$least_shade"}})
HEIGHT = rule(require={"height": {"at_least": "$least_height"}})
SLOPE = rule(require={"slope": {"at_most": "$most_slope"}})
REST = rule(require={"rest": {"at_least": "$rest_time"}})
VENTS = rule(require={"vents": {"at_least": "$vents_by_shade"}})
DATED = rule(require={"vents": {"at_least": "$vents_by_day"}})
WATER = rule(require={"water": {"equals": "$right_water"}})
HEAT = rule(require={"heated": {"equals": "$must_heat"}})
OPENED = rule(require={"opened": {"before": "2024-03-01"}})
IN = rule(require={"water": ["fresh", "brackish"]})
LIT = rule(require={"lit": True})
PUMP = rule(require={"remark": {"present": True}})
EACH = rule(require={"each": "shoals", "satisfies": {"species": "eel"}})
SOME = rule(require={"some": "shoals", "where": {"role": "show"}, "satisfies": {"species": "eel"}})
NONE = rule(require={"none": "shoals", "satisfies": {"species": "eel"}})
BOTH = rule(require={"all": [{"lit": True}, {"heated": True}]})
EITHER = rule(require={"any": [{"lit": True}, {"heated": True}]})
KEYS = rule(require={"lit": True, "heated": True})
NOT = rule(require={"not": {"lit": True}})
TWO_OF = rule(require={"k_of": [{"lit": True}, {"heated": True}, {"shade": 1}], "k": 2})
WAYS = rule(
    require={
        "one_of": [
            {"label": label("a"), "require": {"lit": True}},
            {"label": label("b"), "require": {"heated": True}},
        ]
    }
)
IF = rule(require={"if": {"lit": True}, "then": {"shade": {"at_least": 2}}, "else": {"vents": {"at_least": 2}}})
SCOPED = rule(applies={"lit": True, "heated": True}, require={"shade": {"at_least": 2}})
EXCEPT = rule(
    require={"shade": {"at_least": 2}},
    exceptions=[
        {
            "id": "dark",
            "title": label("dark"),
            "when": {"lit": False, "heated": False},
            "require": {"shade": {"at_least": 1}},
        }
    ],
)
PANELS = rule(require={"$panels": {"at_least": 2}})
EELS = rule(require={"$eels": {"at_least": 2}})
STEPS = rule(require={"$steps": {"at_most": 1}})
LEAST = rule(require={"min": "shoals", "of": "size", "at_least": 2})

dark = {"lit": False, "heated": False}
CASES: list[tuple[str, Rule, str, str, dict[str, Any], dict[str, Any]]] = [
    # what, rule, place, change, an example that does not notice, one that does
    ("limit up", SHADE, "2020-01-01.value", "up", example("fail", shade=1), example("pass", shade=2)),
    ("limit down", SHADE, "2020-01-01.value", "down", example("pass", shade=2), example("fail", shade=1)),
    ("limit of length", HEIGHT, "2020-01-01.value", "down", example("fail", height=0.4),
     example("fail", height="49 cm")),
    ("ratio", SLOPE, "2020-01-01.value", "up", example("fail", slope="1:10"), example("fail", slope="1:11")),
    ("unit", HEIGHT, "2020-01-01.value", "x1000", example("fail", height=0.4), example("pass", height=0.5)),
    ("unit less", HEIGHT, "2020-01-01.value", "/1000", example("pass", height=0.5), example("fail", height=0.4)),
    ("unit of time", REST, "2020-01-01.value", "x60", example("fail", rest=2), example("pass", rest=3)),
    ("cell", VENTS, "2020-01-01.table.1.value", "down", example("pass", shade=2, vents=3),
     example("fail", shade=2, vents=2)),
    ("band", VENTS, "2020-01-01.table.0.when.shade.less_than", "up", example("pass", shade=2, vents=3),
     example("fail", shade=2, vents=2)),
    ("end of a band", VENTS, "2020-01-01.table.0.when.shade.less_than", "less_than -> at_most",
     example("fail", shade=3, vents=2), example("fail", shade=2, vents=2)),
    ("edition", DATED, "2022-01-01.value", "down", example("fail", vents=0),
     example("fail", vents=2, as_of="2023-01-01")),
    ("word", WATER, "2020-01-01.value", "-> brackish", example("fail", water="salt"), example("pass", water="fresh")),
    ("flag of a parameter", HEAT, "2020-01-01.value", "reversed", example("unknown"), example("pass", heated=True)),
    ("day", OPENED, "require.opened.before", "up", example("fail", opened="2024-03-02"),
     example("fail", opened="2024-03-01")),
    ("before", OPENED, "require.opened.before", "before -> on_or_before", example("pass", opened="2024-02-29"),
     example("fail", opened="2024-03-01")),
    ("at_least", SHADE, "require.shade.at_least", "at_least -> more_than", example("pass", shade=3),
     example("pass", shade=2)),
    ("at_most", SLOPE, "require.slope.at_most", "at_most -> less_than", example("fail", slope=0.5),
     example("pass", slope="1:12")),
    ("in", IN, "require.water", "in -> not_in", example("unknown"), example("pass", water="fresh")),
    ("equals", WATER, "require.water.equals", "equals -> not_equals", example("unknown"),
     example("pass", water="fresh")),
    ("flag", LIT, "require.lit", "reversed", example("unknown"), example("fail", lit=False)),
    ("present", PUMP, "require.remark.present", "present reversed", example("unknown"), example("fail", remark="none")),
    ("each", EACH, "require.each", "each -> some", example("fail", **fish(("carp", "show"))),
     example("fail", **fish(("carp", "show"), ("eel", "show")))),
    ("some", SOME, "require.some", "some -> each", example("pass", **fish(("eel", "show"))),
     example("pass", **fish(("eel", "show"), ("carp", "show")))),
    ("none", NONE, "require.none", "none -> some", example("unknown"), example("fail", **fish(("eel", "show")))),
    ("where", SOME, "require.some", "where dropped", example("pass", **fish(("eel", "show"))),
     example("fail", **fish(("eel", "breeders")))),
    ("all", BOTH, "require.all", "all -> any", example("fail", **dark), example("fail", lit=True, heated=False)),
    ("any", EITHER, "require.any", "any -> all", example("fail", **dark), example("pass", lit=True, heated=False)),
    ("keys", KEYS, "require", "all -> any", example("fail", **dark), example("fail", lit=True, heated=False)),
    ("a key", KEYS, "require", "lit dropped", example("fail", lit=False, heated=False),
     example("fail", lit=False, heated=True)),
    ("an alternative", EITHER, "require.any", "0 dropped", example("fail", **dark),
     example("pass", lit=True, heated=False)),
    ("one_of", WAYS, "require.one_of", "one_of -> all", example("fail", **dark),
     example("pass", lit=True, heated=False)),
    ("not", NOT, "require.not", "not dropped", example("unknown"), example("pass", lit=False)),
    ("k_of up", TWO_OF, "require.k_of", "k up", example("fail", **dark, shade=1),
     example("pass", lit=True, heated=True, shade=0)),
    ("k_of down", TWO_OF, "require.k_of", "k down", example("fail", **dark, shade=0),
     example("fail", lit=True, heated=False, shade=0)),
    ("if", IF, "require.if", "if dropped", example("pass", lit=True, shade=2),
     example("pass", lit=False, vents=2, shade=1)),
    ("else", IF, "require.if", "else dropped", example("pass", lit=False, vents=2),
     example("fail", lit=False, vents=1)),
    ("scope", SCOPED, "applies", "dropped", example("fail", lit=True, heated=True, shade=1),
     example("not_applicable", lit=False, heated=True, shade=2)),
    ("part of a scope", SCOPED, "applies", "lit dropped", example("not_applicable", lit=True, heated=False, shade=2),
     example("not_applicable", lit=False, heated=True, shade=2)),
    ("exception", EXCEPT, "exceptions.dark", "dropped", example("pass", shade=2, **dark),
     example("pass", shade=1, **dark)),
    ("when", EXCEPT, "exceptions.dark.when", "when dropped", example("pass", shade=1, **dark),
     example("fail", shade=1, lit=True, heated=True)),
    ("part of a when", EXCEPT, "exceptions.dark.when", "lit dropped", example("fail", shade=1, lit=True, heated=True),
     example("fail", shade=1, lit=True, heated=False)),
    ("limit of an exception", EXCEPT, "exceptions.dark.require.shade.at_least", "down",
     example("pass", shade=1, **dark),
     example("fail", shade=0, **dark)),
    ("smallest", PANELS, "smallest", "smallest -> largest", example("pass", shade=2, vents=2),
     example("fail", shade=1, vents=2)),
    ("distinct", EELS, "expression.count", "distinct dropped",
     example("pass", **fish(("eel", "show"), ("eel", "breeders"))),
     example("fail", **fish(("eel", "show"), ("eel", "show")))),
    ("where of a count", EELS, "expression.count", "where dropped", example("fail", **fish(("eel", "show"))),
     example("fail", **fish(("eel", "show"), ("carp", "breeders")))),
    ("in a derived quantity", EELS, "expression.where.species", "equals -> not_equals", example("fail", **fish()),
     example("pass", **fish(("eel", "show"), ("eel", "breeders")))),
    ("round_up", STEPS, "round_up", "round_up dropped", example("fail", tilt=2), example("fail", tilt=1)),
    ("min", LEAST, "require.min", "min -> max", example("fail", shoals=[{"size": 1}]),
     example("fail", shoals=[{"size": 1}, {"size": 3}])),
]  # fmt: skip


def state_of(test: PackTest, place: str, change: str) -> str:
    found = [trial for trial in test.trials or () if (trial.mutant.place, trial.mutant.change) == (place, change)]
    states = {trial.state for trial in found if trial.state != UNUSED}
    assert len(states) == 1, sorted((t.mutant.place, t.mutant.change) for t in test.trials or ())
    return states.pop()


@pytest.mark.parametrize(("what", "of", "place", "change", "blind", "keen"), CASES, ids=[case[0] for case in CASES])
def test_a_slip_is_noticed_by_an_example_that_shows_it(
    what: str, of: Rule, place: str, change: str, blind: dict[str, Any], keen: dict[str, Any]
) -> None:
    one = examined(PARAMS, {"rules": [{**of, "examples": [blind]}]}, coverage=False)
    assert not one.failures
    assert state_of(one, place, change) == SURVIVED
    two = examined(PARAMS, {"rules": [{**of, "examples": [blind, keen]}]}, coverage=False)
    assert not two.failures
    assert state_of(two, place, change) == KILLED


def test_every_change_has_a_name_of_its_own() -> None:
    rules = [{**case[1], "id": f"r.{at}"} for at, case in enumerate(CASES)]
    made = bench(PARAMS, {"rules": rules})
    keys = [m.key for m in mutants_of(made.resolved, made.program, made.conform.vocabulary, "made")]
    assert len(keys) > 200
    assert len(keys) == len(set(keys))


def test_a_mutant_changes_one_thing_and_leaves_the_original() -> None:
    made = bench(PARAMS, {"rules": [EXCEPT]})
    before = repr(made.program)
    for mutant in mutants_of(made.resolved, made.program, made.conform.vocabulary, "made"):
        assert mutant.program(made.program) != made.program, mutant.key
    assert repr(made.program) == before


def test_any_rule_of_the_pack_may_notice_a_changed_parameter() -> None:
    other = rule("other", require={"vents": {"at_least": "$least_shade"}}, examples=[example("pass", vents=2)])
    test = examined(PARAMS, {"rules": [{**SHADE, "examples": []}, other]}, coverage=False)
    up = [t for t in test.trials or () if t.mutant.owner == ("param", "least_shade") and t.mutant.change == "up"]
    assert [(trial.state, trial.by[0]) for trial in up] == [(KILLED, "other")]


def test_an_example_that_is_wrong_notices_nothing() -> None:
    test = examined(PARAMS, {"rules": [{**SHADE, "examples": [example("fail", shade=2)]}]}, coverage=False)
    assert test.failures
    assert state_of(test, "2020-01-01.value", "up") == SURVIVED


def test_what_no_rule_asks_for_is_set_apart() -> None:
    test = examined(PARAMS, {"rules": [SHADE]}, coverage=False)
    idle = {trial.state for trial in test.trials or () if trial.mutant.owner == ("param", "idle")}
    assert idle == {UNUSED}


def test_a_ground_or_an_exception_that_is_stated_notices_too() -> None:
    loose = rule(require={"any": [{"shade": {"at_least": 2}}, {"lit": True}]})
    plain, told = example("pass", shade=2, lit=True), example("pass", shade=2, lit=True, because=["shade"])
    for given, state in ((plain, SURVIVED), (told, KILLED)):
        test = examined({"rules": [{**loose, "examples": [given]}]}, coverage=False)
        assert state_of(test, "require.any.0.shade.at_least", "at_least -> more_than") == state


# -- equivalent ones -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("require", "place", "change"),
    [
        ({"shade": {"at_most": 3}}, "require.shade.at_most", "up"),  # at its natural bound
        ({"shade": {"at_least": 0}}, "require.shade.at_least", "down"),
        ({"shade": {"more_than": 1.5}}, "require.shade.more_than", "more_than -> at_least"),  # of whole numbers
        ({"shade": {"at_least": 2}, "tilt": {"at_most": 2}}, "require.tilt.at_most", "up"),
    ],
)
def test_a_change_that_no_plan_can_show_is_equivalent(require: dict[str, Any], place: str, change: str) -> None:
    test = examined({"rules": [rule(require=require)]}, coverage=False)
    assert state_of(test, place, change) == EQUIVALENT


def test_a_condition_that_another_implies_may_go() -> None:
    require = {"shade": {"at_least": 2}, "any": [{"lit": True}, {"shade": {"at_least": 1}}]}
    test = examined({"rules": [rule(require=require)]}, coverage=False)
    assert state_of(test, "require", "any dropped") == EQUIVALENT
    assert state_of(test, "require", "shade dropped") == SURVIVED


def test_a_change_within_a_list_is_judged_by_its_condition() -> None:
    require = {"each": "shoals", "satisfies": {"size": {"at_most": 3}}}
    test = examined({"rules": [rule(require=require)]}, coverage=False)
    assert state_of(test, "require.satisfies.size.at_most", "up") == EQUIVALENT
    assert state_of(test, "require.satisfies.size.at_most", "down") == SURVIVED


def test_an_edition_after_the_end_of_the_rule_is_equivalent() -> None:
    ended = {**DATED, "from": "2020-01-01", "to": "2021-01-01"}
    test = examined(PARAMS, {"rules": [ended]}, coverage=False)
    assert state_of(test, "2022-01-01.value", "up") == EQUIVALENT
    assert state_of(test, "2020-01-01.value", "up") == SURVIVED


# -- the pack's own list -------------------------------------------------------------------------------------------

UP = {"param": "least_shade", "place": "2020-01-01.value", "change": "up", "reason": "for a test"}


def listed(entry: dict[str, str], *examples: dict[str, Any]) -> PackTest:
    return examined(PARAMS, {"rules": [{**SHADE, "examples": list(examples)}]}, coverage=False, equivalent=(entry,))


def test_a_listed_mutant_does_not_count_as_a_survivor() -> None:
    test = listed(UP)
    assert state_of(test, UP["place"], "up") == LISTED
    assert not test.stale
    assert "up" not in {trial.mutant.change for trial in test.survivors}


@pytest.mark.parametrize(
    ("entry", "examples", "state"),
    [
        (UP, [example("pass", shade=2)], KILLED),
        ({**UP, "place": "2021-01-01.value"}, [], "none"),
        ({**UP, "param": "no_such"}, [], "none"),
        ({"rule": "test.rule", "place": "require.shade.at_least", "change": "sideways", "reason": "r"}, [], "none"),
        ({**UP, "param": "idle"}, [], UNUSED),
    ],
)
def test_an_entry_that_names_no_survivor_is_stale(
    entry: dict[str, str], examples: list[dict[str, Any]], state: str
) -> None:
    test = listed(entry, *examples)
    assert [stale.state for stale in test.stale] == [state]
    assert not test.clean


def test_an_entry_for_what_is_recognised_anyway_is_stale() -> None:
    entry = {"rule": "test.rule", "place": "require.shade.at_most", "change": "up", "reason": "for a test"}
    test = examined({"rules": [rule(require={"shade": {"at_most": 3}})]}, coverage=False, equivalent=(entry,))
    assert [stale.state for stale in test.stale] == [EQUIVALENT]


def test_conditions_on_lists_may_be_anything_and_the_rest_still_be_equivalent() -> None:
    fed = {"some": "shoals", "satisfies": {"species": "eel"}}
    within = {"if": {"shade": {"at_most": 2, "at_least": 1}}, "then": {"vents": 1}}
    dark = {"id": "dark", "title": label("dark"), "when": {"lit": False}, "require": within}
    of = rule(applies={"all": [fed, {"heated": True}]}, require={"shade": {"at_least": 3}}, exceptions=[dark])
    test = examined({"rules": [of]}, coverage=False)
    assert state_of(test, "exceptions.dark.require.if.shade.at_most", "up") == EQUIVALENT
    assert state_of(test, "exceptions.dark.require.if.shade.at_most", "down") == SURVIVED
    assert state_of(test, "applies.all.0.some", "some -> each") == SURVIVED
    assert state_of(test, "applies.all", "0 dropped") == SURVIVED


def test_a_parameter_inside_a_condition_on_a_list_is_not_taken_to_be_the_same() -> None:
    each = {"each": "shoals", "satisfies": {"age": {"at_least": "$least_shade"}}}
    test = examined(PARAMS, {"rules": [rule(require={"all": [each, {"lit": True}]})]}, coverage=False)
    assert state_of(test, "2020-01-01.value", "up") == SURVIVED
    computed = rule(require={"sum": "shoals", "of": "age", "at_least": "$least_shade"})
    assert state_of(examined(PARAMS, {"rules": [computed]}, coverage=False), "2020-01-01.value", "up") == SURVIVED


@pytest.mark.parametrize("change", ["equals -> not_equals", "some -> each"])
def test_plain_items_are_not_taken_to_be_the_same(change: str) -> None:
    covered = rule(require={"some": "lids", "satisfies": {"it": "glass"}})
    test = examined({"rules": [covered]}, coverage=False)
    place = "require.some" if "some" in change else "require.satisfies.it"
    assert state_of(test, place, change) == SURVIVED


def test_a_rule_that_is_not_selected_may_still_notice() -> None:
    from standardcheck.packtools.testing import Wanted, examine

    other = rule("other", require={"vents": {"at_least": "$least_shade"}}, examples=[example("pass", vents=2)])
    made = bench(PARAMS, {"rules": [SHADE, other]})._replace(selected={"test.rule"})
    test = examine(made, Wanted(mutate=True))
    assert test.results == ()
    assert state_of(test, "2020-01-01.value", "up") == KILLED
    assert {trial.mutant.owner for trial in test.trials or ()} == {("rule", "test.rule"), ("param", "least_shade")}
