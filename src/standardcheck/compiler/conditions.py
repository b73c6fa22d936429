"""Reading conditions and expressions of rule files into the typed form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

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
    Quantified,
)
from standardcheck.compiler.operators import AGGREGATES, ARITHMETIC, COMPARISONS, CONNECTIVES, QUANTIFIERS
from standardcheck.compiler.typing import Type, type_label, type_labels, type_of_field, type_text
from standardcheck.hints import near, shown
from standardcheck.ruleset.packs import Origin
from standardcheck.vocabulary.dates import is_date
from standardcheck.vocabulary.model import Field, Label
from standardcheck.vocabulary.numbers import canonical, exact
from standardcheck.vocabulary.units import (
    NO_DIMENSION,
    Dimensions,
    UnknownUnit,
    dimensions_label,
    divide_dimensions,
    multiply_dimensions,
)

_LOGIC = ("all", "any", "not", "k_of", "one_of", "if")
_BESIDE = {"k_of": {"k"}, "if": {"then", "else"}}
_KEYWORDS = (*_LOGIC, *QUANTIFIERS, *AGGREGATES)
MAX_DEPTH = 16
"""How deeply conditions and expressions may nest: the declared bound on what a rule may cost."""


class Unusable(Exception):
    """Raised after a fault was recorded: this part cannot be read further."""


class Sight(NamedTuple):
    """From where paths start: the kind of the object (empty: an item of a list of plain values), and the kinds of the
    objects around a quantifier or an aggregate that looks at it, besides those that enclose it in the plan."""

    kind: str
    around: tuple[str, ...] = ()

    def into(self, item: str) -> Sight:
        """What is in sight from an item of a list that is looked at from here."""
        return Sight(item, tuple(dict.fromkeys((self.kind, *self.around))))


class Reader:
    """Reads one rule set. ``owner`` is the builder: it collects faults and knows parameters and their types."""

    def __init__(self, owner: Any) -> None:
        self.owner = owner
        self.vocabulary = owner.vocabulary

    def quiet(self, read: Callable[..., Any], *args: Any) -> Any:
        """What ``read`` returns, or ``None`` if it found a fault (which is recorded)."""
        try:
            return read(*args)
        except Unusable:
            return None

    def refuse(self, origin: Origin, code: str, **args: Any) -> Unusable:
        self.owner.fault(origin, code, **args)
        return Unusable(code)

    # -- subjects and paths ----------------------------------------------------------------------------------

    def subject(self, text: str, origin: Origin) -> tuple[str, str, str]:
        """``for:`` as (kind, parent, list field); the latter two are empty for "every object of the kind"."""
        kinds = self.vocabulary.kinds
        if not text.startswith("each "):
            if text not in kinds:
                raise self.refuse(origin, "rule-unknown-kind", name=text, hint=near(text, kinds))
            return text, "", ""
        parent, _, name = text.removeprefix("each ").strip().rpartition(".")
        if parent not in kinds:
            raise self.refuse(origin, "rule-unknown-kind", name=parent, hint=near(parent, kinds))
        field = kinds[parent].fields.get(name)
        if field is None or field.type != "list" or not field.items_are_objects:
            raise self.refuse(origin, "rule-not-a-list", path=text, hint=near(name, kinds[parent].fields))
        return field.items, parent, name

    def fact(self, text: str, seen: Sight, origin: Origin) -> tuple[Fact, Field]:
        """A path to one value."""
        start, steps = self._start(text, seen, origin)
        fields, field = self._walk(start, steps, text, origin, many=False)
        if field.type in ("list", "object"):
            raise self.refuse(origin, "rule-not-a-value", path=text)
        return Fact(start, fields), field

    def items(self, text: Any, seen: Sight, origin: Origin) -> tuple[Items, Field]:
        """A path to a list."""
        if not isinstance(text, str):
            raise self.refuse(origin, "rule-path-expected", found=shown(text))
        start, steps = self._start(text, seen, origin)
        fields, field = self._walk(start, steps, text, origin, many=True)
        if field.type != "list":
            raise self.refuse(origin, "rule-not-a-list", path=text, hint="")
        return Items(start, fields, field.items if field.items_are_objects else ""), field

    def _start(self, text: str, seen: Sight, origin: Origin) -> tuple[str, list[str]]:
        steps = text.split(".")
        kind = seen.kind
        own = self.vocabulary.kinds[kind].fields if kind else {}
        above = [*(self.vocabulary.parents(kind) if kind else ()), *seen.around]
        if steps[0] in own:
            return kind, steps
        if (steps[0] == kind or steps[0] in above) and len(steps) > 1:
            return steps[0], steps[1:]
        hint = near(steps[0], [*own, *above, *_KEYWORDS])
        raise self.refuse(origin, "rule-unknown-name", name=steps[0], kind=kind, hint=hint)

    def _walk(
        self, kind: str, steps: list[str], text: str, origin: Origin, many: bool
    ) -> tuple[tuple[str, ...], Field]:
        field: Field | None = None
        for at, step in enumerate(steps):
            fields = self.vocabulary.kinds[kind].fields
            field = fields.get(step)
            if field is None:
                raise self.refuse(origin, "rule-unknown-name", name=step, kind=kind, hint=near(step, fields))
            if at + 1 < len(steps):
                if not field.items_are_objects or (field.type == "list" and not many):
                    raise self.refuse(origin, "rule-path-through", path=text, step=step)
                kind = field.items
        assert field is not None
        return tuple(steps), field

    # -- conditions ------------------------------------------------------------------------------------------

    def condition(self, data: Any, seen: Sight, origin: Origin, depth: int = 0) -> Any:
        """A condition seen from an object."""
        if depth > MAX_DEPTH:
            raise self.refuse(origin, "rule-too-deep", limit=MAX_DEPTH)
        if not isinstance(data, dict) or not data:
            raise self.refuse(origin, "rule-condition-expected", found=shown(data))
        for key in (*QUANTIFIERS, *AGGREGATES):
            if key in data:
                read = self._quantified if key in QUANTIFIERS else self._aggregate_test
                return read(key, data, seen, origin, depth)
        parts = []
        beside = set().union(*(_BESIDE.get(key, set()) for key in data))
        failed = False
        for key, value in data.items():
            if key in beside:
                continue
            try:
                parts.append(self._part(key, value, data, seen, origin, depth))
            except Unusable:
                failed = True
        if failed:
            raise Unusable
        return parts[0] if len(parts) == 1 else Group("all", tuple(parts))

    def _part(self, key: str, value: Any, data: dict[str, Any], seen: Sight, origin: Origin, depth: int) -> Any:
        here = origin.at(key)
        if key == "if":
            condition = self.condition(value, seen, here, depth + 1)
            if "then" not in data:
                raise self.refuse(here, "rule-missing-key", key="then")
            then = self.condition(data["then"], seen, origin.at("then"), depth + 1)
            otherwise = self.condition(data["else"], seen, origin.at("else"), depth + 1) if "else" in data else None
            return If(condition, then, otherwise)
        if key in CONNECTIVES:
            return self._connective(key, value, data, seen, here, depth)
        return self._test(key, value, seen, here)

    def _connective(self, key: str, value: Any, data: dict[str, Any], seen: Sight, here: Origin, depth: int) -> Group:
        arity = CONNECTIVES[key].arity
        if arity == "one":
            return Group(key, (self.condition(value, seen, here, depth + 1),))
        if not isinstance(value, list) or not value:
            raise self.refuse(here, "rule-list-expected", key=key, found=shown(value))
        labels: list[Any] = []
        items = []
        for at, item in enumerate(value):
            inner, place = item, here.at(at)
            if arity == "alternatives":
                if not isinstance(item, dict) or set(item) != {"label", "require"}:
                    raise self.refuse(place, "rule-alternative", found=shown(item))
                labels.append(item["label"])
                inner, place = item["require"], place.at("require")
            items.append(self.condition(inner, seen, place, depth + 1))
        k = data.get("k", 0) if key == "k_of" else 0
        if key == "k_of" and (type(k) is not int or not 0 < k <= len(items)):
            raise self.refuse(here, "rule-k", k=shown(k), n=len(items))
        return Group(key, tuple(items), k, tuple(labels))

    def _quantified(self, key: str, data: dict[str, Any], seen: Sight, origin: Origin, depth: int) -> Quantified:
        self._only(data, {key, "where", "satisfies"}, origin)
        if "satisfies" not in data:
            raise self.refuse(origin.at(key), "rule-missing-key", key="satisfies")
        items, field = self.items(data[key], seen, origin.at(key))
        where = self._of_items(field, data, "where", seen, origin, depth)
        return Quantified(key, items, where, self._of_items(field, data, "satisfies", seen, origin, depth))

    def _of_items(self, field: Field, data: dict[str, Any], key: str, seen: Sight, origin: Origin, depth: int) -> Any:
        """A condition on the items of a list that is looked at from ``seen``; ``None`` if there is none."""
        if key not in data:
            return None
        if field.items_are_objects:
            return self.condition(data[key], seen.into(field.items), origin.at(key), depth + 1)
        return self._plain_items(field, data[key], origin.at(key))

    def _plain_items(self, field: Field, data: Any, origin: Origin) -> Any:
        if not isinstance(data, dict) or set(data) != {"it"}:
            raise self.refuse(origin, "rule-it-expected", found=shown(data))
        enum = field.items if field.items in self.vocabulary.enums else ""
        type_ = Type("enum" if enum else "text", enum=enum)
        return self._tests(Fact("", ("it",), enum), type_, data["it"], Sight(""), origin.at("it"))

    def _only(self, data: dict[str, Any], allowed: set[str], origin: Origin) -> None:
        for key in data:
            if key not in allowed:
                raise self.refuse(origin.at(key), "rule-not-beside", key=key, hint=near(key, allowed))

    def _aggregate_test(self, key: str, data: dict[str, Any], seen: Sight, origin: Origin, depth: int) -> Any:
        tests = {name: value for name, value in data.items() if name in COMPARISONS}
        rest = {name: value for name, value in data.items() if name not in COMPARISONS}
        if not tests:
            raise self.refuse(origin.at(key), "rule-no-comparison", key=key)
        left, type_ = self._aggregate(key, rest, seen, origin, depth)
        return self._tests(left, type_, tests, seen, origin)

    # -- tests -----------------------------------------------------------------------------------------------

    def _test(self, key: str, value: Any, seen: Sight, here: Origin) -> Any:
        if key.startswith("$"):
            left, type_ = self.named(key, seen, here)
        else:
            left, field = self.fact(key, seen, here)
            type_ = type_of_field(field, self.vocabulary)
        return self._tests(left, type_, value, seen, here)

    def _tests(self, left: Any, type_: Type, value: Any, seen: Sight, here: Origin) -> Any:
        if isinstance(value, list):
            value, wrapped = {"in": value}, True
        elif not isinstance(value, dict):
            value, wrapped = {"equals": value}, True
        else:
            wrapped = False
        parts: list[Any] = []
        for op, operand in value.items():
            place = here if wrapped else here.at(op)
            if op == "present":
                parts.append(self._presence(left, operand, place))
                continue
            if op not in COMPARISONS:
                raise self.refuse(place, "rule-unknown-operator", op=op, hint=near(op, [*COMPARISONS, "present"]))
            entry = COMPARISONS[op]
            if type_.name not in entry.types:
                raise self.refuse(
                    place, "rule-operator-type", op=op, type=type_label(type_.name), takes=type_labels(entry.types)
                )
            parts.append(Compare(op, left, self._operand(operand, type_, entry.right, seen, place)))
        if not parts:
            raise self.refuse(here, "rule-condition-expected", found="{}")
        return parts[0] if len(parts) == 1 else Group("all", tuple(parts))

    def _presence(self, left: Any, operand: Any, place: Origin) -> Present:
        if not isinstance(left, Fact):
            raise self.refuse(place, "rule-present-fact")
        if not isinstance(operand, bool):
            raise self.refuse(place, "rule-flag-expected", found=shown(operand))
        return Present(left, operand)

    def _operand(self, operand: Any, type_: Type, arity: str, seen: Sight, place: Origin) -> Any:
        if arity == "many":
            return self._many(operand, type_, place)
        if isinstance(operand, str) and operand.startswith("$"):
            right, found = self.named(operand, seen, place)
        elif isinstance(operand, dict):
            if set(operand) != {"field"} or not isinstance(operand["field"], str):
                raise self.refuse(place, "rule-operand", found=shown(operand))
            right, field = self.fact(operand["field"], seen, place.at("field"))
            found = type_of_field(field, self.vocabulary)
        else:
            return Literal(self.literal(operand, type_, place))
        if not type_.fits(found):
            raise self.refuse(place, "rule-type-mismatch", left=self._type_text(type_), right=self._type_text(found))
        return right

    def _many(self, operand: Any, type_: Type, place: Origin) -> Literal:
        if isinstance(operand, str) and operand.startswith("$"):
            name = operand[1:]
            entry = self.owner.resolved.sets.get(name)
            if entry is None:
                raise self.refuse(place, "rule-unknown-set", name=name, hint=near(name, self.owner.resolved.sets))
            if type_.name != "enum" or entry[0].of != type_.enum:
                raise self.refuse(
                    place,
                    "rule-type-mismatch",
                    left=self._type_text(type_),
                    right=self._type_text(Type("enum", enum=entry[0].of)),
                )
            return Literal(tuple(entry[0].values), name)
        if not isinstance(operand, list) or not operand:
            raise self.refuse(place, "rule-list-expected", key="in", found=shown(operand))
        return Literal(tuple(self.literal(item, type_, place.at(at)) for at, item in enumerate(operand)))

    def _dimensions(self, dimensions: Dimensions) -> Label:
        return dimensions_label(dimensions, self.vocabulary.units)

    def _type_text(self, type_: Type) -> Label:
        return type_text(type_, self.vocabulary)

    def literal(self, value: Any, type_: Type, origin: Origin, in_param: bool = False) -> Any:
        """A value written in a rule, in base units."""
        if type_.name == "number":
            return self._number(value, type_, origin, in_param)
        fits = {
            "flag": isinstance(value, bool),
            "text": isinstance(value, str),
            "date": isinstance(value, str) and is_date(value),
            "enum": isinstance(value, str),
        }[type_.name]
        if not fits:
            raise self.refuse(origin, "rule-literal", found=shown(value), want=type_label(type_.name))
        if type_.name == "enum":
            enum = self.vocabulary.enums.get(type_.enum)
            if enum is not None and value not in enum.values:
                hint = near(value, enum.values)
                raise self.refuse(origin, "rule-unknown-value", value=value, enum=type_.enum, hint=hint)
        return value

    def _number(self, value: Any, type_: Type, origin: Origin, in_param: bool) -> Any:
        if isinstance(value, bool) or not (
            isinstance(value, str) or hasattr(value, "numerator") or isinstance(value, float)
        ):
            raise self.refuse(origin, "rule-literal", found=shown(value), want=type_label("number"))
        if not isinstance(value, str):
            if in_param and type_.dimensions:
                raise self.refuse(
                    origin, "rule-unit-missing", found=shown(value), want=self._dimensions(type_.dimensions)
                )
            factor = type_.field.unit.factor if type_.field and type_.field.unit else "1"
            return canonical(exact(value) * exact_text(factor))
        try:
            quantity = self.vocabulary.units.quantity(value)
        except UnknownUnit as unknown:
            hint = near(str(unknown), self.vocabulary.units.spellings())
            raise self.refuse(origin, "rule-unknown-unit", unit=str(unknown), hint=hint) from None
        except ValueError:
            raise self.refuse(origin, "rule-literal", found=shown(value), want=type_label("number")) from None
        if quantity.form == "bare" and type_.dimensions:
            raise self.refuse(origin, "rule-unit-missing", found=shown(value), want=self._dimensions(type_.dimensions))
        if quantity.dimensions != type_.dimensions:
            raise self.refuse(
                origin,
                "rule-wrong-dimension",
                found=shown(value),
                got=self._dimensions(quantity.dimensions),
                want=self._dimensions(type_.dimensions),
            )
        return quantity.value

    # -- expressions -----------------------------------------------------------------------------------------

    def named(self, text: str, seen: Sight, origin: Origin) -> tuple[Any, Type]:
        """``$name``: a parameter or a derived quantity."""
        name = text[1:]
        if name in self.owner.resolved.params:
            self.owner.table_rows(name, seen.kind)
            return Param(name, seen.kind), self.owner.types[name]
        if name in self.owner.resolved.derived:
            owner_kind = self.owner.resolved.derived[name][0].for_
            if owner_kind != seen.kind and owner_kind not in self.vocabulary.parents(seen.kind):
                raise self.refuse(origin, "rule-derived-out-of-sight", name=name, kind=seen.kind, owner=owner_kind)
            return Derived(name, owner_kind), self.owner.derived_types[name]
        known = [*self.owner.resolved.params, *self.owner.resolved.derived]
        raise self.refuse(origin, "rule-unknown-param", name=name, hint=near(name, known))

    def expression(
        self, data: Any, seen: Sight, origin: Origin, want: Type | None = None, depth: int = 0
    ) -> tuple[Any, Type]:
        """An expression seen from an object, and its type."""
        if depth > MAX_DEPTH:
            raise self.refuse(origin, "rule-too-deep", limit=MAX_DEPTH)
        if isinstance(data, str) and data.startswith("$"):
            return self.named(data, seen, origin)
        if isinstance(data, str) and (data[:1].isalpha() or data[:1] == "_"):
            fact, field = self.fact(data, seen, origin)
            return fact, type_of_field(field, self.vocabulary)
        if isinstance(data, dict):
            return self._operation(data, seen, origin, want, depth)
        return self._constant(data, origin)

    def _constant(self, data: Any, origin: Origin) -> tuple[Literal, Type]:
        if isinstance(data, bool) or not isinstance(data, int | float | str):
            raise self.refuse(origin, "rule-expression", found=shown(data))
        try:
            quantity = self.vocabulary.units.quantity(str(data))
        except ValueError:
            raise self.refuse(origin, "rule-expression", found=shown(data)) from None
        type_ = Type("number", quantity.dimensions, "", quantity.value, quantity.value, quantity.value != 0)
        return Literal(quantity.value), type_

    def _operation(
        self, data: dict[str, Any], seen: Sight, origin: Origin, want: Type | None, depth: int
    ) -> tuple[Any, Type]:
        for key in AGGREGATES:
            if key in data:
                return self._aggregate(key, data, seen, origin, depth)
        if "lookup" in data:
            self._only(data, {"lookup"}, origin)
            if not isinstance(data["lookup"], str) or not data["lookup"].startswith("$"):
                raise self.refuse(origin.at("lookup"), "rule-unknown-param", name=shown(data["lookup"]), hint="")
            return self.named(data["lookup"], seen, origin.at("lookup"))
        ops = [key for key in data if key in ARITHMETIC]
        if len(ops) != 1:
            raise self.refuse(origin, "rule-expression", found=shown(list(data)))
        return self._arithmetic(ops[0], data, seen, origin, depth)

    def _arithmetic(self, op: str, data: dict[str, Any], seen: Sight, origin: Origin, depth: int) -> tuple[Any, Type]:
        here = origin.at(op)
        self._only(data, {op, "to"} if op == "round_up" else {op}, origin)
        args = [data[op]] if op == "round_up" else data[op]
        if not isinstance(args, list) or not args or (op in ("subtract", "divide") and len(args) != 2):
            raise self.refuse(here, "rule-list-expected", key=op, found=shown(args))
        read = [
            self.expression(arg, seen, here if op == "round_up" else here.at(at), None, depth + 1)
            for at, arg in enumerate(args)
        ]
        forms, types = [form for form, _ in read], [type_ for _, type_ in read]
        for at, type_ in enumerate(types):
            if type_.name != "number":
                raise self.refuse(here.at(at), "rule-literal", found=type_label(type_.name), want=type_label("number"))
        if op == "multiply":
            dimensions = multiply_dimensions(*(type_.dimensions for type_ in types))
        elif op == "divide":
            if not self._divides(forms[1], types[1]):
                raise self.refuse(here.at(1), "rule-divisor-zero")
            dimensions = divide_dimensions(types[0].dimensions, types[1].dimensions)
        else:
            dimensions = types[0].dimensions
            for at, type_ in enumerate(types):
                if type_.dimensions != dimensions:
                    raise self.refuse(
                        here.at(at),
                        "rule-type-mismatch",
                        left=self._dimensions(dimensions),
                        right=self._type_text(type_),
                    )
        step = None
        if op == "round_up":
            step = self.literal(data.get("to", 1), Type("number", dimensions, field=types[0].field), origin.at("to"))
            if exact(step) <= 0:
                raise self.refuse(origin.at("to"), "rule-bad-value", key="to", found=shown(data["to"]), expected="> 0")
        return Arithmetic(op, tuple(forms), step), Type("number", dimensions)

    def _divides(self, form: Any, type_: Type) -> bool:
        """Whether a divisor's natural bounds keep 0 out."""
        if isinstance(form, Param):
            at = self.owner.resolved.params[form.name]
            return all(self._not_zero(e.edition.value) for e in at.editions)
        return type_.excludes_zero

    def _not_zero(self, value: Any) -> bool:
        try:
            return value is not None and self.vocabulary.units.quantity(str(value)).value != 0
        except ValueError:  # reported where it stands
            return True

    def _aggregate(self, key: str, data: dict[str, Any], seen: Sight, origin: Origin, depth: int) -> tuple[Any, Type]:
        allowed = {key, "where"} | ({"distinct"} if key == "count" else {"of"})
        self._only(data, allowed, origin)
        items, field = self.items(data[key], seen, origin.at(key))
        where = self._of_items(field, data, "where", seen, origin, depth)
        if key == "share" and where is None:
            raise self.refuse(origin.at(key), "rule-missing-key", key="where")
        distinct = None
        if "distinct" in data:
            distinct, _ = self.fact(data["distinct"], Sight(items.item), origin.at("distinct"))
        if "of" not in data:
            if key in ("sum", "min", "max"):
                raise self.refuse(origin.at(key), "rule-missing-key", key="of")
            return Aggregate(key, items, None, where, distinct), Type("number", NO_DIMENSION, low=0)
        of, type_ = self.expression(data["of"], seen.into(items.item), origin.at("of"), None, depth + 1)
        if type_.name != "number":
            raise self.refuse(origin.at("of"), "rule-literal", found=type_label(type_.name), want=type_label("number"))
        dimensions = NO_DIMENSION if key == "share" else type_.dimensions
        return Aggregate(key, items, of, where), Type("number", dimensions, unit=type_.unit)


def exact_text(factor: str) -> Any:
    """A unit factor as a ``Fraction``."""
    from fractions import Fraction

    return Fraction(factor)
