"""``rules new``: a rule with its limit and examples, added to a file that otherwise stays as it is."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Result, run

from standardcheck.errors import InvalidRuleSet
from standardcheck.packtools.editing import RuleText, added, check_edit
from standardcheck.packtools.packset import load_packs
from standardcheck.packtools.yaml_text import Quoted, flow
from standardcheck.source import read_yaml

from .conftest import Edit

BASE = {
    "id": "trial.new",
    "document": "trial",
    "number": "7.10",
    "ledger": "T-9",
    "force": "shall",
    "grade": "B",
    "title-zh": "新条文",
    "title-en": "a new rule",
    "for": "facility",
    "field": "gfa",
    "operator": "at_least",
    "limit": "650 m2",
}
RAMP = {"for": "ramp", "field": "gradient", "operator": "at_most", "limit": "1:12"}
DAY = {"for": "deviation", "field": "consent_on", "operator": "before", "limit": "2025-03-01"}
USE = {"for": "part", "field": "use", "operator": "in", "limit": "nursery|canteen"}


def new(pack: Path, *more: str, stdin: str | None = None, file: str = "rules.yaml", **answers: str | None) -> Result:
    given = {**BASE, "pack": str(pack), "file": file, **{k.replace("_", "-"): v for k, v in answers.items()}}
    options = [part for name, value in given.items() if value is not None for part in (f"--{name}", value)]
    return run("rules", "new", "--lang", "en", *options, *more, stdin=stdin)


def rule_of(pack: Path, name: str = "trial.new", file: str = "rules.yaml") -> Any:
    data = read_yaml((pack / file).read_bytes(), file).data
    return next(rule for rule in data["rules"] if rule["id"] == name)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, ["pass", "fail", "pass", "unknown"]),
        ({"operator": "more_than"}, ["pass", "fail", "fail", "unknown"]),
        ({"operator": "at_most"}, ["pass", "fail", "pass", "unknown"]),
        ({"operator": "less_than"}, ["pass", "fail", "fail", "unknown"]),
        ({"operator": "equals"}, ["fail", "fail", "pass", "unknown"]),
        ({"operator": "not_equals"}, ["pass", "pass", "fail", "unknown"]),
        ({"limit": "0.065 ha"}, ["pass", "fail", "pass", "unknown"]),
        ({"limit": "650"}, ["pass", "fail", "pass", "unknown"]),
        (RAMP, ["pass", "fail", "pass", "unknown"]),
        ({"for": "community", "field": "households", "limit": "1000"}, ["pass", "fail", "pass", "unknown"]),
        ({"for": "ramp", "field": "facility.gfa"}, ["pass", "fail", "pass", "unknown"]),
        ({"for": "each facility.ramps", "field": "rise", "limit": "750 mm"}, ["pass", "fail", "pass", "unknown"]),
        (DAY, ["pass", "fail", "fail", "unknown"]),
        ({"field": "form", "operator": "equals", "limit": "complex"}, ["pass", "fail", "fail", "unknown"]),
        ({"field": "form", "operator": "not_in", "limit": "complex"}, ["pass", "fail", "pass", "unknown"]),
        (USE, ["pass", "fail", "fail", "unknown"]),
        ({"field": "is_model", "operator": "equals", "limit": "true"}, ["pass", "fail", "unknown"]),
    ],
    ids=str,
)  # fmt: skip
def test_the_rule_loads_and_its_examples_come_out(edited: Edit, answers: dict[str, str], expected: list[str]) -> None:
    pack = edited("new")
    result = new(pack, **answers)
    assert (result.code, result.err) == (0, "")
    rule = rule_of(pack)
    assert [example["expect"] for example in rule["examples"]] == expected
    assert rule["examples"][-1]["needs"]
    load_packs(str(pack))


def test_everything_else_in_the_file_stays(edited: Edit) -> None:
    pack = edited("new", ("params:", "params:   # the limits"), ("rules:\n", "rules:\n  # the first of them\n"))
    before = (pack / "rules.yaml").read_text(encoding="utf-8").splitlines()
    assert new(pack).code == 0
    after = (pack / "rules.yaml").read_text(encoding="utf-8").splitlines()
    moved = [line for line in difflib.ndiff(before, after) if line[0] in "-?"]
    assert moved == []
    added_lines = [line[2:] for line in difflib.ndiff(before, after) if line[0] == "+"]
    assert added_lines[0] == "  trial_new_min:"
    assert '    clause: {document: trial, number: "7.10"}' in added_lines


def test_a_limit_is_a_parameter_from_the_day_of_its_document(edited: Edit) -> None:
    pack = edited("new")
    new(pack, param="least_for_trial")
    assert rule_of(pack)["require"] == {"gfa": {"at_least": "$least_for_trial"}}
    data = read_yaml((pack / "rules.yaml").read_bytes(), "").data["params"]["least_for_trial"]
    assert data["quantity"] == "area"
    assert data["values"] == [
        {"from": "2020-01-01", "clause": {"document": "trial", "number": "7.10"}, "value": "650 m2"}
    ]


def test_applies_goes_into_every_example(edited: Edit) -> None:
    pack = edited("new")
    refused = new(pack, "--applies", "form=complexx")
    assert refused.code == 2 and "“complex”" in refused.err
    result = new(pack, "--applies", "form=complex", "--applies", "is_model=false")
    assert (result.code, result.err) == (0, "")
    rule = rule_of(pack)
    assert rule["applies"] == {"form": "complex", "is_model": False}
    assert all(example["given"]["form"] == "complex" for example in rule["examples"][:-1])
    assert rule["examples"][-1]["expect"] == "not_applicable"


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"id": "size.least"}, ("size.least", "exists", "rules.yaml:28")),
        ({"id": "Size.Least"}, ("Size.Least", "lower-case")),
        ({"document": "trail"}, ("trail", "“trial”")),
        ({"force": "shal"}, ("shal", "“shall”")),
        ({"grade": "D"}, ("A, B, C",)),
        ({"for": "facilty"}, ("facilty", "“facility”")),
        ({"for": "设施"}, ("“facility”",)),
        ({"field": "gfaa"}, ("gfaa", "“gfa”")),
        ({"field": "建筑面积"}, ("“gfa”",)),
        ({"field": "functions"}, ("functions", "list")),
        ({"field": "name"}, ("free text",)),
        ({"operator": "atleast"}, ("“at_least”",)),
        ({"operator": "before"}, ("before", "number")),
        ({"limit": "650 m"}, ("650 m", "length")),
        ({"limit": "650 mm3"}, ("mm3",)),
        ({"limit": "many"}, ("many",)),
        ({"limit": "-5 m2"}, ("-5", "more than 0")),
        ({"limit": "complexx", "field": "form", "operator": "equals"}, ("complexx", "“complex”")),
        ({"param": "min_area"}, ("$min_area", "exists")),
        ({"title-en": "  "}, ("--title-en",)),
        ({"file": "pack.yaml"}, ("pack.yaml",)),
        ({"file": "../elsewhere.yaml"}, ("elsewhere.yaml",)),
        ({"file": "rules.txt"}, ("rules.txt",)),
    ],
    ids=str,
)
def test_wrong_answers_are_refused_with_what_was_meant(
    edited: Edit, answers: dict[str, str], words: tuple[str, ...]
) -> None:
    pack = edited("new")
    before = (pack / "rules.yaml").read_bytes()
    result = new(pack, **answers)  # type: ignore[arg-type]
    assert (result.code, result.out) == (2, "")
    assert all(word in result.err for word in words), result.err
    assert (pack / "rules.yaml").read_bytes() == before
    assert sorted(path.name for path in pack.iterdir()) == ["pack.yaml", "rules.yaml"]


def test_all_wrong_answers_are_named_at_once(edited: Edit) -> None:
    result = new(edited("new"), document="trail", grade="D", field="gfaa")
    assert result.code == 2
    assert [line.split(": ")[1] for line in result.err.splitlines()] == ["--document", "--grade", "--field"]


def test_a_limit_at_a_bound_that_decides_nothing_is_refused(edited: Edit) -> None:
    result = new(edited("new"), **{"for": "community", "field": "households", "operator": "at_least", "limit": "0"})
    assert result.code == 2


def test_the_last_day_of_the_calendar_has_none_after_it(edited: Edit) -> None:
    refused = new(edited("new"), **{**DAY, "operator": "after", "limit": "9999-12-31"})
    assert refused.code == 2 and "9999-12-31" in refused.err


def test_a_dry_run_shows_and_writes_nothing(edited: Edit) -> None:
    pack = edited("new")
    before = (pack / "rules.yaml").read_bytes()
    result = new(pack, "--dry-run")
    assert result.code == 0 and "- id: trial.new" in result.out and "params:" in result.out
    assert (pack / "rules.yaml").read_bytes() == before


def test_a_new_file_is_made(edited: Edit) -> None:
    pack = edited("new")
    assert new(pack, file="more.yaml").code == 0
    assert rule_of(pack, file="more.yaml")["for"] == "facility"
    assert new(pack, file="more.yaml", id="trial.second").code == 0
    load_packs(str(pack))


def test_missing_answers_are_asked_and_asked_again_when_wrong(edited: Edit) -> None:
    pack = edited("new")
    result = new(pack, force=None, field=None, limit=None, stdin="shal\nshall\ngfaa\ngfa\n700 m2\n")
    assert result.code == 0, result.err
    assert "Did you mean “gfa”?" in result.err and "Force (must, shall" in result.err
    assert rule_of(pack)["force"] == "shall"


def test_where_nobody_answers_it_is_wrong_usage(edited: Edit) -> None:
    result = new(edited("new"), force=None, limit=None, stdin="")
    assert result.code == 2
    assert "--force, --limit" in result.err


def test_a_broken_pack_is_4(edited: Edit) -> None:
    result = new(edited("new", ("force: may", "force: maybe")))
    assert result.code == 4 and "maybe" in result.err


def test_a_folder_of_packs_is_wrong_usage(edited: Edit) -> None:
    assert new(edited("new").parent).code == 2


# -- editing -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "\nrules:\n  - id: a\n"),
        ("rules: []\n", "rules:\n  - id: a\n"),
        ("rules:\n- id: b", "rules:\n- id: b\n- id: a"),
        ("rules:\n    - id: b\n\n# the end\n", "rules:\n    - id: b\n    - id: a\n\n# the end\n"),
        ("rules:\n  - id: b\n    # about b\nsets: {}\n", "rules:\n  - id: b\n    # about b\n  - id: a\nsets: {}\n"),
        ("rules:\n  - id: b\r\nsets: {}\r\n", None),
        ("rules:\r\n  - id: b\r\nsets: {}\r\n", "rules:\r\n  - id: b\r\n  - id: a\r\nsets: {}\r\n"),
        ("rules:\n  - id: b\n\n  - id: c\n", "rules:\n  - id: b\n\n  - id: c\n\n  - id: a\n"),
    ],
)
def test_an_entry_is_added_at_the_end_of_its_block(before: str, after: str | None) -> None:
    text = RuleText("rules.yaml", before)
    expected = added(text.data(), "rules", {"id": "a"})
    text.add("rules", ["- id: a"])
    check_edit(text, expected)
    if after is not None:
        assert text.text.lstrip("\n") == after.lstrip("\n")


def test_a_block_on_one_line_is_refused() -> None:
    with pytest.raises(InvalidRuleSet) as refused:
        RuleText("rules.yaml", "sets: {}\nrules: [{id: b}]\n").add("rules", ["- id: a"])
    (fault,) = refused.value.faults
    assert (fault.code, fault.place and fault.place.line) == ("edit-one-line", 2)


def test_an_edit_that_changes_more_is_refused() -> None:
    text = RuleText("rules.yaml", "rules:\n  - id: b\n")
    with pytest.raises(InvalidRuleSet):
        check_edit(text, {"rules": [{"id": "b"}, {"id": "a"}]})


@pytest.mark.parametrize(
    "value",
    [
        "plain", "两 字", "a: b", "a, b", "- x", "true", "1.10", "2.3.1", "600 m2", "1:12", "2024-01-01", "null", "~",
        "#x", "x #y", "'q'", '"q"', "a\\b", "a\nb", "", " x", "=x", "@x", "%x", "{x}", "[x]", "*x", "&x", "!x", "|",
        "？", "：", "\u2028", True, 3, 0.25, {"a": ["b", {"c": "d, e"}]}, Quoted("2.10"),
    ],
)  # fmt: skip
def test_what_is_written_on_one_line_reads_as_it_was(value: Any) -> None:
    text = flow({"key": value})
    assert "\n" not in text
    assert read_yaml(text.encode(), "").data == {"key": value}
