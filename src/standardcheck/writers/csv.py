"""CSV: a row a finding. For spreadsheets by default; with ``raw``, for programs.

A spreadsheet would run a cell that begins like a formula: an apostrophe before it keeps it text. It breaks a cell
of more than 32,767 characters into a next row, where it would be read anew: such cells are cut. ``raw`` does neither,
has no byte-order mark, and column names and words of the report format instead of translated ones.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

from standardcheck.wording import catalogue
from standardcheck.writers.common import DEFAULT_LANGUAGE, OPEN_OUTCOMES, Data, Words, fault_place, faults, shortened
from standardcheck.writers.common import wants as _wants
from standardcheck.writers.layout import harmless, one_line

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?")
_CELL = 32_000


def wants(options: Data) -> Data:
    """Findings that somebody has to act on, unless asked for all; no trees."""
    return _wants(options, complete=bool(options.get("every")))


def write(
    data: Data, *, language: str = DEFAULT_LANGUAGE, every: bool = False, raw: bool = False, **_: Any
) -> Iterator[str]:
    """The table, faults first. ``every`` has passes and what does not apply, too."""
    table = _Table(language, raw)
    yield "" if raw else "\ufeff"
    yield table.line(table.head())
    for row in table.faults(data):
        yield table.line(row)
    for plan in data["plans"]:
        for finding in plan["findings"]:
            if every or finding["outcome"] in OPEN_OUTCOMES:
                yield table.line(table.finding(plan, finding))


class _Table:
    def __init__(self, language: str, raw: bool) -> None:
        self.words, self.raw = Words(language), raw
        self.columns: dict[str, str] = catalogue(language).COLUMNS

    def head(self) -> Data:
        return {name: name if self.raw else text for name, text in self.columns.items()}

    def line(self, row: Data) -> str:
        stream = StringIO()
        writing = csv.writer(stream, quoting=csv.QUOTE_ALL if self.raw else csv.QUOTE_MINIMAL, lineterminator="\n")
        writing.writerow([self._cell(row.get(name, "")) for name in self.columns])
        return stream.getvalue()

    def _cell(self, value: Any) -> str:
        text = harmless(str(value))
        if self.raw:
            return text
        text = shortened(text, _CELL)
        return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text

    def faults(self, data: Data) -> Iterator[Data]:
        titles = {plan["file"]: plan["title"] or "" for plan in data["plans"]}
        for file, fault, readable in faults(data):
            place = fault_place(file, fault)
            message = self.words.of(fault["message"])
            yield {
                "file": file,
                "plan": titles.get(file, ""),
                "rule": fault["code"],
                "outcome": self._word(self.words.outcomes, "error"),
                "pointer": fault["pointer"] or "",
                "line": place["line"],
                "column": place["column"],
                "message": self.words.say("fault" if readable else "unreadable", message=message),
            }

    def finding(self, plan: Data, finding: Data) -> Data:
        words = self.words
        document = plan["documents"][finding["clause"]["document"]]
        first = finding["evidence"][0] if finding["evidence"] else {}
        margin = first.get("margin", {})
        named = {} if self.raw else words.formats
        return {
            "file": plan["file"],
            "plan": plan["title"] or "",
            "as_of": plan["as_of"]["date"],
            "verdict": self._word(words.verdicts, plan["verdict"]),
            "document": finding["clause"]["document"] if self.raw else words.of(document["title"]),
            "clause": finding["clause"]["number"],
            "rule": finding["rule"],
            "ledger": " ".join(finding["ledger"]),
            "title": words.of(finding["title"]),
            "force": self._word(words.forces, finding["force"]),
            "severity": self._word(words.severities, finding["severity"]),
            "grade": finding["grade"],
            "outcome": self._word(words.outcomes, finding["outcome"]),
            "disposition": named.get(finding["disposition"], finding["disposition"] if self.raw else ""),
            "answer": words.answered(finding),
            "object": words.of(finding["subject"]["label"]),
            "pointer": finding["subject"]["pointer"],
            "line": finding["position"]["line"],
            "column": finding["position"]["column"],
            "message": words.of(finding["message"]),
            "measured": words.of(first["measured"]["text"]) if first else "",
            "required": words.of(first["required"]["text"]) if first else "",
            "margin": _amount(words.of(margin["text"])) if "text" in margin else "",
            "percent": margin.get("percent", "").removesuffix("%").strip(),
            "needs": "; ".join(f"{words.of(need['label'])} {one_line(need['path'])}" for need in finding["needs"]),
            "remedy": "; ".join(map(words.of, finding.get("remedy", ()))),
            "note": words.of(finding["note"]) if "note" in finding else "",
            "fingerprint": finding["fingerprint"],
        }

    def _word(self, names: dict[str, str], key: str) -> str:
        return key if self.raw else names[key]


def _amount(text: str) -> str:
    """A margin without its unit, which the measured value has: a cell may then hold its sign."""
    number = text.partition(" ")[0]
    return number if _NUMBER.fullmatch(number) else text
