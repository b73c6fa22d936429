"""The comparisons of a condition, as typed forms and as they are written, in one order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from standardcheck.compiler.form import Compare, Group, If, Present, Quantified
from standardcheck.compiler.operators import AGGREGATES, COMPARISONS, CONNECTIVES, QUANTIFIERS
from standardcheck.ruleset.packs import Origin


def leaves_in(node: Any) -> Iterator[Compare | Present]:
    """Every comparison and presence test, those about items included (but not which items an aggregate takes)."""
    match node:
        case Compare() | Present():
            yield node
        case Group(items=items):
            for item in items:
                yield from leaves_in(item)
        case If(condition, then, otherwise):
            for part in (condition, then, otherwise):
                yield from leaves_in(part)
        case Quantified(where=where, satisfies=satisfies):
            yield from leaves_in(where)
            yield from leaves_in(satisfies)


def comparisons_in(node: Any) -> list[Compare]:
    """The comparisons alone."""
    return [leaf for leaf in leaves_in(node) if isinstance(leaf, Compare)]


def places_in(data: Any, origin: Origin) -> Iterator[Origin]:
    """Where each of the leaves that :func:`leaves_in` gives is written."""
    if not isinstance(data, dict):
        return
    if any(key in data for key in QUANTIFIERS):
        for key in ("where", "satisfies"):
            yield from _about_items(data.get(key), origin.at(key))
    elif any(key in data for key in AGGREGATES):
        yield from (origin.at(key) for key in data if key in COMPARISONS)
    else:
        for key, value in data.items():
            yield from _part(key, value, data, origin)


def _part(key: str, value: Any, data: dict[str, Any], origin: Origin) -> Iterator[Origin]:
    if key == "if":
        for each in ("if", "then", "else"):
            yield from places_in(data.get(each), origin.at(each))
    elif key in ("then", "else", "k") and ("if" in data or "k_of" in data):
        return
    elif key in CONNECTIVES:
        items = value if isinstance(value, list) else [value]
        for at, item in enumerate(items):
            here = origin.at(key, at) if isinstance(value, list) else origin.at(key)
            one_of = CONNECTIVES[key].arity == "alternatives"
            yield from places_in(item["require"] if one_of else item, here.at("require") if one_of else here)
    else:
        yield from _tests(value, origin.at(key))


def _tests(value: Any, origin: Origin) -> Iterator[Origin]:
    if isinstance(value, dict):
        yield from (origin.at(op) for op in value)
    else:
        yield origin


def _about_items(data: Any, origin: Origin) -> Iterator[Origin]:
    if isinstance(data, dict) and set(data) == {"it"}:
        yield from _tests(data["it"], origin.at("it"))
    else:
        yield from places_in(data, origin)
