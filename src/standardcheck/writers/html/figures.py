"""A picture of the objects: what was measured of each as a share of its limit, and what was counted, one by one.

It is drawn from the evidence alone. Limits lie on one line, so it shows at a glance who is short and by how much.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from standardcheck.writers.html.bars import is_number, limit_mark
from standardcheck.writers.html.build import NOTHING, Html, el, join
from standardcheck.writers.html.evidence import leaves, sign
from standardcheck.writers.html.groups import chain
from standardcheck.writers.html.view import Entry, View
from standardcheck.writers.html.words import Text, both, hidden, said, say

Data = dict[str, Any]
AREA = "m²"
WIDTH, MOST = 300, 2.5
"""Of a share: its width on the page, and the share at which a bar is cut."""
BOX, SHOWN = 18, 14
_COMPARED = ("at_least", "more_than", "at_most", "less_than")


class Figure(NamedTuple):
    """What was measured of an object, against one limit."""

    home: int
    subject: Text
    path: str
    leaf: Data
    anchor: str


def figures(view: View) -> Html:
    """The picture, by object; nothing where no number was held against a limit."""
    found = list(_figures(view))
    names = _names(view)
    parts = [_home(view, at, found, names) for at in range(len(view.groups))]
    if not any(parts):
        return NOTHING
    return join(el("p", say("figures_help"), class_="help"), parts)


def _figures(view: View) -> Iterator[Figure]:
    """Counts and areas of the objects of the matrix and of what lies directly in them, each limit once."""
    seen: set[tuple[Any, ...]] = set()
    for entry in view.entries:
        finding = entry.finding
        if finding["outcome"] not in ("pass", "fail") or not _near(view, entry):
            continue
        for leaf in finding["evidence"]:
            key = (leaf["path"], leaf["label"]["en"], leaf["operator"], leaf["required"].get("value"))
            if leaf["part"] == "requires" and _drawable(leaf) and key not in seen:
                seen.add(key)
                yield Figure(entry.group, finding["subject"]["label"], leaf["path"], leaf, entry.anchor)


def _near(view: View, entry: Entry) -> bool:
    """Whether a finding is about an object of the matrix, or about one that lies directly in it."""
    home = view.groups[entry.group].pointer
    return home is None or len(chain(entry.finding["subject"]["pointer"])) <= len(chain(home)) + 1


def _drawable(leaf: Data) -> bool:
    value, limit = leaf["measured"].get("value"), leaf["required"].get("value")
    if leaf["negated"] or leaf["operator"] not in _COMPARED or not is_number(value) or not is_number(limit):
        return False
    return limit > 0 and value >= 0 and ("unit" not in leaf or leaf["unit"].startswith(AREA))


def _names(view: View) -> dict[str, Text]:
    """What the items of lists are called, by the pointer of a fact of an item, from the evidence."""
    named: dict[str, Text] = {}
    for entry in view.entries:
        for part in entry.finding.get("tree", {}).values():
            for leaf in leaves(part):
                if isinstance(leaf["measured"].get("value"), str):
                    named.setdefault(leaf["path"], leaf["measured"]["text"])
    return named


def _home(view: View, at: int, found: list[Figure], names: dict[str, Text]) -> Html:
    own = [figure for figure in found if figure.home == at]
    counted = [figure for figure in own if "unit" not in figure.leaf and _whole(figure.leaf)]
    areas = [figure for figure in own if "unit" in figure.leaf]
    if not counted and not areas:
        return NOTHING
    rows = [*(_counted(view, figure, names) for figure in counted), *(_share(view, figure) for figure in areas)]
    return el("section", el("h3", both(view.groups[at].label)), el("ul", rows, class_="figures"))


def _whole(leaf: Data) -> bool:
    return float(leaf["measured"]["value"]).is_integer() and leaf["measured"]["value"] <= SHOWN


def _row(figure: Figure, view: View, picture: Html, more: Html = NOTHING) -> Html:
    leaf = figure.leaf
    own = figure.subject != view.groups[figure.home].label
    return el(
        "li",
        el("span", both(figure.subject) if own else None, class_="who"),
        el("span", both(leaf["label"]), class_="what"),
        picture,
        el(
            "span",
            sign(leaf["holds"]),
            " ",
            el("a", both(leaf["measured"]["text"]), href=f"#{figure.anchor}"),
            " ",
            el("span", say("limit", test=leaf["required"]["text"]), class_="required"),
            more,
        ),
    )


def _share(view: View, figure: Figure) -> Html:
    leaf = figure.leaf
    share = leaf["measured"]["value"] / leaf["required"]["value"]
    unit = WIDTH / MOST
    picture = el(
        "svg",
        el("rect", x=0, y=9, width=WIDTH, height=10, class_="track"),
        el("rect", x=0, y=9, width=max(round(min(share, MOST) * unit, 1), 1.5), height=10, class_=_state(leaf)),
        el("path", d=f"M{WIDTH - 10} 7l8 7l-8 7z", class_="head") if share > MOST else None,
        limit_mark(round(unit, 1), 9, 10),
        viewBox=f"0 0 {WIDTH} 26",
        class_="share",
        aria_hidden="true",
    )
    return _row(figure, view, picture)


def _counted(view: View, figure: Figure, names: dict[str, Text]) -> Html:
    """A box for each thing that was counted, and the limit behind the last that is asked for.

    The things are named where the evidence names just as many as were counted; else it does not say which they are.
    """
    leaf = figure.leaf
    number, limit = int(leaf["measured"]["value"]), leaf["required"]["value"]
    boxes = [
        el("rect", x=at * BOX + 1, y=8, width=BOX - 4, height=12, class_=_state(leaf) if at < number else "missing")
        for at in range(max(number, min(int(limit), SHOWN)))
    ]
    mark = limit_mark(round(min(limit, SHOWN) * BOX - 1, 1), 9, 10)
    picture = el("svg", boxes, mark, viewBox=f"0 0 {WIDTH} 26", class_="share", aria_hidden="true")
    inside = [text for path, text in names.items() if path.startswith(f"{figure.path}/")]
    return _row(figure, view, picture, _listing(inside) if len(inside) == number else NOTHING)


def _listing(inside: list[Text]) -> Html:
    if not inside:
        return NOTHING
    return join(" ", hidden(said("counted")), [el("span", both(text), class_="chip item") for text in inside])


def _state(leaf: Data) -> str:
    return "good" if leaf["holds"] else "bad"
