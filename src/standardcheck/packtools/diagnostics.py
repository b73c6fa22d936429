"""What the tools for rule authors have to say of a pack or a ledger: a code, a place, a sentence, a suggestion."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, NamedTuple, TypeAlias

from standardcheck.errors import Place
from standardcheck.ruleset.packs import Origin
from standardcheck.wording import LANGUAGES, sentence

Severity: TypeAlias = Literal["error", "warning"]


class Diagnostic(NamedTuple):
    """One thing to be mended.

    ``key`` names its sentence in the catalogues (``DIAGNOSTICS``, and ``SUGGESTIONS`` for what to do): the code, or
    the code with a suffix where the code has several sentences.
    """

    code: str
    severity: Severity
    key: str
    args: dict[str, Any]
    place: Place
    line_text: str | None

    def message(self, language: str) -> str:
        """What is wrong."""
        return sentence(language, "diagnostics", self.key, self.args)

    def suggestion(self, language: str) -> str:
        """What to do about it."""
        return sentence(language, "suggestions", self.key, self.args)

    def data(self) -> dict[str, Any]:
        """As plain data for JSON, in every language."""
        return {
            "code": self.code,
            "severity": self.severity,
            "message": {language: self.message(language) for language in LANGUAGES},
            "suggestion": {language: self.suggestion(language) for language in LANGUAGES},
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
            "end_column": self.place.end_column,
            "line_text": self.line_text,
        }


def at_origin(code: str, severity: Severity, origin: Origin, variant: str = "", key: bool = False, **args: Any) -> Any:
    """A diagnostic about something in a rule file; with ``key``, about the key and not its value."""
    place = origin.document.place(origin.path, key=key)
    return Diagnostic(code, severity, code + variant, args, place, origin.document.line_text(place.line))


def in_reading_order(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each once, by file, line, column and code."""
    unique = {(d.code, d.place, d.key, repr(sorted(d.args.items(), key=lambda pair: pair[0]))): d for d in found}
    return tuple(
        sorted(unique.values(), key=lambda d: (d.place.file, d.place.line, d.place.column, d.code, d.key, repr(d.args)))
    )
