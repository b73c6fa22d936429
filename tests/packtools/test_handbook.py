"""``rules docs``: the handbook of the shipped packs, page by page, and of a pack that tries to break it."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.cli.conftest import run

from standardcheck.errors import UsageError
from standardcheck.packtools.facts import facts_text, path_label
from standardcheck.packtools.handbook import pages as pages_module
from standardcheck.packtools.handbook.content import gather
from standardcheck.packtools.handbook.folder import write_folder
from standardcheck.packtools.handbook.pages import pages
from standardcheck.packtools.handbook.views import Handbook
from standardcheck.packtools.packset import load_packs
from standardcheck.source import read_yaml
from standardcheck.wording import LANGUAGES, catalogue

from .conftest import ROOT, SMALL, Edit

SHIPPED = load_packs(str(ROOT / "rules"))
NAMED_PLACES = re.compile("[\u4e00-\u9fff]+[区县市]")
"""A rule may tell its districts by name, which is not translated."""
VOID = {"meta", "link", "input", "br"}


class Page(HTMLParser):
    """A page taken apart; it must be well formed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.rules: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []
        self.parts: dict[str, str] = {}
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            self.attributes.append((tag, name, value or ""))
        found = {name: value or "" for name, value in attrs}
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found["href"]] if "href" in found else []
        self.rules += [found["data-rule"]] if "data-rule" in found else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("style", "script"):
            self.parts[self.open[-1]] = data
        elif data.strip():
            self.text.append(data.strip())


class Built(NamedTuple):
    """A handbook as text and taken apart."""

    handbook: Handbook
    texts: dict[str, str]
    pages: dict[str, Page]


@pytest.fixture(scope="module")
def built() -> Built:
    handbook = gather(SHIPPED)
    texts = dict(pages(handbook))
    return Built(handbook, texts, {name: Page(text) for name, text in texts.items()})


def written_rules() -> Counter[str]:
    """Every rule that stands in a shipped rule file, by reading the files alone."""
    found: Counter[str] = Counter()
    for file in sorted((ROOT / "rules").rglob("*.yaml")):
        data = read_yaml(file.read_bytes(), str(file)).data
        for rule in [*data.get("rules", ()), *data.get("replace", ())]:
            found[f"{file.relative_to(ROOT / 'rules').parts[0]} {rule['id']}"] += 1
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_of_every_pack_appears_exactly_once(built: Built, language: str) -> None:
    shown = Counter(rule for name, page in built.pages.items() if name.startswith(language) for rule in page.rules)
    assert shown == written_rules()
    assert len(shown) > 150


def test_local_rules_are_marked_with_their_place_and_others_are_not(built: Built) -> None:
    page = built.texts["en/document-beijing-public-services-2025.html"]
    assert "local (code 11) · cn-beijing" in page
    assert not any("· cn-recalled</span>" in text or "· cn-national</span>" in text for text in built.texts.values())


def test_ids_are_unique_on_every_page(built: Built) -> None:
    for name, page in built.pages.items():
        assert [key for key, number in Counter(page.ids).items() if number > 1] == [], name


def test_every_link_leads_to_a_page_and_to_a_place_on_it(built: Built) -> None:
    for name, page in built.pages.items():
        for link in page.links:
            if link == "data:,":
                continue
            target, _, anchor = link.partition("#")
            whole = str((Path("/") / name).parent / target) if target else f"/{name}"
            resolved = str(Path(whole).resolve().relative_to("/"))
            assert resolved in built.pages, f"{name}: {link}"
            assert not anchor or anchor in built.pages[resolved].ids, f"{name}: {link}"


def test_the_index_reaches_every_rule_and_every_document(built: Built) -> None:
    for language in LANGUAGES:
        links = set(built.pages[f"{language}/index.html"].links)
        for document in built.handbook.documents:
            assert f"document-{document.key}.html" in links
            assert all(f"document-{document.key}.html#{rule.key}" in links for rule in document.rules)


def test_both_languages_have_the_same_pages_and_places(built: Built) -> None:
    zh, en = (
        {name.partition("/")[2]: page for name, page in built.pages.items() if name.startswith(f"{language}/")}
        for language in ("zh", "en")
    )
    assert set(zh) == set(en)
    for name in zh:
        assert (zh[name].ids, zh[name].rules, len(zh[name].text)) == (en[name].ids, en[name].rules, len(en[name].text))


def test_each_language_says_everything_in_its_own_words(built: Built) -> None:
    for rule in built.handbook.rules():
        page = built.texts[f"zh/document-{rule.document}.html"]
        assert rule.title["zh"] in page
        assert all(example.name["zh"] for example in rule.examples)
        assert not re.search("[\u4e00-\u9fff]", NAMED_PLACES.sub("", rule.sentence["en"])), rule.id
    words = [set(catalogue(language).HANDBOOK) for language in LANGUAGES]
    assert words[0] == words[1]


def test_limits_carry_dates_clause_and_the_line_they_stand_in(built: Built) -> None:
    limit = next(limit for rule in built.handbook.rules() for limit in rule.limits if limit.name == "door_min_width")
    rows = {row.when["en"] if row.when else "": row for row in limit.rows}
    renovation = rows["build mode is renovation and kind of door is manual door"]
    assert (renovation.value["en"], renovation.since, renovation.pack) == ("0.8 m", "2022-04-01", "cn-national")
    file, _, line = renovation.origin.rpartition(":")
    written = (ROOT / "rules" / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert "renovation" in written and "0.80 m" in written
    assert any(row.open for row in limit.rows)


def test_a_table_says_for_whom_each_row_is(built: Built) -> None:
    document = next(document for document in built.handbook.documents if document.id == "city-size-2014-51")
    (limit,) = [limit for limit in document.limits if limit.name == "city_size_class"]
    assert len(limit.rows) == 7
    assert limit.rows[0].when == {
        "zh": "城区常住人口小于 200000 人",
        "en": "urban resident population less than 200000 persons",
    }


LOCAL = """\
documents:
  local:
    title: {zh: 地方文件, en: Local Document}
    status: local_rule
    from: 2024-01-01
set:
  min_area:
    values:
      - {from: 2024-01-01, clause: {document: local, number: "3"}, value: 650 m2}
"""


def test_a_local_value_stands_beside_the_one_it_takes_the_place_of(edited: Edit) -> None:
    tailorable = "quantity: area\n    tailorable: {at_least: 600 m2}\n    values:\n      - {from: 2020-01-01, to:"
    base = edited("packs", ("quantity: area\n    values:\n      - {from: 2020-01-01, to:", tailorable))
    local = base.parent / "local"
    local.mkdir()
    (local / "pack.yaml").write_text(
        'pack: local\ntitle: {zh: 地方, en: Local}\nversion: "1"\nextends: small\n', encoding="utf-8"
    )
    (local / "rules.yaml").write_text(LOCAL, encoding="utf-8")
    handbook = gather(load_packs(str(base.parent)))
    (limit,) = next(rule for rule in handbook.rules() if rule.id == "size.least").limits
    rows = [(row.pack, row.verb, row.since, row.until, row.value["en"], row.origin) for row in limit.rows]
    assert rows == [
        ("small", "base", "2020-01-01", "2026-01-01", "600 m²", "small/rules.yaml:15"),
        ("small", "base", "2026-01-01", "", "700 m²", "small/rules.yaml:16"),
        ("local", "set", "2024-01-01", "", "650 m²", "local/rules.yaml:9"),
    ]
    page = dict(pages(handbook))["en/document-trial.html"]
    assert "set locally" in page and "Local Document" in dict(pages(handbook))["en/document-local.html"]


def test_pages_allow_their_own_style_and_script_and_nothing_else(built: Built) -> None:
    for name, page in built.pages.items():
        assert (page.tags["style"], page.tags["script"]) == (1, 1), name
        policy = next(value for tag, key, value in page.attributes if key == "content" and "default-src" in value)
        assert policy.startswith("default-src 'none';")
        for part in ("style", "script"):
            digest = base64.b64encode(hashlib.sha256(page.parts[part].encode()).digest()).decode()
            assert f"{part}-src 'sha256-{digest}'" in policy, name
        for tag, key, value in page.attributes:
            assert key not in ("style", "src", "srcset") and not key.startswith("on"), (name, tag, key)
            assert key not in ("href", "action") or "//" not in value, (name, value)


def test_the_pages_are_the_same_every_time(built: Built) -> None:
    assert dict(pages(gather(load_packs(str(ROOT / "rules"))))) == built.texts


# -- texts that are markup ---------------------------------------------------------------------------------------

EVIL = "<script>alert(1)</script><b onclick='x'>\\\"&amp;\\u202e{{ 7*7 }}"


def test_texts_of_a_pack_are_text(edited: Edit) -> None:
    text = (SMALL / "rules.yaml").read_text(encoding="utf-8")
    plain = re.findall(r"(?:zh|en): ([^,}\n]+)[,}]", text)
    evil = edited("evil", *((f": {words}", f': "{EVIL}"') for words in dict.fromkeys(plain) if f": {words}" in text))
    made = dict(pages(gather(load_packs(str(evil)))))
    taken = {name: Page(page) for name, page in made.items()}
    for name, page in taken.items():
        assert page.tags["script"] == 1 and page.tags["b"] <= page.tags["article"] + page.tags["li"], name
        assert not any(key == "onclick" for _, key, _ in page.attributes)
        assert "\u202e" not in made[name] and "49" not in made[name].partition("<main")[2].partition("</h2>")[0]
    assert any("<script>alert(1)" in text for text in taken["en/document-trial.html"].text)


def test_two_packs_may_use_one_name(tmp_path: Path) -> None:
    """Packs that do not build on each other: their documents and rules keep apart."""
    for name in ("small", "other"):
        shutil.copytree(SMALL, tmp_path / name)
    manifest = tmp_path / "other" / "pack.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("pack: small", "pack: other"), encoding="utf-8")
    made = dict(pages(gather(load_packs(str(tmp_path)))))
    assert {"zh/document-small.trial.html", "zh/document-other.trial.html"} <= set(made)
    assert Page(made["en/document-other.trial.html"]).rules == [
        f"other {rule}" for rule in ("size.least", "size.good", "functions.few", "looked-at.model")
    ]


# -- facts in words ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "zh", "en"),
    [
        ({"gfa": 600}, "建筑面积：600 m²", "gross floor area: 600 m²"),
        ({"gfa": "0.06 ha"}, "建筑面积：0.06 ha", "gross floor area: 0.06 ha"),
        ({"gfa": {"value": 600, "source": "x"}}, "建筑面积：600 m²", "gross floor area: 600 m²"),
        ({"functions": []}, "服务功能：空", "functions: none in the list"),
        ({"functions": "none"}, "服务功能：无", "functions: none"),
        ({"gfa": None}, "建筑面积：未填写", "gross floor area: not stated"),
    ],
)
def test_facts_read_as_words(facts: dict[str, object], zh: str, en: str) -> None:
    assert facts_text(SHIPPED.vocabulary, "facility", facts) == {"zh": zh, "en": en}


def test_an_incomplete_list_says_so() -> None:
    said = facts_text(
        SHIPPED.vocabulary, "facility", {"functions": {"incomplete": True, "items": [{"kind": "health"}]}}
    )
    assert "perhaps more" in said["en"] and "可能不全" in said["zh"]


def test_paths_have_names() -> None:
    assert path_label(SHIPPED.vocabulary, "ramp", "gradient")["en"] == "gradient"
    assert path_label(SHIPPED.vocabulary, "ramp", "facility.build_mode")["zh"] == "设施的建设方式"
    assert path_label(SHIPPED.vocabulary, "ramp", "no.such")["en"] == "no.such"


# -- the command -------------------------------------------------------------------------------------------------


def test_the_command_writes_one_language_or_both(tmp_path: Path) -> None:
    one = run("rules", "docs", "--rules", str(SMALL), "-o", str(tmp_path / "one"), "--lang", "en")
    assert (one.code, one.err) == (0, "")
    assert "4 clauses" in one.out
    names = sorted(str(p.relative_to(tmp_path / "one")) for p in (tmp_path / "one").rglob("*.html"))
    assert names == ["en/document-trial.html", "en/index.html", "index.html"]
    both = run("rules", "docs", "--rules", str(SMALL), "-o", str(tmp_path / "both"))
    assert both.code == 0
    assert (tmp_path / "both" / "zh" / "document-trial.html").is_file()


def test_a_handbook_is_replaced_and_anything_else_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "book"
    arguments = ("rules", "docs", "--rules", str(SMALL), "-o", str(target), "--lang", "en")
    assert run(*arguments).code == 0
    (target / "en" / "document-gone.html").write_text("old", encoding="utf-8")
    assert run(*arguments).code == 0
    assert not (target / "en" / "document-gone.html").exists()
    other = tmp_path / "mine"
    other.mkdir()
    (other / "thesis.txt").write_text("dear to me", encoding="utf-8")
    refused = run("rules", "docs", "--rules", str(SMALL), "-o", str(other), "--lang", "en")
    assert refused.code == 2 and "holds something else" in refused.err
    assert [p.name for p in other.iterdir()] == ["thesis.txt"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["book", "mine"]


def test_a_fault_while_writing_leaves_the_old_handbook(tmp_path: Path) -> None:
    target = tmp_path / "book"
    write_folder(target, [("index.html", pages_module.GENERATOR)])

    def broken() -> object:
        yield "index.html", "new"
        raise OSError("disk full")

    with pytest.raises(OSError):
        write_folder(target, broken())  # type: ignore[arg-type]
    assert (target / "index.html").read_text(encoding="utf-8") == pages_module.GENERATOR
    assert [p.name for p in tmp_path.iterdir()] == ["book"]


def test_a_folder_that_cannot_be_written_is_4(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = run("rules", "docs", "--rules", str(SMALL), "-o", str(tmp_path / "file" / "book"), "--lang", "en")
    assert result.code == 4 and "could not be written" in result.err


def test_wrong_packs_are_4(tmp_path: Path) -> None:
    assert run("rules", "docs", "--rules", str(tmp_path), "-o", str(tmp_path / "book"), "--lang", "en").code == 4


def test_without_jinja_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    pages_module._environment.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(UsageError) as refused:
        next(pages(gather(load_packs(str(SMALL)))))
    assert "standardcheck[docs]" in refused.value.message("zh")
    pages_module._environment.cache_clear()


# -- in a browser ------------------------------------------------------------------------------------------------

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--virtual-time-budget=3000",
    "--dump-dom",
]


@pytest.mark.skipif(BROWSER is None, reason="no Chromium")
@pytest.mark.parametrize(
    ("query", "hits"), [("fire.children.not-below-ground", 1), ("轮椅坡道的纵向坡度", 1), ("nothing-like-it", 0)]
)
def test_a_browser_runs_the_search_under_the_policy(built: Built, tmp_path: Path, query: str, hits: int) -> None:
    assert BROWSER is not None
    write_folder(tmp_path / "book", built.texts.items())
    address = f"file://{tmp_path}/book/en/index.html?q={query}"
    done = subprocess.run(
        [BROWSER, *QUIET, f"--user-data-dir={tmp_path}/profile", address], capture_output=True, timeout=120, check=True
    )
    shown = done.stdout.decode()
    items = re.findall(r"<li data-s=[^>]*>", shown)
    assert len(items) == sum(1 for _ in built.handbook.rules())
    assert sum('hidden=""' not in item for item in items) == hits
    assert ("No clause matches" in re.sub(r'data-none="[^"]*"', "", shown)) == (hits == 0)
