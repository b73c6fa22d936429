"""Measure standardcheck against what it is compared with, in turn, and print ratios.

    python benchmarks/run.py            # everything; some minutes
    python benchmarks/run.py warm cold  # some of: warm, cold, growth, yaml, stream, shipped

Every figure is a median of five (of 25 for processes that are over at once), taken in turn with what it is divided by:
on a noisy machine the ratio holds where seconds do not. What the aims are and what came out is in docs/performance.md.
"""

from __future__ import annotations

import gc
import io
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import yaml

from generate_plans import plans, varied
from handwritten import check as check_by_hand
from standardcheck import check, load_ruleset, read_plan, write_report
from standardcheck.check.bulk_lines import LineChecker
from standardcheck.compiler.library import RuleSet
from standardcheck.source import read_source

HERE = Path(__file__).parent
ROOT = HERE.parent
RULES = HERE / "rules" / "bench"
RUNS = 5
STREAM_PLANS = int(os.environ.get("BENCH_PLANS", "100000"))


def seconds(work: Callable[[], Any]) -> float:
    """How long one call takes, garbage collected beforehand."""
    gc.collect()
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def in_turn(*works: Callable[[], Any], runs: int = RUNS) -> list[list[float]]:
    """Seconds of each, by run, one after the other in every run."""
    for work in works:
        work()
    rows = [[seconds(work) for work in works] for _ in range(runs)]
    return [list(column) for column in zip(*rows, strict=True)]


def say(name: str, ours: list[float], theirs: list[float], aim: str, each: int = 1) -> None:
    """A line of the table: medians, and the median of the ratios taken pair by pair."""
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    one, other = statistics.median(ours) / each * 1e6, statistics.median(theirs) / each * 1e6
    print(f"{name:58s} {one:12.1f} {other:12.1f} {ratio:8.2f}   {aim}", flush=True)


def head(title: str) -> None:
    """The heading of a part."""
    print(f"\n{title}\n{'':58s} {'ours, µs':>12s} {'other, µs':>12s} {'ratio':>8s}   aim")


def lines(number: int, seed: int = 1) -> list[bytes]:
    """Plans as lines of JSON."""
    made = plans(number, seed)
    return [json.dumps(plan, ensure_ascii=False, separators=(",", ":")).encode() for plan in made]


def rule_set() -> RuleSet:
    """The thirty rules."""
    return load_ruleset(RULES)


def warm() -> None:
    """(a) JSON text in, all findings with evidence out, against a function written by hand for these rules."""
    head("(a) one plan of about 10 facilities by 30 rules, warm, from JSON text to all findings with evidence")
    texts = lines(1000)
    checker = LineChecker(rule_set(), None)
    judges = [judge(checker, text) for text in texts]

    def ours() -> None:
        for number, (text, run) in enumerate(zip(texts, judges, strict=True)):
            data, _ = checker.read(number, text)
            run(data)

    def by_hand() -> None:
        for text in texts:
            check_by_hand(orjson.loads(text))

    def read_only() -> None:
        for number, text in enumerate(texts):
            checker.read(number, text)

    parsed = [checker.read(number, text)[0] for number, text in enumerate(texts)]
    plain = [orjson.loads(text) for text in texts]

    def ours_judged() -> None:
        for data, run in zip(parsed, judges, strict=True):
            run(data)

    def by_hand_judged() -> None:
        for data in plain:
            check_by_hand(data)

    one, other = in_turn(ours, by_hand)
    say("read, checked against the vocabulary, and judged", one, other, "1.25", len(texts))
    one, other = in_turn(ours_judged, by_hand_judged)
    say("  of this, judging alone", one, other, "", len(texts))

    def parse_only() -> None:
        for text in texts:
            orjson.loads(text)

    one, other = in_turn(read_only, parse_only)
    say("  of this, reading alone (other: orjson.loads)", one, other, "", len(texts))


def judge(checker: LineChecker, text: bytes) -> Callable[[dict[str, Any]], Any]:
    """The generated functions for a plan's place and date."""
    data, _ = checker.read(1, text)
    program, _ = checker._choice(data["city"]["code"], data["submitted_on"])
    return checker.digesters.of(program, data["submitted_on"]).engine.run


def cold() -> None:
    """(b) A whole process that checks one small YAML plan with every shipped pack."""
    head("(b) a process of its own: check one small YAML plan with every shipped pack")
    plan = str(ROOT / "fixtures" / "plans" / "small-city.yaml")
    python = sys.executable
    ours = str(Path(python).with_name("standardcheck"))
    bare = lambda: quiet(python, "-c", "import click, yaml")  # noqa: E731
    with tempfile.TemporaryDirectory() as cache:
        env = {"STANDARDCHECK_CACHE_DIR": cache}
        checked = lambda: quiet(ours, "check", plan, env=env)  # noqa: E731
        helped = lambda: quiet(ours, "--help", env=env)  # noqa: E731
        one, other, third = in_turn(checked, bare, helped, runs=5 * RUNS)  # short, and so noisy
    say('check (other: python -c "import click, yaml")', one, other, "1.5")
    say("--help (same)", third, other, "")


def quiet(*command: str, env: dict[str, str] | None = None) -> None:
    """Run a command and throw away what it prints."""
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, env={**inherited, **(env or {})}, capture_output=True, check=False)


def growth() -> None:
    """(c) How time grows with the number of facilities, and with the number of rules."""
    head("(c) growth: exponent of time in size (last column: aim at most)")
    rules = rule_set()
    sizes = (1, 10, 100, 1000, 5000)
    texts = {size: json.dumps(plans(1, 7, size)[0]).encode() for size in sizes}
    times = {}
    for size, text in texts.items():
        repeat = max(1, 500 // size)
        times[size] = statistics.median(
            seconds(lambda t=text, n=repeat: [check(read_plan(t, rules), rules) for _ in range(n)]) / repeat
            for _ in range(RUNS)
        )
    tell("facilities", times, (10, 5000))
    by_rules = {}
    for times_over in (1, 3, 10):
        with tempfile.TemporaryDirectory() as folder:
            many = load_ruleset(multiplied(Path(folder), times_over))
            text = texts[1000]
            by_rules[30 * times_over] = statistics.median(
                seconds(lambda t=text, m=many: check(read_plan(t, m), m)) for _ in range(RUNS)
            )
    tell("rules", by_rules, (30, 300))


def tell(what: str, times: dict[int, float], ends: tuple[int, int]) -> None:
    """The exponent between two sizes."""
    exponent = math.log(times[ends[1]] / times[ends[0]]) / math.log(ends[1] / ends[0])
    shown = ", ".join(f"{size}: {spent * 1e3:.2f} ms" for size, spent in times.items())
    print(f"{what}, {ends[0]} to {ends[1]}: exponent {exponent:.2f}, aim 1.1   ({shown})", flush=True)


def multiplied(folder: Path, times_over: int) -> Path:
    """The pack of the benchmark with each rule so many times, under other ids."""
    pack = folder / "bench"
    pack.mkdir()
    (pack / "pack.yaml").write_text((RULES / "pack.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    first, _, rules = (RULES / "rules.yaml").read_text(encoding="utf-8").partition("\nrules:\n")
    copies = "".join(rules.replace("- id: bench.", f"- id: bench{copy}.") for copy in range(times_over))
    (pack / "rules.yaml").write_text(f"{first}\nrules:\n{copies}", encoding="utf-8")
    return pack


def large_yaml() -> None:
    """(c) One YAML plan of 5,000 facilities."""
    head("(c) one YAML plan of 5,000 facilities (other: yaml.load with PyYAML's CSafeLoader)")
    text = yaml.dump(plans(1, 7, 5000)[0], allow_unicode=True, sort_keys=False)
    raw, rules = text.encode(), rule_set()
    plan = read_plan(raw, rules, name="large.yaml")
    report = check(plan, rules)

    def judged() -> None:
        done = check(plan, rules)
        write_report(done, io.StringIO(), "text", quiet=True)

    one, two, three, four, five, other = in_turn(
        lambda: read_source(raw, "large.yaml"),
        lambda: read_plan(raw, rules, name="large.yaml"),
        judged,
        lambda: write_report(report, io.StringIO(), "text", most=20),
        lambda: write_report(report, io.StringIO(), "text", most=5),
        lambda: yaml.load(text, yaml.CSafeLoader),
    )
    say("read with positions", one, other, "0.4")
    say("read and checked against the vocabulary", two, other, "")
    say("after reading: judge, count, verdict", three, other, "0.2")
    say("  and write the text, 20 findings of a rule", four, other, "")
    say("  and write the text, 5 findings of a rule", five, other, "")


def stream() -> None:
    """(d) NDJSON: results of every plan written, against a loop of orjson.loads."""
    head(f"(d) a stream of {STREAM_PLANS:,} plans, results written (other: a loop of orjson.loads)")
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "plans.ndjson", Path(folder) / "results.ndjson"
        with path.open("wb") as file:
            for at in range(0, STREAM_PLANS, 1000):
                file.writelines(line + b"\n" for line in lines(min(1000, STREAM_PLANS - at), at))
        size = path.stat().st_size
        command = [sys.executable, "-m", "standardcheck", "check", str(path), "--rules", str(RULES), "-o", str(out)]
        ours, bare, two = [], [], []
        for _ in range(3):  # each takes long enough for its own noise to even out
            bare.append(seconds(lambda: quiet(*loop_over(path))))
            ours.append(seconds(lambda: quiet(*command)))
            two.append(seconds(lambda: quiet(*command, "--jobs", "2")))
        say(
            f"one process ({size / 1e6:.0f} MB in, {out.stat().st_size / 1e6:.0f} MB out)",
            ours,
            bare,
            "6",
            STREAM_PLANS,
        )
        say("--jobs 2", two, bare, "", STREAM_PLANS)
        few = Path(folder) / "few.ndjson"
        few.write_bytes(b"".join(line + b"\n" for line in lines(1)))
        start, full = peak(*command[:4], str(few), *command[5:]), peak(*command)
        print(f"memory: {full:.0f} MiB at most, {full - start:.0f} MiB above a stream of one plan (aim 64)")


def loop_over(path: Path) -> tuple[str, ...]:
    """What streams are compared with."""
    return sys.executable, "-c", f"import orjson\nfor line in open({str(path)!r}, 'rb'): orjson.loads(line)"


def shipped() -> None:
    """A stream of the shipped example plans, facts left out at random, against every shipped pack."""
    number = min(STREAM_PLANS, 4000)
    head(f"a stream of {number:,} shipped examples with facts left out, all shipped packs (other: orjson.loads)")
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "plans.ndjson", Path(folder) / "results.ndjson"
        path.write_bytes(b"".join(line + b"\n" for line in varied(ROOT / "fixtures" / "plans", number)))
        env = {"STANDARDCHECK_CACHE_DIR": folder}
        command = [sys.executable, "-m", "standardcheck", "check", str(path), "-o", str(out)]
        one, other = [], []
        for _ in range(3):
            other.append(seconds(lambda: quiet(*loop_over(path))))
            one.append(seconds(lambda: quiet(*command, env=env)))
        written = out.read_bytes()
        name = f"one process ({written.count(b'pointer') // number} findings written a plan)"
        say(name, one, other, "", number)


def peak(*command: str) -> float:
    """The largest resident size of a command, MiB."""
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], capture_output=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


PARTS = {"warm": warm, "cold": cold, "growth": growth, "yaml": large_yaml, "stream": stream, "shipped": shipped}

if __name__ == "__main__":
    chosen = sys.argv[1:] or list(PARTS)
    for name in chosen:
        PARTS[name]()
    print(f"\n(peak of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB)")
