"""Formats that are not text: into files and pipes, never to a terminal; what fails changes no file."""

from __future__ import annotations

import builtins
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from standardcheck.cli.root import command
from support.reports import PLANS, SMALL

PLAN = str(PLANS / "short.yaml")
START = {"docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04"}


def run(*arguments: str) -> Any:
    return CliRunner().invoke(command, ["check", PLAN, "--rules", str(SMALL), "--lang", "en", *arguments])


@pytest.mark.parametrize("name", START)
def test_a_file_and_a_pipe_get_the_same_bytes(name: str, tmp_path: Path) -> None:
    target = tmp_path / "report"
    piped, filed = run("--format", name), run("--format", name, "-o", str(target))
    assert piped.exit_code == filed.exit_code == 1
    assert piped.stdout_bytes == target.read_bytes()
    assert piped.stdout_bytes.startswith(START[name])


@pytest.mark.parametrize("name", [*START, "pdf"])
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_terminal_gets_no_bytes(name: str) -> None:
    import pty

    mine, theirs = pty.openpty()
    command = [sys.executable, "-m", "standardcheck", "check", PLAN, "--rules", str(SMALL), "--format", name]
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(theirs)
    os.close(mine)
    assert done.returncode == 2
    assert b"-o" in done.stderr
    assert name.encode() in done.stderr


def test_a_missing_package_is_named_before_anything_is_checked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    imported = builtins.__import__

    def without(name: str, *arguments: Any, **options: Any) -> Any:
        if name in ("docx", "xlsxwriter"):
            raise ImportError(name)
        return imported(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    target = tmp_path / "old"
    target.write_text("old")
    for name in START:
        done = run("--format", name, "-o", str(target))
        assert done.exit_code == 4
        assert "pip install 'standardcheck[office]'" in done.stderr
    assert target.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["old"]


@pytest.mark.parametrize("name", START)
def test_a_full_disk_leaves_the_old_file(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from standardcheck.writers import writer

    def full(*_: Any, **__: Any) -> Any:
        yield b"PK"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writer(name), "write", full)
    target = tmp_path / "old"
    target.write_text("old")
    done = run("--format", name, "-o", str(target))
    assert done.exit_code == 4
    assert "No space left on device" in done.stderr
    assert target.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["old"]
