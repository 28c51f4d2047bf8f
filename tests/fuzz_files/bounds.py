"""Files of every format as large as they are read at all, each read by a process of its own: memory and time, whole.

    python -m tests.fuzz_files.bounds [--share 1.0] [KIND...]        (`make bounds`: all, about a quarter of an hour)

`--share` makes them smaller by that factor. Exit 1 where one takes more than is allowed, or is refused.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.fuzz_files.__main__ import MOST_MB, SLOWEST_S

RATE = 250
"""Samples a second of a Holter."""

_BLOCK = 600 * RATE
"""Samples written at a time: ten minutes."""

_READ = """
import json, resource, sys
from pathlib import Path
from biofeedback.errors import InputError
from simulators.recordings.reading import read
try:
    found = read(Path(sys.argv[1]))
    said = f"{found.format}, {len(found)} intervals, {found.duration_s / 3600:.1f} h"
except InputError as problem:
    said = f"REFUSED {problem.message[:200]}"
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([said, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


@dataclass(frozen=True, slots=True)
class Used:
    """What a process said of a file, and what it took: seconds of a processor, and MB at most."""

    said: str
    seconds: float
    mb: float


def used(path: Path) -> Used:
    """Read a file in a process of its own."""
    done = subprocess.run([sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, check=True)
    said, seconds, mb = json.loads(done.stdout)
    return Used(said, seconds, mb)


def ecg(samples: int, rate: int = RATE) -> NDArray[np.int16]:
    """An ECG of spikes in microvolts, with beats 0.7 to 1.1 s apart and some noise."""
    random = np.random.default_rng(3)
    beats = np.cumsum(random.uniform(0.7, 1.1, int(samples / rate / 0.7) + 2))
    places = (beats[beats < samples / rate - 1] * rate).astype(np.int64)
    found = random.integers(-15, 16, samples, np.int16)
    for k in range(-8, 9):
        found[np.clip(places + k, 0, samples - 1)] += np.int16(1000 * np.exp(-((k / 2.5) ** 2)))
    return found


def edf(path: Path, samples: int, *, width: int = 2, interrupted: bool = False) -> Path:
    """A file of one lead, in records of a second; interrupted: an hour is missing in its middle."""
    records, texts = samples // RATE, 32 if interrupted else 0
    count = 2 if interrupted else 1
    most = (1 << (8 * width - 1)) - 1
    version = b"0" if width == 2 else b"\xffBIOSEMI"
    kind = b"EDF+D" if interrupted else b"24BIT" if width == 3 else b""
    head = [version.ljust(8), b"X X X X".ljust(80), b"Startdate X X X X".ljust(80), b"01.01.2601.00.00"]
    head += [f"{256 * (count + 1)}".encode().ljust(8), kind.ljust(44), f"{records}".encode().ljust(8)]
    head += [b"1".ljust(8), f"{count}".encode().ljust(4)]
    lead = [
        b"ECG II",
        b"",
        b"uV",
        *(f"{x * min(most, 32767)}".encode() for x in (-1, 1, -1, 1)),
        b"",
        f"{RATE}".encode(),
    ]
    text = [b"EDF Annotations", b"", b"", b"-1", b"1", b"-32768", b"32767", b"", f"{texts // 2}".encode()]
    for size, own, said in zip((16, 80, 8, 8, 8, 8, 8, 80, 8, 32), (*lead, b""), (*text, b""), strict=True):
        head += [own.ljust(size), *([said.ljust(size)] if interrupted else [])]
    values = ecg(records * RATE)
    with path.open("wb") as file:
        file.write(b"".join(head))
        for k in range(records):
            part = values[k * RATE : (k + 1) * RATE]
            file.write(part.astype("<i2").tobytes() if width == 2 else _three(part))
            if interrupted:
                t = k if k < records // 2 else k + 3600
                file.write(f"+{t}\x14\x14".encode().ljust(texts, b"\0"))
    return path


def _three(values: NDArray[np.int16]) -> bytes:
    return values.astype("<i4").view(np.uint8).reshape(-1, 4)[:, :3].tobytes()


def wfdb(path: Path, samples: int, form: str) -> Path:
    """A record of one lead."""
    samples -= samples % 2
    values = ecg(samples)
    header = path.with_suffix(".hea")
    header.write_text(f"{path.stem} 1 {RATE} {samples}\n{path.stem}.dat {form} 1000/mV 16 0 0 0 0 II\n")
    with path.with_suffix(".dat").open("wb") as file:
        for begin in range(0, samples, _BLOCK):
            part = values[begin : begin + _BLOCK]
            match form:
                case "212":
                    a, b = part[0::2].astype(np.int32) & 0xFFF, part[1::2].astype(np.int32) & 0xFFF
                    three = np.stack((a & 255, a >> 8 | b >> 8 << 4, b & 255), axis=1)
                    file.write(three.astype(np.uint8).tobytes())
                case "24":
                    file.write(_three(part))
                case _:
                    file.write(part.astype("<i2").tobytes())
    return header


def ecg_text(path: Path, samples: int, head: str, row: Callable[[int, int], str]) -> Path:
    """A table with a row for each sample."""
    values = ecg(samples, 130).tolist()
    with path.open("w") as file:
        file.write(head)
        file.writelines(row(k, value) for k, value in enumerate(values))
    return path


def _date(ms: float) -> str:
    seconds = int(ms) // 1000
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    return f"2026-03-{days + 1:02}T{hours % 24:02}:{minutes % 60:02}:{seconds % 60:02}.{int(ms) % 1000:03}"


def table(path: Path, count: int, dates: int) -> Path:
    """Intervals with so many columns of dates beside them."""
    rr = np.random.default_rng(4).integers(800, 900, count).tolist()
    t = 0
    with path.open("w") as file:
        file.write("rr_ms" + "".join(f",time {k}" for k in range(dates)) + "\n")
        for each in rr:
            t += each
            file.write(f"{each}" + f",{_date(t)}" * dates + "\n")
    return path


def fit(path: Path, size: int) -> Path:
    """A log of a strap, a message of one interval after one of its time, until it has so many bytes."""
    from fitdecode.utils import compute_crc

    from tests.simulators.recordings.fit_files import hrv, second

    body, t = bytearray(second(1_100_000_000) + hrv(850)), 0.0
    while len(body) < size - 100:
        t += 0.85
        body += struct.pack("<BI", 0, 1_100_000_000 + int(t)) + struct.pack("<B5H", 1, 850, *[0xFFFF] * 4)
    head = struct.pack("<BBHI4s", 14, 0x20, 2132, len(body), b".FIT")
    whole = head + struct.pack("<H", compute_crc(head)) + bytes(body)
    path.write_bytes(whole + struct.pack("<H", compute_crc(whole)))
    return path


def xdf(path: Path, samples: int, form: str, stamped: bool) -> Path:
    """A stream of one lead."""
    code = {"float32": "<f4", "int16": "<i2", "double64": "<f8"}[form]
    about = (
        f"<info><name>ECG</name><type>ECG</type><channel_count>1</channel_count><nominal_srate>{RATE}</nominal_srate>"
        f"<channel_format>{form}</channel_format></info>"
    )
    values = ecg(samples).astype(code)
    with path.open("wb") as file:
        file.write(b"XDF:" + _chunk(1, b"<info/>") + _chunk(2, struct.pack("<I", 1) + about.encode()))
        for begin in range(0, samples, 1000):
            part = values[begin : begin + 1000]
            rows = np.zeros(len(part), [("n", "u1"), *([("t", "<f8")] if stamped else []), ("v", code)])
            rows["n"], rows["v"] = 8 if stamped else 0, part
            if stamped:
                rows["t"] = 1000 + (begin + np.arange(len(part))) / RATE
            file.write(_chunk(3, struct.pack("<IBI", 1, 4, len(part)) + rows.tobytes()))
    return path


def rr_stream(number: int, name: str, rows: Sequence[tuple[int, int]]) -> bytes:
    """The chunks of a stream of intervals (ms) that ended at times (ms)."""
    about = (
        f"<info><name>{name}</name><type>RR</type><channel_count>1</channel_count><nominal_srate>0</nominal_srate>"
        "<channel_format>int32</channel_format><desc><channels><channel><label>RR</label><unit>ms</unit></channel>"
        "</channels></desc></info>"
    )
    samples = (struct.pack("<IBBBdi", number, 1, 1, 8, 5000 + t / 1000, x) for x, t in rows)
    return _chunk(2, struct.pack("<I", number) + about.encode()) + b"".join(_chunk(3, each) for each in samples)


def _chunk(tag: int, content: bytes) -> bytes:
    return struct.pack("<BIH", 4, len(content) + 2, tag) + content


def apple(path: Path, size: int) -> Path:
    """An export of a watch: mostly steps and heart rates, every hour a minute of beats."""
    begin = '<?xml version="1.0" encoding="UTF-8"?>\n<HealthData locale="en_GB">\n'
    other = (
        ' <Record type="HKQuantityTypeIdentifierHeartRate" sourceName="Watch" unit="count/min" '
        'creationDate="2026-01-01 08:00:00 +0100" startDate="2026-01-01 08:00:00 +0100" '
        'endDate="2026-01-01 08:00:00 +0100" value="62"/>\n'
    ) * 400
    with path.open("w") as file:
        written, k = file.write(begin), 0
        while written < size - 200_000:
            day, hour = k // 24, k % 24
            when = f"20{20 + day // 336}-{day // 28 % 12 + 1:02}-{day % 28 + 1:02} {hour:02}:05:00 +0100"
            beats = "".join(
                f'   <InstantaneousBeatsPerMinute bpm="70" time="{hour:02}:05:{s:05.2f}"/>\n'
                for s in np.arange(1, 58, 0.86).tolist()
            )
            written += file.write(
                f' <Record type="HKQuantityTypeIdentifierHeartRateVariabilitySDNN" unit="ms" startDate="{when}" '
                f'endDate="{when}" value="40">\n  <HeartRateVariabilityMetadataList>\n{beats}'
                "  </HeartRateVariabilityMetadataList>\n </Record>\n" + other
            )
            k += 1
        file.write("</HealthData>\n")
    return path


def json_list(path: Path, size: int) -> Path:
    """Objects with an interval and its time."""
    with path.open("w") as file:
        file.write('{"data": [')
        written, t = 0, 0
        while written < size - 200:
            t += 850
            written += file.write(f'{", " if t > 850 else ""}{{"rr": 850, "t": {t}}}')
        file.write("]}")
    return path


def packed(path: Path, source: Path) -> Path:
    """A file packed with gzip."""
    with source.open("rb") as file, gzip.open(path, "wb", 1) as into:
        while piece := file.read(1 << 20):
            into.write(piece)
    return path


def kinds(folder: Path, share: float) -> dict[str, Callable[[], Path]]:
    """What writes each file, by its name."""
    from simulators.recordings.ecg_signal import MOST_SAMPLES, MOST_WIDE_SAMPLES
    from simulators.recordings.formats import apple_health, ecg_table, xdf_streams
    from simulators.recordings.formats.fit import _MOST_BYTES
    from simulators.recordings.opened import MOST_TEXT, MOST_UNPACKED, MOST_WHOLE_TEXT
    from simulators.recordings.tables.rows import MOST

    most, wide = int(MOST_SAMPLES * share), int(MOST_WIDE_SAMPLES * share)
    text, rows = int(ecg_table._MOST * share), int(MOST * share)
    values = int(min(xdf_streams._MOST_VALUES, MOST_UNPACKED // 5) * share)
    return {
        "edf": lambda: edf(folder / "a.edf", most),
        "edf+d": lambda: edf(folder / "d.edf", most - 4000 * RATE, interrupted=True),
        "edf.gz": lambda: packed(folder / "a.edf.gz", edf(folder / "z.edf", most)),
        "bdf": lambda: edf(folder / "a.bdf", wide, width=3),
        "wfdb 16": lambda: wfdb(folder / "a16", most, "16"),
        "wfdb 212": lambda: wfdb(folder / "a212", most, "212"),
        "wfdb 24": lambda: wfdb(folder / "a24", wide, "24"),
        "ecg text": lambda: ecg_text(
            folder / "e.txt", text, "sampling rate: 130 Hz\necg [uV]\n", lambda k, v: f"{v}\n"
        ),
        "ecg text, timed": lambda: ecg_text(
            folder / "et.csv", text, "t_s,ecg [uV]\n", lambda k, v: f"{k / 130:.4f},{v}\n"
        ),
        "ecg text, dated": lambda: ecg_text(
            folder / "ed.csv", min(text, MOST_TEXT // 50), "time,ns,ecg [uV]\n",
            lambda k, v: f"{_date(k * 1000 / 130)},{1_760_000_000_000_000_000 + k * 7_692_308},{v}\n",
        ),
        "table": lambda: table(folder / "t.csv", rows, 0),
        "table, dated": lambda: table(folder / "t1.csv", rows, 1),
        "table, four dates": lambda: table(folder / "t4.csv", rows, 4),
        "fit": lambda: fit(folder / "a.fit", int(_MOST_BYTES * share)),
        "xdf float": lambda: xdf(folder / "f.xdf", values, "float32", stamped=False),
        "xdf stamped": lambda: xdf(folder / "s.xdf", min(values, int(MOST_UNPACKED / 13.1)), "float32", stamped=True),
        "apple": lambda: apple(folder / "export.xml", int(apple_health._MOST_BYTES * share)),
        "json": lambda: json_list(folder / "a.json", int(MOST_WHOLE_TEXT * share)),
    }  # fmt: skip


def main() -> int:
    """Write, read, say and remove one after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz_files.bounds")
    parser.add_argument("kinds", nargs="*")
    parser.add_argument("--share", type=float, default=1.0)
    wanted = parser.parse_args()
    over = 0
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory(prefix="bounds") as folder:
        for kind, write in kinds(Path(folder), wanted.share).items():
            if wanted.kinds and kind not in wanted.kinds:
                continue
            found = used(write())
            wrong = found.mb > MOST_MB or found.seconds > SLOWEST_S or found.said.startswith("REFUSED")
            over += wrong
            sys.stdout.write(
                f"{'OVER' if wrong else 'ok  '} {kind:18} {found.mb:4.0f} MB {found.seconds:5.1f} s  {found.said}\n"
            )
            sys.stdout.flush()
            for each in Path(folder).iterdir():
                each.unlink()
    return bool(over)


if __name__ == "__main__":
    sys.exit(main())
