"""The facts that a plan's applicant has to supply, as a list. Not a format of reports: ``review`` writes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from standardcheck.wording import catalogue
from standardcheck.writers.common import Data, Words
from standardcheck.writers.layout import harmless, inert, one_line, wrap
from standardcheck.writers.markdown import escaped


class Missing(NamedTuple):
    """A fact, and how many findings wait for it."""

    need: Data
    waiting: int


def facts(plan: Data) -> list[Missing]:
    """Each fact once, in the order in which findings ask for them."""
    found: dict[str, Missing] = {}
    for finding in plan["findings"]:
        for need in finding["needs"]:
            before = found.get(need["path"], Missing(need, 0))
            found[need["path"]] = before._replace(waiting=before.waiting + 1)
    return list(found.values())


def text(data: Data, language: str, width: int) -> Iterator[str]:
    """Lines for a terminal."""
    for plan in data["plans"]:
        for depth, line in _lines(plan, language):
            for wrapped in wrap(harmless(line), width, "  " * depth + ("• " if depth == 1 else "")):
                yield inert(wrapped) + "\n"


def markdown(data: Data, language: str) -> Iterator[str]:
    """A list that can be sent."""
    for plan in data["plans"]:
        title = escaped(catalogue(language).REVIEW["title"])
        yield f"# {title}\n"
        for depth, line in _lines(plan, language):
            mark = ("\n", "- [ ] ", "  - ")[depth]
            yield f"{mark}{escaped(line)}\n"
            if depth == 0:
                yield "\n"


def _lines(plan: Data, language: str) -> Iterator[tuple[int, str]]:
    """Depth and text of every line: about the plan, a fact, about a fact."""
    words, said = Words(language), catalogue(language).REVIEW
    missing = facts(plan)
    named = one_line(plan["title"] or plan["file"])
    yield 0, said["plan"].format(title=named, file=one_line(plan["file"]), date=plan["as_of"]["date"])
    yield 0, said["facts"].format(number=len(missing)) if missing else said["no_facts"]
    for need, waiting in missing:
        yield 1, words.of(need["label"])
        if "help" in need:
            yield 2, words.of(need["help"])
        if "values" in need:
            yield 2, said["choices"].format(values=words.comma.join(need["values"]))
        place = need["position"]
        where = {"path": one_line(need["path"]), "file": one_line(place["file"]), "line": place["line"]}
        yield 2, said["where"].format(**where)
        yield 2, said["settles"].format(number=waiting)
