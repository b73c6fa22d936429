"""``standardcheck check``: exit codes, selection, formats and what goes where."""

from __future__ import annotations

import json
import resource
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import SMALL, check, child, plan_text, run

Write = Callable[..., str]


# -- exit codes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({}, 0),
        ({"gfa": "600 m2", "functions": 0}, 0),  # advice and notes do not count
        ({"gfa": "599.9 m2"}, 1),
        ({"gfa": None}, 3),
        ({"is_model": "true"}, 3),  # a person has to decide
        ({"gfa": "500 m2", "is_model": "true"}, 1),
        ({"gfa": "600 m"}, 3),  # a fault in the plan
    ],
)
def test_the_exit_code_says_the_verdict(write: Write, facts: dict[str, str], code: int) -> None:
    assert check(write(**facts)).code == code


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "jsn"), "Did you mean 'json'"),
        (("--fail-on", "everything"), "--fail-on"),
        (("--only", "T-91"), "T-91"),
        (("--skip", "size.leest"), "Did you mean “size.least”"),
        (("--as-of", "2025-02-30"), "--as-of"),
        (("--rules", "smal"), "smal"),
        (("--colour", "always"), "--colo"),
    ],
)
def test_wrong_usage_is_2_and_says_what_is_right(write: Write, arguments: tuple[str, ...], said: str) -> None:
    result = check(write(), *arguments)
    assert result.code == 2
    assert said in result.err
    assert result.out == ""


def test_a_plan_without_a_date_needs_as_of(write: Write) -> None:
    name = write(dated=False)
    result = check(name)
    assert (result.code, result.out) == (2, "")
    assert "--as-of" in result.err
    assert check(name, "--as-of", "2025-03-01").code == 0


def test_as_of_selects_the_edition(write: Write) -> None:
    name = write(gfa="650 m2")
    assert check(name).code == 0
    assert check(name, "--as-of", "2026-01-01").code == 1
    assert check(name, "--as-of", "2025-12-31").code == 0


def test_before_the_first_edition_nothing_is_compliant(write: Write) -> None:
    assert check(write(), "--as-of", "2019-12-31").code == 3


def test_a_missing_file_is_4(write: Write) -> None:
    result = check("no-such-plan.yaml")
    assert result.code == 4
    assert "no-such-plan.yaml" in result.out


def test_a_folder_without_plans_is_4(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = check("empty")
    assert result.code == 4
    assert "empty" in result.err


def test_a_broken_rule_pack_is_4_and_not_blamed_on_the_plan(write: Write, tmp_path: Path) -> None:
    write("broken/pack.yaml", SMALL.joinpath("pack.yaml").read_text(encoding="utf-8").replace("small", "broken"))
    rules = SMALL.joinpath("rules.yaml").read_text(encoding="utf-8")
    write("broken/rules.yaml", rules.replace("at_least: $min_area", "at_leest: $min_area"))
    result = run("check", "--rules", "broken", "--lang", "en", write())
    assert (result.code, result.out) == (4, "")
    assert "at_least" in result.err
    assert "rules.yaml:" in result.err


# -- several plans -----------------------------------------------------------------------------------------------


def test_an_unreadable_plan_does_not_stop_the_rest(write: Write) -> None:
    result = check(write("a.yaml", "a: [1\n"), write("b.yaml"), "missing.yaml", write("c.yaml", gfa="500 m2"), "-q")
    assert result.code == 4
    assert "b.yaml: Verdict: COMPLIANT" in result.out
    assert "c.yaml: Verdict: NOT COMPLIANT" in result.out
    assert "a.yaml:2:1" in result.out or "a.yaml:1" in result.out


def test_a_plan_without_a_date_does_not_stop_the_rest(write: Write) -> None:
    result = check(write("a.yaml", dated=False), write("b.yaml"), "-q")
    assert result.code == 4
    assert "b.yaml: Verdict: COMPLIANT" in result.out
    assert "--as-of" in result.out


def test_the_gravest_of_several_counts(write: Write) -> None:
    good, bad, open_ = write("good.yaml"), write("bad.yaml", gfa="1 m2"), write("open.yaml", gfa=None)
    assert check(good, good).code == 0
    assert check(good, open_).code == 3
    assert check(open_, bad, good).code == 1
    assert "Plans: 3" in check(open_, bad, good).out


def test_folders_are_searched_for_plans(write: Write) -> None:
    for name in ("plans/b.yaml", "plans/a.yml", "plans/deep/c.json"):
        write(name, text=json.dumps({"submitted_on": "2025-03-01"}) if name.endswith("json") else None)
    write("plans/notes.txt", "not a plan")
    result = check("plans", "-q")
    assert [line.split(":")[0] for line in result.out.splitlines()] == [
        str(Path("plans/a.yml")),
        str(Path("plans/b.yaml")),
        str(Path("plans/deep/c.json")),
    ]


def test_standard_input_is_a_plan() -> None:
    assert check("-", stdin=plan_text()).code == 0
    result = check("-", stdin=plan_text(gfa="500 m2"))
    assert result.code == 1
    assert "<stdin>:12:" in result.out
    assert check("-", stdin=json.dumps({"submitted_on": "2025-03-01"})).code == 3


def test_unreadable_standard_input_does_not_stop_the_rest(write: Write) -> None:
    result = check("-", write(), "-q", stdin=b"\xff\xfe\x00")
    assert result.code == 4
    assert "plan.yaml: Verdict: COMPLIANT" in result.out
    assert "<stdin>" in result.out


# -- selection ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "rules"),
    [
        ("size.least", {"size.least"}),
        ("size", {"size.least", "size.good"}),
        ("size.*", {"size.least", "size.good"}),
        ("T-03", {"functions.few"}),
        ("trial 10", {"functions.few"}),
        ("trial", {"size.least", "size.good", "functions.few", "looked-at.model"}),
        ("advice", {"size.good"}),
        ("violation", {"size.least", "looked-at.model"}),
    ],
)
def test_only_and_skip_take_ids_clauses_ledger_ids_and_severities(write: Write, word: str, rules: set[str]) -> None:
    def ran(*arguments: str) -> tuple[set[str], bool]:
        plan = json.loads(check(write(), "--format", "json", *arguments).out)["plans"][0]
        return {finding["rule"] for finding in plan["findings"]}, plan["partial"]

    everything, partial = ran()
    assert not partial
    assert ran("--only", word) == (rules, rules != everything)
    assert ran("--skip", word) == (everything - rules, True)


def test_a_narrowed_run_says_so_beside_its_verdict(write: Write) -> None:
    verdict = next(line for line in check(write(), "--skip", "T-02").out.splitlines() if "Verdict" in line)
    assert "partial" in verdict


@pytest.mark.parametrize(
    ("facts", "fail_on", "code"),
    [
        ({"gfa": "700 m2"}, "advice", 1),
        ({"gfa": "700 m2"}, "note", 0),
        ({"functions": 1}, "note", 1),
        ({"gfa": None}, "unknown", 1),
        ({"is_model": "true"}, "unknown", 1),
        ({}, "unknown", 0),
        ({"gfa": "1 m2"}, "violation", 1),
    ],
)
def test_fail_on_adds_reasons_for_1(write: Write, facts: dict[str, str], fail_on: str, code: int) -> None:
    assert check(write(**facts), "--fail-on", fail_on).code == code


@pytest.mark.parametrize(
    ("facts", "more", "code"),
    [
        ({}, (), 0),
        ({"gfa": None}, (), 0),  # a fact is missing
        ({"is_model": "true"}, (), 0),  # a person has to judge
        ({"gfa": "600 m"}, (), 3),  # an entry is faulty: nobody may take that for a fact to come
        ({"gfa": "1 m2"}, (), 1),
        ({"gfa": None}, ("--fail-on", "unknown"), 1),
        ({}, ("--only", "T-04"), 3),  # nothing was decided, and nothing is missing either
    ],
)
def test_undetermined_may_be_allowed_but_not_hidden(
    write: Write, facts: dict[str, Any], more: tuple[str, ...], code: int
) -> None:
    result = check(write(**facts), "--allow-undetermined", *more)
    strict = check(write(**facts), *more)
    assert (result.code, result.out) == (code, strict.out)
    assert strict.code in (code, 3)
    assert "UNDETERMINED" in result.out or strict.code != 3


def test_what_is_open_does_not_excuse_another_plan(write: Write) -> None:
    open_, failed, torn = write("a.yaml", gfa=None), write("b.yaml", gfa="1 m2"), write("c.yaml", "a: [")
    assert check(open_, failed, "--allow-undetermined").code == 1
    assert check(open_, torn, "--allow-undetermined").code == 4
    assert check("plans.ndjson", "--allow-undetermined").code == 2


# -- what is shown -----------------------------------------------------------------------------------------------


def test_quiet_is_one_line_a_plan(write: Write) -> None:
    assert len(check(write(), write("b.yaml", gfa=None), "--quiet").out.splitlines()) == 2


def test_passes_are_shown_when_asked_for(write: Write) -> None:
    assert "least area" not in check(write()).out
    shown = check(write(), "--all").out
    assert "least area" in shown
    assert "900 m²" in shown


def test_explain_shows_where_the_limit_comes_from(write: Write) -> None:
    name = write(gfa="500 m2")
    assert "pack small" not in check(name).out
    shown = check(name, "--explain").out
    assert "pack small" in shown
    assert "since 2020-01-01" in shown
    assert "embedded service complex" in shown  # the tree has what the rule asks before it applies


def test_a_failure_shows_measured_required_place_and_remedy(write: Write) -> None:
    shown = check(write(gfa="500 m2")).out
    for part in ("500 m²", "600 m²", "100 m²", "Trial Standard", "plan.yaml:12:", "综合体甲"):
        assert part in shown


def test_the_language_follows_option_environment_and_locale(write: Write) -> None:
    name = write()
    arguments = ("check", "--rules", str(SMALL), "-q", name)
    assert "符合" in run(*arguments, "--lang", "zh").out
    assert "符合" in run(*arguments, env={"STANDARDCHECK_LANG": "zh"}).out
    assert "符合" in run(*arguments, env={"LC_ALL": "zh_CN.UTF-8"}).out
    assert "COMPLIANT" in run(*arguments, env={"STANDARDCHECK_LANG": "en", "LANG": "zh_CN.UTF-8"}).out
    assert "COMPLIANT" in run(*arguments, env={"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}).out


# -- where it goes -----------------------------------------------------------------------------------------------


def test_a_report_is_written_to_a_file(write: Write, tmp_path: Path) -> None:
    result = check(write(gfa="1 m2"), "--format", "json", "-o", "out.json")
    assert (result.code, result.out) == (1, "")
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["exit_code"] == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.json", "plan.yaml"]


def test_the_same_input_gives_the_same_bytes(write: Write) -> None:
    first = check(write(gfa=None), "--format", "json")
    assert check(write(gfa=None), "--format", "json") == first
    assert check(write(gfa=None), "--format", "json", "--no-cache") == first


def test_a_report_that_cannot_be_written_is_4(write: Write) -> None:
    result = check(write(), "-o", "no/such/folder/out.txt")
    assert (result.code, result.out) == (4, "")
    assert "out.txt" in result.err


def test_a_report_half_written_leaves_the_old_one(write: Write, tmp_path: Path) -> None:
    (tmp_path / "out.txt").write_text("the old report")
    done = child(
        *("check", "--rules", str(SMALL), "--lang", "en", "--no-cache", "--all", write(), "-o", "out.txt"),
        cwd=tmp_path,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
    )
    assert done.returncode == 4
    assert b"could not be written" in done.stderr
    assert (tmp_path / "out.txt").read_text() == "the old report"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.txt", "plan.yaml"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_standard_output_is_4_without_a_traceback(write: Write, tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = child(
            "check", "--rules", str(SMALL), write(), cwd=tmp_path, capture_output=False, stdout=full, stderr=-1
        )
    assert done.returncode == 4
    assert b"Traceback" not in done.stderr
    assert b"<stdout>" in done.stderr


def test_a_closed_pipe_keeps_the_verdict(write: Write, tmp_path: Path) -> None:
    import os

    reading, writing = os.pipe()
    os.close(reading)
    done = child(
        *("check", "--rules", str(SMALL), write(gfa=None)),
        cwd=tmp_path,
        capture_output=False,
        stdout=writing,
        stderr=-1,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (3, b"")


def test_a_read_only_or_damaged_cache_only_costs_time(write: Write, tmp_path: Path) -> None:
    name = write()
    (tmp_path / "a-file").write_text("in the way")
    assert check(name, env={"STANDARDCHECK_CACHE_DIR": str(tmp_path / "a-file")}).code == 0
    damaged = tmp_path / "cache"
    assert check(name, env={"STANDARDCHECK_CACHE_DIR": str(damaged)}).code == 0
    for file in damaged.rglob("*.json"):
        file.write_text('{"damaged": ')
    assert check(name, env={"STANDARDCHECK_CACHE_DIR": str(damaged)}).code == 0
