"""What is heard and decided, as LSL streams for other programs on this machine.

    biofeedback RR       RR, two channels   interval in ms as measured; 1 where it is a normal one, else 0
    biofeedback HR       HR, one channel    beats a minute
    biofeedback indices  HRV, four channels RMSSD and SDNN of a minute in ms, pNN50 in %, breaths a minute
    biofeedback markers  Markers, text      each decision as a line of the journal, JSON

All have irregular rates; a stamp is the time of the beat, not of its arrival. NaN: it cannot be honestly given.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from biofeedback.errors import UsageError
from biofeedback.lsl.library import keep_to_loopback, library
from biofeedback.why import why

RR = "biofeedback RR"
"""The stream of intervals."""
HR = "biofeedback HR"
"""The stream of rates."""
INDICES = "biofeedback indices"
"""The stream of indices."""
MARKERS = "biofeedback markers"
"""The stream of decisions."""

_STREAMS = (
    (RR, "RR", "double64", (("RR", "ms"), ("normal", ""))),
    (HR, "HR", "double64", (("HR", "1/min"),)),
    (INDICES, "HRV", "double64", (("RMSSD", "ms"), ("SDNN", "ms"), ("pNN50", "%"), ("breathing", "1/min"))),
    (MARKERS, "Markers", "string", (("decision", ""),)),
)


class Outlets:
    """Raises UsageError where LSL is not installed, or cannot be kept to this machine: what a heart does stays here."""

    def __init__(self) -> None:
        self._lsl = library()
        self._outlets: dict[str, Any] = {
            name: self._outlet(name, kind, form, channels) for name, kind, form, channels in _STREAMS
        }
        if not keep_to_loopback():
            self.close()
            raise UsageError(
                "LSL streams can be kept to this machine only on Linux: none were begun", reasons=(why("lsl.open"),)
            )

    def _outlet(self, name: str, kind: str, form: str, channels: Sequence[tuple[str, str]]) -> Any:
        info = self._lsl.StreamInfo(name, kind, len(channels), 0, form, name.replace(" ", "-"))
        described = info.desc().append_child("channels")
        for label, unit in channels:
            channel = described.append_child("channel")
            channel.append_child_value("label", label)
            channel.append_child_value("unit", unit)
        return self._lsl.StreamOutlet(info)

    def push(self, name: str, values: Sequence[float | None], ago_s: float) -> None:
        """One sample of a stream of numbers, of so many seconds ago; None: not known."""
        self._push(name, [math.nan if each is None else each for each in values], ago_s)

    def mark(self, text: str, ago_s: float) -> None:
        """One marker."""
        self._push(MARKERS, [text], ago_s)

    def _push(self, name: str, sample: Sequence[object], ago_s: float) -> None:
        self._outlets[name].push_sample(sample, self._lsl.local_clock() - ago_s)

    def close(self) -> None:
        """Take the streams away."""
        self._outlets.clear()
