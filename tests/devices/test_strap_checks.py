"""What the doctor makes of packets, and that it says what to do about all that is not well."""

from __future__ import annotations

import pytest

from biofeedback.events import HeartRate
from biofeedback.languages import LANGUAGES
from biofeedback.texts import Texts
from devices import strap_checks
from devices.extras import Extra, MotionStream
from devices.pmd import Chosen, Measurement, Setting
from devices.strap_checks import Check, Verdict
from devices.strap_streams import INTERVALS, PULSES, described


def packets(
    n: int = 30,
    *,
    every_s: float = 1.0,
    rr_s: float = 1.0,
    each: int = 1,
    hr: int | None = 60,
    contact: bool | None = None,
) -> list[HeartRate]:
    """A steady strap: `each` intervals of `rr_s` in every packet."""
    ticks = (round(rr_s * 128_000),) * each
    return [HeartRate(t=k * every_s, hr_bpm=hr, rr_ticks=ticks, contact=contact) for k in range(n)]


@pytest.mark.parametrize(
    ("check", "verdict", "text"),
    [
        (strap_checks.judge_signal(-60), Verdict.GOOD, "signal_good"),
        (strap_checks.judge_signal(-85), Verdict.GOOD, "signal_good"),
        (strap_checks.judge_signal(-86), Verdict.NOTE, "signal_weak"),
        (strap_checks.judge_signal(None), Verdict.SKIPPED, "signal_unknown"),
        (strap_checks.judge_battery(20), Verdict.GOOD, "battery_good"),
        (strap_checks.judge_battery(19), Verdict.NOTE, "battery_low"),
        (strap_checks.judge_battery(None), Verdict.SKIPPED, "battery_unknown"),
        (strap_checks.judge_contact(packets(contact=None)), Verdict.SKIPPED, "contact_unknown"),
        (strap_checks.judge_contact(packets(contact=False) + packets(1, contact=True)), Verdict.GOOD, "contact_good"),
        (strap_checks.judge_contact(packets(contact=True) + packets(1, contact=False)), Verdict.NOTE, "contact_none"),
        (strap_checks.judge_packets([]), Verdict.BAD, "packets_none"),
        (strap_checks.judge_packets(packets()), Verdict.GOOD, "packets_good"),
        (strap_checks.judge_intervals(packets()), Verdict.GOOD, "intervals_good"),
        (strap_checks.judge_intervals(packets(each=0)), Verdict.BAD, "intervals_none"),
        (strap_checks.judge_intervals(packets(19)), Verdict.SKIPPED, "intervals_few"),
        (strap_checks.judge_intervals(packets(hr=None)), Verdict.SKIPPED, "intervals_few"),
        (strap_checks.judge_intervals(packets(rr_s=0.0)), Verdict.SKIPPED, "intervals_few"),
        (strap_checks.judge_intervals(packets(hr=120)), Verdict.NOTE, "intervals_disagree"),
        (strap_checks.judge_time(packets()), Verdict.GOOD, "time_good"),
        (strap_checks.judge_time(packets(each=2)), Verdict.BAD, "time_doubled"),
        (strap_checks.judge_time(packets(rr_s=0.8)), Verdict.NOTE, "time_lost"),
        (strap_checks.judge_time(packets(10)), Verdict.SKIPPED, "time_short"),
        (strap_checks.judge_time([]), Verdict.SKIPPED, "time_short"),
        (strap_checks.judge_time(packets(every_s=0.0)), Verdict.SKIPPED, "time_short"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_symptom_is_told_with_what_to_do(check: Check, verdict: Verdict, text: str) -> None:
    """The verdict, the words in both languages, and a next step wherever something is not well."""
    assert (check.verdict, check.words.code) == (verdict, f"devices.doctor_{text}")
    assert (check.to_do is not None) == (verdict in {Verdict.NOTE, Verdict.BAD})
    for texts in map(Texts, LANGUAGES):
        assert texts.why(check.words)
        assert check.to_do is None or texts.why(check.to_do)


@pytest.mark.parametrize("extra", Extra)
def test_another_stream_is_told_and_what_to_do_about_it(extra: Extra) -> None:
    """Only an ECG that comes leaves nothing to say."""
    check = strap_checks.judge_extra(extra)
    assert (check.verdict, check.to_do is None) == (
        (Verdict.GOOD, True) if extra is Extra.ECG else (Verdict.NOTE, False)
    )
    for texts in map(Texts, LANGUAGES):
        assert texts.why(check.words)
        assert check.to_do is None or texts.why(check.to_do)


@pytest.mark.parametrize(
    ("offers", "text"),
    [
        (None, "nothing"),
        (frozenset({Measurement.PPI}), "nothing"),
        (frozenset({Measurement.ECG}), "ecg"),
        (frozenset({Measurement.ACCELERATION, Measurement.GYROSCOPE}), "motion"),
        (frozenset({Measurement.ECG, Measurement.ACCELERATION}), "ecg_motion"),
    ],
)
def test_what_a_strap_can_is_told_and_nothing_of_it_is_missed(offers: frozenset[Measurement] | None, text: str) -> None:
    """The heart rate is enough."""
    found = strap_checks.judge_offers(offers)
    assert found.words.code == f"devices.doctor_offers_{text}"
    assert found.to_do is None
    for lang in LANGUAGES:
        assert Texts(lang).why(found.words)


@pytest.mark.parametrize("motion", MotionStream)
def test_a_movement_sensor_is_told(motion: MotionStream) -> None:
    """One that was refused is worth knowing, and no more."""
    found = strap_checks.judge_motion(motion)
    assert found.verdict is (Verdict.GOOD if motion is MotionStream.RUNS else Verdict.NOTE)
    for lang in LANGUAGES:
        assert Texts(lang).why(found.words)
        assert found.to_do is None or Texts(lang).why(found.to_do)


def test_streams_are_told_with_their_rate_and_range() -> None:
    """As the strap started them; of the arm nothing is promised, and of one that sends nothing it is said."""
    settings = (Chosen(setting=Setting.SAMPLE_RATE_HZ, values=(52,)), Chosen(setting=Setting.RANGE, values=(8,)))
    ecg, motion = (described(each, settings) for each in (Measurement.ECG, Measurement.ACCELERATION))
    assert ecg is not None
    assert motion is not None
    told = [
        strap_checks.judge_extra(Extra.ECG, (INTERVALS, ecg, motion)),
        strap_checks.judge_motion(MotionStream.RUNS, (INTERVALS, ecg, motion), 100),
        strap_checks.judge_motion(MotionStream.RUNS, (PULSES, motion), 100),
        strap_checks.judge_motion(MotionStream.RUNS, (PULSES, motion), 0),
    ]
    assert [check.words.code.removeprefix("devices.doctor_") for check in told] == [
        "ecg",
        "motion",
        "motion_of_arm",
        "motion_unread",
    ]
    assert "52" in Texts("en").why(told[0].words)
    assert all("52" in Texts(lang).why(each.words) for lang in LANGUAGES for each in told[1:3])
    assert all("8000 mg" in Texts(lang).why(each.words) for lang in LANGUAGES for each in told[1:3])


def test_a_slow_heart_is_no_loss() -> None:
    """At 40 beats a minute packets come without intervals between: their sum still fills the time."""
    beats = [1.5 * k for k in range(40)]
    slow = [
        HeartRate(t=float(k), hr_bpm=40, rr_ticks=(192_000,) * sum(k - 1 < beat <= k for beat in beats))
        for k in range(1, 45)
    ]
    assert any(not packet.rr_ticks for packet in slow)
    assert strap_checks.judge_time(slow).verdict is Verdict.GOOD
    assert strap_checks.judge_intervals(slow).verdict is Verdict.GOOD
