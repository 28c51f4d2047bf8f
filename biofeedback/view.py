"""What a screen can show of a running session at one moment: read-only, asked for when a frame is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from biofeedback.decisions import Phase
from biofeedback.findings import (
    BaselineTaken,
    Beat,
    Breath,
    Direction,
    EcgState,
    PowerCurve,
    Quality,
    RPeak,
    Spectrum,
    Stir,
    Variability,
    WarningRaised,
)
from biofeedback.streams import StreamKind
from biofeedback.why import Why
from protocols.training import Effort, MuscleGroup, Pace, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class EcgStrip:
    """The last seconds of ECG: sample k of `microvolts` was taken at `began + k / rate_hz`."""

    began: float
    rate_hz: float
    microvolts: tuple[float, ...]
    peaks: tuple[RPeak, ...]  # those within it, oldest first
    state: EcgState
    why: Why  # what the state is judged on


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorLevel:
    """The latest of a stream beside the heart: of its first channel, in its unit, which may be none."""

    kind: StreamKind
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class HeartFigures:
    """The heart at one moment in two figures, as the lines of phases tell it: rate (beats a minute) and RMSSD of the
    last minute (ms). Absent where not honest.
    """

    hr_bpm: float | None
    rmssd_ms: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """The heart at one moment. Absent where not honest."""

    t: float
    hr_bpm: float | None
    variability: Variability
    quality: Quality
    spectrum: Spectrum
    baseline: BaselineTaken | None
    shift: Direction | None
    warnings: tuple[WarningRaised, ...]  # those still on
    beats: tuple[Beat, ...]  # the last two minutes, final classes, oldest first
    ecg: EcgStrip | None = None  # where the strap sends one
    movement: Stir | None = None  # how the chest moves; None where it is not known
    breath: Breath | None = None
    breath_wave: tuple[float, ...] = ()  # of late, 4 a second up to the last beat, -1 to 1: up is breathing in
    curve: PowerCurve | None = None  # the spectrum of the last minutes
    sensors: tuple[SensorLevel, ...] = ()  # what stands beside the heart


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """The guidance and the heart at one moment. While only watching, nothing is cued and there is no group."""

    t: float
    phase: Phase
    began: float  # when this phase began
    until: float | None  # when it is planned to end
    step: int | None
    steps: int
    group: MuscleGroup | None
    next_group: MuscleGroup | None
    pace: Pace | None  # of the breathing cue, None while there is none
    pace_began: float
    last_why: Why | None  # the reason of the latest automatic act
    link_up: bool
    vitals: Vitals
    brief: bool = False  # few words: the body has settled, and the group's name is enough
    unmonitored: bool = False  # the person went on without the strap: nothing is tensed
    may_go_unmonitored: bool = False  # they may choose that now
    effort: Effort | None = None  # of this step, None where there is none
    words: Words | None = None  # what the protocol says in a phase that is about no muscle group
