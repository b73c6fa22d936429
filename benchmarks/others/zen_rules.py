"""GoRules ZEN: one expression node, an expression a rule, each mapped over the objects of its kind.

What an expression says is whether an object fails. ZEN stops the whole plan where a missing fact is compared by size
or computed with. ``guarded`` adds the checks for null that keep it going: what is missing is then neither too small nor
too large. What does not stop it (``==``, ``in``, ``d()``) is left as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from others.answers import Engine, Fail, list_of, pointer

KINDS = (
    "['elderly_care', 'infant_care', 'child_afterschool', 'community_meals', 'home_convenience', 'health', "
    "'sports_fitness', 'culture_leisure', 'child_play']"
)
CORE = "['elderly_care', 'infant_care', 'child_afterschool', 'community_meals']"
CARE = "['nursery', 'elder_day_care', 'kindergarten']"
GRADES = "['grade_I', 'grade_II']"

FAILS = {
    "community.area": "sum(map(filter(c.facilities as x, x.form == 'complex'), #.gfa)) < 0.3 * c.households",
    "community.complex": "count(c.facilities as x, x.form == 'complex') < 1",
    "community.mode": "c.households >= 500 and c.mode not in ['complex', 'mixed']",
    "complex.area": "f.form == 'complex' and f.gfa < 600",
    "complex.area-advisable": "f.form == 'complex' and f.gfa < 800",
    "complex.functions": f"f.form == 'complex' and count({KINDS} as k, some(f.functions as x, x.kind == k)) < 3",
    "complex.core": f"f.form == 'complex' and count({CORE} as k, some(f.functions as x, x.kind == k)) < 2",
    "facility.radius": "f.service_radius > 300",
    "facility.height": (
        f"f.building_height > 24"
        f" and not (f.stand_alone == true and f.fire_grade in {GRADES} and f.building_height <= 32)"
    ),
    "facility.fire-grade": f"f.fire_grade not in {GRADES}",
    "facility.exits": "f.exits < 2 and not (f.occupants <= 50 and f.storeys_above <= 3 and f.exits >= 1)",
    "facility.separate": (
        "f.in_residential_building == true and not (f.separate_exit == true and f.separate_stairs == true)"
    ),
    "facility.storeys": "f.stand_alone == true and f.storeys_above > 6",
    "facility.approval": "d(f.approval_on) > d(submitted_on)",
    "facility.usable-share": "f.usable_area / f.gfa < 0.65",
    "facility.occupants": "f.occupants > 150",
    "facility.area-by-mode": (
        "(f.build_mode == 'new_build' and f.form == 'complex' and f.gfa < 700)"
        " or (f.build_mode == 'new_build' and f.form == 'dispersed' and f.gfa < 200)"
        " or (f.build_mode in ['extension', 'renovation'] and f.gfa < 150)"
    ),
    "ramp.gradient": "x.gradient > 1 / 12 and not (x.constrained == true and x.rise <= 0.2 and x.gradient <= 1 / 10)",
    "ramp.width": "x.clear_width < 1",
    "ramp.rails": "x.rise > 0.3 and x.handrails_both_sides != true",
    "door.width": (
        "(x.kind == 'manual' and f.build_mode in ['new_build', 'extension'] and x.clear_width < 0.9)"
        " or (x.kind == 'manual' and f.build_mode in ['renovation', 'conversion'] and x.clear_width < 0.8)"
        " or (x.kind == 'automatic' and x.clear_width < 1)"
    ),
    "door.threshold": "x.threshold > 0.015",
    "door.escape": "x.is_escape_door == true and x.clear_width < 1.2",
    "part.nursery-storey": "x.use == 'nursery' and x.highest_storey > 3",
    "part.play-area": (
        "x.use == 'nursery' and x.outdoor_play_area / x.children < 3"
        " and not (f.build_mode in ['renovation', 'conversion'] and x.outdoor_play_area / x.children >= 2)"
    ),
    "part.day-care-area": "x.use == 'elder_day_care' and x.gfa < 350",
    "part.below-ground": f"x.use in {CARE} and x.below_ground == true",
    "part.uses-known": "x.use == null",
    "toilet.turning": "x.turning_diameter < 1.5",
    "toilet.call": "x.kind == 'accessible_room' and x.has_call_button != true",
}
"""When an object fails: ``c`` is the community, ``f`` the facility, ``x`` an item of a list in it."""

COMPARISON = re.compile(r"([cfx]\.\w+)(?: / ([cfx]\.\w+))? (?:<=|>=|<|>) [\d.]+(?: / \d+)?")

GUARDED = {
    "community.area": (
        "c.households != null"
        " and sum(map(filter(c.facilities as x, x.form == 'complex'), #.gfa ?? 0)) < 0.3 * c.households"
    ),
    "complex.functions": f"f.functions != null and {FAILS['complex.functions']}",
    "complex.core": f"f.functions != null and {FAILS['complex.core']}",
}
"""Where the checks for null are not those of a comparison."""

ROUNDABOUT = {
    "complex.functions": "no distinct values: every kind is written out and looked for",
    "complex.core": "no distinct values: every kind is written out and looked for",
    "facility.approval": "days do not compare as text; d() makes dates of them, and of a missing one an invalid date",
}


def guarded(rule: str, condition: str) -> str:
    """A condition in which every comparison first asks whether its facts are there."""
    if rule in GUARDED:
        return GUARDED[rule]
    return COMPARISON.sub(lambda found: _checked(found.group(0), found.groups()), condition)


def _checked(comparison: str, facts: tuple[str | None, ...]) -> str:
    there = "".join(f"{fact} != null and " for fact in facts if fact)
    return f"({there}{comparison})"


def expression(rule: str, condition: str, items: str) -> str:
    """The condition for every object of the rule's kind: a list a community, of lists a facility."""
    if rule.startswith("community."):
        return f"map(city.communities as c, {condition})"
    inner = f"map({items} as x, {condition})" if list_of(rule) else condition
    return f"map(city.communities as c, map(c.facilities as f, {inner}))"


def decision(guard: bool) -> str:
    """The rules as a JSON decision model: what comes in, one node of expressions, what goes out."""
    expressions = []
    for rule, condition in FAILS.items():
        items = f"f.{list_of(rule)}"
        text = (
            expression(rule, guarded(rule, condition), f"({items} ?? [])")
            if guard
            else expression(rule, condition, items)
        )
        expressions.append({"id": rule, "key": rule.replace(".", "/"), "value": text})
    return json.dumps({"nodes": _nodes(expressions), "edges": _edges("in", "rules", "out")})


def _nodes(expressions: list[dict[str, str]]) -> list[dict[str, Any]]:
    place = {"position": {"x": 0, "y": 0}}
    return [
        {"id": "in", "name": "in", "type": "inputNode", **place},
        {"id": "rules", "name": "rules", "type": "expressionNode", "content": {"expressions": expressions}, **place},
        {"id": "out", "name": "out", "type": "outputNode", **place},
    ]


def _edges(*nodes: str) -> list[dict[str, str]]:
    return [
        {"id": f"{one}-{other}", "type": "edge", "sourceId": one, "targetId": other} for one, other in pairwise(nodes)
    ]


def engine(guard: bool = False) -> Engine:
    """The engine with its rules compiled. Raises ``ImportError`` where zen-engine is not installed."""
    import zen

    ready = zen.ZenEngine().create_decision(zen.ZenDecisionContent(decision(guard)))
    ready.validate()

    def fails(text: bytes) -> list[Fail]:
        result = ready.evaluate(text)["result"]
        return [found for rule in FAILS for found in _found(rule, result[rule.replace(".", "/")])]

    return Engine("ZEN, guarded" if guard else "ZEN", "zen-engine", fails, {}, ROUNDABOUT)


def _found(rule: str, failing: list[Any]) -> Iterator[Fail]:
    """The places at which the answer is true."""
    inner = list_of(rule)
    for at, community in enumerate(failing):
        if community is True:
            yield rule, pointer(at)
        elif community is not False:
            for index, facility in enumerate(community):
                if facility is True:
                    yield rule, pointer(at, index)
                elif facility and True in facility:
                    yield from ((rule, pointer(at, index, inner, k)) for k, item in enumerate(facility) if item)
