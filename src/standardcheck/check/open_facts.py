"""What an unknown outcome needs, found quickly where that is plain.

Where every open test is of one fact, and no fact is tested twice, a fact is needed exactly if it stands in an
undecided test below undecided conditions; and so is the only open fact of a rule. All else is left to
``compiler.needs``, which tries completions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from standardcheck.compiler.form import Arithmetic, Compare, Fact, Group, If, Param, Present, RuleForm
from standardcheck.compiler.generated.facts import Facts
from standardcheck.compiler.generated.runtime import GONE, Leaf
from standardcheck.compiler.operators import CONNECTIVES, if_then_else
from standardcheck.plan.model import NONE, NOT_APPLICABLE

Nodes = dict[str, dict[str, Any]]


class Open(NamedTuple):
    """An answer, the open facts behind it if it is unknown, and the facts that open tests asked for.

    ``asked`` holds ``None`` for a test of more than one fact.
    """

    truth: bool | None
    facts: tuple[Fact, ...] = ()
    asked: tuple[Fact | None, ...] = ()


Ask = Callable[[Nodes], Open]
"""From the objects in scope to an answer."""


class NotPlain(Exception):
    """A rule, or a case of one, that has to be left to the interpreter."""


def plain_needs(rule: RuleForm, facts: Facts) -> Callable[[Nodes], tuple[Fact, ...]] | None:
    """A function to the facts that ``rule`` needs, those that decide whether it applies first.

    ``None`` if the rule is never plain. The function raises :class:`NotPlain` where this case is not.
    """
    try:
        applies = _ask(rule.applies, facts) if rule.applies is not None else _met
        base = _met if rule.manual else _ask(rule.require, facts)
        ways = [base, *(_ask(Group("all", (a.when, a.require)), facts) for a in rule.allowances)]
    except NotPlain:
        return None
    requires = base if len(ways) == 1 else _either(ways)

    def needed(nodes: Nodes) -> tuple[Fact, ...]:
        applied = applies(nodes)
        if applied.truth is False or (rule.manual and applied.truth):
            return ()
        held = Open(None) if rule.manual else requires(nodes)
        if held.truth is True or (applied.truth and held.truth is False):
            return ()
        found = tuple(dict.fromkeys(applied.facts + held.facts))
        asked = applied.asked + held.asked
        if len(found) > 1 and (len(asked) != len(set(asked)) or set(asked) != set(found)):
            raise NotPlain
        return found

    return needed


def _either(ways: list[Ask]) -> Ask:
    """A requirement or one of its exceptions, which are asked only where it is not met."""
    all_ways = _joined(CONNECTIVES["any"].of, 0, ways)

    def ask(nodes: Nodes) -> Open:
        base = ways[0](nodes)
        return base if base.truth is True else all_ways(nodes)

    return ask


def _ask(node: Any, facts: Facts) -> Ask:
    if isinstance(node, Group):
        return _joined(CONNECTIVES[node.op].of, node.k, [_ask(item, facts) for item in node.items])
    if isinstance(node, If):
        parts = [_ask(item, facts) if item is not None else _met for item in node]
        return _joined(lambda truths, _: if_then_else(*truths), 0, parts)
    if isinstance(node, Present) and node.fact.kind:
        return _present(node)
    if isinstance(node, Compare):
        left, right = facts.plain(node.left), facts.plain(node.right)
        fixed = facts.fixed(right)
        if isinstance(left, Fact) and left.kind and fixed is not None:
            return _compare(left, Leaf(node.op, facts.unknown(left), fixed))
        if isinstance(left, Fact) and left.kind and isinstance(right, Param):
            return _with_table(node.op, left, right, facts)
        if isinstance(left, Arithmetic) and fixed is not None:
            return _with_arithmetic(left, facts)
    raise NotPlain


def _met(_: Nodes) -> Open:
    return Open(True)


def _joined(of: Callable[[list[bool | None], int], bool | None], k: int, parts: list[Ask]) -> Ask:
    def ask(nodes: Nodes) -> Open:
        found = [part(nodes) for part in parts]
        truth = of([each.truth for each in found], k)
        asked = tuple(fact for each in found for fact in each.asked)
        if truth is not None:
            return Open(truth, (), asked)
        return Open(None, tuple(fact for each in found if each.truth is None for fact in each.facts), asked)

    return ask


def raw_value(fact: Fact, nodes: Nodes) -> Any:
    """A fact as it stands in the plan."""
    found: Any = nodes[fact.kind]
    *through, name = fact.fields
    for step in through:
        found = found.get(step) if type(found) is dict else found
        if found == NONE:
            return NONE
    return found.get(name) if type(found) is dict else GONE


def _is_open(value: Any) -> bool:
    return value is None or value is GONE or type(value) is frozenset or value == NOT_APPLICABLE


def _present(node: Present) -> Ask:
    open_ = (node.fact,)

    def ask(nodes: Nodes) -> Open:
        value = raw_value(node.fact, nodes)
        return Open(None, open_, open_) if _is_open(value) else Open((value != NONE) is node.expected)

    return ask


def _compare(fact: Fact, leaf: Leaf) -> Ask:
    open_ = (fact,)

    def ask(nodes: Nodes) -> Open:
        value = raw_value(fact, nodes)
        truth = leaf(value)
        if not _is_open(value):
            return Open(truth)
        return Open(truth, open_ if truth is None else (), open_)

    return ask


def _with_table(op: str, fact: Fact, table: Param, facts: Facts) -> Ask:
    """A comparison with a table parameter: what is open may be the fact, or a key of the table, or both."""
    lookup = facts.table(table)
    if lookup is None:
        raise NotPlain
    leaf = Leaf(op, facts.unknown(fact), facts.unknown(fact))
    rows = [(_ask(row.when, facts), row) for row in lookup.rows]

    def ask(nodes: Nodes) -> Open:
        value = raw_value(fact, nodes)
        right = lookup[tuple(raw_value(key, nodes) for key in lookup.keys_)]
        truth = leaf.between(value, right)
        keys = _open_keys(rows, nodes)
        own = (fact,) if _is_open(value) else ()
        asked: tuple[Fact | None, ...] = (None,) if keys else own
        return Open(truth, tuple(dict.fromkeys(own + keys)) if truth is None else (), asked)

    return ask


def _open_keys(rows: list[tuple[Ask, Any]], nodes: Nodes) -> tuple[Fact, ...]:
    found: tuple[Fact, ...] = ()
    undecided = True
    for ask, _ in rows:
        when = ask(nodes)
        if when.truth is True:
            return ()
        if when.truth is None:
            found += when.facts
            undecided = False
    return () if undecided else tuple(dict.fromkeys(found))


def _with_arithmetic(node: Arithmetic, facts: Facts) -> Ask:
    """Arithmetic that is not decided although one fact at most is open: that fact is what is needed."""
    inside = list(_facts_of(node, facts))

    def ask(nodes: Nodes) -> Open:
        found = tuple(dict.fromkeys(fact for fact in inside if _is_open(raw_value(fact, nodes))))
        if len(found) != 1 or any(raw_value(fact, nodes) == NONE for fact in inside):
            raise NotPlain
        return Open(None, found, (None,))

    return ask


def _facts_of(node: Any, facts: Facts) -> Any:
    node = facts.plain(node)
    if isinstance(node, Fact) and node.kind:
        yield node
    elif isinstance(node, Arithmetic):
        for arg in node.args:
            yield from _facts_of(arg, facts)
    elif facts.fixed(node) is None:
        raise NotPlain
