"""One plan of many: its verdict, counts, and the findings that somebody has to do something about, as plain data."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from standardcheck.check.findings import SEVERITIES, Outcome, severity_of
from standardcheck.check.open_facts import NotPlain, plain_needs
from standardcheck.check.verdict import Kind, Tally, count, verdict
from standardcheck.compiler.form import Fact
from standardcheck.compiler.generated.engine import Engine
from standardcheck.compiler.generated.facts import Facts
from standardcheck.compiler.generated.runtime import (
    DROPPED,
    ERROR,
    FAIL,
    MANUAL,
    OPEN,
    OUTCOMES,
    Route,
    ghosts,
    scope_at,
    steps_of,
)
from standardcheck.compiler.needs import needs
from standardcheck.compiler.scope import BEYOND
from standardcheck.plan.model import Incomplete, pointer

TO_DO = (FAIL, OPEN, MANUAL, ERROR)
"""Outcome codes that are written, finding by finding; the rest is counted."""

_BITS = 40
_SHAPES_KEPT = 4_000

_NAMES = tuple(outcome.value for outcome in Outcome)


class Shape(NamedTuple):
    """What a row of outcome codes comes to: counts packed into one number, and the columns to be written."""

    counts: int
    columns: tuple[int, ...]


class Digester:
    """Judges plans by the rules of one program on a date. Keeps nothing of a plan."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.rules = self.engine.rules
        self.severities = tuple(severity_of(rule) for rule in self.rules)
        facts = Facts(engine.vocabulary, self.engine.interpreter)
        self.open_facts = tuple(plain_needs(rule, facts) for rule in self.rules)
        self.shapes: tuple[dict[tuple[int, ...], Shape], ...] = tuple({} for _ in self.engine.routes)

    def digest(self, data: dict[str, Any], faults: int, caps: tuple[str, ...]) -> dict[str, Any]:
        """The verdict, the counts and the findings to be acted on, in the order of rules, then of the plan."""
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
        return {
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
        made = []
        for index, route_index, at, column in found:
            block = blocks[route_index][at]
            place = places.get((route_index, at))
            if place is None:
                place = places[route_index, at] = _Place(self.engine, data, self.engine.routes[route_index], block)
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
        if slot is not None and place.form is None:
            measured, required = block[3][slot.measured], slot.limit
            if slot.required is not None:
                required = block[3][slot.required]
            finding["measured"] = _shown(measured, slot.rough)
            finding["required"] = _shown(required, slot.rough and slot.required is not None)
        if code == OPEN:
            finding["needs"] = self._needs(index, place)
        return finding

    def _needs(self, index: int, place: _Place) -> list[str]:
        needed = self.open_facts[index]
        try:
            if needed is None:
                raise NotPlain
            found = [place.fact(fact) for fact in needed(place.nodes)]
        except NotPlain:
            rule, scope = self.rules[index], place.scope()
            judgement = self.engine.interpreter.judge(rule, scope)
            found = [pointer(fact.path) for fact in needs(self.engine.interpreter, rule, scope, judgement)]
        if place.form is not None and place.list_pointer not in found:
            found.append(place.list_pointer)
        return list(dict.fromkeys(found)) if len(found) > 1 else found


class _Place:
    """Where one subject stands: the objects in its scope, and their pointers."""

    def __init__(self, engine: Engine, data: dict[str, Any], route: Route, block: Any) -> None:
        self.engine, self.data, self.route = engine, data, route
        self.where, self.form = block[0], block[1]
        self.nodes: dict[str, dict[str, Any]] = {route.kinds[0]: data}
        self.pointers: dict[str, str] = {route.kinds[0]: ""}
        self.list_pointer = ""
        """Where the list, or the single object, stands that is not (wholly) stated."""
        self.beyond = ""
        """Where the first list stands that has no item here."""
        node, at = data, ""
        for level, step in enumerate(steps_of(self.where)):
            name = route.steps[level][1]
            value = node.get(name)
            at = f"{at}/{name}"
            if step < 0:
                self.list_pointer = self.list_pointer or at
                if engine.vocabulary.kinds[route.kinds[level]].fields[name].type == "list":
                    self.beyond = self.beyond or at
                    at = f"{at}/{BEYOND}"
                node = ghosts(value)[-1 - step] if type(value) is Incomplete else {}
            elif type(value) is list or type(value) is Incomplete:
                at = f"{at}/{'/'.join((*value.steps, str(step)))}" if type(value) is Incomplete else f"{at}/{step}"
                node = value[step]
            else:
                node = value if type(value) is dict else {}
            inner = route.kinds[level + 1]
            self.nodes[inner], self.pointers[inner] = node, at
        own = route.kinds[-1] if self.form is None else route.kinds[self.form[1]]
        self.pointer = self.pointers[own]

    def fact(self, fact: Fact) -> str:
        """The pointer of a fact; of an item that is not stated, that of its list."""
        above = self.pointers[fact.kind]
        return self.beyond if f"/{BEYOND}" in above and self.beyond else "/".join((above, *fact.fields))

    def scope(self) -> Any:
        """The scope, for the interpreter."""
        return scope_at(self.engine.vocabulary, self.data, self.route, self.where)


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
