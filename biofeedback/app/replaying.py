"""A stored session run through this version: does it decide as then, and if not, what has changed since?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from biofeedback import __version__, journal
from biofeedback.app.past_sessions import protocol_changed
from biofeedback.app.settings import from_stored
from biofeedback.decisions import Decision, PhaseBegan
from biofeedback.errors import BiofeedbackError, UsageError
from biofeedback.review.heart_figures import figures
from biofeedback.run import headless
from biofeedback.store.sessions import Kind, Sessions, StoredSession
from biofeedback.view import HeartFigures
from biofeedback.why import why


class Changed(Enum):
    """What has changed since a session whose decisions differ now."""

    PROGRAM = "program"
    BOTH = "both"  # the protocol, too; it was kept as it was practised, so it is not the cause
    PROTOCOL = "protocol"  # it was not kept, and the program is the same
    EITHER = "either"  # it was not kept, and the program is another


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What was decided then and now, a line of the journal each."""

    session: StoredSession
    then: tuple[str, ...]
    now: tuple[str, ...]
    protocol_changed: bool
    protocol_kept: bool

    @property
    def same(self) -> bool:
        """Whether it decides as then."""
        return self.then == self.now

    @property
    def place(self) -> int:
        """The first place, from 0, where they differ, or where the shorter one ends."""
        both = zip(self.then, self.now, strict=False)
        return next((k for k, (a, b) in enumerate(both) if a != b), min(len(self.then), len(self.now)))

    @property
    def changed(self) -> Changed:
        """What has changed, where they differ."""
        if not self.protocol_changed:
            return Changed.PROGRAM
        if self.protocol_kept:
            return Changed.BOTH
        return Changed.PROTOCOL if self.session.about.version == __version__ else Changed.EITHER


def replay(number: int) -> Replay:
    """Run the events of a session again. Raises BiofeedbackError where there is no such session, or it cannot be."""
    with Sessions() as store:
        session, events, then = store.get(number), store.events(number), store.decisions(number)
        if session.kind is Kind.RECORDING:
            raise UsageError(f"{number} is a recording", reasons=(why("store.only_recording", session=number),))
        practised = store.practised(number)
    settings = from_stored(session.about.settings)
    now = headless.replay(settings.guide(practised or settings.loaded()), events)
    return Replay(
        session=session,
        then=_lines(then),
        now=_lines(now),
        protocol_changed=protocol_changed(session, settings),
        protocol_kept=practised is not None,
    )


class HeartsThen:
    """The heart of a kept session at the begin of its phases."""

    def __init__(self) -> None:
        self._at: dict[float, HeartFigures] = {}

    def add(self, t: float, heart: HeartFigures) -> None:
        """One moment more."""
        self._at.setdefault(t, heart)

    def at(self, t: float) -> HeartFigures:
        """The figures at a moment; absent where this version decides otherwise, or cannot lead that session again."""
        return self._at.get(t, HeartFigures(None, None))


def hearts(number: int) -> HeartsThen:
    """The heart at each phase of a kept session, heard again. Raises UsageError where there is no such session."""
    found = HeartsThen()
    with Sessions() as store:
        session, events, practised = store.get(number), store.events(number), store.practised(number)
    try:
        settings = from_stored(session.about.settings)
        guide = settings.guide(practised or settings.loaded())
    except BiofeedbackError:  # kept by another version, or its protocol is gone
        return found
    for event in events:
        for decision in guide.step(event):
            if isinstance(decision, PhaseBegan):
                found.add(decision.t, figures(guide.view(decision.t).vitals))
    return found


def _lines(decisions: tuple[Decision, ...]) -> tuple[str, ...]:
    return tuple(journal.to_line(decision) for decision in decisions)
