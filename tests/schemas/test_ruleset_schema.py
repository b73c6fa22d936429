"""The schema of rule packs: it knows every operator, accepts what the reader accepts, and refuses slips."""

from __future__ import annotations

import copy
import json
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from standardcheck.compiler.operators import AGGREGATES, ARITHMETIC, COMPARISONS, CONNECTIVES, QUANTIFIERS
from standardcheck.packtools.schemas import ruleset_schema
from standardcheck.ruleset.packs import EQUIVALENT
from standardcheck.source import read_file
from standardcheck.wording import LANGUAGES, catalogue

ROOT = Path(__file__).parents[2]
SCHEMA = ruleset_schema()
VALID = jsonschema.Draft202012Validator(SCHEMA)
GOOD = (ROOT / "rules", ROOT / "tests" / "support" / "toy" / "packs", ROOT / "tests" / "cli" / "packs")
FILES = sorted(file for folder in GOOD for file in folder.rglob("*.yaml") if file.name != EQUIVALENT)
WORDS = (
    *COMPARISONS,
    "present",
    *CONNECTIVES,
    "if",
    "then",
    "else",
    *QUANTIFIERS,
    *AGGREGATES,
    *ARITHMETIC,
    "lookup",
)

RULE: dict[str, Any] = {
    "id": "a.b",
    "clause": {"document": "d", "number": "1"},
    "force": "must",
    "grade": "A",
    "title": {"zh": "甲", "en": "a"},
    "for": "ramp",
}
DERIVED: dict[str, Any] = {"label": {"zh": "甲", "en": "a"}, "for": "ramp", "quantity": "area"}


def faults(data: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALID.iter_errors(data)]


def condition(data: Any) -> dict[str, Any]:
    return {"rules": [{**RULE, "require": data}]}


def expression(**data: Any) -> dict[str, Any]:
    return {"derived": {"x": {**DERIVED, **data}}}


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("file", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_file_of_a_pack_fits(file: Path) -> None:
    assert faults(read_file(str(file)).data) == []


# -- wording -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("word", WORDS)
def test_every_operator_has_a_meaning(language: str, word: str) -> None:
    meaning = catalogue(language).MEANINGS[word]
    assert meaning[-1] in ".。"
    assert any(char not in string.printable for char in meaning) is (language == "zh") or "“" in meaning


def test_the_catalogues_explain_the_same_words() -> None:
    first, *rest = (catalogue(language) for language in LANGUAGES)
    for other in rest:
        assert list(first.MEANINGS) == list(other.MEANINGS)
        assert list(first.KEYS) == list(other.KEYS)


def test_no_explanation_is_left_over() -> None:
    text = json.dumps(SCHEMA, ensure_ascii=False)
    unused = [
        f"{section}.{key}"
        for section in ("MEANINGS", "KEYS")
        for key, said in getattr(catalogue("zh"), section).items()
        if json.dumps(said, ensure_ascii=False)[1:-1] not in text
    ]
    assert unused == []


def properties(node: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "properties":
                yield from ((f"{at}/{name}", each) for name, each in value.items() if isinstance(each, dict))
            if key != "not":
                yield from properties(value, f"{at}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from properties(value, f"{at}/{index}")


def test_every_key_is_described_in_every_language() -> None:
    bare = [at for at, schema in properties(SCHEMA) if schema.get("description", "").count("\n") != len(LANGUAGES) - 1]
    assert bare == []


# -- what fits and what does not ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        {"form": "complex"},
        {"use": ["nursery", "canteen"]},
        {"facility.build_mode": {"in": "$modes"}, "$ratio": {"at_least": "1:12", "less_than": 3}},
        {"gradient": {"at_most": {"field": "facility.limit"}}},
        {"submitted_on": {"before": "2025-01-01"}, "flag": {"equals": True}, "x": {"present": False}},
        {"all": [{"a": 1}, {"any": [{"not": {"b": 2}}, {"k_of": [{"c": 1}, {"d": 1}], "k": 1}]}]},
        {"if": {"a": 1}, "then": {"b": 1}, "else": {"c": 1}, "d": 1},
        {"one_of": [{"label": {"zh": "甲", "en": "a"}, "require": {"a": 1}}]},
        {"each": "facility.parts", "where": {"use": "x"}, "satisfies": {"area": {"more_than": 0}}},
        {"some": "tags", "satisfies": {"it": ["a", "b"]}},
        {"count": "functions", "distinct": "kind", "where": {"kind": {"in": "$core"}}, "at_least": "$n"},
        {"sum": "parts", "of": {"multiply": ["area", 2]}, "at_most": "600 m2", "more_than": 1},
        {"share": "parts", "where": {"a": 1}, "of": "$area", "at_least": "35 %"},
    ],
)
def test_conditions_that_fit(data: Any) -> None:
    assert faults(condition(data)) == []


@pytest.mark.parametrize(
    "data",
    [
        {},
        [],
        "form",
        {"form": None},
        {"gradient": {"at_leest": 1}},
        {"gradient": {}},
        {"gradient": {"at_least": 1, "note": "x"}},
        {"gradient": {"at_least": True}},
        {"gradient": {"at_least": {"path": "x"}}},
        {"form": {"in": "complex"}},
        {"form": {"in": []}},
        {"flag": {"present": "yes"}},
        {"Form": "complex"},
        {"all": {"a": 1}},
        {"all": []},
        {"al": [{"a": 1}]},
        {"not": [{"a": 1}]},
        {"k_of": [{"a": 1}]},
        {"k": 1, "a": 1},
        {"k_of": [{"a": 1}], "k": 0},
        {"if": {"a": 1}},
        {"then": {"a": 1}},
        {"else": {"a": 1}, "b": 1},
        {"one_of": [{"require": {"a": 1}}]},
        {"each": "parts"},
        {"each": "parts", "satisfy": {"a": 1}},
        {"each": "parts", "satisfies": {"a": 1}, "b": 1},
        {"each": "parts", "satisfies": {"a": 1}, "at_least": 1},
        {"where": {"a": 1}, "b": 1},
        {"satisfies": {"a": 1}},
        {"count": "parts"},
        {"count": "parts", "of": "area", "at_least": 1},
        {"sum": "parts", "at_least": 1},
        {"sum": "parts", "of": "area", "distinct": "x", "at_least": 1},
        {"share": "parts", "at_least": 1},
        {"at_least": 1},
        {"form": "complex", "at_least": 1},
        {"count": "parts", "sum": "parts", "of": "x", "at_least": 1},
    ],
)
def test_conditions_that_do_not_fit(data: Any) -> None:
    assert faults(condition(data))


@pytest.mark.parametrize(
    "data",
    [
        {"add": ["a", "$b", 3, "600 m2"]},
        {"divide": ["a", {"sum": "parts", "of": "area"}], "unit": "m2/100 household"},
        {"round_up": {"multiply": ["a", 2]}, "to": "10 m2"},
        {"lookup": "$class", "of": "size_class"},
        {"count": "parts", "where": {"a": 1}, "distinct": "use"},
        {"expression": "$other"},
        {"expression": {"smallest": ["a", "b"]}},
    ],
)
def test_expressions_that_fit(data: dict[str, Any]) -> None:
    assert faults(expression(**data)) == []


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"ad": ["a"]},
        {"add": []},
        {"divide": ["a"]},
        {"subtract": ["a", "b", "c"]},
        {"add": ["a"], "multiply": ["b"]},
        {"add": ["a"], "expression": "b"},
        {"add": ["a"], "to": 1},
        {"lookup": "class"},
        {"sum": "parts"},
        {"count": "parts", "of": "a"},
        {"add": [{"min": "parts"}]},
        {"add": [{"min": "parts", "of": "a", "b": 1}]},
        {"add": [True]},
    ],
)
def test_expressions_that_do_not_fit(data: dict[str, Any]) -> None:
    assert faults(expression(**data))


WHOLE: dict[str, Any] = {
    "documents": {"d": {"title": {"zh": "甲", "en": "a"}, "status": "policy", "from": "2024-01-01"}},
    "params": {
        "p": {
            "label": {"zh": "甲", "en": "a"},
            "quantity": "length",
            "tailorable": {"at_least": "1 m"},
            "values": [
                {
                    "from": "2024-01-01",
                    "clause": {"document": "d", "number": "1"},
                    "table": [{"when": {"kind": "x"}, "value": "1 m"}],
                }
            ],
        }
    },
    "sets": {"s": {"of": "e", "values": ["x"], "label": {"zh": "甲", "en": "a"}}},
    "derived": {"x": {**DERIVED, "add": ["a"]}},
    "rules": [
        {
            **RULE,
            "require": {"a": 1},
            "exceptions": [{"id": "e", "title": {"zh": "甲", "en": "a"}, "when": {"a": 1}, "require": {"b": 1}}],
            "examples": [{"name": "x", "given": {"a": 1}, "expect": "pass"}],
        }
    ],
    "set": {"q": {"values": [{"from": "2024-01-01", "clause": {"document": "d", "number": "1"}, "value": 1}]}},
}


def mappings(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(node, dict):
        yield path
        for key, value in node.items():
            yield from mappings(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from mappings(value, (*path, index))


def inside(data: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


OPEN = {("documents",), ("params",), ("sets",), ("derived",), ("set",), ("rules", 0, "examples", 0, "given")}


def test_the_whole_file_fits() -> None:
    assert faults(WHOLE) == []


@pytest.mark.parametrize("path", [path for path in mappings(WHOLE) if path not in OPEN], ids=str)
def test_a_misspelt_key_does_not_fit_anywhere(path: tuple[Any, ...]) -> None:
    for key in inside(WHOLE, path):
        data = copy.deepcopy(WHOLE)
        here = inside(data, path)
        here[f"{key}Q"] = here.pop(key)
        assert faults(data), f"{path}: {key}Q"


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("rules", 0), "force", "ought"),
        (("rules", 0), "grade", "D"),
        (("rules", 0), "modifiers", ["mostly"]),
        (("rules", 0), "decide", "manual"),
        (("rules", 0), "note", None),
        (("rules", 0), "id", "Upper"),
        (("rules", 0, "clause"), "number", 2.1),
        (("documents", "d"), "status", "law"),
        (("params", "p", "values", 0), "value", 3),
        (("params", "p", "values", 0, "table", 0), "undecided", {"zh": "甲", "en": "a"}),
        (("rules", 0, "examples", 0), "expect", "passes"),
    ],
)
def test_wrong_values_do_not_fit(path: tuple[Any, ...], key: str, value: Any) -> None:
    data = copy.deepcopy(WHOLE)
    inside(data, path)[key] = value
    assert faults(data)


def test_a_replaceable_rule_is_no_must() -> None:
    rule = {**RULE, "require": {"a": 1}, "replaceable": True}
    assert faults({"rules": [rule]})
    assert faults({"rules": [{**rule, "force": "shall"}]}) == []


@pytest.mark.parametrize(
    ("data", "fits"),
    [
        ({"pack": "a", "title": {"zh": "甲", "en": "a"}, "version": "1"}, True),
        ({"pack": "a", "title": {"zh": "甲", "en": "a"}, "version": 1}, False),
        ({"pack": "a", "title": {"zh": "甲", "en": "a"}, "version": "1", "rules": []}, False),
        ({"pack": "a", "title": {"zh": "甲"}, "version": "1"}, False),
        ({"pack": "a", "title": {"zh": "甲", "en": "a"}, "version": "1", "selects": {"codes": [11]}}, False),
    ],
)
def test_manifests_are_told_from_rule_files(data: Any, fits: bool) -> None:
    assert (faults(data) == []) is fits
