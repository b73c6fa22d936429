"""Plans for the benchmark: seeded, about ten facilities and 4 kB of JSON each, one fact in twenty missing."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MISSING = 0.05
FAULTY = 0.03
"""Share of facts that are left out, and of values that break a rule."""

FUNCTION_OF = {
    "nursery": "infant_care",
    "elder_day_care": "elderly_care",
    "canteen": "community_meals",
    "health_station": "health",
    "gym": "sports_fitness",
    "culture_station": "culture_leisure",
}
"""A use, and the function that it serves: each function of a facility has its part."""


def plans(number: int, seed: int = 1, facilities: int = 10) -> list[dict[str, Any]]:
    """``number`` plans, each of about ``facilities`` facilities."""
    chance = random.Random(seed)
    return [plan(chance, at, facilities) for at in range(number)]


def plan(chance: random.Random, at: int, facilities: int) -> dict[str, Any]:
    """One plan with one community."""
    number = facilities if facilities != 10 else chance.randint(8, 12)
    community = {
        "id": "c1",
        "name": "梧桐里社区",
        "households": chance.randint(400, 4000),
        "mode": chance.choice(("complex", "dispersed", "mixed")),
        "facilities": [facility(chance, index) for index in range(number)],
    }
    return {
        "id": f"p{at}",
        "title": f"方案{at}",
        "submitted_on": f"2025-{chance.randint(1, 12):02}-15",
        "city": {"code": "210200", "communities": [thinned(chance, community)]},
    }


def varied(folder: Path, number: int, seed: int = 1) -> Iterator[bytes]:
    """Lines of JSON: the plans in a folder in turn, each with some of its facts left out."""
    from standardcheck.source import read_file

    chance = random.Random(seed)
    examples = [read_file(file).data for file in sorted(folder.iterdir())]
    for at in range(number):
        yield json.dumps(_thinned_through(chance, examples[at % len(examples)]), ensure_ascii=False).encode()


def _thinned_through(chance: random.Random, node: Any) -> Any:
    """Data with facts left out at every depth: never lists, ids, or what a rule set is chosen by."""
    if isinstance(node, list):
        return [_thinned_through(chance, item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = ("id", "code", "submitted_on", *(key for key, value in node.items() if isinstance(value, dict | list)))
    return {key: _thinned_through(chance, value) for key, value in thinned(chance, node, kept).items()}


def thinned(
    chance: random.Random, node: dict[str, Any], kept: tuple[str, ...] = ("id", "facilities")
) -> dict[str, Any]:
    """``node`` without some of its facts."""
    return {key: value for key, value in node.items() if key in kept or chance.random() >= MISSING}


def mostly(chance: random.Random, usual: Any, rare: Any) -> Any:
    """One of the usual values, but now and then one that breaks a rule."""
    return chance.choice(rare) if chance.random() < FAULTY else chance.choice(usual)


def facility(chance: random.Random, index: int) -> dict[str, Any]:
    """One facility with its parts and, mostly, a ramp or a door or a toilet."""
    form = chance.choice(("complex", "dispersed", "dispersed"))
    uses = chance.sample(tuple(FUNCTION_OF), 3 if form == "complex" else 1)
    if form == "complex" and not {"nursery", "elder_day_care", "canteen"} & set(uses[1:]):
        uses[:2] = ["nursery", "canteen"]
    gfa = chance.randint(820, 1500) if form == "complex" else chance.randint(210, 600)
    gfa = mostly(chance, (gfa,), (gfa // 2,))
    made: dict[str, Any] = {
        "id": f"f{index}",
        "form": form,
        "gfa": gfa,
        "usable_area": round(gfa * mostly(chance, (0.68, 0.72, 0.75), (0.6,)), 1),
        "functions": [{"kind": FUNCTION_OF[use]} for use in uses],
        "build_mode": chance.choice(("new_build", "new_build", "extension", "renovation", "renovation")),
        "service_radius": mostly(chance, (200, 280, 300), (450,)),
        "building_height": mostly(chance, (9.5, 12, 18.3), (26.4,)),
        "storeys_above": mostly(chance, (1, 2, 3, 5, 6), (8,)),
        "fire_grade": mostly(chance, ("grade_I", "grade_II"), ("grade_III",)),
        "exits": mostly(chance, (2, 2, 3), (1,)),
        "occupants": mostly(chance, (30, 60, 90, 140), (200,)),
        "stand_alone": chance.random() < 0.5,
        "approval_on": f"2024-{chance.randint(1, 12):02}-01",
    }
    residential = chance.random() < 0.5
    made["in_residential_building"] = residential
    if residential:
        made |= {
            "stand_alone": False,
            "separate_exit": mostly(chance, (True,), (False,)),
            "separate_stairs": mostly(chance, (True,), (False,)),
        }
    made |= {"parts": [thinned(chance, part(chance, use, gfa, made["storeys_above"]), ("use",)) for use in uses]}
    made["ramps"] = [thinned(chance, ramp(chance))] if chance.random() < 0.3 else []
    made["doors"] = [thinned(chance, door(chance))] if chance.random() < 0.3 else []
    made["toilets"] = [thinned(chance, toilet(chance))] if chance.random() < 0.2 else []
    return thinned(chance, made)


def part(chance: random.Random, use: str, gfa: int, storeys: int) -> dict[str, Any]:
    """One use within a facility of an area and a number of storeys, which it does not exceed."""
    made: dict[str, Any] = {"use": use}
    if use == "elder_day_care":
        area = min(mostly(chance, (350, 400, 500), (300,)), gfa)
        made |= {"gfa": area, "below_ground": mostly(chance, (False,), (True,))}
    if use == "nursery":
        children = chance.randint(20, 90)
        made |= {"highest_storey": min(mostly(chance, (1, 2, 3), (4,)), storeys), "children": children}
        share = mostly(chance, (3, 3.15, 3.3, 3.6, 4), (1.5,))
        made |= {"outdoor_play_area": round(children * share, 1), "below_ground": False}
    return made


def ramp(chance: random.Random) -> dict[str, Any]:
    """One ramp."""
    return {
        "gradient": mostly(chance, (0.05, 0.08, 0.0833), (0.11,)),
        "rise": chance.choice((0.15, 0.3, 0.45)),
        "clear_width": mostly(chance, (1.0, 1.2), (0.9,)),
        "handrails_both_sides": mostly(chance, (True,), (False,)),
    }


def door(chance: random.Random) -> dict[str, Any]:
    """One door."""
    return {
        "kind": chance.choice(("manual", "manual", "automatic")),
        "clear_width": mostly(chance, (1.2, 1.3), (0.75,)),
        "threshold": mostly(chance, (0, 0.01, 0.015), (0.02,)),
        "is_escape_door": chance.random() < 0.5,
    }


def toilet(chance: random.Random) -> dict[str, Any]:
    """One toilet."""
    return {
        "kind": chance.choice(("accessible_room", "ordinary")),
        "turning_diameter": mostly(chance, (1.5, 1.6), (1.4,)),
        "has_call_button": mostly(chance, (True,), (False,)),
    }


if __name__ == "__main__":
    for made in plans(int(sys.argv[1]) if len(sys.argv) > 1 else 1000):
        print(json.dumps(made, ensure_ascii=False, separators=(",", ":")))
