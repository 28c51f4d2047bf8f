"""What makes one simulated person another: bodies differ in numbers only, never in code. `people/` holds the numbers.

Effect sizes are of the isometric-tension and relaxation literature: a few seconds of tension raise heart rate by
8-20/min within two seconds and halve the breathing wave; release rebounds by -1 to -4/min for 10-20 s; a session of
relaxation lowers heart rate by 2-5/min and raises the wave by 0-45 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from math import inf


class Turn(Enum):
    """What the rhythm turns to after some minutes."""

    NONE = "none"
    IRREGULAR = "irregular"  # as in atrial fibrillation
    FAST = "fast"  # an abrupt, regular, fast run


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A body and how it answers. Rates a minute, times in seconds, waves in milliseconds of RR interval."""

    hr_bpm: float
    rsa_ms: float  # amplitude of the breathing wave at the person's own pace
    mayer_ms: float  # amplitude of the 0.1 Hz wave
    slow_ms: float  # standard deviation of what is slower
    breaths_per_min: float
    breath_sd: float  # standard deviation of the drift of the logarithm of the pace
    depth_sd: float  # and of the logarithm of the depth, from breath to breath
    follows: float  # how far the breathing cue is followed, 0 to 1
    rise_bpm: float  # of moderate tension
    rebound_bpm: float
    relaxes_bpm: float  # heart rate lost to relaxation, in the end; below 0: it rises instead
    relaxes_rsa: float  # the breathing wave's gain from relaxation, in the end
    relaxes_in_s: float
    stays_up_bpm: float
    stays_up_for_s: float  # time constant of that when left alone
    comes_down_in_s: float  # and while settling
    lingers_bpm: float  # what settling leaves of it, until the same group is tensed and let go of once more
    ectopic_per_min: float
    missed_share: float  # of the beats a strap loses
    extra_share: float  # or doubles
    strap_clock: float  # seconds of the strap's clock in a second
    tension_before: int
    tension_after: int
    stays_up_after: tuple[int, ...] = ()  # releases (from 1) after which arousal stays up
    turn: Turn = Turn.NONE
    turns_at_s: tuple[float, float] = (360.0, 480.0)
    day_sd: float = 0.0  # by which what is slower differs from seed to seed: standard deviation of its logarithm
    depth_minutes_sd: float = 0.17  # standard deviation of the wander of the wave's logarithm over minutes
    level_bpm: float = 0.0  # standard deviation of the level at which the rate rests for some minutes; 0: one level
    level_wave: float = 0.0  # of the breathing wave's logarithm lost for each beat a minute of that, on average
    level_wave_sd: float = 0.0  # and by how much that differs from seed to seed
    long_stirs_per_h: float = 0.0  # of a minute or two, with several levels only
    steep: bool = (
        False  # the breathing wave steps up within a beat or two and falls by degrees, as in slow, deep breathing
    )
    second_mark_share: float = 0.0  # of the beats that the strap hears twice while it slips
    second_mark_s: float = 0.34  # how long after the beat it hears the second mark
    slipping_missed_share: float = (
        0.0  # of the beats that it loses meanwhile, never two in a row: two are taken for one
    )
    loose: bool = False  # the strap loses the skin now and then, and movement makes bursts of false beats
    holds_breath: bool = False  # in every tension
    panics_at_s: float = inf
    panic_bpm: float = 0.0
    sleeps_at_s: float = inf
    asleep_bpm: float = 0.0  # heart rate lost asleep
    faints_at_s: float = inf
    faint_bpm: float = 0.0  # heart rate lost in the spell
    learns_in: float = inf  # sessions until two thirds of what stays up are gone
    accelerometer: bool = False  # the strap measures movement, too
    fidgets_per_min: float = 0.0
    sits_up_at_s: tuple[float, ...] = ()  # seconds of the session: sits up, leans back, by turns
