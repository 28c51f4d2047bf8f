"""Garmin FIT files: the RR intervals that watches and bicycle computers log from a strap.

Two kinds of message hold them: `hrv`, up to five intervals each in thousandths of a second, and `hr`, the times of
beats in 1/1024 s, which some straps keep while they are out of reach of the watch (in water). Everything else is passed
over. Read by fitdecode, which is loaded only for such a file. Profile of Garmin's FIT SDK 21.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, cast

from simulators.recordings.asked import Asked
from simulators.recordings.formats.clock import put_arrived
from simulators.recordings.formats.form import Format
from simulators.recordings.formats.tape import Tape
from simulators.recordings.opened import OpenFile
from simulators.recordings.recording import Recording
from simulators.recordings.tables.clocks import AGREES
from simulators.recordings.tables.plausible import judge_median
from simulators.refusal import refused

if TYPE_CHECKING:
    from fitdecode import FitDataMessage

NAME = "fit"
"""Name of the format."""

_MARK = b".FIT"
_MOST_BYTES = 6_000_000
"""A day with its track, every second, and its intervals has 4 MB; of intervals alone as much takes ten seconds."""

_LEAST_TO_JUDGE = 60
"""Intervals before the clock may refuse a file: those of the first seconds arrive together."""

_SLACK_S = 10.0
"""The intervals of a strap that begins or ends late. Seconds."""

_TICKS_PER_S = 1024
"""Unit of the times of beats."""

_CYCLE = 1 << 12
"""Times of beats after the first are kept as their last twelve bits: they come round every four seconds."""


def _is(file: OpenFile, _asked: Asked) -> bool:
    return file.beginning[8:12] == _MARK


def _read(file: OpenFile, _asked: Asked) -> Recording:
    log = _Log()
    for message in _messages(file.data(_MOST_BYTES)):
        log.take(message)
    tape = Tape()
    if log.rr_s:
        rr_ms = [1000 * rr for rr in log.rr_s]
        clock = None if None in log.arrived_s else [t for t in log.arrived_s if t is not None]
        judge_median(median(rr_ms))
        if clock is not None:
            _must_fit(clock, rr_ms)
        put_arrived(range(1, len(rr_ms) + 1), clock, rr_ms, tape)
    else:
        _put_beats(log.beats, tape)
    if not len(tape):
        raise refused("fit_no_intervals")
    return tape.recording(file.path, NAME)


def _must_fit(clock: list[float], rr_ms: list[float]) -> None:
    """Raises InputError where the intervals together are longer than the clock: each was logged twice."""
    ratio = sum(rr_ms) / 1000 / (clock[-1] - clock[0] + _SLACK_S)
    if len(rr_ms) >= _LEAST_TO_JUDGE and ratio > AGREES:
        raise refused("bad_time", say="clock_behind", name="timestamp", ratio=f"{ratio:.2f}")


class _Log:
    """What the messages held: intervals with the time of the last message before them, and times of beats."""

    def __init__(self) -> None:
        self.rr_s: list[float] = []
        self.arrived_s: list[float | None] = []
        self.beats: list[int] = []
        self._now_s: float | None = None

    def take(self, message: FitDataMessage) -> None:
        """The next message of the file."""
        if message.name == "hrv":
            found = message.get_value("time", fallback=None)
            for rr in found if isinstance(found, tuple) else (found,):
                if isinstance(rr, float):  # None fills a message up
                    self.rr_s.append(rr)
                    self.arrived_s.append(self._now_s)
        elif message.name == "hr":
            self.beats += _beats(message, self.beats[-1] if self.beats else None)
        elif message.has_field("timestamp"):
            now = message.get_value("timestamp")
            self._now_s = float(now) if isinstance(now, int) else self._now_s


def _messages(data: bytes) -> Iterator[FitDataMessage]:
    """The messages of a file. Raises InputError where it is cut off or damaged."""
    import fitdecode

    try:
        with (
            warnings.catch_warnings(),
            fitdecode.FitReader(
                data, processor=None, check_crc=fitdecode.CrcCheck.RAISE, error_handling=fitdecode.ErrorHandling.IGNORE
            ) as reader,
        ):
            warnings.simplefilter("ignore")
            yield from (frame for frame in reader if isinstance(frame, fitdecode.FitDataMessage))
    except fitdecode.FitEOFError as problem:
        raise refused("fit_cut_off") from problem
    except Exception as problem:  # fitdecode answers some damage with whatever its arithmetic meets
        raise refused("fit_damaged") from problem


def _beats(message: FitDataMessage, last: int | None) -> Iterator[int]:
    """The times of beats that an `hr` message adds after `last`, in 1/1024 s: a whole one, or eight of twelve bits.

    fitdecode adds the twelve bits up too, but from the full second of the message: its times go back wherever a whole
    time comes anew.
    """
    packed = _numbers(message, "event_timestamp_12")
    if not packed:
        yield from _numbers(message, "event_timestamp")
    elif last is not None:
        for low, both, high in zip(packed[0::3], packed[1::3], packed[2::3], strict=False):
            for bits in (low | (both & 0x0F) << 8, both >> 4 | high << 4):
                last += (bits - last) % _CYCLE
                yield last


def _numbers(message: FitDataMessage, field: str) -> tuple[int, ...]:
    """What a field of a message holds as it was written: nothing, a number, or several."""
    found: object = message.get_raw_value(field) if message.has_field(field) else ()
    values = cast("tuple[object, ...]", found) if isinstance(found, tuple) else (found,)
    return tuple(value for value in values if isinstance(value, int))


def _put_beats(beats: list[int], tape: Tape) -> None:
    """The intervals between beats, times from the first. The last message is filled up with its last beat."""
    for place, (before, now) in enumerate(pairwise(beats), start=1):
        if now != before:
            tape.add_at((now - before) * 1000 / _TICKS_PER_S, (now - beats[0]) / _TICKS_PER_S, place)


FORMAT = Format(_is, _read, frozenset({".fit"}))
"""Files of FIT, known by the mark in their first bytes."""
