"""docs/semantics.md says what the program does: its examples run, and its tables are the program's."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from standardcheck.check.findings import Finding, Outcome, Settlement, severity_of
from standardcheck.check.verdict import exit_code, tally, verdict
from standardcheck.compiler.build import build
from standardcheck.compiler.interpret import outcome_of
from standardcheck.compiler.scope import Scope
from standardcheck.packtools.examples import run_examples
from standardcheck.plan.conform import Conform
from standardcheck.ruleset.packs import PackFiles
from standardcheck.ruleset.resolve import Resolved, read_chain, resolve
from standardcheck.source import read_yaml
from standardcheck.vocabulary.load import load_vocabulary
from standardcheck.vocabulary.model import Vocabulary
from support.backends import BACKENDS, Backend
from support.toy import program_of, rule

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "semantics.md").read_text(encoding="utf-8")
BLOCKS = [read_yaml(block.encode(), "page").data for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]
DECLARED = ("params", "derived", "sets")
TEXT = {"zh": "例", "en": "example"}


@lru_cache
def vocabulary() -> Vocabulary:
    return load_vocabulary((ROOT / "schemas" / "plan.schema.json").read_bytes())


def resolved(block: dict[str, Any]) -> Resolved:
    head = {"id": "page.rule", "clause": {"document": "guide", "number": "1"}, "force": "shall", "grade": "A"}
    body = {key: value for key, value in block.items() if key not in (*DECLARED, "facilities")}
    file = {
        "documents": {"guide": {"title": TEXT, "status": "policy", "from": "2020-01-01"}},
        **{key: block[key] for key in DECLARED if key in block},
        "rules": [{**head, "title": TEXT, **body}],
    }
    manifest = {"pack": "page", "title": TEXT, "version": "1"}
    contents = (("pack.yaml", json.dumps(manifest).encode()), ("rules.yaml", json.dumps(file, default=str).encode()))
    return resolve(read_chain("page", {"page": PackFiles("page", "page", contents)}))


def table(heading: str) -> list[list[str]]:
    """The rows of the table with this first line."""
    lines = PAGE[PAGE.index(heading) :].splitlines()
    rows = lines[2 : next(at for at, line in enumerate(lines) if not line.startswith("|"))]
    return [[cell.strip(" `") for cell in row.strip("|").split("|")] for row in rows]


def test_there_is_an_example_for_every_point() -> None:
    points = re.split(r"\n### (?=\d\. )", PAGE.split("\n## Severity")[0])[1:]
    assert [int(point.split(".")[0]) for point in points] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert all("```yaml" in point for point in points)


@pytest.mark.parametrize("block", [b for b in BLOCKS if "examples" in b], ids=lambda b: b["examples"][0]["name"])
def test_an_example_comes_out_as_written(block: dict[str, Any]) -> None:
    made = resolved(block)
    results = list(run_examples(made, build(made, vocabulary()), Conform(vocabulary())))
    assert len(results) == len(block["examples"])
    assert not [(result.name, result.problems) for result in results if result.problems]


@pytest.mark.parametrize("backend", BACKENDS.values(), ids=BACKENDS)
@pytest.mark.parametrize("block", [b for b in BLOCKS if "facilities" in b], ids=lambda b: b["for"])
def test_a_list_gives_the_findings_written(block: dict[str, Any], backend: Backend) -> None:
    program = build(resolved(block), vocabulary())
    for case in block["facilities"]:
        plan = {"city": {"communities": [{"facilities": [case["given"]]}]}}
        data, faults = Conform(vocabulary())(plan)
        assert not faults
        assert [f.outcome for f in backend(program, vocabulary(), "2024-06-01", data)] == case["findings"]


def test_no_block_is_left_out() -> None:
    assert all(("examples" in block) != ("facilities" in block) for block in BLOCKS)
    assert len(BLOCKS) >= 10


def test_the_table_of_outcomes() -> None:
    truth = {"yes": True, "no": False, "unknown": None}
    rows = table("| applies | met | outcome |")
    assert len(rows) == 9
    assert all(outcome_of(truth[applies], truth[met]) == outcome for applies, met, outcome in rows)


def finding(words: str, grade: str = "A", draft: bool = False) -> Finding:
    """A finding from words such as ``shall fail waived``."""
    force, outcome, *disposition = words.split()
    (form,) = program_of({"rules": [rule(force=force, require={"heated": True})]}).rules
    form = form._replace(grade=grade, draft=draft)
    scope = Scope({}, {})
    said, _, answer = (disposition or ["open"])[0].partition("-")
    settlement = Settlement(said, answer.replace("-", "_") or "met") if said == "decided" else None
    return Finding(form, Outcome(outcome).value, False, "item", "tank", (), (), scope, said, settlement=settlement)


def test_the_table_of_severities() -> None:
    rows = table("| force | severity |")
    assert [row[0] for row in rows] == ["must", "shall", "should", "encourage", "may", "target"]
    for force, severity, in_draft, recalled in rows:
        words = f"{force} pass"
        assert severity_of(finding(words).rule) == severity
        assert severity_of(finding(words, draft=True).rule) == in_draft
        assert severity_of(finding(words, grade="recalled").rule) == recalled


@pytest.mark.parametrize("row", table("| findings | verdict |"), ids=lambda row: row[0])
def test_the_table_of_verdicts(row: list[str]) -> None:
    words, expected, code = row
    kinds = tally([finding(part) for part in words.split(",")])
    assert verdict(kinds, 0, ()) == expected
    assert exit_code([verdict(kinds, 0, (), past_baseline=True)], False, False) == int(code)


def test_faults_and_caps_forbid_compliant_and_never_hide_a_failure() -> None:
    assert verdict(tally([finding("must pass")]), 1, ()) == "undetermined"
    assert verdict(tally([finding("must pass")]), 0, ("no_pack_code",)) == "undetermined"
    assert verdict(tally([finding("must fail")]), 1, ("no_pack_code",)) == "non_compliant"
    assert verdict({}, 0, ()) == "undetermined"


def test_the_gravest_plan_counts() -> None:
    assert exit_code(["compliant", "undetermined"], False, False) == 3
    assert exit_code(["non_compliant", "undetermined", "compliant"], False, False) == 1
    assert exit_code(["non_compliant"], True, False) == 4
    assert exit_code([], True, False) == 4
    assert exit_code(["compliant"], False, True) == 1
    assert [row[0] for row in table("| code | meaning |")] == ["0", "1", "2", "3", "4"]
