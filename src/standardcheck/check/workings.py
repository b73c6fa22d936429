"""How a value was worked out, in words: “usable area 11 m² ÷ places 3”, so that it can be checked with a pencil."""

from __future__ import annotations

from standardcheck.check.display import Display, both
from standardcheck.check.figures import PLAIN
from standardcheck.check.identity import identify
from standardcheck.compiler.evidence import Leaf, Working
from standardcheck.compiler.form import Aggregate, Arithmetic, Fact, Literal, Param
from standardcheck.typing_light import Any
from standardcheck.vocabulary.model import Label

MAX_PARTS = 6
"""Items that are named; of more, how many there are is said."""

_BARE = (("add", "add"), ("add", "sum"), ("multiply", "multiply"))
"""Operators, and those of their parts that need no parentheses."""


class Workings:
    """Words workings of one plan."""

    def __init__(self, display: Display, data: dict[str, Any]) -> None:
        self.display = display
        self.data = data

    def of(self, leaf: Leaf) -> tuple[Label | None, Label | None]:
        """What the measured and the required side of a comparison were worked out from; ``None`` where there is nothing
        to say."""
        required = None if leaf.required is None else self._whole(leaf.required)
        if required is None and leaf.right is not None and isinstance(leaf.node.right, Fact):
            required = self.display.name_of(leaf.node.right, leaf.node.left)
        return None if leaf.measured is None else self._whole(leaf.measured), required

    def _whole(self, working: Working) -> Label:
        if isinstance(working.node, Param):
            return both("workings", "table", facts=self._joined("comma", [self._key(key) for key in working.parts]))
        return self._worked(working)

    def _worked(self, working: Working) -> Label:
        """An expression by its parts."""
        node = working.node
        if isinstance(node, Aggregate):
            return self._items(node, working)
        parts = [self._part(part, node.op) for part in working.parts]
        if node.op in ("add", "subtract", "multiply", "divide"):
            return self._joined(node.op, parts)
        return both("workings", node.op, parts=self._joined("comma", parts))

    def _part(self, working: Working, of: str) -> Label:
        """A part of an expression with the operator ``of``."""
        node = working.node
        if isinstance(node, Arithmetic | Aggregate):
            inside = self._worked(working)
            return inside if (of, node.op) in _BARE else both("workings", "nested", part=inside)
        value = self._value(working)
        if isinstance(node, Literal):
            return value
        return both("workings", "fact", label=self.display.label(node), value=value)

    def _key(self, key: Working) -> Label:
        """What a table was asked with."""
        return both("workings", "key", label=self.display.label(key.node), value=self._value(key))

    def _value(self, working: Working) -> Label:
        if isinstance(working.node, Fact) and working.value.state == "unknown":
            return both("values", working.value.reason or "not_stated")
        return self.display.worth(working.value, self.display.unit(working.node), self.display.enum(working.node))

    def _items(self, node: Aggregate, working: Working) -> Label:
        """The items that were added up, counted or compared."""
        shown, more = working.parts[:MAX_PARTS], len(working.parts) - MAX_PARTS
        parts = [self._item(node, part) for part in shown]
        if more > 0:
            parts.append(both("workings", "more", number=more))
        if not working.value.is_known and all(part.value.is_known and part.sure for part in working.parts):
            parts.append(both("workings", "unstated", items=self.display.items_label(node.items)))
        if not parts:
            return both("workings", "no_items")
        if node.op == "sum":
            return self._joined("add", parts)
        return both("workings", f"{node.op}_of", items=self._joined("comma", parts))

    def _item(self, node: Aggregate, part: Working) -> Label:
        said = self._named(node, part)
        return said if part.sure else both("workings", "perhaps", item=said)

    def _named(self, node: Aggregate, part: Working) -> Label:
        """An item by what it is called, and what it adds."""
        if not node.items.item:
            return self.display.value(part.value.value, PLAIN, self.display.enum_of_items(node.items))
        name = identify(self.display.vocabulary, self.data, part.path).name
        if part.node is None:
            return name
        return both("workings", "item", value=self._value(part), name=name)

    def _joined(self, sign: str, parts: list[Label]) -> Label:
        joined = parts[0]
        for part in parts[1:]:
            joined = both("workings", sign, left=joined, right=part)
        return joined
