"""Several plans on one page: the overview, and each plan folded."""

from __future__ import annotations

import base64
import zlib
from collections import Counter

import standardcheck as sc
from standardcheck.writers.html import FEW, wants
from standardcheck.writers.html.tally import BANDS, bands

from .pages import PLANS, page, report, rules, tree

NAMES = ("full-community.yaml", "early-stage.yaml", "all-pass.yaml", "beijing-2026.yaml")


def test_plans_places_and_rules_are_counted() -> None:
    data = report(*NAMES)
    root = tree(page(data))
    assert "Plans checked: 4" in root.one("h1").text("en")
    rows = root.one("section", id="plans").all("tr", class_="row")
    assert [row.attributes["data-verdict"] for row in rows] == [plan["verdict"] for plan in data["plans"]]
    places = root.one("section", id="places").text("zh")
    assert "110000" in places and "210200 大连市" in places
    failing = Counter(
        rule for plan in data["plans"] for rule in {f["rule"] for f in plan["findings"] if f["outcome"] == "fail"}
    )
    first = root.one("section", id="rules").all("tbody")[0].all("tr")[0]
    assert first.one("td", class_="length-cell").text() == str(failing.most_common(1)[0][1])


def test_a_kept_plan_is_its_own_page() -> None:
    root = tree(page(report(*NAMES)))
    stored = root.one("script", id="stored-p1")
    kept = tree(zlib.decompress(base64.b64decode(str(stored.children[0]))).decode())
    assert kept.one("h1").text() == "大连市梧桐里社区嵌入式服务设施补短板方案"
    assert kept.one("section", class_="non_compliant")
    links = {str(link.attributes["href"])[1:] for link in kept.all("a")}
    assert links <= {str(node.attributes.get("id")) for node in kept.all()} | {"overview"}


def test_margins_are_filed_by_side_and_size() -> None:
    def plan(*margins: float) -> dict[str, object]:
        leaves = [{"part": "requires", "margin": {"value": m}, "required": {"value": 100}} for m in margins]
        return {"findings": [{"outcome": "pass", "evidence": leaves}]}

    found = bands([plan(-60, -50, -7, -0.1, 0, 0.1, 5, 19.9, 50, 80)])
    numbers = {(band.low, band.high): band.number for band in found}
    assert numbers == {
        (None, -50.0): 2, (-50.0, -20.0): 0, (-20.0, -10.0): 0, (-10.0, -5.0): 1, (-5.0, 0.0): 1, (0.0, 0.0): 1,
        (0.0, 5.0): 1, (5.0, 10.0): 1, (10.0, 20.0): 1, (20.0, 50.0): 0, (50.0, None): 2,
    }  # fmt: skip
    assert len(found) == len(BANDS) + 2


def test_an_unreadable_plan_is_shown_with_its_faults() -> None:
    broken = PLANS.parent / "invalid" / "tab-indentation.yaml"
    checked = sc.check_many([PLANS / "all-pass.yaml", broken], rules())
    root = tree(page(checked))
    lost = root.one("section", id="lost").text("en")
    assert "tab-indentation.yaml could not be checked" in lost
    assert "A tab is used for indentation" in lost


def test_a_report_of_nothing_but_unreadable_plans_is_a_page() -> None:
    data = report("all-pass.yaml")
    data["plans"] = []
    fault = {"code": "x", "message": {"zh": "错", "en": "Wrong."}, "pointer": None, "position": None, "line_text": None}
    data["unreadable"] = [{"file": "a.yaml", "faults": [fault]}]
    assert "Wrong." in tree(page(data)).one("section", id="lost").text("en")


def test_how_much_is_asked_of_a_report_depends_on_how_many_plans_it_holds() -> None:
    assert wants({"plans": 1}) == {"complete": True, "trees": True}
    assert wants({"plans": 2}) == {"complete": True, "trees": False}
    assert wants({"plans": FEW + 1}) == {"complete": False, "trees": False}
    assert wants({"plans": FEW + 1, "every": True, "explain": True}) == {"complete": True, "trees": True}


def test_a_report_without_passes_says_so_and_shows_no_column_of_them() -> None:
    data = report(*NAMES)
    data["complete"] = False
    for plan in data["plans"]:
        plan["findings"] = [f for f in plan["findings"] if f["outcome"] in ("fail", "unknown", "manual", "error")]
    root = tree(page(data))
    assert "lists no passes" in root.one("section", id="margins").text("en")
    assert "Passed" not in root.one("section", id="rules").text("en")
