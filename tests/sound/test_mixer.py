"""What is heard when: one slot, a release that comes of itself, silence where silence is meant."""

from __future__ import annotations

import numpy as np
import pytest

from biofeedback.cues.words import Tone
from biofeedback.sound.clips import Key
from biofeedback.sound.mixer import FADE_S, Mixer
from biofeedback.sound.tones import RATE_HZ, Samples, one_breath, tone
from biofeedback.sound.wire import Item

BLOCK = 480  # 20 ms


class Played:
    """A mixer on a clock that is turned by asking for samples."""

    def __init__(self, clips: dict[Key, Samples] | None = None) -> None:
        self.now = 100.0
        self.mixer = Mixer((clips or {}).get)
        self.heard = np.zeros(0, np.float32)

    def play(self, *tones: Tone, release_in: float | None = None) -> None:
        release_at = None if release_in is None else self.now + release_in
        self.mixer.play([Item(tone=each) for each in tones], self.now, release_at=release_at)

    def listen(self, seconds: float) -> Samples:
        blocks = []
        for _ in range(round(seconds * RATE_HZ / BLOCK)):
            blocks.append(self.mixer.samples(BLOCK, self.now))
            self.now += BLOCK / RATE_HZ
        made = np.concatenate(blocks)
        self.heard = np.concatenate((self.heard, made))
        return made


def _has(made: Samples, kind: Tone) -> bool:
    """Whether a tone is in it, whole."""
    sought = tone(kind)
    if len(made) < len(sought):
        return False
    match = np.correlate(made, sought, "valid") / float(np.dot(sought, sought))
    return bool(np.max(match) > 0.99)


def test_a_cue_is_heard_at_once_and_to_its_end() -> None:
    on = Played()
    on.play(Tone.TENSE)
    made = on.listen(1.0)
    np.testing.assert_allclose(made[: len(tone(Tone.TENSE))], tone(Tone.TENSE))
    assert not made[len(tone(Tone.TENSE)) :].any()


def test_a_later_cue_takes_the_place_of_an_earlier_one_within_the_fade() -> None:
    on = Played()
    on.play(Tone.END, Tone.END)
    on.listen(0.5)
    on.play(Tone.PAUSE)
    made = on.listen(1.0)
    left = made[: len(tone(Tone.PAUSE))] - tone(Tone.PAUSE)
    assert not left[int(FADE_S * RATE_HZ) :].any()


def test_a_release_comes_at_its_time_where_no_word_comes() -> None:
    on = Played()
    on.play(Tone.TENSE, release_in=2.0)
    made = on.listen(4.0)
    at = 2 * RATE_HZ
    assert not made[at - RATE_HZ : at].any()
    np.testing.assert_allclose(made[at : at + len(tone(Tone.RELEASE))], tone(Tone.RELEASE), atol=1e-6)


def test_a_word_of_release_before_its_time_is_the_only_one() -> None:
    on = Played()
    on.play(Tone.TENSE, release_in=2.0)
    on.listen(1.0)
    on.play(Tone.RELEASE)
    assert _has(on.listen(1.0), Tone.RELEASE)
    assert not on.listen(3.0).any()


@pytest.mark.parametrize("late_s", [0.1, 0.5, 1.2])
def test_a_word_of_release_after_it_came_of_itself_is_the_same_one(late_s: float) -> None:
    """The tone is heard once, and what follows it follows."""
    on = Played()
    on.play(Tone.TENSE, release_in=1.0)
    on.listen(1.0 + late_s)
    on.mixer.play([Item(tone=Tone.RELEASE), Item(tone=Tone.REST)], on.now)
    on.listen(3.0)
    sought = tone(Tone.RELEASE)
    match = np.correlate(on.heard, sought, "valid") / float(np.dot(sought, sought))
    assert np.sum(np.diff(np.flatnonzero(match > 0.99)) > 1) == 0
    assert _has(on.heard, Tone.RELEASE)
    assert _has(on.heard, Tone.REST)


def test_a_stop_takes_everything_away() -> None:
    """The breath, the cue, and the release that was due: the stop is said instead."""
    on = Played()
    on.mixer.breathe(one_breath(6.0, 0.4), None, 0.0, on.now)
    on.play(Tone.TENSE, release_in=1.0)
    on.listen(0.5)
    on.play(Tone.STOP)
    assert _has(on.listen(1.5), Tone.STOP)
    assert not on.listen(5.0).any()


def test_what_is_asked_for_in_a_tension_leaves_its_release_due() -> None:
    on = Played()
    on.play(Tone.TENSE, release_in=2.0)
    on.listen(0.5)
    on.play(Tone.NOTICE)
    assert _has(on.listen(3.0), Tone.RELEASE)


def test_the_breath_is_silent_while_something_is_said_and_ends_after_its_breaths() -> None:
    on = Played()
    on.mixer.breathe(one_breath(12.0, 0.4), 2, 0.0, on.now)
    assert on.listen(2.0).any()
    on.play(Tone.SETTLE)
    on.listen(0.04)
    made = on.listen(1.5)
    np.testing.assert_allclose(made, tone(Tone.SETTLE)[960 : 960 + len(made)], atol=1e-6)
    on.listen(7.0)
    assert not on.listen(3.0).any()


def test_breathing_tones_follow_the_pace() -> None:
    """The in-breath rises for its share of a breath, the out-breath falls for the rest."""
    on = Played()
    on.mixer.breathe(one_breath(6.0, 0.4), None, 0.0, on.now)
    made = np.abs(on.listen(20.0))
    quiet = np.flatnonzero(made.reshape(-1, 2400).max(axis=1) < 0.02) / 10  # seconds, by tenths
    for turn in (4.0, 10.0, 14.0):
        assert np.min(np.abs(quiet - turn)) < 0.35


def test_muted_is_silent_and_the_release_is_still_counted() -> None:
    on = Played()
    on.play(Tone.TENSE, release_in=1.0)
    on.mixer.level(0.0)
    on.listen(0.1)
    assert not on.listen(3.0).any()
    assert not on.mixer.busy


def test_a_clip_that_is_not_there_leaves_the_rest_of_the_cue() -> None:
    on = Played({Key("a", "1"): np.full(2400, 0.1, np.float32)})
    on.mixer.play([Item(clip=Key("a", "1")), Item(clip=Key("b", "2")), Item(tone=Tone.PAUSE)], on.now)
    made = on.listen(2.0)
    np.testing.assert_allclose(made[2400 : 2400 + len(tone(Tone.PAUSE))], tone(Tone.PAUSE))


def test_a_clip_that_is_still_being_read_is_waited_for_only_so_long() -> None:
    def never(_: Key) -> Samples | None:
        raise LookupError

    on = Played()
    on.mixer = Mixer(never)
    on.mixer.play([Item(clip=Key("a", "1")), Item(tone=Tone.PAUSE)], on.now)
    made = on.listen(3.0)
    began = np.flatnonzero(made)[0] / RATE_HZ
    assert 0.9 < began < 1.2


def test_what_follows_is_heard_behind_what_is_on_and_the_next_cue_takes_the_place_of_both() -> None:
    on = Played()
    on.play(Tone.PAUSE)
    on.mixer.play([Item(tone=Tone.REST)], on.now, follows=True)
    made = on.listen(2.0)
    assert _has(made, Tone.PAUSE)
    assert _has(made, Tone.REST)

    on.play(Tone.END)
    on.mixer.play([Item(tone=Tone.REST)], on.now, follows=True)
    on.listen(0.5)
    on.play(Tone.STOP)
    made = on.listen(8.0)
    assert _has(made, Tone.STOP)
    assert not _has(made, Tone.REST)


def test_what_follows_nothing_is_heard_at_once() -> None:
    on = Played()
    on.mixer.play([Item(tone=Tone.REST)], on.now, follows=True)
    np.testing.assert_allclose(on.listen(1.0)[: len(tone(Tone.REST))], tone(Tone.REST))


def test_breathing_tones_do_not_tick_though_their_blocks_are_asked_for_early_or_late() -> None:
    """By some milliseconds, as devices do; and they are where they should be after a long stall."""
    steady, uneven = Played(), Played()
    for each in (steady, uneven):
        each.mixer.breathe(one_breath(6.0, 0.4), None, 0.0, each.now)
    blocks = []
    for number in range(400):
        blocks.append(uneven.mixer.samples(BLOCK, uneven.now + 0.004 * (-1) ** number))
        uneven.now += BLOCK / RATE_HZ
    smooth, heard = steady.listen(8.0), np.concatenate(blocks)
    assert np.max(np.abs(np.diff(heard))) <= 1.05 * np.max(np.abs(np.diff(smooth)))

    uneven.now += 7.0
    late = Played()
    late.now = uneven.now
    late.mixer.breathe(one_breath(6.0, 0.4), None, late.now - 100.0, late.now)
    np.testing.assert_allclose(uneven.listen(1.0)[BLOCK:], late.listen(1.0)[BLOCK:], atol=1e-3)
