"""The hard limits of what a body may be asked for. No file, setting or plug-in can widen them.

The check of protocol files (`safety.py`) rejects what is outside; the guard in `coach/` holds the same numbers while
a session runs. Sources, named in short below: S0 "Neuromuscular Progressive Relaxation" (cautions and guidelines);
S1 "Progressive Muscle Relaxation for Anxiety", Simply Psychology; S2 "Relaxation techniques for back pain", IQWiG
(NBK284952); B&B Bernstein, Borkovec & Hazlett-Stevens (2000), New Directions in Progressive Relaxation Training.
"""

from __future__ import annotations

from collections.abc import Collection

from protocols.training import Breathing, Effort, Region, Side

HARD_MAX_HOLD_S = 10.0
"""Longest tension, s. Taught: 5 s (S1), 5-7 s (B&B). Blood pressure rises on for as long as a static contraction
lasts (Lind 1983, isometric pressor reflex), so there is a margin over the taught length and no more."""

MODERATE_MAX_HOLD_S = 7.0
"""Longest tension of moderate effort, s: the upper end that is taught (B&B)."""

FOOT_MAX_HOLD_S = 5.0
"""Longest tension of feet and lower legs, s: longer ones invite cramp (B&B keep the feet at 5 s)."""

SPINE_MAX_HOLD_S = 4.0
"""Longest tension of neck and lower back, s, mild only: S0 asks for partial or shorter tension there."""

IN_BREATH_MAX_HOLD_S = 6.0
"""Longest tension that goes with one in-breath, s. A calm in-breath ends by then; a longer hold would turn into a held
breath under strain (Valsalva), so it must breathe freely."""

MIN_LEAD_IN_S = 3.0
"""Shortest announcement before a tension, s: nobody is to be startled into straining."""

MAX_LEAD_IN_S = 120.0
"""Longest announcement, s."""

MIN_REST_S = 10.0
"""Shortest rest after a tension, s: the short form of S1."""

MIN_REST_PER_HOLD = 2.0
"""Rest after a tension lasts at least this many times the tension. S1's short form is 10 s after 5 s."""

MAX_REST_S = 900.0
"""Longest rest of a step, s: longer silence is not guidance."""

MAX_REPEATS = 3
"""Most tensions of one region of one side in a session. Taught: twice, a third time where tension stays (B&B)."""

MAX_TENSION_SHARE = 0.25
"""Largest share of the guided time (baseline and closing apart) spent tensing: S1's short form with a lead-in."""

MAX_TENSION_S = 240.0
"""Most seconds of tension in a session: 16 groups twice for 7 s (B&B) make 224 s."""

MIN_BASELINE_S = 30.0
"""Shortest quiet time before the first tension, s: the rhythm watch must have seen this heart at rest."""

MAX_BASELINE_S = 900.0
"""Longest baseline, s."""

MIN_CLOSING_S = 20.0
"""Shortest closing, s: nobody is to jump up out of relaxation (S0: dizziness on rising)."""

MAX_CLOSING_S = 900.0
"""Longest closing, s."""

MAX_SETTLE_S = 180.0
"""Longest settle pause, s: a body that has not come back in three minutes needs another answer than more waiting."""

MIN_BREATHS_PER_MIN = 4.0
"""Slowest breathing cue: below the resonance range of 4.5-7 (Lehrer & Gevirtz 2014), where air hunger begins."""

MAX_BREATHS_PER_MIN = 12.0
"""Fastest breathing cue: a faster one would not slow anybody down and can lead to over-breathing."""

MIN_RESONANCE_BREATHS_PER_MIN = 4.5
"""Slowest pace among which a person's resonance is looked for, breaths a minute: the range of adults (Lehrer & Gevirtz
2014, doi 10.3389/fpsyg.2014.00756; assessed from 6.5 down to 4.5 by Lehrer et al. 2000, doi
10.1023/A:1009554825745)."""

MAX_RESONANCE_BREATHS_PER_MIN = 7.0
"""Fastest of them, breaths a minute; from the same sources."""

MIN_INHALE_SHARE = 0.3
"""Smallest share of a breath for breathing in."""

MAX_INHALE_SHARE = 0.5
"""Largest share of a breath for breathing in: the out-breath is never the shorter part."""

MAX_STEPS = 100
"""Most steps of a protocol, repeats counted."""

MAX_TOTAL_S = 3600.0
"""Longest protocol, s."""

SPINE = frozenset({Region.NECK, Region.LOWER_BACK})
"""Regions whose muscles lie along the spine."""

FOOT = frozenset({Region.FEET, Region.LOWER_LEGS})
"""Regions that cramp most easily: their tensions are the shortest."""

MILD_ONLY = SPINE | {Region.JAW, Region.EYES}
"""Regions that are never tensed more than mildly: small joints, teeth, pressure in the eye, the spine (S0)."""

TRUNK = frozenset({Region.CHEST, Region.UPPER_BACK, Region.LOWER_BACK, Region.ABDOMEN, Region.PELVIS})
"""Regions whose tension works on breath and blood pressure (S0: severe lung trouble, pregnancy, hypertension)."""


def max_hold_s(regions: Collection[Region], effort: Effort, breathing: Breathing) -> float:
    """Longest tension allowed for these regions, s: the smallest limit that applies. Effort NONE allows none."""
    if effort is Effort.NONE:
        return 0.0
    limits = [HARD_MAX_HOLD_S]
    if effort is Effort.MODERATE:
        limits.append(MODERATE_MAX_HOLD_S)
    if breathing is Breathing.WITH_TENSION:
        limits.append(IN_BREATH_MAX_HOLD_S)
    if FOOT.intersection(regions):
        limits.append(FOOT_MAX_HOLD_S)
    if SPINE.intersection(regions):
        limits.append(SPINE_MAX_HOLD_S)
    return min(limits)


def max_effort(regions: Collection[Region]) -> Effort:
    """Strongest effort allowed for these regions."""
    return Effort.MILD if MILD_ONLY.intersection(regions) else Effort.MODERATE


def min_rest_s(hold_s: float) -> float:
    """Shortest rest after a tension of `hold_s`; after none, none is needed."""
    return max(MIN_REST_S, MIN_REST_PER_HOLD * hold_s) if hold_s > 0 else 0.0


def sides_of(side: Side) -> tuple[Side, ...]:
    """The single sides that `side` stands for."""
    return (Side.LEFT, Side.RIGHT) if side is Side.BOTH else (side,)
