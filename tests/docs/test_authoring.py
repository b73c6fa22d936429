"""The page for authors: its files are written as shown, and its commands are run in their order."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from standardcheck.cli.root import command

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(yaml|csv|sh)\n(.*?)```", PAGE, re.DOTALL)


def test_the_walk_through_works_as_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-pack").mkdir()
    shutil.copytree(ROOT / "fixtures" / "plans", tmp_path / "plans")
    ran = []
    for language, text in BLOCKS:
        if language != "sh":
            head, body = text.split("\n", 1)
            (tmp_path / head.removeprefix("# ")).write_text(body, encoding="utf-8")
            continue
        for line in text.splitlines():
            program, *arguments = shlex.split(line)
            assert program == "standardcheck"
            done = CliRunner().invoke(command, [*arguments, *(["--lang", "en"] if "docs" not in arguments else [])])
            assert done.exit_code == 0, f"{line}\n{done.output}"
            ran.append((arguments[1], done.output))
            if arguments[1] == "new":
                shutil.copytree(tmp_path / "my-pack", tmp_path / "before" / "my-pack")
    assert [name for name, _ in ran] == ["new", "import-table", "import-table", "diff", "diff", "docs"]
    assert "its examples come out passed, failed, passed, cannot be decided" in ran[0][1]
    assert "table row since 2025-01-01" in ran[3][1]
    assert "plans judged" in ran[4][1]
    assert (tmp_path / "widths.xlsx").is_file() and (tmp_path / "handbook" / "zh" / "index.html").is_file()


def test_the_page_names_every_command_of_the_walk() -> None:
    for name in ("new", "import-table", "test", "lint", "diff", "docs"):
        assert f"standardcheck rules {name}" in PAGE
