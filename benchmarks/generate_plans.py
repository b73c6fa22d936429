"""Plans for the benchmark: seeded, about ten facilities and 4 kB of JSON each, one fact in twenty missing."""

from __future__ import annotations

import json
import random
import sys
from typing import Any

MISSING = 0.05

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


def thinned(
    chance: random.Random, node: dict[str, Any], kept: tuple[str, ...] = ("id", "facilities")
) -> dict[str, Any]:
    """``node`` without some of its facts."""
    return {key: value for key, value in node.items() if key in kept or chance.random() >= MISSING}


def facility(chance: random.Random, index: int) -> dict[str, Any]:
    """One facility with a part and, mostly, a ramp or a door or a toilet."""
    gfa = chance.randint(150, 1200)
    uses = chance.sample(tuple(FUNCTION_OF), chance.choice((1, 1, 2, 3)))
    made: dict[str, Any] = {
        "id": f"f{index}",
        "form": chance.choice(("complex", "dispersed")),
        "gfa": gfa,
        "usable_area": round(gfa * chance.uniform(0.6, 0.8), 1),
        "functions": [{"kind": FUNCTION_OF[use]} for use in uses],
        "build_mode": chance.choice(("new_build", "new_build", "extension", "renovation", "renovation", "conversion")),
        "service_radius": chance.choice((200, 280, 300, 450)),
        "building_height": chance.choice((9.5, 12, 18.3, 26.4)),
        "storeys_above": chance.randint(1, 8),
        "fire_grade": chance.choice(("grade_I", "grade_II", "grade_II", "grade_III")),
        "exits": chance.randint(1, 3),
        "occupants": chance.randint(20, 200),
        "stand_alone": chance.random() < 0.5,
        "approval_on": f"2024-{chance.randint(1, 12):02}-01",
    }
    residential = chance.random() < 0.5
    made["in_residential_building"] = residential
    if residential:
        made |= {"separate_exit": chance.random() < 0.9, "separate_stairs": chance.random() < 0.9}
    made |= {"parts": [thinned(chance, part(chance, use), ("use",)) for use in uses]}
    made["ramps"] = [thinned(chance, ramp(chance))] if chance.random() < 0.3 else []
    made["doors"] = [thinned(chance, door(chance))] if chance.random() < 0.3 else []
    made["toilets"] = [thinned(chance, toilet(chance))] if chance.random() < 0.2 else []
    return thinned(chance, made)


def part(chance: random.Random, use: str) -> dict[str, Any]:
    """One use within a facility."""
    made: dict[str, Any] = {"use": use}
    if use == "elder_day_care":
        made |= {"gfa": chance.randint(200, 500), "below_ground": chance.random() < 0.05}
    if use == "nursery":
        made |= {"highest_storey": chance.randint(1, 4), "children": chance.randint(20, 90)}
        made |= {"outdoor_play_area": chance.randint(60, 300), "below_ground": False}
    return made


def ramp(chance: random.Random) -> dict[str, Any]:
    """One ramp."""
    return {
        "gradient": chance.choice((0.05, 0.08, 0.0833, 0.1)),
        "rise": chance.choice((0.15, 0.3, 0.45)),
        "clear_width": chance.choice((0.9, 1.0, 1.2)),
        "handrails_both_sides": chance.random() < 0.8,
    }


def door(chance: random.Random) -> dict[str, Any]:
    """One door."""
    return {
        "kind": chance.choice(("manual", "manual", "automatic")),
        "clear_width": chance.choice((0.75, 0.8, 0.9, 1.2)),
        "threshold": chance.choice((0, 0.01, 0.015, 0.02)),
        "is_escape_door": chance.random() < 0.5,
    }


def toilet(chance: random.Random) -> dict[str, Any]:
    """One toilet."""
    return {
        "kind": chance.choice(("accessible_room", "ordinary")),
        "turning_diameter": chance.choice((1.4, 1.5, 1.6)),
        "has_call_button": chance.random() < 0.8,
    }


if __name__ == "__main__":
    for made in plans(int(sys.argv[1]) if len(sys.argv) > 1 else 1000):
        print(json.dumps(made, ensure_ascii=False, separators=(",", ":")))
