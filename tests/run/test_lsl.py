"""LSL with the real library: streams of a session are heard by another program, and intervals come in; on loopback."""

from __future__ import annotations

import asyncio
import math
import os
import socket
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from biofeedback.app.lsl_streams import LslStreams
from biofeedback.app.session_request import SessionRequest, is_worn
from biofeedback.app.sources import Stream, kind_of, parse
from biofeedback.clock import SessionClock
from biofeedback.decisions import GoesOn
from biofeedback.errors import UsageError
from biofeedback.events import Event, HeartRate, LinkBack, LinkLost
from biofeedback.journal import decision_from_line
from biofeedback.lsl import outlets
from biofeedback.lsl.inlet import LslIntervals, interval_ticks
from biofeedback.lsl.library import BIND_TO_DEVICE, library
from biofeedback.store.sessions import SourceKind
from biofeedback.ticks import from_ms
from biofeedback.why import why

PATIENCE_S = 20.0


@pytest.fixture
def lsl() -> ModuleType:
    """The library, kept to this machine."""
    pytest.importorskip("pylsl", reason="the extra 'lsl' is not installed", exc_type=ImportError)
    if sys.platform != "linux":
        pytest.skip("LSL is kept to this machine only on Linux")
    return library()


def _inlet(lsl: ModuleType, name: str) -> Any:
    (found, *_) = lsl.resolve_byprop("name", name, 1, PATIENCE_S)
    inlet = lsl.StreamInlet(found)
    inlet.open_stream(PATIENCE_S)
    return inlet


def _never() -> Any:
    raise AssertionError("no look is needed")


def test_beats_and_decisions_go_out_with_the_time_they_were_at(lsl: ModuleType) -> None:
    """Each interval once its class is final, and each decision as a line of the journal."""
    streams = LslStreams(SessionClock(), _never)
    rr, markers = _inlet(lsl, outlets.RR), _inlet(lsl, outlets.MARKERS)
    told = GoesOn(t=0.0, why=why("coach.link_back"))
    began = lsl.local_clock()
    for n in range(4):
        packet = HeartRate(t=0.8 * (n + 1), hr_bpm=None, rr_ticks=(from_ms(800.5 + n),))
        streams.on_step(packet, (told,) if n == 0 else ())

    samples = [rr.pull_sample(PATIENCE_S) for _ in range(2)]
    assert [values for values, _ in samples] == [[800.5, 1.0], [801.5, 1.0]]
    assert all(abs(stamp - began) < PATIENCE_S for _, stamp in samples)
    ((line,), _) = markers.pull_sample(PATIENCE_S)
    assert decision_from_line(line) == told
    streams.close()


def test_nothing_of_it_listens_beyond_this_machine(lsl: ModuleType) -> None:
    """Every socket that would listen on all interfaces is bound to the loopback one."""
    out = outlets.Outlets()
    bound = list[bytes]()
    for file in Path("/proc/self/fd").iterdir():
        try:
            each = socket.socket(fileno=os.dup(int(file.name)))
        except OSError:
            continue
        with each:
            if each.family is socket.AF_INET and each.getsockname()[0] == "0.0.0.0" and each.getsockname()[1]:
                bound.append(each.getsockopt(socket.SOL_SOCKET, BIND_TO_DEVICE, 16))
    out.close()

    assert bound
    assert {each.rstrip(b"\0") for each in bound} == {b"lo"}


async def test_intervals_come_in_and_a_stream_that_goes_away_is_a_link_that_is_lost(lsl: ModuleType) -> None:
    """In ms; found again when it is back."""

    def sender() -> Any:
        return lsl.StreamOutlet(lsl.StreamInfo("another program's RR", "RR", 1, 0, "double64", "tests"))

    heard = asyncio.Queue[Event]()
    outlets_there = [sender()]
    source = asyncio.create_task(LslIntervals(SessionClock(), "another program's RR").run(heard.put_nowait))
    async with asyncio.timeout(3 * PATIENCE_S):
        await asyncio.to_thread(outlets_there[0].wait_for_consumers, PATIENCE_S)
        outlets_there[0].push_sample([812.5])
        first = await heard.get()
        outlets_there.clear()
        lost = await heard.get()
        outlets_there.append(sender())
        back = await heard.get()
    source.cancel()
    await asyncio.gather(source, return_exceptions=True)

    assert isinstance(first, HeartRate)
    assert first.rr_ticks == (from_ms(812.5),)
    assert isinstance(lost, LinkLost)
    assert isinstance(back, LinkBack)


@pytest.mark.parametrize(
    ("value", "ms"), [(812.5, 812.5), (0.8125, 812.5), (0.0, 0), (-1.0, 0), (math.nan, 0), (math.inf, 0), (1e9, 0)]
)
def test_what_is_no_interval_begins_a_new_stretch(value: float, ms: float) -> None:
    """Seconds are told from milliseconds; a sender's "no value" is none."""
    assert interval_ticks(value) == from_ms(ms)


def test_a_stream_is_a_real_body(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked before it is tensed, as with a strap; where LSL is not installed one line says what is missing."""
    assert parse("lsl:Polar H10") == Stream("Polar H10")
    assert kind_of(Stream("x")) is SourceKind.STRAP
    assert is_worn(SessionRequest(source="lsl:x"))
    monkeypatch.setitem(sys.modules, "pylsl", None)
    with pytest.raises(UsageError, match="extra"):
        library()
