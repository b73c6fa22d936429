"""The cases that show what a new rule decides: beyond its limit, at it, and where nothing is stated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from standardcheck.compiler.operators import COMPARISONS
from standardcheck.errors import UsageError
from standardcheck.packtools.scaffold.answers import Answers, Reading, Target
from standardcheck.vocabulary.numbers import compare


class Case(NamedTuple):
    """A value of the field and how the rule decides it; ``value`` is ``None`` where nothing is stated."""

    name: str
    value: Any
    expect: str


def limit_value(reading: Reading, answers: Answers) -> Any:
    """The limit as the rule or its parameter writes it: a value, or a list for ``in`` and ``not_in``."""
    target = reading.target(answers["field"], answers)
    text = str(answers["limit"])
    if COMPARISONS[answers["operator"]].right == "many":
        return [reading.value(target, part) for part in re.split(r"[|、;；]", text) if part.strip()]
    return reading.value(target, text)


def cases(reading: Reading, answers: Answers) -> list[Case]:
    """Pass, fail, at the limit (or the nearest there is to it), and not stated."""
    target = reading.target(answers["field"], answers)
    limit, op = limit_value(reading, answers), answers["operator"]
    made = (_ordered if takes_param(reading, answers) else _finite)(reading, target, op, limit)
    outcomes = {case.expect for case in made}
    if not {"pass", "fail"} <= outcomes:
        raise UsageError("new-decides-nothing", label=target.field.label, limit=answers["limit"])
    return [*made, Case("unknown", None, "unknown")]


def _ordered(reading: Reading, target: Target, op: str, limit: str) -> list[Case]:
    less, more = (_beside(reading, target, limit, sign) for sign in (-1, +1))
    values = {"below": less, "at": limit, "above": more}
    holds = {"below": _holds(op, -1), "at": _holds(op, 0), "above": _holds(op, +1)}
    order = sorted(values, key=lambda name: (name == "at", not holds[name]))
    return [Case(name, values[name], "pass" if holds[name] else "fail") for name in order if values[name] is not None]


def _holds(op: str, sign: int) -> bool:
    """Whether a comparison holds of a value below (-1), at or above (+1) its limit."""
    test = COMPARISONS[op].on_bounds
    assert test is not None
    return bool(test(sign, sign, 0, 0))


def _beside(reading: Reading, target: Target, limit: str, sign: int) -> str | None:
    """The next value that a plan may state on one side of a limit: one in its last digit, or less near a bound."""
    if target.field.type == "date":
        with suppress(OverflowError):  # the calendar has a first and a last day
            return (date.fromisoformat(limit) + timedelta(days=sign)).isoformat()
        return None
    for text in _near_numbers(limit, sign, whole=target.field.type == "integer"):
        base, moved = (reading.vocabulary.units.quantity(part).value for part in (limit, text))
        if reading.fits(target, text) and compare(moved, base) == sign:
            return text
    return None


def _near_numbers(limit: str, sign: int, whole: bool) -> Iterator[str]:
    ratio = re.fullmatch(r"\s*1\s*[:：]\s*(\d+(?:\.\d+)?)\s*", limit)
    digits = ratio[1] if ratio else re.match(r"\s*([-+]?[\d.]+)", limit)[1]  # type: ignore[index]
    try:
        number = Decimal(digits)
    except InvalidOperation:
        return
    exponent = int(number.as_tuple().exponent)
    for smaller in range(1 if whole else 4):
        step = Decimal(1).scaleb(min(exponent, 0) - smaller)
        moved = number + (-step if ratio else step) * sign
        if moved >= 0:
            yield f"1:{moved}" if ratio and moved else limit.replace(digits, format(moved, "f"), 1)


def _finite(reading: Reading, target: Target, op: str, limit: Any) -> list[Case]:
    """A value that meets the test and one that does not; a stated absence as the case nearest to the limit."""
    field = target.field
    values: list[Any] = [True, False] if field.type == "flag" else list(reading.vocabulary.enums[field.enum].values)
    wanted = limit if isinstance(limit, list) else [limit]
    denies = COMPARISONS[op].absence_holds
    met = [value for value in values if (value in wanted) != denies]
    unmet = [value for value in values if (value in wanted) == denies]
    made = [Case("is", met[0], "pass")] if met else []
    made += [Case("is_not", unmet[0], "fail")] if unmet else []
    if reading.fits(target, "none"):
        made.append(Case("none", "none", "pass" if denies else "fail"))
    return made


def takes_param(reading: Reading, answers: Answers) -> bool:
    """Numbers and days are limits, and every limit stands in a parameter."""
    field = reading.target(answers["field"], answers).field
    return field.is_numeric or field.type == "date"
