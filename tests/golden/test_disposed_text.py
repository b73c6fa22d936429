"""A report with a waiver, a decision and a baseline, kept as it is printed."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from standardcheck.api import check_many, load_ruleset, write_report
from standardcheck.check.format import refusal

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


def test_the_saved_report_is_one_and_says_the_same_in_every_format(monkeypatch: pytest.MonkeyPatch) -> None:
    data = json.loads(written("en", monkeypatch, format="json"))
    assert refusal(data) == ""
    assert data["exit_code"] == 1
    (plan,) = data["plans"]
    assert (plan["today"], plan["verdict"], plan["standing"]) == ("2025-06-01", "non_compliant", "non_compliant")
    assert plan["counts"]["dispositions"] == {"baseline": 1, "decided": 2, "open": 8, "waived": 1}
    for name in ("text", "html", "markdown", "sarif", "junit", "csv"):
        out = io.StringIO()
        write_report(data, out, name, language="en")
        for said in ("listed and", "Planning bureau, notice 12", "The entrance is not level"):
            assert said in " ".join(out.getvalue().split()), (name, said)
    for name in ("text", "html", "markdown"):
        out = io.StringIO()
        write_report(data, out, name, language="en")
        text = out.getvalue()
        assert "waived 1, known before 1, decided by a person 2" in text and "2025" in text, name
