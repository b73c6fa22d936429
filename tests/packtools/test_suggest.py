"""Suggested examples: each comes out as it says, and together they fill every gap that can be filled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from standardcheck.packtools.insertion import insert
from standardcheck.packtools.testing import PackTest
from standardcheck.packtools.testing_text import pack_lines
from standardcheck.source import read_yaml
from support.benches import bench, examined, example
from support.toy import label, parameter, rule

ROOT = Path(__file__).parents[2]
PARAMS = {
    "params": {
        "least_shade": parameter("count", 2),
        "least_height": parameter("length", "50 cm"),
        "most_slope": parameter("gradient", "1:12"),
        "least_cover": parameter("share", "35 %"),
        "fish_per_keeper": parameter("fish per keeper", "2 fish/keeper"),
        "by_water": parameter(
            "count",
            table=[{"when": {"water": "fresh"}, "value": 1}, {"when": {"water": ["brackish", "salt"]}, "value": 2}],
        ),
    },
    "derived": {
        "spare": {"for": "tank", "quantity": "number", "label": label("spare"), "subtract": ["vents", "shade"]},
        "volume_each": {
            "for": "tank", "quantity": "number", "label": label("v"), "divide": ["tilt", "pump.power"],
        },
    },
}  # fmt: skip
RULES: dict[str, dict[str, Any]] = {
    "count": rule(applies={"heated": True}, require={"shade": {"at_least": "$least_shade"}}),
    "length": rule(require={"height": {"at_least": "$least_height"}}),
    "gradient": rule(require={"slope": {"at_most": "$most_slope"}}),
    "share": rule(require={"cover": {"more_than": "$least_cover"}}),
    "table": rule(require={"vents": {"at_least": "$by_water"}}),
    "date": rule(require={"opened": {"on_or_after": "2024-03-01"}}),
    "parent": rule(applies={"aquarium.keepers": {"at_least": 2}}, require={"lit": True}),
    "derived": rule(require={"$spare": {"at_least": 1}}),
    "listed": rule(require={"each": "shoals", "where": {"role": "show"}, "satisfies": {"size": {"at_least": 2}}}),
    "number": rule(require={"count": "shoals", "at_least": 2}),
    "total": rule(require={"sum": "shoals", "of": "size", "at_least": 5}),
    "bounds": rule(require={"all": [{"shade": {"at_most": 3}}, {"lit": True}, {"tilt": {"at_least": -2}}]}),
    "exception": rule(
        require={"shade": {"at_least": 2}},
        exceptions=[
            {"id": "dark", "title": label("dark"), "when": {"lit": False}, "require": {"shade": {"at_least": 1}}}
        ],
    ),
}
SEEDS: dict[str, list[dict[str, Any]]] = {
    "derived": [example("pass", vents=2, shade=1)],
    "listed": [example("pass", shoals=[{"role": "show", "size": 3}])],
    "number": [example("fail", shoals=[{"size": 1}])],
    "total": [example("fail", shoals=[{"size": 1}, {"size": 3}])],
}


def given(kind: str, *more: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    return PARAMS, {"rules": [{**RULES[kind], "examples": [*SEEDS.get(kind, []), *more]}]}


@pytest.mark.parametrize("kind", list(RULES))
def test_suggestions_fill_every_gap(kind: str) -> None:
    first = examined(*given(kind), suggest=True)
    assert first.suggestions
    assert first.unsuggested == ()
    added = [suggested.example for suggested in first.suggestions]
    again = examined(*given(kind, *added))
    assert again.clean, list(pack_lines(again, "en"))


@pytest.mark.parametrize("kind", list(RULES))
def test_a_suggestion_is_a_line_of_yaml_that_reads_as_it_was_made(kind: str) -> None:
    for suggested in examined(*given(kind), suggest=True).suggestions:
        line = suggested.yaml()
        assert "\n" not in line
        read = read_yaml(f"examples:\n  {line}\n".encode(), "page").data["examples"]
        assert examined(*given(kind, *read), coverage=False, mutate=False).failures == ()
        assert read[0]["expect"] == suggested.example["expect"]


def test_what_cannot_be_filled_is_said() -> None:
    never = rule(require={"all": [{"some": "shoals", "satisfies": {"size": 9}}, {"lit": True}]})
    test = examined({"rules": [never]}, suggest=True)
    assert {getattr(left, "what", "") for left in test.unsuggested} >= {"outcome pass"}
    lines = list(pack_lines(test, "en"))
    assert any("no example found" in line for line in lines)
    assert "  - {rule: test.rule, what: outcome pass, reason: }" in lines


def test_nothing_is_suggested_where_nothing_is_missing() -> None:
    lit = [example("pass", lit=True), example("fail", lit=False), example("unknown", needs=["lit"])]
    test = examined({"rules": [rule(require={"lit": True}, examples=lit)]}, suggest=True)
    assert (test.clean, test.suggestions) == (True, ())


# -- into files ----------------------------------------------------------------------------------------------------


def tank_files(tmp_path: Path, examples: str) -> Path:
    pack = tmp_path / "made"
    pack.mkdir()
    (pack / "pack.yaml").write_text("pack: made\ntitle: {zh: 甲, en: a}\nversion: '1'\n", encoding="utf-8")
    text = (
        "documents:\n  code:\n    title: {zh: 甲, en: a}\n    status: mandatory_code\n    from: 2020-01-01\nrules:\n"
        "  - id: one\n    clause: {document: code, number: '1'}\n    force: must\n    grade: A\n"
        f"    title: {{zh: 甲, en: a}}\n    for: tank\n    require: {{lit: true}}\n{examples}"
        "\n  # the next rule\n"
        "  - id: two\n    clause: {document: code, number: '1'}\n    force: must\n    grade: A\n"
        "    title: {zh: 甲, en: a}\n    for: tank\n    require: {heated: true}\n"
    )
    (pack / "rules.yaml").write_text(text, encoding="utf-8")
    return pack


def examined_at(pack: Path) -> tuple[PackTest, Any]:
    from standardcheck.compiler.build import build
    from standardcheck.packtools.testing import Bench, Wanted, examine
    from standardcheck.ruleset.packs import read_equivalents, read_files
    from standardcheck.ruleset.resolve import read_chain, resolve
    from support.toy import conform, vocabulary

    files = read_files(pack)
    made = resolve(read_chain("made", {"made": files}))
    program = build(made, vocabulary())
    ours = Bench("made", made, program, conform(), {"one", "two"}, read_equivalents(files))
    return examine(ours, Wanted(True, True, True)), made


@pytest.mark.parametrize(
    "examples",
    [
        "    examples:\n      - {name: lit, given: {lit: true}, expect: pass}\n",
        "    examples:\n      - name: lit\n        given: {lit: true}   # as it should be\n        expect: pass\n",
        "    examples:\n    - {name: lit,\n       given: {lit: true}, expect: pass}\n\n    note: {zh: 甲, en: a}\n",
    ],
    ids=["flow", "block", "key after it"],
)
def test_suggestions_go_below_the_last_example(tmp_path: Path, examples: str) -> None:
    pack = tank_files(tmp_path, examples)
    test, made = examined_at(pack)
    (changed,), left = insert(test.suggestions, made, "made")
    assert {suggested.rule for suggested in left} == {"two"}  # it has no list of examples
    before = (pack / "rules.yaml").read_text(encoding="utf-8").splitlines()
    after = changed.text.splitlines()
    assert [line for line in after if line in before] == before
    Path(changed.file).write_text(changed.text, encoding="utf-8")
    again, _ = examined_at(pack)
    assert not again.failures
    assert {item.rule for item in again.missing} | {t.mutant.owner[1] for t in again.survivors} == {"two"}


def test_lines_keep_their_ends(tmp_path: Path) -> None:
    pack = tank_files(tmp_path, "    examples:\n      - {name: lit, given: {lit: true}, expect: pass}\n")
    rules = pack / "rules.yaml"
    rules.write_bytes(rules.read_bytes().replace(b"\n", b"\r\n"))
    test, made = examined_at(pack)
    (changed,), _ = insert(test.suggestions, made, "made")
    assert changed.text.count("\r\n") == changed.text.count("\n")


def test_a_list_on_one_line_is_left_alone(tmp_path: Path) -> None:
    pack = tank_files(tmp_path, "    examples: [{name: lit, given: {lit: true}, expect: pass}]\n")
    test, made = examined_at(pack)
    changed, left = insert(test.suggestions, made, "made")
    assert changed == []
    assert len(left) == len(test.suggestions)


def test_the_packs_own_list_is_read_from_its_file(tmp_path: Path) -> None:
    pack = tank_files(tmp_path, "    examples:\n      - {name: lit, given: {lit: true}, expect: pass}\n")
    (pack / "equivalent-mutants.yaml").write_text(
        "equivalent:\n  - {rule: two, place: require.heated, change: reversed, reason: for a test}\n"
        "unreachable:\n  - {rule: two, what: outcome fail, reason: {zh: 甲, en: a}}\n",
        encoding="utf-8",
    )
    test, _ = examined_at(pack)
    assert not test.stale
    assert "outcome fail" not in {item.what for item in test.missing if item.rule == "two"}
    assert "two" not in {trial.mutant.owner[1] for trial in test.survivors}


# -- overlays --------------------------------------------------------------------------------------------------------


def test_an_overlay_brings_examples_for_the_rules_of_its_base() -> None:
    of = {"least": parameter("count", 1, tailorable={"at_least": 1})}
    base = {"params": of, "rules": [rule("base.rule", require={"shade": {"at_least": "$least"}})]}
    clause = {"document": "code", "number": "1"}
    change = {"set": {"least": {"values": [{"from": "2020-01-01", "clause": clause, "value": 2}]}}}
    shown = {"examples": {"base.rule": [example("fail", shade=1), example("pass", shade=2)]}}
    test = examined(base, {**change, **shown}, coverage=False)
    assert len(test.results) == 2
    assert not test.failures
    assert {trial.state for trial in test.trials or () if trial.mutant.kind == "limit"} == {"killed"}


def test_examples_for_no_rule_are_a_fault() -> None:
    from standardcheck.errors import InvalidRuleSet

    with pytest.raises(InvalidRuleSet) as refused:
        bench({"rules": [rule("base.rule", require={"lit": True})], "examples": {"base.rul": [example("pass")]}})
    assert [fault.code for fault in refused.value.faults] == ["examples-unknown-rule"]
    assert "base.rule" in refused.value.faults[0].message("en")


@pytest.mark.parametrize("kind", list(RULES))
def test_no_example_is_found_for_what_is_taken_to_be_equivalent(kind: str) -> None:
    from standardcheck.packtools.examples import cases_of
    from standardcheck.packtools.mutation import EQUIVALENT, judged
    from standardcheck.packtools.suggest import for_mutant

    ours = bench(*given(kind))
    on = judged(ours.program, ours.vocabulary, cases_of(ours.resolved, ours.program, ours.conform))
    trials = examined(*given(kind), coverage=False).trials or ()
    taken = [trial for trial in trials if trial.state == EQUIVALENT]
    assert [for_mutant(trial.mutant, trial.rules, on, ours.conform) for trial in taken] == [None] * len(taken)
