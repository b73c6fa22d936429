"""Why a finding came out as it did: the evidence in order, and a sentence in every language."""

from __future__ import annotations

from standardcheck.check.display import Display, both
from standardcheck.check.findings import Finding, Outcome
from standardcheck.check.identity import Identity, fingerprint, identify, identity_text
from standardcheck.check.records import Record, Recorder
from standardcheck.compiler.evidence import Branch, Evidence, Leaf, leaves_of
from standardcheck.compiler.form import Fact, Present
from standardcheck.compiler.interpret import Interpreter, Judgement
from standardcheck.compiler.needs import needs
from standardcheck.compiler.scope import EMPTY, ITEM
from standardcheck.compiler.values import FactRef
from standardcheck.plan.model import Path, Plan, pointer, standing_at
from standardcheck.typing_light import Any, NamedTuple
from standardcheck.vocabulary.model import Label
from standardcheck.wording import catalogue, spoken

MAX_SAID = 4
"""Leaves that a sentence names; the tree has them all."""


_IDENTITIES_KEPT = 1_000


class Decided(NamedTuple):
    """A leaf that decided: whether it stands under a *not*, is one of several ways to comply, or belongs to an
    exception of the rule (its id)."""

    leaf: Leaf
    negated: bool = False
    alternative: bool = False
    exception: str = ""


Deciding = list[Decided]


class Explainer:
    """Explains the findings of one plan."""

    def __init__(self, interpreter: Interpreter, plan: Plan) -> None:
        self.interpreter = interpreter
        self.plan = plan
        self.display = Display(interpreter.vocabulary, interpreter.program)
        self.recorder = Recorder(interpreter, self.display, plan)
        self._identities: dict[Path, tuple[Identity, str | None]] = {}

    def explain(self, finding: Finding, whole: bool = True) -> Record:
        """A finding as a record of the report; ``whole`` adds the evidence tree."""
        rule = finding.rule
        who, written = self._identity(finding.path)
        record: Record = {
            "rule": rule.id,
            "title": rule.title,
            "clause": {"document": rule.clause[0], "number": rule.clause[1]},
            "ledger": list(rule.ledger),
            "force": rule.force,
            "modifiers": list(rule.modifiers),
            "severity": finding.severity,
            "grade": rule.grade,
            "draft": rule.draft,
            "outcome": finding.outcome,
            "disposition": finding.disposition,
            "subject": {
                "pointer": pointer(finding.path),
                "kind": who.kind,
                "id": who.id,
                "label": who.label,
                "identified": who.identified,
                **({} if written is None else {"identity": written}),
            },
            "position": self.recorder.position(finding.path if finding.form == ITEM else finding.list_path),
            "fingerprint": fingerprint(rule.id, who.chain, finding.form),
        }
        if finding.settlement and finding.settlement.record is not None:
            record["waiver" if finding.disposition == "waived" else "decision"] = dict(finding.settlement.record)
        if rule.note:
            record["note"] = rule.note
        if finding.outcome == Outcome.ERROR:
            return {**record, **_crashed(finding.error)}
        if finding.form == EMPTY:
            return {**record, "message": self._empty(finding), "evidence": [], "needs": []}
        try:
            judgement = self.interpreter.judge(rule, finding.scope)
        except Exception as fault:  # of what need not be asked to know the outcome: the other findings stay explained
            return {**record, **_crashed(f"{type(fault).__name__}: {fault}")}
        return {**record, **self._judged(finding, judgement, whole)}

    def _identity(self, path: Path) -> tuple[Identity, str | None]:
        """Who an object is, and how people write it; what is asked of one is often asked again."""
        found = self._identities.get(path)
        if found is None:
            if len(self._identities) >= _IDENTITIES_KEPT:
                self._identities.clear()
            vocabulary, data = self.interpreter.vocabulary, self.plan.data
            who = identify(vocabulary, data, path)
            found = self._identities[path] = who, identity_text(vocabulary, data, who)
        return found

    def _judged(self, finding: Finding, judgement: Judgement, whole: bool) -> Record:
        evidence = []
        for part, leaves in self._deciding(finding, judgement):
            evidence += [self._record(decided, part, finding) for decided in dict.fromkeys(leaves)]
        needed = self._needs(finding, judgement)
        record: Record = {
            "message": self._message(finding, judgement, evidence, needed),
            "evidence": evidence,
            "needs": [self.recorder.need(fact) for fact in needed],
        }
        if finding.outcome == Outcome.FAIL and evidence:
            record["position"] = evidence[0]["position"]
        declared = self._declared(finding, judgement)
        if declared:
            record["rests_on"] = declared
        if finding.flagged:
            record["flagged"] = True
        if judgement.allowance:
            allowance = next(a for a in finding.rule.allowances if a.id == judgement.allowance)
            record["exception"] = {
                "id": allowance.id,
                "title": allowance.title,
                "clause": {"document": allowance.clause[0], "number": allowance.clause[1]},
            }
        if finding.outcome == Outcome.FAIL:
            record["remedy"] = _remedies(evidence) + ([finding.rule.remedy] if finding.rule.remedy else [])
        if finding.outcome == Outcome.MANUAL:
            record["question"] = finding.rule.question
        if whole:
            parts = (("applies", judgement.applies), ("requires", judgement.holds))
            record["tree"] = {name: self.recorder.tree(part) for name, part in parts if part is not None}
        return record

    def _record(self, decided: Decided, part: str, finding: Finding) -> Record:
        record = {**self.recorder.leaf(decided.leaf, decided.negated), "part": part}
        name = self._other_object(decided.leaf.path, finding)
        if name is not None:
            record["object"] = name
        if decided.exception:
            record.pop("remedy", None)
            record["exception"] = decided.exception
        return {**record, "alternative": True} if decided.alternative else record

    def _other_object(self, path: Path, finding: Finding) -> Label | None:
        """What the object is called that a fact belongs to; ``None`` for the judged one and those around it."""
        data = self.plan.data
        holder = path if isinstance(standing_at(data, path), dict) else path[:-1]
        if holder == finding.path[: len(holder)] or not isinstance(standing_at(data, holder), dict):
            return None
        return self._identity(holder)[0].name

    def _declared(self, finding: Finding, judgement: Judgement) -> list[Record]:
        """The submitter's own claims that let a plan pass, or kept a rule from applying."""
        if finding.outcome not in (Outcome.PASS, Outcome.NOT_APPLICABLE):
            return []
        asked = leaves_of(judgement.applies)
        asked += [decided.leaf for decided in deciding(judgement.holds, True)]
        found: dict[str, Record] = {}
        for leaf in asked:
            node = leaf.node.fact if isinstance(leaf.node, Present) else leaf.node.left
            field = self.display.field(node) if isinstance(node, Fact) else None
            if field is not None and field.self_declared and leaf.left.state != "unknown":
                record = self.recorder.leaf(leaf)
                kept = ("path", "label", "measured", "position", "source")
                found[record["path"]] = {key: record[key] for key in kept if key in record}
        return list(found.values())

    def _needs(self, finding: Finding, judgement: Judgement) -> tuple[FactRef, ...]:
        if finding.outcome != Outcome.UNKNOWN:
            return ()
        found = needs(self.interpreter, finding.rule, finding.scope, judgement)
        if finding.form != ITEM and not any(fact.path == finding.list_path for fact in found):
            found = (*found, FactRef(finding.list_path, finding.kind, str(finding.list_path[-1])))
        return found

    def _deciding(self, finding: Finding, judgement: Judgement) -> list[tuple[str, Deciding]]:
        """The deciding leaves, by the part of the rule they stand in."""
        return deciding_parts(finding.outcome, judgement)

    # -- sentences -------------------------------------------------------------------------------------------

    def _message(
        self, finding: Finding, judgement: Judgement, evidence: list[Record], needed: tuple[FactRef, ...]
    ) -> Label:
        if finding.outcome == Outcome.MANUAL:
            assert finding.rule.question is not None
            return both("messages", "manual", question=finding.rule.question)
        said = self._said(finding, evidence)
        if finding.outcome == Outcome.NOT_APPLICABLE:
            return both("messages", "not_applicable", said=said)
        if finding.outcome == Outcome.UNKNOWN:
            message = self._unknown(finding, judgement, needed)
            wanted = evidence and finding.form == ITEM
            return both("messages", "with_evidence", message=message, said=said) if wanted else message
        if finding.outcome == Outcome.PASS and finding.flagged:
            deciding_facts = tuple(
                self.recorder.leaf(decided.leaf)["label"] for decided in deciding(judgement.applies, None)
            )
            return both("messages", "flagged", said=said, facts=deciding_facts)
        if judgement.allowance:
            title = next(a.title for a in finding.rule.allowances if a.id == judgement.allowance)
            return both("messages", "by_exception", said=said, exception=title)
        return both("messages", finding.outcome, said=said)

    def _said(self, finding: Finding, evidence: list[Record]) -> Label:
        modal = finding.rule.force
        parts = [self._leaf_sentence(leaf, finding.outcome, modal) for leaf in evidence[:MAX_SAID]]
        for at, leaf in enumerate(evidence[1:MAX_SAID], 1):
            if leaf.get("alternative"):
                parts[at] = both("leaves", "alternative", said=parts[at])
        if len(evidence) > MAX_SAID:
            parts.append(both("messages", "more", number=len(evidence) - MAX_SAID))
        if not parts:
            return both("messages", "nothing_to_measure")
        return {language: catalogue(language).JOIN.join(part[language] for part in parts) for language in spoken()}

    def _leaf_sentence(self, leaf: Record, outcome: str, modal: str) -> Label:
        state = leaf["measured"]["state"]
        words: dict[str, Any] = {
            "label": _of_object(leaf["label"], leaf.get("object")),
            "measured": _with_working(leaf["measured"]),
            "test": _with_working(leaf["required"]),
            "modal": both(_modals(leaf), modal),
        }
        if "exception" in leaf:
            return both("leaves", "exception_open" if leaf["holds"] is None else "exception_fails", **words)
        if leaf["part"] == "applies":
            return both("leaves", "scope_open" if leaf["holds"] is None else "scope", **words)
        if leaf["holds"] is None:
            return both(
                "leaves",
                "open" if "value" not in leaf["measured"] and state == "unknown" else "open_limit",
                **words,
            )
        return both("leaves", "holds" if leaf["holds"] else "fails", **words)

    def _unknown(self, finding: Finding, judgement: Judgement, needed: tuple[FactRef, ...]) -> Label:
        if finding.form != ITEM:
            field = self.interpreter.vocabulary.kinds[finding.kind].fields[str(finding.list_path[-1])]
            return both("messages", f"unknown_{finding.form}", list=field.label)
        labels = tuple(
            _of_object(self.recorder.needed_label(fact), self._other_object(fact.path, finding)) for fact in needed
        )
        if not labels:
            return both("messages", "unknown_law")
        if judgement.applies is not None and judgement.applies.holds is None:
            return both("messages", "unknown_applies", facts=labels)
        return both("messages", "unknown", facts=labels)

    def _empty(self, finding: Finding) -> Label:
        field = self.interpreter.vocabulary.kinds[finding.kind].fields[str(finding.list_path[-1])]
        return both("messages", "empty", list=field.label)


def _of_object(label: Label, name: Label | None) -> Label:
    """What a fact is called, and the object that it belongs to, where that has to be said."""
    return label if name is None else both("leaves", "of", name=name, label=label)


def _with_working(side: Record) -> Label:
    """A side of a comparison, and what it was worked out from."""
    return both("leaves", "worked", text=side["text"], working=side["working"]) if "working" in side else side["text"]


def _crashed(error: str) -> Record:
    return {"message": both("messages", "crashed", error=error), "evidence": [], "needs": []}


def _modals(leaf: Record) -> str:
    """The section of the modal before a test: before one of being something it may take another verb."""
    is_test = leaf["operator"] in ("equals", "not_equals", "in") and not leaf["negated"]
    return "modals_is" if is_test else "modals"


def _remedies(evidence: list[Record]) -> list[Label]:
    found: list[Label] = []
    for leaf in evidence:
        if "remedy" in leaf:
            other_way = leaf.get("alternative") and found
            found.append(both("remedies", "or", remedy=leaf["remedy"]) if other_way else leaf["remedy"])
    return found


def deciding_parts(outcome: str, judgement: Judgement) -> list[tuple[str, Deciding]]:
    """The leaves that decide an outcome, by the part of the rule they stand in: ``applies`` or ``requires``."""
    if outcome == Outcome.NOT_APPLICABLE:
        return [("applies", deciding(judgement.applies, False))]
    if outcome == Outcome.UNKNOWN:
        requires = deciding(judgement.holds, judgement.holds.holds) if judgement.holds else []
        return [("applies", deciding(judgement.applies, None)), ("requires", requires)]
    return [("requires", deciding(judgement.holds, outcome != Outcome.FAIL))]


def deciding(evidence: Evidence | None, wanted: bool | None, negated: bool = False) -> Deciding:
    """The leaves that make ``evidence`` come out as ``wanted``, shortest branch first."""
    if evidence is None or evidence.holds is not wanted:
        return []
    if isinstance(evidence, Leaf):
        return [Decided(evidence, negated)]
    return _deciding_branch(evidence, wanted, negated)


def _deciding_branch(branch: Branch, wanted: bool | None, negated: bool) -> Deciding:
    if branch.op == "not":
        turned = None if wanted is None else not wanted
        return deciding(branch.children[0], turned, not negated)
    if branch.op == "exceptions" and wanted is not True:
        return _deciding_exceptions(branch, wanted, negated)
    if branch.op == "if":
        return _deciding_if(branch, wanted, negated)
    ways = sorted((deciding(child, wanted, negated) for child in branch.children), key=len)
    ways = [way for way in ways if way]
    alternative = branch.op in ("any", "one_of", "exceptions", "some")
    if wanted is True and alternative:
        return ways[0] if ways else []
    found = [decided for way in ways for decided in way]
    if wanted is not True and alternative and len(ways) > 1:
        return [decided._replace(alternative=True) for decided in found]
    return found


def _deciding_exceptions(branch: Branch, wanted: bool | None, negated: bool) -> Deciding:
    """What the base requirement lacks, then what each exception lacks."""
    base, *exceptions = branch.children
    found = deciding(base, base.holds, negated)
    said = {decided.leaf for decided in found}
    for name, evidence in zip(branch.labels[1:], exceptions, strict=True):
        if wanted is None and evidence.holds is False:
            continue
        lacking = [decided for decided in deciding(evidence, evidence.holds, negated) if decided.leaf not in said]
        found += [decided._replace(exception=name, alternative=False) for decided in lacking]
    return found


def _deciding_if(branch: Branch, wanted: bool | None, negated: bool) -> Deciding:
    condition, then, otherwise = (*branch.children, Branch("all", True, ()))[:3]
    if condition.holds is None:
        return deciding(condition, None, negated) + deciding(then, wanted, negated)
    chosen = then if condition.holds else otherwise
    found = deciding(chosen, wanted, negated)
    return found or deciding(condition, condition.holds, negated)
