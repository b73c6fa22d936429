"""The report format: real reports fit it, it is strict, and its lists of words are the program's."""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest

import standardcheck as sc
from standardcheck.check import format as report_format
from standardcheck.check.findings import SEVERITIES, Outcome
from standardcheck.compiler.operators import COMPARISONS, CONNECTIVES, QUANTIFIERS
from standardcheck.packtools.schemas import report_schema

ROOT = Path(__file__).parents[2]
SCHEMA = report_schema()
PLANS = sorted((ROOT / "fixtures" / "plans").iterdir())
FAULTY = sorted((ROOT / "fixtures" / "invalid").glob("plan-*"))


@cache
def rules() -> sc.RuleSet:
    return sc.load_ruleset()


def report(*plans: Path) -> Any:
    text = io.StringIO()
    sc.write_report(sc.check_many(plans, rules(), as_of="2025-06-01"), text, "json")
    return json.loads(text.getvalue())


def errors(data: Any) -> list[str]:
    return [f"{e.json_path}: {e.message}" for e in jsonschema.Draft202012Validator(SCHEMA).iter_errors(data)]


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.stem)
def test_reports_of_shipped_plans_fit(plan: Path) -> None:
    data = report(plan)
    assert data["plans"] or data["unreadable"]
    assert report_format.refusal(data) == ""


def test_the_schema_says_the_same_as_the_format() -> None:
    assert errors(report(ROOT / "fixtures" / "plans" / "dispersed-only.yaml")) == []


@pytest.mark.parametrize("plan", FAULTY, ids=lambda path: path.stem)
def test_reports_of_faulty_plans_fit(plan: Path) -> None:
    data = report(plan)
    if data["plans"]:
        data["plans"][0]["findings"] = data["plans"][0]["findings"][:20]
    assert errors(data) == []
    assert report_format.refusal(data) == ""


def nodes(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, dict):
        return [schema, *(node for value in schema.values() for node in nodes(value))]
    return [node for value in schema for node in nodes(value)] if isinstance(schema, list) else []


def test_no_object_takes_unknown_keys() -> None:
    loose = [n for n in nodes(SCHEMA) if n.get("type") == "object" and "additionalProperties" not in n]
    assert loose == []
    assert all(node["description"] for node in SCHEMA["$defs"].values() if node.get("type") == "object")


@pytest.mark.parametrize(
    ("kind", "known"),
    [
        (report_format.Outcome, set(Outcome)),
        (report_format.Severity, set(SEVERITIES)),
        (report_format.Operator, {*COMPARISONS, "present"}),
        (report_format.Joint, {*CONNECTIVES, *QUANTIFIERS, "if", "exceptions"}),
    ],
)
def test_the_words_are_the_programs(kind: Any, known: set[str]) -> None:
    assert set(get_args(kind)) == known


def test_a_strange_key_or_value_is_named() -> None:
    data = report(ROOT / "fixtures" / "plans" / "dispersed-only.yaml")
    data["plans"][0]["findings"][0]["evidence"][0]["strange"] = 1
    assert "strange" in report_format.refusal(data)
    assert errors(data)
