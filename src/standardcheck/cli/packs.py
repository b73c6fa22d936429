"""What the commands on rules share: the program for a place and a date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from standardcheck.cli.terminal import cache_folder
from standardcheck.errors import UsageError

if TYPE_CHECKING:
    from standardcheck.check.display import Display
    from standardcheck.check.run import Selector
    from standardcheck.compiler.form import Program, RuleForm
    from standardcheck.compiler.library import RuleSet


def place_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--as-of`` and ``--code``."""
    command = click.option("--code", default="", metavar="CODE", help="Code of the place (GB/T 2260), as in a plan.")(
        command
    )
    return click.option("--as-of", metavar="DATE", help="Date, YYYY-MM-DD. Default: today.")(command)


def open_rules(rules: str | None, no_cache: bool, as_of: str | None, code: str) -> tuple[Display, Program, str]:
    """The display and program for a place on a date, and the date."""
    from datetime import date

    from standardcheck import api
    from standardcheck.check.display import Display
    from standardcheck.vocabulary.dates import is_date

    day = as_of or date.today().isoformat()
    if not is_date(day):
        raise UsageError("bad-as-of", found=day)
    ruleset = api.load_ruleset(rules, cache=cache_folder(no_cache))
    program = ruleset.program(ruleset.choose(code or None, day).pack)
    return Display(ruleset.vocabulary, program), program, day


def known_words(words: Sequence[str], rules: Sequence[RuleForm]) -> None:
    """Raises ``UsageError`` for a word of ``--only`` or ``--skip`` that names no rule."""
    from standardcheck.check.run import matches
    from standardcheck.hints import near

    for word in words:
        if not any(matches(rule, word) for rule in rules):
            known = {name for rule in rules for name in (rule.id, rule.clause[0], *rule.ledger)}
            raise UsageError("unknown-selection", word=word, hint=near(word, known))


def selection(ruleset: RuleSet, only: tuple[str, ...], skip: tuple[str, ...]) -> Selector | None:
    """The selection; a word that names nothing in any pack is wrong usage, not an empty run."""
    from standardcheck.check.run import selector
    from standardcheck.cli.configured import words_of_configuration

    if only or skip:
        packs = [ruleset.forced] if ruleset.forced else [s.pack for s in ruleset.selections()]
        with words_of_configuration():
            known_words((*only, *skip), [rule for pack in packs for rule in ruleset.program(pack).rules])
    return selector(only, skip)
