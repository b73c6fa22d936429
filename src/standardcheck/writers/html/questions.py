"""What has to be supplied: the needs of all findings gathered into one list of questions to the applicant."""

from __future__ import annotations

from itertools import accumulate
from typing import Any, NamedTuple

from standardcheck.writers.html.build import Html, el, join
from standardcheck.writers.html.cards import chip
from standardcheck.writers.html.evidence import place_of
from standardcheck.writers.html.view import Entry, View, document_of
from standardcheck.writers.html.words import Text, both, same, say

Data = dict[str, Any]
SHOWN = 3
"""How many waiting rules a question names before it folds them."""


class Question(NamedTuple):
    """A fact to be supplied, and the findings that wait for it."""

    need: Data
    waiting: list[Entry]

    @property
    def binding(self) -> int:
        """How many of them are of binding rules."""
        return sum(1 for entry in self.waiting if entry.finding["severity"] == "violation")


def questions_of(entries: list[Entry]) -> list[Question]:
    """Each fact once, in the order in which findings ask for them."""
    found: dict[str, Question] = {}
    for entry in entries:
        for need in entry.finding["needs"]:
            found.setdefault(need["path"], Question(need, [])).waiting.append(entry)
    return list(found.values())


def question_list(view: View, entries: list[Entry]) -> Html:
    """The questions, by the object that each belongs to."""
    by_object: dict[str, list[Question]] = {}
    for question in questions_of(entries):
        by_object.setdefault(_object(view, question.need["path"]), []).append(question)
    starts = accumulate((len(questions) for questions in by_object.values()), initial=1)
    return join(_asked(view, pointer, by_object[pointer], at) for pointer, at in zip(by_object, starts, strict=False))


def _object(view: View, path: str) -> str:
    """The innermost object that findings know and that the fact belongs to."""
    steps = path.split("/")
    known = ("/".join(steps[:end]) for end in range(len(steps), 0, -1))
    return next((pointer for pointer in known if pointer in view.labels), "")


def _asked(view: View, pointer: str, questions: list[Question], start: int) -> Html:
    """The questions about one object, those that binding rules wait for first; numbered through all objects."""
    ordered = sorted(questions, key=lambda question: not question.binding)
    label: Text = view.labels.get(pointer) or same(pointer or view.plan["file"])
    return el(
        "section",
        el("h3", both(label)),
        el("ol", [_question(view, question) for question in ordered], start=start, class_="questions"),
        class_="asked",
    )


def _question(view: View, question: Question) -> Html:
    need = question.need
    values = need.get("values")
    return el(
        "li",
        el("p", el("b", both(need["label"])), " ", _weight(question)),
        el("p", both(need["help"]), class_="help") if "help" in need else None,
        el("p", say("choices", values=", ".join(values)), class_="help") if values else None,
        el("p", say("where"), el("code", need["path"]), " ", place_of(need["position"]), class_="foot"),
        _waiting(view, question.waiting),
        class_="question",
    )


def _weight(question: Question) -> Html:
    if question.binding:
        return chip("unknown", say("binding", number=question.binding))
    return chip("note", say("not_binding"))


def _waiting(view: View, entries: list[Entry]) -> Html:
    """The rules that wait, each with links to its findings."""
    rules: dict[str, list[Entry]] = {}
    for entry in entries:
        rules.setdefault(entry.finding["rule"], []).append(entry)
    links = [el("li", _link(view, run)) for run in rules.values()]
    head = say("waiting", number=len(entries))
    if len(links) <= SHOWN:
        return el("div", el("p", head, class_="part"), el("ul", links), class_="waiting")
    return el("details", el("summary", head), el("ul", links), class_="waiting")


def _link(view: View, entries: list[Entry]) -> Html:
    first = entries[0]
    clause = first.finding["clause"]
    number = document_of(view.plan, clause["document"])["number"]
    named = f"{number} {clause['number']}" if number else clause["number"]
    more = join(" × ", len(entries)) if len(entries) > 1 else None
    return join(el("a", both(first.finding["title"]), href=f"#{first.anchor}"), f" ({named})", more)
