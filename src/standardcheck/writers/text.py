"""The report for a terminal: in the order of the standard, grouped by document and clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from standardcheck.source.snippet import snippet_of
from standardcheck.typing_light import Any
from standardcheck.wording import catalogue
from standardcheck.writers.common import OPEN_OUTCOMES, Words, decided, waivable, worked
from standardcheck.writers.layout import harmless, inert, width_of, wrap

DEFAULT_LANGUAGE = "zh"
Style = Callable[..., str]
Data = dict[str, Any]

_SIGNS = {"pass": "✓", "fail": "✗", "unknown": "?", "manual": "☐", "not_applicable": "–", "error": "!"}
_COLOURS: dict[str, dict[str, Any]] = {
    "pass": {"fg": "green"},
    "fail": {"fg": "red", "bold": True},
    "unknown": {"fg": "yellow"},
    "manual": {"fg": "cyan"},
    "error": {"fg": "magenta", "bold": True},
    "not_applicable": {"dim": True},
    "advice": {"fg": "blue"},
    "note": {"dim": True},
}


def _plain(text: str, **_: Any) -> str:
    return text


def wants(options: dict[str, Any]) -> dict[str, Any]:
    """Findings that somebody has to act on, unless asked for all; trees only to explain; none when quiet."""
    return {
        "complete": bool(options.get("every")),
        "trees": bool(options.get("explain")),
        "findings": not options.get("quiet"),
        "most": options.get("most", 0),
        "languages": (options.get("language", DEFAULT_LANGUAGE),),
    }


def write(
    data: Data,
    *,
    language: str = DEFAULT_LANGUAGE,
    width: int = 100,
    style: Style = _plain,
    explain: bool = False,
    every: bool = False,
    quiet: bool = False,
    most: int = 0,
    **_: Any,
) -> Iterator[str]:
    """The report as lines. ``every`` shows passes and what does not apply, ``explain`` the whole evidence,
    ``quiet`` one line a plan; ``most`` findings of a rule and an outcome are shown (0: all), the others are counted;
    ``style`` is ``click.style`` where colours are wanted."""
    page = _Page(language, width, style, explain, every, most)
    if explain and "configuration" in data:
        yield from (inert(line) + "\n" for line in page.configuration(data["configuration"]))
    for plan in data["plans"]:
        lines = page.brief(plan) if quiet else page.plan(plan)
        yield from (inert(line) + "\n" for line in lines)
    for entry in data["unreadable"]:
        yield from (inert(line) + "\n" for line in page.unreadable(entry))
    if len(data["plans"]) + len(data["unreadable"]) > 1 and not quiet:
        yield from (inert(line) + "\n" for line in page.total(data))


class _Page:
    def __init__(self, language: str, width: int, style: Style, explain: bool, every: bool, most: int) -> None:
        self.language, self.width, self.style = language, width, style
        self.explain, self.every, self.most = explain, every, most
        self.words: dict[str, str] = catalogue(language).TEXT
        self.outcomes: dict[str, str] = catalogue(language).OUTCOMES
        self.severities: dict[str, str] = catalogue(language).SEVERITIES
        self.said = Words(language)

    def say(self, key: str, **args: Any) -> str:
        return self.words[key].format(**args)

    def _wrapped(self, text: str, **style: Any) -> Iterator[str]:
        for line in wrap(text, self.width, "", "  "):
            yield self.style(line, **style) if style else line

    def of(self, text: dict[str, str]) -> str:
        return harmless(text[self.language])

    # -- a plan ----------------------------------------------------------------------------------------------

    def plan(self, plan: Data) -> Iterator[str]:
        yield from self._head(plan)
        yield from self._faults(plan["faults"])
        shown, left = self._limited([f for f in plan["findings"] if self.every or self._open(f)])
        left.update({(entry["rule"], entry["outcome"]): entry["number"] for entry in plan.get("left_out", ())})
        for document, findings in groupby(shown, key=lambda f: f["clause"]["document"]):
            yield from self._document(plan["documents"][document], document, findings, left)
        yield from self._needs(shown, sum(left[key] for key in left if key[1] == "unknown"))
        yield from self._summary(plan)

    def _open(self, finding: Data) -> bool:
        return finding["outcome"] in OPEN_OUTCOMES

    def _limited(self, findings: list[Data]) -> tuple[list[Data], Counter[tuple[str, str]]]:
        """At most so many findings of each rule and outcome, and how many more there are."""
        shown = []
        left: Counter[tuple[str, str]] = Counter()
        seen: Counter[tuple[str, str]] = Counter()
        for finding in findings:
            key = finding["rule"], finding["outcome"]
            seen[key] += 1
            if self.most and seen[key] > self.most:
                left[key] += 1
            else:
                shown.append(finding)
        return shown, left

    def configuration(self, used: Data) -> Iterator[str]:
        """Where settings came from."""
        yield from self._wrapped(self.say("configuration", file=harmless(used["file"]), digest=used["digest"]))

    def _head(self, plan: Data) -> Iterator[str]:
        title = harmless(plan["title"]) if plan["title"] else harmless(plan["file"])
        yield from self._wrapped(title, bold=True)
        packs = self.words["list"].join(harmless(f"{pack['id']} {pack['version']}") for pack in plan["packs"])
        if plan["title"]:
            yield from self._wrapped(self.say("file", file=harmless(plan["file"])))
        yield from self._wrapped(self.say("as_of_" + plan["as_of"]["source"], date=plan["as_of"]["date"], packs=packs))
        for notice in plan["notices"]:
            yield from wrap(self.of(notice["message"]), self.width, self.say("notice"))
        yield ""

    def _faults(self, faults: list[Data]) -> Iterator[str]:
        if not faults:
            return
        yield self.style(self.say("faults", number=len(faults)), bold=True)
        for fault in faults:
            yield from self.fault(fault)
        yield ""

    def fault(self, fault: Data) -> Iterator[str]:
        place = fault["position"]
        where = f"{harmless(place['file'])}:{place['line']}:{place['column']}: " if place else ""
        sign = self.style(_SIGNS["error"], **_COLOURS["error"])
        yield from wrap(f"{where}{self.of(fault['message'])} [{fault['code']}]", self.width, f"  {sign} ", "    ")
        if place and fault["line_text"] is not None:
            picture = snippet_of(
                fault["line_text"], place["line"], place["column"], place["end_column"], self.width - 4
            )
            yield from (f"    {line}" for line in picture.splitlines())

    def _document(
        self, document: Data, name: str, findings: Iterable[Data], left: Counter[tuple[str, str]]
    ) -> Iterator[str]:
        number = f" {harmless(document['number'])}" if document["number"] else ""
        yield from self._wrapped(f"{self.of(document['title'])}{number}", bold=True, underline=True)
        if document["note"]:
            yield from wrap(self.of(document["note"]), self.width, "  ")
        for _, group in groupby(findings, key=lambda f: (f["clause"]["number"], f["rule"])):
            same = list(group)
            yield from self._rule(same, name)
            yield from self._more(same[0]["rule"], left)
        yield ""

    def _more(self, rule: str, left: Counter[tuple[str, str]]) -> Iterator[str]:
        for outcome, sign in _SIGNS.items():
            if left[rule, outcome]:
                text = self.say("more", number=left[rule, outcome], outcome=self.outcomes[outcome])
                yield from wrap(text, self.width, f"    {sign} ", "      ")

    def _rule(self, findings: list[Data], document: str) -> Iterator[str]:
        first = findings[0]
        force = catalogue(self.language).FORCES[first["force"]]
        modifiers = "".join(
            self.say("modifier", text=catalogue(self.language).MODIFIERS[m]) for m in first["modifiers"]
        )
        marks = self.words["list"].join([*first["ledger"], first["rule"], self.say("grade", grade=first["grade"])])
        head = self.say(
            "rule",
            clause=harmless(first["clause"]["number"]),
            title=self.of(first["title"]),
            force=force + modifiers,
            marks=marks,
        )
        lines = list(wrap(head, self.width, "  ", "    "))
        yield from (self.style(line, bold=True) if at == 0 else line for at, line in enumerate(lines))
        if first["draft"]:
            yield f"    {self.words['draft']}"
        if first.get("note"):
            yield from (self.style(line, dim=True) for line in wrap(self.of(first["note"]), self.width, "    "))
        for finding in findings:
            yield from self._finding(finding)

    def _finding(self, finding: Data) -> Iterator[str]:
        outcome = finding["outcome"]
        place = finding["position"]
        colour = _COLOURS[outcome]
        if outcome == "fail" and finding["severity"] != "violation":
            colour = _COLOURS[finding["severity"]]
        word = self.outcomes[outcome]
        if outcome == "fail":
            word = self.severities[finding["severity"]]
        if finding["disposition"] != "open":
            word = self.said.result(finding)
        label = self.style(f"{_SIGNS[outcome]} {word}", **colour)
        yield from self._styled_head(label, f"{_SIGNS[outcome]} {word}", self.of(finding["subject"]["label"]))
        yield from wrap(self.of(finding["message"]), self.width, "      ")
        if self.said.answered(finding):
            yield from wrap(harmless(self.said.answered(finding)), self.width, "      ▸ ", "        ")
        for evidence in finding["evidence"]:
            margin = evidence.get("margin")
            if margin and outcome in ("fail", "pass") and "text" in margin and "exception" not in evidence:
                key = "margin" if "percent" in margin else "margin_plain"
                text = self.say(key, margin=self.of(margin["text"]), percent=margin.get("percent"))
                yield from wrap(text, self.width, "      ")
            if "source" in evidence:
                yield from wrap(self._source(evidence["source"]), self.width, "      ")
        for claim in finding.get("rests_on", ()):
            at = claim["position"]
            where = f"{harmless(at['file'])}:{at['line']}:{at['column']}"
            text = self.say(
                "rests_on", label=self.of(claim["label"]), value=self.of(claim["measured"]["text"]), where=where
            )
            yield from wrap(text, self.width, "      ")
            if "source" in claim:
                yield from wrap(self._source(claim["source"]), self.width, "        ")
        for remedy in finding.get("remedy", ()):
            yield from wrap(self.of(remedy), self.width, "      → ", "        ")
        yield self.style(f"      {harmless(place['file'])}:{place['line']}:{place['column']}", dim=True)
        if not finding["subject"]["identified"]:
            yield self.style(f"      {self.words['unidentified']}", dim=True)
        if self.explain:
            yield from self._explained(finding)
            if waivable(finding):
                text = self.said.answers["identity"].format(identity=harmless(finding["subject"]["identity"]))
                yield from wrap(text, self.width, "      ")

    def _styled_head(self, styled: str, plain: str, label: str) -> Iterator[str]:
        lines = list(wrap(label, self.width, " " * (4 + width_of(plain) + 2)))
        yield f"    {styled}  {lines[0].strip()}"
        yield from lines[1:]

    def _source(self, source: Data) -> str:
        parts = [str(source[key]) for key in ("source", "page", "as_of", "note") if key in source]
        return self.say("source", source=harmless(self.words["list"].join(parts)))

    # -- the whole evidence ----------------------------------------------------------------------------------

    def _explained(self, finding: Data) -> Iterator[str]:
        for part in ("applies", "requires"):
            tree = finding.get("tree", {}).get(part)
            if tree is not None:
                yield f"      {self.words[part]}"
                yield from self._tree(tree, "        ")
        for evidence in finding["evidence"]:
            if "parameter" in evidence:
                yield from self._origin(evidence["parameter"])

    def _tree(self, node: Data, indent: str) -> Iterator[str]:
        sign = {True: "✓", False: "✗", None: "?"}[node["holds"]]
        if "op" not in node:
            text = self.say(
                "leaf",
                label=self.of(node["label"]),
                measured=harmless(worked(node["measured"], self.language)),
                test=harmless(worked(node["required"], self.language)),
            )
            yield from wrap(text, self.width, f"{indent}{sign} ", f"{indent}  ")
            return
        yield f"{indent}{sign} {catalogue(self.language).CONNECTIVES[node['op']].format(k=node.get('k', ''))}"
        for child in node["children"]:
            yield from self._tree(child, indent + "  ")

    def _origin(self, parameter: Data) -> Iterator[str]:
        for at, origin in enumerate(parameter["origin"]):
            key = "origin" if at == 0 else "origin_before"
            text = self.say(
                key,
                label=self.of(parameter["label"]),
                value=origin["value"],
                document=origin["clause"]["document"],
                number=origin["clause"]["number"],
                since=origin["since"],
                pack=origin["pack"],
            )
            yield from wrap(harmless(text), self.width, "      ")

    # -- the end ---------------------------------------------------------------------------------------------

    def _needs(self, findings: list[Data], left_out: int) -> Iterator[str]:
        wanted: dict[str, Data] = {}
        asked: dict[str, int] = {}
        for finding in findings:
            for need in finding["needs"]:
                wanted.setdefault(need["path"], need)
                asked[need["path"]] = asked.get(need["path"], 0) + 1
        if not wanted:
            return
        yield self.style(self.say("needs", number=len(wanted)), bold=True)
        for path, need in wanted.items():
            key = "need" if asked[path] > 1 else "need_one"
            text = self.say(key, label=self.of(need["label"]), path=harmless(path), number=asked[path])
            yield from wrap(text, self.width, "  • ", "    ")
        if left_out:
            yield from wrap(self.say("needs_more", number=left_out), self.width, "  … ", "    ")
        yield ""

    def _summary(self, plan: Data) -> Iterator[str]:
        counts = plan["counts"]["outcomes"]
        parts = [f"{self.outcomes[outcome]} {counts[outcome]}" for outcome in _SIGNS]
        yield from wrap(self.words["list"].join(parts), self.width, self.say("summary"))
        violations = plan["counts"]["by_severity"]
        failing = [f"{self.severities[s]} {violations[s]['fail']}" for s in violations if violations[s]["fail"]]
        if failing:
            yield from wrap(self.words["list"].join(failing), self.width, self.say("failing"))
        for text in self.said.about_dispositions(plan):
            yield from wrap(text, self.width)
        for cap in plan["caps"]:
            yield from wrap(self.of(cap["message"]), self.width, self.say("cap"))
        yield self._verdict(plan)
        yield ""

    def _verdict(self, plan: Data) -> str:
        colours = {"compliant": "green", "non_compliant": "red", "undetermined": "yellow"}
        text = catalogue(self.language).VERDICTS[plan["verdict"]]
        partial = self.words["partial"] if plan["partial"] else ""
        return self.say("verdict", verdict=self.style(text, fg=colours[plan["verdict"]], bold=True)) + partial

    def brief(self, plan: Data) -> Iterator[str]:
        counts = plan["counts"]["outcomes"]
        yield f"{harmless(plan['file'])}: {self._verdict(plan)}" + self.say(
            "brief",
            fail=counts["fail"],
            unknown=counts["unknown"] + counts["manual"] + counts["error"] - decided(plan),
        )

    def unreadable(self, entry: Data) -> Iterator[str]:
        yield self.style(self.say("unreadable", file=harmless(entry["file"])), fg="red", bold=True)
        for fault in entry["faults"]:
            yield from self.fault(fault)
        yield ""

    def total(self, data: Data) -> Iterator[str]:
        seen: dict[str, int] = {}
        for plan in data["plans"]:
            seen[plan["verdict"]] = seen.get(plan["verdict"], 0) + 1
        parts = [f"{text} {seen[v]}" for v, text in catalogue(self.language).VERDICTS.items() if v in seen]
        if data["unreadable"]:
            parts.append(self.say("not_read", number=len(data["unreadable"])))
        number = len(data["plans"]) + len(data["unreadable"])
        yield from self._wrapped(self.say("total", number=number, parts=self.words["list"].join(parts)))
