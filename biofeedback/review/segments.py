"""The parts of a session, one after the other, with the heart in each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from msgspec import structs

from biofeedback.decisions import Phase, PhaseBegan
from biofeedback.findings import Beat, BeatClass, Variability
from biofeedback.review.record import SessionRecord
from biofeedback.signal.rate import LEAST_RATE_BEATS
from biofeedback.signal.window import LEAST_COVERAGE, SlidingWindow
from biofeedback.ticks import TICKS_PER_S, to_s

_ENDED = frozenset({Phase.FINISHED, Phase.STOPPED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One phase from its begin to its end, s."""

    phase: Phase
    group: str | None
    begin_s: float
    end_s: float
    beats: tuple[Beat, ...]
    """Those that ended in it."""

    @property
    def rate_bpm(self) -> float | None:
        """Mean heart rate, beats a minute; None where too few intervals or too little of the time are clean."""
        clean = [beat.rr_ticks for beat in self.beats if beat.kind is BeatClass.NORMAL]
        covered = to_s(sum(clean))
        if len(clean) < LEAST_RATE_BEATS or covered < LEAST_COVERAGE * (self.end_s - self.begin_s) - to_s(max(clean)):
            return None
        return 60.0 * TICKS_PER_S * len(clean) / sum(clean)

    @property
    def variability(self) -> Variability:
        """HRV over the whole of it; absent where it is too short for an honest number."""
        return variability((self,))


def segments(record: SessionRecord) -> tuple[Segment, ...]:
    """All phases in order. Where nothing was decided, as in an imported recording, there are none."""
    began = [each for each in record.decisions if isinstance(each, PhaseBegan)]
    if not began:
        return ()
    ends = [*(later.t for _, later in pairwise(began)), record.ends]
    parts, place = list[Segment](), 0
    for phase, end in zip(began, ends, strict=True):
        if phase.phase in _ENDED:
            break
        first = place
        while place < len(record.beats) and record.beats[place].t < end:
            place += 1
        inside = record.beats[first:place]
        if end > phase.t:
            parts.append(Segment(phase=phase.phase, group=phase.group, begin_s=phase.t, end_s=end, beats=inside))
    return tuple(parts)


def of_phase(parts: Iterable[Segment], *phases: Phase) -> tuple[Segment, ...]:
    """Those of some phases."""
    return tuple(part for part in parts if part.phase in phases)


def joined(parts: Sequence[Segment]) -> tuple[Beat, ...]:
    """The beats of several parts, one after the other without the time between; no difference reaches across it."""
    beats: list[Beat] = []
    begin = 0.0
    for part in parts:
        for place, beat in enumerate(part.beats):
            beats.append(structs.replace(beat, t=begin + beat.t - part.begin_s, gap=beat.gap or place == 0))
        begin += part.end_s - part.begin_s
    return tuple(beats)


def variability(parts: Sequence[Segment]) -> Variability:
    """HRV over several parts taken together."""
    window = SlidingWindow(inf)
    for beat in joined(parts):
        window.push(beat)
    return window.variability(sum(part.end_s - part.begin_s for part in parts))
