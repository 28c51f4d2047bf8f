"""Small good files of every format, from which mutated ones are made. All are written here: none is anybody's."""

from __future__ import annotations

import gzip
import io
import json
import struct
import zipfile
from dataclasses import dataclass
from random import Random

import numpy as np

from tests.simulators.recordings.fit_files import beat, beats, fit, hrv, second

RATE = 130


@dataclass(frozen=True, slots=True)
class Seed:
    """A good file: its format, its name, its bytes, and what lies beside it."""

    kind: str
    name: str
    content: bytes
    beside: tuple[tuple[str, bytes], ...] = ()


def _rr(count: int = 60) -> list[int]:
    random = Random(5)
    return [random.randint(700, 1000) for _ in range(count)]


def _ends(rr: list[int]) -> list[float]:
    return [sum(rr[: k + 1]) / 1000 for k in range(len(rr))]


def _ecg(seconds: int = 11) -> list[int]:
    """A spike a beat on a slow wave, in microvolts."""
    t = np.arange(seconds * RATE) / RATE
    since = t % 0.85
    return [round(x) for x in 50 * np.sin(t) + 1000 * np.exp(-(((since - 0.4) / 0.015) ** 2))]


def _tables() -> dict[str, str]:
    rr, ends = _rr(), _ends(_rr())
    rows = list(zip(rr, ends, strict=True))
    return {
        "table.csv": "t_s,rr_ms,label,rhythm\n" + "".join(f"{t:.3f},{x},N,(N\n" for x, t in rows),
        "one.txt": "\n".join(map(str, rr)),
        "seconds.ibi": "\n".join(f"{t:.3f},{x / 1000}" for x, t in rows),
        "times.txt": "\n".join(f"{t:.3f}" for t in ends),
        "line.txt": ", ".join(map(str, rr)),
        "comma.txt": "\n".join(f"0,{x}" for x in rr),
        "epoch.csv": "timestamp,rr\n" + "".join(f"{1760000000000 + round(1000 * t)},{x}\n" for x, t in rows),
        "date.csv": "date;RR [ms]\n" + "".join(f"04.03.2026 08:00:{int(t) % 60:02},5;{x}\n" for x, t in rows[:50]),
        "ampm.csv": "time\tibi_s\n" + "".join(f"03/04/2026 08:00:{int(t) % 60:02} AM\t{x / 1000}\n" for x, t in rows),
        "list.csv": 'id,timestamp,rr_intervals\n1,2024-03-05T07:30:00Z,"' + str(rr) + '"\n',
        "holes.csv": "rr_ms\n" + "\n".join("" if k % 7 == 3 else str(x) for k, x in enumerate(rr)),
        "logger.csv": "time,ecg,hr,rr\n"
        + "".join(f"{k / 8},0.1,70,{rr[k // 8] if not k % 8 else -1}\n" for k in range(99)),
        "open.csv": "event,value,timestamp\n"
        + "".join(f"InterBeatInterval,{x},2026-01-01T10:00:0{k % 9}\n" for k, x in enumerate(rr)),
        "polar.hrm": "[Params]\nVersion=106\nInterval=238\n\n[HRData]\n" + "\n".join(map(str, rr)) + "\n0\n",
        "report.csv": "Kubios report\nMean RR (ms):,850\n\nTime,RR,Frequency\n(s),(s),(Hz)\n"
        + "".join(f"{t:.3f},{x / 1000},0.1\n" for x, t in rows),
        "kubios2.txt": f"0.000 {rr[0] / 1000}\n" + "".join(f"{t:.3f} {x / 1000}\n" for x, t in rows),
        "rates.csv": "timestamp,rmssd,coverage\n2024-03-05T02:00:00,48.1,0.98\n",
        "ecg.txt": "Phone timestamp;sensor timestamp [ns];timestamp [ms];ecg [uV]\n"
        + "".join(f"2024;{599616000000000000 + 7692307 * k};{k * 1000 / RATE:.3f};{x}\n" for k, x in enumerate(_ecg())),
    }  # fmt: skip


def _odd_tables() -> dict[str, str]:
    """Rows out of order or twice, clocks in pieces, packets in columns, thousands with commas."""
    rr, ends = _rr(), _ends(_rr())
    rows = [f"{1760000000 + t:.3f},{x}\n" for x, t in zip(rr, ends, strict=True)]
    return {
        "shuffled.csv": "timestamp,rr_ms\n" + "".join(Random(3).sample(rows, len(rows))),
        "newest.csv": "timestamp,rr_ms\n" + "".join(reversed(rows)),
        "halves.csv": "timestamp,rr_ms\n" + "".join([*rows[30:], *rows[:30]]),
        "repeated.csv": "timestamp,rr_ms\n" + "".join([*rows[:40], *rows[20:]]),
        "doubled.csv": "timestamp,rr_ms\n" + "".join(row * 2 for row in rows),
        "apart.csv": "hour,minute,second,rr\n"
        + "".join(f"8,{int(t // 60)},{t % 60:.2f},{x}\n" for x, t in zip(rr, ends, strict=True)),
        "counter.csv": "time_ms,rr\n"
        + "".join(f"{(1000 * t + 40_000) % 65_536:.0f},{x}\n" for x, t in zip(rr, ends, strict=True)),
        "packets.csv": "time,hr,rr1,rr2,rr3\n"
        + "".join(f"{ends[k + 2]:.3f},70,{rr[k]},{rr[k + 1]},{rr[k + 2]}\n" for k in range(0, 60, 3)),
        "grouped.csv": "time_ms,rr_ms\n"
        + "".join(f'"{1000 * t:,.0f}","{x + 400:,}"\n' for x, t in zip(rr, ends, strict=True)),
        "people.csv": "subject,rr_ms\n" + "".join(f"A,{x}\n" for x in rr),
        "ticks.csv": "timestamp,RR\n"
        + "".join(f"{1760000000 + t:.3f},{x * 1.024:.0f}\n" for x, t in zip(rr, ends, strict=True)),
    }  # fmt: skip


def _jsons() -> dict[str, object]:
    rr, ends = _rr(), _ends(_rr())
    return {
        "list.json": rr,
        "polar.json": {"exercises": [{"samples": {"rr": [{"duration": f"PT{x / 1000}S"} for x in rr]}}]},
        "movesense.json": {"data": [
            {"heartRate": {"average": 70.1, "rrData": [x]}, "t": t} for x, t in zip(rr, ends, strict=True)]},
        "link.json": {"samples": [{"recording-rate": 0, "sample-type": "11", "data": ",".join(map(str, rr))}]},
        "suunto.json": {"DeviceLog": {"R-R": {"Data": rr}}},
        "cheetah.json": {"RIDE": {"XDATA": [{"NAME": "HRV", "VALUES": ["R-R"], "UNITS": ["msecs"],
            "SAMPLES": [{"SECS": t, "VALUES": [x]} for x, t in zip(rr, ends, strict=True)]}]}},
        "ecg.json": {"samplingRate": RATE, "data": [
            {"ecg": {"Timestamp": 7 * k, "Samples": _ecg()[k : k + 16]}} for k in range(0, 1600, 16)]},
    }  # fmt: skip


def _apple() -> bytes:
    beats_of = "".join(
        f'<InstantaneousBeatsPerMinute bpm="70" time="07:30:{t % 60:06.3f}"/>' for t in _ends(_rr())[:50]
    )
    record = '<Record type="HKQuantityTypeIdentifierHeartRateVariabilitySDNN" startDate="2024-03-05 07:30:00 +0000">'
    inner = f"<HeartRateVariabilityMetadataList>{beats_of}</HeartRateVariabilityMetadataList>"
    return f'<?xml version="1.0"?>\n<HealthData>{record}{inner}</Record></HealthData>'.encode()


def _wfdb() -> list[Seed]:
    samples = np.array(_ecg(), "<i2")
    header = f"r 2 {RATE} {len(samples)}\nr.dat 16 200/mV 12 0 0 0 0 RESP\nr.dat 16 1000/mV 12 0 0 0 0 ECG\n".encode()
    dat = np.stack((samples // 9, samples), axis=1).tobytes()
    marks = b"".join((1 << 10 | x // 8).to_bytes(2, "little") for x in _rr()) + b"\0\0"
    odd = header.replace(b" 16 ", b" 212 ")
    return [
        Seed("wfdb header", "r.hea", header, (("r.dat", dat),)),
        Seed("wfdb signal", "r.dat", dat, (("r.hea", header),)),
        Seed("wfdb 212", "r.hea", odd, (("r.dat", dat),)),
        Seed("wfdb marks", "r.atr", marks, (("r.hea", header),)),
        Seed("wfdb alone", "r.qrs", b"\0X\x18\xfc## time resolution: 1000" + marks),
    ]


def edf(interrupted: bool = False, bytes_: int = 2) -> bytes:
    """An EDF+ or BDF file of an ECG with annotations."""
    ecg, records = _ecg(), 11
    version = b"0       " if bytes_ == 2 else b"\xffBIOSEMI"
    kind = ("EDF+D" if interrupted else "EDF+C") if bytes_ == 2 else ""
    heads = [
        ("X", 80),
        ("Startdate X", 80),
        ("01.01.26", 8),
        ("01.00.00", 8),
        ("768", 8),
        (kind, 44),
        (str(records), 8),
        ("1", 8),
        ("2", 4),
    ]
    columns = [(("ECG", "EDF Annotations"), 16), (("", ""), 80), (("uV", ""), 8)]
    columns += [(("-32768", "-1"), 8), (("32767", "1"), 8), (("-32768", "-32768"), 8), (("32767", "32767"), 8)]
    columns += [(("", ""), 80), ((str(RATE), "30"), 8), (("", ""), 32)]
    text = "".join(cell.ljust(size) for cell, size in heads) + "".join(
        c.ljust(size) for row, size in columns for c in row
    )
    data = b""
    for k in range(records):
        part = ecg[k * RATE : (k + 1) * RATE]
        data += b"".join(x.to_bytes(bytes_, "little", signed=True) for x in part)
        begin = k + (30 if interrupted and k > 7 else 0)
        data += f"+{begin}\x14\x14\0+{begin}.4\x14R-peak\x14\0".encode().ljust(30 * bytes_, b"\0")
    return version + text.encode() + data


def xdf(kind: str, values: list[float], rate: int) -> bytes:
    """An XDF file of one stream."""

    def chunk(tag: int, content: bytes) -> bytes:
        size = len(content) + 2
        head = bytes([1, size]) if size < 256 else b"\x04" + struct.pack("<I", size)
        return head + struct.pack("<H", tag) + content

    head = (
        f"<?xml version='1.0'?><info><name>{kind}</name><type>{kind}</type><channel_count>1</channel_count>"
        f"<nominal_srate>{rate}</nominal_srate><channel_format>float32</channel_format></info>"
    )
    t, samples = 1000.0, b""
    for value in values:
        t += 1 / rate if rate else value / 1000
        samples += b"\x08" + struct.pack("<df", t, value)
    body = struct.pack("<I", 1) + b"\x04" + struct.pack("<I", len(values)) + samples
    return b"XDF:" + chunk(1, b"<info/>") + chunk(2, struct.pack("<I", 1) + head.encode()) + chunk(3, body)


def seeds() -> list[Seed]:
    """All of them."""
    rr = _rr()
    found = [Seed("text", name, text.encode()) for name, text in _tables().items()]
    found += [Seed("text", name, text.encode()) for name, text in _odd_tables().items()]
    gbk = "时间,心跳间期\n" + "".join(f"{t:.3f},{x}\n" for x, t in zip(rr, _ends(rr), strict=True))
    found.append(Seed("text", "gbk.csv", gbk.encode("gbk")))
    found += [Seed("json", name, json.dumps(value).encode()) for name, value in _jsons().items()]
    found += [Seed("xml", "export.xml", _apple()), *_wfdb()]
    found += [Seed("edf", "a.edf", edf()), Seed("edf+d", "d.edf", edf(True)), Seed("bdf", "b.bdf", edf(bytes_=3))]
    found += [
        Seed("xdf", "rr.xdf", xdf("RR", [float(x) for x in rr], 0)),
        Seed("xdf", "e.xdf", xdf("ECG", [float(x) for x in _ecg()], RATE)),
    ]
    ticks = range(5000, 45000, 1000)
    found.append(
        Seed("fit", "a.fit", fit(second(1), hrv(*rr[:3]), second(3), hrv(*rr[3:8]), beat(9, 4000), beats(*ticks[:8])))
    )
    physio = "".join(f"{x}\t0\n" for x in _ecg())
    sidecar = json.dumps({"SamplingFrequency": RATE, "Columns": ["cardiac", "trigger"]}).encode()
    found.append(Seed("bids", "s_physio.tsv", physio.encode(), (("s_physio.json", sidecar),)))
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("t.csv"), found[0].content)
    found.append(Seed("zip", "t.zip", into.getvalue()))
    between = "".join(f"<s><time>{t:.3f}</time><rr>{x}</rr></s>" for x, t in zip(rr, _ends(rr), strict=True))
    found.append(Seed("xml", "rows.xml", f"<a>{between}</a>".encode()))
    words = f"Sample Rate,{RATE} hertz\nLead,Lead I\nUnit,uV\n\n"
    found.append(Seed("text", "watch.csv", (words + "".join(f"{x}.5\n" for x in _ecg())).encode()))
    found.append(Seed("text", "assigned.m", f"rr = {rr};\n".encode()))
    found.append(Seed("gzip", "t.csv.gz", gzip.compress(found[0].content, mtime=0)))
    return found
