"""What may stand as it is in the fields of a kind: the tables by which the fast checks go."""

from __future__ import annotations

from collections.abc import Container
from math import inf, nextafter
from typing import Any

from standardcheck.plan.model import NONE, NOT_APPLICABLE
from standardcheck.vocabulary.model import Field, Kind, Promise, Vocabulary


class Unusual(Exception):
    """Something stands in the plan that has to be looked at more closely."""


class Table:
    """What may stand in the fields of one kind, by the type that it is written in."""

    __slots__ = (
        "bonds", "facts", "fields", "flags", "identity", "kind", "lists", "numbers", "objects", "plain",
        "promised_values", "promising", "texts", "whole",
    )  # fmt: skip

    def __init__(self, kind: Kind, vocabulary: Vocabulary, days: set[str]) -> None:
        self.kind = kind.name
        self.fields = kind.fields
        self.facts = {field.name for field in kind.fields.values() if field.type not in ("list", "object")}
        self.bonds = kind.bonds
        self.identity = kind.identity
        self.texts: dict[str, Container[str]] = {}
        self.plain: set[str] = set()
        self.flags: set[str] = set()
        self.numbers: dict[str, tuple[Any, Any]] = {}
        self.whole: dict[str, tuple[Any, Any]] = {}
        self.objects: dict[str, str] = {}
        self.lists: dict[str, Field] = {}
        self.promising: dict[str, Promise] = {}
        self.promised_values: dict[str, Container[str]] = {}
        for field in kind.fields.values():
            self._add(field, vocabulary, days)

    def _add(self, field: Field, vocabulary: Vocabulary, days: set[str]) -> None:
        if field.type == "date" and not field.references:
            self.texts[field.name] = days
        elif field.type == "enum":
            values = frozenset((*vocabulary.enums[field.enum].values, NONE, NOT_APPLICABLE))
            if field.promise is not None:
                self.promising[field.name] = field.promise
                self.promised_values[field.name] = values
            elif not field.references:
                self.texts[field.name] = values
        elif field.type == "text" and not field.pattern and field.name != self.identity and not field.references:
            self.plain.add(field.name)
        elif field.type == "flag":
            self.flags.add(field.name)
        elif field.type == "object":
            self.objects[field.name] = field.items
        elif field.type == "list":
            self.lists[field.name] = field
        elif field.is_numeric and not field.is_scaled:
            self._bounds(field)

    def _bounds(self, field: Field) -> None:
        low: Any = -inf if field.minimum is None else field.minimum
        high: Any = inf if field.maximum is None else field.maximum
        if type(low) not in (int, float) or type(high) not in (int, float):
            return
        if field.excludes_minimum:
            low = nextafter(float(low), inf)
        self.whole[field.name] = low, high
        if field.type == "number":
            self.numbers[field.name] = low, high
