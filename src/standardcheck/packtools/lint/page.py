"""The sections of docs/lint.md, made from the tables of codes and their wording."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from standardcheck.packtools.ledger.check import CODES
from standardcheck.packtools.lint.checks import CHECKS
from standardcheck.wording import LANGUAGES, catalogue


def checks() -> str:
    """A section for each check of ``rules lint``."""
    return "\n".join(
        _section(code, f"{check.severity}{', mended by `--fix`' if check.fixable else ''}")
        for code, check in CHECKS.items()
    )


def ledger() -> str:
    """A section for each problem that ``rules ledger`` finds."""
    return "\n".join(_section(code, "error") for code in CODES)


PAGES: dict[str, Callable[[], str]] = {"checks": checks, "ledger": ledger}
"""The generated parts of docs/lint.md, by the name in their marker."""


def _section(code: str, kind: str) -> str:
    english, *others = (language for language in reversed(LANGUAGES))
    lines = [f"### {code}", "", f"**{catalogue(english).CHECK_TITLES[code]}** ({kind})", ""]
    lines += [f"{_escaped(catalogue(english).CHECK_MEANINGS[code])}", "", *_advice(english, code)]
    for language in others:
        words = catalogue(language)
        lines += ["", f"**{words.CHECK_TITLES[code]}** {_escaped(words.CHECK_MEANINGS[code])}"]
    return "\n".join(lines) + "\n"


def _advice(language: str, code: str) -> Iterator[str]:
    """What to do, once for each different suggestion of the code."""
    suggestions: Iterable[tuple[str, str]] = catalogue(language).SUGGESTIONS.items()
    for text in dict.fromkeys(text for key, text in suggestions if key.partition(".")[0] == code):
        yield f"- {_escaped(text)}"


def _escaped(text: str) -> str:
    return text.replace("[", "\\[").replace("]", "\\]").replace("<", "\\<")
