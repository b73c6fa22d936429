"""Waivers, decisions and baselines on the command line, and ``review``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from standardcheck.cli.dispositions import zone_of
from standardcheck.errors import InvalidVocabulary

from .conftest import SMALL, Result, check, run

Write = Callable[..., str]
F1 = "plan=P-1/city=320500/community=c1/facility=f1"
WAIVER = f"""waivers:
  - rule: size.least
    subject: {F1}
    clause: {{document: trial, number: "1"}}
    reason: old building
    authority: bureau
    granted: 2025-01-01
    expires: 2025-12-31
"""
TOO_SMALL = {"gfa": "500 m2"}


@pytest.fixture
def waivers(tmp_path: Path) -> str:
    (tmp_path / "waivers.yaml").write_text(WAIVER, encoding="utf-8")
    return "waivers.yaml"


def review(*arguments: str, answers: str) -> Result:
    return run("review", "--rules", str(SMALL), "--lang", "en", *arguments, stdin=answers)


# -- waivers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("today", "code"), [("2025-12-31", 0), ("2026-01-01", 1), ("2024-12-31", 1)])
def test_a_waiver_holds_until_its_last_day(write: Write, waivers: str, today: str, code: int) -> None:
    result = check(write(**TOO_SMALL), "--waivers", waivers, "--today", today)
    assert result.code == code
    assert f"Waivers are judged on {today}." in result.out
    assert ("Waived by bureau until 2025-12-31 (from 2025-01-01): old building" in result.out) is (code == 0)
    assert "500 m²" in result.out


def test_without_a_day_the_clock_says_it(write: Write, waivers: str) -> None:
    result = check(write(**TOO_SMALL), "--waivers", waivers, "--format", "json")
    (plan,) = json.loads(result.out)["plans"]
    assert plan["today"] >= "2026-01-01"
    assert (result.code, plan["findings"][0]["disposition"]) == (1, "open")


def test_faults_of_the_file_are_all_named_and_nothing_is_checked(write: Write, tmp_path: Path) -> None:
    text = WAIVER.replace("expires: 2025-12-31", "expires: 2025-02-30").replace("reason: old building", "reason: ''")
    (tmp_path / "bad.yaml").write_text(text, encoding="utf-8")
    result = check(write(**TOO_SMALL), "--waivers", "bad.yaml")
    assert (result.code, result.out) == (4, "")
    assert "bad.yaml:5:13" in result.err and "bad.yaml:8:14" in result.err
    assert check(write(), "--waivers", "nowhere.yaml").code == 4


@pytest.mark.parametrize("option", ["--waivers", "--decisions", "--baseline", "--today"])
def test_a_stream_takes_none_of_it(tmp_path: Path, option: str) -> None:
    (tmp_path / "plans.ndjson").write_text("{}\n", encoding="utf-8")
    result = check("plans.ndjson", option, "2025-01-01")
    assert result.code == 2
    assert option in result.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--today", "2025-02-30"), "--today"),
        (("--update-baseline",), "--update-baseline"),
        (("--baseline", "b.json", "--allow-growth"), "--allow-growth"),
        (("--baseline", "b.json", "--update-baseline", "--only", "T-01"), "--only"),
    ],
)
def test_wrong_usage_is_2(write: Write, arguments: tuple[str, ...], said: str) -> None:
    result = check(write(**TOO_SMALL), *arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


# -- baseline ----------------------------------------------------------------------------------------------------


def test_a_baseline_may_only_shrink(write: Write, tmp_path: Path) -> None:
    name, file = write(**TOO_SMALL), tmp_path / "b.json"
    refused = check(name, "--baseline", "b.json", "--update-baseline")
    assert (refused.code, file.exists()) == (2, False)
    assert f"size.least {F1}" in refused.err
    made = check(name, "--baseline", "b.json", "--update-baseline", "--allow-growth")
    assert made.code == 0
    assert "NOT COMPLIANT" in made.out and "Apart from the baseline: COMPLIANT" in made.out
    before = file.read_bytes()
    assert check(name, "--baseline", "b.json").code == 0
    assert check(name).code == 1
    assert check(name, "--baseline", "b.json", "--update-baseline").code == 0
    assert file.read_bytes() == before
    write(gfa="600 m2")
    assert "The baseline lists size.least" in check(name, "--baseline", "b.json").out
    assert check(name, "--baseline", "b.json", "--update-baseline").code == 0
    assert json.loads(file.read_text())["violations"] == []
    write(**TOO_SMALL)
    assert check(name, "--baseline", "b.json").code == 1


def test_an_update_keeps_what_it_says_of_other_plans(write: Write, tmp_path: Path) -> None:
    first = write(**TOO_SMALL)
    other = write("other.yaml", text=Path(first).read_text(encoding="utf-8").replace("P-1", "P-2"))
    assert check(first, other, "--baseline", "b.json", "--update-baseline", "--allow-growth").code == 0
    write(gfa="600 m2")
    assert check(first, "--baseline", "b.json", "--update-baseline").code == 0
    entries = json.loads((tmp_path / "b.json").read_text())["violations"]
    assert [entry["plan"] for entry in entries] == ["P-2"]


def test_a_baseline_that_is_not_there_is_4(write: Write) -> None:
    assert check(write(), "--baseline", "b.json").code == 4


def test_a_merged_report_looks_past_the_baseline_as_well(write: Write) -> None:
    name = write(**TOO_SMALL)
    check(name, "--baseline", "b.json", "--update-baseline", "--allow-growth")
    check(name, "--baseline", "b.json", "--format", "json", "-o", "r.json")
    merged = run("report", "merge", "r.json", "r.json")
    assert json.loads(merged.out)["exit_code"] == 0


# -- review ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("answer", "code"), [("m", 0), ("n", 1)])
def test_an_answer_is_replayed(write: Write, answer: str, code: int) -> None:
    name = write(is_model="true")
    assert check(name).code == 3
    done = review(name, "--today", "2025-05-01", answers=f"{answer}\nseen on site\nreviewer\n")
    assert done.code == 0
    assert "Trial Standard T 1-2020 11: a person judges models [shall]" in done.out
    assert "is a model: yes" in done.out
    result = check(name, "--decisions", "decisions.yaml")
    assert result.code == code
    assert "seen on site" in result.out and "Decided by reviewer on 2025-05-01" in result.out
    assert "Questions that wait for a person" not in review(name, answers="").out


def test_a_changed_plan_is_asked_about_again(write: Write, tmp_path: Path) -> None:
    name = write(is_model="true")
    review(name, "--who", "one", answers="m\n\n")
    write(is_model="true", gfa="901 m2")
    result = check(name, "--decisions", "decisions.yaml")
    assert result.code == 3
    assert "Decision on looked-at.model" in result.out
    assert review(name, "--who", "two", answers="m\n\n").code == 0
    text = (tmp_path / "decisions.yaml").read_text(encoding="utf-8")
    assert "two" in text and "one" not in text
    assert check(name, "--decisions", "decisions.yaml").code == 0


def two_models(write: Write) -> str:
    text = Path(write(is_model="true")).read_text(encoding="utf-8")
    head, first = text.split("      facilities:\n")
    return write(text=f"{head}      facilities:\n{first}{first.replace('f1', 'f2')}")


@pytest.mark.parametrize(
    "answers", ["m\n\nreviewer\n", "m\n\nreviewer\nq\n", "x\nm\n\n\nreviewer\ns\n", "m\n\nreviewer\nm\n"]
)
def test_what_was_answered_before_somebody_stops_is_kept(write: Write, tmp_path: Path, answers: str) -> None:
    name = two_models(write)
    done = review(name, answers=answers)
    assert done.code == 0
    assert "Questions still open: 1" in done.out
    assert (tmp_path / "decisions.yaml").read_text(encoding="utf-8").count("answer: met") == 1
    assert review(name, "--who", "other", answers="n\n\n").code == 0
    text = (tmp_path / "decisions.yaml").read_text(encoding="utf-8")
    assert text.count("answer: met") == text.count("answer: not_met") == 1


def test_nothing_is_written_when_nothing_is_answered(write: Write, tmp_path: Path) -> None:
    assert review(write(is_model="true"), answers="").code == 0
    assert not (tmp_path / "decisions.yaml").exists()


def test_an_object_without_an_id_is_shown_and_not_kept(write: Write, tmp_path: Path) -> None:
    text = Path(write(is_model="true")).read_text(encoding="utf-8").replace("id: P-1\n", "")
    done = review(write(text=text), answers="m\n\n")
    assert "has no id" in done.out
    assert not (tmp_path / "decisions.yaml").exists()


def test_missing_facts_are_listed_for_the_applicant(write: Write, tmp_path: Path) -> None:
    name = write(gfa=None)
    printed = review(name, answers="")
    assert "• gross floor area" in printed.out
    assert "Where: /city/communities/0/facilities/0/gfa (plan.yaml:9)" in printed.out
    assert review(name, "--questions", "q.md", answers="").code == 0
    listed = (tmp_path / "q.md").read_text(encoding="utf-8")
    assert "- [ ] gross floor area\n" in listed
    assert "Findings that wait: 2" in listed


def test_time_zones_are_checked() -> None:
    assert str(zone_of("+08:00")) == "UTC+08:00"
    assert str(zone_of("-03:30")) == "UTC-03:30"
    assert str(zone_of("+00:00")) == "UTC"
    for text in ("8", "+24:00", "+08:60", None):
        with pytest.raises(InvalidVocabulary):
            zone_of(text)


@pytest.mark.parametrize("which", ["waivers", "decisions"])
def test_editors_get_a_schema(which: str) -> None:
    done = run("schema", which)
    assert json.loads(done.out)["required"] == [which]
