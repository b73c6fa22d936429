"""From packs to one rule set: what a pack extends, sets, tightens and replaces, and where each value came from.

Only names and dates are settled here. Whether an overlay loosens anything is judged by the compiler, which knows
what the values mean (``compiler.tailoring``).
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from standardcheck.errors import Fault, InvalidRuleSet
from standardcheck.ruleset.documents import (
    DerivedEntry,
    DocumentEntry,
    Edition,
    Parameter,
    Rule,
    ValueSet,
)
from standardcheck.ruleset.packs import MAX_CHAIN, Origin, Pack, PackFiles, read_pack


class EditionAt(NamedTuple):
    """An edition and where it is written."""

    edition: Edition
    origin: Origin


class ParameterAt(NamedTuple):
    """A parameter with the editions that hold, those an overlay replaced, and by which overlays."""

    parameter: Parameter
    origin: Origin
    editions: list[EditionAt]
    replaced: list[EditionAt]
    changes: list[tuple[str, list[EditionAt], list[EditionAt]]]
    """For each overlay, in order: ``set`` or ``tighten``, its editions, and those before it."""


class Resolved(NamedTuple):
    """All that the packs of a chain say together, base first."""

    packs: tuple[Pack, ...]
    documents: dict[str, tuple[DocumentEntry, Origin]]
    params: dict[str, ParameterAt]
    sets: dict[str, tuple[ValueSet, Origin]]
    derived: dict[str, tuple[DerivedEntry, Origin]]
    rules: dict[str, tuple[Rule, Origin]]
    faults: list[Fault]


def read_chain(pack: str, known: Mapping[str, PackFiles]) -> tuple[Pack, ...]:
    """The pack and everything it extends, base first. Raises :class:`InvalidRuleSet`."""
    chain: list[Pack] = []
    wanted: str | None = pack
    asked_by: Origin | None = None
    while wanted is not None:
        if wanted not in known:
            hint = _near(wanted, known)
            args = {"pack": wanted, "hint": hint}
            raise InvalidRuleSet([asked_by.fault("pack-unknown", **args) if asked_by else Fault("pack-unknown", args)])
        if asked_by is not None and (wanted in (above.id for above in chain) or len(chain) >= MAX_CHAIN):
            names = " → ".join([*(above.id for above in chain), wanted])
            raise InvalidRuleSet([asked_by.fault("pack-cycle", chain=names)])
        current = read_pack(known[wanted])
        chain.append(current)
        asked_by = current.manifest_origin.at("extends")
        wanted = current.manifest.extends
    return tuple(reversed(chain))


def _near(word: str, known: Mapping[str, Any]) -> str:
    from difflib import get_close_matches

    found = get_close_matches(word, list(known), n=1)
    return found[0] if found else ""


def resolve(packs: tuple[Pack, ...]) -> Resolved:
    """Put the packs of a chain together. Faults are collected, not raised."""
    whole = Resolved(packs, {}, {}, {}, {}, {}, [])
    for pack in packs:
        for document, file in pack.files:
            origin = Origin(pack.id, document, ())
            _declare(whole, whole.documents, file.documents, origin.at("documents"))
            _declare(whole, whole.sets, file.sets, origin.at("sets"))
            _declare(whole, whole.derived, file.derived, origin.at("derived"))
            _params(whole, file.params, origin.at("params"))
            for at, rule in enumerate(file.rules):
                _declare(whole, whole.rules, {rule.id: rule}, origin.at("rules", at), keyed=False)
    for pack in packs:
        for document, file in pack.files:
            origin = Origin(pack.id, document, ())
            _change(whole, "set", file.set, origin.at("set"))
            _change(whole, "tighten", file.tighten, origin.at("tighten"))
            for at, rule in enumerate(file.replace):
                _replace(whole, rule, origin.at("replace", at))
            for name in file.examples:
                if name not in whole.rules:
                    hint = _near(name, whole.rules)
                    whole.faults.append(
                        origin.at("examples", name).fault("examples-unknown-rule", name=name, hint=hint)
                    )
    return whole


def _declare(
    whole: Resolved, table: dict[str, Any], entries: Mapping[str, Any], origin: Origin, keyed: bool = True
) -> None:
    for name, entry in entries.items():
        here = origin.at(name) if keyed else origin
        if name in table:
            first = table[name][1].place()
            whole.faults.append(here.fault("rule-duplicate", name=name, first=str(first)))
        else:
            table[name] = (entry, here)


def _params(whole: Resolved, entries: Mapping[str, Parameter], origin: Origin) -> None:
    for name, parameter in entries.items():
        here = origin.at(name)
        if name in whole.params:
            first = whole.params[name].origin.place()
            whole.faults.append(here.fault("rule-duplicate", name=name, first=str(first)))
            continue
        editions = [EditionAt(e, here.at("values", at)) for at, e in enumerate(parameter.values)]
        _check_dates(whole, name, editions)
        whole.params[name] = ParameterAt(parameter, here, editions, [], [])


def _check_dates(whole: Resolved, name: str, editions: list[EditionAt]) -> None:
    """Editions may not overlap; an edition without ``to`` ends where the next begins."""
    ordered = sorted(editions, key=lambda at: at.edition.from_)
    for earlier, later in pairwise(ordered):
        until = earlier.edition.to
        if earlier.edition.from_ == later.edition.from_ or (until is not None and until > later.edition.from_):
            whole.faults.append(
                later.origin.at("from").fault(
                    "edition-overlap", name=name, since=later.edition.from_, first=str(earlier.origin.place())
                )
            )
    for at in editions:
        if at.edition.to is not None and at.edition.to <= at.edition.from_:
            whole.faults.append(at.origin.at("to").fault("edition-empty", name=name, to=at.edition.to))


def _change(whole: Resolved, verb: str, entries: Mapping[str, Any], origin: Origin) -> None:
    for name, change in entries.items():
        here = origin.at(name)
        base = whole.params.get(name)
        if base is None:
            whole.faults.append(here.fault("overlay-unknown-param", name=name, hint=_near(name, whole.params)))
            continue
        new = [EditionAt(e, here.at("values", at)) for at, e in enumerate(change.values)]
        _check_dates(whole, name, new)
        first = min(at.edition.from_ for at in new)
        before = _ended(base.editions)
        kept = [left for at in before for left in _left(at, _ended(new))]
        base.replaced.extend(at for at in before if at.edition.to is None or at.edition.to > first)
        base.changes.append((verb, new, before))
        base.editions[:] = sorted(kept + new, key=lambda at: at.edition.from_)


def _ended(editions: list[EditionAt]) -> list[EditionAt]:
    """The editions in order of date, each with the day on which it ends: where the next begins, unless it says."""
    ordered = sorted(editions, key=lambda at: at.edition.from_)
    return [_cut(at, later.edition.from_) for at, later in pairwise(ordered)] + ordered[-1:]


def _cut(at: EditionAt, until: str) -> EditionAt:
    if at.edition.to is not None and at.edition.to <= until:
        return at
    return EditionAt(at.edition.model_copy(update={"to": until}), at.origin)


def _left(at: EditionAt, taken: list[EditionAt]) -> list[EditionAt]:
    """What an edition keeps beside those of an overlay: the days before, and those after one that ends."""
    pieces = [at]
    for new in taken:
        pieces = [left for piece in pieces for left in _without(piece, new.edition.from_, new.edition.to)]
    return pieces


def _without(at: EditionAt, since: str, until: str | None) -> list[EditionAt]:
    """An edition less the days from ``since`` to ``until`` (that day not included; None: for ever)."""
    own_since, own_until = at.edition.from_, at.edition.to
    if (until is not None and until <= own_since) or (own_until is not None and own_until <= since):
        return [at]
    before = [_cut(at, since)] if own_since < since else []
    if until is None or (own_until is not None and own_until <= until):
        return before
    return [*before, EditionAt(at.edition.model_copy(update={"from_": until}), at.origin)]


def _replace(whole: Resolved, rule: Rule, origin: Origin) -> None:
    base = whole.rules.get(rule.id)
    if base is None:
        whole.faults.append(
            origin.at("id").fault("overlay-unknown-rule", name=rule.id, hint=_near(rule.id, whole.rules))
        )
    elif base[0].force == "must" or not base[0].replaceable:
        code = "overlay-replaces-must" if base[0].force == "must" else "overlay-not-replaceable"
        whole.faults.append(
            origin.at("id").fault(
                code,
                name=rule.id,
                base=str(base[1].place()),
                clause=f"{base[0].clause.document} {base[0].clause.number}",
                own=f"{rule.clause.document} {rule.clause.number}",
            )
        )
    else:
        whole.rules[rule.id] = (rule, origin)
