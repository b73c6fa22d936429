"""The page around the report: one file that loads nothing, with its styles and scripts inside.

The content security policy names the very scripts and styles by their digests: nothing else runs or loads, whatever
a text holds.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from importlib.resources import files

from standardcheck.writers.html.build import Html, document, el, inline
from standardcheck.writers.html.words import TAGS, say

_STYLES = ("page.css", "findings.css", "overview.css", "print.css")
_SCRIPTS = ("language.js", "filters.js", "places.js", "plans.js", "print.js")
_NAMES = {"zh": "中文", "en": "English"}


def page(title: str, language: str, main: Html, footer: Html, stored: list[Html]) -> Html:
    """A whole page. ``stored`` are data that scripts open on demand."""
    style, script = _joined(_STYLES), _joined(_SCRIPTS)
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    top = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=policy),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("title", title),
        inline("style", style),
    )
    bottom = el(
        "body",
        el("a", say("skip"), href="#main", class_="skip"),
        el("header", el("span", say("product"), class_="product"), _language(language), class_="top"),
        el("main", main, id="main", tabindex="-1"),
        el("footer", footer),
        stored,
        inline("script", script),
    )
    return document(el("html", top, bottom, lang=TAGS[language]))


def _language(language: str) -> Html:
    """The switch: two radio buttons, obeyed by the style sheet, so that it works without scripts."""
    choices = [
        el(
            "span",
            el(
                "input",
                type="radio",
                name="language",
                id=f"language-{code}",
                value=TAGS[code],
                checked=code == language,
            ),
            el("label", name, for_=f"language-{code}", lang=TAGS[code]),
        )
        for code, name in _NAMES.items()
    ]
    return el("fieldset", el("legend", say("language"), class_="unseen"), choices, class_="language")


@cache
def _joined(names: tuple[str, ...]) -> str:
    folder = files("standardcheck.writers.html") / "assets"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)


def _digest(source: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(source.encode()).digest()).decode()
