"""What a column's name says: whether it holds intervals, a time, rates, a signal; and in which unit.

Names are taken apart into words, so that `RR-interval [ms]`, `rrs_ms`, `IBI (1/1024 s)` and `rrMs` need no list of
their own. Words of the languages that such programs speak are here, too.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_UNITS_MS = {
    **dict.fromkeys(("ms", "msec", "msecs", "millis", "millisecond", "milliseconds", "millisec", "\u6beb\u79d2"), 1.0),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "sek", "sekunden", "segundos", "\u79d2"), 1000.0),
    **dict.fromkeys(("us", "usec", "usecs", "\u03bcs", "micros", "microsecond", "microseconds"), 1e-3),
    **dict.fromkeys(("ns", "nsec", "nanos", "nanosecond", "nanoseconds"), 1e-6),
    **dict.fromkeys(("min", "mins", "minutes"), 60_000.0),
    **dict.fromkeys(("мс", "мсек"), 1.0),
    **dict.fromkeys(("с", "сек"), 1000.0),
    **dict.fromkeys(("1024", "1024ths", "1024th"), 1000 / 1024),
}
"""Milliseconds in a unit, by its name."""

_TICKS_WORDS = frozenset({"1024", "1024th", "1024ths"})
_PARTS = re.compile(r"(?:1\s*/\s*(?P<a>\d{2,4})\s*(?:s|sec|second|seconds)?|(?:s|sec)\s*/\s*(?P<b>\d{2,4}))$")
_SEVERAL = re.compile(r"(?P<count>0[.,]0{0,6}1|10{1,6})\s*(?P<unit>[a-z\u03bc]+)")
_PART_OF = re.compile(r"1\s*/\s*(?P<count>10{1,6})\s*(?P<unit>ms|us|\u03bcs)")
"""`0.1 ms`, `100 us`: the unit that a program counts in."""
_BRACKETS = re.compile(r"[\[({<]([^\])}>]*)[\])}>]")
_TICKS = re.compile(r"(?<=[A-Za-z])1024(?=$|th|_|\W)")
_NUMBERED = re.compile(r"([^\W\d_]+)(\d)")
_LAST_WORD = re.compile(
    r"^(?P<rest>.+?)[\s_,/.:\-]+(?:in[\s_]+)?(?P<unit>[a-z\u03bc\u6beb\u79d2]+|1024(?:ths?)?|1/\d{2,4}\s*s?)$"
)
_PATH = re.compile(r"\w+(?:[./]\w+)*[./](?P<last>\w+)")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z]{2})(?=[a-z]{2,}$)")
_WORD = re.compile(r"[^\W_]+|#")

_INTERVAL_WORDS = _words(
    """
    rr rri rrs rris ibi ibis nn nni nns ppi ppis pp rrinterval rrintervals rrint rrdata rrlist rrvalue rrvalues
    rrdurations rtor r2r nninterval nnintervals ppinterval ppintervals pulselength interbeatinterval interbeatintervals
    beattobeat heartperiod pulseinterval beatinterval rawrr rrraw tachogram rrintervall rrintervalle rrabstand
    bbi bbis btob b2b bb cyclelength cardiacinterval peaktopeak pulsetopulse
    herzperiode interbeat
    """
)
_INTERVAL_PHRASES = _words(
    """
    rrinterv interbeat beattobeat beatinterv rrabst intervallorr intervalorr intervallerr intervallrr rr间期 rr間隔
    rr间隔 心跳间 心搏间 心拍間隔 r波间 rr간격 nninterv ppinterv bbinterv heartperiod rtor peaktopeak pulsetopulse
    cyclelength cardiacinterv rrинтервал интервалrr кардиоинтервал rraralığı odstęprr
    """
)
_WITH_A_UNIT = _words("interval intervals beats period intervall intervalle intervalo intervallo интервал 间期 間隔")
"""Words that name intervals of a heart only with a unit of time behind them."""

_NOT_INTERVALS = _words(
    """
    mean avg average median min max sd std stdev sdnn rmssd var variance count num number quality flag status error
    err artifact artefact artifacts confidence index idx id delta diff difference ratio timestamp date datetime
    clock onset valid type label rate respiratory respiration breath breathing power triangular
    """
)
_LESS = _words(
    """
    corrected filtered clean cleaned interpolated detrended normalised normalized nn nni
    """
)

_TIME_WORDS = _words(
    """
    t ts time times timestamp timestamps date datetime sec secs second seconds s ms onset elapsed elapsedtime clock
    unix epoch utc zeit uhrzeit datum zeitstempel tiempo hora fecha temps heure tempo ora tid tijd czas unixtime
    localtime millis us ns время дата 时间 時間 時刻 时刻 日期 日時 since sincestart
    """
)
_COUNTERS = _words(
    """
    # index idx n no nr num number beat beats beatno beatnumber row id i k sample samples count unnamed0 seq
    sequence
    """
) | {""}
_RATES = _words(
    """
    hr bpm heartrate pulse puls rmssd sdnn pnn50 nn50 avnn lnrmssd hrv lf hf lfhf herzfrequenz pulsfrequenz herzrate
    frequenzacardiaca frequencecardiaque frecuenciacardiaca fc 心率 心拍数 spo2 heart_rate stress readiness recovery
    """
)
_QUANTITIES = _words(
    """
    year power watts watt temperature temp skintemp speed cadence altitude elevation ele pressure weight glucose steps
    distance price volume open high low close lat lon lng latitude longitude humidity spo2 calories pace age height
    acc accx accy accz x y z gx gy gz gyro eda gsr bvp ppg battery systolic diastolic sys dia
    """
)
"""Words that name other quantities."""

_ECG_WORDS = _words(
    """
    ecg ekg cardiac ecg1 ecg2 ecgmv ecguv 心电 心電図
    """
)


_OTHER_UNITS = _words(
    """
    mg g m/s2 m/s^2 m/s\u00b2 ug uv \u03bcv mv v nv volt bpm 1/min /min rpm hz khz % c \u00b0c \u2103 k f \u00b0f
    mmhg kpa hpa pa bar m/s km/h mph m km ft deg \u00b0 rad rad/s dps deg/s \u00b0/s ut \u03bct gauss lux lx ohm
    kohm mohm \u03c9 k\u03c9 \u03bcs/cm w kw kcal cal j counts count steps db l ml l/min mmol/l mg/dl
    """
)
"""Units of what is no time."""


@dataclass(frozen=True, slots=True)
class ColumnName:
    """A column's name taken apart: as it was written, its words, and the unit it says in ms (None: none).

    `is_other`: the unit that it says is none of time, so that its numbers are no intervals.
    """

    text: str
    words: tuple[str, ...]
    unit_ms: float | None
    is_other: bool = False

    @property
    def bare(self) -> str:
        """Its words, small and without anything between."""
        return "".join(self.words)

    @property
    def is_intervals(self) -> bool:
        """Whether it names intervals between beats."""
        if self.is_other or _NOT_INTERVALS & set(self.words):
            return False
        found = self.bare in _INTERVAL_WORDS or any(phrase in self.bare for phrase in _INTERVAL_PHRASES)
        found = found or (self.unit_ms is not None and self.bare in _WITH_A_UNIT)
        return found or (bool(_INTERVAL_WORDS & set(self.words)) and not self.is_time)

    @property
    def is_less_raw(self) -> bool:
        """Whether its intervals have been corrected by the program that wrote them."""
        return bool(_LESS & set(self.words))

    @property
    def is_time(self) -> bool:
        """Whether it names a time."""
        return bool(_TIME_WORDS & set(self.words)) or any("time" in word or "zeit" in word for word in self.words)

    @property
    def is_counter(self) -> bool:
        """Whether it only numbers the rows."""
        return self.bare in _COUNTERS

    @property
    def is_rate(self) -> bool:
        """Whether it names a heart rate or a summary."""
        return (
            self.bare in _RATES or bool(_RATES & set(self.words)) or "heartrate" in self.bare or "frequenz" in self.bare
        )

    @property
    def is_quantity(self) -> bool:
        """Whether it names, or has the unit of, something that is neither an interval nor a time."""
        return self.is_other or (bool(self.words) and _QUANTITIES.issuperset(self.words))

    @property
    def is_ecg(self) -> bool:
        """Whether it names an ECG."""
        return bool(_ECG_WORDS & set(self.words)) or self.bare in _ECG_WORDS


@lru_cache(maxsize=4096)
def column_name(text: str) -> ColumnName:
    """A column's name, understood."""
    plain = unicodedata.normalize("NFKC", text.strip().strip("\ufeff\"'")).replace("\u00b5", "\u03bc")
    if (path := _PATH.fullmatch(plain)) is not None and (last := column_name(path["last"])).is_intervals:
        return ColumnName(text.strip().strip("\"'"), last.words, last.unit_ms)
    unit: float | None = None
    inside = _BRACKETS.findall(plain)
    for content in inside:
        unit = unit if unit is not None else unit_ms(content)
    is_other = unit is None and any(content.strip().lower() in _OTHER_UNITS for content in inside)
    plain = _BRACKETS.sub(" ", plain).strip()
    spaced = _HUMP.sub(" ", _TICKS.sub(" 1024", plain)).lower()
    found = _LAST_WORD.match(spaced)
    if unit is None and found is not None and (stated := unit_ms(found["unit"])) is not None:
        unit, spaced = stated, found["rest"]
    words = tuple(part for word in _WORD.findall(spaced) for part in _numbered(word))
    if unit is None and _TICKS_WORDS & set(words):
        unit, words = _UNITS_MS["1024"], tuple(word for word in words if word not in _TICKS_WORDS)
    if unit is None and len(words) == 1:
        unit, words = _ended(words[0])
    return ColumnName(text.strip().strip("\"'"), words, unit, is_other)


def unit_ms(text: str) -> float | None:
    """Milliseconds in a unit as it is written: `ms`, `1/1024 s`, `s/256`; None where it is none."""
    plain = unicodedata.normalize("NFKC", text).strip().lower().removeprefix("in ").strip()
    if plain in _UNITS_MS:
        return _UNITS_MS[plain]
    if (several := _SEVERAL.fullmatch(plain)) is not None and several["unit"] in _UNITS_MS:
        return float(several["count"].replace(",", ".")) * _UNITS_MS[several["unit"]]
    if (part := _PART_OF.fullmatch(plain)) is not None:
        return _UNITS_MS[part["unit"]] / int(part["count"])
    found = _PARTS.fullmatch(plain)
    parts = int(found["a"] or found["b"]) if found else 0
    return 1000.0 / parts if parts else None


def _numbered(word: str) -> tuple[str, ...]:
    """A word of intervals and the number behind it: `rr1`; other words as they are."""
    found = _NUMBERED.fullmatch(word)
    return found.groups() if found is not None and found[1] in _INTERVAL_WORDS | _WITH_A_UNIT else (word,)


def _ended(word: str) -> tuple[float | None, tuple[str, ...]]:
    """The unit at the end of a word that names intervals: `rrms`, `ibis`."""
    for end in ("msec", "ms", "sec", "us", "1024"):
        if word.endswith(end) and word.removesuffix(end) in _INTERVAL_WORDS:
            return _UNITS_MS[end], (word.removesuffix(end),)
    return None, (word,)
