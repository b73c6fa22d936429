"""Values, labels and units as people read them, in each language."""

from __future__ import annotations

from typing import Any

from standardcheck.compiler.form import (
    Aggregate,
    Arithmetic,
    Compare,
    Derived,
    Fact,
    Items,
    Literal,
    Param,
    Present,
    Program,
)
from standardcheck.compiler.values import Value
from standardcheck.vocabulary.model import Field, Label, Vocabulary
from standardcheck.vocabulary.numbers import Number, canonical, decimal_text, exact
from standardcheck.wording import LANGUAGES, catalogue, sentence

Shown = tuple[str, str, str]
"""How to show a number: factor of the unit to base units, and the unit's name in zh and en."""

PLAIN: Shown = ("1", "", "")


class Display:
    """Shows values of one vocabulary and program."""

    def __init__(self, vocabulary: Vocabulary, program: Program) -> None:
        self.vocabulary = vocabulary
        self.program = program

    # -- what is measured ------------------------------------------------------------------------------------

    def field(self, fact: Fact) -> Field | None:
        """The vocabulary's field of a fact; ``None`` for an item of a list of plain values."""
        kind, field = fact.kind, None
        if not kind:
            return None
        for name in fact.fields:
            field = self.vocabulary.kinds[kind].fields[name]
            kind = field.items
        return field

    def label(self, node: Any) -> Label:
        """What an expression is called."""
        match node:
            case Fact():
                field = self.field(node)
                return field.label if field else both("labels", "item")
            case Param(name):
                return self.program.params[name].label
            case Derived(name):
                return self.program.derived[name].label
            case Aggregate():
                return self._aggregate_label(node)
            case Arithmetic(op, args):
                return both("labels", op, args=tuple(self.label(arg) for arg in args))
            case Literal(value):
                return _same(str(value))
            case _:
                return _same("")

    def items_label(self, items: Items) -> Label:
        """What the items of a list are called."""
        kind, field = items.kind, None
        for name in items.fields:
            field = self.vocabulary.kinds[kind].fields[name]
            kind = field.items
        assert field is not None
        return field.label

    def _aggregate_label(self, node: Aggregate) -> Label:
        args: dict[str, Any] = {"items": self.items_label(node.items)}
        key = node.op
        if node.distinct is not None:
            key, args["of"] = "count_distinct", self.label(node.distinct)
        elif node.of is not None:
            key, args["of"] = f"{node.op}_of", self.label(node.of)
        if node.where is not None:
            key += "_where"
            args["where"] = self.condition(node.where)
        return both("labels", key, **args)

    def enum(self, node: Any) -> str:
        """The enumeration an expression takes its values from, or ``""``."""
        match node:
            case Fact("", _):
                return ""
            case Fact():
                field = self.field(node)
                return field.enum if field else ""
            case Param(name):
                return self.program.params[name].enum
            case Derived(name):
                return self.program.derived[name].enum
            case _:
                return ""

    def unit(self, left: Any, right: Any = None) -> Shown:
        """The unit to show a comparison in: the requirement's, else the measured value's own."""
        for node in (right, left):
            match node:
                case Param(name) if self.program.params[name].unit != PLAIN:
                    return self.program.params[name].unit
                case Derived(name) if self.program.derived[name].unit != PLAIN:
                    return self.program.derived[name].unit
                case Fact():
                    field = self.field(node)
                    if field is not None and field.is_numeric:
                        return field_unit(field)
                case Aggregate(of=of) if of is not None and node.op != "share":
                    return self.unit(of)
                case Aggregate(op="share"):
                    return ("1/100", "%", "%")
        return PLAIN

    # -- values ----------------------------------------------------------------------------------------------

    def value(self, value: Any, unit: Shown, enum: str = "") -> Label:
        """A known value."""
        if isinstance(value, bool):
            return both("values", "true" if value else "false")
        if isinstance(value, str):
            labels = self.vocabulary.enums[enum].values if enum in self.vocabulary.enums else {}
            return labels.get(value, _same(value))
        if isinstance(value, tuple):
            shown = [self.value(item, unit, enum) for item in value]
            return {lang: catalogue(lang).COMMA.join(item[lang] for item in shown) for lang in LANGUAGES}
        return {"zh": number_text(value, unit, 1), "en": number_text(value, unit, 2)}

    def worth(self, value: Value, unit: Shown, enum: str = "") -> Label:
        """A value of which perhaps only bounds are known."""
        if value.is_known:
            return self.value(value.value, unit, enum)
        if value.state == "none":
            return both("values", "none")
        if value.reason in ("undecided", "no_edition", "empty", "declared_not_applicable"):
            return both("values", value.reason)
        if value.low is None and value.high is None:
            return both("values", "not_stated")
        if not isinstance(value.low, str | None) or not isinstance(value.high, str | None):
            return self._bounds(value, unit)
        return both("values", "not_stated")

    def _bounds(self, value: Value, unit: Shown) -> Label:
        args = {
            "low": None if value.low is None else self.value(value.low, unit),
            "high": None if value.high is None else self.value(value.high, unit),
        }
        if args["low"] is None:
            return both("values", "at_most", high=args["high"])
        if args["high"] is None:
            return both("values", "at_least", low=args["low"])
        return both("values", "between", **args)

    # -- conditions as phrases -------------------------------------------------------------------------------

    def condition(self, node: Any) -> Label:
        """A condition as a phrase: for labels of aggregates and for the sentences of rules."""
        from standardcheck.check.phrases import phrase

        return phrase(self, node)

    def test(self, node: Compare | Present, right: Value | None = None) -> Label:
        """The operator and its right side as a phrase: “at least 600 m²”."""
        if isinstance(node, Present):
            return both("operators", "present" if node.expected else "not_present")
        unit = self.unit(node.left, node.right)
        enum = self.enum(node.left)
        if right is not None and not isinstance(node.right, Literal):
            required = self.worth(right, unit, enum)
            if not right.is_known and isinstance(node.right, Param | Derived) and right.low is None:
                required = self.label(node.right)
        elif isinstance(node.right, Literal):
            required = (
                self.program.set_labels[node.right.set_name]
                if node.right.set_name
                else self.value(node.right.value, unit, enum)
            )
        else:
            required = self.label(node.right)
        return both("operators", node.op, required=required)


def field_unit(field: Field) -> Shown:
    """The unit to show a field's values in."""
    if field.quantity == "gradient":
        return ("1", "1:", "1:")
    if field.quantity == "share":
        return ("1/100", "%", "%")
    return (field.unit.factor, field.unit.zh, field.unit.en) if field.unit else PLAIN


def number_text(value: Number, unit: Shown, language: int) -> str:
    """A number of base units with its unit: ``600 m²``, ``1:12``, ``35 %``."""
    from fractions import Fraction

    name = unit[language]
    if name == "1:":
        return gradient_text(value)
    scaled = canonical(exact(value) / Fraction(unit[0])) if unit[0] != "1" else value
    return f"{decimal_text(scaled)} {name}".rstrip()


def gradient_text(value: Number) -> str:
    """A gradient as ``1:n``; as a decimal where that would round."""
    exact_value = exact(value)
    if exact_value == 0:
        return "0"
    run = canonical(1 / exact_value)
    text = decimal_text(run, 2)
    return f"1:{text}" if exact_value < 1 else decimal_text(value)


def both(section: str, key: str, **args: Any) -> Label:
    """A sentence of the catalogues in every language."""
    return {language: sentence(language, section, key, args) for language in LANGUAGES}


def _same(text: str) -> Label:
    return dict.fromkeys(LANGUAGES, text)
