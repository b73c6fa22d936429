"""Sound, by brute force: what is decided with facts open holds however they come out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from support.backends import BACKENDS, Backend
from support.completions import completions, facts_of
from support.generated import plans, rule_file, rules
from support.toy import AS_OF, conform, program_of, vocabulary

MOST = 400
"""Completions tried of one plan."""

MAY_BECOME = {"pass": {"pass", "not_applicable"}, "fail": {"fail"}, "not_applicable": {"not_applicable"}}


@pytest.mark.parametrize("backend", BACKENDS.values(), ids=BACKENDS)
@given(rule=rules(), plan=plans())
def test_what_is_decided_holds_in_every_completion(
    backend: Backend, rule: dict[str, Any], plan: dict[str, Any]
) -> None:
    program = program_of(rule_file(rule))
    data, faults = conform()(plan)
    assert not faults
    (finding,) = backend(program, vocabulary(), AS_OF, data)
    if finding.outcome == "unknown":
        return
    for completed in completions(plan, facts_of(program), most=MOST):
        whole, faults = conform()(completed)
        assert not faults
        (other,) = backend(program, vocabulary(), AS_OF, whole)
        assert other.outcome in MAY_BECOME[finding.outcome], completed
