"""What the examples of a rule exercise: outcomes, exceptions, editions, rows of tables, both sides of each limit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from standardcheck.compiler.evidence import Evidence, Leaf
from standardcheck.compiler.form import Aggregate, Compare, Fact, Literal, Param, Program, RuleForm
from standardcheck.compiler.interpret import Interpreter, Judgement
from standardcheck.compiler.scope import Scope
from standardcheck.compiler.values import Value
from standardcheck.packtools.domains import NotFlat, Opaque, assignments, field_of, flat_facts
from standardcheck.packtools.equivalence import days_of, suppose
from standardcheck.packtools.examples import Case
from standardcheck.packtools.places import Spot, condition_spots
from standardcheck.packtools.steps import step_size
from standardcheck.packtools.uses import uses_of
from standardcheck.ruleset.documents import Rule
from standardcheck.ruleset.packs import Origin
from standardcheck.ruleset.resolve import Resolved
from standardcheck.vocabulary.model import Vocabulary
from standardcheck.vocabulary.numbers import canonical, exact

KINDS = ("outcome", "exception", "edition", "row", "limit")
"""Kinds of things to exercise, in the order in which totals show them."""

_DATES = ("before", "after", "on_or_before", "on_or_after")
_NUMBERS = ("at_least", "at_most", "more_than", "less_than", "equals", "not_equals")
_MET_AT = ("at_least", "at_most", "on_or_before", "on_or_after", "equals")
"""Operators that hold exactly at the limit; the others hold just beside it."""
_UP = ("at_most", "more_than", "on_or_before", "after")
"""Operators whose other side lies above the limit."""

MET, UNMET = "met", "unmet"
Key = tuple[Any, ...]


class Item(NamedTuple):
    """Something that an example should exercise. ``key`` begins with its kind; ``args`` fill its sentence."""

    rule: str
    key: Key
    args: dict[str, Any]
    origin: Origin

    @property
    def kind(self) -> str:
        """One of :data:`KINDS`."""
        return str(self.key[0])

    @property
    def what(self) -> str:
        """What names it within its rule, in a line."""
        return " ".join(str(part) for part in self.key if part != "")


class Limit(NamedTuple):
    """A limit of a rule: its comparison, its place below the rule, and its values: by ``(since, row)`` the value, its
    smallest step and what is written."""

    node: Compare
    place: str
    spot: Spot
    values: dict[tuple[str, int], tuple[Any, Any, str]]
    origin: Origin


class RuleCoverage(NamedTuple):
    """What one rule's examples exercise of what there is. ``unreachable``: no plan gets there."""

    rule: str
    origin: Origin
    examples: int
    items: tuple[Item, ...]
    shown: frozenset[Key]
    unreachable: frozenset[Key]

    @property
    def missing(self) -> list[Item]:
        """What no example exercises, in order."""
        return [item for item in self.items if item.key not in self.shown and item.key not in self.unreachable]


class Subject(NamedTuple):
    """A rule with everything that is needed to say what its examples exercise."""

    rule: Rule
    form: RuleForm
    origin: Origin
    program: Program
    resolved: Resolved
    vocabulary: Vocabulary
    limits: tuple[Limit, ...]


def subject_of(
    rule: Rule, form: RuleForm, origin: Origin, program: Program, resolved: Resolved, vocabulary: Vocabulary
) -> Subject:
    """A rule with its limits."""
    bare = Subject(rule, form, origin, program, resolved, vocabulary, ())
    return bare._replace(limits=tuple(_limits(bare)))


def coverage_of(subject: Subject, cases: Iterable[Case]) -> RuleCoverage:
    """What the cases of a rule exercise."""
    items = tuple(items_of(subject))
    seen: set[Key] = set()
    number = 0
    for case in cases:
        number += 1
        if case.scope is not None:
            seen |= shown_by(subject, case.scope, case.as_of)
    missing = {item.key for item in items} - seen
    unreachable = _unreachable(subject, missing) if missing else frozenset()
    return RuleCoverage(subject.rule.id, subject.origin, number, items, frozenset(seen), unreachable)


# -- what there is -----------------------------------------------------------------------------------------------


def items_of(subject: Subject) -> Iterator[Item]:
    """Everything that the examples of a rule should exercise."""
    form, origin = subject.form, subject.origin
    for outcome in _outcomes(form):
        yield Item(form.id, ("outcome", outcome), {"outcome": outcome}, origin)
    for at, allowance in enumerate(form.allowances):
        here = origin.at("exceptions", at)
        for state in ("met", "when_false"):
            yield Item(form.id, ("exception", allowance.id, state), {"exception": allowance.id}, here)
    yield from _param_items(subject)
    for limit in subject.limits:
        for (since, row), (value, step, text) in limit.values.items():
            for side in (MET, UNMET):
                if _possible(subject, limit, value, step, side):
                    args = {"place": limit.place, "limit": text, "operator": limit.node.op}
                    yield Item(form.id, ("limit", limit.place, since, row, side), args, limit.origin)


def _outcomes(form: RuleForm) -> list[str]:
    scoped = ["not_applicable"] if form.applies is not None else []
    if form.manual:
        return ["manual", *scoped, *(["unknown"] if form.applies is not None else [])]
    return ["pass", "fail", "unknown", *scoped]


def _param_items(subject: Subject) -> Iterator[Item]:
    form, program = subject.form, subject.program
    for owner, name in sorted(uses_of(program, (form.applies, form.require, form.allowances))):
        if owner != "param":
            continue
        editions = [edition for edition in program.params[name].editions if _overlap(form, edition)]
        for edition in editions:
            origin = _edition_origin(subject, name, edition.since)
            if len(editions) > 1:
                args = {"param": name, "since": edition.since}
                yield Item(form.id, ("edition", name, edition.since), args, origin)
            for row in range(len(_written_rows(subject, name, edition.since))):
                here = origin.at("table", row)
                named: dict[str, Any] = {"param": name, "since": edition.since, "row": row + 1}
                yield Item(form.id, ("row", name, edition.since, row), named, here)


def _overlap(form: RuleForm, edition: Any) -> bool:
    """Whether an edition and a rule hold on some day together."""
    return (not edition.until or edition.until > form.since) and (not form.until or edition.since < form.until)


def _edition(subject: Subject, name: str, since: str) -> Any:
    return next(at for at in subject.resolved.params[name].editions if at.edition.from_ == since)


def _edition_origin(subject: Subject, name: str, since: str) -> Origin:
    origin: Origin = _edition(subject, name, since).origin
    return origin


def _written_rows(subject: Subject, name: str, since: str) -> list[Any]:
    return list(_edition(subject, name, since).edition.table or ())


# -- limits ------------------------------------------------------------------------------------------------------


def _limits(subject: Subject) -> Iterator[Limit]:
    for data, node, at, origin, named in _parts(subject):
        for spot in condition_spots(data, node, (), at):
            if isinstance(spot.node, Compare) and spot.node.op in (*_NUMBERS, *_DATES):
                values = dict(_limit_values(subject, spot))
                if values:
                    place = ".".join(str(step) for step in (*named, *spot.at))
                    yield Limit(spot.node, place, spot, values, origin.at(*spot.at))


def _parts(subject: Subject) -> Iterator[tuple[Any, Any, Key, Origin, Key]]:
    rule, form, origin = subject.rule, subject.form, subject.origin
    for key in ("applies", "require"):
        data = getattr(rule, key)
        if data is not None:
            yield data, getattr(form, key), (key,), origin, ()
    for at, entry in enumerate(rule.exceptions):
        for key in ("when", "require"):
            node = getattr(form.allowances[at], key)
            yield getattr(entry, key), node, (key,), origin.at("exceptions", at), ("exceptions", entry.id)


def _limit_values(subject: Subject, spot: Spot) -> Iterator[tuple[tuple[str, int], tuple[Any, Any, str]]]:
    """The written limits that a comparison may have, by edition and row, each with its smallest step."""
    right = spot.node.right
    if isinstance(right, Literal):
        if _is_limit(right.value, spot.node.op):
            yield ("", 0), (right.value, _step(subject, spot.written, right.value, spot.node.left), str(spot.written))
    elif isinstance(right, Param):
        for index, edition in enumerate(subject.program.params[right.name].editions):
            if not _overlap(subject.form, edition):
                continue
            written = _edition(subject, right.name, edition.since).edition
            if not edition.has_table:
                if _is_limit(edition.value, spot.node.op):
                    step = _step(subject, written.value, edition.value, None)
                    yield (edition.since, 0), (edition.value, step, str(written.value))
                continue
            for row, form in enumerate(subject.program.tables[right.name][right.kind][index]):
                if form.value is not None and _is_limit(form.value, spot.node.op):
                    text = written.table[row].value
                    yield (edition.since, row), (form.value, _step(subject, text, form.value, None), str(text))


def _is_limit(value: Any, op: str) -> bool:
    return isinstance(value, str) if op in _DATES else not isinstance(value, str | bool | tuple)


def _step(subject: Subject, written: Any, value: Any, left: Any) -> Any:
    if isinstance(value, str):
        return 1
    field = field_of(subject.vocabulary, left) if isinstance(left, Fact) else None
    factor = type(exact(1))(field.unit.factor) if field is not None and field.unit else exact(1)

    def reading(text: Any) -> Any:
        quantity = subject.vocabulary.units.quantity(str(text))
        return exact(quantity.value) * (factor if quantity.form == "bare" else 1)

    return step_size(written, value, reading)


def _possible(subject: Subject, limit: Limit, value: Any, step: Any, side: str) -> bool:
    """Whether natural bounds leave room on a side of a limit."""
    node = limit.node
    if isinstance(value, str):
        return True
    low, high = None, None
    if isinstance(node.left, Fact):
        field = field_of(subject.vocabulary, node.left)
        low, high = (field.minimum, field.maximum) if field is not None else (None, None)
    elif isinstance(node.left, Aggregate) and node.left.op == "count":
        low = 0
    at = exact(value)
    if (side == MET) is not (node.op in _MET_AT):
        at += exact(step) if node.op in _UP else -exact(step)
        if node.op in ("equals", "not_equals"):
            return True
    return (low is None or at >= exact(low)) and (high is None or at <= exact(high))


# -- what a case exercises ---------------------------------------------------------------------------------------


class Tracer(Interpreter):
    """An interpreter that notes what it looks at."""

    def __init__(
        self, program: Program, vocabulary: Vocabulary, as_of: str, supposed: dict[Any, Any] | None = None
    ) -> None:
        super().__init__(program, vocabulary, as_of, supposed)
        self.leaves: list[tuple[Leaf, dict[str, tuple[str, int]]]] = []
        self.rows: set[tuple[str, str, int]] = set()
        self.editions: set[tuple[str, str]] = set()
        self.last: dict[str, tuple[str, int]] = {}

    def evidence(self, node: Any, scope: Scope) -> Evidence:
        """As the interpreter, noting comparisons with the editions and rows that their limits came from."""
        found = super().evidence(node, scope)
        if isinstance(found, Leaf) and isinstance(node, Compare):
            self.leaves.append((found, dict(self.last)))
        return found

    def edition(self, name: str) -> Any:
        """As the interpreter, noting the edition."""
        found = super().edition(name)
        if found is not None:
            self.editions.add((name, found[1].since))
            self.last[name] = (found[1].since, 0)
        return found

    def _table(self, node: Param, index: int, scope: Scope) -> Value:
        since = self.program.params[node.name].editions[index].since
        value = super()._table(node, index, scope)
        if not value.facts:
            for row, form in enumerate(self.program.tables[node.name][node.kind][index]):
                if super().evidence(form.when, scope).holds is True:
                    self.rows.add((node.name, since, row))
                    self.last[node.name] = (since, row)
        return value


def shown_by(subject: Subject, scope: Scope, as_of: str, supposed: Any = None) -> set[Key]:
    """The keys of everything that judging one object exercises."""
    tracer = Tracer(subject.program, subject.vocabulary, as_of, supposed)
    judgement = tracer.judge(subject.form, scope)
    found: set[Key] = {("outcome", judgement.outcome)}
    found |= {("edition", name, since) for name, since in tracer.editions}
    found |= {("row", *row) for row in tracer.rows}
    found |= _exceptions_shown(subject, tracer, scope, judgement)
    for leaf, last in tracer.leaves:
        found |= _sides(subject, leaf, last)
    return found


def _exceptions_shown(subject: Subject, tracer: Tracer, scope: Scope, judgement: Judgement) -> set[Key]:
    form = subject.form
    if form.manual or judgement.outcome == "not_applicable":
        return set()
    if tracer.evidence(form.require, scope).holds is True:
        return set()
    found: set[Key] = set()
    for allowance in form.allowances:
        when = tracer.evidence(allowance.when, scope).holds
        if when is True and tracer.evidence(allowance.require, scope).holds is True:
            found.add(("exception", allowance.id, "met"))
        if when is False and judgement.outcome == "fail":
            found.add(("exception", allowance.id, "when_false"))
    return found


def _sides(subject: Subject, leaf: Leaf, last: dict[str, tuple[str, int]]) -> set[Key]:
    """The sides of limits on which a comparison lies, near enough to tell the limit from its neighbours."""
    found: set[Key] = set()
    for limit in subject.limits:
        if limit.node is not leaf.node or leaf.right is None or not (leaf.left.is_known and leaf.right.is_known):
            continue
        right = limit.node.right
        at = last.get(right.name, ("", 0)) if isinstance(right, Param) else ("", 0)
        known = limit.values.get(at)
        if known is None or not _near(limit.node.op, leaf, known):
            continue
        side = MET if leaf.holds else UNMET
        found.add(("limit", limit.place, *at, side))
    return found


def _near(op: str, leaf: Leaf, known: tuple[Any, Any, str]) -> bool:
    assert leaf.right is not None
    distance = _distance(leaf.left.value, leaf.right.value)
    if leaf.holds is (op in _MET_AT):
        return bool(distance == 0)
    return bool(0 < distance <= exact(known[1]))


def _distance(left: Any, right: Any) -> Any:
    if isinstance(right, str):
        from datetime import date

        return abs((date.fromisoformat(str(left)) - date.fromisoformat(right)).days)
    return abs(exact(left) - exact(right))


# -- what cannot be exercised --------------------------------------------------------------------------------------


def beside(subject: Subject) -> dict[Fact, list[Any]]:
    """For each fact that is compared with a written limit, the values at the limit and one step to either side."""
    found: dict[Fact, list[Any]] = {}
    for limit in subject.limits:
        if isinstance(limit.node.left, Fact):
            for value, step, _ in limit.values.values():
                if not isinstance(value, str):
                    steps = (exact(value), exact(value) - exact(step), exact(value) + exact(step))
                    found.setdefault(limit.node.left, []).extend(canonical(number) for number in steps)
    return found


def _unreachable(subject: Subject, missing: set[Key]) -> frozenset[Key]:
    """What of the missing no plan can exercise, where a rule has few enough cases to try them all."""
    opaque = Opaque(subject.program, {}, lambda node: False)
    subject = subject._replace(form=opaque.rule(subject.form))
    left = {key for key in missing if _is_told(subject, key, opaque.replaced)}
    try:
        facts = flat_facts(subject.program, subject.form)
        for fact, values in beside(subject).items():
            facts.values.setdefault(fact, []).extend(values)
        for day in days_of(subject.program, subject.form):
            for case in assignments(subject.vocabulary, facts):
                if not left:
                    return frozenset()
                supposed, scope = suppose(case, {subject.form.kind, *(fact.kind for fact in facts.values)})
                left -= shown_by(subject, scope, day, supposed)
    except NotFlat:
        return frozenset()
    return frozenset(left)


def _is_told(subject: Subject, key: Key, replaced: list[Any]) -> bool:
    """Whether a rule with opaque conditions tells if something can be exercised: not of what stands inside them."""
    if key[0] == "limit":
        nodes = {id(limit.node) for limit in subject.limits if limit.place == key[1]}
        return not nodes.isdisjoint(_nodes(subject.form))
    if key[0] in ("row", "edition"):
        return ("param", key[1]) not in uses_of(subject.program, tuple(replaced))
    return True


def _nodes(node: Any) -> set[int]:
    """The identities of all parts of a form."""
    found = {id(node)}
    for part in node if isinstance(node, tuple) else ():
        found |= _nodes(part)
    return found
