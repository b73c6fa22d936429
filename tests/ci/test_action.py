"""action.yml: its scripts run in bash as a runner runs them, against good, broken and hostile repositories."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.pipelines import Run, action, environment_for, run_action
from support.reports import ROOT

SMALL = ROOT / "tests" / "cli" / "packs" / "small"
GOOD = """\
id: P-1
submitted_on: 2025-03-01
city:
  code: '320500'
  communities:
    - {id: c1, facilities: [{id: f1, name: Hall, form: complex, gfa: 900 m2, is_model: false,
       functions: [{kind: health}, {kind: health}]}]}
"""
BROKEN = GOOD.replace("900 m2", "500 m2")
OPEN = GOOD.replace("gfa: 900 m2, ", "")
FAULTY = GOOD.replace("900 m2", "900 m")
HOSTILE = "::error::x $(touch pwned) `touch pwned` ';touch pwned;' \\\"\n::error::y\n::stop-commands::z\n##[error]w"

Act = Callable[..., Run]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "a repository"
    (folder / "plans").mkdir(parents=True)
    return folder


@pytest.fixture
def act(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Act:
    """Write plans into the repository and run the action on them."""
    for name in ("STANDARDCHECK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("STANDARDCHECK_CACHE_DIR", str(tmp_path / "cache"))
    temp = tmp_path / "runner's temp"
    temp.mkdir()
    bin_ = environment_for(temp / "venv", ROOT)

    def act(plans: dict[str, str], **inputs: str) -> Run:
        for name, text in plans.items():
            (repository / name).parent.mkdir(parents=True, exist_ok=True)
            (repository / name).write_text(text, encoding="utf-8")
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        return run_action(repository, temp, {"paths": "plans", "rules": str(SMALL)} | given, bin_)

    return act


def sarif(run: Run) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(Path(run.outputs["sarif-file"]).read_text(encoding="utf-8"))
    return read["runs"][0]


def test_a_good_plan_passes(act: Act) -> None:
    run = act({"plans/a.yaml": GOOD})
    assert (run.code, run.commands) == (0, [])
    assert (run.outputs["exit-code"], run.outputs["verdict"]) == ("0", "compliant")
    assert "COMPLIANT" in run.log
    assert "plans/a.yaml" in run.summary
    assert sarif(run)["results"] == []
    assert json.loads(Path(run.outputs["report"]).read_text(encoding="utf-8"))["exit_code"] == 0


def test_a_broken_plan_fails_and_is_shown(act: Act) -> None:
    run = act({"plans/a.yaml": BROKEN, "plans/b.yaml": GOOD})
    assert (run.code, run.outputs["exit-code"], run.outputs["verdict"]) == (1, "1", "non_compliant")
    (error,) = [line for line in run.commands if line.startswith("::error ")]
    assert error.startswith("::error file=plans/a.yaml,line=6,col=")
    assert "500 m²" in error
    assert "500 m²" in run.summary
    (result,) = [r for r in sarif(run)["results"] if r["level"] == "error"]
    place = result["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("plans/a.yaml", 6)


@pytest.mark.parametrize(
    ("plan", "inputs", "code", "verdict"),
    [
        (OPEN, {}, 3, "undetermined"),
        (OPEN, {"allow_undetermined": "true"}, 0, "undetermined"),
        (FAULTY, {"allow_undetermined": "true"}, 3, "undetermined"),
        (OPEN, {"fail_on": "advice\nunknown"}, 1, "undetermined"),
        ("a: [", {}, 4, "not_checked"),
        (BROKEN, {"args": "--only=T-02\n\n--max-findings=1\r\n"}, 0, "compliant"),
        (GOOD, {"as_of": "2026-02-01", "lang": "zh"}, 0, "compliant"),
        (GOOD.replace("900", "650"), {"as_of": "2026-02-01"}, 1, "non_compliant"),
    ],
)
def test_code_and_verdict_are_those_of_the_check(
    act: Act, plan: str, inputs: dict[str, str], code: int, verdict: str
) -> None:
    run = act({"plans/a.yaml": plan}, **inputs)
    assert (run.code, run.outputs["exit-code"], run.outputs["verdict"]) == (code, str(code), verdict)
    assert bool(run.commands) is (verdict != "compliant" or code != 0) or "T-02" in str(inputs)
    assert "plans/a.yaml" in run.summary


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"paths": "nowhere"}, 4),
        ({"paths": "empty"}, 4),
        ({"rules": "no-such-pack"}, 2),
        ({"as_of": "tomorrow"}, 2),
        ({"args": "--no-such-option"}, 2),
        ({"fail_on": "everything"}, 2),
        ({"allow_undetermined": "yes"}, 2),
        ({"working_directory": "nowhere"}, 4),
        ({"working_directory": "plans", "paths": ""}, 2),
        ({"sarif_file": "no/such/folder/x.sarif"}, 4),
    ],
)
def test_what_cannot_be_checked_is_never_green(act: Act, repository: Path, inputs: dict[str, str], code: int) -> None:
    (repository / "empty").mkdir()
    run = act({"plans/a.yaml": GOOD}, **inputs)
    assert run.code == code
    assert run.outputs["exit-code"] == ("0" if "sarif_file" in inputs else str(code))  # the check itself went well


def test_names_are_seen_from_the_top_wherever_it_runs(act: Act) -> None:
    run = act({"teams/a b/plans/x.yaml": BROKEN}, working_directory="teams/a b", sarif_file="here.sarif")
    assert run.code == 1
    assert any("file=teams/a b/plans/x.yaml" in line for line in run.commands)
    assert run.outputs["sarif-file"].endswith("/a repository/here.sarif")
    uris = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in sarif(run)["results"]}
    assert uris == {"teams/a%20b/plans/x.yaml"}


@pytest.mark.parametrize(
    "name",
    [
        "plans/with space.yaml",
        "plans/'quoted' \"twice\".yaml",
        "plans/$(touch pwned)`touch pwned`;touch pwned.yaml",
        "plans/a\n::error::from a name.yaml",
        "plans/-x.yaml",
    ],
)
def test_names_of_files_are_data(act: Act, repository: Path, name: str) -> None:
    run = act({name: BROKEN, "plans/torn\n::warning::torn.yaml": "a: ["})
    assert run.code == 4
    assert all(line.startswith(("::error file=", "::warning file=", "::notice file=")) for line in run.commands)
    assert len([line for line in run.commands if line.startswith("::error file=")]) == 2
    assert not (repository / "pwned").exists()
    if "\n" not in name:
        assert act({}, paths=name).code == 1


@pytest.mark.parametrize("name", sorted(set(action()["inputs"]) - {"python"}))
def test_inputs_are_data(act: Act, repository: Path, name: str) -> None:
    run = act({"plans/a.yaml": BROKEN}, **{name.replace("-", "_"): HOSTILE})
    assert run.code != 0
    assert not [line for line in run.commands if line.startswith(("::error::", "::stop", "##["))]
    assert not list(repository.rglob("pwned"))


def test_the_text_of_a_plan_is_data(act: Act, repository: Path) -> None:
    run = act({"plans/a.yaml": BROKEN.replace("Hall", json.dumps(HOSTILE))})
    assert run.code == 1
    assert {line.split(" ")[0] for line in run.commands} <= {"::error", "::warning", "::notice"}
    assert not (repository / "pwned").exists()


def test_a_python_that_is_too_old_is_named(repository: Path, tmp_path: Path) -> None:
    run = run_action(repository, tmp_path, {"python": "false"})
    assert run.code == 4
    assert "Python 3.11" in run.commands[0]
    assert run.outputs["verdict"] == ""


def test_it_installs_itself(repository: Path, tmp_path: Path) -> None:
    """The first step, too: this checkout goes into an environment of its own."""
    shutil.copy(ROOT / "fixtures" / "plans" / "small-city.yaml", repository / "plans")
    run = run_action(repository, tmp_path, {"paths": "plans", "lang": "en"})
    assert (run.code, run.outputs["verdict"]) == (3, "undetermined"), run.log
    assert (tmp_path / "standardcheck-venv" / "bin" / "standardcheck").exists()


def test_only_what_the_changes_reach_is_checked(act: Act, repository: Path) -> None:
    plans = {"plans/good.yaml": GOOD, "plans/known.yaml": BROKEN}
    assert act(plans).code == 1
    commit(repository)
    nothing = act({}, changed_since="HEAD")
    assert (nothing.code, nothing.outputs["verdict"]) == (0, "unchanged")
    assert "reach no plan" in nothing.summary
    broken = act({"plans/good.yaml": BROKEN}, changed_since="HEAD")
    assert (broken.code, broken.outputs["verdict"]) == (1, "non_compliant")
    assert "plans/good.yaml" in broken.summary
    assert "plans/known.yaml" not in broken.summary
    assert act({}, changed_since="no-such-revision").code == 2
    assert act({}, changed_since="--output=x").code == 2


def commit(repository: Path) -> None:
    for words in (("init", "-q"), ("add", "-A"), ("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x")):
        subprocess.run(["git", *words], cwd=repository, check=True, capture_output=True)
