"""PDF: the HTML report, printed on A4 by a Chromium that is on the machine; nothing is loaded from a network.

WeasyPrint was tried: it had not finished the report of a full plan after fifteen minutes; Chromium took 25 seconds.
The times that a browser writes into a PDF are made the same each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from standardcheck.writers import html
from standardcheck.writers.html.build import el, join
from standardcheck.writers.html.overview import overview
from standardcheck.writers.html.page import page
from standardcheck.writers.html.plan import plan_page
from standardcheck.writers.html.words import said, say

Data = dict[str, Any]
BINARY = True
DEFAULT_LANGUAGE = "zh"


def wants(options: Data) -> Data:
    """What the HTML report wants of findings; all that somebody must act on, and evidence of a single plan."""
    return html.wants(options)


def ready() -> None:
    """Raises ``Unwritable`` where this machine has no browser or no font with Chinese characters."""
    from standardcheck.writers.pdf.browser import find_browser, see_that_fonts_are_there

    find_browser()
    see_that_fonts_are_there()


def write(data: Data, *, language: str = DEFAULT_LANGUAGE, **_: Any) -> Iterator[bytes]:
    """The file; of several plans, the overview and then each of them."""
    from standardcheck.writers.pdf.browser import printed

    yield printed(_page(data, language))


def _page(data: Data, language: str) -> str:
    if len(data["plans"]) == 1 and not data["unreadable"]:
        return "".join(html.write(data, language=language))
    plans = [_without_trees(plan) for plan in data["plans"]]
    pages = [plan_page(data, plan, at, language, data["complete"]) for at, plan in enumerate(plans, 1)]
    footer = el("p", say("footer", tool=data["tool"]["name"], version=data["tool"]["version"]))
    title = said("overview", number=len(data["plans"]))[language]
    return page(title, language, join(el("div", overview(data, language)), *pages), footer, [])


def _without_trees(plan: Data) -> Data:
    """Evidence trees of many plans would fill hundreds of pages; what decided each finding is there all the same."""
    bare = [{key: part for key, part in finding.items() if key != "tree"} for finding in plan["findings"]]
    return {**plan, "findings": bare}
