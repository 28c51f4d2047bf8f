"""What is heard from one moment to the next: one slot for cues, the breath beneath it, and a release that needs nobody.

No queue: a later cue takes the place of an earlier one. A tension brings the time of its release along; where no word
has come by then, the release is played all the same. Pure: it is told the time, and gives the samples from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from biofeedback.cues.words import Tone
from biofeedback.sound.clips import Key
from biofeedback.sound.hum import Humming
from biofeedback.sound.tones import RATE_HZ, Samples, silence, tone
from biofeedback.sound.wire import Item

FADE_S = 0.03
"""What is replaced or muted dies away in this time: short enough for a stop, long enough not to click. Seconds."""

SAME_RELEASE_S = 2.0
"""A word of release that comes so soon after one played of itself means the same one. Seconds."""

BREATH_LONGEST_S = 900.0
"""Breathing tones end after this, whatever becomes of whoever asked for them: the longest rest there is. Seconds."""

ASTRAY_S = 0.25
"""Breathing tones go on sample by sample; only so far from where they should be they are put right. By the clock alone
they would tick, as blocks are asked for some milliseconds early or late. Seconds."""

CLIP_WAIT_S = 1.0
"""So long a cue waits for a clip that is still being read, before it goes on without it. Seconds."""


@dataclass(slots=True)
class _Slot:
    """A cue that is being played: what is left of it."""

    items: list[Item]
    now: Samples = field(default_factory=lambda: silence(0))
    place: int = 0
    waited_s: float = 0.0
    alone: Tone | None = None  # the release that was played of itself


@dataclass(slots=True)
class _Breath:
    """Breathing tones since `began` (seconds of the clock), until `until`."""

    began: float
    until: float
    one: Samples  # a whole breath, in and out
    place: int | None = None  # the sample that comes next, counted from its beginning


ClipOf = Callable[[Key], Samples | None]
"""A clip by its key; None: not there. Raises LookupError where it is not read yet."""


def no_clips(_: Key) -> Samples | None:
    """There are none."""
    return None


class Mixer:
    """Makes the samples. Not for several threads at once."""

    def __init__(self, clip_of: ClipOf = no_clips) -> None:
        self._clip_of = clip_of
        self._slot: _Slot | None = None
        self._dying: Samples = silence(0)  # the end of what was replaced
        self._breath: _Breath | None = None
        self._breath_gain = 0.0
        self._hum = Humming()
        self._release_at: float | None = None
        self._released_at: float | None = None  # when a release was last played of itself
        self._gain, self._goal, self._fade_s = 1.0, 1.0, FADE_S

    @property
    def busy(self) -> bool:
        """Whether a cue is on, or a release is still to be played."""
        return self._slot is not None or self._release_at is not None

    def play(
        self, items: Sequence[Item], now: float, *, release_at: float | None = None, follows: bool = False
    ) -> None:
        """A cue, in the place of the one before. `release_at`: when the tension it begins ends at the latest.

        `follows`: it is said behind what is on; the next cue takes the place of both.
        """
        if follows and self._slot is not None:
            self._slot.items.extend(items)
            return
        kinds = {item.tone for item in items}
        if release_at is not None or kinds & {Tone.RELEASE, Tone.STOP}:
            self._release_at = release_at
        if Tone.STOP in kinds:
            self._breath = None
            self._hum.to(None, now)
        rest = list(items)
        if self._same_release(rest, now):
            if self._slot is not None and self._slot.alone is not None:
                self._slot.items = rest[1:]
                self._slot.alone = None
                return
            rest = rest[1:]
        self._replace(_Slot(rest) if rest else None)

    def breathe(self, one: Samples | None, breaths: int | None, since_s: float, now: float) -> None:
        """Breathing tones, `one` whole breath of them (`one_breath`), the first begun `since_s` ago; None: they end."""
        if one is None:
            self._breath = None
            return
        began = now - since_s
        lasts_s = BREATH_LONGEST_S if breaths is None else breaths * len(one) / RATE_HZ
        self._breath = _Breath(began=began, until=began + lasts_s, one=one)

    def hum(self, hz: float | None, now: float) -> None:
        """A soft tone of this pitch beneath all else; None: it ends."""
        self._hum.to(hz, now)

    def level(self, gain: float, over_s: float = FADE_S) -> None:
        """How loud everything is from now on, 1: as it was made; reached in `over_s` seconds."""
        self._goal, self._fade_s = gain, max(FADE_S, over_s)

    def let_go(self) -> None:
        """Play the release now, if a tension is on."""
        if self._release_at is not None:
            self._release_at = -1.0

    def samples(self, count: int, now: float) -> Samples:
        """The next `count` samples, the first of which is heard at `now` (seconds of the clock)."""
        made = np.zeros(count, np.float32)
        first = 0
        if self._release_at is not None and self._release_at < now + count / RATE_HZ:
            first = max(0, min(count, int((self._release_at - now) * RATE_HZ)))
            self._mix(made[:first])
            self._release_at, self._released_at = None, now
            self._replace(_Slot([Item(tone=Tone.RELEASE)], alone=Tone.RELEASE))
        self._mix(made[first:])
        self._mix_breath(made, now)
        if (hum := self._hum.samples(count, now, alone=self._slot is None)) is not None:
            made += hum
        return self._levelled(made)

    def _same_release(self, items: Sequence[Item], now: float) -> bool:
        recent = self._released_at is not None and now - self._released_at < SAME_RELEASE_S
        self._released_at = None if items and recent else self._released_at
        return recent and bool(items) and items[0].tone is Tone.RELEASE

    def _replace(self, slot: _Slot | None) -> None:
        if self._slot is not None:
            left = self._slot.now[self._slot.place :][: int(FADE_S * RATE_HZ)]
            self._dying = np.asarray(left * np.linspace(1.0, 0.0, len(left)), np.float32)
        self._slot = slot

    def _mix(self, made: Samples) -> None:
        """Add the end of what was replaced, and the slot."""
        dying = self._dying[: len(made)]
        made[: len(dying)] += dying
        self._dying = self._dying[len(dying) :]
        done = 0
        while done < len(made) and (slot := self._slot) is not None:
            part = slot.now[slot.place : slot.place + len(made) - done]
            made[done : done + len(part)] += part
            slot.place += len(part)
            done += len(part)
            if done < len(made) and not self._next(slot, (len(made) - done) / RATE_HZ):
                break

    def _next(self, slot: _Slot, left_s: float) -> bool:
        """Take the next item into hand. False: there is none for now."""
        if not slot.items:
            self._slot = None
            return False
        item = slot.items[0]
        try:
            made = self._made(item)
        except LookupError:
            slot.waited_s += left_s
            if slot.waited_s < CLIP_WAIT_S:
                return False
            made = silence(0)
        slot.items.pop(0)
        slot.now, slot.place, slot.waited_s = made, 0, 0.0
        return True

    def _made(self, item: Item) -> Samples:
        if item.tone is not None:
            return tone(item.tone)
        if item.clip is not None:
            clip = self._clip_of(item.clip)
            return silence(0) if clip is None else clip
        return silence(item.silence_s)

    def _mix_breath(self, made: Samples, now: float) -> None:
        """The breath where no cue is on: words and tones have the ear to themselves."""
        paced = self._breath
        goal = 0.0 if paced is None or self._slot is not None else 1.0
        before, self._breath_gain = self._breath_gain, goal
        if paced is None:
            return
        should = int(max(0.0, now - paced.began) * RATE_HZ)
        if paced.place is None or abs(paced.place - should) > ASTRAY_S * RATE_HZ:
            paced.place = should
        place = paced.place % len(paced.one)
        paced.place += len(made)
        if before == goal == 0.0:
            return
        if now >= paced.until:
            self._breath = None
            return
        heard = np.take(paced.one, range(place, place + len(made)), mode="wrap")
        made += heard if before == goal else np.asarray(heard * np.linspace(before, goal, len(made)), np.float32)

    def _levelled(self, made: Samples) -> Samples:
        if self._gain == self._goal:
            return made if self._gain == 1.0 else np.asarray(made * self._gain, np.float32)
        step = len(made) / RATE_HZ / self._fade_s
        reached = (
            self._goal if abs(self._goal - self._gain) <= step else self._gain + np.sign(self._goal - self._gain) * step
        )
        ramp = np.linspace(self._gain, reached, len(made))
        self._gain = reached
        return np.asarray(made * ramp, np.float32)
