"""GitLab Code Quality: a JSON list with an entry for everything that somebody has to act on.

GitLab shows one entry of each fingerprint, so that they are made unique; a plan's file name is part of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from standardcheck.writers.common import (
    DEFAULT_LANGUAGE,
    Data,
    Words,
    acts,
    beginning,
    caps,
    fault_place,
    faults,
    json_text,
    relative,
)
from standardcheck.writers.common import wants as _wants

_FAILED = {"violation": "critical", "advice": "minor", "note": "info"}
_UNDECIDED = {"violation": "major", "advice": "info", "note": "info"}


def wants(options: Data) -> Data:
    """Findings that somebody has to act on, without trees."""
    return _wants(options, complete=False)


def write(data: Data, *, language: str = DEFAULT_LANGUAGE, root: str | None = None, **_: Any) -> Iterator[str]:
    """The list, faults first."""
    words = Words(language)
    entries = [*_faults(words, data, root), *_caps(words, data, root), *_findings(words, data, root)]
    seen: dict[str, int] = {}
    for entry in entries:
        key = entry["fingerprint"]
        seen[key] = seen.get(key, 0) + 1
        entry["fingerprint"] = _hash(key, str(seen[key]))
    yield json_text(entries)


def _faults(words: Words, data: Data, root: str | None) -> Iterator[Data]:
    for file, fault, readable in faults(data):
        key = "fault" if readable else "unreadable"
        known = (file, fault["code"], fault["pointer"] or "", fault["line_text"] or "")
        message = words.say(key, message=words.of(fault["message"]))
        yield _entry(message, fault["code"], known, "critical", fault_place(file, fault), root)


def _caps(words: Words, data: Data, root: str | None) -> Iterator[Data]:
    for plan in data["plans"]:
        for code, message in caps(words, plan):
            yield _entry(message, code, (plan["file"], code), "major", beginning(plan["file"]), root)


def _findings(words: Words, data: Data, root: str | None) -> Iterator[Data]:
    for plan, finding in acts(data["plans"]):
        undecided = finding["outcome"] in ("unknown", "manual")
        severity = (_UNDECIDED if undecided else _FAILED)[finding["severity"]]
        if severity == "critical" and finding["force"] == "must":
            severity = "blocker"
        known = (plan["file"], finding["fingerprint"])
        text = words.say("about", label=words.clause(plan, finding), message=words.about(finding))
        yield _entry(text, finding["rule"], known, severity, finding["position"], root)


def _entry(text: str, name: str, known: tuple[str, ...], severity: str, place: Data, root: str | None) -> Data:
    return {
        "description": text,
        "check_name": name,
        "fingerprint": "\0".join(known),
        "severity": severity,
        "location": {"path": relative(place["file"], root), "lines": {"begin": place["line"]}},
    }


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
