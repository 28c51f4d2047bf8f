"""How Mandarin is read: by the reviewed table, or not at all."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

import pytest

from biofeedback.cues.lines import spoken_lines
from biofeedback.sound.rendering.reading import (
    CHINESE,
    Readings,
    UnknownReadingError,
    Usual,
    read,
    reading_hash,
    readings,
    syllables,
)

LINES = spoken_lines("zh")
TEXTS = "\n".join(line.text for line in LINES)


def test_every_spoken_sentence_is_read_by_the_table() -> None:
    """A new sentence with a sign of several readings fails here until somebody has read it."""
    unread: list[str] = []
    for line in LINES:
        try:
            said = syllables(line.text)
        except UnknownReadingError as problem:
            unread.append(f"{line.id}: {problem}")
        else:
            assert len(said) == len(CHINESE.findall(line.text)), line.text

    assert not unread, "\n" + "\n".join(unread)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("慢慢落下", "man4 man4 luo4 xia4"),
        ("肚子微微收紧", "du4 zi5 wei1 wei1 shou1 jin3"),
        ("再稍微长一点地呼气", "zai4 shao1 wei1 chang2 yi4 dian3 de5 hu1 qi4"),
        ("休息会长一些", "xiu1 xi5 hui4 chang2 yi4 xie1"),
        ("自由地鼓起来", "zi4 you2 de5 gu3 qi3 lai2"),
        ("脚下的地面", "jiao3 xia4 de5 di4 mian4"),
        ("双脚着地", "shuang1 jiao3 zhuo2 di4"),
        ("额头变得平整", "e2 tou2 bian4 de5 ping2 zheng3"),
        ("眼睛闭得稍紧", "yan3 jing5 bi4 de5 shao1 jin3"),
        ("我会慢慢数到十", "wo3 hui4 man4 man4 shu3 dao4 shi2"),
        ("每数一个数", "mei3 shu3 yi2 ge4 shu4"),
        ("把灯光调暗", "ba3 deng1 guang1 tiao2 an4"),
        ("不着急", "bu4 zhao2 ji2"),
        ("中途睡着了", "zhong1 tu2 shui4 zhao2 le5"),
        ("读一行字", "du2 yi4 hang2 zi4"),
        ("怎么舒服怎么来也行", "zen3 me5 shu1 fu5 zen3 me5 lai2 ye3 xing2"),
        ("另一只手", "ling4 yi4 zhi1 shou3"),
        ("只是看看", "zhi3 shi4 kan4 kan5"),
        ("这一组重新开始", "zhe4 yi4 zu3 chong2 xin1 kai1 shi3"),
        ("双腿的重量", "shuang1 tui3 de5 zhong4 liang4"),
        ("先保持这样，待一会儿", "xian1 bao3 chi2 zhe4 yang4 dai1 yi2 hui4 er5"),
        ("下来等待", "xia4 lai2 deng3 dai4"),
    ],
)
def test_what_dictionaries_misread_is_read_rightly(part: str, said: str) -> None:
    """The places that synthesisers got wrong, one by one."""
    assert " ".join(syllables(part)) == said


def test_one_and_not_change_their_tone() -> None:
    """一 and 不 rise before a falling tone; 一 falls before others, and is itself where it is counted."""
    assert syllables("一样") == ("yi2", "yang4")
    assert syllables("一起") == ("yi4", "qi3")
    assert syllables("一，双手") == ("yi1", "shuang1", "shou3")
    assert syllables("第一个") == ("di4", "yi1", "ge4")
    assert syllables("不用") == ("bu2", "yong4")
    assert syllables("不急") == ("bu4", "ji2")


@pytest.mark.parametrize("part", ["长大", "音乐", "目的", "睡着", "因为", "u 键", "3"])
def test_what_the_table_does_not_say_is_refused(part: str) -> None:
    """Several readings in a word that was not reviewed, an unknown sign, and what is not Chinese."""
    with pytest.raises(UnknownReadingError):
        read(part)


def test_the_longest_word_counts() -> None:
    """A longer word of the table goes before a shorter one within it."""
    table = Readings(
        one={"点": "dian3"},
        usually={"一": Usual("yi1", ())},
        always_in_words=frozenset("长地"),
        words={"长一点": ("chang2", "yi4", "dian3"), "长一点地": ("chang2", "yi4", "dian3", "de5")},
    )

    assert [each.syllable for each in read("长一点地", table)] == ["chang2", "yi4", "dian3", "de5"]
    assert [each.syllable for each in read("长一点", table)] == ["chang2", "yi4", "dian3"]


def test_another_reading_makes_another_clip() -> None:
    """The hash follows the syllables, so that a corrected reading is rendered anew."""
    assert reading_hash("落下") == reading_hash("落下。")
    assert reading_hash("落下") != reading_hash("落下来")


def test_the_table_holds_each_sign_once_and_no_word_in_vain() -> None:
    """A sign has one place in the table; each word of it is spoken somewhere, and names a sign that needs it."""
    table = readings()
    raw = tomllib.loads((resources.files("biofeedback.texts") / "readings.toml").read_text(encoding="utf-8"))
    listed = re.findall("[\u4e00-\u9fff]", raw["one"])
    signs = [*listed, *table.usually, *table.always_in_words]

    assert len(signs) == len(set(signs))
    assert len(table.one) == len(listed)
    assert not [word for word in table.words if word not in TEXTS]
    assert not [sign for sign in signs if sign not in TEXTS]
