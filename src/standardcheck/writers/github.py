"""Annotations for GitHub Actions: workflow commands that mark lines of plans.

GitHub shows ten of a kind and step; the rest is said in a line of its own, and stands in ``github-summary``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from standardcheck.writers.common import (
    DEFAULT_LANGUAGE,
    Data,
    Words,
    acts,
    beginning,
    caps,
    fault_place,
    faults,
    relative,
    shortened,
)
from standardcheck.writers.common import wants as _wants
from standardcheck.writers.layout import harmless, one_line

LIMIT = 10
"""What GitHub shows of a kind and step."""

_KINDS = ("error", "warning", "notice")
_FAILED = {"violation": "error", "advice": "warning", "note": "notice"}
_UNDECIDED = {"violation": "warning", "advice": "notice", "note": "notice"}
_TITLE, _MESSAGE = 255, 4000


class Annotation(NamedTuple):
    """A marked place."""

    kind: str
    place: Data
    title: str
    message: str


def wants(options: Data) -> Data:
    """Findings that somebody has to act on, without trees."""
    return _wants(options, complete=False)


def write(data: Data, *, language: str = DEFAULT_LANGUAGE, root: str | None = None, **_: Any) -> Iterator[str]:
    """The gravest ten of every kind, how many more there are, and a line with the verdict of each plan."""
    words = Words(language)
    found = [*_faults(words, data), *_caps(words, data), *_findings(words, data)]
    for kind in _KINDS:
        same = [entry for entry in found if entry.kind == kind]
        yield from (_command(entry, root) for entry in same[:LIMIT])
        if len(same) > LIMIT:
            yield words.say(f"more_{kind}", number=len(same) - LIMIT, limit=LIMIT) + "\n"
    for plan in data["plans"]:
        verdict = words.verdicts[plan["verdict"]]
        partial = words.say("partial") if plan["partial"] else ""
        yield f"{harmless(plan['file'])}: {words.say('verdict', verdict=verdict, partial=partial)}\n"


def _faults(words: Words, data: Data) -> Iterator[Annotation]:
    for file, fault, readable in faults(data):
        key = "fault" if readable else "unreadable"
        message = words.say(key, message=words.of(fault["message"]))
        yield Annotation("error", fault_place(file, fault), fault["code"], message)


def _caps(words: Words, data: Data) -> Iterator[Annotation]:
    for plan in data["plans"]:
        for code, message in caps(words, plan):
            yield Annotation("warning", beginning(plan["file"]), code, message)


def _findings(words: Words, data: Data) -> Iterator[Annotation]:
    for plan, finding in sorted(acts(data["plans"]), key=lambda entry: _undecided(entry[1])):
        kinds = _UNDECIDED if _undecided(finding) else _FAILED
        title = words.say("about", label=words.clause(plan, finding), message=words.of(finding["title"]))
        text = "\n".join((words.about(finding), *words.mending(finding)))
        yield Annotation(kinds[finding["severity"]], finding["position"], title, text)


def _undecided(finding: Data) -> bool:
    return finding["outcome"] in ("unknown", "manual")


def _command(entry: Annotation, root: str | None) -> str:
    place = entry.place
    where = {"file": one_line(relative(place["file"], root)), "line": place["line"], "col": place["column"]}
    end = place.get("end_column")
    if end is not None and end > place["column"]:
        where |= {"endLine": place["line"], "endColumn": end - 1}
    where["title"] = shortened(entry.title, _TITLE)
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in where.items())
    return f"::{entry.kind} {properties}::{_data(shortened(entry.message, _MESSAGE))}\n"


def _data(text: str) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return escaped.replace("##[", "#\\#[").replace("##vso[", "#\\#vso[")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
