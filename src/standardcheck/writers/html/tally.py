"""What several plans have in common: counts by rule and by place, and how far values lie from their limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from standardcheck.writers.html.bars import is_number
from standardcheck.writers.html.view import document_of
from standardcheck.writers.html.words import Text

Data = dict[str, Any]

BANDS = (-50.0, -20.0, -10.0, -5.0, 0.0, 5.0, 10.0, 20.0, 50.0)
"""Margins in per cent of the limit at which the distribution is cut; exactly at the limit is a band of its own."""


class RuleTally(NamedTuple):
    """What came out for one rule over all plans."""

    rule: str
    title: Text
    clause: Data
    document: Data
    severity: str
    outcomes: Counter[str]
    failing: set[int]
    """Plans in which it fails and nobody settled it."""


class PlaceTally(NamedTuple):
    """What came out for the plans of one place."""

    name: Text | None
    verdicts: Counter[str]
    failing: int


class Band(NamedTuple):
    """Margins from ``low`` to ``high`` in per cent; both 0: exactly at the limit."""

    low: float | None
    high: float | None
    number: int


def by_rule(plans: list[Data]) -> list[RuleTally]:
    """Every rule that the listed findings come from: what fails in most plans first, then what is open most often."""
    found: dict[str, RuleTally] = {}
    for number, plan in enumerate(plans):
        for finding in plan["findings"]:
            tally = found.get(finding["rule"]) or _new(found, finding, plan)
            tally.outcomes[finding["outcome"]] += 1
            if finding["outcome"] == "fail" and finding["disposition"] == "open":
                tally.failing.add(number)
    return sorted(found.values(), key=lambda t: (-len(t.failing), -t.outcomes["fail"], -t.outcomes["unknown"]))


def _new(found: dict[str, RuleTally], finding: Data, plan: Data) -> RuleTally:
    document = document_of(plan, finding["clause"]["document"])
    tally = RuleTally(
        finding["rule"], finding["title"], finding["clause"], document, finding["severity"], Counter(), set()
    )
    found[finding["rule"]] = tally
    return tally


def place_of(plan: Data) -> Text | None:
    """The place that a plan is for, as the report says; else the most local pack that it was checked against."""
    place = plan.get("place")
    if place is not None:
        name = place["label"]
        return {lang: f"{place['code']} {text}".strip() for lang, text in name.items()}
    return None if len(plan["packs"]) < 2 else plan["packs"][-1]["title"]


def by_place(plans: list[Data]) -> list[PlaceTally]:
    """The plans by place, in order of code; those without one last."""
    found: dict[str, PlaceTally] = {}
    for plan in plans:
        name = place_of(plan)
        key = name["en"] if name else "\U0010ffff"
        tally = found.setdefault(key, PlaceTally(name, Counter(), 0))
        tally.verdicts[plan["verdict"]] += 1
        found[key] = tally._replace(failing=tally.failing + plan["counts"]["by_severity"]["violation"]["fail"])
    return [found[key] for key in sorted(found)]


def bands(plans: Iterable[Data]) -> list[Band]:
    """How many comparisons lie how far from their limits: passes and failures, each comparison once."""
    counted: Counter[int] = Counter()
    exact = 0
    for margin in _margins(plans):
        if margin == 0:
            exact += 1
        else:
            counted[sum(1 for cut in BANDS if margin > cut or (margin == cut and cut > 0))] += 1
    edges = [None, *BANDS, None]
    made = [Band(edges[at], edges[at + 1], counted[at]) for at in range(len(edges) - 1)]
    centre = BANDS.index(0.0) + 1
    return [*made[:centre], Band(0.0, 0.0, exact), *made[centre:]]


def _margins(plans: Iterable[Data]) -> Iterator[float]:
    for plan in plans:
        for finding in plan["findings"]:
            if finding["outcome"] not in ("pass", "fail"):
                continue
            for leaf in finding["evidence"]:
                margin, limit = leaf.get("margin", {}).get("value"), leaf["required"].get("value")
                if leaf["part"] == "requires" and is_number(margin) and is_number(limit) and limit != 0:
                    yield margin / abs(limit) * 100
