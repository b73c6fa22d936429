"""Packs put together: by place and by date, tailored, tightened and replaced, and where every value came from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from standardcheck.check.run import PlanReport, check_plan
from standardcheck.compiler.build import build
from standardcheck.compiler.form import Edition
from standardcheck.compiler.interpret import Interpreter
from standardcheck.compiler.library import RuleSet
from standardcheck.errors import InvalidRuleSet, UsageError
from standardcheck.plan.model import Plan
from standardcheck.plan.read import plan_from_bytes
from standardcheck.ruleset.packs import PackFiles
from standardcheck.ruleset.resolve import read_chain, resolve
from support.toy import PACKS, SCHEMA, conform, plan, rule_set, vocabulary


def read(data: dict[str, Any]) -> Plan:
    return plan_from_bytes(json.dumps(data).encode(), "plan.json", conform(), "json")


def checked(code: str | None, as_of: str, tank: dict[str, Any], rules: RuleSet | None = None) -> PlanReport:
    place = {} if code is None else {"site": {"code": code}}
    return check_plan(read(plan(tank, **place)), rules or rule_set(), as_of)


def outcomes(report: PlanReport) -> dict[str, str]:
    return {finding.rule.id: finding.outcome for finding in report.findings}


def edition(report: PlanReport, name: str) -> Edition | None:
    found = Interpreter(report.program, vocabulary(), report.as_of).edition(name)
    return found[1] if found else None


@pytest.mark.parametrize(
    ("code", "as_of", "pack", "local", "caps"),
    [
        ("230100", "2025-06-01", "aquarium-port", True, ()),
        ("230199", "2025-06-01", "aquarium-port", True, ()),
        ("230100", "2024-01-01", "aquarium-port", True, ()),
        ("230100", "2023-12-31", "aquarium-north", True, ("local_pack_later",)),
        ("230200", "2025-06-01", "aquarium-north", True, ()),
        ("23", "2025-06-01", "aquarium-north", True, ()),
        ("230200", "2021-12-31", "aquarium-base", False, ("local_pack_later",)),
        ("110000", "2025-06-01", "aquarium-base", False, ()),
        ("440000", "2025-06-01", "aquarium-next", True, ()),
        (None, "2025-06-01", "aquarium-base", False, ("no_pack_code",)),
        ("110000", "2019-12-31", "aquarium-base", False, ("before_first_edition",)),
    ],
)
def test_the_pack_follows_place_and_date(
    code: str | None, as_of: str, pack: str, local: bool, caps: tuple[str, ...]
) -> None:
    report = checked(code, as_of, {})
    assert report.choice.pack == pack
    assert report.choice.local is local
    assert report.caps == caps
    assert report.program.packs[-1].id == pack
    assert report.program.packs[0].id == "aquarium-base"
    notices = [notice for notice, _ in report.notices]
    assert ("no_local_pack" in notices) is (code is not None and not local)
    if caps:
        assert report.verdict == "undetermined"


def test_no_pack_for_a_place() -> None:
    rules = RuleSet(SCHEMA, {"aquarium-north": PACKS["aquarium-north"]})
    with pytest.raises(UsageError, match="110000"):
        checked("110000", "2025-06-01", {}, rules)


def test_a_pack_that_was_asked_for_is_used_whatever_the_place() -> None:
    report = checked("110000", "2025-06-01", {"heated": True}, rule_set(forced="aquarium-north"))
    assert report.choice.pack == "aquarium-north"
    assert report.caps == ()


@pytest.mark.parametrize(
    ("pack", "as_of", "value", "clause"),
    [
        ("aquarium-base", "2020-01-01", 1, "tank-code"),
        ("aquarium-base", "2022-12-31", 1, "tank-code"),
        ("aquarium-base", "2023-01-01", 2, "tank-code"),
        ("aquarium-base", "2025-01-01", 2, "tank-code"),
        ("aquarium-north", "2020-01-01", 1, "tank-code"),
        ("aquarium-north", "2022-12-31", 1, "tank-code"),
        ("aquarium-north", "2023-06-01", 2, "tank-code"),
        ("aquarium-north", "2023-12-31", 2, "tank-code"),
        ("aquarium-north", "2024-01-01", 3, "north-rules"),
        ("aquarium-port", "2025-01-01", 3, "north-rules"),
    ],
)
def test_a_tightened_limit_by_date(pack: str, as_of: str, value: int, clause: str) -> None:
    found = edition(checked(None, as_of, {}, rule_set(forced=pack)), "min_depth")
    assert found is not None
    assert (found.value, found.clause[0]) == (value, clause)


@pytest.mark.parametrize(
    ("pack", "as_of", "value"),
    [
        ("aquarium-base", "2025-01-01", 4),
        ("aquarium-north", "2021-12-31", 4),
        ("aquarium-north", "2022-01-01", 6),
        ("aquarium-port", "2024-12-31", 6),
        ("aquarium-port", "2025-01-01", 3),
    ],
)
def test_a_tailored_limit_by_date(pack: str, as_of: str, value: int) -> None:
    found = edition(checked(None, as_of, {}, rule_set(forced=pack)), "min_surface")
    assert found is not None
    assert found.value == value


def test_a_limit_decides_as_the_overlay_sets_it() -> None:
    tank = {"water": "fresh", "surface": 5, "lit": False, "depth": 2}
    assert outcomes(checked("110000", "2025-06-01", tank))["tank.surface"] == "pass"
    assert outcomes(checked("230200", "2025-06-01", tank))["tank.surface"] == "fail"
    assert outcomes(checked("230100", "2025-06-01", tank))["tank.surface"] == "pass"
    assert outcomes(checked("110000", "2025-06-01", tank))["tank.depth"] == "pass"
    assert outcomes(checked("230200", "2025-06-01", tank))["tank.depth"] == "fail"
    assert outcomes(checked("230200", "2023-06-01", tank))["tank.depth"] == "pass"


def test_where_a_value_came_from_is_kept() -> None:
    report = checked("230100", "2025-06-01", {"water": "fresh", "surface": 2, "lit": False})
    (finding,) = (f for f in report.findings if f.rule.id == "tank.surface")
    (leaf,) = (e for e in report.explain(finding)["evidence"] if e["path"].endswith("surface"))
    chain = [(o["pack"], o["clause"]["document"], o["value"]) for o in leaf["parameter"]["origin"]]
    assert chain == [
        ("aquarium-port", "port-rules", "3 m2"),
        ("aquarium-north", "north-rules", "6 m2"),
        ("aquarium-base", "tank-code", "4 m2"),
    ]
    parameter = report.program.params["min_surface"]
    assert {Path(e.origin[1]).name for e in parameter.editions} == {"tanks.yaml", "north.yaml", "port.yaml"}
    assert all(e.origin[2] > 0 for e in parameter.editions)


def test_beyond_a_soft_bound_is_said_not_refused() -> None:
    report = checked("230100", "2025-06-01", {})
    breaches = [args for notice, args in report.notices if notice == "soft_breach"]
    assert [args["name"] for args in breaches] == ["min_surface"]
    assert "generally_at_least 4 m2" in breaches[0]["breach"]
    assert "port.yaml" in breaches[0]["breach"]
    assert not [n for n, _ in checked("230200", "2025-06-01", {}).notices if n == "soft_breach"]


def test_a_rule_is_replaced_in_the_overlay_alone() -> None:
    tank = {"shade": 1, "vents": 2}
    assert outcomes(checked("110000", "2025-06-01", tank))["tank.vents"] == "pass"
    report = checked("230200", "2025-06-01", tank)
    assert outcomes(report)["tank.vents"] == "fail"
    (rule,) = (rule for rule in report.program.rules if rule.id == "tank.vents")
    assert (rule.pack, rule.clause) == ("aquarium-north", ("north-rules", "3"))


def test_rules_are_added_to_those_of_the_base() -> None:
    base = {rule.id for rule in rule_set().program("aquarium-base").rules}
    north = {rule.id for rule in rule_set().program("aquarium-north").rules}
    assert north - base == {"north.heating"}
    assert base <= north


def test_everything_in_a_draft_is_a_note() -> None:
    report = checked("440000", "2025-06-01", {"lit": False, "depth": 2, "slope": "1:12", "water": "salt", "rest": 0})
    (finding,) = (f for f in report.findings if f.rule.id == "next.lit")
    assert (finding.outcome, finding.severity, finding.rule.force) == ("fail", "note", "must")
    assert [f.rule.id for f in report.findings if f.severity == "note" and f.rule.pack == "aquarium-base"] == [
        "tank.litres"
    ]
    assert report.verdict != "non_compliant"


def test_packs_do_not_touch_one_another() -> None:
    rules = rule_set()
    before = rules.program("aquarium-base")
    rules.program("aquarium-port")
    assert rules.program("aquarium-base") == before == rule_set().program("aquarium-base")


# -- chains made for one question ----------------------------------------------------------------------------

HEAD = "{{pack: {id}, title: {{zh: 甲, en: a}}, version: '1'{more}}}"
CITED = {"document": "code", "number": "1"}


def chain(params: dict[str, Any], overlay: dict[str, Any], require: dict[str, Any]) -> Any:
    """The program of an overlay over a base with one parameter and one rule."""
    text = {"zh": "甲", "en": "a"}
    rule = {"id": "a.rule", "clause": CITED, "force": "must", "grade": "A", "title": text, "for": "tank"}
    base = {
        "documents": {"code": {"title": text, "status": "policy", "from": "2020-01-01"}},
        "params": {name: {"label": text, **entry} for name, entry in params.items()},
        "rules": [{**rule, "require": require}],
    }
    made = {
        "base": PackFiles("base", "base", _files(HEAD.format(id="base", more=""), base)),
        "top": PackFiles("top", "top", _files(HEAD.format(id="top", more=", extends: base"), overlay)),
    }
    return build(resolve(read_chain("top", made)), vocabulary())


def _files(head: str, rules: dict[str, Any]) -> tuple[tuple[str, bytes], ...]:
    return ("pack.yaml", head.encode()), ("rules.yaml", json.dumps(rules).encode())


def values(*dated: tuple[str, str]) -> dict[str, Any]:
    return {"values": [{"from": day, "clause": CITED, "value": value} for day, value in dated]}


def test_a_base_that_once_relaxed_may_be_tightened_as_it_is_now() -> None:
    """Only what is in force beside the new value counts, not an edition that had ended."""
    params = {"limit": {"quantity": "length", **values(("2020-01-01", "3 m"), ("2022-01-01", "1 m"))}}
    program = chain(params, {"tighten": {"limit": values(("2023-01-01", "2 m"))}}, {"height": {"at_least": "$limit"}})
    found = [(e.since, e.until, e.value) for e in program.params["limit"].editions]
    assert found == [("2020-01-01", "2022-01-01", 3), ("2022-01-01", "2023-01-01", 1), ("2023-01-01", "", 2)]


def test_tightening_to_the_same_value_is_no_loosening() -> None:
    params = {"limit": {"quantity": "length", **values(("2020-01-01", "3 m"))}}
    program = chain(
        params, {"tighten": {"limit": values(("2023-01-01", "300 cm"))}}, {"height": {"at_least": "$limit"}}
    )
    assert [e.value for e in program.params["limit"].editions] == [3, 3]


def test_where_an_overlay_ends_the_base_holds_again() -> None:
    """Else the end of a stricter limit would leave none at all, which loosens the base."""
    params = {"limit": {"quantity": "length", **values(("2020-01-01", "1 m"), ("2024-07-01", "2 m"))}}
    overlay = values(("2022-01-01", "2 m"), ("2024-01-01", "3 m"), ("2026-01-01", "4 m"))
    overlay["values"][0]["to"] = "2023-01-01"
    overlay["values"][1]["to"] = "2025-01-01"
    program = chain(params, {"tighten": {"limit": overlay}}, {"height": {"at_least": "$limit"}})
    found = [(e.since, e.until, e.value) for e in program.params["limit"].editions]
    assert found == [
        ("2020-01-01", "2022-01-01", 1),
        ("2022-01-01", "2023-01-01", 2),
        ("2023-01-01", "2024-01-01", 1),
        ("2024-01-01", "2025-01-01", 3),
        ("2025-01-01", "2026-01-01", 2),
        ("2026-01-01", "", 4),
    ]


LIMIT = {"limit": {"quantity": "length", **values(("2020-01-01", "3 m"))}}


HIGH = {"tank.height": {"at_least": "$limit"}}


@pytest.mark.parametrize(
    ("require", "higher", "lower"),
    [
        ({"height": {"at_least": "$limit"}}, True, False),
        ({"height": {"at_most": "$limit"}}, False, True),
        ({"not": {"height": {"at_least": "$limit"}}}, False, True),
        ({"any": [{"height": {"more_than": "$limit"}}, {"lit": True}]}, True, False),
        ({"if": {"lit": True}, "then": {"height": {"at_least": "$limit"}}}, True, False),
        ({"if": {"height": {"at_least": "$limit"}}, "then": {"lit": True}}, False, False),
        ({"height": {"equals": "$limit"}}, False, False),
        ({"all": [{"height": {"at_least": "$limit"}}, {"depth": {"at_most": "$limit"}}]}, False, False),
        ({"all": [{"height": {"at_least": "$limit"}}, {"depth": {"at_least": "$limit"}}]}, True, False),
        ({"none": "shoals", "satisfies": HIGH}, False, True),
        ({"each": "shoals", "where": HIGH, "satisfies": {"young": True}}, False, True),
        ({"some": "shoals", "where": HIGH, "satisfies": {"young": True}}, True, False),
    ],
)  # fmt: skip
def test_which_way_is_tighter_follows_from_every_use(require: dict[str, Any], higher: bool, lower: bool) -> None:
    for value, allowed in (("4 m", higher), ("2 m", lower)):
        overlay = {"tighten": {"limit": values(("2023-01-01", value))}}
        if allowed:
            chain(LIMIT, overlay, require)
        else:
            with pytest.raises(InvalidRuleSet) as caught:
                chain(LIMIT, overlay, require)
            assert {fault.code for fault in caught.value.faults} <= {"overlay-loosens", "overlay-both-ways"}
