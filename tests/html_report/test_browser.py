"""The report in a browser: filters, languages, keyboard, paper, contrast, and how soon 500 plans are there."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

import standardcheck as sc

from .pages import page, report, rules
from .test_hostile import HOSTILE, hostile_plan, plain, small, with_texts

if TYPE_CHECKING:
    from playwright.sync_api import Page

FULL = "full-community.yaml"
Open = Any


@cache
def full() -> str:
    return page(report(FULL))


@cache
def several() -> str:
    return page(report(FULL, "early-stage.yaml", "all-pass.yaml", "beijing-2026.yaml"))


def shown(page: Page, selector: str) -> int:
    """How many elements are not hidden (folded ones count: nobody hid them)."""
    return int(
        page.evaluate("s => [...document.querySelectorAll(s)].filter(e => !e.closest('[hidden]')).length", selector)
    )


# -- filters ---------------------------------------------------------------------------------------------------


def test_outcome_and_severity_filter(open_page: Open) -> None:
    plan = report(FULL)["plans"][0]
    opened = open_page(full())
    for outcome in ("pass", "unknown", "not_applicable"):
        opened.uncheck(f"#p1-outcome-{outcome}")
    assert shown(opened, ".finding") == plan["counts"]["outcomes"]["fail"]
    opened.uncheck("#p1-severity-advice")
    opened.uncheck("#p1-severity-note")
    assert shown(opened, ".finding") == plan["counts"]["by_severity"]["violation"]["fail"]
    assert opened.inner_text(".filters output") == f"显示： {shown(opened, '.finding')} / {len(plan['findings'])}"
    opened.click(".filters button")
    opened.wait_for_function(f"document.querySelector('.filters .number').textContent === '{len(plan['findings'])}'")
    assert shown(opened, ".finding") == len(plan["findings"])


def test_document_and_object_filter(open_page: Open) -> None:
    plan = report(FULL)["plans"][0]
    opened = open_page(full())
    names = list(plan["documents"])
    for at, name in enumerate(names):
        opened.select_option("#p1-document", str(at))
        assert shown(opened, ".finding") == sum(f["clause"]["document"] == name for f in plan["findings"])
    opened.select_option("#p1-document", "")
    opened.select_option("#p1-group", label="大连市 / 梧桐里社区 / 梧桐里助餐点")
    inside = [f for f in plan["findings"] if f["subject"]["pointer"].startswith("/city/communities/0/facilities/1")]
    assert shown(opened, ".finding") == len(inside) > 0


def test_text_filter_looks_at_findings_and_their_rules(open_page: Open) -> None:
    plan = report(FULL)["plans"][0]
    opened = open_page(full())
    opened.fill("#p1-search", "health.station.area")
    wanted = sum(f["rule"] == "health.station.area" for f in plan["findings"])
    assert shown(opened, ".finding") == wanted > 0
    assert shown(opened, ".rule") == len({f["outcome"] for f in plan["findings"] if f["rule"] == "health.station.area"})
    opened.fill("#p1-search", "no such words anywhere")
    assert shown(opened, ".finding") == 0 and shown(opened, ".document") == 0 and shown(opened, ".question") == 0


def test_a_cell_of_the_matrix_narrows_and_leads_to_a_finding(open_page: Open) -> None:
    opened = open_page(full())
    link = opened.locator("#p1-matrix td.fail-violation a").first
    target = link.get_attribute("href")
    link.click()
    opened.wait_for_function("document.querySelector('.filters .number').textContent < 800")
    groups = opened.evaluate(
        "[...document.querySelectorAll('.finding:not([hidden])')].map(e => e.dataset.group + ' ' + e.dataset.document)"
    )
    assert set(groups) == {f"{link.get_attribute('data-group')} {link.get_attribute('data-document')}"}
    assert opened.evaluate("document.activeElement.id") == target[1:]


def test_a_link_into_a_folded_part_opens_it(open_page: Open) -> None:
    opened = open_page(full())
    link = opened.locator(".question div.waiting a").first
    link.click()
    target = opened.locator(link.get_attribute("href"))
    assert target.is_visible()


# -- language --------------------------------------------------------------------------------------------------


def test_the_language_switches_text_options_and_the_page_itself(open_page: Open) -> None:
    opened = open_page(full())
    assert (
        "须整改的内容" in opened.inner_text("#p1-change h2")
        and opened.evaluate("document.documentElement.lang") == "zh-CN"
    )
    opened.check("#language-en")
    assert "What must change" in opened.inner_text("#p1-change h2")
    assert opened.evaluate("document.documentElement.lang") == "en"
    assert opened.inner_text("#p1-document option >> nth=0") == "All documents"
    chinese = opened.evaluate(
        "[...document.querySelectorAll('span[lang=\"zh-CN\"]')].some(e => e.getClientRects().length)"
    )
    assert not chinese


def test_the_language_asked_for_comes_first(open_page: Open) -> None:
    assert "NOT COMPLIANT" in open_page(page(report(FULL), language="en")).inner_text(".verdict")


def test_without_scripts_a_plan_is_whole_and_switches_language(open_page: Open) -> None:
    opened = open_page(full(), java_script_enabled=False)
    assert opened.locator(".verdict").is_visible() and not opened.locator(".filters").is_visible()
    opened.locator("#language-en").check()
    assert "What must change" in opened.locator("#p1-change h2").inner_text()
    opened.locator("#p1-passed details summary").first.click()
    assert opened.locator("#p1-passed .finding").first.is_visible()


# -- keyboard and accessibility --------------------------------------------------------------------------------


def test_everything_is_reached_by_keyboard_and_shows_focus(open_page: Open) -> None:
    opened = open_page(full())
    seen = []
    for _ in range(40):
        opened.keyboard.press("Tab")
        seen.append(
            opened.evaluate(
                "(e => [e.tagName, e.id || e.className, getComputedStyle(e).outlineStyle,"
                " getComputedStyle(e).outlineWidth])(document.activeElement)"
            )
        )
    names = [f"{tag} {name}" for tag, name, *_ in seen]
    assert names[0] == "A skip"
    for wanted in ("INPUT language-zh", "INPUT p1-outcome-fail", "SELECT p1-document", "INPUT p1-search"):
        assert wanted in names
    assert all(style == "solid" and width == "3px" for _, _, style, width in seen)


def test_the_skip_link_and_the_folds_work_by_keyboard(open_page: Open) -> None:
    opened = open_page(full())
    opened.keyboard.press("Tab")
    opened.keyboard.press("Enter")
    assert opened.evaluate("document.activeElement.id") == "main"
    fold = opened.locator("#p1-change .evidence").first
    fold.locator("summary").focus()
    opened.keyboard.press("Enter")
    assert fold.evaluate("e => e.open")


def test_controls_have_names_and_the_page_has_landmarks(open_page: Open) -> None:
    opened = open_page(full())
    for selector in ("select", "input"):
        for control in opened.locator(f".plan {selector}").all():
            assert control.evaluate("e => e.labels.length === 1 && e.labels[0].innerText.trim() !== ''")
    for role in ("banner", "main", "contentinfo", "navigation"):
        assert opened.get_by_role(role).count() >= 1
    assert opened.get_by_role("region", name="须整改的内容").count() == 1


CONTRAST = """
() => {
  const luminance = (c) => {
    const [r, g, b] = c.map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const ground = (element) => {
    for (let node = element; node; node = node.parentElement) {
      const colour = parse(getComputedStyle(node).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour.slice(0, 3);
    }
    return matchMedia("(prefers-color-scheme: dark)").matches ? [0, 0, 0] : [255, 255, 255];
  };
  const poor = {};
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.getClientRects().length || ["SCRIPT", "OPTION"].includes(element.tagName)) continue;
    const [a, b] = [parse(getComputedStyle(element).color).slice(0, 3), ground(element)].map(luminance);
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor[`${element.tagName}.${element.className}`] = Math.round(ratio * 100) / 100;
  }
  return poor;
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["plan", "several"])
def test_contrast_is_at_least_four_and_a_half(open_page: Open, scheme: str, kind: str) -> None:
    opened = open_page(full() if kind == "plan" else several(), color_scheme=scheme)
    opened.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
    assert opened.evaluate(CONTRAST) == {}


def test_the_contrast_test_sees_poor_contrast(open_page: Open) -> None:
    opened = open_page(full())
    opened.evaluate("document.querySelector('h1').style.color = '#999'")
    assert list(opened.evaluate(CONTRAST)) == ["H1."]


def test_every_outcome_has_a_sign_besides_its_colour(open_page: Open) -> None:
    opened = open_page(full())
    signs = opened.evaluate(
        "Object.fromEntries([...document.querySelectorAll('.finding')].map(e => "
        "[e.dataset.outcome, e.querySelector('.chip').textContent.trim()[0]]))"
    )
    assert signs == {"pass": "✓", "fail": "✗", "unknown": "?", "not_applicable": "–"}


@pytest.mark.parametrize("width", [390, 320, 768])
@pytest.mark.parametrize("kind", ["plan", "several"])
def test_a_narrow_page_does_not_scroll_sideways(open_page: Open, width: int, kind: str) -> None:
    opened = open_page(full() if kind == "plan" else several(), width=width)
    opened.check("#language-en")
    opened.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
    assert opened.evaluate("document.documentElement.scrollWidth") <= width


# -- paper -----------------------------------------------------------------------------------------------------


def test_it_prints_on_a4(open_page: Open) -> None:
    """Chromium writes the objects of pages as plain text into a PDF."""
    pdf = open_page(full()).pdf(prefer_css_page_size=True, print_background=True)
    boxes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert 5 < len(boxes) < 20
    assert all(abs(float(width) - 595) < 1.5 and abs(float(height) - 842) < 1.5 for width, height in boxes)


def test_paper_shows_no_controls_and_the_evidence_of_failures(open_page: Open) -> None:
    opened = open_page(full())
    opened.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    opened.emulate_media(media="print")
    for control in (".filters", ".language", ".contents"):
        assert not opened.locator(control).first.is_visible()
    failures = opened.locator("#p1-change .evidence")
    assert all(failures.nth(at).evaluate("e => e.open") for at in range(failures.count()))
    assert opened.evaluate(CONTRAST) == {}
    opened.emulate_media(media="screen")
    opened.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert not any(failures.nth(at).evaluate("e => e.open") for at in range(failures.count()))


# -- several plans ---------------------------------------------------------------------------------------------


def test_a_plan_of_many_opens_on_demand_and_the_way_back_leads_back(open_page: Open) -> None:
    opened = open_page(several())
    assert opened.locator("article.plan").count() == 0
    opened.click("#plans a[href='#p2']")
    opened.wait_for_selector("article#p2")
    assert not opened.locator("#overview").is_visible()
    assert opened.evaluate("document.activeElement.tagName") == "H1"
    opened.uncheck("#p2-outcome-unknown")
    assert shown(opened, "#p2 .finding.unknown") == 0
    opened.click(".back a")
    opened.wait_for_selector("#overview:not([hidden])")
    assert opened.locator("article.plan").count() == 0
    assert opened.evaluate("document.activeElement.getAttribute('href')") == "#p2"


def test_a_link_to_a_finding_of_a_plan_opens_that_plan_there(open_page: Open) -> None:
    opened = open_page(several(), place="#p1-f3")
    opened.wait_for_selector("article#p1 #p1-f3")
    opened.wait_for_function("document.activeElement.id === 'p1-f3'")
    assert opened.locator("#p1-f3").is_visible()


def test_plans_are_chosen_by_verdict_place_and_text(open_page: Open) -> None:
    opened = open_page(several())
    opened.select_option("#choose-verdict", "compliant")
    assert shown(opened, "tr.row") == 1
    opened.select_option("#choose-verdict", "")
    opened.select_option("#choose-place", label="110000 北京市")
    assert shown(opened, "tr.row") == 1
    opened.select_option("#choose-place", "")
    opened.fill("#choose-text", "early-stage")
    assert shown(opened, "tr.row") == 1


def test_without_scripts_the_overview_says_what_it_cannot_do(open_page: Open) -> None:
    opened = open_page(several(), java_script_enabled=False)
    assert opened.locator("#plans table").is_visible()
    assert "只显示总览" in opened.locator("noscript").inner_text()


def many(number: int) -> dict[str, Any]:
    """A report of many plans: a shipped one over and over, each with a title, file and place of its own."""
    data = report(FULL)
    open_ = ("fail", "unknown", "manual", "error")
    plan = data["plans"][0]
    plan["findings"] = [{k: v for k, v in f.items() if k != "tree"} for f in plan["findings"] if f["outcome"] in open_]
    data["complete"] = False
    data["plans"] = [
        plan
        | {"title": f"{plan['title']} {at}", "file": f"plans/{at}.yaml"}
        | {"place": {"code": f"{210000 + at % 40}", "label": {"zh": "某市", "en": "A city"}}}
        for at in range(number)
    ]
    return data


def test_500_plans_are_ready_within_two_seconds(open_page: Open) -> None:
    opened = open_page(page(many(500)))
    times = opened.evaluate("performance.getEntriesByType('navigation')[0].toJSON()")
    assert times["domInteractive"] < 2000, json.dumps(times)
    assert times["loadEventEnd"] < 3000, json.dumps(times)
    assert shown(opened, "tr.row") == 500
    taken = opened.evaluate(
        "async () => { const start = performance.now(); location.hash = '#p321';"
        " while (!document.querySelector('article#p321 .filters:not([hidden])'))"
        " await new Promise(requestAnimationFrame);"
        " return performance.now() - start; }"
    )
    assert taken < 2000


# -- hostile text ----------------------------------------------------------------------------------------------


def test_hostile_text_runs_nothing_and_changes_no_element(open_page: Open) -> None:
    data = small(report(FULL))
    shape = (
        "JSON.stringify([...document.querySelectorAll('*')].map(e => [e.tagName, [...e.attributes].map(a => a.name)]))"
    )
    hostile = open_page(page(with_texts(data, lambda text: plain(text) + HOSTILE)))
    harmless = open_page(page(with_texts(data, plain)))
    assert hostile.evaluate(shape) == harmless.evaluate(shape)
    assert hostile.evaluate("window.hit") is None
    hostile.fill("#p1-search", "<script>")
    hostile.check("#language-en")
    assert hostile.evaluate("window.hit") is None


def test_a_hostile_plan_of_many_runs_nothing_when_it_is_opened(open_page: Open) -> None:
    plan = sc.read_plan(hostile_plan(), rules(), name="<img src=x>.json")
    opened = open_page(page(sc.check_many([plan, plan], rules())), place="#p2")
    opened.wait_for_selector("article#p2")
    assert opened.evaluate("document.querySelectorAll('img, iframe, object, i, u').length") == 0
    assert opened.evaluate("window.hit") is None
