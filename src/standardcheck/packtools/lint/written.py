"""Checks of what an author writes beside the conditions: ledger rows, titles, examples, notes, dates of review."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from standardcheck.compiler.evidence import leaves_of
from standardcheck.compiler.form import Compare, RuleForm
from standardcheck.compiler.interpret import Interpreter
from standardcheck.compiler.scope import ITEM, subjects
from standardcheck.packtools.diagnostics import Diagnostic, at_origin
from standardcheck.packtools.examples import example_plan
from standardcheck.packtools.leaves import comparisons_in
from standardcheck.packtools.lint.view import View
from standardcheck.ruleset.documents import Example, Text
from standardcheck.ruleset.packs import Origin
from standardcheck.vocabulary.numbers import compare
from standardcheck.wording import LANGUAGES, catalogue

ORDERED = ("at_least", "at_most", "more_than", "less_than", "before", "after", "on_or_before", "on_or_after")


def no_ledger(view: View) -> Iterator[Diagnostic]:
    """A rule that names no row of the ledger."""
    for rule, origin, _ in view.rules():
        if not rule.ledger:
            yield at_origin("SC101", "error", origin.at("id"), rule=rule.id)


def titles(view: View) -> Iterator[Diagnostic]:
    """A title or label that is blank, or the same in both languages."""
    for text, origin in _texts(view):
        if not text.zh.strip() or not text.en.strip():
            yield at_origin("SC102", "error", origin, ".blank")
        elif text.zh.strip() == text.en.strip():
            yield at_origin("SC102", "error", origin, text=text.zh)


def _texts(view: View) -> Iterator[tuple[Text, Origin]]:
    yield view.pack.manifest.title, view.pack.manifest_origin.at("title")
    for table, key in (
        (view.resolved.documents, "title"),
        (view.resolved.sets, "label"),
        (view.resolved.derived, "label"),
    ):
        for _, entry, origin in view.mine(table):
            yield getattr(entry, key), origin.at(key)
    for at in view.resolved.params.values():
        if at.origin.pack == view.pack.id:
            yield at.parameter.label, at.origin.at("label")
    for rule, origin, _ in view.rules():
        yield rule.title, origin.at("title")
        for index, exception in enumerate(rule.exceptions):
            yield exception.title, origin.at("exceptions", index, "title")


# -- examples ----------------------------------------------------------------------------------------------------


def examples(view: View) -> Iterator[Diagnostic]:
    """A rule without one of the kinds of example that it can have."""
    for rule, origin, form in view.rules():
        missing = [kind for kind in _kinds(form) if kind not in {example.expect for example in rule.examples}]
        if _has_limit(form) and not any(_at_limit(view, form, example) for example in rule.examples):
            missing.append("limit")
        if missing:
            place = origin.at("examples") if rule.examples else origin.at("id")
            kinds = [{lang: catalogue(lang).EXAMPLES[kind] for lang in LANGUAGES} for kind in missing]
            yield at_origin("SC103", "error", place, key=bool(rule.examples), rule=rule.id, missing=kinds)


def _kinds(form: RuleForm) -> tuple[str, ...]:
    if not form.manual:
        return ("pass", "fail", "unknown")
    return ("manual",) if form.applies is None else ("manual", "unknown")


def _has_limit(form: RuleForm) -> bool:
    asked = (form.require, *(part for allowance in form.allowances for part in (allowance.when, allowance.require)))
    return any(leaf.op in ORDERED for node in asked for leaf in comparisons_in(node))


def _at_limit(view: View, form: RuleForm, example: Example) -> bool:
    """Whether some measured value of an example is exactly the limit it is held to."""
    data, path = example_plan(form, example, view.conform)
    data, _ = view.conform(data)
    interpreter = Interpreter(view.program, view.vocabulary, example.as_of or form.since)
    for subject in subjects(view.vocabulary, data, form.kind, form.parent, form.through):
        if subject.form == ITEM and subject.scope.paths[form.kind] == path:
            judgement = interpreter.judge(form, subject.scope)
            return any(_is_met_exactly(leaf) for leaf in leaves_of(judgement.holds))
    return False


def _is_met_exactly(leaf: Any) -> bool:
    if not isinstance(leaf.node, Compare) or leaf.node.op not in ORDERED or leaf.right is None:
        return False
    if not leaf.left.is_known or not leaf.right.is_known:
        return False
    left, right = leaf.left.value, leaf.right.value
    return bool(left == right if isinstance(left, str) else compare(left, right) == 0)


# -- notes and reviews -------------------------------------------------------------------------------------------


def cautions(view: View) -> Iterator[Diagnostic]:
    """A rule whose row of the ledger carries a caution that no note of the rule or its document takes up."""
    rows = view.ledger.by_id() if view.ledger is not None else {}
    for rule, origin, _ in view.rules():
        document = view.resolved.documents[rule.clause.document][0]
        if rule.note is not None or document.note is not None:
            continue
        for at, name in enumerate(rule.ledger):
            if name in rows and rows[name].caution:
                place = origin.at("ledger", at)
                yield at_origin("SC104", "warning", place, rule=rule.id, id=name, caution=rows[name].caution)


def reviews(view: View) -> Iterator[Diagnostic]:
    """A document or a value that was checked against the text too long ago."""
    latest = (date.fromisoformat(view.today) - timedelta(days=view.review_after)).isoformat()
    for name, reviewed, origin in _reviewed(view):
        if reviewed is not None and reviewed < latest:
            yield at_origin("SC105", "warning", origin.at("reviewed"), name=name, on=reviewed, days=view.review_after)


def _reviewed(view: View) -> Iterator[tuple[str, str | None, Origin]]:
    for name, document, origin in view.mine(view.resolved.documents):
        yield name, document.reviewed, origin
    for name, at in view.resolved.params.items():
        for edition in at.editions:
            if edition.origin.pack == view.pack.id:
                yield f"${name}", edition.edition.reviewed, edition.origin
