"""Objects against documents: the worst outcome and the counts in each cell, linked to the findings."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from standardcheck.writers.html.build import NOTHING, Html, el
from standardcheck.writers.html.evidence import short_title
from standardcheck.writers.html.view import SIGNS, Entry, View
from standardcheck.writers.html.words import both, hidden, listed, said, say, word

Data = dict[str, Any]
Key = tuple[str, bool]

WORST: tuple[Key, ...] = (
    ("fail", True),
    ("error", True),
    ("unknown", True),
    ("manual", True),
    ("error", False),
    ("fail", False),
    ("unknown", False),
    ("manual", False),
    ("pass", True),
    ("pass", False),
    ("not_applicable", True),
    ("not_applicable", False),
)
"""Outcomes of binding rules and of others, the gravest first."""


class Cell(NamedTuple):
    """Findings of one object under one document."""

    first: Entry
    counts: Counter[str]


def matrix(view: View) -> Html:
    """The table; nothing when there is nothing to compare."""
    if not view.entries:
        return NOTHING
    cells = _cells(view.entries)
    used = sorted({document for _, document in cells})
    rows = [at for at in range(len(view.groups)) if any((at, document) in cells for document in used)]
    title = view.anchor("matrix-title")
    table = el(
        "table",
        el("caption", say("matrix_caption")),
        el("thead", el("tr", el("th", say("object"), scope="col"), [_column(view, at) for at in used])),
        el("tbody", [_row(view, cells, at, used) for at in rows]),
    )
    return el("div", table, class_="scroll matrix", role="region", tabindex="0", aria_labelledby=title)


def _cells(entries: list[Entry]) -> dict[tuple[int, int], Cell]:
    cells: dict[tuple[int, int], Cell] = {}
    for entry in entries:
        key = (entry.group, entry.document)
        cell = cells.get(key)
        if cell is None:
            cell = cells[key] = Cell(entry, Counter())
        elif _rank(entry) < _rank(cell.first):
            cell = cells[key] = cell._replace(first=entry)
        cell.counts[entry.finding["outcome"]] += 1
    return cells


def _rank(entry: Entry) -> int:
    finding = entry.finding
    settled = len(WORST) if finding["disposition"] != "open" else 0
    return settled + WORST.index((finding["outcome"], finding["severity"] == "violation"))


def _column(view: View, at: int) -> Html:
    return el("th", el("span", both(short_title(view.plan, view.documents[at]))), scope="col")


def _row(view: View, cells: dict[tuple[int, int], Cell], at: int, used: list[int]) -> Html:
    head = el("th", both(view.groups[at].label), scope="row")
    return el("tr", head, [_cell(cells.get((at, document))) for document in used])


def _cell(cell: Cell | None) -> Html:
    if cell is None:
        return el("td", hidden(said("none")), class_="empty")
    finding = cell.first.finding
    kind = f"fail-{finding['severity']}" if finding["outcome"] == "fail" else finding["outcome"]
    seen = [outcome for outcome in SIGNS if cell.counts[outcome]]
    open_ = [o for o in seen if o not in ("pass", "not_applicable")] or seen[:1]
    short = " ".join(f"{SIGNS[outcome]}{cell.counts[outcome]}" for outcome in open_)
    words = listed({lang: f"{w} {cell.counts[o]}" for lang, w in word("OUTCOMES", o).items()} for o in seen)
    link = el(
        "a",
        el("span", short, aria_hidden="true"),
        hidden(words),
        href=f"#{cell.first.anchor}",
        data_group=cell.first.group,
        data_document=cell.first.document,
    )
    return el("td", link, class_=kind)
