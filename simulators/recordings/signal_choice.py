"""Which of a file's signals is the ECG: by its label, its unit, its rate, and that it moves."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from biofeedback.signal.ecg.lead import RATES_HZ
from biofeedback.why import Why, why
from simulators.recordings.asked import Asked
from simulators.recordings.ecg_signal import Signal, is_flat, microvolts_in
from simulators.refusal import refused

LEAST_UV = 20.0
"""A signal that moves by less holds no ECG."""

_NAMES_SHOWN = 40
"""Labels of signals in one message."""

_ECG = re.compile(r"(?i)(?<![a-z])(ecg|ekg|elektrokardio\w*|electrocardio\w*|cardiac|心电|心電)(?![a-z])|^(ecg|ekg)")
_LEAD = re.compile(
    r"(?i)(?:lead|ch|channel|abl|ableitung)?[\s_.-]*"
    r"(?:ml?)?(?:i{1,3}|avr|avl|avf|[vc][1-9]r?|c[cms][1-9]|d[1-3]|l[1-3]|lead[\s_]*\d|x|y|z|a1|a2|v)[\s_+-]*\d?"
)
_SPOILT = re.compile(
    r"(?i)(?<![a-z])(hr|heart ?rate|rate|bpm|rr|ibi|quality|qual|trend|imp|impedance|status|event|marker|pacer?|sdnn|"
    r"hrv|derived|edr|st|level|noise|sqi|flag|resp\w*|breath\w*|art[ie]fact\w*)(?![a-z])"
)
_OTHERS = re.compile(
    r"(?i)eeg|emg|eog|resp|pleth|ppg|spo2|sao2|abp|(?<![a-z])art|cvp|pap|flow|snore|snoring|temp|acc|gyro|gsr|eda|pulse|airflow|thor|"
    r"abdo|chest|chin|leg|light|pos|body|^[acfop][z0-9]|m[12]$|bp$|co2|annotations|status|trigger|press"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One signal of a file, by what its header says."""

    label: str
    unit: str
    rate_hz: float

    @property
    def is_voltage(self) -> bool:
        """Whether its unit is a voltage."""
        return microvolts_in(self.unit) is not None

    @property
    def is_fast(self) -> bool:
        """Whether it has as many samples a second as beats are found in."""
        return RATES_HZ[0] <= self.rate_hz <= RATES_HZ[1]

    @property
    def rank(self) -> int | None:
        """0: named an ECG; 1: a lead; 2: a voltage without a telling name; None: something else."""
        label = self.label.strip()
        if _SPOILT.search(label):
            return None
        if _ECG.search(label):
            return 0
        if _LEAD.fullmatch(label):
            return 1
        return None if _OTHERS.search(label) or not self.is_voltage else 2


def choose(
    candidates: Sequence[Candidate], read: Callable[[int], Signal | None], asked: Asked
) -> tuple[Signal, tuple[Why, ...]] | None:
    """The ECG among signals, and what is to be said of the choice; None where there is none.

    `read` gives the signal at a place, None where its samples cannot be had. Raises InputError (no_such_signal, and
    signal_unit, signal_rate where the only ECG has a unit or a rate that cannot be used).
    """
    if asked.signal is not None:
        return _asked_for(candidates, read, asked.signal)
    ranked = sorted((each.rank, k) for k, each in enumerate(candidates) if each.rank is not None)
    usable = [k for _, k in ranked if candidates[k].is_fast and (candidates[k].is_voltage or not candidates[k].unit)]
    passed: list[str] = []
    flat: Candidate | None = None
    for k in usable:
        signal = read(k)
        if signal is None:
            continue
        if not is_flat(signal, LEAST_UV):
            return signal, _told(candidates, k, passed)
        flat = flat or candidates[k]
        passed.append(candidates[k].label)
    if flat is not None:
        raise refused(
            "no_beats", say="signal_flat", name=flat.label.strip(), unit=flat.unit or "-", least=f"{LEAST_UV:g}"
        )
    _refuse([candidates[k] for _, k in ranked])
    return None


def names_of(candidates: Sequence[Candidate]) -> str:
    """The labels of signals, for a message."""
    return ", ".join(each.label.strip() for each in candidates[:_NAMES_SHOWN] if each.label.strip())


def _asked_for(
    candidates: Sequence[Candidate], read: Callable[[int], Signal | None], wanted: str
) -> tuple[Signal, tuple[Why, ...]]:
    plain = wanted.strip().casefold()
    for k, each in enumerate(candidates):
        if each.label.strip().casefold() == plain and (signal := read(k)) is not None:
            return signal, (why("remarks.signal_asked", name=each.label.strip()),)
    raise refused("no_such_signal", name=wanted, names=names_of(candidates))


def _told(candidates: Sequence[Candidate], chosen: int, passed: Sequence[str]) -> tuple[Why, ...]:
    """What is to be said of a choice: nothing where there was none."""
    told: list[Why] = []
    name = candidates[chosen].label.strip() or f"{chosen + 1}"
    others = [each.label.strip() for k, each in enumerate(candidates) if k != chosen and each.label.strip()]
    if others or candidates[chosen].rank != 0:
        told.append(why("remarks.signal", name=name, rate=f"{candidates[chosen].rate_hz:g}"))
    if passed:
        told.append(why("remarks.signal_flat", names=", ".join(passed)))
    if not candidates[chosen].unit.strip():
        told.append(why("remarks.signal_no_unit", name=name))
    return tuple(told)


def _refuse(named: Sequence[Candidate]) -> None:
    """Raises InputError where signals are named an ECG, and cannot be used."""
    for each in named:
        if each.rank in (0, 1) and each.is_fast:
            raise refused("signal_unit", name=each.label.strip(), found=each.unit)
    for each in named:
        if each.rank in (0, 1):
            low, high = RATES_HZ
            raise refused("signal_rate", found=f"{each.rate_hz:g}", low=f"{low:g}", high=f"{high:g}")
