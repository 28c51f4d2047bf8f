"""An ECG beside the intervals of the same strap: it can be asked, and where both say the same it decides nothing."""

from __future__ import annotations

from biofeedback.coach.watching import Watching
from biofeedback.events import EcgChunk, Event, SourceEnded
from biofeedback.findings import EcgState
from biofeedback.journal import event_from_line, to_line
from biofeedback.signal.ecg import EcgMonitor
from biofeedback.signal.heart_monitor import HeartMonitor
from tests.principles.streams import SHORT_S, decided, engine, heart, in_order
from tests.signal.ecg.synthetic import ecg, rhythm

PORTION = 73


def chunks(length_s: float) -> list[EcgChunk]:
    """A synthetic ECG as a strap would send it."""
    uv = ecg(rhythm(int(length_s / 0.8))).uv
    return [
        EcgChunk(t=(k + PORTION) / 130.0, rate_hz=130.0, microvolts=tuple(int(x) for x in uv[k : k + PORTION]))
        for k in range(0, int(length_s * 130.0) - PORTION, PORTION)
    ]


def test_the_ecg_is_shown_and_says_nothing_of_a_steady_heart() -> None:
    """A strip for the screen with the beats in it; without an ECG there is none."""
    heart_heard = HeartMonitor()
    assert heart_heard.vitals(1.0).ecg is None

    alone = EcgMonitor()
    beats = [beat for chunk in chunks(30.0) for beat in alone.push(chunk)]
    assert [heard for chunk in chunks(30.0) for heard in heart_heard.push_ecg(chunk)] == []
    strip = heart_heard.vitals(30.0).ecg

    assert strip is not None
    assert strip.state is EcgState.GOOD
    assert strip.peaks == tuple(beat for beat in beats if beat.t >= strip.began)


def test_a_session_is_decided_as_if_there_were_no_ecg() -> None:
    """The same decisions with it and without it, in a guided session and while watching."""
    packets: list[Event] = [*heart(1, SHORT_S), SourceEnded(t=SHORT_S)]
    with_ecg = in_order([*packets, *chunks(SHORT_S)])

    assert decided(engine(), with_ecg) == decided(engine(), packets)
    alone, beside = Watching(), Watching()
    assert [d for e in with_ecg for d in beside.step(e)] == [d for e in packets for d in alone.step(e)]


def test_a_stored_ecg_is_small_and_the_same() -> None:
    """Packed, a sample takes less than two characters, and comes back to the microvolt."""
    for chunk in chunks(20.0):
        line = to_line(chunk)
        assert event_from_line(line) == chunk
        assert len(line) < 2 * PORTION + 80
