"""The journal of a session as this program exports it: the packets of its strap, a JSON object a line among others."""

from __future__ import annotations

from collections.abc import Iterator

from biofeedback import journal
from biofeedback.events import HeartRate, LinkLost, Suspended
from biofeedback.signal.beat_clock import BeatClock
from biofeedback.ticks import to_ms
from simulators.recordings.formats.form import contents, text_format
from simulators.recordings.formats.tape import Tape
from simulators.recordings.opened import Line
from simulators.refusal import refused

_FIRST = ('{"type": "Journal"', '{"type": "BugReport"')
"""Beginnings of the first line: of a journal, and of a bug report, in which a journal follows."""

_HEARD = tuple(f'{{"type":"{kind.__name__}"' for kind in (HeartRate, LinkLost, Suspended))
"""Beginnings of the lines that say when beats were; all others are passed over."""

_SHOWN = 80
"""Of a line that cannot be read. Characters."""


def read(lines: Iterator[Line]) -> Tape:
    """The intervals at the times that the live monitor gave them. Raises InputError."""
    clock, tape = BeatClock(), Tape()
    for line, text in contents(lines):
        if not text.startswith(_HEARD):
            continue
        try:
            event = journal.event_from_line(text)
        except ValueError:
            raise refused("bad_cell", line=line, found=text[:_SHOWN]) from None
        if not isinstance(event, HeartRate):
            clock.reset_stretch()
            continue
        for raw in clock.push(event):
            tape.add_at(to_ms(raw.rr_ticks), raw.t, line)
    return tape


FORMAT = text_format("journal", lambda first: first.startswith(_FIRST), read, long=True)
"""The journal. The first line of a bug report holds all that was practised, and is long."""
