"""Recordings cut and put together, so that one can be rest and then the arrhythmia of another. Joints are gaps."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from biofeedback.ticks import to_s
from simulators.recordings.recording import Recording
from simulators.refusal import unknown


def cut(recording: Recording, begin_s: float | None, end_s: float | None) -> Recording:
    """The intervals that lie whole within these seconds of the recording's own time; None: from its begin, to its end.

    Its ECG is left out. Raises UsageError where no interval lies in them.
    """
    if begin_s is None and end_s is None:
        return recording
    begin = recording.begin_s if begin_s is None else begin_s
    end = recording.t_s[-1] if end_s is None else end_s
    first = bisect_left(recording.t_s, begin)
    while first < len(recording) and recording.t_s[first] - to_s(recording.rr_ticks[first]) < begin:
        first += 1
    last = bisect_right(recording.t_s, end)
    if first >= last:
        raise unknown("nothing_in_cut", begin=f"{begin:.0f}", end=f"{end:.0f}", last=f"{recording.t_s[-1]:.0f}")
    kept = slice(first, last)
    return replace(
        recording,
        t_s=recording.t_s[kept],
        rr_ticks=recording.rr_ticks[kept],
        gaps=recording.gaps[kept],
        labels=recording.labels[kept],
        rhythms=recording.rhythms[kept],
        ecg=None,
    )


def joined(parts: Sequence[Recording]) -> Recording:
    """One after the other in one time, from 0 on. The first interval of each but the first is marked as after a gap."""
    if len(parts) == 1:
        return parts[0]
    t_s, rr_ticks, gaps = array("d"), array("q"), list[bool]()
    begin = 0.0
    for place, part in enumerate(parts):
        shift = begin - part.begin_s
        t_s.extend(t + shift for t in part.t_s)
        rr_ticks.extend(part.rr_ticks)
        gaps += [place > 0 or part.gaps[0], *part.gaps[1:]]
        begin = t_s[-1]
    return replace(
        parts[0],
        t_s=t_s,
        rr_ticks=rr_ticks,
        gaps=tuple(gaps),
        labels=tuple(label for part in parts for label in part.labels),
        rhythms=tuple(rhythm for part in parts for rhythm in part.rhythms),
        ecg=None,
    )
