"""The filters of a plan: made here, hidden until the script that serves them runs."""

from __future__ import annotations

from typing import Any

from standardcheck.writers.html.build import Html, el, join
from standardcheck.writers.html.evidence import short_title
from standardcheck.writers.html.view import SIGNS, View
from standardcheck.writers.html.words import Text, both, option, said, say, word

Data = dict[str, Any]
_SEVERITIES = ("violation", "advice", "note")


def filters(view: View) -> Html:
    """Severity, outcome, document, object and free text."""
    outcomes = {entry.finding["outcome"] for entry in view.entries}
    severities = {entry.finding["severity"] for entry in view.entries}
    documents = [(str(at), short_title(view.plan, name)) for at, name in enumerate(view.documents)]
    groups = [(str(at), group.label) for at, group in enumerate(view.groups)]
    return el(
        "details",
        el("summary", say("filter")),
        el(
            "form",
            _boxes(view, "outcome", [(o, word("OUTCOMES", o)) for o in SIGNS if o in outcomes]),
            _boxes(view, "severity", [(s, said(f"weight_{s}")) for s in _SEVERITIES if s in severities]),
            choice(view.anchor("document"), "document", said("any_document"), documents, view.language),
            choice(view.anchor("group"), "group", said("any_object"), groups, view.language),
            search(view.anchor("search")),
            el("p", el("button", say("reset"), type="reset"), " ", shown(len(view.entries)), class_="shown"),
        ),
        class_="filters",
        hidden=True,
    )


def _boxes(view: View, name: str, values: list[tuple[str, Text]]) -> Html:
    return el(
        "fieldset",
        el("legend", say(f"filter_{name}")),
        [_box(view.anchor(f"{name}-{value}"), name, value, label) for value, label in values],
    )


def _box(anchor: str, name: str, value: str, label: Text) -> Html:
    box = el("input", type="checkbox", id=anchor, name=name, value=value, checked=True)
    sign = join(el("span", SIGNS[value], aria_hidden="true"), " ") if value in SIGNS else None
    return el("span", box, el("label", sign, both(label), for_=anchor), class_="box")


def choice(anchor: str, name: str, every: Text, values: list[tuple[str, Text]], language: str) -> Html:
    """A choice of one value, or of all."""
    options = [option(every, "", language), *(option(label, value, language) for value, label in values)]
    return el("p", el("label", say(f"filter_{name}"), for_=anchor), el("select", options, id=anchor, name=name))


def search(anchor: str) -> Html:
    """A field for free text."""
    return el("p", el("label", say("filter_text"), for_=anchor), el("input", type="search", id=anchor, name="text"))


def shown(number: int) -> Html:
    """How many of all are shown; the script keeps the first number."""
    count = el("span", number, class_="number")
    return el("output", say("shown"), " ", count, f" / {number}", aria_live="polite")
