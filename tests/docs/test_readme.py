"""The finding on the README's first screen is what the program prints."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

from standardcheck.api import check_many, load_ruleset, write_report
from standardcheck.check.run import selector

ROOT = Path(__file__).parents[2]


def test_the_finding_shown_is_real() -> None:
    (block,) = re.findall(r"```text\n(.*?)\n```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    here = Path.cwd()
    os.chdir(ROOT)
    try:
        report = check_many(["fixtures/plans/full-community.yaml"], load_ruleset(), select=selector(("FR-01",), ()))
    finally:
        os.chdir(here)
    out = io.StringIO()
    write_report(report, out, "text", language="en")
    assert block in out.getvalue()


def test_there_are_two_commands_to_set_up() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert [len(block.strip().splitlines()) for block in blocks] == [1, 1]
