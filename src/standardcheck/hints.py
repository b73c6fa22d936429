"""Words for messages: what was probably meant, and what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from standardcheck.typing_light import Any


def near(word: str, known: Iterable[str]) -> str:
    """The known word that ``word`` was probably meant to be, or ``""``."""
    from difflib import get_close_matches

    found = get_close_matches(str(word), list(known), n=1, cutoff=0.6)
    return found[0] if found else ""


class Near:
    """A suggestion worked out only when it is to be read: a file may have very many faults."""

    __slots__ = ("known", "labels", "word")

    def __init__(self, word: str, known: Iterable[str], labels: Mapping[str, Mapping[str, str]] | None = None) -> None:
        """``labels`` are other names of known words, under which they may be meant as well."""
        self.word, self.known, self.labels = word, known, labels or {}

    def __str__(self) -> str:
        names = {name: name for name in self.known}
        for name, labels in self.labels.items():
            names.update(dict.fromkeys(labels.values(), name))
        return names.get(near(self.word, names), "")


def shown(value: Any) -> str:
    """A value as it may stand in a message: short, on one line."""
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "…"
