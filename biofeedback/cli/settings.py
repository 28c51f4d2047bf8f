"""What a session is set to, as it is stored beside its events, and the guide it makes: the same one at every replay."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Adaptation, Plan
from biofeedback.coach.watching import Watching
from biofeedback.errors import StoreError
from biofeedback.ports import Guide
from protocols.library import load
from protocols.training import TrainingProtocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything but the events that decides what a session does. `protocol` None: only watching."""

    protocol: str | None  # a shipped name or a file
    adaptation: str = "on"
    ask_ratings: bool = True

    def stored(self) -> dict[str, str | float | bool | None]:
        """As it is kept with the session."""
        kept: dict[str, str | float | bool | None] = msgspec.to_builtins(self)
        return kept

    def loaded(self) -> TrainingProtocol | None:
        """The protocol. Raises UsageError or InputError."""
        return None if self.protocol is None else load(self.protocol)

    def guide(self) -> Guide:
        """A new guide, set like this."""
        protocol = self.loaded()
        if protocol is None:
            return Watching()
        return Engine(Plan(protocol=protocol, adaptation=Adaptation(self.adaptation), ask_ratings=self.ask_ratings))


def from_stored(text: str) -> Settings:
    """The settings a session was kept with. Raises StoreError."""
    try:
        return msgspec.json.decode(text, type=Settings)
    except msgspec.MsgspecError as problem:
        raise StoreError(f"the settings of this session cannot be read ({problem})") from problem
