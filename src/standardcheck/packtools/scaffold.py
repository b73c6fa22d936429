"""A new rule from a few answers: its limit, its condition, and the four examples that show what it decides.

What is wrong with an answer is said in the words of the loader where there are any; the rule is loaded and its
examples are run before it is handed out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NamedTuple, get_args

from standardcheck.compiler.operators import COMPARISONS
from standardcheck.compiler.typing import dimensions_of, type_label
from standardcheck.data import data_dir
from standardcheck.errors import InvalidRuleSet, UsageError
from standardcheck.hints import near
from standardcheck.packtools.editing import RuleText, added, check_edit, with_file
from standardcheck.packtools.examples import run_examples
from standardcheck.packtools.packset import LoadedPack, PackSet, load_files, load_packs
from standardcheck.packtools.yaml_text import Quoted, flow, scalar
from standardcheck.plan.conform import Conform, Unfit
from standardcheck.ruleset.documents import Force, Grade
from standardcheck.ruleset.packs import list_packs
from standardcheck.source import read_yaml
from standardcheck.vocabulary.dates import is_date
from standardcheck.vocabulary.model import Field
from standardcheck.vocabulary.numbers import compare
from standardcheck.vocabulary.units import UnknownUnit
from standardcheck.wording import LANGUAGES, sentence

ASKED = (
    "pack", "file", "id", "document", "number", "ledger", "force", "grade", "title_zh", "title_en", "for", "field",
    "operator", "limit",
)  # fmt: skip
"""What is asked, in this order; ``applies`` and ``param`` need no answer."""

FORCES: tuple[str, ...] = get_args(Force)
GRADES: tuple[str, ...] = get_args(Grade)

_ID = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)*")
_NAME = re.compile(r"[a-z][a-z0-9_]*")

_WAYS = {1: "min", -1: "max", 0: "value"}
"""How the name of a limit ends, by the way in which it is tightened."""

Answers = Mapping[str, Any]


class Target(NamedTuple):
    """A value of the plan seen from a rule's kind: its path as written, the kind it starts at and the steps from
    there, and its field with the kind that holds it."""

    path: str
    kind: str
    steps: tuple[str, ...]
    holder: str
    field: Field


class Scaffold(NamedTuple):
    """The edited file, what was added to it, and the lines the additions begin on."""

    path: Path
    text: str
    parameter: tuple[str, ...]
    rule: tuple[str, ...]
    outcomes: tuple[str, ...]


class Desk:
    """One pack opened for a new rule: checks answers, and writes the rule."""

    def __init__(self, place: str) -> None:
        self.packs: PackSet = load_packs(place)
        if not self.packs.single:
            raise UsageError("new-one-pack", file=place, known=self.packs.named)
        self.loaded: LoadedPack = next(iter(self.packs.loaded.values()))
        self.vocabulary = self.packs.vocabulary
        self.conform = Conform(self.vocabulary)

    # -- answers ---------------------------------------------------------------------------------------------

    def check(self, name: str, answers: Answers) -> None:
        """Raises ``UsageError`` if the answer of this name cannot be; it may look at the answers before it."""
        getattr(self, f"_check_{name}", self._check_text)(answers.get(name) or "", answers)

    def _check_text(self, value: str, _: Answers) -> None:
        if not value.strip() or any(not sign.isprintable() for sign in value):
            raise UsageError("new-empty")

    def _check_file(self, value: str, _: Answers) -> None:
        self.path_of(value)

    def path_of(self, value: str) -> Path:
        """The rule file inside the pack; it need not exist."""
        return rule_file(self.loaded, value)[0]

    def _check_id(self, value: str, _: Answers) -> None:
        if not _ID.fullmatch(value):
            raise UsageError("new-bad-id", found=value)
        if value in self.loaded.resolved.rules:
            place = self.loaded.resolved.rules[value][1].place()
            raise UsageError("new-exists", name=value, place=str(place))

    def _check_document(self, value: str, _: Answers) -> None:
        known = self.loaded.resolved.documents
        if value not in known:
            raise UsageError("rule-unknown-document", name=value, hint=near(value, known))

    def _check_ledger(self, value: str, _: Answers) -> None:
        """May be empty: some rules have no row yet."""

    def _check_force(self, value: str, _: Answers) -> None:
        _one_of(value, FORCES, "force")

    def _check_grade(self, value: str, _: Answers) -> None:
        _one_of(value, GRADES, "grade")

    def _check_for(self, value: str, _: Answers) -> None:
        self.kind_of(value)

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

    def _check_field(self, value: str, answers: Answers) -> None:
        field = self.target(value, answers).field
        if field.type == "text":
            raise UsageError("new-text-field", path=value)

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

    def _check_operator(self, value: str, answers: Answers) -> None:
        if value not in COMPARISONS:
            raise UsageError("rule-unknown-operator", op=value, hint=near(value, COMPARISONS))
        field = self.target(answers["field"], answers).field
        type_ = "number" if field.is_numeric else field.type
        if type_ not in COMPARISONS[value].types:
            raise UsageError("rule-operator-type", op=value, type=type_, takes=COMPARISONS[value].types)

    def _check_limit(self, value: str, answers: Answers) -> None:
        cases(self, answers)

    def _check_applies(self, value: str, answers: Answers) -> None:
        self.conditions(answers)

    def _check_param(self, value: str, answers: Answers) -> None:
        name = param_name(answers)
        if not _NAME.fullmatch(name):
            raise UsageError("new-bad-id", found=name)
        known = self.loaded.resolved
        if name in known.params or name in known.derived or name in known.sets:
            raise UsageError("new-exists", name=f"${name}", place=str(_place_of(known, name)))

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

    # -- the rule --------------------------------------------------------------------------------------------

    def make(self, answers: Answers) -> Scaffold:
        """The edited file. Raises :class:`FaultyInput` if it does not load, or its examples do not come out."""
        path, name = rule_file(self.loaded, answers["file"])
        text = RuleText(str(self.loaded.files.root / name), path.read_text(encoding="utf-8") if path.exists() else "")
        expected = text.data()
        parameter = list(_parameter_lines(self, answers))
        rule = list(_rule_lines(self, answers))
        if parameter:
            text.add("params", parameter, before="rules")
            expected = added(expected, "params", _read(parameter))
        text.add("rules", rule)
        expected = added(expected, "rules", _read(rule)[0])
        check_edit(text, expected)
        return Scaffold(path, text.text, tuple(parameter), tuple(rule), tuple(self._tried(name, text, answers["id"])))

    def _tried(self, name: str, text: RuleText, rule: str) -> Iterator[str]:
        """Load the pack with the edited file and run the new rule's examples."""
        files = with_file(self.loaded.files, name, text.text)
        root = self.loaded.files.root.resolve()
        others = {**list_packs([data_dir("rules")]), **list_packs([root.parent])}
        others.pop(self.loaded.id, None)
        loaded = load_files({self.loaded.id: files}, self.packs.place, others, True).loaded[self.loaded.id]
        faults = []
        for result in run_examples(loaded.resolved, loaded.program, self.conform):
            if result.rule != rule:
                continue
            if result.problems:
                why = tuple({one: problem.message(one) for one in LANGUAGES} for problem in result.problems)
                faults.append(result.origin.fault("new-example-wrong", name=result.name, why=why))
            yield result.outcome
        if faults:
            raise InvalidRuleSet(faults)


def rule_file(loaded: LoadedPack, value: str) -> tuple[Path, str]:
    """A rule file of a pack as a path, and its name in the pack; it need not exist.

    It is looked for where one stands, else in the pack's folder. Raises ``UsageError`` if it is no rule file of it.
    """
    root = loaded.files.root
    path = Path(value)
    if not path.is_absolute() and not path.resolve().is_relative_to(root.resolve()):
        path = root / value
    inside = path.resolve().is_relative_to(root.resolve())
    if not inside or path.suffix != ".yaml" or path.name == "pack.yaml" or not path.parent.is_dir():
        raise UsageError("new-bad-file", file=value, pack=str(root))
    return path, path.resolve().relative_to(root.resolve()).as_posix()


def _place_of(known: Any, name: str) -> Any:
    if name in known.params:
        return known.params[name].origin.place()
    return (known.derived.get(name) or known.sets[name])[1].place()


def _near_field(step: str, fields: Mapping[str, Field]) -> str:
    labels = {label: name for name, field in fields.items() for label in field.label.values()}
    return labels.get(step) or near(step, fields)


def _one_of(value: str, known: tuple[str, ...], key: str) -> None:
    if value not in known:
        expected = ", ".join(known)
        raise UsageError("new-bad-choice", key=key, found=value, expected=expected, hint=near(value, known))


def _read(lines: list[str]) -> Any:
    return read_yaml("\n".join(lines).encode(), "").data


# -- limits ------------------------------------------------------------------------------------------------------


class Case(NamedTuple):
    """A value of the field and how the rule decides it; ``value`` is ``None`` where nothing is stated."""

    name: str
    value: Any
    expect: str


def with_unit(desk: Desk, field: Field, text: str) -> str:
    """A number with the unit of its field, unless it has one of its own."""
    try:
        quantity = desk.vocabulary.units.quantity(text)
    except UnknownUnit as unknown:
        hint = near(str(unknown), desk.vocabulary.units.spellings())
        raise UsageError("rule-unknown-unit", unit=str(unknown), hint=hint) from None
    except ValueError:
        raise UsageError("rule-literal", found=text, want=type_label("number")) from None
    if quantity.form == "bare" and field.unit is not None and field.unit.en:
        return f"{text} {_spelling(desk, field)}"
    return text


def _spelling(desk: Desk, field: Field) -> str:
    """How the unit of a field is written in a pack: ``m2`` for m²."""
    assert field.unit is not None
    for text in (field.unit.en.replace("²", "2"), field.unit.en):
        try:
            if desk.vocabulary.units.unit(text).dimensions == field.unit.dimensions:
                return text
        except UnknownUnit:
            continue
    return field.unit.zh


def limit_value(desk: Desk, answers: Answers) -> Any:
    """The limit as the rule or its parameter writes it: a value, or a list for ``in`` and ``not_in``."""
    target = desk.target(answers["field"], answers)
    text = str(answers["limit"])
    if COMPARISONS[answers["operator"]].right == "many":
        return [desk.value(target, part) for part in re.split(r"[|、;；]", text) if part.strip()]
    return desk.value(target, text)


def cases(desk: Desk, answers: Answers) -> list[Case]:
    """Pass, fail, at the limit (or the nearest there is to it), and not stated."""
    target = desk.target(answers["field"], answers)
    limit, op = limit_value(desk, answers), answers["operator"]
    made = (_ordered if takes_param(desk, answers) else _finite)(desk, target, op, limit)
    outcomes = {case.expect for case in made}
    if not {"pass", "fail"} <= outcomes:
        raise UsageError("new-decides-nothing", label=target.field.label, limit=answers["limit"])
    return [*made, Case("unknown", None, "unknown")]


def _ordered(desk: Desk, target: Target, op: str, limit: str) -> list[Case]:
    less, more = (_beside(desk, target, limit, sign) for sign in (-1, +1))
    values = {"below": less, "at": limit, "above": more}
    holds = {"below": _holds(op, -1), "at": _holds(op, 0), "above": _holds(op, +1)}
    order = sorted(values, key=lambda name: (name == "at", not holds[name]))
    return [Case(name, values[name], "pass" if holds[name] else "fail") for name in order if values[name] is not None]


def _holds(op: str, sign: int) -> bool:
    """Whether a comparison holds of a value below (-1), at or above (+1) its limit."""
    test = COMPARISONS[op].on_bounds
    assert test is not None
    return bool(test(sign, sign, 0, 0))


def _beside(desk: Desk, target: Target, limit: str, sign: int) -> str | None:
    """The next value that a plan may state on one side of a limit: one in its last digit, or less near a bound."""
    if target.field.type == "date":
        with suppress(OverflowError):  # the calendar has a first and a last day
            return (date.fromisoformat(limit) + timedelta(days=sign)).isoformat()
        return None
    for text in _near_numbers(limit, sign, whole=target.field.type == "integer"):
        base, moved = (desk.vocabulary.units.quantity(part).value for part in (limit, text))
        if desk.fits(target, text) and compare(moved, base) == sign:
            return text
    return None


def _near_numbers(limit: str, sign: int, whole: bool) -> Iterator[str]:
    ratio = re.fullmatch(r"\s*1\s*[:：]\s*(\d+(?:\.\d+)?)\s*", limit)
    digits = ratio[1] if ratio else re.match(r"\s*([-+]?[\d.]+)", limit)[1]  # type: ignore[index]
    try:
        number = Decimal(digits)
    except InvalidOperation:
        return
    exponent = int(number.as_tuple().exponent)
    for smaller in range(1 if whole else 4):
        step = Decimal(1).scaleb(min(exponent, 0) - smaller)
        moved = number + (-step if ratio else step) * sign
        if moved >= 0:
            yield f"1:{moved}" if ratio and moved else limit.replace(digits, format(moved, "f"), 1)


def _finite(desk: Desk, target: Target, op: str, limit: Any) -> list[Case]:
    """A value that meets the test and one that does not; a stated absence as the case nearest to the limit."""
    field = target.field
    values: list[Any] = [True, False] if field.type == "flag" else list(desk.vocabulary.enums[field.enum].values)
    wanted = limit if isinstance(limit, list) else [limit]
    denies = COMPARISONS[op].absence_holds
    met = [value for value in values if (value in wanted) != denies]
    unmet = [value for value in values if (value in wanted) == denies]
    made = [Case("is", met[0], "pass")] if met else []
    made += [Case("is_not", unmet[0], "fail")] if unmet else []
    if desk.fits(target, "none"):
        made.append(Case("none", "none", "pass" if denies else "fail"))
    return made


# -- text --------------------------------------------------------------------------------------------------------


def param_name(answers: Answers) -> str:
    """The name of the new limit: as told, else from the rule's id and the operator."""
    if answers.get("param"):
        return str(answers["param"])
    words = re.sub(r"[^a-z0-9]+", "_", ".".join(str(answers["id"]).split(".")[-2:])).strip("_")
    way = COMPARISONS[answers["operator"]].tightens
    return f"{words}_{_WAYS[way]}"


def takes_param(desk: Desk, answers: Answers) -> bool:
    """Numbers and days are limits, and every limit stands in a parameter."""
    field = desk.target(answers["field"], answers).field
    return field.is_numeric or field.type == "date"


def _parameter_lines(desk: Desk, answers: Answers) -> Iterator[str]:
    if not takes_param(desk, answers):
        return
    field = desk.target(answers["field"], answers).field
    limit = limit_value(desk, answers)
    title = _titles(answers)
    label = {lang: sentence(lang, "scaffold", "limit", {"title": title[lang]}) for lang in LANGUAGES}
    since = desk.loaded.resolved.documents[answers["document"]][0].from_
    edition = {"from": since, "clause": _clause(answers), "value": Quoted(limit) if ":" in limit else limit}
    yield f"{param_name(answers)}:"
    yield f"  label: {flow(label)}"
    yield f"  quantity: {quantity_of(desk, field)}"
    yield "  values:"
    yield f"    - {flow(edition)}"


def quantity_of(desk: Desk, field: Field) -> str:
    """The name of a field's quantity in a parameter; countable units are quantities of their own."""
    if field.type == "date":
        return "date"
    for name in (field.quantity, *(unit for unit, _ in field.dimensions)):
        if name and field.dimensions in (dimensions_of(name, desk.vocabulary) or ()):
            return name
    return "number"


def _rule_lines(desk: Desk, answers: Answers) -> Iterator[str]:
    limit: Any = f"${param_name(answers)}" if takes_param(desk, answers) else limit_value(desk, answers)
    yield f"- id: {answers['id']}"
    ledger = [row for row in re.split(r"[\s,、]+", answers.get("ledger") or "") if row]
    if ledger:
        yield f"  ledger: {flow(ledger)}"
    yield f"  clause: {flow(_clause(answers))}"
    yield f"  force: {answers['force']}"
    yield f"  grade: {answers['grade']}"
    yield f"  title: {flow(_titles(answers))}"
    yield f"  for: {scalar(answers['for'])}"
    conditions = desk.conditions(answers)
    if conditions:
        tests = {target.path: values[0] if len(values) == 1 else values for target, values in conditions}
        yield f"  applies: {flow(tests)}"
    yield f"  require: {flow({answers['field']: {answers['operator']: limit}})}"
    yield "  examples:"
    for example in _examples(desk, answers):
        yield f"    - {flow(example)}"


def _clause(answers: Answers) -> dict[str, Any]:
    return {"document": answers["document"], "number": Quoted(answers["number"])}


def _titles(answers: Answers) -> dict[str, str]:
    return {"zh": answers["title_zh"], "en": answers["title_en"]}


def _examples(desk: Desk, answers: Answers) -> Iterator[dict[str, Any]]:
    target = desk.target(answers["field"], answers)
    conditions = desk.conditions(answers)
    around = [(condition, values[0]) for condition, values in conditions]
    for case in cases(desk, answers):
        facts = [*around, *([(target, case.value)] if case.value is not None else [])]
        needs = {"needs": [_needed(desk, answers, target)]} if case.expect == "unknown" else {}
        yield {"name": _name(case.name), **_given(desk, answers, facts), "expect": case.expect, **needs}
    for condition, values in conditions:
        other = _other_value(desk, condition.field, values)
        if other is not None:
            facts = [(c, other if c is condition else value) for c, value in around]
            yield {"name": _name("not_applicable"), **_given(desk, answers, facts), "expect": "not_applicable"}
            return


def _needed(desk: Desk, answers: Answers, target: Target) -> str:
    """A fact as an example names it."""
    own = desk.kind_of(answers["for"])
    return ".".join(target.steps) if target.kind == own else f"{target.holder}.{target.steps[-1]}"


def _other_value(desk: Desk, field: Field, values: list[Any]) -> Any:
    known: list[Any] = [True, False] if field.type == "flag" else []
    if field.enum:
        known = list(desk.vocabulary.enums[field.enum].values)
    return next((value for value in known if value not in values), None)


def _name(key: str) -> dict[str, str]:
    return {lang: sentence(lang, "scaffold", key, {}) for lang in LANGUAGES}


def _given(desk: Desk, answers: Answers, facts: list[tuple[Target, Any]]) -> dict[str, Any]:
    """Facts of the object itself, and of the objects around it by kind."""
    own = desk.kind_of(answers["for"])
    given: dict[str, Any] = {}
    within: dict[str, Any] = {}
    for target, value in facts:
        node = given if target.kind == own else within.setdefault(target.kind, {})
        for step in target.steps[:-1]:
            node = node.setdefault(step, {})
        node[target.steps[-1]] = Quoted(value) if isinstance(value, str) and ":" in value else value
    return {"given": given, **({"within": within} if within else {})}
