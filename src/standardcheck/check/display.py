"""Values, labels and units as people read them, in each language."""

from __future__ import annotations

from standardcheck.check.figures import PLAIN, Shown, field_unit, number_text
from standardcheck.compiler.form import (
    Aggregate,
    Arithmetic,
    Compare,
    Derived,
    Fact,
    Group,
    If,
    Items,
    Literal,
    Param,
    Present,
    Program,
    Quantified,
)
from standardcheck.compiler.values import Value
from standardcheck.typing_light import Any
from standardcheck.vocabulary.model import Field, Label, Vocabulary
from standardcheck.wording import catalogue, sentence, spoken

_UNIT_NAME = {"zh": 1, "en": 2}
"""Where the unit's name stands in :data:`Shown`, by language."""


_OF_ONE = {"in": "equals", "not_in": "not_equals"}
"""How membership is worded where the list has one value."""


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
        return self._list_field(items).label

    def enum_of_items(self, items: Items) -> str:
        """The enumeration that plain items are of, or ``""``."""
        name = self._list_field(items).items
        return name if name in self.vocabulary.enums else ""

    def _list_field(self, items: Items) -> Field:
        kind, field = items.kind, None
        for name in items.fields:
            field = self.vocabulary.kinds[kind].fields[name]
            kind = field.items
        assert field is not None
        return field

    def _aggregate_label(self, node: Aggregate) -> Label:
        args: dict[str, Any] = {"items": self.items_label(node.items)}
        key = node.op
        if node.distinct is not None:
            key, args["of"] = "count_distinct", self.label(node.distinct)
        elif node.of is not None:
            key, args["of"] = f"{node.op}_of", self.label(node.of)
        if node.where is not None:
            key += "_where"
            args["where"] = self.phrase(node.where)
        return both("labels", key, **args)

    def enum(self, node: Any) -> str:
        """The enumeration an expression takes its values from, or ``""``."""
        match node:
            case Fact():
                field = self.field(node)
                return field.enum if field else node.enum
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

    def value(self, value: Any, unit: Shown, enum: str = "", beside: Any = None) -> Label:
        """A known value; a number that is not ``beside``, with which it is compared, is not rounded to it."""
        if isinstance(value, bool):
            return both("values", "true" if value else "false")
        if isinstance(value, str):
            labels = self.vocabulary.enums[enum].values if enum in self.vocabulary.enums else {}
            return labels.get(value, _same(value))
        if isinstance(value, tuple):
            shown = [self.value(item, unit, enum) for item in value]
            return {lang: catalogue(lang).COMMA.join(item[lang] for item in shown) for lang in spoken()}
        beside = None if isinstance(beside, str | tuple | bool) else beside
        return {lang: number_text(value, unit, _UNIT_NAME[lang], beside) for lang in spoken()}

    def worth(self, value: Value, unit: Shown, enum: str = "", beside: Value | None = None) -> Label:
        """A value of which perhaps only bounds are known, ``beside`` the one with which it is compared."""
        other = beside.value if beside is not None and beside.is_known else None
        if value.is_known:
            return self.value(value.value, unit, enum, other)
        if value.state == "none":
            return both("values", "none")
        if value.reason in ("undecided", "no_edition", "empty", "declared_not_applicable"):
            return both("values", value.reason)
        if value.low is None and value.high is None:
            return both("values", "not_stated")
        if not isinstance(value.low, str | None) or not isinstance(value.high, str | None):
            return self._bounds(value, unit, other)
        return both("values", "not_stated")

    def _bounds(self, value: Value, unit: Shown, beside: Any) -> Label:
        args = {
            "low": None if value.low is None else self.value(value.low, unit, "", beside),
            "high": None if value.high is None else self.value(value.high, unit, "", beside),
        }
        if args["low"] is None:
            return both("values", "at_most", high=args["high"])
        if args["high"] is None:
            return both("values", "at_least", low=args["low"])
        return both("values", "between", **args)

    # -- conditions as phrases -------------------------------------------------------------------------------

    def phrase(self, node: Any) -> Label:
        """A condition as a phrase: ``floor area at least 600 m² and form complex``."""
        match node:
            case Compare():
                key = "compare_equals" if node.op == "equals" else "compare"
                return both("phrases", key, left=self.label(node.left), test=self.test(node))
            case Present():
                return both("phrases", "compare", left=self.label(node.fact), test=self.test(node))
            case Group("not", (item,)):
                return both("phrases", "not", item=self.phrase(item))
            case Group(op, items, k, labels):
                return self._group(op, items, k, labels)
            case If(condition, then, otherwise):
                args = {"condition": self.phrase(condition), "then": self.phrase(then)}
                if otherwise is None:
                    return both("phrases", "if", **args)
                return both("phrases", "if_else", **args, otherwise=self.phrase(otherwise))
            case Quantified(op, items, where, satisfies):
                args = {"items": self.items_label(items), "satisfies": self.phrase(satisfies)}
                if where is None:
                    return both("phrases", op, **args)
                return both("phrases", f"{op}_where", **args, where=self.phrase(where))
            case _:
                return self.label(node)

    def _group(self, op: str, items: tuple[Any, ...], k: int, labels: tuple[Any, ...]) -> Label:
        parts = [self.phrase(item) for item in items]
        nested = [isinstance(item, Group | If) for item in items]
        parts = [
            both("phrases", "nested", item=part) if deep else part for part, deep in zip(parts, nested, strict=True)
        ]
        if labels:
            parts = [
                both("phrases", "alternative", label=label, item=part)
                for label, part in zip(labels, parts, strict=True)
            ]
        joined = parts[0]
        joint = "and" if op == "all" else "or"
        if op == "k_of":
            joint = "semicolon"
        for part in parts[1:]:
            joined = both("phrases", joint, left=joined, right=part)
        return both("phrases", "k_of", k=k, items=joined) if op == "k_of" else joined

    def test(self, node: Compare | Present, right: Value | None = None) -> Label:
        """The operator and its right side as a phrase: “at least 600 m²”."""
        if isinstance(node, Present):
            return both("operators", "present" if node.expected else "not_present")
        unit = self.unit(node.left, node.right)
        enum = self.enum(node.left)
        alone = _alone(node)
        if alone is not None:
            return both("operators", _OF_ONE[node.op], required=self.value(alone, unit, enum))
        if right is not None and not isinstance(node.right, Literal):
            required = self.worth(right, unit, enum)
            if not right.is_known and self._says_little(node.right, right):
                required = self._limit(node.right)
        elif isinstance(node.right, Literal):
            required = (
                self.program.set_labels[node.right.set_name]
                if node.right.set_name
                else self.value(node.right.value, unit, enum)
            )
        elif isinstance(node.right, Fact):
            required = self.name_of(node.right, node.left)
        else:
            required = self._limit(node.right)
        return both("operators", node.op, required=required)

    def _says_little(self, node: Any, worth: Value) -> bool:
        """Whether the bounds of a limit that is not known say less than what it is called."""
        if isinstance(node, Param):
            return worth.low is None or worth.high is None
        return isinstance(node, Derived | Arithmetic | Aggregate)

    def _limit(self, node: Any) -> Label:
        """What a limit is called whose value is not said; the name of a parameter is marked as a name."""
        label = self.label(node)
        return both("labels", "limit", label=label) if isinstance(node, Param) else label

    def name_of(self, fact: Fact, beside: Any) -> Label:
        """What a fact is called beside another expression; of another object: “gross floor area of facility”."""
        label = self.label(fact)
        if not isinstance(beside, Fact) or beside.kind == fact.kind:
            return label
        return both("facts", "of", whole=self.vocabulary.kinds[fact.kind].label, piece=label)


def _alone(node: Compare) -> Any:
    """The only value of a list that a comparison names."""
    values = node.right.value if isinstance(node.right, Literal) else None
    return values[0] if node.op in _OF_ONE and isinstance(values, tuple) and len(values) == 1 else None


def both(section: str, key: str, **args: Any) -> Label:
    """A sentence of the catalogues in every language."""
    return {language: sentence(language, section, key, args) for language in spoken()}


def _same(text: str) -> Label:
    return dict.fromkeys(spoken(), text)
