"""``check --changed-since``: the plans that a change reaches, and what it changed in what is found in them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from standardcheck.errors import Fault, FaultyInput, StandardCheckError, UnreadableSource, UsageError

if TYPE_CHECKING:
    from standardcheck.check.dispositions import Given
    from standardcheck.check.run import Report
    from standardcheck.compiler.library import RuleSet
    from standardcheck.history.snapshot import Snapshot
    from standardcheck.settings.read import Around, Settings

_KEPT = ("waivers", "decisions", "baseline")
_JUDGING = ("paths", "packs", "as_of", "fail_on", *_KEPT, "only", "skip")
"""Settings that have a part in what comes out."""


class Asked(NamedTuple):
    """What decides how plans are judged: from the command line or a configuration."""

    places: tuple[str, ...]
    are_patterns: bool
    """Whether the places may be patterns: those of a configuration are."""
    rules: str | None
    as_of: str | None
    only: tuple[str, ...]
    skip: tuple[str, ...]
    waivers: str | None
    decisions: str | None
    baseline: str | None


class Then(NamedTuple):
    """How plans were judged at the revision, and what is to be said of it."""

    asked: Asked
    rules: RuleSet
    given: Given | None
    changed: tuple[str, ...]
    """What every plan depends on and is otherwise now."""
    cautions: tuple[dict[str, Any], ...]


class Since:
    """A check of what changed since a revision."""

    def __init__(self, rev: str, now: Asked, names: Sequence[str], rules: RuleSet, today: str, cache: str | None):
        """``names`` are the files that the places of ``now`` mean. Raises ``UsageError`` or ``FaultyInput``."""
        from standardcheck.history.snapshot import snapshot

        self.rev, self.now, self.today, self.cache, self.now_rules = rev, now, today, cache, rules
        if "-" in now.places:
            raise UsageError("since-standard-input")
        self.snapshot = snapshot(str(Path.cwd()), rev, map(_whole, names))
        self.then = _Then(self.snapshot, now, rules, today, cache).found()
        paths = {name: self._inner(name) for name in names}
        self.names = [name for name in names if os.path.lexists(name) or not self.snapshot.is_file(paths[name])]
        self.reached = [name for name in self.names if self.then.changed or self.snapshot.is_reached(paths[name])]
        self.before = dict(self._before({name: paths[name] for name in self.reached}))

    def _inner(self, name: str) -> str:
        found = self.snapshot.inside(_whole(name))
        if found is None:
            raise UsageError("since-outside", file=name, root=self.snapshot.repository.root)
        return found

    def _before(self, reached: dict[str, str]) -> Iterator[tuple[str, str]]:
        """The paths to be read at the revision, and the names that they are shown by: in order of path."""
        then = self.snapshot
        wanted = dict(_named_at(then, self.then.asked))
        every = bool(self.then.changed)
        wanted = {p: name for p, name in wanted.items() if p in then.changed or (every and self._is_here(p))}
        for name, path in reached.items():
            old = then.renamed.get(path, path)
            wanted[old] = name if old == path else _shown(then, old)
        yield from sorted((path, name) for path, name in wanted.items() if then.is_file(path))

    def _is_here(self, path: str) -> bool:
        """Whether what has not changed is on the disk: a sparse working tree lacks some of it."""
        return os.path.lexists(os.path.join(self.snapshot.repository.root, path))  # noqa: PTH118

    # -- what was found at the revision --------------------------------------------------------------------------

    def old_report(self) -> tuple[Report, list[dict[str, Any]]]:
        """The report of the plans as they were, and what is to be said of it. Raises ``UsageError``, ``InvalidRuleSet``
        where the rules of now are at fault too."""
        try:
            return self._judged(self.then.rules), []
        except StandardCheckError as error:
            if self.then.rules is self.now_rules:
                raise
            return self._judged(self.now_rules), [{"code": "now_for_rules", "why": _why(error)}]

    def _judged(self, rules: RuleSet) -> Report:
        from standardcheck import api
        from standardcheck.check.dispositions import dispose
        from standardcheck.check.run import Report, Unreadable, selector
        from standardcheck.source import Document, read_source
        from standardcheck.source.decoding import check_size
        from standardcheck.source.limits import DEFAULT_LIMITS

        unreadable: list[Unreadable] = []

        def documents() -> Iterator[Document]:
            for path, raw in self.snapshot.read_many(self.before):
                name = self.before[path]
                try:
                    check_size(raw, name, DEFAULT_LIMITS)
                    yield read_source(raw, name)
                except UnreadableSource as faulty:
                    unreadable.append(Unreadable(name, faulty.faults))

        asked = self.then.asked
        try:
            report = api.check_many(documents(), rules, as_of=asked.as_of, select=selector(asked.only, asked.skip))
        except UsageError as error:  # none of them can be judged
            faults = (Fault(error.code, error.args_),)
            report = Report((), tuple(Unreadable(name, faults) for name in self.before.values()), rules.digest)
            unreadable.clear()
        report = report._replace(unreadable=(*unreadable, *report.unreadable))
        return dispose(report, self.then.given) if self.then.given is not None else report

    # -- what changed --------------------------------------------------------------------------------------------

    def changes(self, report: Report) -> dict[str, Any]:
        """What changed from the revision to a report of what is reached; ``since`` says what was compared."""
        from standardcheck.check.changes import changes
        from standardcheck.check.report import report_data

        old, cautions = self.old_report()
        sides = [report_data(side, trees=False) for side in (old, report)]
        paths = {self._inner(name): name for name in self.reached}
        then = self.snapshot
        renamed = {
            paths[path]: self.before[was] for path, was in then.renamed.items() if path in paths and was in self.before
        }
        found = changes(sides[0], sides[1], renamed)
        now_unreadable = found["unreadable"]["new"]
        found["unreadable"]["old"] = [file for file in found["unreadable"]["old"] if file in now_unreadable]
        found["since"] = {
            "revision": self.rev,
            "commit": then.commit,
            "plans": len(self.names),
            "reached": len(self.reached),
            "every": list(self.then.changed),
            "cautions": [*self.then.cautions, *cautions, *self._not_judged(old), *self._in_submodules()],
        }
        return found

    def _not_judged(self, old: Report) -> Iterator[dict[str, Any]]:
        for entry in old.unreadable:
            yield {"code": "not_judged", "file": entry.file, "why": _messages(entry.faults[0])}

    def _in_submodules(self) -> Iterator[dict[str, Any]]:
        for name in self.reached:
            if self.snapshot.submodule_of(self._inner(name)) is not None:
                yield {"code": "submodule", "file": name}


class _Then:
    """What plans were judged by at a revision."""

    def __init__(self, then: Snapshot, now: Asked, rules: RuleSet, today: str, cache: str | None) -> None:
        self.then, self.now, self.rules, self.today, self.cache = then, now, rules, today, cache
        self.changed: list[str] = []
        self.cautions: list[dict[str, Any]] = []

    def found(self) -> Then:
        """All of it."""
        asked = self._asked()
        rules = self._rules(asked)
        given = self._given(asked)
        return Then(asked, rules, given, tuple(self.changed), tuple(self.cautions))

    def _cannot(self, what: str, error: StandardCheckError) -> None:
        self.cautions.append({"code": f"now_for_{what}", "why": _why(error)})

    def _note(self, what: str, is_changed: bool) -> None:
        if is_changed:
            self.changed.append(what)

    # -- the configuration ---------------------------------------------------------------------------------------

    def _asked(self) -> Asked:
        """What was asked for then: by the configuration of then, where the command line does not say it."""
        from standardcheck.cli.configured import configuration

        now = configuration()
        try:
            old = self._settings(now)
        except FaultyInput as error:
            self._cannot("config", error)
            self._note("config", True)
            return self.now
        self._note("config", [getattr(old, n, None) for n in _JUDGING] != [getattr(now, n, None) for n in _JUDGING])
        return self._by(old) if "config" in self.changed else self.now

    def _settings(self, now: Settings | None) -> Settings | None:
        """The configuration of then, found as that of now was. Raises ``FaultyInput``."""
        from standardcheck.cli.configured import asked_configuration
        from standardcheck.settings.find import Found, find
        from standardcheck.settings.read import read_settings

        named, none = asked_configuration()
        if none:
            return None
        base = str(Path.cwd())
        if named is not None:
            path = self.then.inside(_whole(named))
            raw = self.then.read(path) if path is not None else None
            found = Found(_whole(named), raw) if raw is not None else None
            if path is None:
                return now
        else:
            found = find(base, self._bytes, os.path.lexists)
        if found is None:
            return None
        around = _around(self.then, os.path.dirname(found.path), base)  # noqa: PTH120
        return read_settings(found.raw, os.path.relpath(found.path), around)

    def _bytes(self, path: str) -> bytes | None:
        inner = self.then.inside(path)
        return self.then.read(inner) if inner is not None else None

    def _by(self, old: Settings | None) -> Asked:
        """What was asked for by a configuration and the command line."""
        from standardcheck.cli.configured import is_given

        def of(parameter: str, setting: str, default: Any = None) -> Any:
            if is_given(parameter):
                return getattr(self.now, parameter)
            found = getattr(old, setting, None)
            return default if found is None else found

        places = ((old.paths if old else None) or ()) if self.now.are_patterns else self.now.places
        files = {name: of(name, name) for name in _KEPT}
        selection = {name: of(name, name, ()) for name in ("only", "skip")}
        return self.now._replace(
            places=places, rules=of("rules", "packs"), as_of=of("as_of", "as_of"), **files, **selection
        )

    # -- rules ---------------------------------------------------------------------------------------------------

    def _rules(self, asked: Asked) -> RuleSet:
        """The rule set of then; the very one of now where both are the same."""
        from standardcheck.history.rules import is_local, submodule_of_rules

        same = asked.rules == self.now.rules
        if same and not is_local(asked.rules, self.then):
            return self.rules
        submodule = submodule_of_rules(asked.rules, self.then)
        if submodule is not None:
            self._note("rules", submodule in self.then.changed)
            self.cautions += [{"code": "now_for_rules", "why": _words("lies_in_submodule")}] * ("rules" in self.changed)
            return self.rules
        try:
            old = self._loaded(asked)
        except StandardCheckError as error:
            self._cannot("rules", error)
            self._note("rules", True)
            return self.rules
        if old is None:
            return self.rules
        self._note("rules", True)
        return old

    def _loaded(self, asked: Asked) -> RuleSet | None:
        """The rule set of then; nothing if it judges as that of now does."""
        from standardcheck.history.rules import in_use, rules_at, same_vocabulary

        old = rules_at(self.then, asked.rules, self.cache)
        if in_use(old) == in_use(self.rules) and old.forced == self.rules.forced and same_vocabulary(self.then):
            return None
        return old

    # -- waivers, decisions, baseline ----------------------------------------------------------------------------

    def _given(self, asked: Asked) -> Given | None:
        from standardcheck.check.disposition_files import read_given

        sources = {}
        for name in _KEPT:
            old, now = (self._kept(getattr(asked, name)), _now(getattr(self.now, name)))
            self._note(name, old != now or self._is_in_changed_submodule(getattr(asked, name)))
            sources[name] = self._source(name, getattr(asked, name), old, now)
        if all(source is None for source in sources.values()):
            return None
        return read_given(**sources, today=self.today)

    def _kept(self, name: str | None) -> bytes | None:
        """A file as it was; nothing if it was not named or not there."""
        if name is None:
            return None
        inner = self.then.inside(_whole(name))
        return _now(name) if inner is None or self.then.submodule_of(inner) is not None else self.then.read(inner)

    def _is_in_changed_submodule(self, name: str | None) -> bool:
        inner = self.then.inside(_whole(name)) if name is not None else None
        return inner is not None and self.then.submodule_of(inner) in self.then.changed

    def _source(self, what: str, name: str | None, old: bytes | None, now: bytes | None) -> Any:
        """What is read for then: the file of then, or that of now where it cannot be."""
        from standardcheck.check import disposition_files as files
        from standardcheck.source import read_source

        if old is None or name is None:
            return None
        read: Callable[[Any], Any] = getattr(files, f"read_{what}")
        try:
            document = read_source(old, name)
            read(document)
        except FaultyInput as error:
            self._cannot(what, error)
            kept = getattr(self.now, what)
            return None if now is None else read_source(now, kept)
        return document


def _around(then: Snapshot, folder: str, base: str) -> Around:
    """The files of a commit, for the paths of a configuration; outside of the repository those of now."""
    from standardcheck.settings.read import around_on_disk

    disk = around_on_disk(folder, base)

    def by(old: Callable[[str], Any], now: Callable[[str], Any]) -> Callable[[str], Any]:
        def ask(path: str) -> Any:
            inner = then.inside(path)
            return now(path) if inner is None or then.submodule_of(inner) is not None else old(inner)

        return ask

    def packs(inner: str) -> list[str]:
        from standardcheck.ruleset.packs import MANIFEST

        own = [inner.rpartition("/")[2]] if then.is_file(f"{inner}/{MANIFEST}" if inner else MANIFEST) else []
        return own or [name for name in then.names(inner) if then.is_file(f"{inner}/{name}/{MANIFEST}".lstrip("/"))]

    return disk._replace(
        is_file=by(then.is_file, disk.is_file),
        is_folder=by(then.is_folder, disk.is_folder),
        names=by(then.names, disk.names),
        packs=by(packs, disk.packs),
    )


def _named_at(then: Snapshot, asked: Asked) -> Iterator[tuple[str, str]]:
    """The plans that places meant at a commit: their paths, and the names that they are shown by."""
    from standardcheck.settings.places import is_pattern, is_plan_name, selects

    for place in asked.places:
        inner = then.inside(_whole(place))
        if inner is None:
            continue
        if asked.are_patterns and is_pattern(place) and not then.is_file(inner) and not then.is_folder(inner):
            yield from ((path, _shown(then, path)) for path in then.entries if selects(inner, path))
        elif then.is_file(inner):
            yield inner, place
        else:
            for name in then.below(inner):
                if is_plan_name(name):
                    yield f"{inner}/{name}" if inner else name, str(Path(place) / name)


def _now(name: str | None) -> bytes | None:
    """A file as it is; nothing if it is not named or not there."""
    if name is None:
        return None
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError):
        return None


def _whole(name: str) -> str:
    return os.path.abspath(name)  # noqa: PTH100 (a link stays what it is called)


def _shown(then: Snapshot, path: str) -> str:
    """A path of the repository as it is seen from the working folder."""
    return os.path.relpath(os.path.join(then.repository.root, path))  # noqa: PTH118


def _why(error: StandardCheckError) -> dict[str, str]:
    if isinstance(error, FaultyInput):
        return _messages(error.faults[0])
    return _messages(Fault(error.code, error.args_)) if isinstance(error, UsageError) else {}


def _messages(fault: Fault) -> dict[str, str]:
    """What a fault says, in every language, with its place."""
    from standardcheck.wording import LANGUAGES

    place = f"{fault.place}: " if fault.place else ""
    return {language: f"{place}{fault.message(language)}" for language in LANGUAGES}


def _words(key: str) -> dict[str, str]:
    from standardcheck.wording import LANGUAGES, catalogue

    return {language: catalogue(language).SINCE[key] for language in LANGUAGES}
