"""What a pack itself writes, piece by piece, each with words for people and a key that tells whether it changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from standardcheck.packtools.packset import LoadedPack, where
from standardcheck.packtools.sentences import rule_sentence, shown_value
from standardcheck.ruleset.documents import (
    Clause,
    DerivedEntry,
    DocumentEntry,
    Edition,
    Row,
    Rule,
    Text,
    ValueSet,
)
from standardcheck.ruleset.packs import Origin
from standardcheck.vocabulary.model import Label
from standardcheck.wording import LANGUAGES, sentence

NOTHING: Label = dict.fromkeys(LANGUAGES, "")


class Aspect(NamedTuple):
    """One property of an entry. ``at`` tells several of one name apart: the first day of an edition, a row's keys.

    Two aspects are the same if their ``key`` is; ``raw`` is shown where their words are the same all the same.
    """

    name: str
    at: str
    key: str
    text: Label
    raw: str
    place: str


class Entry(NamedTuple):
    """A rule, a parameter, a document, … of one pack."""

    pack: str
    section: str
    name: str
    title: Label
    place: str
    aspects: tuple[Aspect, ...]


def entries(loaded: LoadedPack) -> Iterator[Entry]:
    """Everything that a pack itself writes (not what it extends), in the order of its files."""
    yield _manifest(loaded)
    for document, file in loaded.pack.files:
        origin = Origin(loaded.id, document, ())
        for name, entry in file.documents.items():
            yield _entry(loaded, "document", name, entry.title, origin.at("documents", name), _document(entry))
        for name, parameter in file.params.items():
            here = origin.at("params", name)
            own = [_plain("label", parameter.label), *_quantity(parameter)]
            editions = _editions(loaded, name, parameter.values, here)
            yield _entry(loaded, "parameter", name, parameter.label, here, [*own, *editions])
        for verb, changed in (("set", file.set), ("tighten", file.tighten)):
            for name, change in changed.items():
                here = origin.at(verb, name)
                label = loaded.resolved.params[name].parameter.label
                yield _entry(loaded, verb, name, label, here, list(_editions(loaded, name, change.values, here)))
        for name, values in file.sets.items():
            yield _entry(loaded, "set_of_values", name, values.label, origin.at("sets", name), _set(loaded, values))
        for name, derived in file.derived.items():
            here = origin.at("derived", name)
            yield _entry(loaded, "derived", name, derived.label, here, _derived(loaded, name, derived))
        for block, rules in (("rules", file.rules), ("replace", file.replace)):
            for at, rule in enumerate(rules):
                yield _entry(loaded, "rule", rule.id, rule.title, origin.at(block, at), _rule(loaded, rule))


def _entry(
    loaded: LoadedPack, section: str, name: str, title: Text, origin: Origin, aspects: list[Aspect] | Iterator[Aspect]
) -> Entry:
    place = where(origin)
    placed = tuple(aspect if aspect.place else aspect._replace(place=place) for aspect in aspects)
    return Entry(loaded.id, section, name, _label(title), place, placed)


def _manifest(loaded: LoadedPack) -> Entry:
    manifest = loaded.pack.manifest
    data = manifest.model_dump(by_alias=True, exclude={"pack", "title", "note"})
    aspects = [_plain("title", manifest.title), _plain("note", manifest.note)]
    aspects += [_plain(key, value) for key, value in data.items()]
    return _entry(loaded, "pack", loaded.id, manifest.title, loaded.pack.manifest_origin, aspects)


def _document(entry: DocumentEntry) -> list[Aspect]:
    data = entry.model_dump(by_alias=True, exclude={"title", "note"})
    return [
        _plain("title", entry.title),
        *(_plain(key, value) for key, value in data.items()),
        _plain("note", entry.note),
    ]


def _quantity(parameter: Any) -> list[Aspect]:
    data = parameter.model_dump(include={"quantity", "of", "unit", "tailorable"}, exclude_none=True)
    return [_plain(key, value) for key, value in data.items()]


def _set(loaded: LoadedPack, entry: ValueSet) -> list[Aspect]:
    labels = loaded.display.vocabulary.enums[entry.of].values
    members = [_aspect("member", value, value, labels[value]) for value in entry.values]
    return [_plain("label", entry.label), _plain("of", entry.of), *members]


def _derived(loaded: LoadedPack, name: str, entry: DerivedEntry) -> list[Aspect]:
    form = loaded.program.derived[name]
    words = loaded.display.label(form.expression)
    return [
        _plain("label", entry.label),
        _plain("for", entry.for_),
        _plain("quantity", entry.quantity),
        _plain("unit", entry.unit),
        _aspect("expression", "", repr(form.expression), words, _raw(entry.model_extra)),
    ]


# -- limits ------------------------------------------------------------------------------------------------------


def _editions(loaded: LoadedPack, name: str, editions: list[Edition], origin: Origin) -> Iterator[Aspect]:
    for at, edition in enumerate(editions):
        here = origin.at("values", at)
        since, place = edition.from_, where(here)
        if edition.value is not None:
            words = _value(loaded, name, edition.value, here)
            yield _aspect("value", since, str(edition.value), words, str(edition.value), place)
        yield _aspect("clause", since, repr(edition.clause), _clause(edition.clause), "", place)
        if edition.to:
            yield _plain("to", edition.to, since)._replace(place=place)
        for index, row in enumerate(edition.table or ()):
            yield _row(loaded, name, since, row, here.at("table", index))


def _row(loaded: LoadedPack, name: str, since: str, row: Row, here: Origin) -> Aspect:
    raw = _raw(row.when)
    if row.undecided is not None:
        value = {lang: sentence(lang, "sentences", "undecided", {"why": _label(row.undecided)}) for lang in LANGUAGES}
    else:
        value = _value(loaded, name, row.value, here)
    keys = _keys(loaded, name, since, here, raw)
    words = {lang: sentence(lang, "sentences", "row", {"when": keys, "value": value}) for lang in LANGUAGES}
    key = _raw({"value": row.value, "undecided": row.undecided.model_dump() if row.undecided else None})
    return _aspect("row", f"{since} {raw}", key, words, f"{raw}: {key}", where(here))


def _keys(loaded: LoadedPack, name: str, since: str, here: Origin, raw: str) -> Label:
    """The keys of a row in words; as written where no rule uses the table, so that nobody said what it is seen from."""
    seen = next(iter(loaded.program.tables.get(name, {}).values()), ())
    parameter = loaded.program.params[name]
    for edition, rows in zip(parameter.editions, seen, strict=False):
        index = here.path[-1]
        if edition.since == since and edition.origin[0] == loaded.id and isinstance(index, int) and index < len(rows):
            return loaded.display.phrase(rows[index].when)
    return dict.fromkeys(LANGUAGES, raw)


def _value(loaded: LoadedPack, name: str, value: Any, here: Origin) -> Label:
    parameter = loaded.program.params[name]
    if isinstance(value, str) and parameter.enum:
        return shown_value(loaded.display, parameter, value)
    return dict.fromkeys(LANGUAGES, str(value).lower() if isinstance(value, bool) else str(value))


# -- rules -------------------------------------------------------------------------------------------------------


def _rule(loaded: LoadedPack, rule: Rule) -> list[Aspect]:
    form = next(form for form in loaded.program.rules if form.id == rule.id)
    meaning = (form.kind, form.parent, form.through, form.applies, form.require, form.manual, form.question)
    conditions = rule.model_dump(by_alias=True, include={"for_", "applies", "require", "question", "exceptions"})
    force = {lang: sentence(lang, "forces", rule.force, {}) for lang in LANGUAGES}
    return [
        _aspect("clause", "", repr(rule.clause), _clause(rule.clause)),
        _aspect("force", "", rule.force, force, rule.force),
        _plain("modifiers", rule.modifiers),
        _plain("grade", rule.grade),
        _plain("title", rule.title),
        _aspect(
            "conditions", "", repr((meaning, form.allowances)), rule_sentence(loaded.display, form), _raw(conditions)
        ),
        _plain("from", form.since),
        _plain("to", form.until),
        _plain("ledger", rule.ledger),
        _plain("note", rule.note),
        _plain("remedy", rule.remedy),
        _plain("replaceable", rule.replaceable or None),
    ]


# -- small things ------------------------------------------------------------------------------------------------


def _aspect(name: str, at: str, key: str, text: Label, raw: str = "", place: str = "") -> Aspect:
    return Aspect(name, at, key, text, raw or key, place)


def _plain(name: str, value: Any, at: str = "") -> Aspect:
    """A property that is shown as it is written."""
    if isinstance(value, Text):
        return _aspect(name, at, _raw(value.model_dump()), _label(value))
    if value is None or value in ("", [], {}):
        return _aspect(name, at, "", NOTHING)
    text = value if isinstance(value, str) else ", ".join(value) if _is_words(value) else _raw(value)
    return _aspect(name, at, _raw(value), dict.fromkeys(LANGUAGES, text))


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _raw(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _label(text: Text) -> Label:
    return {"zh": text.zh, "en": text.en}


def _clause(clause: Clause) -> Label:
    return dict.fromkeys(LANGUAGES, f"{clause.document} {clause.number}")
