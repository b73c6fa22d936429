"""One line of NDJSON in, one line of results out."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

import orjson

from standardcheck.check.digest import Digester
from standardcheck.check.engines import ByDay, engines
from standardcheck.check.run import EARLY, Selector, caps_of, date_of_judgement, encoded_later, text_at
from standardcheck.check.verdict import count, names
from standardcheck.compiler.form import Program
from standardcheck.compiler.generated.engine import Engine
from standardcheck.compiler.generated.runtime import DROPPED, NOT_APPLICABLE_CODE
from standardcheck.compiler.library import RuleSet
from standardcheck.errors import Fault, FaultyInput, UsageError
from standardcheck.plan.fast_conform import FastConform
from standardcheck.plan.model import Plan
from standardcheck.plan.typed import TypedReader
from standardcheck.source import read_json
from standardcheck.source.json_text import every_key_kept, plainly_written, within_bounds
from standardcheck.wording import LANGUAGES

UNREADABLE = "unreadable"
_CHOICES_KEPT = 10_000


class _Ready(NamedTuple):
    """What judges the plans of a place on a day; ``later``: rules that are encoded from a later edition on."""

    digester: Digester
    caps: tuple[str, ...]
    later: Engine | None


class LineChecker:
    """Checks plans that come as lines. Keeps nothing of a plan; not to be shared between threads."""

    def __init__(
        self,
        rules: RuleSet,
        as_of: str | None,
        select: Selector | None = None,
        fail_on: Collection[str] = (),
    ) -> None:
        self.rules = rules
        self.as_of = as_of
        self.select = select
        self.fail_on = fail_on
        self.fast = FastConform(rules.conform)
        self.typed = TypedReader(self.fast)
        self.digesters = ByDay(self._digester)
        self.later = ByDay(self._encoded_later)
        self._ready: dict[tuple[str | None, str], _Ready] = {}
        self._chosen: dict[tuple[str | None, str], tuple[Program, tuple[str, ...]]] = {}

    def _digester(self, program: Program, day: str) -> Digester:
        engine = engines(self.rules).of(program, day)
        if self.select is None:
            return Digester(engine)
        chosen = [rule for rule in engine.rules if self.select(rule)]
        narrowed = Engine(program, self.rules.vocabulary, day, chosen)
        return Digester(narrowed, partial=len(chosen) < len(engine.rules))

    def _encoded_later(self, program: Program, day: str) -> Engine | None:
        later = encoded_later(program, day, self.select)
        return Engine(program, self.rules.vocabulary, day, later) if later else None

    def check(self, number: int, line: bytes) -> tuple[str, bool, bytes]:
        """The verdict (or ``unreadable``), whether something came out that ``fail_on`` names, and the line of
        results."""
        try:
            data, faults = self.read(number, line)
            head = self._head(number, data)
            day, code = self._day(number, data), text_at(data, self.rules.vocabulary.pack_code_path)
            digester, caps, later = self._ready.get((code, day)) or self._make_ready(code, day)
            if later is not None:
                caps += early_cap(later, data)
            found = digester.digest(data, len(faults), caps)
        except FaultyInput as faulty:
            return UNREADABLE, False, error_line(number, [fault_data(fault) for fault in faulty.faults])
        except UsageError as usage:
            return UNREADABLE, False, error_line(number, [_said(usage.code, usage.message)])
        except Exception as fault:  # one plan must not stop the rest
            return (
                UNREADABLE,
                False,
                error_line(number, [fault_data(Fault("line-crashed", {"error": f"{type(fault).__name__}: {fault}"}))]),
            )
        if digester.partial:
            head["partial"] = True
        if faults:
            head["faults"] = [fault_data(fault) for fault in faults]
        fails = bool(self.fail_on) and names(count(found.kinds, 0), self.fail_on)
        head["as_of"] = day
        return found.verdict, fails, b"%b,%b}\n" % (orjson.dumps(head)[:-1], found.text.encode())

    def read(self, number: int, line: bytes) -> tuple[dict[str, Any], tuple[Fault, ...]]:
        """The checked data of a plan and its faults. Raises ``UnreadableSource``."""
        if within_bounds(line):
            data = self.typed(line)
            if data is None and plainly_written(line):
                data = self._read_fast(line)
            if data is not None:
                return data, ()
        return self._read_carefully(number, line)

    def _read_fast(self, line: bytes) -> dict[str, Any] | None:
        try:
            data = orjson.loads(line)
        except orjson.JSONDecodeError:
            return None
        keys = None if type(data) is not dict else self.fast(data)
        return data if keys is not None and every_key_kept(line, keys) else None

    def _read_carefully(self, number: int, line: bytes) -> tuple[dict[str, Any], tuple[Fault, ...]]:
        document = read_json(line, f"line {number}")
        data, faults = self.rules.conform(document.data)
        return data, tuple(fault for _, fault in faults)

    def _head(self, number: int, data: dict[str, Any]) -> dict[str, Any]:
        root = self.rules.vocabulary.kinds[self.rules.vocabulary.root]
        return {
            "line": number,
            "id": text_at(data, (root.identity,)) if root.identity else None,
            "title": text_at(data, (root.title,)) if root.title else None,
        }

    def _day(self, number: int, data: dict[str, Any]) -> str:
        if self.as_of is not None:
            return self.as_of
        own = text_at(data, self.rules.vocabulary.as_of_path)
        if own is not None:
            return own
        return date_of_judgement(Plan(f"line {number}", data, (), ""), self.rules, None)[0]

    def _make_ready(self, code: str | None, day: str) -> _Ready:
        program, caps = self._choice(code, day)
        later = self.later.of(program, day) if EARLY not in caps else None
        made = _Ready(self.digesters.of(program, day), caps, later)
        if len(self._ready) < _CHOICES_KEPT:
            self._ready[code, day] = made
        return made

    def _choice(self, code: str | None, day: str) -> tuple[Program, tuple[str, ...]]:
        found = self._chosen.get((code, day))
        if found is None:
            choice = self.rules.choose(code, day)
            program = self.rules.program(choice.pack)
            found = program, tuple(caps_of(self.rules, program, choice, code, day))
            if len(self._chosen) < _CHOICES_KEPT:
                self._chosen[code, day] = found
        return found


def early_cap(later: Engine, data: dict[str, Any]) -> tuple[str, ...]:
    """As ``check.run.early_cap``."""
    outcomes = (block[2] for blocks in later.run(data) for block in blocks)
    return (EARLY,) if any(code not in (NOT_APPLICABLE_CODE, DROPPED) for row in outcomes for code in row) else ()


def error_line(number: int, faults: list[dict[str, Any]]) -> bytes:
    """The line of a plan that could not be checked."""
    return orjson.dumps({"line": number, "error": faults}) + b"\n"


def fault_data(fault: Fault) -> dict[str, Any]:
    """A fault as data; of its place, the column is what tells within a line."""
    place = {"column": fault.place.column} if fault.place else {}
    pointer = {"pointer": fault.pointer} if fault.pointer else {}
    return {**_said(fault.code, fault.message), **pointer, **place}


def _said(code: str, message: Any) -> dict[str, Any]:
    return {"code": code, "message": {language: message(language) for language in LANGUAGES}}


def killed_line(number: int) -> bytes:
    """The line of a plan that took its worker down."""
    return error_line(number, [fault_data(Fault("worker-killed", {}))])
