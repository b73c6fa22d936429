"""Check plain data against the vocabulary and bring it into base units.

One function a field is compiled from the vocabulary. What does not conform is reported as a fault and left out,
so that the rules see it as not stated. ``jsonschema`` says the same of shape, and is the oracle in the tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from standardcheck.errors import Fault
from standardcheck.hints import Near, shown
from standardcheck.plan.bonds import broken, contradiction
from standardcheck.plan.fillers import is_blank, says_nothing
from standardcheck.plan.model import NONE, NOT_APPLICABLE, ORIGINS, Incomplete, Path, pointer
from standardcheck.plan.open_promises import keep_open, open_promises
from standardcheck.plan.ties import fault_of, misfits
from standardcheck.typing_light import Any
from standardcheck.vocabulary.dates import is_date
from standardcheck.vocabulary.model import Field, Kind, Promise, Vocabulary
from standardcheck.vocabulary.numbers import Number, canonical, compare, exact
from standardcheck.vocabulary.units import UnknownUnit, dimensions_label

Check = Callable[[Any], Any]

_LONG_FORM = frozenset(("value", "unit", "source", "page", "as_of", "note"))
MARKS = {
    "none": NONE,
    "—": NOT_APPLICABLE,
    "——": NOT_APPLICABLE,
    "n/a": NOT_APPLICABLE,
    "N/A": NOT_APPLICABLE,
}


MAX_FAULTS = 1000
"""Faults of one plan that are told apart; the rest are counted."""


class Unfit(Exception):
    """A value that does not fit its field: the code and arguments of the fault."""

    def __init__(self, code: str, **args: Any) -> None:
        self.code = code
        self.args_ = args


class _Checks(dict[str, Check | None]):
    """The checks of the plain values of one kind, each made when it is first asked for; ``None`` for what has none."""

    def __init__(self, kind: Kind, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._kind = kind
        self._vocabulary = vocabulary

    def __missing__(self, name: str) -> Check | None:
        field = self._kind.fields.get(name)
        if field is None or field.items_are_objects or field.type == "list":
            return None
        made = self[name] = _value_check(field, self._vocabulary)
        return made


class Conform:
    """The checks of one vocabulary, compiled once; safe to share between threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._checks = {name: _Checks(kind, vocabulary) for name, kind in vocabulary.kinds.items()}

    def __call__(self, data: Any) -> tuple[dict[str, Any], list[tuple[Path, Fault]]]:
        """The checked form of ``data`` (a document root, left as it is), and the faults with their paths."""
        run = _Run(self)
        checked = run.object(data, self.vocabulary.kinds[self.vocabulary.root], (), {})
        run.references()
        if checked:
            run.ties(checked)
            keep_open(open_promises(self.vocabulary, checked))
        if run.more:
            run.faults.append(((), Fault("more-faults", {"number": run.more}, pointer="")))
        return checked or {}, run.faults

    def value_of(self, kind: str, field: str, value: Any) -> Any:
        """``value`` as written, normalised for ``field``; raises :class:`Unfit`."""
        check = self._checks[kind][field]
        if check is None:
            raise KeyError(field)
        return check(value)


def _value_check(field: Field, vocabulary: Vocabulary) -> Check:
    plain = _CHECKS[field.type](field, vocabulary)
    allows_none = field.type != "flag" and not (field.is_numeric and field.excludes_zero)

    def check(value: Any) -> Any:
        if type(value) is str:
            mark = MARKS.get(value)
            if mark is NONE and not allows_none:
                raise Unfit("none-impossible", field=field.name, label=field.label)
            if mark is not None:
                return mark
        return plain(value)

    return check


class _Run:
    """One pass over one document."""

    def __init__(self, conform: Conform) -> None:
        self.vocabulary = conform.vocabulary
        self.checks = conform._checks
        self.faults: list[tuple[Path, Fault]] = []
        self.more = 0
        self.ids: dict[str, dict[str, Path]] = {}
        self.pending: list[tuple[Field, str, Path]] = []
        self.promises: dict[int, list[tuple[Promise, str]]] = {}

    def fault(self, code: str, path: Path, **args: Any) -> None:
        if len(self.faults) >= MAX_FAULTS:
            self.more += 1
            return
        self.faults.append((path, Fault(code, args, pointer=pointer(path))))

    def object(self, node: Any, kind: Kind, path: Path, above: dict[str, Any]) -> dict[str, Any] | None:
        """The checked form of one object; ``None`` if it is none at all."""
        if type(node) is not dict:
            self.fault("not-an-object", path, label=kind.label, found=shown(node))
            return None
        made: dict[str, Any] = {}
        around = {**above, kind.name: made}
        checks = self.checks[kind.name]
        origins: dict[str, Any] = {}
        for name, value in node.items():
            check = checks[name]
            if check is None:
                self._other(made, kind, name, value, path, around)
            elif value is not None:
                made[name] = self._fact(kind.fields[name], check, value, path, around, origins)
        if kind.bonds:
            self._bonds(made, kind, path)
        if origins:
            made[ORIGINS] = origins
        promises = self.promises.pop(id(made), None)
        if promises:
            keep_promises(made, promises)
        self._identity(made, kind, path)
        return made

    def _fact(
        self,
        field: Field,
        check: Check,
        value: Any,
        path: Path,
        around: dict[str, Any],
        origins: dict[str, Any],
    ) -> Any:
        """One value brought into its normal form; ``None`` (not stated) if it does not fit."""
        try:
            if type(value) is dict:
                value, origin = long_form(field, value)
                if origin:
                    origins[field.name] = origin
                if value is None:
                    return None
            value = check(value)
        except Unfit as unfit:
            self.fault(unfit.code, (*path, field.name), **unfit.args_)
            return None
        if field.references and value not in (None, NONE, NOT_APPLICABLE):
            self.pending.append((field, value, (*path, field.name)))
        if field.promise is not None and value in field.promise.any_of:
            holder = around.get(field.promise.of)
            if holder is not None:
                self.promises.setdefault(id(holder), []).append((field.promise, value))
        return value

    def _bonds(self, made: dict[str, Any], kind: Kind, path: Path) -> None:
        """Facts that contradict each other are reported and left out, all of them."""
        found = broken(kind.bonds, made)
        for bond in found:
            place, fault = contradiction(kind, bond, made, path)
            self.fault(fault.code, place, **fault.args)
        for bond in found:
            made[bond.field] = made[bond.other] = None

    def ties(self, data: dict[str, Any]) -> None:
        """The same for facts of several objects, once all of them are there."""
        found = misfits(self.vocabulary, data)
        for misfit in found:
            place, fault = fault_of(misfit)
            self.fault(fault.code, place, **fault.args)
        for misfit in found:
            for fact in misfit.unused:
                fact.node[fact.name] = None

    def _identity(self, node: dict[str, Any], kind: Kind, path: Path) -> None:
        name = node.get(kind.identity) if kind.identity else None
        if not isinstance(name, str) or name in (NONE, NOT_APPLICABLE):
            return
        first = self.ids.setdefault(kind.name, {}).setdefault(name, path)
        if first != path:
            self.fault("duplicate-identity", (*path, kind.identity), label=kind.label, id=name, first=pointer(first))

    def _other(
        self, made: dict[str, Any], kind: Kind, name: str, value: Any, path: Path, around: dict[str, Any]
    ) -> None:
        """A list, an object, a field of the submitter's own, or an unknown field."""
        field = kind.fields.get(name)
        if field is None:
            if name.startswith("x_"):
                made[name] = value
            else:
                self.fault("unknown-field", (*path, name), field=name, label=kind.label, hint=Near(name, kind.fields))
        elif value is not None:
            read = self._single if field.type == "object" else self._list
            made[name] = read(field, value, (*path, name), around)

    def _single(self, field: Field, value: Any, path: Path, around: dict[str, Any]) -> Any:
        if type(value) is str and value in MARKS:
            return MARKS[value]
        return self.object(value, self.vocabulary.kinds[field.items], path, around)

    def _list(self, field: Field, value: Any, path: Path, around: dict[str, Any]) -> Any:
        steps: tuple[str, ...] = ()
        items: Any = value
        if type(value) is str and value in MARKS:
            return [] if MARKS[value] is NONE else NOT_APPLICABLE
        if type(value) is dict and "items" in value:
            if not field.may_be_incomplete or set(value) != {"items", "incomplete"} or value["incomplete"] is not True:
                self.fault("list-form", path, label=field.label)
                return None
            steps = ("items",)
            items = value["items"]
        if type(items) is not list:
            self.fault("not-a-list", path, label=field.label, found=shown(items))
            return None
        kept = self._items(field, items, (*path, *steps), around)
        if not steps and len(kept) == len(items):
            return kept
        return Incomplete(kept, steps=steps)

    def _items(self, field: Field, value: list[Any], path: Path, around: dict[str, Any]) -> list[Any]:
        if field.items_are_objects:
            kind = self.vocabulary.kinds[field.items]
            # an item that is no object keeps its place in the list, with nothing stated
            return [self.object(item, kind, (*path, at), around) or {} for at, item in enumerate(value)]
        kept = []
        check = _item_check(field, self.vocabulary)
        for at, item in enumerate(value):
            try:
                said = check(item)
                if said is None:
                    raise Unfit("says-nothing", label=field.label, found=shown(item))
            except Unfit as unfit:
                self.fault(unfit.code, (*path, at), **unfit.args_)
                continue
            kept.append(said)
            if field.references:
                self.pending.append((field, item, (*path, at)))
        return kept

    def references(self) -> None:
        """Every reference must name an object that is there."""
        for field, value, path in self.pending:
            known = self.ids.get(field.references, {})
            if value not in known:
                label = self.vocabulary.kinds[field.references].label
                self.fault("dangling-reference", path, label=label, id=value, hint=Near(value, known))


def long_form(field: Field, value: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """The plain value of ``{value, unit, source, page, as_of, note}``, and what is said of its origin."""
    strange = sorted(key for key in value if key not in _LONG_FORM or not _says(key, value[key]))
    if strange or "value" not in value:
        raise Unfit("long-form", label=field.label, strange=strange or ["value"], field=field.name)
    plain, unit = value["value"], value.get("unit")
    if unit is not None:
        if type(plain) not in (int, float) or type(unit) is not str:
            raise Unfit("long-form-unit", label=field.label)
        plain = f"{plain!r} {unit}"
    return plain, {key: value[key] for key in ("source", "page", "as_of", "note") if value.get(key) is not None}


def _says(key: str, value: Any) -> bool:
    """Whether a key of the long form holds what it may."""
    if key in ("value", "unit") or value is None:
        return True
    if key == "page" and type(value) is int:
        return True
    return type(value) is str and (key != "as_of" or is_date(value))


def keep_promises(node: dict[str, Any], promises: list[tuple[Promise, str]]) -> None:
    """Mark a list incomplete where a stated value promises an item that is not in it."""
    for promise, value in promises:
        items: Any = node.get(promise.list)
        if type(items) not in (list, Incomplete):
            continue
        uses = promise.any_of[value]
        if any(item.get(promise.field) in (None, NOT_APPLICABLE, *uses) for item in items):
            continue
        already = items.promised if type(items) is Incomplete else ()
        stated = type(items) is Incomplete and items.stated
        steps = items.steps if type(items) is Incomplete else ()
        node[promise.list] = Incomplete(items, (*already, (promise.field, uses)), stated, steps)


def _item_check(field: Field, vocabulary: Vocabulary) -> Check:
    if field.items in vocabulary.enums:
        return _enum_check(field._replace(enum=field.items), vocabulary)
    return _text_check(field, vocabulary)


def _number_check(field: Field, vocabulary: Vocabulary) -> Check:
    low, high, open_low = field.minimum, field.maximum, field.excludes_minimum
    factor = field.unit.exact_factor if field.unit and field.is_scaled else None
    whole = field.type == "integer"

    def check(value: Any) -> Any:
        kind = type(value)
        if kind is str:
            value = _quantity(value, field, vocabulary)
        elif kind is not int and kind is not float:
            if kind is bool or not hasattr(value, "numerator"):
                raise Unfit("not-a-number", label=field.label, found=shown(value), unit=_unit_of(field))
        elif factor is not None:
            value = canonical(exact(value) * factor)
        if whole and type(value) is not int:
            if type(value) is not float or not value.is_integer():
                raise Unfit("not-whole", label=field.label, found=shown(value))
            value = int(value)
        if (low is not None and (value < low or (open_low and value == low))) or (high is not None and value > high):
            raise _out_of_bounds(field, value)
        return value

    return check


def _out_of_bounds(field: Field, value: Number) -> Unfit:
    low, high = field.minimum, field.maximum
    too_low = low is not None and compare(value, low) <= 0
    bound = low if too_low else high
    assert bound is not None
    code = "out-of-bounds-low" if too_low else "out-of-bounds-high"
    if too_low and field.excludes_minimum:
        code = "out-of-bounds-open"
    return Unfit(
        code,
        label=field.label,
        found=field.text_of(value),
        bound=field.text_of(bound),
        unit=_unit_of(field),
    )


def _unit_of(field: Field) -> dict[str, str]:
    unit = field.unit
    if field.quantity == "gradient":
        return {"zh": "1:n 或小数", "en": "1:n or a decimal"}
    if field.quantity == "share":
        return {"zh": "% 或 0 到 1 的小数", "en": "% or a decimal from 0 to 1"}
    if unit is None or not unit.en:
        return {"zh": "无单位", "en": "no unit"}
    return {"zh": unit.zh, "en": unit.en}


def _quantity(text: str, field: Field, vocabulary: Vocabulary) -> Number:
    try:
        quantity = vocabulary.units.quantity(text)
    except UnknownUnit as unknown:
        hint = Near(str(unknown.args[0]), vocabulary.units.spellings())
        raise Unfit("unknown-unit", label=field.label, found=shown(text), unit=_unit_of(field), hint=hint) from None
    except ValueError:
        raise Unfit("not-a-number", label=field.label, found=shown(text), unit=_unit_of(field)) from None
    if quantity.form == "bare":
        raise Unfit("number-as-text", label=field.label, found=shown(text), unit=_unit_of(field))
    if quantity.form == "share" and field.quantity != "share":
        raise Unfit("share-not-ratio", label=field.label, found=shown(text), unit=_unit_of(field))
    if quantity.form == "ratio" and field.quantity != "gradient":
        raise Unfit("ratio-not-expected", label=field.label, found=shown(text), unit=_unit_of(field))
    if quantity.dimensions != field.dimensions:
        raise Unfit(
            "wrong-dimension",
            label=field.label,
            found=shown(text),
            unit=_unit_of(field),
            got=dimensions_label(quantity.dimensions, vocabulary.units),
            want=dimensions_label(field.dimensions, vocabulary.units),
        )
    return quantity.value


def _flag_check(field: Field, vocabulary: Vocabulary) -> Check:
    def check(value: Any) -> Any:
        if value is not True and value is not False:
            raise Unfit("not-a-flag", label=field.label, found=shown(value))
        return value

    return check


def _enum_check(field: Field, vocabulary: Vocabulary) -> Check:
    values = vocabulary.enums[field.enum].values

    def check(value: Any) -> Any:
        if type(value) is not str or value not in values:
            raise Unfit(
                "unknown-value",
                label=field.label,
                found=shown(value),
                hint=Near(str(value), values, values),
                known=tuple(values),
            )
        return value

    return check


def _text_check(field: Field, vocabulary: Vocabulary) -> Check:
    def check(value: Any) -> Any:
        if type(value) is not str:
            raise Unfit("text-expected", label=field.label, found=shown(value))
        if says_nothing(value):
            if is_blank(value):
                return None
            raise Unfit("says-nothing", label=field.label, found=shown(value))
        if field.pattern and not re.fullmatch(field.pattern, value):
            raise Unfit("not-of-form", label=field.label, found=shown(value), form=field.help)
        return value

    return check


def _date_check(field: Field, vocabulary: Vocabulary) -> Check:
    def check(value: Any) -> Any:
        if type(value) is not str or not is_date(value):
            raise Unfit("not-a-date", label=field.label, found=shown(value))
        return value

    return check


_CHECKS: dict[str, Callable[[Field, Vocabulary], Check]] = {
    "number": _number_check,
    "integer": _number_check,
    "flag": _flag_check,
    "enum": _enum_check,
    "text": _text_check,
    "date": _date_check,
}
