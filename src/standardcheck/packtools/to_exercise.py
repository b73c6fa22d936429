"""What a rule has for its examples to exercise: outcomes, exceptions, editions, rows of tables, sides of limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from standardcheck.compiler.form import Aggregate, Compare, Fact, Literal, Param, Program, RuleForm
from standardcheck.packtools.domains import field_of
from standardcheck.packtools.places import Spot, condition_spots
from standardcheck.packtools.steps import step_size
from standardcheck.packtools.uses import uses_of
from standardcheck.ruleset.documents import Rule
from standardcheck.ruleset.packs import Origin
from standardcheck.ruleset.resolve import Resolved
from standardcheck.vocabulary.model import Vocabulary
from standardcheck.vocabulary.numbers import exact

KINDS = ("outcome", "exception", "edition", "row", "limit")
"""Kinds of things to exercise, in the order in which totals show them."""

_DATES = ("before", "after", "on_or_before", "on_or_after")
_NUMBERS = ("at_least", "at_most", "more_than", "less_than", "equals", "not_equals")
MET_AT = ("at_least", "at_most", "on_or_before", "on_or_after", "equals")
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
    if (side == MET) is not (node.op in MET_AT):
        at += exact(step) if node.op in _UP else -exact(step)
        if node.op in ("equals", "not_equals"):
            return True
    return (low is None or at >= exact(low)) and (high is None or at <= exact(high))
