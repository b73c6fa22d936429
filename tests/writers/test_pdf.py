"""PDF: printed by a browser that is there; what is said where it, or a font, is missing."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pypdf
import pytest

import standardcheck as sc
from standardcheck.errors import Unwritable
from standardcheck.writers import make_ready
from standardcheck.writers.pdf import browser
from support.reports import data_of, hostile, short, whole, written


@pytest.fixture
def printer() -> None:
    """Something to print with: wrong not to have in CI, elsewhere a reason to leave the test out."""
    try:
        make_ready("pdf")
    except Unwritable as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))


def read(pdf: bytes) -> tuple[int, str]:
    """Number of pages, and the text of all without blanks, which a PDF does not keep."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return len(pages), "".join("".join(page.extract_text().split()) for page in pages)


@pytest.mark.usefixtures("printer")
def test_the_report_is_printed_the_same_each_time() -> None:
    first = written(short(), "pdf", language="zh")
    number, text = read(first)
    assert number >= 1
    assert "尚不能判定" in text or "不符合" in text
    assert short()["plans"][0]["file"] in text
    assert first == written(short(), "pdf", language="zh")


@pytest.mark.usefixtures("printer")
def test_of_several_plans_all_are_printed() -> None:
    data = whole()
    assert len(data["plans"]) + len(data["unreadable"]) == 2
    labels = [finding["subject"]["label"]["en"] for finding in data["plans"][0]["findings"]]
    _, text = read(written(data, "pdf"))
    assert "broken.yaml" in text
    assert any("".join(label.split()) in text for label in labels)


@pytest.mark.usefixtures("printer")
def test_a_hostile_plan_is_printed_as_text() -> None:
    reader = pypdf.PdfReader(io.BytesIO(written(hostile(), "pdf")))
    links = [note.get_object() for page in reader.pages for note in page.get("/Annots", ())]
    assert all("/URI" not in link.get("/A", {}) and "/JS" not in link.get("/A", {}) for link in links)
    assert "/OpenAction" not in reader.trailer["/Root"]


def test_without_a_browser_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(Unwritable, match="apt-get install chromium"):
        make_ready("pdf")
    with pytest.raises(Unwritable, match="--format html"):
        sc.write_report(short(), io.BytesIO(), "pdf")


def test_without_a_chinese_font_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def answered(command: list[str], **_: Any) -> Any:
        assert command[1:] == [":lang=zh", "family"]
        return subprocess.CompletedProcess(command, 0, b"\n", b"")

    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(subprocess, "run", answered)
    with pytest.raises(Unwritable, match="fonts-noto-cjk"):
        make_ready("pdf")


def test_a_browser_that_fails_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\necho first >&2\necho no display >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(browser, "find_browser", lambda: str(broken))
    with pytest.raises(Unwritable, match="no display"):
        browser.printed("<p>")


def test_only_times_are_changed() -> None:
    before = b"<</CreationDate (D:20261126235530+00'00')/ModDate(D:20261126235530Z)>> (D:20261126235530)"
    after = b"<</CreationDate (D:20000101000000+00'00')/ModDate(D:20000101000000Z)>> (D:20261126235530)"
    assert browser.timeless(before) == after


def test_several_plans_are_several(monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[str] = []
    monkeypatch.setattr(browser, "printed", lambda page: pages.append(page) or b"%PDF")
    plan = "tests/writers/plans/short.yaml"
    written(data_of(plan, plan), "pdf")
    assert pages[0].count('class="plan"') == 2
