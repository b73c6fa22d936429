"""From rule documents to the typed form: names resolved, types and units checked, every fault with its place."""

from __future__ import annotations

from typing import Any

from standardcheck.compiler.conditions import Reader, Sight
from standardcheck.compiler.form import (
    Allowance,
    Derived,
    DerivedForm,
    DocumentForm,
    Edition,
    PackForm,
    Param,
    Parameter,
    Program,
    RuleForm,
    TableRow,
)
from standardcheck.compiler.operators import ARITHMETIC
from standardcheck.compiler.order import standard_order
from standardcheck.compiler.tables import check_table
from standardcheck.compiler.tailoring import check_changes
from standardcheck.compiler.typing import (
    Type,
    dimensions_of,
    quantity_names,
    shown_unit,
    type_label,
    type_labels,
    type_text,
)
from standardcheck.errors import Fault, InvalidRuleSet
from standardcheck.hints import near
from standardcheck.ruleset.documents import DerivedEntry, Manifest, Rule
from standardcheck.ruleset.packs import Origin
from standardcheck.ruleset.resolve import EditionAt, ParameterAt, Resolved
from standardcheck.vocabulary.model import Vocabulary
from standardcheck.vocabulary.units import UnknownUnit

_EXPRESSION_KEYS = frozenset(
    (
        *ARITHMETIC,
        "count",
        "sum",
        "min",
        "max",
        "share",
        "lookup",
        "expression",
        "to",
        "of",
        "where",
        "distinct",
    )
)


def build(resolved: Resolved, vocabulary: Vocabulary) -> Program:
    """The program that a resolved rule set means.

    Raises :class:`InvalidRuleSet` with all faults of all its files, in order of file and line.
    """
    return _Builder(resolved, vocabulary).build()


def _labels(text: Any) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


class _Builder:
    def __init__(self, resolved: Resolved, vocabulary: Vocabulary) -> None:
        self.resolved = resolved
        self.vocabulary = vocabulary
        self.faults: list[Fault] = list(resolved.faults)
        self.types: dict[str, Type] = {}
        self.derived_types: dict[str, Type] = {}
        self.tables: dict[str, dict[str, tuple[tuple[TableRow, ...], ...]]] = {}
        self.reader = Reader(self)

    def fault(self, origin: Origin, code: str, **args: Any) -> None:
        self.faults.append(origin.fault(code, **args))

    def build(self) -> Program:
        self._sets()
        self._param_types()
        self._derived_types()
        params = {name: self._param(name, at) for name, at in self.resolved.params.items()}
        derived = {}
        for name, (entry, origin) in self.resolved.derived.items():
            form = self._derived(name, entry, origin)
            if form is not None:
                derived[name] = form
        rules = [self._rule(rule, origin) for rule, origin in self.resolved.rules.values()]
        self._derived_cycles(derived)
        documents = {name: _document(name, self.resolved.documents[name][0]) for name in self._document_order()}
        program = Program(
            packs=tuple(
                PackForm(
                    pack.id,
                    _labels(pack.manifest.title),
                    pack.manifest.version,
                    pack.manifest.status == "draft",
                    pack.digest,
                )
                for pack in self.resolved.packs
            ),
            documents=documents,
            params=params,
            tables=self.tables,
            sets={name: tuple(entry.values) for name, (entry, _) in self.resolved.sets.items()},
            set_labels={name: _labels(entry.label) for name, (entry, _) in self.resolved.sets.items()},
            derived=derived,
            rules=standard_order((rule for rule in rules if rule is not None), documents),
            digest=_digest(self.resolved, self.vocabulary),
        )
        if not self.faults:
            program = check_changes(self.resolved, program, self.vocabulary.units, self.faults)
        if self.faults:
            raise InvalidRuleSet(sorted(self.faults, key=_order))
        return program

    def _document_order(self) -> list[str]:
        known = self.resolved.documents
        named: list[str] = []
        for pack in self.resolved.packs:
            for at, name in enumerate(pack.manifest.order):
                if name not in known:
                    origin = pack.manifest_origin.at("order", at)
                    self.fault(origin, "rule-unknown-document", name=name, hint=near(name, known))
                elif name not in named:
                    named.append(name)
        return [*named, *(name for name in known if name not in named)]

    # -- declarations ----------------------------------------------------------------------------------------

    def _sets(self) -> None:
        for entry, origin in self.resolved.sets.values():
            enum = self.vocabulary.enums.get(entry.of)
            if enum is None:
                hint = near(entry.of, self.vocabulary.enums)
                self.fault(origin.at("of"), "rule-unknown-enum", name=entry.of, hint=hint)
                continue
            for at, value in enumerate(entry.values):
                if value not in enum.values:
                    hint = near(value, enum.values)
                    self.fault(origin.at("values", at), "rule-unknown-value", value=value, enum=entry.of, hint=hint)

    def _param_types(self) -> None:
        for name, at in self.resolved.params.items():
            self.types[name] = self._quantity_type(
                at.parameter.quantity, at.parameter.of, at.parameter.unit, at.origin, _first_sample(at)
            )

    def _quantity_type(self, quantity: str, of: str | None, unit: str | None, origin: Origin, sample: Any) -> Type:
        if quantity in ("enum", "flag", "date", "text"):
            if quantity == "enum" and of not in self.vocabulary.enums:
                self.fault(origin, "rule-unknown-enum", name=of or "", hint=near(of or "", self.vocabulary.enums))
            return Type(quantity, enum=of or "")
        allowed = dimensions_of(quantity, self.vocabulary)
        if allowed is None:
            hint = near(quantity, quantity_names(self.vocabulary))
            self.fault(origin.at("quantity"), "rule-unknown-quantity", quantity=quantity, hint=hint)
            return Type("number")
        dimensions = allowed[0]
        try:
            shown = shown_unit(quantity, unit, self.vocabulary, sample)
            for text in (unit, sample):
                found = self._dimensions_in(text)
                if found is not None and found in allowed:
                    dimensions = found
                    break
        except (UnknownUnit, ValueError) as unknown:
            self.fault(
                origin,
                "rule-unknown-unit",
                unit=str(unknown),
                hint=near(str(unknown), self.vocabulary.units.spellings()),
            )
            shown = ("1", "", "")
        return Type("number", dimensions, unit=shown)

    def _dimensions_in(self, text: Any) -> Any:
        if not isinstance(text, str):
            return None
        try:
            return self.vocabulary.units.quantity(text if text[:1].isdigit() else f"1 {text}").dimensions
        except ValueError:
            return None

    def _derived_types(self) -> None:
        for name, (entry, origin) in self.resolved.derived.items():
            if entry.for_ not in self.vocabulary.kinds:
                self.fault(
                    origin.at("for"),
                    "rule-unknown-kind",
                    name=entry.for_,
                    hint=near(entry.for_, self.vocabulary.kinds),
                )
            of = (entry.model_extra or {}).get("of") if entry.quantity == "enum" else None
            self.derived_types[name] = self._quantity_type(entry.quantity, of, entry.unit, origin, None)

    # -- parameters ------------------------------------------------------------------------------------------

    def _param(self, name: str, at: ParameterAt) -> Parameter:
        type_ = self.types[name]
        editions = sorted(at.editions, key=lambda e: e.edition.from_)
        forms = []
        for index, edition in enumerate(editions):
            until = edition.edition.to or (editions[index + 1].edition.from_ if index + 1 < len(editions) else "")
            forms.append(self._edition(edition, type_, until))
            if (
                edition.edition.to
                and index + 1 < len(editions)
                and edition.edition.to < editions[index + 1].edition.from_
            ):
                self.fault(editions[index + 1].origin.at("from"), "edition-gap", name=name, since=edition.edition.to)
        self._bounds(at, type_)
        replaced = tuple(self._edition(e, type_, e.edition.to or "") for e in at.replaced)
        return Parameter(name, _labels(at.parameter.label), type_.unit, type_.enum, tuple(forms), replaced, ())

    def _bounds(self, at: ParameterAt, type_: Type) -> None:
        """The bounds that a tailorable parameter leaves are numbers of its own quantity."""
        bounds = at.parameter.tailorable
        for key, bound in bounds.model_dump(exclude_none=True).items() if bounds else ():
            place = at.origin.at("tailorable", key)
            if type_.name != "number":
                self.fault(
                    place, "rule-operator-type", op=key, type=type_label(type_.name), takes=type_labels(("number",))
                )
            else:
                self.reader.quiet(self.reader.literal, bound, type_, place, True)

    def _edition(self, at: EditionAt, type_: Type, until: str) -> Edition:
        edition = at.edition
        self._clause(edition.clause, at.origin.at("clause"))
        value = None
        if edition.value is not None:
            value = self.reader.quiet(self.reader.literal, edition.value, type_, at.origin.at("value"), True)
        place = at.origin.place()
        text = str(edition.value) if edition.value is not None else ""
        return Edition(
            edition.from_,
            until,
            (edition.clause.document, edition.clause.number),
            value,
            edition.table is not None,
            (at.origin.pack, place.file, place.line),
            text,
        )

    def table_rows(self, name: str, kind: str) -> None:
        """Resolve the table keys of a parameter as seen from ``kind`` (once), and check the table."""
        at = self.resolved.params[name]
        if name in self.tables and kind in self.tables[name]:
            return
        self.tables.setdefault(name, {})[kind] = ()
        editions = []
        for edition in sorted(at.editions, key=lambda e: e.edition.from_):
            rows = []
            for index, row in enumerate(edition.edition.table or ()):
                here = edition.origin.at("table", index)
                when = self.reader.quiet(self.reader.condition, row.when, Sight(kind), here.at("when"))
                value = None
                if row.value is not None:
                    value = self.reader.quiet(self.reader.literal, row.value, self.types[name], here.at("value"), True)
                rows.append(TableRow(when, value, _labels(row.undecided) if row.undecided else None))
            if edition.edition.table is not None and all(row.when is not None for row in rows):
                check_table(rows, self.vocabulary, edition.origin, self.faults)
            editions.append(tuple(rows))
        self.tables[name][kind] = tuple(editions)

    # -- derived ---------------------------------------------------------------------------------------------

    def _derived(self, name: str, entry: DerivedEntry, origin: Origin) -> DerivedForm | None:
        if entry.for_ not in self.vocabulary.kinds:
            return None
        type_ = self.derived_types[name]
        data = dict(entry.model_extra or {})
        where = origin
        if entry.quantity == "enum":
            data.pop("of", None)
        node: Any = data
        if entry.expression is not None:
            node, where = entry.expression, origin.at("expression")
        for key in data:
            if key not in _EXPRESSION_KEYS:
                self.fault(origin.at(key), "rule-unknown-key", key=key, hint=near(key, _EXPRESSION_KEYS))
                return None
        read = self.reader.quiet(self.reader.expression, node, Sight(entry.for_), where, type_)
        if read is None:
            return None
        form, found = read
        if not found.fits(type_):
            self.fault(
                origin.at("quantity"),
                "rule-derived-type",
                name=name,
                found=type_text(found, self.vocabulary),
                want=type_text(type_, self.vocabulary),
            )
        return DerivedForm(name, entry.for_, _labels(entry.label), type_.unit, type_.enum, form)

    def _derived_cycles(self, derived: dict[str, DerivedForm]) -> None:
        uses = {name: set(_derived_names(form.expression, self.tables)) for name, form in derived.items()}
        for name in uses:
            seen, queue = set(), list(uses[name])
            while queue:
                other = queue.pop()
                if other not in seen:
                    seen.add(other)
                    queue += uses.get(other, ())
            if name in seen:
                self.fault(self.resolved.derived[name][1], "rule-derived-cycle", name=name)

    # -- rules -----------------------------------------------------------------------------------------------

    def _rule(self, rule: Rule, origin: Origin) -> RuleForm | None:
        self._clause(rule.clause, origin.at("clause"))
        if rule.grade == "recalled" and not self._manifest(origin.pack).unverified:
            self.fault(origin.at("grade"), "rule-recalled", pack=origin.pack)
        target = self.reader.quiet(self.reader.subject, rule.for_, origin.at("for"))
        if target is None:
            return None
        kind, parent, through = target
        read, seen = self.reader, Sight(kind)
        applies = None if rule.applies is None else read.quiet(read.condition, rule.applies, seen, origin.at("applies"))
        require = None if rule.require is None else read.quiet(read.condition, rule.require, seen, origin.at("require"))
        allowances: list[Allowance] = []
        for at, entry in enumerate(rule.exceptions):
            here = origin.at("exceptions", at)
            when = read.quiet(read.condition, entry.when, seen, here.at("when"))
            instead = read.quiet(read.condition, entry.require, seen, here.at("require"))
            clause = entry.clause or rule.clause
            self._clause(clause, here.at("clause"))
            if any(entry.id == other.id for other in allowances):
                self.fault(here.at("id"), "rule-duplicate", name=entry.id, first=str(origin.place()))
            allowances.append(
                Allowance(entry.id, _labels(entry.title), when, instead, (clause.document, clause.number))
            )
        document = self.resolved.documents.get(rule.clause.document)
        since = rule.from_ or (document[0].from_ if document else "")
        until = rule.to or (document[0].to if document and document[0].to else "") or ""
        place = origin.place()
        return RuleForm(
            id=rule.id,
            pack=origin.pack,
            draft=self._is_draft(origin.pack) or bool(document and document[0].status == "draft"),
            ledger=tuple(rule.ledger),
            clause=(rule.clause.document, rule.clause.number),
            force=rule.force,
            modifiers=tuple(rule.modifiers),
            grade=rule.grade,
            title=_labels(rule.title),
            note=_labels(rule.note) if rule.note else None,
            since=since,
            until=until,
            kind=kind,
            through=through,
            parent=parent,
            applies=applies,
            require=require,
            manual=rule.decide == "manual",
            question=_labels(rule.question) if rule.question else None,
            allowances=tuple(allowances),
            remedy=_labels(rule.remedy) if rule.remedy else None,
            origin=(origin.pack, place.file, place.line),
        )

    def _is_draft(self, pack: str) -> bool:
        return self._manifest(pack).status == "draft"

    def _manifest(self, pack: str) -> Manifest:
        return next(p.manifest for p in self.resolved.packs if p.id == pack)

    def _clause(self, clause: Any, origin: Origin) -> None:
        if clause.document not in self.resolved.documents:
            hint = near(clause.document, self.resolved.documents)
            self.fault(origin, "rule-unknown-document", name=clause.document, hint=hint)


def _order(fault: Fault) -> tuple[str, int, int]:
    return (fault.place.file, fault.place.line, fault.place.column) if fault.place else ("", 0, 0)


def _document(name: str, entry: Any) -> DocumentForm:
    return DocumentForm(
        name,
        _labels(entry.title),
        entry.number,
        entry.status,
        entry.from_,
        entry.to or "",
        entry.earlier == "not_encoded",
        _labels(entry.note) if entry.note else None,
    )


def _first_sample(at: ParameterAt) -> Any:
    for edition in at.editions:
        if edition.edition.value is not None:
            return edition.edition.value
        for row in edition.edition.table or ():
            if row.value is not None:
                return row.value
    return None


def _derived_names(node: Any, tables: Any) -> list[str]:
    """The derived quantities that an expression uses, the keys of its tables included."""
    if isinstance(node, Derived):
        return [node.name]
    if isinstance(node, Param):
        rows = tables.get(node.name, {}).get(node.kind, ())
        return [name for edition in rows for row in edition for name in _derived_names(row.when, {})]
    if isinstance(node, tuple):
        return [name for part in node for name in _derived_names(part, tables)]
    return []


def _digest(resolved: Resolved, vocabulary: Vocabulary) -> str:
    import hashlib

    whole = hashlib.sha256(vocabulary.digest.encode())
    for pack in resolved.packs:
        whole.update(f"\n{pack.id} {pack.digest}".encode())
    return "sha256:" + whole.hexdigest()
