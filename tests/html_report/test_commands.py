"""``check --format html`` and ``report convert --format html``: the same page from a run and from a saved report."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from standardcheck.cli.root import command

from .pages import PLANS, tree

PLAN = str(PLANS / "full-community.yaml")


def run(*arguments: str) -> int:
    return CliRunner().invoke(command, list(arguments)).exit_code


def test_a_run_and_its_saved_report_give_the_same_page(tmp_path: Path) -> None:
    page, saved, again = (str(tmp_path / name) for name in ("report.html", "report.json", "again.html"))
    assert run("check", PLAN, "--lang", "en", "--format", "html", "-o", page) == 1
    assert run("check", PLAN, "--lang", "en", "--format", "json", "-o", saved) == 1
    assert run("report", "convert", saved, "--lang", "en", "--format", "html", "-o", again) == 0
    text = Path(page).read_text(encoding="utf-8")
    assert text == Path(again).read_text(encoding="utf-8")
    assert tree(text).one("html").attributes["lang"] == "en"


def test_a_report_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "missing" / "report.html"
    assert run("check", PLAN, "--format", "html", "-o", str(target)) == 4
    assert not target.exists()
