"""Hypothesis strategies for rules and plans of the toy standard, with facts left open in every way."""

from __future__ import annotations

from typing import Any, NamedTuple

from hypothesis import strategies as st

from support.toy import label, parameter, rule

ORDER = ("at_least", "at_most", "more_than", "less_than", "equals", "not_equals")
WATER, SPECIES = ("fresh", "brackish", "salt"), ("carp", "guppy", "eel")

DECLARED: dict[str, Any] = {
    "params": {
        "some_limit": parameter("number", 2),
        "by_water": parameter(
            "number",
            table=[
                {"when": {"tank.water": "fresh"}, "value": 1},
                {"when": {"tank.water": ["brackish", "salt"], "tank.heated": True}, "value": 2},
                {"when": {"tank.water": ["brackish", "salt"], "tank.heated": False}, "value": 3},
            ],
        ),
        "by_shade": parameter(
            "number",
            table=[
                {"when": {"tank.shade": {"less_than": 1}}, "value": 0},
                {"when": {"tank.shade": {"at_least": 1, "less_than": 3}}, "value": 2},
                {"when": {"tank.shade": {"at_least": 3}}, "undecided": label("left open")},
            ],
        ),
        "right_water": parameter(
            "enum",
            of="water",
            table=[
                {"when": {"tank.heated": True}, "value": "salt"},
                {"when": {"tank.heated": False}, "value": "fresh"},
            ],
        ),
    },
    "sets": {"still": {"of": "water", "values": ["fresh", "brackish"], "label": label("still")}},
    "derived": {
        "panels": {"for": "tank", "quantity": "number", "add": ["shade", "vents"]},
        "open_side": {"for": "tank", "quantity": "number", "subtract": ["vents", "shade"]},
        "leaning": {"for": "tank", "quantity": "number", "multiply": ["tilt", "vents"]},
        "per_power": {"for": "tank", "quantity": "number", "divide": ["vents", "pump.power"]},
        "fewer": {"for": "tank", "quantity": "number", "smallest": ["shade", "vents"]},
        "more": {"for": "tank", "quantity": "number", "largest": ["shade", "tilt"]},
        "steps": {"for": "tank", "quantity": "number", "round_up": "tilt", "to": 2},
        "panels_twice": {"for": "tank", "quantity": "number", "add": ["shade", "shade"]},
        "fish_each": {
            "for": "tank", "quantity": "fish", "divide": [{"sum": "shoals", "of": "size"}, "pump.power"],
        },
        "kind_of_water": {"for": "tank", "quantity": "enum", "of": "water", "lookup": "$right_water"},
    },
}  # fmt: skip
for _name, _entry in DECLARED["derived"].items():
    _entry["label"] = label(_name)


class Leaf(NamedTuple):
    """A leaf condition and the facts that it asks about."""

    facts: frozenset[str]
    condition: dict[str, Any]
    sharp: bool = True
    """Whether its bounds are as narrow as the completions."""


def _leaf(facts: str, condition: dict[str, Any], sharp: bool = True) -> Leaf:
    return Leaf(frozenset(facts.split()), condition, sharp)


orders = st.sampled_from(ORDER)
few = st.integers(-1, 3)


def _enum_tests(name: str, values: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    one = st.sampled_from(values)
    many = st.lists(one, min_size=1, max_size=2, unique=True)
    return st.one_of(
        one.map(lambda v: {name: v}),
        many.map(lambda v: {name: v}),
        one.map(lambda v: {name: {"not_equals": v}}),
        many.map(lambda v: {name: {"not_in": v}}),
    )


@st.composite
def shoal_tests(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A test on a shoal, and the field it asks about."""
    name = draw(st.sampled_from(("species", "size", "young", "age")))
    if name == "species":
        return name, draw(_enum_tests("species", SPECIES))
    if name == "young":
        return name, {"young": draw(st.booleans())}
    if name == "size":
        return name, {"size": {draw(orders): f"{draw(st.integers(0, 3))} fish"}}
    return name, {"age": {draw(orders): draw(st.integers(1, 2))}}


@st.composite
def hoses_for_a_shoal(draw: st.DrawFn) -> dict[str, Any]:
    """Conditions seen from a shoal that compare the hoses beside it with it, item by item."""
    op, size = draw(orders), {draw(orders): draw(st.integers(0, 2))}
    fits = draw(st.sampled_from(({"bore": {op: {"field": "shoal.age"}}}, {"shoal.age": {op: {"field": "bore"}}})))
    if draw(st.booleans()):
        return {draw(st.sampled_from(("each", "some", "none"))): "tank.pump.hoses", "satisfies": fits}
    if draw(st.booleans()):
        return {"count": "tank.pump.hoses", "where": fits, **size}
    return {"sum": "tank.pump.hoses", "of": {"add": ["bore", "shoal.age"]}, "where": fits, **size}


@st.composite
def joined(draw: st.DrawFn) -> dict[str, Any]:
    """Conditions on a tank that compare items of one of its lists with items of another."""
    return {draw(st.sampled_from(("each", "some", "none"))): "shoals", "satisfies": draw(hoses_for_a_shoal())}


@st.composite
def list_leaves(draw: st.DrawFn) -> Leaf:
    """Quantifiers and aggregates over the shoals of a tank."""
    shapes = ("each", "some", "none", "count", "distinct", "sum", "min", "max", "share", "part", "joined")
    shape = draw(st.sampled_from(shapes))
    if shape == "joined":
        return _leaf("shoals pump", draw(joined()), False)
    where = draw(st.none() | shoal_tests())
    if shape in ("each", "some", "none"):
        field, satisfies = draw(shoal_tests())
        body: dict[str, Any] = {shape: "shoals", "satisfies": satisfies}
        once = where is None or where[0] != field
        return _leaf("shoals", {**body, **({"where": where[1]} if where else {})}, once)
    of = {"of": "size"} if shape in ("sum", "min", "max", "part") else {}
    if shape in ("share", "part"):
        where = where or draw(shoal_tests())
    test = {draw(orders): draw(st.integers(0, 2))}
    if shape in ("share", "part"):
        test = {draw(orders): f"{draw(st.sampled_from((0, 30, 50, 100)))} %"}
    elif of:
        test = {draw(orders): f"{draw(st.integers(0, 5))} fish"}
    op = {"distinct": "count", "part": "share"}.get(shape, shape)
    body = {op: "shoals", **of, **test}
    if shape == "distinct":
        body["distinct"] = "species"
    if where:
        body["where"] = where[1]
    once = where is None or where[0] != ("species" if shape == "distinct" else "size")
    steps = shape == "sum" and where is not None and not {"equals", "not_equals"}.isdisjoint(test)
    return _leaf("shoals", body, shape == "count" or (shape == "sum" and once and not steps))


@st.composite
def leaves(draw: st.DrawFn) -> Leaf:
    """Any leaf condition on a tank."""
    shape = draw(st.sampled_from((
        "flag", "water", "number", "fields", "enums", "present", "limit", "table", "band", "set", "sum", "other",
        "list", "list", "list", "lids", "hoses", "above", "lookup",
    )))  # fmt: skip
    n, op = draw(few), draw(orders)
    if shape == "flag":
        name = draw(st.sampled_from(("heated", "lit")))
        return _leaf(name, {name: draw(st.booleans())})
    if shape == "water":
        return _leaf("water", draw(_enum_tests("water", WATER)))
    if shape == "number":
        name, unit = draw(st.sampled_from((("shade", ""), ("depth", " m"), ("tilt", ""), ("pump.power", ""))))
        return _leaf(name, {name: {op: f"{n}{unit}" if unit else n}})
    if shape == "fields":
        return _leaf("shade vents", {"shade": {op: {"field": "vents"}}})
    if shape == "enums":
        return _leaf("water shown_as", {"water": {draw(st.sampled_from(ORDER[4:])): {"field": "shown_as"}}})
    if shape == "present":
        name = draw(st.sampled_from(("shade", "water", "tilt")))
        return _leaf(name, {name: {"present": draw(st.booleans())}})
    if shape == "limit":
        return _leaf("tilt", {"tilt": {op: "$some_limit"}})
    if shape == "table":
        return _leaf("shade water heated", {"shade": {op: "$by_water"}}, False)
    if shape == "band":
        return _leaf("shade vents", {"vents": {op: "$by_shade"}}, False)
    if shape == "lookup":
        if draw(st.booleans()):
            return _leaf("heated", {"$kind_of_water": {draw(st.sampled_from(ORDER[4:])): draw(st.sampled_from(WATER))}})
        return _leaf("water heated", {"water": {draw(st.sampled_from(ORDER[4:])): "$right_water"}})
    if shape == "set":
        return _leaf("water", {"water": {draw(st.sampled_from(("in", "not_in"))): "$still"}})
    if shape == "sum":
        name, facts = draw(st.sampled_from((("panels", "shade vents"), ("open_side", "shade vents"))))
        return _leaf(facts, {f"${name}": {op: n}})
    if shape == "other":
        names = ("leaning", "per_power", "fewer", "more", "steps", "panels_twice", "fish_each")
        name = draw(st.sampled_from(names))
        unit = " fish" if name == "fish_each" else ""
        return _leaf("shade vents tilt pump.power shoals", {f"${name}": {op: f"{n}{unit}" if unit else n}}, False)
    if shape == "lids":
        quantifier = draw(st.sampled_from(("each", "some", "none")))
        return _leaf("lids", {quantifier: "lids", "satisfies": {"it": draw(st.sampled_from(("glass", "mesh")))}})
    if shape == "hoses":
        return _leaf("pump", {"count": "pump.hoses", "where": {"bore": {op: 1}}, draw(orders): draw(st.integers(0, 2))},
                     False)  # fmt: skip
    if shape == "above":
        return _leaf("keepers", {"aquarium.keepers": {op: f"{n} keeper"}})
    return draw(list_leaves())


class Pool:
    """Facts that may still be asked about, where each is to be asked once."""

    def __init__(self, once: bool) -> None:
        self.once = once
        self.taken: set[str] = set()
        self.sharp = True

    def leaf(self, draw: st.DrawFn) -> dict[str, Any] | None:
        """A leaf on facts not yet taken."""
        leaf = draw(leaves())
        if self.once and (leaf.facts & self.taken or not leaf.sharp):
            return None
        self.taken |= leaf.facts
        return leaf.condition


TRIVIAL = {"vents": {"at_least": 0}}


def condition(draw: st.DrawFn, pool: Pool, depth: int) -> dict[str, Any]:
    """A condition on a tank, of at most some depth."""
    shape = draw(st.sampled_from(("leaf", "leaf", "all", "any", "not", "k_of", "one_of", "if"))) if depth else "leaf"
    if shape == "leaf":
        for _ in range(4):
            found = pool.leaf(draw)
            if found is not None:
                return found
        return {"rest": {"less_than": "0 h"}}  # never asked elsewhere, stated in every plan
    if shape == "not":
        return {"not": condition(draw, pool, depth - 1)}
    if shape == "if":
        made = {"if": condition(draw, pool, depth - 1), "then": condition(draw, pool, depth - 1)}
        return {**made, "else": condition(draw, pool, depth - 1)} if draw(st.booleans()) else made
    parts = [condition(draw, pool, depth - 1) for _ in range(draw(st.integers(1, 3)))]
    if shape == "one_of":
        return {"one_of": [{"label": label(str(at)), "require": part} for at, part in enumerate(parts)]}
    if shape == "k_of":
        return {"k_of": parts, "k": draw(st.integers(1, len(parts)))}
    return {shape: parts}


@st.composite
def conditions(draw: st.DrawFn, depth: int = 2, once: bool = False) -> dict[str, Any]:
    """Conditions on a tank."""
    return condition(draw, Pool(once), depth)


@st.composite
def rules(draw: st.DrawFn, once: bool = False, depth: int = 2) -> dict[str, Any]:
    """Rules for tanks; ``once``: no fact is asked about twice and every leaf is sharp."""
    pool = Pool(once)
    parts: dict[str, Any] = {"require": condition(draw, pool, depth)}
    if draw(st.booleans()):
        parts["applies"] = condition(draw, pool, min(depth, 1))
    parts["exceptions"] = [
        {
            "id": f"e{at}",
            "title": label(f"e{at}"),
            "when": condition(draw, pool, 0),
            "require": condition(draw, pool, min(depth, 1)),
        }
        for at in range(draw(st.sampled_from((0, 0, 1, 2))))
    ]
    return rule(**parts)


def rule_file(*rules_: dict[str, Any]) -> dict[str, Any]:
    """A rule file with the parameters and quantities that generated rules use."""
    return {**DECLARED, "rules": list(rules_)}


# -- plans ---------------------------------------------------------------------------------------------------


def _open(values: st.SearchStrategy[Any], none: bool) -> st.SearchStrategy[Any]:
    marks = [None, None, "n/a"] + (["none"] if none else [])
    return st.one_of(values, values, st.sampled_from(marks))


flags = _open(st.booleans(), False)
shoals = st.fixed_dictionaries(
    {
        "species": _open(st.sampled_from(SPECIES), True),
        "size": _open(st.integers(0, 3), True),
        "young": flags,
        "age": _open(st.integers(1, 2), False),
    }
)


def _lists(items: st.SearchStrategy[Any], most: int, incomplete: bool) -> st.SearchStrategy[Any]:
    some = st.lists(items, max_size=most)
    ways = [some, some, st.sampled_from([None, "none", "n/a"])]
    if incomplete:
        ways.append(some.map(lambda found: {"incomplete": True, "items": found}))
    return st.one_of(ways)


pumps = st.fixed_dictionaries(
    {
        "power": _open(st.integers(1, 3), False),
        "hoses": _lists(st.fixed_dictionaries({"bore": _open(st.integers(1, 2), False)}), 2, False),
    }
)
tanks = st.fixed_dictionaries(
    {
        "water": _open(st.sampled_from(WATER), True),
        "shown_as": _open(st.sampled_from(WATER), True),
        "heated": flags,
        "lit": flags,
        "depth": _open(st.integers(1, 4), False),
        "shade": _open(st.integers(0, 3), True),
        "vents": _open(st.integers(0, 3), True),
        "tilt": _open(st.integers(-2, 2), True),
        "rest": st.just(1),
        "lids": _lists(st.sampled_from(("glass", "mesh")), 2, True),
        "pump": _open(pumps, True),
        "shoals": _lists(shoals, 2, True),
    }
)


@st.composite
def plans(draw: st.DrawFn, most_tanks: int = 1) -> dict[str, Any]:
    """Plans with tanks (one, unless more are wanted) of which some facts are open."""
    found = draw(st.lists(tanks, min_size=1, max_size=most_tanks))
    return {"keepers": draw(_open(st.integers(0, 3), True)), "tanks": found}
