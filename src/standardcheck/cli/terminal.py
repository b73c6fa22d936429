"""What every command shares: language, colour, width, output files and the way faults are shown."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress

from standardcheck.errors import FaultyInput, InvalidSettings, StandardCheckError, UsageError
from standardcheck.typing_light import Any, NoReturn
from standardcheck.wording import LANGUAGES

EXIT_USAGE, EXIT_NOT_CHECKED = 2, 4


def own_language() -> str | None:
    """The language that the user has chosen for this program, if any."""
    value = os.environ.get("STANDARDCHECK_LANG", "")[:2]
    return value if value in LANGUAGES else None


def default_language() -> str:
    """STANDARDCHECK_LANG, else Chinese where the locale says so, else English."""
    for name in ("STANDARDCHECK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value[:2] in LANGUAGES:
            return value[:2]
        if value and name != "STANDARDCHECK_LANG":
            break
    return "en"


def language_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--lang``."""
    import click

    return click.option(
        "--lang",
        "language",
        type=click.Choice(LANGUAGES),
        default=default_language,
        help="Language of the output. Default: STANDARDCHECK_LANG, else the locale, else en.",
    )(command)


def rules_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--rules`` and ``--no-cache``."""
    import click

    command = click.option("--no-cache", is_flag=True, help="Do not use or write the cache of compiled rule sets.")(
        command
    )
    return click.option(
        "--rules",
        metavar="PACK",
        help="A rule pack: its id, or the path of a pack or of a folder of packs. Default: the pack for each "
        "plan's place and date.",
    )(command)


def cache_folder(no_cache: bool) -> str | None:
    """Where compiled rule sets are kept: STANDARDCHECK_CACHE_DIR, else the user's cache folder."""
    if no_cache:
        return None
    named = os.environ.get("STANDARDCHECK_CACHE_DIR")
    if named:
        return named
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(home, "standardcheck")


def working_folder() -> str | None:
    """The folder that file names are seen from; nothing where it is gone."""
    try:
        return os.getcwd()
    except OSError:
        return None


def use_colour(choice: str, to_file: bool) -> bool:
    """Flag, then NO_COLOR, then FORCE_COLOR, then whether a terminal listens."""
    if choice != "auto":
        return choice == "always"
    if to_file or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def page_width() -> int:
    """Columns of the terminal; 100 where there is none, never under 40."""
    if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
        return 100
    return max(40, min(_columns() or 100, 120))


def _columns() -> int:
    """COLUMNS, else what the terminal says, as ``shutil.get_terminal_size`` has it; 0 where neither is known."""
    with suppress(KeyError, ValueError):
        if (columns := int(os.environ["COLUMNS"])) > 0:
            return columns
    with suppress(AttributeError, ValueError, OSError):
        return os.get_terminal_size(sys.__stdout__.fileno()).columns  # type: ignore[union-attr]
    return 0


def heading(text: str) -> None:
    """Print a line that stands out where colours are wanted."""
    import click

    from standardcheck.writers.layout import wrap

    coloured = use_colour("auto", False)
    for line in wrap(text, page_width()):
        click.echo(click.style(line, bold=True) if coloured else line, color=coloured)


def colour_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--color``."""
    import click

    return click.option(
        "--color",
        "colour",
        type=click.Choice(("auto", "always", "never")),
        default="auto",
        help="When to colour. NO_COLOR and FORCE_COLOR are obeyed.",
    )(command)


def say(line: str) -> None:
    """Say something that is no part of the output."""
    print(line, file=sys.stderr, flush=True)


def fail(language: str, error: StandardCheckError) -> NoReturn:
    """Show an error as a user should see it, and leave with its code."""
    if isinstance(error, UsageError):
        from standardcheck.writers.layout import harmless

        say(harmless(f"standardcheck: {error.message(language)}"))
        sys.exit(EXIT_USAGE)
    if isinstance(error, FaultyInput):
        for line in fault_lines(error, language):
            say(line)
    else:
        say(f"standardcheck: {error}")
    sys.exit(EXIT_USAGE if isinstance(error, InvalidSettings) else EXIT_NOT_CHECKED)


def fault_lines(error: FaultyInput, language: str) -> Iterable[str]:
    """Every fault with its place and the line it is in."""
    from standardcheck.source import snippet
    from standardcheck.writers.layout import harmless

    for fault in error.faults:
        yield harmless(f"{fault.place or 'standardcheck'}: {fault.message(language)} [{fault.code}]")
        picture = snippet(fault, page_width())
        if picture and fault.line_text is not None:
            yield "\n".join(picture.splitlines()[1:])


@contextmanager
def reported(language: str) -> Iterator[None]:
    """Errors of users inside become messages and exit codes."""
    try:
        yield
    except StandardCheckError as error:
        fail(language, error)


@contextmanager
def output(path: str | None, language: str, binary: bool = False) -> Iterator[Any]:
    """Standard output, or a file that is replaced only when it has been written whole."""
    if path is None or path == "-":
        try:
            yield sys.stdout.buffer if binary else sys.stdout
            sys.stdout.flush()
        except BrokenPipeError:
            drop_output()  # whoever read it has seen enough; the exit code still says what came out
        except OSError as error:
            drop_output()
            not_written("<stdout>", error, language)
        return
    from pathlib import Path

    target = Path(path)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") if binary else part.open("w", encoding="utf-8") as stream:
            yield stream
        part.replace(target)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        not_written(path, error, language)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def not_written(name: str, error: OSError, language: str) -> NoReturn:
    """Say that a report could not be written, and leave."""
    from standardcheck.wording import sentence

    why = error.strerror or str(error)
    said = sentence(language, "faults", "not-written", {"file": name, "why": why})
    say(f"standardcheck: {said}")
    sys.exit(EXIT_NOT_CHECKED)


def drop_output() -> None:
    """Nobody takes our output: what is still to be written goes nowhere, so that leaving raises nothing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
