"""The way without the option parser does what the command does by default."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from standardcheck.cli.check import command
from standardcheck.cli.plain import MOST, is_plain

ROOT = Path(__file__).parents[2]
PLANS = ROOT / "fixtures" / "plans"


def run(folder: Path, *args: str, given: bytes = b"", **environment: str) -> tuple[int, bytes, bytes]:
    done = subprocess.run(
        [sys.executable, "-m", "standardcheck", *args],
        cwd=folder,
        input=given,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "names",
    [
        ("small-city.yaml",),
        ("all-pass.yaml", "medium-city.json", "early-stage.yaml"),
        ("nowhere.yaml",),
        ("nowhere.yaml", "small-city.yaml"),
        ("../invalid",),
        ("empty",),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_as_with_options(names: Sequence[str], language: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    plans = [str(tmp_path / name) if name == "empty" else str(PLANS / name) for name in names]
    assert is_plain(["check", *plans])
    plainly = run(tmp_path, "check", *plans, STANDARDCHECK_LANG=language)
    assert plainly == run(tmp_path, "check", *plans, "--no-config", STANDARDCHECK_LANG=language)
    assert plainly[1] or plainly[2]


def test_standard_input_and_colours(tmp_path: Path) -> None:
    given = (PLANS / "small-city.yaml").read_bytes()
    plainly = run(tmp_path, "check", "-", given=given, FORCE_COLOR="1")
    assert b"\x1b[" in plainly[1]
    assert plainly == run(tmp_path, "check", "-", "--no-config", given=given, FORCE_COLOR="1")


def test_what_is_not_plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("_STANDARDCHECK_COMPLETE", raising=False)
    assert is_plain(["check", "a.yaml", "-"])
    for args in (
        [],
        ["check"],
        ["rules", "list"],
        ["check", "a.yaml", "-q"],
        ["check", "--", "a"],
        ["check", "a.ndjson"],
    ):
        assert not is_plain(args)
    monkeypatch.setenv("_STANDARDCHECK_COMPLETE", "bash_complete")
    assert not is_plain(["check", "a.yaml"])


@pytest.mark.parametrize("text", ["fail-on = ['advice']", "not = toml = at all"])
def test_a_configuration_is_obeyed(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert is_plain(["check", "a.yaml"])
    (tmp_path / "standardcheck.toml").write_text(text, encoding="utf-8")
    assert not is_plain(["check", "a.yaml"])


def test_the_defaults_are_those_that_plain_calls_have() -> None:
    """A new option, or another default, must be thought of here: ``check_plainly`` has to do the same."""
    params = command.make_context("check", ["a.yaml", "--no-config"]).params
    set_ = {name: value for name, value in params.items() if value and name not in ("plans", "language")}
    assert set_ == {"format_": "text", "most": MOST, "jobs": 1, "colour": "auto"}


def test_the_option_parser_is_not_loaded() -> None:
    program = "import sys; from standardcheck.cli import main\ntry: main(sys.argv[1:])\nfinally: print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program, "check", str(PLANS / "small-city.yaml")],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        cwd=PLANS,
        capture_output=True,
        check=False,
    )
    loaded = done.stdout.decode().splitlines()[-1].split()
    assert "standardcheck.check.explain" in loaded
    assert not {"click", "pathlib"}.intersection(loaded)


@pytest.mark.parametrize("rest", ["", " --no-config", " --no-config --format xlsx"])
@pytest.mark.parametrize("closed", [">&-", ">&- 2>&-"])
def test_a_closed_output_is_an_error_and_no_traceback(rest: str, closed: str, tmp_path: Path) -> None:
    done = in_shell(f"check {PLANS / 'small-city.yaml'}{rest} {closed}", tmp_path)
    assert done.returncode == 4
    assert b"Traceback" not in done.stderr


def test_closed_outputs_of_other_commands(tmp_path: Path) -> None:
    assert in_shell(f"check {PLANS / 'small-city.yaml'} 2>&- >/dev/null", tmp_path).returncode == 3
    helped = in_shell("--help >&-", tmp_path)
    assert (helped.returncode, b"Traceback" in helped.stderr) == (4, False)


def in_shell(words: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a shell does."""
    return subprocess.run(
        ["bash", "-c", f"{sys.executable} -m standardcheck {words}"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "STANDARDCHECK_LANG": "en"},
        capture_output=True,
        check=False,
    )
