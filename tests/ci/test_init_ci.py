"""``standardcheck init --ci``: what it writes, what it leaves alone, what it refuses."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from click.testing import CliRunner

import standardcheck
from standardcheck.cli.ci_files import REV, SOURCE, ci_files
from standardcheck.cli.init import SYSTEMS
from standardcheck.cli.root import command
from support.reports import ROOT

FILES = {
    "github": [".github/workflows/standardcheck.yml"],
    "gitlab": [".gitlab-ci.yml", ".gitlab/standardcheck.yml"],
    "pre-commit": [".pre-commit-config.yaml"],
}
ALWAYS = ["plans/plan.yaml", "standardcheck.toml"]


class Result(NamedTuple):
    code: int
    out: str
    err: str


Init = Callable[..., Result]


@pytest.fixture
def init(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Init:
    """Run ``standardcheck init`` at the top of an empty repository."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()

    def init(*arguments: str, language: str = "en") -> Result:
        done = CliRunner().invoke(command, ["init", "--lang", language, *arguments])
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Result(done.exit_code, done.stdout, done.stderr)

    return init


def there(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file() or p.is_symlink())


def ci(*systems: str) -> list[str]:
    return [part for system in systems for part in ("--ci", system)]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("system", SYSTEMS)
def test_it_writes_what_it_says(init: Init, tmp_path: Path, system: str, language: str) -> None:
    result = init(*ci(system), language=language)
    assert (result.code, result.err) == (0, "")
    assert there(tmp_path) == sorted(FILES[system] + ALWAYS)
    for name in there(tmp_path):
        assert name in result.out
        assert not re.search("@[A-Z]+@", (tmp_path / name).read_text(encoding="utf-8"))
    assert SOURCE in result.out


def test_the_address_and_the_version_stand_where_they_are_needed(init: Init, tmp_path: Path) -> None:
    assert init(*ci(*SYSTEMS), "--source", "https://git.example.org/tools/standardcheck.git").code == 0
    workflow = yaml.safe_load((tmp_path / FILES["github"][0]).read_text(encoding="utf-8"))
    uses = [step["uses"] for step in workflow["jobs"]["standardcheck"]["steps"]]
    assert uses[1] == f"tools/standardcheck@v{standardcheck.__version__}"
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", each) for each in (uses[0], uses[2]))
    job = yaml.safe_load((tmp_path / ".gitlab/standardcheck.yml").read_text(encoding="utf-8"))
    assert job["variables"]["STANDARDCHECK_SOURCE"] == "https://git.example.org/tools/standardcheck.git"
    assert job["variables"]["STANDARDCHECK_REV"] == REV
    (repo,) = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert (repo["repo"], repo["rev"]) == ("https://git.example.org/tools/standardcheck.git", REV)
    assert SOURCE not in "".join((tmp_path / name).read_text(encoding="utf-8") for name in there(tmp_path))


def test_the_address_that_nobody_gave_leads_nowhere() -> None:
    assert SOURCE.split("/")[2].endswith(".invalid")
    assert not re.fullmatch("[A-Za-z0-9-]+", SOURCE.split("/")[3]), "somebody could have that name"


def test_the_inputs_of_the_workflow_are_those_of_the_action(init: Init, tmp_path: Path) -> None:
    init(*ci("github"))
    manifest = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    workflow = yaml.safe_load((tmp_path / FILES["github"][0]).read_text(encoding="utf-8"))
    step = workflow["jobs"]["standardcheck"]["steps"][1]
    assert step["with"].keys() <= manifest["inputs"].keys()
    text = (tmp_path / FILES["github"][0]).read_text(encoding="utf-8")
    assert set(re.findall(r"steps\.check\.outputs\.([a-z-]+)", text)) <= manifest["outputs"].keys()


def test_both_languages_state_the_same() -> None:
    def facts(language: str) -> list[str]:
        files = ci_files(SYSTEMS, "plans/plan.yaml", "https://example.org/a/b", REV, language)
        texts = [json.dumps(read(file.path, file.text)) for file in files]
        return [text.replace(f'"{language}"', '"L"').replace(f"--lang={language}", "--lang=L") for text in texts]

    def read(path: str, text: str) -> Any:
        data = tomllib.loads(text) if path.endswith(".toml") else yaml.safe_load(text)
        for step in data.get("jobs", {}).get("standardcheck", {}).get("steps", ()):
            step.pop("name")
        return data

    assert facts("zh") == facts("en")


def test_the_hook_takes_plans_and_nothing_else(init: Init, tmp_path: Path) -> None:
    assert init(*ci("pre-commit"), "递交 2026/方案+1/plan.yaml").code == 0
    (hook,) = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
    takes = re.compile(hook["files"]).search
    assert takes("递交 2026/方案+1/a.yaml")
    assert takes("递交 2026/方案+1/sub/a.json")
    others = ("a.yaml", "递交 2026/a.yaml", "x/递交 2026/方案+1/a.yaml", "递交 2026/方案+1/a.md", "plan.schema.json")
    assert not any(map(takes, others))
    assert tomllib.loads((tmp_path / "standardcheck.toml").read_text("utf-8"))["paths"] == ["递交 2026/方案+1"]
    first = (tmp_path / "递交 2026/方案+1/plan.yaml").read_text("utf-8").splitlines()[0]
    assert first.endswith("$schema=../../plan.schema.json")


def test_the_settings_are_those_that_are_agreed_on() -> None:
    *_, toml = ci_files(("github",), "plans/plan.yaml", SOURCE, REV, "zh")
    assert tomllib.loads(toml.text) == {"paths": ["plans"], "lang": "zh"}


def test_a_second_run_changes_nothing(init: Init, tmp_path: Path) -> None:
    init(*ci(*SYSTEMS))
    before = {name: (tmp_path / name).read_bytes() for name in there(tmp_path)}
    again = init(*ci(*SYSTEMS))
    assert (again.code, again.err) == (0, "")
    assert {name: (tmp_path / name).read_bytes() for name in there(tmp_path)} == before


def test_plans_that_are_there_need_no_starter(init: Init, tmp_path: Path) -> None:
    (tmp_path / "plans" / "east").mkdir(parents=True)
    (tmp_path / "plans" / "east" / "mine.json").write_text("{}", encoding="utf-8")
    init(*ci("github"))
    assert not (tmp_path / "plans" / "plan.yaml").exists()


def test_shared_files_are_left_and_the_addition_is_printed(init: Init, tmp_path: Path) -> None:
    (tmp_path / ".pre-commit-config.yaml").write_text("repos: []\n", encoding="utf-8")
    (tmp_path / ".gitlab-ci.yml").write_text("other: {script: [make]}\n", encoding="utf-8")
    result = init(*ci("pre-commit", "gitlab"), "--source", "https://example.org/a/b")
    assert (result.code, result.err) == (0, "")
    assert (tmp_path / ".pre-commit-config.yaml").read_text(encoding="utf-8") == "repos: []\n"
    assert (tmp_path / ".gitlab-ci.yml").read_text(encoding="utf-8") == "other: {script: [make]}\n"
    assert '- repo: "https://example.org/a/b"' in result.out
    assert "- local: /.gitlab/standardcheck.yml" in result.out


def test_nothing_is_overwritten_unless_told(init: Init, tmp_path: Path) -> None:
    mine = tmp_path / ".github/workflows/standardcheck.yml"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", encoding="utf-8")
    (tmp_path / "standardcheck.toml").write_text("# mine", encoding="utf-8")
    refused = init(*ci("github"))
    assert refused.code == 4
    assert "--force" in refused.err
    assert mine.read_text(encoding="utf-8") == "mine"
    assert init(*ci("github"), "--force").code == 0
    assert mine.read_text(encoding="utf-8") != "mine"
    assert (tmp_path / "standardcheck.toml").read_text(encoding="utf-8") == "# mine", "settings are the owner's"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--ci", "jenkins"),
        ("--source", "https://example.org/a"),
        ("--rev", "v1"),
        ("--ci", "github", "plan.yaml"),
        ("--ci", "github", "../plans/plan.yaml"),
        ("--ci", "github", "/plans/plan.yaml"),
        ("--ci", "github", "a$(b)/plan.yaml"),
        ("--ci", "github", "a\nb/plan.yaml"),
        ("--ci", "github", '${{ "x" }}/plan.yaml'),
        ("--ci", "github", "--source", 'https://x"\n  evil: true'),
        ("--ci", "github", "--source", "$(touch pwned)"),
        ("--ci", "github", "--source", "--upload-pack=evil"),
        ("--ci", "github", "--rev", "v1 # x"),
    ],
)
def test_values_that_cannot_stand_in_the_files_are_refused(
    init: Init, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    assert init(*arguments).code == 2
    assert there(tmp_path) == []


def test_it_says_when_it_is_not_at_the_top(init: Init, tmp_path: Path) -> None:
    (tmp_path / ".git").rmdir()
    result = init(*ci("github"))
    assert result.code == 0
    assert ".git" in result.err


def test_a_folder_that_cannot_be_written_is_said(init: Init, tmp_path: Path) -> None:
    (tmp_path / ".github").write_text("a file", encoding="utf-8")
    result = init(*ci("github"))
    assert result.code == 4
    assert ".github/workflows/standardcheck.yml" in result.err
    assert "Traceback" not in result.err


def test_a_read_only_folder_is_said(init: Init, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_ = Path.open

    def refuse(path: Path, mode: str = "r", *more: Any, **named: Any) -> Any:
        if "w" in mode:
            raise PermissionError(13, "Permission denied")
        return open_(path, mode, *more, **named)

    monkeypatch.setattr(Path, "open", refuse)
    result = init(*ci("pre-commit"))
    assert result.code == 4
    assert "Permission denied" in result.err
    assert there(tmp_path) == []
