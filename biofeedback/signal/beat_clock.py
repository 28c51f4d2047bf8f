"""When the beats really happened: beat times rebuilt from sums of RR intervals, anchored to the packets' arrival.

A strap sends no times. A packet holds the intervals that ended since the last one and arrives up to about a second
after its last beat, so arrival is never a beat time. Within one stretch the sum of the intervals is exact; arrival
only says where the stretch lies and whether intervals were lost (the sums fall behind the clock) or sent twice (they
run ahead of it). Either way a new stretch begins, and the first interval after the break says so.
"""

from __future__ import annotations

from collections import deque

from biofeedback.events import HeartRate
from biofeedback.findings import RawBeat
from biofeedback.ticks import TICKS_PER_S

MOST_LAG_S = 4.0
"""Behind by more than this, at least two beats are missing: a packet is sent about once a second and may be a second
late; a beat can be one slow interval (2 s) older still. Polar's own delay is up to 3-4 s in bursts."""
MOST_LEAD_S = 0.5
"""Beats cannot lie in the future. A strap clock that runs fast by 50 ppm gains this much in three hours; up to here the
anchor follows silently, beyond it intervals were sent twice."""
TYPICAL_AGE_S = 0.5
"""Where a new stretch is laid: the last beat of a packet is on average half a sending period old."""
MOST_TRAIL_S = 1.0
"""Where each of `TRAILING_PACKETS` packets comes later than this after its last beat, the times trail: a packet was
lost in the middle of a stretch. They are drawn up to the arrivals, or a pause would be told too early. Seconds."""
TRAILING_PACKETS = 8
"""So many packets in a row that come late show that the times trail. Packets."""
LEAST_STEP_S = 0.001
"""Beat times always rise, also where packets came twice or far too fast; shorter than any interval."""
PACKETS_COME_S = 2.5
"""A strap sends about once a second; two packets lost are a link in trouble, and what the skin did meanwhile is
unknown."""


class BeatClock:
    """Turns packets into beats with times. Bounded memory: the time of the last beat, and whether it is connected.

    A beat has contact where every packet since the last one says so and none is missing: only then an interval is known
    to have been listened to as a whole.
    """

    def __init__(self) -> None:
        self._last_t: float | None = None
        self._broken = True
        self._ages: deque[float] = deque(maxlen=TRAILING_PACKETS)
        self._packet_t: float | None = None
        self._touched: bool | None = True  # what the packets since the last beat say of the skin

    @property
    def touched(self) -> bool | None:
        """What all packets since the last beat say of the skin; None where one does not say or is missing."""
        return self._touched

    def reset_stretch(self) -> None:
        """The link or the contact was lost: the next interval begins a new stretch."""
        self._broken = True
        self._packet_t = None

    def push(self, packet: HeartRate) -> tuple[RawBeat, ...]:
        """The beats of a packet, oldest first, at rising times; not after its arrival but where it came twice."""
        contact = self._contact(packet)
        intervals = packet.rr_ticks
        if min(intervals, default=1) <= 0:
            self._broken = True  # an interval of nothing is a strap's fault: how much time it stands for is not known
            intervals = tuple(rr for rr in intervals if rr > 0)
        if not intervals:
            return ()
        self._touched = True
        length_s = sum(intervals) / TICKS_PER_S
        first, gap, impossible = self._anchor(packet.t, length_s)
        beats: list[RawBeat] = []
        ticks = 0
        for rr in intervals:
            ticks += rr
            t = min(first + ticks / TICKS_PER_S, packet.t)
            if self._last_t is not None and t < self._last_t + LEAST_STEP_S:
                t = self._last_t + LEAST_STEP_S
            beats.append(RawBeat(t=t, rr_ticks=rr, gap=gap, contact=contact, arrived=packet.t))
            self._last_t, gap = t, impossible
        return tuple(beats)

    def _contact(self, packet: HeartRate) -> bool | None:
        """The word of all packets since the last beat: False if any says so, True if each does and none is lost."""
        if self._packet_t is None or packet.t - self._packet_t > PACKETS_COME_S:
            self._touched = False if self._touched is False else None
        self._packet_t = packet.t
        if packet.contact is not True and self._touched is not False:
            self._touched = packet.contact
        return self._touched

    def _anchor(self, arrival: float, length_s: float) -> tuple[float, bool, bool]:
        """Where the packet's first interval begins, whether a new stretch does, and whether all of it is impossible.

        Intervals that together are longer than the time since the last beat cannot all have happened: each of them is
        marked as standing alone, so that nothing is compared with it. How much of that time they stand for is not
        known, so the next packet is laid anew: else the beats after nonsense would trail the clock by seconds.
        """
        if self._last_t is None:
            self._broken = False
            return arrival - TYPICAL_AGE_S - length_s, False, False
        age = arrival - (self._last_t + length_s)
        impossible = age < -MOST_LEAD_S
        if self._broken or impossible or age > MOST_LAG_S:
            self._broken = impossible
            self._ages.clear()
            return arrival - min(TYPICAL_AGE_S, max(age, 0.0)) - length_s, True, impossible
        if age < 0:
            return arrival - length_s, False, False
        return self._last_t + self._trailing(age), False, False

    def _trailing(self, age: float) -> float:
        """By how much the times of beats are to be drawn up, s; nearly always 0."""
        self._ages.append(age)
        if len(self._ages) < TRAILING_PACKETS or (least := min(self._ages)) <= MOST_TRAIL_S:
            return 0.0
        self._ages.clear()
        return least - TYPICAL_AGE_S
