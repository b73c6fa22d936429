"""What changed between two reports, as text or Markdown. Not a format of reports: ``report diff`` writes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from standardcheck.wording import catalogue
from standardcheck.writers.common import Data, Words
from standardcheck.writers.layout import inert, one_line, wrap
from standardcheck.writers.markdown import LIMIT, Piece, escaped, fitted, utf16

_MARKS = {"new": "+", "changed": "~", "fixed": "✓", "gone": "-", "new_faults": "+", "fixed_faults": "✓"}


def text(found: Data, language: str, width: int = 100) -> Iterator[str]:
    """Lines for a terminal."""
    said = _Said(language, found)
    for depth, line in said.lines(found):
        for wrapped in wrap(line, width, "  " * depth, "  " * (depth + 1)):
            yield inert(wrapped) + "\n"


def heading(found: Data, language: str, width: int = 100) -> Iterator[str]:
    """What the changes are counted from, and which plans changed or went, without what changed in them."""
    said = _Said(language, found)
    for line in said.summary(found):
        yield from (inert(wrapped) + "\n" for wrapped in wrap(line, width, "", "  "))


def markdown(found: Data, language: str) -> Iterator[str]:
    """A comment on a pull request, cut as reports are."""
    said = _Said(language, found)
    yield fitted(_pieces(said, found), LIMIT, utf16, language)


def _pieces(said: _Said, found: Data) -> Iterator[Piece]:
    yield from (Piece(f"{escaped(line)}\n\n", "line") for line in said.summary(found))
    for plan in said.shown(found):
        yield Piece(f"\n## {escaped(said.name(plan), 200)}\n\n", heading=True)
        yield from (Piece(f"{escaped(line)}\n\n", "line") for line in said.plan_lines(plan))
        for key, entries in said.groups(plan):
            yield Piece(f"\n### {said.say(key, number=len(entries))}\n\n", heading=True)
            for entry in entries:
                first, *rest = said.entry(key, entry)
                yield Piece(f"- {escaped(first)}\n" + "".join(f"  - {escaped(line)}\n" for line in rest), "finding")


class _Said:
    def __init__(self, language: str, found: Data) -> None:
        self.words = Words(language)
        self.texts: dict[str, str] = catalogue(language).CHANGES
        if "since" in found:
            self.texts = self.texts | catalogue(language).SINCE
        self.comma: str = catalogue(language).COMMA

    def say(self, key: str, **args: Any) -> str:
        return self.texts[key].format(**args)

    def lines(self, found: Data) -> Iterator[tuple[int, str]]:
        yield from ((0, line) for line in self.summary(found))
        for plan in self.shown(found):
            yield 0, ""
            yield 0, self.name(plan)
            yield from ((1, line) for line in self.plan_lines(plan))
            for key, entries in self.groups(plan):
                yield 1, self.say(key, number=len(entries))
                for entry in entries:
                    first, *rest = self.entry(key, entry)
                    yield 2, f"{_MARKS[key]} {first}"
                    yield from ((3, line) for line in rest)

    def since(self, since: Data) -> Iterator[str]:
        """What was compared with what, and what could not be."""
        names = {"rev": one_line(since["revision"]), "commit": since["commit"][:10]}
        if not since["reached"]:
            yield self.say("reached_none", number=since["plans"], **names)
        else:
            yield self.say("title", **names)
            yield self.say("reached", reached=since["reached"], number=since["plans"])
        if since["every"]:
            yield self.say("every", what=self.comma.join(self.texts[what] for what in since["every"]))
        for caution in since["cautions"]:
            about = {key: one_line(self.words.of(value) if isinstance(value, dict) else value)
                     for key, value in caution.items() if key != "code"}  # fmt: skip
            yield self.say(caution["code"], **about)

    def summary(self, found: Data) -> Iterator[str]:
        if "since" in found:
            yield from self.since(found["since"])
            if not (found["since"]["reached"] or found["is_changed"]):
                return
        changed = [plan for plan in found["plans"] if plan["is_changed"]]
        if not found["is_changed"]:
            yield self.say("nothing")
        elif found["plans"]:
            yield self.say("changed_plans", changed=len(changed), number=len(found["plans"]))
        for name in found["ambiguous_ids"]:
            yield self.say("same_id", id=one_line(name))
        for side in ("added", "removed"):
            for plan in found[side]:
                if plan.get("unreadable"):
                    yield self.say("became_unreadable", file=one_line(plan["file"]))
                else:
                    yield self.say(side, file=one_line(plan["file"]), verdict=self.words.verdicts[plan["verdict"]])
        old, new = (found["unreadable"][side] for side in ("old", "new"))
        for side, files in (("added", [f for f in new if f not in old]), ("removed", [f for f in old if f not in new])):
            for file in files:
                yield self.say(side, file=one_line(file), verdict=self.texts["unreadable"])

    def shown(self, found: Data) -> Iterator[Data]:
        """Plans of which there is something to say."""
        return (plan for plan in found["plans"] if plan["is_changed"] or plan["cautions"])

    def name(self, plan: Data) -> str:
        old, new = one_line(plan["file"]["old"]), one_line(plan["file"]["new"])
        files = new if old == new else f"{old} → {new}"
        return self.words.say("about", label=one_line(plan["title"]), message=files) if plan["title"] else files

    def plan_lines(self, plan: Data) -> Iterator[str]:
        verdicts = {side: self.words.verdicts[verdict] for side, verdict in plan["verdict"].items()}
        same = plan["verdict"]["old"] == plan["verdict"]["new"]
        yield self.say("verdict_same" if same else "verdict", **verdicts)
        for caution in plan["cautions"]:
            args = {key: value for key, value in caution.items() if key != "code"}
            if "which" in args:
                args["which"] = self.texts[args["which"]]
            yield self.say(caution["code"], **{key: one_line(value) for key, value in args.items()})

    def groups(self, plan: Data) -> Iterator[tuple[str, list[Data]]]:
        return ((key, plan[key]) for key in _MARKS if plan[key])

    def entry(self, key: str, entry: Data) -> Iterator[str]:
        """What changed, in a line that names it and lines that say what it says."""
        if key.endswith("faults"):
            yield self.words.of(entry["message"])
            return
        now = entry["new"] if key == "changed" else entry
        yield f"{self._clause(now)} {self.words.of(now['title'])} · {self.words.of(now['subject']['label'])}"
        if key == "changed":
            yield self.say("before", text=self._result(entry["old"]))
            yield self.say("now", text=self._result(now))
        elif key == "fixed":
            yield self.say("before", text=self._result(now))
            yield self.say("now", text=self.words.outcomes[entry["now"]])
        else:
            yield self._result(now)
        if key in ("new", "changed"):
            place = now["position"]
            yield self.say("place", file=one_line(place["file"]), line=place["line"], column=place["column"])

    def _clause(self, finding: Data) -> str:
        return one_line(f"{finding['clause']['document']} {finding['clause']['number']}")

    def _result(self, finding: Data) -> str:
        return self.words.say("about", label=self.words.result(finding), message=self.words.of(finding["message"]))
