"""What would mend a failure, computed from its evidence: ``increase by 60 m² (10 %)``, ``add 1 of …``."""

from __future__ import annotations

from standardcheck.check.display import Display, both
from standardcheck.compiler.evidence import Leaf
from standardcheck.compiler.form import Aggregate, Compare, Fact, Present
from standardcheck.compiler.interpret import Interpreter
from standardcheck.typing_light import Any
from standardcheck.vocabulary.model import Label
from standardcheck.vocabulary.numbers import canonical, compare, decimal_text, exact

_RAISE = ("at_least", "more_than")
_LOWER = ("at_most", "less_than")


def remedy_of(display: Display, interpreter: Interpreter, leaf: Leaf, negated: bool) -> Label | None:
    """The remedy for a leaf that does not hold; ``None`` where none can be computed."""
    node = leaf.node
    if isinstance(node, Present):
        expected = node.expected != negated
        return both("remedies", "supply" if expected else "remove", label=display.label(node.fact))
    if negated or leaf.right is None or not leaf.right.is_known:
        return None
    if node.op in ("equals", "in"):
        return both("remedies", "change", label=display.label(node.left), test=display.test(node, leaf.right))
    if node.op not in (*_RAISE, *_LOWER):
        return None
    if not leaf.left.is_known and leaf.left.state != "none":
        return None
    return _numeric(display, node, leaf)


def _numeric(display: Display, node: Compare, leaf: Leaf) -> Label | None:
    assert leaf.right is not None
    label = display.label(node.left)
    if leaf.left.state == "none":
        return both("remedies", "provide", label=label, test=display.test(node, leaf.right))
    difference = abs(exact(leaf.left.value) - exact(leaf.right.value))
    if difference == 0:
        return both("remedies", "beyond", label=label, test=display.test(node, leaf.right))
    unit = display.unit(node.left, node.right)
    if unit[1] == "1:":
        key = "steeper" if node.op in _RAISE else "gentler"
        return both("remedies", key, label=label, required=display.value(leaf.right.value, unit))
    if isinstance(node.left, Aggregate) and node.left.op == "count" and node.op in _RAISE:
        return _add_items(display, node.left, canonical(difference))
    amount = display.value(canonical(difference), unit)
    key = "increase" if node.op in _RAISE else "reduce"
    if compare(leaf.left.value, 0) == 0 or _is_whole(display, node.left):
        return both("remedies", key, label=label, amount=amount)
    percent = decimal_text(canonical(difference / abs(exact(leaf.left.value)) * 100), 1)
    return both("remedies", f"{key}_percent", label=label, amount=amount, percent=percent)


def _is_whole(display: Display, left: Any) -> bool:
    """Whether the measured field counts things: then a percentage says little."""
    field = display.field(left) if isinstance(left, Fact) else None
    return field is not None and field.type == "integer"


def _add_items(display: Display, node: Aggregate, missing: Any) -> Label:
    number = decimal_text(missing)
    items = display.items_label(node.items)
    if node.distinct is None:
        return both("remedies", "add", number=number, items=items)
    choices = _choices(display, node)
    if not choices:
        return both("remedies", "add_different", number=number, items=items)
    return both("remedies", "add_of", number=number, items=items, choices=tuple(choices))


def _choices(display: Display, node: Aggregate) -> list[Label]:
    """The values that would count: those that ``where`` names, else all of the enumeration."""
    assert node.distinct is not None
    enum = display.vocabulary.enums.get(display.enum(node.distinct))
    if enum is None:
        return []
    names: Any = tuple(enum.values)
    if isinstance(node.where, Compare) and node.where.left == Fact(node.distinct.kind, node.distinct.fields):
        value = getattr(node.where.right, "value", None)
        if node.where.op == "in" and isinstance(value, tuple):
            names = value
    return [enum.values[name] for name in names]
