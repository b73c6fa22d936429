"""Overlays may tighten, and tailor what the base leaves open; whatever would loosen is refused here."""

from __future__ import annotations

from typing import Any

from standardcheck.compiler.form import (
    Aggregate,
    Arithmetic,
    Compare,
    Derived,
    Group,
    If,
    Param,
    Program,
    Quantified,
)
from standardcheck.compiler.operators import COMPARISONS
from standardcheck.errors import Fault
from standardcheck.ruleset.resolve import EditionAt, ParameterAt, Resolved
from standardcheck.vocabulary.numbers import compare
from standardcheck.vocabulary.units import UnitTable


def directions(program: Program) -> dict[str, set[int]]:
    """For each parameter, which way each of its uses tightens: +1 higher, -1 lower, 0 no one way."""
    found: dict[str, set[int]] = {}
    for rule in program.rules:
        _condition(rule.applies, -1, found, program)
        _condition(rule.require, +1, found, program)
        for allowance in rule.allowances:
            _condition(allowance.when, +1, found, program)
            _condition(allowance.require, +1, found, program)
    return found


def _condition(node: Any, polarity: int, found: dict[str, set[int]], program: Program) -> None:
    match node:
        case Compare(op, left, right):
            _mixed(left, found, program)
            if isinstance(right, Param):
                found.setdefault(right.name, set()).add(COMPARISONS[op].tightens * polarity)
            else:
                _mixed(right, found, program)
        case Group(op, items):
            for item in items:
                _condition(item, -polarity if op == "not" else polarity, found, program)
        case If(condition, then, otherwise):
            _condition(condition, 0, found, program)
            _condition(then, polarity, found, program)
            _condition(otherwise, polarity, found, program)
        case Quantified(op, _, where, satisfies):
            _condition(satisfies, -polarity if op == "none" else polarity, found, program)
            _condition(where, polarity if op == "some" else -polarity, found, program)


def _mixed(node: Any, found: dict[str, set[int]], program: Program) -> None:
    """Parameters inside expressions: no single direction."""
    match node:
        case Param(name):
            found.setdefault(name, set()).add(0)
        case Derived(name):
            _mixed(program.derived[name].expression, found, program)
        case Arithmetic(args=args):
            for arg in args:
                _mixed(arg, found, program)
        case Aggregate(of=of, where=where):
            _mixed(of, found, program)
            _condition(where, 0, found, program)


def check_changes(resolved: Resolved, program: Program, units: UnitTable, faults: list[Fault]) -> Program:
    """Judge every change an overlay makes to a parameter; soft breaches are noted on the parameter."""
    ways = directions(program)
    params = dict(program.params)
    for name, at in resolved.params.items():
        soft: list[str] = []
        for verb, new, before in at.changes:
            if verb == "set":
                soft += _check_set(name, at, new, before, units, faults)
            else:
                _check_tighten(name, new, before, units, ways.get(name, set()), faults)
        if soft:
            params[name] = params[name]._replace(soft_breaches=tuple(soft))
    return program._replace(params=params)


def _check_set(
    name: str,
    at: ParameterAt,
    new: list[EditionAt],
    before: list[EditionAt],
    units: UnitTable,
    faults: list[Fault],
) -> list[str]:
    bounds = at.parameter.tailorable
    if bounds is None:
        faults.append(new[0].origin.fault("overlay-not-tailorable", **_both(name, new[0], before)))
        return []
    soft = []
    for edition in new:
        for key, sign, hard in (
            ("at_least", -1, True),
            ("at_most", 1, True),
            ("generally_at_least", -1, False),
            ("generally_at_most", 1, False),
        ):
            bound = getattr(bounds, key)
            if bound is None:
                continue
            limit = _in_base(bound, units)
            if any(compare(value, limit) == sign for value in _values(edition, units)):
                if hard:
                    faults.append(
                        edition.origin.fault("overlay-beyond-bound", bound=str(bound), **_both(name, edition, before))
                    )
                else:
                    soft.append(f"{edition.origin.place()}: {key} {bound}")
    return soft


def _check_tighten(
    name: str,
    new: list[EditionAt],
    before: list[EditionAt],
    units: UnitTable,
    ways: set[int],
    faults: list[Fault],
) -> None:
    if ways not in ({1}, {-1}):
        faults.append(new[0].origin.fault("overlay-both-ways", name=name))
        return
    (way,) = ways
    for edition in new:
        for old in _in_force_with(edition, before):
            if edition.edition.table is not None or old.edition.table is not None:
                faults.append(edition.origin.fault("overlay-table", name=name))
                return
            for mine in _values(edition, units):
                for theirs in _values(old, units):
                    if compare(mine, theirs) == -way:
                        faults.append(edition.origin.fault("overlay-loosens", **_both(name, edition, [old])))
                        return


def _in_force_with(edition: EditionAt, before: list[EditionAt]) -> list[EditionAt]:
    until = edition.edition.to
    return [
        old
        for old in before
        if (old.edition.to is None or old.edition.to > edition.edition.from_)
        and (until is None or old.edition.from_ < until)
    ]


def _values(at: EditionAt, units: UnitTable) -> list[Any]:
    if at.edition.value is not None:
        return [_in_base(at.edition.value, units)]
    return [_in_base(row.value, units) for row in at.edition.table or () if row.value is not None]


def _in_base(value: Any, units: UnitTable) -> Any:
    """A value as written, in base units."""
    return units.quantity(str(value)).value


def _both(name: str, new: EditionAt, before: list[EditionAt]) -> dict[str, str]:
    """The arguments that name both clauses."""
    old = before[-1]
    return {
        "name": name,
        "value": _text(new),
        "own": f"{new.edition.clause.document} {new.edition.clause.number}",
        "base_value": _text(old),
        "clause": f"{old.edition.clause.document} {old.edition.clause.number}",
        "base": str(old.origin.place()),
    }


def _text(at: EditionAt) -> str:
    return str(at.edition.value) if at.edition.value is not None else "table"
