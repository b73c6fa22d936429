"""What examples exercise: outcomes, exceptions, editions, rows, and both sides of limits, near enough to matter."""

from __future__ import annotations

from typing import Any

import pytest

from standardcheck.packtools.testing import PackTest
from standardcheck.packtools.testing_text import coverage_totals, pack_lines
from support.benches import examined, example
from support.toy import label, parameter, rule

CLAUSE = {"document": "code", "number": "1"}
PARAMS = {
    "params": {
        "least_shade": parameter("count", 2),
        "least_height": parameter("length", "50 cm"),
        "vents_by_water": parameter(
            "count",
            table=[
                {"when": {"water": "fresh"}, "value": 1},
                {"when": {"water": "brackish"}, "undecided": label("left open")},
                {"when": {"water": "salt"}, "value": 2},
            ],
        ),
        "vents_by_day": parameter(
            "count",
            values=[
                {"from": "2020-01-01", "to": "2022-01-01", "clause": CLAUSE, "value": 1},
                {"from": "2022-01-01", "clause": CLAUSE, "value": 2},
            ],
        ),
    }
}


def covered(of: dict[str, Any], *examples: dict[str, Any], **more: Any) -> PackTest:
    return examined(PARAMS, {"rules": [{**of, "examples": list(examples)}]}, mutate=False, **more)


def missing(of: dict[str, Any], *examples: dict[str, Any], kind: str = "") -> set[str]:
    return {item.what for item in covered(of, *examples).missing if not kind or item.kind == kind}


SHADE = rule(applies={"heated": True}, require={"shade": {"at_least": "$least_shade"}})


def test_outcomes_that_no_example_has_are_missing() -> None:
    assert missing(SHADE, kind="outcome") == {f"outcome {o}" for o in ("pass", "fail", "unknown", "not_applicable")}
    some = [example("pass", heated=True, shade=3), example("not_applicable", heated=False)]
    assert missing(SHADE, *some, kind="outcome") == {"outcome fail", "outcome unknown"}
    assert missing(rule(require={"lit": True}), kind="outcome") == {f"outcome {o}" for o in ("pass", "fail", "unknown")}
    asked = rule(applies={"lit": True}, decide="manual", question=label("well kept?"))
    assert missing(asked, example("manual", lit=True)) == {"outcome unknown", "outcome not_applicable"}


AT, BELOW = "limit require.shade.at_least 2020-01-01 0 met", "limit require.shade.at_least 2020-01-01 0 unmet"


@pytest.mark.parametrize(
    ("shades", "left"),
    [((), {AT, BELOW}), ((3,), {AT, BELOW}), ((2,), {BELOW}), ((1,), {AT}), ((0,), {AT, BELOW}), ((1, 2), set())],
)
def test_both_sides_of_a_limit(shades: tuple[int, ...], left: set[str]) -> None:
    examples = [example("pass" if shade >= 2 else "fail", heated=True, shade=shade) for shade in shades]
    assert missing(SHADE, *examples, kind="limit") == left


@pytest.mark.parametrize(
    ("op", "limit", "met", "unmet"),
    [
        ("at_least", "50 cm", [0.5], [0.495, 0.49]),
        ("at_most", "50 cm", [0.5], [0.505, 0.51]),
        ("more_than", "50 cm", [0.501, 0.51], [0.5]),
        ("less_than", "50 cm", [0.499, 0.49], [0.5]),
        ("equals", "50 cm", [0.5], [0.49, 0.51]),
        ("at_least", "0.5 m", [0.5], [0.4]),
    ],
)
def test_near_is_within_one_step_of_what_is_written(op: str, limit: str, met: list[float], unmet: list[float]) -> None:
    tall = rule(require={"height": {op: limit}})
    for height in met:
        assert missing(tall, example("pass", height=height), kind="limit") == {f"limit require.height.{op} 0 unmet"}
    for height in unmet:
        assert missing(tall, example("fail", height=height), kind="limit") == {f"limit require.height.{op} 0 met"}
    far = [example("pass" if op in ("at_least", "more_than") else "fail", height=0.7), example("fail", height=0.2)]
    if op in ("at_least", "more_than"):
        assert len(missing(tall, *far, kind="limit")) == 2


def test_a_side_beyond_natural_bounds_is_not_asked_for() -> None:
    assert missing(rule(require={"shade": {"at_most": 3}}), kind="limit") == {"limit require.shade.at_most 0 met"}
    counted = rule(require={"count": "shoals", "at_least": 0})
    assert missing(counted, kind="limit") == {"limit require.at_least 0 met"}


def test_limits_of_dates_lie_a_day_apart() -> None:
    dated = rule(require={"opened": {"before": "2024-03-01"}})
    both = [example("pass", opened="2024-02-29"), example("fail", opened="2024-03-01")]
    assert missing(dated, *both, kind="limit") == set()
    assert missing(dated, example("pass", opened="2024-02-28"), kind="limit") == {
        "limit require.opened.before 0 met",
        "limit require.opened.before 0 unmet",
    }


def test_rows_of_a_table_and_the_sides_of_each() -> None:
    vents = rule(require={"vents": {"at_least": "$vents_by_water"}})
    rows = {f"row vents_by_water 2020-01-01 {row}" for row in range(3)}
    assert missing(vents, kind="row") == rows
    one = example("pass", water="salt", vents=2)
    assert missing(vents, one, kind="row") == rows - {"row vents_by_water 2020-01-01 2"}
    sides = {f"limit require.vents.at_least 2020-01-01 {row} {side}" for row in (0, 2) for side in ("met", "unmet")}
    assert missing(vents, one, kind="limit") == sides - {"limit require.vents.at_least 2020-01-01 2 met"}


def test_a_row_that_is_only_possible_is_not_exercised() -> None:
    vents = rule(require={"vents": {"at_least": "$vents_by_water"}})
    assert len(missing(vents, example("fail", vents=0), kind="row")) == 3


def test_editions_that_no_example_is_judged_by() -> None:
    vents = rule(require={"vents": {"at_least": "$vents_by_day"}})
    assert missing(vents, example("pass", vents=1), kind="edition") == {"edition vents_by_day 2022-01-01"}
    late = example("fail", vents=1, as_of="2023-05-01")
    assert missing(vents, example("pass", vents=1), late, kind="edition") == set()
    ended = {**vents, "from": "2020-01-01", "to": "2021-01-01"}
    assert missing(ended, kind="edition") == set()


EXCEPT = rule(
    require={"shade": {"at_least": 2}},
    exceptions=[{"id": "dark", "title": label("dark"), "when": {"lit": False}, "require": {"shade": {"at_least": 1}}}],
)


@pytest.mark.parametrize(
    ("given", "left"),
    [
        (example("pass", shade=2, lit=False), {"exception dark met", "exception dark when_false"}),
        (example("pass", shade=1, lit=False), {"exception dark when_false"}),
        (example("fail", shade=1, lit=True), {"exception dark met"}),
        (example("fail", shade=0, lit=False), {"exception dark met", "exception dark when_false"}),
    ],
)
def test_an_exception_met_and_its_condition_not(given: dict[str, Any], left: set[str]) -> None:
    assert missing(EXCEPT, given, kind="exception") == left


def test_what_no_plan_can_exercise_is_not_missing() -> None:
    fresh = rule(applies={"water": "fresh"}, require={"vents": {"at_least": "$vents_by_water"}})
    assert missing(fresh, kind="row") == {"row vents_by_water 2020-01-01 0"}
    listed = {"rule": "test.rule", "what": "outcome unknown", "reason": "for a test"}
    test = covered(SHADE, unreachable=(listed,))
    assert "outcome unknown" not in {item.what for item in test.missing}
    assert not test.stale


@pytest.mark.parametrize(
    ("what", "state"),
    [("outcome pass", "shown"), ("outcome manual", "no_item"), ("row vents_by_water 2020-01-01 1", "no_item")],
)
def test_an_entry_for_what_is_exercised_is_stale(what: str, state: str) -> None:
    entry = {"rule": "test.rule", "what": what, "reason": "for a test"}
    test = covered(SHADE, example("pass", heated=True, shade=2), unreachable=(entry,))
    assert [stale.state for stale in test.stale] == [state]
    assert all(line for line in pack_lines(test, "zh"))


def test_totals_count_what_can_be_exercised() -> None:
    test = covered(SHADE, example("pass", heated=True, shade=2), example("not_applicable", heated=False))
    assert coverage_totals(test.coverage or ()) == {"outcome": (2, 4), "limit": (1, 2)}
    text = "\n".join(pack_lines(test, "en"))
    assert "outcomes 2/4, sides of limits 1/2" in text
    assert "no example within a step of 2 that no longer holds (at_least)" in text
