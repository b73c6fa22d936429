"""JSON Schema 2020-12, run by jsonschema-rs: a definition a rule, each asked of the objects of its kind.

A definition that asserts something of a fact passes where the fact is missing. ``required`` stands where its lack would
say more than that: in ``if``, in ``contains``, and in the alternatives that excuse from a limit.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import orjson

from others.answers import Engine, Fail, list_of

Schema = dict[str, Any]

KINDS = (
    "elderly_care",
    "infant_care",
    "child_afterschool",
    "community_meals",
    "home_convenience",
    "health",
    "sports_fitness",
    "culture_leisure",
    "child_play",
)
CORE = KINDS[:4]
GRADES = ["grade_I", "grade_II"]


def has(**facts: Schema) -> Schema:
    """Each of the facts is stated and as described."""
    return {"properties": facts, "required": list(facts)}


def fits(**facts: Schema) -> Schema:
    """Each of the facts, if it is stated, is as described."""
    return {"properties": facts}


def when(condition: Schema, then: Schema) -> Schema:
    """What must hold where the condition does."""
    return {"if": condition, "then": then}


def either(*schemas: Schema) -> Schema:
    """One of several alternatives."""
    return {"anyOf": list(schemas)}


def every(*schemas: Schema) -> Schema:
    """All of several schemas."""
    return {"allOf": list(schemas)}


def some(item: Schema) -> Schema:
    """A list with such an item."""
    return {"contains": item}


def least(limit: float) -> Schema:
    """Not less than the limit."""
    return {"minimum": limit}


def most(limit: float) -> Schema:
    """Not more than the limit."""
    return {"maximum": limit}


def among(*values: str) -> Schema:
    """One of the values."""
    return {"enum": list(values)}


YES, NO = {"const": True}, {"const": False}
COMPLEX = has(form={"const": "complex"})


def distinct(values: tuple[str, ...], at_least: int) -> Schema:
    """At least so many different kinds among the values: whichever one fewer are left out, there is another."""
    return every(
        *(
            some(has(kind=among(*(value for value in values if value not in without))))
            for without in combinations(values, at_least - 1)
        )
    )


def doors(kind: str, width: float) -> Schema:
    """Doors of a kind are so wide."""
    return fits(doors={"items": when(has(kind={"const": kind}), fits(clear_width=least(width)))})


RULES: dict[str, Schema] = {
    "community.complex": fits(facilities=some(COMPLEX)),
    "community.mode": when(has(households=least(500)), fits(mode=among("complex", "mixed"))),
    "complex.area": when(COMPLEX, fits(gfa=least(600))),
    "complex.area-advisable": when(COMPLEX, fits(gfa=least(800))),
    "complex.functions": when(COMPLEX, fits(functions=distinct(KINDS, 3))),
    "complex.core": when(COMPLEX, fits(functions=distinct(CORE, 2))),
    "facility.radius": fits(service_radius=most(300)),
    "facility.height": either(
        fits(building_height=most(24)),
        has(stand_alone=YES, fire_grade=among(*GRADES), building_height=most(32)),
    ),
    "facility.fire-grade": fits(fire_grade=among(*GRADES)),
    "facility.exits": either(fits(exits=least(2)), has(occupants=most(50), storeys_above=most(3), exits=least(1))),
    "facility.separate": when(has(in_residential_building=YES), fits(separate_exit=YES, separate_stairs=YES)),
    "facility.storeys": when(has(stand_alone=YES), fits(storeys_above=most(6))),
    "facility.occupants": fits(occupants=most(150)),
    "facility.area-by-mode": every(
        when(has(build_mode={"const": "new_build"}, form={"const": "complex"}), fits(gfa=least(700))),
        when(has(build_mode={"const": "new_build"}, form={"const": "dispersed"}), fits(gfa=least(200))),
        when(has(build_mode=among("extension", "renovation")), fits(gfa=least(150))),
    ),
    "ramp.gradient": either(
        fits(gradient=most(1 / 12)),
        has(constrained=YES, rise=most(0.2), gradient=most(1 / 10)),
    ),
    "ramp.width": fits(clear_width=least(1)),
    "ramp.rails": when(has(rise={"exclusiveMinimum": 0.3}), fits(handrails_both_sides=YES)),
    "door.width": every(
        when(has(build_mode=among("new_build", "extension")), doors("manual", 0.9)),
        when(has(build_mode=among("renovation", "conversion")), doors("manual", 0.8)),
        doors("automatic", 1),
    ),
    "door.threshold": fits(threshold=most(0.015)),
    "door.escape": when(has(is_escape_door=YES), fits(clear_width=least(1.2))),
    "part.nursery-storey": when(has(use={"const": "nursery"}), fits(highest_storey=most(3))),
    "part.day-care-area": when(has(use={"const": "elder_day_care"}), fits(gfa=least(350))),
    "part.below-ground": when(has(use=among("nursery", "elder_day_care", "kindergarten")), fits(below_ground=NO)),
    "part.uses-known": {"required": ["use"]},
    "toilet.turning": fits(turning_diameter=least(1.5)),
    "toilet.call": when(has(kind={"const": "accessible_room"}), fits(has_call_button=YES)),
}

CANNOT = {
    "community.area": "no sums over a list, no division of one fact by another",
    "facility.approval": "no comparison of two facts, least of all with one of an enclosing object; no order of dates",
    "facility.usable-share": "no division of one fact by another",
    "part.play-area": "no division of one fact by another",
}

ROUNDABOUT = {
    "complex.functions": "no distinct values: each of the 36 pairs of kinds is written out, and a third one asked for",
    "complex.core": "no distinct values: each of the 4 kinds is written out, and another one asked for",
    "door.width": "no view of the enclosing object: asked of the facility, once a build mode, about the doors in it",
}

ASKED_OF = {"complex": "facility", "door.width": "facility"}
"""Rules, or first words of rules, that are not asked of the kind that they are named after."""


def asked(kind: str, **inner: Schema) -> Schema:
    """The items of a list: the rules for that kind, and what is asked of lists in the items."""
    rules = [{"$ref": f"#/$defs/{rule}"} for rule in RULES if _asked_of(rule) == kind]
    return {"items": {"allOf": rules, **fits(**inner)}}


def _asked_of(rule: str) -> str:
    first = rule.partition(".")[0]
    return ASKED_OF.get(rule) or ASKED_OF.get(first) or first


def schema() -> Schema:
    """The whole schema."""
    lists = {f"{kind}s": asked(kind) for kind in ("part", "ramp", "door", "toilet")}
    communities = asked("community", facilities=asked("facility", **lists))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": RULES,
        **fits(city=fits(communities=communities)),
    }


def engine() -> Engine:
    """The engine with its rules compiled. Raises ``ImportError`` where jsonschema-rs is not installed."""
    from jsonschema_rs import Draft202012Validator

    validator = Draft202012Validator(schema())

    def fails(text: bytes) -> list[Fail]:
        errors = validator.iter_errors(orjson.loads(text))
        return list(dict.fromkeys(_fail(error.schema_path, error.instance_path) for error in errors))

    return Engine("JSON Schema (jsonschema-rs)", "jsonschema-rs", fails, CANNOT, ROUNDABOUT)


def _fail(schema_path: list[Any], instance_path: list[Any]) -> Fail:
    """The definition that an error came from, and the object that it was asked of."""
    rule = str(schema_path[1])
    depth = 7 if list_of(rule) else 3 if rule.startswith("community.") else 5
    return rule, "".join(f"/{step}" for step in instance_path[:depth])
