"""The opinion and the workbook, read back from their files: what they hold, that text stays text, that they open."""

from __future__ import annotations

import copy
import io
import os
import re
import shutil
import subprocess
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import standardcheck as sc
from standardcheck.source.snippet import UNPRINTABLE
from standardcheck.wording import LANGUAGES, catalogue
from standardcheck.writers.layout import one_line
from standardcheck.writers.missing import missing_facts, of_section
from standardcheck.writers.xlsx import book
from standardcheck.writers.xlsx.figures import limit, margin, measured, percent
from support.reports import HOSTILE, ROOT, data_of, flooded, hostile, short, whole, written

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICE = ("docx", "xlsx")


@cache
def full() -> Any:
    """The report of a plan with failures, open findings and sources."""
    plan = ROOT / "fixtures" / "plans" / "full-community.yaml"
    report = sc.check_many([str(plan)], sc.load_ruleset())
    out = io.StringIO()
    sc.write_report(report, out, "json")
    import json

    return json.loads(out.getvalue())


def parts(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def texts(document: Any) -> list[str]:
    """Every paragraph of the body, in order, also those in tables."""
    found = document.element.body.iter(f"{W}p")
    return ["".join(run.text or "" for run in paragraph.iter(f"{W}t")) for paragraph in found]


def opinion(data: Any, **options: Any) -> Any:
    return docx.Document(io.BytesIO(written(data, "docx", **options)))


def workbook(data: Any, **options: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(written(data, "xlsx", **options)))


# -- the opinion -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_opinion_says_what_the_report_says(language: str) -> None:
    data, words = full(), catalogue(language)
    plan = data["plans"][0]
    said = texts(opinion(data, language=language))
    whole_text = "\n".join(said)
    for wanted in (
        plan["title"],
        plan["file"],
        plan["as_of"]["date"],
        words.VERDICTS[plan["verdict"]],
        words.OPINION["meaning_non_compliant"],
        plan["packs"][0]["title"][language],
    ):
        assert wanted in whole_text
    for finding in of_section(plan, "change"):
        assert finding["title"][language] in said
        assert finding["subject"]["label"][language] in said
        for remedy in finding["remedy"]:
            assert words.OPINION["remedy"].format(remedy=remedy[language]) in said
    for missing in missing_facts(of_section(plan, "wait")):
        assert missing.need["label"][language] in said


def test_opinions_are_numbered_in_the_order_of_the_standard() -> None:
    data = full()
    document = opinion(data)
    wanted = [finding["title"]["en"] for finding in of_section(data["plans"][0], "change")]
    table = next(table for table in document.tables if table.cell(0, 3).text == "Requirement")
    rows = [[cell.text for cell in row.cells] for row in table.rows][1:]
    assert [row[0] for row in rows] == [str(at) for at in range(1, len(wanted) + 1)]
    assert [row[1].splitlines()[-1] for row in rows] == wanted


def test_a_fact_names_the_rules_that_wait_for_it() -> None:
    data = full()
    table = next(table for table in opinion(data).tables if table.cell(0, 1).text == "Missing information")
    rows = {row.cells[1].text.splitlines()[-1]: row.cells[2].text for row in table.rows}
    for missing in missing_facts(of_section(data["plans"][0], "wait")):
        waiting = next(text for key, text in rows.items() if f" {missing.need['path']} " in key)
        rules = {finding["rule"]: finding["title"]["en"] for finding in missing.waiting}
        shown = sum(1 for title in rules.values() if title in waiting)
        assert shown == len(rules) or f"{len(rules) - 8} more" in waiting


def test_every_outcome_has_its_place_in_the_opinion() -> None:
    said = texts(opinion(whole()))
    text = "\n".join(said)
    for key in ("change", "wait", "judge", "settled", "faults", "stuck"):
        start = catalogue("en").OPINION[f"section_{key}"].partition("(")[0]
        assert start in text, key
    for word in ("waived", "baseline", "decided"):
        assert any(catalogue("en").FORMATS[word] in line for line in said), word
    assert catalogue("en").OPINION["choice"] in said
    assert "broken.yaml" in text


def test_a_denied_comparison_is_told_by_its_sentence_only() -> None:
    data = full()
    data = copy.deepcopy(data)
    findings = of_section(data["plans"][0], "change")
    failed = next(f for f in findings if len(f["evidence"]) == 1 and f["evidence"][0]["required"].get("value"))
    failed["evidence"][0]["negated"] = True
    data["plans"][0]["findings"] = [failed]
    table = next(table for table in opinion(data).tables if table.cell(0, 3).text == "Requirement")
    assert failed["evidence"][0]["required"]["text"]["en"] not in table.cell(1, 3).text
    assert failed["message"]["en"] in table.cell(1, 2).text


def test_the_form_is_a4_with_fonts_for_chinese_and_rows_kept_whole() -> None:
    data = full()
    document = opinion(data, language="zh")
    assert all((round(s.page_width.mm), round(s.page_height.mm)) == (210, 297) for s in document.sections)
    fonts = document.styles["Normal"].element.rPr.find(f"{W}rFonts")
    assert fonts.get(f"{W}eastAsia") == "宋体"
    assert "SimSun" in parts(written(data, "docx"))["word/fontTable.xml"].decode()
    rows = list(document.element.body.iter(f"{W}tr"))
    assert rows
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    heads = [table._tbl.tr_lst[0].find(f"{W}trPr/{W}tblHeader") for table in document.tables]
    assert sum(head is not None for head in heads) >= 4
    footer = document.sections[-1].footer._element
    codes = [code.text.strip() for code in footer.iter(f"{W}instrText")]
    text = "".join(footer.itertext())
    assert codes == ["PAGE", "NUMPAGES"]
    for wanted in (data["plans"][0]["digest"], data["rule_set"]["digest"], data["tool"]["version"]):
        assert wanted in text


def test_several_plans_have_a_section_each_after_a_table() -> None:
    plan = str(ROOT / "tests" / "writers" / "plans" / "short.yaml")
    document = opinion(data_of(plan, plan))
    assert len(document.sections) == 3
    assert len(document.tables[0].rows) == 3


# -- the workbook ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_counts_and_lists_the_same(language: str) -> None:
    data, words = full(), catalogue(language).WORKBOOK
    plan, sheets = data["plans"][0], workbook(data, language=language)
    assert sheets.sheetnames == [words[name] for name in ("summary", "findings", "missing", "pairs")]
    summary, findings, missing = (sheets[words[name]] for name in ("summary", "findings", "missing"))
    head = [cell.value for cell in summary[4]]
    row = dict(zip(head, summary[5], strict=True))
    sections = [findings.cell(at, 2).value for at in range(2, findings.max_row + 1)]
    for name in ("change", "wait", "judge", "advice", "settled"):
        cell = row[words[name]]
        assert cell.value == len(of_section(plan, name)) == sections.count(words[name])
        if cell.value:
            first, last = re.findall(r"[A-Z](\d+)", cell.hyperlink.location.partition("!")[2])
            assert set(sections[int(first) - 2 : int(last) - 1]) == {words[name]}
            assert int(last) - int(first) + 1 == cell.value
    assert row[words["passed"]].value == plan["counts"]["outcomes"]["pass"]
    assert missing.max_row - 1 == len(missing_facts(of_section(plan, "wait")))
    for sheet in (findings, missing):
        assert sheet.auto_filter.ref
        assert sheet.freeze_panes == "C2"
    assert findings.conditional_formatting


def test_numbers_are_numbers_beside_their_units() -> None:
    data = full()
    sheet = workbook(data)[catalogue("en").WORKBOOK["findings"]]
    head = {cell.value: at for at, cell in enumerate(sheet[1])}
    rows = {row[head["Fingerprint"]].value: row for row in sheet.iter_rows(min_row=2)}
    compared = 0
    for finding in of_section(data["plans"][0], "change"):
        if len(finding["evidence"]) != 1 or "margin" not in finding["evidence"][0]:
            continue
        row, leaf = rows[finding["fingerprint"]], finding["evidence"][0]
        number, unit = row[head["Measured"]], row[head["Unit (measured)"]].value
        assert number.data_type == "n"
        assert f"{number.value:g} {unit}".strip() == leaf["measured"]["text"]["en"]
        assert leaf["required"]["text"]["en"].endswith(f"{row[head['Limit']].value:g} {unit}".strip())
        assert row[head["Margin"]].value < 0
        compared += 1
    assert compared > 3


def test_figures_that_are_no_single_number_stay_text() -> None:
    def leaf(shown: str, asked: str, value: Any = 1.0) -> Any:
        return {"measured": {"value": value, "text": {"en": shown}}, "required": {"value": 1.0, "text": {"en": asked}}}

    assert measured(leaf("1:9", "at most 1:12"), "en").number is None
    assert limit(leaf("1:9", "at most 1:12"), "en").number is None
    assert measured(leaf("yes", "yes", True), "en").number is None
    assert measured(leaf("66.5 m²/100 households", ""), "en") == (66.5, "m²/100 households")
    assert limit(leaf("", "at least 30 m²/100 households"), "en") == (30, "m²/100 households")
    assert margin(leaf("", ""), "en").number is None
    assert percent(leaf("", "") | {"margin": {"percent": "-6.7 %"}}) == -6.7


def test_a_fact_leads_to_every_finding_that_waits_for_it() -> None:
    data, words = full(), catalogue("en").WORKBOOK
    sheets = workbook(data)
    missing, pairs, findings = (sheets[words[name]] for name in ("missing", "pairs", "findings"))
    fingerprints = {at: findings.cell(at, findings.max_column).value for at in range(2, findings.max_row + 1)}
    column = [cell.value for cell in missing[1]].index(words["waiting"]) + 1
    for at, each in enumerate(missing_facts(of_section(data["plans"][0], "wait")), 2):
        cell = missing.cell(at, column)
        first, last = map(int, re.findall(r"[A-Z](\d+)", cell.hyperlink.location.partition("!")[2]))
        led = []
        for row in range(first, last + 1):
            assert pairs.cell(row, 2).value == each.need["label"]["en"]
            target = pairs.cell(row, 3).hyperlink.location
            led.append(fingerprints[int(re.findall(r"[A-Z](\d+)", target.partition("!")[2])[0])])
        assert led == [finding["fingerprint"] for finding in each.waiting]


def test_a_text_over_the_limit_is_cut_and_says_so() -> None:
    data = short()
    for finding in data["plans"][0]["findings"]:
        finding["message"] = {"zh": "𠀀" * 40_000, "en": "𠀀" * 40_000}
    sheet = workbook(data)[catalogue("en").WORKBOOK["findings"]]
    values = [cell.value for row in sheet for cell in row if isinstance(cell.value, str) and len(cell.value) > 9999]
    assert values
    for value in values:
        assert len(value.encode("utf-16-le")) // 2 <= book.CELL
        assert value.endswith(catalogue("en").WORKBOOK["cut"].format(number=40_000))


def test_rows_over_the_limit_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "ROWS", 4)
    sheet = workbook(full())[catalogue("en").WORKBOOK["findings"]]
    assert sheet.max_row == 4
    listed = sum(len(of_section(full()["plans"][0], name)) for name in ("change", "wait", "judge", "advice", "settled"))
    assert sheet.cell(4, 1).value == catalogue("en").WORKBOOK["rows_cut"].format(number=listed - 2)


def test_faults_have_a_sheet_where_there_are_any() -> None:
    assert catalogue("en").WORKBOOK["faults"] not in workbook(full()).sheetnames
    sheet = workbook(whole())[catalogue("en").WORKBOOK["faults"]]
    assert "broken.yaml" in [cell.value for cell in sheet["C"]]


# -- text is data ------------------------------------------------------------------------------------------------


def harmless_office(archive: bytes) -> None:
    """No formula, no field but page numbers, nothing outside the file, no character that would be obeyed."""
    for name, blob in parts(archive).items():
        if not name.endswith((".xml", ".rels")):
            continue
        root = etree.fromstring(blob, etree.XMLParser(resolve_entities=False, huge_tree=True))
        for element in root.iter():
            assert not re.search(UNPRINTABLE, (element.text or "").strip()), name
            kind = etree.QName(element).localname if isinstance(element.tag, str) else "comment"
            assert element.get("TargetMode") != "External", name
            assert kind not in ("f", "comment", "fldSimple", "hyperlinkBase", "object", "script"), name
            if kind == "instrText":
                assert element.text.strip() in ("PAGE", "NUMPAGES")
            if name.startswith("xl/worksheets/") and kind == "hyperlink":
                assert re.fullmatch(r"'[^'!]+'!A\d+:C\d+", element.get("location")), element.attrib


@pytest.mark.parametrize("name", OFFICE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hostile_plan_is_text(name: str, language: str) -> None:
    harmless_office(written(hostile(), name, language=language, every=True))


@pytest.mark.parametrize("name", OFFICE)
@pytest.mark.parametrize("text", [*HOSTILE, "_x0041_", "'Sheet'!A1", "{ PAGE }", "\ud800"], ids=range(len(HOSTILE) + 4))
def test_no_text_anywhere_is_more_than_text(name: str, text: str) -> None:
    harmless_office(written(flooded(whole(), text[:3000]), name, every=True))


@settings(max_examples=25)
@given(label=st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60))
def test_any_text_is_read_back(label: str) -> None:
    data = short()
    failed = next(f for f in data["plans"][0]["findings"] if f["outcome"] == "fail" and f["severity"] == "violation")
    failed["subject"]["label"] = {"zh": label, "en": label}
    data["plans"][0] |= {"findings": [failed], "faults": []}
    assert one_line(label) in texts(opinion(data))
    sheet = workbook(data)[catalogue("en").WORKBOOK["findings"]]
    stored = openpyxl.utils.escape.unescape(sheet.cell(2, 5).value or "")
    assert stored == openpyxl.utils.escape.unescape(one_line(label))


# -- files -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OFFICE)
def test_no_time_is_in_the_file(name: str) -> None:
    archive = written(whole(), name)
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert {entry.date_time for entry in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = parts(archive)["docProps/core.xml"].decode()
    assert set(re.findall(r"(\d{4})-\d\d-\d\dT", core)) <= {"1980"}


@pytest.mark.parametrize("name", OFFICE)
@pytest.mark.parametrize("make", [full, hostile, whole], ids=["full", "hostile", "whole"])
def test_libreoffice_opens_it(name: str, make: Any, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("soffice is not installed (CI must have it)")
        pytest.skip("soffice is not installed: apt-get install libreoffice-writer libreoffice-calc")
    source = tmp_path / f"report.{name}"
    source.write_bytes(written(make(), name, language="zh"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)]
    done = subprocess.run(command, capture_output=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
