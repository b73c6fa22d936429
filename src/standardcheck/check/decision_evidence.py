"""What an answer to a manual finding rests on, as a digest: when it changes, the question is asked again."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from typing import Any

from standardcheck.check.findings import Finding
from standardcheck.check.identity import identify, identity_text
from standardcheck.check.run import PlanReport
from standardcheck.compiler.evidence import leaves_of
from standardcheck.compiler.values import Value
from standardcheck.plan.model import Incomplete

_OWN = "x_"
"""Fields of the submitter's own, which no rule and no question is about."""


def evidence_digest(plan: PlanReport, finding: Finding) -> str:
    """``sha256:`` and the digest of the question with everything that it was asked about.

    That is: the object by its ids; rule, clause and wording of the question; each comparison of the rule's
    ``applies`` as it came out, with limits; and everything that the plan states of the object, down to the objects in
    it. Order of keys and items, units as written and the submitter's own ``x_`` fields do not count.
    """
    rule = finding.rule
    vocabulary, data = plan.explainer.interpreter.vocabulary, plan.plan.data
    judgement = plan.explainer.interpreter.judge(rule, finding.scope)
    content = {
        "about": identity_text(vocabulary, data, identify(vocabulary, data, finding.path)),
        "rule": rule.id,
        "clause": rule.clause,
        "question": rule.question,
        "applies": [[_worth(leaf.left), _worth(leaf.right), leaf.holds] for leaf in leaves_of(judgement.applies)],
        "subject": _plain(finding.scope.nodes[finding.kind]),
    }
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _worth(value: Value | None) -> Any:
    if value is None:
        return None
    return [value.state, _plain(value.value), _plain(value.low), _plain(value.high), value.reason]


def _plain(value: Any) -> Any:
    """A value as JSON that is the same however it was written."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items() if part is not None and not key.startswith(_OWN)}
    if isinstance(value, list):
        items = sorted((_plain(part) for part in value), key=lambda part: json.dumps(part, sort_keys=True))
        return {"incomplete": True, "items": items} if isinstance(value, Incomplete) else items
    if isinstance(value, tuple | frozenset):
        return sorted((_plain(part) for part in value), key=str)
    if value is None or isinstance(value, bool | str):
        return value
    return str(Fraction(value))
