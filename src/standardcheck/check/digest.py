"""One plan of many: its verdict, counts, and the findings that somebody has to do something about, as plain data."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from standardcheck.check.findings import SEVERITIES, Outcome, severity_of
from standardcheck.check.verdict import Kind, Tally, count, verdict
from standardcheck.compiler.form import Fact
from standardcheck.compiler.generated.engine import Engine
from standardcheck.compiler.generated.facts import Facts
from standardcheck.compiler.generated.patterns import patterns
from standardcheck.compiler.generated.runtime import (
    DROPPED,
    ERROR,
    FAIL,
    MANUAL,
    OPEN,
    OUTCOMES,
    Route,
    scope_at,
    steps_of,
)
from standardcheck.compiler.needs import needs
from standardcheck.compiler.scope import BEYOND, Scope
from standardcheck.plan.model import Incomplete, Path, pointer
from standardcheck.vocabulary.model import Field

TO_DO = (FAIL, OPEN, MANUAL, ERROR)
"""Outcome codes that are written, finding by finding; the rest is counted."""

_BITS = 40
_SHAPES_KEPT = 4_000
_NEEDS_KEPT = 20_000

_NAMES = tuple(outcome.value for outcome in Outcome)


class Shape(NamedTuple):
    """What a row of outcome codes comes to: counts packed into one number, and the columns to be written."""

    counts: int
    columns: tuple[int, ...]


class Digester:
    """Judges plans by the rules of one program on a date. Keeps nothing of a plan."""

    def __init__(self, engine: Engine, partial: bool = False) -> None:
        self.engine = engine
        self.partial = partial
        self.rules = self.engine.rules
        self.severities = tuple(severity_of(rule) for rule in self.rules)
        self.patterns = patterns(self.rules, engine.routes, Facts(engine.vocabulary, engine.interpreter))
        self.needed: dict[Any, tuple[Fact, ...]] = {}
        self.shapes: tuple[dict[tuple[int, ...], Shape], ...] = tuple({} for _ in self.engine.routes)

    def digest(self, data: dict[str, Any], faults: int, caps: tuple[str, ...]) -> tuple[Tally, dict[str, Any]]:
        """How many findings there are of each kind; and for the line, the verdict, the counts and the findings to be
        acted on, in the order of rules, then of the plan."""
        blocks = self.engine.run(data)
        total = 0
        found: list[tuple[int, int, int, Any]] = []
        for route in self.engine.routes:
            shapes = self.shapes[route.number]
            for at, block in enumerate(blocks[route.number]):
                shape = shapes.get(block[2]) or self._shape(route, block[2])
                total += shape.counts
                if shape.columns:
                    found += [(route.rules[column], route.number, at, column) for column in shape.columns]
        kinds = _tally(total)
        found.sort()
        return kinds, {
            "verdict": verdict(kinds, faults, caps),
            "counts": count(kinds, faults).outcomes,
            "findings": self._findings(data, blocks, found),
        }

    def _shape(self, route: Route, outcomes: tuple[int, ...]) -> Shape:
        total, columns = 0, []
        for column, code in enumerate(outcomes):
            if code == DROPPED:
                continue
            severity = SEVERITIES.index(self.severities[route.rules[column]])
            total += 1 << (_BITS * (severity * len(_NAMES) + _NAMES.index(OUTCOMES[code])))
            if code in TO_DO:
                columns.append(column)
        shape = Shape(total, tuple(columns))
        if len(self.shapes[route.number]) < _SHAPES_KEPT:
            self.shapes[route.number][outcomes] = shape
        return shape

    # -- findings --------------------------------------------------------------------------------------------

    def _findings(
        self, data: dict[str, Any], blocks: list[list[Any]], found: list[tuple[int, int, int, Any]]
    ) -> list[dict[str, Any]]:
        places: dict[tuple[int, int], _Place] = {}
        pointers: dict[int, str] = {}
        made = []
        for index, number, at, column in found:
            block = blocks[number][at]
            place = places.get((number, at))
            if place is None:
                cls = _Stated if block[1] is None else _Unstated
                place = places[number, at] = cls(self.engine, data, self.engine.routes[number], block, pointers)
            made.append(self._finding(index, place, block, column))
        return made

    def _finding(self, index: int, place: _Place, block: Any, column: int) -> dict[str, Any]:
        code = block[2][column]
        finding: dict[str, Any] = {
            "rule": self.rules[index].id,
            "outcome": OUTCOMES[code],
            "severity": self.severities[index],
            "pointer": place.pointer,
        }
        slot = self.engine.slots[place.route.number][column]
        if slot is not None and block[1] is None:
            measured, required = block[3][slot.measured], slot.limit
            if slot.required is not None:
                required = block[3][slot.required]
            finding["measured"] = _shown(measured, slot.rough)
            finding["required"] = _shown(required, slot.rough and slot.required is not None)
        if code == OPEN:
            finding["needs"] = self._needs(index, place, block, column)
        return finding

    def _needs(self, index: int, place: _Place, block: Any, column: int) -> list[str]:
        pattern = self.patterns[place.route.number][column]
        shape = pattern(*block[4]) if pattern is not None else None
        key = (index, place.route.number, block[1], shape)
        needed = self.needed.get(key) if shape is not None else None
        if needed is None:
            rule, scope = self.rules[index], scope_at(self.engine.vocabulary, place.data, place.route, block[0])
            judgement = self.engine.interpreter.judge(rule, scope)
            found = needs(self.engine.interpreter, rule, scope, judgement)
            relative = _relative(scope, [fact.path for fact in found])
            if relative is None:
                return place.with_list([pointer(fact.path) for fact in found])
            needed = relative
            if shape is not None and len(self.needed) < _NEEDS_KEPT:
                self.needed[key] = needed
        return place.with_list([place.fact(fact) for fact in needed])


def _relative(scope: Scope, paths: list[Path]) -> tuple[Fact, ...] | None:
    """Facts as fields of the objects in scope, innermost first; ``None`` if one belongs to none of them."""
    found = []
    for path in paths:
        for kind, above in reversed(scope.paths.items()):
            rest = path[len(above) :]
            if rest and path[: len(above)] == above and all(isinstance(step, str) for step in rest):
                found.append(Fact(kind, tuple(str(step) for step in rest)))
                break
        else:
            return None
    return tuple(found)


class _Place:
    """Where one subject stands. ``pointers`` are those of objects further out, kept by their index chain."""

    pointer: str

    def __init__(
        self, engine: Engine, data: dict[str, Any], route: Route, block: Any, pointers: dict[int, str]
    ) -> None:
        self.engine, self.data, self.route = engine, data, route
        self.where, self.form, self.nodes = block[0], block[1], block[4]
        self.pointers = pointers
        self.find()

    def find(self) -> None:
        """Set ``pointer``: the subject's, or that of the object whose list is not (wholly) stated."""
        raise NotImplementedError

    def fact(self, fact: Fact) -> str:
        """The pointer of a fact; of an item that is not stated, that of its list."""
        raise NotImplementedError

    def with_list(self, found: list[str]) -> list[str]:
        """Facts that are needed, and the list that is."""
        return found


class _Stated(_Place):
    """An object of the plan."""

    def find(self) -> None:
        self.pointer = self._at(self.where, len(self.route.steps))

    def _at(self, where: Any, level: int) -> str:
        if not level:
            return ""
        found = self.pointers.get(id(where))
        if found is None:
            above, step = where
            name = self.route.steps[level - 1][1]
            value = self.nodes[level - 1].get(name)
            found = f"{self._at(above, level - 1)}/{name}"
            if type(value) is list:
                found = f"{found}/{step}"
            elif type(value) is Incomplete:
                found = "/".join((found, *value.steps, str(step)))
            self.pointers[id(where)] = found
        return found

    def fact(self, fact: Fact) -> str:
        where, level = self.where, len(self.route.steps)
        while self.route.kinds[level] != fact.kind:
            where, level = where[0], level - 1
        return "/".join((self._at(where, level), *fact.fields))


class _Unstated(_Place):
    """What may be missing from a list that is not (wholly) stated."""

    def find(self) -> None:
        self.by_kind: dict[str, str] = {self.route.kinds[0]: ""}
        self.list_pointer = ""
        """Where the list, or the single object, stands that is not (wholly) stated."""
        self.beyond = ""
        """Where the first list stands that has no item here."""
        at = ""
        for level, step in enumerate(steps_of(self.where)):
            kind, name = self.route.steps[level]
            at = self._step(at, self.nodes[level].get(name), self.engine.vocabulary.kinds[kind].fields[name], step)
            self.by_kind[self.route.kinds[level + 1]] = at
        self.pointer = self.by_kind[self.route.kinds[self.form[1]]]

    def _step(self, at: str, value: Any, field: Field, step: int) -> str:
        at = f"{at}/{field.name}"
        if step < 0:
            self.list_pointer = self.list_pointer or at
            if field.type != "list":
                return at
            self.beyond = self.beyond or at
            return f"{at}/{BEYOND}"
        if type(value) is Incomplete:
            return "/".join((at, *value.steps, str(step)))
        return f"{at}/{step}" if type(value) is list else at

    def fact(self, fact: Fact) -> str:
        above = self.by_kind[fact.kind]
        return self.beyond if f"/{BEYOND}" in above and self.beyond else "/".join((above, *fact.fields))

    def with_list(self, found: list[str]) -> list[str]:
        return found if self.list_pointer in found else [*found, self.list_pointer]


def _shown(value: Any, rough: bool) -> Any:
    """A value for JSON: an exact ratio as text, what was worked out in floats without their last digits."""
    if rough and type(value) is float:
        return float(f"{value:.12g}")
    if isinstance(value, Fraction):
        return str(value)
    return value if value is None or type(value) in (int, float, str, bool) else None


def _unpack(total: int) -> list[int]:
    mask = (1 << _BITS) - 1
    return [(total >> (_BITS * at)) & mask for at in range(len(SEVERITIES) * len(_NAMES))]


def _tally(total: int) -> Tally:
    """Counts packed into one number as a tally; nothing is waived here, so that force does not matter."""
    kinds = [Kind(severity, "", name, "open") for severity in SEVERITIES for name in _NAMES]
    return dict(zip(kinds, _unpack(total), strict=True))
