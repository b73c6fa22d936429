"""Generated judgement of rules: what they share is asked once, what does not apply is left at once."""

from __future__ import annotations

from typing import Any, NamedTuple

from standardcheck.compiler.form import Aggregate, Arithmetic, Compare, Fact, Group, RuleForm
from standardcheck.compiler.generated.facts import Facts
from standardcheck.compiler.generated.logic import Logic
from standardcheck.compiler.generated.runtime import FAIL, FLAGGED, MANUAL, NOT_APPLICABLE_CODE, OPEN, PASS
from standardcheck.compiler.generated.writing import Text


class Slot(NamedTuple):
    """Where a block keeps what a rule of one comparison measured and required.

    ``required`` is an index, or ``None`` where ``limit`` says it for every plan. ``rough``: worked out in floats.
    """

    measured: int
    required: int | None
    limit: Any
    rough: bool


class _Entry(NamedTuple):
    """A rule and those of the conditions under which it applies that have not been asked yet."""

    rule: int
    asked: tuple[Any, ...]


class Judging:
    """Writes the judgement of all rules of one kind."""

    def __init__(self, rules: tuple[RuleForm, ...], facts: Facts, logic: Logic) -> None:
        self.rules = rules
        self.facts = facts
        self.logic = logic

    def write(self, text: Text, indices: tuple[int, ...], kinds: tuple[str, ...]) -> tuple[Slot | None, ...]:
        """Write code that leaves the outcome of rule *n* in the local ``o{n}``; say what is kept where."""
        inline = [index for index in indices if self._in_sight(self.rules[index], kinds)]
        for index in indices:
            if index not in inline:
                text.line(f"o{index} = run.judge({index}, {text.route}, here, form)")
        slots = self._slots(inline)
        if slots:
            text.line(" = ".join(self.slot_names(tuple(slots), tuple(slots.values()))) + " = None")
        self._entries(text, [_Entry(index, _conjuncts(self.rules[index].applies)) for index in inline], None)
        return tuple(slots.get(index) for index in indices)

    def slot_names(self, indices: tuple[int, ...], slots: tuple[Slot | None, ...]) -> list[str]:
        """The locals behind the slots, in order."""
        found = []
        for index, slot in zip(indices, slots, strict=True):
            if slot is not None:
                found += [f"m{index}"] if slot.required is None else [f"m{index}", f"r{index}"]
        return found

    def _in_sight(self, rule: RuleForm, kinds: tuple[str, ...]) -> bool:
        parts = [rule.applies, rule.require, *((a.when, a.require) for a in rule.allowances)]
        return self.logic.free(tuple(part for part in parts if part is not None)) <= set(kinds)

    def _slots(self, indices: list[int]) -> dict[int, Slot]:
        found: dict[int, Slot] = {}
        taken = 0
        for index in indices:
            rule = self.rules[index]
            if rule.manual or not isinstance(rule.require, Compare):
                continue
            left, right = self.facts.plain(rule.require.left), self.facts.plain(rule.require.right)
            if not isinstance(left, Fact | Aggregate | Arithmetic):
                continue
            fixed = self.facts.fixed(right)
            limit = fixed.value if fixed is not None and fixed.is_known else None
            required = taken + 1 if fixed is None else None
            found[index] = Slot(taken, required, limit, isinstance(left, Arithmetic))
            taken += 1 if required is None else 2
        return found

    # -- which rules apply -----------------------------------------------------------------------------------

    def _entries(self, text: Text, entries: list[_Entry], applied: str | None) -> None:
        """Write rules that share what was asked so far; ``applied`` holds its answer, True or None."""
        groups: dict[str, list[_Entry]] = {}
        for entry in entries:
            if entry.asked:
                groups.setdefault(repr(entry.asked[0]), []).append(entry)
            else:
                self._judge(text, entry.rule, applied)
        for group in groups.values():
            answer = self.logic.condition(text, group[0].asked[0])
            with text.block(f"if {answer} is False:"):
                text.line(" = ".join(f"o{entry.rule}" for entry in group) + f" = {NOT_APPLICABLE_CODE}")
            with text.block("else:"):
                both = answer
                if applied is not None:
                    both = text.names.fresh("a")
                    text.line(f"{both} = {applied} and {answer}")
                self._entries(text, [_Entry(e.rule, e.asked[1:]) for e in group], both)

    # -- whether they are met --------------------------------------------------------------------------------

    def _judge(self, text: Text, index: int, applied: str | None) -> None:
        rule = self.rules[index]
        if rule.manual:
            text.line(f"o{index} = {MANUAL}" + (f" if {applied} else {OPEN}" if applied else ""))
            return
        kept = dict(text.bound)
        holds = self._requirement(text, index, rule)
        text.bound = kept if rule.allowances else text.bound
        met, not_met = str(PASS), f"{OPEN} if {holds} is None else {FAIL}"
        if applied is not None:
            met = f"({PASS} if {applied} else {FLAGGED})"
            not_met = f"{OPEN} if {holds} is None or {applied} is None else {FAIL}"
        text.line(f"o{index} = {met} if {holds} else {not_met}")

    def _requirement(self, text: Text, index: int, rule: RuleForm) -> str:
        if isinstance(rule.require, Compare):
            self._keep(text, index, rule.require)
        base = self.logic.condition(text, rule.require)
        text.slots = None
        if not rule.allowances:
            return base
        ways = tuple(Group("all", (allowance.when, allowance.require)) for allowance in rule.allowances)
        result = text.names.fresh("g")
        text.line(f"{result} = {base}")
        with text.block(f"if {result} is not True:"):
            other = self.logic.condition(text, Group("any", ways) if len(ways) > 1 else ways[0])
            text.line(f"if {other} or {result} is False: {result} = {other}")
        return result

    def _keep(self, text: Text, index: int, node: Compare) -> None:
        """Keep what the comparison measures and requires; arithmetic is kept where it is worked out."""
        left, right = self.facts.plain(node.left), self.facts.plain(node.right)
        if not isinstance(left, Fact | Aggregate | Arithmetic):
            return
        fixed = self.facts.fixed(right) is not None
        text.slots = (f"m{index}", "" if fixed else f"r{index}")
        if isinstance(left, Fact):
            text.line(f"m{index} = {self.facts.read(text, left)}")
            if not fixed:
                found = self._looked_up(text, right)
                if found:
                    text.line(f"r{index} = {found}")

    def _looked_up(self, text: Text, right: Any) -> str | None:
        if isinstance(right, Fact):
            return self.facts.read(text, right)
        return self.facts.lookup(text, right) if type(right).__name__ == "Param" else None


def _conjuncts(node: Any) -> tuple[Any, ...]:
    """The conditions all of which make a rule apply."""
    if node is None:
        return ()
    if isinstance(node, Group) and node.op == "all":
        return tuple(part for item in node.items for part in _conjuncts(item))
    return (node,)
