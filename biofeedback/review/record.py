"""A session that is over, as one value: what a report, an export and a person's own program look at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from biofeedback.decisions import Decision, Finished, Outcome
from biofeedback.events import EcgChunk, Event
from biofeedback.findings import Beat
from biofeedback.review.marks import Mark, marks
from biofeedback.ticks import to_s
from protocols.screening.personal import GroupChange
from protocols.screening.terms import NO_TERMS, Terms
from protocols.training import TrainingProtocol, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualRest:
    """This person at rest in the `n` sessions before: heart rate with its sd, /min, and RMSSD one sd about its mean."""

    n: int
    hr_mean_bpm: float
    hr_sd_bpm: float
    rmssd_low_ms: float
    rmssd_high_ms: float


@dataclass(frozen=True, kw_only=True)
class SessionRecord:
    """One session, or an imported recording, in which nothing was decided.

    Times are seconds since the session began, or those of the recording itself.
    """

    number: int | None
    """In the store; None: it is not kept."""
    began: str | None
    """Wall time, UTC, ISO 8601; None: it never ran on a clock."""
    version: str
    """Of the program that led it."""
    protocol_name: str | None
    """None: the heart was only watched."""
    protocol: TrainingProtocol | None
    """As it was practised; None: only watched, or not kept."""
    source: str
    source_kind: str
    """strap, recording, participant or past; none: practised without a strap; imported: a recording never played."""
    seed: int | None
    settings: str
    """A JSON object: what it was set to."""
    lang: str
    events: tuple[Event, ...]
    decisions: tuple[Decision, ...]
    beats: tuple[Beat, ...]
    """Every interval as measured, with its final class."""
    ecg: tuple[EcgChunk, ...] = ()
    """As it came, where the strap or the file has one."""
    terms: Terms = NO_TERMS
    """What the answers before it came to; the answers themselves are not kept with it."""
    changes: tuple[GroupChange, ...] = ()
    """Muscle groups that were not practised as written."""
    usual: UsualRest | None = None
    """As it was known when the session began; None: too few sessions before it."""
    note: str | None = None
    afterwards: str | None = None
    rated_later: int | None = None
    """The tension after it, 0 to 10, where it was said at a later start of the program."""

    @cached_property
    def finished(self) -> Finished | None:
        """Its last word; None: it was cut off."""
        return next((each for each in reversed(self.decisions) if isinstance(each, Finished)), None)

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """The moments that the person marked."""
        return marks(self.events)

    @property
    def outcome(self) -> Outcome | None:
        """How it ended; None: it was cut off."""
        return None if self.finished is None else self.finished.outcome

    @cached_property
    def ends(self) -> float:
        """Time of the last thing that is known of it, s."""
        last = [each[-1].t for each in (self.events, self.decisions, self.beats) if each]
        return max(last, default=0.0)

    @property
    def begins(self) -> float:
        """When it began, s: 0 for a session; for a recording the begin of its first interval."""
        if self.events or not self.beats:
            return 0.0
        return self.beats[0].t - to_s(self.beats[0].rr_ticks)

    def group_name(self, group: str) -> Words:
        """A muscle group of the protocol by its id, in words; its id where they are not kept."""
        steps = () if self.protocol is None else self.protocol.steps
        return next((step.group.name for step in steps if step.group.id == group), Words(group, group))
