"""The report as one HTML file that loads nothing: a page for a plan, an overview of several.

A single plan is a page that needs no script. Of several, the overview needs none either; a script opens the plans.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from standardcheck.writers.common import OPEN_OUTCOMES
from standardcheck.writers.html.build import Html, el
from standardcheck.writers.html.overview import overview
from standardcheck.writers.html.page import page
from standardcheck.writers.html.plan import plan_page
from standardcheck.writers.html.stored import stored
from standardcheck.writers.html.words import said, say

Data = dict[str, Any]
DEFAULT_LANGUAGE = "zh"
FEW = 100
"""Up to how many plans everything that came out is listed unasked."""


def wants(options: dict[str, Any]) -> dict[str, Any]:
    """All of a single plan. Of several, evidence trees only to explain; of very many, also passes only if asked for."""
    number = options.get("plans", 1)
    return {
        "complete": number <= FEW or bool(options.get("every")),
        "trees": number == 1 or bool(options.get("explain")),
    }


def write(data: Data, *, language: str = DEFAULT_LANGUAGE, **options: Any) -> Iterator[str]:
    """The page, which shows ``language`` first and can switch to every other."""
    data = _as_wanted(data, wants(options | {"plans": len(data["plans"])}))
    plans = data["plans"]
    footer = el("p", say("footer", tool=data["tool"]["name"], version=data["tool"]["version"]))
    if len(plans) == 1 and not data["unreadable"]:
        plan = plans[0]
        title = f"{plan['title'] or plan['file']} – {said('product')[language]}"
        yield page(title, language, plan_page(data, plan, 1, language, data["complete"]), footer, [])
        return
    kept = [
        stored(plan_page(data, plan, number, language, data["complete"], _back()), number)
        for number, plan in enumerate(plans, 1)
    ]
    main = el("div", overview(data, language), id="overview")
    yield page(said("overview", number=len(plans))[language], language, main, footer, kept)


def _as_wanted(data: Data, wanted: dict[str, Any]) -> Data:
    """A saved report holds all; what the page would not have asked for is left out."""
    dropped = set() if wanted["trees"] else {"tree"}
    complete = data["complete"] and wanted["complete"]
    if not dropped and complete == data["complete"]:
        return data
    plans = [
        plan
        | {
            "findings": [
                {key: value for key, value in finding.items() if key not in dropped}
                for finding in plan["findings"]
                if complete or finding["outcome"] in OPEN_OUTCOMES
            ]
        }
        for plan in data["plans"]
    ]
    return data | {"plans": plans, "complete": complete}


def _back() -> Html:
    return el("nav", el("a", say("back"), href="#overview"), class_="back")
