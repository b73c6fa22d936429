"""Objects to try a rule with: those of its examples, with a fact or two changed to a value that may matter.

What is changed is changed as an author would write it, so that a case that is found can go into the rule file.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import suppress
from itertools import combinations, islice
from typing import Any, NamedTuple

from standardcheck.compiler.evidence import Leaf, leaves_of
from standardcheck.compiler.form import Aggregate, Compare, Fact, Items, Literal, Param, Program, RuleForm
from standardcheck.compiler.interpret import Interpreter, Judgement
from standardcheck.compiler.scope import Scope
from standardcheck.packtools.domains import (
    Facts,
    NotFlat,
    assignments,
    constants_of,
    field_of,
    flat_facts,
    stated_values,
)
from standardcheck.packtools.examples import Case, object_at, plan_around
from standardcheck.packtools.written_values import writable, written
from standardcheck.plan.conform import Conform
from standardcheck.plan.model import NONE
from standardcheck.vocabulary.model import Field
from standardcheck.vocabulary.numbers import canonical, exact

REMOVE = object()
"""Instead of a value: the fact is not stated."""

MAX_ITEMS = 12
MAX_PAIRS = 5000


class Move(NamedTuple):
    """One change to an object: where (``given``, or a kind of ``within``), the steps there, and what is stated."""

    root: str
    steps: tuple[Any, ...]
    value: Any
    field: Field | None


class Candidate(NamedTuple):
    """An object within others, as written; ``like``: the case it was made from, and the moves that made it."""

    given: dict[str, Any]
    within: dict[str, Any]
    as_of: str
    like: Case | None
    moves: tuple[Move, ...]


class Ready(NamedTuple):
    """A candidate that conforms: what it looks like to the rule."""

    candidate: Candidate
    data: dict[str, Any]
    scope: Scope


class Finder:
    """Makes candidates for the rules of one program (and of a changed one beside it)."""

    def __init__(
        self,
        conform: Conform,
        program: Program,
        form: RuleForm,
        cases: list[Case],
        extra: dict[Fact, list[Any]] | None = None,
    ) -> None:
        self.conform, self.vocabulary = conform, conform.vocabulary
        self.program, self.form = program, form
        self.cases = cases
        self.extra = extra or {}

    def candidates(self, *others: tuple[Program, RuleForm], as_of: str = "") -> Iterator[Candidate]:
        """Candidates, simplest first: the examples themselves, one fact changed, then two."""
        programs = [(self.program, self.form), *others]
        seeds = [self._seed(case, as_of) for case in self.cases] or [self._empty(as_of)]
        yield from seeds
        moves = []
        for seed in seeds:
            found = [*self._solved(seed, programs), *self._moves(seed, programs)]
            moves.append(found)
            yield from (self._moved(seed, (move,)) for move in found)
        yield from islice(self._pairs(seeds, moves), MAX_PAIRS)
        yield from islice(self._cases(programs, as_of), MAX_PAIRS)

    def _pairs(self, seeds: list[Candidate], moves: list[list[Move]]) -> Iterator[Candidate]:
        for seed, found in zip(seeds, moves, strict=True):
            for pair in combinations(found, 2):
                if not _overlap(*pair):
                    yield self._moved(seed, pair)

    def _cases(self, programs: list[tuple[Program, RuleForm]], as_of: str) -> Iterator[Candidate]:
        """Every case of a flat rule, made from nothing."""
        with suppress(NotFlat):
            facts = [flat_facts(program, form) for program, form in programs]
            for case in assignments(self.vocabulary, *facts, Facts(self.extra, set())):
                moves = [self._stated(fact, value) for fact, value in case.items() if value is not None]
                if all(move.value is not None for move in moves):
                    yield self._moved(self._empty(as_of), tuple(moves))

    def _stated(self, fact: Fact, value: Any) -> Move:
        field = field_of(self.vocabulary, fact)
        root = "given" if fact.kind == self.form.kind else fact.kind
        return Move(root, fact.fields, written(field, value) if field is not None else None, field)

    def ready(self, candidate: Candidate) -> Ready | None:
        """The candidate as the rule sees it; ``None`` if it is no possible plan."""
        data, path = plan_around(self.form, candidate.given, candidate.within, self.vocabulary)
        data, faults = self.conform(data)
        scope = None if faults else object_at(self.form, data, path, self.vocabulary)
        return None if scope is None else Ready(candidate, data, scope)

    def judge(self, ready: Ready, program: Program, form: RuleForm) -> Judgement:
        """How a program judges a candidate."""
        return Interpreter(program, self.vocabulary, ready.candidate.as_of).judge(form, ready.scope)

    def _seed(self, case: Case, as_of: str) -> Candidate:
        given = case.example.given if isinstance(case.example.given, dict) else {}
        return Candidate(given, case.example.within, as_of or case.as_of, case, ())

    def _empty(self, as_of: str) -> Candidate:
        return Candidate({}, {}, as_of or self.form.since, None, ())

    def _moved(self, seed: Candidate, moves: tuple[Move, ...]) -> Candidate:
        given, within = copy.deepcopy(seed.given), copy.deepcopy(seed.within)
        for move in moves:
            _apply(given if move.root == "given" else within.setdefault(move.root, {}), move)
        return Candidate(given, within, seed.as_of, seed.like, moves)

    # -- facts -----------------------------------------------------------------------------------------------

    def _moves(self, seed: Candidate, programs: list[tuple[Program, RuleForm]]) -> Iterator[Move]:
        constants: dict[Fact, list[Any]] = {fact: list(values) for fact, values in self.extra.items()}
        for program, form in programs:
            for fact, values in constants_of(program, (form.applies, form.require, form.allowances)).items():
                constants.setdefault(fact, []).extend(values)
        for fact, values in constants.items():
            field = field_of(self.vocabulary, fact)
            for root, steps in self._objects(seed, fact.kind):
                yield from _fact_moves(self.vocabulary, root, (*steps, *fact.fields), field, values)
        for program, form in programs[:1]:
            yield from self._list_moves(seed, program, form)

    def _objects(self, seed: Candidate, kind: str) -> list[tuple[str, tuple[Any, ...]]]:
        """Where objects of a kind stand in a candidate, or may be added around it."""
        found = [
            (root, steps)
            for root, own, node in self._roots(seed)
            for at, steps in self._below(own, node, ())
            if at == kind
        ]
        if not found and kind in self.vocabulary.parents(self.form.kind):
            found = [(kind, ())]
        return found

    def _roots(self, seed: Candidate) -> Iterator[tuple[str, str, Any]]:
        yield "given", self.form.kind, seed.given
        for kind, node in seed.within.items():
            yield kind, kind, node

    def _below(self, kind: str, node: Any, steps: tuple[Any, ...]) -> Iterator[tuple[str, tuple[Any, ...]]]:
        yield kind, steps
        for name, value in node.items():
            field = self.vocabulary.kinds[kind].fields.get(name)
            if field is None or not field.items_are_objects:
                continue
            for extra, item in _items(value):
                yield from self._below(field.items, item, (*steps, name, *extra))

    # -- lists -----------------------------------------------------------------------------------------------

    def _list_moves(self, seed: Candidate, program: Program, form: RuleForm) -> Iterator[Move]:
        sizes = _sizes(program, (form.applies, form.require, form.allowances))
        for items in _lists(program, (form.applies, form.require, form.allowances)):
            name = items.fields[0]
            field = self.vocabulary.kinds[items.kind].fields[name]
            for root, steps in self._objects(seed, items.kind):
                stated = _at(seed.given if root == "given" else seed.within.get(root, {}), (*steps, name))
                for value in self._list_values(field, stated, sizes):
                    yield Move(root, (*steps, name), value, field)

    def _list_values(self, field: Field, stated: Any, sizes: set[int]) -> Iterator[Any]:
        yield REMOVE
        yield []
        items = stated if isinstance(stated, list) else []
        if not field.items_are_objects:
            words = list(self.vocabulary.enums[field.items].values) if field.items in self.vocabulary.enums else []
            yield from ([*items, word] for word in words if word not in items)
        for at in range(len(items)):
            yield [*items[:at], *items[at + 1 :]]
        if items and field.items_are_objects:
            for size in sorted(sizes | {len(items) + 1}):
                if len(items) < size <= MAX_ITEMS:
                    yield self._grown(field, items, size)
        elif field.items_are_objects:
            yield [{}]

    def _grown(self, field: Field, items: list[Any], size: int) -> list[Any]:
        """The list with its last item repeated, under identities of their own."""
        identity = self.vocabulary.kinds[field.items].identity
        grown = list(items)
        while len(grown) < size:
            item = copy.deepcopy(items[-1])
            if isinstance(item, dict) and identity in item:
                item[identity] = f"{item[identity]}-{len(grown) + 1}"
            grown.append(item)
        return grown

    # -- computed values -------------------------------------------------------------------------------------

    def _solved(self, seed: Candidate, programs: list[tuple[Program, RuleForm]]) -> Iterator[Move]:
        """Numbers that bring a computed value to its limit: each fact it is made of, tried as if it were linear."""
        start = self.ready(seed)
        if start is None:
            return
        for program, form in programs:
            for index, leaf in enumerate(_numeric(self.judge(start, program, form))):
                if isinstance(leaf.node.left, Fact) and isinstance(leaf.node.right, Param | Literal):
                    continue
                for fact in constants_of(program, (leaf.node,)):
                    yield from self._roots_of(seed, program, form, fact, index, leaf)

    def _roots_of(
        self, seed: Candidate, program: Program, form: RuleForm, fact: Fact, index: int, leaf: Leaf
    ) -> Iterator[Move]:
        field = field_of(self.vocabulary, fact)
        if field is None or not field.is_numeric:
            return
        for root, steps in self._objects(seed, fact.kind)[:3]:
            place = (*steps, *fact.fields)
            stated = _at(seed.given if root == "given" else seed.within.get(root, {}), place)
            if stated is None or isinstance(stated, dict | list | bool) or stated == NONE:
                continue
            first = exact(self.conform.value_of(_holder(self, fact), fact.fields[-1], stated))
            other = self._other(first, field)
            moved = self.ready(self._moved(seed, (Move(root, place, written(field, other), field),)))
            if moved is None:
                continue
            leaves = _numeric(self.judge(moved, program, form))
            if index < len(leaves) and leaves[index].node == leaf.node:
                for value in _roots(first, exact(other), _gap(leaf), _gap(leaves[index])):
                    for near in writable(field, value):
                        yield Move(root, place, near, field)

    def _other(self, value: Any, field: Field) -> Any:
        """Another value of a field: more, or less where there is no room for more."""
        unit = type(exact(1))(field.unit.factor) if field.unit else exact(1)
        more = value + (unit if field.type == "integer" or value == 0 else value / 2)
        if field.type == "integer":
            more = value + unit
        fits = field.maximum is None or more <= exact(field.maximum)
        return canonical(more if fits else value - (unit if field.type == "integer" else value / 2))


def _overlap(one: Move, other: Move) -> bool:
    """Whether one change lies inside what the other changes."""
    shorter = min(len(one.steps), len(other.steps))
    return one.root == other.root and one.steps[:shorter] == other.steps[:shorter]


def _holder(finder: Finder, fact: Fact) -> str:
    kind = fact.kind
    for name in fact.fields[:-1]:
        kind = finder.vocabulary.kinds[kind].fields[name].items
    return kind


def _fact_moves(
    vocabulary: Any, root: str, steps: tuple[Any, ...], field: Field | None, constants: list[Any]
) -> Iterator[Move]:
    if field is None or field.items_are_objects:
        return
    for value in stated_values(vocabulary, field, constants):
        text = written(field, value)
        if text is not None:
            yield Move(root, steps, text, field)
    yield Move(root, steps, REMOVE, field)
    yield Move(root, steps, NONE, field)


def _apply(node: Any, move: Move) -> None:
    *inner, last = move.steps
    for step in inner:
        if isinstance(node, dict) and not isinstance(node.get(step), dict | list):
            node[step] = {}
        node = node[step]
    if move.value is not REMOVE:
        node[last] = copy.deepcopy(move.value)
    elif isinstance(node, dict):
        node.pop(last, None)


def _at(node: Any, steps: tuple[Any, ...]) -> Any:
    for step in steps:
        if isinstance(node, dict):
            node = node.get(step)
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
        else:
            return None
    return node


def _items(value: Any) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The objects that a field of a candidate holds, with the steps that lead to each."""
    if isinstance(value, dict) and isinstance(value.get("items"), list):
        yield from ((("items", at), item) for at, item in enumerate(value["items"]) if isinstance(item, dict))
    elif isinstance(value, dict):
        yield (), value
    elif isinstance(value, list):
        yield from (((at,), item) for at, item in enumerate(value) if isinstance(item, dict))


def _lists(program: Program, node: Any) -> list[Items]:
    """The lists that a rule looks at."""
    from standardcheck.compiler.form import Derived

    found: dict[Items, None] = {}

    def gather(part: Any) -> None:
        if isinstance(part, Items):
            found[part] = None
        elif isinstance(part, Derived):
            gather(program.derived[part.name].expression)
        elif isinstance(part, tuple):
            for inner in part:
                gather(inner)

    gather(node)
    return list(found)


def _sizes(program: Program, node: Any) -> set[int]:
    """Lengths of lists that may matter: what counts are compared with, and one more."""
    found: set[int] = set()

    def gather(part: Any) -> None:
        if isinstance(part, Compare) and isinstance(part.left, Aggregate) and part.left.op == "count":
            values = [part.right.value] if isinstance(part.right, Literal) else []
            if isinstance(part.right, Param):
                values = [edition.value for edition in program.params[part.right.name].editions]
            found.update(size for value in values if type(value) is int for size in (value, value + 1))
        if isinstance(part, tuple):
            for inner in part:
                gather(inner)

    gather(node)
    return found


def _numeric(judgement: Judgement) -> list[Leaf]:
    """The comparisons of known numbers, in order."""
    found = []
    for leaf in leaves_of(judgement.applies) + leaves_of(judgement.holds):
        sides = (leaf.left, leaf.right)
        if isinstance(leaf.node, Compare) and all(
            side is not None and side.is_known and not isinstance(side.value, str | bool | tuple) for side in sides
        ):
            found.append(leaf)
    return found


def _gap(leaf: Leaf) -> Any:
    assert leaf.right is not None
    return exact(leaf.left.value) - exact(leaf.right.value)


def _roots(x0: Any, x1: Any, gap0: Any, gap1: Any) -> Iterator[Any]:
    """Where a gap closes if it is linear in x, and if it is linear in 1/x."""
    if gap0 == gap1:
        return
    yield x0 - gap0 * (x1 - x0) / (gap1 - gap0)
    if x0 and x1:
        inverse = 1 / x0 - gap0 * (1 / x1 - 1 / x0) / (gap1 - gap0)
        if inverse:
            yield 1 / inverse
