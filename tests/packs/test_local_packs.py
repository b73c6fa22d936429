"""Local packs: chosen by place and date, each shown at work by a plan, drafts never more than notes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from standardcheck.api import check, load_ruleset, read_plan
from standardcheck.check.run import PlanReport
from standardcheck.compiler.library import RuleSet

PLANS = Path(__file__).parents[2] / "fixtures" / "plans"
SHOWN = {
    "cn-shanghai": "shanghai-life-circle",
    "cn-guangzhou": "guangzhou-elderly",
    "cn-shenzhen": "shenzhen-childcare",
    "cn-chengdu": "chengdu-programme",
    "cn-qingdao": "qingdao-programme",
    "cn-xian": "xian-pilot",
    "cn-xixian": "xixian-project",
    "cn-anhui": "anhui-meals-childcare",
    "cn-yinchuan": "yinchuan-elderly",
    "cn-yuncheng": "yuncheng-childcare",
}
FIRST_DAYS = {
    "310000": ("cn-shanghai", "2017-01-01"),
    "340100": ("cn-anhui", "2023-01-01"),
    "370200": ("cn-qingdao", "2025-08-29"),
    "440100": ("cn-guangzhou", "2026-01-01"),
    "440300": ("cn-shenzhen", "2026-01-01"),
    "510100": ("cn-chengdu", "2025-01-01"),
    "610300": ("cn-shaanxi", "2022-01-01"),
    "611200": ("cn-xixian", "2026-01-01"),
    "640100": ("cn-yinchuan", "2026-01-01"),
    "140800": ("cn-yuncheng", "2026-01-01"),
}


@cache
def rules() -> RuleSet:
    return load_ruleset()


@cache
def shown(pack: str) -> PlanReport:
    plan = read_plan(PLANS / f"{SHOWN[pack]}.yaml", rules())
    assert not plan.faults
    return check(plan, rules()).plans[0]


@pytest.mark.parametrize("pack", SHOWN)
def test_a_plan_shows_the_pack_at_work(pack: str) -> None:
    local = [f.outcome for f in shown(pack).findings if f.rule.pack == pack]
    assert shown(pack).choice.pack == pack
    assert {"pass", "fail", "unknown"} <= set(local)


@pytest.mark.parametrize(("code", "first"), FIRST_DAYS.items(), ids=FIRST_DAYS)
def test_a_pack_begins_on_its_day_and_earlier_plans_stay_open(code: str, first: tuple[str, str]) -> None:
    pack, day = first
    assert rules().choose(code, day).pack == pack
    before = rules().choose(code, str(int(day[:4]) - 1) + day[4:])
    assert before.pack != pack
    assert before.later == pack


def test_the_province_stays_in_force_in_its_capital() -> None:
    program = rules().program("cn-xian")
    assert [pack.id for pack in program.packs] == ["cn-national", "cn-shaanxi", "cn-xian"]
    assert rules().choose("610103", "2026-03-01").pack == "cn-xian"
    assert rules().choose("610300", "2026-03-01").pack == "cn-shaanxi"
    assert rules().choose("611203", "2026-03-01").pack == "cn-xixian"


@pytest.mark.parametrize("pack", ["cn-shanghai", "cn-anhui"])
def test_a_draft_is_shown_as_notes_beside_rules_in_force(pack: str) -> None:
    local = [f for f in shown(pack).findings if f.rule.pack == pack]
    drafts = [f for f in local if f.rule.draft]
    assert {f.severity for f in drafts} == {"note"}
    assert "fail" in {f.outcome for f in drafts}
    assert {f.rule.draft for f in local} == {True, False}


def test_a_suspect_digit_never_founds_a_violation() -> None:
    found = [f for f in shown("cn-xian").findings if "LO-21" in f.rule.ledger]
    assert {(f.severity, f.rule.grade) for f in found} == {("advice", "C")}
    assert all("存疑" in shown("cn-xian").explain(f)["note"]["zh"] for f in found if f.outcome == "fail")


def test_no_local_rule_stands_in_for_a_national_one() -> None:
    """Every rule of the national pack is in every local pack, unchanged."""
    national = {rule.id: rule for rule in rules().program("cn-national").rules}
    for pack in SHOWN:
        program = rules().program(pack)
        assert {rule.id: rule for rule in program.rules if rule.id in national} == national, pack
        assert program.params.items() >= rules().program("cn-national").params.items()
