"""Several plans on one page: what they have in common first, each plan on demand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from standardcheck.writers.common import OPEN_OUTCOMES
from standardcheck.writers.html.build import Child, Html, el, join
from standardcheck.writers.html.cards import document_title
from standardcheck.writers.html.filters import choice, search, shown
from standardcheck.writers.html.tally import Band, PlaceTally, RuleTally, bands, by_place, by_rule, place_of
from standardcheck.writers.html.verdict import VERDICT_SIGNS, fault_list, verdict_words
from standardcheck.writers.html.words import Text, both, said, same, say, word

Data = dict[str, Any]
_VERDICTS = tuple(VERDICT_SIGNS)
_BAR = 160


def overview(data: Data, language: str) -> Html:
    """The overview of a report of several plans, or of none."""
    plans = data["plans"]
    return join(
        el("h1", say("overview", number=len(plans) + len(data["unreadable"]))),
        el("noscript", el("p", say("needs_script"), class_="warning")),
        _verdicts(plans, len(data["unreadable"])),
        _contents(data),
        _part("plans", _plan_filters(plans, language), _plan_table(plans)) if plans else None,
        _part("lost", map(_unreadable, data["unreadable"])) if data["unreadable"] else None,
        _part("rules", _rules(by_rule(plans), data["complete"])) if plans else None,
        _part("places", _place_table(by_place(plans))) if plans else None,
        _part("margins", _margins(bands(plans), data["complete"])) if plans else None,
    )


def _contents(data: Data) -> Html:
    names = [
        name
        for name in ("plans", "lost", "rules", "places", "margins")
        if data["plans" if name != "lost" else "unreadable"]
    ]
    links = [el("li", el("a", say(f"overview_{name}"), href=f"#{name}")) for name in names]
    return el(
        "nav", el("h2", say("contents"), id="contents"), el("ol", links), aria_labelledby="contents", class_="contents"
    )


def _part(name: str, *body: Child) -> Html:
    title = f"{name}-title"
    return el("section", el("h2", say(f"overview_{name}"), id=title), body, id=name, aria_labelledby=title)


def _verdicts(plans: list[Data], unreadable: int) -> Html:
    seen = Counter(plan["verdict"] for plan in plans)
    tiles = [_tile(v, VERDICT_SIGNS[v], seen[v], both(word("VERDICTS", v))) for v in _VERDICTS]
    lost = _tile("error", "!", unreadable, say("unreadable")) if unreadable else None
    return el("ul", tiles, lost, class_="tiles")


def _tile(kind: str, sign: str, number: int, words: Html) -> Html:
    return el("li", el("b", el("span", sign, aria_hidden="true"), f" {number} "), words, class_=f"tile {kind}")


def _unreadable(entry: Data) -> Html:
    return el("section", el("h3", say("unreadable_file", file=entry["file"])), fault_list(entry["faults"]))


# -- plans -----------------------------------------------------------------------------------------------------


def _plan_filters(plans: list[Data], language: str) -> Html:
    verdicts = [(v, word("VERDICTS", v)) for v in _VERDICTS]
    places = [(str(at), name) for at, name in enumerate(_places(plans))]
    return el(
        "form",
        choice("choose-verdict", "verdict", said("any_verdict"), verdicts, language),
        choice("choose-place", "place", said("any_place"), places, language) if places else None,
        search("choose-text"),
        el("p", el("button", say("reset"), type="reset"), " ", shown(len(plans)), class_="shown"),
        class_="choose",
        hidden=True,
    )


def _places(plans: list[Data]) -> list[Text]:
    named = {name["en"]: name for name in map(place_of, plans) if name}
    return [named[key] for key in sorted(named)]


def _plan_table(plans: list[Data]) -> Html:
    at = {name["en"]: str(number) for number, name in enumerate(_places(plans))}
    rows = [_plan_row(plan, number, at) for number, plan in enumerate(plans, 1)]
    heads = ("column_plan", "column_verdict", "column_place", "column_failed", "column_open", "column_advice")
    return _table("plans-title", heads, rows)


def _plan_row(plan: Data, number: int, places: dict[str, str]) -> Html:
    severities = plan["counts"]["by_severity"]
    binding = severities["violation"]
    place = place_of(plan)
    advice = severities["advice"]["fail"] + severities["note"]["fail"]
    return el(
        "tr",
        el(
            "th",
            el("a", plan["title"] or plan["file"], href=f"#p{number}"),
            el("span", plan["file"], class_="file") if plan["title"] else None,
            scope="row",
        ),
        el("td", verdict_words(plan["verdict"]), class_=plan["verdict"]),
        el("td", both(place) if place else say("no_place")),
        [_amount(n) for n in (binding["fail"], binding["unknown"] + binding["manual"] + binding["error"], advice)],
        class_="row",
        data_verdict=plan["verdict"],
        data_place=places[place["en"]] if place else "",
    )


# -- places, rules, margins ------------------------------------------------------------------------------------


def _place_table(tallies: list[PlaceTally]) -> Html:
    heads = ("column_place", "column_plans", *(f"column_{verdict}" for verdict in _VERDICTS), "column_failed")
    rows = [
        el(
            "tr",
            el("th", both(tally.name) if tally.name else say("no_place"), scope="row"),
            [_amount(n) for n in (tally.verdicts.total(), *(tally.verdicts[v] for v in _VERDICTS), tally.failing)],
        )
        for tally in tallies
    ]
    return _table("places-title", heads, rows)


def _rules(tallies: list[RuleTally], complete: bool) -> Html:
    """Rules that fail or are open somewhere; the others folded."""
    busy = [t for t in tallies if any(t.outcomes[o] for o in OPEN_OUTCOMES)]
    idle = [t for t in tallies if t not in busy]
    rest = el("details", el("summary", say("other_rules", number=len(idle))), _rule_table(idle, complete))
    return join(_rule_table(busy, complete), rest if idle else None)


def _rule_table(tallies: list[RuleTally], complete: bool) -> Html:
    outcomes = ("fail", "unknown", "manual", *(("pass", "not_applicable") if complete else ()))
    most = max((len(t.failing) for t in tallies), default=0)
    rows = [
        el(
            "tr",
            el(
                "th",
                both(tally.title),
                el("span", document_title(tally.document), f" {tally.clause['number']}", class_="file"),
                scope="row",
            ),
            el("td", say(f"weight_{tally.severity}")),
            el("td", _length(len(tally.failing), most), class_="length-cell"),
            [_amount(tally.outcomes[outcome]) for outcome in outcomes],
        )
        for tally in tallies
    ]
    heads = ("column_rule", "column_severity", "column_failing", *(f"column_{outcome}" for outcome in outcomes))
    return _table("rules-title", heads, rows)


def _margins(found: list[Band], complete: bool) -> Html:
    most = max(band.number for band in found)
    rows = [
        el(
            "tr",
            el("th", both(_band(band)), scope="row"),
            el("td", _length(band.number, most, _side(band)), class_="length-cell"),
        )
        for band in found
    ]
    intro = say("margins_intro") if complete else say("margins_failed_only")
    return join(el("p", intro, class_="intro"), _table("margins-title", ("column_margin", "column_comparisons"), rows))


def _side(band: Band) -> str:
    return "bad" if band.high is not None and band.high <= 0 and band.low != band.high else "good"


def _band(band: Band) -> Text:
    if band.low == band.high:
        return said("at_the_limit")
    if band.low is None:
        return same(f"< {_percent(band.high)}")
    if band.high is None:
        return same(f"≥ {_percent(band.low)}")
    return same(f"{_percent(band.low)} … {_percent(band.high)}")


def _percent(value: float | None) -> str:
    return f"{value or 0:+g} %".replace("+0 ", "0 ").replace("-", "−")


# -- tables ----------------------------------------------------------------------------------------------------


def _table(title: str, heads: Iterable[str], rows: list[Html]) -> Html:
    table = el(
        "table",
        el("thead", el("tr", [el("th", say(head), scope="col") for head in heads])),
        el("tbody", rows),
    )
    return el("div", table, class_="scroll", role="region", tabindex="0", aria_labelledby=title)


def _amount(number: int) -> Html:
    return el("td", number, class_="number" if number else "number zero")


def _length(number: int, most: int, state: str = "bad") -> Html:
    """A number with a bar beside it, to compare rows by."""
    width = round(_BAR * number / most, 1) if most else 0
    box = el("rect", x=0, y=2, width=width, height=12, class_=state)
    return join(el("svg", box, viewBox=f"0 0 {_BAR} 16", class_="length", aria_hidden="true"), f" {number}")
