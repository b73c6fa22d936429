"""Where the parts of a typed form are written: conditions and expressions walked beside the data they were read from.

The typed form holds no positions. Its nodes follow the written mappings one to one (``compiler.conditions``), so that
walking both together tells where each node stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from standardcheck.compiler.form import Aggregate, Arithmetic, Compare, Derived, Fact, Param, Quantified
from standardcheck.compiler.operators import AGGREGATES, COMPARISONS, CONNECTIVES, QUANTIFIERS

Steps = tuple[Any, ...]


class Spot(NamedTuple):
    """A node of a typed form: the steps that lead to it in the form, the steps in the file, and what is written."""

    path: Steps
    at: Steps
    node: Any
    written: Any


def condition_spots(data: Any, node: Any, path: Steps = (), at: Steps = ()) -> Iterator[Spot]:
    """Every condition, and every expression with something of its own in it, below a condition."""
    if node is None:
        return
    for key in QUANTIFIERS:
        if key in data:
            yield from _quantified(data, node, path, at)
            return
    for key in AGGREGATES:
        if key in data:
            yield from _aggregate_test(data, node, path, at)
            return
    if "it" in data and len(data) == 1:
        yield from _tests(data["it"], node, path, (*at, "it"))
        return
    keys = [key for key in data if key not in _beside(data)]
    if len(keys) > 1:
        yield Spot(path, at, node, data)
    for index, key in enumerate(keys):
        part, inner = (node, path) if len(keys) == 1 else (node.items[index], (*path, "items", index))
        yield from _part(key, data, part, inner, at)


def _beside(data: Any) -> set[str]:
    beside = {"then", "else"} if "if" in data else set()
    return beside | ({"k"} if "k_of" in data else set())


def _part(key: str, data: Any, node: Any, path: Steps, at: Steps) -> Iterator[Spot]:
    here = (*at, key)
    if key == "if":
        yield Spot(path, here, node, data)
        yield from condition_spots(data["if"], node.condition, (*path, "condition"), here)
        yield from condition_spots(data["then"], node.then, (*path, "then"), (*at, "then"))
        if "else" in data:
            yield from condition_spots(data["else"], node.otherwise, (*path, "otherwise"), (*at, "else"))
    elif key in CONNECTIVES:
        yield Spot(path, here, node, data[key])
        for index, item in enumerate(data[key] if isinstance(data[key], list) else [data[key]]):
            place = (*here, index) if isinstance(data[key], list) else here
            inner, place = (item["require"], (*place, "require")) if key == "one_of" else (item, place)
            yield from condition_spots(inner, node.items[index], (*path, "items", index), place)
    else:
        yield from _tests(data[key], node, path, here)


def _quantified(data: Any, node: Quantified, path: Steps, at: Steps) -> Iterator[Spot]:
    yield Spot(path, (*at, node.op), node, data)
    if node.where is not None:
        yield from condition_spots(data["where"], node.where, (*path, "where"), (*at, "where"))
    yield from condition_spots(data["satisfies"], node.satisfies, (*path, "satisfies"), (*at, "satisfies"))


def _aggregate_test(data: Any, node: Any, path: Steps, at: Steps) -> Iterator[Spot]:
    tests = {key: value for key, value in data.items() if key in COMPARISONS}
    yield from _tests(tests, node, path, at)
    first, inner = (node, path) if isinstance(node, Compare) else (node.items[0], (*path, "items", 0))
    yield from expression_spots(data, first.left, (*inner, "left"), at)


def _tests(value: Any, node: Any, path: Steps, at: Steps) -> Iterator[Spot]:
    if not isinstance(value, dict):
        yield Spot(path, at, node, value)
        return
    if len(value) > 1:
        yield Spot(path, at, node, value)
    for index, (op, operand) in enumerate(value.items()):
        one = len(value) == 1
        inner = path if one else (*path, "items", index)
        yield Spot(inner, (*at, op), node if one else node.items[index], operand)


def expression_spots(data: Any, node: Any, path: Steps = (), at: Steps = ()) -> Iterator[Spot]:
    """Every number, aggregate and operation of an expression, and the conditions inside it."""
    match node:
        case Fact() | Param() | Derived() | None:
            return
        case Aggregate(op=op, of=of, where=where):
            yield Spot(path, (*at, op), node, data)
            if where is not None:
                yield from condition_spots(data["where"], where, (*path, "where"), (*at, "where"))
            if of is not None:
                yield from expression_spots(data["of"], of, (*path, "of"), (*at, "of"))
        case Arithmetic(op=op, args=args):
            yield Spot(path, (*at, op), node, data)
            for index, arg in enumerate(args):
                written = data[op] if op == "round_up" else data[op][index]
                place = (*at, op) if op == "round_up" else (*at, op, index)
                yield from expression_spots(written, arg, (*path, "args", index), place)
        case _:
            yield Spot(path, at, node, data)


def put(node: Any, path: Steps, new: Any) -> Any:
    """``node`` with what stands at ``path`` replaced: steps are fields of named tuples, indices, keys of mappings."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(node, dict):
        return {**node, step: put(node[step], rest, new)}
    if isinstance(step, int):
        return (*node[:step], put(node[step], rest, new), *node[step + 1 :])
    return node._replace(**{step: put(getattr(node, step), rest, new)})


def reach(node: Any, path: Steps) -> Any:
    """What stands at ``path``."""
    for step in path:
        node = node[step] if isinstance(node, dict) or isinstance(step, int) else getattr(node, step)
    return node
