"""The tools for rule authors: rules ledger, rules lint, rules compare."""

from __future__ import annotations

import csv
import json
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from standardcheck.packtools.lint.checks import CHECKS
from standardcheck.writers.layout import width_of

from .conftest import HERE, Result, run

PLACES = HERE / "packs" / "places"
LEDGER = HERE / "ledgers" / "places"
GOLDEN = HERE / "golden"


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """A copy of the packs, to be changed."""
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "ruleset.schema.json").write_text("{}")
    shutil.copytree(PLACES, tmp_path / "rules")
    return tmp_path / "rules"


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


# -- lint --------------------------------------------------------------------------------------------------------


def lint(*arguments: Any, lang: str = "en") -> Result:
    return run("rules", "lint", *map(str, arguments), "--lang", lang, "--today", "2025-01-01")


def test_clean_packs_are_clean() -> None:
    result = lint(PLACES)
    assert (result.code, result.out, result.err) == (0, "packs: 3, errors: 0, warnings: 0\n", "")


def test_a_finding_is_shown_with_its_place_line_code_and_suggestion(packs: Path) -> None:
    change(packs / "land" / "rules.yaml", "    ledger: [G-01]\n", "")
    result = lint(packs / "land")
    assert result.code == 1
    place = f"{packs}/land/rules.yaml:34:9"
    assert result.out.splitlines()[:4] == [
        f"{place}: error: The rule size.least names no row of the ledger. [SC101]",
        "   |",
        "34 |   - id: size.least",
        "   |         ^^^^^^^^^^",
    ]
    assert "  → Add ledger: [ID] with the row of the clause." in result.out
    assert "规则 size.least 没有注明台账编号。 [SC101]" in lint(packs / "land", lang="zh").out


def test_warnings_fail_only_when_strict_and_can_be_ignored(packs: Path) -> None:
    change(
        packs / "land" / "rules.yaml",
        "{count: functions, distinct: kind, at_least: $min_functions}",
        "{count: functions, at_least: 0}",
    )
    options = ("--ignore", "SC103")
    result = lint(packs / "land", *options)
    assert result.code == 0
    assert "[SC203]" in result.out
    assert "[SC302]" in result.out
    assert lint(packs / "land", *options, "--strict").code == 1
    only = lint(packs / "land", "--select", "SC2", "--strict")
    assert "[SC302]" not in only.out
    assert "[SC203]" in only.out
    assert lint(packs / "land", *options, "--ignore", "SC203", "--ignore", "SC302", "--strict").code == 0


def test_json_has_everything_in_both_languages(packs: Path) -> None:
    change(packs / "land" / "rules.yaml", "    ledger: [G-01]\n", "")
    data = json.loads(lint(packs, "--format", "json").out)
    assert data["packs"] == ["land", "north", "south"]
    assert data["faults"] == data["mended"] == []
    (found,) = data["diagnostics"]
    assert (found["code"], found["severity"], found["line"], found["column"]) == ("SC101", "error", 34, 9)
    assert found["page"] == "docs/lint.md#sc101"
    assert set(found["message"]) == set(found["suggestion"]) == {"zh", "en"}
    assert found["line_text"] == "  - id: size.least"


def test_packs_that_do_not_load_are_4_and_the_rest_is_looked_at(packs: Path) -> None:
    change(packs / "north" / "rules.yaml", "value: 800 m2", "value: 800 m")
    change(packs / "south" / "rules.yaml", "    ledger: [S-01]\n", "")
    result = lint(packs)
    assert result.code == 4
    assert f"{packs}/north/rules.yaml:19:" in result.err
    assert "[rule-wrong-dimension]" in result.err
    assert "[SC101]" in result.out
    data = json.loads(lint(packs, "--format", "json").out)
    assert [fault["code"] for fault in data["faults"]] == ["rule-wrong-dimension"]


def test_the_fault_of_a_base_is_said_once(packs: Path) -> None:
    change(packs / "land" / "rules.yaml", "value: 600 m2}", "value: 600 m}")
    result = lint(packs)
    assert result.code == 4
    assert result.err.count("[rule-wrong-dimension]") == 1


def test_fix_adds_the_line_that_names_the_schema(packs: Path) -> None:
    file = packs / "south" / "rules.yaml"
    first, _, rest = file.read_text(encoding="utf-8").partition("\n")
    file.write_text(rest, encoding="utf-8")
    assert "[SC401]" in lint(packs).out
    mended = lint(packs, "--fix")
    assert (mended.code, mended.out) == (0, f"mended: {file}\npacks: 3, errors: 0, warnings: 0\n")
    assert (
        file.read_text(encoding="utf-8") == "# yaml-language-server: $schema=../../schemas/ruleset.schema.json\n" + rest
    )
    assert first.startswith("# yaml-language-server: ")


def test_reviews_count_from_today(packs: Path) -> None:
    change(
        packs / "land" / "rules.yaml",
        "    from: 2020-01-01\n\nparams",
        "    from: 2020-01-01\n    reviewed: 2023-06-01\n\nparams",
    )
    assert "[SC105]" in lint(packs / "land").out
    assert "[SC105]" not in lint(packs / "land", "--review-after", "1000").out


def test_cautions_come_from_the_ledger_beside_the_packs_or_named(packs: Path, tmp_path: Path) -> None:
    shutil.copytree(LEDGER, tmp_path / "cautious")
    change(tmp_path / "cautious" / "rows.csv", "shall,A,,full,,north.area", "shall,A,存疑,full,,north.area")
    assert "[SC104]" not in lint(packs).out
    assert "[SC104]" in lint(packs, "--ledger", tmp_path / "cautious").out
    (tmp_path / "cautious").rename(packs / "ledger")
    assert "存疑" in lint(packs, lang="zh").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("no-such-pack",), "no-such-pack"),
        (("--select", "XY1"), "XY1"),
        (("--today", "yesterday"), "yesterday"),
    ],
)
def test_wrong_usage_of_lint_is_2(arguments: tuple[str, ...], words: str) -> None:
    result = run("rules", "lint", *arguments, "--lang", "en")
    assert result.code == 2
    assert words in result.err


def test_text_of_a_pack_stays_text(packs: Path) -> None:
    change(
        packs / "land" / "rules.yaml",
        "{zh: 面积下限, en: least area}",
        '{zh: "::error::\\u001b[31m", en: "::error::\\u001b[31m"}',
    )
    out = lint(packs / "land").out
    assert "\x1b" not in out
    assert not any(line.startswith("::") for line in out.splitlines())


def test_the_shipped_packs_can_be_looked_at() -> None:
    result = run("rules", "lint", "--format", "json", "--lang", "en")
    data = json.loads(result.out)
    assert data["faults"] == []
    assert {"cn-national", "cn-beijing"} <= set(data["packs"])
    assert {found["code"] for found in data["diagnostics"]} <= set(CHECKS)


# -- ledger ------------------------------------------------------------------------------------------------------


def ledger(*arguments: Any, packs: Path = PLACES, folder: Path = LEDGER, lang: str = "en") -> Result:
    return run("rules", "ledger", str(packs), "--ledger", str(folder), *map(str, arguments), "--lang", lang)


def test_the_ledger_is_shown_by_document_with_totals() -> None:
    result = ledger()
    assert result.code == 0
    assert result.out.splitlines() == [
        "general  (rows: 4)",
        "  G-01  full     size.least",
        "  G-02  full     functions.least",
        "  G-03  under    door.width",
        "  G-04  outside  –",
        "northern  (rows: 3)",
        "  N-01  full  size.least",
        "  N-02  full  north.area",
        "  N-03  full  door.width",
        "southern  (rows: 1)",
        "  S-01  full  functions.least",
        "rows: 8; full 6, over 0, under 1, manual 0, outside 1",
    ]
    assert ledger(lang="zh").out.splitlines()[-1] == "合计 8 行：完整 6、偏严 0、偏宽 1、人工 0、范围外 1"


def test_problems_are_shown_with_the_line_and_are_1(packs: Path) -> None:
    change(packs / "land" / "rules.yaml", "value: 700 m2", "value: 710 m2")
    result = ledger("--problems", packs=packs)
    assert result.code == 1
    assert f"{LEDGER}/rows.csv:2:" in result.out
    assert "has the limit 710 m2 ($min_area" in result.out
    assert "[LG110]" in result.out
    assert "has the number 700 m2. [LG111]" in result.out
    assert result.out.splitlines()[-1] == "problems: 2"
    assert "G-02  full" not in result.out


def test_the_ledger_as_json(packs: Path) -> None:
    change(packs / "land" / "rules.yaml", "value: 700 m2", "value: 710 m2")
    result = ledger("--format", "json", packs=packs)
    data = json.loads(result.out)
    assert result.code == 1
    assert data["totals"] == {"full": 6, "over": 0, "under": 1, "manual": 0, "outside": 1}
    assert [each["document"] for each in data["documents"]] == ["general", "northern", "southern"]
    assert data["documents"][0]["rows"][0]["numbers"] == ["600 m2", "700 m2"]
    assert [each["code"] for each in data["problems"]] == ["LG110", "LG111"]


def test_a_ledger_or_a_pack_that_cannot_be_read_is_4(packs: Path, tmp_path: Path) -> None:
    missing = ledger(folder=tmp_path / "nowhere")
    assert missing.code == 4
    assert "[ledger-missing]" in missing.err
    change(packs / "land" / "rules.yaml", "value: 700 m2", "value: 700 m")
    broken = ledger(packs=packs)
    assert broken.code == 4
    assert "[rule-wrong-dimension]" in broken.err


# -- compare -----------------------------------------------------------------------------------------------------


def compare(*arguments: str, lang: str = "en") -> Result:
    return run("rules", "compare", "--rules", str(PLACES), *arguments, "--lang", lang)


BY_PLACE = ("--by", "city.code=110000,310000,450100", "--as-of", "2025-01-01")
BY_DATE = ("--by", "date=2025-01-01,2026-06-01", "--code", "450100")
BY_BOTH = ("--by", "date=2019-01-01,2025-01-01", "--by", "city.code=110000,310000")


@pytest.mark.parametrize(
    ("file", "lang", "arguments"),
    [
        ("compare-places.zh.txt", "zh", BY_PLACE),
        ("compare-places.en.txt", "en", BY_PLACE),
        ("compare-dates.zh.md", "zh", (*BY_DATE, "--all", "--format", "markdown")),
        ("compare-both.en.csv", "en", (*BY_BOTH, "--format", "csv")),
    ],
)
def test_compare_says_what_it_said(file: str, lang: str, arguments: tuple[str, ...]) -> None:
    result = compare(*arguments, lang=lang)
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines() == (GOLDEN / file).read_text(encoding="utf-8").splitlines()


def test_chinese_columns_line_up() -> None:
    lines = compare(*BY_PLACE, lang="zh").out.splitlines()
    head = next(line for line in lines if line.startswith("参数"))
    row = next(line for line in lines if line.startswith("综合体最小建筑面积"))
    assert width_of(head[: head.index("310000")]) == width_of(row[: row.index("600 m²")])


def test_only_what_differs_is_shown_unless_all_is_wanted() -> None:
    assert "min_functions" not in compare(*BY_PLACE).out
    assert "min_functions" in compare(*BY_PLACE, "--all").out
    same = compare("--by", "date=2025-01-01,2025-06-01", "--code", "450100").out
    assert "No limit differs" in same
    assert "The rules are the same everywhere." in same


def test_compare_as_json() -> None:
    data = json.loads(compare(*BY_PLACE, "--format", "json").out)
    assert [(each["code"], each["pack"], each["local"]) for each in data["columns"]] == [
        ("110000", "north", True),
        ("310000", "south", True),
        ("450100", "land", False),
    ]
    area = next(each for each in data["params"] if each["name"] == "min_area")
    assert [cell["text"]["zh"] for cell in area["cells"]] == ["800 m²", "600 m²", "600 m²"]
    assert area["cells"][0]["clause"] == {"document": "northern", "number": "1"}
    door = next(each for each in data["params"] if each["name"] == "door_width")
    assert [row["when"]["en"] for row in door["rows"]] == [
        "kind of door one of manual door, automatic door",
        "kind of door is manual door",
        "kind of door is automatic door",
    ]
    assert [each["name"] for each in data["rules"]] == ["functions.least", "north.area"]


def test_csv_has_no_formulas(packs: Path) -> None:
    change(
        packs / "north" / "rules.yaml",
        "label: {zh: 每百户面积, en: area per 100 households}",
        'label: {zh: "=1+1", en: "=1+1"}',
    )
    result = run("rules", "compare", "--rules", str(packs), *BY_PLACE, "--format", "csv", "--lang", "en")
    cells = [cell for row in csv.reader(StringIO(result.out)) for cell in row]
    assert "'=1+1" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_markdown_has_no_markup_of_a_pack(packs: Path) -> None:
    change(
        packs / "north" / "rules.yaml",
        "label: {zh: 每百户面积, en: area per 100 households}",
        'label: {zh: "a|b", en: "<b>|[x](y)"}',
    )
    result = run("rules", "compare", "--rules", str(packs), *BY_PLACE, "--format", "markdown", "--lang", "en")
    assert "\\<b\\>\\|\\[x\\](y)" in result.out


def test_compare_writes_a_file(tmp_path: Path) -> None:
    assert compare(*BY_PLACE, "-o", str(tmp_path / "table.txt")).out == ""
    assert (tmp_path / "table.txt").read_text(encoding="utf-8") == compare(*BY_PLACE).out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--by", "city.name=a,b"), "city.code"),
        (("--by", "city.code="), "city.code"),
        (("--by", "date=2025-01-01,2025"), "2025"),
        (("--by", "date=2025-01-01"), "only one column"),
        (("--by", "date=2025-01-01", "--by", "date=2026-01-01"), "given twice"),
        ((*BY_DATE, "--as-of", "2025-01-01"), "--as-of"),
        ((*BY_PLACE, "--code", "110000"), "--code"),
        ((), "--by"),
    ],
)
def test_wrong_usage_of_compare_is_2(arguments: tuple[str, ...], words: str) -> None:
    result = compare(*arguments)
    assert result.code == 2
    assert words in result.err


def test_the_shipped_packs_can_be_compared() -> None:
    result = run("rules", "compare", "--by", "city.code=110000,310000", "--as-of", "2026-01-01", "--lang", "zh")
    assert result.code == 0
    assert "110000 cn-beijing" in result.out
    assert "beijing.provision-level" in result.out


def test_a_pack_is_found_from_its_own_folder(packs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(packs / "north")
    assert lint(".").out == "packs: 1, errors: 0, warnings: 0\n"
    assert lint("north", ".").code == 0
