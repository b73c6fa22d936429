"""Every row of the ledger of local requirements and of review practice is accounted for, and its rules are there."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from standardcheck.ruleset.documents import Force, Grade
from standardcheck.ruleset.packs import Pack, list_packs, read_files, read_pack
from standardcheck.vocabulary.dates import is_date
from standardcheck.vocabulary.units import UnitTable

ROOT = Path(__file__).parents[2]
with (ROOT / "rules" / "ledger" / "local.csv").open(encoding="utf-8", newline="") as file:
    ROWS = {row["id"]: row for row in csv.DictReader(file)}
IDS = [*(f"LO-{n:02}" for n in range(1, 22)), "ML-01", "ML-02", *(f"RV-{n:02}" for n in range(1, 10))]
ENCODED = {"full", "over", "under", "manual"}
FORCES = {"", *get_args(Force)}
GRADES = set(get_args(Grade))


@cache
def packs() -> tuple[Pack, ...]:
    return tuple(read_pack(read_files(folder)) for folder in list_packs([ROOT / "rules"]).values())


@cache
def rules() -> dict[str, tuple[list[str], str]]:
    """Every rule of every pack: the rows it names and the document it cites."""
    found = [rule for pack in packs() for _, content in pack.files for rule in content.rules]
    return {rule.id: (rule.ledger, rule.clause.document) for rule in found}


def test_every_row_is_there_in_order() -> None:
    assert list(ROWS) == IDS


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_row_says_what_became_of_it(row: dict[str, str]) -> None:
    assert row["paraphrase_zh"]
    assert row["paraphrase_en"]
    assert row["force"] in FORCES
    assert row["grade"] in GRADES
    assert row["status"] in ENCODED | {"outside"}
    assert bool(row["rules"]) is (row["status"] in ENCODED)
    assert bool(row["why"]) is (row["status"] != "full")


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_rows_and_rules_name_each_other(row: dict[str, str]) -> None:
    naming = {rule for rule, (ledger, _) in rules().items() if row["id"] in ledger}
    assert naming == set(row["rules"].split())
    assert {rules()[rule][1] for rule in naming} <= {row["document"]}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_its_numbers_are_quantities(row: dict[str, str]) -> None:
    schema = json.loads((ROOT / "schemas" / "plan.schema.json").read_text(encoding="utf-8"))
    units = UnitTable(schema["x-counts"])
    for number in filter(None, row["numbers"].split("; ")):
        text = number.removeprefix("ours: ")
        assert is_date(text) or units.quantity(text)


def test_a_local_rule_names_its_row() -> None:
    local = [pack for pack in packs() if pack.manifest.extends]
    for pack in local:
        for _, content in pack.files:
            for rule in content.rules:
                assert set(rule.ledger) & set(ROWS) or pack.id == "cn-recalled", rule.id
