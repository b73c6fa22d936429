"""What is wrong with a rule pack is said when it is loaded: every fault of every file, each at its place.

The packs beside this file extend the toy standard. A line that has faults ends in comments, one a fault::

    #! COLUMN CODE | words in both languages | en: words | zh: 词

Nothing else may be reported.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from standardcheck.compiler.build import build
from standardcheck.errors import Fault, InvalidRuleSet
from standardcheck.ruleset.packs import PackFiles, list_packs, read_files
from standardcheck.ruleset.resolve import read_chain, resolve
from support.toy import PACKS as TOY
from support.toy import vocabulary

HERE = Path(__file__).parent / "faulty"
FOLDERS = list_packs([HERE])


class Expected(NamedTuple):
    """A fault as a comment announces it."""

    file: str
    line: int
    column: int
    code: str
    words: tuple[str, ...]


def announced(folder: Path) -> list[Expected]:
    """The faults that the comments of a pack announce."""
    found = []
    for file in sorted(folder.rglob("*.yaml")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            for comment in line.split("#! ")[1:]:
                head, *words = (part.strip() for part in comment.split("|"))
                column, code = head.split()
                found.append(Expected(file.name, number, int(column), code, tuple(words)))
    return found


def faults_of(pack: str, known: dict[str, PackFiles]) -> tuple[Fault, ...]:
    """The faults found when a pack is loaded."""
    with pytest.raises(InvalidRuleSet) as caught:
        build(resolve(read_chain(pack, known)), vocabulary())
    return caught.value.faults


def place_of(fault: Fault) -> tuple[str, int, int, str]:
    assert fault.place is not None
    return Path(fault.place.file).name, fault.place.line, fault.place.column, fault.code


def check_words(fault: Fault, words: tuple[str, ...]) -> None:
    """Whether the sentences of a fault hold what they must."""
    en, zh = fault.message("en"), fault.message("zh")
    assert re.search(r"[\u4e00-\u9fff]", zh)
    for word in words:
        language, _, rest = word.partition(": ")
        if language in ("en", "zh") and rest:
            assert rest in {"en": en, "zh": zh}[language]
        else:
            assert word in en, (word, en)
            assert word in zh, (word, zh)


@pytest.mark.parametrize("pack", sorted(FOLDERS))
def test_faults_of_a_pack(pack: str) -> None:
    known = TOY | {name: read_files(folder) for name, folder in FOLDERS.items()}
    expected = announced(FOLDERS[pack])
    assert expected
    found = faults_of(pack, known)
    assert sorted(place_of(fault) for fault in found) == sorted((e.file, e.line, e.column, e.code) for e in expected)
    assert [place_of(f)[:3] for f in found] == sorted(place_of(f)[:3] for f in found), "in order of reading"
    for wanted in expected:
        same = [f for f in found if place_of(f) == (wanted.file, wanted.line, wanted.column, wanted.code)]
        for fault in same:
            check_words(fault, wanted.words)
            assert fault.line_text is not None


def test_a_file_that_leads_outside_its_pack(tmp_path: Path) -> None:
    pack = tmp_path / "packs" / "outside"
    shutil.copytree(HERE / "unknown-names", pack)
    (tmp_path / "secret.yaml").write_text("rules: []\n", encoding="utf-8")
    (pack / "rules.yaml").unlink()
    (pack / "rules.yaml").symlink_to(tmp_path / "secret.yaml")
    with pytest.raises(InvalidRuleSet) as caught:
        read_files(pack)
    (fault,) = caught.value.faults
    assert fault.code == "pack-file-outside"
    assert fault.place is not None
    assert fault.place.file.endswith("rules.yaml")
    check_words(fault, ("rules.yaml", "en: leads outside", "zh: 规则包"))


def test_a_folder_that_leads_outside_is_not_followed(tmp_path: Path) -> None:
    pack = tmp_path / "packs" / "outside"
    shutil.copytree(HERE / "unknown-names", pack)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "more.yaml").write_text("rules: []\n", encoding="utf-8")
    (pack / "more").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    try:
        files = read_files(pack)
    except InvalidRuleSet as invalid:
        assert [fault.code for fault in invalid.faults] == ["pack-file-outside"]
    else:
        assert [name for name, _ in files.files] == ["pack.yaml", "rules.yaml"]


def test_a_pack_without_a_manifest(tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / "rules.yaml").write_text("rules: []\n", encoding="utf-8")
    with pytest.raises(InvalidRuleSet) as caught:
        read_chain("bare", {"bare": read_files(tmp_path / "bare")})
    assert [fault.code for fault in caught.value.faults] == ["pack-no-manifest"]


def test_a_pack_that_is_not_there() -> None:
    with pytest.raises(InvalidRuleSet) as caught:
        read_chain("aquarium-bass", TOY)
    (fault,) = caught.value.faults
    assert fault.code == "pack-unknown"
    check_words(fault, ("aquarium-bass", "aquarium-base"))


def test_a_chain_that_is_too_long() -> None:
    manifest = "pack: p{0}\ntitle: {{zh: 甲, en: a}}\nversion: '1'\nextends: p{1}\n"
    known = {
        f"p{at}": PackFiles(f"p{at}", f"p{at}", (("pack.yaml", manifest.format(at, at + 1).encode()),))
        for at in range(40)
    }
    with pytest.raises(InvalidRuleSet) as caught:
        read_chain("p0", known)
    assert [fault.code for fault in caught.value.faults] == ["pack-cycle"]
