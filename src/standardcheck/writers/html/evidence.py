"""The whole evidence of a finding, folded: the tree of conditions, and where every limit comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from standardcheck.wording import LANGUAGES, catalogue
from standardcheck.writers.common import worked
from standardcheck.writers.html.build import NOTHING, Html, el, join
from standardcheck.writers.html.view import View, document_of
from standardcheck.writers.html.words import Text, both, hidden, said, same, say

Data = dict[str, Any]
_SIGNS = {True: "✓", False: "✗", None: "?"}
_STATES = {True: "good", False: "bad", None: "open"}
_SAID = {True: "holds", False: "holds_not", None: "holds_open"}


def evidence(finding: Data, view: View) -> Html:
    """Tree and origins under a summary; nothing where the report holds neither."""
    tree = finding.get("tree", {})
    parts = [
        join(el("p", say(part), class_="part"), el("ul", _node(tree[part], None, view.labels), class_="tree"))
        for part in ("applies", "requires")
        if part in tree
    ]
    origins = list(_origins(finding, view.plan))
    if not parts and not origins:
        return NOTHING
    number = sum(1 for part in tree.values() for _ in leaves(part)) or len(finding["evidence"])
    printed = " printed" if finding["outcome"] == "fail" else ""
    return el(
        "details",
        el("summary", say("evidence", number=number)),
        parts,
        el("ul", origins, class_="origins") if origins else None,
        class_=f"evidence{printed}",
    )


def leaves(node: Data) -> Iterator[Data]:
    """Every comparison of a tree."""
    if "op" in node:
        for child in node["children"]:
            yield from leaves(child)
    else:
        yield node


def sign(holds: bool | None) -> Html:
    """A sign for whether something holds, and the word for readers who do not see it."""
    return join(
        el("span", _SIGNS[holds], class_=f"sign {_STATES[holds]}", aria_hidden="true"), hidden(said(_SAID[holds]))
    )


def place_of(position: Data) -> Html:
    """Where something stands in the plan's file."""
    return el("code", f"{position['file']}:{position['line']}:{position['column']}", class_="place")


def source_of(source: Data) -> Html:
    """What the plan says of where a fact comes from."""
    parts = [same(str(source[key])) for key in ("source", "page", "as_of", "note") if key in source]
    joined = {lang: catalogue(lang).TEXT["list"].join(part[lang] for part in parts) for lang in LANGUAGES}
    return el("span", say("source", source=joined), class_="source")


def _node(node: Data, label: Text | None, known: dict[str, Text]) -> Html:
    named = el("b", both(label), " ") if label else None
    if "op" not in node:
        return el("li", sign(node["holds"]), " ", named, _leaf(node))
    labels = [*node.get("labels", ()), *([None] * len(node["children"]))]
    inside = [_node(child, _label(given, known), known) for child, given in zip(node["children"], labels, strict=False)]
    return el("li", sign(node["holds"]), " ", named, both(_joint(node)), el("ul", inside))


def _label(given: Any, known: dict[str, Text]) -> Text | None:
    """What a branch is called: the name of an alternative, the id of an exception, or the object at a pointer."""
    if not given:
        return None
    return given if isinstance(given, dict) else known.get(given) or same(given)


def _joint(node: Data) -> Text:
    return {lang: catalogue(lang).CONNECTIVES[node["op"]].format(k=node.get("k", "")) for lang in LANGUAGES}


def _leaf(leaf: Data) -> Html:
    text = {
        lang: catalogue(lang)
        .TEXT["leaf"]
        .format(label=leaf["label"][lang], measured=worked(leaf["measured"], lang), test=worked(leaf["required"], lang))
        for lang in LANGUAGES
    }
    origin = source_of(leaf["source"]) if "source" in leaf else None
    return join(both(text), " ", place_of(leaf["position"]), " " if origin else None, origin)


def _origins(finding: Data, plan: Data) -> Iterator[Html]:
    """Where each limit comes from, once a parameter: what is in force first, then what it replaced."""
    parameters = {leaf["parameter"]["name"]: leaf["parameter"] for leaf in finding["evidence"] if "parameter" in leaf}
    for parameter in parameters.values():
        for at, origin in enumerate(parameter["origin"]):
            clause = origin["clause"]
            yield el(
                "li",
                say(
                    "origin" if at == 0 else "origin_before",
                    label=parameter["label"],
                    name=parameter["name"],
                    value=said("table") if origin["value"] == "table" else origin["value"],
                    document=short_title(plan, clause["document"]),
                    number=clause["number"],
                    since=origin["since"],
                    pack=origin["pack"],
                ),
            )


def short_title(plan: Data, name: str) -> Text:
    """The number of a document, else its title."""
    document = document_of(plan, name)
    title: Text = document["title"]
    return same(document["number"]) if document["number"] else title
