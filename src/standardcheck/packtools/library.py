"""Packs as the tools for authors want them: found by id or path, resolved and compiled, with all that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from standardcheck.compiler.build import build
from standardcheck.compiler.form import Program
from standardcheck.data import data_dir
from standardcheck.errors import Fault, FaultyInput, UsageError
from standardcheck.hints import near
from standardcheck.ruleset.packs import PackFiles, list_packs, read_files
from standardcheck.ruleset.resolve import Resolved, read_chain, resolve
from standardcheck.vocabulary.model import Vocabulary


class Found(NamedTuple):
    """Every pack on the search path, by id, and the ids of those that were asked for."""

    known: dict[str, PackFiles]
    wanted: tuple[str, ...]


class Loaded(NamedTuple):
    """A pack with everything it extends: as written, and compiled."""

    id: str
    resolved: Resolved
    program: Program


def find_packs(names: Sequence[str]) -> Found:
    """The packs named by id, by the path of a pack, or by the path of a folder of packs; without names, those shipped.

    Packs beside a named one are known as well, so that it can extend them. Raises ``UsageError`` for a name that leads
    to no pack, ``FaultyInput`` for a folder that cannot be read.
    """
    shipped = data_dir("rules")
    search, wanted = [], []
    for name in names:
        place = Path(name)
        place = place if place.name else place.resolve()  # “.” has no name of its own
        here = list_packs([place]) if place.is_dir() else {}
        search += [place, place.resolve().parent] if here else []
        wanted += [folder.resolve().name for folder in here.values()] or [name]
    folders = {folder.resolve().name: folder for folder in reversed(list_packs([*search, shipped]).values())}
    for name in wanted:
        if name not in folders:
            raise UsageError("pack-unknown", pack=name, hint=near(name, folders))
    known = {name: read_files(folder) for name, folder in sorted(folders.items())}
    return Found(known, tuple(dict.fromkeys(wanted or list_packs([shipped]))))


def load_packs(
    wanted: Iterable[str], known: Mapping[str, PackFiles], vocabulary: Vocabulary
) -> tuple[list[Loaded], tuple[Fault, ...]]:
    """The packs that can be compiled, in order, and every fault of the others, each once."""
    loaded, faults = [], dict[tuple[str, str], Fault]()
    for name in wanted:
        try:
            resolved = resolve(read_chain(name, known))
            loaded.append(Loaded(name, resolved, build(resolved, vocabulary)))
        except FaultyInput as faulty:
            faults.update({(fault.code, str(fault.place) + repr(fault.args)): fault for fault in faulty.faults})
    return loaded, tuple(faults.values())
