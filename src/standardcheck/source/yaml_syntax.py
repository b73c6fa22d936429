"""What is wrong with a text that is no YAML, in words its writer can use.

libyaml says where it gave up, which is often a line after the slip. The usual slips are looked for first.
"""

from __future__ import annotations

import re

from standardcheck.source.gathering import Gathering
from standardcheck.typing_light import Any

FULL_WIDTH_COLON = "\uff1a"
# Characters that look like indentation, or like nothing, and are text to YAML.
NOT_INDENTATION = "\u3000\xa0\ufeff\u200b\u2060"

# Patterns, compiled when a fault is looked for: a text that is in order needs none of them.
_TAG_DIRECTIVE = r"(?m)^%TAG\b"
_FULL_WIDTH_KEY = r"[ \t\u3000\xa0]*(?:- +)*([^\s:\uff1a#\"'\[\]{},][^:\uff1a#\"'\[\]{},\r\n]{0,40})\uff1a"
_TAB_INDENTATION = r" *\t[ \t]*(?=\S)"
_ODD_INDENTATION = f"[ \t]*([{NOT_INDENTATION}])"
_NOT_ALLOWED = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"

# What libyaml says, and the fault we call it.
_PROBLEMS = {
    "mapping values are not allowed in this context": "yaml-second-colon",
    "could not find expected ':'": "yaml-colon-expected",
    "did not find expected key": "yaml-indentation",
    "did not find expected '-' indicator": "yaml-indentation",
    "block sequence entries are not allowed in this context": "yaml-indentation",
    "did not find expected node content": "yaml-value-expected",
    "found character that cannot start any token": "yaml-reserved-character",
    "did not find expected alphabetic or numeric character": "yaml-reserved-character",  # * &
    "did not find expected comment or line break": "yaml-reserved-character",  # | >
    "could not find expected directive name": "yaml-reserved-character",  # %
    "found unknown directive name": "yaml-reserved-character",
    "found unexpected non-alphabetical character": "yaml-reserved-character",
    "found undefined tag handle": "yaml-reserved-character",  # !
    "did not find expected tag URI": "yaml-reserved-character",
    "did not find the expected '>'": "yaml-reserved-character",
    "did not find URI escaped octet": "yaml-reserved-character",
    "mapping keys are not allowed in this context": "yaml-reserved-character",  # ?
    "found a tab character where an indentation space is expected": "tab-indentation",
    "found a tab character that violates indentation": "tab-indentation",
    "found unexpected document indicator": "yaml-open-quote",
    "found unexpected end of stream": "yaml-open-quote",
    "did not find expected ',' or ']'": "yaml-open-bracket",
    "did not find expected ',' or '}'": "yaml-open-bracket",
    "found unknown escape character": "yaml-bad-escape",
    "did not find expected hexdecimal number": "yaml-bad-escape",
    "did not find expected <document start>": "yaml-after-end",
}


# The faults that a full-width colon in the place of a colon leads to.
_MISSING_COLON = ("yaml-second-colon", "yaml-colon-expected", "yaml-indentation")
# The faults that libyaml notices lines after the place to mend.
_NOTICED_LATE = ("yaml-open-quote", "yaml-open-bracket", "yaml-colon-expected")


def find_tag_directive(text: str) -> int | None:
    """The offset of a ``%TAG`` line. libyaml takes quadratic time over many, before it tells us of one."""
    match = re.search(_TAG_DIRECTIVE, text) if "%TAG" in text else None
    return match.start() if match else None


def full_width_key(text: str) -> str | None:
    """The key in a text such as ``面积：30``, which was meant as a mapping; None in any other text."""
    match = re.match(_FULL_WIDTH_KEY, text)
    return match[1] if match else None


def diagnose(error: Any, text: str, faults: Gathering) -> None:
    """Add the fault that stopped the parser."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        _add_character(error, text, faults)
        return
    offset = min(mark.index, len(text.rstrip()))
    context = getattr(error, "context_mark", None)
    first = faults.lines.line_and_column(context.index if context else offset)[0]
    last = faults.lines.line_and_column(offset)[0]
    problem = str(getattr(error, "problem", None) or error)
    code = _PROBLEMS.get(problem, "yaml-syntax")
    if context and (code == "yaml-reserved-character" or (code in _NOTICED_LATE and first < last)):
        offset = context.index
    for line in (last, *range(max(first, last - 2), last), last - 1):
        if _add_slip(line, code, faults):
            return
    faults.add(code, offset, problem=problem, character=text[offset : offset + 1])


def _add_slip(line: int, code: str, faults: Gathering) -> bool:
    """Add the fault of a line that has one of the usual slips; whether it has."""
    line_text = faults.lines.line_text(line)
    if not line_text:
        return False
    start = faults.lines.start_of(line)
    tab, odd = re.match(_TAB_INDENTATION, line_text), re.match(_ODD_INDENTATION, line_text)
    key = re.match(_FULL_WIDTH_KEY, line_text) if code in _MISSING_COLON else None
    if odd:
        faults.add("not-indentation", start + odd.start(1), character=f"U+{ord(odd[1]):04X}")
    elif tab:
        faults.add("tab-indentation", start + line_text.index("\t"))
    elif key:
        faults.add("full-width-colon", start + key.end() - 1, key=key[1])
    return bool(odd or tab or key)


def _add_character(error: Any, text: str, faults: Gathering) -> None:
    """Add the fault of a character that YAML does not allow, or of whatever else has no place."""
    match = re.search(_NOT_ALLOWED, text)
    if match:
        faults.add("control-character", match.start(), character=f"U+{ord(match[0]):04X}")
    else:
        faults.add("yaml-syntax", 0, problem=str(error))
