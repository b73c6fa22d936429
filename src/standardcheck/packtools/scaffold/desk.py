"""One pack opened for a new rule: answers are checked one by one, and the rule is put into its file.

What is wrong with an answer is said in the words of the loader where there are any; the rule is loaded and its
examples are run before it is handed out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, get_args

from standardcheck.compiler.operators import COMPARISONS
from standardcheck.compiler.typing import type_label, type_labels
from standardcheck.data import data_dir
from standardcheck.errors import InvalidRuleSet, UsageError
from standardcheck.hints import near
from standardcheck.packtools.editing import RuleText, added, check_edit, with_file
from standardcheck.packtools.examples import run_examples
from standardcheck.packtools.packset import LoadedPack, PackSet, load_files, load_packs, rule_file
from standardcheck.packtools.scaffold.answers import Answers, Reading
from standardcheck.packtools.scaffold.cases import cases
from standardcheck.packtools.scaffold.lines import param_name, parameter_lines, rule_lines
from standardcheck.plan.conform import Conform
from standardcheck.ruleset.documents import Force, Grade
from standardcheck.ruleset.packs import list_packs
from standardcheck.source import read_yaml
from standardcheck.wording import LANGUAGES

ASKED = (
    "pack", "file", "id", "document", "number", "ledger", "force", "grade", "title_zh", "title_en", "for", "field",
    "operator", "limit",
)  # fmt: skip
"""What is asked, in this order; ``applies`` and ``param`` need no answer."""

FORCES: tuple[str, ...] = get_args(Force)
GRADES: tuple[str, ...] = get_args(Grade)

_ID = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)*")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Scaffold(NamedTuple):
    """The edited file, what was added to it, and the lines the additions begin on."""

    path: Path
    text: str
    parameter: tuple[str, ...]
    rule: tuple[str, ...]
    outcomes: tuple[str, ...]


class Desk:
    """One pack opened for a new rule: checks answers, and writes the rule."""

    def __init__(self, place: str) -> None:
        self.packs: PackSet = load_packs(place)
        if not self.packs.single:
            raise UsageError("new-one-pack", file=place, known=self.packs.named)
        self.loaded: LoadedPack = next(iter(self.packs.loaded.values()))
        self.conform = Conform(self.packs.vocabulary)
        self.reading = Reading(self.loaded, self.conform)

    def check(self, name: str, answers: Answers) -> None:
        """Raises ``UsageError`` if the answer of this name cannot be; it may look at the answers before it."""
        getattr(self, f"_check_{name}", self._check_text)(answers.get(name) or "", answers)

    def _check_text(self, value: str, _: Answers) -> None:
        if not value.strip() or any(not sign.isprintable() for sign in value):
            raise UsageError("new-empty")

    def _check_file(self, value: str, _: Answers) -> None:
        self.path_of(value)

    def path_of(self, value: str) -> Path:
        """The rule file inside the pack; it need not exist."""
        return rule_file(self.loaded, value)[0]

    def _check_id(self, value: str, _: Answers) -> None:
        if not _ID.fullmatch(value):
            raise UsageError("new-bad-id", found=value)
        if value in self.loaded.resolved.rules:
            place = self.loaded.resolved.rules[value][1].place()
            raise UsageError("new-exists", name=value, place=str(place))

    def _check_document(self, value: str, _: Answers) -> None:
        known = self.loaded.resolved.documents
        if value not in known:
            raise UsageError("rule-unknown-document", name=value, hint=near(value, known))

    def _check_ledger(self, value: str, _: Answers) -> None:
        """May be empty: some rules have no row yet."""

    def _check_force(self, value: str, _: Answers) -> None:
        _one_of(value, FORCES, "force")

    def _check_grade(self, value: str, _: Answers) -> None:
        _one_of(value, GRADES, "grade")

    def _check_for(self, value: str, _: Answers) -> None:
        self.reading.kind_of(value)

    def _check_field(self, value: str, answers: Answers) -> None:
        field = self.reading.target(value, answers).field
        if field.type == "text":
            raise UsageError("new-text-field", path=value)

    def _check_operator(self, value: str, answers: Answers) -> None:
        if value not in COMPARISONS:
            raise UsageError("rule-unknown-operator", op=value, hint=near(value, COMPARISONS))
        field = self.reading.target(answers["field"], answers).field
        type_ = "number" if field.is_numeric else field.type
        if type_ not in COMPARISONS[value].types:
            raise UsageError(
                "rule-operator-type", op=value, type=type_label(type_), takes=type_labels(COMPARISONS[value].types)
            )

    def _check_limit(self, value: str, answers: Answers) -> None:
        cases(self.reading, answers)

    def _check_applies(self, value: str, answers: Answers) -> None:
        self.reading.conditions(answers)

    def _check_param(self, value: str, answers: Answers) -> None:
        name = param_name(answers)
        if not _NAME.fullmatch(name):
            raise UsageError("new-bad-id", found=name)
        known = self.loaded.resolved
        if name in known.params or name in known.derived or name in known.sets:
            raise UsageError("new-exists", name=f"${name}", place=str(_place_of(known, name)))

    # -- the rule --------------------------------------------------------------------------------------------

    def make(self, answers: Answers) -> Scaffold:
        """The edited file. Raises :class:`FaultyInput` if it does not load, or its examples do not come out."""
        path, name = rule_file(self.loaded, answers["file"])
        text = RuleText(str(self.loaded.files.root / name), path.read_text(encoding="utf-8") if path.exists() else "")
        expected = text.data()
        parameter = list(parameter_lines(self.reading, answers))
        rule = list(rule_lines(self.reading, answers))
        if parameter:
            text.add("params", parameter, before="rules")
            expected = added(expected, "params", _read(parameter))
        text.add("rules", rule)
        expected = added(expected, "rules", _read(rule)[0])
        check_edit(text, expected)
        return Scaffold(path, text.text, tuple(parameter), tuple(rule), tuple(self._tried(name, text, answers["id"])))

    def _tried(self, name: str, text: RuleText, rule: str) -> Iterator[str]:
        """Load the pack with the edited file and run the new rule's examples."""
        files = with_file(self.loaded.files, name, text.text)
        root = self.loaded.files.root.resolve()
        others = {**list_packs([data_dir("rules")]), **list_packs([root.parent])}
        others.pop(self.loaded.id, None)
        loaded = load_files({self.loaded.id: files}, self.packs.place, others, True).loaded[self.loaded.id]
        faults = []
        for result in run_examples(loaded.resolved, loaded.program, self.conform):
            if result.rule != rule:
                continue
            if result.problems:
                why = tuple({one: problem.message(one) for one in LANGUAGES} for problem in result.problems)
                faults.append(result.origin.fault("new-example-wrong", name=result.name, why=why))
            yield result.outcome
        if faults:
            raise InvalidRuleSet(faults)


def _place_of(known: Any, name: str) -> Any:
    if name in known.params:
        return known.params[name].origin.place()
    return (known.derived.get(name) or known.sets[name])[1].place()


def _one_of(value: str, known: tuple[str, ...], key: str) -> None:
    if value not in known:
        expected = ", ".join(known)
        raise UsageError("new-bad-choice", key=key, found=value, expected=expected, hint=near(value, known))


def _read(lines: list[str]) -> Any:
    return read_yaml("\n".join(lines).encode(), "").data
