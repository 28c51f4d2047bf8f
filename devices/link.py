"""The link to one strap as a state machine without a clock: what to show, when to try again, when to give it up.

It is fed what happened with the time it happened, and can be asked at any moment. `strap.py` does what it says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import assert_never

from biofeedback.events import HeartRate
from biofeedback.source_news import SourceNews, Topic
from biofeedback.streams import Stream
from biofeedback.why import Why, why
from devices.extras import Extra, MotionStream
from devices.pmd import Measurement
from devices.reach import StrapInReach
from devices.trouble import Trouble

BACK_OFF_S = (0.25, 0.5, 1.0, 2.0, 5.0)
"""Pause before each further attempt, the last one again and again. The first is short, for most drops are; not 0:
bluetoothd 5.66 failed 3 of 12 connects made at once after a drop, none of 72 made after a pause."""

WEAK_AFTER_S = 3.0
"""Silence that is no longer normal: straps notify about once a second, so this is two packets lost in a row."""

GAP_AFTER_S = 6.0
"""Silence after which beats are surely missing (at 40 beats a minute four of them)."""

STALLED_AFTER_S = 20.0
"""Silence on a link that claims to be up, after which it is made anew. Longer than any supervision time-out (Bluetooth
Core Spec, at most 32 s, in practice 2 to 6 s), so the stack has had its chance to notice."""

TAKEN_AFTER = 3
"""Connections in a row that a strap in reach refused, after which another app is the likely reason."""

FAILED_AFTER = 3
"""Searches in a row that did not come about, after which there is something to be mended."""

SETTLE_S = 8.0
"""How long a Bluetooth service may be about to start before it is said not to run. A bluetoothd that is started
anew answers within a second or so; a busy machine that boots, within some more."""

NO_RR_AFTER_S = 15.0
"""A strap that gave heart rates this long and no interval will give none (a packet without intervals
is normal only below 60 beats a minute, and then every other one has one)."""

NO_CONTACT_AFTER_S = 4.0
"""Packets in a row that say "no contact" for so long are said. A strap that shifts with a breath or a turn of the body
says so in one or two of them."""

NO_BEATS_AFTER_S = 8.0
"""Packets without a rate and without an interval for so long are said. Electrodes that are put on find a heart within
some five seconds, and the slowest heart has beaten several times."""


_NOT_YET = frozenset({Trouble.NO_ADAPTER, Trouble.SWITCHED_OFF})
"""What is also said of a Bluetooth service that is just being started."""


class LinkStage(Enum):
    """Where the link is. The values are the text codes of `devices.toml`."""

    SCANNING = "scanning"
    CONNECTING = "connecting"
    WAITING = "waiting"  # connected, no packet yet
    LIVE = "live"
    WEAK = "weak"
    GAP = "gap"
    RETRYING = "retrying"  # it failed (`trouble`); the next attempt begins at `next_try`


class Lack(Enum):
    """What a strap that sends does not find. The values are text codes of `devices.toml`."""

    CONTACT = "no_contact"
    BEATS = "no_beats"


_TOPIC_OF_LACK = {Lack.CONTACT: Topic.NO_CONTACT, Lack.BEATS: Topic.NO_BEATS}
"""What is said of a strap that lacks it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkState:
    """All a screen can show of a link. Times are seconds of the session.

    `since` is when the stage began; for a silence (WEAK, GAP) it is when the last packet came.
    """

    stage: LinkStage
    since: float
    trouble: Trouble | None = None
    attempt: int = 1  # which try in a row this is, from 1
    next_try: float | None = None
    name: str | None = None
    battery_percent: int | None = None
    contact: bool | None = None
    sends_rr: bool | None = None  # None: not known yet
    extra: Extra | None = None  # None: nothing else is offered or wanted, or not known yet
    motion: MotionStream | None = None  # the same of its acceleration
    offers: frozenset[Measurement] | None = None  # what it says it can stream besides; None: not known, or has no say
    begun: tuple[Stream, ...] = ()  # those that were started besides the heart rate: `strap_streams` says which run
    lack: Lack | None = None  # of a strap that sends; None: nothing
    other: StrapInReach | None = None  # with ANOTHER: which

    def words(self, t: float) -> Why:
        """The state in words at time `t`."""
        return self._say("", t)

    def next_step(self, t: float) -> Why:
        """What happens next, or what the person can do."""
        return self._say("_next", t)

    def news(self, t: float) -> tuple[SourceNews, ...]:
        """Both, with what they are about."""
        topic = self._topic()
        return SourceNews(topic, self.words(t)), SourceNews(topic, self.next_step(t), is_next_step=True)

    def notes(self) -> tuple[SourceNews, ...]:
        """What is worth knowing of a strap that works: that it has no intervals, what else it streams or does not."""
        notes = [] if self.extra is None else [why(f"devices.{self.extra.value}")]
        if self.motion is MotionStream.RUNS:  # one that is refused is missed by nobody
            notes = [why("devices.extra_ecg_motion" if self.extra is Extra.ECG else "devices.motion_runs")]
        if self.sends_rr is False and self.extra is not Extra.PULSES:
            notes.insert(0, why("devices.no_intervals"))
        return tuple(SourceNews(Topic.WORKS, note) for note in notes)

    def _topic(self) -> Topic:
        match self.stage:
            case LinkStage.SCANNING | LinkStage.CONNECTING | LinkStage.WAITING:
                return Topic.SEARCH
            case LinkStage.LIVE:
                return Topic.WORKS if self.lack is None else _TOPIC_OF_LACK[self.lack]
            case LinkStage.WEAK:
                return Topic.LATE
            case LinkStage.GAP:
                return Topic.GAP
            case LinkStage.RETRYING:
                return Topic.LOST if self.trouble is Trouble.LOST else Topic.TROUBLE
            case _:
                assert_never(self.stage)

    def _say(self, part: str, t: float) -> Why:
        code = self.stage.value if self.trouble is None else self.trouble.value
        if self.stage is LinkStage.LIVE and self.lack is not None:
            code = self.lack.value
        return why(
            f"devices.{code}{part}",
            seconds=max(0.0, t - self.since),
            attempt=self.attempt,
            left=max(0.0, (self.next_try or t) - t),
            name="" if self.other is None else self.other.shown,
            address="" if self.other is None else self.other.address,
        )


class Link:
    """One link's memory. Times never go back from call to call."""

    def __init__(self, now: float) -> None:
        self.state = LinkState(stage=LinkStage.SCANNING, since=now)
        self.ever_up = False
        self._heard = now  # the last packet, or the moment the link came up
        self._up_since = now
        self._touched = False  # it has said that it touches skin, so that its "no" means something
        self._off_since: float | None = None
        self._beatless_since: float | None = None
        self._last: Trouble | None = None  # as it was reported
        self._in_a_row = 0
        self._row_since = now

    def scanning(self, now: float) -> None:
        """Begin to look for the strap."""
        self._enter(LinkStage.SCANNING, now)

    def connecting(self, now: float, name: str | None) -> None:
        """Begin to connect to the strap, which was found."""
        self._enter(LinkStage.CONNECTING, now)
        self.state = replace(self.state, name=name or self.state.name)

    def up(self, now: float, battery_percent: int | None) -> None:
        """Note that the strap is connected and will notify."""
        self.ever_up = True
        self._heard = self._up_since = now
        self._off_since = self._beatless_since = None
        self._last = None
        self._enter(LinkStage.WAITING, now)
        self.state = replace(self.state, battery_percent=battery_percent, lack=None)

    def heard(self, event: HeartRate) -> None:
        """Take a packet. Only this proves the link: attempts are counted anew from here, not from the connection."""
        self._heard = event.t
        sends_rr = self.state.sends_rr
        if event.rr_ticks:
            sends_rr = True
        elif sends_rr is None and event.hr_bpm is not None and event.t - self._up_since >= NO_RR_AFTER_S:
            sends_rr = False
        if self.state.stage is not LinkStage.LIVE:
            self._enter(LinkStage.LIVE, event.t)
        known = replace(self.state, attempt=1, contact=event.contact, sends_rr=sends_rr, lack=self._lack(event))
        if known != self.state:  # the same object says that nothing is new
            self.state = known

    def _lack(self, event: HeartRate) -> Lack | None:
        """What has been missing for long enough to be said. Some straps always say that they touch nothing: theirs is
        believed only while no interval comes.
        """
        self._touched = self._touched or event.contact is True
        off = event.contact is False and (self._touched or not event.rr_ticks)
        self._off_since = _since(self._off_since, event.t) if off else None
        beatless = not event.rr_ticks and event.hr_bpm is None
        self._beatless_since = _since(self._beatless_since, event.t) if beatless else None
        if self._off_since is not None and event.t - self._off_since >= NO_CONTACT_AFTER_S:
            return Lack.CONTACT
        if self._beatless_since is not None and event.t - self._beatless_since >= NO_BEATS_AFTER_S:
            return Lack.BEATS
        return None

    def streams(self, extra: Extra) -> None:
        """Note what became of the strap's other stream."""
        self.state = replace(self.state, extra=extra)

    def moves(self, motion: MotionStream) -> None:
        """Note what became of its acceleration."""
        self.state = replace(self.state, motion=motion)

    def begins(self, stream: Stream) -> None:
        """Note a stream that was started, in place of an earlier one of its kind."""
        others = tuple(each for each in self.state.begun if each.kind is not stream.kind)
        self.state = replace(self.state, begun=(*others, stream))

    def offers(self, measurements: frozenset[Measurement]) -> None:
        """Note what it says it can stream."""
        self.state = replace(self.state, offers=measurements)

    def failed(self, now: float, trouble: Trouble, other: StrapInReach | None = None) -> None:
        """Note that the attempt, or the link, has come to an end; the next attempt is due at `state.next_try`.

        `other`: with ANOTHER, the strap that is in reach instead.
        """
        trouble = self._in_the_long_run(now, trouble)
        pause = BACK_OFF_S[min(self.state.attempt, len(BACK_OFF_S)) - 1]
        self._enter(LinkStage.RETRYING, now)
        attempt = self.state.attempt + 1
        self.state = replace(
            self.state, trouble=trouble, attempt=attempt, next_try=now + pause, contact=None, lack=None, other=other
        )

    def _in_the_long_run(self, now: float, trouble: Trouble) -> Trouble:
        """What it means that this came, after what came before it in a row."""
        if trouble in _NOT_YET and self._last is Trouble.STARTING and now - self._row_since < SETTLE_S:
            trouble = Trouble.STARTING  # the service is up before its adapter is
        if trouble is not self._last:
            self._last = trouble
            self._in_a_row = 0
            self._row_since = now
        self._in_a_row += 1
        match trouble:
            case Trouble.REFUSED if self._in_a_row >= TAKEN_AFTER:
                return Trouble.TAKEN
            case Trouble.SEARCH_FAILED if self._in_a_row >= FAILED_AFTER:
                return Trouble.FAILED
            case Trouble.STARTING if now - self._row_since >= SETTLE_S:
                return Trouble.NO_SERVICE
            case _:
                return trouble

    @property
    def deadline(self) -> float | None:
        """When silence will next change the stage of a connected link; None while it is not connected."""
        match self.state.stage:
            case LinkStage.LIVE:
                return self._heard + WEAK_AFTER_S
            case LinkStage.WEAK:
                return self._heard + GAP_AFTER_S
            case LinkStage.GAP | LinkStage.WAITING:
                return self._heard + STALLED_AFTER_S
            case LinkStage.SCANNING | LinkStage.CONNECTING | LinkStage.RETRYING:
                return None

    def stalled(self, now: float) -> bool:
        """Let silence up to `now` take its effect; True: give the link up and make it anew."""
        while (due := self.deadline) is not None and due <= now:
            match self.state.stage:
                case LinkStage.LIVE:
                    self._enter(LinkStage.WEAK, self._heard)
                case LinkStage.WEAK:
                    self._enter(LinkStage.GAP, self._heard)
                case _:
                    return True
        return False

    def _enter(self, stage: LinkStage, now: float) -> None:
        self.state = replace(self.state, stage=stage, since=now, trouble=None, next_try=None, other=None)


def _since(began: float | None, t: float) -> float:
    return t if began is None else began
