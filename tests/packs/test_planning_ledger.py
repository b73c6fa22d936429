"""The ledger of the planning documents and the rule packs name each other, and its numbers can be read."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from yaml import safe_load

from standardcheck.vocabulary.dates import is_date
from standardcheck.vocabulary.load import load_vocabulary

ROOT = Path(__file__).parents[2]
UNITS = load_vocabulary((ROOT / "schemas" / "plan.schema.json").read_bytes()).units
STATUSES = {"full", "over", "under", "manual", "outside"}


def ledger() -> list[dict[str, str]]:
    with (ROOT / "rules" / "ledger" / "planning.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rules() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every rule of the national and the unverified pack, with its pack."""
    for file in sorted((ROOT / "rules").glob("cn-*/*.yaml")):
        if file.parent.name in ("cn-national", "cn-recalled"):
            for rule in safe_load(file.read_bytes()).get("rules") or []:
                yield file.parent.name, rule


def rules_by_row() -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """The rules that name each row of the ledger."""
    named = defaultdict(list)
    for pack, rule in rules():
        for row in rule["ledger"]:
            named[row].append((pack, rule))
    return named


ROWS = ledger()
NAMED = rules_by_row()


def test_rows_are_listed_once() -> None:
    ids = [row["id"] for row in ROWS]
    assert len(ids) == len(set(ids))
    assert ids


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_row_says_how_it_is_encoded(row: dict[str, str]) -> None:
    held = NAMED.get(row["id"], [])
    assert row["status"] in STATUSES
    assert row["why"]
    assert row["paraphrase_zh"] and row["paraphrase_en"]
    assert sorted(row["rules"].split()) == sorted(str(rule["id"]) for _, rule in held)
    assert (row["status"] == "outside") == (not held)
    for pack, rule in held:
        assert (pack == "cn-recalled") == (row["grade"] == "recalled")
        if row["grade"] == "recalled":
            assert rule["grade"] == "recalled"
            assert "未经核对" in str(rule["note"]) and "not verified" in str(rule["note"])
    if row["status"] == "manual":
        assert all(rule.get("decide") == "manual" for _, rule in held)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_its_numbers_are_quantities(row: dict[str, str]) -> None:
    for number in filter(None, row["numbers"].split("; ")):
        if is_date(number.removeprefix("ours: ")):
            continue
        assert UNITS.quantity(number.removeprefix("ours: ")).form in ("bare", "ratio", "share", "unit")
