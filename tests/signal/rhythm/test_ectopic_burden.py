"""Many early beats, against a second writing that counts anew at each beat what has come so far."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pytest

from biofeedback.findings import Activity, RawBeat, Rule, Severity
from biofeedback.signal.rhythm import RhythmWatch
from biofeedback.signal.rhythm.detection import Detection
from biofeedback.signal.rhythm.early_beats import EarlyBeats
from biofeedback.signal.rhythm.ectopic_burden import EctopicBurden, alternating
from biofeedback.signal.rhythm.rr_buffer import RrBuffer
from biofeedback.ticks import from_ms
from biofeedback.why import Why, why
from tests.signal.rhythm import hearts


@dataclass
class Beat:
    """What the detector may know at one interval."""

    t: float
    ms: float
    run: int
    rough: int
    level: float
    before: float
    usual: float
    told: int
    whole: float


def judged(intervals: Sequence[float], tension: range = range(0)) -> tuple[list[Beat], list[Detection | None]]:
    """Every beat and every sign; tension at the intervals of that range."""
    rr, early, detector, t = RrBuffer(), EarlyBeats(), EctopicBurden(), 0.0
    beats, detections = list[Beat](), list[Detection | None]()
    for k, ms in enumerate(intervals):
        t += ms / 1000
        activity = Activity.TENSION if k in tension else Activity.REST
        rr.push(RawBeat(t=t, rr_ticks=from_ms(ms)), activity)
        told = early.count(rr) * (k not in tension)
        beats.append(
            Beat(
                t,
                rr.ms[-1],
                rr.run,
                rr.implausible_14,
                rr.level,
                rr.previous_level,
                rr.minute_level,
                told,
                rr.twice.level,
            )
        )
        detections.append(detector.judge(rr))
    return beats, detections


def take_turns(x: Sequence[float], level: float, usual: float) -> bool:
    """Short, long, short, long: by a quarter of the level, none by less than a tenth, and each like its like."""
    ups = [b > a for a, b in pairwise(x)]
    if any(a == b for a, b in pairwise(x)) or any(a == b for a, b in pairwise(ups)):
        return False
    sizes = sorted(abs(b - a) for a, b in pairwise(x))
    apart = sorted(abs(x[k + 2] - x[k]) for k in range(len(x) - 2))
    typical = sizes[len(sizes) // 2]
    short = [ms for k, ms in enumerate(x) if k % 2 == int(ups[1])]
    return (
        typical > 0.24 * level
        and sizes[0] > 0.1 * level
        and apart[len(apart) // 2] < 0.33 * typical
        and sum(short) / len(short) <= 0.9 * usual
    )


def stop(start_s: float, reason: Why) -> Detection:
    return Detection(severity=Severity.STOP, start_s=start_s, why=reason)


def bigeminy(beats: Sequence[Beat]) -> Detection | None:
    """Ten intervals and six and a half seconds at least, all since time was lost."""
    now, count = beats[-1], 10
    while count < now.run and sum(b.ms for b in beats[-count:]) < 6500:
        count += 1
    row = [b.ms for b in beats[-count:]]
    if count >= now.run or not take_turns(row, now.level, now.usual):
        return None
    first = len(row) - 8 - (row[-8] > row[-7])
    if all(abs(row[k] + row[k + 1] - now.whole) < 0.25 * now.whole for k in range(first, first + 8, 2)):
        return None  # each beat was heard twice
    return stop(now.t - sum(row) / 1000, why("rhythm.bigeminy", beats=count))


def trigeminy(beats: Sequence[Beat]) -> Detection | None:
    """Single early beats three apart, five of them; whatever the first of them was."""
    places = [k for k, b in enumerate(beats) if b.told]
    cycles = 1
    while (
        cycles < len(places)
        and places[-cycles] - places[-cycles - 1] == 3
        and beats[places[-cycles]].told == 1
        and beats[places[-cycles]].run > 3
    ):
        cycles += 1
    if cycles < 5:
        return None
    since = min(3 * cycles, beats[-1].run)
    start_s = beats[-1].t - sum(b.ms for b in beats[-since:]) / 1000
    return stop(start_s, why("rhythm.trigeminy", beats=3 * cycles))


def couplets(beats: Sequence[Beat]) -> Detection | None:
    """The last three rows of early beats that are short and sudden, within a minute."""
    found = []
    for k, b in enumerate(beats):
        row = [beats[j].ms for j in range(k - b.told, k)]
        if b.told > 1 and sum(row) <= 0.75 * b.before * b.told and row[0] <= 0.8 * beats[k - b.told - 1].ms:
            found.append((b.t - (sum(row) + b.ms) / 1000, b.t))
    if len(found) < 3 or beats[-1].t - found[-3][1] > 60:
        return None
    return stop(found[-3][0], why("rhythm.couplets", count=3, seconds=60.0))


def many(beats: Sequence[Beat]) -> Detection | None:
    """Fourteen in a minute and a half, eighteen in two and a half, or seven in one; the last within half a minute. All
    keep a stop on. Seven in a minute and a half begin nothing.
    """
    t = beats[-1].t
    lasting = [b.t for b in beats for _ in range(b.told) if t - b.t <= 150]
    times = [at for at in lasting if t - at <= 90]
    minute = [at for at in times if t - at <= 60]
    if len(times) < 7 or t - times[-1] > 30:
        return None
    if len(times) >= 14:
        reason, severity = why("rhythm.ectopic_burden", count=len(times), seconds=90.0), Severity.STOP
    elif len(lasting) >= 18:
        times = lasting
        reason, severity = why("rhythm.ectopic_burden", count=len(times), seconds=150.0), Severity.STOP
    elif len(minute) >= 7:
        reason, severity = why("rhythm.ectopic_burden", count=len(minute), seconds=60.0), Severity.CAUTION
    else:
        reason = why("rhythm.ectopic_burden", count=len(times), seconds=90.0)
        return Detection(severity=Severity.CAUTION, start_s=times[0], why=reason, begins=False)
    return Detection(severity=severity, start_s=times[0], why=reason, keeps_stop=True)


def again(beats: Sequence[Beat]) -> list[Detection | None]:
    """The signs of the second writing."""
    found = list[Detection | None]()
    for k, now in enumerate(beats):
        if now.rough > 2 or not now.run:
            found.append(None)
            continue
        so_far, detection = beats[max(0, k - 450) : k + 1], None
        if now.run > 10 and abs(now.ms - beats[k - 1].ms) > 0.24 * now.level:
            detection = bigeminy(so_far)
        if detection is None and now.told:
            detection = trigeminy(so_far) or couplets(so_far)
        found.append(detection or many(so_far))
    return found


def same(one: Detection | None, other: Detection | None) -> bool:
    if one is None or other is None:
        return one is other
    marks, others = (one.keeps_stop, one.begins), (other.keeps_stop, other.begins)
    alike = (one.severity, one.why, marks) == (other.severity, other.why, others)
    return alike and one.start_s == pytest.approx(other.start_s, abs=1e-6)


def busy(seed: int) -> list[float]:
    """Early beats more and less often, alone and in rows, with turns of bigeminy and trigeminy and lost time."""
    chance, ms = random.Random(seed), list[float]()
    usual = chance.choice([450.0, 600.0, 750.0, 750.0, 1000.0])
    often = 0.05
    while len(ms) < 900:
        if chance.random() < 0.02:
            often = chance.choice([0.0, 0.0, 0.02, 0.08, 0.12, 0.2])
        kind = chance.random()
        early = usual * chance.choice([0.5, 2 / 3, 0.7, 0.75, 0.8, 5 / 6])
        if kind < often:
            row = [early, *[usual * chance.choice([0.5, 2 / 3, 0.75, 5 / 6])] * chance.choice([0, 0, 0, 1, 1, 2])]
            ms += [*row, 2 * usual - row[-1]]
        elif kind < often + 0.003:
            ms += [early, 2 * usual - early] * chance.randrange(3, 16)
        elif kind < often + 0.006:
            ms += [early, 2 * usual - early, usual] * chance.randrange(3, 8)
        elif kind < often + 0.01:
            ms += chance.choice([[3000.0], [2 * usual], [0.45 * usual, 0.55 * usual] * 2])
        else:
            ms.append(usual)
    return ms


@pytest.mark.parametrize("seed", range(12))
def test_the_signs_are_those_of_a_second_writing(seed: int) -> None:
    """At each of ten thousand beats: none, or the same with the same numbers and beginning."""
    beats, detections = judged(busy(seed), range(300, 340))
    for k, (detection, expected) in enumerate(zip(detections, again(beats), strict=True)):
        assert same(detection, expected), (k, detection, expected)


def test_every_kind_of_sign_is_met() -> None:
    """Or the second writing was asked too little."""
    met = {
        (s.why.code, s.severity, dict(s.why.values).get("seconds")) for k in range(12) for s in judged(busy(k))[1] if s
    }  # of a caution 90 s: it only stays
    assert met == {
        ("rhythm.bigeminy", Severity.STOP, None),
        ("rhythm.trigeminy", Severity.STOP, None),
        ("rhythm.couplets", Severity.STOP, 60.0),
        ("rhythm.ectopic_burden", Severity.STOP, 90.0),
        ("rhythm.ectopic_burden", Severity.STOP, 150.0),
        ("rhythm.ectopic_burden", Severity.CAUTION, 60.0),
        ("rhythm.ectopic_burden", Severity.CAUTION, 90.0),
    }
    assert EctopicBurden.rule is Rule.ECTOPIC_BURDEN
    assert EctopicBurden.recovery_beats == 15


def every(beats: int, times: int, after: int = 0) -> list[float]:
    """A heart of exactly 80 a minute with an early beat every so many; then without."""
    return [*[750.0] * 40, *([500.0, 1000.0, *[750.0] * (beats - 2)] * times), *[750.0] * after]


def stretch(detections: Sequence[Detection | None], severity: Severity, *, begins: bool = True) -> list[int]:
    return [k for k, d in enumerate(detections) if d is not None and (d.severity, d.begins) == (severity, begins)]


def warnings(intervals: Sequence[float]) -> list[tuple[str, Severity, int]]:
    """What the watch says of early beats, and at which interval."""
    watch, t, said = RhythmWatch(), 0.0, list[tuple[str, Severity, int]]()
    for k, ms in enumerate(intervals):
        t += ms / 1000
        changes = watch.push(RawBeat(t=t, rr_ticks=from_ms(ms)), Activity.REST)
        said += [(type(c).__name__, c.severity, k) for c in changes if c.rule is Rule.ECTOPIC_BURDEN]
    return said


def test_counts_and_times_lie_exactly_on_their_borders() -> None:
    """Intervals of three quarters of a second: 30, 60 and 90 s are 40, 80 and 120 of them."""
    for apart in (8, 9, 10, 11, 12, 13, 14, 40, 41):
        for times in (6, 7, 13, 14, 15, 20):
            beats, detections = judged(every(apart, times, 170))
            for detection, expected in zip(detections, again(beats), strict=True):
                assert same(detection, expected)


@pytest.mark.parametrize(
    ("then", "is_told"),
    [
        ([*[500.0, 500.0, 1000.0] * 8], True),  # couplets three apart are no trigeminy
        ([*[500.0, 500.0, 1000.0, *[750.0] * 36, 1000.0] * 3], True),  # the first and the third 60 s apart
    ],
)
def test_rows_of_couplets(then: list[float], is_told: bool) -> None:
    """Told as couplets, as in the second writing."""
    beats, detections = judged([*[750.0] * 40, *then])
    assert all(same(one, other) for one, other in zip(detections, again(beats), strict=True))
    assert any(detection and detection.why.code == "rhythm.couplets" for detection in detections) is is_told
    assert not any(detection and detection.why.code == "rhythm.trigeminy" for detection in detections)


@pytest.mark.parametrize(("times", "first"), [(6, None), (7, 40 + 6 * 8 + 1)])
def test_the_seventh_in_a_minute_is_told(times: int, first: int | None) -> None:
    """As a caution, until the first of them was a minute ago; from then on it only stays."""
    detections = judged(every(8, times, 100))[1]
    cautions, kept = stretch(detections, Severity.CAUTION), stretch(detections, Severity.CAUTION, begins=False)
    assert cautions[:1] == ([] if first is None else [first])
    assert not stretch(detections, Severity.STOP)
    assert first is None or cautions[-1] == 41 + 80
    assert kept == ([] if first is None else list(range(41 + 81, first + 40 + 1)))


RECOVERY = 15
"""Good beats without a sign after which a warning is over."""


def last_of_seven(places: Sequence[int], within: int) -> int:
    """The last interval at which seven early beats have come within so many (80 are a minute, 120 one and a half)."""
    return max(k for k in range(places[-1]) if sum(k - within <= place <= k for place in places) >= 7)


@pytest.mark.parametrize(("apart", "stays"), [(17, True), (21, False)])
def test_a_caution_stays_at_seven_in_a_minute_and_a_half(apart: int, stays: bool) -> None:
    """Seven in 42 s begin it; then one comes every 13 s (seven in 90 s, five in 60), or every 16 s (six)."""
    begun, then = every(8, 7), every(apart, 14)[40:]
    said = warnings([*begun, *then])

    assert said[0] == ("WarningRaised", Severity.CAUTION, 40 + 6 * 8 + 1)
    assert (said[1:] == []) is stays
    if not stays:
        places = [*[41 + 8 * k for k in range(7)], *[97 + apart * k for k in range(14)]]
        last = last_of_seven(places, 120)
        assert last > last_of_seven(places, 80)
        assert said[1:] == [("WarningEnded", Severity.CAUTION, last + RECOVERY)]


def test_fewer_than_seven_in_a_minute_begin_nothing_however_long() -> None:
    """One every 13 s for a quarter of an hour: seven in 90 s."""
    assert warnings(every(17, 70)) == []


def test_seven_in_a_minute_and_a_half_hold_no_stop_and_leave_no_caution() -> None:
    """Trigeminy, then one every 13.5 s: the stop ends when there are fewer than seven in 60 s, and nothing follows."""
    said = warnings([*every(3, 7), *every(18, 14)[40:]])

    places = [*[41 + 3 * k for k in range(7)], *[62 + 18 * k for k in range(14)]]
    last = last_of_seven(places, 80)
    assert last < last_of_seven(places, 120)
    assert said == [("WarningRaised", Severity.STOP, 53), ("WarningEnded", Severity.STOP, last + RECOVERY)]


def test_a_caution_that_only_stays_still_gives_way_to_a_stop() -> None:
    """At the same interval as if it had ended before: after minutes of one every 13 s, fourteen in 90 s."""
    quiet, dense = every(17, 20)[40:], every(8, 14)[40:]
    stays, ended = [*every(8, 7), *quiet, *dense], [*every(8, 7), *[750.0] * len(quiet), *dense]

    stops = [[each for each in warnings(ms) if each[:2] == ("WarningRaised", Severity.STOP)] for ms in (stays, ended)]
    assert len(stops[0]) == len(stops[1]) == 1
    assert stops[0][0][2] <= stops[1][0][2]


@pytest.mark.parametrize(("times", "severity"), [(17, Severity.CAUTION), (18, Severity.STOP)])
def test_what_lasts_is_a_stop_at_the_eighteenth(times: int, severity: Severity) -> None:
    """Every eleventh beat, which never makes fourteen in a minute and a half, for 140 s."""
    detections = judged(every(11, times))[1]
    told = [detection for detection in detections if detection is not None]
    assert told[-1].severity is severity
    assert all(detection.severity is Severity.CAUTION for detection in told[:-11])


@pytest.mark.parametrize(
    ("apart", "last"),
    [
        (8, 40 + 7 * 8 + 1 + 80),  # the seventh last was a minute ago
        (4, 40 + 13 * 4 + 1 + 40),  # half a minute without any
    ],
)
def test_a_stop_stays_until_it_is_over(apart: int, last: int) -> None:
    """From the fourteenth on, as long as a caution would."""
    detections = judged(every(apart, 14, 130))[1]
    first = stretch(detections, Severity.STOP)[0]
    kept = [k for k, d in enumerate(detections) if k >= first and d is not None and d.keeps_stop]
    assert kept == list(range(40 + 13 * apart + 1, last + 1))
    assert all(d is None or d.keeps_stop or not d.begins for d in detections[first:])


@pytest.mark.parametrize("seed", range(8))
def test_what_takes_turns(seed: int) -> None:
    """Rows on the borders of each condition, and hearts with bigeminy."""
    chance, told = random.Random(seed), set[bool]()
    for _ in range(400):
        short, long = chance.choice([[700.0], [750.0, 760.0], [760.0], [700.0, 740.0, 799.0], [900.0, 850.0]]), 1000.0
        longs = chance.choice([[long], [long, 1040.0], [long, 1099.0], [1240.0, 1140.0], [860.0, 1000.0], [1150.0]])
        x = [chance.choice(longs if k % 2 else short) for k in range(chance.choice([10, 11, 12, 13]))]
        x = x[chance.randrange(2) :]
        if chance.random() < 0.2:
            x[chance.randrange(len(x))] = chance.choice([900.0, 1000.0, 800.0, 860.0])
        level = chance.choice([1000.0, 950.0, 1250.0])
        usual = chance.choice([1000.0, sum(short) / len(short) / 0.9, 790.0])
        told.add(take_turns(x, level, usual))
        assert alternating(x, level, usual) == take_turns(x, level, usual)
    assert told == {True, False}
    ms = [*hearts.calm(80, ms=600.0 + 50 * seed), *hearts.bigeminy(60, ms=600.0 + 50 * seed, seed=seed)]
    beats, detections = judged(ms)
    assert all(same(one, other) for one, other in zip(detections, again(beats), strict=True))
    assert any(detection and detection.why.code == "rhythm.bigeminy" for detection in detections)
