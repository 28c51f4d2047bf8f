"""`watch --json`: a heart as it is heard, one JSON object a line. What is for people goes to standard error.

The lines, beside those of `simulate --json` (phase, baseline, shift, warning, warning_over, ...):

    {"type": "run", "schema": "biofeedback.stream/1", "version": "...", "source": "ble"}
    {"type": "beat", "t_s": 12.3, "rr_ms": 812.5, "class": "normal", "gap": false}
    {"type": "indices", "t_s": 15.0, "hr_bpm": 71.2, "rmssd_ms": {"value": ..., "low": ..., "high": ...},
     "sdnn_ms": {...}, "pnn50": ..., "coverage": 0.98, "breathing_bpm": 14.1, "quality": "good"}
    {"type": "link", "t_s": 80.0, "state": "lost"}
    {"type": "summary", ...}

`t_s` counts from the begin of the session. A beat comes once its class is final, at most two beats late; `gap`: time
was lost before it. An index that cannot be honestly given is null. `indices` come every five seconds with a packet.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any

from biofeedback import __version__
from biofeedback.app.heard_live import hearing
from biofeedback.app.ports import SessionRunner
from biofeedback.cli import terminal
from biofeedback.cli.session_lines import Origin, SessionLines
from biofeedback.decisions import Decision
from biofeedback.events import Event, HeartRate, LinkBack, LinkLost
from biofeedback.findings import Beat, Estimate
from biofeedback.plain.source_lines import SourceLines
from biofeedback.texts import Texts
from biofeedback.ticks import to_ms
from biofeedback.view import Vitals

SCHEMA = "biofeedback.stream/1"
"""The name and version of these lines, for programs that read them."""

INDICES_EVERY_S = 5.0
"""Seconds between two lines of indices: a minute's window changes little in less."""

Write = Callable[[dict[str, Any]], None]


class StreamFace:
    """Shows a session to a program. `write` takes a line at a time."""

    def __init__(self, session: SessionRunner, source: str, write: Write, texts: Texts) -> None:
        self._session = session
        self._write = write
        self._decided = SessionLines(Origin("", source, 0), write)
        self._news = SourceLines(session, terminal.remark, texts)
        self._heard = hearing()
        self._told_at = 0.0
        self._source = source

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """Write what was heard and decided."""
        for beat in self._heard.push(event):
            self._write(_beat(beat))
        self._decided.on_step(event, decisions)
        self._news.on_step(event, decisions)
        match event:
            case LinkLost() | LinkBack():
                state = "lost" if isinstance(event, LinkLost) else "back"
                self._write({"type": "link", "t_s": round(event.t, 3), "state": state})
            case HeartRate() if event.t - self._told_at >= INDICES_EVERY_S:
                self._told_at = event.t
                self._write(_indices(self._session.view().vitals))
            case _:
                pass

    @asynccontextmanager
    async def attending(self) -> AsyncGenerator[None]:
        """Write what it is; what the source says of itself goes to standard error."""
        self._write({"type": "run", "schema": SCHEMA, "version": __version__, "source": self._source})
        async with self._news.looking(None):
            yield

    def end(self) -> None:
        """Write the last beats and the summary."""
        for beat in self._heard.flush():
            self._write(_beat(beat))
        self._write(self._decided.summary())


def _beat(beat: Beat) -> dict[str, Any]:
    rr = round(to_ms(beat.rr_ticks), 3)
    return {"type": "beat", "t_s": round(beat.t, 3), "rr_ms": rr, "class": beat.kind.value, "gap": beat.gap}


def _indices(vitals: Vitals) -> dict[str, Any]:
    of_a_minute = vitals.variability
    return {
        "type": "indices",
        "t_s": round(vitals.t, 3),
        "hr_bpm": _rounded(vitals.hr_bpm),
        "rmssd_ms": _bounds(of_a_minute.rmssd_ms),
        "sdnn_ms": _bounds(of_a_minute.sdnn_ms),
        "pnn50": _rounded(of_a_minute.pnn50),
        "coverage": round(of_a_minute.coverage, 3),
        "breathing_bpm": _rounded(vitals.spectrum.breathing_bpm),
        "quality": vitals.quality.grade.value,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _bounds(each: Estimate | None) -> dict[str, float] | None:
    if each is None:
        return None
    return {"value": round(each.value, 1), "low": round(each.low, 1), "high": round(each.high, 1)}
