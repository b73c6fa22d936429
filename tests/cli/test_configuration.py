"""``standardcheck.toml`` and ``[tool.standardcheck]``: found, read strictly, and beaten by the command line."""

from __future__ import annotations

import builtins
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from standardcheck.settings.read import KEYS

from .conftest import SMALL, child, plan_text, run

Write = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path, write: Write) -> Path:
    """A submission: a pack, two plans that pass, and one that fails."""
    shutil.copytree(SMALL, tmp_path / "rules" / "small")
    write("plans/a.yaml")
    write("plans/b/c.yaml")
    write("drafts/d.yaml", gfa="500 m2")
    return tmp_path


def configured(folder: Path, text: str, name: str = "standardcheck.toml") -> None:
    (folder / name).write_text(text, encoding="utf-8")


def files(*arguments: str) -> list[str]:
    """The plans that a check takes."""
    done = run("check", *arguments, "--format", "json", "--lang", "en")
    assert done.err == ""
    return [plan["file"] for plan in json.loads(done.out)["plans"]]


PACK = 'packs = "rules/small"\n'


# -- paths -------------------------------------------------------------------------------------------------------


def test_without_plan_the_configured_paths_are_checked_once_each(folder: Path) -> None:
    configured(folder, PACK + 'paths = ["plans", "plans/**/*.yaml", "drafts/d.yaml"]\n')
    assert files() == ["plans/a.yaml", "plans/b/c.yaml", "drafts/d.yaml"]
    assert run("check").code == 1


def test_plans_of_the_command_line_win(folder: Path) -> None:
    configured(folder, PACK + 'paths = ["drafts"]\n')
    assert files("plans/a.yaml") == ["plans/a.yaml"]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("plans/*.yaml", ["plans/a.yaml"]),
        ("plans/*", ["plans/a.yaml", "plans/b/c.yaml"]),
        ("**/*.yaml", ["drafts/d.yaml", "plans/a.yaml", "plans/b/c.yaml"]),
        ("*/[a-c].yaml", ["plans/a.yaml"]),
        ("plans/**/?.yaml", ["plans/a.yaml", "plans/b/c.yaml"]),
    ],
)
def test_patterns_mean_plan_files(folder: Path, pattern: str, found: list[str]) -> None:
    for name in ("note.txt", "b/notes.md"):
        (folder / "plans" / name).write_text("x", encoding="utf-8")
    shutil.rmtree(folder / "rules")
    configured(folder, f'packs = "{SMALL}"\npaths = ["{pattern}"]\n')
    assert files() == found


def test_a_pattern_without_plans_is_no_plan_found(folder: Path) -> None:
    configured(folder, 'paths = ["plans/*.json"]\n')
    done = run("check", "--lang", "en")
    assert (done.code, done.out) == (4, "")
    assert "No plan was found in plans/*.json" in done.err


def test_without_plan_and_paths_nothing_is_checked(folder: Path) -> None:
    configured(folder, PACK)
    done = run("check", "--lang", "en")
    assert (done.code, done.out) == (2, "")
    assert "paths" in done.err


# -- finding -----------------------------------------------------------------------------------------------------


def test_it_is_found_from_below_and_its_paths_are_its_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configured(folder, PACK + 'paths = ["plans", "plans/b/c.yaml"]\n')
    monkeypatch.chdir(folder / "plans" / "b")
    assert files() == ["../a.yaml", "../b/c.yaml"]


def test_the_nearest_counts_and_its_own_file_goes_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configured(folder, PACK + 'paths = ["drafts"]\n')
    configured(folder, '[tool.standardcheck]\npacks = "rules/small"\npaths = ["plans/b"]\n', "pyproject.toml")
    assert files() == ["drafts/d.yaml"]
    configured(folder / "plans", '[tool.standardcheck]\npaths = ["a.yaml"]\n', "pyproject.toml")
    monkeypatch.chdir(folder / "plans" / "b")
    assert files() == ["../a.yaml"]
    (folder / "standardcheck.toml").unlink()
    (folder / "plans" / "pyproject.toml").unlink()
    assert files() == ["c.yaml"]


@pytest.mark.parametrize(
    "text",
    [
        "[tool.standardcheck]\npaths = ['plans']\n",
        "[ tool . 'standardcheck' ]\npaths = ['plans']\n",
        "[tool]\nstandardcheck.paths = ['plans']\n",
        "tool = {standardcheck = {paths = ['plans']}}\n",
        "'tool' = {'standardcheck' = {paths = ['plans']}}\n",
        "'tool'.\t\"standardcheck\" . paths = ['plans']\n",
        "[ 'tool' ]\n[tool.standardcheck]\npaths = ['plans']\n",
    ],
)
def test_a_table_counts_however_it_is_written(folder: Path, text: str) -> None:
    configured(folder, text, "pyproject.toml")
    assert files() == ["plans/a.yaml", "plans/b/c.yaml"]


@pytest.mark.parametrize(
    "text",
    [
        '[project]\ndependencies = ["standardcheck==1.0"]\n',
        "[tool.other]\nstandardcheck = 1\n",
        "this is no TOML\n",  # and says nothing of us
    ],
)
def test_other_projects_are_passed_by(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    configured(folder, PACK + 'paths = ["plans"]\n')
    configured(folder / "plans", text, "pyproject.toml")
    monkeypatch.chdir(folder / "plans")
    assert files() == ["a.yaml", "b/c.yaml"]


@pytest.mark.parametrize("marker", ["folder", "file"])
def test_the_search_ends_at_a_repository(folder: Path, marker: str, monkeypatch: pytest.MonkeyPatch) -> None:
    configured(folder, PACK + 'paths = ["plans"]\n')
    git = folder / "plans" / ".git"
    git.mkdir() if marker == "folder" else git.write_text("gitdir: elsewhere\n", encoding="utf-8")
    monkeypatch.chdir(folder / "plans")
    assert run("check").code == 2
    configured(folder / "plans", 'paths = ["b"]\n')
    assert files() == ["b/c.yaml"]


def test_one_may_be_named_and_none_may_be_read(folder: Path) -> None:
    configured(folder, "broken")
    configured(folder / "drafts", 'packs = "../rules/small"\npaths = ["d.yaml"]\n', "other.toml")
    assert files("--config", "drafts/other.toml") == ["drafts/d.yaml"]
    assert files("--no-config", "plans/a.yaml") == ["plans/a.yaml"]
    assert run("check", "--no-config").code == 2
    both = run("check", "--no-config", "--config", "drafts/other.toml", "--lang", "en")
    assert (both.code, both.out) == (2, "")
    assert "--no-config" in both.err


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("none.toml", None, "none.toml:1:1: There is no file none.toml"),
        ("pyproject.toml", "[project]\n", "pyproject.toml:1:1: pyproject.toml holds no table [tool.standardcheck]"),
        ("pyproject.toml", "[tool.x]\n", "holds no table [tool.standardcheck]"),
    ],
)
def test_a_named_file_must_be_one(folder: Path, name: str, text: str | None, said: str) -> None:
    if text is not None:
        configured(folder, text, name)
    done = run("check", "--config", name, "--lang", "en")
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_help_needs_no_right_configuration(folder: Path) -> None:
    configured(folder, "broken")
    assert run("check", "--help").code == 0
    assert run("check", "plans/a.yaml").code == 2


# -- values ------------------------------------------------------------------------------------------------------


def test_values_count_where_the_command_line_says_nothing(folder: Path) -> None:
    configured(
        folder,
        PACK + 'paths = ["plans/a.yaml"]\nas-of = 2026-03-01\nfail-on = ["unknown"]\nlang = "zh"\nonly = ["T-01"]\n',
    )
    shown = json.loads(run("check", "--format", "json").out)["plans"][0]
    assert shown["as_of"] == {"date": "2026-03-01", "source": "given"}
    assert [pack["id"] for pack in shown["packs"]] == ["small"]
    assert shown["partial"]
    assert {finding["rule"] for finding in shown["findings"]} == {"size.least"}
    assert "结论" in run("check", "-q").out
    shown = json.loads(run("check", "--format", "json", "--as-of", "2025-03-01", "--only", "T-02").out)["plans"][0]
    assert shown["as_of"]["date"] == "2025-03-01"
    assert {finding["rule"] for finding in shown["findings"]} == {"size.good"}
    assert "Verdict" in run("check", "-q", "--lang", "en").out
    assert "Verdict" in run("check", "-q", env={"STANDARDCHECK_LANG": "en"}).out  # a user's own choice


def test_fail_on_of_the_command_line_replaces_the_list(folder: Path) -> None:
    (folder / "plans" / "a.yaml").write_text(plan_text(gfa="700 m2", functions=1), encoding="utf-8")
    assert run("check", "plans/a.yaml", "--rules", "rules/small").code == 0
    configured(folder, PACK + 'fail-on = ["advice", "note"]\n')
    assert run("check", "plans/a.yaml").code == 1
    assert run("check", "plans/a.yaml", "--fail-on", "unknown").code == 0


def test_skip_and_day_as_text(folder: Path) -> None:
    configured(folder, PACK + 'as-of = "2025-04-01"\nskip = ["size"]\n')
    shown = json.loads(run("check", "plans/a.yaml", "--format", "json").out)["plans"][0]
    assert shown["as_of"]["date"] == "2025-04-01"
    assert "size.least" not in {finding["rule"] for finding in shown["findings"]}


WAIVER = """waivers:
  - rule: size.least
    subject: plan=P-1/city=320500/community=c1/facility=f1
    clause: {document: trial, number: "1"}
    reason: The building is listed.
    authority: Bureau
    granted: 2025-02-01
    expires: 2025-12-31
"""


def test_waivers_and_a_baseline_lie_beside_the_configuration(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "kept").mkdir()
    (folder / "kept" / "waivers.yaml").write_text(WAIVER, encoding="utf-8")
    configured(folder, PACK + 'waivers = "kept/waivers.yaml"\nbaseline = "kept/known.json"\n')
    missing = run("check", "drafts/d.yaml", "--lang", "en")
    assert (missing.code, missing.out) == (2, "")
    assert "standardcheck.toml:3:12: There is no kept/known.json" in missing.err
    monkeypatch.chdir(folder / "drafts")
    made = run("check", "d.yaml", "--update-baseline", "--allow-growth", "--today", "2027-01-01")
    assert made.code == 0
    assert "size.least" in (folder / "kept" / "known.json").read_text(encoding="utf-8")
    waived = run("check", "d.yaml", "--format", "json", "--today", "2025-05-01")
    assert json.loads(waived.out)["plans"][0]["counts"]["dispositions"]["waived"] == 1


def test_an_id_is_the_shipped_pack_whatever_lies_in_the_working_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured(folder, 'packs = "cn-national"\n')
    shutil.copytree(SMALL, folder / "plans" / "cn-national")
    monkeypatch.chdir(folder / "plans")
    shown = json.loads(run("check", "a.yaml", "--format", "json").out)["plans"][0]
    assert shown["packs"][0]["title"] != {"en": "small"}
    assert len(shown["findings"]) > 100


def test_a_pack_that_is_the_folder_itself_is_found(folder: Path) -> None:
    configured(folder / "rules" / "small", 'packs = "."\n', "pack.toml")
    os.chdir(folder / "rules" / "small")
    shown = json.loads(run("check", "../../plans/a.yaml", "--config", "pack.toml", "--format", "json").out)
    assert shown["plans"][0]["packs"][0]["id"] == "small"


# -- other commands ----------------------------------------------------------------------------------------------


def test_commands_on_rules_take_packs_date_and_language(folder: Path) -> None:
    configured(folder, PACK + 'as-of = "2026-06-01"\nlang = "zh"\n')
    configured(folder, PACK + 'as-of = "2026-06-01"\nlang = "zh"\nonly = ["T-02"]\nfail-on = ["note"]\n')
    assert "size.least" in run("rules", "list").out
    assert "700 m²" in run("rules", "show", "T-01").out
    assert "600 m²" in run("rules", "show", "T-01", "--as-of", "2025-01-01").out
    assert "700 m²" in run("params").out
    assert run("params", "--no-config", "--lang", "en").out != run("params", "--lang", "en").out


def test_review_takes_packs_and_decisions(folder: Path, write: Write) -> None:
    plan = write("m.yaml", is_model="true")
    configured(folder, PACK + 'decisions = "kept.yaml"\n')  # it is not there yet
    done = run("review", plan, "--who", "R", "--today", "2025-05-06", "--lang", "en", stdin="m\n\n")
    assert done.code == 0
    assert "answer: met" in (folder / "kept.yaml").read_text(encoding="utf-8")
    assert run("check", plan).code == 0


def test_a_stream_takes_what_it_can_and_says_what_it_cannot(folder: Path, write: Write) -> None:
    import yaml

    line = json.dumps(yaml.safe_load(plan_text(gfa="500 m2")), default=str)
    write("plans.ndjson", line + "\n")
    (folder / "waivers.yaml").write_text(WAIVER, encoding="utf-8")
    configured(folder, PACK + 'paths = ["plans.ndjson"]\nwaivers = "waivers.yaml"\nonly = ["T-01"]\n')
    done = run("check", "--lang", "en")
    assert done.code == 1
    assert json.loads(done.out)["verdict"] == "non_compliant"
    assert "waivers of standardcheck.toml do not count in a stream" in done.err
    assert run("check", "plans.ndjson", "--waivers", "waivers.yaml").code == 2


# -- faults ------------------------------------------------------------------------------------------------------

FAULTY = """path = ["plans"]
paths = ["plan", 3, ""]
as_of = 2026-01-01
as-of = "2026-02-30"
fail-on = ["violatoin"]
packs = "cn-natinal"
waivers = "plans"
decisions = "kept/none.yaml"
baseline = 1
lang = "fr"
only = "T-01"
[tool.standardcheck]
paths = []
"""


def test_every_fault_is_shown_at_once_where_it_is(folder: Path) -> None:
    configured(folder, FAULTY)
    done = run("check", "plans/a.yaml", "--lang", "en")
    assert (done.code, done.out) == (2, "")
    for said in (
        "standardcheck.toml:1:1: “path” is not a setting. Did you mean “paths”?",
        "standardcheck.toml:2:10: There is no plan, seen from",
        "Did you mean “plans”?",
        "standardcheck.toml:2:18: “paths” must hold texts only, found “3”",
        "standardcheck.toml:2:21: “paths” names nothing",
        "standardcheck.toml:3:1: “as_of” is not a setting. Did you mean “as-of”?",
        "standardcheck.toml:4:9: “as-of” must be a day of the calendar",
        "standardcheck.toml:5:12: “violatoin” is not possible for “fail-on”. Did you mean “violation”?",
        "standardcheck.toml:6:9: “cn-natinal” is neither",
        "Did you mean “cn-national”?",
        "standardcheck.toml:7:11: “waivers” must name a file; plans is a folder",
        "standardcheck.toml:8:13: There is no kept/none.yaml",
        "standardcheck.toml:9:12: “baseline” must be text, found “1”",
        "standardcheck.toml:10:8: “fr” is not possible for “lang”",
        "standardcheck.toml:11:8: “only” must be a list of texts",
        "standardcheck.toml:12:2: In standardcheck.toml the settings stand at the top",
        '5 | fail-on = ["violatoin"]\n  |            ^^^^^^^^^^^\n',
    ):
        assert said in done.err, said
    assert done.err.count("[settings-") == 14


def test_faults_speak_the_language_that_the_file_asks_for(folder: Path) -> None:
    configured(folder, 'lang = "zh"\nx = 1\n')
    assert "没有“x”这项设置" in run("check", "plans/a.yaml").err
    assert "is not a setting" in run("check", "plans/a.yaml", "--lang", "en").err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[tool.standardcheck]\npaths = ["a]\n', "pyproject.toml:2:13: A quotation mark is opened"),
        ("[tool]\nstandardcheck = 3\n", "pyproject.toml:2:17: “tool.standardcheck” must be a table of settings"),
        ("[tool.standardcheck]\nwaivers = 'gone.yaml'\n", "pyproject.toml:2:11: There is no gone.yaml"),
        ("[tool.standardcheck]\npacks = 'plans'\n", "pyproject.toml:2:9: No rule pack lies in plans"),
        ("[tool.standardcheck]\npacks = 'rules/smal'\n", "Did you mean “rules/small”?"),
        ("[tool.standardcheck]\npaths = []\n", "pyproject.toml:2:9: “paths” names nothing"),
        ("[tool.standardcheck]\nas-of = 2026-01-01T00:00:00\n", "pyproject.toml:2:9: “as-of” must be a day"),
        ('[tool.standardcheck]\npaths = ["\\u0000"]\n', "pyproject.toml:2:10: There is no"),
        ("[tool.standardcheck.paths]\n", "pyproject.toml:1:21: “paths” must be a list of texts"),
        ("[tool.standardcheck]\n'\\e[31m' = 1\n", "is not a setting"),
        ('[tool.standardcheck]\n"\\u001b[31m" = 1\n', "is not a setting"),
    ],
)
def test_faults_in_pyproject(folder: Path, text: str, said: str) -> None:
    configured(folder, text, "pyproject.toml")
    done = run("check", "plans/a.yaml", "--lang", "en")
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "\x1b" not in done.err


def test_a_word_that_names_no_rule_is_shown_where_it_is(folder: Path) -> None:
    configured(folder, PACK + 'only = ["T-01", "size.leest"]\n')
    done = run("check", "plans/a.yaml", "--lang", "en")
    assert (done.code, done.out) == (2, "")
    assert "standardcheck.toml:2:17: “size.leest” names no rule" in done.err
    assert "Did you mean “size.least”?" in done.err
    given = run("check", "plans/a.yaml", "--lang", "en", "--only", "size.leest")
    assert given.code == 2
    assert "standardcheck.toml" not in given.err


def test_a_file_that_may_not_be_read_is_a_fault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused by hand: whoever runs this may be root, who may read everything."""
    configured(folder, PACK)

    def refused(path: Any, *rest: Any, **more: Any) -> Any:
        if str(path).endswith("standardcheck.toml"):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *rest, **more)

    opened = builtins.open
    monkeypatch.setattr(builtins, "open", refused)
    done = run("check", "plans/a.yaml", "--lang", "en")
    assert done.code == 2
    assert "standardcheck.toml" in done.err and "Permission denied" in done.err


def test_what_is_no_text_is_a_fault(folder: Path) -> None:
    (folder / "standardcheck.toml").write_bytes(b"lang = '\xff'\n")
    done = run("check", "plans/a.yaml", "--lang", "en")
    assert (done.code, done.out) == (2, "")
    assert "standardcheck.toml:1:9" in done.err


def test_what_is_no_file_is_passed_by(folder: Path) -> None:
    (folder / "standardcheck.toml").mkdir()
    os.mkfifo(folder / "pyproject.toml")
    assert run("check", "plans/a.yaml", "--rules", str(SMALL)).code == 0


def test_every_setting_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert [key for key in KEYS if f"| `{key}` |" not in page] == []


# -- reports -----------------------------------------------------------------------------------------------------


def test_a_report_says_which_configuration_was_used(folder: Path) -> None:
    text = PACK + 'paths = ["plans"]\n'
    configured(folder, text)
    done = run("check", "--format", "json", "-o", "report.json")
    assert (done.code, done.out) == (0, "")
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    digest = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    assert report["configuration"] == {"file": "standardcheck.toml", "digest": digest}
    plain, explained = run("check", "--lang", "en").out, run("check", "--lang", "en", "--explain").out
    assert "standardcheck.toml" not in plain
    assert explained.startswith(f"Configuration: standardcheck.toml ({digest})".partition(" (")[0])
    assert run("report", "convert", "report.json", "--lang", "en", "--explain").out == explained
    assert run("report", "merge", "report.json", "report.json", "-o", "all.json").code == 0
    assert json.loads((folder / "all.json").read_text(encoding="utf-8"))["configuration"] == report["configuration"]
    run("check", "plans", "--no-config", "--rules", "rules/small", "--format", "json", "-o", "none.json")
    assert "configuration" not in json.loads((folder / "none.json").read_text(encoding="utf-8"))
    assert run("report", "merge", "report.json", "none.json", "-o", "all.json").code == 0
    assert "configuration" not in json.loads((folder / "all.json").read_text(encoding="utf-8"))


def test_a_process_of_its_own_reads_it_too(folder: Path) -> None:
    configured(folder, PACK + 'paths = ["plans"]\n')
    done = child("check", "-q", "--lang", "en", cwd=folder)
    assert done.returncode == 0
    assert done.stdout.count(b"COMPLIANT") == 2
