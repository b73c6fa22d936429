"""Markdown for a comment on a pull request: the verdict, what must be mended, what must be supplied.

GitHub takes 65,536 characters; what does not fit is left out from the end, and counted in a last line. Text from a
plan is escaped: it makes no markup, no link, and calls nobody by ``@name``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from standardcheck.wording import catalogue
from standardcheck.writers.common import DEFAULT_LANGUAGE, Data, Words, decided, fault_place, settled, shortened
from standardcheck.writers.common import wants as _wants
from standardcheck.writers.layout import one_line

LIMIT = 65_536
"""Characters of a comment, counted as UTF-16 units, which is never less than GitHub counts."""

MARK = "<!-- standardcheck -->\n"
"""First line, by which a comment can be found again and replaced."""

_CELL, _ROOM_FOR_CUT = 400, 1500
_MARKUP = {ord(char): f"\\{char}" for char in "\\`*_{}[]<>|~&!$#"}
_LEADING = re.compile(r"^(\d*)([-+=.)])")
_LINK = re.compile(r"@|#(?=\w)|:/|www\.|GH-", re.IGNORECASE)
_NOTHING = "&#8203;"
"""Takes no room, and is no part of a link, a name, or the number of an issue."""

_SIGNS = {"compliant": "✅", "non_compliant": "❌", "undetermined": "❔"}


class Piece(NamedTuple):
    """A part that is shown whole or not at all. A heading is shown with the first piece under it; ``counts`` is
    what leaving it out is counted as."""

    text: str
    counts: str = ""
    heading: bool = False


def wants(options: Data) -> Data:
    """Findings that somebody has to act on, without trees."""
    return _wants(options, complete=False)


def write(data: Data, *, language: str = DEFAULT_LANGUAGE, **_: Any) -> Iterator[str]:
    """The comment."""
    yield MARK + fitted(pieces(data, language), LIMIT - len(MARK), utf16, language)


def utf16(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def escaped(text: str, limit: int = _CELL) -> str:
    """Text on one line, as text, of at most ``limit`` code points before escaping."""
    shown = shortened(one_line(text[: limit + 1]), limit).strip().translate(_MARKUP)
    return _LINK.sub(_broken, _LEADING.sub(r"\1\\\2", shown))


def _broken(match: re.Match[str]) -> str:
    return match[0][:-1] + _NOTHING + match[0][-1] if len(match[0]) > 1 else match[0] + _NOTHING


def fitted(parts: Iterable[Piece], limit: int, size: Callable[[str], int], language: str) -> str:
    """As many pieces as fit, and what was cut."""
    out: list[str] = []
    waiting: list[str] = []
    cut: dict[str, int] = {}
    left = limit - _ROOM_FOR_CUT
    for piece in parts:
        if piece.heading:
            waiting = [piece.text] if piece.text.startswith("\n#") else [*waiting, piece.text]
            continue
        text = "".join((*waiting, piece.text))
        if cut or size(text) > left:
            cut[piece.counts] = cut.get(piece.counts, 0) + 1
            continue
        out.append(text)
        waiting = []
        left -= size(text)
    words = catalogue(language).COMMENT
    if cut:
        said = [words[f"cut_{kind}"].format(number=number) for kind, number in cut.items()]
        out.append("\n> " + words["cut"].format(parts=catalogue(language).TEXT["list"].join(said)) + "\n")
    return "".join(out)


def pieces(data: Data, language: str) -> Iterator[Piece]:
    """The page in order of weight."""
    page = _Page(language)
    if len(data["plans"]) + len(data["unreadable"]) > 1:
        yield from page.overview(data)
    yield from page.unreadable(data["unreadable"])
    for plan in data["plans"]:
        yield from page.plan(plan)


class _Page:
    def __init__(self, language: str) -> None:
        self.words = Words(language)
        self.text: dict[str, str] = catalogue(language).COMMENT
        self.columns = ("object", "finding", "remedy", "where")

    def say(self, key: str, **args: Any) -> str:
        return self.text[key].format(**args)

    def overview(self, data: Data) -> Iterator[Piece]:
        number = len(data["plans"]) + len(data["unreadable"])
        yield Piece(f"\n## {self.say('plans', number=number)}\n", heading=True)
        names = (self.text["plan"], self.words.outcomes["fail"], self.text["open"], self.words.outcomes["error"])
        yield Piece(_head(("", *names)), heading=True)
        for plan in data["plans"]:
            counts = plan["counts"]["outcomes"]
            open_ = counts["unknown"] + counts["manual"] - decided(plan)
            verdict = f"{_SIGNS[plan['verdict']]} {self.words.verdicts[plan['verdict']]}{self._partial(plan)}"
            cells = (verdict, escaped(plan["file"]), str(counts["fail"]), str(open_), str(counts["error"]))
            yield Piece(_row(cells), "plan")

    def unreadable(self, entries: list[Data]) -> Iterator[Piece]:
        if entries:
            yield Piece(f"\n## {self.say('unreadable', number=len(entries))}\n\n", heading=True)
        for entry in entries:
            for fault in entry["faults"]:
                yield self._fault(entry["file"], fault)

    def _fault(self, file: str, fault: Data) -> Piece:
        return Piece(f"- {self._place(fault_place(file, fault))} {escaped(self.words.of(fault['message']))}\n", "fault")

    def plan(self, plan: Data) -> Iterator[Piece]:
        verdict = f"{_SIGNS[plan['verdict']]} {self.words.verdicts[plan['verdict']]}{self._partial(plan)}"
        title = escaped(plan["title"] or plan["file"], 120)
        lines = [f"\n## {verdict} · {title}\n\n", *(f"{line}\n\n" for line in self._about(plan)), self._counts(plan)]
        yield Piece("".join(lines), "plan")
        yield from self._faults(plan["faults"])
        for key, chosen in self._sections(plan["findings"]):
            yield from self._table(plan, key, chosen)
        yield from self._needs(plan["findings"])

    def _partial(self, plan: Data) -> str:
        return self.words.say("partial") if plan["partial"] else ""

    def _about(self, plan: Data) -> Iterator[str]:
        packs = self.words.comma.join(escaped(f"{pack['id']} {pack['version']}") for pack in plan["packs"])
        yield self.say("as_of", date=plan["as_of"]["date"], packs=packs, file=escaped(plan["file"]))
        yield from (self.say("cap", message=escaped(self.words.of(cap["message"]))) for cap in plan["caps"])
        yield from (self.say("notice", message=escaped(self.words.of(note["message"]))) for note in plan["notices"])

    def _counts(self, plan: Data) -> str:
        counts = plan["counts"]["outcomes"]
        head = _head([self.words.outcomes[outcome] for outcome in counts]).lstrip()
        table = head + _row(map(str, counts.values()))
        failing = [
            f"{self.words.severities[severity]} {outcomes['fail']}"
            for severity, outcomes in plan["counts"]["by_severity"].items()
            if outcomes["fail"]
        ]
        said = [self.say("failing", parts=self.words.comma.join(failing))] if failing else []
        said += map(escaped, self.words.about_dispositions(plan))
        return table + "".join(f"\n{line}\n" for line in said)

    def _faults(self, faults: list[Data]) -> Iterator[Piece]:
        if faults:
            yield Piece(f"\n### {self.say('faults', number=len(faults))}\n\n", heading=True)
        for fault in faults:
            yield self._fault("", fault)

    def _sections(self, findings: list[Data]) -> Iterator[tuple[str, list[Data]]]:
        def chosen(outcome: str, *severities: str) -> list[Data]:
            return [f for f in findings if f["outcome"] == outcome and f["severity"] in severities and not settled(f)]

        every = tuple(self.words.severities)
        yield "must", chosen("fail", "violation")
        yield "errors", chosen("error", *every)
        yield "judgement", chosen("manual", *every)
        yield "should", chosen("fail", "advice", "note")
        yield "settled", [f for f in findings if settled(f) and f["outcome"] not in ("pass", "not_applicable")]

    def _table(self, plan: Data, key: str, findings: list[Data]) -> Iterator[Piece]:
        if not findings:
            return
        last = "done" if key == "settled" else "remedy"
        yield Piece(f"\n### {self.say(key, number=len(findings))}\n", heading=True)
        yield Piece(_head([self.text[name] for name in ("object", "finding", last, "where")]), heading=True)
        for finding in findings:
            mending = catalogue(self.words.language).JOIN.join(
                self.words.of(remedy) for remedy in finding.get("remedy", ())
            )
            title = f"{self.words.clause(plan, finding)} {self.words.of(finding['title'])}"
            cells = (
                escaped(self.words.of(finding["subject"]["label"])),
                f"**{escaped(title)}** {escaped(self.words.of(finding['message']))}",
                escaped(self._done(finding) if key == "settled" or "decision" in finding else mending),
                self._place(finding["position"]),
            )
            yield Piece(_row(cells), "finding")

    def _done(self, finding: Data) -> str:
        done = (self.words.result(finding), self.words.answered(finding))
        joint: str = catalogue(self.words.language).JOIN
        return joint.join(filter(None, done))

    def _place(self, place: Data) -> str:
        return escaped(f"{shortened(one_line(place['file']), 200)}:{place['line']}")

    def _needs(self, findings: list[Data]) -> Iterator[Piece]:
        wanted: dict[str, Data] = {}
        asked: dict[str, int] = {}
        for finding in findings:
            for need in finding["needs"]:
                wanted.setdefault(need["path"], need)
                asked[need["path"]] = asked.get(need["path"], 0) + 1
        if wanted:
            yield Piece(f"\n### {self.say('needs', number=len(wanted))}\n", heading=True)
            yield Piece(_head([self.text[name] for name in ("fact", "where", "settles")]), heading=True)
        for path, need in wanted.items():
            where = f"{self._place(need['position'])} {escaped(path)}"
            yield Piece(_row((escaped(self.words.of(need["label"])), where, str(asked[path]))), "need")


def _head(names: Iterable[str]) -> str:
    names = list(names)
    return f"\n{_row(names)}{_row(['---'] * len(names))}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
