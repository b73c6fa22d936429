"""What the answers to the questions of a new rule mean in a pack: kinds, fields and values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from standardcheck.compiler.typing import type_label
from standardcheck.errors import UsageError
from standardcheck.hints import near
from standardcheck.packtools.packset import LoadedPack
from standardcheck.plan.conform import Conform, Unfit
from standardcheck.vocabulary.dates import is_date
from standardcheck.vocabulary.model import Field
from standardcheck.vocabulary.units import UnknownUnit

Answers = Mapping[str, Any]


class Target(NamedTuple):
    """A value of the plan seen from a rule's kind: its path as written, the kind it starts at and the steps from
    there, and its field with the kind that holds it."""

    path: str
    kind: str
    steps: tuple[str, ...]
    holder: str
    field: Field


class Reading:
    """Reads answers for one pack. What is wrong with one is a ``UsageError`` in the words of the loader."""

    def __init__(self, loaded: LoadedPack, conform: Conform) -> None:
        self.loaded = loaded
        self.conform = conform
        self.vocabulary = conform.vocabulary

    def kind_of(self, value: str) -> str:
        """The kind that ``for`` means: ``kind``, or ``each kind.list``."""
        kinds = self.vocabulary.kinds
        if not value.startswith("each "):
            if value not in kinds:
                raise UsageError("rule-unknown-kind", name=value, hint=self._near_kind(value))
            return value
        parent, _, name = value.removeprefix("each ").strip().rpartition(".")
        if parent not in kinds:
            raise UsageError("rule-unknown-kind", name=parent, hint=self._near_kind(parent))
        field = kinds[parent].fields.get(name)
        if field is None or field.type != "list" or not field.items_are_objects:
            raise UsageError("rule-not-a-list", path=value, hint=near(name, kinds[parent].fields))
        return field.items

    def _near_kind(self, value: str) -> str:
        labels = {label: name for name, kind in self.vocabulary.kinds.items() for label in kind.label.values()}
        return labels.get(value) or near(value, self.vocabulary.kinds)

    def target(self, value: str, answers: Answers) -> Target:
        """The field that a path means, seen from the rule's kind."""
        own = self.kind_of(answers["for"])
        steps = value.split(".")
        kind, kinds = own, self.vocabulary.kinds
        if steps[0] not in kinds[own].fields and steps[0] in (own, *self.vocabulary.parents(own)) and len(steps) > 1:
            kind = steps.pop(0)
        holder, field = kind, None
        for at, step in enumerate(steps):
            fields = kinds[holder].fields
            field = fields.get(step)
            if field is None:
                raise UsageError("rule-unknown-name", name=step, kind=holder, hint=_near_field(step, fields))
            if at + 1 < len(steps):
                if field.type != "object":
                    raise UsageError("rule-path-through", path=value, step=step)
                holder = field.items
        assert field is not None
        if field.type in ("list", "object"):
            raise UsageError("rule-not-a-value", path=value)
        return Target(value, kind, tuple(steps), holder, field)

    def conditions(self, answers: Answers) -> list[tuple[Target, list[Any]]]:
        """``applies`` as fields and the values that they may have."""
        found = []
        for written in answers.get("applies") or ():
            path, sign, text = written.partition("=")
            if not sign or not path.strip() or not text.strip():
                raise UsageError("new-bad-applies", found=written)
            target = self.target(path.strip(), answers)
            found.append((target, [self.value(target, part) for part in text.split("|")]))
        return found

    def value(self, target: Target, text: str) -> Any:
        """A value as it is written in a rule; labels stand for the enum values they belong to."""
        text, field = text.strip(), target.field
        if field.type == "flag":
            if text not in ("true", "false"):
                raise UsageError("rule-flag-expected", found=text)
            return text == "true"
        if field.enum:
            return self._enum_value(field, text)
        if field.type == "date":
            if not is_date(text):
                raise UsageError("not-a-date", label=field.label, found=text)
            return text
        if field.is_numeric:
            text = with_unit(self, field, text)
        try:
            self.conform.value_of(target.holder, field.name, text)
        except Unfit as unfit:
            raise UsageError(unfit.code, **unfit.args_) from None
        return text

    def _enum_value(self, field: Field, text: str) -> str:
        values = self.vocabulary.enums[field.enum].values
        for name, label in values.items():
            if text in (name, *label.values()):
                return name
        names = [*values, *(label["zh"] for label in values.values())]
        raise UsageError("rule-unknown-value", value=text, enum=field.enum, hint=near(text, names))

    def fits(self, target: Target, value: Any) -> bool:
        """Whether a plan may state this value."""
        try:
            self.conform.value_of(target.holder, target.field.name, value)
        except Unfit:
            return False
        return True


def _near_field(step: str, fields: Mapping[str, Field]) -> str:
    labels = {label: name for name, field in fields.items() for label in field.label.values()}
    return labels.get(step) or near(step, fields)


def with_unit(reading: Reading, field: Field, text: str) -> str:
    """A number with the unit of its field, unless it has one of its own."""
    try:
        quantity = reading.vocabulary.units.quantity(text)
    except UnknownUnit as unknown:
        hint = near(str(unknown), reading.vocabulary.units.spellings())
        raise UsageError("rule-unknown-unit", unit=str(unknown), hint=hint) from None
    except ValueError:
        raise UsageError("rule-literal", found=text, want=type_label("number")) from None
    if quantity.form == "bare" and field.unit is not None and field.unit.en:
        return f"{text} {_spelling(reading, field)}"
    return text


def _spelling(reading: Reading, field: Field) -> str:
    """How the unit of a field is written in a pack: ``m2`` for m²."""
    assert field.unit is not None
    for text in (field.unit.en.replace("²", "2"), field.unit.en):
        try:
            if reading.vocabulary.units.unit(text).dimensions == field.unit.dimensions:
                return text
        except UnknownUnit:
            continue
    return field.unit.zh
