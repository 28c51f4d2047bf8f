"""EDF, EDF+ and BDF files: the ECG in them, or the R peaks that another program marked.

Sleep laboratories, Holters and long-term monitors write them, under many names. A file that ends before its header says
is refused; what lies behind that is not read. An interrupted file (EDF+D) says when each of its records began.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from biofeedback.why import Why, why
from simulators.recordings.asked import NOTHING_ASKED, Asked
from simulators.recordings.edf_header import EdfHeader, EdfSignal, edf_header, width_of
from simulators.recordings.formats.form import Format
from simulators.recordings.formats.tape import Tape
from simulators.recordings.opened import OpenFile
from simulators.recordings.recording import Recording
from simulators.recordings.tables.plausible import FASTEST_MS, SLOWEST_MS
from simulators.refusal import refused

if TYPE_CHECKING:
    from simulators.recordings.ecg_signal import Signal
    from simulators.recordings.edf_records import Note

EDF = "edf-ecg"
"""Name of the format of EDF and EDF+ files."""

BDF = "bdf-ecg"
"""Name of the format of BDF files."""

MARKED = "edf-beats"
"""Name of the format of R peaks that are marked in such a file."""

_WIDTH = {EDF: 2, BDF: 3}
"""Bytes of a sample."""

_MOST_UNITS = 1e7
"""Of any unit: ten volts in microvolts."""

_SMALL = 50.0
"""A range without a unit is in mV where it is smaller, in microvolts else."""

_LEAST_PEAKS = 10
"""Marks that are beats; fewer are remarks."""

_PEAK = re.compile(r"(?i)\b(r[- _]?peaks?|r[- _]?waves?|qrs|heart ?beats?|beats?|r|n|ecg[ :_-]*r)\b")


def _is(form: str, file: OpenFile, _asked: Asked) -> bool:
    """Whether a file begins as such a header does, with a number of signals at its end."""
    return width_of(file.beginning) == _WIDTH[form]


def _read(form: str, file: OpenFile, asked: Asked) -> Recording:
    found = ecg_in(file, asked)
    if isinstance(found, Tape):
        return found.recording(file.path, MARKED)
    from simulators.recordings.beats_in_ecg import beats_in  # which needs numerics

    signal, remarks = found
    return beats_in(signal).recording(file.path, form, ecg=signal, remarks=remarks)


def ecg_in(file: OpenFile, asked: Asked = NOTHING_ASKED) -> tuple[Signal, tuple[Why, ...]] | Tape:
    """The ECG of a file in microvolts and what is to be said of it, or the marked beats. Raises InputError."""
    from simulators.recordings.signal_choice import Candidate, choose, names_of

    header = edf_header(file.beginning if len(file.beginning) < 1 << 16 else next(file.pieces(1 << 18)))
    signals = [each for each in header.signals if not each.is_text]
    candidates = [Candidate(label=s.label, unit=s.unit, rate_hz=header.rate_hz(s)) for s in signals]
    told: list[Why] = []
    chosen = choose(candidates, lambda k: _signal(file, header, signals[k], told), asked)
    if chosen is not None:
        return chosen[0], (*chosen[1], *told)
    from simulators.recordings.edf_records import PIECE_BYTES, take

    if len(signals) < len(header.signals):
        marked = take(header, file.pieces(PIECE_BYTES), None).notes
        if (tape := _beats(marked)) is not None:
            return tape
    raise refused("edf_no_ecg", names=names_of(candidates))


def _signal(file: OpenFile, header: EdfHeader, chosen: EdfSignal, told: list[Why]) -> Signal | None:
    """One signal in microvolts, with what is missing between interrupted records."""
    import numpy as np

    from simulators.recordings.ecg_signal import Signal, microvolts_in
    from simulators.recordings.edf_records import PIECE_BYTES, take
    from simulators.recordings.missing_samples import fill

    (low, high), (digital_low, digital_high) = (chosen.low, chosen.high), (chosen.digital_low, chosen.digital_high)
    if low == high or not max(abs(low), abs(high)) <= _MOST_UNITS or digital_low == digital_high:
        raise refused("edf_field", name=chosen.label, found=f"{low:g} .. {high:g}")
    taken = take(header, file.pieces(PIECE_BYTES), chosen)
    unit = microvolts_in(chosen.unit)
    if unit is None:
        unit = 1000.0 if max(abs(low), abs(high)) < _SMALL else 1.0
    gain = (high - low) / (digital_high - digital_low)
    missing, rate_hz = taken.missing, header.rate_hz(chosen)
    if gaps := int(np.count_nonzero(missing[1:] & ~missing[:-1])):
        told.append(why("remarks.interrupted", gaps=gaps, seconds=f"{np.count_nonzero(missing) / rate_hz:.0f}"))
        fill(taken.samples, missing)
    zero = digital_low - low / gain
    return Signal(
        name=chosen.label, rate_hz=rate_hz, samples=taken.samples, missing=missing, gain_uv=gain * unit, zero=zero
    )


def _beats(notes: Sequence[Note]) -> Tape | None:
    """The intervals between marked R peaks; None where none are marked."""
    said = Counter(note.text for note in notes)
    named = [text for text, count in said.most_common() if count >= _LEAST_PEAKS and _PEAK.search(text)]
    if not named:
        return None
    times = sorted({note.t_s for note in notes if note.text == named[0]})
    middle_ms = median(now - before for before, now in pairwise(times)) * 1000 if len(times) > 1 else 0.0
    if not FASTEST_MS <= middle_ms <= SLOWEST_MS:
        return None  # remarks that only sound like beats
    tape = Tape()
    for place, (before, now) in enumerate(pairwise(times), start=1):
        tape.add_at((now - before) * 1000, now, place)
    tape.tell(why("remarks.marked", name=named[0], count=len(times)))
    return tape


EDF_FORMAT = Format(partial(_is, EDF), partial(_read, EDF), frozenset({".edf"}))
"""Files of EDF and EDF+: numbers of 16 bits."""

BDF_FORMAT = Format(partial(_is, BDF), partial(_read, BDF), frozenset({".bdf"}))
"""Files of BDF: numbers of 24 bits."""
