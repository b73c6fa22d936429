"""A short report in every machine format, kept as files. After a wanted change:
``STANDARDCHECK_GOLDEN=write pytest tests/writers/test_golden_formats.py``."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from support.reports import whole, written

HERE = Path(__file__).parent / "golden"
CASES = {
    "short.sarif": ("sarif", "en"),
    "short.github.sarif": ("sarif-github", "zh"),
    "short.junit.xml": ("junit", "zh"),
    "short.github.txt": ("github", "en"),
    "short.summary.md": ("github-summary", "en"),
    "short.md": ("markdown", "zh"),
    "short.gitlab.json": ("gitlab", "zh"),
    "short.lines.txt": ("lines", "en"),
    "short.tap": ("tap", "en"),
    "short.csv": ("csv", "zh"),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_format_reads_as_kept(name: str) -> None:
    format_, language = CASES[name]
    data = whole() | {
        "tool": {"name": "standardcheck", "version": "0.0.0"},
        "rule_set": {"digest": f"sha256:{'0' * 64}"},  # that of the shipped packs changes with every clause
    }
    text = written(data, format_, language=language)
    path = HERE / name
    if os.environ.get("STANDARDCHECK_GOLDEN") == "write":
        path.write_bytes(text.encode())
    assert text.encode() == path.read_bytes()
