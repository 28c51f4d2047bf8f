"""Good files made bad: what disks, programs, people and chance do to bytes and to numbers in a text."""

from __future__ import annotations

import gzip
import re
from random import Random

ODD = (
    b"nan", b"-inf", b"inf", b"1e308", b"-1e308", b"1e-320", b"0", b"-1", b"65535", b"65.535", b"9" * 40,
    b"9" * 5000, b"-0.0", b";-inf", b",", b";", b"\t", b"\n\n\n", b'"', b"'", b"[", b"]", b"{", b"}", b"<", b"</",
    b"<!ENTITY a 'b'>", b"&a;", b"\0", b"\xff\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"PT1S", b"12:60:61",
    b"31.02.2026 25:00:00", b"2026-02-30T00:00:00", b"#", b"%s%n", b"1_000", b"\xd9\xa1", b"0x1p3", b"1/1024 s",
    b"[ms]", b"rr", b"t_s", b"timestamp", b"ecg", b"-", b" ", b"e", b".", b"\x7f\xff\xff\xff", b"\x14\x14\0",
)  # fmt: skip
"""Pieces that have broken readers."""

_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_MOST_BYTES = 200_000
"""Of a mutated file: a slice that is repeated grows fast."""


def mutated(content: bytes, other: bytes, random: Random) -> bytes:
    """A file with one to six things done to it; `other` is one to take pieces of."""
    packed = content[:2] == b"\x1f\x8b"
    data = gzip.decompress(content) if packed and random.random() < 0.7 else content
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 6))):
        data = _once(data, other, random)[:_MOST_BYTES]
    if data[8:12] == b".FIT" and random.random() < 0.7:
        return _with_sum(data)
    return gzip.compress(data, 1, mtime=0) if packed and data is not content and random.random() < 0.7 else data


def _with_sum(data: bytes) -> bytes:
    """A FIT file whose size and checksums are right, so that its messages are looked at."""
    from fitdecode.utils import compute_crc

    body = data[14:-2]
    head = data[:4] + len(body).to_bytes(4, "little") + data[8:12]
    whole = head + int(compute_crc(head)).to_bytes(2, "little") + body
    return whole + int(compute_crc(whole)).to_bytes(2, "little")


def _once(data: bytes, other: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    to = min(len(data), at + random.choice((1, 2, 8, 40, 400)))
    match random.randrange(10):
        case 0:
            return data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]
        case 1:
            return data[:at] + data[to:]
        case 2:
            return data[:at]
        case 3:
            return data[:to] + data[at:to] * random.choice((1, 2, 30)) + data[to:]
        case 4:
            return data[:at] + random.choice(ODD) + data[at:]
        case 5 | 6:
            return _number_changed(data, random)
        case 7:
            begin = random.randrange(len(other) + 1)
            return data[:at] + other[begin : begin + random.choice((4, 40, 400))] + data[to:]
        case 8:
            return data[:at] + random.randbytes(to - at) + data[to:]
        case _:
            return _lines_changed(data, random)


def _number_changed(data: bytes, random: Random) -> bytes:
    places = list(_NUMBER.finditer(data, 0, 20_000))
    if not places:
        return data + random.choice(ODD)
    found = random.choice(places)
    return data[: found.start()] + random.choice(ODD) + data[found.end() :]


def _lines_changed(data: bytes, random: Random) -> bytes:
    """Lines in another order, doubled, or taken away; a column with another separator."""
    lines = data.split(b"\n")
    match random.randrange(5):
        case 0:
            lines.reverse()
        case 1:
            lines = [line for line in lines for _ in range(2)]
        case 2:
            del lines[:: random.randint(2, 7)]
        case 3:
            return data.replace(b",", random.choice((b";", b"\t", b"|", b" ", b",,")))
        case _:
            random.shuffle(lines)
    return b"\n".join(lines)
