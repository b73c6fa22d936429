"""Every sentence the program says, one catalogue a language.

A catalogue is a module with dictionaries of templates (``FAULTS``, ``OPERATORS``, ``OUTCOMES`` …), filled by
``str.format``. To add a language, add a module beside ``en`` and name it in :data:`LANGUAGES`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from standardcheck.typing_light import Any

LANGUAGES = ("zh", "en")

_spoken: ContextVar[tuple[str, ...]] = ContextVar("spoken", default=LANGUAGES)


def spoken() -> tuple[str, ...]:
    """The languages in which sentences are being made: all, unless :func:`speaking` says otherwise."""
    return _spoken.get()


@contextmanager
def speaking(languages: tuple[str, ...]) -> Iterator[None]:
    """Make sentences in ``languages`` only, where nobody will read the others."""
    before = _spoken.set(languages)
    try:
        yield
    finally:
        _spoken.reset(before)


@cache
def catalogue(language: str) -> Any:
    """The catalogue module of ``language``; the module is imported on first use."""
    if language not in LANGUAGES:
        raise KeyError(language)
    name = f"standardcheck.wording.{language}"
    __import__(name)  # as importlib does it, which a check need not load
    return sys.modules[name]


def sentence(language: str, section: str, key: str, args: Mapping[str, Any]) -> str:
    """The sentence ``key`` of ``section`` (``"faults"``, ``"operators"`` …) with ``args`` filled in.

    An argument that is itself a mapping with the language as a key (a label) is replaced by its text; ``hint``, a
    suggested word, becomes a question, or nothing when there is none.
    """
    template = _templates(language, section)[key]
    filled = {name: value if type(value) is str else _in_language(value, language) for name, value in args.items()}
    if "hint" in filled:
        word = str(filled["hint"])
        filled["hint"] = catalogue(language).HINT.format(hint=word) if word else ""
    return template.format(**filled)


@cache
def _templates(language: str, section: str) -> dict[str, str]:
    found: dict[str, str] = getattr(catalogue(language), section.upper())
    return found


def _in_language(value: Any, language: str) -> Any:
    if type(value) is dict and language in value:
        return value[language]
    if type(value) in (tuple, list):
        return catalogue(language).COMMA.join(str(_in_language(item, language)) for item in value)
    return value
