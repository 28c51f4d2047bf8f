"""Where a session is in its protocol: which group, how often tensed, how softly. Plain bookkeeping, no judgement."""

from __future__ import annotations

from dataclasses import replace

from biofeedback.coach import adapter, guard, rest_policy
from biofeedback.coach.muscles import Muscles
from biofeedback.decisions import Adapted
from biofeedback.why import Why, why
from protocols import limits
from protocols.restrictions import UNRESTRICTED, Place, Restrictions
from protocols.training import Effort, Step, TrainingProtocol


class StepCursor:
    """The steps of a protocol and the place in them."""

    def __init__(self, protocol: TrainingProtocol, restrictions: Restrictions = UNRESTRICTED) -> None:
        self._steps = protocol.steps
        self._restrictions = restrictions
        self.place: int | None = None
        self.done = 0
        self.large_rises = 0
        self.brief = False  # few words and longer rests, from the next group on
        self.trouble = False  # something was reported in this session: no group is asked for once more than planned
        self._again: set[int] = set()  # places led through once more
        self._muscles = Muscles(restrictions)
        self.unmonitored = False  # nothing watches the heart, so nothing is tensed
        self._left = False  # this group is not begun again
        self._spared: tuple[Place, ...] = ()  # where something hurt in this session
        self.step: Step | None = None  # as it will be cued, within the limits
        self.waits: Why | None = None  # why its announcement is longer than planned

    def __len__(self) -> int:
        return len(self._steps)

    @property
    def has_next(self) -> bool:
        """Whether a step is left after this one."""
        return self._following() is not None

    @property
    def may_repeat(self) -> bool:
        """Whether this group may be begun again: not once it has been tensed as often as is good for it."""
        return not self._left and (not self.tenses or self._times() < guard.MOST_TENSIONS_OF_A_GROUP)

    @property
    def tenses(self) -> bool:
        """Whether the step that is cued now has a tension in it."""
        return self.step is not None and self.step.hold_s > 0

    def upcoming(self) -> Step | None:
        """The step after this one."""
        following = self._following()
        return self._steps[following] if self.place is not None and following is not None else None

    @property
    def may_ask_again(self) -> bool:
        """Whether this group may be asked for once more than planned: a body without a restriction, all well so far,
        a group that does not come again by itself, and within all limits on tension.
        """
        step, upcoming = self.step, self.upcoming()
        if step is None or self.place in self._again or len(self._again) >= adapter.MOST_GROUPS_AGAIN:
            return False
        well = self._restrictions == UNRESTRICTED and not self.trouble and self.tenses and self.may_repeat
        follows = upcoming is not None and upcoming.group.id == step.group.id
        # The muscles rest meanwhile: what counts here is how much was tensed in all, and it is asked for at the end.
        total_s = self._muscles.strain(0.0, step.group).total_s
        return well and not follows and total_s + step.hold_s <= limits.MAX_TENSION_S

    def ask_again(self) -> None:
        """This group is led through once more, mildly."""
        assert self.place is not None
        self._again.add(self.place)

    @property
    def asked_again(self) -> bool:
        """Whether this group is being led through once more."""
        return self.place in self._again

    def advance(self) -> None:
        """Go to the next step."""
        self.place = self._following()
        self._left = False

    def leave(self, *, spare: bool) -> None:
        """Do not begin this group again; with `spare`, tense nothing that works there for the rest of the session."""
        self._left = True
        if spare and self.step is not None:
            group = self.step.group
            self._spared += tuple(Place(region=region, side=group.side) for region in group.regions)

    def _following(self) -> int | None:
        """The place of the next step that is not spared."""
        first = 0 if self.place is None else self.place + 1
        return next((k for k in range(first, len(self._steps)) if not self._is_spared(self._steps[k])), None)

    def _is_spared(self, step: Step) -> bool:
        return step.hold_s > 0 and any(place.within(step.group) for place in self._spared)

    def tensed(self, t: float) -> None:
        """Its tension begins."""
        assert self.place is not None
        self._muscles.tensed(t, self._steps[self.place].group)

    def released(self, t: float) -> None:
        """And is let go of, whatever ended it."""
        self._muscles.released(t)

    def _times(self) -> int:
        """How often the most tensed region of this group has been tensed in this session."""
        assert self.place is not None
        return self._muscles.times(self._steps[self.place].group)

    def prepare(self, t: float, softening: bool) -> tuple[Step, tuple[Adapted, ...]]:
        """The step here as it will be cued: softened where that was called for, then within the hard limits."""
        assert self.place is not None
        written = self._steps[self.place]
        step = adapter.softer(written, self.large_rises) if softening else written
        if self.asked_again and step.effort is Effort.MODERATE:
            step = replace(step, effort=Effort.MILD)
        longer = rest_policy.longer(step) if self.brief else step.rest_s
        changes = (("rest_s", step.rest_s, longer, why("coach.settled_rest")),) if longer != step.rest_s else ()
        step = replace(step, rest_s=longer)
        strain = self._muscles.strain(t, written.group)
        self.step, limited = guard.limited(step, self._restrictions, strain, unmonitored=self.unmonitored)
        self.waits = next((reason for what, *_, reason in limited if what == "lead_in_s"), None)
        told = [Adapted(t=t, what=what, before=a, after=b, why=reason) for what, a, b, reason in (*changes, *limited)]
        return self.step, tuple(told)
