"""Examples in rule files: what counts as coming out right, and what is said where one does not."""

from __future__ import annotations

from typing import Any

import pytest

from standardcheck.packtools.testing import PackTest
from standardcheck.packtools.testing_text import pack_lines
from support.benches import examined, example
from support.toy import label, parameter, rule

PARAMS = {"params": {"least_shade": parameter("count", 2)}}
DEEP = rule(
    "deep",
    applies={"heated": True},
    require={"shade": {"at_least": "$least_shade"}},
    exceptions=[{"id": "lit", "title": label("lit"), "when": {"lit": True}, "require": {"shade": {"at_least": 1}}}],
)
ASKED = rule("asked", applies={"heated": True}, decide="manual", question=label("is it well kept?"))


def run(*examples: dict[str, Any], of: dict[str, Any] = DEEP, **files: Any) -> PackTest:
    return examined(PARAMS, {"rules": [{**of, "examples": list(examples)}]}, coverage=False, mutate=False, **files)


def said(test: PackTest) -> list[str]:
    return [str(problem) for failure in test.failures for problem in failure.result.problems]


@pytest.mark.parametrize(
    ("rule_", "right"),
    [
        (DEEP, example("pass", heated=True, shade=2)),
        (DEEP, example("pass", heated=True, shade=1, lit=True, exception="lit")),
        (DEEP, example("fail", heated=True, shade=1, lit=False)),
        (DEEP, example("unknown", heated=True, lit=False, needs=["shade"])),
        (DEEP, example("unknown", heated=True, shade=1, needs=["lit"])),
        (DEEP, example("not_applicable", heated=False)),
        (ASKED, example("manual", heated=True)),
        (ASKED, example("unknown", needs=["heated"])),
        (ASKED, example("not_applicable", heated=False)),
    ],
    ids=lambda value: value.get("name", ""),
)
def test_an_example_of_each_outcome_comes_out_right(rule_: dict[str, Any], right: dict[str, Any]) -> None:
    test = run(right, of=rule_)
    assert (len(test.results), said(test), test.clean) == (1, [], True)


OUTCOMES = {
    "pass": {"heated": True, "shade": 2},
    "fail": {"heated": True, "shade": 0},
    "unknown": {"heated": True},
    "not_applicable": {"heated": False, "shade": 2},
}


@pytest.mark.parametrize("expected", ["pass", "fail", "unknown", "not_applicable", "manual"])
@pytest.mark.parametrize("got", list(OUTCOMES))
def test_another_outcome_is_a_failure(expected: str, got: str) -> None:
    test = run(example(expected, **OUTCOMES[got]))
    if expected == got:
        assert test.clean
    elif (expected, got) == ("fail", "not_applicable"):
        assert "never applied" in said(test)[0]
    else:
        assert said(test) == [f"expected {expected}, came out {got}"]


def test_other_needs_are_a_failure() -> None:
    test = run(example("unknown", heated=True, needs=["lit", "heated"]))
    assert said(test) == ["expected to need heated, lit, needs lit, shade"]


def test_needs_that_are_not_stated_are_not_compared() -> None:
    assert run(example("unknown", heated=True)).clean


def test_another_exception_is_a_failure() -> None:
    test = run(example("pass", heated=True, shade=2, exception="lit"))
    assert said(test) == ["expected to pass by the exception lit, came out by —"]


def test_a_faulty_object_is_a_failure() -> None:
    test = run(example("unknown", heated=True, shade="a lot"))
    assert test.failures
    assert "/tanks/0/shade" in said(test)[0]


def test_an_object_that_the_rule_does_not_look_at_is_a_failure() -> None:
    test = run(example("pass", within={"aquarium": {"tanks": "none"}}, heated=True, shade=2))
    assert test.clean  # the object is put into the list, whatever is stated there
    other = rule("hoses", **{"for": "hose"}, require={"bore": 1})
    assert run(example("pass", bore=1), of=other).clean


def test_siblings_stated_around_the_object_stand_beside_it() -> None:
    counted = rule("counted", require={"count": "aquarium.tanks", "at_least": 2})
    alone, beside = example("fail", heated=True), example("pass", within={"aquarium": {"tanks": [{"lit": True}]}})
    part = {"aquarium": {"tanks": {"incomplete": True, "items": [{"lit": True}]}}}
    assert run(alone, beside, example("pass", within=part), of=counted).clean


# -- because -----------------------------------------------------------------------------------------------------

WIDE = rule(
    "wide",
    require={"any": [{"$panels": {"more_than": 3}}, {"height": {"at_least": "$least"}}]},
)
HEIGHT = {
    "params": {"least": parameter("length", "60 cm")},
    "derived": {"panels": {"for": "tank", "quantity": "number", "label": label("p"), "add": ["shade", "vents"]}},
}


def run_wide(*examples: dict[str, Any]) -> PackTest:
    return examined(HEIGHT, {"rules": [{**WIDE, "examples": list(examples)}]}, coverage=False, mutate=False)


@pytest.mark.parametrize(
    "because",
    [
        ["$panels", "height"],
        [{"fact": "$panels", "measured": 3, "required": 3}, "height"],
        [{"fact": "height", "measured": 0.5, "required": "$least"}, "$panels"],
        [{"fact": "height", "measured": "50 cm", "required": "600 mm"}, "$panels"],
    ],
)
def test_what_decided_is_compared(because: list[Any]) -> None:
    assert said(run_wide(example("fail", shade=1, vents=2, height=0.5, because=because))) == []


@pytest.mark.parametrize(
    ("because", "words"),
    [
        (["height"], "expected to be decided by height, was decided by $panels, height"),
        (
            [{"fact": "height", "measured": "51 cm"}, "$panels"],
            "height: expected 51 cm against —, found 50 cm against 60 cm",
        ),
        ([{"fact": "height", "required": "61 cm"}, "$panels"], "expected — against 61 cm"),
        ([{"fact": "height", "required": "$other"}, "$panels"], "expected — against $other"),
    ],
)
def test_another_ground_is_a_failure(because: list[Any], words: str) -> None:
    test = run_wide(example("fail", shade=1, vents=2, height=0.5, because=because))
    assert len(test.failures) == 1
    assert words in said(test)[0]


def test_grounds_are_named_like_needs() -> None:
    some = rule(
        "fed",
        applies={"aquarium.keepers": {"at_least": 1}, "heated": True},
        require={"some": "shoals", "satisfies": {"species": "eel"}},
    )
    given = {"heated": True, "shoals": [{"species": "carp"}]}
    inside = {"aquarium": {"keepers": 0}}
    assert run(example("fail", **given, within={"aquarium": {"keepers": 1}}, because=["shoals.species"]), of=some).clean
    assert run(example("not_applicable", **given, within=inside, because=["aquarium.keepers"]), of=some).clean


# -- what is said --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_failure_is_said_with_its_place_and_the_sentence_of_the_finding(language: str) -> None:
    test = run(example("pass", "a dark tank", heated=True, shade=1, lit=False))
    lines = list(pack_lines(test, language))
    assert any("made/2.yaml:1:" in line and "deep" in line and "a dark tank" in line for line in lines)
    why = test.failures[0].why
    assert why is not None
    assert any(why[language] in line for line in lines)


def test_text_of_a_pack_obeys_nothing() -> None:
    test = run(example("pass", "a \x1b[31mred\u202e tank", heated=True, shade=1, lit=False))
    assert not any("\x1b" in line or "\u202e" in line for line in pack_lines(test, "en"))
