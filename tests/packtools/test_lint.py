"""What the lint finds in packs that load: each finding at its place, and nothing else.

The packs beside this file extend one that is clean. A line about which something is said ends in comments as in the
tests of faults: ``#! COLUMN CODE | words in both languages | en: words | zh: 词``. A pack named after a code shows it;
kinds of example are asked for in ``sc103`` and in the clean pack only.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from standardcheck.compiler.build import build
from standardcheck.packtools.diagnostics import Diagnostic
from standardcheck.packtools.examples import run_examples
from standardcheck.packtools.ledger.check import CODES
from standardcheck.packtools.ledger.read import read_ledger
from standardcheck.packtools.lint.checks import CHECKS
from standardcheck.packtools.lint.files import add_schema_line
from standardcheck.packtools.lint.run import Options, Result, chosen_codes, lint
from standardcheck.ruleset.packs import PackFiles, list_packs, read_files
from standardcheck.ruleset.resolve import read_chain, resolve
from standardcheck.wording import LANGUAGES, catalogue
from support.generated import rule_file, rules
from support.toy import conform, label, vocabulary

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FOLDERS = list_packs([HERE / "packs"])
KNOWN = {name: read_files(folder) for name, folder in FOLDERS.items()}
TODAY = "2025-01-01"


def linted(
    *names: str, known: dict[str, PackFiles] | None = None, today: str = TODAY, codes: tuple[str, ...] = tuple(CHECKS)
) -> Result:
    ledger = read_ledger(HERE / "ledgers" / "cautious", vocabulary().units)
    return lint(names, known or KNOWN, conform(), ledger, Options(today, 365, codes))


def announced(folder: Path) -> list[tuple[str, int, int, str, tuple[str, ...]]]:
    found = []
    for file in sorted(folder.rglob("*.yaml")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            for comment in line.split("#! ")[1:]:
                head, *words = (part.strip() for part in comment.split("|"))
                column, code = head.split()
                found.append((file.name, number, int(column), code, tuple(words)))
    return found


def place_of(found: Diagnostic) -> tuple[str, int, int, str]:
    return Path(found.place.file).name, found.place.line, found.place.column, found.code


@pytest.mark.parametrize("pack", sorted(FOLDERS))
def test_findings_in_a_pack(pack: str) -> None:
    codes = tuple(CHECKS) if pack in ("sc103", "lint-base") else chosen_codes((), ("SC103",))
    result = linted(pack, codes=codes)
    assert not result.faults, [str(fault.place) + fault.message() for fault in result.faults]
    expected = announced(FOLDERS[pack])
    assert [place_of(found) for found in result.diagnostics] == [each[:4] for each in expected]
    for found, (*_, words) in zip(result.diagnostics, expected, strict=True):
        check_words(found, words)


def check_words(found: Diagnostic, words: tuple[str, ...]) -> None:
    said = {language: found.message(language) for language in LANGUAGES}
    assert re.search(r"[\u4e00-\u9fff]", said["zh"])
    assert all(found.suggestion(language) for language in LANGUAGES)
    for word in words:
        language, _, rest = word.partition(": ")
        if language in LANGUAGES and rest:
            assert rest in said[language]
        else:
            assert all(word in sentence for sentence in said.values()), (word, said)


def test_the_clean_pack_is_clean_and_its_examples_are_right() -> None:
    assert announced(FOLDERS["lint-base"]) == []
    resolved = resolve(read_chain("lint-base", KNOWN))
    results = list(run_examples(resolved, build(resolved, vocabulary()), conform()))
    assert results
    assert [(result.rule, result.name, result.problems) for result in results if result.problems] == []


@pytest.mark.parametrize("code", CHECKS)
def test_every_check_has_a_pack_that_triggers_it(code: str) -> None:
    assert any(code == each[3] for each in announced(FOLDERS[code.lower()]))


@pytest.mark.parametrize("code", [*CHECKS, *CODES])
def test_every_code_is_documented(code: str) -> None:
    page = (ROOT / "docs" / "lint.md").read_text(encoding="utf-8")
    assert f"\n### {code}\n" in page
    for language in LANGUAGES:
        words = catalogue(language)
        assert words.CHECK_TITLES[code]
        assert words.CHECK_TITLES[code] in page
        keys = [key for key in words.DIAGNOSTICS if key.partition(".")[0] == code]
        assert keys
        assert keys == [key for key in words.SUGGESTIONS if key.partition(".")[0] == code]


def test_the_catalogues_have_the_same_codes() -> None:
    first, *rest = (catalogue(language) for language in LANGUAGES)
    for section in ("DIAGNOSTICS", "SUGGESTIONS", "CHECK_TITLES", "CHECK_MEANINGS", "LINT", "LEDGER", "COMPARE"):
        for other in rest:
            assert list(getattr(first, section)) == list(getattr(other, section))
    assert {key.partition(".")[0] for key in first.DIAGNOSTICS} == {*CHECKS, *CODES}


def test_a_code_has_the_severity_of_its_table_or_less() -> None:
    found_in = {pack: linted(pack).diagnostics for pack in FOLDERS}
    assert sum(map(len, found_in.values())) > len(CHECKS)
    for diagnostics in found_in.values():
        for found in diagnostics:
            assert found.severity == CHECKS[found.code].severity or found.severity == "warning"


def test_a_contradiction_with_advice_is_a_warning() -> None:
    text = (FOLDERS["sc305"] / "rules.yaml").read_text(encoding="utf-8")
    softened = text.replace("force: must", "force: should", 1).encode()
    files = tuple((name, softened if name == "rules.yaml" else raw) for name, raw in KNOWN["sc305"].files)
    known = KNOWN | {"sc305": KNOWN["sc305"]._replace(files=files)}
    (found,) = linted("sc305", known=known, codes=("SC305",)).diagnostics
    assert found.severity == "warning"


def test_reviews_count_from_the_day_given() -> None:
    found = {day: linted("sc105", today=day, codes=("SC105",)).diagnostics for day in ("2024-12-30", "2024-12-31")}
    assert found["2024-12-30"] == ()  # 365 days after 2023-12-31
    assert [each.args["on"] for each in found["2024-12-31"]] == ["2023-12-31"]


def test_findings_do_not_depend_on_the_order_of_packs() -> None:
    names = sorted(FOLDERS)
    assert linted(*names).diagnostics == linted(*reversed(names)).diagnostics


def test_a_pack_that_does_not_load_does_not_stop_the_rest() -> None:
    broken = PackFiles("broken", "broken", (("pack.yaml", b"pack: broken\n"),))
    result = linted("broken", "sc101", known=KNOWN | {"broken": broken})
    assert result.packs == ("sc101",)
    assert {fault.code for fault in result.faults} == {"rule-missing-key"}
    assert any(found.code == "SC101" for found in result.diagnostics)


def test_codes_are_chosen_by_their_beginning() -> None:
    assert chosen_codes((), ()) == tuple(CHECKS)
    assert chosen_codes(("SC30", "SC401"), ("SC301",)) == ("SC302", "SC303", "SC304", "SC305", "SC401")


@settings(max_examples=50)
@given(first=rules(), second=rules())
def test_any_pack_that_loads_can_be_looked_at(first: dict[str, Any], second: dict[str, Any]) -> None:
    document = {"title": label("a code"), "status": "mandatory_code", "from": "2020-01-01"}
    manifest = {"pack": "made", "title": label("made for a test"), "version": "1"}
    body = {**rule_file(first, {**second, "id": "test.second"}), "documents": {"code": document}}
    files = tuple((name, json.dumps(data).encode()) for name, data in (("pack.yaml", manifest), ("a.yaml", body)))
    result = linted("made", known={"made": PackFiles("made", "made", files)})
    assert not result.faults
    for found in result.diagnostics:
        assert all(found.message(language) and found.suggestion(language) for language in LANGUAGES)


# -- mending -----------------------------------------------------------------------------------------------------


def test_the_schema_line_is_added_and_the_rest_of_the_file_kept(tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "ruleset.schema.json").write_text("{}")
    file = tmp_path / "rules" / "town" / "rules.yaml"
    file.parent.mkdir(parents=True)
    before = "\ufeffrules: []  # 注释\r\n".encode()
    file.write_bytes(before)
    file.chmod(0o640)
    assert add_schema_line(file) is True
    line = "# yaml-language-server: $schema=../../schemas/ruleset.schema.json\n"
    assert file.read_bytes() == b"\xef\xbb\xbf" + line.encode() + before[3:]
    assert file.stat().st_mode & 0o777 == 0o640
    assert add_schema_line(file) is False
    assert sorted(path.name for path in file.parent.iterdir()) == ["rules.yaml"]


def test_no_schema_line_is_added_where_no_schema_lies(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "c" / "d" / "e" / "rules.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("rules: []\n")
    assert add_schema_line(file) is False
    assert file.read_text() == "rules: []\n"
