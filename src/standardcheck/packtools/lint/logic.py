"""Checks by reasoning: what can never hold, never bind, never be reached, and what contradicts something else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any, NamedTuple

from standardcheck.check.display import Display
from standardcheck.compiler.form import Compare, Present, RuleForm
from standardcheck.packtools.diagnostics import Diagnostic, Severity, at_origin
from standardcheck.packtools.leaves import leaves_in, places_in
from standardcheck.packtools.lint.declared import leaves_all_undecided
from standardcheck.packtools.lint.ranges import meet
from standardcheck.packtools.lint.reasoning import Boxes, Reasoner, key_of, stated
from standardcheck.packtools.lint.view import View
from standardcheck.ruleset.documents import Rule
from standardcheck.ruleset.packs import Origin


class Leaf(NamedTuple):
    """A comparison of a rule, where it stands, and in which of its conditions."""

    node: Compare | Present
    origin: Origin
    part: str


def _leaves(rule: Rule, form: RuleForm, origin: Origin) -> Iterator[Leaf]:
    conditions: list[tuple[Any, Any, tuple[str | int, ...]]] = [
        (form.applies, rule.applies, ("applies",)),
        (form.require, rule.require, ("require",)),
    ]
    for at, (allowance, written) in enumerate(zip(form.allowances, rule.exceptions, strict=True)):
        conditions.append((allowance.when, written.when, ("exceptions", at, "when")))
        conditions.append((allowance.require, written.require, ("exceptions", at, "require")))
    for node, data, steps in conditions:
        for leaf, place in zip(leaves_in(node), places_in(data, origin.at(*steps)), strict=True):
            yield Leaf(leaf, place, str(steps[-1]))


def _always(view: View, form: RuleForm, claim: Callable[..., bool], *about: Any) -> bool:
    """Whether something is so on every day of a rule's life."""
    reasoners = view.reasoners(form)
    return bool(reasoners) and all(claim(reasoner, *about) for reasoner in reasoners)


def _nowhere(reasoner: Reasoner, form: RuleForm) -> bool:
    return not reasoner.applies(form)


def _never(reasoner: Reasoner, leaf: Any) -> bool:
    return not reasoner.boxes(leaf, True)


def _idle(reasoner: Reasoner, leaf: Any) -> bool:
    """Whether every value that can be stated passes."""
    return isinstance(leaf, Compare) and not _never(reasoner, leaf) and not stated(reasoner.not_met(leaf))


def _phrase(view: View, node: Any) -> dict[str, str]:
    return Display(view.vocabulary, view.program).phrase(node)


# -- single conditions -------------------------------------------------------------------------------------------


def never_holds(view: View) -> Iterator[Diagnostic]:
    """A comparison, or all conditions of ``applies`` together, that no plan can meet."""
    for rule, origin, form in view.rules():
        found = False
        for leaf in _leaves(rule, form, origin):
            if _always(view, form, _never, leaf.node):
                found = True
                yield at_origin("SC301", "error", leaf.origin, ".leaf", test=_phrase(view, leaf.node))
        if not found and form.applies is not None and _always(view, form, _nowhere, form):
            yield at_origin("SC301", "error", origin.at("applies"), ".applies", key=True, rule=rule.id)


def never_binds(view: View) -> Iterator[Diagnostic]:
    """A limit that every possible value meets; a rule that nothing can fail."""
    for rule, origin, form in view.rules():
        found = False
        for leaf in _leaves(rule, form, origin):
            if _always(view, form, _idle, leaf.node):
                found = True
                yield at_origin("SC302", "warning", leaf.origin, ".leaf", test=_phrase(view, leaf.node))
        if not found and not form.manual and _always(view, form, _cannot_fail, form):
            yield at_origin("SC302", "warning", origin.at("require"), ".rule", key=True, rule=rule.id)


def _cannot_fail(reasoner: Reasoner, form: RuleForm) -> bool:
    applies = reasoner.applies(form)
    if not applies or not reasoner.met(form) or reasoner.product(applies, reasoner.unmet(form)):
        return False
    return not reasoner.product(applies, reasoner.undecided(form.require))


def never_met(view: View) -> Iterator[Diagnostic]:
    """A rule that fails wherever it applies."""
    for rule, origin, form in view.rules():
        if form.manual or not _always(view, form, _only_fails, form) or leaves_all_undecided(view, form):
            continue
        if not any(_always(view, form, _never, leaf) for leaf in leaves_in(form.require)):
            yield at_origin("SC303", "warning", origin.at("require"), key=True, rule=rule.id)


def _only_fails(reasoner: Reasoner, form: RuleForm) -> bool:
    applies = reasoner.applies(form)
    can_fail = bool(reasoner.product(applies, reasoner.unmet(form)))
    return can_fail and not reasoner.product(applies, reasoner.met(form))


# -- exceptions --------------------------------------------------------------------------------------------------


def exceptions(view: View) -> Iterator[Diagnostic]:
    """An exception that is never reached, or never needed since the requirement holds wherever it does."""
    for _, origin, form in view.rules():
        for at, allowance in enumerate(form.allowances):
            place = origin.at("exceptions", at, "id")
            parts = (allowance.when, allowance.require)
            if _always(view, form, _unreached, form, parts):
                yield at_origin("SC304", "error", place, ".never", id=allowance.id)
            elif _always(view, form, _needless, form, parts):
                yield at_origin("SC304", "error", place, ".needless", id=allowance.id)


def _reached(reasoner: Reasoner, form: RuleForm, parts: tuple[Any, Any]) -> Boxes:
    when, require = (reasoner.boxes(part, True) for part in parts)
    return reasoner.product(reasoner.product(reasoner.applies(form), when), require)


def _unreached(reasoner: Reasoner, form: RuleForm, parts: tuple[Any, Any]) -> bool:
    return not _reached(reasoner, form, parts)


def _needless(reasoner: Reasoner, form: RuleForm, parts: tuple[Any, Any]) -> bool:
    return not reasoner.product(_reached(reasoner, form, parts), reasoner.not_met(form.require))


# -- two rules ---------------------------------------------------------------------------------------------------


def contradictions(view: View) -> Iterator[Diagnostic]:
    """Two rules on the same objects that cannot both be met where both apply."""
    mine = {form.id for _, _, form in view.rules()}
    asked = [(form, _asked(form)) for form in view.program.rules if not form.manual]
    for (first, facts), (second, others) in combinations(asked, 2):
        if (first.id in mine or second.id in mine) and facts & others and _on_the_same(first, second):
            later, earlier = (second, first) if second.id in mine else (first, second)
            yield from _contradiction(view, later, earlier)


def _asked(form: RuleForm) -> frozenset[Any]:
    """The expressions that a rule's requirement and exceptions are about."""
    nodes = (form.require, *(allowance.require for allowance in form.allowances))
    leaves = [leaf for node in nodes for leaf in leaves_in(node)]
    return frozenset(key_of(leaf.left if isinstance(leaf, Compare) else leaf.fact) for leaf in leaves)


def _on_the_same(form: RuleForm, other: RuleForm) -> bool:
    lists = {(rule.parent, rule.through) for rule in (form, other) if rule.through}
    return form.kind == other.kind and form.draft is other.draft and len(lists) < 2


def _contradiction(view: View, form: RuleForm, other: RuleForm) -> Iterator[Diagnostic]:
    for reasoner in view.reasoners(form, other):
        node = _disputed(reasoner, form, other)
        if node is not None:
            severity: Severity = "error" if {form.force, other.force} <= {"must", "shall"} else "warning"
            args: dict[str, Any] = {
                "rule": form.id,
                "other": other.id,
                "at": str(view.resolved.rules[other.id][1].place()),
                "fact": Display(view.vocabulary, view.program).label(node),
                "day": reasoner.interpreter.as_of,
            }
            yield at_origin("SC305", severity, view.resolved.rules[form.id][1].at("require"), key=True, **args)
            return


def _disputed(reasoner: Reasoner, form: RuleForm, other: RuleForm) -> Any:
    """What two rules ask contrary things of; ``None`` if both can be met, or if one alone cannot."""
    met, other_met = reasoner.met(form), reasoner.met(other)
    both = reasoner.product(reasoner.applies(form), reasoner.applies(other))
    mine, theirs = reasoner.product(both, met), reasoner.product(both, other_met)
    if not mine or not theirs or reasoner.product(mine, other_met):
        return None
    shared = {key for box in met for key in box if not isinstance(key, str)} & {key for box in other_met for key in box}
    ordered = sorted(shared, key=lambda key: (not _apart(key, met, other_met), repr(key)))
    return ordered[0] if ordered else None


def _apart(key: Any, boxes: Boxes, others: Boxes) -> bool:
    """Whether two requirements leave no common value to an expression."""
    return all(key in a and key in b and meet(a[key], b[key]).is_empty for a in boxes for b in others)
