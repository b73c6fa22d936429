"""Commands that take what is not on their line from a configuration (see docs/configuration.md)."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from standardcheck.cli.terminal import default_language, fail, own_language
from standardcheck.errors import Fault, FaultyInput, InvalidSettings, UsageError
from standardcheck.settings.find import Found, find, on_disk
from standardcheck.wording import LANGUAGES

if TYPE_CHECKING:
    from standardcheck.settings.read import Settings

_PARAMETERS = {
    "packs": "rules",
    "as_of": "as_of",
    "fail_on": "fail_on",
    "waivers": "waivers",
    "decisions": "decisions",
    "baseline": "baseline",
    "lang": "language",
    "only": "only",
    "skip": "skip",
}
"""Settings, and the parameters of commands that they stand in for."""

_OF_CHECK = frozenset(("fail_on", "waivers", "baseline", "only", "skip"))
"""Settings that say how plans are checked; commands on rules show all there is."""

_NAMED, _NONE = f"{__name__}.config", f"{__name__}.no_config"


class Configured(click.Command):
    """A command whose options have the values of the configuration where the command line does not give them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not ctx.resilient_parsing:
            self._configure(ctx, args)
        return super().parse_args(ctx, args)

    def _configure(self, ctx: click.Context, args: list[str]) -> None:
        try:
            given, _, _ = self.make_parser(ctx).parse_args(args=list(args))
        except click.UsageError:
            return  # it is said when the line is read in earnest
        asked = self.get_help_option(ctx)
        if asked is not None and given.get(str(asked.name)):
            return
        ctx.meta[_NAMED], ctx.meta[_NONE] = given.get("config"), given.get("no_config")
        language = given.get("language")
        language = language if language in LANGUAGES else own_language()
        try:
            settings = _settings(given, self._about_to_be_made(given))
        except (FaultyInput, UsageError) as error:
            fail(language or getattr(error, "language", None) or default_language(), error)
        if settings is not None:
            ctx.obj = settings
            ctx.default_map = self._defaults(settings, language)

    def _defaults(self, settings: Settings, language: str | None) -> dict[str, Any]:
        """Values for the parameters that the command has. A language that the user chose stays."""
        left_out: frozenset[str] = frozenset() if self.name == "check" else _OF_CHECK
        own = {param.name for param in self.params}
        return {
            parameter: value
            for setting, parameter in _PARAMETERS.items()
            if parameter in own and setting not in left_out and (value := getattr(settings, setting)) is not None
            if not (setting == "lang" and language)
        }

    def _about_to_be_made(self, given: dict[str, Any]) -> set[str]:
        """Settings whose files this command writes, so that they need not be there."""
        made = {"decisions"} if self.name == "review" else set()
        return made | {"baseline"} if given.get("update_baseline") else made


def _settings(given: dict[str, Any], may_lack: Collection[str]) -> Settings | None:
    """The configuration that a command line asks for. Raises ``InvalidSettings`` or ``UsageError``."""
    named = given.get("config")
    if given.get("no_config"):
        if named is not None:
            raise UsageError("settings-both")
        return None
    if named is None:
        found = _found()
        return None if found is None else read_found(found, may_lack)
    from standardcheck.source.decoding import read_bytes

    with _blamed():
        return read_found(Found(str(Path(named).absolute()), read_bytes(named)), may_lack, str(named))


def _found() -> Found | None:
    try:
        start = str(Path.cwd())
    except OSError:
        return None  # the folder is gone; whatever needs it says so
    with _blamed():
        return find(start, on_disk, os.path.lexists)


@contextmanager
def _blamed() -> Iterator[None]:
    """A file that cannot be read is a fault of the configuration."""
    try:
        yield
    except InvalidSettings:
        raise
    except FaultyInput as faulty:
        raise InvalidSettings(map(_seen, faulty.faults)) from None


def _seen(fault: Fault) -> Fault:
    return fault._replace(place=fault.place and fault.place._replace(file=_shown(fault.place.file)))


def _shown(path: str) -> str:
    """A file as it is seen from the working folder."""
    try:
        return os.path.relpath(path) if Path(path).is_absolute() else path
    except (OSError, ValueError):
        return path


def read_found(found: Found, may_lack: Collection[str], name: str | None = None) -> Settings:
    """The settings of a file that was found. Raises ``InvalidSettings``."""
    from standardcheck.settings.read import around_on_disk, read_settings

    around = around_on_disk(str(Path(found.path).parent), str(Path.cwd()))
    return read_settings(found.raw, name or _shown(found.path), around, may_lack)


def config_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--config`` and ``--no-config``; a command with them is of the class :class:`Configured`."""
    command = click.option("--no-config", is_flag=True, expose_value=False, help="Read no configuration.")(command)
    return click.option(
        "--config",
        metavar="FILE",
        expose_value=False,
        help="The configuration. Default: standardcheck.toml, or pyproject.toml with [tool.standardcheck], in this "
        "folder or the nearest above it.",
    )(command)


def configuration() -> Settings | None:
    """The configuration of the command that runs."""
    found = click.get_current_context().obj
    return found if found is not None else None


def asked_configuration() -> tuple[str | None, bool]:
    """``--config`` and ``--no-config`` of the command that runs."""
    meta = click.get_current_context().meta
    return meta.get(_NAMED), bool(meta.get(_NONE))


def is_given(name: str) -> bool:
    """Whether an option stands on the command line."""
    source = click.get_current_context().get_parameter_source(name)
    return source not in (ParameterSource.DEFAULT, ParameterSource.DEFAULT_MAP)


@contextmanager
def words_of_configuration() -> Iterator[None]:
    """A word of ``only`` or ``skip`` that names no rule is shown where the configuration has it, if it came from there.

    Raises ``InvalidSettings`` in place of ``UsageError``.
    """
    try:
        yield
    except UsageError as error:
        settings = configuration()
        if settings is None or error.code != "unknown-selection":
            raise
        word, hint = str(error.args_["word"]), error.args_["hint"]
        for key in ("only", "skip"):
            if word in (getattr(settings, key) or ()) and not is_given(key):
                raise InvalidSettings(
                    [settings.word_fault(key, word, "settings-selection", word=word, hint=hint)]
                ) from None
        raise
