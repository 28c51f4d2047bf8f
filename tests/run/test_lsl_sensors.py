"""A belt, EMG and EDA over LSL with the real library: shown and kept beside the heart, and no more."""

from __future__ import annotations

import asyncio
import math
import sys
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from biofeedback import journal
from biofeedback.app.ports import Activity
from biofeedback.app.sensors import sensors
from biofeedback.app.session_assembly import open_session
from biofeedback.app.session_request import SessionRequest
from biofeedback.clock import SessionClock
from biofeedback.coach.watching import Watching
from biofeedback.decisions import Decision
from biofeedback.errors import UsageError
from biofeedback.events import Event, HeartRate, Key, SamplesHeard, SourceEnded
from biofeedback.findings import BreathWitness
from biofeedback.lsl.library import library
from biofeedback.lsl.samples import LslSamples, Thinner
from biofeedback.plain.vitals import vitals_line
from biofeedback.ports import Put, Source
from biofeedback.run.beside import Beside
from biofeedback.run.headless import replay
from biofeedback.signal.sensors import SensorWatch
from biofeedback.store.sessions import Sessions
from biofeedback.streams import Stream, StreamClock, StreamKind, StreamQuality
from biofeedback.texts import Texts
from tests.cli.program import run

PATIENCE_S = 20.0


@pytest.fixture
def lsl() -> ModuleType:
    """The library, kept to this machine."""
    pytest.importorskip("pylsl", reason="the extra 'lsl' is not installed", exc_type=ImportError)
    if sys.platform != "linux":
        pytest.skip("LSL is kept to this machine only on Linux")
    return library()


def sender(lsl: ModuleType, name: str, kind: str, rate_hz: float, channels: tuple[tuple[str, str], ...]) -> Any:
    info = lsl.StreamInfo(name, kind, len(channels), rate_hz, "double64", name)
    described = info.desc().append_child("channels")
    for label, unit in channels:
        channel = described.append_child("channel")
        channel.append_child_value("label", label)
        channel.append_child_value("unit", unit)
    return lsl.StreamOutlet(info)


class Heard:
    """A `put` that says when enough has come."""

    def __init__(self) -> None:
        self.events = list[Event]()

    def __call__(self, event: Event) -> None:
        self.events.append(event)

    def samples(self) -> list[SamplesHeard]:
        return [event for event in self.events if isinstance(event, SamplesHeard)]


async def heard_from(lsl: ModuleType, outlet: Any, name: str, rows: list[list[float]]) -> list[SamplesHeard]:
    """What comes of these rows, sent once somebody listens."""
    heard = Heard()
    running = asyncio.create_task(LslSamples(SessionClock(), name).run(heard))
    try:
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.to_thread(outlet.wait_for_consumers, PATIENCE_S)
            while not heard.events:
                outlet.push_chunk(rows)
                await asyncio.wait((running,), timeout=0.2)
                assert not running.done() or running.result() is None
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
    return heard.samples()


async def test_a_muscle_comes_as_its_strength_with_what_its_sender_says_of_it(lsl: ModuleType) -> None:
    """A thousand samples a second become ten, each the root mean square of a tenth of a second."""
    outlet = sender(lsl, "muscle", "EMG", 1000.0, (("trapezius", "microvolts"), ("jaw", "microvolts")))
    rows = [[30.0 * (-1) ** k, 4.0] for k in range(400)]
    heard = await heard_from(lsl, outlet, "muscle", rows)
    assert heard[0].stream == Stream(
        kind=StreamKind.EMG,
        unit="microvolts",
        rate_hz=10.0,
        channels=("trapezius", "jaw"),
        clock=StreamClock.SENDER,
        quality=StreamQuality.MEASURED,
    )
    assert set(heard[0].values) == {(30.0, 4.0)}
    line = journal.to_line(heard[0])
    assert journal.event_from_line(line) == heard[0]


async def test_a_belt_without_a_unit_is_relative(lsl: ModuleType) -> None:
    """Only its changes mean something, and that is said."""
    outlet = sender(lsl, "belt", "Respiration", 10.0, (("chest", ""),))
    heard = await heard_from(lsl, outlet, "belt", [[math.sin(k / 8)] for k in range(100)])
    assert (heard[0].stream.kind, heard[0].stream.quality) == (StreamKind.RESPIRATION, StreamQuality.RELATIVE)


async def test_a_stream_of_another_kind_is_one_clear_line(lsl: ModuleType) -> None:
    """Nobody's EEG is taken for a breath."""
    outlet = sender(lsl, "brain", "EEG", 100.0, (("Cz", "microvolts"),))
    with pytest.raises(UsageError, match="no respiration, EMG or EDA") as told:
        async with asyncio.timeout(PATIENCE_S):
            await LslSamples(SessionClock(), "brain").run(Heard())
    assert outlet is not None
    for lang in ("en", "zh"):
        assert "brain" in Texts(lang).why(told.value.reasons[0])


def test_only_streams_are_sensors(lsl: ModuleType) -> None:
    """One clear line for anything else."""
    assert len(sensors(("lsl:belt", "lsl:muscle"), SessionClock())) == 2
    with pytest.raises(UsageError, match="not an LSL stream") as told:
        sensors(("person:calm",), SessionClock())
    for lang in ("en", "zh"):
        assert Texts(lang).why(told.value.reasons[0])


def test_what_is_no_number_is_left_out_and_a_fast_stream_is_thinned() -> None:
    """Words, nothing, and channels that are missing."""
    stream = a_stream(StreamKind.EDA, "uS")
    thinner = Thinner(stream, 40.0)
    rows: list[list[object]] = [[1.0], [math.nan], ["x"], [], [3.0], [math.inf], [2.0], [2.0, 9.0], [5.0]]
    assert thinner.push(rows) == ((2.0,),)
    assert thinner.push([[5.0], [5.0], [5.0]]) == ((5.0,),)
    assert Thinner(stream, 0.0).push([[1.23456789], [2.0]]) == ((1.23457,), (2.0,))


def a_stream(kind: StreamKind, unit: str = "", rate_hz: float | None = 10.0) -> Stream:
    return Stream(
        kind=kind,
        unit=unit,
        rate_hz=rate_hz,
        channels=("1",),
        clock=StreamClock.SENDER,
        quality=StreamQuality.MEASURED if unit else StreamQuality.RELATIVE,
    )


def test_a_belt_is_a_witness_of_breath_while_it_is_whole() -> None:
    """Its wave at four a second over what is asked; none where it is too short, has a gap, or has stopped."""
    watch, belt = SensorWatch(), a_stream(StreamKind.RESPIRATION)
    for second in range(1, 80):
        rows = tuple((math.sin(2 * math.pi * (second - 1 + k / 10) / 5),) for k in range(10))
        watch.push(SamplesHeard(t=float(second), stream=belt, values=rows))
    (wave,) = watch.waves(79.0, 64.0)
    assert len(wave) == 256
    turns = sum(before < 0 <= now for before, now in pairwise(wave))
    assert 12 <= turns <= 14  # a breath in five seconds
    assert watch.waves(90.0, 64.0) == ()
    watch.push(SamplesHeard(t=80.0, stream=belt, values=((0.0,),), gap=True))
    assert watch.waves(80.0, 32.0) == ()
    assert SensorWatch().waves(80.0, 32.0) == ()


def test_what_stands_beside_the_heart_is_shown_and_decides_nothing() -> None:
    """In plain words in both languages, for as long as it comes; the decisions are the same without it."""
    beats: list[Event] = [HeartRate(t=float(k), hr_bpm=60, rr_ticks=(128_000 + 300 * (k % 5),)) for k in range(1, 60)]
    muscle = a_stream(StreamKind.EMG, "µV")
    beside: list[Event] = [SamplesHeard(t=k + 0.5, stream=muscle, values=((4.25,), (250.0 * k,))) for k in range(1, 60)]
    both = sorted([*beats, *beside], key=lambda event: event.t)
    guide = Watching()
    for event in both:
        guide.step(event)
    assert "muscle (EMG) 1.48e+04 µV" in vitals_line(guide.view(59.5), Texts("en"))
    assert "µV" in vitals_line(guide.view(59.5), Texts("zh"))
    assert guide.view(70.0).vitals.sensors == ()
    assert replay(Watching(), both) == replay(Watching(), beats)


class _Plays:
    def __init__(self, *events: Event, fails: Exception | None = None, ends: bool = True) -> None:
        self._events = events
        self._fails = fails
        self._ends = ends
        self.cancelled = False

    async def run(self, put: Put) -> None:
        for event in self._events:
            put(event)
            await asyncio.sleep(0)
        if self._fails is not None:
            raise self._fails
        if not self._ends:
            try:
                await asyncio.Event().wait()
            finally:
                self.cancelled = True


async def test_a_source_with_others_ends_with_the_first() -> None:
    """What they heard is put; those that still run are let go of; one that is over before harms nothing."""
    over, still = _Plays(SourceEnded(t=0.5)), _Plays(SourceEnded(t=0.7), ends=False)
    heard = Heard()
    main: Source = _Plays(*(SourceEnded(t=float(k)) for k in range(5)))
    await Beside(main, (over, still)).run(heard)
    assert len(heard.events) == 7
    assert still.cancelled


async def test_what_ends_a_sensor_for_good_is_told() -> None:
    """As one clear line, and the heart is let go of."""
    main = _Plays(ends=False)
    with pytest.raises(UsageError, match="no such belt"):
        await Beside(main, (_Plays(fails=UsageError("no such belt")),)).run(Heard())
    assert main.cancelled


async def test_a_session_keeps_what_stands_beside_its_heart(
    lsl: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Put together as the program does it, and read again from its journal."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    outlet = sender(lsl, "skin", "GSR", 10.0, (("palm", "uS"),))
    session = open_session(Activity.WATCH, SessionRequest(source="person:calm", sensors=("lsl:skin",)))
    news = asyncio.Event()

    class Waits:
        def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
            if isinstance(event, SamplesHeard):
                news.set()

    session.start(Waits())
    async with asyncio.timeout(PATIENCE_S):
        await asyncio.to_thread(outlet.wait_for_consumers, PATIENCE_S)
        outlet.push_chunk([[4.5]] * 5)
        await news.wait()
    session.press(Key.STOP)
    await session.wait()
    await session.close()
    assert session.log is not None
    with Sessions() as store:
        kept = [event for event in store.events(session.log.id) if isinstance(event, SamplesHeard)]
    assert kept
    assert {row for event in kept for row in event.values} == {(4.5,)}
    assert kept[0].stream.kind is StreamKind.EDA


@pytest.mark.parametrize("command", ["watch", "practise"])
def test_a_sensor_that_is_none_is_one_clear_line(command: str, tmp_path: Path) -> None:
    """Exit 2, whether or not the extra is installed."""
    ran = run(command, "--plain", "--source", "person:calm", "--sensor", "person:calm", data=tmp_path)
    assert ran.code == 2
    assert len(ran.err.strip().splitlines()) == 1


def test_a_belt_tells_the_breath_that_the_heart_does_not_show() -> None:
    """A heart as even as a clock, and a belt at twelve a minute."""
    guide, belt = Watching(), a_stream(StreamKind.RESPIRATION)
    for second in range(1, 120):
        rows = tuple((math.sin(2 * math.pi * (second - 1 + k / 10) / 5),) for k in range(10))
        guide.step(HeartRate(t=float(second), hr_bpm=60, rr_ticks=(128_000,)))
        guide.step(SamplesHeard(t=float(second), stream=belt, values=rows))
    breath = guide.view(119.0).vitals.breath
    assert breath is not None
    assert BreathWitness.BELT in breath.witnesses
    assert breath.rate_bpm == pytest.approx(12.0, abs=0.5)
