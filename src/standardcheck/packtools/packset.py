"""A folder of packs, or a single pack, read and compiled as a whole, without whatever else is shipped beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from standardcheck.check.display import Display
from standardcheck.compiler.build import build
from standardcheck.compiler.form import Program
from standardcheck.compiler.library import RuleSet
from standardcheck.data import data_dir
from standardcheck.errors import Fault, InvalidRuleSet, UsageError
from standardcheck.ruleset.packs import MANIFEST, Origin, Pack, PackFiles, list_packs, read_files
from standardcheck.ruleset.resolve import Resolved, read_chain, resolve
from standardcheck.vocabulary.load import load_vocabulary
from standardcheck.vocabulary.model import Vocabulary


class LoadedPack(NamedTuple):
    """A pack with everything it extends, in typed form."""

    id: str
    files: PackFiles
    resolved: Resolved
    program: Program
    display: Display

    @property
    def pack(self) -> Pack:
        """The pack itself: the last of its chain."""
        return self.resolved.packs[-1]


class PackSet(NamedTuple):
    """The packs that a folder holds (``named``), and those they build on."""

    place: str
    single: bool
    named: tuple[str, ...]
    files: dict[str, PackFiles]
    loaded: dict[str, LoadedPack]
    """The named packs, by id."""
    vocabulary: Vocabulary

    def ruleset(self) -> RuleSet:
        """To check plans with: a single pack is used for every plan, of several the one for its place and date."""
        return RuleSet(plan_schema(), self.files, self.named[0] if self.single else None)


def plan_schema() -> bytes:
    """The shipped plan schema, as bytes."""
    return (data_dir("schemas") / "plan.schema.json").read_bytes()


def load_packs(place: str) -> PackSet:
    """The packs in a folder, or the one pack that it is.

    What they extend is looked for beside them, then among the shipped packs. Raises :class:`InvalidRuleSet` with
    the faults of all packs.
    """
    folder = Path(place)
    own = list_packs([folder])
    if not own:
        raise InvalidRuleSet([Fault("pack-none-here", {"file": place})])
    single = (folder / MANIFEST).is_file()
    if single:  # its folder's real name: "." names a pack as well
        own = {folder.resolve().name: folder}
    beside = list_packs([folder.resolve().parent] if single else [])
    files = {name: read_files(root)._replace(id=name) for name, root in own.items()}
    return load_files(files, place, {**list_packs([data_dir("rules")]), **beside}, single)


def load_files(files: Mapping[str, PackFiles], place: str, others: Mapping[str, Path], single: bool) -> PackSet:
    """Packs whose bytes are at hand; ``others`` are folders where what they extend may lie."""
    vocabulary = load_vocabulary(plan_schema())
    known = dict(files)
    for name, root in others.items():
        if name not in known:
            known[name] = read_files(root)
    faults: list[Fault] = []
    loaded = {}
    used = dict(files)
    for name in sorted(files):
        try:
            resolved = resolve(read_chain(name, known))
            program = build(resolved, vocabulary)
        except InvalidRuleSet as invalid:
            faults += [fault for fault in invalid.faults if fault not in faults]
            continue
        used |= {pack.id: known[pack.id] for pack in resolved.packs}
        loaded[name] = LoadedPack(name, known[name], resolved, program, Display(vocabulary, program))
    if faults:
        raise InvalidRuleSet(faults)
    return PackSet(place, single, tuple(sorted(files)), used, loaded, vocabulary)


def where(origin: Origin) -> str:
    """``file:line`` of something in a pack, the file as it was named."""
    named = bool(origin.path) and isinstance(origin.path[-1], str)
    place = origin.document.place(origin.path, key=named)
    return f"{place.file}:{place.line}"


def rule_file(loaded: LoadedPack, value: str) -> tuple[Path, str]:
    """A rule file of a pack as a path, and its name in the pack; it need not exist.

    It is looked for where one stands, else in the pack's folder. Raises ``UsageError`` if it is no rule file of it.
    """
    root = loaded.files.root
    path = Path(value)
    if not path.is_absolute() and not path.resolve().is_relative_to(root.resolve()):
        path = root / value
    inside = path.resolve().is_relative_to(root.resolve())
    if not inside or path.suffix != ".yaml" or path.name == "pack.yaml" or not path.parent.is_dir():
        raise UsageError("new-bad-file", file=value, pack=str(root))
    return path, path.resolve().relative_to(root.resolve()).as_posix()
