"""Checks of what a pack declares: parameters, sets, derived quantities, documents, and the changes of an overlay."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from standardcheck.compiler.form import Param, RuleForm
from standardcheck.packtools.diagnostics import Diagnostic, at_origin
from standardcheck.packtools.lint.view import View, mentions
from standardcheck.packtools.sentences import params_of
from standardcheck.ruleset.documents import Rule
from standardcheck.ruleset.resolve import EditionAt
from standardcheck.vocabulary.numbers import compare


def dates(view: View) -> Iterator[Diagnostic]:
    """A parameter without a value in some part of the life of a rule that uses it."""
    mine = {form.id for _, _, form in view.rules()}
    for form in view.program.rules:
        for name in params_of(view.program, form):
            at = view.resolved.params[name]
            changed = any(e.origin.pack == view.pack.id for e in at.editions)
            gap = view.uncovered(name, form) if form.id in mine or changed else None
            if gap is not None:
                origin = at.origin if at.origin.pack == view.pack.id else view.resolved.rules[form.id][1].at("id")
                variant = ".until" if gap[1] else ""
                args = {"name": name, "rule": form.id, "since": gap[0], "until": gap[1]}
                yield at_origin("SC201", "error", origin, variant, key=at.origin == origin, **args)


def cases(view: View) -> Iterator[Diagnostic]:
    """A table that has no value in any case in which the rule applies."""
    for _, origin, form in view.rules():
        for name in leaves_all_undecided(view, form):
            yield at_origin("SC202", "error", origin.at("require"), key=True, name=name, rule=form.id)


def leaves_all_undecided(view: View, form: RuleForm) -> list[str]:
    """The parameters of a rule whose tables leave every case undecided in which it applies."""
    reasoners = view.reasoners(form)
    params = dict.fromkeys(mentions((form.require, form.allowances), Param)) if reasoners else ()
    return [p.name for p in params if all(_undecided(reasoner, form, p) for reasoner in reasoners)]


def _undecided(reasoner: Any, form: RuleForm, param: Param) -> bool:
    found = reasoner.interpreter.edition(param.name)
    if found is None or not found[1].has_table:
        return False
    applies = reasoner.applies(form)
    return bool(applies) and not any(reasoner.product(applies, boxes) for boxes, _ in reasoner.cases(param))


# -- names -------------------------------------------------------------------------------------------------------


def unused_params(view: View) -> Iterator[Diagnostic]:
    """A parameter that no rule of the pack, or of one that extends it, uses."""
    for name, at in view.resolved.params.items():
        if at.origin.pack == view.pack.id and name not in view.used:
            yield at_origin("SC203", "warning", at.origin, key=True, name=name)


def unused_sets(view: View) -> Iterator[Diagnostic]:
    """A set that nothing uses."""
    for name, _, origin in view.mine(view.resolved.sets):
        if name not in view.used:
            yield at_origin("SC204", "warning", origin, key=True, name=name)


def unused_derived(view: View) -> Iterator[Diagnostic]:
    """A derived quantity that nothing uses."""
    for name, _, origin in view.mine(view.resolved.derived):
        if name not in view.used:
            yield at_origin("SC205", "warning", origin, key=True, name=name)


# -- overlays ----------------------------------------------------------------------------------------------------


def idle_changes(view: View) -> Iterator[Diagnostic]:
    """An overlay, or a change that it makes, which leaves everything as it was."""
    yield from _idle_values(view)
    for rule, origin, _ in view.rules():
        if origin.path[0] == "replace" and _is_repeated(rule, view):
            yield at_origin("SC206", "warning", origin.at("id"), ".rule", rule=rule.id)
    extends = view.pack.manifest.extends
    if extends is not None and not any(file.model_dump(exclude_defaults=True) for _, file in view.pack.files):
        yield at_origin("SC206", "warning", view.pack.manifest_origin.at("extends"), ".pack", base=extends)


def _idle_values(view: View) -> Iterator[Diagnostic]:
    for name, at in view.resolved.params.items():
        for verb, new, before in at.changes:
            for edition in new:
                if edition.origin.pack == view.pack.id and _is_idle(edition, new, before, view):
                    yield at_origin("SC206", "warning", edition.origin, ".value", name=name, verb=verb)


def _is_idle(edition: EditionAt, new: list[EditionAt], before: list[EditionAt], view: View) -> bool:
    """Whether an edition says for all its time what was said before."""
    later = [other.edition.from_ for other in new if other.edition.from_ > edition.edition.from_]
    until = edition.edition.to or min(later, default=None)
    covered = edition.edition.from_
    for old in sorted(before, key=lambda at: at.edition.from_):
        old_until = old.edition.to
        if old_until is not None and old_until <= covered:
            continue
        if old.edition.from_ > covered or not _same_value(edition, old, view):
            return False
        if old_until is None or (until is not None and old_until >= until):
            return True
        covered = old_until
    return False


def _same_value(left: EditionAt, right: EditionAt, view: View) -> bool:
    if left.edition.table is not None or right.edition.table is not None:
        return left.edition.table == right.edition.table
    return _same_scalar(left.edition.value, right.edition.value, view)


def _same_scalar(left: Any, right: Any, view: View) -> bool:
    if left == right:
        return True
    try:
        numbers = [view.vocabulary.units.quantity(str(value)) for value in (left, right)]
    except ValueError:
        return False
    return numbers[0].dimensions == numbers[1].dimensions and compare(numbers[0].value, numbers[1].value) == 0


_BESIDE = {"examples", "title", "note", "ledger", "remedy", "replaceable", "clause", "grade"}
"""What a rule says beside what it demands."""


def _is_repeated(rule: Rule, view: View) -> bool:
    """Whether a rule that replaces another demands what that one did."""
    for pack in reversed(view.resolved.packs[:-1]):
        for _, file in pack.files:
            for base in (*file.rules, *file.replace):
                if base.id == rule.id:
                    return base.model_dump(exclude=_BESIDE) == rule.model_dump(exclude=_BESIDE)
    return False
