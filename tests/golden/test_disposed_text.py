"""A report with a waiver, a decision and a baseline, kept as it is printed."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest

from standardcheck.api import check_many, load_ruleset, write_report

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent / "dispositions"


def written(language: str, monkeypatch: pytest.MonkeyPatch, **options: Any) -> str:
    monkeypatch.chdir(HERE)
    rules = load_ruleset(ROOT / "tests" / "cli" / "packs" / "small")
    given = {"waivers": "waivers.yaml", "decisions": "decisions.yaml", "baseline": "baseline.json"}
    out = io.StringIO()
    write_report(check_many(["plan.yaml"], rules, today="2025-06-01", **given), out, language=language, **options)
    return out.getvalue()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_report_reads_as_kept(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = written(language, monkeypatch)
    path = HERE / f"report.{language}.txt"
    if os.environ.get("STANDARDCHECK_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
