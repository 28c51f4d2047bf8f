"""JSON: intervals, or an ECG, by the names that stand over them.

Polar's account export and AccessLink, Movesense, Suunto, GoldenCheetah and plain lists; also one object a line.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest
from statistics import median
from typing import TYPE_CHECKING, Any, cast

from biofeedback.why import why
from simulators.recordings import json_tree
from simulators.recordings.asked import Asked
from simulators.recordings.formats.form import Format
from simulators.recordings.formats.tape import Tape
from simulators.recordings.json_tree import Found
from simulators.recordings.opened import OpenFile
from simulators.recordings.recording import Recording
from simulators.recordings.tables import bare, cells
from simulators.recordings.tables.collecting import LONG_LIST, Pending, keep_holes
from simulators.recordings.tables.intervals import put
from simulators.recordings.tables.names import column_name, unit_ms
from simulators.recordings.tables.people import OnePerson, names_a_person
from simulators.recordings.tables.plausible import FASTEST_MS, SLOWEST_MS
from simulators.recordings.tables.rows import Rows
from simulators.recordings.tables.timing import Timing
from simulators.refusal import refused

if TYPE_CHECKING:
    from simulators.recordings.tables.clocks import Column

NAME = "rr-json"
"""Name of the format of intervals."""

ECG = "ecg-json"
"""Name of the format of an ECG."""

_PRINTED = re.compile(r"\[\s*[-+]?[\d.]+\s+[-+]?\d")
"""A list as numpy prints it: without commas."""

_NAME = 80
"""Characters of a place in the tree that are told."""

_TOLD = 3
"""Places that are told."""

_UNITS = ("unit", "units", "uom")
"""Names of what says the unit of the numbers beside it."""

_MOST_COLUMNS = 12
"""Values beside an interval that are looked at as clocks."""

_AROUND = 4
"""Objects around an interval in which its time may stand: Suunto's is in the fourth."""

_RR_SAMPLES = "11"
"""Type of samples in Polar's AccessLink that are RR intervals."""

_RATE_KEYS = ("samplingrate", "samplerate", "samplingfrequency", "samplefrequency", "fs", "frequency")


def _is(file: OpenFile, _asked: Asked) -> bool:
    first = next((text for _, text in file.head if text), "")
    if _PRINTED.match(first):
        return False
    return first.startswith("{") or (first.startswith("[") and not first[1:2].isalpha())


def _read(file: OpenFile, asked: Asked) -> Recording:
    root = json_tree.parse(file.text())
    tape = Tape()
    if isinstance(root, list) and root and all(_is_number(each) for each in cast("list[object]", root)):
        bare.put_one_line(" ".join(str(each)[:40] for each in root), asked, tape)
        return tape.recording(file.path, NAME)
    if (found := _golden_cheetah(root) or _access_link(root)) is None:
        wanted = None if asked.column is None else asked.column.strip().casefold()
        found = _largest(
            list(json_tree.search(root, lambda n: n.is_intervals if wanted is None else n.text.casefold() == wanted))
        )
    if found is None:
        return _ecg(file, root)
    put(found, asked, tape)
    return tape.recording(file.path, NAME)


def _is_number(value: object) -> bool:
    """Whether a value is a number, or the text of one."""
    return isinstance(value, int | float) or (isinstance(value, str) and cells.number(value) is not None)


def _largest(found: Sequence[Found]) -> Rows | None:
    """The intervals at the place in the tree that has most of them, raw ones first; None where there are none."""
    counts = Counter(each.place for each in found)
    if not counts:
        return None
    raw = {each.place: each.name.is_less_raw for each in found}
    place = max(counts, key=lambda p: (not raw[p], counts[p]))
    chosen = [each for each in found if each.place == place]
    name = chosen[0].name
    rows = Rows(name=name.text, unit_ms=name.unit_ms)
    if rows.unit_ms is None:
        rows.unit_ms = _unit_said(chosen)
    others = [".".join(p)[-_NAME:] for p in counts if p != place and counts[p] > 1]
    if others:
        rows.remarks.append(why("remarks.other_lists", names=", ".join(others[:_TOLD])))
    sizes = Counter(each.list_id for each in chosen)
    before: Found | None = None
    kept: list[Found] = []
    pending, who = Pending(), OnePerson()
    said = any(_people(each) for each in (chosen[0], chosen[-1]))
    for each in chosen:
        if each.value in cells.NO_BEAT or math.isnan(each.value):
            pending.empty += 1
            continue
        pending.before(len(rows.values))
        if before is not None and before.list_id != each.list_id and sizes[before.list_id] >= LONG_LIST:
            rows.cuts.add(len(rows.values))
        if said and (before is None or any(a is not b for a, b in zip_longest(before.around, each.around))):
            for key, value in _people(each):
                who.take(key, value, None)
        rows.add(each.value, 1)
        kept.append(each)
        before = each
    rows.columns = _beside(kept, place)
    keep_holes(pending, rows)
    return rows


def _people(found: Found) -> list[tuple[str, str]]:
    """The names and values around an interval that say who it is of."""
    near = (each for node in found.around for each in json_tree.near(node))
    return [(key, value) for key, value in near if names_a_person(column_name(key[:200]))]


def _unit_said(chosen: Sequence[Found]) -> float | None:
    """Milliseconds in the unit that an interval says, or that stands beside it and fits a heart."""
    if chosen[0].unit is not None:
        return unit_ms(chosen[0].unit)
    values = [each.value for each in chosen if each.value > 0]
    for node in reversed(chosen[0].around[-2:]):
        said = next((node[key] for key in _UNITS if isinstance(node.get(key), str)), "")
        unit = unit_ms(said[:40])
        if unit is not None and values and FASTEST_MS <= median(values) * unit <= SLOWEST_MS:
            return unit
    return None


def _beside(found: Sequence[Found], place: tuple[str, ...]) -> list[Column]:
    """What stands beside intervals: values in the objects around each, or a list as long as theirs."""
    if not found:
        return []
    inner = found[0].around[-_AROUND:]
    names = [key for node in inner for key, _ in json_tree.near(node) if key != place[-1]][:_MOST_COLUMNS]
    timings = {name: Timing(column_name(name), comma=False) for name in dict.fromkeys(names)}
    for each in found:
        there: dict[str, str] = {}
        for node in each.around[-_AROUND:]:
            there.update(json_tree.near(node))
        for name, timing in timings.items():
            timing.take(there.get(name, ""))
    columns = [column for timing in timings.values() for column in timing.columns()]
    for key, value in found[0].around[-1].items() if found[0].around else ():
        listed = json_tree.listed(value)
        if key != place[-1] and listed is not None and len(listed) == len(found):
            timing = Timing(column_name(key), comma=False)
            for cell in listed:
                timing.take(str(cell)[:80])
            columns += timing.columns()
    return columns


def _golden_cheetah(root: Any) -> Rows | None:
    """The intervals of GoldenCheetah: a table of extra data whose columns are named apart from its rows."""
    try:
        tables = cast("list[dict[str, Any]]", root["RIDE"]["XDATA"])
        table = next(each for each in tables if each["NAME"] == "HRV")
        names, units = _several(table, "VALUE"), _several(table, "UNIT")
        at = next(k for k, name in enumerate(names) if column_name(str(name)).is_intervals)
        unit = unit_ms(str(units[at])) if units else None
        rows, clock = Rows(name="R-R", unit_ms=unit), Timing(column_name("SECS"), comma=False)
        for sample in table["SAMPLES"]:
            value = cells.number(str(_several(sample, "VALUE")[at]))
            if value is not None and value not in cells.NO_BEAT:
                rows.add(value, 1)
                clock.take(str(sample.get("SECS", "")))
    except (KeyError, TypeError, IndexError, StopIteration, AttributeError):
        return None
    rows.columns = clock.columns()
    return rows if rows.values else None


def _several(table: dict[str, Any], name: str) -> list[Any]:
    """What an object holds under a name: one, where there is one column, or several under its plural."""
    return list(table[f"{name}S"]) if f"{name}S" in table else [table[name]] if name in table else []


def _access_link(root: Any) -> Rows | None:
    """The intervals of Polar's AccessLink: samples of a type, as a text of numbers."""
    rows = Rows(name="samples", unit_ms=1.0)
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            table = cast("dict[str, Any]", node)
            kind = table.get("sample-type", table.get("sample_type", table.get("sampleType")))
            if str(kind) == _RR_SAMPLES and isinstance(table.get("data"), str):
                for value in cells.numbers_in(table["data"]):
                    if value not in cells.NO_BEAT:
                        rows.add(value, 1)
            stack.extend(table.values())
        elif isinstance(node, list):
            stack.extend(node)
    return rows if rows.values else None


def _ecg(file: OpenFile, root: Any) -> Recording:
    """The ECG of a file without intervals. Raises InputError where it has none."""
    found = list(json_tree.search(root, lambda name: name.is_ecg or name.text.casefold() == "samplesecg"))
    counts = Counter(each.place for each in found)
    samples = [each for each in found if each.place == max(counts, key=lambda p: counts[p])] if counts else []
    if len(samples) < 2:
        rates = next(iter(json_tree.search(root, lambda name: name.is_rate)), None)
        raise refused("json_no_intervals") if rates is None else refused("only_summaries", names=rates.name.text)
    from simulators.recordings.beats_in_ecg import beats_in  # which needs numerics
    from simulators.recordings.text_ecg import signal

    values = array("f", (each.value if not abs(each.value) >= 1e12 else 0.0 for each in samples))
    rate = _stated_rate(root) or _packet_rate(samples)
    read = signal(samples[0].name.text, values, [], rate)
    return beats_in(read.signal).recording(file.path, ECG, ecg=read.signal, remarks=read.told)


def _stated_rate(root: Any) -> float | None:
    found = next(iter(json_tree.search(root, lambda name: name.bare in _RATE_KEYS)), None)
    return found.value if found is not None and found.value > 0 else None


def _packet_rate(samples: Sequence[Found]) -> float | None:
    """Samples a second by the times of packets: of each but the last, so many until the next."""
    times: list[float] = []
    sizes: list[int] = []
    last = -1
    for each in samples:
        if each.list_id != last:
            last = each.list_id
            scalars = ((key, value) for key, value in json_tree.scalars(each.around[-1]) if column_name(key).is_time)
            t = next((cells.number(value) for _, value in scalars), None)
            if t is None:
                return None
            times.append(t)
            sizes.append(0)
        sizes[-1] += 1
    if len(times) < 2 or not times[-1] > times[0]:
        return None
    per_unit = sum(sizes[:-1]) / (times[-1] - times[0])
    return next((per_unit * unit for unit in (1.0, 1e3, 1e6, 1e9) if 50 <= per_unit * unit <= 2000), None)


FORMAT = Format(_is, _read, frozenset({".json"}), heeds_unit=True)
"""JSON files."""
