"""``standardcheck review``: a person answers what no field of a plan settles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from standardcheck.cli.configured import Configured, config_options
from standardcheck.cli.terminal import cache_folder, language_option, output, page_width, reported, rules_option

if TYPE_CHECKING:
    from standardcheck.check.dispositions import Decision
    from standardcheck.check.findings import Finding
    from standardcheck.check.run import PlanReport

_ANSWERS = {"m": "met", "n": "not_met"}


@click.command("review", cls=Configured)
@click.argument("plan", metavar="PLAN")
@rules_option
@click.option("--as-of", metavar="DATE", help="Date of judgement, YYYY-MM-DD. Default: the date the plan states.")
@language_option
@config_options
@click.option(
    "--decisions", default="decisions.yaml", show_default=True, metavar="FILE", help="Where answers are read and kept."
)
@click.option("--who", metavar="NAME", help="Who decides. Asked for if it is not given.")
@click.option("--today", metavar="DATE", help="The day of the decisions, YYYY-MM-DD. Default: the clock.")
@click.option("--questions", metavar="FILE", help="Write the facts that the applicant has to supply as Markdown.")
def command(
    plan: str,
    rules: str | None,
    no_cache: bool,
    as_of: str | None,
    language: str,
    decisions: str,
    who: str | None,
    today: str | None,
    questions: str | None,
) -> None:
    """Answer what a person has to judge, and list the facts that the applicant has to supply.

    Each question is shown with its clause and with what the plan says; answers are kept in FILE at once, beside those
    that are there, and `check --decisions FILE` counts them. q, the end of the input or Ctrl-C stop at any time.
    """
    from standardcheck import api
    from standardcheck.check.disposition_files import day_of, read_decisions
    from standardcheck.check.dispositions import Given, dispose
    from standardcheck.cli.dispositions import today_of

    with reported(language):
        ruleset = api.load_ruleset(rules, cache=cache_folder(no_cache))
        kept = list(read_decisions(decisions)) if Path(decisions).exists() else []
        day = day_of(today) or today_of(ruleset)
        report = api.check(api.read_plan(plan, ruleset), ruleset, as_of=as_of)
        report = dispose(report, Given(decisions=tuple(kept)))
        (judged,) = report.plans
        _Review(judged, kept, decisions, who, day, language).run()
        _facts(report, questions, language)


class _Question(NamedTuple):
    finding: Finding
    shown: dict[str, Any]
    subject: str | None


class _Review:
    """One walk through the open questions of a plan."""

    def __init__(
        self, plan: PlanReport, kept: list[Decision], file: str, who: str | None, day: str, language: str
    ) -> None:
        from standardcheck.wording import catalogue

        self.plan, self.kept, self.file, self.who, self.day = plan, kept, file, who, day
        self.language = language
        self.words: dict[str, str] = catalogue(language).REVIEW

    def run(self) -> None:
        """Ask until everything is answered or somebody stops."""
        questions = list(self._questions())
        self._say("count" if questions else "none", number=len(questions))
        written = 0
        try:
            for at, question in enumerate(questions, start=1):
                written += self._one(question, at, len(questions))
        except (click.Abort, KeyboardInterrupt, EOFError, _Quit):
            click.echo()
            self._say("stopped")
        if written:
            self._say("saved", file=self.file, number=written)
        if questions:
            self._say("left", number=len(questions) - written)

    def _questions(self) -> Iterator[_Question]:
        from standardcheck.check.dispositions import subject_of
        from standardcheck.check.findings import Outcome
        from standardcheck.check.looking import first

        for finding in first(self.plan.findings, (Outcome.MANUAL,)):
            if finding.disposition == "open":
                yield _Question(finding, self.plan.explain(finding), subject_of(self.plan, finding))

    def _one(self, question: _Question, at: int, number: int) -> bool:
        """Ask one question; whether it was answered and the answer kept."""
        self._show(question, at, number)
        if question.subject is None:
            self._say("no_id")
            return False
        answer = self._answer()
        if answer is None:
            return False
        remark = click.prompt(self.words["remark"], default="", show_default=False)
        self._keep(question, question.subject, answer, remark.strip())
        return True

    def _show(self, question: _Question, at: int, number: int) -> None:
        shown, language = question.shown, self.language
        document = self.plan.program.documents[shown["clause"]["document"]]
        clause = f"{document.title[language]} {document.number} {shown['clause']['number']}"
        from standardcheck.wording import catalogue

        force = catalogue(language).FORCES[shown["force"]]
        click.echo()
        self._say("question", at=at, number=number, object=shown["subject"]["label"][language])
        self._say("clause", clause=clause, title=shown["title"][language], force=force)
        self._say("asked", question=shown["question"][language])
        for leaf in _leaves(shown.get("tree", {}).get("applies")):
            self._say("stated", label=leaf["label"][language], measured=leaf["measured"]["text"][language])
        place = shown["position"]
        self._say("place", place=f"{place['file']}:{place['line']}:{place['column']}")

    def _answer(self) -> str | None:
        while True:
            said = str(click.prompt(self.words["ask"], default="s", show_default=False)).strip().lower()
            if said == "q":
                raise _Quit
            if said == "s":
                return None
            if said in _ANSWERS:
                return _ANSWERS[said]
            self._say("bad")

    def _keep(self, question: _Question, subject: str, answer: str, remark: str) -> None:
        """Write the whole file anew with one more answer, in place of an older one to the same question."""
        from standardcheck.check.decision_evidence import evidence_digest
        from standardcheck.check.disposition_files import decisions_text
        from standardcheck.check.dispositions import Decision
        from standardcheck.errors import Place
        from standardcheck.writers.layout import one_line

        rule = question.finding.rule.id
        evidence = evidence_digest(self.plan, question.finding)
        made = Decision(
            rule, subject, one_line(self._name()), self.day, answer, one_line(remark), evidence, Place(self.file)
        )
        self.kept = [entry for entry in self.kept if (entry.rule, entry.subject) != (rule, subject)]
        self.kept.append(made)
        with output(self.file, self.language) as stream:
            stream.write(decisions_text(self.kept))

    def _name(self) -> str:
        while not (self.who or "").strip():
            self.who = str(click.prompt(self.words["who"], default="", show_default=False))
            if not self.who.strip():
                self._say("nobody")
        return str(self.who).strip()

    def _say(self, key: str, **args: Any) -> None:
        from standardcheck.writers.layout import harmless, inert, wrap

        for line in wrap(harmless(self.words[key].format(**args)), page_width(), "", "  "):
            click.echo(inert(line))


class _Quit(Exception):
    """The reviewer has seen enough."""


def _leaves(node: dict[str, Any] | None) -> Iterator[dict[str, Any]]:
    if node is None:
        return
    if "op" not in node:
        yield node
    for child in node.get("children", ()):
        yield from _leaves(child)


def _facts(report: Any, target: str | None, language: str) -> None:
    """The facts that are missing: to a file as Markdown, else printed."""
    from standardcheck.check.report import report_data
    from standardcheck.wording import catalogue
    from standardcheck.writers.asking import facts, markdown, text

    data = report_data(report, complete=False, trees=False, languages=(language,))
    click.echo()
    if target is None:
        for line in text(data, language, page_width()):
            click.echo(line, nl=False)
        return
    with output(target, language) as stream:
        for line in markdown(data, language):
            stream.write(line)
    number = sum(len(facts(plan)) for plan in data["plans"])
    click.echo(catalogue(language).REVIEW["list_written"].format(file=target, number=number))
