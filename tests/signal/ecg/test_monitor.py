"""An ECG in a session: times, gaps, what it is worth, and whether a pause is one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.events import EcgChunk
from biofeedback.findings import EcgState, RPeak
from biofeedback.signal.ecg import EcgMonitor
from biofeedback.signal.ecg.clock import SampleClock
from biofeedback.ticks import to_s
from tests.signal.ecg.synthetic import Samples, ecg, rhythm, score
from tests.values import values

RATE = 130.0
PORTION = 73  # samples in a frame of a Polar H10
BEGIN, END = 2600, 4550  # samples of a trouble: from 20 s to 35 s


def chunks(uv: Samples, late_s: float = 0.0) -> Iterator[EcgChunk]:
    """The samples as a strap would send them."""
    for begin in range(0, len(uv) - PORTION + 1, PORTION):
        cut = tuple(int(x) for x in uv[begin : begin + PORTION])
        yield EcgChunk(t=(begin + PORTION - 1) / RATE + late_s, rate_hz=RATE, microvolts=cut)


def heard(monitor: EcgMonitor, uv: Samples, late_s: float = 0.0) -> list[RPeak]:
    """All beats of some samples."""
    return [peak for chunk in chunks(uv, late_s) for peak in monitor.push(chunk)]


def troubled(inside: Samples | float) -> Samples:
    """A minute of ECG with something else from 20 s to 35 s."""
    uv = ecg(rhythm(70)).uv.copy()
    uv[BEGIN:END] = inside
    return uv


def answers(uv: Samples) -> list[tuple[float, bool | None, EcgState]]:
    """Time, whether the ECG says flat, and its state, after each chunk."""
    monitor, said = EcgMonitor(), list[tuple[float, bool | None, EcgState]]()
    for chunk in chunks(uv):
        monitor.push(chunk)
        strip = monitor.strip()
        assert strip is not None
        said.append((chunk.t, monitor.says_flat(chunk.t), strip.state))
    return said


def resting_line(sd_uv: float = 10.0) -> Samples:
    """What a chest shows between beats, and nothing else: breath and noise."""
    n = END - BEGIN
    line: Samples = np.random.default_rng(5).normal(0.0, sd_uv, n) + 100.0 * np.sin(
        2 * np.pi * 0.2 * np.arange(n) / RATE
    )
    return line


def test_beats_have_the_time_of_the_session_and_their_own_intervals() -> None:
    """Times lag by no more than the chunks do; intervals are those of the heart to a millisecond."""
    synthetic = ecg(rhythm(70))
    peaks = heard(EcgMonitor(), synthetic.uv, late_s=0.1)
    got = score(synthetic.r_s, np.array([p.t for p in peaks]), 0.2)

    assert np.all(abs(got.error_ms - 100.0) < 20.0)
    for peak in peaks[10:]:
        beat = int(np.argmin(abs(synthetic.r_s - peak.t)))
        assert to_s(peak.rr_ticks or 0) == pytest.approx(synthetic.r_s[beat] - synthetic.r_s[beat - 1], abs=0.0015)


def test_lost_samples_are_never_bridged() -> None:
    """After lost samples the first beat has no interval, and the next one says that time was lost before it."""
    uv = ecg(rhythm(70)).uv
    monitor, peaks = EcgMonitor(), list[RPeak]()
    for k, chunk in enumerate(chunks(uv)):
        if k == 40:
            continue
        gap = k == 41
        peaks += monitor.push(EcgChunk(t=chunk.t, rate_hz=RATE, microvolts=chunk.microvolts, gap=gap) if gap else chunk)
    unknown = [k for k, peak in enumerate(peaks) if peak.rr_ticks is None]

    assert len(unknown) == 2
    assert unknown[0] == 0
    assert [peak.gap for peak in peaks].count(True) == 1
    assert peaks[unknown[1] + 1].gap
    assert all(0.6 < to_s(p.rr_ticks) < 1.1 for p in peaks if p.rr_ticks is not None)
    assert monitor.beats(20.0, 30.0) is None
    assert monitor.beats(40.0, 50.0) is not None


def test_beats_can_be_asked_for_where_all_was_heard() -> None:
    """Not before the ECG began, nor later than what is decided, nor for ever."""
    synthetic = ecg(rhythm(200))
    monitor = EcgMonitor()
    heard(monitor, synthetic.uv)
    end = len(synthetic.uv) / RATE
    asked = monitor.beats(end - 30.0, end - 2.0)

    assert asked is not None
    assert len(asked) == sum(end - 30.0 <= t <= end - 2.0 for t in synthetic.r_s)
    assert monitor.beats(end - 2.0, end + 1.0) is None
    assert monitor.beats(end - 130.0, end - 125.0) is None
    assert EcgMonitor().beats(0.0, 1.0) is None


def test_a_heart_that_stands_still_is_told() -> None:
    """Within 4 s of the last beat, until the next one, and at no other time."""
    said = answers(troubled(resting_line()))
    flat = [t for t, is_flat, _ in said if is_flat]

    assert flat
    assert 22.0 < flat[0] < 24.0
    assert flat[-1] < 36.5
    assert all(is_flat for t, is_flat, _ in said if 24.0 < t < 34.5)
    assert all(is_flat is False for t, is_flat, _ in said if 10.0 < t < 20.0 or t > 40.0)


def _settling() -> Samples:
    t = np.arange(END - BEGIN) / RATE
    return 3000.0 * np.exp(-t / 1.5) - 800.0 + np.random.default_rng(1).normal(0.0, 5.0, len(t))


@pytest.mark.parametrize(
    ("inside", "state"),
    [
        pytest.param(0.0, EcgState.FLAT, id="dead"),
        pytest.param(20_000.0, EcgState.FLAT, id="at the rail"),
        pytest.param(np.random.default_rng(0).normal(0.0, 2000.0, END - BEGIN), EcgState.NOISY, id="noise"),
        pytest.param(
            np.where(np.arange(END - BEGIN) % 160 < 100, 16_000.0, -16_000.0), EcgState.SATURATED, id="between rails"
        ),
    ],
)
def test_a_strap_that_lets_go_never_confirms_a_pause(inside: Samples | float, state: EcgState) -> None:
    """A line without beats that is no body's is no pause; and the state says why."""
    said = answers(troubled(inside))

    assert [t for t, is_flat, _ in said if is_flat] == []
    assert {found for t, _, found in said if 28.0 < t < 34.0} == {state}


def test_an_amplifier_that_settles_never_confirms_a_pause() -> None:
    """A lead that comes off for a moment leaves seconds of a smooth line without beats, coming back to its place."""
    uv = troubled(_settling())[: BEGIN + int(5 * RATE)]

    assert [t for t, is_flat, _ in answers(uv) if is_flat] == []


@pytest.mark.parametrize("share", [0.02, 0.05, 0.1, 0.15, 0.2, 0.3])
def test_beats_that_become_small_never_confirm_a_pause(share: float) -> None:
    """A strap that slips, or small beats after large ectopic ones: whether they are still heard or not."""
    synthetic = ecg(rhythm(70), noise_uv=2.0)
    uv = synthetic.uv.copy()
    uv[BEGIN:END] *= share
    said = answers(uv)
    still = share < 0.07  # so small that nobody could tell

    assert [t for t, is_flat, _ in said if is_flat and not still] == []
    assert [t for t, is_flat, _ in said if is_flat and not 20.0 < t < 37.0] == []


def test_nothing_is_said_before_a_heart_was_heard_nor_after_the_ecg_ended() -> None:
    """A still line at the begin of a session may be a strap nobody wears; an old line says nothing about now."""
    assert [t for t, is_flat, _ in answers(resting_line()) if is_flat is not None] == []
    monitor = EcgMonitor()
    heard(monitor, troubled(resting_line())[: BEGIN + int(5 * RATE)])
    newest = (BEGIN + 5 * RATE) / RATE

    assert monitor.says_flat(newest) is True
    assert monitor.says_flat(newest + 10.0) is None
    monitor.reset_stretch()
    assert monitor.says_flat(newest) is None


def test_a_signal_that_is_cut_off_is_told() -> None:
    """R peaks that end in a flat top at the end of the range."""
    cut = np.clip(ecg(rhythm(40), noise_uv=2.0, size_uv=3000.0).uv, -400.0, 400.0)
    states = [state for t, _, state in answers(cut) if t > 5.0]

    assert states.count(EcgState.SATURATED) > 0.5 * len(states)


@pytest.mark.parametrize("size_uv", [300.0, 1000.0, 4000.0])
def test_a_clear_signal_is_called_good(size_uv: float) -> None:
    """Also with ectopic beats, one in three: an unusual rhythm is not noise."""
    synthetic = ecg(rhythm(60), size_uv=size_uv, ectopic=range(1, 60, 3))

    assert {state for t, _, state in answers(synthetic.uv) if t > 3.0} == {EcgState.GOOD}


@pytest.mark.parametrize(("noise_uv", "state"), [(50.0, EcgState.GOOD), (400.0, EcgState.NOISY)])
def test_noise_is_told_before_it_costs_many_beats(noise_uv: float, state: EcgState) -> None:
    """Against R peaks of 1.1 mV; with 50 uV no beat is lost, with 400 uV every third."""
    states = [found for t, _, found in answers(ecg(rhythm(100), noise_uv=noise_uv).uv) if t > 12.0]

    assert states.count(state) > 0.9 * len(states)


def test_a_strip_shows_the_last_seconds() -> None:
    """Six seconds of samples, and the beats within them at their places."""
    synthetic = ecg(rhythm(40))
    monitor = EcgMonitor()
    heard(monitor, synthetic.uv)
    strip = monitor.strip()

    assert strip is not None
    assert len(strip.microvolts) == 6 * RATE
    assert 4 <= len(strip.peaks) <= 8
    for peak in strip.peaks:
        at = round((peak.t - strip.began) * RATE)
        assert max(strip.microvolts[max(0, at - 3) : at + 4]) > 700


def test_a_strap_that_counts_slowly_stays_in_time() -> None:
    """Half an hour of a strap whose 130 Hz are 129.9: the times follow the arrivals, within a fifth of a second."""
    clock = SampleClock()
    rng = np.random.default_rng(2)
    off = []
    for k in range(3200):
        true = (k + 1) * 73 / 129.9
        clock.push(true + rng.uniform(0.0, 0.15), 73 / 130.0)
        assert clock.last_t is not None
        off.append(clock.last_t - true)

    assert max(abs(x) for x in off) < 0.3


def test_a_stall_is_no_loss_and_a_long_silence_is() -> None:
    """Chunks that were held up for three seconds go on where they were; after ten seconds nothing is certain."""
    clock = SampleClock()
    assert not clock.push(1.0, 0.5)
    assert clock.push(4.5, 0.5)
    assert all(clock.push(4.5 + 0.001 * k, 0.5) for k in range(5))
    assert not clock.push(20.0, 0.5)


@given(st.lists(values(EcgChunk), max_size=6))
def test_any_chunk_is_survived(odd: list[EcgChunk]) -> None:
    """Rates, times and samples that no strap sends change nothing but what is heard."""
    monitor = EcgMonitor()
    for chunk in odd:
        monitor.push(chunk)
        monitor.strip()
        monitor.says_flat(chunk.t)
        monitor.beats(chunk.t - 1.0, chunk.t)
