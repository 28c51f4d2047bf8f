"""An imported recording is kept beside the sessions and comes back as it was read from its file."""

from __future__ import annotations

from array import array
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biofeedback.app import kept_recordings, stored_session
from biofeedback.app.past_sessions import past_sessions
from biofeedback.app.sources import Past, body
from biofeedback.errors import UsageError
from biofeedback.events import HeartRate
from biofeedback.findings import BeatClass
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import Kind, Sessions, SourceKind
from biofeedback.texts import Texts
from biofeedback.tui.past import line
from biofeedback.why import why
from simulators.recordings.ecg_signal import Signal
from simulators.recordings.recording import Recording


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    return tmp_path


def recording(ticks: list[int], *, ecg: Signal | None = None, labels: bool = False) -> Recording:
    """A recording with these intervals, a gap before its third and one remark."""
    n = len(ticks)
    return Recording(
        path="night.csv",
        format="rr-text",
        t_s=array("d", (sum(ticks[: k + 1]) / 128_000 + 0.1 for k in range(n))),
        rr_ticks=array("q", ticks),
        gaps=tuple(k == 2 for k in range(n)),
        labels=("N",) * n if labels else ("",) * n,
        rhythms=("",) * n,
        ecg=ecg,
        remarks=(why("recordings.remark", count=3),),
    )


def _same(one: Recording, other: Recording) -> bool:
    mine = (one.format, one.t_s, one.rr_ticks, one.gaps, one.labels, one.rhythms, one.remarks)
    return mine == (other.format, other.t_s, other.rr_ticks, other.gaps, other.labels, other.rhythms, other.remarks)


@settings(max_examples=10)
@given(ticks=st.lists(st.integers(-(2**50), 2**50), min_size=1, max_size=30), labels=st.booleans())
def test_every_interval_comes_back_exactly(ticks: list[int], labels: bool) -> None:
    """Whatever a file holds: its times to the last bit."""
    kept = recording(ticks, labels=labels)
    assert _same(kept_recordings.read(kept_recordings.keep(kept, name="night.csv")), kept)


def test_an_ecg_comes_back_in_whole_microvolts_with_what_is_missing() -> None:
    """No more is heard of it when it is played."""
    missing = np.zeros(5000, np.bool_)
    missing[[0, 1, 700, 4999]] = True
    signal = Signal(name="II", rate_hz=250.0, samples=np.linspace(-900.4, 2000.6, 5000), missing=missing)

    back = kept_recordings.read(kept_recordings.keep(recording([100_000] * 9, ecg=signal), name="x")).ecg

    assert back is not None
    assert (back.name, back.rate_hz) == ("II", 250.0)
    assert np.array_equal(back.microvolts, np.rint(signal.microvolts))
    assert np.array_equal(back.missing, missing)


def test_it_stands_among_the_sessions_and_goes_like_one(data: Path) -> None:
    """Under a number of the same row, known as what it is; the same file again is not kept twice."""
    SessionLog.begin(
        protocol=None, source_kind=SourceKind.STRAP, source="ble", seed=None, lang="en", settings={}, folder=data
    ).close()
    number = kept_recordings.keep(recording([100_000] * 9), name="night.csv", began="2026-01-01T22:00:00+00:00")
    assert kept_recordings.keep(recording([100_000] * 9), name="again.csv") == number

    with Sessions() as store:
        session = store.get(number)
        assert (session.kind, session.about.source_kind, session.about.source) == (
            Kind.RECORDING,
            SourceKind.RECORDING,
            "night.csv",
        )
        assert session.about.started == "2026-01-01T22:00:00+00:00"
        assert session.duration_s == pytest.approx(9 * 100_000 / 128_000)
        with pytest.raises(UsageError, match="is a session"):
            kept_recordings.read(1)
        store.delete(number)
        with pytest.raises(UsageError):
            kept_recordings.read(number)
    assert stored_session.numbers() == (1,)


def test_it_is_played_as_its_file_would_be() -> None:
    """Through bytes, as a strap sends them."""
    number = kept_recordings.keep(recording([100_000] * 9), name="night.csv")
    played = body(Past(number, 1.0), seed=1)
    heard = list[int]()
    while played.due is not None:
        event = played.next_event()
        heard += event.rr_ticks if isinstance(event, HeartRate) else ()

    assert len(heard) == 9


def test_it_is_read_whole_with_the_classes_of_its_beats() -> None:
    """A beat much too early is no normal one."""
    ticks = [100_000 + (k % 5) * 1000 for k in range(60)]
    ticks[30:32] = [60_000, 142_000]
    number = kept_recordings.keep(recording(ticks), name="night.csv")

    kept = stored_session.whole(number)

    assert kept.recording is not None
    assert [beat.rr_ticks for beat in kept.beats] == ticks
    assert kept.beats[30].kind is BeatClass.ECTOPIC


@pytest.mark.parametrize(("lang", "imported", "cut_off"), [("en", "imported", "cut off"), ("zh", "导入", "中断")])
def test_the_list_of_the_screens_calls_it_imported(lang: str, imported: str, cut_off: str) -> None:
    """Nothing cut it off, nobody watched it, and half a minute is not no minute."""
    kept_recordings.keep(recording([128_000] * 25), name="night.csv")
    (past,) = past_sessions()
    said = line(past, Texts(lang))
    assert imported in said
    assert cut_off not in said
    assert Texts(lang).say("tui.past_watched") not in said
    assert Texts(lang).say("tui.past_seconds", seconds=25) in said
