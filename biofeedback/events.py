"""All that can happen to a session. Every event carries `t`, seconds since the session began."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from biofeedback.streams import Stream


class Key(Enum):
    """What a person can ask for at any moment."""

    PAUSE = "pause"
    RESUME = "resume"
    SKIP = "skip"  # leave this muscle group, go on with the next
    STOP = "stop"
    UNMONITORED = "unmonitored"  # go on without the strap; means something only where it was offered


class Symptom(Enum):
    """What a person can say is wrong, at any moment. Words for what is felt, not for what it comes from."""

    PAIN = "pain"
    TINGLING = "tingling"  # or numbness, or weakness
    DIZZINESS = "dizziness"  # or faintness, or floating
    HEART = "heart"  # palpitations or chest pain
    BREATHLESSNESS = "breathlessness"
    PANIC = "panic"  # or unreality, or a flashback
    UNEASE = "unease"  # at being calm
    SLEEPY = "sleepy"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeartRate:
    """One notification of a strap, as it arrived.

    `rr_ticks` are the RR intervals it held, oldest first, in ticks (`ticks.py`). `contact` is None where the strap
    does not say. `hr_bpm` is None where the strap gave no rate. `payload` holds the bytes where there were any.
    """

    t: float
    hr_bpm: int | None
    rr_ticks: tuple[int, ...]
    contact: bool | None = None
    payload: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class EcgChunk:
    """Some ECG as it arrived: `microvolts` oldest first, `rate_hz` samples a second.

    `t` is when it arrived, as of every event, so its last sample is a little older. `gap`: samples before it were lost.
    """

    t: float
    rate_hz: float
    microvolts: tuple[int, ...]
    gap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionChunk:
    """Some acceleration of the chest as it arrived, in whole thousandths of g with gravity in it.

    Three axes of the sensor, of one length, oldest first, `rate_hz` samples a second. `t` and `gap` as of an EcgChunk.
    """

    t: float
    rate_hz: float
    x_mg: tuple[int, ...]
    y_mg: tuple[int, ...]
    z_mg: tuple[int, ...]
    gap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplesHeard:
    """Some samples of a stream beside the heart: a row each, oldest first, with a number for each of its channels.

    `t` and `gap` as of an EcgChunk.
    """

    t: float
    stream: Stream
    values: tuple[tuple[float, ...], ...]
    gap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLost:
    """The strap's link is gone. `cause` is a short code, such as `disconnected`."""

    t: float
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkBack:
    """The strap's link is up again."""

    t: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """The person asked for something."""

    t: float
    key: Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """The person rated their own tension, 0 (none) to 10; None: they would rather not."""

    t: float
    tension: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """The person said that something feels wrong."""

    t: float
    symptom: Symptom


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """The person marked a moment: that of the first with this number, from 1. The last with words names it."""

    t: float
    number: int
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEnded:
    """A recording has no more beats."""

    t: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspended:
    """The program did not run for `seconds`: the computer slept, its clock was set, or the process was stopped.

    `t` is when the session last ran, never later than what it has missed: nothing of that is made up for.
    """

    t: float
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Time has passed. Carries nothing: what falls due is decided by the clock of the next event anyway."""

    t: float


Event: TypeAlias = (
    HeartRate
    | EcgChunk
    | MotionChunk
    | SamplesHeard
    | LinkLost
    | LinkBack
    | Pressed
    | Rated
    | Reported
    | Marked
    | SourceEnded
    | Suspended
    | Tick
)
