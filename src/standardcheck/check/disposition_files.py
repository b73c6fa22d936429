"""Files of waivers, decisions and known violations: read strictly, every fault at once, and written again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from standardcheck.check.dispositions import Decision, Given, Known, Waiver
from standardcheck.errors import Fault, InvalidDispositions, UsageError
from standardcheck.ruleset.packs import choices
from standardcheck.source import Document, read_file, read_json, read_source
from standardcheck.vocabulary.dates import is_date

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

Source: TypeAlias = "str | Path | bytes | dict[str, Any] | Document"
"""A file by its path; its bytes; or plain data."""

Step: TypeAlias = "str | int"

_DAYS = ("granted", "expires", "when")
_TEXTS = ("reason", "authority", "who", "remark", "plan")


def read_given(
    waivers: Source | None = None,
    decisions: Source | None = None,
    baseline: Source | None = None,
    today: str | date | None = None,
) -> Given:
    """Everything to be laid over a report. Raises ``UnreadableSource`` or ``InvalidDispositions`` for a file that
    cannot be used as it is, with all that is wrong in it; ``UsageError`` for a ``today`` that is no day."""
    return Given(
        read_waivers(waivers) if waivers is not None else (),
        read_decisions(decisions) if decisions is not None else (),
        read_baseline(baseline) if baseline is not None else None,
        day_of(today),
    )


def day_of(today: str | date | None) -> str | None:
    """A day as text. Raises ``UsageError`` if it is none."""
    if isinstance(today, date):
        return date(today.year, today.month, today.day).isoformat()
    if today is not None and not is_date(today):
        raise UsageError("bad-today", found=today)
    return today


def read_waivers(source: Source) -> tuple[Waiver, ...]:
    """The entries of a file of waivers."""
    from standardcheck.check.disposition_documents import WaiverFile

    document = _document(source, "waivers")
    checked = _Checked(document)
    parsed = checked.parsed(WaiverFile)
    for at, entry in enumerate(checked.entries("waivers")):
        checked.days(("waivers", at), entry)
        days = [entry.get("granted"), entry.get("expires")]
        if all(map(_is_day, days)) and days != sorted(days, key=str):
            checked.fault(("waivers", at, "expires"), "waiver-dates", granted=days[0], expires=days[1])
    checked.raise_faults()
    return tuple(
        Waiver(
            entry.rule,
            entry.subject,
            (entry.clause.document, entry.clause.number),
            entry.reason,
            entry.authority,
            entry.granted,
            entry.expires,
            document.place(("waivers", at)),
        )
        for at, entry in enumerate(parsed.waivers)
    )


def read_decisions(source: Source) -> tuple[Decision, ...]:
    """The entries of a file of decisions. Two answers to one question are a fault."""
    from standardcheck.check.disposition_documents import DecisionFile

    document = _document(source, "decisions")
    checked = _Checked(document)
    parsed = checked.parsed(DecisionFile)
    seen: dict[tuple[str, str], int] = {}
    for at, entry in enumerate(checked.entries("decisions")):
        checked.days(("decisions", at), entry)
        key = str(entry.get("rule")), str(entry.get("subject"))
        first = document.place(("decisions", seen.setdefault(key, at)))
        if seen[key] != at:
            checked.fault(("decisions", at), "decision-twice", rule=key[0], subject=key[1], first=str(first))
    checked.raise_faults()
    return tuple(
        Decision(**entry.model_dump(), place=document.place(("decisions", at)))
        for at, entry in enumerate(parsed.decisions)
    )


def read_baseline(source: Source) -> frozenset[Known]:
    """The violations that a baseline lists."""
    from standardcheck.check.disposition_documents import BaselineFile

    checked = _Checked(_document(source, "baseline"))
    parsed = checked.parsed(BaselineFile)
    checked.raise_faults()
    return frozenset(Known(entry.plan, entry.rule, entry.subject, entry.fingerprint) for entry in parsed.violations)


# -- writing -----------------------------------------------------------------------------------------------------


def baseline_text(entries: Iterable[Known]) -> str:
    """A baseline as a file: sorted, an entry a line, the same bytes for the same entries."""
    lines = [json.dumps(entry._asdict(), ensure_ascii=False) for entry in sorted(entries)]
    body = "[\n  " + ",\n  ".join(lines) + "\n ]" if lines else "[]"
    return f'{{\n "baseline_version": "1",\n "violations": {body}\n}}\n'


def decisions_text(entries: Iterable[Decision]) -> str:
    """Decisions as a file."""
    import yaml

    listed = [{name: getattr(entry, name) for name in Decision._fields[:-1]} for entry in entries]
    for entry in listed:
        if not entry["remark"]:
            del entry["remark"]
    text: str = yaml.dump({"decisions": listed}, Dumper=_dumper(), allow_unicode=True, sort_keys=False, width=110)
    return text


def _dumper() -> Any:
    """Text in double quotes unless it is a plain word, so that it is read as the text that it is."""
    import yaml

    class Dumper(yaml.SafeDumper):
        pass

    def text(dumper: Any, value: str) -> Any:
        plain = value.isascii() and value.replace("_", "").replace(".", "").replace("-", "").isalpha()
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if plain else '"')

    Dumper.add_representer(str, text)
    return Dumper


# -- reading -----------------------------------------------------------------------------------------------------


def _document(source: Source, name: str) -> Document:
    if isinstance(source, Document):
        return source
    if isinstance(source, dict):
        return read_json(json.dumps(source, allow_nan=False).encode(), name)
    return read_source(source, name) if isinstance(source, bytes) else read_file(source)


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and is_date(value)


class _Checked:
    """A document held against its model; every fault with its place."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.faults: list[Fault] = []

    def parsed(self, model: type[BaseModel]) -> Any:
        """The entries, or nothing if there are faults: :meth:`raise_faults` is called before anybody uses it."""
        from pydantic import ValidationError

        try:
            return model.model_validate(self.document.data)
        except ValidationError as invalid:
            self._form(invalid, model)
            return None

    def entries(self, name: str) -> Iterator[dict[str, Any]]:
        """The entries as they were written, those that are no mapping as empty ones."""
        listed = self.document.data.get(name) if isinstance(self.document.data, dict) else None
        for entry in listed if isinstance(listed, list) else ():
            yield entry if isinstance(entry, dict) else {}

    def days(self, path: tuple[Step, ...], entry: dict[str, Any]) -> None:
        """Days have the form of one by the model; here they must be in the calendar."""
        for name in _DAYS:
            if name in entry and not _is_day(entry[name]):
                self.fault((*path, name), "disposition-day", key=name, found=_short(entry[name]))

    def fault(self, path: tuple[Step, ...], code: str, key_itself: bool = False, /, **args: Any) -> None:
        """Remember a fault at its place."""
        place = self.document.place(path, key=key_itself)
        self.faults.append(Fault(code, args, place, self.document.line_text(place.line)))

    def raise_faults(self) -> None:
        """Raises ``InvalidDispositions`` if there are any."""
        if self.faults:
            ordered = sorted(
                self.faults, key=lambda f: (f.place.line, f.place.column, f.code) if f.place else (0, 0, "")
            )
            raise InvalidDispositions(ordered)

    def _form(self, invalid: ValidationError, model: type[BaseModel]) -> None:
        from standardcheck.hints import near

        for error in invalid.errors(include_url=False):
            where, kind = error["loc"], error["type"]
            name, found = str(where[-1]) if where else "", _short(error.get("input"))
            if kind == "extra_forbidden":
                self.fault(where, "rule-unknown-key", True, key=name, hint=near(name, _keys(model)))
            elif kind == "missing":
                self.fault(where[:-1], "rule-missing-key", key=name)
            elif kind == "literal_error":
                self.fault(where, "rule-bad-choice", key=name, found=found, expected=choices(error["ctx"]))
            elif name == "number":
                self.fault(where, "rule-quote-number", key=name, found=found)
            elif name not in _DAYS:
                self.fault(where, _form_code(where), key=name or "file", found=found)


def _form_code(where: tuple[Step, ...]) -> str:
    """Which sentence says what was expected at a place."""
    name = where[-1] if where else ""
    if name in _TEXTS:
        return "disposition-text"
    if name in ("rule", "document", "subject", "evidence", "fingerprint"):
        return f"disposition-{'rule' if name == 'document' else name}"
    return "disposition-list" if len(where) == 1 else "disposition-mapping"


def _keys(model: type[BaseModel]) -> list[str]:
    """Every key that a file of this kind may have anywhere."""
    schema = model.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return list(dict.fromkeys(key for part in parts for key in part.get("properties", {})))


def _short(value: Any) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else text[:57] + "…"
