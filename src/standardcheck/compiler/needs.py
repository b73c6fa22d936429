"""Which facts would settle an unknown outcome.

A fact is needed if, for some completion of the others, it changes the outcome. Where the open facts have few
possible values this is decided by trying every completion; else every fact below an undecided condition is
named, which is the same as long as no fact is asked twice in one rule.
"""

from __future__ import annotations

from itertools import pairwise, product

from standardcheck.compiler.evidence import Branch, Evidence, leaves_of, open_facts
from standardcheck.compiler.form import Compare, Fact, Group, Literal, Present, RuleForm
from standardcheck.compiler.interpret import OPEN, Interpreter, Judgement
from standardcheck.compiler.scope import BEYOND, Scope
from standardcheck.compiler.values import FactRef, union
from standardcheck.plan.model import NONE, standing_at
from standardcheck.typing_light import Any
from standardcheck.vocabulary.model import Field
from standardcheck.vocabulary.numbers import canonical, exact

MAX_COMPLETIONS = 4096
SMALL_RANGE = 8


def needs(interpreter: Interpreter, rule: RuleForm, scope: Scope, judgement: Judgement) -> tuple[FactRef, ...]:
    """The facts to be supplied, those that decide whether the rule applies first; empty unless unknown."""
    if judgement.outcome != OPEN:
        return ()
    facts = union(open_facts(judgement.applies), open_facts(judgement.holds))
    if len(facts) > 1 and not _asked_once(judgement, facts):
        facts = _needed(interpreter, rule, scope, judgement, facts) or facts
    return tuple(dict.fromkeys(_stated_form(fact, interpreter) for fact in facts))


def _asked_once(judgement: Judgement, facts: tuple[FactRef, ...]) -> bool:
    """Whether every open condition asks for one fact of its own: then each of them can change the outcome."""
    leaves = [leaf for leaf in leaves_of(judgement.applies) + leaves_of(judgement.holds) if leaf.facts]
    direct = all(
        isinstance(leaf.node, Present) or (isinstance(leaf.node.left, Fact) and not (leaf.right and leaf.right.facts))
        for leaf in leaves
    )
    asked = [fact for leaf in leaves for fact in leaf.facts]
    return direct and len(asked) == len(set(asked)) and set(asked) == set(facts)


def _stated_form(fact: FactRef, interpreter: Interpreter) -> FactRef:
    """A fact of an item that is not stated is supplied by stating the list (or the object) it belongs to."""
    if BEYOND not in fact.path:
        return fact
    path = fact.path[: fact.path.index(BEYOND)]
    kinds = interpreter.vocabulary.kinds
    holder = kind = interpreter.vocabulary.root
    for step in path:
        if isinstance(step, str) and step != "items":
            holder, kind = kind, kinds[kind].fields[step].items
    return FactRef(path, holder, str(path[-1]))


def _needed(
    interpreter: Interpreter, rule: RuleForm, scope: Scope, judgement: Judgement, facts: tuple[FactRef, ...]
) -> tuple[FactRef, ...]:
    """The facts that change the outcome, or nothing where that cannot be tried."""
    domains = []
    size = 1
    for fact in facts:
        domain = _domain(interpreter, fact, scope, judgement)
        size *= len(domain) if domain else MAX_COMPLETIONS + 1
        if size > MAX_COMPLETIONS:
            return ()
        domains.append(domain)
    trial = _Trial(interpreter, open_part(rule, judgement), scope, facts, domains)
    return tuple(fact for at, fact in enumerate(facts) if trial.changes(at))


def open_part(rule: RuleForm, judgement: Judgement) -> RuleForm:
    """The rule without what is decided already: no completion changes that, so none need ask for it again."""
    applies = _open_condition(rule.applies, judgement.applies) if judgement.applies else None
    holds = judgement.holds
    if holds is None:
        return rule._replace(applies=applies)
    if not (isinstance(holds, Branch) and holds.op == "exceptions"):
        return rule._replace(applies=applies, require=_open_condition(rule.require, holds))
    base, *ways = holds.children
    allowances = tuple(
        allowance._replace(
            when=_open_condition(allowance.when, way.children[0]),
            require=_open_condition(allowance.require, way.children[1]),
        )
        for allowance, way in zip(rule.allowances, ways, strict=True)
    )
    return rule._replace(applies=applies, require=_open_condition(rule.require, base), allowances=allowances)


def _open_condition(node: Any, evidence: Evidence) -> Any:
    if evidence.holds is not None:
        return Group("all" if evidence.holds else "any", ())  # of nothing: met, and not met
    if isinstance(node, Group) and isinstance(evidence, Branch):
        return node._replace(items=tuple(map(_open_condition, node.items, evidence.children)))
    return node


class _Trial:
    """Outcomes of completions, each judged once."""

    def __init__(
        self,
        interpreter: Interpreter,
        rule: RuleForm,
        scope: Scope,
        facts: tuple[FactRef, ...],
        domains: list[list[Any]],
    ) -> None:
        self.interpreter, self.rule, self.scope = interpreter, rule, scope
        self.facts, self.domains = facts, domains
        self.seen: dict[tuple[int, ...], str] = {}

    def outcome(self, choice: tuple[int, ...]) -> str:
        found = self.seen.get(choice)
        if found is None:
            chosen = zip(self.facts, self.domains, choice, strict=True)
            supposed = {fact.path: domain[at] for fact, domain, at in chosen}
            ours = self.interpreter
            trial = Interpreter(ours.program, ours.vocabulary, ours.as_of, supposed)
            found = self.seen[choice] = trial.outcome(self.rule, self.scope)[0]
        return found

    def changes(self, at: int) -> bool:
        """Whether fact ``at`` changes the outcome for some completion of the others."""
        others = [range(len(domain)) for domain in self.domains]
        others[at] = range(1)
        for choice in product(*others):
            first = self.outcome(choice)
            for value in range(1, len(self.domains[at])):
                if self.outcome((*choice[:at], value, *choice[at + 1 :])) != first:
                    return True
        return False


def _domain(interpreter: Interpreter, fact: FactRef, scope: Scope, judgement: Judgement) -> list[Any]:
    """Values that stand for all that the fact may be; empty if there are too many to tell."""
    if BEYOND in fact.path or not fact.kind:
        return []
    field = interpreter.vocabulary.kinds[fact.kind].fields[fact.field]
    gone = [NONE] if _object_may_be_none(fact, interpreter, scope) else []
    if field.type == "flag":
        return [True, False, *gone]
    if field.type == "enum":
        return [*_telling(fact, tuple(interpreter.vocabulary.enums[field.enum].values), judgement), NONE]
    if not field.is_numeric:
        return []
    absent = gone if field.excludes_zero else [NONE]
    low, high = field.minimum, field.maximum
    if field.type == "integer" and low is not None and high is not None and high - low <= SMALL_RANGE:
        return [*range(int(low), int(high) + 1), *absent]
    limits = _limits(fact, judgement)
    return [*_representatives(limits, field), *absent] if limits else []


def _telling(fact: FactRef, values: tuple[str, ...], judgement: Judgement) -> list[str]:
    """Of values that all conditions on a fact take alike, the first; all of them where the fact is not only compared
    with what the rule names."""
    named: list[frozenset[Any]] = []
    for leaf in leaves_of(judgement.applies) + leaves_of(judgement.holds):
        if fact not in leaf.facts or isinstance(leaf.node, Present):
            continue
        if not isinstance(leaf.node.left, Fact) or not isinstance(leaf.node.right, Literal) or leaf.right is None:
            return list(values)
        named.append(leaf.right.possible or frozenset())
    alike: dict[tuple[bool, ...], str] = {}
    for value in values:
        alike.setdefault(tuple(value in names for names in named), value)
    return list(alike.values())


def _object_may_be_none(fact: FactRef, interpreter: Interpreter, scope: Scope) -> bool:
    """Whether a fact belongs to a single child object that is not stated itself."""
    return not isinstance(standing_at(scope.nodes[interpreter.vocabulary.root], fact.path[:-1]), dict)


def _limits(fact: FactRef, judgement: Judgement) -> list[Any]:
    """The known numbers that a fact is directly compared with; empty if it is used in any other way."""
    found: list[Any] = []
    for leaf in leaves_of(judgement.applies) + leaves_of(judgement.holds):
        if fact not in leaf.facts:
            continue
        direct = isinstance(leaf.node, Compare) and isinstance(leaf.node.left, Fact) and leaf.left.facts == (fact,)
        if not direct or leaf.right is None or fact in leaf.right.facts:
            return []
        bounds = [bound for bound in (leaf.right.low, leaf.right.high) if bound is not None]
        if not bounds or isinstance(bounds[0], str):
            return []
        found += bounds
    return found


def _representatives(limits: list[Any], field: Field) -> list[Any]:
    points = sorted({exact(limit) for limit in limits})
    low = exact(field.minimum) if field.minimum is not None else points[0] - 1
    high = exact(field.maximum) if field.maximum is not None else points[-1] + 1
    points = [point for point in points if low <= point <= high]
    marks = sorted({low, *points, high})
    between = [(a + b) / 2 for a, b in pairwise(marks)]
    chosen = sorted({*marks, *between})
    if field.excludes_minimum:
        chosen = [mark for mark in chosen if mark != low]
    if field.type == "integer":
        chosen = sorted({exact(mark.__floor__()) for mark in chosen if low <= mark.__floor__()})
    return [canonical(mark) for mark in chosen]
