"""What has to be changed, a line each, with its place first: for commit hooks, editors and logs.

``file:line:column: severity: clause: title: object: sentence``. What is only open is counted in the last line of a
plan, and stands in every other format.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from standardcheck.wording import catalogue
from standardcheck.writers.common import DEFAULT_LANGUAGE, Data, Words, acts, decided, fault_place, faults, relative
from standardcheck.writers.common import wants as _wants
from standardcheck.writers.layout import inert, one_line


def wants(options: Data) -> Data:
    """Findings that somebody has to act on, without trees."""
    return _wants(options, complete=False)


def write(data: Data, *, language: str = DEFAULT_LANGUAGE, root: str | None = None, **_: Any) -> Iterator[str]:
    """Faults, then failures in the order of the plans and of the standard, then a line with each plan's verdict."""
    words = Words(language)
    for line in (*_faults(words, data, root), *_failures(words, data, root), *_verdicts(words, data, language)):
        yield inert(one_line(line)) + "\n"


def _faults(words: Words, data: Data, root: str | None) -> Iterator[str]:
    for file, fault, readable in faults(data):
        message = words.say("fault" if readable else "unreadable", message=words.of(fault["message"]))
        yield f"{_at(fault_place(file, fault), root)}: {message} [{fault['code']}]"


def _failures(words: Words, data: Data, root: str | None) -> Iterator[str]:
    for plan, finding in acts(data["plans"]):
        if finding["outcome"] == "fail":
            title = words.say("about", label=words.clause(plan, finding), message=words.of(finding["title"]))
            said = ": ".join((_at(finding["position"], root), words.result(finding), title, words.about(finding)))
            yield " ".join((said, *words.mending(finding)))


def _verdicts(words: Words, data: Data, language: str) -> Iterator[str]:
    for plan in data["plans"]:
        counts = plan["counts"]["outcomes"]
        open_ = counts["unknown"] + counts["manual"] + counts["error"] - decided(plan)
        partial = words.say("partial") if plan["partial"] else ""
        verdict = words.say("verdict", verdict=words.verdicts[plan["verdict"]], partial=partial)
        numbers = catalogue(language).TEXT["brief"].format(fail=counts["fail"], unknown=open_)
        yield f"{plan['file']}: {verdict}{numbers}"


def _at(place: Data, root: str | None) -> str:
    return f"{one_line(relative(place['file'], root))}:{place['line']}:{place['column']}"
