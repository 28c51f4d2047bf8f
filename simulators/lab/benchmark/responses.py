"""How often is an answer to muscle groups found, and how often in vain?

Over twenty minutes of real rest a session is laid: four minutes of baseline, then groups of 12 s of announcement, 5 s
of tension and 48 s of rest (or 28 s). From three seconds after each release until the rest ends the differences are
larger and the intervals longer; in the tension the rate is 12/min higher. What is told is read off the intervals as the
session does: slower, varied or quicker. Without the answer put in, whatever is told is told in vain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path

import numpy as np

from biofeedback.findings import Beat, RawBeat
from biofeedback.signal.baseline import BASELINE_S
from biofeedback.signal.classifier import BeatClassifier
from biofeedback.signal.response import GroupResponse, ResponseLog
from biofeedback.ticks import TICKS_PER_S
from biofeedback.validation.statistics import share_bounds
from simulators.lab.benchmark.resting_variability import rest_in

LEAD_IN_S = 12.0
"""Announcement of each group, s."""

HOLD_S = 5.0
"""Tension of each group, s."""

RESTS_S = (48.0, 28.0)
"""Rest after each group, s: rows of the table for each."""

GROUPS = 13
"""Muscle groups of the session: a stretch has room for as many."""

RISE_BPM = 12.0
"""How far a tension raises the rate, beats a minute."""

RISE_TAU_S = 2.0
"""Time constant of that rise, coming and going, s."""

SETS_IN_S = 3.0
"""From a release until the response begins, s."""

ON_TAU_S = 2.0
"""Time constant with which the response comes, s."""

OFF_TAU_S = 1.0
"""And with which it goes, s."""

TREND_BEATS = 15
"""Width of the moving mean, beats: what is slower is trend."""


@dataclass(frozen=True, slots=True)
class InjectedResponse:
    """What is put in: factors of the differences and of the intervals in each rest, and the rise in each tension."""

    name: str
    gain: float
    stretch: float
    rise_bpm: float


INJECTED = (
    InjectedResponse("nothing", 1.0, 1.0, 0.0),
    InjectedResponse("RMSSD +40 %, rate -5 %, tension", 1.4, 1.05, RISE_BPM),
    InjectedResponse("RMSSD +20 %, rate -3 %, tension", 1.2, 1.03, RISE_BPM),
)
"""What is put in: nothing, which shows what is told in vain, then a large response and a smaller one."""


def injected(rr_s: Sequence[float], rest_s: float, response: InjectedResponse) -> Iterator[float]:
    """The stretch as it would have been with this response, interval by interval."""
    cycle_s, t, on = LEAD_IN_S + HOLD_S + rest_s, 0.0, 0.0
    slow = np.convolve(np.pad(rr_s, TREND_BEATS // 2, "edge"), np.full(TREND_BEATS, 1 / TREND_BEATS), "valid").tolist()
    for usual, rr in zip(slow, rr_s, strict=True):
        into = (t - BASELINE_S) % cycle_s
        tensed, let_go = into - LEAD_IN_S, into - LEAD_IN_S - HOLD_S
        guided = 0 <= t - BASELINE_S < GROUPS * cycle_s
        wanted = float(guided and let_go >= SETS_IN_S)
        now = usual * (1 + (response.stretch - 1) * on) + (rr - usual) * (1 + (response.gain - 1) * on)
        rise = response.rise_bpm if guided and tensed >= 0 else 0.0
        rise *= 1 - exp(-tensed / RISE_TAU_S) if let_go < 0 else exp(-let_go / RISE_TAU_S)
        now = 60 / (60 / now + rise)
        t += now
        on += (wanted - on) * (1 - exp(-now / (ON_TAU_S if wanted else OFF_TAU_S)))
        yield now


def measured(rr_s: Sequence[float], rest_s: float, response: InjectedResponse) -> GroupResponse:
    """What the log of responses says of the whole."""
    log, cycle_s = ResponseLog(), LEAD_IN_S + HOLD_S + rest_s
    begins = [BASELINE_S + k * cycle_s for k in range(GROUPS)]
    acts = ((LEAD_IN_S, 0), (LEAD_IN_S + HOLD_S, 1), (cycle_s, 2))
    marks = [(at + after, act, k) for k, at in enumerate(begins) for after, act in acts]
    for beat in _classified(injected(rr_s, rest_s, response)):
        while marks and marks[0][0] < beat.t:
            at, act, group = marks.pop(0)
            if act == 0:
                log.tense(at, f"group {group}")
            elif act == 1:
                log.release(at)
            else:
                log.end(at)
        log.push(beat)
    return log.responses(BASELINE_S + GROUPS * cycle_s)[0]


def _classified(rr_s: Iterator[float]) -> Iterator[Beat]:
    classifier, t = BeatClassifier(), 0.0
    for rr in rr_s:
        t += rr
        yield from classifier.push(RawBeat(t=t, rr_ticks=round(rr * TICKS_PER_S)))
    yield from classifier.flush()


def conclusions(response: GroupResponse) -> frozenset[str]:
    """What the intervals allow to be said."""
    fall, gain = response.fall_bpm, response.rmssd_gain
    found = {
        "slower": fall is not None and fall.low > 0,
        "varied": gain is not None and gain.low > 0,
        "quicker": fall is not None and fall.high < 0,
    }
    calm = found["slower"] or found["varied"]
    return frozenset(name for name, is_so in {**found, "slower or varied": calm}.items() if is_so)


def share(count: int, of: int) -> str:
    """Per cent, with Wilson's 95 % interval."""
    bounds = share_bounds(count, of)
    return "-" if bounds is None else f"{count / of:.1%} ({bounds.low:.1%} to {bounds.high:.1%})"


def table(folder: Path) -> Iterator[str]:
    """In Markdown."""
    names = ("slower", "varied", "slower or varied", "quicker")
    pieces = [rr_s for _, rr_s in rest_in(folder)]
    yield f"| {len(pieces)} stretches | {' | '.join(names)} |"
    yield "|---" * (len(names) + 1) + "|"
    for rest_s in RESTS_S:
        for response in INJECTED:
            counts = Counter(name for rr_s in pieces for name in conclusions(measured(rr_s, rest_s, response)))
            shares = " | ".join(share(counts[name], len(pieces)) for name in names)
            yield f"| {response.name}, rests of {rest_s:.0f} s | {shares} |"
