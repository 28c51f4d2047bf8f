"""A recording or a simulated participant as a strap on the air."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from biofeedback.app.sources import DEFAULT_PERSON, Live, Past, body, parse
from biofeedback.clock import SessionClock
from biofeedback.errors import UsageError
from biofeedback.ports import Body
from biofeedback.texts import Texts


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

    async def play(self, transport: str, on_stage: Callable[[Stage, str], None]) -> None:
        """Until its source has no more; each stage is told with the strap's name. Raises UsageError."""
        from simulators.on_air.virtual_strap import Label, on_transport

        label = Label() if self.name is None else Label(name=self.name)
        async with on_transport(transport, label) as strap:
            on_stage(Stage.ON_AIR, label.name)
            await strap.listened_to()
            on_stage(Stage.LISTENED_TO, label.name)
            await strap.play(self.body, SessionClock(self.speed))
            on_stage(Stage.OVER, label.name)


def played_strap(source: str | None, seed: int, faults: Sequence[str], name: str | None, texts: Texts) -> PlayedStrap:
    """A strap that plays this source. Raises BiofeedbackError where that cannot be."""
    spec = parse(source or DEFAULT_PERSON)
    if isinstance(spec, Live | Past):
        raise UsageError(texts.say("devices.virtual_of_itself"))
    return PlayedStrap(body=body(spec, seed=seed, faults=faults), speed=spec.speed, name=name)
