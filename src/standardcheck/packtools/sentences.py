"""Rules and parameters as people read them: a plain sentence, its limits on a date, and where each came from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from standardcheck.check.display import Display, both
from standardcheck.check.figures import number_text
from standardcheck.compiler.form import Edition, Param, Parameter, Program, RuleForm, TableRow
from standardcheck.vocabulary.model import Label
from standardcheck.wording import LANGUAGES, catalogue


def rule_sentence(display: Display, rule: RuleForm) -> Label:
    """The whole rule as one sentence, exceptions included, with limits by name."""
    kind = display.vocabulary.kinds[rule.kind].label
    args: dict[str, Any] = {
        "kind": kind,
        "force": {lang: catalogue(lang).FORCES[rule.force] for lang in LANGUAGES},
    }
    key = "rule_where" if rule.applies is not None else "rule"
    if rule.applies is not None:
        args["applies"] = display.phrase(rule.applies)
    if rule.manual:
        args["require"] = both("sentences", "manual", question=rule.question)
    else:
        args["require"] = display.phrase(rule.require)
    parts = [both("sentences", key, **args)]
    for allowance in rule.allowances:
        parts.append(
            both(
                "sentences",
                "exception",
                title=allowance.title,
                when=display.phrase(allowance.when),
                require=display.phrase(allowance.require),
            )
        )
    return {lang: catalogue(lang).SPACE.join(part[lang] for part in parts) for lang in LANGUAGES}


def params_of(program: Program, rule: RuleForm) -> list[str]:
    """The parameters a rule uses, in order, those inside derived quantities included."""
    found: dict[str, None] = {}
    _gather(program, (rule.applies, rule.require, rule.allowances), found)
    return list(found)


def _gather(program: Program, node: Any, found: dict[str, None]) -> None:
    from standardcheck.compiler.form import Derived

    if isinstance(node, Param):
        found[node.name] = None
    elif isinstance(node, Derived):
        _gather(program, program.derived[node.name].expression, found)
    elif isinstance(node, tuple):
        for part in node:
            _gather(program, part, found)


def value_lines(
    display: Display, program: Program, parameter: Parameter, index: int, edition: Edition
) -> Iterator[Label]:
    """The value of an edition, or a line a row of its table."""
    if not edition.has_table:
        yield shown_value(display, parameter, edition.value)
        return
    seen_from = program.tables.get(parameter.name, {})
    rows: tuple[TableRow, ...] = next(iter(seen_from.values()))[index] if seen_from else ()
    for row in rows:
        value = (
            both("sentences", "undecided", why=row.undecided)
            if row.undecided
            else shown_value(display, parameter, row.value)
        )
        yield both("sentences", "row", when=display.phrase(row.when), value=value)


def shown_value(display: Display, parameter: Parameter, value: Any) -> Label:
    """A value in the parameter's unit."""
    if isinstance(value, str | bool):
        return display.value(value, parameter.unit, parameter.enum)
    return {"zh": number_text(value, parameter.unit, 1), "en": number_text(value, parameter.unit, 2)}


def edition_at(parameter: Parameter, as_of: str) -> tuple[int, Edition] | None:
    """The edition in force on a day, with its index."""
    for index, edition in enumerate(parameter.editions):
        if edition.since <= as_of and (not edition.until or as_of < edition.until):
            return index, edition
    return None
