"""Whether a table of a parameter answers once for every case: no gap left undeclared, no overlap."""

from __future__ import annotations

from itertools import pairwise, product
from math import ceil, floor
from typing import Any

from standardcheck.compiler.form import Compare, Derived, Fact, Group, Literal, TableRow, leaves
from standardcheck.compiler.operators import COMPARISONS, CONNECTIVES
from standardcheck.compiler.values import known, truth
from standardcheck.errors import Fault
from standardcheck.ruleset.packs import Origin
from standardcheck.vocabulary.model import Field, Vocabulary
from standardcheck.vocabulary.numbers import canonical, decimal_text, exact

MAX_CASES = 20_000


def check_table(rows: list[TableRow], vocabulary: Vocabulary, origin: Origin, faults: list[Fault]) -> None:
    """Report the first case that no row answers, and the first that two rows answer."""
    keys: dict[Any, list[Any]] = {}
    for row in rows:
        for leaf in leaves(row.when):
            if not isinstance(leaf, Compare) or not isinstance(leaf.right, Literal):
                faults.append(origin.at("table").fault("table-key"))
                return
            keys.setdefault(leaf.left, []).append(leaf.right.value)
    cases = {key: _cases(key, literals, vocabulary) for key, literals in keys.items()}
    size = 1
    for values in cases.values():
        size *= len(values)
    if size > MAX_CASES:
        faults.append(origin.at("table").fault("table-too-large", cases=size, limit=MAX_CASES))
        return
    gap = overlap = False
    for combination in product(*cases.values()):
        case = dict(zip(cases, combination, strict=True))
        answering = [at for at, row in enumerate(rows) if _holds(row.when, case)]
        if not answering and not gap:
            gap = True
            faults.append(origin.at("table").fault("table-gap", case=_case_text(case)))
        if len(answering) > 1 and not overlap:
            overlap = True
            place = str(origin.at("table", answering[0]).place())
            faults.append(origin.at("table", answering[1]).fault("table-overlap", case=_case_text(case), first=place))


def _cases(key: Any, literals: list[Any], vocabulary: Vocabulary) -> list[Any]:
    """Every value of a finite key; for a number, one value in each stretch between its limits."""
    field = _field(key, vocabulary)
    flat = [value for literal in literals for value in (literal if isinstance(literal, tuple) else (literal,))]
    if isinstance(flat[0], bool):
        return [True, False]
    if isinstance(flat[0], str):
        return list(vocabulary.enums[field.enum].values) if field and field.enum else list(dict.fromkeys(flat))
    return _stretches(flat, field)


def _stretches(limits: list[Any], field: Field | None) -> list[Any]:
    low = field.minimum if field else None
    high = field.maximum if field else None
    points = {exact(limit) for limit in limits}
    first = min(points) - 1 if low is None else exact(low)
    last = max(points) + 1 if high is None else exact(high)
    marks = sorted({*points, first, last})
    cases = {*marks, *((a + b) / 2 for a, b in pairwise(marks))}
    if field is not None and field.type == "integer":
        cases = {exact(whole) for case in cases for whole in (floor(case), ceil(case))}
    if field is not None and field.excludes_minimum:
        cases.discard(first)
    return [canonical(case) for case in sorted(cases) if first <= case <= last]


def _field(key: Any, vocabulary: Vocabulary) -> Field | None:
    if not isinstance(key, Fact):
        return None
    kind, field = key.kind, None
    for name in key.fields:
        field = vocabulary.kinds[kind].fields[name]
        kind = field.items
    return field


def _holds(node: Any, case: dict[Any, Any]) -> bool | None:
    if isinstance(node, Group):
        return CONNECTIVES[node.op].of([_holds(item, case) for item in node.items], node.k)
    return truth(COMPARISONS[node.op], known(case[node.left]), known(node.right.value))


def _case_text(case: dict[Any, Any]) -> str:
    return ", ".join(f"{_key_text(key)} = {_value_text(value)}" for key, value in case.items())


def _key_text(key: Any) -> str:
    if isinstance(key, Derived):
        return f"${key.name}"
    return f"{key.kind}.{'.'.join(key.fields)}"


def _value_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool | str) else decimal_text(value)
