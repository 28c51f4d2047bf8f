"""The tables of a session's page: HRV by window, what became of the beats, what the plan kept to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from biofeedback.decisions import Phase
from biofeedback.findings import Estimate, Spectrum, Variability
from biofeedback.review.record import SessionRecord
from biofeedback.review.segments import Segment, joined, of_phase, variability
from biofeedback.review.sentences import heard_from
from biofeedback.signal.spectrum import whole_spectrum
from biofeedback.texts import Texts

NONE = "–"
"""Stands where a number cannot be given."""


@dataclass(frozen=True, slots=True)
class _Window:
    name: str
    parts: tuple[Segment, ...]
    whole: bool  # without a break: only then slow indices can be taken


def _windows(parts: Sequence[Segment], record: SessionRecord) -> Iterator[_Window]:
    resting = of_phase(parts, Phase.BASELINE)
    if resting:
        yield _Window("report.window_baseline", resting, len(resting) == 1)
    if rests := of_phase(parts, Phase.REST, Phase.SETTLE):
        yield _Window("report.window_rests", rests, len(rests) == 1)
    if closing := of_phase(parts, Phase.CLOSING):
        yield _Window("report.window_closing", closing, len(closing) == 1)
    everything = Segment(
        phase=Phase.REST, group=None, begin_s=heard_from(record), end_s=record.ends, beats=record.beats
    )
    yield _Window("report.window_all", (everything,), True)


def hrv_rows(parts: Sequence[Segment], record: SessionRecord, texts: Texts) -> list[list[str]]:
    """A row for each window: name, minutes, intervals, covered, heart rate, RMSSD, SDNN, pNN50, SD1/SD2, LF, HF,
    breaths.
    """
    rows: list[list[str]] = []
    for window in _windows(parts, record):
        found = variability(window.parts)
        slow = whole_spectrum(joined(window.parts)) if window.whole else Spectrum(t=0.0)
        length = sum(part.end_s - part.begin_s for part in window.parts)
        rows.append([texts.say(window.name), f"{length / 60:.1f}", *_numbers(found), *_slow(slow)])
    return rows


def _numbers(found: Variability) -> list[str]:
    return [
        str(found.n),
        f"{100 * found.coverage:.0f} %",
        _plain(found.mean_hr_bpm, 1),
        _bounds(found.rmssd_ms),
        _bounds(found.sdnn_ms),
        _plain(found.pnn50, 0),
        f"{_plain(found.sd1_ms, 0)} / {_plain(found.sd2_ms, 0)}",
    ]


def _slow(found: Spectrum) -> list[str]:
    return [_plain(found.lf_ms2, 0), _plain(found.hf_ms2, 0), _plain(found.breathing_bpm, 1)]


def _plain(value: float | None, digits: int) -> str:
    return NONE if value is None else f"{value:.{digits}f}"


def _bounds(value: Estimate | None) -> str:
    return NONE if value is None else f"{value.value:.0f} ({value.low:.0f}–{value.high:.0f})"
