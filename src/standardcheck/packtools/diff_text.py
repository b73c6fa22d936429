"""A difference between packs as lines for a terminal, or as Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from standardcheck.source import clean
from standardcheck.wording import catalogue, sentence

Data = dict[str, Any]

SHORT = 48
"""Up to so many characters on either side, old and new stand on one line."""


class Line(NamedTuple):
    """A line before it is laid out: ``style`` is ``heading``, ``title``, ``place``, ``old``, ``new`` or ``text``."""

    depth: int
    style: str
    text: str


def lines(data: Data, language: str) -> Iterator[Line]:
    """The whole difference, in one language."""
    words = catalogue(language).DIFF
    yield Line(0, "heading", words["head"].format(old=data["old"], new=data["new"]))
    changes = data["changes"]
    if not changes:
        yield Line(0, "text", words["none"])
    for change in changes:
        yield from _change(change, language)
    if changes:
        counted = {kind: sum(c["change"] == kind for c in changes) for kind in ("added", "removed", "changed")}
        yield Line(0, "text", words["summary"].format(**counted))
    if "plans" in data:
        yield from _plans(data, language)


def _change(change: Data, language: str) -> Iterator[Line]:
    words = catalogue(language).DIFF
    head = words["entry"].format(
        change=words[change["change"]],
        section=words[change["section"]],
        name=change["name"],
        pack=change["pack"],
        title=change["title"][language],
    )
    yield Line(0, "title", head)
    yield Line(1, "place", _both(change["old"], change["new"], language))
    for aspect in change["aspects"]:
        yield from _aspect(aspect, language)


def _both(old: str | None, new: str | None, language: str) -> str:
    if old and new:
        return str(catalogue(language).DIFF["places"].format(old=old, new=new))
    return old or new or ""


def _aspect(aspect: Data, language: str) -> Iterator[Line]:
    words = catalogue(language).DIFF
    name = _aspect_name(aspect, language)
    old, new = (side["text"][language] if side else "" for side in (aspect["old"], aspect["new"]))
    if not old and not new:
        return
    placed = _placed(aspect, language) if aspect["at"] else ""
    if max(len(old), len(new)) <= SHORT:
        nothing = words["nothing"]
        text = words["one_line"].format(aspect=name, old=old or nothing, new=new or nothing)
        yield Line(1, "text", f"{text}{placed}")
        return
    yield Line(1, "text", words["only"].format(aspect=name, text="").rstrip() + placed)
    if old:
        yield Line(2, "old", old)
    if new:
        yield Line(2, "new", new)


def _aspect_name(aspect: Data, language: str) -> str:
    names = catalogue(language).DIFF_ASPECTS
    of_edition = f"value_{aspect['aspect']}"
    name = of_edition if aspect["at"] and of_edition in names else aspect["aspect"]
    return str(names[name].format(at=aspect["at"]))


def _placed(aspect: Data, language: str) -> str:
    places = [side["place"] if side else None for side in (aspect["old"], aspect["new"])]
    return f"  [{_both(places[0], places[1], language)}]"


# -- plans -------------------------------------------------------------------------------------------------------


def _plans(data: Data, language: str) -> Iterator[Line]:
    words = catalogue(language).DIFF
    yield Line(0, "heading", words["plans_heading"])
    for plan in data["plans"]:
        yield from _plan(plan, language)
    for entry in data["unreadable"]:
        yield Line(0, "title", words["unreadable"].format(file=entry["file"]))
        for fault in entry["faults"]:
            yield Line(1, "text", fault["message"][language])
    changed = sum(plan["verdict"]["old"] != plan["verdict"]["new"] for plan in data["plans"])
    counts = {"judged": data["judged"], "verdicts": changed, "findings": len(data["plans"]) - changed}
    yield Line(0, "text", words["plans"].format(**counts))


def _plan(plan: Data, language: str) -> Iterator[Line]:
    words, verdicts = catalogue(language).DIFF, catalogue(language).VERDICTS
    old, new = (verdicts[plan["verdict"][side]] for side in ("old", "new"))
    key = "verdict_same" if old == new else "verdict"
    yield Line(0, "title", words[key].format(file=plan["file"], as_of=plan["as_of"], old=old, new=new))
    if plan["packs"]["old"] != plan["packs"]["new"]:
        yield Line(1, "text", words["packs"].format(**plan["packs"]))
    if plan["caps"]["old"] != plan["caps"]["new"]:
        old, new = (_caps(plan["caps"][side], language) for side in ("old", "new"))
        yield Line(1, "text", words["caps"].format(old=old, new=new))
    shown = [finding for finding in plan["findings"] if not _is_quiet(finding)]
    rule = ""
    for finding in sorted(shown, key=lambda finding: not _binds(finding)):
        if finding["rule"] != rule:
            rule = finding["rule"]
            named = words["finding"].format(title=finding["title"][language], rule=rule, **finding["clause"])
            yield Line(1, "text", named)
        yield Line(2, "text", _outcomes(finding, language))
    if len(shown) < len(plan["findings"]):
        yield Line(1, "text", words["quiet"].format(number=len(plan["findings"]) - len(shown)))


def _caps(caps: list[str], language: str) -> str:
    said = [sentence(language, "caps", cap, {"later": "…"}) for cap in caps]
    return " ".join(said) or str(catalogue(language).DIFF["nothing"])


def _is_quiet(finding: Data) -> bool:
    """A result that is there on one side only and that nobody has to act on."""
    sides = [side for side in (finding["old"], finding["new"]) if side is not None]
    return len(sides) == 1 and sides[0]["outcome"] in ("pass", "not_applicable")


def _binds(finding: Data) -> bool:
    return any(side is not None and side["severity"] == "violation" for side in (finding["old"], finding["new"]))


def _outcomes(finding: Data, language: str) -> str:
    sides = finding["old"], finding["new"]
    moved = None not in sides and sides[0]["severity"] != sides[1]["severity"]
    old, new = (_outcome(side, moved, language) for side in sides)
    subject = finding["subject"][language]
    text: str = catalogue(language).DIFF["outcome"]
    return text.format(subject=subject, old=old, new=new, place=finding["place"])


def _outcome(side: Data | None, moved: bool, language: str) -> str:
    """How it came out, and how grave that is where the two sides differ in it."""
    words = catalogue(language)
    if side is None:
        return str(words.DIFF["absent"])
    if not moved:
        return str(words.OUTCOMES[side["outcome"]])
    outcome, severity = words.OUTCOMES[side["outcome"]], words.SEVERITIES[side["severity"]]
    return str(words.DIFF["came_out"].format(outcome=outcome, severity=severity))


# -- layout ------------------------------------------------------------------------------------------------------

_MARKS = {"old": "- ", "new": "+ "}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&:@])")


def text_lines(made: Iterable[Line], wrap: Callable[[str, str, str], Iterable[str]]) -> Iterator[tuple[str, str]]:
    """Style and text of every printed line; ``wrap(text, first, rest)`` breaks lines and makes them harmless."""
    for line in made:
        if line.style in ("heading", "title"):
            yield "text", ""
        indent = "  " * line.depth
        mark = _MARKS.get(line.style, "")
        for piece in wrap(line.text, indent + mark, indent + "  "):
            yield line.style, piece


def markdown(made: Iterable[Line]) -> Iterator[str]:
    """The same as Markdown: nothing in a title, a plan or a path becomes markup."""
    for line in made:
        text = _escaped(line.text)
        if line.style == "heading":
            yield f"\n## {text}\n"
        elif line.style == "title":
            yield f"\n### {text}\n"
        else:
            mark = {"old": "**−** ", "new": "**+** "}.get(line.style, "")
            yield f"{'  ' * max(line.depth - 1, 0)}- {mark}{text}" if line.depth else f"\n{text}\n"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", clean(text).replace("\n", " "))
