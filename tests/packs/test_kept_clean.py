"""The shipped packs agree with their ledger, have no findings, and no slip in them would go unnoticed.

About ten seconds in all. What is found is printed as the commands print it: mend the rule, add an example (``rules test
--suggest``), or say in ``equivalent-mutants.yaml`` of the pack why nothing can show the difference.
"""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from standardcheck.cli.rules import ledger, lint
from standardcheck.cli.rules import test as rules_test
from standardcheck.ruleset.packs import list_packs

RULES = Path(__file__).parents[2] / "rules"
PACKS = list_packs([RULES])


def run(command: click.Command, *args: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, [*args, "--lang", "en"])
    return result.exit_code, result.output


def test_the_packs_agree_with_their_ledger() -> None:
    code, said = run(ledger.command, str(RULES), "--ledger", str(RULES / "ledger"), "--problems")
    assert code == 0, said
    assert "rows: 2" in said


def test_the_packs_have_no_findings() -> None:
    """Warnings count; a review that lies too long back (SC105) depends on the day and is left to the author."""
    code, said = run(lint.command, str(RULES), "--strict", "--ignore", "SC105")
    assert code == 0, said
    assert f"packs: {len(PACKS)}, errors: 0, warnings: 0" in said


@pytest.mark.parametrize("pack", sorted(PACKS))
def test_the_examples_cover_the_pack_and_notice_every_slip(pack: str) -> None:
    code, said = run(rules_test.command, str(PACKS[pack]), "--coverage", "--mutate")
    assert code == 0, said
    assert "came out as they say" in said
    assert " 0 survive" in said
