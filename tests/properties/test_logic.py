"""The connectives follow strong Kleene logic; order and grouping never matter."""

from __future__ import annotations

from itertools import permutations, product
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standardcheck.check.findings import Outcome
from standardcheck.compiler.interpret import outcome_of
from standardcheck.compiler.operators import CONNECTIVES, if_then_else, negated

Truth: TypeAlias = bool | None
TRUTHS: tuple[Truth, ...] = (True, False, None)
PAIRS = list(product(TRUTHS, repeat=2))
TRIPLES = list(product(TRUTHS, repeat=3))
truths = st.lists(st.sampled_from(TRUTHS), min_size=1, max_size=6)


def every(*items: Truth) -> Truth:
    return CONNECTIVES["all"].of(list(items), 0)


def some(*items: Truth) -> Truth:
    return CONNECTIVES["any"].of(list(items), 0)


def at_least(k: int, items: list[Truth]) -> Truth:
    return CONNECTIVES["k_of"].of(items, k)


def completed(items: list[Truth]) -> list[tuple[bool, ...]]:
    """Every way in which the unknown may come out."""
    return list(product(*((True, False) if item is None else (item,) for item in items)))


def agreed(answers: set[bool]) -> Truth:
    """What Kleene's strong logic answers: the one answer of every completion, if there is one."""
    return answers.pop() if len(answers) == 1 else None


@given(items=truths)
def test_all_any_and_not_answer_as_every_completion_does(items: list[Truth]) -> None:
    assert every(*items) is agreed({all(way) for way in completed(items)})
    assert some(*items) is agreed({any(way) for way in completed(items)})
    assert CONNECTIVES["one_of"].of(items, 0) is some(*items)
    assert CONNECTIVES["not"].of(items[:1], 0) is agreed({not way[0] for way in completed(items[:1])})


@given(items=truths, data=st.data())
def test_k_of_answers_as_every_completion_does(items: list[Truth], data: st.DataObject) -> None:
    k = data.draw(st.integers(1, len(items)))
    assert at_least(k, items) is agreed({sum(way) >= k for way in completed(items)})


@given(items=truths)
def test_k_of_with_one_or_all_is_any_or_all(items: list[Truth]) -> None:
    assert at_least(1, items) is some(*items)
    assert at_least(len(items), items) is every(*items)


@given(items=truths)
def test_order_never_matters(items: list[Truth]) -> None:
    for other in permutations(items[:4]):
        assert every(*other) is every(*items[:4])
        assert some(*other) is some(*items[:4])
        assert at_least(min(2, len(other)), list(other)) is at_least(min(2, len(other)), items[:4])


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_laws_of_two(a: Truth, b: Truth) -> None:
    assert negated(every(a, b)) is some(negated(a), negated(b))
    assert negated(some(a, b)) is every(negated(a), negated(b))
    assert every(a, some(a, b)) is a
    assert some(a, every(a, b)) is a
    assert every(a, a) is a
    assert some(a, a) is a
    assert negated(negated(a)) is a
    assert every(a, True) is a
    assert some(a, False) is a


@pytest.mark.parametrize(("a", "b", "c"), TRIPLES)
def test_laws_of_three(a: Truth, b: Truth, c: Truth) -> None:
    assert every(a, every(b, c)) is every(every(a, b), c) is every(a, b, c)
    assert some(a, some(b, c)) is some(some(a, b), c) is some(a, b, c)
    assert every(a, some(b, c)) is some(every(a, b), every(a, c))
    assert some(a, every(b, c)) is every(some(a, b), some(a, c))
    assert if_then_else(a, b, c) is agreed({then if cond else other for cond, then, other in completed([a, b, c])})


def test_the_excluded_middle_is_no_law() -> None:
    """A condition and its denial stay unknown together: the logic looks at truth values, not at what they say."""
    assert some(None, negated(None)) is None
    assert every(None, negated(None)) is None


@pytest.mark.parametrize(("applies", "holds"), PAIRS)
def test_one_table_from_truth_to_outcome(applies: Truth, holds: Truth) -> None:
    ways = completed([applies, holds])
    outcomes = {"not_applicable" if not a else "pass" if h else "fail" for a, h in ways}
    outcome = outcome_of(applies, holds)
    assert outcome in set(Outcome)
    if outcome == "pass":
        assert outcomes <= {"pass", "not_applicable"}
    elif outcome == "unknown":
        assert len(outcomes) > 1
    else:
        assert outcomes == {outcome}
    by_hand = {True: "manual", False: "not_applicable", None: "unknown"}
    assert outcome_of(applies, holds, manual=True) == by_hand[applies]
