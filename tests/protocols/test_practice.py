"""What each shipped protocol promises, held against what it asks for."""

from __future__ import annotations

import re

import pytest

from biofeedback.text_layout import columns
from protocols import groups, library, limits, script, wording
from protocols.training import Breathing, Effort, Ending, Kind, Region
from tests.protocols.summary import summarise

ALL = {name: library.load(name) for name in library.names()}
LADDER = ("sixteen_groups", "seven_groups", "four_groups", "recall", "recall_counting", "cue_controlled")


@pytest.mark.parametrize("name", ALL)
def test_only_protocols_of_tension_tense(name: str) -> None:
    """A protocol that is offered instead of tensing must not tense anything."""
    summary = summarise(ALL[name])
    assert (summary.tension_s > 0) == (ALL[name].kind is Kind.TENSION)
    assert (summary.strongest is Effort.NONE) == (summary.tension_s == 0)


def test_the_ladder_gets_shorter_and_less_strained() -> None:
    """Each stage of tension has fewer groups and less tension than the one before; the later stages have none."""
    sums = [summarise(ALL[name]) for name in LADDER]
    assert [len(summary.groups) for summary in sums[:3]] == [16, 7, 4]
    assert [summary.steps for summary in sums[:3]] == [32, 14, 8]
    tensions = [summary.tension_s for summary in sums]
    assert tensions == sorted(tensions, reverse=True)
    assert tensions[3:] == [0, 0, 0]


def test_the_reverse_is_the_reverse() -> None:
    """Forehead to feet is feet to forehead, read from the other end."""
    assert ALL["forehead_to_feet"].steps == ALL["feet_to_forehead"].steps[::-1]


@pytest.mark.parametrize(("name", "minutes"), [("three_minutes", 3), ("seven_minutes", 7), ("twelve_minutes", 12)])
def test_lengths_are_what_the_name_says(name: str, minutes: float) -> None:
    """A person with three minutes gets three minutes."""
    assert summarise(ALL[name]).total_s == pytest.approx(60 * minutes, abs=20)


WORDS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
NUMBERS = list[str](WORDS.split())


def test_lengths_in_words_are_true() -> None:
    """Where a summary names its minutes, it takes that long."""
    told = 0
    for protocol in ALL.values():
        found = re.search(r"(\w+) minutes", protocol.summary.en)
        if found and found[1].lower() in NUMBERS:
            told += 1
            minutes = NUMBERS.index(found[1].lower()) + 1
            assert summarise(protocol).total_s == pytest.approx(60 * minutes, abs=45), protocol.name
    assert told >= 6


def test_without_trunk_leaves_the_trunk_alone() -> None:
    """For severe lung trouble: no tension in the trunk, no breath cue, no breath bound to the tension."""
    protocol = ALL["without_trunk"]
    assert not summarise(protocol).regions & limits.TRUNK
    assert not protocol.breath_cue


def test_the_sore_back_is_never_tensed() -> None:
    """The form for low back pain leaves the back out, and begins each group with letting go."""
    protocol = ALL["relax_first"]
    assert not summarise(protocol).regions & {Region.LOWER_BACK, Region.UPPER_BACK}
    assert all(step.lead_in_s >= 15 for step in protocol.steps)
    assert all("稍后" in step.group.notice.zh for step in protocol.steps if step.hold_s)


def test_limited_mobility_needs_only_hands_arms_and_face() -> None:
    """Nothing below the shoulders but arms and hands."""
    arms = {Region.HANDS, Region.FOREARMS, Region.UPPER_ARMS}
    assert summarise(ALL["limited_mobility"]).regions <= arms | {
        Region.FOREHEAD,
        Region.EYES,
        Region.JAW,
        Region.CHEEKS,
    }
    for name in ("limited_mobility", "gentle_isometric"):
        assert summarise(ALL[name]).strongest is Effort.MILD
        assert summarise(ALL[name]).longest_hold_s <= 4


def test_before_sleep_nothing_rings_and_nothing_is_asked() -> None:
    """Only the bedtime protocol ends in silence, and after its last tension it only lets go."""
    assert [name for name in ALL if ALL[name].ending is Ending.SILENT] == ["bedtime"]
    assert all(step.hold_s == 0 for step in ALL["bedtime"].steps[-4:])


def test_grounding_keeps_the_eyes_open_and_begins_soon() -> None:
    """In acute unrest nobody waits through a long baseline with closed eyes."""
    assert ALL["grounding"].eyes_open
    assert ALL["grounding"].baseline_s <= 20
    assert not ALL["grounding"].breath_cue


def test_with_open_eyes_nobody_is_asked_to_close_them() -> None:
    """Where the eyes stay open, no text asks for the opposite."""
    for protocol in ALL.values():
        if protocol.eyes_open:
            said = [protocol.baseline_words, *(step.group.notice for step in protocol.steps)]
            assert not any("lose your eyes" in words.en or "闭" in words.zh for words in said), protocol.name


def test_resonance_breathing_can_take_the_personal_rate() -> None:
    """Only there may the cue be replaced by the person's own rate."""
    assert [name for name in ALL if ALL[name].pace.personal] == ["resonance_breathing"]


def test_every_shipped_group_is_practised_somewhere() -> None:
    """Words that no protocol says would never be reviewed."""
    used = {step.group.id for protocol in ALL.values() for step in protocol.steps}
    assert set(groups.shipped()) <= used


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ALL)
def test_the_script_reads_the_whole_protocol(name: str, lang: str) -> None:
    """Every text of every step is in the dump, in order of time, within 80 columns."""
    protocol = ALL[name]
    lines = script.read_aloud(protocol)
    assert [line.t for line in lines] == sorted(line.t for line in lines)
    asked = protocol.closing_s if protocol.ending is Ending.BELL else 0.0
    assert lines[-1].t == summarise(protocol).total_s - protocol.closing_s + asked
    text = script.dump(protocol, lang)
    assert max(columns(row) for row in text.split("\n")) <= 80
    flat = re.sub(r"\s+", "", re.sub(r"(?m)^ *\d+:\d\d ", "", text))
    for step in protocol.steps:
        said = [step.group.notice, step.group.rest] + ([step.group.tense] if step.hold_s else [])
        assert all(re.sub(r"\s+", "", words.say(lang)) in flat for words in said)


ASKED_FOR = {
    "sixteen, seven and four groups": ("sixteen_groups", "seven_groups", "four_groups"),
    "release-only recall, counting, cue, differential, rapid": (*LADDER[3:], "differential", "rapid"),
    "feet to forehead and its reverse": ("feet_to_forehead", "forehead_to_feet"),
    "relax, tense, relax": ("relax_first",),
    "three, seven, twelve and twenty minutes": (
        "three_minutes", "seven_minutes", "twelve_minutes", "feet_to_forehead",
    ),
    "bedtime, midday, desk": ("bedtime", "midday", "desk"),
    "limited mobility, after surgery, gentle isometric": ("limited_mobility", "after_surgery", "gentle_isometric"),
    "without trunk; release only for blood pressure": ("without_trunk", "release_only"),
    "breathing": ("diaphragm_breathing", "resonance_breathing", "resonance_assessment"),
    "autogenic, imagery, body scan, grounding": ("autogenic", "quiet_place", "body_scan", "grounding"),
}  # fmt: skip


def test_every_practice_that_was_asked_for_is_there_and_no_other() -> None:
    """Which is which is also told in PRACTICE.md."""
    assert {name for asked in ASKED_FOR.values() for name in asked} == set(ALL)


MOVEMENTS = {
    "feet": ("toes", "脚趾"), "lower_legs": ("toes up", "勾起"), "upper_legs": ("thighs", "大腿"),
    "buttocks": ("together", "收紧"), "abdomen": ("belly in", "肚子微微收紧"), "chest": ("breathe", "呼吸"),
    "back": ("Arch", "挺起"), "shoulders": ("Lift your shoulders", "抬起肩膀"), "arms_and_hands": ("fists", "握拳"),
    "neck": ("chin", "下巴"), "jaw": ("teeth", "牙齿"), "eyes": ("Close your eyes", "眼睛闭紧"),
    "forehead": ("eyebrows", "眉毛"),
}  # fmt: skip


def test_each_group_moves_as_the_source_describes() -> None:
    """But for three, for safety: toes up instead of pointed, no held breath, the neck lengthened instead of tilted."""
    groups_in_order = [step.group for step in ALL["feet_to_forehead"].steps]
    assert [group.id for group in groups_in_order] == list(MOVEMENTS)
    for group in groups_in_order:
        en, zh = MOVEMENTS[group.id]
        assert en in group.tense.en
        assert zh in group.tense.zh


def test_every_step_says_what_to_notice_before_and_after() -> None:
    """The contrast of tension and release is what is learned."""
    for protocol in ALL.values():
        for step in protocol.steps:
            assert step.group.notice.en
            assert step.group.rest.zh
            assert step.hold_s == 0 or (step.group.tense.en and step.group.release.zh)


def test_breath_goes_with_the_tension_except_where_the_trunk_works() -> None:
    """In with the tension and out with the release, as the source advises; slow breathing is cued in the rests."""
    full = ALL["feet_to_forehead"]
    bound = [step.group.id for step in full.steps if step.breathing is Breathing.WITH_TENSION]
    assert set(bound) >= {"feet", "shoulders", "arms_and_hands", "forehead"}
    assert full.breath_cue
    assert full.pace.breaths_per_min <= 7


def test_the_end_stays_and_notices_warmth_heaviness_and_tingling() -> None:
    """Then rising slowly; and a question of how it was."""
    full = ALL["feet_to_forehead"]
    assert all(word in full.closing.en for word in ("Stay", "warmth", "heaviness", "tingling", "slowly"))
    assert all(word in full.closing.zh for word in ("温暖", "沉重", "麻", "慢慢"))
    assert "How tense are you now" in full.reflection.en
    assert full.closing_s >= 60


def test_the_preparation_names_what_the_sources_name() -> None:
    """A place, others told, light, clothes and phone; read in half a minute, since nobody should have to study it."""
    words = groups.common()["preparation"]
    named = {
        "en": ("place", "tell", "light", "belt", "collar", "hone"),
        "zh": ("地方", "说一声", "灯光", "腰带", "领口", "手机"),
    }
    for lang, each in named.items():
        assert [word for word in each if word not in words.say(lang)] == []
        assert columns(words.say(lang)) <= wording.MAX_COLUMNS
    assert wording.saying_s(words) <= 30


def test_falling_asleep_before_the_end_is_fine_at_bedtime() -> None:
    """As somebody in the source tells of it."""
    assert "fall asleep" in ALL["bedtime"].baseline_words.en
    assert ALL["bedtime"].ending is Ending.SILENT
    assert len(summarise(ALL["midday"]).groups) < 13


def test_a_word_is_tied_to_the_out_breath() -> None:
    """The source advises to say "relax" with the release; the later stage builds on it."""
    word = next(step.group for step in ALL["cue_controlled"].steps if step.group.id == "cue_word")
    assert "out-breath" in word.notice.en
    assert "calm" in word.notice.en
    assert "放松" in word.notice.zh


def test_companions_of_the_practice_are_there() -> None:
    """Breathing, autogenic formulas, imagery, a body scan and grounding: each without any tension."""
    kinds = {protocol.kind for protocol in ALL.values() if not summarise(protocol).tension_s}
    assert kinds == set(Kind) - {Kind.TENSION}
