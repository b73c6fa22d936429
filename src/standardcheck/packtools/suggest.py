"""An example for what no example shows: searched for among candidates, and written ready to paste."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from standardcheck.compiler.form import Program, RuleForm
from standardcheck.compiler.interpret import OPEN, Interpreter, Judgement
from standardcheck.compiler.needs import needs
from standardcheck.packtools.because import relative_name
from standardcheck.packtools.candidates import REMOVE, Candidate, Finder, Move, Ready
from standardcheck.packtools.equivalence import days_of, tells_apart
from standardcheck.packtools.examples import name_of, plan_around
from standardcheck.packtools.mutants import Mutant
from standardcheck.packtools.mutation import Judged
from standardcheck.plan.conform import Conform
from standardcheck.plan.model import NONE
from standardcheck.vocabulary.model import Vocabulary
from standardcheck.vocabulary.units import Unit
from standardcheck.wording import LANGUAGES, catalogue, sentence

MAX_TRIED = 500
"""Candidates tried after an open one was found, in search of one that is decided."""


class Suggestion(NamedTuple):
    """An example to add to a rule, as plain data in the order of writing."""

    rule: str
    example: dict[str, Any]

    def yaml(self) -> str:
        """The example as one line of a rule file, from its dash."""
        import yaml

        text: str = yaml.safe_dump(
            self.example, default_flow_style=True, sort_keys=False, allow_unicode=True, width=float("inf")
        )
        return "- " + text.strip()


def for_mutant(mutant: Mutant, rules: tuple[str, ...], on: Judged, conform: Conform) -> Suggestion | None:
    """An example that comes out as it says on the original, and otherwise on the mutant."""
    changed = mutant.program(on.program)
    forms = {form.id: form for form in changed.rules}
    for rule in rules:
        finder = Finder(conform, on.program, on.forms[rule], on.cases.get(rule, []))
        for day in _days(mutant, on.forms[rule], on.program):
            found = _differing(finder, changed, forms[rule], day)
            if found is not None:
                return suggestion(finder, found)
    return None


def _days(mutant: Mutant, form: RuleForm, program: Program) -> list[str]:
    """The days to judge by: each example's own, unless the mutant is of an edition that holds on others."""
    if mutant.owner[0] != "param":
        return [""]
    since = str(mutant.at[0])
    editions = program.params[mutant.owner[1]].editions
    until = next((edition.until for edition in editions if edition.since == since), "")
    return [day for day in days_of(program, form) if day >= since and (not until or day < until)][:1]


def _differing(finder: Finder, changed: Program, form: RuleForm, day: str) -> Ready | None:
    def differs(ready: Ready) -> bool:
        first = finder.judge(ready, finder.program, finder.form)
        return tells_apart(first, finder.judge(ready, changed, form))

    return search(finder, differs, ((changed, form),), day)


def search(
    finder: Finder,
    accept: Callable[[Ready], bool],
    others: tuple[tuple[Program, RuleForm], ...] = (),
    day: str = "",
    definite: bool = True,
) -> Ready | None:
    """The first candidate that is accepted; one that is decided is preferred where ``definite``."""
    second_best: Ready | None = None
    more = 0
    for candidate in finder.candidates(*others, as_of=day):
        more += second_best is not None
        if more > MAX_TRIED:
            break
        ready = finder.ready(candidate)
        if ready is None or not accept(ready):
            continue
        if not definite or finder.judge(ready, finder.program, finder.form).outcome != OPEN:
            return ready
        second_best = second_best or ready
    return second_best


def suggestion(finder: Finder, found: Ready) -> Suggestion:
    """A candidate as an example: what it gives, and what comes out."""
    form, candidate = finder.form, found.candidate
    judgement = finder.judge(found, finder.program, form)
    example: dict[str, Any] = {"name": _name(candidate, finder.vocabulary), "given": _plain(candidate.given)}
    if candidate.within:
        example["within"] = _plain(candidate.within)
    if candidate.as_of != form.since:
        example["as_of"] = candidate.as_of
    example["expect"] = judgement.outcome
    if judgement.outcome == OPEN:
        example["needs"] = _needs(finder, found, judgement)
    if judgement.allowance:
        example["exception"] = judgement.allowance
    return Suggestion(form.id, example)


def _needs(finder: Finder, found: Ready, judgement: Judgement) -> list[str]:
    _, path = plan_around(finder.form, found.candidate.given, found.candidate.within, finder.vocabulary)
    interpreter = Interpreter(finder.program, finder.vocabulary, found.candidate.as_of)
    facts = needs(interpreter, finder.form, found.scope, judgement)
    return [relative_name(fact, finder.form.kind, path) for fact in facts]


def _plain(value: Any) -> Any:
    """Plain data that YAML can write: fractions as numbers or ratios."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return float(value)


def _name(candidate: Candidate, vocabulary: Vocabulary) -> dict[str, str]:
    return {language: _name_in(candidate, language, vocabulary) for language in LANGUAGES}


def _name_in(candidate: Candidate, language: str, vocabulary: Vocabulary) -> str:
    words = catalogue(language)
    changed = words.COMMA.join(_said(move, language, vocabulary) for move in candidate.moves)
    if candidate.like is None:
        return changed or sentence(language, "testing", "name_empty", {})
    like = name_of(candidate.like.example, language)
    if not changed:
        return sentence(language, "testing", "name_on_day", {"like": like, "day": candidate.as_of})
    return sentence(language, "testing", "name_like", {"like": like, "changed": changed})


def _said(move: Move, language: str, vocabulary: Vocabulary) -> str:
    label = move.field.label[language] if move.field else str(move.steps[-1])
    if move.value is REMOVE:
        return sentence(language, "testing", "name_not_stated", {"label": label})
    if isinstance(move.value, list):
        return sentence(language, "testing", "name_items", {"label": label, "number": len(move.value)})
    args = {"label": label, "value": _value_text(move, language, vocabulary)}
    return sentence(language, "testing", "name_value", args)


def _value_text(move: Move, language: str, vocabulary: Vocabulary) -> str:
    if isinstance(move.value, bool):
        text: str = catalogue(language).VALUES["true" if move.value else "false"]
        return text
    if isinstance(move.value, str):
        labels = vocabulary.enums[move.field.enum].values if move.field and move.field.enum else {}
        return (
            catalogue(language).VALUES["none"]
            if move.value == NONE
            else labels.get(move.value, {}).get(language, move.value)
        )
    unit = move.field.unit if move.field else None
    return f"{move.value} {_unit_name(unit, move.value, language)}".strip() if unit else str(move.value)


def _unit_name(unit: Unit, value: Any, language: str) -> str:
    return unit.zh if language == "zh" else unit.plural if unit.plural and value != 1 else unit.en
