"""Rules for each item of a list: one finding an item, whose outcome holds however the list is completed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standardcheck.check.findings import Finding
from support.backends import BACKENDS, Backend
from support.completions import completions, facts_of
from support.generated import plans, rule_file, shoal_tests
from support.toy import AS_OF, conform, program_of, rule, vocabulary

MAY_BECOME = {"pass": {"pass", "not_applicable"}, "fail": {"fail"}, "not_applicable": {"not_applicable"}}


def place(finding: Finding) -> tuple[Any, ...]:
    """Where a finding stands, whether or not the list is written in its long form."""
    return tuple(step for step in finding.path if step != "items")


@pytest.mark.parametrize("backend", BACKENDS.values(), ids=BACKENDS)
@given(test=shoal_tests(), applies=st.none() | shoal_tests(), plan=plans())
def test_each_item(
    backend: Backend, test: tuple[str, Any], applies: tuple[str, Any] | None, plan: dict[str, Any]
) -> None:
    parts = {"applies": applies[1]} if applies else {}
    program = program_of(rule_file(rule(**{"for": "each tank.shoals"}, require=test[1], **parts)))
    data, _ = conform()(plan)
    found = backend(program, vocabulary(), AS_OF, data)
    stated = plan["tanks"][0]["shoals"]
    items = stated["items"] if isinstance(stated, dict) else stated if isinstance(stated, list) else []
    assert [f.form for f in found if f.form == "item"] == ["item"] * len(items)
    rest = [(f.form, f.outcome) for f in found if f.form != "item"]
    if isinstance(stated, dict):
        assert rest in ([("rest", "unknown")], [])
    elif stated in (None, "n/a"):
        assert rest in ([("missing", "unknown")], [("missing", "not_applicable")])
    else:
        assert rest == ([] if items else [("empty", "not_applicable")])
    before = {place(f): f for f in found if f.form == "item"}
    for completed in completions(plan, facts_of(program), extra=1, most=100):
        after = {place(f): f for f in backend(program, vocabulary(), AS_OF, conform()(completed)[0])}
        for where, finding in before.items():
            if finding.outcome != "unknown":
                assert after[where].outcome in MAY_BECOME[finding.outcome]


@pytest.mark.parametrize("backend", BACKENDS.values(), ids=BACKENDS)
def test_an_object_that_is_not_stated_does_not_fail(backend: Backend) -> None:
    """Stated to be none, it would not be judged at all."""
    program = program_of(rule_file(rule(**{"for": "pump"}, require={"tank.heated": True})))
    data, _ = conform()({"tanks": [{"heated": False}]})
    assert [f.outcome for f in backend(program, vocabulary(), AS_OF, data)] == ["unknown"]
