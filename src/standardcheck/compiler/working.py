"""How the worth of an expression came about: the facts and items that it was worked out from."""

from __future__ import annotations

from standardcheck.compiler.evidence import Working
from standardcheck.compiler.form import Aggregate, Arithmetic, Derived, Fact, Literal, Param, Present, leaves
from standardcheck.compiler.scope import Scope, list_members
from standardcheck.compiler.values import Value, known
from standardcheck.typing_light import Any


def working_of(interpreter: Any, node: Any, scope: Scope, value: Value) -> Working | None:
    """What the ``value`` of an expression was worked out from; ``None`` for a fact, a literal, and a parameter without
    a table, which are what they are."""
    kind = type(node)
    if kind is Fact or kind is Literal or (kind is Param and not _has_table(interpreter, node.name)):
        return None
    made = _worked(interpreter, node, scope, value)
    return made if made.parts or isinstance(made.node, Aggregate) else None


def _part(interpreter: Any, node: Any, scope: Scope) -> Working:
    return _worked(interpreter, node, scope, interpreter.value(node, scope))


def _worked(interpreter: Any, node: Any, scope: Scope, value: Value) -> Working:
    while isinstance(node, Derived):
        node = interpreter.program.derived[node.name].expression
    match node:
        case Fact():
            return Working(node, value, interpreter.path_of(node, scope))
        case Arithmetic(args=args):
            return Working(node, value, (), tuple(_part(interpreter, arg, scope) for arg in args))
        case Aggregate():
            return Working(node, value, (), tuple(_items(interpreter, node, scope)))
        case Param():
            return Working(node, value, (), tuple(_part(interpreter, key, scope) for key in _keys(interpreter, node)))
        case _:
            return Working(node, value)


def _items(interpreter: Any, node: Aggregate, scope: Scope) -> list[Working]:
    """The items that count, or may count, each with what it adds; plain values with themselves."""
    what = node.distinct if node.distinct is not None else node.of
    counted = []
    for member in list_members(interpreter.vocabulary, scope, node.items).stated:
        counts = True if node.where is None else interpreter.holds(node.where, member)
        if counts is False:
            continue
        if what is None and not node.items.item:
            value = known(member.nodes[""]["it"])
        else:
            value = interpreter.value(Literal(1) if what is None else what, member)
        counted.append(Working(what, value, member.paths[node.items.item], (), counts is True))
    return counted


def _has_table(interpreter: Any, name: str) -> bool:
    found = interpreter.edition(name)
    return found is not None and found[1].has_table


def _keys(interpreter: Any, node: Param) -> list[Any]:
    """What the rows of a parameter's table ask."""
    if not _has_table(interpreter, node.name):
        return []
    rows = interpreter.program.tables[node.name][node.kind][interpreter.edition(node.name)[0]]
    return list(
        dict.fromkeys(
            leaf.fact if isinstance(leaf, Present) else leaf.left for row in rows for leaf in leaves(row.when)
        )
    )
