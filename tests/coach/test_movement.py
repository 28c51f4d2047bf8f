"""What a moving chest changes in a session: words, grades and waits; never that it goes on, and never a reproach."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from biofeedback import journal
from biofeedback.coach.adapter import Arousal, ArousalMemory, Judgement
from biofeedback.coach.engine import Engine
from biofeedback.coach.watching import Watching
from biofeedback.decisions import Decision
from biofeedback.events import Event, HeartRate, MotionChunk
from biofeedback.findings import Activity, Grade, Stir
from biofeedback.plain.vitals import vitals_line
from biofeedback.run.headless import replay
from biofeedback.signal.heart_monitor import HeartMonitor
from biofeedback.texts import Texts
from biofeedback.why import why
from simulators.participants.participant import person
from tests.devices.wearing import short_plan
from tests.signal.motion.chests import Sample, chunks, quiet

RESTLESS_S = (30.0, 44.0)


def restless(t: float, dice: Random) -> Sample:
    """Sitting, but for a quarter of a minute of shifting about."""
    x, y, z = quiet(t, dice)
    if not RESTLESS_S[0] <= t < RESTLESS_S[1]:
        return x, y, z
    return x + dice.gauss(0, 80), y + dice.gauss(0, 80), z + dice.gauss(0, 80)


def beats(seconds: int) -> Iterator[HeartRate]:
    dice = Random(5)
    for second in range(1, seconds):
        yield HeartRate(t=float(second), hr_bpm=60, rr_ticks=(round(128_000 * (1 + dice.gauss(0, 0.02))),))


def monitor(until: float, *, moving: bool = True) -> HeartMonitor:
    """A steady heart, and a chest that may be restless for a while."""
    heart = HeartMonitor()
    heard: list[Event] = [*beats(90)]
    if moving:
        heard += chunks(90.0, restless)
    for event in sorted(heard, key=lambda each: each.t):
        if event.t > until:
            break
        if isinstance(event, MotionChunk):
            heart.push_motion(event)
        elif isinstance(event, HeartRate):
            heart.push(event, Activity.FREE)
    return heart


def test_a_half_minute_that_was_moved_through_is_fair_at_most_and_gives_no_index_of_rest() -> None:
    """However clean its beats are; the reason is told in words, and it is over when it has passed."""
    heart = monitor(46.0)
    quality = heart.quality(46.0)
    assert (quality.grade, quality.why.code) == (Grade.FAIR, "quality.moved")
    vitals = heart.vitals(46.0)
    assert vitals.variability.rmssd_ms is None
    assert vitals.movement is Stir.MOVING
    for lang in ("en", "zh"):
        assert Texts(lang).why(quality.why)
    assert monitor(46.0, moving=False).vitals(46.0).variability.rmssd_ms is not None
    assert monitor(46.0, moving=False).vitals(46.0).movement is None
    assert monitor(89.0).quality(89.0).grade is Grade.GOOD


@pytest.mark.parametrize(("t", "told"), [(42.0, True), (60.0, False)])
def test_that_somebody_moves_is_told_in_plain_lines(t: float, told: bool) -> None:
    """While it is so."""
    watching = Watching()
    heard: list[Event] = [*beats(90), *chunks(90.0, restless)]
    for event in sorted(heard, key=lambda each: each.t):
        if event.t <= t:
            watching.step(event)
    assert ("moving" in vitals_line(watching.view(t), Texts("en"))) == told


def test_up_stays_up_and_is_explained() -> None:
    """Movement excuses a fast heart in words and takes nothing from what follows of it."""
    heart = monitor(46.0)
    heart.begin_baseline(0.0)
    memory, calm = ArousalMemory(before_bpm=48.0), monitor(46.0, moving=False)
    for each in (heart, calm):
        each.begin_baseline(0.0)
        each.end_baseline(46.0)
    moved, still = memory.judge(46.0, heart), memory.judge(46.0, calm)
    if still.arousal is Arousal.UP:
        assert (moved.arousal, moved.rise_bpm) == (still.arousal, still.rise_bpm)
        assert (still.why.code, moved.why.code) == ("coach.rate_up", "coach.rate_up_moved")
    for lang in ("en", "zh"):
        assert "{" not in Texts(lang).why(why("coach.rate_up_moved", hr_bpm=80, before_bpm=60))


def test_a_body_that_has_just_moved_has_not_settled() -> None:
    """The seconds in which it stays back are counted from after the movement."""
    back = Judgement(Arousal.BACK, why("coach.rate_back", hr_bpm=60, before_bpm=60), 0.0)
    memory = ArousalMemory().settling(10.0, back)
    assert memory.back_since == 10.0
    assert memory.settling(12.0, back, moved=True).back_since is None
    assert memory.settling(12.0, back).back_since == 10.0


@pytest.mark.parametrize("guide", [lambda: Engine(short_plan(2)), Watching])
def test_a_session_with_motion_is_replayed_from_its_lines(guide: type[Watching]) -> None:
    """The same decisions, byte for byte; and motion alone decides nothing."""
    body, live, heard = person("restless", 3), guide(), list[Event]()
    motion = chunks(400.0, restless)
    chunk = next(motion)
    decided: list[Decision] = []
    while (due := body.due) is not None and due < 400.0 and not live.over:
        while chunk.t < due:
            heard.append(chunk)
            decided += live.step(chunk)
            chunk = next(motion)
        heard.append(body.next_event())
        for decision in live.step(heard[-1]):
            decided.append(decision)
            body.receive(decision)
    lines = [journal.to_line(event) for event in heard]
    again = replay(guide(), [journal.event_from_line(line) for line in lines])
    assert [journal.to_line(each) for each in again] == [journal.to_line(each) for each in decided]
    packed = [line for line in lines if json.loads(line)["type"] == "MotionChunk"]
    assert len(packed) > 80
    assert max(map(len, packed)) < 450  # 36 samples of three axes: about four characters each


def test_the_session_without_its_motion_is_never_slower() -> None:
    """Movement may lengthen and soften: with it, no cue to tense comes sooner than without it."""
    body, live = person("restless", 5), Engine(short_plan(3))
    heard = list[Event]()
    motion, tenses = chunks(900.0, restless_often), list[float]()
    chunk = next(motion)
    while (due := body.due) is not None and due < 900.0 and not live.over:
        while chunk.t < due:
            heard.append(chunk)
            live.step(chunk)
            chunk = next(motion, replace(chunk, t=1e9))
        heard.append(body.next_event())
        for decision in live.step(heard[-1]):
            body.receive(decision)
            tenses += [decision.t] if '"tense"' in journal.to_line(decision) else []
    without = replay(Engine(short_plan(3)), [event for event in heard if not isinstance(event, MotionChunk)])
    before = [decision.t for decision in without if '"tense"' in journal.to_line(decision)]
    assert tenses
    assert all(late >= soon for late, soon in zip(tenses, before, strict=False))


def restless_often(t: float, dice: Random) -> Sample:
    x, y, z = quiet(t, dice)
    return (x + dice.gauss(0, 80), y + dice.gauss(0, 80), z) if t % 40 > 32 else (x, y, z)


def restless_by(seconds: float) -> HeartMonitor:
    """A minute and a half of a quick heart in a chest that stirs now and then in the last `seconds` of it, then two of
    quiet.
    """
    heart, still_from = HeartMonitor(), 90.0
    dice = Random(8)

    def sample(t: float, of: Random) -> Sample:
        x, y, z = quiet(t, of)
        return (x + of.gauss(0, 80), y, z) if still_from - seconds <= t < still_from and t % 10 < 3 else (x, y, z)

    def rr(t: float) -> int:
        return round((600 if t < still_from else 900) * 1.024 * (1 + dice.gauss(0, 0.02)))

    heard: list[Event] = [*chunks(210.0, sample)]
    at = 0.0
    while at < 210.0:
        ticks = rr(at)
        at += ticks / 1024
        heard.append(HeartRate(t=at, hr_bpm=60, rr_ticks=(ticks * 125,)))
    heart.begin_baseline(0.0)
    for event in sorted(heard, key=lambda each: each.t):
        if isinstance(event, MotionChunk):
            heart.push_motion(event)
        elif isinstance(event, HeartRate):
            heart.push(event, Activity.FREE)
    return heart


def test_a_baseline_is_of_the_time_in_which_nobody_moved() -> None:
    """A heart that moves is quicker: compared with it, a later rest would be calm too soon."""
    for heart, bpm in ((restless_by(80.0), 68.0), (restless_by(0.0), 80.0)):
        taken = heart.end_baseline(210.0)
        assert taken.hr_bpm is not None
        assert taken.hr_bpm == pytest.approx(bpm, rel=0.05)
