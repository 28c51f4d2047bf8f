"""All that the signal core can tell. Observations only: what to do about them is the coach's business."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from msgspec import Struct

from biofeedback.why import Why


class BeatClass(Enum):
    """What an interval is, finally, after at most two more beats."""

    NORMAL = "normal"
    ECTOPIC = "ectopic"
    MISSED = "missed"
    EXTRA = "extra"
    MISPLACED = "misplaced"
    BURST = "burst"
    GAP = "gap"


class Rule(Enum):
    """Which pattern a warning is about."""

    IRREGULAR = "irregular"
    ECTOPIC_RUN = "ectopic_run"
    ECTOPIC_BURDEN = "ectopic_burden"
    FAST_ONSET = "fast_onset"
    TOO_FAST = "too_fast"
    TOO_SLOW = "too_slow"
    DROP = "drop"
    PAUSE = "pause"
    SIGNAL = "signal"


class Severity(Enum):
    """How much a warning weighs."""

    NOTE = "note"
    CAUTION = "caution"
    STOP = "stop"


class Missing(Enum):
    """What of the signal is not there, in a reason that says no more than that."""

    LINK = "link"
    BEATS = "beats"
    CONTACT = "contact"


class Direction(Enum):
    """Which way arousal moved against the person's own baseline."""

    PARASYMPATHETIC = "parasympathetic"
    SYMPATHETIC = "sympathetic"


class Grade(Enum):
    """How far the last half minute of signal can be trusted."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


class Stir(Enum):
    """How a chest moves, beyond breathing. Of a limb a sensor on the chest says nothing."""

    STILL = "still"
    FIDGET = "fidget"  # a short movement within the last seconds: a cough, a shrug
    MOVING = "moving"  # more than a short one


class EcgState(Enum):
    """What the last seconds of an ECG are worth."""

    GOOD = "good"
    NOISY = "noisy"
    SATURATED = "saturated"  # cut off at an end of its range
    FLAT = "flat"  # not even the noise of a body: nothing is connected


class Activity(Enum):
    """What the person is being asked to do: the one thing the signal core must be told, to compare like with like."""

    FREE = "free"  # nothing yet: no protocol runs, or its first group has not begun
    BASELINE = "baseline"  # sitting quietly while the baseline is taken
    REST = "rest"
    TENSION = "tension"  # tensing, and the seconds of rebound after it
    BETWEEN = "between"  # nothing now, but a group was begun before: a pause, or the last question


class RawBeat(Struct, frozen=True, kw_only=True):
    """One interval as measured. `t` is the time of the beat that ends it; `gap` says that time was lost before it.

    Like `Beat` made at each beat, so it is a struct: made in a tenth of the time of a frozen dataclass.

    `contact`: whether the strap touched the skin all the while, None where it does not say. `arrived`: when it was
    told, None where nobody waited for it.
    """

    t: float
    rr_ticks: int
    gap: bool = False
    contact: bool | None = None
    arrived: float | None = None


class Beat(Struct, frozen=True, kw_only=True):
    """One interval with its final class. `normality` is the classifier's score, 0 to 1, that it is a normal one.

    `gap` says that time was lost before it: no difference is taken between it and the interval before.
    """

    index: int
    t: float
    rr_ticks: int
    kind: BeatClass
    normality: float
    gap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RPeak:
    """One beat as an ECG shows it. Absent numbers (None) could not be taken.

    `rr_ticks` counts samples since the peak before, None where that is unknown; `t` follows the clock of the session,
    which may run a little differently. `gap` says, as of a RawBeat, that time was lost before this interval.
    `correlation` is with this heart's usual complex; `familiar` says that the form is that one or another of the last
    beats; `noise` is the amplitude between beats as a share of that of beats.
    """

    t: float
    amplitude_uv: float  # from the line around it: negative where the complex points down
    rr_ticks: int | None
    gap: bool
    qrs_ms: float | None
    correlation: float | None
    familiar: bool
    noise: float
    state: EcgState
    slope_uv_per_s: float | None = None  # root mean square over the complex
    area_uv_s: float | None = None  # between the complex and that line


@dataclass(frozen=True, slots=True, kw_only=True)
class BeatShape:
    """How large one QRS complex is, in three ways: each breath turns the heart and changes what lies around it.

    `t` is its R peak, s; amplitude in uV from the line around it, slope in uV/s, area in uV s.
    """

    t: float
    amplitude: float
    slope: float
    area: float


class BreathWitness(Enum):
    """Where a breath was seen."""

    INTERVALS = "intervals"
    ECG = "ecg"
    MOTION = "motion"
    BELT = "belt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Breath:
    """Breathing at `t` (s): rate and its standard deviation, breaths a minute; the chance (0 to 1) that it is right
    within two a minute; and who bore witness.
    """

    t: float
    rate_bpm: float
    sd_bpm: float
    confidence: float
    witnesses: tuple[BreathWitness, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A number with its 95 % confidence interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Variability:
    """HRV indices over one window, from adjacent accepted intervals only. Absent (None) where not honest."""

    window_s: float
    t: float
    n: int  # accepted intervals used
    coverage: float  # share of the window's time covered by accepted intervals
    mean_hr_bpm: float | None = None
    rmssd_ms: Estimate | None = None
    sdnn_ms: Estimate | None = None
    pnn50: float | None = None
    sd1_ms: float | None = None
    sd2_ms: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spectrum:
    """Slow indices: spectral powers, breathing, fractal scaling. Absent where not honest."""

    t: float
    lf_ms2: float | None = None
    hf_ms2: float | None = None
    breathing_bpm: float | None = None
    rsa_ms: float | None = None  # peak-to-trough amplitude of the breathing wave
    dfa_a1: float | None = None
    coherence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerCurve:
    """Power density of the intervals over frequency: value k (ms^2/Hz) is the mean from `from_hz + k * step_hz` on."""

    from_hz: float
    step_hz: float
    density: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How far to trust the last half minute, and why."""

    t: float
    grade: Grade
    artefact_share: float
    coverage: float
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineTaken:
    """This person at rest today. None where too few clean beats came."""

    t: float
    hr_bpm: float | None
    rmssd_ms: Estimate | None
    coverage: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftFound:
    """Arousal has moved from the baseline. `start_s` is when it seems to have begun."""

    t: float
    start_s: float
    direction: Direction
    strength: float
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftLost:
    """A shift found before is over."""

    t: float
    direction: Direction
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningRaised:
    """A pattern that may be a warning sign. `start_s` is when it began, `t` when it could be told.

    `missing`: it says no more than that this is not there.
    """

    t: float
    start_s: float
    rule: Rule
    severity: Severity
    why: Why
    missing: Missing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningEnded:
    """The pattern has ended and the rhythm is good again."""

    t: float
    rule: Rule
    severity: Severity


Finding: TypeAlias = BaselineTaken | ShiftFound | ShiftLost | WarningRaised | WarningEnded
