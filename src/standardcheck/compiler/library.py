"""The rule sets that a set of packs makes: found by plan and date, compiled on first use, kept in a cache."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

from standardcheck import __version__
from standardcheck.compiler import store
from standardcheck.compiler.form import Program
from standardcheck.errors import UsageError
from standardcheck.plan.conform import Conform
from standardcheck.ruleset.packs import PackFiles
from standardcheck.source.digests import blake2b
from standardcheck.typing_light import Any, NamedTuple
from standardcheck.vocabulary import store as stored_vocabulary
from standardcheck.vocabulary.model import Vocabulary


class Selection(NamedTuple):
    """Which plans a pack is chosen for."""

    pack: str
    codes: tuple[str, ...]
    since: str
    until: str

    def reach(self, code: str) -> int:
        """The length of the longest prefix of ``code`` that the pack names; -1 if none."""
        return max((len(prefix) for prefix in self.codes if code.startswith(prefix)), default=-1)

    def holds(self, as_of: str) -> bool:
        """Whether the pack may be chosen on a day."""
        return self.since <= as_of and (not self.until or as_of < self.until)


class Choice(NamedTuple):
    """The pack chosen for a plan; ``local`` if it names the plan's place, ``later`` a local pack that only
    begins after the date of judgement."""

    pack: str
    local: bool
    later: str


class RuleSet:
    """Packs ready to check plans with. A value: safe to share between threads and processes.

    Programs are made on first use from bytes read when the rule set was loaded, and kept; making one twice in
    two threads yields the same.
    """

    def __init__(
        self,
        schema: bytes,
        packs: Mapping[str, PackFiles],
        forced: str | None = None,
        cache: str | os.PathLike[str] | None = None,
    ) -> None:
        self.packs = dict(packs)
        self.forced = forced
        self._cache = _Cache(None if cache is None else os.fspath(cache), schema, self.packs)
        self.vocabulary = self._read_vocabulary(schema)
        self.conform = Conform(self.vocabulary)
        self._programs: dict[str, Program] = {}
        self._kept: dict[str, Any] = {}
        self._selections: tuple[Selection, ...] | None = None
        self._digest: str | None = None

    def __getstate__(self) -> Any:
        return self.__dict__ | {"_programs": {}, "_kept": {}}

    def keep(self, name: str, make: Callable[[], Any]) -> Any:
        """What is derived from the rule set and costs time, made once. Never a part of its value."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    @property
    def digest(self) -> str:
        """``sha256:…`` of everything the rule set was made from."""
        if self._digest is None:
            found = _stored_digest(self._cache.read("digest"))
            if found is None:
                found = _digest(self.vocabulary, self.packs)
                self._cache.write("digest", json.dumps(found))
            self._digest = found
        return self._digest

    def _read_vocabulary(self, schema: bytes) -> Vocabulary:
        stored = self._cache.read("vocabulary")
        if stored is not None:
            with suppress(ValueError):
                return stored_vocabulary.load(stored)
        from standardcheck.vocabulary.load import load_vocabulary

        found = load_vocabulary(schema)
        self._cache.write("vocabulary", stored_vocabulary.dump(found))
        return found

    def program(self, pack: str) -> Program:
        """The compiled rule set of a pack and all it extends. Raises ``InvalidRuleSet``."""
        found = self._programs.get(pack)
        if found is None:
            stored = self._cache.read(f"program-{pack}")
            with suppress(ValueError):
                found = store.load(stored) if stored is not None else None
            if found is None:
                found = self._compile(pack)
                self._cache.write(f"program-{pack}", store.dump(found))
            self._programs[pack] = found
        return found

    def _compile(self, pack: str) -> Program:
        from standardcheck.compiler.build import build
        from standardcheck.ruleset.resolve import read_chain, resolve

        return build(resolve(read_chain(pack, self.packs)), self.vocabulary)

    def selections(self) -> tuple[Selection, ...]:
        """What every pack says of the plans it is for; packs that say nothing are left out."""
        if self._selections is None:
            found = _stored_selections(self._cache.read("selections"))
            if found is None:
                found = tuple(self._read_selections())
                self._cache.write("selections", json.dumps(found))
            self._selections = found
        return self._selections

    def _read_selections(self) -> Iterable[Selection]:
        from standardcheck.ruleset.packs import read_manifest

        for name, files in self.packs.items():
            selects = read_manifest(files).selects
            if selects is not None:
                yield Selection(name, tuple(selects.codes), selects.from_ or "", selects.to or "")

    def choose(self, code: str | None, as_of: str) -> Choice:
        """The pack for a plan: the longest code prefix that holds on the date."""
        if self.forced is not None:
            return Choice(self.forced, True, "")
        reached = [(s.reach(code or ""), s) for s in self.selections()]
        reached = [(reach, s) for reach, s in reached if reach >= 0]
        held = [(reach, s) for reach, s in reached if s.holds(as_of)]
        if not held:
            raise UsageError("no-pack", place=code or "—", as_of=as_of)
        best = max(held, key=lambda pair: pair[0])
        later = next((s.pack for reach, s in reached if reach > best[0]), "")
        return Choice(best[1].pack, best[0] > 0, later)


def _code_state() -> str:
    """Size and time of every module that has a part in making a program: a changed compiler makes a new cache."""
    package = os.path.dirname(os.path.dirname(__file__))
    parts = []
    for folder in ("compiler", "ruleset", "vocabulary"):
        for entry in os.scandir(os.path.join(package, folder)):
            if entry.name.endswith(".py"):
                state = entry.stat()
                parts.append(f"{folder}/{entry.name} {state.st_size} {state.st_mtime_ns}")
    return "\n".join(sorted(parts))


def _stored_selections(stored: bytes | None) -> tuple[Selection, ...] | None:
    """Selections from the cache; ``None`` if there are none, or they are damaged."""
    if stored is None:
        return None
    try:
        return tuple(Selection(pack, tuple(codes), *dates) for pack, codes, *dates in json.loads(stored))
    except (ValueError, TypeError):
        return None


def _stored_digest(stored: bytes | None) -> str | None:
    """The digest of a rule set from the cache; ``None`` if there is none, or it is damaged."""
    with suppress(ValueError):
        found = json.loads(stored or b"")
        if isinstance(found, str) and found.startswith("sha256:") and len(bytes.fromhex(found[7:])) == 32:
            return found
    return None


def _digest(vocabulary: Vocabulary, packs: Mapping[str, PackFiles]) -> str:
    import hashlib

    whole = hashlib.sha256(vocabulary.digest.encode())
    for name, files in packs.items():
        whole.update(f"\n{name} {files.digest}".encode())
    return "sha256:" + whole.hexdigest()


def _made_from(schema: bytes, packs: Mapping[str, PackFiles]) -> str:
    """A digest of everything that programs are made from, and what makes them. BLAKE2 at every start: the SHA-256 by
    which people know a rule set is kept in the cache with the rest."""
    whole = blake2b(f"{__version__} {store.FORM_VERSION} {_code_state()}".encode(), digest_size=16)
    for name, files in packs.items():
        whole.update(f"\n{name}\0{files.folder}\0{len(files.files)}".encode())  # a program says where a rule is written
        for file, raw in files.files:
            whole.update(f"\n{file}\0{len(raw)}\0".encode())
            whole.update(raw)
    whole.update(schema)
    return whole.hexdigest()


class _Cache:
    """Files named by the digest of everything they were made from, so that none can be stale. Losing one only
    costs time."""

    def __init__(self, folder: str | None, schema: bytes, packs: Mapping[str, PackFiles]) -> None:
        self.folder = os.path.join(folder, _made_from(schema, packs)) if folder else None

    def read(self, name: str) -> bytes | None:
        if self.folder is None:
            return None
        try:
            with open(os.path.join(self.folder, f"{name}.json"), "rb") as file:
                return file.read()
        except OSError:
            return None

    def write(self, name: str, text: str) -> None:
        if self.folder is None:
            return
        from tempfile import NamedTemporaryFile

        with suppress(OSError):
            os.makedirs(self.folder, exist_ok=True)
            with NamedTemporaryFile("w", dir=self.folder, encoding="utf-8", delete=False) as part:
                part.write(text)
            os.replace(part.name, os.path.join(self.folder, f"{name}.json"))
