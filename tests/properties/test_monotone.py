"""Filling in one fact, or completing a list, never turns a pass into a failure or a failure into a pass."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from standardcheck.check.findings import Finding
from support.backends import BACKENDS, Backend
from support.completions import Used, completions, facts_of
from support.generated import plans, rule_file, rules
from support.toy import AS_OF, conform, program_of, vocabulary


def one_field(used: Used, kind: str, name: str) -> Used:
    """Only one field to be completed, and the way to it."""
    chosen = Used()
    chosen.keys = used.keys
    chosen["tank"] = {field for field in ("pump", "shoals") if vocabulary().kinds["tank"].fields[field].items == kind}
    if kind == "hose":
        chosen["tank"], chosen["pump"] = {"pump"}, {"hoses"}
    chosen.setdefault(kind, set()).add(name)
    return chosen


@pytest.mark.parametrize("backend", BACKENDS.values(), ids=BACKENDS)
@given(rule=rules(), plan=plans(), data=st.data())
def test_one_more_fact(backend: Backend, rule: dict[str, Any], plan: dict[str, Any], data: st.DataObject) -> None:
    program = program_of(rule_file(rule))
    used = facts_of(program)
    kind, name = data.draw(st.sampled_from([(kind, name) for kind in sorted(used) for name in sorted(used[kind])]))
    assume((kind, name) != ("aquarium", "tanks"))
    (before,) = backend(program, vocabulary(), AS_OF, conform()(plan)[0])
    for fuller in completions(plan, one_field(used, kind, name), extra=1, most=40):
        (after,) = backend(program, vocabulary(), AS_OF, conform()(fuller)[0])
        assert may_follow(before, after), fuller


def may_follow(before: Finding, after: Finding) -> bool:
    """Whether an outcome may come after another when more is known."""
    if before.outcome == "unknown":
        return True
    if before.outcome == "pass" and before.flagged:
        return after.outcome in ("pass", "not_applicable")
    return after.outcome == before.outcome
