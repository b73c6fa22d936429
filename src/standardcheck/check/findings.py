"""Findings: one rule judged for one object."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from standardcheck.compiler.form import RuleForm
from standardcheck.compiler.scope import Scope
from standardcheck.plan.model import Path


class Outcome(StrEnum):
    """How a rule came out. See docs/semantics.md."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    MANUAL = "manual"
    ERROR = "error"


SEVERITIES = ("violation", "advice", "note")
"""From the gravest down."""

_SEVERITY = {
    "must": "violation",
    "shall": "violation",
    "should": "advice",
    "encourage": "advice",
    "may": "note",
    "target": "note",
}


def severity_of(rule: RuleForm) -> str:
    """Severity follows from force alone; everything in a draft is a note, and a recalled clause advice at most."""
    if rule.draft:
        return "note"
    severity = _SEVERITY[rule.force]
    return "advice" if severity == "violation" and rule.grade == "recalled" else severity


class Finding(NamedTuple):
    """A rule judged for an object. ``form`` is ``item``, or ``empty``, ``missing`` or ``rest`` where the finding
    is about a list of the object at ``path`` (see :class:`standardcheck.compiler.scope.Subject`).

    Evidence, needs and sentences are made from ``rule`` and ``scope`` when asked for (``check.explain``).
    """

    rule: RuleForm
    outcome: str
    flagged: bool
    form: str
    kind: str
    path: Path
    list_path: Path
    scope: Scope
    disposition: str = "open"
    error: str = ""

    @property
    def severity(self) -> str:
        """``violation``, ``advice`` or ``note``."""
        return severity_of(self.rule)

    @property
    def binding(self) -> bool:
        """Whether the rule is one that a plan must meet."""
        return self.severity == "violation"
