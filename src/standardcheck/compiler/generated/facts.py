"""Generated tests of single facts: field reads, and comparisons with what is fixed or looked up."""

from __future__ import annotations

from typing import Any

from standardcheck.compiler.form import Compare, Derived, Fact, Literal, Param, Present, leaves
from standardcheck.compiler.generated.runtime import Leaf, Lookup, finite
from standardcheck.compiler.generated.writing import Text
from standardcheck.compiler.interpret import Interpreter, unknown_value
from standardcheck.compiler.operators import COMPARISONS
from standardcheck.compiler.values import UNKNOWN, Value, known
from standardcheck.vocabulary.model import Field, Vocabulary

EXACT_BELOW = 10**15
"""Below this, floats and whole numbers that were read from text compare as they were written: distinct numbers of
up to 15 digits have distinct floats, in the same order."""

NEAR = 1e-9
"""Relative distance from a limit within which floats decide nothing."""

_DATES = {"before": "<", "after": ">", "on_or_before": "<=", "on_or_after": ">=", "equals": "==", "not_equals": "!="}


def variable(kind: str) -> str:
    """The local that holds the object of ``kind`` in scope."""
    return f"n_{kind}"


class Facts:
    """Writes reads and tests of facts. One for a whole program; the text it writes to is handed in."""

    def __init__(self, vocabulary: Vocabulary, interpreter: Interpreter) -> None:
        self.vocabulary = vocabulary
        self.interpreter = interpreter
        self.program = interpreter.program
        self.limited = _limited_fields(vocabulary)

    # -- what a node is --------------------------------------------------------------------------------------

    def field(self, fact: Fact) -> Field | None:
        """The field that a fact is the value of; ``None`` for an item of a list of plain values."""
        kind, found = fact.kind, None
        for name in fact.fields:
            if not kind:
                return None
            found = self.vocabulary.kinds[kind].fields[name]
            kind = found.items
        return found

    def unknown(self, fact: Fact) -> Value:
        """What a fact may be when it is not stated."""
        field = self.field(fact)
        if field is None:
            return Value(UNKNOWN)
        return unknown_value(field, self.vocabulary, (), "")

    def fixed(self, node: Any) -> Value | None:
        """The worth of an expression that is the same for every plan; ``None`` if it is not."""
        if isinstance(node, Literal):
            return known(node.value)
        if isinstance(node, Param):
            found = self.interpreter.edition(node.name)
            if found is None:
                return Value(UNKNOWN)
            return None if found[1].has_table else known(found[1].value)
        return None

    def plain(self, node: Any) -> Any:
        """``node`` with derived quantities replaced by their expressions."""
        while isinstance(node, Derived):
            node = self.program.derived[node.name].expression
        return node

    # -- reads -----------------------------------------------------------------------------------------------

    def read(self, text: Text, fact: Fact) -> str:
        """The local that holds a fact as it stands in the plan."""
        done = text.bound.get(fact)
        if done is not None:
            return done
        *through, name = fact.fields
        holder = variable(fact.kind)
        if not through:
            if not fact.kind:
                return holder
            return text.bind(fact, f"{holder}.get({name!r})", "v")
        found = text.names.fresh("v")
        text.line(f"{found} = {holder}")
        for step in through:
            stated = f"{found}.get({step!r})"
            text.line(f"{found} = {stated} if type({found}) is dict else 'none' if {found} == 'none' else None")
        stated = f"{found}.get({name!r})"
        text.line(f"{found} = {stated} if type({found}) is dict else 'none' if {found} == 'none' else GONE")
        text.bound[fact] = found
        return found

    # -- tests -----------------------------------------------------------------------------------------------

    def present(self, text: Text, node: Present) -> str:
        """A presence test, as an expression."""
        value = self.read(text, node.fact)
        unknown = f"{value} is None or {value} is GONE or {value} == 'n/a'"
        if self._may_be_limited(node.fact):
            unknown += f" or type({value}) is frozenset"
        return f"None if {unknown} else {node.expected} if {value} != 'none' else {not node.expected}"

    def compare(self, text: Text, node: Compare) -> str | None:
        """A comparison of one fact as an expression; ``None`` if it is more than that."""
        left, right = self.plain(node.left), self.plain(node.right)
        if isinstance(left, Param):
            return self._compare_looked_up(text, node.op, left, right)
        if not isinstance(left, Fact):
            return None
        fixed = self.fixed(right)
        if fixed is not None:
            return self._compare_fixed(text, node.op, left, fixed)
        if isinstance(right, Param):
            return self._compare_with_table(text, node.op, left, right)
        if isinstance(right, Fact):
            leaf = self._leaf(text, node.op, left, self.unknown(right))
            return self._between(leaf, node.op, self.read(text, left), self.read(text, right), self.field(left))
        return None

    def _compare_fixed(self, text: Text, op: str, fact: Fact, right: Value) -> str:
        value = self.read(text, fact)
        field = self.field(fact)
        leaf = self._leaf(text, op, fact, right)
        test: Leaf = text.names.space[leaf]
        if field is None or not right.is_known:
            return f"{leaf}({value})"
        if field.type in ("flag", "enum"):
            values = (True, False) if field.type == "flag" else self.vocabulary.enums[field.enum].values
            table = finite(test, values, self.limited.get((self._holder(fact), fact.fields[-1]), ()))
            return f"{text.names.constant(table, 'T', ('T', op, fact, repr(right)))}[{value}]"
        if field.type == "date" and op in _DATES:
            marks = f"{value} is GONE or {value} == 'none' or {value} == 'n/a'"
            dated = f"{leaf}({value}) if {marks} else {value} {_DATES[op]} {right.value!r}"
            return f"{test(None)} if {value} is None else {dated}"
        if field.is_numeric and op in _NUMERIC:
            return self._number(text, op, value, field, right.value, test(None), leaf)
        return f"{leaf}({value})"

    def _number(
        self, text: Text, op: str, value: str, field: Field, limit: Any, unknown: bool | None, leaf: str
    ) -> str:
        plain = "type({0}) is int" if field.type == "integer" else "((z := type({0})) is int or z is float)"
        plain = plain.format(value)
        rest = f"{unknown} if {value} is None else {leaf}({value})"
        if type(limit) in (int, float) and abs(limit) < EXACT_BELOW:
            return f"{value} {COMPARISONS[op].code} {limit!r} if {plain} else {rest}"
        if op in ("equals", "not_equals") or abs(limit) >= EXACT_BELOW:
            return f"{leaf}({value})"
        rough = float(limit)
        margin = NEAR * abs(rough)
        above, below = ("True", "False") if COMPARISONS[op].code[0] == ">" else ("False", "True")
        sure = f"{above} if {value} > {rough + margin!r} else {below} if {value} < {rough - margin!r} else"
        return f"({sure} {leaf}({value})) if {plain} else {rest}"

    def _compare_with_table(self, text: Text, op: str, fact: Fact, table: Param) -> str | None:
        right = self.lookup(text, table)
        if right is None:
            return None
        leaf = self._leaf(text, op, fact, Value(UNKNOWN))
        return self._between(leaf, op, self.read(text, fact), right, self.field(fact))

    def _between(self, leaf: str, op: str, left: str, right: str, field: Field | None) -> str:
        if field is not None and field.type == "date" and op in _DATES:
            stated = " and ".join(f"type({x}) is str and {x} < ':'" for x in (left, right))  # marks begin with n
            return f"{left} {_DATES[op]} {right} if {stated} else {leaf}.between({left}, {right})"
        if field is None or not field.is_numeric or op not in _NUMERIC:
            return f"{leaf}.between({left}, {right})"
        small = f"-{EXACT_BELOW} < {right} < {EXACT_BELOW}"
        plain = " and ".join(f"(type({x}) is float or type({x}) is int)" for x in (left, right))
        code = COMPARISONS[op].code
        return f"{left} {code} {right} if {plain} and {small} else {leaf}.between({left}, {right})"

    def _compare_looked_up(self, text: Text, op: str, table: Param, right: Any) -> str | None:
        fixed = self.fixed(right)
        if fixed is None or self.fixed(table) is not None:
            return None
        left = self.lookup(text, table)
        if left is None:
            return None
        return f"{text.names.constant(Leaf(op, Value(UNKNOWN), fixed), 'L')}({left})"

    # -- tables ----------------------------------------------------------------------------------------------

    def lookup(self, text: Text, node: Param) -> str | None:
        """The local that holds what a table parameter says here; ``None`` if its keys are not plain facts."""
        if node in text.bound:
            return text.bound[node]
        table = self.table(node)
        if table is None:
            return None
        name = text.names.constant(table, "P", ("P", node))
        arguments = "".join(f"{self.read(text, key)}, " for key in table.keys_)
        return text.bind(node, f"{name}[{arguments}]", "p")

    def table(self, node: Param) -> Lookup | None:
        """The table of a parameter on the date of judgement; ``None`` if its keys are not plain facts."""
        found = self.interpreter.edition(node.name)
        if found is None or not found[1].has_table:
            return None
        rows = self.program.tables[node.name][node.kind][found[0]]
        keys = tuple(dict.fromkeys(leaf.left for row in rows for leaf in leaves(row.when)))
        if not all(isinstance(key, Fact) for key in keys):
            return None
        fields = [self.field(key) for key in keys]
        few = all(field is not None and field.type in ("enum", "flag") for field in fields)
        return Lookup(rows, keys, tuple(self.unknown(key) for key in keys), few)

    # -- helpers ---------------------------------------------------------------------------------------------

    def _leaf(self, text: Text, op: str, fact: Fact, right: Value) -> str:
        return text.names.constant(Leaf(op, self.unknown(fact), right), "L", ("L", op, fact, repr(right)))

    def _holder(self, fact: Fact) -> str:
        kind = fact.kind
        for name in fact.fields[:-1]:
            kind = self.vocabulary.kinds[kind].fields[name].items
        return kind

    def _may_be_limited(self, fact: Fact) -> bool:
        return (fact.kind, fact.fields[-1]) in self.limited and len(fact.fields) == 1


_NUMERIC = ("at_least", "at_most", "more_than", "less_than", "equals", "not_equals")


def _limited_fields(vocabulary: Vocabulary) -> dict[tuple[str, str], tuple[frozenset[str], ...]]:
    """Fields of unstated items that promises narrow, with the sets of values they are narrowed to."""
    found: dict[tuple[str, str], list[frozenset[str]]] = {}
    for kind in vocabulary.kinds.values():
        for field in kind.fields.values():
            if field.promise is not None:
                item = vocabulary.kinds[field.promise.of].fields[field.promise.list].items
                sets = [frozenset(uses) for uses in field.promise.any_of.values()]
                found.setdefault((item, field.promise.field), []).extend(sets)
    return {key: tuple(dict.fromkeys(sets)) for key, sets in found.items()}
