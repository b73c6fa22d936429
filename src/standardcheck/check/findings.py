"""Findings: one rule judged for one object."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from standardcheck.compiler.form import RuleForm
from standardcheck.compiler.scope import Scope
from standardcheck.plan.model import Path
from standardcheck.typing_light import Any, NamedTuple


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


class Settlement(NamedTuple):
    """What somebody has said about a finding: its disposition, a reviewer's ``answer`` (``met`` or ``not_met``), and
    what the report says of it (``record``)."""

    disposition: str
    answer: str = ""
    record: Mapping[str, Any] | None = None


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
    settlement: Settlement | None = None

    @property
    def answer(self) -> str:
        """``met`` or ``not_met`` where a person has decided a manual finding, else empty."""
        return self.settlement.answer if self.settlement else ""

    @property
    def severity(self) -> str:
        """``violation``, ``advice`` or ``note``."""
        return severity_of(self.rule)

    @property
    def binding(self) -> bool:
        """Whether the rule is one that a plan must meet."""
        return self.severity == "violation"
