"""Which comparisons decided an example, by the names that a rule author gives them, against those it states."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from standardcheck.check.display import Display
from standardcheck.check.explain import deciding_parts
from standardcheck.compiler.evidence import Leaf
from standardcheck.compiler.form import Derived, Fact, Param, Present
from standardcheck.compiler.interpret import Interpreter, Judgement
from standardcheck.compiler.values import FactRef, Value
from standardcheck.packtools.problems import Problem
from standardcheck.plan.model import Path
from standardcheck.ruleset.documents import Because
from standardcheck.vocabulary.numbers import canonical, compare, exact

_SILENT = ("items", "it")
"""Path steps that are no field of their own: of a list in the long form, and of an item that is a plain value."""


class Deciding(NamedTuple):
    """A deciding comparison under the name it has for a rule author."""

    name: str
    leaf: Leaf


def deciding_leaves(judgement: Judgement, kind: str, path: Path) -> list[Deciding]:
    """The comparisons that made the outcome, each once, those that decide whether the rule applies first."""
    found: dict[Leaf, None] = {}
    for _, part in deciding_parts(judgement.outcome, judgement):
        found.update(dict.fromkeys(decided.leaf for decided in part))
    return [Deciding(leaf_name(leaf, kind, path), leaf) for leaf in found]


def leaf_name(leaf: Leaf, kind: str, path: Path) -> str:
    """What a comparison measures: ``rise``, ``functions.kind``, ``$area_per_head``; an aggregate by its list."""
    node = leaf.node.fact if isinstance(leaf.node, Present) else leaf.node.left
    if isinstance(node, Derived | Param):
        return f"${node.name}"
    holder = node.kind if isinstance(node, Fact) else node.items.kind if hasattr(node, "items") else kind
    return _name(leaf.path, kind, path, holder)


def relative_name(fact: FactRef, kind: str, path: Path) -> str:
    """A fact as a rule author names it: ``rise``, ``functions.kind``, ``facility.build_mode``."""
    if fact.path[: len(path)] == path:
        return ".".join(_fields(fact.path)[len(_fields(path)) :])
    return f"{fact.kind}.{fact.field}"


def _name(place: Path, kind: str, path: Path, holder: str) -> str:
    if place[: len(path)] == path:
        return ".".join(_fields(place)[len(_fields(path)) :])
    return f"{holder}.{place[-1]}" if holder else str(place[-1])


def _fields(path: Path) -> tuple[str, ...]:
    return tuple(step for step in path if isinstance(step, str) and step not in _SILENT)


def because_problems(
    stated: list[str | Because], judgement: Judgement, kind: str, path: Path, interpreter: Interpreter
) -> Iterator[Problem]:
    """What differs between the deciding comparisons and those that an example states."""
    found = deciding_leaves(judgement, kind, path)
    names = {name for name, _ in found}
    wanted = {entry if isinstance(entry, str) else entry.fact for entry in stated}
    if wanted != names:
        yield Problem("because", {"expected": sorted(wanted), "got": sorted(names)})
    for entry in stated:
        if isinstance(entry, Because) and entry.fact in names:
            leaves = [leaf for name, leaf in found if name == entry.fact]
            if not any(_as_stated(entry, leaf, interpreter) for leaf in leaves):
                yield _mismatch(entry, leaves[0], interpreter)


def _mismatch(entry: Because, leaf: Leaf, interpreter: Interpreter) -> Problem:
    display = Display(interpreter.vocabulary, interpreter.program)
    left, right = _sides(leaf)
    unit, enum = display.unit(left, right), display.enum(left)
    args = {
        "fact": entry.fact,
        "measured": display.worth(leaf.left, unit, enum, leaf.right),
        "required": display.worth(leaf.right, unit, enum) if leaf.right else "—",
        "stated_measured": "—" if entry.measured is None else str(entry.measured),
        "stated_required": "—" if entry.required is None else str(entry.required),
    }
    return Problem("because_values", args)


def _sides(leaf: Leaf) -> tuple[Any, Any]:
    return (leaf.node.fact, None) if isinstance(leaf.node, Present) else (leaf.node.left, leaf.node.right)


def _as_stated(entry: Because, leaf: Leaf, interpreter: Interpreter) -> bool:
    left, right = _sides(leaf)
    factor = _factor(left, interpreter)
    if entry.measured is not None and not _same(entry.measured, leaf.left, factor, interpreter):
        return False
    if entry.required is None:
        return True
    if isinstance(entry.required, str) and entry.required.startswith("$"):
        name = getattr(right, "name", "") or getattr(right, "set_name", "")
        return entry.required == f"${name}"
    return leaf.right is not None and _same(entry.required, leaf.right, factor, interpreter)


def _factor(left: Any, interpreter: Interpreter) -> Any:
    """What a bare number is multiplied by: the unit of the field that is compared."""
    field = Display(interpreter.vocabulary, interpreter.program).field(left) if isinstance(left, Fact) else None
    return exact(1) if field is None or field.unit is None else type(exact(1))(field.unit.factor)


def _same(written: Any, value: Value, factor: Any, interpreter: Interpreter) -> bool:
    if not value.is_known:
        return bool(written == value.state)
    if isinstance(value.value, bool | str) or isinstance(written, bool):
        return bool(written == value.value)
    if isinstance(value.value, tuple):
        return bool(written in value.value)
    number = _number(written, factor, interpreter)
    return number is not None and not compare(number, value.value)


def _number(written: Any, factor: Any, interpreter: Interpreter) -> Any:
    if not isinstance(written, str):
        return canonical(exact(written) * factor)
    try:
        return interpreter.vocabulary.units.quantity(written).value
    except ValueError:
        return None
