"""What must hold for a strap source, however the strap is carried to it: one file for every layer.

A scenario gets a source that is not yet running, the air its strap is on, and what hears it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from biofeedback.events import HeartRate, LinkLost
from biofeedback.ports import Source
from tests.devices.air import Air, listening
from tests.devices.hearing import Hearing
from tests.devices.strap_model import packet


async def every_packet_once_and_unchanged(source: Source, air: Air, hearing: Hearing) -> None:
    """Also equal ones in a row: they are data, not duplicates."""
    sent = [packet(70, 800 + k) for k in range(20)] + [packet(61, 1000)] * 5
    async with listening(source, hearing):
        await air.subscribed()
        for payload in sent:
            await air.send(payload)
        await hearing.when(lambda _: len(hearing.packets()) >= len(sent))
    assert hearing.packets() == sent
    assert hearing.kinds() == "h" * len(sent)  # being let go of is no lost link
    await air.released()


async def nothing_twice_after_lost_links(source: Source, air: Air, hearing: Hearing) -> None:
    """A stack goes on serving a client that was not released: the old one must be gone before the new one begins."""
    sent = []
    async with listening(source, hearing):
        for link in range(3):
            await air.subscribed()
            for k in range(4):
                sent.append(packet(60 + link, 1000 + k))
                await air.send(sent[-1])
            await hearing.when(lambda _: len(hearing.packets()) >= len(sent))
            air.drop()
        await air.subscribed()
        await hearing.when(lambda _: hearing.kinds().endswith("B"))
    assert hearing.packets() == sent
    assert hearing.kinds() == "hhhhLBhhhhLBhhhhLB"
    assert {event.cause for event in hearing.events() if isinstance(event, LinkLost)} == {"disconnected"}
    times = [event.t for event in hearing.events()]
    assert times == sorted(times)


async def strange_packets_are_read_as_far_as_they_go(source: Source, air: Air, hearing: Hearing) -> None:
    """No intervals, nine of them, an odd byte, no rate, contact lost and found, nothing at all but flags."""
    sent = [
        packet(58, flags=0x00),
        packet(72, *[850] * 9),
        packet(72, 850) + b"\x01",
        packet(0, flags=0x04),
        packet(72, 850, flags=0x14),
        packet(72, 850, flags=0x16),
        b"\x10",
        bytes([0x19, 0x48, 0x00, 0x07, 0x00, 0x52, 0x03]),
    ]
    async with listening(source, hearing):
        await air.subscribed()
        for payload in sent:
            await air.send(payload)
        await hearing.when(lambda _: len(hearing.packets()) >= len(sent))
    read = [event for event in hearing.events() if isinstance(event, HeartRate)]
    one = 850 * 125
    assert [event.payload for event in read] == sent
    assert [event.hr_bpm for event in read] == [58, 72, 72, None, 72, 72, None, 72]
    assert [event.rr_ticks for event in read] == [(), (one,) * 9, (one,), (), (one,), (one,), (), (one,)]
    assert [event.contact for event in read] == [None, None, None, False, False, True, None, None]


async def a_long_stream_in_order(source: Source, air: Air, hearing: Hearing) -> None:
    """Five hundred packets: none lost, none twice, none out of order."""
    sent = [packet(70, 600 + k % 400, 600 + k // 400) for k in range(500)]
    async with listening(source, hearing):
        await air.subscribed()
        for payload in sent:
            await air.send(payload)
        await hearing.when(lambda _: len(hearing.packets()) >= len(sent))
    assert hearing.packets() == sent


Scenario = Callable[[Source, Air, Hearing], Awaitable[None]]

SCENARIOS: list[Scenario] = [
    every_packet_once_and_unchanged,
    nothing_twice_after_lost_links,
    strange_packets_are_read_as_far_as_they_go,
    a_long_stream_in_order,
]
