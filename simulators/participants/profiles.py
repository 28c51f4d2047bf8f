"""Who can be simulated: each person is a value. The bodies differ in numbers only, never in code.

Effect sizes are of the isometric-tension and relaxation literature: a few seconds of tension raise heart rate by
8-20/min within two seconds and halve the breathing wave; release rebounds by -1 to -4/min for 10-20 s; a session of
relaxation lowers heart rate by 2-5/min and raises the wave by 0-45 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Turn(Enum):
    """What the rhythm turns to after some minutes."""

    NONE = "none"
    IRREGULAR = "irregular"  # as in atrial fibrillation
    FAST = "fast"  # an abrupt, regular, fast run


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A body and how it answers. Rates a minute, times in seconds, waves in milliseconds of RR interval."""

    hr_bpm: float = 68.0
    rsa_ms: float = 34.0  # amplitude of the breathing wave at the person's own pace
    mayer_ms: float = 18.0  # amplitude of the 0.1 Hz wave
    slow_ms: float = 36.0  # standard deviation of what is slower
    breaths_per_min: float = 14.0
    follows: float = 0.9  # how far the breathing cue is followed, 0 to 1
    rise_bpm: float = 13.0  # of moderate tension
    rebound_bpm: float = 2.5
    relaxes_bpm: float = 4.0  # heart rate lost to relaxation, in the end
    relaxes_rsa: float = 1.3  # the breathing wave's gain from relaxation, in the end
    relaxes_in_s: float = 240.0
    stays_up_after: tuple[int, ...] = ()  # releases (from 1) after which arousal stays up
    stays_up_bpm: float = 0.0
    stays_up_for_s: float = 400.0  # time constant of that when left alone
    comes_down_in_s: float = 18.0  # and while settling
    lingers_bpm: float = 0.0  # what settling leaves of it, until the same group is tensed and let go of once more
    ectopic_per_min: float = 0.0
    turn: Turn = Turn.NONE
    turns_at_s: tuple[float, float] = (360.0, 480.0)
    missed_share: float = 0.0015  # of the beats a good strap loses or doubles: 0.3 % together
    extra_share: float = 0.0015
    loose: bool = False  # the strap loses the skin now and then, and movement makes bursts of false beats
    tension_before: int = 6
    tension_after: int = 3


PROFILES: dict[str, Profile] = {
    "calm": Profile(),
    "restless": Profile(
        hr_bpm=76,
        rsa_ms=26,
        breaths_per_min=16,
        relaxes_bpm=2,
        stays_up_after=(3, 8),
        stays_up_bpm=18,
        comes_down_in_s=15,
        tension_before=8,
    ),
    "palpitations": Profile(hr_bpm=72, rsa_ms=28, turn=Turn.IRREGULAR),
    "athlete": Profile(
        hr_bpm=42,
        rsa_ms=58,
        mayer_ms=26,
        slow_ms=48,
        breaths_per_min=9,
        rise_bpm=11,
        relaxes_bpm=2,
        tension_before=4,
        missed_share=0.0,  # at this rate an interval with a missed beat is 3 s long: nobody can tell it from a pause
    ),
    "ectopic": Profile(hr_bpm=66, rsa_ms=32, ectopic_per_min=0.5),
    "fast": Profile(hr_bpm=74, turn=Turn.FAST),
    "loose": Profile(loose=True, missed_share=0.01, extra_share=0.01),
}
"""The participants there are, by the names they are called by."""
