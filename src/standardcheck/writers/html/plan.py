"""The page of one plan, in the order in which a reviewer needs it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from standardcheck.writers.html.build import NOTHING, Html, el, join
from standardcheck.writers.html.cards import cards
from standardcheck.writers.html.figures import figures
from standardcheck.writers.html.filters import filters
from standardcheck.writers.html.matrix import matrix
from standardcheck.writers.html.questions import question_list, questions_of
from standardcheck.writers.html.verdict import fault_list, head, origin, verdict
from standardcheck.writers.html.view import Entry, View, view_of
from standardcheck.writers.html.words import say

Data = dict[str, Any]


def plan_page(data: Data, plan: Data, number: int, language: str, complete: bool, back: Html = NOTHING) -> Html:
    """Everything about one plan. ``number`` tells it from other plans of the same page."""
    view = view_of(plan, number, language, complete)
    sections = [(name, body) for name, body in _sections(data, view) if body]
    return el(
        "article",
        back,
        head(view),
        verdict(view),
        el("div", _contents(view, [name for name, _ in sections]), filters(view), class_="aside"),
        el(
            "div",
            _faults(view),
            [_section(view, name, body) for name, body in sections],
            class_="body",
        ),
        id=view.prefix,
        class_="plan",
    )


def _faults(view: View) -> Html | None:
    """What is wrong in the plan's file itself."""
    found = view.plan["faults"]
    if not found:
        return None
    title = view.anchor("faults-title")
    return el(
        "section",
        el("h2", say("faults", number=len(found)), id=title),
        fault_list(found),
        id=view.anchor("faults"),
        aria_labelledby=title,
    )


def _sections(data: Data, view: View) -> Iterator[tuple[str, Html]]:
    """Name and content of every section; what is empty is left out."""
    yield "change", cards(view, view.of("change"))
    yield "wait", _wait(view, view.of("wait"))
    yield "judge", cards(view, view.of("judge"))
    yield "advice", cards(view, view.of("advice"))
    yield "settled", cards(view, view.of("settled"))
    yield "matrix", matrix(view)
    yield "figures", figures(view)
    yield "passed", cards(view, view.of("passed"), folded=True)
    yield "idle", cards(view, view.of("idle"), folded=True)
    yield "origin", origin(data, view)


def _wait(view: View, entries: list[Entry]) -> Html:
    """The questions first; then the findings that wait, folded, but for those that no fact would settle."""
    if not entries:
        return NOTHING
    asking = [entry for entry in entries if entry.finding["needs"]]
    stuck = [entry for entry in entries if not entry.finding["needs"]]
    return join(
        el("p", say("questions_intro", number=len(questions_of(asking))), class_="intro") if asking else None,
        question_list(view, asking),
        el("details", el("summary", say("waiting_findings", number=len(asking))), cards(view, asking), class_="folded")
        if asking
        else None,
        join(el("p", say("stuck"), class_="intro"), cards(view, stuck)) if stuck else None,
    )


def _number(view: View, name: str) -> int:
    """How much there is in a section: questions where facts are asked for, else findings."""
    entries = view.of(name)
    if name != "wait":
        return len(entries)
    return len(questions_of(entries)) + sum(1 for entry in entries if not entry.finding["needs"])


def _section(view: View, name: str, body: Html) -> Html:
    title = view.anchor(f"{name}-title")
    number = _number(view, name)
    return el(
        "section",
        el("h2", say(f"section_{name}"), el("span", f" {number}", class_="count") if number else None, id=title),
        el("p", say(f"intro_{name}"), class_="intro") if name in _INTRODUCED else None,
        body,
        id=view.anchor(name),
        class_=f"part-{name}",
        aria_labelledby=title,
    )


_INTRODUCED = ("change", "judge", "advice", "settled", "matrix", "passed", "idle", "origin")


def _contents(view: View, names: list[str]) -> Html:
    """Links to the sections."""
    title = view.anchor("contents")
    links = [
        el("li", el("a", say(f"section_{name}"), href=f"#{view.anchor(name)}"), _count(view, name)) for name in names
    ]
    return el("nav", el("h2", say("contents"), id=title), el("ol", links), aria_labelledby=title, class_="contents")


def _count(view: View, name: str) -> Html | None:
    number = _number(view, name)
    return el("span", f" {number}", class_="count") if number else None
