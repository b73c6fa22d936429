"""``rules import-table``: sheets of limits into parameters and back, and every way in which a sheet can be wrong."""

from __future__ import annotations

import csv
import io
import re
import shutil
import sys
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.conftest import Result, run

from standardcheck.errors import FaultyInput, UsageError
from standardcheck.packtools import sheets
from standardcheck.packtools.import_table import Wanted, export_table, import_table
from standardcheck.packtools.limit_cells import CellType, Unreadable, key_test, value_of
from standardcheck.packtools.limit_cells import test_text as cell_text
from standardcheck.packtools.packset import PackSet, load_packs
from standardcheck.packtools.sheets import address, read_sheet, sheet_bytes
from standardcheck.source import read_yaml
from standardcheck.vocabulary.units import AREA, LENGTH

from .conftest import ROOT, SMALL, Edit

NATIONAL = load_packs(str(ROOT / "rules" / "cn-national"))
VOCABULARY = NATIONAL.vocabulary
PERSONS = CellType("number", dimensions=(("person", 1),), field_unit=True)
WIDTH = CellType("number", dimensions=LENGTH)


def tables(packs: PackSet) -> list[str]:
    """Every parameter that has a table."""
    return [
        name
        for name, at in packs.loaded["cn-national"].resolved.params.items()
        if any(edition.edition.table for edition in at.editions)
    ]


@pytest.fixture
def national(tmp_path: Path) -> Path:
    """A copy of the national pack."""
    return Path(shutil.copytree(ROOT / "rules" / "cn-national", tmp_path / "cn-national"))


def table(pack: Path, *arguments: str, lang: str = "en") -> Result:
    return run("rules", "import-table", "--pack", str(pack), "--lang", lang, *arguments)


def write_csv(path: Path, *rows: Sequence[str], encoding: str = "utf-8") -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return str(path)


def declared_in(name: str) -> str:
    return Path(NATIONAL.loaded["cn-national"].resolved.params[name].origin.document.file).name


# -- there and back ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("labelled", ["", "zh", "en"])
def test_every_table_comes_back_as_it_was(tmp_path: Path, ending: str, labelled: str) -> None:
    done = 0
    for name in tables(NATIONAL):
        file = tmp_path / f"{name}.{ending}"
        try:
            rows = export_table(NATIONAL, name, "", labelled)
        except UsageError as refused:
            assert refused.code == "sheet-not-flat", name
            continue
        file.write_bytes(sheet_bytes(str(file), rows, name))
        made = import_table(NATIONAL, str(file), Wanted(name, declared_in(name)))
        assert (made.lines, made.rows) == ((), len(rows) - 1), name
        assert made.text == (ROOT / "rules" / "cn-national" / declared_in(name)).read_text(encoding="utf-8")
        done += 1
    assert done >= 5


@pytest.mark.parametrize(("ending", "labels"), [("csv", ()), ("xlsx", ("--labels",))])
def test_the_command_brings_a_table_there_and_back(
    national: Path, tmp_path: Path, ending: str, labels: tuple[str, ...]
) -> None:
    file, name = str(tmp_path / f"doors.{ending}"), "door_min_width"
    done = table(national, file, "--param", name, "--export", *labels, lang="zh")
    assert (done.code, done.err) == (0, "")
    before = (national / declared_in(name)).read_bytes()
    back = table(national, file, "--param", name, "--file", declared_in(name))
    assert (back.code, back.err) == (0, "") and "Nothing was changed" in back.out
    assert (national / declared_in(name)).read_bytes() == before


def test_a_plain_value_comes_back_too(national: Path, tmp_path: Path) -> None:
    file = str(tmp_path / "one.csv")
    assert table(national, file, "--param", "ramp_max_gradient", "--export").code == 0
    assert Path(file).read_text(encoding="utf-8-sig").split() == ["value", "1:12"]
    text = Path(file).read_text(encoding="utf-8-sig").replace("1:12", "1:14")
    Path(file).write_text(text, encoding="utf-8")
    assert table(national, file, "--param", "ramp_max_gradient", "--file", "gb-55019-2021.yaml").code == 0
    loaded = load_packs(str(national)).loaded["cn-national"]
    assert loaded.program.params["ramp_max_gradient"].editions[0].text == "1:14"


def test_an_export_is_the_same_bytes_every_time(national: Path, tmp_path: Path) -> None:
    for ending in ("csv", "xlsx"):
        made = []
        for at in range(2):
            file = tmp_path / f"{at}.{ending}"
            assert table(national, str(file), "--param", "door_min_width", "--export").code == 0
            made.append(file.read_bytes())
        assert made[0] == made[1]


# -- an import changes one thing ---------------------------------------------------------------------------------

DOORS = (
    ("建设方式", "门的形式", "限值（m）", "备注"),
    ("新建、扩建", "手动门", "0.95", "加宽"),
    ("renovation; conversion", "manual", "85 cm", ""),
    ("*", "自动门", "1", ""),
    ("不限", "revolving", "1.1", ""),
)


def test_labels_several_values_and_units_are_understood(national: Path, tmp_path: Path) -> None:
    before = (national / "gb-55019-2021.yaml").read_text(encoding="utf-8")
    file = write_csv(tmp_path / "doors.csv", *DOORS, encoding="gb18030")
    done = table(national, file, "--param", "door_min_width", "--file", "gb-55019-2021.yaml")
    assert (done.code, done.err) == (0, "")
    after = (national / "gb-55019-2021.yaml").read_text(encoding="utf-8")
    old, new = (read_yaml(text.encode(), "").data["params"] for text in (before, after))
    assert new["door_min_width"]["values"] == [
        {
            "from": "2022-04-01",
            "clause": {"document": "gb-55019-2021", "number": "2.5.4, 2.5.5"},
            "table": [
                {"when": {"facility.build_mode": ["new_build", "extension"], "kind": "manual"}, "value": "0.95 m"},
                {"when": {"facility.build_mode": ["renovation", "conversion"], "kind": "manual"}, "value": "85 cm"},
                {"when": {"kind": "automatic"}, "value": "1 m"},
                {"when": {"kind": "revolving"}, "value": "1.1 m"},
            ],
        }
    ]
    assert {k: v for k, v in new.items() if k != "door_min_width"} == {
        k: v for k, v in old.items() if k != "door_min_width"
    }
    head, tail = before.split("  door_min_width:")[0], before.split("  # The larger of the manual")[1]
    assert after.startswith(head) and after.endswith(tail)


def test_a_later_edition_is_added_after_the_last(national: Path, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "doors.csv", *DOORS)
    arguments = (file, "--param", "door_min_width", "--file", "gb-55019-2021.yaml", "--from", "2027-01-01")
    refused = table(national, *arguments)
    assert refused.code == 2 and "--document" in refused.err
    done = table(national, *arguments, "--document", "gb-55019-2021", "--number", "9.9")
    assert (done.code, done.err) == (0, "")
    editions = load_packs(str(national)).loaded["cn-national"].program.params["door_min_width"].editions
    assert [(edition.since, edition.clause[1]) for edition in editions] == [
        ("2022-04-01", "2.5.4, 2.5.5"),
        ("2027-01-01", "9.9"),
    ]


NEW = (
    "--from", "2020-01-01", "--document", "trial", "--number", "3", "--label-zh", "甲", "--label-en", "a",
    "--quantity", "area",
)  # fmt: skip


def test_a_new_parameter_is_made_and_checked_though_no_rule_uses_it(edited: Edit, tmp_path: Path) -> None:
    pack = edited("new")
    rows = (("<1000", "100"), ("1000-3000", "200"), (">3000", "300"))
    file = write_csv(tmp_path / "t.csv", ("community.households", "value [m2]"), *rows)
    assert table(pack, file, "--param", "by_size", "--file", "rules.yaml").code == 2
    done = table(pack, file, "--param", "by_size", "--file", "rules.yaml", *NEW)
    assert (done.code, done.err) == (0, "")
    made = read_yaml((pack / "rules.yaml").read_bytes(), "").data["params"]["by_size"]
    assert made["values"][0]["table"][1] == {
        "when": {"community.households": {"at_least": 1000, "at_most": 3000}},
        "value": "200 m2",
    }
    load_packs(str(pack))
    gap = write_csv(tmp_path / "g.csv", ("community.households", "value [m2]"), ("<1000", "100"), (">1000", "200"))
    refused = table(pack, gap, "--param", "other", "--file", "rules.yaml", *NEW)
    assert refused.code == 4
    assert "g.csv:1:1" in refused.err and "No row answers for community.households = 1000" in refused.err


def test_two_rows_for_one_case_are_named_by_their_rows(national: Path, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "doors.csv", *DOORS, ("新建", "手动门", "0.9", ""))
    before = (national / "gb-55019-2021.yaml").read_bytes()
    refused = table(national, file, "--param", "door_min_width", "--file", "gb-55019-2021.yaml")
    assert refused.code == 4
    assert f"{file}:6:1: Two rows answer" in refused.err and f"{file}:2:1" in refused.err
    assert (national / "gb-55019-2021.yaml").read_bytes() == before


def test_a_dry_run_writes_nothing(national: Path, tmp_path: Path) -> None:
    before = (national / "gb-55019-2021.yaml").read_bytes()
    file = write_csv(tmp_path / "doors.csv", *DOORS)
    done = table(national, file, "--param", "door_min_width", "--file", "gb-55019-2021.yaml", "--dry-run")
    assert done.code == 0 and "value: 0.95 m" in done.out and "not written" in done.out
    assert (national / "gb-55019-2021.yaml").read_bytes() == before


# -- faults ------------------------------------------------------------------------------------------------------


def test_every_fault_is_named_with_its_cell_at_once(national: Path, tmp_path: Path) -> None:
    rows = (
        ("facility.build_mode", "kind", "value"),
        ("new_bild", "manual", "0.9 m"),
        ("", "manual", "0.9 m"),
        ("renovation", "manual", ""),
        ("renovation", "automatc", "0.9"),
        ("renovation", "automatic", "0.9 m2"),
        ("renovation", "automatic", "0.9 elle"),
    )
    refused = table(
        national, write_csv(tmp_path / "d.csv", *rows), "--param", "door_min_width", "--file", "gb-55019-2021.yaml"
    )
    assert refused.code == 4 and "Traceback" not in refused.err
    head = f"{tmp_path}/d.csv:"
    lines = [line for line in refused.err.splitlines() if line.startswith(head)]
    places = [" ".join(line.removeprefix(head).split(" ")[:2]) for line in lines]
    assert places == ["2:1: A2:", "3:1: A3:", "4:19: C4:", "5:12: B5:", "5:21: C5:", "6:22: C6:", "7:22: C7:"]
    assert "Did you mean “new_build”?" in lines[0]
    assert "Write * for any value" in lines[1]
    assert "Did you mean “automatic”?" in lines[3]


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (("build_mod", "value"), ("build_mod", "“build_mode”")),
        (("kind", "kind", "value"), ("B1", "earlier column")),
        (("kind", "width"), ("B1",)),
        (("kind",), ("no column holds the value",)),
        (("kind", "", "value"), ("B1", "no header")),
        (("ramp.gradient", "value"), ("A1", "ramp.gradient")),
        (("$nothing", "value"), ("$nothing",)),
        (("门的形式（手动）", "value"), ("门的形式（手动）", "“门的形式”")),
    ],
    ids=str,
)
def test_wrong_headers_are_named(
    national: Path, tmp_path: Path, header: tuple[str, ...], words: tuple[str, ...]
) -> None:
    file = write_csv(tmp_path / "d.csv", header, ("manual", "x", "0.9 m"))
    refused = table(national, file, "--param", "door_min_width", "--file", "gb-55019-2021.yaml")
    assert refused.code == 4 and all(word in refused.err for word in words), refused.err


def test_a_field_of_several_kinds_needs_the_whole_path(edited: Edit, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "d.csv", ("clear_width", "value [m2]"), ("≥1", "1"), ("<1", "2"))
    pack = edited("new")
    refused = table(pack, file, "--param", "by_width", "--file", "rules.yaml", *NEW)
    assert refused.code == 4 and "ramp.clear_width" in refused.err and "--for" in refused.err
    assert table(pack, file, "--param", "by_width", "--file", "rules.yaml", *NEW, "--for", "ramp").code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--param", "door_min_widht", "--file", "gb-55019-2021.yaml"), ("“door_min_width”",)),
        (("--param", "door_min_width", "--file", "gb-50763-2012.yaml"), ("gb-55019-2021.yaml",)),
        (("--param", "door_min_width", "--file", "gb-55019-2021.yaml", "--from", "soon"), ("soon",)),
        (("--param", "door_min_width", "--file", "gb-55019-2021.yaml", "--document", "gb-55019"), ("“gb-55019-2021”",)),
        (("--param", "door_min_width", "--file", "gb-55019-2021.yaml", "--for", "dor"), ("“door”",)),
        (("--param", "door_min_width"), ("--file",)),
        (("--param", "no_such", "--export"), ("no_such",)),
        (("--param", "door_min_width", "--export", "--from", "1999-01-01"), ("2022-04-01",)),
    ],
    ids=str,
)
def test_wrong_usage_is_2(national: Path, tmp_path: Path, arguments: tuple[str, ...], words: tuple[str, ...]) -> None:
    file = write_csv(tmp_path / "d.csv", *DOORS)
    refused = table(national, file, *arguments)
    assert refused.code == 2 and all(word in refused.err for word in words), refused.err


# -- cells -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1000-3000", {"at_least": 1000, "at_most": 3000}),
        ("1000～3000", {"at_least": 1000, "at_most": 3000}),
        ("1000至3000", {"at_least": 1000, "at_most": 3000}),
        ("≥1000", {"at_least": 1000}),
        (">= 1000 且 ＜3000", {"at_least": 1000, "less_than": 3000}),
        ("[1000, 3000)", {"at_least": 1000, "less_than": 3000}),
        ("(1000,3000]", {"more_than": 1000, "at_most": 3000}),
        ("<3000", {"less_than": 3000}),
        ("20-50万人", {"at_least": "20 万人", "at_most": "50 万人"}),
        ("≥1000人", {"at_least": "1000 人"}),
        ("1000", 1000),
        ("*", None),
        ("任意", None),
    ],
)
def test_bands_are_read(text: str, expected: Any) -> None:
    assert key_test(text, PERSONS, VOCABULARY) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1000以上", "sheet-unknown-unit"),
        ("about 5", "sheet-bad-band"),
        (">5 >6", "sheet-bad-band"),
        (">=5 >6", "sheet-bad-band"),
        ("3000-1000", "sheet-backward"),
        ("≥5 m2", "sheet-wrong-dimension"),
        ("5 m2", "sheet-wrong-dimension"),
        ("1,000", "sheet-unknown-unit"),
        ("<", "sheet-bad-band"),
    ],
)
def test_bands_that_are_none_are_refused(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        key_test(text, PERSONS, VOCABULARY)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "test", [{"at_least": 1000}, {"at_least": 1000, "less_than": 3000}, {"more_than": "2 万人"}, 7]
)
def test_a_band_comes_back(test: Any) -> None:
    text = cell_text(test, None, "en")
    back = key_test(text, PERSONS, VOCABULARY)
    assert str(back).replace(" ", "") == str(test).replace(" ", "")


def test_a_condition_that_no_cell_says_is_refused() -> None:
    for test in ({"at_least": "$other"}, {"not_in": ["a"]}, {"equals": {"field": "x"}}, {"present": True}):
        with pytest.raises(Unreadable):
            cell_text(test, None, "en")


@pytest.mark.parametrize(
    ("text", "type_", "expected"),
    [
        ("0.9", WIDTH._replace(unit="m"), "0.9 m"),
        ("90cm", WIDTH, "90 cm"),
        ("600 ㎡", CellType("number", dimensions=AREA), "600 m2"),
        ("1：12", CellType("number"), "1:12"),
        ("35%", CellType("number"), "35 %"),
        ("3", CellType("number"), 3),
        ("是", CellType("flag"), True),
        ("false", CellType("flag"), False),
        ("一（甲）", CellType("text"), "一（甲）"),
    ],
)
def test_values_are_read(text: str, type_: CellType, expected: Any) -> None:
    assert value_of(text, type_, VOCABULARY) == expected
    if type_.name in ("text", "flag"):
        assert key_test(text, type_, VOCABULARY) == expected


# -- files -------------------------------------------------------------------------------------------------------


def book(path: Path, *rows: Sequence[Any]) -> str:
    import xlsxwriter  # type: ignore[import-untyped]

    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("限值")
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, time):
                    sheet.write_datetime(at, column, value, made.add_format({"num_format": "hh:mm"}))
                else:
                    sheet.write(at, column, value)
    return str(path)


def test_numbers_of_a_spreadsheet_are_read_as_shown(tmp_path: Path) -> None:
    sheet = read_sheet(book(tmp_path / "a.xlsx", ("value", 600, 0.9, True, "x"), (), ("", "y")))
    assert [cell.text for cell in sheet.rows[0]] == ["value", "600", "0.9", "true", "x"]
    assert sheet.rows[2][1].text == "y" and sheet.name == "限值"
    assert str(sheet.place(2, 1)) == f"{tmp_path}/a.xlsx [限值]:3:2"


def test_what_a_spreadsheet_turned_into_a_time_is_refused(national: Path, tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", ("value",), (time(1, 12),))
    refused = table(national, file, "--param", "ramp_max_gradient", "--file", "gb-55019-2021.yaml")
    assert refused.code == 4 and "A2: the spreadsheet has made this a date or a time" in refused.err
    assert "[限值]:2:1" in refused.err


def test_a_percentage_that_may_be_meant_twice_is_refused(edited: Edit, tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", ("value (%)",), (0.35,))
    arguments = [*NEW[:-1], "share"]
    refused = table(edited("new"), file, "--param", "part_of_it", "--file", "rules.yaml", *arguments)
    assert refused.code == 4 and "A2: the cell holds 0.35" in refused.err
    fine = book(tmp_path / "b.xlsx", ("value (%)",), (35,))
    assert table(edited("more"), fine, "--param", "part_of_it", "--file", "rules.yaml", *arguments).code == 0


def test_strings_are_never_formulas(tmp_path: Path) -> None:
    rows = [["value"], ["=1+1"], ["+x"], ["@x"], ["-x"], ["http://x"], ["'=x"]]
    xlsx = sheet_bytes("a.xlsx", rows, "t")
    with zipfile.ZipFile(io.BytesIO(xlsx)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        assert "xl/worksheets/_rels/sheet1.xml.rels" not in archive.namelist()
    text = sheet_bytes("a.csv", rows, "t").decode("utf-8-sig")
    assert all(not line.startswith(("=", "+", "@", "-")) for line in text.splitlines())
    for name, raw in (("a.csv", text.encode()), ("a.xlsx", xlsx)):
        (tmp_path / name).write_bytes(raw)
        back = [row[0].text for row in read_sheet(str(tmp_path / name)).rows]
        assert back[:6] == [row[0] for row in rows[:6]], name


def test_a_bomb_is_refused_before_it_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 70_000_000)
    monkeypatch.setitem(sys.modules, "python_calamine", type("Never", (), {"CalamineError": ValueError}))
    with pytest.raises(FaultyInput) as refused:
        read_sheet(str(path))
    assert refused.value.faults[0].code == "sheet-bomb"
    many = tmp_path / "many.xlsx"
    with zipfile.ZipFile(many, "w") as archive:
        for at in range(1001):
            archive.writestr(f"{at}.xml", b"")
    with pytest.raises(FaultyInput):
        read_sheet(str(many))


def repacked(path: Path, change: Callable[[str, bytes], bytes]) -> str:
    """A workbook with its parts changed."""
    raw = sheet_bytes("a.xlsx", [["value"], ["x"]], "t")
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return str(path)


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "XFD2", "a99999", "ZZZZZ1"])
def test_a_single_cell_far_out_costs_nothing(tmp_path: Path, cell: str) -> None:
    """The table between two cells is dense: the last cell of a sheet would cost gigabytes."""
    far = repacked(tmp_path / "far.xlsx", lambda _, part: part.replace(b'r="A2"', f'r="{cell}"'.encode()))
    with pytest.raises(FaultyInput) as refused:
        read_sheet(far)
    assert refused.value.faults[0].code == "sheet-too-many"
    row = repacked(tmp_path / "row.xlsx", lambda _, part: part.replace(b'<row r="2"', b"<row r = '1048576'"))
    with pytest.raises(FaultyInput):
        read_sheet(row)


def test_a_header_that_lies_about_its_size_gains_nothing(tmp_path: Path) -> None:
    plain = repacked(tmp_path / "plain.xlsx", lambda _, part: part)
    raw = Path(plain).read_bytes()
    with zipfile.ZipFile(plain) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    assert raw.count(size.to_bytes(4, "little")) >= 2
    (tmp_path / "lie.xlsx").write_bytes(raw.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little")))
    with pytest.raises(FaultyInput) as refused:
        read_sheet(str(tmp_path / "lie.xlsx"))
    assert refused.value.faults[0].code == "sheet-unreadable"


def test_a_workbook_without_a_sheet_is_refused(tmp_path: Path) -> None:
    empty = repacked(
        tmp_path / "none.xlsx",
        lambda name, part: re.sub(rb"<sheets>.*</sheets>", b"<sheets/>", part) if "workbook.xml" in name else part,
    )
    with pytest.raises(FaultyInput) as refused:
        read_sheet(empty)
    assert refused.value.faults[0].code == "sheet-unreadable"


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("a.xlsx", b"no archive", "sheet-unreadable"),
        ("a.xlsx", b"PK\x05\x06" + b"\0" * 18, "sheet-unreadable"),
        ("a.csv", b"value\n\0\1\2", "sheet-not-text"),
        ("a.csv", b'value\n"open', "csv-open-quote"),
        ("a.csv", b'value\n"a"b', "csv-after-quote"),
        ("a.csv", b"," * 1_000_001, "too-many-nodes"),
        ("a.csv", b"value\n" * 10_001, "sheet-too-many"),
        ("a.csv", b"x" * (8 * 1024 * 1024 + 1), "too-large"),
    ],
    ids=str,
)
def test_files_that_are_no_sheets_are_refused(tmp_path: Path, name: str, raw: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(FaultyInput) as refused:
        read_sheet(str(path))
    assert refused.value.faults[0].code == code
    assert refused.value.faults[0].message("zh")


@pytest.mark.parametrize("delimiter", [",", "\t", ";"], ids=["comma", "tab", "semicolon"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_cells_of_a_text_are_found_by_the_delimiter_of_its_heading(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    rows = [["门的形式", "取值"], [""], ["平开", f"a{delimiter}b"], ["推拉", '0.80 "m"\nx'], ["'=1", "末"]]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    path = tmp_path / "a.csv"
    path.write_bytes(("\r\n" + out.getvalue()).encode(encoding))
    sheet = read_sheet(str(path))
    expected = [[""], *rows[:-1], ["=1", "末"]]
    assert [[cell.text for cell in row] for row in sheet.rows] == expected


def test_a_fault_stands_where_the_cell_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('kind;value\n"a\nb";90 cm\nc\n', encoding="utf-8")
    sheet = read_sheet(str(path))
    fault = sheet.fault(1, 1, "sheet-not-a-number", found="90 cm")
    assert (str(fault.place), fault.line_text) == (f"{path}:3:4", 'b";90 cm')
    assert "B2" in fault.message("zh")
    assert str(sheet.place(2, 1)) == f"{path}:4:1"  # a cell that is not there: where its row begins
    assert str(sheet.place(0, 0)) == f"{path}:1:1"


def test_other_files_and_sheets_are_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read_sheet("limits.ods")
    with pytest.raises(UsageError) as refused:
        read_sheet(book(tmp_path / "a.xlsx", ("value",)), "限植")
    assert "限值" in refused.value.message("en")
    with pytest.raises(FaultyInput):
        read_sheet(str(tmp_path / "none.csv"))


def test_an_empty_sheet_is_a_fault(national: Path, tmp_path: Path) -> None:
    for rows in ((), (("kind", "value"),)):
        file = write_csv(tmp_path / "e.csv", *rows)
        refused = table(national, file, "--param", "door_min_width", "--file", "gb-55019-2021.yaml")
        assert refused.code == 4 and "A1: nothing here" in refused.err


def test_without_the_packages_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", ("value",))
    for module in ("python_calamine", "xlsxwriter"):
        monkeypatch.setitem(sys.modules, module, None)
    for attempt in (lambda: read_sheet(file), lambda: sheet_bytes("a.xlsx", [["x"]], "t")):
        with pytest.raises(UsageError) as refused:
            attempt()
        assert "standardcheck[office]" in refused.value.message("en")
    assert sheet_bytes("a.csv", [["x"]], "t") == b"\xef\xbb\xbfx\r\n"


def test_cells_have_addresses() -> None:
    assert [address(0, 0), address(2, 25), address(9, 26), address(0, 701), address(0, 702)] == [
        "A1", "Z3", "AA10", "ZZ1", "AAA1",
    ]  # fmt: skip


def test_the_limits_of_reading_are_those_of_the_checks() -> None:
    assert sheets.MAX_UNPACKED == 64 * 1024 * 1024 and sheets.MAX_RATIO == 100


def test_a_table_with_derived_keys_is_exported_by_name() -> None:
    loaded = load_packs(str(SMALL))
    assert export_table(loaded, "good_area", "", "") == [["value"], ["800 m2"]]


CELLS = st.text(alphabet="0123456789.-~≥≤<>=[](),;、| 人户m2万%:：至且*任意①½\u0660\u200b\n'\"{}$", max_size=10)


@given(text=CELLS, type_=st.sampled_from([PERSONS, WIDTH, CellType("flag"), CellType("date"), CellType("text")]))
def test_whatever_a_cell_holds_is_read_or_refused(text: str, type_: CellType) -> None:
    for read in (key_test, value_of):
        with suppress(Unreadable):
            read(text, type_, VOCABULARY)


@given(low=st.integers(0, 10**6), more=st.integers(0, 10**6), ends=st.sampled_from(["[]", "[)", "(]", "()"]))
def test_an_interval_keeps_its_ends(low: int, more: int, ends: str) -> None:
    test = key_test(f"{ends[0]}{low},{low + more}{ends[1]}", PERSONS, VOCABULARY)
    assert test == {
        "at_least" if ends[0] == "[" else "more_than": low,
        "at_most" if ends[1] == "]" else "less_than": low + more,
    }
    assert key_test(cell_text(test, None, "zh"), PERSONS, VOCABULARY) == test
