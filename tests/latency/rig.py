"""The whole program without a radio and a terminal: strap source, session, journal and screens, and stop-watches."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from textual._compositor import CompositorUpdate

from biofeedback.app.interview import Interviewer
from biofeedback.app.played import Lab
from biofeedback.app.ports import Activity, PairRunner, PastSession, Toured
from biofeedback.app.running_session import RunningSession
from biofeedback.coach.engine import Engine
from biofeedback.cues.words import LedBy
from biofeedback.decisions import Decision
from biofeedback.errors import UsageError
from biofeedback.events import Event
from biofeedback.ports import Body
from biofeedback.run.watchdog import TensionWatchdog
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import SourceKind
from biofeedback.tui import app as tui
from biofeedback.tui.app import BiofeedbackApp
from biofeedback.tui.live import LiveScreen
from biofeedback.tui.look import Look
from biofeedback.tui.practise import PractiseScreen
from biofeedback.tui.text_widgets import FixedText
from biofeedback.why import why
from devices.strap import Strap
from protocols.limits import MIN_BASELINE_S
from tests.coach.streams import plan, protocol
from tests.devices.inprocess import InProcessAir
from tests.devices.wearing import PacedClock, Wearer
from tests.tui.fake_strap import StrapOfHome

SIZE = (120, 40)
BASELINE_S = MIN_BASELINE_S
HANGS_S = 1800.0  # a measurement that ends no more is a fault of the rig, and should say so


@dataclass
class StopWatch:
    """When the last thing happened that is waited for, and how long each answer took, in milliseconds."""

    began: float | None = None
    taken_ms: list[float] = field(default_factory=list)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def begin(self) -> None:
        self.began = time.perf_counter()

    def end(self) -> None:
        if self.began is not None:
            self.taken_ms.append(1000 * (time.perf_counter() - self.began))
            self.began = None
            self.ended.set()

    async def measured(self, times: int) -> list[float]:
        """The answers, once there are so many."""
        while len(self.taken_ms) < times:
            self.ended.clear()
            await self.ended.wait()
        return self.taken_ms


class TimedAir(InProcessAir):
    """Tells when a packet has arrived in this process."""

    def __init__(self, arrived: StopWatch) -> None:
        super().__init__()
        self._arrived = arrived

    def notify(self, payload: bytes) -> None:
        if self._arrived.began is None:  # else an older packet still waits for its frame
            self._arrived.begin()
        super().notify(payload)


class TimedApp(BiofeedbackApp):
    """Notes when a frame that was drawn after the packet is ready for the terminal, and writes it to nowhere.

    `released` ends with the first frame that shows that a tension is over: another headline, or another screen.
    """

    CSS_PATH = str(Path(tui.__file__).with_name("app.tcss"))  # a subclass's own folder would be looked into

    def __init__(self, factory: OneSession, packets: StopWatch) -> None:
        super().__init__(factory, Look(), begin=Activity.PRACTISE)
        self.packets = packets
        self.released = StopWatch()
        self._tensing = ""
        self._drawn_for: float | None = None

    def time_release(self) -> None:
        """Begin to wait for the frame after this moment's headline."""
        self._tensing = self._headline()
        self.released.begin()

    def _headline(self) -> str:
        return self.screen.query_one("#headline", FixedText).text if isinstance(self.screen, PractiseScreen) else ""

    def frame_drawn(self) -> None:
        self._drawn_for = self.packets.began

    def _display(self, screen: Any, renderable: Any) -> None:
        super()._display(screen, renderable)
        if isinstance(renderable, CompositorUpdate):
            renderable.render_segments(self.console)  # as for a terminal
            if self._drawn_for is not None and self._drawn_for == self.packets.began:
                self.packets.end()
            if self._headline() != self._tensing:
                self.released.end()


@dataclass
class OneSession(StrapOfHome):
    """Has one session to give."""

    session: RunningSession

    async def open(self, activity: Activity, person: Interviewer, protocol: str | None = None) -> RunningSession:
        return self.session

    async def open_pair(self) -> PairRunner:
        raise UsageError("one heart only")

    def lab(self) -> Lab:
        raise UsageError("no lab")

    async def open_tour(self) -> Toured:
        raise UsageError("no tour")

    async def answer_anew(self, person: Interviewer, lang: str) -> str:
        return ""

    async def suggestion(self, lang: str) -> str:
        return ""

    async def browse(self) -> tuple[()]:
        return ()

    async def two_weeks(self) -> tuple[()]:
        return ()

    def sound(self) -> LedBy:
        return LedBy.OFF

    def turn_sound(self) -> LedBy:
        return LedBy.OFF

    async def past_sessions(self) -> tuple[PastSession, ...]:
        return ()

    def write_page(self, number: int, lang: str) -> str:
        raise UsageError("nothing is kept here")


class Ear:
    """Hears decisions and lets a measurement wait for one."""

    def __init__(self) -> None:
        self.heard: list[Decision] = []
        self.news = asyncio.Event()
        self.each: Callable[[Decision], None] = lambda _: None  # called at once
        self.watched: dict[type[Decision], StopWatch] = {}

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        for decision in decisions:
            self.heard.append(decision)
            self.each(decision)
            if type(decision) in self.watched:
                self.watched[type(decision)].end()
            self.news.set()

    async def when(self, kind: type[Decision], **fields: object) -> Decision:
        """The first decision of that kind with those fields."""
        while True:
            for decision in self.heard:
                if isinstance(decision, kind) and all(getattr(decision, k) == v for k, v in fields.items()):
                    return decision
            self.news.clear()
            await self.news.wait()


@dataclass
class Rig:
    """A session that runs on the screen, with somebody who wears the strap."""

    app: TimedApp
    air: TimedAir
    clock: PacedClock
    ear: Ear
    frames: StopWatch
    wearer: Wearer


@asynccontextmanager
async def running(folder: Path, body: Body, *, groups: int, speed: float) -> AsyncGenerator[Rig]:
    """From the search for the strap on; the clock begins `speed` times as fast as life."""
    frames, ear, clock = StopWatch(), Ear(), PacedClock(speed)
    air = TimedAir(frames)
    with pytest.MonkeyPatch.context() as patch:
        air.carry(patch)
        drawn = LiveScreen.frame

        def frame(screen: LiveScreen) -> None:
            drawn(screen)
            app.frame_drawn()

        patch.setattr(LiveScreen, "frame", frame)
        training = protocol(groups=groups, baseline_s=BASELINE_S)
        log = SessionLog.begin(
            protocol=training,
            source_kind=SourceKind.STRAP,
            source="ble",
            seed=1,
            lang="en",
            settings={},
            folder=folder,
        )
        engine = Engine(plan(protocol=training))
        watchdog = TensionWatchdog(lambda: None, speed)
        strap = Strap(clock)
        session = RunningSession(
            engine,
            strap,
            clock,
            protocol=training,
            source_name="strap",
            source_words=why("source.strap"),
            log=log,
            watchdog=watchdog,
        )
        wearer = Wearer(body, air, clock)
        session.add(wearer)
        session.add(ear)
        app = TimedApp(OneSession(session), frames)
        async with asyncio.timeout(HANGS_S), app.run_test(size=SIZE):
            wearing = asyncio.create_task(wearer.wear())
            try:
                yield Rig(app, air, clock, ear, frames, wearer)
            finally:
                wearing.cancel()
                await asyncio.wait([wearing])
                await session.close()
