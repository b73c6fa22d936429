"""What the rule language means, case by case, on every backend. The cases are the YAML files beside this one.

A group has a rule (for each tank, unless it says otherwise), what the rule file declares besides, and cases. A case
has ``given`` (fields of the tank, added to the group's), or a whole ``plan``; ``around`` (fields of the root); and
what is expected: the outcome (or one for each finding), ``needs`` (paths seen from the tank), ``evidence`` (of each
leaf that decides, in any order: some of its fields), ``flagged``, ``exception``, ``faults`` (codes) and ``says`` (words
of the English message).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from standardcheck.check.explain import Explainer
from standardcheck.check.findings import Finding
from standardcheck.compiler.form import Program
from standardcheck.compiler.interpret import Interpreter
from standardcheck.plan.model import Plan
from standardcheck.source import read_source
from support.backends import BACKENDS, Backend
from support.toy import AS_OF, conform, program_of, rule, vocabulary

FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
Case = dict[str, Any]


def cases() -> Iterator[Any]:
    """Every case of every file, with the group that it belongs to."""
    for file in FILES:
        for group in read_source(file.read_bytes(), file.name).data:
            for at, case in enumerate(group["cases"], start=1):
                name = f"{file.stem}: {group['about']}: {case.get('name', at)}"
                yield pytest.param(group, case, id=name)


CASES = list(cases())


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 200


@pytest.mark.parametrize("backend", BACKENDS.values(), ids=BACKENDS)
@pytest.mark.parametrize(("group", "case"), CASES)
def test_case(group: Case, case: Case, backend: Backend) -> None:
    run_case(group, case, backend)


def run_case(group: Case, case: Case, backend: Backend) -> None:
    """Run one case on one backend."""
    program = program_of({**group.get("declare", {}), "rules": [rule(**group["rule"])]})
    given = {**group.get("given", {}), **case.get("given", {})}
    made = case.get("plan", {**group.get("around", {}), **case.get("around", {}), "tanks": [given]})
    data, faults = conform()(made)
    assert [fault.code for _, fault in faults] == case.get("faults", [])
    as_of = case.get("as_of", AS_OF)
    findings = backend(program, vocabulary(), as_of, data)
    expected = case["expect"] if isinstance(case["expect"], list) else [case["expect"]]
    assert [finding.outcome for finding in findings] == expected
    if len(findings) == 1:
        check_explained(case, findings[0], program, data, as_of)


def check_explained(case: Case, finding: Finding, program: Program, data: dict[str, Any], as_of: str) -> None:
    """Needs, evidence and the rest of what is said of a finding."""
    plan = Plan("plan", data, (), "")
    record = Explainer(Interpreter(program, vocabulary(), as_of), plan).explain(finding)
    needs = [need["path"].removeprefix("/tanks/0/") for need in record["needs"]]
    assert bool(record.get("flagged")) == case.get("flagged", False)
    assert record.get("exception", {}).get("id") == case.get("exception")
    if finding.outcome != "unknown":
        assert not needs
    elif "needs" in case:
        assert sorted(needs) == sorted(case["needs"])
    if "evidence" in case:
        assert len(record["evidence"]) == len(case["evidence"])
        for wanted in case["evidence"]:
            assert any(all(item in said(leaf).items() for item in wanted.items()) for leaf in record["evidence"]), (
                wanted,
                [said(leaf) for leaf in record["evidence"]],
            )
    for words in case.get("says", []):
        assert words in record["message"]["en"]


def said(leaf: dict[str, Any]) -> dict[str, Any]:
    """What cases may say of a leaf of evidence."""
    return {
        "path": leaf["path"].removeprefix("/tanks/0/"),
        "op": leaf["operator"],
        "holds": leaf["holds"],
        "negated": leaf["negated"],
        "part": leaf["part"],
        "measured": leaf["measured"].get("value"),
        "state": leaf["measured"]["state"],
        "bounds": leaf["measured"].get("bounds"),
        "reason": leaf["measured"].get("reason"),
        "required": leaf["required"].get("value"),
        "margin": leaf.get("margin", {}).get("value"),
        "percent": leaf.get("margin", {}).get("percent"),
        "parameter": leaf.get("parameter", {}).get("name"),
        "unit": leaf.get("unit"),
    }
