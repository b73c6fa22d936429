"""What changed between two states of the packs: rules, limits, dates, documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from standardcheck.packtools.contents import Aspect, Entry, entries
from standardcheck.packtools.packset import PackSet
from standardcheck.wording import LANGUAGES

DIFF_VERSION = "1.0"

Data = dict[str, Any]


def diff(old: PackSet, new: PackSet) -> Data:
    """The changes as plain data, in the order of the new files, what was removed after them.

    ``changes`` are entries ``added``, ``removed`` or ``changed``, with file and line on both sides; of an entry that
    changed, ``aspects`` holds only what did.
    """
    return {
        "diff_version": DIFF_VERSION,
        "old": old.place,
        "new": new.place,
        "changes": [change for pair in _pairs(old, new) for change in _changes(*pair)],
    }


def _pairs(old: PackSet, new: PackSet) -> Iterator[tuple[list[Entry], list[Entry]]]:
    """The entries of one pack on both sides; two single packs are compared whatever they are called."""
    if old.single and new.single:
        yield list(entries(old.loaded[old.named[0]])), list(entries(new.loaded[new.named[0]]))
        return
    for name in sorted({*old.named, *new.named}):
        before, after = ([*entries(side.loaded[name])] if name in side.named else [] for side in (old, new))
        yield before, after


def _changes(before: list[Entry], after: list[Entry]) -> Iterator[Data]:
    was = {_identity(entry): entry for entry in before}
    now = {_identity(entry): entry for entry in after}
    for identity in [*now, *(identity for identity in was if identity not in now)]:
        change = _change(was.get(identity), now.get(identity))
        if change is not None:
            yield change


def _identity(entry: Entry) -> tuple[str, str]:
    return ("pack", "") if entry.section == "pack" else (entry.section, entry.name)


def _change(old: Entry | None, new: Entry | None) -> Data | None:
    aspects = [pair for pair in _aspect_pairs(old, new) if _key(pair[0]) != _key(pair[1])]
    if old is not None and new is not None and not aspects:
        return None
    entry = new or old
    assert entry is not None
    return {
        "change": "added" if old is None else "removed" if new is None else "changed",
        "pack": entry.pack,
        "section": entry.section,
        "name": entry.name,
        "title": entry.title,
        "old": old.place if old else None,
        "new": new.place if new else None,
        "aspects": [_aspect_data(before, after) for before, after in aspects],
    }


def _aspect_pairs(old: Entry | None, new: Entry | None) -> Iterator[tuple[Aspect | None, Aspect | None]]:
    was, now = (_by_name(entry.aspects if entry else ()) for entry in (old, new))
    for name in dict.fromkeys([*was, *now]):
        yield was.get(name), now.get(name)


def _by_name(aspects: Iterable[Aspect]) -> dict[tuple[str, str], Aspect]:
    return {(aspect.name, aspect.at): aspect for aspect in aspects}


def _key(aspect: Aspect | None) -> str:
    return aspect.key if aspect else ""


def _aspect_data(old: Aspect | None, new: Aspect | None) -> Data:
    """Where two sides say the same in words, what is written is shown."""
    aspect = new or old
    assert aspect is not None
    plainly = old is not None and new is not None and old.text == new.text
    return {
        "aspect": aspect.name,
        "at": aspect.at.partition(" ")[0],
        "old": _side(old, plainly),
        "new": _side(new, plainly),
    }


def _side(aspect: Aspect | None, plainly: bool) -> Data | None:
    if aspect is None or not aspect.key:
        return None
    return {"text": dict.fromkeys(LANGUAGES, aspect.raw) if plainly else aspect.text, "place": aspect.place}
