"""The plan vocabulary: well-formed, annotated throughout, and of one mind with the reader."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from standardcheck.plan.conform import Conform
from standardcheck.source import read_file
from standardcheck.vocabulary.load import RESERVED, load_vocabulary
from standardcheck.vocabulary.model import Field

ROOT = Path(__file__).parents[2]
RAW = (ROOT / "schemas" / "plan.schema.json").read_bytes()
SCHEMA: dict[str, Any] = json.loads(RAW)
DEFS: dict[str, Any] = SCHEMA["$defs"]
KINDS = {name: entry for name, entry in DEFS.items() if "x-kind" in entry}
ENUMS = {name: entry for name, entry in DEFS.items() if entry.get("x-type") == "enum"}
MARKS = ["none", "—", "——", "n/a", "N/A", None]
VOCABULARY = load_vocabulary(RAW)
CONFORM = Conform(VOCABULARY)
VALIDATOR = Draft202012Validator(SCHEMA)
PLANS = sorted((ROOT / "fixtures" / "plans").iterdir())

FIELDS = [(kind, name, spec) for kind, entry in KINDS.items() for name, spec in entry["properties"].items()]
LISTS = [(kind, name, spec) for kind, name, spec in FIELDS if spec.get("x-type") == "list"]
NUMBERS = [(k, n, s) for k, n, s in FIELDS if s.get("$ref") in ("#/$defs/number", "#/$defs/integer")]


def by_name(case: Any) -> str:
    return case if isinstance(case, str) else ""


def in_both_languages(texts: Any) -> bool:
    return isinstance(texts, dict) and set(texts) == {"zh", "en"} and all(text.strip() for text in texts.values())


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for child in node.values():
            yield from nodes(child)
    elif isinstance(node, list):
        for child in node:
            yield from nodes(child)


def test_is_a_json_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_reference_leads_somewhere() -> None:
    found = {node["$ref"] for node in nodes(SCHEMA) if isinstance(node.get("$ref"), str)}
    assert found
    assert [ref for ref in found if ref.removeprefix("#/$defs/") not in DEFS] == []


def test_roles_name_fields() -> None:
    assert SCHEMA["x-root"] in KINDS
    for path in SCHEMA["x-roles"].values():
        kind = SCHEMA["x-root"]
        for name in path.split("."):
            spec = KINDS[kind]["properties"][name]
            kind = spec.get("x-items", kind)


def test_every_kind_can_be_reached() -> None:
    assert set(VOCABULARY.routes) == set(KINDS)


def test_countable_units_are_spelt_in_one_way_only() -> None:
    spellings = [
        {name, entry["zh"], entry["en"], entry["plural"], *entry["spellings"]}
        for name, entry in SCHEMA["x-counts"].items()
    ]
    assert sum(map(len, spellings)) == len(set().union(*spellings))


@pytest.mark.parametrize("kind", KINDS)
def test_kinds(kind: str) -> None:
    entry = KINDS[kind]
    assert entry["x-kind"] == kind
    assert in_both_languages(entry["x-label"])
    assert in_both_languages(entry["x-help"])
    assert entry["additionalProperties"] is False
    assert entry["patternProperties"] == {"^x_": True}
    for role in ("x-identity", "x-name"):
        assert entry.get(role) is None or entry[role] in entry["properties"]


@pytest.mark.parametrize(("kind", "name", "spec"), FIELDS, ids=by_name)
def test_fields_are_annotated(kind: str, name: str, spec: dict[str, Any]) -> None:
    assert name not in RESERVED
    assert not name.startswith("x_")
    assert name == name.lower()
    assert name.replace("_", "").isalnum()
    assert in_both_languages(spec["x-label"])
    assert in_both_languages(spec["x-help"])
    assert spec["x-help"]["zh"].endswith("。")
    assert spec["x-help"]["en"].endswith(".")
    assert spec["x-help"]["en"] != spec["x-label"]["en"]


@pytest.mark.parametrize(("kind", "name", "spec"), NUMBERS, ids=by_name)
def test_numbers_have_unit_and_bounds(kind: str, name: str, spec: dict[str, Any]) -> None:
    assert spec["x-minimum"] < spec["x-maximum"]
    assert spec["x-quantity"] in {"length", "area", "gradient", "share", "duration", "count", "number"}
    if spec["x-unit"]:
        VOCABULARY.units.unit(spec["x-unit"])
    else:
        assert spec["x-quantity"] in {"gradient", "share", "count", "number"}


@pytest.mark.parametrize(("kind", "name", "spec"), LISTS, ids=by_name)
def test_lists_say_what_they_hold(kind: str, name: str, spec: dict[str, Any]) -> None:
    items = spec["x-items"]
    assert items in KINDS or items.removeprefix("#/$defs/") in {*ENUMS, "text"}
    assert isinstance(spec["x-may-be-incomplete"], bool)


@pytest.mark.parametrize("name", ENUMS)
def test_enum_lists_its_values_and_the_marks(name: str) -> None:
    entry = ENUMS[name]
    assert all(in_both_languages(label) for label in entry["x-values"].values())
    for language in ("zh", "en"):
        labels = [label[language] for label in entry["x-values"].values()]
        assert len(set(labels)) == len(labels)
    plain, long_form = entry["anyOf"]
    assert plain["enum"] == [*entry["x-values"], *MARKS]
    assert long_form["properties"]["value"]["enum"] == plain["enum"]


def test_references_and_promises_name_what_exists() -> None:
    for _, _, spec in FIELDS:
        assert spec.get("x-references", "part") in KINDS
        promise = spec.get("x-implies")
        if promise:
            held = KINDS[promise["of"]]["properties"][promise["list"]]["x-items"]
            uses = ENUMS[KINDS[held]["properties"][promise["field"]]["$ref"].removeprefix("#/$defs/")]["x-values"]
            assert set(promise["values"]) == set(ENUMS[spec["$ref"].removeprefix("#/$defs/")]["x-values"])
            assert {use for wanted in promise["values"].values() for use in wanted} <= set(uses)


def test_every_enum_is_used_or_derived() -> None:
    used = {
        text.removeprefix("#/$defs/")
        for _, _, spec in FIELDS
        for text in (spec.get("$ref", ""), spec.get("x-items", ""))
    }
    assert set(ENUMS) - used == {"size_class"}  # derived from the population, never stated


# ---- the schema and the reader agree on every field ---------------------------------------------------------


def samples(field: Field) -> list[Any]:
    """Values of every shape; whether they fit depends on the field."""
    long_forms: list[Any] = [{"value": "none", "source": "台账"}, {"value": 1, "remark": ""}, {"unit": "m"}, {}]
    made = [*MARKS, True, "文字", *long_forms, *({"value": value} for value in (None, True, "文字", "—"))]
    if field.is_numeric:
        assert field.unit is not None
        made += [field.maximum, {"value": field.maximum}] if field.unit.factor == "1" else []
    else:  # a number's text is read by its unit, of which the schema knows nothing
        made += [1, "2024-01-16", {"value": "2024-01-16"}]
    if field.enum:
        value = next(iter(VOCABULARY.enums[field.enum].values))
        made += [*VOCABULARY.enums[field.enum].values, {"value": value}]
    if field.type == "list":
        made += [[], ["—"], [None], {"items": []}]
        made += [{"incomplete": known, "items": []} for known in (True, False)]
    return made


@pytest.mark.parametrize(("kind", "name", "spec"), FIELDS, ids=by_name)
def test_schema_and_reader_agree(kind: str, name: str, spec: dict[str, Any]) -> None:
    field = VOCABULARY.kinds[kind].fields[name]
    validator = VALIDATOR.evolve(schema={"$ref": f"#/$defs/{kind}", "$defs": DEFS})
    codes = {
        "dangling-reference",
        "out-of-bounds-low",
        "out-of-bounds-high",
        "out-of-bounds-open",
        "says-nothing",
        "not-of-form",
    }  # not of shape
    for value in samples(field):
        accepted = validator.is_valid({name: value})
        faults = [fault for _, fault in _faults(kind, {name: value}) if fault.code not in codes]
        assert accepted == (not faults), (value, [fault.code for fault in faults])


def _faults(kind: str, data: dict[str, Any]) -> list[Any]:
    """What the reader says of one object of ``kind``, read as if it were a document of its own."""
    conform = Conform(VOCABULARY._replace(root=kind))
    return conform(data)[1]


@pytest.mark.parametrize("kind", KINDS)
def test_unknown_fields_are_refused_but_for_the_submitters_own(kind: str) -> None:
    validator = VALIDATOR.evolve(schema={"$ref": f"#/$defs/{kind}", "$defs": DEFS})
    assert not validator.is_valid({"no_such_field": 1})
    assert validator.is_valid({"x_own": {"anything": [1]}})
    assert validator.is_valid({})


@pytest.mark.parametrize(("kind", "name", "spec"), NUMBERS, ids=by_name)
def test_what_cannot_be_zero_cannot_be_none(kind: str, name: str, spec: dict[str, Any]) -> None:
    validator = VALIDATOR.evolve(schema={"$ref": f"#/$defs/{kind}", "$defs": DEFS})
    allowed = not VOCABULARY.kinds[kind].fields[name].excludes_zero
    assert validator.is_valid({name: "none"}) is allowed
    assert validator.is_valid({name: {"value": "none"}}) is allowed


# ---- the example plans --------------------------------------------------------------------------------------


def test_there_are_enough_example_plans_of_both_formats() -> None:
    assert len(PLANS) >= 8
    assert {plan.suffix for plan in PLANS} == {".yaml", ".json"}


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.name)
def test_example_plans_are_accepted(path: Path) -> None:
    data = read_file(path).data
    assert [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(data)] == []
    assert [f"{fault.code} {fault.pointer}" for _, fault in CONFORM(data)[1]] == []


def test_example_plans_are_of_many_cities_and_titles() -> None:
    plans = [CONFORM(read_file(path).data)[0] for path in PLANS]
    assert len({plan["city"]["code"] for plan in plans}) == len(plans)
    assert len({plan["title"] for plan in plans}) == len(plans)


def test_one_example_holds_a_citys_programme() -> None:
    data = CONFORM(read_file(ROOT / "fixtures" / "plans" / "city-programme.yaml").data)[0]
    assert len(data["city"]["communities"]) >= 12
