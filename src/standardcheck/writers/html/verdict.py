"""What came out: verdict, what it means, counts, and what a reader should know of the run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from standardcheck.wording import LANGUAGES
from standardcheck.writers.common import Words
from standardcheck.writers.html.build import Html, el, join
from standardcheck.writers.html.evidence import place_of
from standardcheck.writers.html.view import SIGNS, View
from standardcheck.writers.html.words import Text, both, said, say, word

Data = dict[str, Any]

VERDICT_SIGNS = {"non_compliant": "✗", "undetermined": "?", "compliant": "✓"}
TILES = (("change", "fail"), ("wait", "unknown"), ("judge", "manual"), ("advice", "fail"), ("settled", None))


def head(view: View) -> Html:
    """Title, file, date and rules of a plan."""
    plan = view.plan
    packs = ", ".join(f"{pack['id']} {pack['version']}" for pack in plan["packs"])
    return el(
        "header",
        el("h1", plan["title"] or plan["file"]),
        el(
            "p",
            say("plan_file", file=plan["file"]),
            " ",
            say(f"as_of_{plan['as_of']['source']}", date=plan["as_of"]["date"], packs=packs),
            class_="about",
        ),
        class_="title",
    )


def verdict(view: View) -> Html:
    """The verdict, its meaning, what limits it, and how many findings there are of each sort."""
    plan = view.plan
    name = plan["verdict"]
    title = view.anchor("verdict-title")
    return el(
        "section",
        el("h2", verdict_words(name), id=title, class_="verdict-word"),
        el("p", say(f"meaning_{name}"), class_="meaning"),
        el("p", el("b", say("partial")), class_="warning") if plan["partial"] else None,
        [el("p", say("cap"), both(cap["message"]), class_="warning") for cap in plan["caps"]],
        _left_out(plan),
        [el("p", both(text), class_="about") for text in _dispositions(plan)],
        tiles(view),
        el("ul", (el("li", both(note["message"])) for note in plan["notices"]), class_="notices"),
        class_=f"verdict {name}",
        aria_labelledby=title,
    )


def _dispositions(plan: Data) -> Iterable[Text]:
    """The day that waivers were judged on, and how many findings were disposed of."""
    lines = {language: list(Words(language).about_dispositions(plan)) for language in LANGUAGES}
    for line in zip(*lines.values(), strict=True):
        yield dict(zip(lines, line, strict=True))


def _left_out(plan: Data) -> Html | None:
    """How many findings the report counts without listing them."""
    number = sum(entry["number"] for entry in plan.get("left_out", ()))
    return el("p", say("left_out", number=number), class_="warning") if number else None


def verdict_words(name: str) -> Html:
    """A verdict with its sign."""
    return join(el("span", VERDICT_SIGNS[name], class_="sign", aria_hidden="true"), " ", both(word("VERDICTS", name)))


def tiles(view: View) -> Html:
    """The counts, each a link to its section where there is one."""
    outcomes = view.plan["counts"]["outcomes"]
    numbers = {section: len(view.of(section)) for section, _ in TILES}
    parts = [_tile(view, section, numbers[section], sign) for section, sign in TILES if numbers[section] or sign]
    for section, outcome in (("passed", "pass"), ("idle", "not_applicable")):
        parts.append(_tile(view, section, outcomes[outcome], outcome, linked=bool(view.of(section))))
    return el("ul", parts, class_="tiles")


def _tile(view: View, section: str, number: int, outcome: str | None, linked: bool | None = None) -> Html:
    kind = {"change": "fail-violation", "advice": "fail-advice"}.get(section, outcome or "settled")
    words = join(
        el("b", el("span", SIGNS[outcome], aria_hidden="true") if outcome else None, " ", number),
        " ",
        el("span", say(f"tile_{section}")),
    )
    target = f"#{view.anchor(section)}"
    there = number > 0 if linked is None else linked
    return el("li", el("a", words, href=target) if there else words, class_=f"tile {kind}")


def fault_list(faults: list[Data]) -> Html:
    """Faults of a file, each with its place and line."""
    return el("ul", map(_fault, faults), class_="faults")


def _fault(fault: Data) -> Html:
    place, line = fault["position"], fault["line_text"]
    return el(
        "li",
        el("p", el("span", SIGNS["error"], class_="sign bad", aria_hidden="true"), " ", both(fault["message"])),
        el("pre", _marked(line, place)) if place and line is not None else None,
        el("p", place_of(place) if place else None, " ", el("code", fault["code"]), class_="foot"),
    )


def _marked(line: str, place: Data) -> Html:
    """The line with the place marked, cut to what surrounds it: a line may have millions of characters."""
    start = place["column"] - 1
    end = max((place["end_column"] or place["column"] + 1) - 1, start + 1)
    before, inside, after = line[max(0, start - 60) : start], line[start : min(end, start + 80)], line[end : end + 40]
    return join(
        "…" if start > 60 else None, before, el("mark", inside or " "), after, "…" if len(line) > end + 40 else None
    )


def origin(data: Data, view: View) -> Html:
    """What the result can be reproduced from."""
    plan = view.plan
    packs = [
        el("li", both(pack["title"]), f" {pack['id']} {pack['version']} ", el("code", pack["digest"]))
        for pack in plan["packs"]
    ]
    rows = [
        (said("digest_plan"), el("code", plan["digest"])),
        (said("digest_rules"), el("code", data["rule_set"]["digest"])),
        (said("packs"), el("ul", packs)),
        (said("tool"), join(f"{data['tool']['name']} {data['tool']['version']}")),
    ]
    return el("dl", [join(el("dt", both(label)), el("dd", value)) for label, value in rows], class_="origin")
