"""The place in a protocol: which step, which come again, which are spared. Plain bookkeeping, no judgement."""

from __future__ import annotations

from dataclasses import dataclass, replace

from protocols.restrictions import Place
from protocols.training import Step


@dataclass(frozen=True, slots=True)
class StepCursor:
    """The steps of a protocol and the place in them."""

    steps: tuple[Step, ...]
    place: int | None = None  # None: before the first
    repeated: frozenset[int] = frozenset()  # places led through once more than planned
    left: bool = False  # this group is not begun again
    spared: tuple[Place, ...] = ()  # where something hurt in this session

    def __len__(self) -> int:
        return len(self.steps)

    @property
    def written(self) -> Step:
        """The step here, as the protocol has it."""
        assert self.place is not None
        return self.steps[self.place]

    @property
    def has_next(self) -> bool:
        """Whether a step is left after this one."""
        return self._following is not None

    @property
    def upcoming(self) -> Step | None:
        """The step after this one."""
        following = self._following
        return None if self.place is None or following is None else self.steps[following]

    @property
    def is_repeat(self) -> bool:
        """Whether this group is being led through once more."""
        return self.place in self.repeated

    def repeating(self) -> StepCursor:
        """This group is led through once more, mildly."""
        assert self.place is not None
        return replace(self, repeated=self.repeated | {self.place})

    def advanced(self) -> StepCursor:
        """At the next step."""
        return replace(self, place=self._following, left=False)

    def leaving(self, *, spare: bool) -> StepCursor:
        """Do not begin this group again; with `spare`, tense nothing that works there for the rest of the session."""
        if not spare or self.place is None:
            return replace(self, left=True)
        group = self.written.group
        places = tuple(Place(region=region, side=group.side) for region in group.regions)
        return replace(self, left=True, spared=self.spared + places)

    @property
    def _following(self) -> int | None:
        """The place of the next step that is not spared."""
        first = 0 if self.place is None else self.place + 1
        return next((k for k in range(first, len(self.steps)) if not self._is_spared(self.steps[k])), None)

    def _is_spared(self, step: Step) -> bool:
        return step.hold_s > 0 and any(place.within(step.group) for place in self.spared)
