"""FIT files of watches and bicycle computers: their intervals, or one clear line why there are none."""

from __future__ import annotations

from contextlib import suppress
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biofeedback.errors import InputError
from biofeedback.ticks import to_ms
from simulators.recordings.reading import read
from simulators.recordings.recording import Recording
from tests.simulators.recordings.fit_files import HR, HRV, RECORD, beat, beats, fit, hrv, odd, second


def written(folder: Path, data: bytes, name: str = "walk") -> Recording:
    path = folder / name
    path.write_bytes(data)
    return read(path)


def test_intervals_are_read_whatever_the_file_is_called(tmp_path: Path) -> None:
    """What fills a message up is no interval."""
    recording = written(tmp_path, fit(second(1000), hrv(800), second(1001), hrv(810, 790)))

    assert recording.format == "fit"
    assert [to_ms(rr) for rr in recording.rr_ticks] == [800, 810, 790]
    assert not any(recording.gaps)


def test_time_without_intervals_is_a_gap(tmp_path: Path) -> None:
    """The watch goes on writing seconds while its strap is not heard."""
    before = [part for t in range(60) for part in (second(t), hrv(1000))]
    after = [part for t in range(90, 150) for part in (second(t), hrv(1000))]
    recording = written(tmp_path, fit(*before, *after))

    assert [place for place, gap in enumerate(recording.gaps) if gap] == [60]
    assert recording.duration_s == pytest.approx(150, abs=1)


def test_times_of_beats_become_intervals_across_their_wheel(tmp_path: Path) -> None:
    """Twelve bits come round every four seconds; the last message is filled up with its last beat."""
    ticks = list(accumulate([1024, 900, 1100, 1000, 1024, 800, 1200, 1024], initial=4_000_000))
    recording = written(
        tmp_path, fit(beat(1000, ticks[0]), beats(*ticks[1:7], ticks[6], ticks[6]), beat(1007, ticks[7]))
    )

    assert [round(to_ms(rr) * 1.024) for rr in recording.rr_ticks] == [1024, 900, 1100, 1000, 1024, 800, 1200]
    assert recording.begin_s == pytest.approx(0)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(fit(second(1), second(2)), "fit_no_intervals", id="heart rates only"),
        pytest.param(fit(hrv(800, 800))[:-9], "fit_cut_off", id="cut off"),
        pytest.param(fit(hrv(800, 800))[:-1] + b"\0", "fit_damaged", id="another checksum"),
        pytest.param(fit(hrv(800, 0)), "bad_cell", id="no heart"),
        pytest.param(fit(odd(HRV, [], b"")), "fit_no_intervals", id="a message of intervals without any"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, data: bytes, kind: str) -> None:
    """One line that names the file and the reason."""
    with pytest.raises(InputError) as refusal:
        written(tmp_path, data, "walk.fit")

    assert refusal.value.kind == kind
    assert "walk.fit" in refusal.value.message
    assert "\n" not in refusal.value.message


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 80), other=st.binary(max_size=12), body=st.binary(max_size=60))
def test_any_bytes_are_a_recording_or_a_refusal(tmp_path: Path, at: int, other: bytes, body: bytes) -> None:
    """Neither noise behind a header nor a good file with some bytes changed brings anything else."""
    good = fit(second(1), hrv(800, 810), beat(1000, 5000), beats(*range(6000, 14000, 1000)))
    for data in (fit(body), good[:at] + other + good[at + len(other) :]):
        with suppress(InputError):
            written(tmp_path, data, "odd.fit")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    number=st.sampled_from((HRV, HR, RECORD)),
    fields=st.lists(
        st.tuples(
            st.sampled_from((0, 9, 10, 253)),
            st.integers(0, 16),
            st.sampled_from((0x00, 0x02, 0x83, 0x84, 0x86, 0x07, 0x88, 0x89, 0x0D, 0x8F)),
        ),
        max_size=3,
    ),
    content=st.binary(max_size=48),
)
def test_any_fields_of_a_message_are_a_recording_or_a_refusal(
    tmp_path: Path, number: int, fields: list[tuple[int, int, int]], content: bytes
) -> None:
    """Its checksum is right, but its fields are missing, or of other types than Garmin says."""
    with suppress(InputError):
        written(tmp_path, fit(beat(1000, 5000), odd(number, fields, content), second(1001), hrv(800)), "odd.fit")


def test_real_files(recordings: Path) -> None:
    """As many intervals as the watches logged."""
    folder = recordings / "formats" / "garmin_fit"
    expected = {
        "2017_hrv.FIT": 8174,
        "IpBike-HRV-Data.fit": 7033,
        "garmin-edge-820-bike.fit": 126,
        "garmin-fenix-5-run.fit": 113,
        "garmin-fenix-5-walk.fit": 62,
        "event_timestamp.fit": 11285,
    }

    assert {name: len(read(folder / name)) for name in expected} == expected
