"""What is wrong between a person, a strap and this computer, looked at step by step, each with what to do.

Covers Bluetooth and the strap. Data folder, sound and the rest belong to others and make their own checks.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

from biofeedback.clock import Clock
from biofeedback.errors import BluetoothUnavailable
from biofeedback.events import Event, HeartRate, MotionChunk
from biofeedback.why import why
from devices import strap_checks
from devices.link import LinkStage, LinkState
from devices.reach import StrapInReach, Wanted
from devices.scan import SCAN_S, search, straps_in_reach
from devices.strap import Strap
from devices.strap_checks import Check, Verdict, check
from devices.strap_streams import running
from devices.trouble import ANNOUNCED, LinkFault, Trouble, unavailable

LISTEN_S = 30.0
"""Long enough for twenty beats at 40 a minute, short enough to wait for."""


async def examine(
    clock: Clock,
    address: str | None = None,
    name: str | None = None,
    *,
    scan_s: float = SCAN_S,
    listen_s: float = LISTEN_S,
) -> AsyncIterator[Check]:
    """Look at Bluetooth, then for the strap (the one with `address` or `name`, else the nearest), then listen to it.

    Checks come as they are done; after the first that makes the next impossible there are no more. Seconds are of
    `clock`, but for the scan, which the radio does in its own time.
    """
    try:
        near = await straps_in_reach(scan_s, clock)
    except BluetoothUnavailable as error:
        yield _problem("bluetooth", error)
        if isinstance(error.__cause__, LinkFault) and error.__cause__.said:
            yield check("said", Verdict.SKIPPED, "said", said=error.__cause__.said)
        return
    yield check("bluetooth", Verdict.GOOD, "bluetooth_good")
    strap = await _chosen(near, Wanted(address=address, name=name), scan_s)
    if strap is None and not near:
        yield _problem("strap", unavailable(Trouble.NOT_FOUND))
        return
    if strap is None:
        strap = near[0]
        yield check("strap", Verdict.NOTE, "strap_another", name=strap.shown, address=strap.address)
    else:
        yield check("strap", Verdict.GOOD, "strap_good", name=strap.shown, n=max(1, len(near)))
    yield strap_checks.judge_signal(strap.rssi_dbm)
    async for found in _listen(clock, strap, listen_s):
        yield found


def _problem(name: str, error: BluetoothUnavailable) -> Check:
    words, to_do = error.reasons
    return Check(name=name, verdict=Verdict.BAD, words=words, to_do=to_do)


async def _chosen(near: tuple[StrapInReach, ...], wanted: Wanted, scan_s: float) -> StrapInReach | None:
    """None: not in reach, whoever else is."""
    if wanted.anyone:
        return near[0] if near else None
    listed = next((strap for strap in near if wanted.is_this(strap)), None)
    if listed is not None:
        return listed
    with contextlib.suppress(LinkFault):  # the scan before went well, and what this one misses is reported as not found
        found = (await search(wanted, scan_s)).found  # it may be one that does not advertise its heart rate
        return None if found is None else found.strap
    return None


class _Heard:
    """What half a minute of a strap brought."""

    def __init__(self) -> None:
        self.packets: list[HeartRate] = []
        self.moved = 0  # samples of acceleration
        self.connected = False
        self.troubled: LinkState | None = None  # the last state in which something was wrong

    def put(self, event: Event) -> None:
        if isinstance(event, HeartRate):
            self.packets.append(event)
        elif isinstance(event, MotionChunk):
            self.moved += len(event.x_mg)

    def on_state(self, state: LinkState) -> None:
        self.connected |= state.stage in {LinkStage.WAITING, LinkStage.LIVE}
        self.troubled = state if state.trouble is not None else self.troubled


async def _listen(clock: Clock, strap: StrapInReach, listen_s: float) -> AsyncIterator[Check]:
    heard = _Heard()
    source = Strap(
        clock,
        strap.address,
        patient=True,
        on_state=heard.on_state,
        name=strap.name,
        ecg=True,
        motion=True,
        arm=True,
    )
    running = asyncio.create_task(source.run(heard.put))
    enough = asyncio.create_task(clock.sleep_until(clock.now() + listen_s))
    try:
        await asyncio.wait((running, enough), return_when=asyncio.FIRST_COMPLETED)
        state, now = source.state, clock.now()
    finally:
        for task in (running, enough):
            task.cancel()
        ended, _ = await asyncio.gather(running, enough, return_exceptions=True)
    if isinstance(ended, BluetoothUnavailable):
        yield _problem("connection", ended)
        return
    if isinstance(ended, Exception):
        raise ended  # a fault of this program is nobody's strap
    for found in _judged(heard, state, now, source.fault):
        yield found


def _judged(heard: _Heard, state: LinkState, now: float, fault: LinkFault | None) -> Iterator[Check]:
    yield _judge_connection(heard, now)
    if fault is not None and fault.said:
        yield check("said", Verdict.SKIPPED, "said", said=fault.said)
    if not heard.connected:
        return
    yield strap_checks.judge_packets(heard.packets)
    yield strap_checks.judge_battery(state.battery_percent)
    if not heard.packets:
        return
    yield strap_checks.judge_contact(heard.packets)
    yield strap_checks.judge_intervals(heard.packets)
    yield strap_checks.judge_time(heard.packets)
    yield strap_checks.judge_offers(state.offers)
    if state.extra is not None:
        yield strap_checks.judge_extra(state.extra, running(state))
    if state.motion is not None:
        yield strap_checks.judge_motion(state.motion, running(state), heard.moved)


def _judge_connection(heard: _Heard, now: float) -> Check:
    """Whether the link came about and held; if not, at what it failed."""
    wrong = heard.troubled
    if wrong is None and heard.connected:
        return check("connection", Verdict.GOOD, "connection_good")
    if wrong is None:
        return check("connection", Verdict.BAD, "connection_slow")
    verdict = Verdict.NOTE if heard.packets else Verdict.BAD
    # There is no next try to announce.
    to_do = why("devices.doctor_connection_next") if wrong.trouble in ANNOUNCED else wrong.next_step(now)
    return Check(name="connection", verdict=verdict, words=wrong.words(now), to_do=to_do)
