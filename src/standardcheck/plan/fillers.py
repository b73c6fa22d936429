"""What people write where a text is asked for and they have none.

To a rule that asks for a document such a text must not be one. ``none``, ``n/a`` and ``—``, written just so, are marks
with a meaning and are known before this is asked (``plan.conform.MARKS``).
"""

from __future__ import annotations

_BLANKS = " \t\r\n\f\v\u00a0\u2007\u200b\u202f\u2060\u3000\ufeff"
_FILLERS = frozenset((
    "-", "--", "–", "—", "——", "/", "//", "\\", ".", "。", "?", "？", "…", "……", "...", "......",
    "none", "n/a", "n.a.", "na", "nil", "null", "nan", "tba", "tbd", "todo", "unknown", "empty", "blank",
    "无", "没有", "暂无", "暂缺", "空", "缺", "未定", "待定", "待办", "待补", "待补充", "待填", "待填写", "未填",
    "未知", "不详", "不明", "同上",
))  # fmt: skip


def is_blank(text: str) -> bool:
    """Whether nothing can be seen of a text."""
    return not text.strip(_BLANKS)


def says_nothing(text: str) -> bool:
    """Whether a text is blank, or a word that only fills the field."""
    said = text.strip(_BLANKS)
    return not said or said.casefold() in _FILLERS
