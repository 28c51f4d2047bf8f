"""A recording or a simulated participant as a strap on the air."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from biofeedback.app.sources import DEFAULT_PERSON, Past, Present, body, parse
from biofeedback.clock import SessionClock
from biofeedback.errors import UsageError
from biofeedback.ports import Body
from biofeedback.texts import Texts

STRAP_ECG_HZ = 130
"""The one rate at which a strap sends its ECG. Hertz."""


class Stage(Enum):
    """What has come of it."""

    ON_AIR = "on_air"
    LISTENED_TO = "listened_to"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedStrap:
    """A strap that is ready to go on the air. Used once."""

    body: Body
    speed: float
    name: str | None
    """None: as virtual straps are called."""
    ecg: bool
    motion: bool
    optical: bool = False
    """It sees pulses with light, on the arm, and has no ECG."""

    async def play(self, transport: str, on_stage: Callable[[Stage, str], None]) -> None:
        """Until its source has no more; each stage is told with the strap's name. Raises UsageError."""
        from simulators.on_air.measurement_service import Measure
        from simulators.on_air.virtual_strap import Label, on_transport

        measured = {
            Measure.ECG: self.ecg and not self.optical, Measure.MOTION: self.motion, Measure.PULSES: self.optical,
        }  # fmt: skip
        label = Label(measures=frozenset(each for each, is_measured in measured.items() if is_measured))
        label = label if self.name is None else replace(label, name=self.name)
        async with on_transport(transport, label) as strap:
            on_stage(Stage.ON_AIR, label.name)
            await strap.listened_to()
            on_stage(Stage.LISTENED_TO, label.name)
            await strap.play(self.body, SessionClock(self.speed))
            on_stage(Stage.OVER, label.name)


def played_strap(
    source: str | None, seed: int, faults: Sequence[str], name: str | None, texts: Texts, *, optical: bool = False
) -> PlayedStrap:
    """A strap, or an optical sensor, that plays this source. Raises BiofeedbackError where that cannot be."""
    spec = parse(source or DEFAULT_PERSON)
    if isinstance(spec, Present | Past):
        raise UsageError(texts.say("devices.virtual_of_itself"))
    plain = body(spec, seed=seed)
    played = plain if not faults else body(spec, seed=seed, faults=faults)
    return PlayedStrap(
        body=played,
        speed=spec.speed,
        name=name,
        ecg=_has_ecg(plain),
        motion=_has_motion(plain),
        optical=optical,
    )


def _has_ecg(played: Body) -> bool:
    """Whether it brings an ECG as a strap sends it: what was sampled otherwise is no strap's."""
    from simulators.playback.ecg_replay import WithEcg

    return isinstance(played, WithEcg) and played.rate_hz is not None and round(played.rate_hz) == STRAP_ECG_HZ


def _has_motion(played: Body) -> bool:
    from simulators.participants.participant import Person

    return isinstance(played, Person) and played.measures_motion
