"""Every example in a shipped rule file comes out as the file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from standardcheck.compiler.build import build
from standardcheck.errors import InvalidRuleSet
from standardcheck.packtools.examples import run_examples
from standardcheck.plan.conform import Conform
from standardcheck.ruleset.packs import list_packs, read_files
from standardcheck.ruleset.resolve import read_chain, resolve
from standardcheck.vocabulary.load import load_vocabulary

ROOT = Path(__file__).parents[2]
PACKS = {name: read_files(folder) for name, folder in list_packs([ROOT / "rules"]).items()}


@pytest.mark.parametrize("pack", sorted(PACKS))
def test_examples_come_out_as_written(pack: str) -> None:
    vocabulary = load_vocabulary((ROOT / "schemas" / "plan.schema.json").read_bytes())
    resolved = resolve(read_chain(pack, PACKS))
    try:
        program = build(resolved, vocabulary)
    except InvalidRuleSet as invalid:
        pytest.fail("\n".join(f"{f.place}: {f.code} {f.args}" for f in invalid.faults))
    results = list(run_examples(resolved, program, Conform(vocabulary)))
    wrong = [
        f"{r.origin.place()}: {r.rule}: {r.name}: {'; '.join(map(str, r.problems))}" for r in results if r.problems
    ]
    assert not wrong, "\n".join(wrong)
    assert results
