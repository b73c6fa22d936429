"""Small wrong changes to a pack, one at a time: what a slip of a rule's author would look like.

A mutant is made on the typed form, so that nothing is parsed again. It is named by what is changed (a rule, a
parameter, a derived quantity), the place below that in the file, and the change; that name stays the same as long as
the place does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from standardcheck.compiler.form import (
    Aggregate,
    Arithmetic,
    Compare,
    Derived,
    Fact,
    Group,
    If,
    Literal,
    Present,
    Program,
    Quantified,
    RuleForm,
)
from standardcheck.packtools.places import Spot, Steps, condition_spots, expression_spots, put, reach
from standardcheck.packtools.steps import DOWN, SLIPS, UP, stepped
from standardcheck.ruleset.documents import Rule
from standardcheck.ruleset.packs import Origin
from standardcheck.ruleset.resolve import Resolved
from standardcheck.vocabulary.model import Vocabulary
from standardcheck.vocabulary.numbers import canonical, exact
from standardcheck.vocabulary.units import Dimensions

OPERATORS = {
    "at_least": "more_than", "more_than": "at_least", "at_most": "less_than", "less_than": "at_most",
    "equals": "not_equals", "not_equals": "equals", "in": "not_in", "not_in": "in",
    "before": "on_or_before", "on_or_before": "before", "after": "on_or_after", "on_or_after": "after",
}  # fmt: skip
"""What each comparison is mistaken for."""

QUANTIFIER_SLIPS = {"each": "some", "some": "each", "none": "some"}
CONNECTIVE_SLIPS = {"all": "any", "any": "all", "one_of": "all"}
ARITHMETIC_SLIPS = {"smallest": "largest", "largest": "smallest"}
AGGREGATE_SLIPS = {"min": "max", "max": "min"}

KINDS = ("limit", "unit", "operator", "flag", "quantifier", "connective", "applies", "condition", "exception")
"""Kinds of change, in the order in which totals show them."""


class Mutant(NamedTuple):
    """One changed program. ``owner`` is ``("rule", id)``, ``("param", name)`` or ``("derived", name)``; ``at`` the
    place below it in the file; ``patch`` what stands where in the program instead."""

    owner: tuple[str, str]
    at: Steps
    change: str
    kind: str
    before: str
    after: str
    origin: Origin
    patch: tuple[tuple[Steps, Any], ...]

    @property
    def place(self) -> str:
        """The place below its owner, as steps joined by dots."""
        return ".".join(str(step) for step in self.at)

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What names the mutant, whatever else changes in the pack."""
        return (*self.owner, self.place, self.change)

    def program(self, original: Program) -> Program:
        """The changed program."""
        for path, new in self.patch:
            original = put(original, path, new)
        return original


class Change(NamedTuple):
    """A change to one node: its kind, its name, what is replaced by what (for people), and the new node."""

    kind: str
    name: str
    before: str
    after: str
    new: Any
    step: Steps = ()


def mutants_of(resolved: Resolved, program: Program, vocabulary: Vocabulary, pack: str) -> Iterator[Mutant]:
    """Every mutant of what stands in one pack of a resolved set, in order of writing."""
    maker = _Maker(resolved, program, vocabulary, pack)
    yield from maker.params()
    yield from maker.derived()
    yield from maker.rules()


class _Maker:
    def __init__(self, resolved: Resolved, program: Program, vocabulary: Vocabulary, pack: str) -> None:
        self.resolved, self.program, self.vocabulary, self.pack = resolved, program, vocabulary, pack

    # -- parameters ------------------------------------------------------------------------------------------

    def params(self) -> Iterator[Mutant]:
        for name, at in self.resolved.params.items():
            for index, edition in enumerate(sorted(at.editions, key=lambda e: e.edition.from_)):
                if edition.origin.pack != self.pack:
                    continue
                since, here = edition.edition.from_, ("params", name, "editions", index, "value")
                if edition.edition.value is not None:
                    value = reach(self.program, here)
                    for change in self.limit(edition.edition.value, value, self._param_dimensions(name)):
                        where = edition.origin.at("value")
                        yield _mutant(("param", name), (since, "value"), change, where, ((here, change.new),))
                else:
                    yield from self._cells(name, index, edition)
                    yield from self._bands(name, index, edition)

    def _cells(self, name: str, index: int, edition: Any) -> Iterator[Mutant]:
        views = self.program.tables.get(name, {})
        for row, entry in enumerate(edition.edition.table):
            if entry.value is None or not views:
                continue
            paths = [("tables", name, kind, index, row, "value") for kind in views]
            where, at = edition.origin.at("table", row, "value"), (edition.edition.from_, "table", row, "value")
            for change in self.limit(entry.value, reach(self.program, paths[0]), self._param_dimensions(name)):
                yield _mutant(("param", name), at, change, where, tuple((path, change.new) for path in paths))

    def _bands(self, name: str, index: int, edition: Any) -> Iterator[Mutant]:
        """Move each end of a band with its neighbour, and change which of the two has it; the table stays whole."""
        bounds: dict[Any, list[tuple[Steps, Steps, Spot]]] = {}
        for kind, editions in self.program.tables.get(name, {}).items():
            for row, form in enumerate(editions[index]):
                written = edition.edition.table[row].when
                for spot in condition_spots(written, form.when):
                    node = spot.node
                    if isinstance(node, Compare) and node.op in _SIDES and isinstance(node.right, Literal):
                        path = ("tables", name, kind, index, row, "when", *spot.path)
                        key = (_key(node.left), node.right.value)
                        bounds.setdefault(key, []).append((path, ("table", row, "when", *spot.at), spot))
        for found in bounds.values():
            yield from self._edge(name, edition, found)

    def _edge(self, name: str, edition: Any, found: list[tuple[Steps, Steps, Spot]]) -> Iterator[Mutant]:
        _, at, spot = found[0]
        where, place = edition.origin.at(*at), (edition.edition.from_, *at)
        dimensions = self.dimensions(spot.node.left)
        for change in self.limit(spot.written, spot.node.right.value, dimensions, self.factor(spot.node.left)):
            if change.kind == "limit":
                patch = tuple(((*path, "right", "value"), change.new) for path, _, _ in found)
                yield _mutant(("param", name), place, change, where, patch)
        flip = OPERATORS[spot.node.op]
        change = Change("operator", f"{spot.node.op} -> {flip}", spot.node.op, flip, None)
        yield _mutant(
            ("param", name), place, change, where, tuple(((*path, "op"), OPERATORS[s.node.op]) for path, _, s in found)
        )

    def _param_dimensions(self, name: str) -> Dimensions:
        entry = self.resolved.params[name].parameter
        return _PHYSICAL.get(entry.quantity, ())

    # -- derived quantities and rules ------------------------------------------------------------------------

    def derived(self) -> Iterator[Mutant]:
        for name, (entry, origin) in self.resolved.derived.items():
            if origin.pack != self.pack:
                continue
            data: Any = dict(entry.model_extra or {})
            named: Steps
            where, named = origin, ()
            if entry.expression is not None:
                data, where, named = entry.expression, origin.at("expression"), ("expression",)
            form = self.program.derived[name].expression
            for spot in expression_spots(data, form):
                yield from self._at(("derived", name), spot, ("derived", name, "expression"), where, named)

    def rules(self) -> Iterator[Mutant]:
        for index, form in enumerate(self.program.rules):
            rule, origin = self.resolved.rules[form.id]
            if origin.pack == self.pack:
                yield from self._rule(index, rule, form, origin)

    def _rule(self, index: int, rule: Rule, form: RuleForm, origin: Origin) -> Iterator[Mutant]:
        owner, base = ("rule", rule.id), ("rules", index)
        if rule.applies is not None:
            dropped = Change("applies", "dropped", "applies", "—", None)
            yield _mutant(owner, ("applies",), dropped, origin.at("applies"), (((*base, "applies"), None),))
            yield from self._condition(owner, rule.applies, form.applies, (*base, "applies"), origin, ("applies",))
        if rule.require is not None:
            yield from self._condition(owner, rule.require, form.require, (*base, "require"), origin, ("require",))
        for at, entry in enumerate(rule.exceptions):
            rest = (*form.allowances[:at], *form.allowances[at + 1 :])
            dropped = Change("exception", "dropped", entry.id, "—", None)
            here = origin.at("exceptions", at)
            yield _mutant(owner, ("exceptions", entry.id), dropped, here, (((*base, "allowances"), rest),))
            for key in ("when", "require"):
                path = (*base, "allowances", at, key)
                written, node = getattr(entry, key), getattr(form.allowances[at], key)
                yield from self._condition(owner, written, node, path, here, (key,), ("exceptions", entry.id))
            always = Change("exception", "when dropped", "when", "—", None)
            path = (*base, "allowances", at, "when")
            yield _mutant(owner, ("exceptions", entry.id, "when"), always, here.at("when"), ((path, Group("all", ())),))

    def _condition(
        self,
        owner: tuple[str, str],
        data: Any,
        node: Any,
        path: Steps,
        origin: Origin,
        at: Steps,
        named: Steps = (),
    ) -> Iterator[Mutant]:
        for spot in condition_spots(data, node, (), at):
            yield from self._at(owner, spot, path, origin, named)

    def _at(self, owner: tuple[str, str], spot: Spot, base: Steps, origin: Origin, named: Steps) -> Iterator[Mutant]:
        for change in self.changes(spot):
            patch = (((*base, *spot.path), change.new),)
            yield _mutant(owner, (*named, *spot.at, *change.step), change, origin.at(*spot.at), patch)

    # -- nodes -----------------------------------------------------------------------------------------------

    def changes(self, spot: Spot) -> Iterator[Change]:
        """Every change to one node."""
        node = spot.node
        match node:
            case Compare():
                yield from self._compare(spot)
            case Present(expected=expected):
                new = node._replace(expected=not expected)
                yield Change("operator", "present reversed", f"present: {_text(expected)}", _text(not expected), new)
            case Group():
                yield from _group(spot)
            case If(_, then, otherwise):
                yield Change("condition", "if dropped", "if", "—", then)
                if otherwise is not None:
                    yield Change("condition", "else dropped", "else", "—", node._replace(otherwise=None))
            case Quantified(op=op, where=where):
                slip = QUANTIFIER_SLIPS[op]
                yield Change("quantifier", f"{op} -> {slip}", op, slip, node._replace(op=slip))
                if where is not None:
                    yield Change("condition", "where dropped", "where", "—", node._replace(where=None))
            case Aggregate():
                yield from _aggregate(node)
            case Arithmetic():
                yield from self._arithmetic(spot)
            case Literal(value=value):
                for change in self.limit(spot.written, value, ()):
                    yield change._replace(new=node._replace(value=change.new))

    def _compare(self, spot: Spot) -> Iterator[Change]:
        node: Compare = spot.node
        right = node.right
        if isinstance(right, Literal) and isinstance(right.value, bool):
            new = node._replace(right=Literal(not right.value))
            yield Change("flag", "reversed", _text(right.value), _text(not right.value), new)
            return
        slip = OPERATORS[node.op]
        yield Change("operator", f"{node.op} -> {slip}", node.op, slip, node._replace(op=slip))
        if isinstance(right, Literal) and not isinstance(right.value, tuple):
            dimensions = self.dimensions(node.left)
            for change in self.limit(spot.written, right.value, dimensions, self.factor(node.left), texts=False):
                yield change._replace(new=node._replace(right=Literal(change.new)))

    def _arithmetic(self, spot: Spot) -> Iterator[Change]:
        node: Arithmetic = spot.node
        slip = ARITHMETIC_SLIPS.get(node.op)
        if slip:
            yield Change("operator", f"{node.op} -> {slip}", node.op, slip, node._replace(op=slip))
        if node.op == "round_up":
            yield Change("operator", "round_up dropped", "round_up", "—", node.args[0])

    # -- limits ----------------------------------------------------------------------------------------------

    def limit(
        self, written: Any, value: Any, dimensions: Dimensions, factor: Any = 1, texts: bool = True
    ) -> Iterator[Change]:
        """One step up and down, and a slip of the unit; for a flag or a word of an enum, another."""
        if isinstance(value, bool):
            yield Change("flag", "reversed", _text(value), _text(not value), not value)
            return
        if isinstance(value, str) and not value[:1].isdigit():
            if texts:
                yield from self._other_word(value)
            return
        for name, way in (("up", UP), ("down", DOWN)):
            text = stepped(written, way)
            if text is not None:
                yield Change("limit", name, str(written), text, self.reading(text, value, factor))
        slip = SLIPS.get(dimensions)
        if slip and not isinstance(value, str) and value:
            more, less = canonical(exact(value) * slip), canonical(exact(value) / slip)
            yield Change("unit", f"x{slip}", str(written), f"{written} × {slip}", more)
            yield Change("unit", f"/{slip}", str(written), f"{written} ÷ {slip}", less)

    def _other_word(self, value: str) -> Iterator[Change]:
        for enum in self.vocabulary.enums.values():
            words = list(enum.values)
            if value in words and len(words) > 1:
                other = words[(words.index(value) + 1) % len(words)]
                yield Change("limit", f"-> {other}", value, other, other)
                return

    def reading(self, text: Any, value: Any, factor: Any = 1) -> Any:
        """A stepped limit in base units; a bare number is in the unit that ``factor`` stands for."""
        if isinstance(value, str):
            return text
        quantity = self.vocabulary.units.quantity(str(text))
        if quantity.form == "bare":
            return canonical(exact(quantity.value) * exact(factor))
        return quantity.value

    def field(self, left: Any) -> Any:
        """The field that is compared; ``None`` for anything else."""
        if not isinstance(left, Fact) or not left.kind:
            return None
        kind, field = left.kind, None
        for name in left.fields:
            field = self.vocabulary.kinds[kind].fields[name]
            kind = field.items
        return field

    def dimensions(self, left: Any) -> Dimensions:
        """The dimensions of what is compared, where it is a field or a derived quantity of a physical kind."""
        if isinstance(left, Derived):
            return _PHYSICAL.get(self.resolved.derived[left.name][0].quantity, ())
        field = self.field(left)
        return field.dimensions if field is not None else ()

    def factor(self, left: Any) -> Any:
        """What a bare number beside ``left`` is multiplied by."""
        field = self.field(left)
        return type(exact(1))(field.unit.factor) if field is not None and field.unit else 1


_SIDES = ("at_least", "at_most", "more_than", "less_than", "before", "after", "on_or_before", "on_or_after")
_PHYSICAL: dict[str, Dimensions] = {
    "length": (("length", 1),), "area": (("length", 2),), "duration": (("time", 1),),
}  # fmt: skip


def _key(left: Any) -> Any:
    """A key of a table, whatever kind it is seen from."""
    return (left.kind, left.fields) if isinstance(left, Fact) else getattr(left, "name", left)


def _group(spot: Spot) -> Iterator[Change]:
    node: Group = spot.node
    slip = CONNECTIVE_SLIPS.get(node.op)
    if slip and len(node.items) > 1:
        new = Group(slip, node.items)
        yield Change("connective", f"{node.op} -> {slip}", node.op, slip, new)
    if node.op == "not":
        yield Change("connective", "not dropped", "not", "—", node.items[0])
    if node.op == "k_of":
        for k in (node.k - 1, node.k + 1):
            if 0 < k <= len(node.items):
                yield Change("limit", "k up" if k > node.k else "k down", str(node.k), str(k), node._replace(k=k))
    if len(node.items) > 1 and node.op != "k_of":
        for index, name in enumerate(_names(spot)):
            rest = (*node.items[:index], *node.items[index + 1 :])
            labels = (*node.labels[:index], *node.labels[index + 1 :])
            before = name if isinstance(spot.written, dict) else _brief(spot.written[index])
            yield Change("condition", f"{name} dropped", before, "—", Group(node.op, rest, 0, labels))


def _names(spot: Spot) -> list[str]:
    """What the items of a group are called in its file: their keys, or their numbers."""
    if isinstance(spot.written, dict):
        return [key for key in spot.written if key not in ("then", "else", "k")]
    return [str(index) for index in range(len(spot.node.items))]


def _brief(written: Any) -> str:
    """What is written, on one line and cut short."""
    text = json.dumps(written, ensure_ascii=False, default=str).replace('"', "")
    return text if len(text) <= 60 else text[:59] + "…"


def _aggregate(node: Aggregate) -> Iterator[Change]:
    slip = AGGREGATE_SLIPS.get(node.op)
    if slip:
        yield Change("operator", f"{node.op} -> {slip}", node.op, slip, node._replace(op=slip))
    if node.where is not None and node.op != "share":
        yield Change("condition", "where dropped", "where", "—", node._replace(where=None))
    if node.distinct is not None:
        yield Change("condition", "distinct dropped", "distinct", "—", node._replace(distinct=None))


def _text(flag: bool) -> str:
    return "true" if flag else "false"


def _mutant(owner: tuple[str, str], at: Steps, change: Change, origin: Origin, patch: Any) -> Mutant:
    return Mutant(owner, at, change.name, change.kind, change.before, change.after, origin, patch)
