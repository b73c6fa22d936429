"""What machine formats share: sentences of a finding, places as other programs want them, JSON text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from posixpath import normpath

from standardcheck.source.snippet import UNPRINTABLE
from standardcheck.typing_light import Any
from standardcheck.wording import catalogue
from standardcheck.writers.layout import one_line

Data = dict[str, Any]

DEFAULT_LANGUAGE = "zh"
OPEN_OUTCOMES = ("fail", "unknown", "manual", "error")
"""Outcomes that somebody has to do something about."""

_RUNNER_PREFIX = r"##(?=\[|vso\[)"
_WINDOWS = r"[A-Za-z]:[\\/]"


def worked(side: Data, language: str) -> str:
    """A side of a comparison, and what it was worked out from."""
    text: str = side["text"][language]
    if "working" not in side:
        return text
    template: str = catalogue(language).LEAVES["worked"]
    return template.format(text=text, working=side["working"][language])


# -- what a finding says -----------------------------------------------------------------------------------------


class Words:
    """Sentences of a report in one language, each on one line and free of characters that steer a display."""

    def __init__(self, language: str) -> None:
        self.language = language
        words = catalogue(language)
        self.formats: dict[str, str] = words.FORMATS
        self.outcomes: dict[str, str] = words.OUTCOMES
        self.severities: dict[str, str] = words.SEVERITIES
        self.verdicts: dict[str, str] = words.VERDICTS
        self.comma: str = words.TEXT["list"]
        self.forces: dict[str, str] = words.FORCES
        self.answers: dict[str, str] = words.ANSWERED

    def of(self, text: dict[str, str]) -> str:
        """A text of the report in this language."""
        return one_line(text[self.language])

    def say(self, key: str, **args: Any) -> str:
        """A template of ours, filled with texts that are on one line already."""
        return self.formats[key].format(**args)

    def about(self, finding: Data) -> str:
        """What came out and for what: ``object: sentence``."""
        return self.say("about", label=self.of(finding["subject"]["label"]), message=self.of(finding["message"]))

    def result(self, finding: Data) -> str:
        """The outcome in a word: for a failure its severity, with what was done about it."""
        failed = finding["outcome"] == "fail"
        word = self.severities[finding["severity"]] if failed else self.outcomes[finding["outcome"]]
        done = finding["disposition"]
        return word if done == "open" else self.say("disposed", outcome=word, done=self.formats[done])

    def answered(self, finding: Data) -> str:
        """What somebody has said about a finding, and until when; empty where nobody has."""
        if "waiver" in finding:
            said = finding["waiver"]
            return self._filled("waived_by" if "who" in said else "waived", said)
        if "decision" in finding:
            said = finding["decision"]
            text = self._filled(said["answer"], said)
            return self._filled("remark", {"said": text, "remark": said["remark"]}) if "remark" in said else text
        return self.answers["baseline"] if finding["disposition"] == "baseline" else ""

    def _filled(self, key: str, said: Data) -> str:
        return self.answers[key].format(**{name: one_line(str(value)) for name, value in said.items()})

    def dispositions(self, plan: Data) -> str:
        """How many findings have been disposed of, and how; empty where none has."""
        counts = plan["counts"]["dispositions"]
        parts = [
            f"{self.answers[f'part_{name}']} {counts[name]}"
            for name in ("waived", "baseline", "decided")
            if counts.get(name)
        ]
        return self.answers["settled"] + self.comma.join(parts) if parts else ""

    def about_dispositions(self, plan: Data) -> Iterator[str]:
        """The day that waivers were judged on, the counts, and the verdict apart from what was known before."""
        if "today" in plan:
            yield self.answers["today"].format(today=plan["today"])
        said = self.dispositions(plan)
        if said:
            yield said
        if "standing" in plan:
            yield self.answers["standing"].format(verdict=self.verdicts[plan["standing"]])

    def clause(self, plan: Data, finding: Data) -> str:
        """Document and clause as people cite them."""
        document = plan["documents"][finding["clause"]["document"]]
        return f"{self.of(document['title'])} {one_line(finding['clause']['number'])}"

    def mending(self, finding: Data) -> Iterator[str]:
        """What would mend or settle the finding, one line each."""
        for remedy in finding.get("remedy", ()):
            yield self.say("remedy", remedy=self.of(remedy))
        for need in finding["needs"]:
            yield self.say("need", label=self.of(need["label"]), path=one_line(need["path"]))

    def details(self, plan: Data, finding: Data) -> Iterator[str]:
        """Everything that helps to act on a finding; every line begins with a word of ours."""
        yield self.say("what", message=self.of(finding["message"]))
        if self.answered(finding):
            yield self.answered(finding)
        yield from self.mending(finding)
        for claim in finding.get("rests_on", ()):
            yield self.say("claim", label=self.of(claim["label"]), value=self.of(claim["measured"]["text"]))
        yield self.say("clause", clause=self.clause(plan, finding), force=self.forces[finding["force"]])
        place = finding["position"]
        yield self.say("place", file=one_line(place["file"]), line=place["line"], column=place["column"])
        if "note" in finding:
            yield self.say("note", note=self.of(finding["note"]))


def wants(options: Data, complete: bool) -> Data:
    """For writers that show no evidence tree and speak one language."""
    return {"complete": complete, "trees": False, "languages": (options.get("language", DEFAULT_LANGUAGE),)}


def settled(finding: Data) -> bool:
    """Whether somebody has answered for it: it is waived (which a ``must`` cannot be), decided, or was there before."""
    done = finding["disposition"]
    return bool(done != "open" and not (done == "waived" and finding["force"] == "must") and not unmet(finding))


def decided(plan: Data) -> int:
    """How many manual findings a person has decided: they are open no more."""
    number: int = plan["counts"]["dispositions"].get("decided", 0)
    return number


def unmet(finding: Data) -> bool:
    """Whether a person has decided that the requirement of a manual finding is not met."""
    return bool(finding.get("decision", {}).get("answer") == "not_met")


def waivable(finding: Data) -> bool:
    """Whether a waiver or a decision could be about it: somebody may want to know how files name its object."""
    failed = finding["outcome"] == "fail" and finding["force"] != "must" and finding["severity"] != "note"
    return "identity" in finding["subject"] and (failed or finding["outcome"] == "manual")


def acts(plans: Iterable[Data]) -> Iterator[tuple[Data, Data]]:
    """Plans and their findings that somebody still has to act on."""
    for plan in plans:
        for finding in plan["findings"]:
            if finding["outcome"] in OPEN_OUTCOMES and not settled(finding):
                yield plan, finding


def faults(data: Data) -> Iterator[tuple[str, Data, bool]]:
    """File and fault of every fault, and whether the file could be read at all."""
    for plan in data["plans"]:
        yield from ((plan["file"], fault, True) for fault in plan["faults"])
    for entry in data["unreadable"]:
        yield from ((entry["file"], fault, False) for fault in entry["faults"])


def fault_place(file: str, fault: Data) -> Data:
    """Where a fault stands; the beginning of the file where that is not known."""
    return fault["position"] or beginning(file)


def caps(words: Words, plan: Data) -> Iterator[tuple[str, str]]:
    """Why a plan cannot be called compliant although no finding or fault says so: a code and a sentence each."""
    for cap in plan["caps"]:
        yield cap["reason"], words.say("cap", message=words.of(cap["message"]))
    binding = plan["counts"]["by_severity"]["violation"]
    open_ = plan["counts"]["faults"] + binding["unknown"] + binding["manual"] + binding["error"]
    if plan["verdict"] == "undetermined" and not plan["caps"] and not open_:
        yield "nothing", words.say("nothing")


def beginning(file: str) -> Data:
    """The place of what concerns a whole file."""
    return {"file": file, "line": 1, "column": 1, "end_column": None}


def shortened(text: str, limit: int) -> str:
    """Text of at most ``limit`` code points; an ellipsis says that it was cut."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


# -- places and text of other formats ----------------------------------------------------------------------------


def relative(file: str, root: str | None = None) -> str:
    """A file name as programs of a repository want it: forward slashes, no ``./``, seen from ``root`` if inside."""
    path = _slashes(file)
    if root is None:
        return path
    base = _slashes(root).rstrip("/") + "/"
    full = path if is_absolute(path) else normpath(base + path)
    return full.removeprefix(base)


def is_absolute(path: str) -> bool:
    """Whether a name of :func:`relative` is one from the top of a disk."""
    return path.startswith("/") or bool(re.match(_WINDOWS, path))


def _slashes(file: str) -> str:
    return normpath(file.replace("\\", "/") if re.match(_WINDOWS, file) or "/" not in file else file)


def json_text(data: Any) -> str:
    """Indented JSON with every character escaped that a display would obey or hide, or a CI runner take for the
    beginning of a command; it reads as the same data."""
    text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False)
    text = re.sub(UNPRINTABLE, lambda match: json.dumps(match[0])[1:-1], text)
    return re.sub(_RUNNER_PREFIX, r"#\\u0023", text) + "\n"
