"""What the figures in docs/performance.md rest on: the same plans every time, and the same answers from all."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

import engines
import generate_plans
import handwritten
from others import jsonschema_rules, rego_rules, zen_rules
from others.answers import Engine
from others.comparing import assert_agreement, our_answers, our_judge, said_of_missing
from others.texts import complete, faulty, shares, usual
from others.timing import exponents
from run import rule_set
from standardcheck import check, read_plan
from standardcheck.check.findings import Finding
from standardcheck.plan.fast_conform import FastConform
from standardcheck.plan.typed import TypedReader

IDS = {rule.id.removeprefix("bench.") for rule in rule_set().program("bench").rules}
PLANS = 60


def digest(plans: list[dict[str, Any]]) -> str:
    return hashlib.sha256(json.dumps(plans, ensure_ascii=False).encode()).hexdigest()[:16]


def test_the_same_seed_gives_the_same_plans_in_every_version_of_the_generator() -> None:
    assert digest(generate_plans.plans(20)) == "d16b2c3d33392eb7"
    assert digest(generate_plans.plans(1, 7, 100)) == "f447fbbc50e2ef80"
    assert digest(generate_plans.plans(20, 2)) != digest(generate_plans.plans(20))


def test_the_plans_are_read_by_types() -> None:
    """The figures are about the common way; it must not be left unnoticed."""
    reader = TypedReader(FastConform(rule_set().conform))
    assert all(reader(json.dumps(plan).encode()) for plan in generate_plans.plans(PLANS))


def test_the_shares_of_missing_facts_and_faults_are_put_back() -> None:
    before = usual(2)
    with shares(0, 1), pytest.raises(ZeroDivisionError):
        _ = 1 / 0
    assert usual(2) == before
    assert min(map(len, complete(2))) > 0 and complete(2) != before


# -- the rules written by hand -------------------------------------------------------------------------------


def numbers(where: Any) -> tuple[int, ...]:
    """A place as ``handwritten`` keeps it, as indices from the community inwards."""
    return (where,) if isinstance(where, int) else (*numbers(where[0]), where[1])


def answered(finding: Finding) -> str:
    return handwritten.FLAGGED if finding.flagged and finding.outcome == "pass" else str(finding.outcome)


@pytest.mark.parametrize("missing", [0.05, 0.3])
@pytest.mark.parametrize("share_of_faults", [0.03, 0.5])
def test_the_rules_written_by_hand_answer_as_the_engine_does(missing: float, share_of_faults: float) -> None:
    rules, seen = rule_set(), Counter[str]()
    with shares(missing, share_of_faults):
        plans = generate_plans.plans(PLANS)
    for plan in plans:
        found = check(read_plan(plan, rules), rules).plans[0].findings
        ours = Counter(
            (
                one.rule.id.removeprefix("bench."),
                tuple(step for step in one.path if isinstance(step, int)),
                answered(one),
            )
            for one in found
        )
        theirs = Counter((rule, numbers(where), outcome) for rule, where, outcome, _, _ in handwritten.check(plan))
        assert ours == theirs
        seen.update(outcome for _, _, outcome in ours)
    assert set(seen) == {"pass", "fail", "unknown", "not_applicable", "flagged"}


def test_they_measure_and_require_the_same_too() -> None:
    judge, compared = our_judge(), 0
    for text in usual(PLANS):
        by_hand = {(rule, numbers(at)): (one, other) for rule, at, _, one, other in handwritten.check(json.loads(text))}
        for finding in json.loads(judge(text))["findings"]:
            at = tuple(int(step) for step in finding["pointer"].split("/") if step.isdigit())
            if "measured" in finding:
                measured, required = by_hand[finding["rule"].removeprefix("bench."), at]
                assert finding["measured"] == pytest.approx(measured)
                if isinstance(finding["required"], int | float):
                    assert finding["required"] == pytest.approx(required)
                compared += 1
    assert compared > 10 * PLANS


# -- other engines -------------------------------------------------------------------------------------------


def test_every_engine_expresses_each_rule_or_says_why_not() -> None:
    assert len(IDS) == engines.RULES
    assert set(jsonschema_rules.RULES) | set(jsonschema_rules.CANNOT) == IDS
    assert not set(jsonschema_rules.RULES) & set(jsonschema_rules.CANNOT)
    assert set(zen_rules.FAILS) == IDS
    assert set(re.findall(r'^deny contains \["([a-z.-]+)"', rego_rules.SOURCE.read_text(encoding="utf-8"), re.M)) == IDS


def test_every_rule_fails_somewhere_in_the_plans_that_answers_are_compared_on() -> None:
    judge = our_judge()
    failed = {rule for text in faulty(PLANS) for rule, _ in our_answers(judge, text)}
    assert failed == IDS - {"part.uses-known"}, "the generated parts all state their use"


def engine_that(fails: Callable[[bytes], list[tuple[str, str]]], **cannot: str) -> Engine:
    return Engine("made up", "standardcheck", fails, cannot, {})


def our_fails(text: bytes) -> list[tuple[str, str]]:
    return [at for at, outcome in our_answers(our_judge(), text).items() if outcome == "fail"]


def test_an_engine_that_differs_in_one_fail_is_found_out() -> None:
    texts = faulty(2)
    assert assert_agreement(engine_that(our_fails), texts).total() == sum(len(our_fails(text)) for text in texts)
    with pytest.raises(AssertionError, match="made up differs from us in"):
        assert_agreement(engine_that(lambda text: our_fails(text)[1:]), texts)
    with pytest.raises(AssertionError, match="made up differs from us in"):
        assert_agreement(engine_that(lambda text: [*our_fails(text), ("door.width", "/nowhere")]), texts)
    with pytest.raises(AssertionError, match="made up names a fail twice"):
        assert_agreement(engine_that(lambda text: our_fails(text) * 2), texts)
    with pytest.raises(AssertionError, match="leaves nothing unknown"):
        assert_agreement(engine_that(our_fails), usual(2))


def test_what_engines_say_of_missing_facts_is_counted_by_what_we_say() -> None:
    texts = usual(5)
    ours = Counter(outcome for text in texts for outcome in our_answers(our_judge(), text).values())
    silent = said_of_missing(engine_that(lambda text: []), texts)
    assert silent == {("unknown", "pass"): ours["unknown"], ("fail", "pass"): ours["fail"], ("settled", "fail"): 0}
    stopped = said_of_missing(engine_that(lambda text: [][0]), texts)
    assert stopped == {("unknown", "error"): ours["unknown"], ("fail", "error"): ours["fail"]}
    rash = said_of_missing(engine_that(lambda text: [*our_answers(our_judge(), text), ("door.width", "/here")]), texts)
    assert rash == {
        ("unknown", "fail"): ours["unknown"],
        ("fail", "fail"): ours["fail"],
        ("settled", "fail"): len(texts),
    }


def test_the_exponent_is_the_power_by_which_time_grows() -> None:
    assert exponents({10: [1.0, 1.0, 2.0], 100: [5.0, 5.0, 5.0], 1000: [100.0, 10000.0, 2.0]}) == pytest.approx(
        [1, 2, 0]
    )


def test_a_check_for_null_stands_before_each_comparison() -> None:
    assert zen_rules.guarded("a", "f.form == 'complex' and f.gfa < 600") == (
        "f.form == 'complex' and (f.gfa != null and f.gfa < 600)"
    )
    assert zen_rules.guarded("a", "x.gradient > 1 / 12") == "(x.gradient != null and x.gradient > 1 / 12)"
    assert zen_rules.guarded("a", "f.usable_area / f.gfa < 0.65") == (
        "(f.usable_area != null and f.gfa != null and f.usable_area / f.gfa < 0.65)"
    )


@pytest.mark.parametrize("name", engines.MAKERS)
def test_an_engine_fails_what_we_fail_where_no_fact_is_missing(name: str) -> None:
    pytest.importorskip({"jsonschema-rs": "jsonschema_rs", "regopy": "regopy"}.get(name, "zen"))
    engine = engines.MAKERS[name]()
    assert assert_agreement(engine, complete(10) + faulty(20)).total() > 100
    said = said_of_missing(engine, usual(10))
    silent = said["unknown", "error"] if name == "zen-engine" else said["unknown", "pass"]
    assert silent > said["unknown", "fail"]
    assert said["settled", "fail"] == 0


def test_the_script_prints_its_tables_for_what_is_installed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("jsonschema_rs")

    def not_there() -> Engine:
        raise ImportError

    monkeypatch.setattr(engines, "MAKERS", {"jsonschema-rs": jsonschema_rules.engine, "another": not_there})
    monkeypatch.setattr(engines, "SIZES", (10, 20))
    engines.main([], 3)
    printed = capsys.readouterr().out
    assert "skipped: another is not installed (pip install -e '.[bench]')" in printed
    assert "| JSON Schema (jsonschema-rs) | jsonschema-rs " in printed
    assert "| community.area | JSON Schema (jsonschema-rs) | no: no sums over a list" in printed
    assert len(re.findall(r"^\| JSON Schema \(jsonschema-rs\) \|", printed, re.M)) == 3
