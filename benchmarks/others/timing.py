"""How long engines take for the same plans, in turn with us."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

from others.answers import Engine
from others.comparing import our_judge
from run import in_turn, say

Judge = Callable[[bytes], Any]

AT_LEAST = 200
"""So many facilities are judged in one measurement, for small plans to be measurable."""


def over(judge: Judge, texts: Sequence[bytes]) -> Callable[[], None]:
    """Judge every text."""

    def work() -> None:
        for text in texts:
            judge(text)

    return work


def ratios(engines: Sequence[Engine], texts: Sequence[bytes]) -> dict[str, float]:
    """How many times our time each engine takes for the texts, by its name: the median of five pairs."""
    ours, *theirs = in_turn(over(our_judge(), texts), *(over(engine.fails, texts) for engine in engines))
    found = {}
    for engine, times in zip(engines, theirs, strict=True):
        say(f"  {engine.name}", ours, times, "", len(texts))
        found[engine.name] = median(b / a for a, b in zip(ours, times, strict=True))
    return found


def growth(judges: Sequence[Judge], texts: Sequence[bytes]) -> dict[int, list[float]]:
    """Each judge's seconds for one plan, by its number of facilities."""
    found = {}
    for text in texts:
        repeat = max(1, AT_LEAST // facilities(text))
        columns = in_turn(*(over(judge, [text] * repeat) for judge in judges))
        found[facilities(text)] = [median(column) / repeat for column in columns]
    return found


def exponents(seconds: dict[int, list[float]]) -> list[float]:
    """By which power of the number of facilities each judge's time grows, from the smallest to the largest size."""
    least, most = min(seconds), max(seconds)
    pairs = zip(seconds[least], seconds[most], strict=True)
    return [math.log(large / small) / math.log(most / least) for small, large in pairs]


def facilities(text: bytes) -> int:
    """The number of facilities of a plan."""
    return sum(len(community["facilities"]) for community in json.loads(text)["city"]["communities"])
