"""``rules test``: one pack's examples run, what they exercise, which slips they would notice, and what to add."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from typing import Any, NamedTuple

from standardcheck.check.explain import Explainer
from standardcheck.check.findings import Finding
from standardcheck.compiler.form import Program
from standardcheck.compiler.interpret import Interpreter
from standardcheck.compiler.scope import ITEM
from standardcheck.packtools.candidates import Finder
from standardcheck.packtools.coverage import RuleCoverage, beside, coverage_of
from standardcheck.packtools.equivalence import is_equivalent
from standardcheck.packtools.examples import Case, ExampleResult, case_of, cases_of, run_case
from standardcheck.packtools.exercised import shown_by
from standardcheck.packtools.mutants import Mutant, mutants_of
from standardcheck.packtools.mutation import (
    EQUIVALENT,
    LISTED,
    SURVIVED,
    Judged,
    Trial,
    judged,
    killer,
    try_mutants,
)
from standardcheck.packtools.suggest import Suggestion, for_mutant, search, suggestion
from standardcheck.packtools.to_exercise import Item, Subject, subject_of
from standardcheck.plan.conform import Conform
from standardcheck.plan.model import Plan
from standardcheck.ruleset.documents import EquivalentMutant, Example, Unreachable
from standardcheck.ruleset.packs import Excused, Origin
from standardcheck.ruleset.resolve import Resolved
from standardcheck.vocabulary.model import Label, Vocabulary

Progress = Callable[[int, int], None]


class Wanted(NamedTuple):
    """What is asked for besides running the examples."""

    coverage: bool = False
    mutate: bool = False
    suggest: bool = False


class Stale(NamedTuple):
    """An entry of ``equivalent-mutants.yaml`` that sets nothing aside, and why: what became of its mutant, or that
    there is none."""

    entry: EquivalentMutant | Unreachable
    origin: Origin
    state: str


class Failure(NamedTuple):
    """An example that did not come out as it says, with the sentence of the finding in every language."""

    result: ExampleResult
    why: Label | None


class PackTest(NamedTuple):
    """All that ``rules test`` found out about one pack."""

    pack: str
    rules: int
    results: tuple[ExampleResult, ...]
    failures: tuple[Failure, ...]
    coverage: tuple[RuleCoverage, ...] | None
    trials: tuple[Trial, ...] | None
    stale: tuple[Stale, ...]
    suggestions: tuple[Suggestion, ...]
    unsuggested: tuple[Item | Mutant, ...]
    origins: dict[str, Origin]
    """Where each rule is written."""

    @property
    def survivors(self) -> list[Trial]:
        """The mutants that no example notices."""
        return [trial for trial in self.trials or () if trial.state == SURVIVED]

    @property
    def missing(self) -> list[Item]:
        """What no example exercises."""
        return [item for rule in self.coverage or () for item in rule.missing]

    @property
    def clean(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.failures or self.survivors or self.missing or self.stale)


class Bench(NamedTuple):
    """A pack ready to be tested: its resolved set and program, and the rules that are selected."""

    pack: str
    resolved: Resolved
    program: Program
    conform: Conform
    selected: Container[str]
    excused: Excused = Excused()

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary of the rule set."""
        return self.conform.vocabulary


def examine(bench: Bench, wanted: Wanted, progress: Progress = lambda done, of: None) -> PackTest:
    """Test one pack: the rules that stand in it, and the examples that it adds to rules of its base."""
    every = list(cases_of(bench.resolved, bench.program, bench.conform, bench.pack))
    cases = [case for case in every if case.rule in bench.selected]
    results = [run_case(case, bench.program, bench.vocabulary) for case in cases]
    failures = tuple(Failure(result, _why(result, bench)) for result in results if result.problems)
    subjects = {subject.rule.id: subject for subject in _subjects(bench)}
    covered, idle = _excused(tuple(_covered(subjects, cases)), bench) if wanted.coverage else (None, ())
    on = judged(bench.program, bench.vocabulary, every)  # any rule may notice what a selected one uses
    trials, stale = _trials(bench, on, progress) if wanted.mutate else (None, ())
    work = _Suggester(on, bench, subjects)
    if wanted.suggest:
        work.cover(covered or ())
        work.kill(trial for trial in trials or () if trial.state == SURVIVED)
    origins = {name: origin for name, (_, origin) in bench.resolved.rules.items()}
    return PackTest(
        bench.pack, len(subjects), tuple(results), failures, covered, trials, (*idle, *stale),
        tuple(work.found), tuple(work.given_up), origins,
    )  # fmt: skip


def _subjects(bench: Bench) -> Iterator[Subject]:
    forms = {form.id: form for form in bench.program.rules}
    for rule, origin in bench.resolved.rules.values():
        if origin.pack == bench.pack and rule.id in bench.selected:
            yield subject_of(rule, forms[rule.id], origin, bench.program, bench.resolved, bench.vocabulary)


def _covered(subjects: dict[str, Subject], cases: list[Case]) -> Iterator[RuleCoverage]:
    by_rule: dict[str, list[Case]] = {}
    for case in cases:
        by_rule.setdefault(case.rule, []).append(case)
    for name, subject in subjects.items():
        yield coverage_of(subject, by_rule.get(name, ()))


def _excused(rules: tuple[RuleCoverage, ...], bench: Bench) -> tuple[tuple[RuleCoverage, ...], tuple[Stale, ...]]:
    """The coverage without what the pack says cannot be exercised, and the entries that say so in vain."""
    entries = {(entry.rule, entry.what): Stale(entry, origin, "no_item") for entry, origin in bench.excused.items}
    made = []
    for covered in rules:
        out_of_reach = set(covered.unreachable)
        for item in covered.items:
            entry = entries.get((item.rule, item.what))
            if entry is None:
                continue
            if item.key in covered.shown or item.key in covered.unreachable:
                state = "shown" if item.key in covered.shown else EQUIVALENT
                entries[(item.rule, item.what)] = entry._replace(state=state)
            else:
                out_of_reach.add(item.key)
                del entries[(item.rule, item.what)]
        made.append(covered._replace(unreachable=frozenset(out_of_reach)))
    idle = (entry for (rule, _), entry in entries.items() if rule in bench.selected or rule not in bench.resolved.rules)
    return tuple(made), tuple(idle)


def _why(result: ExampleResult, bench: Bench) -> Label | None:
    """The sentence that a report would give for the object of an example."""
    case = result.case
    if case.scope is None or result.judgement is None:
        return None
    form = next(form for form in bench.program.rules if form.id == case.rule)
    interpreter = Interpreter(bench.program, bench.vocabulary, case.as_of)
    finding = Finding(form, result.outcome, result.judgement.flagged, ITEM, form.kind, case.path, case.path, case.scope)
    plan = Plan(case.origin.document.file, case.data, (), "")
    message: Label = Explainer(interpreter, plan).explain(finding, whole=False)["message"]
    return message


# -- mutants -----------------------------------------------------------------------------------------------------


def _trials(bench: Bench, on: Judged, progress: Progress) -> tuple[tuple[Trial, ...], tuple[Stale, ...]]:
    whole = all(rule in bench.selected for rule in bench.resolved.rules)
    mutants = [
        mutant
        for mutant in mutants_of(bench.resolved, bench.program, bench.vocabulary, bench.pack)
        if whole or any(rule in bench.selected for rule in on.users.get(mutant.owner, ()))
    ]
    found = [
        trial._replace(state=EQUIVALENT)
        if trial.state == SURVIVED and is_equivalent(trial.mutant, trial.rules, on)
        else trial
        for trial in try_mutants(mutants, on, lambda done: progress(done, len(mutants)))
    ]
    entries = {_key(entry): (entry, origin) for entry, origin in bench.excused.mutants}
    trials = tuple(
        trial._replace(state=LISTED) if trial.state == SURVIVED and trial.mutant.key in entries else trial
        for trial in found
    )
    states = {trial.mutant.key: trial.state for trial in trials}
    stale = tuple(
        Stale(entry, origin, states.get(key, "none"))
        for key, (entry, origin) in entries.items()
        if states.get(key) != LISTED and (whole or key in states)
    )
    return trials, stale


def _key(entry: EquivalentMutant) -> tuple[str, str, str, str]:
    owner = next((kind, name) for kind in ("rule", "param", "derived") if (name := getattr(entry, kind)) is not None)
    return (*owner, entry.place, entry.change)


# -- suggestions -------------------------------------------------------------------------------------------------


class _Suggester:
    """Looks for examples to add. Each one found counts as there for all that follows, so that few are enough."""

    def __init__(self, on: Judged, bench: Bench, subjects: dict[str, Subject]) -> None:
        self.on, self.bench, self.subjects = on, bench, subjects
        self.found: list[Suggestion] = []
        self.given_up: list[Item | Mutant] = []

    def cover(self, rules: Iterable[RuleCoverage]) -> None:
        """An example for everything that is missing."""
        for covered in rules:
            subject = self.subjects[covered.rule]
            shown: set[Any] = set(covered.shown)
            for item in covered.missing:
                if item.key not in shown:
                    shown |= self._cover(subject, item)

    def _cover(self, subject: Subject, item: Item) -> set[Any]:
        on = self.on
        finder = Finder(
            self.bench.conform, on.program, subject.form, list(on.cases.get(item.rule, ())), beside(subject)
        )
        day = str(item.key[2]) if item.kind in ("edition", "row", "limit") else ""
        day = day if day > subject.form.since else ""
        found = search(
            finder,
            lambda ready: item.key in shown_by(subject, ready.scope, ready.candidate.as_of),
            day=day,
            definite=item.key != ("outcome", "unknown"),
        )
        if found is None:
            self.given_up.append(item)
            return set()
        self._add(suggestion(finder, found))
        return shown_by(subject, found.scope, found.candidate.as_of)

    def kill(self, survivors: Iterable[Trial]) -> None:
        """An example for every mutant that survives."""
        for trial in survivors:
            if killer(trial.mutant, trial.rules, self.on):
                continue
            found = for_mutant(trial.mutant, trial.rules, self.on, self.bench.conform)
            if found is None:
                self.given_up.append(trial.mutant)
            else:
                self._add(found)

    def _add(self, new: Suggestion) -> None:
        self.found.append(new)
        origin = self.bench.resolved.rules[new.rule][1]
        case = case_of(self.on.forms[new.rule], Example(**new.example), origin.at("examples"), self.bench.conform)
        self.on.cases.setdefault(new.rule, []).append(case)
