"""``standardcheck rules test``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from standardcheck.cli.packs import known_words
from standardcheck.cli.terminal import language_option, not_written, output, reported

if TYPE_CHECKING:
    from standardcheck.compiler.library import RuleSet
    from standardcheck.packtools.testing import Bench, PackTest, Progress, Wanted
    from standardcheck.ruleset.resolve import Resolved

EXIT_FOUND = 1


@click.command("test")
@click.argument("packs", nargs=-1, metavar="[PACK]...")
@click.option("--only", multiple=True, metavar="WHAT", help="Rule id (or its start), clause, ledger id or severity.")
@click.option("--coverage", is_flag=True, help="Also report what the examples do not exercise.")
@click.option("--mutate", is_flag=True, help="Also report which small wrong changes to a pack no example notices.")
@click.option("--suggest", is_flag=True, help="Search for an example for every gap that is reported and print it.")
@click.option("--write", "insert", is_flag=True, help="Put the suggested examples into the rule files.")
@click.option("--format", "form", type=click.Choice(("text", "json", "junit")), default="text", show_default=True)
@click.option("-o", "--output", "to", metavar="FILE", help="Write to a file, which is replaced when all is written.")
@language_option
def command(
    packs: tuple[str, ...],
    only: tuple[str, ...],
    coverage: bool,
    mutate: bool,
    suggest: bool,
    insert: bool,
    form: str,
    to: str | None,
    language: str,
) -> None:
    """Run the examples in rule files.

    PACK is the id of a pack, or the path of a pack or of a folder of packs; without one, all packs that come with the
    program are tested. Exit code 0: nothing to do; 1: an example does not come out as it says, or --coverage or
    --mutate found a gap; 4: a pack cannot be read.
    """
    from standardcheck.packtools.testing import Wanted

    if (suggest or insert) and not (coverage or mutate):
        coverage = mutate = True
    wanted = Wanted(coverage, mutate, suggest or insert)
    with reported(language):
        found = [(target, _tested(target, wanted, only, language)) for target in _targets(packs)]
        _refuse_unknown(only, found)
        tests = [test for _, (test, _) in found]
        with output(to, language) as stream:
            for piece in _pieces(tests, form, language):
                stream.write(piece)
        if insert:
            for _, (test, resolved) in found:
                _insert(test, resolved, language)
    sys.exit(0 if all(test.clean for test in tests) else EXIT_FOUND)


class Target(NamedTuple):
    """A pack to be tested, in the rule set that it was found in."""

    pack: str
    rules: RuleSet


def _targets(names: tuple[str, ...]) -> Iterator[Target]:
    from standardcheck import api
    from standardcheck.ruleset.packs import list_packs

    for name in names or (None,):
        rules = api.load_ruleset(name)
        if rules.forced is not None:
            yield Target(rules.forced, rules)
        else:
            inside = list_packs([Path(name)]) if name is not None else rules.packs
            yield from (Target(pack, rules) for pack in sorted(inside))


def _tested(target: Target, wanted: Wanted, only: tuple[str, ...], language: str) -> tuple[PackTest, Resolved]:
    from standardcheck.packtools.testing import examine

    bench = _bench(target, only)
    return examine(bench, wanted, _progress(target.pack, language)), bench.resolved


def _bench(target: Target, only: tuple[str, ...]) -> Bench:
    from standardcheck.check.run import matches
    from standardcheck.compiler.build import build
    from standardcheck.packtools.testing import Bench
    from standardcheck.ruleset.packs import read_equivalents
    from standardcheck.ruleset.resolve import read_chain, resolve

    rules = target.rules
    resolved = resolve(read_chain(target.pack, rules.packs))
    program = build(resolved, rules.vocabulary)
    chosen = {form.id for form in program.rules if not only or any(matches(form, word) for word in only)}
    listed = read_equivalents(rules.packs[target.pack])
    return Bench(target.pack, resolved, program, rules.conform, chosen, listed)


def _refuse_unknown(only: tuple[str, ...], found: list[tuple[Target, tuple[PackTest, Resolved]]]) -> None:
    """A word of --only that names no rule of any pack is wrong usage."""
    if only:
        known_words(only, [form for target, _ in found for form in target.rules.program(target.pack).rules])


def _progress(pack: str, language: str) -> Progress:
    """Says on a terminal how far the mutants are."""
    from standardcheck.wording import sentence

    def silent(done: int, of: int) -> None:
        return

    def say(done: int, of: int) -> None:
        if done % 50 == 0 or done + 1 == of:
            said = sentence(language, "testing", "progress", {"pack": pack, "done": done + 1, "of": of})
            end = "\r\x1b[K" if done + 1 == of else ""
            click.echo(f"\r{said}{end}", nl=False, err=True)

    return say if sys.stderr.isatty() else silent


def _pieces(tests: list[PackTest], form: str, language: str) -> Iterator[str]:
    if form == "text":
        from standardcheck.packtools.testing_text import pack_lines

        yield from (f"{line}\n" for test in tests for line in pack_lines(test, language))
        return
    from standardcheck.packtools.testing_data import tests_data, tests_junit

    if form == "json":
        yield json.dumps(tests_data(tests), ensure_ascii=False, indent=2) + "\n"
    else:
        yield tests_junit(tests, language)


def _insert(test: PackTest, resolved: Resolved, language: str) -> None:
    from standardcheck.packtools.insertion import insert
    from standardcheck.wording import sentence

    changed, left = insert(test.suggestions, resolved, test.pack)
    for file in changed:
        _replace(Path(file.file), file.text, language)
        said = sentence(language, "testing", "written", {"file": file.file, "number": file.added})
        click.echo(said, err=True)
    if left:
        click.echo(sentence(language, "testing", "not_inserted", {"number": len(left)}), err=True)


def _replace(path: Path, text: str, language: str) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(text.encode())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        not_written(str(path), error, language)
