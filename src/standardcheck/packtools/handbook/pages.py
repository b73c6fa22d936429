"""The pages of a handbook as HTML: one folder a language, no network, nothing that is not written here.

Every text from a pack is escaped; a policy in each page allows its one style and script, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from standardcheck.errors import UsageError
from standardcheck.packtools.handbook.views import DocumentView, Handbook, RuleView
from standardcheck.source import clean
from standardcheck.wording import LANGUAGES, catalogue

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
GENERATOR = "standardcheck rules docs"
"""What marks a folder as a handbook of ours, which may be replaced."""


def pages(handbook: Handbook, languages: tuple[str, ...] = LANGUAGES) -> Iterator[tuple[str, str]]:
    """Every page as name and text: ``index.html``, and ``zh/…`` and ``en/…``."""
    yield "index.html", _page("choose.html", languages[0], handbook, languages=languages)
    for language in languages:
        yield f"{language}/index.html", _page("index.html", language, handbook, languages=languages, page="index.html")
        for at, document in enumerate(handbook.documents):
            around = {
                "previous": handbook.documents[at - 1] if at else None,
                "next": handbook.documents[at + 1] if at + 1 < len(handbook.documents) else None,
            }
            name = page_name(document)
            text = _page(
                "document.html", language, handbook, languages=languages, page=name, document=document, **around
            )
            yield f"{language}/{name}", text


def page_name(document: DocumentView) -> str:
    """The file that a document's rules stand in."""
    return f"document-{document.key}.html"


def _page(template: str, language: str, handbook: Handbook, **more: Any) -> str:
    words = catalogue(language)
    style, script = _part("style.css"), _part("script.js")
    text: str = (
        _environment(language)
        .get_template(template)
        .render(
            handbook=handbook,
            language=language,
            words=words,
            generator=GENERATOR,
            style=style,
            script=script,
            style_hash=_hash(style),
            script_hash=_hash(script),
            titles={document.key: document for document in handbook.documents},
            names={other: catalogue(other).HANDBOOK for other in LANGUAGES},
            packs={pack.id: pack for pack in handbook.packs},
            kinds={kind.name: kind.label for kind in handbook.kinds},
            **more,
        )
    )
    return text + "\n" if not text.endswith("\n") else text


@cache
def _environment(language: str) -> Environment:
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError:
        raise UsageError("docs-needs-jinja") from None

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_visible,
    )
    say = catalogue(language).HANDBOOK
    environment.filters |= {"say": _sayer(language), "page": page_name, "searched": searched, "titled": titled}
    environment.globals |= {"say": lambda key, **args: say[key].format(**args), "held": _held(say)}
    return environment


def _visible(value: Any) -> Any:
    """Characters that steer or hide text are shown, not obeyed."""
    return clean(value) if type(value) is str else value


def _sayer(language: str) -> Callable[[Any], str]:
    comma = catalogue(language).COMMA

    def say(label: Any) -> str:
        if isinstance(label, tuple):
            return str(comma.join(item[language] for item in label))
        return str(label[language])

    return say


def _held(say: dict[str, str]) -> Callable[[str, str], str]:
    def held(since: str, until: str) -> str:
        return say["until" if until else "since"].format(since=since, until=until) if since else ""

    return held


def titled(text: str) -> str:
    """A title begins with a capital, where its script has any."""
    return text[:1].upper() + text[1:]


def searched(rule: RuleView, document: DocumentView) -> str:
    """What a search looks through for a rule, in both languages."""
    texts = [rule.id, rule.clause, *rule.ledger, rule.pack, document.number, document.id, rule.kind]
    for label in (rule.title, document.title, rule.sentence):
        texts += label.values()
    return " ".join(" ".join(texts).lower().split())


@cache
def _part(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8").strip()


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
