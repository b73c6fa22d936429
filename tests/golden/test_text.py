"""Whole terminal reports, kept as files. After a wanted change: ``STANDARDCHECK_GOLDEN=write pytest tests/golden``."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from standardcheck.api import check_many, load_ruleset, write_report
from standardcheck.writers.layout import width_of

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
CASES = {
    "full-community.zh.txt": ("full-community.yaml", {"language": "zh"}),
    "full-community.en.txt": ("full-community.yaml", {"language": "en", "explain": True}),
    "beijing-2026.zh.txt": ("beijing-2026.yaml", {"language": "zh", "width": 80}),
    "early-stage.en.txt": ("early-stage.yaml", {"language": "en"}),
    "all-pass.zh.txt": ("all-pass.yaml", {"language": "zh", "every": True}),
    "long-forms.en.txt": ("long-forms.yaml", {"language": "en"}),
}


def written(name: str) -> str:
    plan, options = CASES[name]
    out = io.StringIO()
    here = Path.cwd()
    os.chdir(ROOT)  # reports show paths as they were given
    try:
        write_report(check_many([f"fixtures/plans/{plan}"], load_ruleset()), out, "text", **options)
    finally:
        os.chdir(here)
    return out.getvalue()


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_report_reads_as_kept(name: str) -> None:
    text = written(name)
    path = HERE / name
    if os.environ.get("STANDARDCHECK_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(CASES))
def test_no_line_is_wider_than_the_page(name: str) -> None:
    width = CASES[name][1].get("width", 100)
    lines = [line for line in written(name).splitlines() if not line.strip().startswith("plan=")]  # to be copied
    wide = [line for line in lines if width_of(line) > width]
    assert not wide, wide[:3]
