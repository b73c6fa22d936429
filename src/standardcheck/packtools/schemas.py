"""The JSON Schemas of rule packs and of reports.

The schema of rule packs is made from the rule documents' models and the operator table. It serves ``pack.yaml`` and
rule files alike and says what can be said without the vocabulary: paths and ``$names`` are told by their pattern,
and whether they lead anywhere is checked when a pack is loaded. The schema of reports is made from the report's
format.
"""

from __future__ import annotations

from typing import Any

from standardcheck.compiler.operators import (
    AGGREGATES,
    ARITHMETIC,
    COMPARISONS,
    CONNECTIVES,
    QUANTIFIERS,
    Comparison,
)
from standardcheck.wording import LANGUAGES, catalogue

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PLACE = "https://standardcheck.example/schemas/"

BESIDE_IF = ("then", "else")
BESIDE_ITEMS = ("where", "satisfies", "of", "distinct")
CONDITION_WORDS = (*CONNECTIVES, "k", "if", *BESIDE_IF, *QUANTIFIERS, *AGGREGATES, *BESIDE_ITEMS, *COMPARISONS)
"""Words that a mapping of conditions gives a meaning to; every other key is a path or a ``$name``."""

_NAME = r"[a-z][a-z0-9_]*"
_PATH = rf"{_NAME}(\.{_NAME})*"
_JSON_TYPES = {
    "number": ("string", "number"),
    "date": ("string",),
    "enum": ("string",),
    "flag": ("boolean",),
    "text": ("string",),
}
_PAIRS = ("subtract", "divide")
_NOTHING = {"type": "null"}


def ruleset_schema() -> Schema:
    """The schema of the files of a rule pack."""
    from pydantic.json_schema import models_json_schema

    from standardcheck.ruleset.documents import Manifest, RuleFile

    _, made = models_json_schema([(Manifest, "validation"), (RuleFile, "validation")], by_alias=True)
    definitions = {_public(name): _model(name, model) for name, model in made["$defs"].items()}
    derived = definitions["DerivedEntry"]
    derived["properties"] = {**_operations(), **derived["properties"]}
    derived["additionalProperties"] = False
    derived["oneOf"] = [{"required": [op]} for op in (*ARITHMETIC, *AGGREGATES, "lookup", "expression")]
    derived["allOf"] = _beside_operations(("label", "for", "quantity", "unit"))
    return {
        "$schema": DIALECT,
        "$id": PLACE + "ruleset.schema.json",
        "title": "Rule pack",
        "description": "pack.yaml, or a rule file of a pack of standardcheck.",
        "type": "object",
        "if": {"required": ["pack"]},
        "then": {"$ref": "#/$defs/Manifest"},
        "else": {"$ref": "#/$defs/RuleFile"},
        "$defs": definitions | _language_of_conditions(),
    }


def report_schema() -> Schema:
    """The schema of JSON reports."""
    from standardcheck.check.format import ADAPTER

    made = _plain(ADAPTER.json_schema())
    definitions = made.pop("$defs")
    definitions["Node"] = {
        "if": {"required": ["op"]},
        "then": {"$ref": "#/$defs/Branch"},
        "else": {"$ref": "#/$defs/Leaf"},
    }
    return {
        "$schema": DIALECT,
        "$id": PLACE + "report.schema.json",
        "title": "Report of standardcheck",
        **made,
        "$defs": dict(sorted(definitions.items())),
    }


def disposition_schema(name: str) -> Schema:
    """The schema of files of ``waivers`` or of ``decisions``."""
    from pydantic import BaseModel

    from standardcheck.check.disposition_documents import DecisionFile, WaiverFile

    models: dict[str, type[BaseModel]] = {"waivers": WaiverFile, "decisions": DecisionFile}
    made = _plain(models[name].model_json_schema())
    definitions = made.pop("$defs")
    return {
        "$schema": DIALECT,
        "$id": f"{PLACE}{name}.schema.json",
        "title": f"{name.capitalize()} of standardcheck",
        **made,
        "$defs": dict(sorted(definitions.items())),
    }


def _plain(node: Any) -> Any:
    """A schema as pydantic makes it, without the titles it invents, its descriptions on one line."""
    if isinstance(node, list):
        return [_plain(part) for part in node]
    if not isinstance(node, dict):
        return node
    if [branch.get("$ref", "") for branch in node.get("oneOf", ())] == ["#/$defs/Branch", "#/$defs/Leaf"]:
        return {"$ref": "#/$defs/Node"}
    made: Schema = {}
    for key, value in node.items():
        if key in ("properties", "$defs"):
            made[key] = {name: _plain(part) for name, part in value.items()}
        elif key == "description":
            made[key] = _one_line(value)
        elif key != "title":
            made[key] = _plain(value)
    return made


def _one_line(docstring: str) -> str:
    return " ".join(docstring.split()).replace("``", "`")


def said(section: str, key: str) -> str:
    """A sentence of the catalogues in every language, one a line."""
    return "\n".join(getattr(catalogue(language), section)[key] for language in reversed(LANGUAGES))


# -- the models --------------------------------------------------------------------------------------------------


def _public(name: str) -> str:
    return name.rstrip("_")


def _model(name: str, model: Schema) -> Schema:
    """A model's schema as pydantic makes it, with our words and references."""
    properties = {
        key: {**_without_null(_referring(value)), "description": _key_description(name, key)}
        for key, value in model["properties"].items()
    }
    made = {key: value for key, value in model.items() if key not in ("title", "description")}
    return {
        "title": _public(name),
        "description": _one_line(model["description"]),
        **made,
        "properties": properties,
    }


def _key_description(model: str, key: str) -> str:
    own = f"{model}.{key}"
    return said("KEYS", own if own in catalogue("en").KEYS else key)


def _without_null(value: Schema) -> Schema:
    """A key that may be left out is left out, not written as null; its default goes without saying."""
    value = {key: part for key, part in value.items() if key != "title"}
    branches = [branch for branch in value.get("anyOf", ()) if branch != _NOTHING]
    if value.get("default", ...) is None:
        del value["default"]
    if len(branches) == 1:
        del value["anyOf"]
        return {**branches[0], **value}
    return {**value, "anyOf": branches} if branches else value


def _referring(node: Any) -> Any:
    """``x-is`` becomes a reference to what it names; class names lose the underscore that keeps them legal."""
    if isinstance(node, list):
        return [_referring(part) for part in node]
    if not isinstance(node, dict):
        return node
    if "x-is" in node:
        return {"$ref": f"#/$defs/{node['x-is']}"}
    return {
        key: _public(value) if key == "$ref" and isinstance(value, str) else _referring(value)
        for key, value in node.items()
    }


# -- conditions and expressions ----------------------------------------------------------------------------------


def _language_of_conditions() -> dict[str, Schema]:
    condition, expression, path = (_ref(name) for name in ("condition", "expression", "path"))
    return {
        "condition": _condition(),
        "test": _test(),
        "path": {
            "title": "Path",
            "description": "A field of the object, `kind.field` of an enclosing one, or `field.sub`.",
            "type": "string",
            "pattern": f"^{_PATH}$",
        },
        "name": {
            "title": "$name",
            "description": "A parameter, a derived quantity or a set.",
            "type": "string",
            "pattern": rf"^\${_NAME}$",
        },
        "alternative": {
            "type": "object",
            "required": ["label", "require"],
            "additionalProperties": False,
            "properties": {
                "label": {**_ref("Text"), "description": said("KEYS", "label")},
                "require": {**condition, "description": said("KEYS", "Rule.require")},
            },
        },
        "expression": {
            "title": "Expression",
            "description": "A path, a $name, a number or quantity, or one operator with what it takes.",
            "anyOf": [{"type": ["string", "number"]}, _ref("operation")],
        },
        "operation": {
            "type": "object",
            "additionalProperties": False,
            "properties": _operations(),
            "oneOf": [{"required": [op]} for op in (*ARITHMETIC, *AGGREGATES, "lookup")],
            "allOf": _beside_operations(()),
        },
        "conditions": {"type": "array", "minItems": 1, "items": condition},
        "expressions": {"type": "array", "minItems": 1, "items": expression},
        "list": path,
    }


def _condition() -> Schema:
    condition = _ref("condition")
    shapes: dict[str, Schema] = {
        "one": condition,
        "many": _ref("conditions"),
        "alternatives": {"type": "array", "minItems": 1, "items": _ref("alternative")},
    }
    properties = {name: _described(name, shapes[entry.arity]) for name, entry in CONNECTIVES.items()}
    properties["k"] = _described("k", {"type": "integer", "minimum": 1})
    properties |= {name: _described(name, condition) for name in ("if", *BESIDE_IF)}
    properties |= {name: _described(name, _ref("list")) for name in (*QUANTIFIERS, *AGGREGATES)}
    properties |= _items_words()
    properties["it"] = _described("it", _ref("test"))
    properties |= {name: _described(name, _operand(entry)) for name, entry in COMPARISONS.items()}
    words = "|".join(sorted(CONDITION_WORDS))
    return {
        "title": "Condition",
        "description": (
            "Tests by path or $name, logical operators, one quantifier, or one aggregate with its comparisons. "
            "Several keys mean that all must hold."
        ),
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": properties,
        "patternProperties": {rf"^(?!({words})$)({_PATH}|\${_NAME})$": _ref("test")},
        "dependentRequired": {
            "if": ["then"],
            "then": ["if"],
            "else": ["if"],
            "k_of": ["k"],
            "k": ["k_of"],
            **{name: ["satisfies"] for name in QUANTIFIERS},
        },
        "dependentSchemas": {
            **{name: _needs(AGGREGATES) for name in (*COMPARISONS, "of", "distinct")},
            "where": _needs((*QUANTIFIERS, *AGGREGATES)),
            "satisfies": _needs(QUANTIFIERS),
        },
        "allOf": [
            *(_alone(name, ("where", "satisfies")) for name in QUANTIFIERS),
            *(_alone(name, (*_beside(name), *COMPARISONS)) for name in AGGREGATES),
            *({"if": {"required": [name]}, "then": _needs(tuple(COMPARISONS))} for name in AGGREGATES),
        ],
    }


def _test() -> Schema:
    """What stands behind a path: a value, a list of values, or comparisons."""
    scalar = {"type": ["string", "number", "boolean"]}
    properties = {name: _described(name, _operand(entry)) for name, entry in COMPARISONS.items()}
    properties["present"] = _described("present", {"type": "boolean"})
    return {
        "title": "Test",
        "description": "A value (equals), a list of values (in), or comparisons, all of which must hold.",
        "anyOf": [
            scalar,
            {"type": "array", "minItems": 1, "items": scalar},
            {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": False,
                "properties": properties,
            },
        ],
    }


def _operand(entry: Comparison) -> Schema:
    types = list(dict.fromkeys(kind for name in entry.types for kind in _JSON_TYPES[name]))
    if entry.right == "many":
        return {"anyOf": [_ref("name"), {"type": "array", "minItems": 1, "items": {"type": types}}]}
    other = {
        "type": "object",
        "required": ["field"],
        "additionalProperties": False,
        "properties": {"field": _described("field", _ref("path"))},
    }
    return {"anyOf": [{"type": types}, other]}


def _items_words() -> dict[str, Schema]:
    condition = _ref("condition")
    return {
        "where": _described("where", condition),
        "satisfies": _described("satisfies", condition),
        "of": _described("of", _ref("expression")),
        "distinct": _described("distinct", _ref("path")),
    }


def _operations() -> dict[str, Schema]:
    """The operators of expressions, each with its operands."""
    expressions = _ref("expressions")
    pair = {"type": "array", "minItems": 2, "maxItems": 2, "items": _ref("expression")}
    shapes = dict.fromkeys(ARITHMETIC, expressions) | dict.fromkeys(_PAIRS, pair)
    shapes["round_up"] = _ref("expression")
    shapes["to"] = {"type": ["string", "number"]}
    shapes["lookup"] = _ref("name")
    shapes |= dict.fromkeys(AGGREGATES, _ref("list"))
    words = {name: word for name, word in _items_words().items() if name != "satisfies"}
    return {name: _described(name, shape) for name, shape in shapes.items()} | words


def _beside_operations(always: tuple[str, ...]) -> list[Schema]:
    """Which keys may stand beside which operator."""
    beside = {name: _beside(name) for name in AGGREGATES}
    beside |= {name: ("to",) if name == "round_up" else () for name in ARITHMETIC}
    beside["lookup"] = ("of",) if always else ()
    return [_alone(name, (*words, *always)) for name, words in beside.items()]


def _beside(aggregate: str) -> tuple[str, ...]:
    return ("where", "distinct") if aggregate == "count" else ("where", "of")


def _alone(name: str, beside: tuple[str, ...]) -> Schema:
    required = {"share": ["where"], "sum": ["of"], "min": ["of"], "max": ["of"]}.get(name, [])
    then: Schema = {"propertyNames": {"enum": [name, *beside]}}
    return {"if": {"required": [name]}, "then": {**then, "required": required} if required else then}


def _needs(names: tuple[str, ...]) -> Schema:
    return {"anyOf": [{"required": [name]} for name in names]}


def _described(name: str, shape: Schema) -> Schema:
    return {**shape, "description": said("MEANINGS", name)}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}
