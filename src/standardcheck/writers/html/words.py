"""Words of the page, in every language at once: the page shows one of them and can switch."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from standardcheck.wording import LANGUAGES, catalogue, sentence
from standardcheck.writers.html.build import Html, el, join, text

Text = dict[str, str]
TAGS = {"zh": "zh-CN", "en": "en"}


def said(key: str, **args: Any) -> Text:
    """A sentence of the page in every language; arguments that are texts in every language are filled in alike."""
    return {language: sentence(language, "page", key, args) for language in LANGUAGES}


def word(section: str, key: str) -> Text:
    """An entry of another section of the catalogues, such as an outcome."""
    return {language: getattr(catalogue(language), section)[key] for language in LANGUAGES}


def both(value: Text) -> Html:
    """A text in every language, of which the page shows one; written once where they are the same."""
    if len(set(value.values())) == 1:
        return text(next(iter(value.values())))
    return join(el("span", said_, lang=TAGS[language]) for language, said_ in value.items())


def say(key: str, **args: Any) -> Html:
    """A sentence of the page."""
    return both(said(key, **args)) if args else _plain(key)


@cache
def _plain(key: str) -> Html:
    return both(said(key))


def hidden(value: Text) -> Html:
    """For readers who do not see the page."""
    return el("span", both(value), class_="unseen")


def listed(parts: Iterable[Text]) -> Text:
    """Texts in a row, with the commas of each language."""
    every = list(parts)
    return {language: catalogue(language).TEXT["list"].join(part[language] for part in every) for language in LANGUAGES}


def same(value: str) -> Text:
    """What is written alike in every language, such as a name."""
    return dict.fromkeys(LANGUAGES, value)


def option(value: Text, code: str, language: str) -> Html:
    """An option of a choice. An option holds no markup, so a script changes its words with the language."""
    words = {f"data_{name}": said_ for name, said_ in value.items()}
    return el("option", value[language], value=code, **words)
