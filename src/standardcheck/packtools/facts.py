"""Facts of a plan as people read them: the given of an example in words."""

from __future__ import annotations

from typing import Any

from standardcheck.check.display import both
from standardcheck.check.figures import field_unit
from standardcheck.plan.conform import MARKS
from standardcheck.plan.model import NONE
from standardcheck.vocabulary.model import Field, Kind, Label, Vocabulary
from standardcheck.wording import LANGUAGES, catalogue


def facts_text(vocabulary: Vocabulary, kind: str, data: dict[str, Any]) -> Label:
    """The facts of one object: ``use: nursery; floor area: 200 m²``; empty for none."""
    parts = [_fact(vocabulary, vocabulary.kinds[kind], name, value) for name, value in data.items()]
    return {lang: catalogue(lang).JOIN.join(part[lang] for part in parts) for lang in LANGUAGES}


def path_label(vocabulary: Vocabulary, kind: str, path: str) -> Label:
    """What a path seen from ``kind`` is called: a field of its own or of an enclosing object; as written if none."""
    steps = path.split(".")
    above = ""
    if steps[0] not in vocabulary.kinds[kind].fields and steps[0] in vocabulary.kinds:
        kind = above = steps.pop(0)
    label: Label | None = vocabulary.kinds[above].label if above else None
    for step in steps:
        field = vocabulary.kinds[kind].fields.get(step) if kind in vocabulary.kinds else None
        if field is None:
            return dict.fromkeys(LANGUAGES, path)
        label = field.label if label is None else both("facts", "of", whole=label, piece=field.label)
        kind = field.items
    return label or dict.fromkeys(LANGUAGES, path)


def _fact(vocabulary: Vocabulary, kind: Kind, name: str, value: Any) -> Label:
    field = kind.fields.get(name)
    if field is None:
        return both("facts", "fact", label=name, value=str(value))
    return both("facts", "fact", label=field.label, value=_value(vocabulary, field, value))


def _value(vocabulary: Vocabulary, field: Field, value: Any) -> Label:
    if value is None:
        return both("values", "not_stated")
    if isinstance(value, str) and value in MARKS:
        return both("values", "none" if MARKS[value] == NONE else "declared_not_applicable")
    if field.items_are_objects or field.type == "list":
        return _inner(vocabulary, field, value)
    if isinstance(value, dict):
        return _value(vocabulary, field, value.get("value"))
    if isinstance(value, bool):
        return both("values", "true" if value else "false")
    if field.enum and isinstance(value, str):
        return vocabulary.enums[field.enum].values.get(value, _same(value))
    if field.is_numeric and not isinstance(value, str):
        return _number(field, value)
    return _same(str(value))


def _number(field: Field, value: Any) -> Label:
    """A bare number stands in the field's unit."""
    _, zh, en = field_unit(field)
    if zh in ("1:", "%"):
        return _same(str(value))
    one, _, many = en.partition("|")
    return {"zh": f"{value} {zh}".strip(), "en": f"{value} {many if many and value != 1 else one}".strip()}


def _inner(vocabulary: Vocabulary, field: Field, value: Any) -> Label:
    """Objects inside an object, in brackets; a list says whether it may lack something."""
    incomplete = isinstance(value, dict) and field.type == "list"
    items = value.get("items", []) if incomplete else value if isinstance(value, list) else [value]
    shown = [_item(vocabulary, field, item) for item in items]
    key = "incomplete" if incomplete else "list"
    if not shown:
        return both("facts", "incomplete_empty" if incomplete else "empty")
    return both("facts", key, items=tuple(shown))


def _item(vocabulary: Vocabulary, field: Field, item: Any) -> Label:
    if isinstance(item, dict) and field.items_are_objects:
        text = facts_text(vocabulary, field.items, item)
        return both("facts", "item", text=text) if item else both("facts", "item_empty")
    enum = vocabulary.enums.get(field.items)
    return enum.values.get(str(item), _same(str(item))) if enum else _same(str(item))


def _same(text: str) -> Label:
    return dict.fromkeys(LANGUAGES, text)
