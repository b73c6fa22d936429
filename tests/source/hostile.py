"""Texts made to hurt a reader. Each is made when asked for: the large ones are no files to keep."""

from __future__ import annotations

from collections.abc import Callable

MIB = 1024 * 1024


def _nested_aliases(levels: int) -> bytes:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for level in range(1, levels):
        lines.append(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]")
    return "\n".join(lines).encode()


def _merge_bomb(levels: int) -> bytes:
    lines = ["- &m0 {a: 1}"]
    for level in range(1, levels):
        lines.append(f"- &m{level} {{<<: [{', '.join([f'*m{level - 1}'] * 9)}]}}")
    return "\n".join(lines).encode()


# Refused, by name: the ending says which reader.
REFUSED: dict[str, Callable[[], bytes]] = {
    "brackets.yaml": lambda: b"[" * 100_000,
    "million-brackets.yaml": lambda: b"[" * 1_000_000,
    "spaced-brackets.yaml": lambda: b"[ " * 100_000,
    "braces.yaml": lambda: b"{" * 100_000,
    "braced-keys.yaml": lambda: b"{a: " * 100_000,
    "dashes.yaml": lambda: b"- " * 100_000,
    "question-marks.yaml": lambda: b"? " * 100_000,
    "staircase.yaml": lambda: b"\n".join(b" " * n + b"a:" for n in range(1_500)),
    "aliases.yaml": lambda: _nested_aliases(20),
    "merges.yaml": lambda: _merge_bomb(14),
    "many-aliases.yaml": lambda: b"a: &a 1\nb: [" + b"*a, " * 500_000 + b"]",
    "many-anchors.yaml": lambda: b"\n".join(b"- &a%d 1" % n for n in range(100_000)),
    "many-tags.yaml": lambda: b"- !!int 3\n" * 100_000,
    "tag-directives.yaml": lambda: b"".join(b"%%TAG !t%d! tag:x\n" % n for n in range(100_000)) + b"--- a\n",
    "many-documents.yaml": lambda: b"--- a\n" * 100_000,
    "long-int.yaml": lambda: b"a: " + b"9" * 5_000,
    "long-decimal.yaml": lambda: b"a: 0." + b"9" * 5_000,
    "big-exponent.yaml": lambda: b"a: 1e999999999",
    "small-exponent.yaml": lambda: b"a: 1.5e-999999999",
    "sexagesimal.yaml": lambda: b"a: 1" + b":59" * 200_000,
    "huge-scalar.yaml": lambda: b"a: '" + b"x" * (7 * MIB) + b"'",
    "huge-plain-scalar.yaml": lambda: b"a: " + b"x " * (3 * MIB),
    "huge-block-scalar.yaml": lambda: b"a: |\n" + b"  x\n" * MIB,
    "huge-key.yaml": lambda: b"? " + b"x" * MIB + b"\n: 1",
    "open-quote.yaml": lambda: b"a: '" + b"x\n" * (3 * MIB),
    "half-utf-8.yaml": lambda: "名称: 幼儿园\n".encode() * 1_000 + b"\xe5\xb9",
    "latin-1.yaml": lambda: b"a: \xe9\xff\xff",
    "nul.yaml": lambda: b"a: \0",
    "escape.yaml": lambda: b"a: \x1b[31m",
    "only-nul.yaml": lambda: b"\0" * MIB,
    "utf-16-half.yaml": lambda: b"\xff\xfea\0:",
    "utf-32.yaml": lambda: "a: 1".encode("utf-32"),
    "inner-bom.yaml": lambda: b"a: 1\n\xef\xbb\xbfb: 2",
    "too-many-items.yaml": lambda: b"[" + b"a," * 1_000_001 + b"]",
    "zip.yaml": lambda: b"PK\x03\x04\x14\0\x06\0\x08\0" + bytes(range(256)),
    "oversize.yaml": lambda: b"#" * (8 * MIB + 1),
    "brackets.json": lambda: b"[" * 100_000,
    "million-brackets.json": lambda: b"[" * 1_000_000,
    "closed-brackets.json": lambda: b"[" * 100_000 + b"]" * 100_000,
    "braces.json": lambda: b"{" * 100_000,
    "braced-keys.json": lambda: b'{"a":' * 100_000,
    "depth-33.json": lambda: b"[" * 33 + b"]" * 33,
    "long-int.json": lambda: b'{"a":' + b"9" * 5_000 + b"}",
    "big-exponent.json": lambda: b"[1e999999999]",
    "small-exponent.json": lambda: b"[1.5e-999999999]",
    "nan.json": lambda: b"[" + b"NaN," * 500_000 + b"1]",
    "duplicates.json": lambda: b"{" + b'"a":1,' * 500_000 + b'"a":1}',
    "huge-string.json": lambda: b'["' + b"x" * (7 * MIB) + b'"]',
    "huge-escaped-string.json": lambda: b'["' + b"\\n" * (3 * MIB) + b'"]',
    "huge-key.json": lambda: b'{"' + b"x" * MIB + b'":1}',
    "open-string.json": lambda: b'["' + b"x" * (7 * MIB),
    "surrogate.json": lambda: b'["\\ud800"]',
    "latin-1.json": lambda: b'["\xe9"]',
    "nul.json": lambda: b'["\0"]',
    "bare-nul.json": lambda: b"\0",
    "inner-bom.json": lambda: b"[1,\xef\xbb\xbf2]",
    "too-many-items.json": lambda: b"[" + b"1," * 1_000_001 + b"1]",
    "oversize.json": lambda: b" " * (8 * MIB + 1),
    "minus.json": lambda: b"-",
    "space.json": lambda: b" " * (7 * MIB),
    "commas.json": lambda: b"," * (7 * MIB),
}

# Unusual, and read.
ACCEPTED: dict[str, Callable[[], bytes]] = {
    "many-keys.yaml": lambda: b"".join(b"k%d: %d\n" % (n, n) for n in range(200_000)),
    "same-hash.json": lambda: b"{" + b",".join(b'"%d":1' % (n << 61) for n in range(20_000)) + b"}",
    "comments.yaml": lambda: b"# x\n" * 1_500_000 + b"a: 1",
    "blank-lines.yaml": lambda: b"\n" * (7 * MIB) + b"a: 1",
    "spaces.json": lambda: b" " * (7 * MIB) + b"1",
    "lone-cr.yaml": lambda: b"a: 1\rb: 2\r",
    "crlf.yaml": lambda: b"a: 1\r\nb: 2\r\n",
    "depth-32.json": lambda: b"[" * 32 + b"]" * 32,
    "depth-32.yaml": lambda: b"[" * 32 + b"]" * 32,
    "bom.json": lambda: b'\xef\xbb\xbf{"a":1}',
    "bom.yaml": lambda: b"\xef\xbb\xbfa: 1",
    "utf-16.yaml": lambda: "名称: 幼儿园".encode("utf-16"),
    "utf-16.json": lambda: '{"名称": "幼儿园"}'.encode("utf-16"),
    "gb18030.yaml": lambda: "名称: 幼儿园\n说明: 服务半径不大于三百米".encode("gb18030"),
}
