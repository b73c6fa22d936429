"""Facts of several objects that do not fit: every tie, all ways of reading, and what rules make of it."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan.test_bonds import CONFORM, VOCABULARY
from standardcheck.api import check, load_ruleset, read_plan
from standardcheck.compiler.library import RuleSet
from standardcheck.errors import Fault, InvalidVocabulary
from standardcheck.plan.fast_conform import FastConform
from standardcheck.plan.typed import TypedReader
from standardcheck.vocabulary import store
from standardcheck.vocabulary.load import load_vocabulary
from support.toy import SCHEMA as TOY

FAST = FastConform(CONFORM)
TYPED = TypedReader(FAST)
TIES = [(kind.name, tie) for kind in VOCABULARY.kinds.values() for tie in kind.ties]


def plan_of(**facility: Any) -> dict[str, Any]:
    """A plan with one facility."""
    return {"city": {"communities": [{"id": "c", "facilities": [{"id": "f", **facility}]}]}}


def in_part(**part: Any) -> dict[str, Any]:
    """A plan with one part."""
    return plan_of(parts=[{"id": "p", **part}])


def element(name: str, used_by: str, **part: Any) -> dict[str, Any]:
    """A plan with an element that serves one part alone."""
    return plan_of(parts=[{"id": "p", **part}], **{name: [{"id": "e", "part": "p", "used_by": used_by}]})


# what keeps a tie just so, what breaks it by a little, and the place of the field at which that is told
CASES: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    (
        "pilot communities",
        {"city": {"pilot_community_target": 1, "pilot_communities": ["c"], "communities": [{"id": "c"}]}},
        {"city": {"pilot_community_target": 0, "pilot_communities": ["c"], "communities": [{"id": "c"}]}},
        "/city/pilot_community_target",
    ),
    (
        "age groups",
        {"city": {"communities": [{"resident_population": 90, "elderly_population": 60, "infants_0_3": 30}]}},
        {"city": {"communities": [{"resident_population": 89, "elderly_population": 60, "infants_0_3": 30}]}},
        "/city/communities/0/resident_population",
    ),
    (
        "a building of its own",
        plan_of(stand_alone=True, use_mix="with_other_public"),
        plan_of(stand_alone=True, use_mix="with_housing"),
        "/use_mix",
    ),
    (
        "storeys used",
        plan_of(storeys_used=4, storeys_above=3, storeys_below=1),
        plan_of(storeys_used=5, storeys_above=3, storeys_below=1),
        "/storeys_used",
    ),
    (
        "storeys used, without a basement",
        plan_of(storeys_used=3, storeys_above=3, storeys_below="none"),
        plan_of(storeys_used=4, storeys_above=3, storeys_below="none"),
        "/storeys_used",
    ),
    (
        "area of the largest storey",
        plan_of(gfa=420, largest_floor_area=200, storeys_used=2),
        plan_of(gfa=420.1, largest_floor_area=200, storeys_used=2),
        "/gfa",
    ),
    (
        "area of a function",
        plan_of(gfa=600, functions=[{"kind": "health", "area": 600}]),
        plan_of(gfa=600, functions=[{"kind": "health", "area": 600.01}]),
        "/functions/0/area",
    ),
    ("area of a part", plan_of(gfa=600, parts=[{"gfa": 600}]), plan_of(gfa=600, parts=[{"gfa": 601}]), "/parts/0/gfa"),
    (
        "usable area of a part",
        plan_of(usable_area=400, parts=[{"usable_area": 400}]),
        plan_of(usable_area=400, parts=[{"usable_area": 401}]),
        "/parts/0/usable_area",
    ),
    (
        "people in a part",
        plan_of(occupants=50, parts=[{"occupants": 50}]),
        plan_of(occupants=50, parts=[{"occupants": 51}]),
        "/parts/0/occupants",
    ),
    (
        "lowest storey of a part",
        plan_of(storeys_above=3, parts=[{"lowest_storey": 3}]),
        plan_of(storeys_above=3, parts=[{"lowest_storey": 4}]),
        "/parts/0/lowest_storey",
    ),
    (
        "highest storey of a part",
        plan_of(storeys_above=3, parts=[{"highest_storey": 3}]),
        plan_of(storeys_above=3, parts=[{"highest_storey": 4}]),
        "/parts/0/highest_storey",
    ),
    (
        "no basement",
        plan_of(storeys_below=0, parts=[{"lowest_storey": 1}]),
        plan_of(storeys_below=0, parts=[{"lowest_storey": 0}]),
        "/parts/0/lowest_storey",
    ),
    (
        "no basement, in a word",
        plan_of(storeys_below=1, parts=[{"lowest_storey": -1}]),
        plan_of(storeys_below="none", parts=[{"lowest_storey": -1}]),
        "/parts/0/lowest_storey",
    ),
    (
        "people upstairs",
        plan_of(upper_storey_occupants=50, parts=[{"occupants": 50, "lowest_storey": 2, "highest_storey": 3}]),
        plan_of(upper_storey_occupants=50, parts=[{"occupants": 51, "lowest_storey": 2, "highest_storey": 3}]),
        "/parts/0/occupants",
    ),
    (
        "children of the classes",
        in_part(children=40, classes=[{"children": 20}, {}, {"children": 20}]),
        in_part(children=39, classes=[{"children": 20}, {}, {"children": 20}]),
        "/parts/0/children",
    ),
    (
        "children of some of the classes",
        in_part(children=40, classes={"incomplete": True, "items": [{"children": 40}]}),
        in_part(children=40, classes={"incomplete": True, "items": [{"children": 41}]}),
        "/parts/0/children",
    ),
    (
        "beds of the bedrooms",
        in_part(
            use="elder_care_full", beds=4, rooms=[{"kind": "bedroom", "beds": 4}, {"kind": "rest_room", "beds": 9}]
        ),
        in_part(use="elder_care_full", beds=3, rooms=[{"kind": "bedroom", "beds": 4}, {"beds": 9}]),
        "/parts/0/beds",
    ),
    ("carers", in_part(carers=3, classes=[{"carers": 3}] * 2), in_part(carers=3, classes=[{"carers": 4}]), "/carers"),
    (
        "storey of a class, above",
        in_part(highest_storey=2, classes=[{"storey": 2}]),
        in_part(highest_storey=2, classes=[{"storey": 3}]),
        "/classes/0/storey",
    ),
    (
        "storey of a class, below",
        in_part(lowest_storey=1, classes=[{"storey": 1}]),
        in_part(lowest_storey=1, classes=[{"storey": -1}]),
        "/classes/0/storey",
    ),
    ("area of a room", in_part(gfa=90, rooms=[{"gfa": 90}]), in_part(gfa=90, rooms=[{"gfa": 91}]), "/rooms/0/gfa"),
    (
        "usable area of a room",
        in_part(usable_area=90, rooms=[{"usable_area": 90}]),
        in_part(usable_area=90, rooms=[{"usable_area": 91}]),
        "/rooms/0/usable_area",
    ),
    (
        "usable area of a room, gross area of the part",
        in_part(gfa=90, rooms=[{"usable_area": 90}]),
        in_part(gfa=90, rooms=[{"usable_area": 90.5}]),
        "/rooms/0/usable_area",
    ),
    (
        "people in a room",
        in_part(occupants=30, rooms=[{"occupants": 30}]),
        in_part(occupants=30, rooms=[{"occupants": 31}]),
        "/rooms/0/occupants",
    ),
    (
        "storey of a room, above",
        in_part(highest_storey=3, rooms=[{"storey": 3}]),
        in_part(highest_storey=3, rooms=[{"storey": 4}]),
        "/rooms/0/storey",
    ),
    (
        "storey of a room, below",
        in_part(lowest_storey=1, rooms=[{"storey": 1}]),
        in_part(lowest_storey=1, rooms=[{"storey": 0}]),
        "/rooms/0/storey",
    ),
    (
        "a room below ground",
        in_part(below_ground=True, rooms=[{"below_ground": True}]),
        in_part(below_ground=False, rooms=[{"below_ground": True}]),
        "/rooms/0/below_ground",
    ),
    (
        "a room in the basement",
        in_part(below_ground=False, rooms=[{"storey": 1}]),
        in_part(below_ground=False, rooms=[{"storey": -1}]),
        "/rooms/0/storey",
    ),
    (
        "housing above",
        plan_of(use_mix="single", parts=[{"neighbours": [{"position": "beside", "use": "housing"}]}]),
        plan_of(use_mix="single", parts=[{"neighbours": [{"position": "above", "use": "housing"}]}]),
        "/neighbours/0/use",
    ),
    (
        "floor above the top",
        plan_of(building_height=18, parts=[{"floor_level": 18}]),
        plan_of(building_height=18, parts=[{"floor_level": 18.1}]),
        "/parts/0/floor_level",
    ),
    (
        "an area for no beds",
        in_part(inpatient_beds=1, inpatient_area=30),
        in_part(inpatient_beds="none", inpatient_area=30),
        "/parts/0/inpatient_area",
    ),
    (
        "children but no classes",
        in_part(use="nursery", classes=[{}], children=20),
        in_part(use="nursery", classes=[], children=20),
        "/parts/0/children",
    ),
    (
        "steps with a ramp, no ramps",
        plan_of(entrances=[{"entrance_type": "steps_and_ramp"}], ramps={"incomplete": True, "items": []}),
        plan_of(entrances=[{"entrance_type": "steps_and_ramp"}], ramps="none"),
        "/entrances/0/entrance_type",
    ),
    (
        "several storeys, no stairs",
        plan_of(stand_alone=True, storeys_used=1, stairs=[]),
        plan_of(stand_alone=True, storeys_used=2, stairs=[]),
        "/storeys_used",
    ),
    (
        "gradient",
        plan_of(ramps=[{"gradient": 0.0834, "rise": 0.45, "length": 5.13}]),
        plan_of(ramps=[{"gradient": "1:12", "rise": "45 cm", "length": "512 cm"}]),
        "/ramps/0/gradient",
    ),
    (
        "gradient, too gentle",
        plan_of(ramps=[{"gradient": 0.05, "rise": 0.194, "length": 4}]),
        plan_of(ramps=[{"gradient": 0.045, "rise": 0.194, "length": 4}]),
        "/ramps/0/gradient",
    ),
    *(
        (
            f"users of {name}: {part['use']}",
            element(name, users, **part),
            element(name, "general", **part),
            f"/{name}/0/used_by",
        )
        for name in ("entrances", "passages", "guardrails", "stairs")
        for users, part in (
            ("elderly_care", {"use": "elder_care_full"}),
            ("elderly_and_children", {"use": "elder_activity", "gives_care": True}),
            ("nursery", {"use": "nursery"}),
            ("children", {"use": "children_place"}),
        )
    ),
]


def ways(plan: dict[str, Any]) -> list[Any]:
    """What each of the ways in a hurry makes of a plan; ``None`` where it leaves it to the careful one."""
    data = copy.deepcopy(plan)
    text = json.dumps(plan, separators=(",", ":")).encode()
    kept = FAST(data)
    if kept is None:
        assert data == plan
    return [None if kept is None else data, TYPED(text)]


def learned(plan: dict[str, Any]) -> TypedReader:
    """A reader that knows plans like this one, and no others."""
    reader = TypedReader(FAST)
    for _ in range(60):
        reader(json.dumps(plan, separators=(",", ":")).encode())
    return reader


@pytest.mark.parametrize(("kept", "broken", "at"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_tie(kept: dict[str, Any], broken: dict[str, Any], at: str) -> None:
    assert CONFORM(kept)[1] == []
    references = '"pilot_communities"' in json.dumps(kept)  # a list of references is looked at carefully
    assert (None in ways(kept)) is references
    if not references:
        reader = learned(kept)
        assert reader(json.dumps(kept).encode()) is not None
        assert reader(json.dumps(broken).encode()) is None
    data, faults = CONFORM(broken)
    assert len(faults) == 1, faults
    (_, fault) = faults[0]
    assert fault.pointer is not None
    assert fault.pointer.endswith(at)
    for language in ("zh", "en"):
        sentence = fault.message(language)
        assert sentence.count("/city/") >= 2, sentence
        for pointer in _pointers(sentence):
            if not pointer.endswith("/use") and not pointer.endswith("/gives_care"):
                assert _at(data, pointer) is None, pointer
    assert ways(broken) == [None, None]


def _pointers(sentence: str) -> list[str]:
    return [f"/city{rest.split(')')[0].split('）')[0]}" for rest in sentence.split("/city")[1:]]


def _at(data: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        if isinstance(data, dict):
            data = data[step]
        elif step != "items":
            data = data[int(step)]
    return data


def test_every_tie_has_a_case() -> None:
    told = set()
    for _, _, broken, _ in CASES:
        for path, fault in CONFORM(broken)[1]:
            told.add((path[-1], fault.code))
    assert {(tie.field, f"misfit-{tie.op}") for _, tie in TIES} <= told


def test_figures_may_be_rounded_but_not_more() -> None:
    """1:12 is what 0.40 m on 4.8 m gives; so are 0.4 on 4.6 and on 5.0, as figures are rounded in plans."""
    for length, code in ((4.57, []), (4.8, []), (5.04, []), (4.5, ["misfit-about"]), (5.1, ["misfit-about"])):
        plan = plan_of(ramps=[{"gradient": "1:12", "rise": 0.4, "length": length}])
        assert [fault.code for _, fault in CONFORM(plan)[1]] == code


def test_parts_may_overlap() -> None:
    """A hall that two parts share is in the area of both."""
    assert not CONFORM(plan_of(gfa=600, occupants=80, parts=[{"gfa": 400, "occupants": 60}] * 2))[1]


def test_a_bond_that_is_broken_is_told_once() -> None:
    """Facts that contradict each other within an object are gone when several objects are looked at."""
    plan = plan_of(storeys_above=2, parts=[{"lowest_storey": 4, "highest_storey": 3}])
    assert [fault.code for _, fault in CONFORM(plan)[1]] == ["contradiction-at_most"]


def test_marks_and_what_is_not_stated_bind_nothing() -> None:
    for nothing in (None, "n/a"):
        assert not CONFORM(plan_of(gfa=nothing, parts=[{"gfa": 900}]))[1]
        assert not CONFORM(plan_of(gfa=600, parts=[{"gfa": nothing}]))[1]
        assert not CONFORM(plan_of(storeys_used=9, storeys_above=3, storeys_below=nothing))[1]
        assert not CONFORM(plan_of(storeys_below=nothing, parts=[{"lowest_storey": -1}]))[1]


@pytest.mark.parametrize(
    ("functions", "uses", "promised"),
    [
        ([{"area": 60}], ["canteen"], {"nursery", "home_childcare", "health_station"}),
        ([{"kind": "n/a"}, {"kind": "health"}], ["canteen", "health_station"], {"nursery"}),
        ([{"kind": "none"}], ["canteen"], set()),
        ([{"area": 60}], ["canteen", None], set()),
        ([{"kind": "community_meals"}], ["canteen"], set()),
    ],
)
def test_a_function_of_unknown_kind_may_promise_what_is_lacking(functions: Any, uses: Any, promised: set[str]) -> None:
    plan = plan_of(functions=functions, parts=[{"use": use} if use else {"gfa": 9} for use in uses])
    for data in (CONFORM(plan)[0], *ways(plan)):
        parts = data["city"]["communities"][0]["facilities"][0]["parts"]
        pairs = getattr(parts, "promised", ())
        may_be = {use for _, uses in pairs for use in uses}
        assert promised <= may_be
        assert bool(pairs) is bool(promised)
        assert "canteen" not in may_be


def test_a_reference_is_left_out_but_not_what_it_names() -> None:
    data, _ = CONFORM(element("stairs", "general", use="nursery"))
    facility = data["city"]["communities"][0]["facilities"][0]
    assert facility["parts"][0]["use"] == "nursery"
    assert facility["stairs"][0] == {"id": "e", "part": None, "used_by": None}


VALUES: list[Any] = [None, "none", "n/a", 0, 1, 2, 3, 2.5, "3 m2", "2 storey", True, False, {"value": 2}]
FACTS = {
    "facility": ("gfa", "largest_floor_area", "storeys_used", "storeys_above", "storeys_below", "occupants"),
    "part": ("gfa", "occupants", "lowest_storey", "highest_storey", "below_ground", "children", "carers"),
    "room": ("gfa", "storey", "below_ground", "occupants"),
    "class": ("children", "carers", "storey"),
}


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    def facts(kind: str) -> dict[str, Any]:
        return draw(st.dictionaries(st.sampled_from(FACTS[kind]), st.sampled_from(VALUES)))

    part = {**facts("part"), "rooms": [facts("room")], "classes": [facts("class"), facts("class")]}
    functions = draw(st.lists(st.sampled_from([{}, {"kind": "infant_care"}, {"kind": "health"}, {"kind": "n/a"}])))
    use = draw(st.sampled_from([{}, {"use": "nursery"}, {"use": "health_station"}, {"use": "other"}]))
    return plan_of(**facts("facility"), functions=functions, parts=[{**part, **use}])


def stated(node: Any) -> Any:
    """Checked data without what is not stated, and with what lists promise."""
    if isinstance(node, dict):
        return {name: stated(value) for name, value in node.items() if value is not None}
    if isinstance(node, list):
        return [*map(stated, node), getattr(node, "promised", None), getattr(node, "stated", None)]
    return node


@settings(deadline=None, max_examples=300)
@given(plan=plans())
def test_all_ways_of_reading_agree(plan: dict[str, Any]) -> None:
    expected, faults = CONFORM(plan)
    for made in ways(plan):
        if made is not None:
            assert not faults
            assert stated(made) == stated(expected)


def test_a_vocabulary_is_stored_with_its_ties() -> None:
    assert store.load(store.dump(VOCABULARY)).kinds == VOCABULARY.kinds


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_ruleset()


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_no_plan_passes_whose_facts_do_not_fit(case: Any, rules: RuleSet, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(case[2]), "utf-8")
    (judged,) = check(read_plan(path, rules), rules, as_of="2024-06-01").plans
    assert judged.verdict != "compliant"
    assert judged.counts.outcomes["error"] == 1


def toy(entry: dict[str, Any], kind: str = "tank") -> tuple[Fault, ...]:
    """The faults of the vocabulary of aquaria with one more entry under ``x-consistent`` of a kind."""
    schema = json.loads(TOY)
    schema["$defs"][kind].setdefault("x-consistent", []).append(entry)
    try:
        load_vocabulary(json.dumps(schema).encode())
    except InvalidVocabulary as invalid:
        return invalid.faults
    return ()


@pytest.mark.parametrize(
    "entry",
    [
        {"field": "slope", "about": {"ratio": ["height", "height"]}, "within": 0.05},
        {"field": "shade", "at_most": {"sum": ["vents", "vents"]}},
        {"field": "surface", "at_most": {"product": ["surface", "vents", "shade"]}},
        {"field": "shade", "at_most": "aquarium.keepers", "when": {"heated": True}},
        {"field": "water", "in": ["fresh", "salt"], "when": {"vents": [1, 2], "lit": False}},
        {"field": "keepers", "at_least": {"count": "tanks"}},
        {"field": "vents", "at_least": 1, "when": {"shade": 0}},
    ],
    ids=json.dumps,
)
def test_a_tie_of_another_field_is_read(entry: dict[str, Any]) -> None:
    kind = "aquarium" if entry["field"] == "keepers" else "tank"
    dimensions = entry.get("at_most") == "aquarium.keepers"  # keepers do not compare with panels
    assert [fault.code for fault in toy(entry, kind)] == ["vocabulary-bond"] * dimensions


@pytest.mark.parametrize(
    "entry",
    [
        {"field": "slope", "about": {"ratio": ["height", "surface"]}},
        {"field": "slope", "about": {"ratio": ["height", "vents"]}},
        {"field": "slope", "about": {"ratio": ["height"]}},
        {"field": "slope", "about": {"ratio": ["height", "heights"]}},
        {"field": "slope", "about": {"quotient": ["height", "height"]}},
        {"field": "slope", "about": {}},
        {"field": "slope", "about": {"ratio": ["height", "height"], "sum": ["slope", "slope"]}},
        {"field": "slope", "about": {"ratio": ["height", "height"]}, "within": 1.5},
        {"field": "slope", "about": {"ratio": ["height", "height"]}, "within": "5 %"},
        {"field": "slope", "about": {"ratio": ["height", "height"]}, "wthin": 0.05},
        {"field": "shade", "at_most": {"sum": ["vents", "height"]}},
        {"field": "surface", "at_most": {"product": ["height", "height"]}},
        {"field": "surface", "at_most": {"product": ["vents", "surface"]}},
        {"field": "shade", "at_most": "site.vents"},
        {"field": "shade", "at_most": "shoal.vents"},
        {"field": "shade", "at_most": "aquarium.vent"},
        {"field": "shade", "at_most": "water.vents"},
        {"field": "shade", "at_most": 3},
        {"field": "shade", "at_most": True, "when": {"heated": True}},
        {"field": "shade", "at_most": {"total": "shoals.number"}},
        {"field": "shade", "at_least": {"total": "shoals.nothing"}},
        {"field": "shade", "at_least": {"total": "lids.number"}},
        {"field": "surface", "at_least": {"count": "shoals"}},
        {"field": "shade", "at_least": {"count": "vents"}},
        {"field": "water", "in": []},
        {"field": "water", "in": ["tea"]},
        {"field": "water", "in": "fresh"},
        {"field": "heated", "in": ["fresh"]},
        {"field": "vents", "in": [1]},
        {"field": "water", "in": ["fresh"], "when": {}},
        {"field": "water", "in": ["fresh"], "when": {"vents": "1"}},
        {"field": "water", "in": ["fresh"], "when": {"vents": []}},
        {"field": "water", "in": ["fresh"], "when": {"height": 1}},
        {"field": ["water"], "in": ["fresh"]},
    ],
    ids=json.dumps,
)
def test_a_tie_that_cannot_be_is_refused(entry: dict[str, Any]) -> None:
    (fault,) = toy(entry)
    assert fault.code == "vocabulary-bond"
    assert "tank" in fault.message("zh")
