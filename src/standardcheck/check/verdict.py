"""What all findings of a plan mean together. One function counts; everything else reads its counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from standardcheck.check.findings import SEVERITIES, Finding, Outcome
from standardcheck.typing_light import Any, NamedTuple

COMPLIANT, NON_COMPLIANT, UNDETERMINED = "compliant", "non_compliant", "undetermined"

NOT_MET = "not_met"

EXIT_COMPLIANT, EXIT_VIOLATION, EXIT_USAGE, EXIT_UNDETERMINED, EXIT_NOT_CHECKED = range(5)


class Counts(NamedTuple):
    """How many findings there are: by outcome, by disposition, and by severity and outcome.

    ``settled`` counts, as ``by_severity`` does, those that ``--fail-on`` looks past: waived, known before, or decided
    to be met. ``unmet`` counts by severity the manual ones that a person has decided not to be met.
    """

    outcomes: dict[str, int]
    dispositions: dict[str, int]
    by_severity: dict[str, dict[str, int]]
    faults: int
    settled: Mapping[str, Mapping[str, int]] = {}
    unmet: Mapping[str, int] = {}

    def as_data(self) -> dict[str, Any]:
        """For the report."""
        return {
            "outcomes": self.outcomes,
            "dispositions": self.dispositions,
            "by_severity": self.by_severity,
            "faults": self.faults,
        }


class Kind(NamedTuple):
    """What the verdict looks at in a finding."""

    severity: str
    force: str
    outcome: str
    disposition: str
    answer: str = ""
    """Of a decided manual finding: ``met`` or ``not_met``."""


Tally = Mapping[Kind, int]
"""How many findings there are of each kind."""


def tally(findings: Iterable[Finding]) -> Tally:
    """Sort findings into kinds. Findings that know their own tally are asked for it."""
    if isinstance(findings, Tallied):
        return findings.kinds()
    return Counter(Kind(f.severity, f.rule.force, f.outcome, f.disposition, f.answer) for f in findings)


class Tallied:
    """Findings that can be counted without being made."""

    def kinds(self) -> Tally:
        """How many there are of each kind."""
        raise NotImplementedError


def count(found: Tally, faults: int) -> Counts:
    """Add up kinds; faults of the plan count as errors."""
    outcomes = {outcome.value: 0 for outcome in Outcome}
    by_severity = {severity: {outcome.value: 0 for outcome in Outcome} for severity in SEVERITIES}
    settled = {severity: {outcome.value: 0 for outcome in Outcome} for severity in SEVERITIES}
    unmet = dict.fromkeys(SEVERITIES, 0)
    dispositions: dict[str, int] = {}
    for kind, number in found.items():
        outcomes[kind.outcome] += number
        by_severity[kind.severity][kind.outcome] += number
        dispositions[kind.disposition] = dispositions.get(kind.disposition, 0) + number
        if kind.disposition != "open":
            settled[kind.severity][kind.outcome] += number * (kind.outcome != Outcome.FAIL or not _violates(kind, True))
            unmet[kind.severity] += number * (kind.answer == NOT_MET)
    outcomes[Outcome.ERROR] += faults
    return Counts(outcomes, dict(sorted(dispositions.items())), by_severity, faults, settled, unmet)


def verdict(found: Tally, faults: int, caps: Iterable[str], past_baseline: bool = False) -> str:
    """``non_compliant``, ``undetermined`` or ``compliant`` (design 5). ``caps`` are reasons that forbid compliant.

    ``past_baseline`` looks past violations that were known before, as the exit code does; a verdict never does.
    """
    kinds = [kind for kind, number in found.items() if number]
    binding = [kind for kind in kinds if kind.severity == SEVERITIES[0]]
    if any(_violates(kind, past_baseline) for kind in binding):
        return NON_COMPLIANT
    decided = any(kind.outcome in (Outcome.PASS, Outcome.FAIL) or kind.disposition == "decided" for kind in kinds)
    undecided = faults or list(caps) or any(_is_open(kind) for kind in binding)
    return UNDETERMINED if undecided or not decided else COMPLIANT


def _violates(kind: Kind, past_baseline: bool) -> bool:
    if kind.outcome == Outcome.MANUAL:
        return kind.answer == NOT_MET
    if kind.outcome != Outcome.FAIL or (past_baseline and kind.disposition == "baseline"):
        return False
    return not (kind.disposition == "waived" and kind.force != "must")


def _is_open(kind: Kind) -> bool:
    if kind.outcome == Outcome.MANUAL:
        return kind.disposition != "decided"
    return kind.outcome in (Outcome.UNKNOWN, Outcome.ERROR)


def names(counts: Counts, fail_on: Collection[str]) -> bool:
    """Whether something came out that ``--fail-on`` names: a failed rule of a severity, or ``unknown``, anything
    binding that is not decided. What is waived, known before or decided is looked past."""
    by, settled = counts.by_severity, counts.settled
    failed = (by[severity]["fail"] - settled[severity]["fail"] + counts.unmet[severity] for severity in by)
    if any(number for severity, number in zip(by, failed, strict=True) if severity in fail_on):
        return True
    binding = SEVERITIES[0]
    open_ = (by[binding][outcome] - settled[binding][outcome] for outcome in ("unknown", "manual", "error"))
    return "unknown" in fail_on and any(open_)


def only_lacks(counts: Counts, caps: Collection[str]) -> bool:
    """Whether an undetermined plan lacks something and nothing in it is wrong: facts, a person's judgement or, by its
    ``caps``, rules of its day or place are missing, but no entry is faulty and no rule went wrong."""
    by, settled = counts.by_severity[SEVERITIES[0]], counts.settled.get(SEVERITIES[0], {})
    unknown, manual, error = (by[outcome] - settled.get(outcome, 0) for outcome in ("unknown", "manual", "error"))
    return bool(unknown or manual or caps) and not (error or counts.faults)


def exit_code(verdicts: Iterable[str], unreadable: bool, fails: bool) -> int:
    """One exit code for a run: 4 beats 1 beats 3 beats 0."""
    seen = set(verdicts)
    if unreadable:
        return EXIT_NOT_CHECKED
    if fails or NON_COMPLIANT in seen:
        return EXIT_VIOLATION
    return EXIT_UNDETERMINED if UNDETERMINED in seen else EXIT_COMPLIANT
