"""From end to end: a repository of plans, made by ``init --ci``, refuses a broken plan: by the hook of pre-commit and
by the job of GitLab, which install a tag of this project themselves, and by the workflow of GitHub."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from standardcheck.cli.ci_files import REV
from support.pipelines import BASH, environment_for, run_action
from support.reports import ROOT

FOLDERS = ("src", "rules", "schemas", "templates")
FILES = ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "action.yml")
GOOD = (ROOT / "fixtures" / "plans" / "all-pass.yaml").read_text(encoding="utf-8")
LIMIT = 300


def run(folder: Path, *command: str | Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program and keep what it prints, in the order in which it does."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=LIMIT,
    )


def git(folder: Path, *arguments: str) -> str:
    done = run(folder, "git", *arguments)
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module", autouse=True)
def _machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nobody's own settings, caches or hooks."""
    home = tmp_path_factory.mktemp("home")
    (home / "gitconfig").write_text(
        "[user]\nname = Team\nemail = team@example.org\n[init]\ndefaultBranch = main\n[protocol.file]\nallow = always\n"
        "[safe]\ndirectory = *\n",
        encoding="utf-8",
    )
    settings = {
        "GIT_CONFIG_GLOBAL": str(home / "gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "STANDARDCHECK_CACHE_DIR": str(home / "cache"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "PYTHONPATH", "STANDARDCHECK_LANG"):
            patch.delenv(name, raising=False)
        for name, value in settings.items():
            patch.setenv(name, value)
        yield


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This project as a repository with the tag of its version."""
    folder = tmp_path_factory.mktemp("tools") / "standardcheck"
    folder.mkdir()
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, folder)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "A version")
    git(folder, "tag", REV)
    return folder


@pytest.fixture(scope="module")
def repository(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A team's repository: the files of ``init --ci``, a good plan, and YAML that is no plan."""
    folder = tmp_path_factory.mktemp("team") / "submission"
    folder.mkdir()
    git(folder, "init", "-q")
    init = [sys.executable, "-m", "standardcheck", "init", "--lang", "en", "--source", f"file://{published}"]
    done = run(folder, *init, "--ci", "pre-commit", "--ci", "gitlab", "--ci", "github", "plans/starter.yaml")
    assert done.returncode == 0, done.stdout
    (folder / "plans" / "plan.yaml").write_text(GOOD, encoding="utf-8")
    (folder / "compose.yaml").write_text("services: {web: {image: x}}\n", encoding="utf-8")
    return folder


def broken() -> str:
    """The good plan with one ramp too steep."""
    text = GOOD.replace('gradient: "1:14"', 'gradient: "1:6"', 1).replace("length: 6.3 m", "length: 2.7 m", 1)
    assert text != GOOD
    return text


def test_the_hook_lets_good_plans_in_and_keeps_a_broken_one_out(repository: Path) -> None:
    assert run(repository, "pre-commit", "install").returncode == 0
    git(repository, "add", "-A")
    first = run(repository, "git", "commit", "-m", "Submit the plan")
    assert first.returncode == 0, first.stdout
    # The starter lacks facts: it is let in, and nobody can take it for a pass.
    assert "plans/plan.yaml: Verdict: COMPLIANT" in first.stdout
    assert "plans/starter.yaml: Verdict: UNDETERMINED" in first.stdout
    assert "compose.yaml" not in first.stdout.partition("\n[main")[0]

    (repository / "plans" / "plan.yaml").write_text(broken(), encoding="utf-8")
    second = run(repository, "git", "commit", "-am", "Steepen the ramp")
    assert second.returncode == 1, second.stdout
    line = next(line for line in second.stdout.splitlines() if line.startswith("plans/plan.yaml:"))
    assert ": violation: " in line
    assert "1:6" in line
    assert "plans/plan.yaml: Verdict: NOT COMPLIANT" in second.stdout
    assert git(repository, "log", "--format=%s").splitlines() == ["Submit the plan"]

    (repository / "plans" / "plan.yaml").write_text(GOOD.replace("submitted_on", "submited_on"), encoding="utf-8")
    typing_slip = run(repository, "git", "commit", "-am", "Mistype a name")
    assert typing_slip.returncode == 1, typing_slip.stdout
    (repository / "plans" / "plan.yaml").write_text(GOOD, encoding="utf-8")

    # What is no plan is not looked at.
    (repository / "compose.yaml").write_text("services: {}\n", encoding="utf-8")
    third = run(repository, "git", "commit", "-am", "Something else")
    assert third.returncode == 0, third.stdout
    assert "Skipped" in third.stdout


def test_the_wheel_that_the_hook_installed_has_the_templates(repository: Path, tmp_path: Path) -> None:
    prepared = run(repository, "pre-commit", "install-hooks")
    assert prepared.returncode == 0, prepared.stdout
    (program,) = Path(os.environ["PRE_COMMIT_HOME"]).glob("repo*/py_env-*/bin/standardcheck")
    done = run(tmp_path, program, "init", "--ci", "gitlab", "--lang", "zh")
    assert done.returncode == 0, done.stdout
    assert (tmp_path / ".gitlab" / "standardcheck.yml").read_text("utf-8").startswith("# 检查方案的任务")


def test_the_hook_for_packs_looks_at_them_whole(repository: Path, published: Path) -> None:
    config = repository / "packs.yaml"
    config.write_text(
        f"repos: [{{repo: 'file://{published}', rev: {REV}, hooks: [{{id: standardcheck-rules}}]}}]\n", encoding="utf-8"
    )
    shutil.copytree(ROOT / "rules" / "cn-shanghai", repository / "rules" / "cn-shanghai")
    pack = repository / "rules" / "cn-shanghai" / "pack.yaml"
    hook = ("pre-commit", "run", "--config", config, "--files", pack)
    git(repository, "add", "rules")
    accepted = run(repository, *hook)
    assert accepted.returncode == 0, accepted.stdout
    pack.write_text(pack.read_text(encoding="utf-8").replace("\ntitle:", "\ntitel:"), "utf-8")
    git(repository, "add", "rules")
    refused = run(repository, *hook)
    assert refused.returncode == 1
    assert "titel" in refused.stdout
    git(repository, "rm", "-rqf", "rules")
    config.unlink()


def gitlab_job(repository: Path) -> tuple[str, dict[str, str], dict[str, Any]]:
    """Script, variables and job of the pipeline, as GitLab makes them of both files."""
    (include,) = yaml.safe_load((repository / ".gitlab-ci.yml").read_text(encoding="utf-8"))["include"]
    read = yaml.safe_load((repository / include["local"].lstrip("/")).read_text(encoding="utf-8"))
    job = read["standardcheck"]
    variables = read["variables"] | job["variables"]
    return "\n".join(job["script"]), {k: v.replace("$CI_PROJECT_DIR", ".") for k, v in variables.items()}, job


def test_the_gitlab_job_installs_checks_and_reports(repository: Path) -> None:
    script, variables, job = gitlab_job(repository)
    for plan, more, code in (
        (broken(), {}, 1),
        (GOOD, {}, 3),  # the starter beside it
        (GOOD.replace("\nstage: ", "\nstagge: "), {}, 4),  # a faulty entry is no fact to come
        (GOOD, {"STANDARDCHECK_PATHS": "plans/plan.yaml\n"}, 0),
        (GOOD, {"STANDARDCHECK_PATHS": "plans/plan.yaml", "STANDARDCHECK_ARGS": "--rules=no such pack"}, 2),
    ):
        (repository / "plans" / "plan.yaml").write_text(plan, encoding="utf-8")
        artifacts = [*job["artifacts"]["paths"], *job["artifacts"]["reports"].values()]
        for name in artifacts:
            (repository / name).unlink(missing_ok=True)
        lines = script
        if (repository / ".venv-standardcheck").exists():  # installed by the first run of the script
            lines = "\n".join(line for line in script.splitlines() if "venv " not in line and "pip install" not in line)
        done = run(repository, *BASH, "-c", lines, env=variables | more)
        assert done.returncode == code, done.stdout
        here = [name for name in artifacts if (repository / name).exists()]
        assert here == (artifacts if code != 2 else []), done.stdout
        if code == 1:
            marks = json.loads((repository / "gl-code-quality-report.json").read_text(encoding="utf-8"))
            assert {mark["location"]["path"] for mark in marks} == {"plans/plan.yaml", "plans/starter.yaml"}
            assert "1:6" in done.stdout
    assert 3 in job["allow_failure"]["exit_codes"]


def test_the_github_workflow_marks_the_broken_plan(repository: Path, tmp_path: Path) -> None:
    (repository / "plans" / "plan.yaml").write_text(broken(), encoding="utf-8")
    workflow = yaml.safe_load((repository / ".github/workflows/standardcheck.yml").read_text(encoding="utf-8"))
    step = next(step for step in workflow["jobs"]["standardcheck"]["steps"] if step.get("id") == "check")
    assert step["uses"].endswith(f"/standardcheck@{REV}")
    done = run_action(repository, tmp_path, step["with"], environment_for(tmp_path / "venv", ROOT))
    assert (done.code, done.outputs["verdict"]) == (1, "non_compliant")
    assert any("file=plans/plan.yaml" in line and "1%3A6" not in line and "1:6" in line for line in done.commands)
    assert json.loads(Path(done.outputs["sarif-file"]).read_text(encoding="utf-8"))["runs"][0]["results"]
