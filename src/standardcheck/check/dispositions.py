"""Dispositions: what people have said about findings, laid over a report. The outcomes and the findings stay.

Pure: entries that have been read (:mod:`standardcheck.check.disposition_files`) and a report in, a report out. The
command line and the library come through :func:`dispose`, and nothing else waives, decides or looks past a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from standardcheck.check.decision_evidence import evidence_digest
from standardcheck.check.disposed import Disposed, Key, Settled, key_of
from standardcheck.check.findings import SEVERITIES, Finding, Outcome, Settlement
from standardcheck.check.identity import fingerprint, identify, identity_text
from standardcheck.check.looking import by_rule, first, of_rule
from standardcheck.check.run import PlanReport, Report, text_at
from standardcheck.check.verdict import count, tally, verdict
from standardcheck.compiler.form import RuleForm
from standardcheck.compiler.scope import ITEM
from standardcheck.errors import Place, UsageError

JUSTIFIED = frozenset(("in_principle", "generally"))
"""Modifiers of a clause that itself leaves room: a justification is enough, no authority has to answer."""

_NAMED = 5
"""How many entries a notice about several names."""

Notice = tuple[str, dict[str, Any]]


class Waiver(NamedTuple):
    """Why a failure is accepted, by whom, and until when (last day inclusive)."""

    rule: str
    subject: str
    clause: tuple[str, str]
    reason: str
    authority: str | None
    granted: str
    expires: str
    place: Place


class Decision(NamedTuple):
    """A person's answer to a manual finding, and the digest of the evidence that was seen."""

    rule: str
    subject: str
    who: str
    when: str
    answer: str
    remark: str
    evidence: str
    place: Place


class Known(NamedTuple):
    """A violation that was known before. ``plan`` is the id of the plan, or its file if it has none."""

    plan: str
    rule: str
    subject: str
    fingerprint: str


class Given(NamedTuple):
    """Everything that is laid over a report. ``today`` is the day on which waivers are judged; ``baseline`` is
    ``None`` where there is none, which is not the same as an empty one."""

    waivers: tuple[Waiver, ...] = ()
    decisions: tuple[Decision, ...] = ()
    baseline: frozenset[Known] | None = None
    today: str | None = None


def dispose(report: Report, given: Given) -> Report:
    """The report with every finding disposed of as ``given`` says, and a notice for each entry that did nothing.

    No outcome changes and no finding is dropped. Raises ``UsageError`` if there are waivers and no day to judge
    them on: every waiver has a last day.
    """
    if given.waivers and given.today is None:
        raise UsageError("no-today")
    plans = tuple(_Disposing(plan, given).plan() for plan in report.plans)
    elsewhere = tuple(_elsewhere(report.plans, given))
    return report._replace(plans=tuple(plan._replace(notices=(*plan.notices, *elsewhere)) for plan in plans))


def plan_key(plan: PlanReport) -> str:
    """What a baseline knows a plan by: its id, or its file if it has none."""
    return _plan_id(plan) or plan.plan.file


def _plan_id(plan: PlanReport) -> str | None:
    vocabulary = plan.explainer.interpreter.vocabulary
    return text_at(plan.plan.data, (vocabulary.kinds[vocabulary.root].identity,))


def subject_of(plan: PlanReport, finding: Finding) -> str | None:
    """How waivers and decisions name the object of a finding; ``None`` where it, or what it lies in, has no id."""
    vocabulary = plan.explainer.interpreter.vocabulary
    return identity_text(vocabulary, plan.plan.data, identify(vocabulary, plan.plan.data, finding.path))


def violations(plan: PlanReport) -> Iterator[tuple[Finding, Known | None]]:
    """Violations that nobody has waived, and how a baseline knows them: ``None`` where an object has no id."""
    vocabulary = plan.explainer.interpreter.vocabulary
    for finding in first(plan.findings, (Outcome.FAIL,)):
        if finding.severity != SEVERITIES[0] or finding.disposition == "waived":
            continue
        who = identify(vocabulary, plan.plan.data, finding.path)
        if not who.identified:
            yield finding, None
            continue
        subject = identity_text(vocabulary, plan.plan.data, who) or "/".join(who.chain)
        yield finding, Known(plan_key(plan), finding.rule.id, subject, fingerprint(finding.rule.id, who.chain, ITEM))


class _Disposing:
    """One plan: who said what about which of its findings."""

    def __init__(self, plan: PlanReport, given: Given) -> None:
        self.before, self.given = plan, given
        self.own = identity_text(plan.explainer.interpreter.vocabulary, plan.plan.data, identify_root(plan))
        self.rules: dict[str, RuleForm] = {rule.id: rule for rule in plan.program.rules}
        self.run = {rule for rule, _ in by_rule(plan.findings)}
        self.settled: dict[Key, Settled] = {}
        self.notices: list[Notice] = []
        self.subjects: dict[str, dict[str, list[Finding]]] = {}

    def plan(self) -> PlanReport:
        """The plan's report with its findings disposed of."""
        for waiver in filter(self._is_here, self.given.waivers):
            self._waive(waiver)
        for decision in filter(self._is_here, self.given.decisions):
            self._decide(decision)
        if self.given.baseline is not None:
            self._look_past(self.given.baseline)
        before = self.before
        findings: Sequence[Finding] = Disposed(before.findings, self.settled)
        kinds, faults = tally(findings), len(before.plan.faults)
        apart = verdict(kinds, faults, before.caps, past_baseline=True)
        return before._replace(
            findings=findings,
            verdict=verdict(kinds, faults, before.caps),
            standing=None if self.given.baseline is None else apart,
            today=self.given.today if self.given.waivers else None,
            notices=(*before.notices, *self.notices),
            counts=count(kinds, faults),
        )

    def _is_here(self, entry: Waiver | Decision) -> bool:
        return self.own is not None and entry.subject.split("/")[0] == self.own

    # -- waivers ---------------------------------------------------------------------------------------------

    def _waive(self, waiver: Waiver) -> None:
        finding = self._about(waiver, "waiver")
        if finding is None:
            return
        refused = _refusal(waiver, finding, self.given.today or "")
        if refused is None and key_of(finding) in self.settled:
            refused = "waiver_twice", {}
        if refused is not None:
            code, args = refused
            self._notice(waiver, code, **args)
            return
        record = {"reason": waiver.reason, "granted": waiver.granted, "until": waiver.expires}
        if waiver.authority is not None:
            record = {"who": waiver.authority, **record}
        self._settle(finding, Settlement("waived", "", record))

    # -- decisions -------------------------------------------------------------------------------------------

    def _decide(self, decision: Decision) -> None:
        finding = self._about(decision, "decision")
        if finding is None:
            return
        if finding.outcome != Outcome.MANUAL:
            self._notice(decision, "decision_not_asked", outcome=_outcome(finding))
        elif evidence_digest(self.before, finding) != decision.evidence:
            self._notice(decision, "decision_stale", who=decision.who, when=decision.when)
        else:
            record = {"who": decision.who, "when": decision.when, "answer": decision.answer}
            if decision.remark:
                record["remark"] = decision.remark
            self._settle(finding, Settlement("decided", decision.answer, record))

    # -- baseline --------------------------------------------------------------------------------------------

    def _look_past(self, baseline: frozenset[Known]) -> None:
        own = {(entry.rule, entry.fingerprint): entry for entry in baseline if entry.plan == plan_key(self.before)}
        found = set()
        for rule in sorted({rule for rule, _ in own}):
            for finding in of_rule(self.before.findings, rule, (Outcome.FAIL,)):
                known = self._known(finding)
                if known in own and key_of(finding) not in self.settled and finding.binding:
                    found.add(known)
                    self._settle(finding, Settlement("baseline"))
        stale = [entry for key, entry in own.items() if key not in found and self._was_run(entry.rule)]
        for entry in sorted(stale):
            self.notices.append(("baseline_stale", {"rule": entry.rule, "subject": entry.subject}))

    def _known(self, finding: Finding) -> tuple[str, str] | None:
        who = identify(self.before.explainer.interpreter.vocabulary, self.before.plan.data, finding.path)
        return (finding.rule.id, fingerprint(finding.rule.id, who.chain, ITEM)) if who.identified else None

    # -- both ------------------------------------------------------------------------------------------------

    def _about(self, entry: Waiver | Decision, kind: str) -> Finding | None:
        """The one finding that an entry is about. What it misses is a notice."""
        if entry.rule not in self.rules:
            self._notice(entry, f"{kind}_rule_gone")
            return None
        if not self._was_run(entry.rule):
            return None
        found = self._findings(entry.rule).get(entry.subject, [])
        if len(found) != 1:
            self._notice(entry, f"{kind}_ambiguous" if found else f"{kind}_subject_gone")
            return None
        return found[0]

    def _was_run(self, rule: str) -> bool:
        """False for a rule that ``--only`` or ``--skip`` left out: nothing can be said about its findings."""
        return rule in self.run or not self.before.partial

    def _findings(self, rule: str) -> Mapping[str, list[Finding]]:
        """The findings of a rule about single objects, by object. Of a large plan only those of rules that entries
        name are made."""
        if rule not in self.subjects:
            found: dict[str, list[Finding]] = {}
            for finding in of_rule(self.before.findings, rule, tuple(Outcome)):
                subject = subject_of(self.before, finding) if finding.form == ITEM else None
                if subject is not None:
                    found.setdefault(subject, []).append(finding)
            self.subjects[rule] = found
        return self.subjects[rule]

    def _settle(self, finding: Finding, settlement: Settlement) -> None:
        self.settled[key_of(finding)] = Settled(finding, settlement)

    def _notice(self, entry: Waiver | Decision, code: str, /, **args: Any) -> None:
        about = {"where": f"{entry.place.file}:{entry.place.line}", "rule": entry.rule, "subject": entry.subject}
        self.notices.append((code, about | args))


def identify_root(plan: PlanReport) -> Any:
    """The identity of the plan itself."""
    return identify(plan.explainer.interpreter.vocabulary, plan.plan.data, ())


def _refusal(waiver: Waiver, finding: Finding, today: str) -> tuple[str, dict[str, Any]] | None:
    """Why a waiver does not waive a finding; ``None`` if it does. This is the only way to a waived finding."""
    rule = finding.rule
    if today > waiver.expires:
        return "waiver_expired", {"expires": waiver.expires, "today": today}
    if today < waiver.granted:
        return "waiver_early", {"granted": waiver.granted, "today": today}
    if waiver.clause != rule.clause:
        return "waiver_clause", {"found": " ".join(waiver.clause), "clause": " ".join(rule.clause)}
    if finding.outcome != Outcome.FAIL:
        return "waiver_not_failed", {"outcome": _outcome(finding)}
    if rule.force == "must":
        return "waiver_must", {}
    if finding.severity not in SEVERITIES[:2]:
        return "waiver_note", {}
    if waiver.authority is None and not JUSTIFIED.intersection(rule.modifiers):
        return "waiver_authority", {}
    return None


def _outcome(finding: Finding) -> dict[str, str]:
    from standardcheck.wording import LANGUAGES, catalogue

    return {language: catalogue(language).OUTCOMES[finding.outcome] for language in LANGUAGES}


def _elsewhere(plans: Iterable[PlanReport], given: Given) -> Iterator[Notice]:
    """Entries about plans that are not in this run, counted, and some of the plans named."""
    here = list(plans)
    written = {identity_text(p.explainer.interpreter.vocabulary, p.plan.data, identify_root(p)) for p in here}
    subjects = [*(entry.subject for entry in given.waivers), *(entry.subject for entry in given.decisions)]
    named = [subject.split("/")[0] for subject in subjects]
    keys = {plan_key(plan) for plan in here}
    named = [name for name in named if name not in written]
    named += sorted(entry.plan for entry in given.baseline or () if entry.plan not in keys)
    if named:
        distinct = list(dict.fromkeys(named))
        shown = (*distinct[:_NAMED], *(["…"] if len(distinct) > _NAMED else []))
        yield "elsewhere", {"number": len(named), "plans": shown}
