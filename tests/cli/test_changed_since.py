"""``check --changed-since``: in real repositories."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest

from .conftest import SMALL, Result, plan_text, run

CONFIG = 'packs = "rules/small"\npaths = ["plans"]\n'
WAIVER = """waivers:
  - rule: size.least
    subject: plan={id}/city=320500/community=c1/facility=f1
    clause: {{document: trial, number: "1"}}
    reason: The building is listed.
    authority: Bureau
    granted: 2025-02-01
    expires: 2027-12-31
"""


def git(*arguments: str, folder: Path | None = None) -> str:
    """Run git as a user does."""
    settings = ("user.name=U", "user.email=u@example.org", "protocol.file.allow=always", "init.defaultBranch=main")
    options = [part for setting in settings for part in ("-c", setting)]
    done = subprocess.run(["git", *options, *arguments], cwd=folder, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def commit() -> None:
    git("add", "-A")
    git("commit", "-q", "-m", "a step", "--allow-empty")


def put(name: str, **facts: Any) -> None:
    """A plan with an id of its own, unless told otherwise."""
    id_ = facts.pop("id", "P-" + "".join(char for char in Path(name).stem if char.isascii() and char.isalnum()))
    text = plan_text(**facts)
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text.replace("id: P-1\n", f"id: {id_}\n" if id_ else "", 1), encoding="utf-8")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A submission repository with a pack, a configuration and three plans that pass, committed."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    git("init", "-q")
    shutil.copytree(SMALL, "rules/small")
    Path("standardcheck.toml").write_text(CONFIG, encoding="utf-8")
    for name in ("a", "b", "sub/c"):
        put(f"plans/{name}.yaml")
    commit()
    return tmp_path


def since(*arguments: str, rev: str = "HEAD") -> Result:
    return run("check", f"--changed-since={rev}", "--lang", "en", *arguments)


def compared(*arguments: str, rev: str = "HEAD") -> tuple[list[str], dict[str, Any]]:
    """The plans that were checked, and what changed."""
    done = since("--format", "json", "--changes", "changes.json", *arguments, rev=rev)
    found = json.loads(Path("changes.json").read_text(encoding="utf-8"))
    Path("changes.json").unlink()
    return [plan["file"] for plan in json.loads(done.out)["plans"]], found


def flat(text: str) -> str:
    """Text without its line breaks."""
    return " ".join(text.split())


def news(found: dict[str, Any]) -> dict[str, list[str]]:
    """The rules that have a new finding, by plan."""
    return {plan["file"]["new"]: [finding["rule"] for finding in plan["new"]] for plan in found["plans"]}


# -- what is reached ---------------------------------------------------------------------------------------------


def test_nothing_changed_is_nothing_to_check(repository: Path) -> None:
    done = since()
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("No plan is reached by the change since HEAD (")
    assert "3 of 3 are as they were" in done.out
    assert "没有影响任何方案" in run("check", "--changed-since", "HEAD", "--lang", "zh").out
    files, found = compared()
    assert (files, found["is_changed"]) == ([], False)
    assert found["since"] | {"commit": ""} == {
        "revision": "HEAD", "commit": "", "plans": 3, "reached": 0, "every": [], "cautions": [],
    }  # fmt: skip


def test_no_plan_at_all_stays_an_error(repository: Path) -> None:
    Path("empty").mkdir()
    assert since("empty").code == 4
    assert since("plans/none.yaml").code == 4


@pytest.mark.parametrize("stage", ["no", "add", "commit"])
def test_a_changed_plan_is_checked_and_its_changes_shown(repository: Path, stage: str) -> None:
    put("plans/b.yaml", gfa="500 m2")
    if stage == "add":
        git("add", "-A")
    if stage == "commit":
        commit()
    rev = "HEAD~1" if stage == "commit" else "HEAD"
    done = since(rev=rev)
    assert (done.code, done.err) == (1, "")
    assert "plans/a.yaml" not in done.out
    head, _, tail = done.out.partition(f"Changes since {rev} (")
    assert "gross floor area: 500 m²" in head
    assert "Plans that the change reaches: 1 of 3." in tail
    assert "COMPLIANT → NOT COMPLIANT" in tail
    assert "New (1)" in tail or "New (2)" in tail
    assert compared(rev=rev)[0] == ["plans/b.yaml"]


def test_untracked_ignored_and_deleted_plans_count(repository: Path) -> None:
    put("plans/new.yaml", gfa="500 m2")
    put("plans/ignored.yaml")
    Path(".gitignore").write_text("ignored.yaml\n", encoding="utf-8")
    Path("plans/a.yaml").unlink()
    files, found = compared()
    assert files == ["plans/ignored.yaml", "plans/new.yaml"]
    assert [entry["file"] for entry in found["added"]] == files
    assert [entry["file"] for entry in found["removed"]] == ["plans/a.yaml"]
    done = since()
    assert done.code == 1
    assert "Deleted, or no longer among the plans: plans/a.yaml (then COMPLIANT)" in done.out


def test_a_change_of_the_same_size_at_once_is_seen(repository: Path) -> None:
    """Git knows files by size and time, and those that are as young as its index by their content."""
    git("config", "core.trustctime", "false")
    plan, index = Path("plans/a.yaml"), Path(".git/index")
    time = plan.stat().st_mtime_ns
    put("plans/a.yaml", gfa="500 m2")
    put("plans/unknown.yaml")  # for which the index is copied
    for file in (plan, index):
        os.utime(file, ns=(time, time))
    assert compared()[0] == ["plans/a.yaml", "plans/unknown.yaml"]


def test_a_plan_that_was_deleted_may_be_named(repository: Path) -> None:
    Path("plans/a.yaml").unlink()
    done = since("plans/a.yaml", "plans/b.yaml")
    assert (done.code, done.err) == (0, "")
    assert "plans/a.yaml (then COMPLIANT)" in done.out


@pytest.mark.parametrize("stage", ["no", "commit"])
@pytest.mark.parametrize("id_", ["P-x", None])
def test_a_renamed_plan_is_compared_with_itself(repository: Path, stage: str, id_: str | None) -> None:
    put("plans/x.yaml", id=id_)
    commit()
    Path("plans/x.yaml").unlink()
    put("plans/sub/renamed.yaml", id=id_, gfa="500 m2")
    if stage == "commit":
        commit()
    files, found = compared(rev="HEAD~1" if stage == "commit" else "HEAD")
    assert files == ["plans/sub/renamed.yaml"]
    assert (found["added"], found["removed"]) == ([], [])
    assert found["plans"][0]["file"] == {"old": "plans/x.yaml", "new": "plans/sub/renamed.yaml"}
    assert "size.least" in news(found)["plans/sub/renamed.yaml"]


def test_two_plans_that_change_names_are_not_mixed_up(repository: Path) -> None:
    put("plans/x.yaml", functions=1)
    put("plans/y.yaml", gfa="650 m2", is_model="true")
    commit()
    shutil.move("plans/x.yaml", "plans/z.yaml")
    shutil.move("plans/y.yaml", "plans/x.yaml")
    _, found = compared()
    assert [plan["file"] for plan in found["plans"]] == [
        {"old": "plans/y.yaml", "new": "plans/x.yaml"},
        {"old": "plans/x.yaml", "new": "plans/z.yaml"},
    ]
    assert not found["is_changed"]


def test_only_the_plans_that_are_given_count(repository: Path) -> None:
    for name in ("a", "b", "sub/c"):
        put(f"plans/{name}.yaml", gfa="500 m2")
    assert compared("plans/b.yaml", "plans/sub")[0] == ["plans/b.yaml", "plans/sub/c.yaml"]
    Path("plans/a.yaml").unlink()
    assert compared("plans/b.yaml")[1]["removed"] == []


def test_it_works_from_below_and_with_whole_paths(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put("plans/b.yaml", gfa="500 m2")
    Path("plans/sub/c.yaml").unlink()
    monkeypatch.chdir(repository / "plans" / "sub")
    files, found = compared()
    assert files == ["../b.yaml"]
    assert [entry["file"] for entry in found["removed"]] == ["../sub/c.yaml"]
    assert compared(str(repository / "plans"))[0] == [str(repository / "plans" / "b.yaml")]


NAMES = (
    "-q.yaml",
    "with space.yaml",
    "new\nline.yaml",
    "方案 一.yaml",
    "tab\t.yaml",
    '"quoted".yaml',
    ":(glob)x.yaml",
    "[a].yaml",
)


def test_names_of_every_kind(repository: Path) -> None:
    for at, name in enumerate(NAMES):
        put(f"plans/{name}", id=f"N-{at}")
    commit()
    for at, name in enumerate(NAMES):
        put(f"plans/{name}", id=f"N-{at}", gfa="500 m2")
    put("plans/更 名\n.yaml", id="new")
    files, found = compared()
    assert set(files) == {f"plans/{name}" for name in (*NAMES, "更 名\n.yaml")}
    assert len(found["plans"]) == len(NAMES)
    assert all("size.least" in rules for rules in news(found).values())


def test_a_name_that_is_no_unicode(repository: Path) -> None:
    name = os.fsdecode(b"plans/\xff.yaml")
    try:
        shutil.copy("plans/a.yaml", name)
    except OSError:
        pytest.skip("this file system takes Unicode names only")
    done = since()
    assert done.code == 0
    assert "1 of 4" in done.out


def test_links_are_followed_then_and_now(repository: Path) -> None:
    put("kept/one.yaml")
    put("kept/two.yaml", gfa="500 m2")
    Path("plans/link.yaml").symlink_to("../kept/one.yaml")
    Path("current").symlink_to("kept")
    commit()
    assert compared()[0] == []
    put("kept/one.yaml", gfa="550 m2")
    files, found = compared()
    assert files == ["plans/link.yaml"]
    assert "size.least" in news(found)["plans/link.yaml"]
    assert compared("current/one.yaml")[0] == ["current/one.yaml"]
    git("checkout", "-q", "--", "kept")
    Path("plans/link.yaml").unlink()
    Path("plans/link.yaml").symlink_to("../kept/two.yaml")
    assert compared()[0] == ["plans/link.yaml"]
    commit()
    shutil.copytree("kept", "other")
    put("other/one.yaml", gfa="500 m2")
    Path("current").unlink()
    commit()
    Path("current").symlink_to("other")
    assert compared("current/one.yaml")[0] == ["current/one.yaml"]  # what it leads to has not changed


def test_an_unreadable_plan_then_or_now(repository: Path) -> None:
    Path("plans/a.yaml").write_text("a: [1\n", encoding="utf-8")
    done = since()
    assert done.code == 4
    assert "Could be checked before, and cannot now: plans/a.yaml" in done.out
    commit()
    put("plans/a.yaml")
    done = since()
    assert done.code == 0
    assert "plans/a.yaml could not be checked at that revision: plans/a.yaml:1:6: A comma" in flat(done.out)
    assert "then could not be checked" not in done.out


def test_plans_without_a_date_then(repository: Path) -> None:
    put("plans/a.yaml", dated=False)
    commit()
    put("plans/a.yaml")
    done = since("plans/a.yaml")
    assert done.code == 0
    assert "plans/a.yaml could not be checked at that revision" in done.out


# -- what every plan depends on ----------------------------------------------------------------------------------


def edit(name: str, old: str, new: str) -> None:
    path = Path(name)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_changed_pack_reaches_every_plan_and_is_judged_as_it_was(repository: Path) -> None:
    edit("rules/small/rules.yaml", "value: 600 m2}", "value: 950 m2}")
    files, found = compared()
    assert files == ["plans/a.yaml", "plans/b.yaml", "plans/sub/c.yaml"]
    assert found["since"]["every"] == ["rules"]
    assert all(rules == ["size.least"] for rules in news(found).values())
    done = since()
    assert done.code == 1
    assert "Every plan was checked, because this changed: the rule packs." in done.out
    assert "the rules were other ones then" in done.out


def test_a_pack_that_is_not_in_use_reaches_nothing(repository: Path) -> None:
    shutil.copytree("rules/small", "rules/other")
    edit("rules/other/pack.yaml", "pack: small", "pack: other")
    commit()
    edit("rules/other/rules.yaml", "value: 600 m2}", "value: 950 m2}")
    assert compared()[0] == []
    assert compared("--rules", "rules/other")[1]["since"]["every"] == ["rules"]


def test_a_new_pack_that_takes_the_place_of_another_is_a_change(repository: Path) -> None:
    overlay = Path("rules/local")
    overlay.mkdir()
    (overlay / "pack.yaml").write_text(
        'pack: local\ntitle: {zh: 本地, en: local}\nversion: "1"\nextends: small\n', encoding="utf-8"
    )
    edit("standardcheck.toml", "rules/small", "rules/local")
    commit()
    assert compared()[0] == []
    edit("rules/small/rules.yaml", "value: 600 m2}", "value: 950 m2}")  # what it builds on
    assert compared()[1]["since"]["every"] == ["rules"]
    git("checkout", "-q", "--", "rules")
    edit("standardcheck.toml", "rules/local", "rules/small")
    assert compared()[1]["since"]["every"] == ["config", "rules"]


def test_a_pack_that_was_not_there_or_was_broken(repository: Path) -> None:
    Path("rules/small/more.yaml").write_text("rulez: []\n", encoding="utf-8")
    commit()
    Path("rules/small/more.yaml").unlink()
    done = since()
    assert done.code == 0
    assert "Caution: the rule packs at that revision cannot be used; both sides" in flat(done.out)
    assert "those of now. rules/small/more.yaml:1:1: “rulez” is not known here." in flat(done.out)
    shutil.move("rules/small", "rules/smaller")
    edit("rules/smaller/pack.yaml", "pack: small", "pack: smaller")
    done = since("plans", "--rules", "rules/smaller", "--no-config")
    assert "the rule packs at that revision cannot be used" in done.out


def test_changed_settings_reach_every_plan_and_count_as_they_were(repository: Path) -> None:
    edit("standardcheck.toml", "paths", "as-of = 2026-03-01\npaths")
    put("plans/a.yaml", gfa="650 m2")
    commit()
    edit("standardcheck.toml", "2026-03-01", "2025-03-01")
    files, found = compared()
    assert len(files) == 3
    assert found["since"]["every"] == ["config"]
    settled = [finding["rule"] for plan in found["plans"] for finding in plan["fixed"]]
    assert settled == ["size.least"]
    assert {caution["code"] for plan in found["plans"] for caution in plan["cautions"]} == {"other_date"}
    assert compared("--as-of", "2026-03-01")[1]["plans"][0]["fixed"] == []  # the command line counts on both sides
    assert compared("--no-config", "--rules", "rules/small", "plans")[0] == []


def test_a_configuration_that_says_the_same_is_no_change(repository: Path) -> None:
    edit("standardcheck.toml", "paths", "# where plans are\nlang = 'en'\npaths")
    assert compared()[0] == []
    Path("pyproject.toml").write_text(f"[tool.standardcheck]\n{CONFIG}", encoding="utf-8")
    Path("standardcheck.toml").unlink()
    assert compared()[0] == []


def test_plans_that_a_configuration_no_longer_names_are_named(repository: Path) -> None:
    put("drafts/d.yaml", gfa="500 m2")
    edit("standardcheck.toml", '["plans"]', '["plans", "dr*ts"]')
    commit()
    edit("standardcheck.toml", '["plans", "dr*ts"]', '["plans"]')
    _, found = compared()
    assert [(entry["file"], entry["verdict"]) for entry in found["removed"]] == [("drafts/d.yaml", "non_compliant")]


def test_a_configuration_that_was_new_or_broken(repository: Path) -> None:
    Path("standardcheck.toml").write_text("paths = [\n", encoding="utf-8")
    commit()
    Path("standardcheck.toml").write_text(CONFIG, encoding="utf-8")
    done = since()
    assert done.code == 0
    assert "Every plan was checked, because this changed: the configuration." in done.out
    assert "the configuration at that revision cannot be used;" in flat(done.out)
    assert "standardcheck.toml:1:" in done.out
    git("rm", "-q", "-f", "standardcheck.toml")
    commit()
    Path("standardcheck.toml").write_text(CONFIG, encoding="utf-8")
    files, found = compared()
    assert len(files) == 3
    assert "config" in found["since"]["every"]
    named, found = compared("--config", "standardcheck.toml")
    assert (named, found["since"]["every"][0]) == (files, "config")


def test_changed_waivers_reach_every_plan_and_count_as_they_were(repository: Path) -> None:
    put("plans/a.yaml", gfa="500 m2")
    Path("standardcheck.toml").write_text(CONFIG + 'waivers = "waivers.yaml"\n', encoding="utf-8")
    Path("waivers.yaml").write_text(WAIVER.format(id="P-a"), encoding="utf-8")
    commit()
    assert since("--today", "2025-06-01").code == 0
    Path("waivers.yaml").write_text("waivers: []\n", encoding="utf-8")
    done = since("--today", "2025-06-01")
    assert done.code == 1
    assert "because this changed: the waivers." in done.out
    assert "COMPLIANT → NOT COMPLIANT" in done.out
    assert "before: violation (waived): gross floor area" in flat(done.out)
    commit()
    Path("waivers.yaml").write_text(WAIVER.format(id="P-a"), encoding="utf-8")
    assert since("--today", "2025-06-01").code == 0


def test_waivers_that_were_broken_or_new(repository: Path) -> None:
    Path("waivers.yaml").write_text("waivers: 1\n", encoding="utf-8")
    commit()
    Path("waivers.yaml").write_text("waivers: []\n", encoding="utf-8")
    done = since("--waivers", "waivers.yaml")
    assert done.code == 0
    assert "the waivers at that revision cannot be used;" in flat(done.out)
    assert "waivers.yaml:1:" in done.out
    Path("new.yaml").write_text("waivers: []\n", encoding="utf-8")
    assert compared("--waivers", "new.yaml")[1]["since"]["every"] == ["waivers"]


def test_decisions_and_baseline_reach_every_plan(repository: Path) -> None:
    Path("decisions.yaml").write_text("decisions: []\n", encoding="utf-8")
    Path("known.json").write_text('{"baseline_version": "1", "violations": []}\n', encoding="utf-8")
    options = ("--decisions", "decisions.yaml", "--baseline", "known.json")
    commit()
    assert compared(*options)[0] == []
    edit("decisions.yaml", "[]", "[ ]")
    edit("known.json", "[]", "[ ]")
    assert compared(*options)[1]["since"]["every"] == ["decisions", "baseline"]
    assert since(*options, "--update-baseline").code == 2


def test_rules_that_were_not_there_for_a_selection(repository: Path) -> None:
    edit("rules/small/rules.yaml", "id: size.good", "id: size.better")
    put("plans/a.yaml", gfa="700 m2")
    _, found = compared("--only", "size.better")
    assert found["plans"][0]["file"]["new"] == "plans/a.yaml"
    assert news(found)["plans/a.yaml"] == ["size.better"]


def test_plans_that_a_sparse_working_tree_lacks_are_not_deleted(repository: Path) -> None:
    git("sparse-checkout", "set", "--no-cone", "/*", "!plans/sub/")
    assert not Path("plans/sub/c.yaml").exists()
    edit("rules/small/rules.yaml", "value: 600 m2}", "value: 950 m2}")
    files, found = compared()
    assert (files, found["removed"]) == (["plans/a.yaml", "plans/b.yaml"], [])


EDITS: tuple[Callable[[Random], object], ...] = (
    lambda chance: put(f"plans/{chance.choice('ab')}.yaml", gfa=f"{chance.choice((500, 620, 720, 990))} m2"),
    lambda chance: put(f"plans/{chance.choice('abde')}.yaml", functions=chance.randint(0, 3)),
    lambda chance: shutil.move("plans/sub/c.yaml", f"plans/{chance.choice('xyz')}.yaml"),
    lambda chance: Path("plans/link.yaml").symlink_to(f"../kept/{chance.choice(('one', 'two'))}.yaml"),
    lambda chance: put("kept/one.yaml", gfa="610 m2"),
    lambda chance: edit("rules/small/rules.yaml", "value: 600 m2}", f"value: {chance.choice((600, 610, 950))} m2}}"),
    lambda chance: edit("rules/small/rules.yaml", "force: should", "force: shall"),
    lambda chance: edit("standardcheck.toml", "paths", 'as-of = "2026-03-01"\npaths'),
    lambda chance: edit("standardcheck.toml", "paths", 'skip = ["T-02"]\npaths'),
    lambda chance: edit("standardcheck.toml", '["plans"]', '["plans", "kept/t*.yaml"]'),
    lambda chance: edit("waivers.yaml", "P-low", "P-a"),
    lambda chance: Path("plans/low.yaml").unlink(),
    lambda chance: edit("plans/kept.yaml", "is_model: false", "is_model: true"),
    lambda chance: Path("notes.yaml").write_text("no plan of ours\n", encoding="utf-8"),
)


def results(folder: Path) -> dict[str, Any]:
    """What comes out for every plan of a working tree: everything that a reader sees but the place."""
    here = Path.cwd()
    os.chdir(folder)
    try:
        report = json.loads(run("check", "--format", "json", "--today", "2025-06-01").out)
    finally:
        os.chdir(here)
    return {
        plan["file"]: [plan["verdict"], plan["as_of"]]
        + [[f["fingerprint"], f["outcome"], f["disposition"], f["severity"], f["message"]] for f in plan["findings"]]
        for plan in report["plans"]
    }


def open_(result: list[Any]) -> list[Any]:
    """What somebody has to act on in a plan: its verdict, and what has not passed."""
    verdict, _, *findings = result
    return [verdict, *(finding for finding in findings if finding[1] not in ("pass", "not_applicable"))]


@pytest.mark.parametrize("seed", range(12))
def test_what_is_not_reached_comes_out_as_it_was(repository: Path, seed: int, tmp_path_factory: Any) -> None:
    """Against an oracle: every plan is checked in a checkout of the revision and in the working tree."""
    chance = Random(seed)
    put("plans/low.yaml", gfa="500 m2")
    put("plans/kept.yaml")
    put("kept/one.yaml")
    put("kept/two.yaml", gfa="400 m2")
    Path("waivers.yaml").write_text(WAIVER.format(id="P-low"), encoding="utf-8")
    edit("standardcheck.toml", "paths", 'waivers = "waivers.yaml"\npaths')
    commit()
    before = tmp_path_factory.mktemp("before")
    git("clone", "-q", ".", str(before / "then"))
    for change in chance.sample(EDITS, chance.randint(1, 3)):
        with suppress(AssertionError):  # two edits of one place
            change(chance)
    if chance.random() < 0.5:
        commit()
    rev = git("-C", str(before / "then"), "rev-parse", "HEAD").strip()
    files, found = compared("--today", "2025-06-01", rev=rev)
    old, new = results(before / "then"), results(repository)
    assert set(files) >= {name for name, result in new.items() if old.get(name) != result}
    told = {entry["file"] for entry in found["removed"]} | {plan["file"]["old"] for plan in found["plans"]}
    assert told >= set(old) - set(new)
    checked = {plan["file"]["new"]: plan for plan in found["plans"]}
    for name in set(files) & set(old):  # what is said to be as it was is as it was, and nothing else
        assert checked[name]["is_changed"] == (open_(old[name]) != open_(new[name])), name


# -- formats -----------------------------------------------------------------------------------------------------


def test_other_formats_are_what_they_are_and_changes_go_to_standard_error(repository: Path) -> None:
    put("plans/a.yaml", gfa="500 m2")
    done = since("--format", "json", "--all")
    assert json.loads(done.out)["exit_code"] == 1
    assert done.err.startswith("\nChanges since HEAD (")
    assert "New (" in done.err
    again = run("check", "plans/a.yaml", "--format", "json", "--lang", "en")
    assert again.out == done.out  # the report is that of the plan by itself


@pytest.mark.parametrize("format_", ["csv", "github", "github-summary", "gitlab", "html", "json", "junit", "markdown"])
def test_every_text_format_takes_a_report_of_nothing(repository: Path, format_: str) -> None:
    done = since("--format", format_)
    assert done.code == 0
    assert "No plan is reached" in done.err


@pytest.mark.parametrize("format_", ["sarif", "sarif-github", "tap", "docx", "xlsx"])
def test_every_other_format_takes_a_report_of_nothing(repository: Path, format_: str) -> None:
    assert since("--format", format_, "-o", "out").code == 0
    assert Path("out").exists()


def test_changes_may_be_written_to_a_file(repository: Path) -> None:
    put("plans/a.yaml", gfa="500 m2")
    for name in ("c.md", "c.json", "c.txt"):
        done = since("--changes", name)
        assert done.code == 1
        assert "Plans that the change reaches: 1 of 3." in done.out
        assert "New (" not in done.out
    assert "### New" in Path("c.md").read_text(encoding="utf-8")
    assert "New (" in Path("c.txt").read_text(encoding="utf-8")
    found = json.loads(Path("c.json").read_text(encoding="utf-8"))
    assert set(found["plans"][0]["new"][0]["message"]) == {"zh", "en"}
    assert run("check", "plans", "--changes", "c.md").code == 2


def test_quiet_is_brief_and_the_same_twice(repository: Path) -> None:
    put("plans/a.yaml", gfa="500 m2")
    done = since("-q")
    assert done.out.splitlines()[0].startswith("plans/a.yaml: Verdict: NOT COMPLIANT")
    assert "New (" not in done.out
    assert since("-q") == done
    assert since() == since()
    written = since("-o", "out.txt")
    assert written.out == ""
    assert Path("out.txt").read_text(encoding="utf-8") == since().out


# -- revisions and repositories ----------------------------------------------------------------------------------


@pytest.mark.parametrize("rev", ["", "maim", "-q", "--output=x", "HEAD:plans", "a..b", "HEAD\n", "...", "main\0x"])
def test_what_names_no_commit_is_refused(repository: Path, rev: str) -> None:
    done = since(rev=rev)
    assert (done.code, done.out) == (2, "")
    assert "\0" not in done.err
    assert done.err
    assert not Path("x").exists()
    assert ("Did you mean “main”?" in done.err) == (rev in ("maim", "main\0x"))


def test_three_dots_are_the_commit_in_common(repository: Path) -> None:
    git("checkout", "-q", "-b", "mine")
    put("plans/a.yaml", gfa="500 m2")
    commit()
    git("checkout", "-q", "main")
    put("plans/b.yaml", gfa="500 m2")
    commit()
    git("checkout", "-q", "mine")
    assert compared(rev="main...")[0] == ["plans/a.yaml"]
    assert compared(rev="main")[0] == ["plans/a.yaml", "plans/b.yaml"]
    git("checkout", "-q", "--orphan", "alone")
    commit()
    done = since(rev="main...")
    assert (done.code, "no commit in common" in done.err) == (2, True)


def test_a_tag_and_a_commit_that_is_no_branch(repository: Path) -> None:
    git("tag", "-a", "v1", "-m", "v1")
    first = git("rev-parse", "HEAD").strip()
    put("plans/a.yaml", gfa="500 m2")
    commit()
    assert compared(rev="v1")[0] == compared(rev=first[:12])[0] == compared(rev="HEAD^")[0] == ["plans/a.yaml"]


def test_a_shallow_clone_is_told_what_to_fetch(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = git("rev-parse", "HEAD").strip()
    put("plans/a.yaml", gfa="500 m2")
    commit()
    git("clone", "-q", "--depth", "1", f"file://{repository}", "clone")
    monkeypatch.chdir("clone")
    done = since(rev=first)
    assert (done.code, "git fetch --unshallow" in done.err) == (2, True)
    git("checkout", "-q", "--orphan", "alone")
    commit()
    done = since(rev="main...")
    assert (done.code, "git fetch --unshallow" in done.err) == (2, True)


def test_without_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    put("plans/a.yaml")
    done = since("plans", "--rules", str(SMALL))
    assert (done.code, done.out) == (2, "")
    assert "is not in a git repository" in done.err


def test_a_plan_outside_of_the_repository(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other") / "p.yaml"
    shutil.copy("plans/a.yaml", other)
    done = since(str(other))
    assert (done.code, "outside the repository" in done.err) == (2, True)
    done = run("check", "-", "--changed-since", "HEAD", "--lang", "en", stdin=plan_text())
    assert (done.code, "Standard input has no history" in done.err) == (2, True)


def test_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository / "nothing"))
    done = since()
    assert (done.code, "there is no such program" in done.err) == (2, True)


def test_git_that_takes_too_long(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from standardcheck.history import git as calls

    monkeypatch.setattr(calls, "SECONDS", 0.5)
    slow = repository / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 30\n", encoding="utf-8")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}{os.pathsep}{os.environ['PATH']}")
    done = since()
    assert (done.code, "was stopped" in done.err) == (2, True)


def test_a_stream_has_no_changes(repository: Path) -> None:
    Path("plans.ndjson").write_text("{}\n", encoding="utf-8")
    assert since("plans.ndjson").code == 2


def test_plans_in_a_submodule_are_checked_and_not_compared(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    git("init", "-q", folder=other)
    shutil.copy("plans/a.yaml", other / "s.yaml")
    git("add", "-A", folder=other)
    git("commit", "-q", "-m", "one", folder=other)
    git("submodule", "add", "-q", str(other), "plans/module")
    commit()
    done = since()
    assert done.code == 0
    assert "plans/module/s.yaml lies in a submodule; it was checked, and not compared." in done.out
    assert compared()[0] == ["plans/module/s.yaml"]


def test_packs_in_a_submodule_reach_every_plan_when_it_changed(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    git("init", "-q", folder=other)
    shutil.copytree("rules/small", other / "small")
    git("add", "-A", folder=other)
    git("commit", "-q", "-m", "one", folder=other)
    git("submodule", "add", "-q", str(other), "shared")
    edit("standardcheck.toml", "rules/small", "shared/small")
    commit()
    assert compared()[0] == []
    edit("shared/small/rules.yaml", "value: 600 m2}", "value: 950 m2}")
    files, found = compared()
    assert len(files) == 3
    assert found["since"]["every"] == ["rules"]
    assert [caution["code"] for caution in found["since"]["cautions"]] == ["now_for_rules"]


# -- nothing in a repository is run ------------------------------------------------------------------------------


def test_no_program_that_a_repository_names_is_run(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trap = repository / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {repository}/sprung\ncat\n", encoding="utf-8")
    trap.chmod(0o755)
    Path(".gitattributes").write_text("*.yaml diff=evil filter=evil\n", encoding="utf-8")
    commit()
    for key in (
        "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "diff.external", "diff.evil.command",
        "diff.evil.textconv", "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "pager.diff",
        "alias.diff", "gpg.program", "credential.helper",
    ):  # fmt: skip
        git("config", key, str(trap))
    git("config", "filter.evil.required", "true")
    git("config", "core.hooksPath", str(repository))
    for hook in ("post-index-change", "fsmonitor-watchman", "reference-transaction"):
        shutil.copy(trap, repository / hook)
    put("plans/a.yaml", gfa="500 m2")
    put("plans/new.yaml")
    os.utime("plans/b.yaml", (1, 1))  # git has to look into it
    index = Path(".git/index").read_bytes()
    done = since()
    assert done.code == 1
    assert not (repository / "sprung").exists()
    assert Path(".git/index").read_bytes() == index
    subprocess.run(["git", "diff"], check=False, capture_output=True, timeout=60)
    assert (repository / "sprung").exists()  # the trap works


def test_a_hook_may_call_it(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As git calls a hook: with the index of the commit that is being made."""
    put("plans/a.yaml", gfa="500 m2")
    git("add", "-A")
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert compared("plans/a.yaml", "plans/b.yaml")[0] == ["plans/a.yaml"]
