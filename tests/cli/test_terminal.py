"""Colour and width follow the terminal; Chinese aligns; text from plans is harmless."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from standardcheck.cli.terminal import page_width, use_colour
from standardcheck.writers.layout import width_of

from .conftest import ROOT, SMALL, check, child, run

Write = Callable[..., str]
ESCAPE = "\x1b["


@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [
        ((), {}, False),  # no terminal listens
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_goes_flag_then_no_color_then_force_color(
    write: Write, arguments: tuple[str, ...], environment: dict[str, str], coloured: bool
) -> None:
    assert (ESCAPE in check(write(), *arguments, env=environment).out) is coloured


def test_a_file_gets_no_colour_unless_told(write: Write, tmp_path: Path) -> None:
    check(write(), "-o", "plain.txt", env={"FORCE_COLOR": "1"})
    check(write(), "-o", "coloured.txt", "--color", "always")
    assert ESCAPE not in (tmp_path / "plain.txt").read_text(encoding="utf-8")
    assert ESCAPE in (tmp_path / "coloured.txt").read_text(encoding="utf-8")


def test_colour_changes_nothing_else(write: Write) -> None:
    name = write(gfa="500 m2", is_model="true")
    coloured = check(name, "--all", "--explain", "--color", "always").out
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == check(name, "--all", "--explain").out


def test_a_dumb_terminal_has_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert use_colour("auto", to_file=False)
    monkeypatch.setenv("TERM", "dumb")
    assert not use_colour("auto", to_file=False)


def test_json_is_never_coloured(write: Write) -> None:
    assert ESCAPE not in check(write(), "--format", "json", "--color", "always").out


def test_the_width_has_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    for columns, width in (("10", 40), ("72", 72), ("300", 120), ("wide", 100)):
        monkeypatch.setenv("COLUMNS", columns)
        assert page_width() == width


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("columns", [40, 60, 100])
def test_no_line_is_wider_than_the_page(write: Write, language: str, columns: int) -> None:
    name = write(gfa="500 m2", is_model="true", functions=1)
    broken = write("broken.yaml", "title: 很长的标题很长的标题很长的标题很长的标题很长的标题: 二\n")
    shown = run(
        *("check", "--rules", str(SMALL), "--lang", language, "--all", "--explain", name, broken),
        env={"COLUMNS": str(columns)},
    ).out
    assert not too_wide(shown, columns)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("plan", ["full-community.yaml", "early-stage.yaml"])
def test_no_line_of_a_shipped_plan_is_wider_than_the_page(plan: str, language: str) -> None:
    path = ROOT / "fixtures" / "plans" / plan
    shown = run("check", "--lang", language, "--all", "--explain", str(path), env={"COLUMNS": "80"}).out
    assert shown.count("\n") > 50
    assert not too_wide(shown, 80)


def too_wide(text: str, columns: int) -> list[str]:
    """Lines wider than the page. A word that has no room on a line of its own (a path) may stick out."""
    found = []
    for line in text.splitlines():
        words = line.split()
        longest = max((width_of(word) for word in words if not re.search(r"[\u2e80-\uffff]", word)), default=0)
        if width_of(line) > columns and longest <= columns - 12:
            found.append(line)
    return found


def test_wide_characters_count_twice_where_lines_break(write: Write) -> None:
    shown = run("check", "--rules", str(SMALL), "--lang", "zh", "--all", write(), env={"COLUMNS": "40"}).out
    title = [line for line in shown.splitlines() if "面积宜" in line or "服务留出" in line]
    assert len(title) >= 2
    assert all(width_of(line) <= 40 for line in title)


def test_text_from_a_plan_is_data(write: Write) -> None:
    text = (
        "submitted_on: 2025-03-01\n"
        'title: "\\e[31m::error ::boom\\u202e"\n'
        "city: {communities: [{id: c, facilities: [{id: f, form: complex, gfa: 1 m2, "
        'name: "\\n::warning file=x::y\\a"}]}]}\n'
    )
    shown = check(write(text=text)).out
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)
    assert not any(line.lstrip().startswith("::") for line in shown.splitlines())


def test_a_pipe_of_another_encoding_does_not_break(write: Write, tmp_path: Path) -> None:
    done = child(
        *("check", "--rules", str(SMALL), "--lang", "zh", "--all", write()),
        env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        cwd=tmp_path,
    )
    assert done.returncode == 0
    assert rb"\u" in done.stdout
    assert done.stderr == b""
