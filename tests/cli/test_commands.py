"""Every other command: rules, params, schema, report, init, completion, and help."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from standardcheck.cli.root import COMMANDS, command
from standardcheck.writers.layout import width_of

from .conftest import ROOT, SMALL, check, run

Write = Callable[..., str]
OURS = ("--rules", str(SMALL), "--lang", "en", "--as-of", "2025-03-01")


# -- help --------------------------------------------------------------------------------------------------------


def every_command(group: click.Command = command, name: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield name
    if isinstance(group, click.Group):
        context = click.Context(group)
        for each in group.list_commands(context):
            found = group.get_command(context, each)
            assert found is not None
            yield from every_command(found, (*name, each))


@pytest.mark.parametrize("name", list(every_command()), ids=" ".join)
def test_every_command_has_help(name: tuple[str, ...]) -> None:
    result = run(*name, "--help")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("Usage: ")
    assert all(width_of(line) <= 100 for line in result.out.splitlines())
    assert f"## standardcheck {' '.join(name)}\n" in page() or not name


def page() -> str:
    return (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


def test_help_lists_the_exit_codes_and_every_command() -> None:
    out = run("--help").out
    assert all(f"  {code}  " in out for code in range(5))
    assert all(f"  {name} " in out for name in COMMANDS)


def test_the_version_is_the_packages() -> None:
    import standardcheck

    assert run("--version").out == f"standardcheck, version {standardcheck.__version__}\n"


@pytest.mark.parametrize("arguments", [(), ("chek",), ("check",), ("rules", "shwo"), ("schema", "plans")])
def test_wrong_usage_is_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).code == 2


# -- rules and params --------------------------------------------------------------------------------------------


def test_rules_are_listed_in_the_order_of_the_standard() -> None:
    lines = run("rules", "list", *OURS).out.splitlines()
    assert "Trial Standard" in lines[0]
    assert [line.split()[-1] for line in lines[1:]] == ["size.least", "size.good", "functions.few", "looked-at.model"]


def test_rules_are_listed_by_selection() -> None:
    assert "size.good" in run("rules", "list", *OURS, "--only", "T-02").out
    assert "size.least" not in run("rules", "list", *OURS, "--only", "T-02").out
    assert run("rules", "list", *OURS, "--only", "T-92").code == 2


@pytest.mark.parametrize(("language", "sentence"), [("en", "at least “minimum area”"), ("zh", "不小于 “最小面积”")])
def test_a_rule_is_shown_as_a_sentence_with_its_limit(language: str, sentence: str) -> None:
    shown = run("rules", "show", "T-01", *OURS, "--lang", language).out
    assert sentence.replace(" ", "") in shown.replace(" ", "").replace("\n", "")
    assert "600 m²" in shown
    assert "rules.yaml:" in shown
    assert "700 m²" in run("rules", "show", "size.least", *OURS, "--as-of", "2026-06-01").out


def test_an_unknown_rule_suggests_another() -> None:
    result = run("rules", "show", "size.lest", *OURS)
    assert result.code == 2
    assert "size.least" in result.err


def test_a_parameter_shows_its_editions_and_clauses() -> None:
    shown = run("params", "min_area", *OURS).out
    for part in ("$min_area", "600 m²", "700 m²", "trial 1", "from 2020-01-01 until 2026-01-01", "since 2026-01-01"):
        assert part in shown
    assert run("params", "$min_area", *OURS).out == shown


def test_all_parameters_show_the_value_of_the_day() -> None:
    shown = run("params", *OURS, "--as-of", "2026-02-01").out
    assert "700 m²" in shown
    assert "600 m²" not in shown
    assert "$few_functions" in shown


def test_an_unknown_parameter_or_day_is_wrong_usage() -> None:
    result = run("params", "min_are", *OURS)
    assert result.code == 2
    assert "min_area" in result.err
    assert run("params", *OURS, "--as-of", "yesterday").code == 2


def test_the_place_selects_the_pack() -> None:
    assert "pack cn-national" in run("params", "--as-of", "2026-03-01", "--code", "320500", "--lang", "en").out
    assert "beijing" in run("rules", "list", "--as-of", "2026-03-01", "--code", "110000", "--lang", "en").out


# -- schema, init, completion ------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["plan", "ruleset", "report"])
def test_schemas_are_printed_as_shipped(which: str, tmp_path: Path) -> None:
    shipped = (ROOT / "schemas" / f"{which}.schema.json").read_text(encoding="utf-8")
    assert run("schema", which).out == shipped
    assert run("schema", which, "-o", "here.json").code == 0
    assert (tmp_path / "here.json").read_text(encoding="utf-8") == shipped
    assert json.loads(shipped)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_starter_plan_checks_at_once(language: str, tmp_path: Path) -> None:
    written = run("init", "mine.yaml", "--lang", language)
    assert (written.code, written.err) == (0, "")
    assert "standardcheck check mine.yaml" in written.out
    result = run("check", "mine.yaml", "--format", "json")
    assert result.code in (0, 1, 3)
    assert json.loads(result.out)["plans"][0]["faults"] == []
    text = (tmp_path / "mine.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=plan.schema.json\n")
    assert text.count("\n") <= 60


def test_both_starter_plans_state_the_same(tmp_path: Path) -> None:
    import yaml

    def facts(node: object) -> object:
        if isinstance(node, dict):
            return {key: facts(value) for key, value in node.items() if key not in ("name", "title", "source")}
        if isinstance(node, list):
            return [facts(item) for item in node]
        return "3100000" if str(node) in ("310 万人", "3100000") else str(node).removesuffix(" 人")

    both = [yaml.safe_load((ROOT / "schemas" / f"starter.{lang}.yaml").read_text("utf-8")) for lang in ("zh", "en")]
    assert facts(both[0]) == facts(both[1])


def test_init_overwrites_only_when_told(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("mine", encoding="utf-8")
    assert run("init").code == 4
    assert (tmp_path / "plan.yaml").read_text(encoding="utf-8") == "mine"
    assert run("init", "--force").code == 0
    assert (tmp_path / "plan.yaml").read_text(encoding="utf-8") != "mine"
    assert run("init", "no/such/folder.yaml").code == 4


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed(shell: str) -> None:
    result = run("completion", shell)
    assert result.code == 0
    assert "_STANDARDCHECK_COMPLETE" in result.out


def test_completion_completes() -> None:
    from .conftest import child

    done = child(env={"_STANDARDCHECK_COMPLETE": "bash_complete", "COMP_WORDS": "standardcheck ch", "COMP_CWORD": "1"})
    assert done.stdout.split() == [b"plain,check"]


# -- report convert ----------------------------------------------------------------------------------------------


@pytest.fixture
def saved(write: Write) -> tuple[list[str], str]:
    """Plans of every outcome, one unreadable, one with a fault, and their saved report."""
    plans = [
        write("fail.yaml", gfa="500 m2", functions=1),
        write("open.yaml", gfa=None, is_model="true"),
        write("fault.yaml", gfa="600 m"),
        write("unreadable.yaml", "a: [1\n"),
    ]
    assert check(*plans, "--format", "json", "-o", "saved.json").code == 4
    return plans, "saved.json"


@pytest.mark.parametrize("options", [(), ("--all",), ("--explain",), ("--all", "--explain"), ("--quiet",)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_saved_report_gives_the_same_text(
    saved: tuple[list[str], str], language: str, options: tuple[str, ...], tmp_path: Path
) -> None:
    plans, report = saved
    direct = check(*plans, "--lang", language, *options).out
    for plan in plans:
        (tmp_path / plan).unlink()
    assert run("report", "convert", report, "--lang", language, *options).out == direct
    assert direct


def test_a_saved_report_converts_to_itself(saved: tuple[list[str], str], tmp_path: Path) -> None:
    text = (tmp_path / saved[1]).read_text(encoding="utf-8")
    assert run("report", "convert", saved[1], "--format", "json").out == text
    assert run("report", "convert", "-", "--format", "json", stdin=text).out == text


@pytest.mark.parametrize(
    "change",
    [
        lambda report: report.pop("plans"),
        lambda report: report.update(report_version="2.0"),
        lambda report: report.update(more=1),
        lambda report: report["plans"][0].update(verdict="fine"),
        lambda report: report["plans"][0]["findings"][0]["evidence"][0].update(holds="yes"),
        lambda report: report["plans"][0]["findings"][0].pop("message"),
    ],
)
def test_what_is_no_report_is_refused_with_its_place(
    saved: tuple[list[str], str], change: Callable[[dict[str, object]], object], tmp_path: Path
) -> None:
    report = json.loads((tmp_path / saved[1]).read_text(encoding="utf-8"))
    change(report)
    (tmp_path / "changed.json").write_text(json.dumps(report), encoding="utf-8")
    result = run("report", "convert", "changed.json", "--lang", "en")
    assert (result.code, result.out) == (4, "")
    assert "changed.json is not a report" in result.err


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', "[" * 100_000])
def test_text_that_is_no_report_is_refused(write: Write, text: str) -> None:
    result = run("report", "convert", write("x.json", text), "--lang", "en")
    assert (result.code, result.out) == (4, "")
    assert "x.json is not a report" in result.err
    assert run("report", "convert", "missing.json").code == 4
