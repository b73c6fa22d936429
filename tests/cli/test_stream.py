"""``standardcheck check`` of a stream: a line of results for each line, whatever is wrong with one of them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from .conftest import child, run


def plan(number: int, gfa: int = 700) -> str:
    facility = {"id": "f", "form": "complex", "gfa": gfa, "functions": [{"kind": "health"}]}
    community = {"id": "c", "households": 1000, "facilities": [facility]}
    city = {"code": "210200", "communities": [community]}
    return json.dumps({"id": f"p{number}", "submitted_on": "2025-03-01", "city": city}) + "\n"


@pytest.fixture
def stream(tmp_path: Path) -> Path:
    path = tmp_path / "plans.ndjson"
    path.write_text("".join(plan(number, 500 if number == 3 else 700) for number in range(1, 6)), encoding="utf-8")
    return path


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_results_come_line_by_line_and_the_sum_on_stderr(stream: Path) -> None:
    result = run("check", str(stream), "--only", "cesf.complex.area", "--lang", "en")
    found = lines(result.out)
    assert [entry["line"] for entry in found] == [1, 2, 3, 4, 5]
    assert [entry["verdict"] for entry in found] == ["compliant"] * 2 + ["non_compliant"] + ["compliant"] * 2
    assert [f["rule"] for f in found[2]["findings"]] == ["cesf.complex.area"]
    assert found[2]["findings"][0]["measured"] == 500
    assert found[2]["findings"][0]["required"] == 600
    assert all(entry["partial"] for entry in found)
    assert "Plans: 5" in result.err
    assert result.code == 1


def test_a_bad_line_ends_with_4_and_nothing_else_is_lost(stream: Path) -> None:
    stream.write_text(plan(1) + '{"id": "a", "id": "b"}\n' + plan(3), encoding="utf-8")
    result = run("check", str(stream))
    assert [sorted({"error", "verdict"} & set(entry)) for entry in lines(result.out)] == [
        ["verdict"], ["error"], ["verdict"],
    ]  # fmt: skip
    assert result.code == 4


def test_a_file_is_written_whole_and_the_number_of_jobs_changes_nothing(stream: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.ndjson", tmp_path / "two.ndjson"
    assert run("check", str(stream), "-o", str(one)).out == ""
    run("check", str(stream), "-o", str(two), "--jobs", "2")
    assert one.read_bytes() == two.read_bytes()
    assert one.read_bytes().count(b"\n") == 5


def test_quiet_says_the_sum_only(stream: Path) -> None:
    result = run("check", str(stream), "-q", "--lang", "en")
    assert result.out == ""
    assert "Plans: 5" in result.err


def test_fail_on_counts_in_a_stream_too(stream: Path) -> None:
    stream.write_text(plan(1).replace('"code"', '"adopts_800_minimum": true, "code"'), encoding="utf-8")
    only = ("--only", "cesf.complex.advisable-area")
    assert run("check", str(stream), *only).code == 0
    assert run("check", str(stream), *only, "--fail-on", "advice").code == 1


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--format", "json"), "--format"),
        (("--explain",), "--explain"),
        (("--all",), "--all"),
        (("other.yaml",), "by itself"),
    ],
)
def test_what_does_not_go_with_a_stream_is_wrong_usage(stream: Path, args: tuple[str, ...], words: str) -> None:
    result = run("check", str(stream), *args)
    assert result.code == 2
    assert words in result.err


def test_jobs_are_for_streams() -> None:
    assert run("check", "plan.yaml", "--jobs", "2").code == 2


def test_a_stream_that_is_not_there(tmp_path: Path) -> None:
    result = run("check", str(tmp_path / "none.ndjson"))
    assert result.code == 4
    assert "none.ndjson" in result.err


def test_standard_input_and_a_reader_that_leaves(stream: Path) -> None:
    command = ("check", "-", "--ndjson", "--only", "cesf.complex.area")
    text = stream.read_bytes() * 400
    done = child(*command, input=text)
    assert done.stdout.count(b"\n") == 2000
    assert done.returncode == 1
    read, write = os.pipe()
    os.close(read)
    done = child(*command, input=text, capture_output=False, stdout=write, stderr=subprocess.PIPE)
    os.close(write)
    assert b"Traceback" not in done.stderr
    assert done.returncode == 1
