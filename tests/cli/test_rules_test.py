"""``standardcheck rules test``: exit codes, formats, and what it writes where."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from standardcheck.writers.layout import width_of

from .conftest import HERE, Result, run

PACK = HERE / "packs" / "tried"
WRONG = ("given: {form: complex, gfa: 599 m2}, expect: fail", "given: {form: complex, gfa: 599 m2}, expect: pass")
NEVER = ("given: {form: complex, gfa: 599 m2}", "given: {form: dispersed, gfa: 599 m2}")
FEWER = ("given: {form: complex, gfa: 599 m2}", "given: {form: complex, gfa: 300 m2}")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack whose examples are right and complete."""
    return Path(shutil.copytree(PACK, tmp_path / "tried"))


def changed(pack: Path, *changes: tuple[str, str]) -> Path:
    rules = pack / "rules.yaml"
    text = rules.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    rules.write_text(text, encoding="utf-8")
    return pack


def tried(pack: Path, *options: str) -> Result:
    return run("rules", "test", str(pack), "--lang", "en", *options)


def test_examples_that_are_right_are_0(pack: Path) -> None:
    assert tried(pack) == Result(0, "tried: 4 examples of 1 rules came out as they say.\n", "")


def test_a_complete_pack_is_0_with_coverage_and_mutants(pack: Path) -> None:
    result = tried(pack, "--coverage", "--mutate", "--suggest")
    assert result.code == 0, result.out
    assert "outcomes 4/4, sides of limits 2/2" in result.out
    assert " 0 survive, " in result.out


def test_an_example_that_comes_out_otherwise_is_1(pack: Path) -> None:
    result = tried(changed(pack, WRONG))
    assert result.code == 1
    line = f"{pack}/rules.yaml:28:9: size.least: “below 600”: expected pass, came out fail"
    assert line in result.out
    assert "finding: gross floor area: 599 m²" in result.out
    assert "599 m²" in result.out


def test_a_failure_that_never_applied_says_so(pack: Path) -> None:
    result = tried(changed(pack, NEVER))
    assert result.code == 1
    assert "never applied" in result.out


@pytest.mark.parametrize("option", ["--coverage", "--mutate"])
def test_a_gap_is_1(pack: Path, option: str) -> None:
    changed(pack, FEWER)
    assert tried(pack).code == 0
    result = tried(pack, option)
    assert result.code == 1
    assert "600 m2" in result.out
    assert f"{pack}/rules.yaml:" in result.out


def test_suggest_prints_lines_that_can_be_pasted(pack: Path) -> None:
    result = tried(changed(pack, FEWER), "--suggest")
    assert result.code == 1
    lines = [line for line in result.out.splitlines() if line.startswith("      - {name: ")]
    assert len(lines) == 1
    assert "gfa: 599" in lines[0]
    assert lines[0].endswith("expect: fail}")


def test_write_puts_them_into_the_file(pack: Path) -> None:
    result = tried(changed(pack, FEWER), "--write")
    assert (result.code, result.err) == (1, f"{pack}/rules.yaml: 1 examples added\n")
    assert tried(pack, "--coverage", "--mutate").code == 0
    assert sorted(path.name for path in pack.iterdir()) == ["pack.yaml", "rules.yaml"]


def test_nothing_is_written_unasked(pack: Path) -> None:
    before = (changed(pack, FEWER) / "rules.yaml").read_bytes()
    tried(pack, "--suggest", "--mutate", "--coverage")
    assert (pack / "rules.yaml").read_bytes() == before


def test_a_listed_mutant_and_a_stale_entry(pack: Path) -> None:
    changed(pack, FEWER)
    entry = "{param: min_area, place: 2020-01-01.value, change: down, reason: for a test}"
    (pack / "equivalent-mutants.yaml").write_text(f"equivalent:\n  - {entry}\n", encoding="utf-8")
    assert tried(pack, "--mutate").code == 0
    (pack / "equivalent-mutants.yaml").write_text(
        f"equivalent:\n  - {entry}\n  - {entry.replace('down', 'up')}\n", encoding="utf-8"
    )
    result = tried(pack, "--mutate")
    assert result.code == 1
    assert f"{pack}/equivalent-mutants.yaml:3:5: the entry for min_area" in result.out
    assert tried(pack).code == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("rules.yaml", "rules: [\n"),
        ("rules.yaml", "rules:\n  - {id: one}\n"),
        ("equivalent-mutants.yaml", "equivalent:\n  - {rule: size.least, place: x, change: y}\n"),
        ("equivalent-mutants.yaml", "equivalent:\n  - {place: x, change: y, reason: z}\n"),
        ("equivalent-mutants.yaml", "equal: []\n"),
    ],
)
def test_a_pack_that_cannot_be_read_is_4(pack: Path, name: str, text: str) -> None:
    (pack / name).write_text(text, encoding="utf-8")
    result = tried(pack)
    assert (result.code, result.out) == (4, "")
    assert f"{pack}/{name}:" in result.err
    assert "Traceback" not in result.err


def test_the_list_of_a_pack_is_no_part_of_what_it_says(pack: Path) -> None:
    from standardcheck.api import load_ruleset

    before = load_ruleset(pack).digest
    (pack / "equivalent-mutants.yaml").write_text("equivalent: []\n", encoding="utf-8")
    assert load_ruleset(pack).digest == before


def test_an_unknown_pack_or_rule_is_wrong_usage(pack: Path) -> None:
    assert run("rules", "test", "cn-natoinal", "--lang", "en").code == 2
    result = tried(pack, "--only", "size.leats")
    assert result.code == 2
    assert "size.least" in result.err


def test_only_some_rules(pack: Path) -> None:
    assert tried(pack, "--only", "size").out.startswith("tried: 4 examples of 1 rules")
    assert tried(pack, "--only", "T-01", "--mutate", "--coverage").code == 0


def test_a_folder_of_packs_and_several_packs(pack: Path) -> None:
    shutil.copytree(pack, pack.parent / "more" / "tried")
    assert run("rules", "test", str(pack.parent / "more"), "--lang", "en").out.count("tried: ") == 1
    assert run("rules", "test", str(pack), str(pack), "--lang", "en").out.count("tried: ") == 2


def test_json(pack: Path) -> None:
    result = tried(changed(pack, WRONG), "--format", "json", "--suggest")
    data = json.loads(result.out)
    (found,) = data["packs"]
    assert (result.code, data["clean"], found["pack"]) == (1, False, "tried")
    (failed,) = found["examples"]["failed"]
    assert (failed["rule"], failed["expected"], failed["got"], failed["line"]) == ("size.least", "pass", "fail", 28)
    assert set(failed["name"]) == set(failed["why"]) == {"zh", "en"}
    assert found["coverage"]["totals"]["limit"] == {"done": 2, "of": 2}
    assert found["mutation"]["killed"] > 0
    assert {survivor["change"] for survivor in found["mutation"]["survived"]} == {"down", "/10000"}
    assert found["suggestions"][0]["example"]["expect"] == "fail"
    assert tried(pack, "--format", "json", "--suggest") == result


def test_junit(pack: Path) -> None:
    result = tried(changed(pack, WRONG, ("恰为600", "恰\\b为600")), "--format", "junit", "--coverage", "--mutate")
    root = ElementTree.fromstring(result.out)
    suites = {suite.get("name"): suite for suite in root}
    assert list(suites) == ["tried", "tried coverage", "tried mutants"]
    assert (suites["tried"].get("tests"), suites["tried"].get("failures")) == ("4", "1")
    failure = suites["tried"].find("testcase/failure")
    assert failure is not None
    assert "expected pass, came out fail" in str(failure.get("message"))


def test_to_a_file(pack: Path, tmp_path: Path) -> None:
    result = tried(pack, "-o", "out.txt")
    assert result == Result(0, "", "")
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == tried(pack).out


@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_languages(pack: Path, language: str) -> None:
    changed(pack, FEWER)
    out = run("rules", "test", str(pack), "--lang", language, "--coverage", "--mutate", "--suggest").out
    assert all(width_of(line) > 0 for line in out.splitlines())
    assert ("示例" in out.splitlines()[0]) is (language == "zh")


def test_the_shipped_packs_come_out_as_they_say() -> None:
    result = run("rules", "test", "--lang", "en")
    assert result.code == 0, result.out
    assert result.out.startswith("cn-")
