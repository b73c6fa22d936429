"""What rule files may hold: pydantic models of a pack's manifest and of its rule files.

Conditions and expressions are left as plain data here; the compiler reads them with the operator table at hand.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
DottedId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)*$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Day = Annotated[
    str,
    StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"),
    WithJsonSchema({"type": "string", "format": "date"}),
]
Condition = Annotated[dict[str, Any], WithJsonSchema({"x-is": "condition"})]
Expression = Annotated[Any, WithJsonSchema({"x-is": "expression"})]
Scalar = Annotated[Any, WithJsonSchema({"type": ["string", "number", "boolean"]})]

Force = Literal["must", "shall", "should", "may", "encourage", "target"]
Grade = Literal["A", "B", "C", "recalled"]
Modifier = Literal["generally", "in_principle", "where_conditions_allow", "approximately"]
DocumentStatus = Literal[
    "mandatory_code",
    "standard_with_mandatory_clauses",
    "recommended_standard",
    "guideline_trial",
    "policy",
    "local_rule",
    "draft",
    "review_practice",
]


class Strict(BaseModel):
    """Unknown keys are faults; values are not changed to fit."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _one_of(*keys: str, **more: Any) -> ConfigDict:
    """Says in the JSON Schema what a model's validator checks: exactly one of ``keys`` is there."""
    return ConfigDict(json_schema_extra={"oneOf": [{"required": [key]} for key in keys], **more})


def _wrong(form: str) -> PydanticCustomError:
    """What a model's validator raises: a key of ``FORMS`` in the catalogues."""
    return PydanticCustomError("form", form, {"form": form})


class Text(Strict):
    """A text in both languages."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Clause(Strict):
    """Where in which document something is said. ``number`` is text: quote it (``"2.3.1"``)."""

    document: Slug
    number: Annotated[str, StringConstraints(strict=True, min_length=1)]


class Selects(Strict):
    """Which plans a pack is chosen for: GB/T 2260 code prefixes (``""``: every code), and from/to dates."""

    codes: list[Annotated[str, StringConstraints(strict=True, pattern=r"^\d{0,6}$")]] = Field(min_length=1)
    from_: Day | None = Field(None, alias="from")
    to: Day | None = None


class Manifest(Strict):
    """``pack.yaml``: names a pack, says what it extends and which plans it is chosen for.

    ``order`` names documents in the order in which reports show them; others follow as their files are named.
    """

    pack: Slug
    title: Text
    version: Annotated[str, StringConstraints(strict=True)]
    extends: Slug | None = None
    status: Literal["in_force", "draft"] = "in_force"
    unverified: bool = False
    selects: Selects | None = None
    order: list[Slug] = Field(default_factory=list)
    note: Text | None = None


class DocumentEntry(Strict):
    """A standard, code or policy that clauses are cited from.

    ``reviewed`` is the day on which its clauses here were last checked against the text.
    """

    title: Text
    number: str = ""
    status: DocumentStatus
    from_: Day = Field(alias="from")
    to: Day | None = None
    superseded_by: Slug | None = None
    earlier: Literal["none", "not_encoded"] = "none"
    reviewed: Day | None = None
    note: Text | None = None


class Row(Strict):
    """One row of a table: under which keys it applies, and its value (or that the text leaves it undecided)."""

    model_config = _one_of("value", "undecided")

    when: Condition
    value: Scalar | None = None
    undecided: Text | None = None

    @model_validator(mode="after")
    def _one_of(self) -> Row:
        if (self.value is None) == (self.undecided is None):
            raise _wrong("row")
        return self


class Edition(Strict):
    """The value of a parameter from a date on, with the clause that sets it."""

    model_config = _one_of("value", "table")

    from_: Day = Field(alias="from")
    to: Day | None = None
    clause: Clause
    value: Scalar | None = None
    table: list[Row] | None = None
    reviewed: Day | None = None

    @model_validator(mode="after")
    def _one_of(self) -> Edition:
        if (self.value is None) == (self.table is None):
            raise _wrong("edition")
        return self


class Tailorable(Strict):
    """Within which bounds an overlay may set a parameter; beyond a soft bound it is reported."""

    at_least: Scalar | None = None
    at_most: Scalar | None = None
    generally_at_least: Scalar | None = None
    generally_at_most: Scalar | None = None


class Parameter(Strict):
    """A limit or a table of limits, by date."""

    label: Text
    quantity: str
    of: Identifier | None = None
    unit: str | None = None
    tailorable: Tailorable | None = None
    values: list[Edition] = Field(min_length=1)


class NewValues(Strict):
    """New editions that an overlay gives to a parameter of its base."""

    values: list[Edition] = Field(min_length=1)


class ValueSet(Strict):
    """A named set of enum values."""

    of: Identifier
    values: list[str] = Field(min_length=1)
    label: Text


class DerivedEntry(BaseModel):
    """A quantity computed from facts; its one expression key stands beside these."""

    model_config = ConfigDict(extra="allow", frozen=True)

    label: Text
    for_: Identifier = Field(alias="for")
    quantity: str
    unit: str | None = None
    expression: Expression | None = None


class Exception_(Strict):
    """A relaxation: where ``when`` holds, ``require`` is enough."""

    id: Identifier
    title: Text
    when: Condition
    require: Condition
    clause: Clause | None = None


class Because(Strict):
    """A comparison that decides an example: of which fact, what it was and what it had to be."""

    fact: Annotated[str, StringConstraints(min_length=1)]
    measured: Scalar | None = None
    required: Scalar | None = None


class Example(Strict):
    """A case that a rule must decide as said: its documentation and its test.

    ``because`` names what decides it, as a set: facts as in ``needs``, derived quantities and parameters as ``$name``.
    """

    name: Text | str
    given: dict[str, Any] | Literal["none"] | None = None
    within: dict[str, dict[str, Any]] = Field(default_factory=dict)
    as_of: Day | None = None
    expect: Literal["pass", "fail", "unknown", "not_applicable", "manual"]
    needs: list[str] | None = None
    exception: Identifier | None = None
    because: list[str | Because] | None = None


class Rule(Strict):
    """One sentence of a standard: whom it concerns, when it applies, what it requires."""

    model_config = _one_of(
        "require",
        "decide",
        dependentRequired={"decide": ["question"], "question": ["decide"]},
        **{
            "not": {
                "properties": {"replaceable": {"const": True}, "force": {"const": "must"}},
                "required": ["replaceable"],
            }
        },
    )

    id: DottedId
    ledger: list[str] = Field(default_factory=list)
    clause: Clause
    force: Force
    modifiers: list[Modifier] = Field(default_factory=list)
    grade: Grade
    title: Text
    note: Text | None = None
    from_: Day | None = Field(None, alias="from")
    to: Day | None = None
    replaceable: bool = False
    for_: str = Field(alias="for")
    applies: Condition | None = None
    require: Condition | None = None
    decide: Literal["manual"] | None = None
    question: Text | None = None
    exceptions: list[Exception_] = Field(default_factory=list)
    remedy: Text | None = None
    examples: list[Example] = Field(default_factory=list)

    @model_validator(mode="after")
    def _one_way_to_decide(self) -> Rule:
        if (self.require is None) == (self.decide is None):
            raise _wrong("decision")
        if (self.decide is None) != (self.question is None):
            raise _wrong("question")
        if self.replaceable and self.force == "must":
            raise _wrong("replaceable_must")
        return self


class EquivalentMutant(Strict):
    """A change to a pack that no plan can tell from the original, and why. One of rule, param and derived names what
    is changed; ``place`` and ``change`` are as ``rules test --mutate`` prints them."""

    model_config = _one_of("rule", "param", "derived")

    rule: DottedId | None = None
    param: Identifier | None = None
    derived: Identifier | None = None
    place: str
    change: str
    reason: Text | str

    @model_validator(mode="after")
    def _one_of(self) -> EquivalentMutant:
        if [self.rule, self.param, self.derived].count(None) != 2:
            raise _wrong("equivalent")
        return self


class Unreachable(Strict):
    """Something that no example of a rule can exercise, and why; ``what`` is as ``rules test --coverage`` prints it."""

    rule: DottedId
    what: str
    reason: Text | str


class EquivalentFile(Strict):
    """``equivalent-mutants.yaml`` of a pack."""

    equivalent: list[EquivalentMutant] = Field(default_factory=list)
    unreachable: list[Unreachable] = Field(default_factory=list)


class RuleFile(Strict):
    """A rule file of a pack: any of these blocks, in any number of files.

    ``examples`` are for rules of the packs that this one extends, judged with what this one changes.
    """

    documents: dict[Slug, DocumentEntry] = Field(default_factory=dict)
    params: dict[Identifier, Parameter] = Field(default_factory=dict)
    sets: dict[Identifier, ValueSet] = Field(default_factory=dict)
    derived: dict[Identifier, DerivedEntry] = Field(default_factory=dict)
    rules: list[Rule] = Field(default_factory=list)
    set: dict[Identifier, NewValues] = Field(default_factory=dict)
    tighten: dict[Identifier, NewValues] = Field(default_factory=dict)
    replace: list[Rule] = Field(default_factory=list)
    examples: dict[DottedId, list[Example]] = Field(default_factory=dict)
