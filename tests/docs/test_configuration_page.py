"""docs/configuration.md: its file is read, its commands run, its fault looks as it says."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from standardcheck.cli.root import command

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
SMALL = ROOT / "tests" / "cli" / "packs" / "small"


def block(kind: str, beginning: str) -> str:
    """The block of the page that begins so."""
    found: list[str] = re.findall(rf"```{kind}\n({re.escape(beginning)}.*?)```", PAGE, re.DOTALL)
    assert len(found) == 1
    return found[0]


def git(*arguments: str) -> None:
    settings = ("-c", "user.name=U", "-c", "user.email=u@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *settings, *arguments], check=True, capture_output=True, timeout=60)


def standardcheck(*arguments: str) -> Result:
    return CliRunner().invoke(command, [*arguments, "--lang", "en"])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A submission repository with the page's configuration and two plans, one commit ahead of its server."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("STANDARDCHECK_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "server").mkdir()
    monkeypatch.chdir(tmp_path / "server")
    shutil.copytree(SMALL, "rules/local")
    manifest = Path("rules/local/pack.yaml")
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("pack: small", "pack: local"), encoding="utf-8")
    Path("standardcheck.toml").write_text(block("toml", "# standardcheck.toml"), encoding="utf-8")
    Path("waivers.yaml").write_text("waivers: []\n", encoding="utf-8")
    for name in ("plans/a", "plans/b", "drafts/x/d"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(f"{name}.yaml").write_text(PLAN.format(id=Path(name).name, area=900), encoding="utf-8")
    git("init", "-q")
    git("add", "-A")
    git("commit", "-q", "-m", "one")
    git("clone", "-q", ".", "../clone")
    monkeypatch.chdir(tmp_path / "clone")
    git("checkout", "-q", "-b", "mine")
    Path("plans/a.yaml").write_text(PLAN.format(id="a", area=500), encoding="utf-8")
    git("commit", "-q", "-a", "-m", "two")
    return tmp_path


PLAN = """id: {id}
submitted_on: 2025-03-01
city:
  code: '320500'
  communities:
    - id: c1
      facilities:
        - {{id: f1, form: complex, gfa: {area}, is_model: false, functions: [{{kind: health}}]}}
"""


def test_the_file_of_the_page_is_used(folder: Path) -> None:
    done = standardcheck("check", "-q")
    assert done.exit_code == 1
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == [
        "plans/a.yaml", "plans/b.yaml", "drafts/x/d.yaml",
    ]  # fmt: skip
    Path("pyproject.toml").write_text(f"[tool.standardcheck]\n{Path('standardcheck.toml').read_text('utf-8')}", "utf-8")
    Path("standardcheck.toml").unlink()
    assert standardcheck("check", "-q").stdout == done.stdout


def test_the_fault_of_the_page_is_what_is_shown(folder: Path) -> None:
    Path("standardcheck.toml").write_text("paths = ['plans']\nas_of = 2026-03-01\n", encoding="utf-8")
    done = standardcheck("check")
    assert (done.exit_code, done.stderr) == (2, block("text", "standardcheck.toml:2:1"))


def test_the_commands_of_the_page_run(folder: Path) -> None:
    commands = [shlex.split(line, comments=True) for line in block("sh", "standardcheck check --ch").splitlines()]
    assert len(commands) == 3
    first, *rest = [standardcheck(*words[1:]) for words in commands]
    assert first.exit_code == 1
    assert "Plans that the change reaches: 1 of 3." in first.stdout
    assert "COMPLIANT → NOT COMPLIANT" in first.stdout
    for done, number in zip(rest, (3, 2), strict=True):
        assert (done.exit_code, f"{number} of {number} are as they were" in done.stdout) == (0, True)


def test_the_pull_request_and_the_hook_of_the_page_run(folder: Path) -> None:
    step = re.search(r"run: standardcheck (.*)\n", block("yaml", "- uses"))
    hook = re.search(r"entry: standardcheck (.*)\n", block("yaml", "entry"))
    assert step is not None
    assert hook is not None
    done = standardcheck(*shlex.split(step[1].replace("${{ github.base_ref }}", "main")))
    assert done.exit_code == 1
    assert done.stdout.startswith("::error ")
    assert "plans/a.yaml" in done.stdout
    assert "Plans that the change reaches: 1 of 3." in done.stderr
    Path("waivers.yaml").write_text("waivers: [ ]\n", encoding="utf-8")
    assert "because this changed: the waivers." in standardcheck(*shlex.split(hook[1])).stdout
