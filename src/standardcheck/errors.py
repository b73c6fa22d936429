"""Faults in what people hand in, and the exceptions that carry them.

A :class:`Fault` is data: a code, the arguments of its sentence, and a place. Its sentence is looked up in
the wording catalogues, so that a fault reads in every language. Exceptions are grouped by who must act.
"""

from __future__ import annotations

from collections.abc import Iterable

from standardcheck.typing_light import Any, NamedTuple
from standardcheck.wording import sentence


class Place(NamedTuple):
    """Where something stands in a text: 1-based line and column, counted in code points."""

    file: str
    line: int = 1
    column: int = 1
    end_column: int | None = None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Fault(NamedTuple):
    """One thing wrong in a file.

    ``code`` names the kind of fault and is the key of its sentence in the wording catalogues; ``args`` fill
    the sentence; ``line_text`` is the source line as written; ``pointer`` the JSON pointer, where one is known.
    """

    code: str
    args: dict[str, Any]
    place: Place | None = None
    line_text: str | None = None
    pointer: str | None = None

    def message(self, language: str = "en") -> str:
        """The sentence that says what is wrong, what was expected and what to do."""
        return sentence(language, "faults", self.code, self.args)


class StandardCheckError(Exception):
    """Base of every error that standardcheck raises on purpose."""


class FaultyInput(StandardCheckError):
    """Somebody's file cannot be used as it is. ``faults`` lists everything found, in order of place."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(
            f"{fault.place}: {fault.message('en')}" if fault.place else fault.message("en") for fault in self.faults
        )


class UnreadableSource(FaultyInput):
    """The text itself cannot be read: its writer must mend the file."""


class InvalidVocabulary(FaultyInput):
    """The plan vocabulary (schema) is wrong: its maintainer must act."""


class InvalidRuleSet(FaultyInput):
    """A rule pack is wrong or cannot be resolved: the standards author must act."""


class Unwritable(FaultyInput):
    """A report cannot be written in a format on this machine: the faults say what is missing and how to get it."""


class InvalidDispositions(FaultyInput):
    """A file of waivers, decisions or known violations is wrong: whoever answers for its entries must act."""


class InvalidSettings(FaultyInput):
    """A configuration is wrong: whoever calls the program must mend it. ``language`` is the one it asks for."""

    def __init__(self, faults: Iterable[Fault], language: str | None = None) -> None:
        super().__init__(faults)
        self.language = language


class UsageError(StandardCheckError):
    """The caller asked for something that cannot be done as asked. ``code`` and ``args`` as in :class:`Fault`."""

    def __init__(self, code: str, **args: Any) -> None:
        self.code = code
        self.args_ = args
        super().__init__(code)

    def message(self, language: str = "en") -> str:
        """The sentence in one language."""
        return sentence(language, "faults", self.code, self.args_)

    def __str__(self) -> str:
        return self.message("en")
