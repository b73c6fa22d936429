"""The plans of the benchmark as JSON text, with the share of missing facts and of faults that a question needs."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import generate_plans
from generate_plans import plans

MANY_FAULTS = 0.3
"""Share of values that break a rule where answers are compared, for every rule to fail somewhere."""


@contextmanager
def shares(missing: float, faulty: float) -> Iterator[None]:
    """Plans that are made within lack this share of their facts, and have this share of values that break a rule."""
    before = generate_plans.MISSING, generate_plans.FAULTY
    generate_plans.MISSING, generate_plans.FAULTY = missing, faulty
    try:
        yield
    finally:
        generate_plans.MISSING, generate_plans.FAULTY = before


def usual(number: int) -> list[bytes]:
    """Plans as they are generated, with missing facts."""
    return as_texts(plans(number))


def complete(number: int) -> list[bytes]:
    """Plans without missing facts."""
    with shares(0, generate_plans.FAULTY):
        return as_texts(plans(number))


def faulty(number: int) -> list[bytes]:
    """Plans without missing facts, with many faults, and with cases that the generator does not make."""
    chance = random.Random(number)
    with shares(0, MANY_FAULTS):
        made = plans(number)
    for plan in made:
        plan["submitted_on"] = chance.choice((plan["submitted_on"], "2024-07-01"))
        for community in plan["city"]["communities"]:
            _alter(chance, community["facilities"])
    return as_texts(made)


def _alter(chance: random.Random, facilities: list[dict[str, Any]]) -> None:
    """Few functions, no complex facility, constrained ramps, small play areas: each in some plans."""
    dispersed = chance.random() < 0.2
    for facility in facilities:
        if dispersed:
            facility["form"] = "dispersed"
        if chance.random() < 0.2:
            facility["functions"] = facility["functions"][: chance.randint(0, 2)]
        for ramp in facility["ramps"]:
            ramp |= {"constrained": chance.random() < 0.5, "gradient": chance.choice((0.08, 0.09, 0.1, 0.11))}
        for part in facility["parts"]:
            if "children" in part and chance.random() < 0.3:
                part["outdoor_play_area"] = part["children"] * 2.5


def of_size(facilities: int) -> bytes:
    """One plan of so many facilities (of 10: of about so many), without missing facts."""
    with shares(0, generate_plans.FAULTY):
        return as_texts(plans(1, 7, facilities))[0]


def as_texts(made: Iterable[dict[str, Any]]) -> list[bytes]:
    """Plans as lines of JSON."""
    return [json.dumps(plan, ensure_ascii=False, separators=(",", ":")).encode() for plan in made]
