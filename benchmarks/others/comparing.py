"""What an engine says of a plan, beside what we say of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable

from others.answers import Engine, Fail
from run import rule_set
from standardcheck.check.bulk_lines import LineChecker

Judge = Callable[[bytes], bytes]


def our_judge() -> Judge:
    """What a line of a stream goes through here: read, checked against the vocabulary, judged, results written."""
    checker = LineChecker(rule_set(), None)
    return lambda text: checker.check(1, text)[2]


def our_answers(judge: Judge, text: bytes) -> dict[Fail, str]:
    """``fail`` or ``unknown`` by rule and place; what is not named passes or does not apply."""
    findings = json.loads(judge(text))["findings"]
    return {(finding["rule"].removeprefix("bench."), finding["pointer"]): finding["outcome"] for finding in findings}


def assert_agreement(engine: Engine, texts: Iterable[bytes]) -> Counter[str]:
    """On plans without missing facts the engine's fails are ours, for the rules that it expresses.

    Returns how many fails there are of each rule. Raises ``AssertionError`` at the first plan where they differ.
    """
    judge = our_judge()
    number: Counter[str] = Counter()
    for text in texts:
        ours = our_answers(judge, text)
        assert set(ours.values()) <= {"fail"}, "a plan without missing facts leaves nothing unknown"
        wanted = {(rule, place) for rule, place in ours if rule not in engine.cannot}
        found = engine.fails(text)
        assert len(found) == len(set(found)), f"{engine.name} names a fail twice"
        assert set(found) == wanted, f"{engine.name} differs from us in {sorted(set(found) ^ wanted)}"
        number.update(rule for rule, _ in wanted)
    return number


def said_of_missing(engine: Engine, texts: Iterable[bytes]) -> Counter[tuple[str, str]]:
    """How often the engine says what (second) where we say what (first), for the rules that it expresses.

    Ours: ``unknown``, ``fail``, or ``settled`` (passes or does not apply; counted only where the engine fails it).
    Theirs: ``pass`` (nothing is said of it), ``fail``, or ``error`` (the engine gives no answer about the plan).
    """
    judge = our_judge()
    said: Counter[tuple[str, str]] = Counter()
    for text in texts:
        ours = {at: outcome for at, outcome in our_answers(judge, text).items() if at[0] not in engine.cannot}
        theirs = fails_or_none(engine, text)
        if theirs is None:
            said.update((outcome, "error") for outcome in ours.values())
            continue
        said.update((outcome, "fail" if at in theirs else "pass") for at, outcome in ours.items())
        said["settled", "fail"] += len(theirs - ours.keys())
    return said


def fails_or_none(engine: Engine, text: bytes) -> set[Fail] | None:
    """What a plan fails; ``None`` if the engine stops with an error."""
    try:
        return set(engine.fails(text))
    except Exception:  # whatever an engine raises, it has not answered
        return None
