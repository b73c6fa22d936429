"""Generated functions and the interpreter find the same in the shipped plans, whole and damaged."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standardcheck.check.evaluate import evaluate, rules_in_force
from standardcheck.check.fused import FusedFindings
from standardcheck.compiler.form import Fact, Literal
from standardcheck.compiler.generated.engine import Engine
from standardcheck.compiler.library import RuleSet
from standardcheck.plan.conform import Conform
from standardcheck.ruleset.packs import list_packs, read_files
from standardcheck.source import read_file

ROOT = Path(__file__).parents[2]
PLANS = sorted((ROOT / "fixtures" / "plans").iterdir())
PACKS = {name: read_files(folder) for name, folder in list_packs([ROOT / "rules"]).items()}
DAYS = ("2019-12-31", "2024-09-10", "2026-01-01")


@lru_cache
def rule_set() -> RuleSet:
    return RuleSet((ROOT / "schemas" / "plan.schema.json").read_bytes(), PACKS)


@lru_cache(maxsize=16)
def engine(pack: str, day: str) -> Engine:
    program = rule_set().program(pack)
    return Engine(program, rule_set().vocabulary, day, rules_in_force(program, day))


@lru_cache
def document(plan: Path) -> Any:
    return read_file(plan).data


@lru_cache
def conform() -> Conform:
    return rule_set().conform


def same(data: Any, pack: str, day: str) -> None:
    checked, _ = conform()(data)
    made = engine(pack, day)
    expected = list(evaluate(made.interpreter, checked, made.rules))
    assert list(FusedFindings(made, checked, made.run(checked))) == expected


def packs_of(plan: Path) -> set[str]:
    """The packs that a plan is judged by: its place's, the general one, and the one used only when asked for."""
    return {rule_set().choose(document(plan)["city"]["code"], "2026-11-01").pack, "cn-national", "cn-recalled"}


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(
    ("pack", "plan"),
    sorted((pack, plan) for plan in PLANS for pack in packs_of(plan)),
    ids=lambda value: value if isinstance(value, str) else value.stem,
)
def test_whole(plan: Path, pack: str, day: str) -> None:
    same(document(plan), pack, day)


@lru_cache
def limits() -> tuple[Any, ...]:
    """Every number that a rule names, to be tried as a value."""
    program = rule_set().program("cn-national")
    found: set[Any] = set()
    for parameter in program.params.values():
        found |= {edition.value for edition in parameter.editions if not edition.has_table}
    for tables in program.tables.values():
        for editions in tables.values():
            found |= {row.value for rows in editions for row in rows if row.value is not None}
    for rule in program.rules:
        found |= set(_literals(rule.require)) | set(_literals(rule.applies))
    return tuple(value for value in found if isinstance(value, int | float | Fraction) and not isinstance(value, bool))


def _literals(node: Any) -> Iterator[Any]:
    if isinstance(node, Literal) and not isinstance(node.value, tuple):
        yield node.value
    elif isinstance(node, tuple) and not isinstance(node, Fact):
        for part in node:
            yield from _literals(part)


def damaged(data: Any, chance: random.Random, share: float) -> Any:
    """The same plan with a share of its facts and lists changed: gone, none, n/a, incomplete, or near a limit."""
    data = copy.deepcopy(data)
    _damage(data, chance, share)
    return data


def _damage(node: Any, chance: random.Random, share: float) -> None:
    places: Any = list(node.items()) if isinstance(node, dict) else list(enumerate(node))
    for key, value in places:
        if isinstance(value, dict | list):
            _damage(value, chance, share)
        if chance.random() < share:
            node[key] = _changed(value, chance)


def _changed(value: Any, chance: random.Random) -> Any:
    way = chance.randrange(7)
    if way < 2:
        return [None, "none", "n/a"][chance.randrange(3)]
    if isinstance(value, list):
        if way == 2:
            return []
        return {"items": value, "incomplete": True} if way < 5 else value[: len(value) // 2]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        limit = chance.choice(limits())
        if way == 2:
            return limit
        step = chance.choice([Fraction(1, 10**17), Fraction(1, 10**12), Fraction(1, 100)])
        return Fraction(limit) + step * chance.choice([-1, 1]) if way < 6 else value
    return value


@settings(max_examples=120)
@given(
    plan=st.sampled_from(PLANS), pack=st.sampled_from(sorted(PACKS)), day=st.sampled_from(DAYS[1:]),
    seed=st.integers(0, 2**32), share=st.sampled_from([0.02, 0.1, 0.4]),
)  # fmt: skip
def test_damaged(plan: Path, pack: str, day: str, seed: int, share: float) -> None:
    same(damaged(document(plan), random.Random(seed), share), pack, day)
