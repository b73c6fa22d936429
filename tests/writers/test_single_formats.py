"""What each machine format promises its readers, beyond being read back: limits, counts, words."""

from __future__ import annotations

import copy
import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import cmarkgfm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tap.parser import Parser

from standardcheck.writers import github, github_summary, markdown
from standardcheck.writers.layout import harmless, wrap
from support.reports import HOSTILE, hostile, short, stands, whole, written

HERE = Path(__file__).parent
OPEN = ("fail", "unknown", "manual", "error")


def many(number: int, outcome: str = "fail", label: str = "x") -> dict[str, Any]:
    """A report of so many findings of binding rules."""
    data = short()
    finding = next(f for f in data["plans"][0]["findings"] if f["outcome"] == outcome and f["severity"] == "violation")
    findings = []
    for at in range(number):
        copied = copy.deepcopy(finding) | {"fingerprint": f"{at:016x}"}
        copied["subject"]["label"] = dict.fromkeys(("zh", "en"), f"{label}{at}")
        findings.append(copied)
    data["plans"][0] |= {"findings": findings, "faults": []}
    return data


def capped(**keys: Any) -> dict[str, Any]:
    """A report of a plan of which every rule passed."""
    data = short()
    plan = data["plans"][0]
    passed = [finding for finding in plan["findings"] if finding["outcome"] == "pass"]
    none = dict.fromkeys(plan["counts"]["outcomes"], 0)
    plan["counts"] |= {"faults": 0, "by_severity": dict.fromkeys(plan["counts"]["by_severity"], none)}
    plan |= {"verdict": "undetermined", "faults": [], "findings": passed, **keys}
    return data


@pytest.mark.parametrize(
    "keys",
    [
        {"caps": [{"reason": "no_pack_code", "message": {"zh": "没有代码", "en": "no rule was chosen"}}]},
        {"findings": []},
    ],
)
def test_what_is_not_compliant_is_nowhere_green(keys: dict[str, Any]) -> None:
    data, fine = capped(**keys), capped(**keys) | {"exit_code": 0}
    fine["plans"][0] |= {"verdict": "compliant", "caps": []}
    for report, open_ in ((data, True), (fine, False)):
        assert (etree.fromstring(written(report, "junit").encode()).get("errors") == "1") is open_
        assert ("not ok 1 " in written(report, "tap")) is open_
        assert bool(json.loads(written(report, "gitlab"))) is open_
        assert ("::warning file=" in written(report, "github")) is open_
        for profile in ("sarif", "sarif-github"):
            (run,) = json.loads(written(report, profile))["runs"]
            assert ("toolExecutionNotifications" in run["invocations"][0]) is open_
    for name in ("junit", "tap", "gitlab", "github", "sarif", "sarif-github"):
        assert "no rule was" in written(data, name), name


# -- JUnit -------------------------------------------------------------------------------------------------------


def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(HERE / "junit-10.xsd"))


@pytest.mark.parametrize("report", [short, whole, hostile])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_junit_fits_the_schema_of_jenkins(report: Any, language: str) -> None:
    parser = etree.XMLParser(huge_tree=True)
    tree = etree.fromstring(written(report(), "junit", language=language).encode(), parser)
    schema().assertValid(tree)


@settings(max_examples=50)
@given(text=st.text(max_size=40))
def test_junit_is_valid_whatever_the_text(text: str) -> None:
    data = short()
    finding = data["plans"][0]["findings"][0]
    for key in ("title", "message"):
        finding[key] = dict.fromkeys(("zh", "en"), text)
    finding["subject"]["label"] = dict.fromkeys(("zh", "en"), text)
    data["plans"][0] |= {"title": text, "file": text}
    schema().assertValid(etree.fromstring(written(data, "junit").encode()))


def test_junit_counts_what_the_report_counts() -> None:
    data = whole()
    tree = etree.fromstring(written(data, "junit").encode())
    findings = data["plans"][0]["findings"]
    open_ = [f["outcome"] for f in findings if f["disposition"] == "open"]
    suite, unreadable = tree
    unmet = sum(1 for f in findings if f["disposition"] == "decided" and stands(f))
    assert int(suite.get("failures")) == open_.count("fail") + unmet
    assert int(suite.get("errors")) == sum(open_.count(o) for o in ("unknown", "manual", "error")) + 1  # and a fault
    assert int(suite.get("skipped")) == open_.count("not_applicable") + len(findings) - len(open_) - unmet
    assert int(suite.get("tests")) == len(suite.findall("testcase")) == len(findings) + 1
    assert unreadable.get("name") == "broken.yaml"
    assert int(tree.get("errors")) == int(suite.get("errors")) + 1
    assert {p.get("name"): p.get("value") for p in suite.iter("property")}["verdict"] == "non_compliant"


def test_the_schema_refuses_what_is_no_junit() -> None:
    text = written(short(), "junit").replace("<testsuites ", '<testsuites skipped="1" ')
    assert not schema().validate(etree.fromstring(text.encode()))


# -- GitHub annotations ------------------------------------------------------------------------------------------


def commands(text: str, kind: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(f"::{kind} ")]


@pytest.mark.parametrize("number", [1, github.LIMIT, github.LIMIT + 1, 500])
def test_github_shows_ten_of_a_kind_and_says_how_many_more(number: int) -> None:
    text = written(many(number), "github")
    assert len(commands(text, "error")) == min(number, github.LIMIT)
    more = re.findall(r"^(\d+) more errors", text, re.MULTILINE)
    assert more == ([str(number - github.LIMIT)] if number > github.LIMIT else [])


def test_github_marks_errors_first_and_nothing_that_is_settled() -> None:
    data = whole()
    text = written(data, "github")
    kinds = [line.partition(" ")[0] for line in text.splitlines() if line.startswith("::")]
    assert kinds == sorted(kinds, key=["::error", "::warning", "::notice"].index)
    assert len(set(kinds)) == 3
    wanted = [f for f in data["plans"][0]["findings"] if f["outcome"] in OPEN and stands(f)]
    assert len(kinds) == len(wanted) + 2  # a fault, and a plan that cannot be read
    assert "NOT COMPLIANT" in text.splitlines()[-1]


def test_github_escapes_as_its_runner_unescapes() -> None:
    data = many(1, label="50 %, a:b\nc")
    data["plans"][0]["findings"][0]["position"]["file"] = "a,b:c%.yaml"
    (line,) = commands(written(data, "github"), "error")
    properties, _, message = line.removeprefix("::error ").partition("::")
    assert properties.startswith("file=a%2Cb%3Ac%25.yaml,line=")
    assert message.startswith("50 %25, a:b c0: ")


# -- GitLab ------------------------------------------------------------------------------------------------------


def test_gitlab_entries_are_as_documented() -> None:
    text = written(whole(), "gitlab", root="/repo")
    assert text.startswith("[")  # no byte-order mark
    for entry in json.loads(text):
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert set(entry["location"]) == {"path", "lines"}
        assert not entry["location"]["path"].startswith(("./", "/"))
        assert entry["location"]["lines"]["begin"] >= 1


def test_gitlab_fingerprints_are_unique_and_stay() -> None:
    data = many(3)
    data["plans"][0]["findings"] += copy.deepcopy(data["plans"][0]["findings"])  # the same objects once more
    data["plans"].append(copy.deepcopy(data["plans"][0]) | {"file": "other.yaml"})
    first = [entry["fingerprint"] for entry in json.loads(written(data, "gitlab"))]
    assert len(first) == len(set(first)) == 12
    for finding in data["plans"][0]["findings"]:
        finding["position"]["line"] += 7
        finding["message"] = {"zh": "别的", "en": "another"}
    assert [entry["fingerprint"] for entry in json.loads(written(data, "gitlab"))] == first


# -- TAP ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("report", [short, whole, hostile])
def test_tap_is_read_by_its_own_parser(report: Any) -> None:
    data = report()
    lines = list(Parser().parse_text(written(data, "tap")))
    assert [line.category for line in lines[:2]] == ["version", "plan"]
    assert lines[0].version == 14
    points = [line for line in lines if line.category == "test"]
    assert len(lines) == len(points) + 2
    assert lines[1].expected_tests == len(points)
    assert [int(point.number) for point in points] == list(range(1, len(points) + 1))
    faults = [f for p in data["plans"] for f in p["faults"]] + [f for e in data["unreadable"] for f in e["faults"]]
    findings = [f for plan in data["plans"] for f in plan["findings"]]
    assert len(points) == len(faults) + len(findings)
    for point, finding in zip(points[len(faults) :], findings, strict=True):
        skipped = finding["outcome"] == "not_applicable" or (not stands(finding) and finding["outcome"] != "pass")
        assert point.skip is skipped
        assert point.ok is (skipped or finding["outcome"] == "pass")
        assert bool(point.yaml_block) is not point.ok
        if not point.ok:
            assert point.yaml_block["line"] == finding["position"]["line"]
            assert point.yaml_block["fingerprint"] == finding["fingerprint"]


# -- CSV ---------------------------------------------------------------------------------------------------------


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_csv_is_for_spreadsheets_and_raw_for_programs() -> None:
    assert written(short(), "csv", language="zh").startswith("\ufeff文件,")
    raw = written(short(), "csv", raw=True, language="zh")
    assert raw.startswith('"file","plan",')
    assert {row["outcome"] for row in rows(raw)} == {"fail", "unknown", "manual", "error"}
    assert len(rows(written(short(), "csv", every=True))) == len(short()["plans"][0]["findings"]) + 1


@pytest.mark.parametrize("text", [*HOSTILE, "+1+1", "-1+1", "=1", "＝1+1", " =1", "＠x", "\t=1", "\r=1", "\n=1"])
def test_csv_has_no_cell_that_a_spreadsheet_would_run(text: str) -> None:
    data = many(1, label=text)
    data["plans"][0] |= {"title": text, "file": text}
    for row in rows(written(data, "csv")):
        for cell in row.values():
            assert re.fullmatch(r"[+-]?\d+(\.\d+)?|(?!\s*[=+\-@＝＋－＠]).*", cell, re.DOTALL), cell[:50]
            assert len(cell) <= 32_767
    assert rows(written(data, "csv", raw=True))[0]["plan"] == harmless(text)


def test_csv_numbers_stay_numbers() -> None:
    (row,) = [r for r in rows(written(many(1), "csv")) if r["outcome"] == "failed"]
    assert (row["margin"], row["margin in %"]) == ("-100", "-16.7")
    assert row["measured"] == "500 m²"


# -- Markdown ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["x", "很长的名字" * 100, "<|>*" * 200, "😀" * 400])
@pytest.mark.parametrize("number", [3, 400, 3000])
def test_markdown_stays_under_the_limit_and_says_what_it_cut(number: int, label: str) -> None:
    data = many(number, label=label)
    for name, limit, size in (
        ("markdown", markdown.LIMIT, markdown.utf16),
        ("github-summary", github_summary.LIMIT, lambda text: len(text.encode())),
    ):
        text = written(data, name)
        assert size(text) <= limit
        shown = sum(line.startswith("| ") and "area" in line for line in text.splitlines())
        cut = re.findall(r"(\d+) findings are not shown", text)
        assert shown + sum(map(int, cut)) == number
        assert f"({number})" in text
        assert "NOT COMPLIANT" in text


def test_markdown_of_very_many_plans_counts_those_it_leaves_out() -> None:
    data = many(1)
    data["plans"] *= 5000
    text = written(data, "markdown")
    assert markdown.utf16(text) <= markdown.LIMIT
    assert "5000 plans" in text
    assert re.search(r"Cut to fit: \d+ plans, \d+ findings are not shown", text)


@given(text=st.text("1.)-+=>#*_ `~<&:|x\n\t@", min_size=1, max_size=12) | st.text(min_size=1, max_size=30))
def test_escaped_text_is_text_wherever_it_stands(text: str) -> None:
    written = markdown.escaped(text)
    for before, tags in (
        ("", "p"),
        ("- ", "ul li"),
        ("## ", "h2"),
        ("| a |\n| --- |\n| ", "table thead tr th tbody td"),
    ):
        html = cmarkgfm.github_flavored_markdown_to_html(f"{before}{written} x\n")
        assert set(re.findall(r"<(\w+)", html)) <= set(tags.split()), (written, html)


def test_markdown_begins_with_its_mark_and_lists_what_to_supply() -> None:
    text = written(short(), "markdown", language="zh")
    assert text.startswith("<!-- standardcheck -->\n")
    for part in ("不符合", "必须整改（1 条）", "需要补充的信息", "需人工判断", "方案中的填写错误（1 处）"):
        assert part in text, part
    assert "standardcheck -->" not in written(short(), "github-summary")


# -- text --------------------------------------------------------------------------------------------------------


@given(text=st.text("::#[vso] 中（a\n", max_size=60), width=st.integers(20, 60))
def test_no_wrapped_line_is_a_command(text: str, width: int) -> None:
    for line in wrap(harmless(text), width, "  "):
        assert not re.match(r"\s*::|.*##\[|.*##vso\[", line)


@pytest.mark.parametrize("filler", ["中", "a ", "，", "（"])
def test_no_wrapped_line_begins_with_a_command_at_any_width(filler: str) -> None:
    for number in range(5, 40):
        lines = list(wrap(harmless(filler * number + "::error::x"), 30, "  "))
        assert not any(line.lstrip().startswith("::") for line in lines)
        assert "error" in "".join(lines)


def test_text_of_a_rule_pack_is_data_too() -> None:
    data = short()
    plan = data["plans"][0]
    plan["packs"][0]["version"] = plan["documents"]["trial"]["number"] = "1 ::error::\x1b"
    for finding in plan["findings"]:
        finding["title"] = {"zh": "a ::error::b", "en": "\x1b[0m ##[group]"}
        finding["clause"]["number"] = "::error::\x1b ##[group]"
        for evidence in finding["evidence"]:
            for origin in evidence.get("parameter", {}).get("origin", ()):
                origin["value"] = "::error::\x1b"
    text = "".join(written(data, "text", explain=True, every=True, width=width) for width in range(20, 80))
    assert "\x1b" not in text
    assert not re.search(r"^\s*::|##\[", text, re.MULTILINE)
