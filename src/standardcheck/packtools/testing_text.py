"""What ``rules test`` found, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from standardcheck.packtools.coverage import RuleCoverage
from standardcheck.packtools.examples import name_of
from standardcheck.packtools.insertion import indented
from standardcheck.packtools.mutants import KINDS as MUTANT_KINDS
from standardcheck.packtools.mutants import Mutant
from standardcheck.packtools.mutation import EQUIVALENT, KILLED, LISTED, SURVIVED, UNUSED, Trial
from standardcheck.packtools.testing import Failure, PackTest, Stale
from standardcheck.packtools.to_exercise import KINDS as ITEM_KINDS
from standardcheck.packtools.to_exercise import Item
from standardcheck.ruleset.documents import Unreachable
from standardcheck.source import clean
from standardcheck.wording import catalogue, sentence


def pack_lines(test: PackTest, language: str) -> Iterator[str]:
    """Everything found out about a pack, a line each; the text of the pack in them is made harmless."""
    for line in _lines(test, language):
        yield clean(line)


def _lines(test: PackTest, language: str) -> Iterator[str]:
    args = {"pack": test.pack, "examples": len(test.results), "rules": test.rules, "failed": len(test.failures)}
    yield _say(language, "pack_failed" if test.failures else "pack", **args)
    for failure in test.failures:
        yield from _failure_lines(failure, language)
    if test.coverage is not None:
        yield from _coverage_lines(test.coverage, language)
    if test.trials is not None:
        yield from _mutation_lines(test.trials, language)
    for entry in test.stale:
        yield "    " + stale_text(entry, language)
    yield from _suggestion_lines(test, language)


def _say(language: str, key: str, **args: object) -> str:
    return sentence(language, "testing", key, args)


def _failure_lines(failure: Failure, language: str) -> Iterator[str]:
    result = failure.result
    name = name_of(result.case.example, language)
    for problem in result.problems:
        said = problem.message(language)
        yield "  " + _say(language, "failure", place=result.origin.place(), rule=result.rule, name=name, said=said)
    if failure.why is not None:
        yield "    " + _say(language, "why", why=failure.why[language])


# -- coverage ----------------------------------------------------------------------------------------------------


def _coverage_lines(rules: tuple[RuleCoverage, ...], language: str) -> Iterator[str]:
    yield "  " + _say(language, "coverage", totals=_totals_text(coverage_totals(rules), language))
    for covered in rules:
        for item in covered.missing:
            args = {"place": item.origin.place(), "rule": item.rule, "what": item.what}
            yield "    " + _say(language, "missing", said=missing_text(item, language), **args)


def coverage_totals(rules: tuple[RuleCoverage, ...]) -> dict[str, tuple[int, int]]:
    """By kind of thing: how many of how many are exercised, without what no plan can exercise."""
    whole: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    for covered in rules:
        whole.update(item.kind for item in covered.items if item.key not in covered.unreachable)
        missing.update(item.kind for item in covered.missing)
    return {kind: (whole[kind] - missing[kind], whole[kind]) for kind in ITEM_KINDS if whole[kind]}


def _totals_text(totals: dict[str, tuple[int, int]], language: str) -> str:
    parts = [f"{_say(language, f'kind_{kind}')} {done}/{of}" for kind, (done, of) in totals.items()]
    text: str = catalogue(language).COMMA.join(parts)
    return text


def missing_text(item: Item, language: str) -> str:
    """What an example should show, in a sentence."""
    key = "_".join(("missing", item.kind))
    args = dict(item.args)
    if item.kind == "outcome":
        args["outcome"] = catalogue(language).OUTCOMES.get(item.key[1], item.key[1])
    if item.kind == "exception":
        key += f"_{item.key[2]}"
    if item.kind == "limit":
        key += f"_{item.key[-1]}"
    return _say(language, key, **args)


# -- mutants -----------------------------------------------------------------------------------------------------


def _mutation_lines(trials: tuple[Trial, ...], language: str) -> Iterator[str]:
    states = Counter(trial.state for trial in trials)
    counts = {state: states[state] for state in (KILLED, SURVIVED, EQUIVALENT, LISTED, UNUSED)}
    yield "  " + _say(language, "mutants", number=len(trials), **counts)
    totals = {"value" if kind == "limit" else kind: total for kind, total in mutant_totals(trials).items()}
    yield "    " + _totals_text(totals, language)
    for trial in trials:
        if trial.state == SURVIVED:
            yield "    " + mutant_text(trial.mutant, "survived", language)


def stale_text(stale: Stale, language: str) -> str:
    """An entry that sets nothing aside, in a line."""
    entry, place = stale.entry, stale.origin.place()
    state = _say(language, f"state_{stale.state}")
    if isinstance(entry, Unreachable):
        return _say(language, "stale_unreachable", place=place, rule=entry.rule, what=entry.what, state=state)
    owner = " ".join(part for part in (entry.rule, entry.param, entry.derived) if part)
    return _say(language, "stale", place=place, owner=owner, at=entry.place, change=entry.change, state=state)


def mutant_totals(trials: tuple[Trial, ...]) -> dict[str, tuple[int, int]]:
    """By kind of change: how many of how many were noticed, without those that nothing can notice."""
    told = [trial for trial in trials if trial.state in (KILLED, SURVIVED)]
    whole = Counter(trial.mutant.kind for trial in told)
    killed = Counter(trial.mutant.kind for trial in told if trial.state == KILLED)
    return {kind: (killed[kind], whole[kind]) for kind in MUTANT_KINDS if whole[kind]}


def mutant_text(mutant: Mutant, key: str, language: str) -> str:
    """A mutant and where it was made, in a line."""
    return _say(
        language, key, place=mutant.origin.place(), owner=" ".join(mutant.owner), at=mutant.place,
        change=mutant.change, before=mutant.before, after=mutant.after,
    )  # fmt: skip


# -- suggestions -------------------------------------------------------------------------------------------------


def _suggestion_lines(test: PackTest, language: str) -> Iterator[str]:
    if test.suggestions:
        yield "  " + _say(language, "suggestions", number=len(test.suggestions))
    by_rule: dict[str, list[str]] = {}
    for suggested in test.suggestions:
        by_rule.setdefault(suggested.rule, []).append(suggested.yaml())
    for rule, examples in by_rule.items():
        yield f"# {test.origins[rule].place()}: {rule}"
        yield from (indented(example) for example in examples)
    for left in test.unsuggested:
        if isinstance(left, Mutant):
            yield "  " + mutant_text(left, "no_suggestion_mutant", language)
        else:
            said = missing_text(left, language)
            yield "  " + _say(language, "no_suggestion", place=left.origin.place(), rule=left.rule, said=said)
        yield indented(_entry(left), 2)


def _entry(left: Item | Mutant) -> str:
    """The entry of ``equivalent-mutants.yaml`` that would set it aside; its reason is for a person to write."""
    import yaml

    if isinstance(left, Mutant):
        entry = {left.owner[0]: left.owner[1], "place": left.place, "change": left.change}
    else:
        entry = {"rule": left.rule, "what": left.what}
    text = yaml.safe_dump(entry, default_flow_style=True, sort_keys=False, allow_unicode=True, width=float("inf"))
    return f"- {text.strip()[:-1]}, reason: }}"
