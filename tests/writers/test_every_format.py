"""Every format of the folder: named, documented, deterministic, and deaf to what a plan's text says."""

from __future__ import annotations

import copy
import csv
import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import cmarkgfm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tap.parser import Parser

from standardcheck.writers import formats, writer
from standardcheck.writers.common import shortened
from standardcheck.writers.layout import harmless, inert, one_line
from support.reports import HOSTILE, ROOT, flooded, hostile, short, whole, written

SEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]")
"""What a display would obey or hide."""

QUICK = [name for name in formats() if name != "pdf"]
"""A browser prints ``pdf``: see test_pdf.py."""

COMMAND = re.compile(r"\s*::|.*##\[|.*##vso\[")
"""A line in which a CI runner would see a command."""

ALLOWED = re.compile(
    r"::(error|warning|notice) file=[^:,]*,line=\d+,col=\d+(,endLine=\d+,endColumn=\d+)?,title=[^:,]*::"
)
"""The commands that ``github`` means to give; its data may hold no second one, for it is on one line."""


@pytest.mark.parametrize("name", QUICK)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_text_of_a_plan_is_obeyed(name: str, language: str) -> None:
    text = written(hostile(), name, language=language, explain=True, every=True)
    if isinstance(text, bytes):
        return  # a binary format is read back by its own tests
    obeyed(name, text)


def obeyed(name: str, text: str) -> None:
    """Nothing in a report steers a display or a CI runner."""
    text.encode()
    text = text.removeprefix("\ufeff") if name == "csv" else text
    assert not SEEN.search(text)
    for line in text.splitlines():
        if name == "github" and ALLOWED.match(line):
            line = line[2:]
        assert not COMMAND.match(line), line[:200]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("name", QUICK)
def test_no_text_whatever_is_obeyed(name: str, text: str) -> None:
    shown = written(flooded(whole(), text[:3000]), name, explain=True, every=True)
    if not isinstance(shown, bytes):
        obeyed(name, shown)


@pytest.mark.parametrize("name", QUICK)
def test_a_format_is_the_same_twice_and_leaves_the_data_alone(name: str) -> None:
    data = whole()
    before = copy.deepcopy(data)
    first = b"".join(_bytes(piece) for piece in writer(name).write(data, language="en"))
    assert data == before
    assert first == b"".join(_bytes(piece) for piece in writer(name).write(data, language="en"))
    assert first


def _bytes(piece: Any) -> bytes:
    return piece if isinstance(piece, bytes) else piece.encode()


@pytest.mark.parametrize("name", QUICK)
def test_a_format_needs_no_more_than_it_wants(name: str) -> None:
    """What ``wants`` leaves out of the data is not missed: direct and saved reports read alike."""
    wanted = writer(name).wants({"language": "en"})
    data = whole()
    if wanted.get("languages") == ("en",):
        data = _only_english(data)
    if not wanted.get("complete", True):
        plan = data["plans"][0]
        plan["findings"] = [f for f in plan["findings"] if f["outcome"] not in ("pass", "not_applicable")]
        used = {finding["clause"]["document"] for finding in plan["findings"]}
        plan["documents"] = {key: value for key, value in plan["documents"].items() if key in used}
        data["complete"] = False
    if not wanted.get("trees", True):
        for finding in data["plans"][0]["findings"]:
            finding.pop("tree", None)
    if wanted:  # json wants everything
        assert written(data, name) == written(whole(), name)


def _only_english(node: Any) -> Any:
    if isinstance(node, dict):
        if set(node) == {"zh", "en"}:
            return {"en": node["en"]}
        return {key: _only_english(value) for key, value in node.items()}
    return [_only_english(value) for value in node] if isinstance(node, list) else node


# -- what is read back is what was written -----------------------------------------------------------------------


def _json(text: str) -> list[tuple[str, str]]:
    return [(f["subject"]["label"]["en"], f["message"]["en"]) for p in json.loads(text)["plans"] for f in p["findings"]]


def _sarif(text: str) -> list[str]:
    (run,) = json.loads(text)["runs"]
    return [result["message"]["text"].replace("{{", "{").replace("}}", "}") for result in run["results"]]


def _junit(text: str) -> list[str]:
    parser = etree.XMLParser(resolve_entities=False, huge_tree=True)
    cases = etree.fromstring(text.encode(), parser).iter("testcase")
    return [" ".join((case.get("name"), *(child.get("message") for child in case))) for case in cases]


def _github(text: str) -> list[str]:
    lines = [line.partition(" ")[2] for line in text.splitlines() if ALLOWED.match(line)]
    data = [line.partition("::")[2] for line in lines]
    return [line.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%") for line in data]


def _gitlab(text: str) -> list[str]:
    return [entry["description"] for entry in json.loads(text)]


def _tap(text: str) -> list[str]:
    lines = [line for line in Parser().parse_text(text) if line.category == "test"]
    return [f"{line.description} {(line.yaml_block or {}).get('message', '')}" for line in lines]


def _csv(text: str) -> list[str]:
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert all(None not in row and None not in row.values() for row in rows)
    return [f"{row['object']} {row['message']}" for row in rows]


def _markdown(text: str) -> list[str]:
    page = _Page()
    page.feed(cmarkgfm.github_flavored_markdown_to_html(text, options=cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE))
    assert page.tags <= {
        "h2",
        "h3",
        "p",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "strong",
        "ul",
        "li",
        "blockquote",
    }
    assert not page.attributes
    return page.rows


class _Page(HTMLParser):
    """Rows and items of a page, and whatever elements and attributes it has."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[Any] = []
        self.rows: list[str] = []

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        self.tags.add(tag)
        self.attributes += attributes
        if tag in ("tr", "li", "p", "h2", "h3"):
            self.rows.append("")

    def handle_data(self, data: str) -> None:
        if self.rows:
            self.rows[-1] += data.replace("\u200b", "")


def _same(text: str) -> str:
    return text


READERS: dict[str, tuple[Callable[[str], list[str]], Callable[[str], str]]] = {
    "sarif": (_sarif, lambda text: one_line(text).replace("](", "] (")),
    "sarif-github": (_sarif, lambda text: one_line(text).replace("](", "] (")),
    "junit": (_junit, one_line),
    "github": (_github, one_line),
    "gitlab": (_gitlab, one_line),
    "lines": (str.splitlines, lambda text: inert(one_line(text))),
    "tap": (_tap, lambda text: one_line(text).replace("\\", "\\\\").replace("#", "＃")),
    "csv": (_csv, harmless),
    "markdown": (_markdown, lambda text: " ".join(one_line(text).split())),
    "github-summary": (_markdown, lambda text: " ".join(one_line(text).split())),
}
"""How a program reads each format, and how a text of a plan then looks."""

PAGES = ("markdown", "github-summary")
"""Formats that people read: how wide a gap is, is lost there."""


def test_every_text_format_has_a_reader() -> None:
    known = {"json", "text", *READERS}
    unknown = [name for name in formats() if name not in known and not isinstance(written(short(), name), bytes)]
    assert [name for name in unknown if name not in ("html",)] == []


def one_failure(label: str) -> dict[str, Any]:
    """A report of one failure, of an object of this name."""
    data = short()
    failed = [f for f in data["plans"][0]["findings"] if f["outcome"] == "fail"][:1]
    failed[0]["subject"]["label"] = {"zh": label, "en": label}
    data["plans"][0] |= {"findings": failed, "title": label, "faults": []}
    return data


@pytest.mark.parametrize("name", sorted(READERS))
@settings(max_examples=60)
@given(
    label=st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
    | st.text("|[](){}<>`*_~\\#@:!&;=+-.1 \n\t,\"'%w")
)
def test_any_text_is_read_back_as_text(name: str, label: str) -> None:
    read, looks = READERS[name]
    found = read(written(one_failure(label), name, raw=True) if name == "csv" else written(one_failure(label), name))
    wanted = looks(label)
    shown = [" ".join(text.split()) for text in found] if name in PAGES else found
    assert any(wanted.strip() in text for text in shown), (wanted, shown)


@given(label=st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
def test_json_is_read_back_exactly(label: str) -> None:
    data = one_failure(label)
    assert json.loads(written(data, "json")) == data


@pytest.mark.parametrize("name", sorted(READERS))
def test_hostile_texts_are_read_back(name: str) -> None:
    read, looks = READERS[name]
    data = hostile()
    found = "\n".join(read(written(data, name, raw=True)))
    found = " ".join(found.split()) if name in PAGES else found
    labels = {f["subject"]["label"]["en"] for f in data["plans"][0]["findings"] if f["outcome"] == "fail"}
    assert len(labels) == 17
    if name != "github":  # shows ten of a kind
        missing = [label[:80] for label in labels if shortened(looks(label), 300).rstrip("…") not in found]
        assert missing == []


# -- limits and words --------------------------------------------------------------------------------------------


def table() -> dict[str, list[str]]:
    """The table of docs/formats.md by format."""
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    first = page.partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in first.splitlines() if line.startswith("| `")]
    return {row[0].strip("`"): row for row in rows}


def test_the_page_lists_every_format() -> None:
    assert sorted(table()) == formats()
    for name, row in table().items():
        assert len(row) == 5
        assert f"--format {name}" in row[4]


def test_an_unknown_format_is_a_key_error() -> None:
    for name in ("jsn", "layout", "common", "changes", "sarif_github", "../json"):
        with pytest.raises(KeyError):
            writer(name)
