"""A small rule pack of known outcomes, and plans for it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from standardcheck.cli.root import command

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SMALL = HERE / "packs" / "small"
VARIABLES = (
    "NO_COLOR",
    "FORCE_COLOR",
    "COLUMNS",
    "TERM",
    "STANDARDCHECK_LANG",
    "LC_ALL",
    "LC_MESSAGES",
    "LANG",
)


class Result(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


def plan_text(gfa: str | None = "900 m2", functions: int = 3, **more: Any) -> str:
    """A plan of one complex: it passes every rule of the small pack unless told otherwise."""
    lines = [
        "id: P-1",
        "title: 试验方案",
        *(["submitted_on: 2025-03-01"] if more.pop("dated", True) else []),
        "city:",
        "  code: '320500'",
        "  communities:",
        "    - id: c1",
        "      facilities:",
        "        - id: f1",
        "          name: 综合体甲",
        "          form: complex",
        *([f"          gfa: {gfa}"] if gfa else []),
        f"          is_model: {more.pop('is_model', 'false')}",
        f"          functions: [{', '.join(['{kind: health}'] * functions)}]",
    ]
    assert not more
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache of compiled rule sets for the whole session."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _environment(cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("STANDARDCHECK_CACHE_DIR", str(cache))
    monkeypatch.chdir(tmp_path)
    yield


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., str]:
    """Write a plan of :func:`plan_text` (or a text) to a file and return its name."""

    def write(name: str = "plan.yaml", text: str | None = None, **facts: Any) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(plan_text(**facts) if text is None else text, encoding="utf-8")
        return name

    return write


def run(*arguments: str, stdin: bytes | str | None = None, env: dict[str, str] | None = None) -> Result:
    """Run a command in this process."""
    done = CliRunner().invoke(command, list(arguments), input=stdin, env=env)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Result(done.exit_code, done.stdout, done.stderr)


def check(*arguments: str, **options: Any) -> Result:
    """``standardcheck check`` with the small pack, in English."""
    return run("check", "--rules", str(SMALL), "--lang", "en", *arguments, **options)


def child(*arguments: str, env: dict[str, str] | None = None, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **(env or {})}
    return subprocess.run(
        [sys.executable, "-m", "standardcheck", *arguments],
        env=environment,
        check=False,
        timeout=60,
        **({"capture_output": True} | options),
    )
