"""Rule packs on disk: finding them, reading their files, and saying everything that is wrong with them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from standardcheck.errors import Fault, FaultyInput, InvalidRuleSet, Place
from standardcheck.source import Document, read_source
from standardcheck.typing_light import TYPE_CHECKING, Any, NamedTuple
from standardcheck.vocabulary.model import Label
from standardcheck.wording import LANGUAGES, catalogue

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import BaseModel, ValidationError

    from standardcheck.ruleset.documents import EquivalentMutant, Manifest, RuleFile, Unreachable

MANIFEST = "pack.yaml"
EQUIVALENT = "equivalent-mutants.yaml"
"""A file of a pack that is about its examples: no part of what the pack says, and not in its digest."""
MAX_CHAIN = 16
"""How many packs one may extend in a row."""


class PackFiles(NamedTuple):
    """A pack's folder as bytes: what its digest is made of."""

    id: str
    folder: str
    files: tuple[tuple[str, bytes], ...]

    @property
    def root(self) -> Path:
        """The folder as a ``Path``."""
        from pathlib import Path

        return Path(self.folder)

    @property
    def digest(self) -> str:
        """``sha256:…`` over names and contents of all files."""
        import hashlib

        whole = hashlib.sha256()
        for name, raw in self.files:
            whole.update(f"{name}\0{len(raw)}\0".encode())
            whole.update(raw)
        return "sha256:" + whole.hexdigest()


_ABOUT_KEYS = frozenset(
    (
        "rule-unknown-key",
        "rule-unknown-name",
        "rule-unknown-operator",
        "rule-operator-type",
        "rule-not-beside",
        "rule-derived-cycle",
        "overlay-unknown-param",
        "examples-unknown-rule",
    )
)
"""Faults that are about a key, not about its value."""


class Origin(NamedTuple):
    """Where something of a rule set was written."""

    pack: str
    document: Document
    path: tuple[str | int, ...]

    def at(self, *more: str | int) -> Origin:
        """A place further in."""
        return Origin(self.pack, self.document, (*self.path, *more))

    def place(self) -> Place:
        """File, line and column."""
        return self.document.place(self.path)

    def fault(self, code: str, **args: Any) -> Fault:
        """A fault at this place."""
        place = self.document.place(self.path, key=code in _ABOUT_KEYS)
        return Fault(code, args, place, self.document.line_text(place.line))


class Pack(NamedTuple):
    """A pack read: its manifest and its rule files with their positions."""

    id: str
    manifest: Manifest
    manifest_origin: Origin
    files: tuple[tuple[Document, RuleFile], ...]
    digest: str


def find_packs(search: Sequence[str]) -> dict[str, str]:
    """Every pack folder on the search path, by name; the first of a name wins."""
    found: dict[str, str] = {}
    for place in search:
        place = place.rstrip(os.sep) or place
        if os.path.isfile(os.path.join(place, MANIFEST)):
            found.setdefault(os.path.basename(place), place)
        elif os.path.isdir(place):
            for name in sorted(os.listdir(place)):
                if os.path.isfile(os.path.join(place, name, MANIFEST)):
                    found.setdefault(name, os.path.join(place, name))
    return found


def list_packs(search: Sequence[Path]) -> dict[str, Path]:
    """The same as ``Path`` objects."""
    from pathlib import Path

    return {name: Path(folder) for name, folder in find_packs([str(place) for place in search]).items()}


def read_files(root: str | Path) -> PackFiles:
    """The files of the pack in ``root``: regular ``*.yaml`` files that lie inside it, in order of name."""
    folder = str(root)
    files = []
    for steps, entry in sorted(_yaml_below(folder, ()), key=lambda found: found[0]):
        if steps == (EQUIVALENT,):
            continue
        if not entry.is_file(follow_symlinks=False) and not _is_file_inside(entry.path, folder):
            raise InvalidRuleSet([Fault("pack-file-outside", {"file": entry.path}, Place(entry.path))])
        with open(entry.path, "rb", buffering=0) as file:
            files.append((os.path.join(*steps), file.read()))
    return PackFiles(os.path.basename(folder), folder, tuple(files))


def _yaml_below(folder: str, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], os.DirEntry[str]]]:
    """What is called ``*.yaml`` in a folder and the folders in it, with the names on the way; no link to a folder
    is followed, nor one that may not be entered."""
    with suppress(PermissionError), os.scandir(folder) as entries:
        for entry in entries:
            steps = (*above, entry.name)
            if entry.name.endswith(".yaml"):
                yield steps, entry
            if entry.is_dir(follow_symlinks=False):
                yield from _yaml_below(entry.path, steps)


def _is_file_inside(path: str, folder: str) -> bool:
    """Whether a link leads to a regular file of the pack."""
    inside = os.path.join(os.path.realpath(folder), "")
    return os.path.realpath(path).startswith(inside) and os.path.isfile(path)


def read_pack(files: PackFiles) -> Pack:
    """Read and check the form of one pack. Raises :class:`InvalidRuleSet` with every fault of every file."""
    from standardcheck.ruleset.documents import Manifest, RuleFile

    faults: list[Fault] = []
    manifest: Manifest | None = None
    manifest_origin: Origin | None = None
    rule_files = []
    for name, raw in files.files:
        shown = str(files.root / name)
        try:
            document = read_source(raw, shown)
        except FaultyInput as unreadable:
            faults += unreadable.faults
            continue
        model: type[BaseModel] = Manifest if name == MANIFEST else RuleFile
        parsed = _validate(model, files.id, document, faults)
        if isinstance(parsed, Manifest):
            manifest, manifest_origin = parsed, Origin(files.id, document, ())
        elif isinstance(parsed, RuleFile):
            rule_files.append((document, parsed))
    if manifest is not None and manifest_origin is not None and manifest.pack != files.id:
        faults.append(manifest_origin.at("pack").fault("pack-name", name=manifest.pack, folder=files.id))
    if faults or manifest is None or manifest_origin is None:
        faults.sort(key=_reading_order)
        raise InvalidRuleSet(faults or [Fault("pack-no-manifest", {"pack": files.id})])
    return Pack(files.id, manifest, manifest_origin, tuple(rule_files), files.digest)


def _reading_order(fault: Fault) -> tuple[str, int, int]:
    return (fault.place.file, fault.place.line, fault.place.column) if fault.place else ("", 0, 0)


def read_manifest(files: PackFiles) -> Manifest:
    """The manifest alone. Raises :class:`InvalidRuleSet`."""
    from standardcheck.ruleset.documents import Manifest

    for name, raw in files.files:
        if name == MANIFEST:
            faults: list[Fault] = []
            parsed = _validate(Manifest, files.id, read_source(raw, str(files.root / name)), faults)
            if isinstance(parsed, Manifest):
                return parsed
            raise InvalidRuleSet(faults)
    raise InvalidRuleSet([Fault("pack-no-manifest", {"pack": files.id})])


class Excused(NamedTuple):
    """What a pack says that no example can show: mutants, and things to exercise, each with its place."""

    mutants: tuple[tuple[EquivalentMutant, Origin], ...] = ()
    items: tuple[tuple[Unreachable, Origin], ...] = ()


def read_equivalents(files: PackFiles) -> Excused:
    """The entries of a pack's ``equivalent-mutants.yaml`` with their places; none if it has no such file. Raises
    :class:`InvalidRuleSet`."""
    from standardcheck.ruleset.documents import EquivalentFile

    path = files.root / EQUIVALENT
    if not path.is_file():
        return Excused()
    document = read_source(path.read_bytes(), str(path))
    faults: list[Fault] = []
    parsed = _validate(EquivalentFile, files.id, document, faults)
    if not isinstance(parsed, EquivalentFile):
        raise InvalidRuleSet(faults)
    origin = Origin(files.id, document, ())
    return Excused(
        tuple((entry, origin.at("equivalent", at)) for at, entry in enumerate(parsed.equivalent)),
        tuple((entry, origin.at("unreachable", at)) for at, entry in enumerate(parsed.unreachable)),
    )


def _validate(model: type[BaseModel], pack: str, document: Document, faults: list[Fault]) -> BaseModel | None:
    from pydantic import ValidationError

    try:
        return model.model_validate(document.data)
    except ValidationError as invalid:
        faults += _form_faults(invalid, Origin(pack, document, ()), model)
        return None


def _form_faults(invalid: ValidationError, origin: Origin, model: type[BaseModel]) -> Iterable[Fault]:
    for error in invalid.errors(include_url=False):
        where = tuple(step for step in error["loc"] if not (isinstance(step, str) and step in _UNION_STEPS))
        name = str(where[-1]) if where else ""
        found = _short(error.get("input"))
        context = error.get("ctx", {})
        if error["type"] == "extra_forbidden":
            yield origin.at(*where).fault("rule-unknown-key", key=name, hint=_near_key(name, model, where))
        elif error["type"] == "missing":
            yield origin.at(*where[:-1]).fault("rule-missing-key", key=name)
        elif error["type"] == "literal_error":
            yield origin.at(*where).fault("rule-bad-choice", key=name, found=found, expected=choices(context))
        elif error["type"] == "string_type" and name in ("number", "version"):
            yield origin.at(*where).fault("rule-quote-number", key=name, found=found)
        elif "form" in context:
            yield origin.at(*where).fault("rule-form", expected=_expected(context["form"], context, error["msg"]))
        else:
            expected = _expected(error["type"], context, error["msg"])
            yield origin.at(*where).fault("rule-bad-value", key=name, found=found, expected=expected)


def _expected(form: str, context: dict[str, Any], otherwise: str) -> Label:
    """What a form asks for, in every language; in the words of the checking library where the catalogues have none."""
    forms = {language: catalogue(language).FORMS.get(form, otherwise) for language in LANGUAGES}
    return {language: text.format(**context) if text != otherwise else text for language, text in forms.items()}


def choices(context: dict[str, Any]) -> tuple[str, ...]:
    """The words that a key may have, from the context of an error about it."""
    return tuple(re.findall(r"'([^']*)'", context["expected"]))


_UNION_STEPS = frozenset(("Text", "str", "Because", "literal['none']", "dict[str,any]"))


def _near_key(name: str, model: type[BaseModel], where: tuple[Any, ...]) -> str:
    from difflib import get_close_matches

    keys = _keys_at(model, where[:-1])
    found = get_close_matches(name, keys, n=1)
    return found[0] if found else ""


def _keys_at(model: type[BaseModel], where: tuple[Any, ...]) -> list[str]:
    """The keys that a mapping at ``where`` may have: the model's fields, followed by name through the schema."""
    schema = model.model_json_schema(by_alias=True)
    node: Any = schema
    for step in where:
        node = _deref(node, schema)
        if isinstance(step, int):
            node = node.get("items", {})
        else:
            node = node.get("properties", {}).get(step) or node.get("additionalProperties") or {}
    node = _deref(node, schema)
    return list(node.get("properties", {}))


def _deref(node: Any, schema: Any) -> Any:
    if not isinstance(node, dict):
        return {}
    for branch in node.get("anyOf", ()):
        if "$ref" in branch or "properties" in branch or "items" in branch:
            node = branch
            break
    while isinstance(node, dict) and "$ref" in node:
        node = schema["$defs"].get(node["$ref"].split("/")[-1], {})
    return node


def _short(value: Any) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else text[:57] + "…"
