"""One file a fault, and the words its message must hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import standardcheck.source
from standardcheck.errors import Fault, UnreadableSource
from standardcheck.source import Limits, read_bytes, read_file, read_source, snippet
from standardcheck.wording import LANGUAGES
from standardcheck.wording.en import FAULTS

from .test_toml_text import BROKEN as BROKEN_TOML

INVALID = Path(__file__).parents[2] / "fixtures" / "invalid"

# file, code, line, column, words of the English sentence, words of the Chinese sentence
CASES = [
    ("after-end.yaml", "yaml-after-end", 2, 1, {"after the document has ended"}, {"文档结束后"}),
    ("alias-bomb.yaml", "anchor-refused", 1, 5, {"&a0", "not allowed"}, {"锚点", "&a0"}),
    ("alias-bomb.yaml", "alias-refused", 2, 10, {"*a0", "Write the value out"}, {"别名", "*a0"}),
    ("anchor.yaml", "anchor-refused", 1, 11, {"&defaults", "Remove it"}, {"锚点", "请删除"}),
    ("anchor.yaml", "alias-refused", 3, 7, {"*defaults"}, {"*defaults", "请直接写出"}),
    ("bad-escape.json", "json-bad-escape", 1, 13, {"backslash", "\\\\"}, {"反斜杠", "\\\\"}),
    ("bad-escape.yaml", "yaml-bad-escape", 1, 10, {"backslash", "single quotes"}, {"反斜杠", "单引号"}),
    ("bare-word.json", "json-value-expected", 1, 10, {"滨河小区", "double quotes"}, {"双引号"}),
    ("control-character.yaml", "control-character", 1, 9, {"U+001B", "Remove"}, {"U+001B", "请删除"}),
    ("damaged.yaml", "not-utf-8", 2, 7, {"0xE5", "UTF-8"}, {"0xE5", "另存为 UTF-8"}),
    ("duplicate-key.json", "duplicate-key", 3, 2, {"“area”", "twice"}, {"“area”", "重复"}),
    ("duplicate-key.yaml", "duplicate-key", 5, 5, {"“area”", "twice"}, {"“area”", "重复"}),
    ("duplicate-key.yaml", "duplicate-key", 6, 1, {"“name”", "twice"}, {"“name”", "重复"}),
    ("empty.json", "empty-file", 1, 1, {"holds nothing"}, {"没有内容"}),
    ("empty.yaml", "empty-file", 1, 1, {"holds nothing"}, {"没有内容"}),
    ("full-width-colon.yaml", "full-width-colon", 2, 3, {"“面积”", "ASCII colon"}, {"全角冒号", "“面积: ”"}),
    ("full-width-colons-only.yaml", "full-width-colon", 1, 3, {"“面积”", "full-width"}, {"全角冒号"}),
    ("full-width-space.yaml", "not-indentation", 2, 1, {"U+3000", "ordinary spaces"}, {"U+3000", "半角空格"}),
    ("indentation.yaml", "yaml-indentation", 3, 3, {"line up", "same number of spaces"}, {"没有对齐"}),
    ("infinity.yaml", "not-finite", 1, 7, {".inf", "null"}, {".inf", "null"}),
    ("infinity.yaml", "not-finite", 2, 9, {".NaN"}, {".NaN"}),
    ("leading-zero.json", "json-bad-number", 1, 8, {"012", "quotes"}, {"012", "引号"}),
    ("line-break-in-string.json", "json-open-string", 1, 10, {"not closed", "\\n"}, {"双引号", "\\n"}),
    ("list-as-key.yaml", "key-not-text", 1, 3, {"key was expected", "["}, {"应为键", "["}),
    ("lone-surrogate.json", "json-lone-surrogate", 1, 10, {"\\u", "half"}, {"\\u", "半个字符"}),
    ("merge-key.yaml", "merge-key-refused", 3, 3, {"<<", "Write the merged keys out"}, {"合并键", "<<"}),
    ("missing-colon.json", "json-colon-expected", 1, 9, {"colon"}, {"冒号"}),
    ("missing-colon.yaml", "yaml-colon-expected", 2, 1, {"key: value"}, {"缺少冒号"}),
    ("missing-comma.json", "json-comma-expected", 1, 17, {"comma", "}"}, {"逗号", "}"}),
    ("nan.json", "not-finite", 1, 10, {"NaN", "null"}, {"NaN", "null"}),
    ("nan.json", "not-finite", 1, 25, {"-Infinity"}, {"-Infinity"}),
    ("no-break-space.yaml", "not-indentation", 2, 1, {"U+00A0"}, {"U+00A0"}),
    ("not-text.yaml", "not-text", 1, 1, {"not a text file", "UTF-8"}, {"不是文本文件", "导出"}),
    ("not-utf-8.json", "not-utf-8", 1, 11, {"0xB1", "Save the file again"}, {"0xB1"}),
    ("not-yaml.yaml", "yaml-open-bracket", 2, 13, {"closing bracket", "["}, {"右括号", "["}),
    ("number-too-long.yaml", "number-too-long", 1, 9, {"64 characters", "1234567890"}, {"64 个字符"}),
    ("only-comments.yaml", "empty-file", 1, 1, {"holds nothing"}, {"没有内容"}),
    ("open-quote.yaml", "yaml-open-quote", 1, 7, {"never closed"}, {"引号只有开头"}),
    ("open-string.json", "json-open-string", 1, 10, {"not closed"}, {"双引号"}),
    ("out-of-range.json", "number-out-of-range", 1, 10, {"1e999", "too large"}, {"1e999", "过大"}),
    ("out-of-range.yaml", "number-out-of-range", 1, 7, {"1e-999", "too small"}, {"1e-999", "过小"}),
    ("reserved-character.yaml", "yaml-reserved-character", 1, 7, {"begin with @", "quotes"}, {"以 @ 开头"}),
    ("second-colon.yaml", "yaml-second-colon", 1, 10, {"second colon", "quotes"}, {"第二个冒号", "引号"}),
    ("single-quotes.json", "json-key-expected", 1, 2, {"'name'", "double quotes"}, {"'name'", "双引号"}),
    ("tab-in-string.json", "json-control-character", 1, 12, {"U+0009", "\\t"}, {"U+0009", "\\t"}),
    ("tab-indentation.yaml", "tab-indentation", 2, 1, {"tab", "Use spaces"}, {"制表符", "空格"}),
    ("tag.yaml", "tag-refused", 1, 7, {"!!float", "Remove it"}, {"!!float", "请删除"}),
    ("tag.yaml", "tag-refused", 2, 7, {"!building"}, {"!building"}),
    ("trailing-comma.json", "json-trailing-comma", 1, 28, {"Remove the comma"}, {"请删除该逗号"}),
    ("two-documents.yaml", "more-than-one-document", 3, 1, {"second document", "---"}, {"第二个文档", "---"}),
    ("two-values.json", "json-after-end", 2, 1, {"after the end", "{"}, {"结束后", "{"}),
    ("unfinished.json", "json-unfinished", 1, 29, {"ends too early"}, {"提前结束"}),
    ("greater-than.yaml", "yaml-reserved-character", 1, 7, {"begin with >", "quotes"}, {"以 > 开头"}),
    ("value-expected.yaml", "yaml-value-expected", 1, 11, {"value was expected"}, {"应为值"}),
    ("unknown-version.yaml", "yaml-syntax", 1, 1, {"Not valid YAML", "incompatible"}, {"不是有效的 YAML"}),
]

# What takes more than a small file to show: text, limits, code, words, Chinese words
SMALL = Limits(size=64, depth=2, nodes=5, scalar=10)
GENERATED = [
    ("a.yaml", b"#" * 65, "too-large", {"MiB", "Split"}, {"MiB", "拆分"}),
    ("a.json", b" " * 65, "too-large", {"MiB", "Split"}, {"MiB", "拆分"}),
    ("a.yaml", b"[[[]]]", "too-deep", {"2 levels"}, {"2 层"}),
    ("a.json", b"[[[]]]", "too-deep", {"2 levels"}, {"2 层"}),
    ("a.yaml", b"[1, 2, 3, 4, 5]", "too-many-nodes", {"More than 5 keys and values"}, {"5 个"}),
    ("a.yaml", b"[[], [], [], [], []]", "too-many-nodes", {"More than 5"}, {"5 个"}),
    ("a.json", b"[1, 2, 3, 4, 5]", "too-many-nodes", {"More than 5 keys and values"}, {"5 个"}),
    ("a.json", b'{"a": 1, "b": 2, "c": 3}', "too-many-nodes", {"More than 5"}, {"5 个"}),
    ("a.yaml", b"a: 'eleven long'", "text-too-long", {"10 characters"}, {"10 个字符"}),
    ("a.json", b'{"a": "eleven long"}', "text-too-long", {"10 characters"}, {"10 个字符"}),
    ("a.json", b'{"eleven long": 1}', "text-too-long", {"10 characters"}, {"10 个字符"}),
]


def refusal(file: str, raw: bytes, limits: Limits = Limits()) -> tuple[Fault, ...]:  # noqa: B008  # a constant
    with pytest.raises(UnreadableSource) as caught:
        read_source(raw, file, limits=limits)
    return caught.value.faults


@pytest.mark.parametrize(("file", "code", "line", "column", "english", "chinese"), CASES)
def test_the_message_says_what_is_wrong_and_where(
    file: str, code: str, line: int, column: int, english: set[str], chinese: set[str]
) -> None:
    faults = refusal(file, (INVALID / file).read_bytes())
    places = {(fault.code, fault.place and fault.place[:3]): fault for fault in faults}
    assert (code, (file, line, column)) in places
    fault = places[code, (file, line, column)]
    assert all(words in fault.message("en") for words in english), fault.message("en")
    assert all(words in fault.message("zh") for words in chinese), fault.message("zh")


@pytest.mark.parametrize("file", sorted({case[0] for case in CASES}))
def test_nothing_but_the_faults_of_the_file_is_found(file: str) -> None:
    codes = {fault.code for fault in refusal(file, (INVALID / file).read_bytes())}
    assert codes == {case[1] for case in CASES if case[0] == file}


@pytest.mark.parametrize(("file", "raw", "code", "english", "chinese"), GENERATED)
def test_a_text_over_a_limit_is_refused_and_the_limit_is_named(
    file: str, raw: bytes, code: str, english: set[str], chinese: set[str]
) -> None:
    (fault,) = refusal(file, raw, SMALL)
    assert fault.code == code
    assert all(words in fault.message("en") for words in english), fault.message("en")
    assert all(words in fault.message("zh") for words in chinese), fault.message("zh")


@pytest.mark.parametrize(("file", "raw"), [(case[0], case[1]) for case in GENERATED])
def test_a_text_just_within_the_limits_is_read(file: str, raw: bytes) -> None:
    raw = raw.replace(b"#", b"1", 1).strip() or b"1"
    read_source(raw, file, limits=Limits(size=65, depth=3, nodes=7, scalar=65))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource) as caught:
        read_file(tmp_path / "none.yaml", "none.yaml")
    (fault,) = caught.value.faults
    assert fault.code == "file-not-found"
    assert "no file none.yaml" in fault.message("en")
    assert "找不到文件 none.yaml" in fault.message("zh")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource) as caught:
        read_bytes(tmp_path, "plans")
    (fault,) = caught.value.faults
    assert fault.code == "file-is-directory"
    assert "plans is a folder" in fault.message("en")
    assert "plans 是一个目录" in fault.message("zh")


def test_a_file_that_cannot_be_opened_says_why() -> None:
    with pytest.raises(UnreadableSource) as caught:
        read_bytes("a\0b", "a")
    (fault,) = caught.value.faults
    assert fault.code == "file-unreadable"
    assert "cannot be opened" in fault.message("en")
    assert "无法打开" in fault.message("zh")


def test_faults_that_do_not_end_the_reading_come_together_and_in_order() -> None:
    faults = refusal("p.yaml", b"a: .nan\nb: &x !!int 1\nb: *x\n<<: 1\nc: [1e999,\n")
    assert [fault.code for fault in faults] == [
        "not-finite",
        "anchor-refused",
        "tag-refused",
        "duplicate-key",
        "alias-refused",
        "merge-key-refused",
        "number-out-of-range",
        "yaml-value-expected",
    ]
    assert [fault.place.line for fault in faults if fault.place] == [1, 2, 2, 3, 3, 4, 5, 5]


def test_json_faults_come_together_too() -> None:
    faults = refusal("p.json", b'{"a": NaN, "a": 1e999, "b": {"c": 1, "c": 2}')
    assert [fault.code for fault in faults] == [
        "not-finite",
        "duplicate-key",
        "number-out-of-range",
        "duplicate-key",
        "json-unfinished",
    ]


def test_no_more_faults_are_gathered_than_anyone_would_read() -> None:
    assert len(refusal("p.yaml", b"- .nan\n" * 1_000)) == Limits().faults


@pytest.mark.parametrize(
    "raw",
    [
        "- 名称：甲\n  面积: 3\n",
        "hall:\n  名称：甲\n  面积: 3\n",
        "hall:\n  面积: 3\n  名称：甲\n",
    ],
)
def test_a_full_width_colon_among_others_is_found(raw: str) -> None:
    (fault,) = refusal("p.yaml", raw.encode())
    assert fault.code == "full-width-colon"
    assert fault.args["key"] == "名称"


def test_a_full_width_colon_in_text_is_text() -> None:
    data = read_source("备注: 说明：按规范\n'题目：一': 1\n".encode(), "p.yaml").data
    assert data == {"备注": "说明：按规范", "题目：一": 1}
    assert read_source('"面积：30"'.encode(), "p.yaml").data == "面积：30"


def _codes_in_the_sources() -> set[str]:
    folder = Path(standardcheck.source.__file__).parent
    words = {
        word for path in folder.glob("*.py") for word in re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)+)"', path.read_text())
    }
    return words & set(FAULTS)


def test_every_fault_of_this_layer_has_an_example() -> None:
    shown = {case[1] for case in CASES} | {case[2] for case in GENERATED}
    shown |= {"file-not-found", "file-is-directory", "file-unreadable"}
    shown |= {"csv-empty", "csv-open-quote", "csv-after-quote"}  # shown in tests/packtools/test_ledger.py
    shown |= {code for _, code, _ in BROKEN_TOML}
    assert shown == _codes_in_the_sources()


@pytest.mark.parametrize("file", sorted({case[0] for case in CASES}))
def test_every_fault_can_be_pictured_in_every_language(file: str) -> None:
    for fault in refusal(file, (INVALID / file).read_bytes()):
        assert f"--> {file}:" in snippet(fault)
        assert all(fault.message(language) for language in LANGUAGES)
