"""What was found when a condition was evaluated: a tree of plain records, kept beside every answer."""

from __future__ import annotations

from standardcheck.compiler.values import FactRef, Value
from standardcheck.plan.model import Path
from standardcheck.typing_light import Any, NamedTuple, TypeAlias


class Working(NamedTuple):
    """How a worth came about: of an expression, what ``parts`` it was worked out from; of a fact, or an item of a list
    that was added up or counted, the ``path`` where it stands. ``node`` is an item's amount, ``None`` where it is
    only counted; ``sure`` whether it surely counts."""

    node: Any
    value: Value
    path: Path = ()
    parts: tuple[Any, ...] = ()
    sure: bool = True


class Leaf(NamedTuple):
    """One comparison or presence test as it came out.

    ``node`` is the leaf of the typed form; ``path`` where the measured fact stands; ``right`` is ``None`` for a
    presence test. ``measured`` and ``required`` say how either side was worked out, where it was.
    """

    node: Any
    holds: bool | None
    left: Value
    right: Value | None
    path: Path
    measured: Working | None = None
    required: Working | None = None

    @property
    def facts(self) -> tuple[FactRef, ...]:
        """The unknown facts it depends on."""
        return self.left.facts + (self.right.facts if self.right else ())


class Branch(NamedTuple):
    """A connective, condition or quantifier over other evidence; ``labels`` name alternatives or items."""

    op: str
    holds: bool | None
    children: tuple[Any, ...]
    labels: tuple[Any, ...] = ()
    facts: tuple[FactRef, ...] = ()
    """Unknown facts of its own: a list that is not (wholly) stated."""
    k: int = 0


Evidence: TypeAlias = Leaf | Branch


def leaves_of(evidence: Evidence | None) -> list[Leaf]:
    """Every leaf, in order of reading."""
    if isinstance(evidence, Leaf):
        return [evidence]
    if isinstance(evidence, Branch):
        return [leaf for child in evidence.children for leaf in leaves_of(child)]
    return []


def open_facts(evidence: Evidence | None) -> tuple[FactRef, ...]:
    """Every unknown fact below what is undecided, in order of reading, each once."""
    if evidence is None:
        return ()
    found: dict[FactRef, None] = {}
    _gather(evidence, found)
    return tuple(found)


def _gather(evidence: Evidence, found: dict[FactRef, None]) -> None:
    if evidence.holds is not None:
        return
    found.update(dict.fromkeys(evidence.facts))
    if isinstance(evidence, Branch):
        for child in _mattering(evidence):
            _gather(child, found)


def _mattering(branch: Branch) -> tuple[Any, ...]:
    """The children that can still change the answer: of ``if`` with a known condition, the branch taken."""
    if branch.op != "if" or branch.children[0].holds is None:
        return branch.children
    return branch.children[1:2] if branch.children[0].holds else branch.children[2:]
