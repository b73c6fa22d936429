"""``report merge`` and ``report diff``, and the formats that ``--format`` offers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from standardcheck.check.format import refusal
from standardcheck.writers import formats

from .conftest import check, child, run

Write = Callable[..., str]


def saved(name: str, *plans: str, code: int | None = None, more: tuple[str, ...] = ()) -> str:
    """The report of plans, saved."""
    result = check(*plans, "--format", "json", "-o", name, *more)
    assert code is None or result.code == code
    return name


def load(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(Path(name).read_text(encoding="utf-8"))
    return data


def change(name: str, **keys: Any) -> str:
    """A saved report with other values at the top."""
    changed = f"changed-{name}"
    Path(changed).write_text(json.dumps(load(name) | keys), encoding="utf-8")
    return changed


def plain(text: str) -> str:
    return " ".join(text.split())


# -- merge -------------------------------------------------------------------------------------------------------


def test_several_reports_become_one_in_order(write: Write) -> None:
    a = saved("a.json", write("one.yaml"), write("two.yaml", gfa="1 m2"), code=1)
    b = saved("b.json", write("three.yaml", gfa="2 m2"), write("broken.yaml", "a: [1\n"), code=4)
    result = run("report", "merge", a, b, "-o", "c.json", "--lang", "en")
    assert (result.code, result.out) == (0, "")
    assert "3 plans from 2 reports" in result.err
    merged = load("c.json")
    assert refusal(merged) == ""
    assert [plan["file"] for plan in merged["plans"]] == ["one.yaml", "two.yaml", "three.yaml"]
    assert merged["plans"] == load(a)["plans"] + load(b)["plans"]
    assert [entry["file"] for entry in merged["unreadable"]] == ["broken.yaml"]
    assert merged["exit_code"] == 4
    direct = check("one.yaml", "two.yaml", "three.yaml", "broken.yaml", "--format", "json").out
    assert Path("c.json").read_text(encoding="utf-8") == direct


def test_the_same_result_is_kept_once_and_said(write: Write) -> None:
    a = saved("a.json", write("one.yaml"))
    b = saved("b.json", write("copy.yaml"), write("two.yaml", gfa="1 m2"))
    result = run("report", "merge", a, b, "--lang", "en")
    assert [plan["file"] for plan in json.loads(result.out)["plans"]] == ["one.yaml", "two.yaml"]
    assert "copy.yaml is in several reports with the same result; it was kept once (from a.json)" in result.err


def test_the_same_plan_with_another_result_is_kept_twice_and_said(write: Write) -> None:
    a = saved("a.json", write("one.yaml", gfa="1 m2"))
    b = saved("b.json", "one.yaml", more=("--skip", "size.least"))
    merged = run("report", "merge", a, b, "--lang", "en")
    assert [plan["partial"] for plan in json.loads(merged.out)["plans"]] == [False, True]
    assert "other results; both are kept" in merged.err
    assert json.loads(merged.out)["exit_code"] == 1


def test_another_date_is_another_plan(write: Write) -> None:
    a, b = saved("a.json", write("one.yaml")), saved("b.json", "one.yaml", more=("--as-of", "2026-02-01"))
    merged = json.loads(run("report", "merge", a, b).out)
    assert [plan["as_of"]["date"] for plan in merged["plans"]] == ["2025-03-01", "2026-02-01"]


def test_another_rule_pack_is_another_plan(write: Write) -> None:
    a = saved("a.json", write("one.yaml"))
    plans = load(a)["plans"]
    plans[0]["packs"][0]["digest"] = "sha256:" + "2" * 64
    merged = run("report", "merge", a, change(a, plans=plans), "--lang", "en")
    assert len(json.loads(merged.out)["plans"]) == 2
    assert "in several reports" not in merged.err


def test_other_versions_of_the_format_are_refused(write: Write) -> None:
    a = saved("a.json", write("one.yaml"))
    b = change(a, report_version="1.999")
    result = run("report", "merge", a, b, "-o", "c.json", "--lang", "en")
    assert result.code == 2
    assert "changed-a.json has report version 1.999, a.json has 1." in result.err
    assert not Path("c.json").exists()


def test_other_programs_and_rule_sets_are_said(write: Write) -> None:
    a = saved("a.json", write("one.yaml"))
    b = saved("b.json", write("two.yaml", gfa="1 m2"))
    b = change(b, tool={"name": "standardcheck", "version": "9.9"}, rule_set={"digest": "sha256:" + "0" * 64})
    result = run("report", "merge", a, b, "--lang", "en")
    merged = json.loads(result.out)
    assert refusal(merged) == ""
    assert merged["tool"]["version"].endswith(", 9.9")
    assert merged["rule_set"]["digest"] not in (load(a)["rule_set"]["digest"], load(b)["rule_set"]["digest"])
    assert "different versions of the program" in result.err
    assert "different rule sets" in result.err


def test_what_is_no_report_is_not_merged(write: Write) -> None:
    a = saved("a.json", write("one.yaml"))
    assert run("report", "merge", a, write("x.json", "{}")).code == 4
    assert run("report", "merge").code == 2


# -- diff --------------------------------------------------------------------------------------------------------


def diff(old: str, new: str, *options: str) -> Any:
    return json.loads(run("report", "diff", old, new, "--format", "json", *options).out)


def rules_of(findings: list[dict[str, Any]]) -> list[str]:
    return [finding["rule"] for finding in findings]


def test_nothing_changed(write: Write) -> None:
    a = saved("a.json", write("one.yaml", gfa="1 m2"))
    result = run("report", "diff", a, a, "--lang", "en", "--exit-code")
    assert (result.code, result.out) == (0, "Nothing changed.\n")
    assert diff(a, a)["is_changed"] is False


def test_what_changed_between_two_submissions(write: Write) -> None:
    old = saved("old.json", write("v1/plan.yaml", gfa="500 m2", functions=1, is_model="true"), code=1)
    new = saved("new.json", write("v2/plan.yaml", gfa="700 m2", functions=1, is_model="false"), code=0)
    (plan,) = diff(old, new)["plans"]
    assert plan["verdict"] == {"old": "non_compliant", "new": "compliant"}
    assert plan["file"] == {"old": "v1/plan.yaml", "new": "v2/plan.yaml"}
    assert plan["new"] == plan["gone"] == []
    assert rules_of(plan["fixed"]) == ["size.least", "looked-at.model"]
    assert [entry["now"] for entry in plan["fixed"]] == ["pass", "not_applicable"]
    (changed,) = plan["changed"]
    assert changed["new"]["rule"] == "size.good"
    assert "500 m²" in changed["old"]["message"]["en"]
    assert "700 m²" in changed["new"]["message"]["en"]
    (back,) = diff(new, old)["plans"]
    assert rules_of(back["new"]) == ["size.least", "looked-at.model"]
    assert back["fixed"] == []


def test_an_unknown_that_fails_has_changed(write: Write) -> None:
    old = saved("old.json", write("a.yaml", gfa=None))
    new = saved("new.json", write("b.yaml", gfa="1 m2"))
    (plan,) = diff(old, new)["plans"]
    assert [(e["old"]["outcome"], e["new"]["outcome"]) for e in plan["changed"]] == [("unknown", "fail")] * 2
    assert plan["new"] == plan["fixed"] == []


def test_an_object_that_is_gone_is_not_called_mended(write: Write) -> None:
    text = Path(write("a.yaml", gfa="1 m2")).read_text(encoding="utf-8")
    old = saved("old.json", "a.yaml")
    new = saved("new.json", write("b.yaml", text.replace("id: f1", "id: f2")))
    (plan,) = diff(old, new)["plans"]
    assert rules_of(plan["gone"]) == rules_of(plan["new"]) == ["size.least", "size.good"]
    assert plan["fixed"] == []


def test_faults_come_and_go(write: Write) -> None:
    old = saved("old.json", write("a.yaml", gfa="600 m"))
    new = saved("new.json", write("b.yaml"))
    (plan,) = diff(old, new)["plans"]
    assert [fault["code"] for fault in plan["fixed_faults"]] == ["wrong-dimension"]
    assert [fault["code"] for fault in diff(new, old)["plans"][0]["new_faults"]] == ["wrong-dimension"]


def named(write: Write, file: str, id_: str | None, **facts: Any) -> str:
    """A plan file of another id, or of none."""
    text = Path(write(file, **facts)).read_text(encoding="utf-8")
    return write(file, text.replace("id: P-1\n", f"id: {id_}\n" if id_ else "", 1))


@pytest.mark.parametrize(
    ("old", "new", "matched"),
    [
        (("a.yaml", "P-1"), ("b.yaml", "P-1"), True),  # by id, whatever the file is called
        (("a.yaml", None), ("a.yaml", None), True),
        (("v1/a.yaml", None), ("v2/a.yaml", None), True),
        (("v1/a.yaml", "P-1"), ("v2/a.yaml", None), True),
        (("v1/a.yaml", "P-1"), ("v2/a.yaml", "P-2"), False),  # two ids are two plans
        (("a.yaml", None), ("b.yaml", None), False),
    ],
)
def test_plans_are_matched_by_id_else_by_file(write: Write, old: Any, new: Any, matched: bool) -> None:
    first = saved("old.json", named(write, *old))
    second = saved("new.json", named(write, *new, gfa="1 m2"))
    found = diff(first, second)
    assert len(found["plans"]) == matched
    assert [plan["file"] for plan in found["added"]] == ([] if matched else [new[0]])
    assert [plan["file"] for plan in found["removed"]] == ([] if matched else [old[0]])
    assert found["is_changed"] is True


def test_a_plan_more_or_less_is_a_change(write: Write) -> None:
    a = saved("a.json", named(write, "a.yaml", "A"))
    b = saved("b.json", "a.yaml", named(write, "b.yaml", "B", gfa="1 m2"))
    more, less = diff(a, b), diff(b, a)
    assert [plan["file"] for plan in more["added"]] == [plan["file"] for plan in less["removed"]] == ["b.yaml"]
    assert more["is_changed"] is less["is_changed"] is True
    assert more["removed"] == less["added"] == []
    assert "Only in the new report: b.yaml (NOT COMPLIANT)" in run("report", "diff", a, b, "--lang", "en").out


def test_an_id_of_several_plans_says_nothing(write: Write) -> None:
    old = saved("old.json", write("a.yaml"), write("b.yaml", gfa="1 m2"))
    new = saved("new.json", write("b.yaml", gfa="1 m2"), write("a.yaml"))
    found = diff(old, new)
    assert (found["is_changed"], found["ambiguous_ids"]) == (False, ["P-1"])
    assert [plan["file"]["old"] for plan in found["plans"]] == ["b.yaml", "a.yaml"]
    assert "several plans have the id P-1" in run("report", "diff", old, new, "--lang", "en").out


def test_a_plan_that_can_no_longer_be_read_is_named(write: Write) -> None:
    old = saved("old.json", write("a.yaml"), write("b.yaml", gfa="1 m2"))
    new = saved("new.json", write("a.yaml"), write("b.yaml", "a: [1\n"), code=4)
    result = run("report", "diff", old, new, "--lang", "en", "--exit-code")
    assert result.code == 1
    assert "Could be checked before, and cannot now: b.yaml" in result.out


def test_what_may_not_come_from_the_plan_is_said(write: Write) -> None:
    old = saved("old.json", write("a.yaml", gfa="650 m2"))
    new = saved("new.json", "a.yaml", more=("--as-of", "2026-02-01", "--only", "size.least"))
    (plan,) = diff(old, new)["plans"]
    assert [caution["code"] for caution in plan["cautions"]] == ["other_date", "narrowed"]
    assert rules_of(plan["new"]) == ["size.least"]
    said = plain(run("report", "diff", old, new, "--lang", "en").out)
    assert "as of different dates (2025-03-01; 2026-02-01)" in said
    assert "not all rules were run (the new report)" in said
    data = load(old)
    data["plans"][0]["packs"][0]["digest"] = "sha256:" + "1" * 64
    assert "different rules" in plain(run("report", "diff", old, change(old, **data), "--lang", "en").out)
    listed = change(old, complete=False)
    assert "lists open findings only" in plain(run("report", "diff", old, listed, "--lang", "en").out)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("format_", ["text", "markdown"])
def test_the_words_of_a_difference(write: Write, language: str, format_: str) -> None:
    old = saved("old.json", write("v1/plan.yaml", gfa="500 m2", functions=1, is_model="true"))
    new = saved("new.json", write("v2/plan.yaml", gfa="700 m2", functions=1, is_model="false"))
    shown = plain(run("report", "diff", old, new, "--lang", language, "--format", format_).out)
    wanted = {
        "en": (
            "Verdict: NOT COMPLIANT → COMPLIANT",
            "Settled (2)",
            "Changed (1)",
            "now: advice: gross floor area: 700 m²",
        ),
        "zh": ("结论：不符合 → 符合", "已解决（2 条）", "有变化（1 条）", "现为：建议：建筑面积：700 m²"),
    }[language]
    for part in wanted:
        assert part.replace(" ", "") in shown.replace(" ", ""), (part, shown)
    assert run("report", "diff", old, new, "--exit-code").code == 1
    assert run("report", "diff", old, new).code == 0


@pytest.mark.parametrize("format_", ["text", "markdown", "json"])
def test_text_of_a_plan_is_data_in_a_difference(write: Write, format_: str) -> None:
    hostile = "::error::x \x1b[31m ##[group] <b>@octocat</b> | [x](y)"
    plan = json.loads(json.dumps(load(saved("a.json", write("a.yaml", gfa="1 m2")))))
    for finding in plan["plans"][0]["findings"]:
        finding["subject"]["label"] = {"zh": hostile, "en": hostile}
        finding["title"] = {"zh": hostile, "en": hostile}
    plan["plans"][0]["title"] = hostile
    plan["plans"][0]["file"] = "::error.yaml"
    new = change("a.json", **plan)
    out = run("report", "diff", saved("b.json", write("a.yaml")), new, "--format", format_, "--lang", "en").out
    assert "octocat" in out
    assert "\x1b" not in out
    assert "##[" not in out
    assert not any(line.lstrip().startswith("::") for line in out.splitlines())
    if format_ == "markdown":
        assert "<b>" not in out.replace(r"\<b\>", "")


# -- formats -----------------------------------------------------------------------------------------------------


def test_help_lists_every_format() -> None:
    for command in (("check",), ("report", "convert")):
        said = " ".join(plain(run(*command, "--help").out).split()).replace("- ", "-")
        assert ", ".join(formats()) in said


@pytest.mark.parametrize("words", ["standardcheck check --format ", "standardcheck report convert --format "])
def test_formats_are_completed(words: str) -> None:
    environment = {"_STANDARDCHECK_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    assert [line.partition(b",")[2].decode() for line in child(env=environment).stdout.split()] == formats()
    environment["COMP_WORDS"] += "sarif-"
    assert child(env=environment).stdout.split() == [b"plain,sarif-github"]


@pytest.mark.parametrize(("word", "meant"), [("sariff", "sarif"), ("githb", "github"), ("Markdown", "markdown")])
def test_an_unknown_format_is_wrong_usage_with_a_hint(write: Write, word: str, meant: str) -> None:
    result = check(write(), "--format", word)
    assert result.code == 2
    assert f"Did you mean '{meant}'?" in result.err


@pytest.mark.parametrize("name", [name for name in formats() if name not in ("json", "pdf", "text")])
def test_a_saved_report_gives_what_the_check_gave(write: Write, name: str, tmp_path: Path) -> None:
    plans = [write("fail.yaml", gfa="500 m2", functions=1), write("fault.yaml", gfa="1 m"), write("no.yaml", "a: [\n")]
    report = saved("saved.json", *plans)
    options = ("--lang", "zh", "--format", name)
    assert check(*plans, *options, "-o", "direct").code == 4
    assert run("report", "convert", report, *options, "-o", "later").code == 0
    assert (tmp_path / "direct").read_bytes() == (tmp_path / "later").read_bytes()


@pytest.mark.parametrize("name", ["sarif-github", "github", "gitlab"])
def test_files_are_named_as_seen_from_the_working_folder(write: Write, name: str, tmp_path: Path) -> None:
    write("plans/x.yaml", gfa="1 m2")
    out = check(str(tmp_path / "plans" / "x.yaml"), "--format", name).out
    assert "plans/x.yaml" in out
    assert str(tmp_path) not in out.replace(f"{tmp_path}/plans/x.yaml: Verdict", "")


def test_faults_on_standard_error_are_no_commands(write: Write) -> None:
    result = run("check", "--rules", write("::error::pack/pack.yaml", "a: [1\n").rpartition("/")[0], write())
    assert result.code == 4
    assert "error::pack" in result.err
    assert not any(line.lstrip().startswith("::") for line in result.err.splitlines())
