"""One generated function that looks at what types cannot say of a plan: marks, dates, units, ids, references,
contradictions and promises.

It is written from the names in a vocabulary and nothing else, and walks from the root inwards, one block within
another. Where there is nothing to look at, it does not go.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Set
from contextlib import suppress
from typing import Any

from standardcheck.plan.bonds import agree
from standardcheck.plan.conform import MARKS
from standardcheck.plan.fast_conform import KNOWN_VALUES, LONG_TEXT, FastConform
from standardcheck.plan.fillers import says_nothing
from standardcheck.plan.kind_tables import Unusual
from standardcheck.plan.model import NONE, Incomplete
from standardcheck.plan.walk_text import WalkText
from standardcheck.vocabulary.model import Bond, Field, Kind

Look = Callable[[dict[str, Any]], None]
"""Brings the data of a plan into its checked form, in place. Raises :class:`Unusual` and
:class:`standardcheck.plan.conform.Unfit`."""


def write_look(fast: FastConform, fields: dict[str, list[Field]], usual: Set[tuple[str, str]] | None) -> Look:
    """The function for plans that have no more than ``fields``, by kind. Those that are not among ``usual`` ones
    (``None``: all are) are asked for only in objects that have any such field."""
    return _Writer(fast, fields, usual).write()


class _Texts(set[str]):
    """Texts that are known to say something."""

    def learn(self, text: str) -> bool:
        """Whether a text says something; if so it is remembered."""
        if text in MARKS or says_nothing(text):
            return False
        if len(self) < KNOWN_VALUES and len(text) < LONG_TEXT:
            self.add(text)
        return True


def _listed(value: Any) -> Any:
    """The checked form of a list that is not written as one: a mark, or a list said to be incomplete."""
    if type(value) is str:
        return [] if value == NONE else value
    if value["incomplete"] is not True:
        raise Unusual
    return Incomplete(value["items"], steps=("items",))


_BOUND = {
    "at_most": "type(v) in NUMBERS and type({0}) in NUMBERS and v <= {0}",
    "at_least": "type(v) in NUMBERS and type({0}) in NUMBERS and v >= {0}",
    "on_or_before": "type(v) is type({0}) is str and v <= {0}",
    "equals": "v is {0}",
}


def _surely_kept(bond: Bond) -> str:
    """A quick test on what was read of two facts, which holds of nothing that breaks the bond."""
    if bond.given is None:
        return _BOUND[bond.op].format("w")
    return f"w != {bond.given!r} or {_BOUND[bond.op].format(repr(bond.value))}"


class _Writer(WalkText):
    def __init__(self, fast: FastConform, fields: dict[str, list[Field]], usual: Set[tuple[str, str]] | None) -> None:
        self.fast = fast
        self.fields = fields
        self.usual = usual
        self.kinds = fast.vocabulary.kinds
        texts = _Texts()
        super().__init__({
            "Unusual": Unusual, "MARKS": MARKS, "NUMBERS": frozenset((int, float)), "agree": agree, "listed": _listed,
            "texts": texts, "says": texts.learn, "value_of": fast.value_of, "days": fast.days, "day": self._day,
            "keep": fast.keep,
        })  # fmt: skip
        self.identified: dict[str, None] = {}
        self.referred: dict[str, None] = {}
        self.promised: set[int] = set()
        """Levels of objects about which something is promised further in."""

    def write(self) -> Look:
        """The function that looks at a whole plan."""
        self._object((self.fast.vocabulary.root,), 1)
        sets = [f" ids_{kind} = set()" for kind in {**self.identified, **self.referred}]
        lists = [f" refs_{kind} = []" for kind in self.referred]
        ends = [f" if not ids_{kind}.issuperset(refs_{kind}): raise Unusual" for kind in self.referred]
        look: Look = self.load("look", ["def look(n0):", *sets, *lists, *self.lines, *ends, " return"])
        return look

    def _day(self, kind: str, name: str, value: str) -> Any:
        """The checked form of a date that is not known yet."""
        if value not in MARKS:
            self.fast.note_day(kind, name, value)
        return self.fast.value_of(kind, name, value)

    # -- lines -----------------------------------------------------------------------------------------------

    def _under(self, depth: int, head: tuple[str, ...], write: Callable[[int], None]) -> None:
        """Write a block under its head, unless there is nothing in it."""
        mark = len(self.lines)
        self.line(depth, *head)
        started = len(self.lines)
        write(depth + len(head))
        if len(self.lines) == started:
            del self.lines[mark:]

    # -- objects ---------------------------------------------------------------------------------------------

    def _object(self, kinds: tuple[str, ...], depth: int) -> None:
        """Look at the object of the last of ``kinds``, which lies in objects of the others."""
        kind, level = self.kinds[kinds[-1]], len(kinds) - 1
        start = len(self.lines)
        usual: list[Field] = []
        rare: list[Field] = []
        for field in self.fields[kind.name]:
            (usual if self.usual is None or (kind.name, field.name) in self.usual else rare).append(field)
        gate = f"if not {self.constant(frozenset(field.name for field in rare))}.isdisjoint(n{level}):"
        self._bonds(kind, usual, level, depth)  # first, while both facts of a bond are as they were written
        self._under(depth, (gate,), lambda inner: self._bonds(kind, rare, level, inner))
        self._fields(kinds, usual, depth)
        self._under(depth, (gate,), lambda inner: self._fields(kinds, rare, inner))
        if level in self.promised:
            self.promised.discard(level)
            self.lines.insert(start, f"{' ' * depth}made{level} = []")
            self.line(depth, f"if made{level}: keep(n{level}, made{level})")

    def _bonds(self, kind: Kind, fields: Collection[Field], level: int, depth: int) -> None:
        """Facts that contradict each other are unusual."""
        names = {field.name for field in fields}
        known = {field.name for field in self.fields[kind.name]}
        for bond in kind.bonds:
            if bond.field in names and bond.other in known:
                read = f"v, w = n{level}.get({bond.field!r}), n{level}.get({bond.other!r})"
                test = f"v is None or w is None or {_surely_kept(bond)} or agree({self.constant(bond)}, v, w)"
                self.line(depth, read, f"if not ({test}): raise Unusual")

    # -- fields ----------------------------------------------------------------------------------------------

    def _fields(self, kinds: tuple[str, ...], fields: list[Field], depth: int) -> None:
        for field in fields:
            self._field(kinds, field, depth)

    def _field(self, kinds: tuple[str, ...], field: Field, depth: int) -> None:
        level = len(kinds) - 1
        read = f"n{level}.get({field.name!r})"
        if field.type == "object":
            head = (f"n{level + 1} = {read}", f"if type(n{level + 1}) is dict:")
            self._under(depth, head, lambda inner: self._object((*kinds, field.items), inner - 1))
        elif field.type == "list":
            self._list(kinds, field, depth)
        elif field.is_scaled:
            turned = f"value_of({kinds[-1]!r}, {field.name!r}, v)"
            self.line(depth, f"v = {read}", f"if v is not None: n{level}[{field.name!r}] = {turned}")
        else:
            self._value(kinds, field, depth)

    def _list(self, kinds: tuple[str, ...], field: Field, depth: int) -> None:
        level = len(kinds) - 1
        items, at = f"v{level + 1}", f"n{level}[{field.name!r}]"
        self.line(depth, f"{items} = n{level}.get({field.name!r})", f"if {items}:")
        self.line(depth + 1, f"if type({items}) is not list: {items} = {at} = listed({items})")
        if field.items_are_objects:
            head = (f"if type({items}) is not str:", f" for n{level + 1} in {items}:")
            self._under(depth + 1, head, lambda inner: self._object((*kinds, field.items), inner))

    def _value(self, kinds: tuple[str, ...], field: Field, depth: int) -> None:
        kind, level = self.kinds[kinds[-1]], len(kinds) - 1
        stated = [f"  {line}" for line in self._stated(kinds, field)]
        read = f"v = n{level}.get({field.name!r})"
        turned = f"n{level}[{field.name!r}] = {{}}({kind.name!r}, {field.name!r}, v)"
        if field.pattern:
            turned = turned.format("value_of")
            self.line(depth, read, "if v is not None:", f" v = {turned}")
            if stated:
                self.line(depth + 1, "if v is not None and v not in MARKS:", *(line[1:] for line in stated))
        elif field.type == "text":
            turned = turned.format("value_of")
            if stated:
                said = (" if v in texts or says(v):", *stated, f" else: {turned}")
                self.line(depth, read, "if v is not None:", *said)
            else:
                self.line(depth, read, f"if v is not None and v not in texts and not says(v): {turned}")
        elif field.type == "date":
            self.line(depth, read, f"if v is not None and v not in days: v = {turned.format('day')}")
            if stated:
                self.line(depth, "if v is not None:", " if v not in MARKS:", *stated)
        elif stated:
            self.line(depth, read, "if v is not None:", " if v not in MARKS:", *stated)

    def _stated(self, kinds: tuple[str, ...], field: Field) -> list[str]:
        """What is to be done about a value that is no mark."""
        kind, lines = self.kinds[kinds[-1]], []
        if field.name == kind.identity:
            self.identified[kind.name] = None
            lines += [f"if v in ids_{kind.name}: raise Unusual", f"ids_{kind.name}.add(v)"]
        if field.references:
            self.referred[field.references] = None
            lines.append(f"refs_{field.references}.append(v)")
        if field.promise is not None:
            with suppress(ValueError):
                holder = len(kinds) - 1 - kinds[::-1].index(field.promise.of)
                self.promised.add(holder)
                made = self.constant(self.fast.promised[id(field.promise)].get)
                lines += [f"made = {made}(v)", f"if made is not None: made{holder}.append(made)"]
        return lines
