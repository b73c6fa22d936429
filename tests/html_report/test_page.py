"""What the page of one plan holds, and in what order; read from the markup alone, as without scripts."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise

import pytest

from standardcheck.wording import LANGUAGES, catalogue

from .pages import PLANS, Data, Node, page, report, tree

FULL = "full-community.yaml"
SHIPPED = sorted(path.name for path in PLANS.iterdir() if path.name != "city-programme.yaml")


@cache
def read(name: str = FULL) -> tuple[Data, Node]:
    """A plan of a report and the page made of it; neither is changed by the tests."""
    data = report(name)
    return data["plans"][0], tree(page(data))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_finding_stands_on_the_page_once_with_its_outcome(name: str) -> None:
    plan, root = read(name)
    cards = root.all("article", class_="finding")
    assert Counter(card.attributes["data-outcome"] for card in cards) == Counter(
        {outcome: number for outcome, number in plan["counts"]["outcomes"].items() if number}
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_message_subject_and_place_are_there_in_both_languages(language: str) -> None:
    plan, root = read()
    cards = {card.attributes["id"]: card.text(language) for card in root.all("article", class_="finding")}
    for number, finding in enumerate(plan["findings"], 1):
        text = cards[f"p1-f{number}"]
        place = finding["position"]
        assert " ".join(finding["message"][language].split()) in text
        assert finding["subject"]["label"][language] in text
        assert f"{place['line']}:{place['column']}" in text
        for remedy in finding.get("remedy", ()):
            assert finding["outcome"] != "fail" or remedy[language] in text
        for claim in finding.get("rests_on", ()):
            assert claim["label"][language] in text
        if "exception" in finding:
            assert finding["exception"]["title"][language] in text


def test_the_order_is_verdict_changes_questions_advice_the_rest() -> None:
    _, root = read()
    body = root.one("article", id="p1")
    names = [section.attributes["id"] for section in body.all("section") if section.attributes.get("id")]
    assert [str(name).removeprefix("p1-") for name in names] == [
        "change", "wait", "advice", "matrix", "figures", "passed", "idle", "origin",
    ]  # fmt: skip
    assert body.all("section")[0].attributes["class"] == "verdict non_compliant"


@pytest.mark.parametrize("name", SHIPPED)
def test_the_verdict_is_named_and_explained(name: str) -> None:
    plan, root = read(name)
    for language in LANGUAGES:
        said = root.one("section", class_="verdict").text(language)
        assert catalogue(language).VERDICTS[plan["verdict"]] in said
        assert catalogue(language).PAGE[f"meaning_{plan['verdict']}"] in said
        assert all(notice["message"][language] in said for notice in plan["notices"])


def test_the_tiles_count_what_the_report_counts() -> None:
    plan, root = read()
    tiles = root.one("ul", class_="tiles").text("en")
    counts = plan["counts"]
    for number, words in (
        (counts["by_severity"]["violation"]["fail"], "violations"),
        (counts["outcomes"]["unknown"], "cannot be decided"),
        (counts["outcomes"]["pass"], "passed"),
        (counts["outcomes"]["not_applicable"], "do not apply"),
    ):
        assert f"{number} {words}" in tiles


@pytest.mark.parametrize("name", [FULL, "early-stage.yaml"])
def test_every_need_is_asked_once_and_names_all_findings_that_wait(name: str) -> None:
    plan, root = read(name)
    wanted: dict[str, set[str]] = {}
    for finding in plan["findings"]:
        for need in finding["needs"]:
            wanted.setdefault(need["path"], set()).add(finding["rule"])
    rules = {f"p1-f{number}": finding["rule"] for number, finding in enumerate(plan["findings"], 1)}
    asked = {}
    for question in root.all("li", class_="question"):
        path = question.one("p", class_="foot").all("code")[0].text()
        assert path not in asked
        asked[path] = {rules[str(link.attributes["href"])[1:]] for link in question.all("a")}
    assert asked == wanted


def test_questions_are_numbered_through_and_the_binding_ones_of_an_object_come_first() -> None:
    _, root = read("early-stage.yaml")
    number = 1
    for asked in root.all("ol", class_="questions"):
        assert asked.attributes["start"] == str(number)
        weights = [
            "binding" in question.text("en").partition(" for advice only")[0]
            for question in asked.all("li", class_="question")
        ]
        assert weights == sorted(weights, reverse=True)
        number += len(weights)
    assert len({asked.one("h3").text() for asked in root.all("section", class_="asked")}) == len(
        root.all("section", class_="asked")
    )


@pytest.mark.parametrize("name", SHIPPED)
def test_every_link_leads_somewhere_and_ids_are_unique(name: str) -> None:
    _, root = read(name)
    ids = [node.attributes["id"] for node in root.all() if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    assert {str(link.attributes["href"])[1:] for link in root.all("a")} <= set(ids)
    for node in root.all():
        for name_ in ("aria-labelledby", "for"):
            assert name_ not in node.attributes or node.attributes[name_] in ids


def test_headings_skip_no_level() -> None:
    _, root = read()
    levels = [int(node.tag[1]) for node in root.all() if re.fullmatch("h[1-4]", node.tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_bar_marks_the_limit_where_it_is() -> None:
    """140 m² of 150 m²: the mark stands at 150 / (150 × 1.2) of the bar, the value at 140 / 180."""
    plan, root = read()
    number = next(
        at for at, f in enumerate(plan["findings"], 1) if f["rule"] == "health.station.area" and f["outcome"] == "fail"
    )
    bar = root.one("article", id=f"p1-f{number}").one("svg")
    width = float(str(bar.one("rect", class_="track").attributes["width"]))
    assert float(str(bar.one("rect", class_="bad").attributes["width"])) == round(140 / 180 * width, 1)
    assert float(str(bar.one("line").attributes["x1"])) == round(150 / 180 * width, 1)


def test_the_matrix_adds_up() -> None:
    plan, root = read()
    cells = root.one("section", id="p1-matrix").all("td")
    found: Counter[str] = Counter()
    for cell in cells:
        for said in cell.all("span", class_="unseen"):
            for word, number in re.findall(r"([a-z ]+) (\d+)", said.text("en")):
                found[word.strip()] += int(number)
    names = catalogue("en").OUTCOMES
    assert found == Counter({names[o]: n for o, n in plan["counts"]["outcomes"].items() if n})


def test_the_matrix_links_the_gravest_finding_of_a_cell() -> None:
    _, root = read()
    for link in root.one("section", id="p1-matrix").all("a"):
        group, document = link.attributes["data-group"], link.attributes["data-document"]
        cards = root.all("article", **{"data-group": str(group), "data-document": str(document)})
        outcomes = {card.attributes["data-outcome"] for card in cards if "violation" in str(card.attributes["class"])}
        led = root.one("article", id=str(link.attributes["href"])[1:])
        if "fail" in outcomes:
            assert led.attributes["data-outcome"] == "fail"
        assert led in cards


def test_the_picture_shows_what_was_counted_and_the_areas() -> None:
    _, root = read()
    said = root.one("section", id="p1-figures").text("zh")
    for words in ("642 m²", "不小于 600 m²", "140 m²", "养老服务", "婴幼儿托育", "健康服务"):
        assert words in said


def test_provenance_of_a_limit_is_in_the_folded_evidence() -> None:
    _, root = read()
    folded = " ".join(node.text("en") for node in root.all("details", class_="evidence"))
    assert "from WS/T" in folded or "since 2018-10-01 (pack cn-national)" in folded


def test_an_undetermined_plan_is_never_called_a_pass() -> None:
    _, root = read("early-stage.yaml")
    said = root.one("section", class_="verdict").text("en")
    assert "UNDETERMINED" in said and "not a pass" in said


def test_dispositions_have_a_section_of_their_own() -> None:
    data = report(FULL)
    fails = [f for f in data["plans"][0]["findings"] if f["outcome"] == "fail"]
    for finding, disposition in zip(fails, ("waived", "baseline", "decided"), strict=False):
        finding["disposition"] = disposition
    root = tree(page(data))
    settled = root.one("section", id="p1-settled")
    assert len(settled.all("article")) == 3
    assert len(root.one("section", id="p1-change").all("article")) + len(settled.all("article")) >= 12
    for words in ("waived", "in the baseline", "decided by a person"):
        assert words in settled.text("en")


def test_manual_findings_show_their_question_and_room_for_the_answer() -> None:
    data = report(FULL)
    finding = next(f for f in data["plans"][0]["findings"] if f["outcome"] == "unknown")
    finding |= {"outcome": "manual", "needs": [], "question": {"zh": "是否合理？", "en": "Is it reasonable?"}}
    judged = tree(page(data)).one("section", id="p1-judge")
    assert "Is it reasonable?" in judged.text("en") and "是否合理？" in judged.text("zh")
    assert judged.all("p", class_="answer")


def test_faults_of_the_plan_show_the_line_with_the_place_marked() -> None:
    data = report("dispersed-only.yaml")
    place = {"file": "a.yaml", "line": 3, "column": 6, "end_column": 10}
    text = {"zh": "错", "en": "Wrong."}
    data["plans"][0]["faults"] = [
        {"code": "x", "message": text, "pointer": "/a", "position": place, "line_text": "gfa: 60 m"}
    ]
    faults = tree(page(data)).one("section", id="p1-faults")
    assert faults.one("mark").text() == "60 m" and "a.yaml:3:6" in faults.text()


def test_what_a_report_leaves_out_is_said() -> None:
    data = report("dispersed-only.yaml")
    data["plans"][0]["left_out"] = [{"rule": "x", "outcome": "unknown", "number": 17}]
    assert "17 more findings" in tree(page(data)).one("section", class_="verdict").text("en")


def test_a_document_that_is_not_described_is_known_by_its_id() -> None:
    data = report("dispersed-only.yaml")
    plan = data["plans"][0]
    gone = plan["findings"][0]["clause"]["document"]
    del plan["documents"][gone]
    assert gone in tree(page(data)).one("article", id="p1").text("en")


def test_the_same_report_gives_the_same_bytes() -> None:
    assert page(report(FULL)) == page(report(FULL))
    assert page(report(FULL, "early-stage.yaml")) == page(report(FULL, "early-stage.yaml"))


def test_nothing_is_loaded_from_anywhere() -> None:
    text = page(report(FULL))
    policy = tree(text).one("meta", **{"http-equiv": "Content-Security-Policy"}).attributes["content"]
    assert str(policy).startswith("default-src 'none'; style-src 'sha256-") and "unsafe" not in str(policy)
    assert not re.search(r"https?:|\bsrc=|@import|url\(", text)


def test_every_sentence_of_the_page_is_there_in_both_languages_and_used() -> None:
    zh, en = catalogue("zh").PAGE, catalogue("en").PAGE
    assert list(zh) == list(en)
    for key in zh:
        assert sorted(re.findall(r"{\w+}", zh[key])) == sorted(re.findall(r"{\w+}", en[key]))
