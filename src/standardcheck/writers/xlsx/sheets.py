"""What stands in the sheets. Findings are sorted by plan and by what somebody does about them, so that a count can
lead to its rows; a fact leads to the pairs of facts and findings, and each pair to its finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from standardcheck.wording import catalogue
from standardcheck.writers.common import Words, fault_place, faults, shortened
from standardcheck.writers.layout import one_line
from standardcheck.writers.missing import SECTIONS, Missing, missing_facts, object_at, objects_of, section_of
from standardcheck.writers.xlsx import figures
from standardcheck.writers.xlsx.book import Book, Link, Value, columns_of

Data = dict[str, Any]
TOP = 3
"""The row of the heading in the summary; above it stand title, tool and what is listed."""

_COLOURS = {"change": "bad", "wait": "open", "judge": "open", "advice": "advice", "settled": "quiet"}
_COLOURS |= {"passed": "good", "idle": "quiet"}
_COUNTED = ("change", "wait", "judge", "advice", "settled", "passed", "idle")
_SUMMARY = {"number": 6, "plan": 26, "file": 20, "place": 13, "as_of": 11, "packs": 18, "verdict": 12}
_SUMMARY |= {
    **dict.fromkeys(_COUNTED, 9),
    "missing_count": 9,
    "fault_count": 9,
    "partial": 10,
    "caps": 30,
    "digest": 30,
}
_FINDINGS = {"number": 6, "section": 11, "severity": 9, "plan": 18, "object": 26, "document_number": 16, "clause": 9}
_FINDINGS |= {"title": 24, "message": 44, "remedy": 28, "outcome": 11, "force": 8, "document": 26, "quantity": 18}
_FINDINGS |= {"measured": 11, "measured_unit": 10, "required": 18, "limit": 10, "limit_unit": 10, "margin": 11}
_FINDINGS |= {"percent": 10, "needs": 10, "disposition": 12, "claims": 24, "source": 22, "note": 32}
_FINDINGS |= {"file": 26, "line": 7, "column": 7, "rule": 28, "ledger": 12, "grade": 8, "fingerprint": 19}
_MISSING = {"number": 7, "plan": 22, "object": 30, "fact": 24, "how": 40, "values": 24, "binding": 11, "waiting": 11}
_MISSING |= {"clauses": 48, "path": 40, "file": 26, "line": 7}
_PAIRS = {"fact_row": 9, "fact": 28, "result_row": 9, "outcome": 11, "severity": 10, "clause": 26, "title": 34}
_PAIRS |= {"object": 32}
_FAULTS = {"number": 7, "plan": 26, "file": 30, "line": 7, "column": 7, "code": 20, "message": 60, "path": 34}
_FAULTS |= {"line_text": 44}


_PRINTED = {"digest": len(_SUMMARY) - 1, "fingerprint": list(_FINDINGS).index("remedy") + 1}
"""How many columns are printed, by the last column of a sheet; else all."""


class Listed(NamedTuple):
    """A finding with its plan, section and row in the sheet of findings."""

    plan: int
    section: str
    finding: Data
    row: int


class Asked(NamedTuple):
    """A missing fact with its plan, its row, and its rows in the sheet of pairs."""

    plan: int
    missing: Missing
    row: int
    pairs: tuple[int, int]


def workbook(data: Data, language: str, every: bool) -> bytes:
    """The file for a report."""
    return _Sheets(data, language, every).bytes()


class _Sheets:
    def __init__(self, data: Data, language: str, every: bool) -> None:
        self.data, self.words, self.every = data, Words(language), every
        self.say: dict[str, str] = catalogue(language).WORKBOOK
        self.plans: list[Data] = data["plans"]
        self.listed = list(self._listed())
        self.asked = list(self._asked())
        self.spans: dict[tuple[int, str], list[int]] = {}
        for each in self.listed:
            self.spans.setdefault((each.plan, each.section), []).append(each.row)
        self.facts: dict[int, list[int]] = {}
        for fact in self.asked:
            self.facts.setdefault(fact.plan, []).append(fact.row)
        self.known = [objects_of(plan["findings"]) for plan in self.plans]
        self.rows = {(each.plan, each.finding["fingerprint"]): each.row for each in self.listed}
        self.first_need = {(each.plan, each.missing.need["path"]): each.row for each in self.asked}
        self.book = Book(self.say["cut"], self.say["rows_cut"])

    def bytes(self) -> bytes:
        tool = self.data["tool"]
        footer = shortened(one_line(f"{tool['name']} {tool['version']}"), 80)
        sheets = {name: self.book.sheet(self.say[name], footer) for name in ("summary", "findings", "missing", "pairs")}
        self._summary(sheets["summary"])
        self._findings(sheets["findings"])
        self._table(sheets["missing"], 0, _MISSING, map(self._fact, self.asked))
        self._table(sheets["pairs"], 0, _PAIRS, self._pairs())
        found = list(faults(self.data))
        if found:
            self._table(self.book.sheet(self.say["faults"], footer), 0, _FAULTS, self._faults(found))
        return self.book.bytes()

    def _table(self, sheet: Any, top: int, widths: dict[str, int], rows: Iterator[list[Value]] | Any) -> int:
        made = list(rows)
        printed = _PRINTED.get(list(widths)[-1], len(widths))
        self.book.table(sheet, top, columns_of(self.say.__getitem__, widths), made, printed)
        return len(made)

    # -- rows ----------------------------------------------------------------------------------------------------

    def _listed(self) -> Iterator[Listed]:
        row = 0
        for at, plan in enumerate(self.plans):
            found = [(section_of(finding), finding) for finding in plan["findings"]]
            for section in SECTIONS if self.every else SECTIONS[:-2]:
                for finding in (finding for named, finding in found if named == section):
                    row += 1
                    yield Listed(at, section, finding, row)

    def _asked(self) -> Iterator[Asked]:
        row, pair = 0, 1
        waiting: dict[int, list[Data]] = {}
        for each in self.listed:
            if each.section == "wait":
                waiting.setdefault(each.plan, []).append(each.finding)
        for at, findings in waiting.items():
            for missing in missing_facts(findings):
                row += 1
                yield Asked(at, missing, row, (pair, pair + len(missing.waiting) - 1))
                pair += len(missing.waiting)

    # -- summary -------------------------------------------------------------------------------------------------

    def _summary(self, sheet: Any) -> None:
        tool, digest = self.data["tool"], self.data["rule_set"]["digest"]
        made = self.say["made"].format(tool=tool["name"], version=tool["version"], digest=digest)
        lines = (made, self.say["help"] if self.every else self.say["help_open"], self._left_out())
        number = self._table(sheet, TOP, _SUMMARY, map(self._plan, range(len(self.plans))))
        for at, line in enumerate(lines):
            sheet.write_string(at, 0, self.book.fitted(line))
        column = list(_SUMMARY).index("verdict")
        verdicts = dict(zip(("compliant", "non_compliant", "undetermined"), ("good", "bad", "open"), strict=True))
        colours = {self.words.verdicts[name]: colour for name, colour in verdicts.items()}
        self.book.colour(sheet, TOP + 1, TOP + number, column, colours)

    def _left_out(self) -> str:
        number = sum(entry["number"] for plan in self.plans for entry in plan.get("left_out", ()))
        return self.say["left_out"].format(number=number) if number else ""

    def _plan(self, at: int) -> list[Value]:
        plan, words = self.plans[at], self.words
        place = plan.get("place")
        counts: list[Value] = [self._count(at, section) for section in _COUNTED]
        asked = self.facts.get(at, [])
        return [
            at + 1,
            plan["title"] or "",
            plan["file"],
            f"{place['code']} {words.of(place['label'])}" if place else "",
            plan["as_of"]["date"],
            words.comma.join(f"{pack['id']} {pack['version']}" for pack in plan["packs"]),
            words.verdicts[plan["verdict"]],
            *counts,
            Link(len(asked), self.say["missing"], min(asked, default=0), max(asked, default=0)),
            plan["counts"]["faults"],
            self.say["part" if plan["partial"] else "whole"],
            words.comma.join(words.of(cap["message"]) for cap in plan["caps"]),
            plan["digest"],
        ]

    def _count(self, at: int, section: str) -> Value:
        rows = self.spans.get((at, section))
        if rows:
            return Link(len(rows), self.say["findings"], rows[0], rows[-1])
        outcome = {"passed": "pass", "idle": "not_applicable"}.get(section)
        counts: dict[str, int] = self.plans[at]["counts"]["outcomes"]
        return counts[outcome] if outcome else 0

    # -- findings ------------------------------------------------------------------------------------------------

    def _findings(self, sheet: Any) -> None:
        number = self._table(sheet, 0, _FINDINGS, map(self._finding, self.listed))
        colours = {self.say[section]: colour for section, colour in _COLOURS.items()}
        self.book.colour(sheet, 1, number, list(_FINDINGS).index("section"), colours)
        severities = {"violation": "bad", "advice": "advice", "note": "quiet"}
        outcomes = {"fail": "bad", "unknown": "open", "manual": "open", "error": "bad", "pass": "good"}
        for key, names, kinds in (
            ("severity", {kind: self.say[f"weight_{kind}"] for kind in severities}, severities),
            ("outcome", self.words.outcomes, outcomes),
        ):
            coloured = {names[kind]: colour for kind, colour in kinds.items()}
            self.book.colour(sheet, 1, number, list(_FINDINGS).index(key), coloured)

    def _finding(self, listed: Listed) -> list[Value]:
        finding, words, plan = listed.finding, self.words, self.plans[listed.plan]
        document = plan["documents"][finding["clause"]["document"]]
        done = finding["disposition"]
        return [
            listed.row,
            self.say[listed.section],
            self.say[f"weight_{finding['severity']}"],
            plan["title"] or plan["file"],
            words.of(finding["subject"]["label"]),
            document["number"],
            finding["clause"]["number"],
            words.of(finding["title"]),
            words.of(finding["message"]),
            words.comma.join(map(words.of, finding.get("remedy", ()))),
            words.outcomes[finding["outcome"]],
            words.forces[finding["force"]],
            words.of(document["title"]),
            *self._figures(finding),
            self._needs(listed),
            "" if done == "open" else words.formats[done],
            words.comma.join(
                f"{words.of(claim['label'])}: {words.of(claim['measured']['text'])}"
                for claim in finding.get("rests_on", ())
            ),
            self._sources(finding),
            words.of(finding["note"]) if "note" in finding else "",
            finding["position"]["file"],
            finding["position"]["line"],
            finding["position"]["column"],
            finding["rule"],
            " ".join(finding["ledger"]),
            finding["grade"],
            finding["fingerprint"],
        ]

    def _figures(self, finding: Data) -> list[Value]:
        """The comparison, where the finding has one only: of several, none stands for the finding."""
        if len(finding["evidence"]) != 1:
            return [None] * 8
        (leaf,), language = finding["evidence"], self.words.language
        value, limit = figures.measured(leaf, language), figures.limit(leaf, language)
        return [
            self.words.of(leaf["label"]),
            value.number if value.number is not None else self.words.of(leaf["measured"]["text"]),
            value.unit,
            "" if leaf["negated"] else self.words.of(leaf["required"]["text"]),
            None if leaf["negated"] else limit.number,
            "" if leaf["negated"] else limit.unit,
            figures.margin(leaf, language).number,
            figures.percent(leaf),
        ]

    def _needs(self, listed: Listed) -> Value:
        rows = [self.first_need.get((listed.plan, need["path"])) for need in listed.finding["needs"]]
        known = [row for row in rows if row is not None]
        if not known:
            return len(rows) or None
        return Link(len(rows), self.say["missing"], known[0], known[0])

    def _sources(self, finding: Data) -> str:
        sources = [leaf["source"] for leaf in finding["evidence"] if "source" in leaf]
        return self.words.comma.join(
            self.words.comma.join(str(source[key]) for key in ("source", "page", "as_of", "note") if key in source)
            for source in sources
        )

    # -- missing facts and faults --------------------------------------------------------------------------------

    def _fact(self, asked: Asked) -> list[Value]:
        words, plan, missing = self.words, self.plans[asked.plan], asked.missing
        need, known = missing.need, self.known[asked.plan]
        pointer = object_at(need["path"], known)
        clauses = dict.fromkeys(words.clause(plan, finding) for finding in missing.waiting)
        return [
            asked.row,
            plan["title"] or plan["file"],
            words.of(known[pointer]) if pointer in known else "",
            words.of(need["label"]),
            words.of(need["help"]) if "help" in need else "",
            words.comma.join(need.get("values", ())),
            missing.binding,
            Link(len(missing.waiting), self.say["pairs"], *asked.pairs),
            words.comma.join(clauses),
            need["path"],
            need["position"]["file"],
            need["position"]["line"],
        ]

    def _pairs(self) -> Iterator[list[Value]]:
        words = self.words
        for asked in self.asked:
            for finding in asked.missing.waiting:
                row = self.rows[asked.plan, finding["fingerprint"]]
                yield [
                    Link(asked.row, self.say["missing"], asked.row, asked.row),
                    words.of(asked.missing.need["label"]),
                    Link(row, self.say["findings"], row, row),
                    words.outcomes[finding["outcome"]],
                    self.say[f"weight_{finding['severity']}"],
                    words.clause(self.plans[asked.plan], finding),
                    words.of(finding["title"]),
                    words.of(finding["subject"]["label"]),
                ]

    def _faults(self, found: list[tuple[str, Data, bool]]) -> Iterator[list[Value]]:
        titles = {plan["file"]: plan["title"] or "" for plan in self.plans}
        for at, (file, fault, readable) in enumerate(found, 1):
            place = fault_place(file, fault)
            message = self.words.of(fault["message"])
            yield [
                at,
                titles.get(file, ""),
                place["file"],
                place["line"],
                place["column"],
                fault["code"],
                message if readable else f"{self.say['unread']}: {message}",
                fault["pointer"] or "",
                fault["line_text"] or "",
            ]
