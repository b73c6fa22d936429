"""TAP 14 (Test Anything Protocol): a test point a finding, with a YAML block for what is not ok.

Readers differ on how ``#`` is escaped in a description; there it is written ``＃``, and as it is in the block.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from standardcheck.writers.common import (
    DEFAULT_LANGUAGE,
    Data,
    Words,
    beginning,
    caps,
    fault_place,
    faults,
    json_text,
    settled,
)
from standardcheck.writers.common import wants as _wants
from standardcheck.writers.layout import one_line


class Point(NamedTuple):
    """A test point; ``skip`` says why it does not count."""

    ok: bool
    description: str
    skip: str
    block: Data


def wants(options: Data) -> Data:
    """Every finding, without trees."""
    return _wants(options, complete=True)


def write(data: Data, *, language: str = DEFAULT_LANGUAGE, **_: Any) -> Iterator[str]:
    """Faults first, then findings in the order of the report. Undecided is not ok."""
    points = list(_points(Words(language), data))
    yield f"TAP version 14\n1..{len(points)}\n"
    for number, point in enumerate(points, start=1):
        directive = f" # SKIP {_escaped(point.skip)}" if point.skip else ""
        yield f"{'ok' if point.ok else 'not ok'} {number} - {_escaped(point.description)}{directive}\n"
        if not point.ok:
            lines = (f"  {key}: {json_text(value)}" for key, value in point.block.items())
            yield f"  ---\n{''.join(lines)}  ...\n"


def _points(words: Words, data: Data) -> Iterator[Point]:
    for file, fault, readable in faults(data):
        message = words.say("fault" if readable else "unreadable", message=words.of(fault["message"]))
        block = _at(fault_place(file, fault)) | {"code": fault["code"], "message": message}
        yield Point(False, words.say("about", label=one_line(file), message=message), "", block)
    several = len(data["plans"]) > 1
    for plan in data["plans"]:
        for code, message in caps(words, plan):
            block = _at(beginning(plan["file"])) | {"code": code, "message": message}
            yield Point(False, words.say("about", label=one_line(plan["file"]), message=message), "", block)
        for finding in plan["findings"]:
            yield _point(words, plan, finding, several)


def _point(words: Words, plan: Data, finding: Data, several: bool) -> Point:
    label = words.of(finding["subject"]["label"])
    text = words.say("about", label=words.of(finding["title"]), message=label)
    if several:
        text = words.say("about", label=one_line(plan["file"]), message=text)
    skipped = finding["outcome"] == "not_applicable" or (settled(finding) and finding["outcome"] != "pass")
    block = {
        "message": words.of(finding["message"]),
        "outcome": finding["outcome"],
        "severity": finding["severity"],
        "rule": finding["rule"],
        "clause": words.clause(plan, finding),
        **_at(finding["position"]),
        "mending": " ".join(words.mending(finding)),
        "fingerprint": finding["fingerprint"],
    }
    ok = finding["outcome"] == "pass" or skipped
    return Point(ok, text, words.result(finding) if skipped else "", block)


def _at(place: Data) -> Data:
    return {"file": one_line(place["file"]), "line": place["line"], "column": place["column"]}


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("#", "＃")
