"""What a handbook says: every pack, document, rule, limit and example, once, in both languages.

Names that only one pack uses are the keys of pages and places; a name that two packs use is preceded by the pack's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from standardcheck.check.display import Display, both
from standardcheck.compiler.form import Parameter, RuleForm
from standardcheck.compiler.order import clause_key
from standardcheck.packtools.facts import facts_text, path_label
from standardcheck.packtools.handbook.views import (
    DocumentView,
    ExampleView,
    ExceptionView,
    Handbook,
    KindView,
    LimitRow,
    LimitView,
    PackView,
    RuleView,
)
from standardcheck.packtools.packset import LoadedPack, PackSet
from standardcheck.packtools.sentences import params_of, rule_sentence, shown_value
from standardcheck.ruleset.documents import Example, Rule, Text
from standardcheck.ruleset.packs import Origin
from standardcheck.vocabulary.model import Label
from standardcheck.wording import LANGUAGES


def gather(packs: PackSet) -> Handbook:
    """The handbook of the packs that a folder holds."""
    return _Gatherer(packs).gather()


class _Value(NamedTuple):
    when: Label | None
    value: Label
    open: bool
    origin: str


class _Gatherer:
    def __init__(self, packs: PackSet) -> None:
        self.packs = packs
        self.loaded = sorted(packs.loaded.values(), key=_base_first)
        rule_ids = Counter(rule.id for pack in self.loaded for rule, _, _ in _own_rules(pack))
        self.twice = {name for name, number in rule_ids.items() if number > 1}
        self.document_keys = self._document_keys()

    def gather(self) -> Handbook:
        rules: dict[tuple[str, str], list[RuleView]] = {}
        for pack in self.loaded:
            for rule, origin, replaces in _own_rules(pack):
                declared = pack.resolved.documents[rule.clause.document][1].pack
                view = self._rule(pack, rule, origin, replaces)
                rules.setdefault((declared, rule.clause.document), []).append(view)
        documents = tuple(self._document(*name, rules.get(name, [])) for name in self.document_keys)
        return Handbook(tuple(_pack(pack) for pack in self.loaded), documents, tuple(self._kinds(documents)))

    def _document_keys(self) -> dict[tuple[str, str], str]:
        """Pages by declaring pack and id, in the order in which reports show documents."""
        found: dict[tuple[str, str], None] = {}
        for pack in self.loaded:
            for name in pack.program.documents:
                found.setdefault((pack.resolved.documents[name][1].pack, name))
        used = Counter(name for _, name in found)
        return {(pack, name): name if used[name] == 1 else f"{pack}.{name}" for pack, name in found}

    def _document(self, pack: str, name: str, rules: list[RuleView]) -> DocumentView:
        holder = next(p for p in self.loaded if name in p.resolved.documents)
        for loaded in self.loaded:
            if name in loaded.resolved.documents and loaded.resolved.documents[name][1].pack == pack:
                holder = loaded
                break
        entry = holder.resolved.documents[name][0]
        return DocumentView(
            key=self.document_keys[pack, name],
            id=name,
            pack=pack,
            title=_label(entry.title),
            number=entry.number,
            status=entry.status,
            since=entry.from_,
            until=entry.to or "",
            superseded_by=entry.superseded_by or "",
            earlier_not_encoded=entry.earlier == "not_encoded",
            note=_maybe(entry.note),
            rules=tuple(sorted(rules, key=lambda rule: clause_key(rule.clause))),
            limits=tuple(self._other_limits(self.document_keys[pack, name], rules)),
        )

    def _kinds(self, documents: Iterable[DocumentView]) -> Iterator[KindView]:
        about: dict[str, list[RuleView]] = {}
        for document in documents:
            for rule in document.rules:
                about.setdefault(rule.kind, []).append(rule)
        for name, kind in self.packs.vocabulary.kinds.items():
            if name in about:
                yield KindView(name, kind.label, tuple(about[name]))

    # -- rules -----------------------------------------------------------------------------------------------

    def _rule(self, pack: LoadedPack, rule: Rule, origin: Origin, replaces: bool) -> RuleView:
        form = next(form for form in pack.program.rules if form.id == rule.id)
        declared = pack.resolved.documents[rule.clause.document][1].pack
        return RuleView(
            key=rule.id if rule.id not in self.twice else f"{pack.id}.{rule.id}",
            id=rule.id,
            pack=pack.id,
            document=self.document_keys[declared, rule.clause.document],
            clause=rule.clause.number,
            title=_label(rule.title),
            force=rule.force,
            modifiers=tuple(rule.modifiers),
            grade=rule.grade,
            ledger=tuple(rule.ledger),
            since=form.since,
            until=form.until,
            kind=form.kind,
            replaces=replaces,
            sentence=rule_sentence(pack.display, form._replace(allowances=())),
            question=form.question,
            exceptions=tuple(_exceptions(pack.display, form)),
            note=_maybe(rule.note),
            remedy=_maybe(rule.remedy),
            limits=tuple(self._limit(pack, name) for name in params_of(pack.program, form)),
            examples=tuple(_example(pack, form, example) for example in rule.examples),
            origin=_origin(pack, origin),
        )

    def _limit(self, pack: LoadedPack, name: str) -> LimitView:
        """A parameter as its own pack gives it, then as every pack that changes it does."""
        declaring = pack.resolved.params[name].origin.pack
        rows: list[LimitRow] = []
        for other in self.loaded:
            at = other.resolved.params.get(name)
            if at is not None and at.origin.pack == declaring:
                rows += [row for row in self._limit_rows(other, name) if row not in rows and row.pack == other.id]
        if not any(row.pack == declaring for row in rows):  # its pack is only built on, not shown: a single local pack
            rows = [row for row in self._limit_rows(pack, name) if row not in rows] + rows
        parameter = pack.program.params[name]
        return LimitView(name, parameter.label, tuple(rows))

    def _limit_rows(self, pack: LoadedPack, name: str) -> Iterator[LimitRow]:
        at = pack.resolved.params[name]
        verbs = {_line(new.origin): verb for verb, editions, _ in at.changes for new in editions}
        written = {_line(edition.origin): edition.origin for edition in at.editions}
        parameter = pack.program.params[name]
        for index, edition in enumerate(parameter.editions):
            document, number = edition.clause
            declared = pack.resolved.documents[document][1].pack
            for value in _values(pack, parameter, index, written.get(edition.origin)):
                yield LimitRow(
                    pack=edition.origin[0],
                    verb=verbs.get(edition.origin, "base"),
                    since=edition.since,
                    until=edition.until,
                    when=value.when,
                    value=value.value,
                    open=value.open,
                    document=self.document_keys[declared, document],
                    clause=f"{pack.program.documents[document].number or document} {number}",
                    origin=value.origin,
                )

    def _other_limits(self, key: str, shown: Iterable[RuleView]) -> Iterator[LimitView]:
        """The limits of a document that no rule on its page uses."""
        seen = {limit.name for rule in shown for limit in rule.limits}
        for pack in self.loaded:
            for name, at in pack.resolved.params.items():
                if name in seen or at.origin.pack != pack.id:
                    continue
                limit = self._limit(pack, name)
                if any(row.document == key for row in limit.rows):
                    seen.add(name)
                    yield limit


def _line(origin: Origin) -> tuple[str, str, int]:
    place = origin.place()
    return origin.pack, place.file, place.line


def _base_first(pack: LoadedPack) -> tuple[int, bool, str]:
    """National before local, and what is not verified last."""
    manifest = pack.pack.manifest
    return (len(pack.resolved.packs), manifest.selects is None, pack.id)


def _own_rules(pack: LoadedPack) -> Iterator[tuple[Rule, Origin, bool]]:
    """The rules that a pack itself writes, and whether each replaces one of its base."""
    for document, file in pack.pack.files:
        origin = Origin(pack.id, document, ())
        for at, rule in enumerate(file.rules):
            yield rule, origin.at("rules", at), False
        for at, rule in enumerate(file.replace):
            yield rule, origin.at("replace", at), True


def _values(pack: LoadedPack, parameter: Parameter, index: int, written: Origin | None) -> Iterator[_Value]:
    """The value of an edition, or a value a row of its table, each with the place where it is written."""
    edition = parameter.editions[index]
    if not edition.has_table:
        yield _Value(None, shown_value(pack.display, parameter, edition.value), False, _place(pack, edition.origin))
        return
    seen_from = pack.program.tables.get(parameter.name, {})
    rows = next(iter(seen_from.values()))[index] if seen_from else ()
    for at, row in enumerate(rows):
        value = row.undecided or shown_value(pack.display, parameter, row.value)
        place = _origin(pack, written.at("table", at)) if written else _place(pack, edition.origin)
        yield _Value(pack.display.phrase(row.when), value, row.undecided is not None, place)


def _exceptions(display: Display, form: RuleForm) -> Iterator[ExceptionView]:
    documents = display.program.documents
    for allowance in form.allowances:
        document, number = allowance.clause
        clause = "" if allowance.clause == form.clause else f"{documents[document].number or document} {number}"
        yield ExceptionView(allowance.title, display.phrase(allowance.when), display.phrase(allowance.require), clause)


def _example(pack: LoadedPack, form: RuleForm, example: Example) -> ExampleView:
    vocabulary = pack.display.vocabulary
    given = [_given(pack, form.kind, example)]
    for kind, facts in example.within.items():
        if facts:
            text = facts_text(vocabulary, kind, facts)
            given.append(both("facts", "around", kind=vocabulary.kinds[kind].label, text=text))
    titles = {allowance.id: allowance.title for allowance in form.allowances}
    name = example.name
    return ExampleView(
        name=dict.fromkeys(LANGUAGES, name) if isinstance(name, str) else _label(name),
        given=tuple(given),
        outcome=example.expect,
        needs=tuple(path_label(vocabulary, form.kind, need) for need in example.needs or ()),
        exception=titles.get(example.exception) if example.exception else None,
        as_of=example.as_of or "",
    )


def _given(pack: LoadedPack, kind: str, example: Example) -> Label:
    if isinstance(example.given, dict) and example.given:
        return facts_text(pack.display.vocabulary, kind, example.given)
    return both("facts", "no_object" if example.given == "none" else "nothing")


def _pack(loaded: LoadedPack) -> PackView:
    manifest = loaded.pack.manifest
    selects = manifest.selects
    return PackView(
        id=loaded.id,
        title=_label(manifest.title),
        version=manifest.version,
        draft=manifest.status == "draft",
        unverified=manifest.unverified,
        extends=manifest.extends or "",
        codes=tuple(selects.codes) if selects else None,
        since=(selects.from_ or "") if selects else "",
        until=(selects.to or "") if selects else "",
        note=_maybe(manifest.note),
        digest=loaded.pack.digest,
        rules=sum(1 for _ in _own_rules(loaded)),
    )


def _origin(pack: LoadedPack, origin: Origin) -> str:
    place = origin.place()
    return _place(pack, (origin.pack, place.file, place.line))


def _place(pack: LoadedPack, origin: tuple[str, str, int]) -> str:
    """``pack/file.yaml:line``, wherever the packs lie."""
    name, file, line = origin
    root = next((str(p.manifest_origin.document.file) for p in pack.resolved.packs if p.id == name), "")
    inside = file.removeprefix(root.removesuffix("pack.yaml"))
    return f"{name}/{inside}:{line}"


def _label(text: Text) -> Label:
    return {"zh": text.zh, "en": text.en}


def _maybe(text: Text | None) -> Label | None:
    return _label(text) if text else None
