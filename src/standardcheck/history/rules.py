"""Rule packs as they were at a commit."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from standardcheck.compiler.library import RuleSet
from standardcheck.data import data_dir
from standardcheck.errors import Fault, InvalidRuleSet, Place, UsageError
from standardcheck.history.snapshot import Snapshot
from standardcheck.ruleset.packs import EQUIVALENT, MANIFEST, PackFiles, list_packs, read_files

SCHEMA = "plan.schema.json"


def search_path(rules: str | None) -> tuple[list[Path], str | None]:
    """Where packs are looked for and the pack that is asked for, as :func:`standardcheck.api.load_ruleset` has it."""
    shipped = data_dir("rules")
    if rules is None:
        return [shipped], None
    place = Path(rules)
    if (place / MANIFEST).is_file():
        return [place, place.parent, shipped], place.resolve().name
    if place.is_dir():
        return [place, shipped], None
    return [shipped], rules


def is_local(rules: str | None, then: Snapshot) -> bool:
    """Whether any of what a rule set is made of lies in the repository."""
    places, _ = search_path(rules)
    return any(_inside(then, place) is not None for place in (*places, data_dir("schemas")))


def submodule_of_rules(rules: str | None, then: Snapshot) -> str | None:
    """The submodule that packs lie in, if they do."""
    places = (_inside(then, place) for place in search_path(rules)[0])
    return next((found for place in places if place is not None and (found := then.submodule_of(place))), None)


def rules_at(then: Snapshot, rules: str | None, cache: str | None) -> RuleSet:
    """The rule set at a commit: what lies in the repository as it was, the rest as it is.

    Raises ``InvalidRuleSet`` or ``UsageError`` where it could not be loaded.
    """
    places, forced = _search_path_at(then, rules)
    packs: dict[str, PackFiles] = {}
    for place in places:
        for name, files in _packs_in(then, place):
            packs.setdefault(name, files)
    if forced is not None and forced not in packs:
        raise UsageError("pack-unknown", pack=forced, hint="")
    return RuleSet(_schema(then), packs, forced, cache)


def _search_path_at(then: Snapshot, rules: str | None) -> tuple[list[Path], str | None]:
    """As :func:`search_path`, by what was there."""
    inner = None if rules is None else _inside(then, Path(rules))
    if rules is None or inner is None:
        return search_path(rules)
    place, shipped = Path(rules), data_dir("rules")
    if then.is_file(_join(inner, MANIFEST)):
        return [place, place.parent, shipped], Path(os.path.abspath(place)).name  # noqa: PTH100
    if then.is_folder(inner):
        return [place, shipped], None
    return [shipped], rules


def in_use(rules: RuleSet) -> object:
    """What tells two rule sets apart that judge the same plans otherwise."""
    if rules.forced is None:
        return rules.digest
    return [(pack.id, pack.digest) for pack in rules.program(rules.forced).packs]


def same_vocabulary(then: Snapshot) -> bool:
    """Whether the vocabulary is what it was."""
    return _schema(then) == (data_dir("schemas") / SCHEMA).read_bytes()


def _schema(then: Snapshot) -> bytes:
    path = data_dir("schemas") / SCHEMA
    inner = _inside(then, path)
    raw = then.read(inner) if inner is not None else None
    return path.read_bytes() if raw is None else raw


def _inside(then: Snapshot, place: Path) -> str | None:
    return then.inside(os.path.abspath(place))  # noqa: PTH100 (a link stays what it is called)


def _packs_in(then: Snapshot, place: Path) -> Iterator[tuple[str, PackFiles]]:
    inner = _inside(then, place)
    if inner is None:
        yield from ((name, read_files(folder)) for name, folder in list_packs([place]).items())
    elif then.is_file(_join(inner, MANIFEST)):
        yield place.name, _files(then, place, inner)
    else:
        for name in then.names(inner):
            if then.is_file(_join(inner, name, MANIFEST)):
                yield name, _files(then, place / name, _join(inner, name))


def _files(then: Snapshot, root: Path, inner: str) -> PackFiles:
    names = [name for name in then.below(inner) if name.endswith(".yaml") and name != EQUIVALENT]
    names.sort(key=lambda name: name.split("/"))
    whole = then.resolved(inner)
    for name in names:
        found = then.resolved(_join(inner, name))
        if found is None or not found.startswith(f"{whole}/") or not then.is_file(found):
            raise InvalidRuleSet([Fault("pack-file-outside", {"file": str(root / name)}, Place(str(root / name)))])
    raws: Sequence[tuple[str, bytes]] = list(then.read_many(_join(inner, name) for name in names))
    return PackFiles(root.name, str(root), tuple((str(Path(n)), raw) for n, (_, raw) in zip(names, raws, strict=True)))


def _join(*steps: str) -> str:
    return "/".join(step for step in steps if step)
