"""Judge the plans of the benchmark with engines that a user could take instead, and print tables of what comes out.

    pip install -e '.[bench]'
    python benchmarks/engines.py            # everything; some minutes
    python benchmarks/engines.py missing    # some of: rules, missing, times

Each engine gets the rules of ``rules/bench`` in its own language (``others/``), reads them once, and answers with the
rules that a plan fails and where. ``rules`` asserts that on plans without missing facts its answers are ours.
Number of plans: BENCH_ENGINE_PLANS (300).
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from generate_plans import MISSING
from others import jsonschema_rules, rego_rules, zen_rules
from others.answers import Engine
from others.comparing import assert_agreement, fails_or_none, our_judge, said_of_missing
from others.texts import complete, faulty, of_size, usual
from others.timing import exponents, growth, ratios
from run import head

PLANS = int(os.environ.get("BENCH_ENGINE_PLANS", "300"))
SIZES = (10, 100, 1000)
RULES = 30

MAKERS: dict[str, Callable[[], Engine]] = {
    "jsonschema-rs": jsonschema_rules.engine,
    "zen-engine": zen_rules.engine,
    "zen-engine, guarded": lambda: zen_rules.engine(guard=True),
    "regopy": rego_rules.engine,
}
"""By package; ZEN twice, without and with checks for missing facts."""

TIMED = """
Time from JSON text to results, as a multiple of ours; plans of about 10 facilities but for the last two columns.
Ours reads a plan strictly, checks it against the vocabulary, and writes a line of JSON with the verdict, the counts,
and for each fail and unknown what was measured, required and needed. The others parse, and name the rule and the place
of each fail; what they do not name counts as a pass."""


def installed() -> list[Engine]:
    """The engines that can be had; a line for each that cannot."""
    found = []
    for name, make in MAKERS.items():
        try:
            found.append(make())
        except ImportError:
            print(f"skipped: {name} is not installed (pip install -e '.[bench]')")
    return found


def rules(engines: Sequence[Engine], number: int) -> None:
    """What each can express, after its answers have been compared with ours."""
    texts = complete(number) + faulty(number)
    agreed = {engine.name: assert_agreement(engine, texts) for engine in engines}
    heads = ("engine", "package", f"of {RULES} rules", f"fails in {len(texts)} complete plans, all as ours", "of rules")
    table(heads, (_rules_row(engine, agreed[engine.name]) for engine in engines))
    rows = [(rule, e.name, f"no: {why}") for e in engines for rule, why in e.cannot.items()]
    rows += [(rule, e.name, f"yes, but {how}") for e in engines for rule, how in e.roundabout.items()]
    table(("rule", "engine", "expressed"), (row for row in rows if row[1] != "ZEN, guarded"))


def _rules_row(engine: Engine, agreed: Counter[str]) -> tuple[object, ...]:
    package = f"{engine.package} {engine.version}"
    return engine.name, package, RULES - len(engine.cannot), agreed.total(), len(agreed)


def missing(engines: Sequence[Engine], number: int) -> None:
    """What each says where we say that it is unknown, and whether it keeps what is known."""
    texts = usual(number)
    print(f"\n{number} plans with {MISSING:.0%} of the facts missing, by the rules that the engine expresses:")
    heads = ("engine", "our unknowns", "it passes", "it fails", "no answer")
    more = ("our fails", "found", "missed", "no answer", "fails where we have none")
    table((*heads, *more), (_missing_row(engine, said_of_missing(engine, texts)) for engine in engines))


def _missing_row(engine: Engine, said: Counter[tuple[str, str]]) -> tuple[object, ...]:
    unknown = [said["unknown", answer] for answer in ("pass", "fail", "error")]
    fail = [said["fail", answer] for answer in ("fail", "pass", "error")]
    return engine.name, sum(unknown), *unknown, sum(fail), *fail, said["settled", "fail"]


def times(engines: Sequence[Engine], number: int) -> None:
    """Times as multiples of ours, on complete plans and on those with missing facts, and how they grow."""
    whole, lacking = complete(number), usual(number)
    head(f"{number} complete plans")
    in_whole = ratios(engines, whole)
    head(f"{number} plans with missing facts")
    in_lacking = ratios([engine for engine in engines if not stops(engine, lacking)], lacking)
    grown = growth([our_judge(), *(engine.fails for engine in engines)], [of_size(size) for size in SIZES])
    powers, last = exponents(grown), grown[max(grown)]
    rows = [("standardcheck", "1", "1", "1", f"{powers[0]:.2f}")]
    for at, name in enumerate((engine.name for engine in engines), 1):
        columns = (in_whole[name], in_lacking.get(name), last[at] / last[0])
        rows.append((name, *map(shown, columns), f"{powers[at]:.2f}"))
    print(TIMED)
    heads = ("engine", "complete plans", f"{MISSING:.0%} missing", f"{max(grown):,} facilities")
    table((*heads, f"exponent, {min(grown)} to {max(grown):,} facilities"), rows)


def stops(engine: Engine, texts: Iterable[bytes]) -> bool:
    """Whether a missing fact makes the engine give up a plan, so that its time says nothing."""
    return any(fails_or_none(engine, text) is None for text in texts)


def shown(ratio: float | None) -> str:
    """A ratio with the digits that count; of an engine that stops, that it does."""
    if ratio is None:
        return "(stops)"
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:,.0f}"


def table(heads: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    """A table in Markdown."""
    print()
    for row in (heads, ["---"] * len(heads), *rows):
        print(f"| {' | '.join(map(str, row))} |")
    print(flush=True)


PARTS = {"rules": rules, "missing": missing, "times": times}


def main(parts: Sequence[str], number: int = PLANS) -> None:
    """Print the tables of some parts (of none named: all) for a number of plans."""
    engines = installed()
    for part in parts or PARTS:
        PARTS[part](engines, number)


if __name__ == "__main__":
    main(sys.argv[1:])
