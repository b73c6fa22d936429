"""What the opinion says of a plan: conclusion, numbered opinions, missing material, what to judge, signatures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from standardcheck.wording import catalogue
from standardcheck.writers.common import Words, fault_place, shortened
from standardcheck.writers.docx.paper import WIDTH, Cell, Paper, Text
from standardcheck.writers.layout import one_line
from standardcheck.writers.missing import Missing, missing_facts, object_at, objects_of, of_section

Data = dict[str, Any]

RED, AMBER, GREEN = "B00000", "8A5A00", "1E6B2E"
_COLOURS = {"compliant": GREEN, "non_compliant": RED, "undetermined": AMBER}
_LONGEST, _COMPARISONS, _RULES = 1200, 6, 8
_NUMERALS = "一二三四五六七八九十"


def opinions(data: Data, language: str) -> bytes:
    """The document for all plans of a report."""
    says = Says(language)
    tool = data["tool"]
    paper = Paper(says("name"), shortened(one_line(f"{tool['name']} {tool['version']}"), 80), language)
    several = len(data["plans"]) + len(data["unreadable"]) != 1 or bool(data["unreadable"])
    paper.heading(says("name"), 0)
    if several:
        _overview(paper, says, data)
    for at, plan in enumerate(data["plans"]):
        if several:
            paper.next_section()
            paper.heading(f"{says('name')} {at + 1}", 0)
        Opinion(paper, says, data, plan).write()
    return paper.bytes()


class Says(Words):
    """Words of the opinion; texts of the report are shortened where they are longer than a page could bear."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.opinion: dict[str, str] = catalogue(language).OPINION

    def __call__(self, key: str, **args: Any) -> str:
        return self.opinion[key].format(**args)

    def of(self, text: dict[str, str]) -> str:
        return self.plain(text[self.language])

    def plain(self, text: str) -> str:
        """A text on one line, of bearable length; what is left out is counted."""
        line = one_line(text)
        if len(line) <= _LONGEST:
            return line
        return line[:_LONGEST] + self("cut", number=len(line) - _LONGEST)

    def document(self, plan: Data, name: str) -> str:
        """The number of a document, else its title."""
        known = plan["documents"].get(name)
        return self.plain((known["number"] or known["title"][self.language]) if known else name)

    def modal(self, finding: Data) -> str:
        modals: dict[str, str] = catalogue(self.language).MODALS
        return modals[finding["force"]]


def _pages(says: Says, tool: Data) -> tuple[str, str, str]:
    return says("footer", tool=tool["name"], version=says.plain(tool["version"])), says("footer_of"), says("footer_end")


def _overview(paper: Paper, says: Says, data: Data) -> None:
    """A row for each plan, and the files that could not be read."""
    paper.footer([f"{says('digest_rules')} {data['rule_set']['digest']}"], _pages(says, data["tool"]))
    paper.heading(says("overview"), 1)
    names = ("change", "wait", "judge", "advice")
    head = [says("number"), says("plan"), says("verdict"), *(says(f"count_{name}") for name in names)]
    rows = [
        [
            _middle(str(at)),
            [Text(says.plain(plan["title"] or plan["file"])), Text(says.plain(plan["file"]), small=True)],
            [Text(_verdict(says, plan), bold=True, colour=_COLOURS[plan["verdict"]], centred=True)],
            *(_middle(str(len(of_section(plan, name)))) for name in names),
        ]
        for at, plan in enumerate(data["plans"], 1)
    ]
    if rows:
        paper.table((12, 64, 24, 16, 16, 16, 16), rows, head)
    if data["unreadable"]:
        paper.heading(says("unreadable"), 1)
        lost = [(entry["file"], fault) for entry in data["unreadable"] for fault in entry["faults"]]
        paper.table((54, 110), [_fault(says, file, fault) for file, fault in lost], [says("file"), says("fault")])


def _verdict(says: Says, plan: Data) -> str:
    return says.verdicts[plan["verdict"]] + (says.formats["partial"] if plan["partial"] else "")


def _middle(text: str) -> Cell:
    return [Text(text, centred=True)]


def _fault(says: Says, file: str, fault: Data) -> list[Cell]:
    place = fault_place(file, fault)
    where = f"{says.plain(place['file'])}:{place['line']}:{place['column']}"
    return [[Text(where, small=True)], [Text(says.of(fault["message"])), Text(fault["code"], small=True)]]


class Opinion:
    """The opinion on one plan."""

    def __init__(self, paper: Paper, says: Says, data: Data, plan: Data) -> None:
        self.paper, self.says, self.data, self.plan = paper, says, data, plan
        self.sections = 0

    def write(self) -> None:
        """Everything, from the top."""
        tool, digest = self.data["tool"], self.data["rule_set"]["digest"]
        digests = (f"{self.says('digest_plan')} {self.plan['digest']}", f"{self.says('digest_rules')} {digest}")
        self.paper.footer(digests, _pages(self.says, tool))
        self._about()
        self._conclusion()
        self._changes()
        self._stuck()
        self._missing()
        self._judgements()
        self._table("advice", of_section(self.plan, "advice"))
        self._settled()
        self._claims()
        self._faults()
        self._signatures()

    def _heading(self, key: str, **args: Any) -> None:
        number = self.sections
        self.sections += 1
        sign = f"{_NUMERALS[number]}、" if self.says.language == "zh" else f"{number + 1}. "
        self.paper.heading(sign + self.says(key, **args), 1)

    def _section(self, name: str, number: int) -> None:
        self._heading(f"section_{name}", number=number)
        self.paper.paragraph(Text(self.says(f"intro_{name}")), stays=True)

    # -- heading and conclusion ----------------------------------------------------------------------------------

    def _about(self) -> None:
        says, plan = self.says, self.plan
        place = plan.get("place")
        rows = {
            "plan": says.plain(plan["title"] or says("not_stated")),
            "id": says.plain(plan.get("id") or says("not_stated")),
            "file": says.plain(plan["file"]),
            "place": f"{says.of(place['label'])}（{says.plain(place['code'])}）" if place else says("not_stated"),
            "as_of": says(f"as_of_{plan['as_of']['source']}", date=plan["as_of"]["date"]),
            "packs": "\n".join(self._pack(pack) for pack in plan["packs"]),
            "tool": f"{self.data['tool']['name']} {self.data['tool']['version']}",
        }
        cells = [[[Text(says(key), bold=True)], [Text(value)]] for key, value in rows.items()]
        self.paper.table((32, WIDTH - 32), cells)

    def _pack(self, pack: Data) -> str:
        draft = self.says("draft") if pack["draft"] else ""
        return f"{self.says.of(pack['title'])} {self.says.plain(pack['id'])} {self.says.plain(pack['version'])}{draft}"

    def _conclusion(self) -> None:
        says, plan = self.says, self.plan
        self._heading("conclusion")
        self.paper.paragraph(Text(_verdict(says, plan), bold=True, large=True, colour=_COLOURS[plan["verdict"]]))
        self.paper.paragraph(Text(says(f"meaning_{plan['verdict']}")))
        for line in self._limits():
            self.paper.paragraph(Text(line))
        counts, names = plan["counts"]["outcomes"], ("change", "wait", "judge", "advice", "settled")
        numbers = {f"count_{name}": len(of_section(plan, name)) for name in names}
        numbers |= {"count_pass": counts["pass"], "count_not_applicable": counts["not_applicable"]}
        numbers["count_faults"] = plan["counts"]["faults"]
        row = [[_middle(str(number)) for number in numbers.values()]]
        self.paper.table([WIDTH / len(numbers)] * len(numbers), row, [says(key) for key in numbers])

    def _limits(self) -> Iterator[str]:
        says, plan = self.says, self.plan
        if plan["partial"]:
            yield says("partial")
        yield from (says("cap", message=says.of(cap["message"])) for cap in plan["caps"])
        yield from (says("notice", message=says.of(note["message"])) for note in plan["notices"])
        left = sum(entry["number"] for entry in plan.get("left_out", ()))
        if left:
            yield says("left_out", number=left)
        if not self.data["complete"]:
            yield says("incomplete")

    # -- opinions ------------------------------------------------------------------------------------------------

    def _changes(self) -> None:
        findings = of_section(self.plan, "change")
        if findings:
            self._table("change", findings)
        else:
            self._heading("section_change", number=0)
            self.paper.paragraph(Text(self.says("none_change")))

    def _stuck(self) -> None:
        self._table("stuck", [finding for finding in of_section(self.plan, "wait") if not finding["needs"]])

    def _table(self, name: str, findings: list[Data]) -> None:
        if not findings:
            return
        self._section(name, len(findings))
        rows = [
            [_middle(str(at)), self._clause(f), self._fact(f), self._required(f), self._action(f)]
            for at, f in enumerate(findings, 1)
        ]
        head = [self.says(key) for key in ("number", "clause", "fact", "required", "action")]
        self.paper.table((11, 36, 52, 29, 36), rows, head)

    def _clause(self, finding: Data) -> Cell:
        says, clause = self.says, finding["clause"]
        number = says.plain(clause["number"])
        named = says("clause_number", number=number) if number[:1].isdigit() else number
        document = says.document(self.plan, clause["document"])
        return [Text(document), Text(named), Text(says.of(finding["title"]), bold=True)]

    def _fact(self, finding: Data) -> Cell:
        says, evidence = self.says, _requirements(finding)
        texts = [Text(says.of(finding["subject"]["label"]), bold=True)]
        if len(evidence) == len(finding["evidence"]) == 1:
            leaf = evidence[0]
            measured = says.of(leaf["measured"]["text"])
            texts.append(Text(says("measured", label=says.of(leaf["label"]), measured=measured)))
        else:
            texts.append(Text(says.of(finding["message"])))
        texts += [Text(says("source", source=self._source(s)), small=True) for s in _sources(finding)]
        texts += [self._claim(claim) for claim in finding.get("rests_on", ())]
        texts.append(Text(says("place_line", line=finding["position"]["line"]), small=True))
        return texts + ([Text(says("note", note=says.of(finding["note"])), small=True)] if "note" in finding else [])

    def _source(self, source: Data) -> str:
        parts = [str(source[key]) for key in ("source", "page", "as_of", "note") if key in source]
        return self.says.plain(self.says.comma.join(parts))

    def _claim(self, claim: Data) -> Text:
        value = self.says.of(claim["measured"]["text"])
        return Text(self.says.say("claim", label=self.says.of(claim["label"]), value=value), small=True)

    def _required(self, finding: Data) -> Cell:
        says, evidence = self.says, _requirements(finding)
        texts = [Text(self._test(finding, leaf, len(evidence) == 1)) for leaf in evidence[:_COMPARISONS]]
        if len(evidence) > _COMPARISONS:
            texts.append(Text(says("more", number=len(evidence) - _COMPARISONS), small=True))
        return texts or [Text(says.of(finding["title"]))]

    def _test(self, finding: Data, leaf: Data, alone: bool) -> str:
        says = self.says
        label, test = says.of(leaf["label"]), says.of(leaf["required"]["text"])
        said = says("test" if alone else "test_of", label=label, modal=says.modal(finding), test=test)
        alternative: str = catalogue(says.language).LEAVES["alternative"]
        return alternative.format(said=said) if "alternative" in leaf else said

    def _action(self, finding: Data) -> Cell:
        says = self.says
        result = says("concluded", result=says.result(finding), force=says.forces[finding["force"]])
        texts = [Text(result, bold=True, colour=RED if finding["severity"] == "violation" else "")]
        evidence = _requirements(finding)
        margin = evidence[0].get("margin", {}) if len(evidence) == 1 else {}
        if "text" in margin:
            key = "margin_percent" if "percent" in margin else "margin"
            texts.append(
                Text(says(key, margin=_whole(says.of(margin["text"])), percent=_whole(margin.get("percent", ""))))
            )
        texts += [Text(says("remedy", remedy=says.of(remedy))) for remedy in finding.get("remedy", ())]
        return texts

    # -- missing material ----------------------------------------------------------------------------------------

    def _missing(self) -> None:
        missing = missing_facts(of_section(self.plan, "wait"))
        if not missing:
            return
        self._section("wait", len(missing))
        head = [self.says(key) for key in ("number", "missing", "waiting")]
        self.paper.table((13, 76, 75), list(self._missing_rows(missing)), head)

    def _missing_rows(self, missing: list[Missing]) -> Iterator[list[Cell]]:
        """By object; numbered through."""
        known = objects_of(self.plan["findings"])
        grouped: dict[str, list[Missing]] = {}
        for each in missing:
            grouped.setdefault(object_at(each.need["path"], known), []).append(each)
        number = 0
        for pointer, group in grouped.items():
            label = self.says.of(known[pointer]) if pointer in known else self.says.plain(self.plan["file"])
            yield [[Text(label, bold=True)]]
            for each in group:
                number += 1
                yield [_middle(f"{number}{'●' if each.binding else ''}"), self._need(each.need), self._waiting(each)]

    def _need(self, need: Data) -> Cell:
        says = self.says
        texts = [Text(says.of(need["label"]), bold=True)]
        if "help" in need:
            texts.append(Text(says.of(need["help"])))
        if need.get("values"):
            texts.append(Text(says("choices", values=says.plain(says.comma.join(need["values"]))), small=True))
        path = says.plain(need["path"])
        return [*texts, Text(says("path", path=path, line=need["position"]["line"]), small=True)]

    def _waiting(self, missing: Missing) -> Cell:
        says = self.says
        rules: dict[str, list[Data]] = {}
        for finding in sorted(missing.waiting, key=lambda finding: finding["severity"] != "violation"):
            rules.setdefault(finding["rule"], []).append(finding)
        texts = [Text(self._rule(findings), small=True) for findings in list(rules.values())[:_RULES]]
        if len(rules) > _RULES:
            texts.append(Text(says("more_rules", number=len(rules) - _RULES), small=True))
        return texts

    def _rule(self, findings: list[Data]) -> str:
        says, first = self.says, findings[0]
        named = says(
            "clause_short",
            document=says.document(self.plan, first["clause"]["document"]),
            number=says.plain(first["clause"]["number"]),
            title=says.of(first["title"]),
        )
        return named + (says("rule_number", number=len(findings)) if len(findings) > 1 else "")

    # -- judgement, records, faults, signatures ------------------------------------------------------------------

    def _judgements(self) -> None:
        findings = of_section(self.plan, "judge")
        if not findings:
            return
        says = self.says
        self._section("judge", len(findings))
        for at, finding in enumerate(findings, 1):
            clause = self.says.comma.join(text.text for text in self._clause(finding))
            lines = {
                "object": says.of(finding["subject"]["label"]),
                "question": says.of(finding.get("question") or finding["message"]),
                "judgement": says("choice"),
                "reason": "\n\n",
                "person": f"{' ' * 40}{says('date')}",
            }
            if "note" in finding:
                lines["question"] += "\n" + says("note", note=says.of(finding["note"]))
            rows: list[list[Cell]] = [[[Text(f"{at}. {clause}", bold=True)]]]
            rows += [[[Text(says(key), bold=True)], [Text(text)]] for key, text in lines.items()]
            self.paper.table((26, WIDTH - 26), rows)

    def _listed(self, name: str, findings: list[Data], last: Callable[[Data], Cell]) -> None:
        """Findings with what is to be said of each in a last column."""
        if not findings:
            return
        self._section(name, len(findings))
        rows = [
            [_middle(str(at)), self._clause(f), [Text(self.says.of(f["subject"]["label"]))], last(f)]
            for at, f in enumerate(findings, 1)
        ]
        head = [self.says(key) for key in ("number", "clause", "object", "done" if name == "settled" else "claim")]
        self.paper.table((11, 50, 43, 60), rows, head)

    def _settled(self) -> None:
        def done(finding: Data) -> Cell:
            return [Text(self.says.result(finding), bold=True), Text(self.says.of(finding["message"]))]

        self._listed("settled", of_section(self.plan, "settled"), done)

    def _claims(self) -> None:
        def declared(finding: Data) -> Cell:
            return [Text(self.says.of(finding["message"])), *map(self._claim, finding["rests_on"])]

        passed = of_section(self.plan, "passed")
        self._listed("claims", [finding for finding in passed if finding.get("rests_on")], declared)

    def _faults(self) -> None:
        faults = self.plan["faults"]
        if faults:
            self._section("faults", len(faults))
            rows = [_fault(self.says, self.plan["file"], fault) for fault in faults]
            self.paper.table((54, 110), rows, [self.says("where"), self.says("fault")])

    def _signatures(self) -> None:
        says = self.says
        self._heading("section_sign")
        self.paper.table((26, WIDTH - 26), [[[Text(says("opinion"), bold=True)], [Text("\n\n\n\n")]]])
        rows = [
            [[Text(says(left), bold=True)], [Text("\n")], [Text(says(right), bold=True)], [Text("\n")]]
            for left, right in (("reviewer", "date"), ("checker", "date"), ("body", "date"))
        ]
        self.paper.table((26, 66, 22, 50), rows)
        tool = self.data["tool"]
        self.paper.paragraph(Text(says("disclaimer", tool=tool["name"], version=tool["version"]), small=True))


def _requirements(finding: Data) -> list[Data]:
    """The comparisons that state what the rule asks for; its scope and its exceptions are in the sentence.

    None where one of them is denied: beside a word such as "shall" it would say the opposite.
    """
    leaves = [leaf for leaf in finding["evidence"] if leaf["part"] == "requires" and "exception" not in leaf]
    return [] if any(leaf["negated"] for leaf in leaves) else leaves


def _whole(amount: str) -> str:
    """An amount that no line breaks within."""
    return one_line(amount).replace("-", "\u2212").replace(" ", "\u00a0")


def _sources(finding: Data) -> Iterable[Data]:
    return [leaf["source"] for leaf in finding["evidence"] if "source" in leaf]
