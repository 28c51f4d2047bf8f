"""What a session is set to, as it is stored beside its events, and the guide it makes: the same one at every replay."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from biofeedback.coach.plan import Adaptation, Plan
from biofeedback.errors import StoreError, UsageError
from biofeedback.ports import Guide
from biofeedback.signal.baseline import History
from biofeedback.signal.rhythm import UNKNOWN, RhythmProfile
from biofeedback.why import why
from protocols.library import load
from protocols.screening.personal import personal
from protocols.screening.terms import NO_TERMS, Terms
from protocols.training import TrainingProtocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything but the events that decides what a session does. `protocol` None: only watching."""

    protocol: str | None  # a shipped name or a file
    adaptation: str = "on"
    ask_ratings: bool = True
    profile: RhythmProfile = UNKNOWN  # age and resting rate, as far as they are known
    history: History | None = None  # this person's rest in earlier sessions, where enough are known
    own_breaths_per_min: float | None = None  # as an assessment found it, where the protocol takes it
    strapless: bool = False  # nobody wore a strap
    terms: Terms = NO_TERMS  # what the person's answers come to; the answers themselves are not kept with sessions

    def stored(self) -> dict[str, object]:
        """As it is kept with the session."""
        kept: dict[str, object] = msgspec.to_builtins(self)
        return kept

    def loaded(self) -> TrainingProtocol | None:
        """The protocol as this person may practise it. Raises UsageError or InputError."""
        if self.protocol is None:
            return None
        ours = personal(load(self.protocol), self.terms)
        if ours is None:
            raise UsageError(
                f"the protocol {self.protocol} does not suit what was answered before practice",
                reasons=(why("cli.unsuited", protocol=self.protocol),),
            )
        return ours

    def plan(self, protocol: TrainingProtocol) -> Plan:
        """A session with this protocol, set like this."""
        return Plan(
            protocol=protocol,
            adaptation=Adaptation(self.adaptation),
            ask_ratings=self.ask_ratings,
            profile=self.profile,
            history=self.history,
            own_breaths_per_min=self.own_breaths_per_min,
            restrictions=self.terms.restrictions,
            strapless=self.strapless,
        )

    def guide(self, protocol: TrainingProtocol | None) -> Guide:
        """A new guide, set like this. `protocol`: as it is practised; None: only watching."""
        # The engine and the signal core are a third of what home would load, and no session has begun there.
        if protocol is None:
            from biofeedback.coach.watching import Watching

            return Watching()
        from biofeedback.coach.engine import Engine

        return Engine(self.plan(protocol))


def from_stored(text: str) -> Settings:
    """The settings a session was kept with. Raises StoreError."""
    try:
        return msgspec.json.decode(text, type=Settings)
    except msgspec.MsgspecError as problem:
        raise StoreError(
            f"the settings of this session cannot be read ({problem})", reasons=(why("store.bad_settings"),)
        ) from problem
