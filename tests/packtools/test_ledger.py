"""The ledger and the packs: what is read, and everything on which they may not agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from standardcheck.errors import FaultyInput
from standardcheck.packtools.diagnostics import Diagnostic
from standardcheck.packtools.ledger.check import CODES, check_ledger, encoded
from standardcheck.packtools.ledger.limits import same
from standardcheck.packtools.ledger.read import Ledger, number_of, read_ledger
from standardcheck.packtools.library import load_packs
from standardcheck.ruleset.packs import PackFiles, list_packs, read_files
from standardcheck.wording import LANGUAGES
from support.toy import vocabulary

HERE = Path(__file__).parent
CLEAN = (HERE / "ledgers" / "clean" / "rows.csv").read_text(encoding="utf-8")
KNOWN = {name: read_files(folder) for name, folder in list_packs([HERE / "packs"]).items()}


def ledger_of(folder: Path, **files: str) -> Ledger:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    return read_ledger(folder, vocabulary().units)


def problems(
    folder: Path, text: str = CLEAN, known: dict[str, PackFiles] | None = None, packs: tuple[str, ...] = ("lint-base",)
) -> tuple[Diagnostic, ...]:
    loaded, faults = load_packs(packs, known or KNOWN, vocabulary())
    assert not faults
    return check_ledger(ledger_of(folder, rows=text), encoded(loaded, vocabulary()))


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


def pack_with(old: str, new: str) -> dict[str, PackFiles]:
    """The clean pack with one change."""
    files = tuple(
        (name, changed(raw.decode(), old, new).encode() if name == "rules.yaml" else raw)
        for name, raw in KNOWN["lint-base"].files
    )
    return KNOWN | {"lint-base": KNOWN["lint-base"]._replace(files=files)}


def test_a_ledger_that_agrees_has_no_problems(tmp_path: Path) -> None:
    assert [(each.code, each.message("en")) for each in problems(tmp_path)] == []


def test_rows_are_read_as_written(tmp_path: Path) -> None:
    rows = ledger_of(tmp_path, rows=CLEAN).by_id()
    assert list(rows) == [f"T-0{number}" for number in range(1, 8)]
    first = rows["T-01"]
    assert first.paraphrase["en"] == "at least two metres, small tanks one (before 2023: one and a half)"
    assert [number.text for number in first.numbers] == ["200 cm", "1 m", "1.5 m", "1 m2"]
    assert first.numbers[0].value == 2
    assert rows["T-05"].forces == ("shall", "should")
    assert rows["T-05"].numbers == rows["T-07"].forces == ()
    assert rows["T-03"].rules == ("shoal.number",)


CASES = [
    # code, what is changed in the ledger, into what, line of the problem, text from its column on, words of it
    ("LG101", ",must,A,,full,,tank.depth", ",ought,A,,full,,tank.depth", 2, "ought,A", ("ought", "force")),
    ("LG101", "should,A,,full,,tank.litres", "should,D,,full,,tank.litres", 3, "D,,full", ("grade", "“D”")),
    ("LG101", "A,,full,,tank.litres", "A,,done,,tank.litres", 3, None, ("status", "done")),
    ("LG101", "T-07,tank-code,6", "T 07,tank-code,6", 9, "T 07,", ("T 07",)),
    ("LG101", "T-07,tank-code,6", "T-07,,6", 9, ",6,", ("document",)),
    ("LG101", "200 cm; 1 m; ", "200 cm; some m; 1 m; ", 2, "some m; 1 m", ("some m",)),
    ("LG101", "100 litre/m2", "100 gallon/m2", 3, None, ("100 gallon/m2",)),
    ("LG101", "no plan states it,", "no plan states it,,", 9, "T-07,", ("13", "12")),
    ("LG102", "T-07,tank-code,6", "T-06,tank-code,6", 9, "T-06,", ("T-06", "rows.csv:8:1")),
    ("LG103", "outside,no plan states it,", "manual,,", 9, None, ("T-07", "manual")),
    ("LG104", "full,,tank.litres", "full,,tank.litres tank.litre", 3, "tank.litre", ("tank.litre", "T-02")),
    ("LG109", '"salt water is left open, as in the text"', "", 4, ",shoal.number", ("T-03", "under")),
    ("LG109", "outside,no plan states it", "outside,", 9, None, ("T-07", "outside")),
    ("LG109", "100 litre/m2,", "ours: 100 litre/m2,", 3, ",tank.litres", ("T-02", "100 litre/m2")),
    ("LG101", "100 litre/m2,", "100 litre/m2; ours: a few,", 3, "ours: a few", ("a few",)),
    (
        "LG110",
        "200 cm; 1 m; ",
        "201 cm; 1 m; 2 m2; ",
        2,
        "201 cm; 1 m; 2 m2",
        ("tank.depth", "2 m", "$min_depth", "T-01"),
    ),
    ("LG110", "3 m; 2,", "3.5 m; 2,", 8, None, ("tank.lids", "3 m", "T-06")),
    ("LG111", "100 litre/m2,", "100 litre/m2; 30 %,", 3, "30 %,should", ("30 %", "T-02")),
    ("LG111", "100 litre/m2,", "100 litre/m2; ours: 30 %,", 3, "30 %,should", ("30 %", "T-02")),
    (
        "LG112",
        ",must,A,,full,,tank.depth",
        ",should,A,,full,,tank.depth",
        2,
        "should,A",
        ("tank.depth", "must", "should"),
    ),
    ("LG113", ",must,A,,full,,tank.depth", ",must,B,,full,,tank.depth", 2, None, ("tank.depth", "T-01")),
    ("LG114", "no plan states it,", "no plan states it,tank.quiet", 9, None, ("T-07", "tank.quiet")),
]


@pytest.mark.parametrize(("code", "old", "new", "line", "starts", "words"), CASES)
def test_problems_of_a_row(
    tmp_path: Path, code: str, old: str, new: str, line: int, starts: str | None, words: tuple[str, ...]
) -> None:
    found = [each for each in problems(tmp_path, changed(CLEAN, old, new)) if each.code == code]
    assert found, "not found"
    each = found[0]
    assert (Path(each.place.file).name, each.place.line) == ("rows.csv", line)
    assert each.line_text == changed(CLEAN, old, new).split("\n")[line - 1]
    assert starts is None or each.line_text[each.place.column - 1 :].startswith(starts)
    for language in LANGUAGES:
        assert each.suggestion(language)
        for word in words:
            assert word in each.message(language)
    assert re.search(r"[\u4e00-\u9fff]", each.message("zh"))


RULE_CASES = [
    ("LG105", "    ledger: [T-04]\n", "", ("tank.heating",)),
    ("LG106", "    ledger: [T-04]\n", "    ledger: [T-04, T-40]\n", ("tank.heating", "T-40")),
    ("LG107", "    ledger: [T-04]\n", "    ledger: [T-04, T-06]\n", ("tank.heating", "T-06")),
    ("LG110", "value: 2 m}", "value: 2.001 m}", ("tank.depth", "2.001 m", "rules.yaml:17:")),
]


@pytest.mark.parametrize(("code", "old", "new", "words"), RULE_CASES)
def test_problems_of_a_rule(tmp_path: Path, code: str, old: str, new: str, words: tuple[str, ...]) -> None:
    (each,) = [each for each in problems(tmp_path, known=pack_with(old, new)) if each.code == code]
    assert Path(each.place.file).name == ("rows.csv" if code == "LG110" else "rules.yaml")
    for language in LANGUAGES:
        for word in words:
            assert word in each.message(language)


def test_a_row_may_not_list_a_rule_that_does_not_name_it(tmp_path: Path) -> None:
    found = problems(tmp_path, changed(CLEAN, "full,,tank.lids", "full,,tank.lids tank.heating"))
    assert [each.code for each in found] == ["LG108"]


def test_a_row_may_list_the_rule_whose_limit_its_document_sets(tmp_path: Path) -> None:
    overlay = b"""
documents:
  north: {title: {zh: "\xe5\x8c\x97\xe6\x96\xb9", en: north}, status: local_rule, from: 2022-01-01}
set:
  min_depth: {values: [{from: 2022-01-01, clause: {document: north, number: "1"}, value: 3 m}]}
"""
    manifest = b"{pack: north, extends: lint-base, version: '1', title: {zh: a, en: b}}"
    known = KNOWN | {"north": PackFiles("north", "north", (("pack.yaml", manifest), ("rules.yaml", overlay)))}
    row = "N-01,north,1,三米,three metres,3 m,shall,A,,full,,tank.depth\n"
    packs = ("lint-base", "north")
    assert problems(tmp_path, CLEAN + row, known, packs) == ()
    found = problems(tmp_path, CLEAN + row.replace("3 m", "4 m"), known, packs)
    assert [(each.code, each.args["number"]) for each in found] == [("LG111", "4 m")]
    assert [each.code for each in problems(tmp_path, CLEAN + row)] == ["LG111", "LG108"]


def test_a_number_of_ours_with_its_reason_counts_as_the_row_s(tmp_path: Path) -> None:
    row = "100 litre/m2,should,A,about: the figure is taken as exact"
    assert problems(tmp_path, changed(CLEAN, "100 litre/m2,should,A,", f"ours: {row}")) == ()


def test_rows_of_other_documents_only_bear_a_rule_out(tmp_path: Path) -> None:
    known = pack_with("    ledger: [T-04]\n", "    ledger: [T-04, N-01]\n")
    row = "N-01,north,1,宜加热,heating is advisable,,should,C,,full,,tank.heating\n"
    assert problems(tmp_path, CLEAN + row, known) == ()
    found = problems(tmp_path, CLEAN + row.replace("north", "tank-code"), known)
    assert [(each.code, each.args["id"]) for each in found] == [("LG113", "N-01")]


def test_every_code_is_shown_by_a_case() -> None:
    shown = {case[0] for case in (*CASES, *RULE_CASES)} | {"LG108"}
    assert shown == set(CODES)


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        ("90 cm", "0.9 m", True),
        ("0.9 m", "0.900001 m", False),
        ("1:12", "1:12", True),
        ("50 %", "0.5", True),
        ("3 m2/100 litre", "0.03 m2/litre", True),
        ("2", "2 fish", True),
        ("2 fish", "2 keeper", False),
        ("2", "2 m", False),  # a length has a unit
        ("1 year", "12 month", True),
        ("12", "12 month", False),
        ("2025-01-01", "2025-01-01", True),
        ("2025-01-01", "2025", False),
    ],
)
def test_numbers_compare_exactly_in_base_units(left: str, right: str, equal: bool) -> None:
    units = vocabulary().units
    assert same(number_of(left, units), number_of(right, units)) is equal
    assert same(number_of(right, units), number_of(left, units)) is equal


# -- files that are no ledger ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("", "csv-empty", 1, 1),
        ("\n \n", "csv-empty", 1, 1),
        (CLEAN.replace("id,document", "id,paper", 1), "ledger-columns", 1, 1),
        (CLEAN.replace(",rules", ",rules,id", 1), "ledger-columns", 1, 1),
        (CLEAN + '"T-08', "csv-open-quote", 10, 1),
        (CLEAN + '"T-08"x,', "csv-after-quote", 10, 7),
    ],
)
def test_what_is_no_ledger_is_refused_with_its_place(
    tmp_path: Path, text: str, code: str, line: int, column: int
) -> None:
    with pytest.raises(FaultyInput) as caught:
        ledger_of(tmp_path, rows=text)
    (fault,) = caught.value.faults
    assert fault.place is not None
    assert (fault.code, fault.place.line, fault.place.column) == (code, line, column)
    assert all(fault.message(language) for language in LANGUAGES)


def test_every_faulty_file_is_named_and_none_at_all_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(FaultyInput) as caught:
        ledger_of(tmp_path)
    assert [fault.code for fault in caught.value.faults] == ["ledger-missing"]
    with pytest.raises(FaultyInput) as caught:
        ledger_of(tmp_path, a="x,y\n", b=CLEAN, c='"')
    assert [fault.code for fault in caught.value.faults] == ["ledger-columns", "csv-open-quote"]


def test_cells_with_quotes_and_line_breaks_keep_their_places(tmp_path: Path) -> None:
    row = 'T-08,tank-code,7,"一\n二","say ""so"", twice",7 m; x,must,A,,outside,no,\r\n'
    ledger = ledger_of(tmp_path, rows=CLEAN + row)
    assert ledger.rows[-1].paraphrase == {"zh": "一\n二", "en": 'say "so", twice'}
    (problem,) = ledger.problems
    assert (problem.place.line, problem.place.column, problem.args["found"]) == (11, 29, "x")


def test_gb_18030_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_bytes(CLEAN.encode("gb18030"))
    assert read_ledger(tmp_path, vocabulary().units).rows[3].paraphrase["zh"] == "宜加热"


def test_a_ledger_beside_the_packs_is_no_pack(tmp_path: Path) -> None:
    (tmp_path / "ledger").mkdir()
    ledger_of(tmp_path / "ledger", rows=CLEAN)
    assert list_packs([tmp_path]) == {}
    assert list_packs([tmp_path / "ledger"]) == {}
