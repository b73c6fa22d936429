"""A finding as a card, and cards under their document and rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from standardcheck.wording import LANGUAGES
from standardcheck.writers.common import Words, waivable
from standardcheck.writers.html.bars import bar
from standardcheck.writers.html.build import Html, el, join
from standardcheck.writers.html.evidence import evidence, place_of, source_of
from standardcheck.writers.html.view import SIGNS, Entry, View, by_document, by_rule, document_of
from standardcheck.writers.html.words import Text, both, listed, said, same, say, word

Data = dict[str, Any]

_IDENTITY: Text = {language: Words(language).answers["identity"].format(identity="").strip() for language in LANGUAGES}


def cards(view: View, entries: Iterable[Entry], folded: bool = False) -> Html:
    """Findings under the headings of their documents and rules; ``folded`` shows the documents closed."""
    return join(_document(view, at, run, folded) for at, run in by_document(entries))


def chip(kind: str, text: Html) -> Html:
    """A small mark with words in it."""
    return el("span", text, class_=f"chip {kind}")


def outcome_chip(finding: Data) -> Html:
    """What came out, as a sign and a word."""
    outcome, severity = finding["outcome"], finding["severity"]
    said_ = word("SEVERITIES", severity) if outcome == "fail" else word("OUTCOMES", outcome)
    kind = f"fail-{severity}" if outcome == "fail" else outcome
    return chip(kind, join(el("span", SIGNS[outcome], aria_hidden="true"), " ", both(said_)))


def document_title(document: Data) -> Html:
    """Title and number of a document."""
    return join(both(document["title"]), " " if document["number"] else None, document["number"] or None)


def _document(view: View, at: int, entries: list[Entry], folded: bool) -> Html:
    document = document_of(view.plan, view.documents[at])
    note = el("p", both(document["note"]), class_="note") if document["note"] else None
    rules = [_rule(view, run) for _, run in by_rule(entries)]
    if not folded:
        return el("section", el("h3", document_title(document)), note, rules, class_="document")
    count = el("span", len(entries), class_="count")
    head = el("summary", el("h3", document_title(document)), " ", count)
    return el("details", head, note, rules, class_="document")


def _rule(view: View, entries: list[Entry]) -> Html:
    first = entries[0].finding
    force = chip("force", both(listed([word("FORCES", first["force"]), *_modifiers(first)])))
    draft = chip("draft", say("draft")) if first["draft"] else None
    head = el(
        "h4", el("span", first["clause"]["number"], class_="clause"), " ", both(first["title"]), " ", force, draft
    )
    marks = [*map(same, first["ledger"]), same(first["rule"]), said("grade", grade=first["grade"])]
    about = el("p", both(listed(marks)), class_="marks")
    note = el("p", both(first["note"]), class_="note") if "note" in first else None
    return el("section", head, about, note, [card(view, entry) for entry in entries], class_="rule")


def _modifiers(finding: Data) -> Iterator[Any]:
    for modifier in finding["modifiers"]:
        yield word("MODIFIERS", modifier)


def card(view: View, entry: Entry) -> Html:
    """One finding."""
    finding = entry.finding
    return el(
        "article",
        el("p", outcome_chip(finding), _disposition(finding), " ", el("b", both(finding["subject"]["label"]))),
        el("p", both(finding["message"]), class_="message"),
        _comparisons(finding),
        list(_remarks(finding)),
        _foot(finding),
        evidence(finding, view) if entry.section != "idle" else None,
        id=entry.anchor,
        tabindex="-1",
        class_=f"finding {finding['outcome']} {finding['severity']}",
        data_outcome=finding["outcome"],
        data_severity=finding["severity"],
        data_document=entry.document,
        data_group=entry.group,
    )


def answered(finding: Data) -> Text | None:
    """What somebody has said about a finding."""
    said_ = {language: Words(language).answered(finding) for language in LANGUAGES}
    return said_ if all(said_.values()) else None


def _disposition(finding: Data) -> Html | None:
    disposition = finding["disposition"]
    return None if disposition == "open" else join(" ", chip("settled", say(f"disposition_{disposition}")))


def _comparisons(finding: Data) -> Html | None:
    """Measured against required, where they are numbers."""
    if finding["outcome"] not in ("pass", "fail", "unknown"):
        return None
    rows = [row for leaf in finding["evidence"] for row in _comparison(finding, leaf)]
    return el("ul", rows, class_="compared") if rows else None


def _comparison(finding: Data, leaf: Data) -> Iterator[Html]:
    picture = bar(leaf)
    if picture is None:
        return
    margin = leaf.get("margin", {})
    several = len(finding["evidence"]) > 1
    yield el(
        "li",
        picture,
        el(
            "span",
            el("span", both(leaf["label"]), " ", class_="what") if several else None,
            join(chip("exempt", say("by_exception")), " ") if "exception" in leaf else None,
            el("b", both(leaf["measured"]["text"])),
            " ",
            el("span", say("limit", test=leaf["required"]["text"]), class_="required"),
            " ",
            el("span", say("margin", margin=_margin(margin)), class_="margin") if margin else None,
        ),
    )


def _margin(margin: Data) -> Any:
    percent = margin.get("percent")
    if "text" not in margin:
        return percent or said("none")
    return said("margin_percent", margin=margin["text"], percent=percent) if percent else margin["text"]


def _remarks(finding: Data) -> Iterator[Html]:
    """What else a reader has to know: the way out, the question, the exception, what it rests on."""
    if finding["outcome"] == "fail":
        for remedy in finding.get("remedy", ()):
            yield el("p", el("span", "→ ", aria_hidden="true"), el("b", say("remedy")), both(remedy), class_="remedy")
    said = answered(finding)
    if said:
        yield el("p", el("b", both(said)), class_="settlement")
    if "question" in finding:
        yield el("p", el("b", say("question")), both(finding["question"]), class_="question")
        if "decision" not in finding:
            yield el("p", say("answer"), class_="answer")
    if "exception" in finding:
        used = finding["exception"]
        yield el("p", say("exception", title=used["title"], clause=used["clause"]["number"]), class_="exception")
    if "flagged" in finding:
        yield el("p", say("flagged"), class_="flagged")
    for claim in finding.get("rests_on", ()):
        yield _claim(claim)
    sources = [leaf["source"] for leaf in finding["evidence"] if "source" in leaf]
    yield from (el("p", source_of(source)) for source in sources)
    if not finding["subject"]["identified"]:
        yield el("p", say("unidentified"), class_="note")


def _claim(claim: Data) -> Html:
    origin = join(" ", source_of(claim["source"])) if "source" in claim else None
    text = say("rests_on", label=claim["label"], value=claim["measured"]["text"])
    return el("p", text, " ", place_of(claim["position"]), origin, class_="claim")


def _foot(finding: Data) -> Html:
    named = finding["subject"]["identity"] if waivable(finding) else None
    return el(
        "p",
        el("span", say("place"), class_="unseen"),
        place_of(finding["position"]),
        join(" ", both(_IDENTITY), " ", el("code", named)) if named else None,
        class_="foot",
    )
