"""``rules diff``: what changed in the packs, and which plans come out otherwise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Result, plan_text, run

from standardcheck.packtools.contents import entries
from standardcheck.packtools.diff import diff
from standardcheck.packtools.packset import load_packs

from .conftest import ROOT, SMALL, Edit

FEW = "For every facility with form is embedded service complex: number of functions {} “number of functions” (may)."


def changes(old: Path, new: Path) -> dict[str, Any]:
    found = diff(load_packs(str(old)), load_packs(str(new)))["changes"]
    return {f"{change['section']} {change['name']}": change for change in found}


def aspects(change: Any) -> dict[str, tuple[str, str]]:
    def text(side: Any) -> str:
        return side["text"]["en"] if side else ""

    return {f"{a['aspect']} {a['at']}".strip(): (text(a["old"]), text(a["new"])) for a in change["aspects"]}


def test_a_pack_does_not_differ_from_itself(edited: Edit) -> None:
    assert changes(SMALL, edited("new")) == {}
    shipped = load_packs(str(ROOT / "rules"))
    assert diff(shipped, shipped)["changes"] == []
    assert len(list(entries(shipped.loaded["cn-national"]))) > 200


@pytest.mark.parametrize(
    ("old", "new", "name", "expected"),
    [
        ("value: 700 m2", "value: 650 m2", "parameter min_area", {"value 2026-01-01": ("700 m2", "650 m2")}),
        ("quantity: count", "quantity: number", "parameter few_functions", {"quantity": ("count", "number")}),
        ("force: may", "force: should", "rule functions.few", {"force": ("may", "should")}),
        ("number: T 1-2020", "number: T 1-2021", "document trial", {"number": ("T 1-2020", "T 1-2021")}),
        ("en: advisable area}\n    for", "en: area}\n    for", "rule size.good", {"title": ("advisable area", "area")}),
        (
            '{document: trial, number: "11"}',
            '{document: trial, number: "12"}',
            "rule looked-at.model",
            {"clause": ("trial 11", "trial 12")},
        ),
        (
            "count: functions, at_least: $few",
            "count: functions, more_than: $few",
            "rule functions.few",
            {"conditions": (FEW.format("at least"), FEW.format("more than"))},
        ),
    ],
)
def test_a_change_is_named_with_both_sides(edited: Edit, old: str, new: str, name: str, expected: Any) -> None:
    found = changes(SMALL, edited("new", (old, new)))
    assert list(found) == [name]
    assert found[name]["change"] == "changed"
    assert aspects(found[name]) == expected


def test_places_are_file_and_line_of_either_side(edited: Edit) -> None:
    new = edited("new", ("params:", "\n\nparams:"), ("value: 800 m2", "value: 850 m2"))
    change = changes(SMALL, new)["parameter good_area"]
    (aspect,) = change["aspects"]
    assert aspect["old"]["place"] == f"{SMALL / 'rules.yaml'}:20"
    assert aspect["new"]["place"] == f"{new / 'rules.yaml'}:22"
    assert change["old"] == f"{SMALL / 'rules.yaml'}:16"


def test_what_is_added_and_removed_is_said(edited: Edit) -> None:
    new = edited("new", ("id: size.good", "id: size.better"))
    found = changes(SMALL, new)
    assert {name: change["change"] for name, change in found.items()} == {
        "rule size.better": "added",
        "rule size.good": "removed",
    }
    assert found["rule size.better"]["old"] is None
    assert aspects(found["rule size.good"])["force"] == ("should", "")


def test_a_condition_that_reads_the_same_is_shown_as_written(edited: Edit) -> None:
    """Two parameters of one label: the words are the same, the rule is not."""
    pair = ("label: {zh: 最小面积, en: minimum area}", "label: {zh: 宜有面积, en: advisable area}")
    old = edited("old", pair)
    new = edited("new", pair, ("at_least: $min_area", "at_least: $good_area"))
    before, after = aspects(changes(old, new)["rule size.least"])["conditions"]
    assert "$min_area" in before and "$good_area" in after


def test_rows_of_a_table_are_compared_one_by_one(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    file = tmp_path / "rules" / "cn-national" / "gb-55019-2021.yaml"
    text = file.read_text(encoding="utf-8")
    row = "{when: {facility.build_mode: renovation, kind: manual}, value: 0.80 m}"
    assert text.count(row) == 1
    file.write_text(text.replace(row, row.replace("0.80", "0.85")), encoding="utf-8")
    found = changes(ROOT / "rules", tmp_path / "rules")
    assert list(found) == ["parameter door_min_width"]
    keys = "build mode is renovation and kind of door is manual door"
    assert aspects(found["parameter door_min_width"]) == {"row 2022-04-01": (f"{keys}: 0.80 m", f"{keys}: 0.85 m")}


# -- the command -------------------------------------------------------------------------------------------------


def rules_diff(*arguments: object) -> Result:
    return run("rules", "diff", "--lang", "en", *map(str, arguments))


def flat(text: str) -> str:
    """Lines as they were before they were broken to the width of the page."""
    return " ".join(text.split())


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "a-enough.yaml").write_text(plan_text(gfa="900 m2"), encoding="utf-8")
    (folder / "b-between.yaml").write_text(plan_text(gfa="650 m2"), encoding="utf-8")
    (folder / "c-small.yaml").write_text(plan_text(gfa="500 m2"), encoding="utf-8")
    return folder


RAISED = ("value: 600 m2", "value: 660 m2")


def test_without_a_difference_it_is_silent_and_0() -> None:
    result = rules_diff(SMALL, SMALL, "--exit-code")
    assert (result.code, result.err) == (0, "")
    assert "The rules are the same." in result.out


def test_differences_are_1_only_if_asked(edited: Edit) -> None:
    new = edited("new", RAISED)
    assert rules_diff(SMALL, new).code == 0
    assert rules_diff(SMALL, new, "--exit-code").code == 1


def test_a_plan_between_two_limits_changes_its_verdict(edited: Edit, corpus: Path) -> None:
    result = rules_diff(SMALL, edited("new", RAISED), "--corpus", corpus, "--format", "json")
    data = json.loads(result.out)
    (plan,) = data["plans"]
    assert plan["file"].endswith("b-between.yaml")
    assert plan["verdict"] == {"old": "compliant", "new": "non_compliant"}
    (finding,) = plan["findings"]
    assert (finding["rule"], finding["old"]["outcome"], finding["new"]["outcome"]) == ("size.least", "pass", "fail")
    assert finding["subject"]["zh"].endswith("综合体甲")
    assert data["judged"] == 3


def test_a_force_alone_changes_a_verdict(edited: Edit, corpus: Path) -> None:
    new = edited("new", ('number: "1"}\n    force: shall', 'number: "1"}\n    force: should'))
    result = rules_diff(SMALL, new, "--corpus", corpus)
    assert "c-small.yaml (as of 2025-03-01): NOT COMPLIANT → " in flat(result.out)
    assert "failed, counted as violation → failed, counted as advice" in flat(result.out)


def test_an_unreadable_plan_does_not_stop_the_rest_and_is_4(edited: Edit, corpus: Path) -> None:
    (corpus / "a-broken.yaml").write_text("title: [unfinished", encoding="utf-8")
    (corpus / "a-undated.yaml").write_text(plan_text(dated=False), encoding="utf-8")
    result = rules_diff(SMALL, edited("new", RAISED), "--corpus", corpus)
    assert result.code == 4
    said = flat(result.out)
    assert "a-broken.yaml could not be judged" in said and "a-undated.yaml could not be judged" in said
    assert "b-between.yaml (as of 2025-03-01): COMPLIANT → NOT COMPLIANT" in said
    assert "3 plans judged" in result.out


def test_a_date_chooses_the_edition(edited: Edit, corpus: Path) -> None:
    new = edited("new", RAISED)
    later = rules_diff(SMALL, new, "--corpus", corpus, "--as-of", "2026-06-01", "--format", "json")
    assert json.loads(later.out)["plans"] == []
    assert rules_diff(SMALL, new, "--corpus", corpus, "--as-of", "soon").code == 2


@pytest.mark.parametrize("side", [0, 1])
def test_unreadable_packs_are_4(edited: Edit, tmp_path: Path, side: int) -> None:
    for bad in (tmp_path / "nowhere", edited("bad", ("force: may", "force: maybe"))):
        pair = [SMALL, SMALL]
        pair[side] = bad
        result = rules_diff(*pair)
        assert (result.code, result.out) == (4, "")
        assert str(bad) in result.err and "Traceback" not in result.err


def test_no_plan_in_the_corpus_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    assert rules_diff(SMALL, SMALL, "--corpus", tmp_path / "none").code == 2


def test_markdown_and_text_take_titles_as_text(edited: Edit) -> None:
    evil = 'en: "<b>[x](http://y)</b> \\e[31m\\n::error::"}\n    for'
    new = edited("new", ("en: advisable area}\n    for", evil))
    for format_ in ("markdown", "text"):
        out = rules_diff(SMALL, new, "--format", format_).out
        assert "\x1b" not in out and "\n::error" not in out
    assert "<b>" not in rules_diff(SMALL, new, "--format", "markdown").out.replace("\\<b\\>", "")


def test_both_languages_and_a_file(edited: Edit, tmp_path: Path) -> None:
    new = edited("new", RAISED)
    target = tmp_path / "diff.md"
    result = run("rules", "diff", str(SMALL), str(new), "--lang", "zh", "--format", "markdown", "-o", str(target))
    assert (result.code, result.out) == (0, "")
    assert "修改参数 min\\_area（small）：最小面积" in target.read_text(encoding="utf-8")
