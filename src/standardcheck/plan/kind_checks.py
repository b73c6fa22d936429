"""Generated checks of single objects: one function a kind, for the fields that its objects mostly have.

A function says how many keys are in an object and in all that is in it. It looks at every field for which it was
written; an object in which one of them holds anything but a plain value, or that has a field besides them, is handed
on to the loop of :class:`standardcheck.plan.fast_conform.FastConform` before anything has been noted about it.
Only fields of the vocabulary are ever written about.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterator
from typing import Any, Protocol

from standardcheck.plan.conform import MARKS
from standardcheck.plan.kind_tables import Table
from standardcheck.vocabulary.model import Bond, Field

Check = Callable[[dict[str, Any], Any, dict[str, Any]], int]
"""From an object, what the pass over the plan remembers, and the enclosing objects, to the number of keys."""

SEEN_BEFORE_WRITING = 20
"""Objects of a kind that the loop looks at before a function is written, or is written again."""

WRITTEN_AT_MOST = 6
"""Functions written for a kind, at most: plans whose fields keep changing are left to the loop."""

RARE = 10
"""A field is left out if fewer than one object in so many has it."""


class Owner(Protocol):
    """The check of whole plans: the loop that can look at any object, and what functions refer to.

    ``holders`` are the kinds that promises are about, ``promised`` says what a value promises, by the id of the
    promise, ``space`` holds the names that every function uses.
    """

    holders: set[str]
    promised: dict[int, Any]
    space: dict[str, Any]

    def put(self, kind: str, check: Check) -> None:
        """Check objects of a kind by this function from now on."""

    def loop(self, table: Table, node: dict[str, Any], run: Any, above: dict[str, Any]) -> int:
        """Look at one object field by field."""

    def values(self, field: Field, value: list[Any]) -> None:
        """Look at a list of plain values."""


class KindCheck:
    """The check of one kind: the loop at first, then a function for the fields that were seen."""

    def __init__(self, owner: Owner, table: Table) -> None:
        self.owner = owner
        self.table = table
        self.seen: dict[str, int] = {}
        self.objects = 0
        self.written = 0
        self.known: set[str] = set()

    def loop(self, node: dict[str, Any], run: Any, above: dict[str, Any]) -> int:
        """Look at an object field by field, and note which it has."""
        if self.written < WRITTEN_AT_MOST:
            self._note(node)
        return self.owner.loop(self.table, node, run, above)

    def _note(self, node: dict[str, Any]) -> None:
        self.objects += 1
        for name in node:
            if name in self.table.fields:
                self.seen[name] = self.seen.get(name, 0) + 1
        if self.objects >= SEEN_BEFORE_WRITING << (2 * self.written):
            usual = {name for name, times in self.seen.items() if times * RARE >= self.objects}
            if not usual <= self.known:
                self.known |= usual
                self.owner.put(self.table.kind, write(self, [f for f in self.table.fields if f in self.known]))
            self.seen, self.objects, self.written = {}, 0, self.written + 1


_KEPT: dict[str, Callable[[Any, Any], bool]] = {
    "at_most": operator.le,
    "at_least": operator.ge,
    "on_or_before": operator.le,
    "equals": operator.eq,
}
_BROKEN = {"at_most": ">", "at_least": "<", "on_or_before": ">", "equals": "!="}
_ORDERED: dict[type, tuple[type, ...]] = {int: (int, float), float: (int, float), str: (str,), bool: (bool,)}
"""Types whose values compare with one another as they were written."""


def surely_kept(bonds: tuple[Bond, ...], node: dict[str, Any]) -> bool:
    """Whether what is stated of an object, as it was read, plainly agrees; what is more than plain is not sure."""
    for field, op, other, given, value in bonds:
        if field in node and other in node:
            left, right = node[field], node[other]
            if given is not None:
                if right != given:
                    continue
                right = value
            if type(left) in _ORDERED.get(type(right), ()) and _KEPT[op](left, right):
                continue
            if left is not None and right is not None and not _is_mark(left) and not _is_mark(right):
                return False
    return True


def _is_mark(value: Any) -> bool:
    return type(value) is str and value in MARKS


def write(check: KindCheck, names: Collection[str]) -> Check:
    """The function for the fields ``names``."""
    writer = _Writer(check, names)
    source = writer.write()
    exec(compile(source, "<conform>", "exec"), writer.space)  # of names and bounds in the vocabulary, nothing else
    made: Check = writer.space["check"]
    return made


class _Writer:
    def __init__(self, check: KindCheck, names: Collection[str]) -> None:
        self.check = check
        self.table = check.table
        self.fields = [self.table.fields[name] for name in names]
        self.space = check.owner.space | {"loop": check.loop, "MARKS": MARKS}
        self.first: list[str] = []
        self.after: list[str] = []

    def write(self) -> str:
        for at, field in enumerate(self.fields):
            self._field(f"v{at}", field)
        return "\n".join([
            "def check(node, run, above):",
            " get = node.get",
            f" n = {len(self.fields)}",
            *self.first,
            " if n != len(node): return loop(node, run, above)",
            *self._bonds(),
            *self.after,
            " return n",
        ])  # fmt: skip

    def _field(self, v: str, field: Field) -> None:
        test = self._test(v, field)
        self.first += [
            f" {v} = get({field.name!r})",
            f" if {v} is None: n -= 1",
            f" elif not ({test}): return loop(node, run, above)",
        ]

    def _bonds(self) -> Iterator[str]:
        """Facts that contradict each other are unusual; here they are plain values in the field's own unit."""
        local = {field.name: f"v{at}" for at, field in enumerate(self.fields)}
        for bond in self.table.bonds:
            left, right = local.get(bond.field), local.get(bond.other)
            if left is None or right is None:
                continue
            stated = f"{left} is not None and {right} is not None"
            if bond.given is not None:
                stated, right = f"{left} is not None and {right} == {bond.given!r}", repr(bond.value)
            yield f" if {stated} and {left} {_BROKEN[bond.op]} {right}: raise Unusual"

    def _constant(self, v: str, value: Any) -> str:
        name = f"C{v}"
        self.space[name] = value
        return name

    def _test(self, v: str, field: Field) -> str:
        """Whether a value may stand as it is; what else has to be noted about it is put off until all are seen."""
        table, name = self.table, field.name
        if name in table.objects:
            self._inside(v, table.objects[name], f" if {v} is not None: n += {{}}({v}, run, above)")
            return f"type({v}) is dict"
        if name in table.lists:
            return self._list(v, table.lists[name])
        if name in table.texts:
            return f"{v} in {self._constant(v, table.texts[name])}"  # a list is no key: TypeError, which is unusual
        if name in table.flags:
            return f"{v} is True or {v} is False"
        if name in table.whole:
            return self._number(v, name)
        if name in table.promising and not field.references:
            return self._promising(v, field)
        if field.type == "text":
            return self._text(v, field)
        return "False"

    def _number(self, v: str, name: str) -> str:
        low, high = self.table.whole[name]
        bounds = "" if low == -INFINITY else f"{low!r} <= "
        bounds += v if high == INFINITY else f"{v} <= {high!r}"
        plain = f"type({v}) is int"
        if name in self.table.numbers:
            plain = f"((t := type({v})) is int or t is float)"
        return plain if bounds == v else f"{plain} and {bounds}"

    def _text(self, v: str, field: Field) -> str:
        if field.name == self.table.identity:
            self.after += [
                f" if {v} is not None:",
                f"  pair = ({self.table.kind!r}, {v})",
                "  ids = run.ids",
                "  if pair in ids: raise Unusual",
                "  ids.add(pair)",
            ]
        if field.references:
            self.after.append(f" if {v} is not None: run.pending.append(({field.references!r}, {v}))")
        return f"type({v}) is str and {v} not in MARKS"

    def _promising(self, v: str, field: Field) -> str:
        promise = field.promise
        assert promise is not None
        holder = "node" if promise.of == self.table.kind else f"above.get({promise.of!r})"
        self.after += [
            f" made = {self._constant(v + 'p', self.check.owner.promised[id(promise)])}.get({v})",
            " if made is not None:",
            f"  holder = {holder}",
            "  if holder is not None: run.promises.append((holder, made))",
        ]
        return f"{v} in {self._constant(v, self.table.promised_values[field.name])}"

    def _list(self, v: str, field: Field) -> str:
        if field.items_are_objects:
            head = f" if {v}:\n  c = {{}}\n  for item in {v}:\n   if type(item) is not dict: raise Unusual\n"
            self._inside(v, field.items, head + "   n += c(item, run, above)")
        else:
            self.space["values"] = self.check.owner.values
            self.after.append(f" if {v}: values({self._constant(v, field)}, {v})")
        return f"type({v}) is list"

    def _inside(self, v: str, kind: str, text: str) -> None:
        """Go into an object or a list; ``above`` grows only by objects that somebody may ask for."""
        around = "above"
        if self.table.kind in self.check.owner.holders:
            around = "around"
            if not any(line.startswith(" around") for line in self.after):
                self.after.append(f" around = {{**above, {self.table.kind!r}: node}}")
        self.after.append(text.format(f"checks[{kind!r}]").replace(", above)", f", {around})"))


INFINITY = float("inf")
