"""Check plans: choose the rule set and the date, evaluate, and gather what came out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date

from standardcheck import __version__
from standardcheck.check.engines import WORTH_GENERATING, engines
from standardcheck.check.evaluate import evaluate, rules_in_force
from standardcheck.check.explain import Explainer
from standardcheck.check.findings import Finding, Outcome, severity_of
from standardcheck.check.looking import judged_rules, objects_in
from standardcheck.check.records import Record
from standardcheck.check.verdict import Counts, count, exit_code, tally, verdict
from standardcheck.compiler.form import Program, RuleForm
from standardcheck.compiler.interpret import Interpreter
from standardcheck.compiler.library import Choice, RuleSet
from standardcheck.errors import Fault, UsageError
from standardcheck.plan.model import Plan
from standardcheck.typing_light import TYPE_CHECKING, Any, NamedTuple
from standardcheck.vocabulary.dates import is_date

if TYPE_CHECKING:
    from standardcheck.compiler.generated.engine import Engine

REPORT_VERSION = "1.3"

HARDLY = 0.1
"""Below this share of rules that found something to judge, a run says that nearly nothing applied."""

EARLY = "before_first_edition"

Selector = Callable[[RuleForm], bool]


class PlanReport(NamedTuple):
    """What was found in one plan. ``findings`` are in the order of the standard, then of the plan; of a large plan
    they are made when they are looked at."""

    plan: Plan
    as_of: str
    as_of_source: str
    choice: Choice
    program: Program
    verdict: str
    partial: bool
    caps: tuple[str, ...]
    notices: tuple[tuple[str, dict[str, Any]], ...]
    counts: Counts
    findings: Sequence[Finding]
    explainer: Explainer
    today: str | None = None
    """The day that waivers were judged on, where there were any."""
    standing: str | None = None
    """The verdict apart from violations known before, where a baseline was given."""

    @property
    def deciding_exit(self) -> str:
        """The verdict that the exit code follows: known violations do not count in it."""
        return self.standing or self.verdict

    def explain(self, finding: Finding, whole: bool = True) -> Record:
        """One finding with its evidence, needs, remedy and sentences."""
        return self.explainer.explain(finding, whole)


class Unreadable(NamedTuple):
    """A plan that could not be checked at all, and why."""

    file: str
    faults: tuple[Fault, ...]


class Configuration(NamedTuple):
    """The file that settings of a run came from: its name, and ``sha256:…`` of its bytes."""

    file: str
    digest: str


class Report(NamedTuple):
    """The outcome of a run over any number of plans."""

    plans: tuple[PlanReport, ...]
    unreadable: tuple[Unreadable, ...] = ()
    rule_set_digest: str = ""
    tool_version: str = __version__
    configuration: Configuration | None = None

    @property
    def verdict(self) -> str:
        """The verdict of a single plan; of several, the gravest."""
        seen = [plan.verdict for plan in self.plans]
        return next((v for v in ("non_compliant", "undetermined", "compliant") if v in seen), "undetermined")

    @property
    def exit_code(self) -> int:
        """The documented exit code: 0, 1, 3 or 4."""
        return exit_code((plan.deciding_exit for plan in self.plans), bool(self.unreadable), False)


def check_plan(
    plan: Plan, rules: RuleSet, as_of: str | date | None = None, select: Selector | None = None
) -> PlanReport:
    """Check one plan against the rules in force on ``as_of`` (default: the plan's own date).

    ``select`` narrows the rules; the report then says that it is partial. Raises ``UsageError`` when there is no
    date or no pack, ``InvalidRuleSet`` when the packs are wrong.
    """
    day, source = date_of_judgement(plan, rules, as_of)
    code = text_at(plan.data, rules.vocabulary.pack_code_path)
    choice = rules.choose(code, day)
    program = rules.program(choice.pack)
    interpreter, ordered, engine = _ready(rules, program, day, plan)
    chosen = [rule for rule in ordered if select is None or select(rule)]
    if engine is None:
        findings: Sequence[Finding] = tuple(evaluate(interpreter, plan.data, chosen))
    else:
        findings = _fused(engine, plan, chosen)
    kinds = tally(findings)
    caps = tuple(caps_of(rules, program, choice, code, day))
    if EARLY not in caps:
        caps += early_cap(interpreter, plan.data, encoded_later(program, day, select))
    return PlanReport(
        plan=plan,
        as_of=day,
        as_of_source=source,
        choice=choice,
        program=program,
        verdict=verdict(kinds, len(plan.faults), caps),
        partial=len(chosen) < len(ordered),
        caps=caps,
        notices=tuple(_notices(rules, choice, code, program, findings, chosen)),
        counts=count(kinds, len(plan.faults)),
        findings=findings,
        explainer=Explainer(interpreter, plan),
    )


def _ready(
    rules: RuleSet, program: Program, day: str, plan: Plan
) -> tuple[Interpreter, Sequence[RuleForm], Engine | None]:
    """What judges a plan: the rules in force, and generated functions for them where they are worth their making."""
    at_once = objects_in(plan.data, WORTH_GENERATING) >= WORTH_GENERATING
    engine = engines(rules).if_worth(program, day, at_once)
    if engine is not None:
        return engine.interpreter, engine.rules, engine
    return Interpreter(program, rules.vocabulary, day), rules_in_force(program, day), None


def _fused(engine: Engine, plan: Plan, chosen: Collection[RuleForm]) -> Sequence[Finding]:
    from standardcheck.check.fused import evaluate_fused

    return evaluate_fused(engine, plan.data, chosen)


def date_of_judgement(plan: Plan, rules: RuleSet, as_of: str | date | None) -> tuple[str, str]:
    """The date that selects editions, and whether it was ``given`` or is the ``plan``'s own."""
    given = day_given(as_of)
    if given is not None:
        return given, "given"
    own = text_at(plan.data, rules.vocabulary.as_of_path)
    if own is None:
        raise UsageError("no-as-of", file=plan.file, field=".".join(rules.vocabulary.as_of_path))
    return own, "plan"


def day_given(as_of: str | date | None) -> str | None:
    """The date that the caller gives, as text. Raises ``UsageError`` if it is none."""
    if isinstance(as_of, date):
        return as_of.isoformat()
    if as_of is not None and not is_date(as_of):
        raise UsageError("bad-as-of", found=as_of)
    return as_of


def text_at(data: dict[str, Any], path: tuple[str, ...]) -> str | None:
    """The text that a plan states at a path of single objects."""
    node: Any = data
    for step in path:
        node = node.get(step) if isinstance(node, dict) else None
    return node if isinstance(node, str) and node not in ("none", "n/a") else None


def caps_of(rules: RuleSet, program: Program, choice: Choice, code: str | None, day: str) -> Iterable[str]:
    """Why the verdict cannot be compliant, whatever is in the plan beside its place and date."""
    if code is None and rules.forced is None:
        yield "no_pack_code"
    if choice.later:
        yield "local_pack_later"
    if day < min((rule.since for rule in program.rules), default=""):
        yield EARLY


def encoded_later(program: Program, day: str, select: Selector | None) -> list[RuleForm]:
    """Rules of documents of which the edition in force on a day is not encoded."""
    early = {name for name, entry in program.documents.items() if entry.earlier_not_encoded and day < entry.since}
    return [rule for rule in program.rules if rule.clause[0] in early and (select is None or select(rule))]


def early_cap(interpreter: Interpreter, data: dict[str, Any], later: Iterable[RuleForm]) -> tuple[str, ...]:
    """The cap of a plan to which rules of an edition would apply, or may apply, that is not encoded."""
    found = evaluate(interpreter, data, later)
    return (EARLY,) if any(finding.outcome != Outcome.NOT_APPLICABLE for finding in found) else ()


def _notices(
    rules: RuleSet,
    choice: Choice,
    code: str | None,
    program: Program,
    findings: Sequence[Finding],
    chosen: list[RuleForm],
) -> Iterable[tuple[str, dict[str, Any]]]:
    if code is not None and not choice.local:
        yield "no_local_pack", {"code": code}
    for name, parameter in program.params.items():
        for breach in parameter.soft_breaches:
            yield "soft_breach", {"name": name, "label": parameter.label, "breach": breach}
    judged = judged_rules(findings)
    if chosen and len(judged) < HARDLY * len(chosen):
        yield "hardly_applied", {"judged": len(judged), "rules": len(chosen)}
    idle = len({rule.id for rule in chosen} - judged)
    if idle:
        yield "matched_nothing", {"number": idle}


def selector(only: tuple[str, ...], skip: tuple[str, ...]) -> Selector | None:
    """Narrow rules by id (or id prefix), clause (``document`` or ``document number``), ledger id or severity."""
    if not only and not skip:
        return None

    def select(rule: RuleForm) -> bool:
        chosen = not only or any(matches(rule, word) for word in only)
        return chosen and not any(matches(rule, word) for word in skip)

    return select


def matches(rule: RuleForm, word: str) -> bool:
    """Whether ``word`` names the rule: by id, the start of its id, clause, ledger id or severity."""
    names = {rule.id, rule.clause[0], " ".join(rule.clause), *rule.ledger, severity_of(rule)}
    return word in names or rule.id.startswith(word.rstrip(".*") + ".")
