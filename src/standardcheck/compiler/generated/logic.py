"""Generated conditions: connectives, alternatives and quantifiers over tests that are true, false or unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from standardcheck.compiler.form import (
    Aggregate,
    Compare,
    Derived,
    Fact,
    Group,
    If,
    Items,
    Param,
    Present,
    Quantified,
)
from standardcheck.compiler.generated.amounts import Amounts
from standardcheck.compiler.generated.facts import Facts, variable
from standardcheck.compiler.generated.writing import Names, Text
from standardcheck.vocabulary.model import Vocabulary

_WIDE = 6
"""Connectives over more conditions are split, to keep the nesting of blocks flat."""

Write = Callable[[Text, Any], None]


class Logic:
    """Writes conditions. Every answer is a local (or constant) that holds True, False or None."""

    def __init__(self, vocabulary: Vocabulary, facts: Facts, names: Names) -> None:
        self.vocabulary = vocabulary
        self.names = names
        self.facts = facts
        self.names_of_helpers: dict[str, str] = {}
        self.functions: list[str] = []
        self.amounts = Amounts(self, facts)
        self.left_open: list[Any] = []
        """Conditions that generated code may leave to the interpreter."""
        self.hoist: Callable[[Text, Any], str | None] = lambda text, node: None

    def condition(self, text: Text, node: Any) -> str:
        """Write a condition; the name of the local with its answer."""
        key = repr(node)
        known = text.bound.get(key)
        if known is None:
            known = self.hoist(text, node) or _WRITERS[type(node)](self, text, node)
            text.bound[key] = known
        return known

    # -- leaves ----------------------------------------------------------------------------------------------

    def _compare(self, text: Text, node: Compare) -> str:
        simple = self.facts.compare(text, node)
        if simple is not None:
            return text.bind(repr(node), simple, "c")
        name = text.names.fresh("c")
        answer = self.amounts.compare(text, node)
        if answer is None:
            self.ask(text, name, node, "")
        else:
            text.line(f"{name} = {answer}")
            self.ask(text, name, node, f"if {name} is FALLBACK: ")
        return name

    def _present(self, text: Text, node: Present) -> str:
        return text.bind(repr(node), self.facts.present(text, node), "c")

    def ask(self, text: Text, name: str, node: Any, guard: str) -> None:
        """Leave a question to the interpreter: on the spot, or by giving up the helper."""
        if text.surrender:
            text.line(f"{guard}return {text.surrender}")
            if not guard:
                text.line(f"{name} = None")
            return
        self.left_open.append(node)
        text.line(f"{guard}{name} = run.condition({len(self.left_open) - 1}, {text.route}, here, form)")

    def give_up(self, text: Text, test: str) -> None:
        """Leave the whole of a helper to the interpreter where ``test`` holds."""
        text.line(f"if {test}: return {text.surrender}")

    # -- connectives -----------------------------------------------------------------------------------------

    def _group(self, text: Text, node: Group) -> str:
        if node.op == "not":
            inner = self.condition(text, node.items[0])
            return self._assign(text, f"None if {inner} is None else not {inner}")
        if node.op == "k_of":
            return self._k_of(text, node)
        if len(node.items) > _WIDE:
            halves = (node.items[:_WIDE], node.items[_WIDE:])
            node = Group(node.op, (Group(node.op, halves[0]), Group(node.op, halves[1])))
        result = text.names.fresh("g")
        self._chain(text, node.op == "all", list(node.items), result)
        return result

    def _chain(self, text: Text, is_all: bool, items: list[Any], result: str) -> None:
        """Kleene's *and* or *or*, not evaluated further once it is settled."""
        first = self.condition(text, items[0])
        if len(items) == 1:
            text.line(f"{result} = {first}")
            return
        settled = "False" if is_all else "True"
        with text.block(f"if {first} is {settled}:"):
            text.line(f"{result} = {settled}")
        with text.block("else:"):
            self._chain(text, is_all, items[1:], result)
            if is_all:
                text.line(f"if {result}: {result} = {first}")
            else:
                text.line(f"if {result} is False: {result} = {first}")

    def _k_of(self, text: Text, node: Group) -> str:
        truths = [self.condition(text, item) for item in node.items]
        both = text.names.fresh("g")
        text.line(f"{both} = ({', '.join(truths)},)")
        sure = f"{both}.count(True)"
        return self._assign(
            text,
            f"True if {sure} >= {node.k} else False if {sure} + {both}.count(None) < {node.k} else None",
        )

    def _if(self, text: Text, node: If) -> str:
        condition = self.condition(text, node.condition)
        result = text.names.fresh("g")
        with text.block(f"if {condition}:"):
            text.line(f"{result} = {self.condition(text, node.then)}")
        with text.block(f"elif {condition} is False:"):
            otherwise = "True" if node.otherwise is None else self.condition(text, node.otherwise)
            text.line(f"{result} = {otherwise}")
        with text.block("else:"):
            then = self.condition(text, node.then)
            otherwise = "True" if node.otherwise is None else self.condition(text, node.otherwise)
            text.line(f"{result} = {then} if {then} is {otherwise} else None")
        return result

    def _assign(self, text: Text, expression: str) -> str:
        name = text.names.fresh("g")
        text.line(f"{name} = {expression}")
        return name

    # -- quantifiers -----------------------------------------------------------------------------------------

    def _quantified(self, text: Text, node: Quantified) -> str:
        call = self.helper(node, self._write_quantified, "FALLBACK")
        name = text.names.fresh("q")
        text.line(f"{name} = {call}")
        self.ask(text, name, node, f"if {name} is FALLBACK: ")
        return name

    def _write_quantified(self, text: Text, node: Quantified) -> None:
        neutral = node.op != "some"
        text.line(f"found = {neutral}")

        def item() -> None:
            way = self.way(text, node)
            text.line(f"if {way} is {not neutral}: return {not neutral}")
            text.line(f"if {way} is None: found = None")

        def ghost() -> None:  # an item that may not be there can leave the answer open, never settle it
            way = self.way(text, node)
            text.line(f"if {way} is not {neutral}: found = None")

        self.loop(text, node.items, item, ghost)
        text.line("return found")

    def way(self, text: Text, node: Quantified) -> str:
        """Write what one item says, in the terms of the quantifier; the local that holds it."""
        if node.where is None:
            return self._meets(text, node)
        chosen = self.condition(text, node.where)
        result = text.names.fresh("g")
        some = node.op == "some"
        with text.block(f"if {chosen} is False:"):
            text.line(f"{result} = {not some}")
        with text.block("else:"):
            text.line(f"{result} = {self._meets(text, node)}")
            settled = "False" if some else "True"
            text.line(f"if {chosen} is None and {result} is not {settled}: {result} = None")
        return result

    def _meets(self, text: Text, node: Quantified) -> str:
        meets = self.condition(text, node.satisfies)
        return meets if node.op != "none" else self._assign(text, f"None if {meets} is None else not {meets}")

    def loop(
        self,
        text: Text,
        items: Items,
        item: Callable[[], None],
        ghost: Callable[[], None],
        entered: Callable[[str], None] = lambda stated: None,
        each: Callable[[str], None] = lambda kind: None,
    ) -> None:
        """Write a walk over the items of a list, or of lists of lists, and over those that may be there unstated.
        ``entered`` writes what is done with each list first, ``each`` with each item of each list, by its kind."""
        self._level(text, items.kind, list(items.fields), item, ghost, entered, each)

    def _level(
        self,
        text: Text,
        kind: str,
        fields: list[str],
        item: Callable[[], None],
        ghost: Callable[[], None],
        entered: Callable[[str], None],
        each: Callable[[str], None],
    ) -> None:
        name, *rest = fields
        field = self.vocabulary.kinds[kind].fields[name]
        inner = field.items if field.items_are_objects else ""
        stated = text.bind(("list", kind, name), f"{variable(kind)}.get({name!r})", "x")
        items, unstated = text.names.fresh("x"), text.names.fresh("x")
        text.line(f"{items}, {unstated} = {stated}, ()")
        text.line(f"if type({stated}) is not list: {items}, {unstated} = split({stated})")
        entered(stated)
        with text.block(f"for {variable(inner)} in {items}:"):
            each(inner)
            if rest:
                self._level(text, inner, rest, item, ghost, entered, each)
            else:
                item()
        with text.block(f"for {variable(inner)} in {unstated}:"):
            for step in rest:
                inner_field = self.vocabulary.kinds[inner].fields[step]
                inner = inner_field.items if inner_field.items_are_objects else ""
                text.line(f"{variable(inner)} = {{}}")
            if not inner:
                text.line(f"{variable('')} = None")
            ghost()

    # -- helpers ---------------------------------------------------------------------------------------------

    def helper(self, node: Any, write: Write, surrender: str) -> str:
        """A call of the function that answers ``node``, which is written if there is none yet."""
        parameters = [variable(kind) for kind in sorted(self.free(node))]
        name = self.names_of_helpers.get(repr(node))
        if name is None:
            name = self.names.fresh("f")
            self.names_of_helpers[repr(node)] = name
            body = Text(self.names, surrender)
            write(body, node)
            self.functions.append(body.function(name, parameters))
        return f"{name}({', '.join(parameters)})"

    def free(self, node: Any) -> set[str]:
        """The kinds of which ``node`` needs an object in scope."""
        if isinstance(node, Fact):
            return {node.kind}
        if isinstance(node, Derived):
            return self.free(self.facts.plain(node))
        if isinstance(node, Param):
            return self._free_of_table(node)
        if isinstance(node, Aggregate | Quantified):
            inner = node[2:] if isinstance(node, Aggregate) else (node.where, node.satisfies)
            found = set().union(*(self.free(part) for part in inner if part is not None))
            return (found - self._bound_by(node.items)) | {node.items.kind}
        if isinstance(node, tuple):
            return set().union(*(self.free(part) for part in node))
        return set()

    def _free_of_table(self, node: Param) -> set[str]:
        found = self.facts.interpreter.edition(node.name)
        if found is None or not found[1].has_table:
            return set()
        rows = self.facts.program.tables[node.name][node.kind][found[0]]
        return set().union(*(self.free(row.when) for row in rows))

    def _bound_by(self, items: Items) -> set[str]:
        kind, found = items.kind, set()
        for name in items.fields:
            field = self.vocabulary.kinds[kind].fields[name]
            kind = field.items if field.items_are_objects else ""
            found.add(kind)
        return found


_WRITERS: dict[Any, Any] = {
    Compare: Logic._compare,
    Present: Logic._present,
    Group: Logic._group,
    If: Logic._if,
    Quantified: Logic._quantified,
}
