"""A standard of another field runs on the same engine: its vocabulary, packs and plans are data only."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from standardcheck.check.report import report_data
from standardcheck.check.run import Report, check_plan
from standardcheck.compiler.build import build
from standardcheck.packtools.examples import run_examples
from standardcheck.plan.read import plan_from_file
from standardcheck.ruleset.resolve import read_chain, resolve
from standardcheck.writers import writer
from support.toy import HERE, PACKS, SCHEMA, conform, rule_set, vocabulary

PLANS = sorted((HERE / "plans").glob("*.yaml"))


@pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.stem)
def test_the_schema_accepts_the_plans(plan: Path) -> None:
    data = json.loads(json.dumps(yaml.load(plan.read_text(encoding="utf-8"), yaml.BaseLoader)))
    del data["keepers"]  # BaseLoader leaves every scalar as text; what is checked here is the shape
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA))
    shape = [error for error in validator.iter_errors(data) if error.validator == "additionalProperties"]
    assert not shape
    assert not plan_from_file(plan, conform()).faults


@pytest.mark.parametrize("pack", sorted(PACKS))
def test_examples_come_out_as_written(pack: str) -> None:
    resolved = resolve(read_chain(pack, PACKS))
    results = list(run_examples(resolved, build(resolved, vocabulary()), conform()))
    own = [result for result in results if result.origin.pack == pack]  # an overlay may change what the base says
    assert own or pack in ("aquarium-port", "aquarium-next")
    assert not [(r.rule, r.name, r.problems) for r in own if r.problems]


def test_a_plan_is_checked_from_end_to_end() -> None:
    rules = rule_set()
    plan = plan_from_file(HERE / "plans" / "harbour.yaml", rules.conform)
    report = check_plan(plan, rules)
    assert [pack.id for pack in report.program.packs] == ["aquarium-base", "aquarium-north", "aquarium-port"]
    assert report.as_of == "2025-06-01"
    found = {(f.rule.id, "/".join(map(str, f.path))): f.outcome for f in report.findings if f.form == "item"}
    assert found == {
        ("tank.depth", "tanks/0"): "pass",  # 300 cm, exactly the 3 m of the north
        ("tank.depth", "tanks/1"): "fail",
        ("tank.surface", "tanks/0"): "pass",  # 3 m2, as the port sets it
        ("tank.surface", "tanks/1"): "not_applicable",
        ("tank.slope", "tanks/0"): "pass",
        ("tank.slope", "tanks/1"): "unknown",
        ("shoal.number", "tanks/0/shoals/0"): "pass",
        ("shoal.number", "tanks/0/shoals/1"): "pass",
        ("shoal.number", "tanks/1/shoals/items/0"): "unknown",
        ("tank.breeding", "tanks/0"): "not_applicable",
        ("tank.breeding", "tanks/1"): "unknown",
        ("tank.vents", "tanks/0"): "pass",
        ("tank.vents", "tanks/1"): "unknown",
        ("tank.quiet", "tanks/0"): "manual",
        ("tank.quiet", "tanks/1"): "unknown",
        ("tank.litres", "tanks/0"): "pass",
        ("tank.litres", "tanks/1"): "unknown",
        ("north.heating", "tanks/0"): "pass",
        ("north.heating", "tanks/1"): "unknown",
    }
    assert [(f.rule.id, f.outcome) for f in report.findings if f.form == "rest"] == [("shoal.number", "unknown")]
    assert report.verdict == "non_compliant"
    whole = Report((report,), (), rules.digest)
    assert whole.exit_code == 1
    text = "".join(writer("text").write(report_data(whole), language="en"))
    assert "tank code" in text
    assert "NOT COMPLIANT" in text
