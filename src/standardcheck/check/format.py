"""The report format: what ``schemas/report.schema.json`` is made from and saved reports are checked against.

Only the generator and ``report convert`` import this module; a check writes the format without it, and the tests
hold the two together. A change that readers must know of raises the first number of ``report_version``; a new
optional key raises the second.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from pydantic import ConfigDict, Discriminator, Field, Tag, TypeAdapter, with_config
from typing_extensions import TypedDict

from standardcheck.ruleset.documents import DocumentStatus, Force, Grade, Modifier

_STRICT = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)

Digest = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$", description="SHA-256 of what it names.")]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Pointer = Annotated[str, Field(pattern=r"^(/[^/]*)*$", description="JSON pointer into the plan.")]
Code = Annotated[str, Field(pattern=r"^[a-z0-9_-]+$")]
Count = Annotated[int, Field(ge=0)]
Number = Annotated[int, Field(ge=1)]
Scalar = str | bool | int | float

Outcome = Literal["pass", "fail", "unknown", "not_applicable", "manual", "error"]
Severity = Literal["violation", "advice", "note"]
Disposition = Literal["open", "waived", "baseline", "decided"]
Verdict = Literal["compliant", "non_compliant", "undetermined"]
Operator = Literal[
    "at_least",
    "at_most",
    "more_than",
    "less_than",
    "equals",
    "not_equals",
    "in",
    "not_in",
    "before",
    "after",
    "on_or_before",
    "on_or_after",
    "present",
]
Joint = Literal["all", "any", "not", "k_of", "one_of", "if", "each", "some", "none", "exceptions"]
Reason = Literal["not_stated", "declared_not_applicable", "undecided", "no_edition", "empty", "table_key"]


@with_config(_STRICT)
class Text(TypedDict):
    """The same text in every language."""

    zh: str
    en: str


@with_config(_STRICT)
class Clause(TypedDict):
    """Where something is said."""

    document: str
    """Id of a document; those that findings cite are listed with the plan."""
    number: str


@with_config(_STRICT)
class Position(TypedDict):
    """Where something stands in a file. Lines and columns start at 1; columns count code points."""

    file: str
    line: Number
    column: Number


@with_config(_STRICT)
class Span(Position):
    """A position with its end in the line."""

    end_column: Number | None
    """The column after the last character; null where it is not known."""


@with_config(_STRICT)
class Fault(TypedDict):
    """Something wrong in a file. A fact with a fault counts as not stated."""

    code: Code
    """Names the kind of fault; stable."""
    message: Text
    pointer: Pointer | None
    position: Span | None
    line_text: str | None
    """The line as written."""


@with_config(_STRICT)
class Measured(TypedDict):
    """What the plan says, or what follows from it."""

    state: Literal["known", "none", "unknown"]
    """none: it is stated that there is none."""
    text: Text
    value: NotRequired[Scalar]
    """In base units (metres, square metres, …)."""
    bounds: NotRequired[Annotated[list[float | str | None], Field(min_length=2, max_length=2)]]
    """The lowest and the highest that it can be; null for no bound."""
    reason: NotRequired[Reason]
    """Why it is not known."""
    working: NotRequired[Text]
    """What it was worked out from, where it is no fact of the plan itself."""


@with_config(_STRICT)
class Required(TypedDict):
    """The operator and its limit."""

    text: Text
    value: NotRequired[Scalar | list[Scalar] | None]
    """In base units; null where the limit itself is not certain."""
    working: NotRequired[Text]
    """What the limit was worked out from, where the rule does not name it."""


@with_config(_STRICT)
class Margin(TypedDict):
    """How far the measured value lies on the right (+) or wrong (-) side of the limit."""

    value: int | float
    """In base units."""
    text: NotRequired[Text]
    percent: NotRequired[str]


@with_config(_STRICT)
class Origin(TypedDict):
    """Who set the value of a parameter, and from when on."""

    pack: str
    clause: Clause
    since: Day
    value: str
    """As written; ``table`` for a table."""


@with_config(_STRICT)
class Parameter(TypedDict):
    """The parameter that holds a limit."""

    name: str
    label: Text
    origin: list[Origin]
    """Where its value comes from: the one in force first, then what it replaced."""


@with_config(_STRICT)
class Source(TypedDict, total=False):
    """What the plan says of where a fact comes from."""

    source: Scalar
    page: Scalar
    as_of: Scalar
    note: Scalar


@with_config(_STRICT)
class Leaf(TypedDict):
    """One comparison."""

    path: Pointer
    label: Text
    """What is measured."""
    operator: Operator
    negated: bool
    """Whether it stands under a ``not``; ``holds`` has it taken into account."""
    holds: bool | None
    """null where what is known does not decide."""
    measured: Measured
    required: Required
    position: Position
    unit: NotRequired[str]
    """The unit that the texts show."""
    parameter: NotRequired[Parameter]
    margin: NotRequired[Margin]
    source: NotRequired[Source]
    open: NotRequired[list[Pointer]]
    """The unknown facts it depends on."""
    remedy: NotRequired[Text]


@with_config(_STRICT)
class Deciding(Leaf):
    """A comparison that decides the outcome."""

    part: Literal["applies", "requires"]
    """The part of the rule it stands in."""
    alternative: NotRequired[Literal[True]]
    """One of several ways to comply."""
    exception: NotRequired[str]
    """Id of the exception it belongs to."""
    object: NotRequired[Text]
    """The object whose fact it is, where that is neither the judged one nor around it."""


@with_config(_STRICT)
class Branch(TypedDict):
    """A connective, condition or quantifier over other evidence."""

    op: Joint
    holds: bool | None
    """null where what is known does not decide."""
    children: list[Node]
    labels: NotRequired[list[str | Text]]
    """What the children are: names of alternatives, ids of exceptions (none for the requirement itself), or
    pointers to items."""
    k: NotRequired[Number]
    """How many must hold (k_of)."""
    open: NotRequired[list[Pointer]]
    """Lists that are not stated, or not wholly."""


def _shape(node: Any) -> str:
    return "branch" if isinstance(node, dict) and "op" in node else "leaf"


Node = Annotated[
    Annotated[Branch, Tag("branch")] | Annotated[Leaf, Tag("leaf")],
    Discriminator(_shape),
]


@with_config(_STRICT)
class Tree(TypedDict, total=False):
    """The whole evidence."""

    applies: Node
    requires: Node


@with_config(_STRICT)
class Need(TypedDict):
    """A fact to be supplied."""

    path: Pointer
    position: Position
    """Where it belongs: the fact, or what encloses it."""
    kind: NotRequired[str]
    field: NotRequired[str]
    label: Text
    help: NotRequired[Text]
    """How to write it."""
    values: NotRequired[list[str]]
    """What may be written, for a choice."""


@with_config(_STRICT)
class Subject(TypedDict):
    """The object that was judged."""

    pointer: Pointer
    kind: str
    id: str | None
    label: Text
    identified: bool
    """false where an object on the way has no id: it is known by its place alone, and the finding cannot be
    waived."""
    identity: NotRequired[str]
    """How files of waivers and decisions name it: the ids from the plan down. Left out where one is missing."""


@with_config(_STRICT)
class UsedException(TypedDict):
    """The exception by which a rule is met."""

    id: str
    title: Text
    clause: Clause


@with_config(_STRICT)
class Claim(TypedDict):
    """A claim of the submitter's own, such as a difficulty of the site."""

    path: Pointer
    label: Text
    measured: Measured
    position: Position
    source: NotRequired[Source]


@with_config(_STRICT)
class Finding(TypedDict):
    """One rule judged for one object."""

    rule: str
    """Id of the rule."""
    title: Text
    clause: Clause
    ledger: list[str]
    """Rows of the ledger of clauses that the rule encodes."""
    force: Force
    modifiers: list[Modifier]
    """Words of the text that soften it."""
    severity: Severity
    """Follows from force, and from nothing in the plan."""
    grade: Grade
    """How sure we are of the rule itself."""
    draft: bool
    outcome: Outcome
    disposition: Disposition
    """What was done about it; it never changes the outcome."""
    subject: Subject
    position: Position
    fingerprint: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    """What it is known by from run to run: rule, object and requirement; never line, message or measured value."""
    message: Text
    """What came out and why."""
    evidence: list[Deciding]
    """The comparisons that decide the outcome, shortest branch first."""
    needs: list[Need]
    """The facts that an unknown outcome waits for, and no others."""
    note: NotRequired[Text]
    """A caution that belongs to the rule."""
    flagged: NotRequired[Literal[True]]
    """A pass although it is not known whether the rule applies."""
    rests_on: NotRequired[list[Claim]]
    """The claims that let it pass, or kept the rule from applying."""
    exception: NotRequired[UsedException]
    question: NotRequired[Text]
    """What a person has to answer (manual)."""
    waiver: NotRequired[Waiver]
    """Of a waived finding."""
    decision: NotRequired[Decision]
    """Of a decided finding."""
    remedy: NotRequired[list[Text]]
    """What would mend a failure."""
    tree: NotRequired[Tree]


@with_config(_STRICT)
class Waiver(TypedDict):
    """Why a failure is accepted."""

    reason: str
    who: NotRequired[str]
    """The authority that accepts it; left out where the rule asks for a justification only."""
    granted: Day
    until: Day
    """The last day on which it holds."""


@with_config(_STRICT)
class Decision(TypedDict):
    """A person's answer to the question of a manual finding."""

    who: str
    when: Day
    answer: Literal["met", "not_met"]
    remark: NotRequired[str]


Outcomes = TypedDict(
    "Outcomes",
    {
        "pass": Count,
        "fail": Count,
        "unknown": Count,
        "not_applicable": Count,
        "manual": Count,
        "error": Count,
    },
)
Outcomes.__doc__ = "How many findings came out how."
Outcomes = with_config(_STRICT)(Outcomes)  # type: ignore[misc]


@with_config(_STRICT)
class BySeverity(TypedDict):
    """The same, by severity."""

    violation: Outcomes
    advice: Outcomes
    note: Outcomes


@with_config(_STRICT)
class Counts(TypedDict):
    """All findings, whether they are listed or not."""

    outcomes: Outcomes
    dispositions: dict[Disposition, Count]
    by_severity: BySeverity
    faults: Count
    """Faults of the plan; ``outcomes`` counts them as errors."""


@with_config(_STRICT)
class AsOf(TypedDict):
    """The date of judgement."""

    date: Day
    source: Literal["given", "plan"]
    """Whether it was given or is the plan's own."""


@with_config(_STRICT)
class Place(TypedDict):
    """The place that a plan is for, which local rules are chosen by."""

    code: str
    label: Text


@with_config(_STRICT)
class Pack(TypedDict):
    """A pack that a plan was checked against."""

    id: str
    title: Text
    version: str
    draft: bool
    """Not in force: every finding of it is a note."""
    digest: Digest


@with_config(_STRICT)
class Document(TypedDict):
    """A document that findings cite."""

    title: Text
    number: str
    status: DocumentStatus
    note: Text | None


@with_config(_STRICT)
class Cap(TypedDict):
    """Why a verdict cannot be compliant, whatever the findings."""

    reason: Code
    message: Text


@with_config(_STRICT)
class Notice(TypedDict):
    """What a reader should know of the run as a whole."""

    code: Code
    message: Text


@with_config(_STRICT)
class LeftOut(TypedDict):
    """How many findings of a rule and an outcome are not listed."""

    rule: str
    outcome: Outcome
    number: Number


@with_config(_STRICT)
class Plan(TypedDict):
    """What was found in one plan."""

    file: str
    digest: Digest
    title: str | None
    """What the plan calls itself."""
    id: NotRequired[str]
    """What the plan says that it is known by, from one submission to the next."""
    as_of: AsOf
    today: NotRequired[Day]
    """The day that waivers were judged on; left out where there were none."""
    place: NotRequired[Place]
    """Left out where the plan states none."""
    packs: Annotated[list[Pack], Field(min_length=1)]
    """From the base up."""
    verdict: Verdict
    standing: NotRequired[Verdict]
    """The verdict apart from violations known before, which the exit code follows; given where a baseline was."""
    partial: bool
    """Whether ``--only`` or ``--skip`` left rules out."""
    caps: list[Cap]
    notices: list[Notice]
    counts: Counts
    documents: dict[str, Document]
    faults: list[Fault]
    """What is wrong in the plan itself."""
    findings: list[Finding]
    """In the order of the standard, then of the plan."""
    left_out: NotRequired[Annotated[list[LeftOut], Field(min_length=1)]]
    """Findings that are counted but not listed, where a limit was set."""


@with_config(_STRICT)
class Unreadable(TypedDict):
    """A plan that could not be checked at all, and why."""

    file: str
    faults: Annotated[list[Fault], Field(min_length=1)]


@with_config(_STRICT)
class Tool(TypedDict):
    """The program that wrote the report."""

    name: Literal["standardcheck"]
    version: str


@with_config(_STRICT)
class RuleSet(TypedDict):
    """Everything that plans could be checked against: all packs on the search path, and the vocabulary."""

    digest: Digest


@with_config(_STRICT)
class Configuration(TypedDict):
    """The file that settings of the run came from; what the command line says goes before it."""

    file: str
    digest: Digest


@with_config(_STRICT)
class ReportFormat(TypedDict):
    """What ``standardcheck check --format json`` writes; every other output is a function of it. The same plan,
    rules, date and version give the same bytes: no time of day is in it."""

    report_version: Annotated[str, Field(pattern=r"^1\.[0-9]+$")]
    tool: Tool
    rule_set: RuleSet
    configuration: NotRequired[Configuration]
    exit_code: Literal[0, 1, 3, 4]
    """0 compliant, 1 an open violation, 3 undetermined, 4 something could not be checked; what ``--fail-on`` adds
    is not in it."""
    complete: bool
    """Whether passes and findings that do not apply are listed too; they are counted in any case."""
    plans: list[Plan]
    """In the order they were given."""
    unreadable: list[Unreadable]


ADAPTER: TypeAdapter[ReportFormat] = TypeAdapter(ReportFormat)


def refusal(data: Any) -> str:
    """Why ``data`` is no report: the place and what is wrong there; ``""`` if it is one."""
    from pydantic import ValidationError

    try:
        ADAPTER.validate_python(data)
    except ValidationError as invalid:
        first = invalid.errors(include_url=False, include_context=False, include_input=False)[0]
        return f"{'.'.join(map(str, first['loc'])) or 'report'}: {first['msg']}"
    return ""
