"""What is wrong between a person, a strap and this computer, looked at step by step, each with what to do.

Covers Bluetooth and the strap. Data folder, sound and the rest belong to others and make their own checks.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from biofeedback.clock import Clock
from biofeedback.errors import BluetoothUnavailable
from biofeedback.events import Event, HeartRate
from biofeedback.why import why
from devices import symptoms
from devices.scan import SCAN_S, StrapInReach, straps_in_reach
from devices.strap import Strap
from devices.symptoms import Check, Verdict, check

LISTEN_S = 30.0
"""Long enough for twenty beats at 40 a minute, short enough to wait for."""


async def examine(
    clock: Clock, address: str | None = None, *, scan_s: float = SCAN_S, listen_s: float = LISTEN_S
) -> AsyncIterator[Check]:
    """Look at Bluetooth, then for the strap (the one with `address`, else the nearest), then listen to it.

    Checks come as they are done; after the first that makes the next impossible there are no more. Seconds are of
    `clock`, but for the scan, which the radio does in its own time.
    """
    try:
        near = await straps_in_reach(scan_s)
    except BluetoothUnavailable as error:
        code = f"devices.{error.kind}"
        yield Check(name="bluetooth", verdict=Verdict.BAD, words=why(code), to_do=why(f"{code}_next"))
        return
    yield check("bluetooth", Verdict.GOOD, "bluetooth_good")
    strap = _chosen(near, address)
    if strap is None:
        to_do = why("devices.not_found_next")
        yield Check(name="strap", verdict=Verdict.BAD, words=why("devices.not_found"), to_do=to_do)
        return
    yield check("strap", Verdict.GOOD, "strap_good", name=strap.name or strap.address, n=len(near))
    yield symptoms.judge_signal(strap.rssi_dbm)
    async for found in _listen(clock, strap, listen_s):
        yield found


def _chosen(near: tuple[StrapInReach, ...], address: str | None) -> StrapInReach | None:
    wanted = (strap for strap in near if address is None or strap.address.casefold() == address.casefold())
    return next(wanted, None)


async def _listen(clock: Clock, strap: StrapInReach, listen_s: float) -> AsyncIterator[Check]:
    packets: list[HeartRate] = []

    def keep(event: Event) -> None:
        if isinstance(event, HeartRate):
            packets.append(event)

    source = Strap(clock, strap.address, patient=True)
    task = asyncio.create_task(source.run(keep))
    try:
        await clock.sleep_until(clock.now() + listen_s)
        state = source.state
    finally:
        task.cancel()
        await asyncio.wait([task])
    yield symptoms.judge_packets(packets)
    if not packets:
        return
    yield symptoms.judge_battery(state.battery_percent)
    yield symptoms.judge_contact(packets)
    yield symptoms.judge_intervals(packets)
    yield symptoms.judge_time(packets)
    if state.extra is not None:
        yield symptoms.judge_extra(state.extra)
