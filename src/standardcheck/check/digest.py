"""One plan of many: its verdict, counts, and the findings that somebody has to do something about, as JSON."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

import orjson

from standardcheck.check.findings import SEVERITIES, Outcome, severity_of
from standardcheck.check.verdict import Kind, Tally, verdict
from standardcheck.compiler.form import Fact
from standardcheck.compiler.generated.engine import Engine
from standardcheck.compiler.generated.facts import Facts
from standardcheck.compiler.generated.patterns import Pattern, patterns
from standardcheck.compiler.generated.rules import Slot
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
from standardcheck.plan.model import Incomplete, Path
from standardcheck.vocabulary.model import Field

TO_DO = (FAIL, OPEN, MANUAL, ERROR)
"""Outcome codes that are written, finding by finding; the rest is counted."""

_BITS = 40
_SHAPES_KEPT = 4_000
_NEEDS_KEPT = 20_000
_STATES_KEPT = 200_000
"""Parts of the states, all together, for which needs are kept: those of large plans have thousands, and seldom come
again."""

_NAMES = tuple(outcome.value for outcome in Outcome)
_MASK = (1 << _BITS) - 1
_SHIFTS = tuple(_BITS * at for at in range(len(_NAMES)))
_COUNTS = "{{{}}}".format(",".join(f'"{name}":%d' for name in _NAMES))
_ERRORS = _NAMES.index(Outcome.ERROR)
_KINDS = tuple(Kind(severity, "", name, "open") for severity in SEVERITIES for name in _NAMES)
"""Nothing is waived here, so that force does not matter."""


class Line(NamedTuple):
    """What is the same in all findings of a rule on a route that come out in one way.

    ``head`` is JSON up to the pointer; ``limit`` is JSON, or ``None`` where the block says what was required;
    ``unmeasured`` is what follows the pointer where nothing was measured.
    """

    rule: int
    column: int
    head: str
    slot: Slot | None
    limit: str | None
    unmeasured: str
    is_open: bool
    pattern: Pattern | None


class Shape(NamedTuple):
    """What a row of outcome codes comes to: counts by outcome packed into one number, the kinds of findings among them
    as bits, and the lines to be written."""

    counts: int
    kinds: int
    lines: tuple[Line, ...]


class Found(NamedTuple):
    """What came of one plan. ``text`` is JSON: verdict, counts and findings, without the brace before them."""

    kinds: Tally
    verdict: str
    text: str


Placed = tuple[int, str]
"""A fact by the level of its object on the route, and the rest of its pointer, as JSON with the quotation mark."""


class Digester:
    """Judges plans by the rules of one program on a date. Keeps nothing of a plan."""

    def __init__(self, engine: Engine, partial: bool = False) -> None:
        self.engine = engine
        self.partial = partial
        self.rules = self.engine.rules
        self.severities = tuple(severity_of(rule) for rule in self.rules)
        self.patterns = patterns(self.rules, engine.routes, Facts(engine.vocabulary, engine.interpreter))
        self.placed: dict[Any, tuple[Placed, ...]] = {}
        self.states_kept = 0
        self.shapes: tuple[dict[tuple[int, ...], Shape], ...] = tuple({} for _ in self.engine.routes)
        self.verdicts: dict[tuple[int, bool, bool], tuple[Tally, str]] = {}
        self.names = tuple(tuple(_text(name) for _, name in route.steps) for route in self.engine.routes)

    def digest(self, data: dict[str, Any], faults: int, caps: tuple[str, ...]) -> Found:
        """The verdict, the counts, and the findings to be acted on, in the order of rules, then of the plan."""
        blocks = self.engine.run(data)
        total = kinds = 0
        found: list[tuple[int, int, int, str]] = []
        pointers: dict[int, str] = {}
        for route, shapes, outs in zip(self.engine.routes, self.shapes, blocks, strict=True):
            for at, block in enumerate(outs):
                shape = shapes.get(block[2]) or self._shape(route, block[2])
                total += shape.counts
                kinds |= shape.kinds
                if shape.lines:
                    self._write(found, data, route, at, block, shape.lines, pointers)
        found.sort()
        tally, said = self._verdict(kinds, faults, caps)
        counts = [(total >> shift) & _MASK for shift in _SHIFTS]
        counts[_ERRORS] += faults
        findings = ",".join([text for _, _, _, text in found])
        return Found(tally, said, f'"verdict":"{said}","counts":{_COUNTS % tuple(counts)},"findings":[{findings}]')

    def _verdict(self, kinds: int, faults: int, caps: tuple[str, ...]) -> tuple[Tally, str]:
        """The verdict, and a tally in which every kind that there is counts once: neither asks how many there are."""
        key = kinds, bool(faults), bool(caps)
        known = self.verdicts.get(key)
        if known is None:
            tally = {kind: (kinds >> at) & 1 for at, kind in enumerate(_KINDS)}
            known = self.verdicts[key] = tally, verdict(tally, faults, caps)
        return known

    def _shape(self, route: Route, outcomes: tuple[int, ...]) -> Shape:
        total, kinds, lines = 0, 0, []
        for column, code in enumerate(outcomes):
            if code == DROPPED:
                continue
            severity, name = self.severities[route.rules[column]], OUTCOMES[code]
            total += 1 << _SHIFTS[_NAMES.index(name)]
            kinds |= 1 << _KINDS.index(Kind(severity, "", name, "open"))
            if code in TO_DO:
                lines.append(self._line(route, column, code))
        shape = Shape(total, kinds, tuple(lines))
        if len(self.shapes[route.number]) < _SHAPES_KEPT:
            self.shapes[route.number][outcomes] = shape
        return shape

    def _line(self, route: Route, column: int, code: int) -> Line:
        index = route.rules[column]
        slot = self.engine.slots[route.number][column]
        said = (
            f'"rule":{_json(self.rules[index].id)},"outcome":"{OUTCOMES[code]}","severity":"{self.severities[index]}"'
        )
        limit = _shown(slot.limit, False) if slot is not None and slot.required is None else None
        pattern = self.patterns[route.number][column]
        unmeasured = f'","measured":null,"required":{limit}'
        return Line(index, column, f'{{{said},"pointer":"', slot, limit, unmeasured, code == OPEN, pattern)

    # -- findings --------------------------------------------------------------------------------------------

    def _write(
        self,
        found: list[tuple[int, int, int, str]],
        data: dict[str, Any],
        route: Route,
        at: int,
        block: Any,
        lines: tuple[Line, ...],
        pointers: dict[int, str],
    ) -> None:
        """Write what was found about an object of the plan, or about what may be missing from a list of one.
        ``pointers`` are known ones, by their index chain."""
        where, form, _, kept, nodes = block
        number, level = route.number, len(route.steps)
        if form is not None:
            where, level = _up(where, level - form[1]), form[1]
        pointer = self._at(number, where, level, nodes, pointers)
        for rule, _, head, slot, limit, unmeasured, is_open, pattern in lines:
            if slot is None or form is not None:
                said = '"'
            elif limit is not None and kept[slot.measured] is None:
                said = unmeasured
            else:
                required = limit if limit is not None else _shown(kept[slot.required], slot.rough)
                said = f'","measured":{_shown(kept[slot.measured], slot.rough)},"required":{required}'
            if not is_open:
                found.append((rule, number, at, f"{head}{pointer}{said}}}"))
                continue
            state = pattern(*nodes) if pattern is not None else None
            placed = self.placed.get((rule, number, form, state)) if state is not None else None
            if placed is None:
                needs = self._needs(rule, route, data, block, state)
            elif len(placed) == 1 and placed[0][0] == level:  # by far the most frequent case
                needs = f'"{pointer}{placed[0][1]}'
            else:
                needs = ",".join([
                    f'"{self._at(number, _up(where, level - above), above, nodes, pointers)}{rest}'
                    for above, rest in placed
                ])  # fmt: skip
            found.append((rule, number, at, f'{head}{pointer}{said},"needs":[{needs}]}}'))

    def _needs(self, rule: int, route: Route, data: dict[str, Any], block: Any, state: Any) -> str:
        """What a rule needs, worked out anew, and remembered for the state if it may be."""
        place = _Stated(route, block) if block[1] is None else _Unstated(self.engine, route, block)
        form, scope = self.rules[rule], scope_at(self.engine.vocabulary, data, route, block[0])
        judgement = self.engine.interpreter.judge(form, scope)
        paths = [fact.path for fact in needs(self.engine.interpreter, form, scope, judgement)]
        relative = _relative(scope, paths)
        if state is not None and len(self.placed) < _NEEDS_KEPT and self.states_kept < _STATES_KEPT:
            self.states_kept += _parts_of(state)
            self.placed[rule, route.number, block[1], state] = tuple(
                (level, f'{_text(rest)}"') for level, rest in place.placed(relative)
            )
        return ",".join([_json(path) for path in place.with_list([place.fact(fact) for fact in relative])])

    def _at(self, route: int, where: Any, level: int, nodes: Any, pointers: dict[int, str]) -> str:
        """The pointer of an object of the plan."""
        if not level:
            return ""
        found = pointers.get(id(where))
        if found is None:
            above, step = where
            value = nodes[level - 1].get(self.engine.routes[route].steps[level - 1][1])
            found = f"{self._at(route, above, level - 1, nodes, pointers)}/{self.names[route][level - 1]}"
            if type(value) is list:
                found = f"{found}/{step}"
            elif type(value) is Incomplete:
                found = "/".join((found, *value.steps, str(step)))
            pointers[id(where)] = found
        return found


def _parts_of(state: Any) -> int:
    """How many parts a state has, those within its parts included."""
    return len(state) + sum(map(_parts_of, state)) if type(state) is tuple else 0


def _relative(scope: Scope, paths: list[Path]) -> tuple[Fact, ...]:
    """Facts as seen from the innermost object in scope that they lie within: at the latest the root."""
    found = []
    for path in paths:
        kind, above = next(
            (kind, above)
            for kind, above in reversed(scope.paths.items())
            if path[: len(above)] == above and len(path) > len(above)
        )
        found.append(Fact(kind, tuple(map(str, path[len(above) :]))))
    return tuple(found)


def _level(route: Route, kind: str) -> int:
    """The innermost place of a kind on a route."""
    return len(route.kinds) - 1 - route.kinds[::-1].index(kind)


def _up(where: Any, levels: int) -> Any:
    """The index chain of an object further out."""
    for _ in range(levels):
        where = where[0]
    return where


class _Stated:
    """An object of the plan."""

    def __init__(self, route: Route, block: Any) -> None:
        self.route = route
        self.by_kind: dict[str, str] = {route.kinds[0]: ""}
        at = ""
        for level, step in enumerate(steps_of(block[0])):
            name = route.steps[level][1]
            at = _item(f"{at}/{name}", block[4][level].get(name), step)
            self.by_kind[route.kinds[level + 1]] = at

    def fact(self, fact: Fact) -> str:
        """The pointer of a fact."""
        return "/".join((self.by_kind[fact.kind], *fact.fields))

    def with_list(self, found: list[str]) -> list[str]:
        """Facts that are needed: nothing else is."""
        return found

    def placed(self, facts: tuple[Fact, ...]) -> list[Placed]:
        """The same of facts, each as the level of an object and what follows its pointer."""
        return [(_level(self.route, fact.kind), "".join(f"/{name}" for name in fact.fields)) for fact in facts]


def _item(at: str, value: Any, step: int) -> str:
    """The pointer of an object in the field at ``at``."""
    if type(value) is Incomplete:
        return "/".join((at, *value.steps, str(step)))
    return f"{at}/{step}" if type(value) is list else at


class _Unstated:
    """What may be missing from a list that is not (wholly) stated.

    ``pointer`` is that of the object whose list it is.
    """

    def __init__(self, engine: Engine, route: Route, block: Any) -> None:
        self.route = route
        where, form, nodes = block[0], block[1], block[4]
        self.by_kind: dict[str, str] = {route.kinds[0]: ""}
        self.list_pointer = ""
        """Where the list, or the single object, stands that is not (wholly) stated."""
        self.beyond = ""
        """Where the first list stands that has no item here."""
        at = ""
        for level, step in enumerate(steps_of(where)):
            kind, name = route.steps[level]
            at = self._step(at, nodes[level].get(name), engine.vocabulary.kinds[kind].fields[name], step)
            self.by_kind[route.kinds[level + 1]] = at
        self.level = form[1]
        self.pointer = self.by_kind[route.kinds[form[1]]]

    def _step(self, at: str, value: Any, field: Field, step: int) -> str:
        at = f"{at}/{field.name}"
        if step < 0:
            self.list_pointer = self.list_pointer or at
            if field.type != "list":
                return at
            self.beyond = self.beyond or at
            return f"{at}/{BEYOND}"
        return _item(at, value, step)

    def fact(self, fact: Fact) -> str:
        """The pointer of a fact; of an item that is not stated, that of its list."""
        above = self.by_kind[fact.kind]
        return self.beyond if f"/{BEYOND}" in above and self.beyond else "/".join((above, *fact.fields))

    def with_list(self, found: list[str]) -> list[str]:
        """Facts that are needed, and the list that is."""
        return found if self.list_pointer in found else [*found, self.list_pointer]

    def placed(self, facts: tuple[Fact, ...]) -> list[Placed]:
        """The same of facts and the list, each as the level of an object of the plan and what follows its pointer."""
        levels = {self.fact(fact): _level(self.route, fact.kind) for fact in facts}
        made = []
        for path in self.with_list([self.fact(fact) for fact in facts]):
            level = min(levels.get(path, self.level), self.level)
            made.append((level, path[len(self.by_kind[self.route.kinds[level]]) :]))
        return made


def _shown(value: Any, rough: bool) -> str:
    """A value as JSON: an exact ratio as text, what was worked out in floats without their last digits."""
    kind = type(value)
    if kind is float:
        shown = float(f"{value:.12g}") if rough else value
        return repr(shown) if 1e-4 <= shown < 1e15 else orjson.dumps(shown).decode()  # else Python's e+16 is not JSON's
    if kind is int:
        return str(value)
    if value is None:
        return "null"
    if kind is bool:
        return "true" if value else "false"
    if kind is str:
        return _json(value)
    return _json(str(value)) if isinstance(value, Fraction) else "null"


def _json(text: str) -> str:
    """A text as JSON."""
    return orjson.dumps(text).decode()


def _text(text: str) -> str:
    """What stands in JSON between the quotation marks."""
    return _json(text)[1:-1]
