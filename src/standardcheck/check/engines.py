"""Generated functions of a rule set: made when they pay, kept for the days on which they are right."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from standardcheck.check.evaluate import rules_in_force
from standardcheck.compiler.form import Program
from standardcheck.compiler.library import RuleSet
from standardcheck.typing_light import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from standardcheck.compiler.generated.engine import Engine

Made = TypeVar("Made")

WORTH_GENERATING = 400
"""Objects in a plan from which on generating functions takes less time than it saves."""

MANY_PLANS = 10
"""Plans judged by the same rules after which the next one is judged by generated functions."""


def days_that_matter(program: Program) -> list[str]:
    """The days on which another rule or edition comes into force or ends, in order."""
    spans = [(rule.since, rule.until) for rule in program.rules]
    spans += [(e.since, e.until) for parameter in program.params.values() for e in parameter.editions]
    return sorted({day for span in spans for day in span if day})


class ByDay(Generic[Made]):
    """Things made of a program for a day, each kept for all days on which it is the same."""

    def __init__(self, make: Callable[[Program, str], Made]) -> None:
        self._make = make
        self._made: dict[tuple[int, int], tuple[Made, Program]] = {}
        self._days: dict[int, list[str]] = {}
        self._asked: dict[tuple[int, int], int] = {}

    def of(self, program: Program, as_of: str) -> Made:
        """What is right on a day; made if it has not been."""
        key = self._key(program, as_of)
        found = self._made.get(key)
        if found is None:  # the program is kept with it, so that its id stays its own
            found = self._made[key] = self._make(program, as_of), program
        return found[0]

    def if_worth(self, program: Program, as_of: str, at_once: bool) -> Made | None:
        """The same, but made only ``at_once`` or when asked for often."""
        key = self._key(program, as_of)
        self._asked[key] = self._asked.get(key, 0) + 1
        if key in self._made or at_once or self._asked[key] > MANY_PLANS:
            return self.of(program, as_of)
        return None

    def _key(self, program: Program, as_of: str) -> tuple[int, int]:
        days = self._days.get(id(program))
        if days is None:
            days = self._days[id(program)] = days_that_matter(program)
        return id(program), bisect_right(days, as_of)


def engines(rules: RuleSet) -> ByDay[Engine]:
    """The engines of a rule set, each for all rules in force, in the order of the standard."""

    def make(program: Program, as_of: str) -> Engine:
        from standardcheck.compiler.generated.engine import Engine as Generated

        return Generated(program, rules.vocabulary, as_of, rules_in_force(program, as_of))

    kept: ByDay[Engine] = rules.keep("engines", lambda: ByDay(make))
    return kept
