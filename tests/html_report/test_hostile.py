"""Text of plans and packs is data: whatever it holds, the page has the same elements and attributes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import standardcheck as sc

from .pages import PLANS, Data, Node, page, report, rules, tree

HOSTILE = (
    '<script>window.hit=1</script><img src=x onerror="window.hit=1"></span></p></article>\'"&lt;&amp;&#60;b&#62;'
    "</style></title></textarea><!-- ]]> --> javascript:window.hit=1 {{7*7}} {0} %s =cmd|' /C calc'!A0 "
    "\n::error file=x::y\u202etxt\u2066\u200b\x1b[31m\x07\x00\x85\u2028\ufeff\ud800<svg/onload=window.hit=1>"
)
_LISTED = ("outcome", "severity", "force", "grade", "disposition", "verdict", "operator", "op", "part", "unit")
"""Words that the format lists, and the unit, which decides what is drawn."""
_FIXED = ("pointer", "modifiers", "tool", "as_of", "document", "state", "reason")


def with_texts(data: Any, change: Callable[[str], str], key: str = "") -> Any:
    """A copy of report data with every free text changed; what the format lists or patterns stays."""
    if isinstance(data, dict):
        return {k: v if k in _FIXED else with_texts(v, change, k) for k, v in data.items()}
    if isinstance(data, list):
        return [with_texts(item, change, key) for item in data]
    return change(data) if isinstance(data, str) and key not in _LISTED else data


def small(data: Data, number: int = 40) -> Data:
    """The report with some findings of every outcome and every optional part."""
    plan = data["plans"][0]
    wanted = {key: 0 for finding in plan["findings"] for key in (*finding, finding["outcome"])}
    kept = []
    for finding in plan["findings"]:
        keys = (*finding, finding["outcome"])
        if any(wanted[key] < 3 for key in keys) and len(kept) < number:
            kept.append(finding)
            for key in keys:
                wanted[key] += 1
    plan["findings"] = kept
    return data


def shape(node: Node) -> Any:
    """Elements and attributes, without the text; the words that an option keeps for a script are text."""
    attributes = {
        name: "" if name in ("data-zh", "data-en") or node.attributes.get("http-equiv") else value
        for name, value in node.attributes.items()
    }
    inside = [shape(child) for child in node.children if isinstance(child, Node)]
    return node.tag, attributes, inside


def plain(text: str) -> str:
    return f"t{abs(hash(text))}"


def test_hostile_text_in_every_field_of_a_report_adds_no_element_and_no_attribute() -> None:
    data = small(report("full-community.yaml"))
    data["plans"][0]["faults"] = [_fault()]
    hostile = page(with_texts(data, lambda text: plain(text) + HOSTILE))
    assert shape(tree(hostile)) == shape(tree(page(with_texts(data, plain))))
    assert "window.hit=1&lt;/script&gt;" in hostile


def test_so_it_does_on_a_page_of_several_plans() -> None:
    data = small(report("full-community.yaml", "early-stage.yaml"))
    data["plans"][1]["findings"] = []
    data["unreadable"] = [{"file": "x", "faults": [_fault()]}]
    hostile, harmless = (page(with_texts(data, change)) for change in (lambda t: plain(t) + HOSTILE, plain))
    assert shape(tree(hostile)) == shape(tree(harmless))


def _fault() -> Data:
    text = {"zh": "错", "en": "Wrong."}
    place = {"file": "a.yaml", "line": 3, "column": 2, "end_column": 4}
    return {"code": "x", "message": text, "pointer": "/a", "position": place, "line_text": "a line"}


def test_no_character_that_steers_or_hides_is_on_the_page() -> None:
    hostile = page(with_texts(small(report("full-community.yaml")), lambda text: text + HOSTILE))
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]", hostile
    )
    assert not re.search(r"^\s*(::|##)", hostile, re.MULTILINE)
    hostile.encode()


def with_hostile_names(data: Any) -> Any:
    """Plan data with hostile text in every field that holds free text."""
    named = ("name", "title", "location", "submitter", "note", "source", "reason", "justification", "measures")
    if isinstance(data, dict):
        return {
            key: HOSTILE.replace("\ud800", "") if key in named and isinstance(value, str) else with_hostile_names(value)
            for key, value in data.items()
        }
    return [with_hostile_names(item) for item in data] if isinstance(data, list) else data


def hostile_plan() -> Data:
    """A shipped plan with hostile text in its free texts, and two facts that are faults."""
    data: Data = with_hostile_names(json.loads((PLANS / "medium-city.json").read_text(encoding="utf-8")))
    data["<b>unknown</b>"] = "<i>x</i>"
    data["stage"] = "<u>no such stage</u>"
    return data


def test_a_plan_of_hostile_text_goes_through_the_whole_way() -> None:
    plan = sc.read_plan(hostile_plan(), rules(), name="<img src=x>.json")
    text = page(sc.check(plan, rules()))
    root = tree(text)
    assert root.one("section", id="p1-faults")
    for tag in ("img", "i", "u", "iframe", "object"):
        assert not root.all(tag)
    assert [node.tag for node in root.all() if node.tag == "script"] == ["script"]
    assert "<b>unknown" not in text and "&lt;b&gt;unknown" in text
    assert HOSTILE[:30] in root.one("h1").text()


SMALL = json.dumps(small(report("full-community.yaml"), 12))


@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.text(st.characters(codec=None, categories=None), min_size=1, max_size=80))
def test_any_text_in_every_field_is_text(text: str) -> None:
    data = json.loads(SMALL)
    assert shape(tree(page(with_texts(data, lambda old: plain(old) + text)))) == shape(
        tree(page(with_texts(data, lambda old: plain(old) + "x")))
    )
