"""SARIF for GitHub code scanning: what somebody has to act on, in the form that it reads.

GitHub ignores ``kind`` and ``suppressions`` and would show a pass or a waived finding as an open alert; it refuses
the whole file if one result has no place; it takes 25,000 results at most. ``primaryLocationLineHash`` needs the
text of the plan, which a report does not have: the upload action computes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from standardcheck.writers.common import DEFAULT_LANGUAGE, Data, acts, json_text
from standardcheck.writers.common import wants as _wants
from standardcheck.writers.sarif import LEVELS, Run

MOST_RESULTS = 25_000
_LOWER = {"error": "warning", "warning": "note", "note": "note"}
_ORDER = ("error", "warning", "note")


def wants(options: Data) -> Data:
    """Findings that somebody has to act on, without trees."""
    return _wants(options, complete=False)


def write(data: Data, *, language: str = DEFAULT_LANGUAGE, root: str | None = None, **_: Any) -> Iterator[str]:
    """Open failures at the level of their rule; what cannot be decided one level lower."""
    run = Run(data, language, root)
    found = [(_level(finding), plan, finding) for plan, finding in acts(data["plans"]) if finding["outcome"] != "error"]
    if len(found) > MOST_RESULTS:
        run.left_out = run.words.say("left_out", number=len(found) - MOST_RESULTS, limit=MOST_RESULTS)
        found = sorted(found, key=lambda entry: _ORDER.index(entry[0]))[:MOST_RESULTS]
    run.results = [run.result(plan, finding, level) for level, plan, finding in found]
    yield json_text(run.log())


def _level(finding: Data) -> str:
    level = LEVELS[finding["severity"]]
    return level if finding["outcome"] == "fail" else _LOWER[level]
