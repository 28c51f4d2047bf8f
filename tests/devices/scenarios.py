"""What must hold for a strap source, however the strap is carried to it: one file for every layer.

A scenario gets the layer it is played on: the air its strap is on, and how that strap is listened to there.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace

from biofeedback.clock import SessionClock
from biofeedback.coach.engine import Engine
from biofeedback.decisions import Action, CueGiven, Finished, Outcome, Paused, Stopped
from biofeedback.events import HeartRate, LinkBack, LinkLost
from biofeedback.findings import Rule
from biofeedback.run.headless import replay
from devices.acc_frames import AccelerationFrame
from devices.extras import Extra, MotionStream
from devices.pmd_frames import EcgFrame
from devices.strap import Strap
from simulators.participants.participant import Person, person
from simulators.participants.population import profile
from tests.devices.air import Air, listening
from tests.devices.hearing import Hearing
from tests.devices.sent_frames import write_acceleration, write_compressed, write_frame
from tests.devices.strap_model import (
    ASK_ECG,
    ASK_MOTION,
    START_ECG,
    START_MOTION,
    STOP_ECG,
    STOP_MOTION,
    StrapModel,
    careful_polar,
    packet,
    polar,
)
from tests.devices.wearing import practise, short_plan

SEED = 3
TURNS_S = (45.0, 50.0)  # seconds into the session, soon after the baseline
FRAME_NS = round(73e9 / 130)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One way for a strap to be carried. `strap` takes a clock, and what else a `Strap` is to be told.

    Speeds are of the session's clock: while links are looked at, during a session whose link is lost (the stack takes
    its own seconds to find a strap again), and during one whose link holds.
    """

    air: Air
    strap: Callable[..., Strap]
    link_speed: float
    lost_speed: float
    steady_speed: float

    def heard_by(
        self, hearing: Hearing, *, ecg: bool = False, motion: bool = False
    ) -> AbstractAsyncContextManager[None]:
        """The strap listened to, while the scenario acts."""
        clock = SessionClock(self.link_speed)
        return listening(self.strap(clock, on_state=hearing, ecg=ecg, motion=motion), hearing)


async def every_packet_once_and_unchanged(on: Layer) -> None:
    """Also equal ones in a row: they are data, not duplicates."""
    hearing = Hearing()
    sent = [packet(70, 800 + k) for k in range(20)] + [packet(61, 1000)] * 5
    async with on.heard_by(hearing):
        await on.air.subscribed()
        for payload in sent:
            await on.air.send(payload)
        await hearing.when(lambda _: len(hearing.packets()) >= len(sent))
    assert hearing.packets() == sent
    assert hearing.kinds() == "h" * len(sent)  # being let go of is no lost link
    await on.air.released()


async def nothing_twice_after_lost_links(on: Layer) -> None:
    """A stack goes on serving a client that was not released: the old one must be gone before the new one begins."""
    hearing, sent = Hearing(), list[bytes]()
    async with on.heard_by(hearing):
        for link in range(3):
            await on.air.subscribed()
            for k in range(4):
                sent.append(packet(60 + link, 1000 + k))
                await on.air.send(sent[-1])
            await hearing.when(lambda _: len(hearing.packets()) >= len(sent))
            on.air.drop()
        await on.air.subscribed()
        await hearing.when(lambda _: hearing.kinds().endswith("B"))
    assert hearing.packets() == sent
    assert hearing.kinds() == "hhhhLBhhhhLBhhhhLB"
    assert {event.cause for event in hearing.events() if isinstance(event, LinkLost)} == {"disconnected"}
    times = [event.t for event in hearing.events()]
    assert times == sorted(times)


async def strange_packets_are_read_as_far_as_they_go(on: Layer) -> None:
    """No intervals, nine of them, an odd byte, no rate, contact lost and found, nothing at all but flags."""
    hearing = Hearing()
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
    async with on.heard_by(hearing):
        await on.air.subscribed()
        for payload in sent:
            await on.air.send(payload)
        await hearing.when(lambda _: len(hearing.packets()) >= len(sent))
    read = [event for event in hearing.events() if isinstance(event, HeartRate)]
    one = 850 * 125
    assert [event.payload for event in read] == sent
    assert [event.hr_bpm for event in read] == [58, 72, 72, None, 72, 72, None, 72]
    assert [event.rr_ticks for event in read] == [(), (one,) * 9, (one,), (), (one,), (one,), (), (one,)]
    assert [event.contact for event in read] == [None, None, None, False, False, True, None, None]


async def a_long_stream_in_order(on: Layer) -> None:
    """Five hundred packets: none lost, none twice, none out of order."""
    hearing = Hearing()
    sent = [packet(70, 600 + k % 400, 600 + k // 400) for k in range(500)]
    async with on.heard_by(hearing):
        await on.air.subscribed()
        for payload in sent:
            await on.air.send(payload)
        await hearing.when(lambda _: len(hearing.packets()) >= len(sent))
    assert hearing.packets() == sent


async def ecg_beside_the_heart_rate(on: Layer) -> None:
    """At 130 Hz; a lost frame is told; and it is stopped before the strap is let go of."""
    hearing = Hearing()
    async with on.heard_by(hearing, ecg=True):
        await on.air.subscribed()
        await hearing.when(lambda _: hearing.extras())
        for k in (1, 2, 4):  # the third is lost
            await on.air.stream(frame(k))
            await on.air.send(packet(60, 1000 + k))
        await hearing.when(lambda _: len(hearing.chunks()) == 3 and len(hearing.packets()) == 3)
    assert hearing.extras() == [Extra.ECG]
    assert [(c.rate_hz, len(c.microvolts), c.microvolts[:2], c.gap) for c in hearing.chunks()] == [
        (130.0, 73, (1, -1), False),
        (130.0, 73, (2, -2), False),
        (130.0, 73, (4, -4), True),
    ]
    assert hearing.packets() == [packet(60, 1000 + k) for k in (1, 2, 4)]
    assert on.air.commands == [ASK_ECG, START_ECG, STOP_ECG]
    await on.air.released()


async def ecg_and_motion_together(on: Layer) -> None:
    """One characteristic carries both; a lost frame of one is no gap of the other; both are stopped, after a lost link
    too.
    """
    hearing = Hearing()
    async with on.heard_by(hearing, ecg=True, motion=True):
        await on.air.subscribed()
        await hearing.when(lambda _: hearing.moving())
        for k in (1, 2, 4):
            await on.air.stream(motion_frame(k, compressed=k == 2))
            await on.air.stream(frame(k // 2 + 1))
        await hearing.when(lambda _: len(hearing.chunks()) == 3 and len(hearing.motions()) == 3)
        on.air.drop()
        await hearing.when(lambda _: hearing.kinds().endswith("B"))
        await on.air.subscribed()
        while len(on.air.commands) < 8:
            await one_beat(on, hearing)
    assert hearing.extras() == [Extra.ECG]
    assert hearing.moving() == [MotionStream.RUNS]
    assert [(c.rate_hz, len(c.x_mg), c.x_mg[0], c.z_mg[-1], c.gap) for c in hearing.motions()] == [
        (25.0, 36, 1, 1000, False),
        (25.0, 36, 2, 1000, False),
        (25.0, 36, 4, 1000, True),
    ]
    assert [chunk.gap for chunk in hearing.chunks()] == [False, False, False]
    begun = [ASK_ECG, START_ECG, ASK_MOTION, START_MOTION]
    assert on.air.commands == [*begun, *begun, STOP_ECG, STOP_MOTION]
    await on.air.released()


async def one_beat(on: Layer, hearing: Hearing) -> None:
    """A packet, from the strap to whoever listens."""
    heard = len(hearing.packets())
    await on.air.send(packet(60, 1000))
    await hearing.when(lambda _: len(hearing.packets()) > heard)


async def a_strap_that_demands_pairing_is_paired_with(on: Layer) -> None:
    """Where somebody answers for this computer; then it streams like any other."""
    hearing = Hearing()
    await on.air.answer_pairing(True)
    async with on.heard_by(hearing, ecg=True):
        await on.air.subscribed()
        await hearing.when(lambda _: hearing.extras())
        await on.air.stream(frame(1))
        await hearing.when(lambda _: hearing.chunks())
    assert hearing.extras() == [Extra.ECG]
    assert on.air.commands == [ASK_ECG, START_ECG, STOP_ECG]


async def where_nobody_pairs_the_heart_rate_goes_on(on: Layer) -> None:
    """The reason is told, and nothing that was not allowed has reached the strap."""
    hearing = Hearing()
    await on.air.answer_pairing(False)
    async with on.heard_by(hearing, ecg=True):
        await on.air.subscribed()
        await on.air.send(packet(60, 1000))
        await hearing.when(lambda _: hearing.extras())
        await on.air.send(packet(60, 1001))
        await hearing.when(lambda _: len(hearing.packets()) == 2)
    assert hearing.extras() == [Extra.UNPAIRED]
    assert hearing.kinds() == "hh"
    assert on.air.commands == []


def frame(k: int) -> bytes:
    """The k-th piece of an ECG."""
    return write_frame(EcgFrame(last_ns=10**12 + k * FRAME_NS, microvolts=(k, -k) + (0,) * 71))


def motion_frame(k: int, *, compressed: bool = False) -> bytes:
    """The k-th piece of an acceleration, at rest."""
    rest = AccelerationFrame(
        last_ns=10**12 + k * round(36e9 / 25), x_mg=(k,) + (0,) * 35, y_mg=(0,) * 36, z_mg=(1000,) * 36
    )
    return write_compressed(rest, [35]) if compressed else write_acceleration(rest)


async def a_lost_link_in_mid_tension(on: Layer) -> None:
    """Released at once, no tension while the heart is not heard, the group begun again, finished, and replayable."""
    heard = await practise(person("calm", SEED), on.air, on.strap, on.lost_speed, groups=2, drop_after_s=1.0)

    cues = [decision for decision in heard.decisions if isinstance(decision, CueGiven)]
    tensed = next(cue for cue in cues if cue.action is Action.TENSE)
    # The loss in the tension: on a machine that stands still, a link may have been lost before it, too.
    lost = next(event.t for event in heard.events if isinstance(event, LinkLost) and event.t >= tensed.t)
    back = next(event.t for event in heard.events if isinstance(event, LinkBack) and event.t >= lost)
    assert lost < tensed.t + (tensed.hold_s or 0.0), (
        "the stack told of the loss only after the tension: nothing is shown"
    )
    first = cues[cues.index(tensed) + 1]
    assert first.action is Action.RELEASE
    # An emulated machine may stand still, or bring no beats, for longer than a session bears: then it lets go sooner.
    sooner = [held.t for held in heard.decisions if isinstance(held, Paused) and tensed.t <= held.t < lost]
    assert first.t == min([lost, *sooner])
    assert not [cue for cue in cues if cue.action is Action.TENSE and lost <= cue.t <= back]
    groups = [cue.group for cue in cues if cue.action is Action.TENSE]
    assert groups[0] == groups[1]
    last = heard.decisions[-1]
    assert isinstance(last, Finished)
    assert last.outcome is Outcome.COMPLETED
    assert replay(Engine(short_plan(2)), heard.events) == tuple(heard.decisions)


async def palpitations_stop_it(on: Layer) -> None:
    """The rhythm turns soon after the baseline: the last words are a release, the stop with its rule, and the end."""
    turning = replace(profile("palpitations"), turns_at_s=TURNS_S)
    heard = await practise(Person(turning, "palpitations", SEED), on.air, on.strap, on.steady_speed, groups=13)

    stopped = next((decision for decision in heard.decisions if isinstance(decision, Stopped)), None)
    assert stopped is not None, f"never stopped; the end was {heard.decisions[-3:]}"
    assert stopped.rule is Rule.IRREGULAR
    assert stopped.t > TURNS_S[0]  # never before the rhythm turned
    assert not [d for d in heard.decisions if isinstance(d, CueGiven) and d.action is Action.TENSE and d.t > stopped.t]
    last = heard.decisions[-1]
    assert isinstance(last, Finished)
    assert (last.outcome, last.rule) == (Outcome.STOPPED, Rule.IRREGULAR)


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is played, on which kind of strap, and whether it is a whole session."""

    act: Callable[[Layer], Awaitable[None]]
    strap: Callable[[], StrapModel] = StrapModel
    whole_session: bool = False

    def __str__(self) -> str:
        return self.act.__name__


SCENARIOS = (
    Scenario(every_packet_once_and_unchanged),
    Scenario(nothing_twice_after_lost_links),
    Scenario(strange_packets_are_read_as_far_as_they_go),
    Scenario(a_long_stream_in_order),
    Scenario(ecg_beside_the_heart_rate, polar),
    Scenario(ecg_and_motion_together, polar),
    Scenario(a_strap_that_demands_pairing_is_paired_with, careful_polar),
    Scenario(where_nobody_pairs_the_heart_rate_goes_on, careful_polar),
    Scenario(a_lost_link_in_mid_tension, whole_session=True),
    Scenario(palpitations_stop_it, whole_session=True),
)
SHORT = tuple(scenario for scenario in SCENARIOS if not scenario.whole_session)
WHOLE_SESSIONS = tuple(scenario for scenario in SCENARIOS if scenario.whole_session)
