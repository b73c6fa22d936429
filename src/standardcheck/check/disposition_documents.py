"""What files of waivers, of decisions and of known violations may hold: pydantic models.

Imported only when such a file is read, or its schema is made. Unknown keys are faults; values are not changed to fit.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from standardcheck.ruleset.documents import Clause, Day, DottedId


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True)


Words = Annotated[str, StringConstraints(pattern=r"\S")]
SubjectText = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*=[^/\s]+(/[a-z][a-z0-9_]*(=[^/\s]+|\[\]))*$")]
Evidence = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]


class WaiverEntry(_Entry):
    """One failure that is accepted for a time. A ``must`` cannot be waived."""

    rule: DottedId
    """Id of the rule."""
    subject: SubjectText
    """The object, by the ids from the plan down, as reports print it: ``plan=P-1/community=c1/facility=f2``."""
    clause: Clause
    """The clause of the rule, so that a waiver does not outlive the text that it was granted from."""
    reason: Words
    """Why the failure is accepted."""
    authority: Words | None = None
    """Who accepts it and answers for it. May be left out only where the clause says “generally” or “in principle”."""
    granted: Day
    """The first day on which it holds."""
    expires: Day
    """The last day on which it holds."""


class WaiverFile(_Entry):
    """waivers.yaml: failures that somebody has accepted."""

    waivers: list[WaiverEntry]


class DecisionEntry(_Entry):
    """A person's answer to a question that no field of a plan settles."""

    rule: DottedId
    """Id of the rule."""
    subject: SubjectText
    """The object, by the ids from the plan down, as reports print it."""
    who: Words
    """Who decided."""
    when: Day
    """The day of the decision."""
    answer: Literal["met", "not_met"]
    """Whether the requirement is met."""
    remark: str = ""
    """What the answer rests on."""
    evidence: Evidence
    """Digest of the question and the facts that it was asked about, written by ``standardcheck review``. When they
    change, the question is open again."""


class DecisionFile(_Entry):
    """decisions.yaml: answers to manual findings."""

    decisions: list[DecisionEntry]


class KnownEntry(_Entry):
    """A violation that was known before."""

    plan: Words
    """Id of the plan, or its file if it has none."""
    rule: DottedId
    subject: str
    fingerprint: Fingerprint


class BaselineFile(_Entry):
    """A baseline: violations that were known before, and no longer set the exit code."""

    baseline_version: Literal["1"]
    violations: list[KnownEntry]
