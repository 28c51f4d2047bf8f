"""Clips into one file a voice, in the form that `biofeedback.sound.pack` reads."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from biofeedback.cues.words import text_hash
from biofeedback.sound.decoding import RATE, decoded
from biofeedback.sound.loudness import (
    LEVEL_LUFS,
    MOST_PEAK,
    TOLERANCE_LU,
    Samples,
    loudness_lufs,
    true_peak,
)
from biofeedback.sound.pack import MAGIC, Clip, Index
from biofeedback.sound.silence import leading_silence_s

COMPRESSION = 0.95
"""Of Vorbis, from 0 to 1 as soundfile counts it: 32 kbit/s for speech, so that four voices stay below 25 MB."""

SERIAL = 1
"""The number of the stream in every clip. Coders draw it by lot; the head and the clips must share one."""

_PAGE = struct.Struct("<4sBBqIIIB")
"""The beginning of an Ogg page (RFC 3533, 6): mark, version, flags, position, serial, number, checksum, segments."""

_CHECKSUM_AT = 22
"""Where the checksum stands in a page, bytes."""


MOST_LEAD_S = 0.05
"""Longest silence before the first sound of a clip, s: more would make a cue late."""


class BadClipError(ValueError):
    """A clip that is too loud, too soft or begins too late once it is coded."""


class OtherHeadError(ValueError):
    """A clip that was coded with other codebooks than the others: it would be noise behind their head."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A clip as Vorbis, ready to be packed. `entry`: what the index says of it, but for its place."""

    entry: Clip
    stream: bytes


def measured(stream: bytes, *, text: str, ids: tuple[str, ...], reading: str) -> Coded:
    """A coded clip with its figures, as whoever decodes it will find them. BadClipError: they are not good."""
    samples = decoded(stream)
    entry = Clip(
        hash=text_hash(text),
        ids=ids,
        reading=reading,
        at=0,
        size=0,
        samples=samples.size,
        lufs=round(loudness_lufs(samples, RATE), 2),
        peak=round(true_peak(samples), 3),
        lead_s=round(leading_silence_s(samples), 3),
    )
    if not is_good(entry):
        raise BadClipError(f"{text!r}: {entry.lufs} LUFS, peak {entry.peak}, begins after {entry.lead_s} s")
    return Coded(entry, stream)


def coded(samples: Samples) -> bytes:
    """The clip as a whole Ogg Vorbis stream, the same bytes each time."""
    import soundfile

    out = io.BytesIO()
    with soundfile.SoundFile(out, "w", RATE, 1, format="OGG", subtype="VORBIS", compression_level=COMPRESSION) as file:
        for begin in range(0, samples.size, RATE):  # libsndfile 1.2.2 breaks on long stretches at once
            file.write(samples[begin : begin + RATE])
    return b"".join(_renumbered(page) for page in _pages(out.getvalue()))


def is_good(clip: Clip) -> bool:
    """Whether a clip is as loud as the others, has no peak too high, and begins at once."""
    level = abs(clip.lufs - LEVEL_LUFS)
    return level <= TOLERANCE_LU and clip.peak < MOST_PEAK and clip.lead_s < MOST_LEAD_S


def write(path: Path, voice: str, lang: str, made_with: str, clips: Sequence[Coded]) -> None:
    """Write a voice. OtherHeadError: the clips were not coded alike."""
    heads = {_head(clip.stream) for clip in clips}
    if len(heads) != 1:
        raise OtherHeadError(f"{len(heads)} heads for {len(clips)} clips")
    (head,) = heads
    at = len(head)
    entries: list[Clip] = []
    body = [head]
    for clip in sorted(clips, key=lambda clip: clip.entry.hash):
        sound = clip.stream[len(head) :]
        entries.append(msgspec.structs.replace(clip.entry, at=at, size=len(sound)))
        body.append(sound)
        at += len(sound)
    index = msgspec.json.encode(
        Index(voice=voice, lang=lang, made_with=made_with, head_size=len(head), clips=tuple(entries))
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(MAGIC + len(index).to_bytes(4, "little") + index + b"".join(body))


def _pages(stream: bytes) -> Iterator[bytes]:
    """The pages of an Ogg stream."""
    at = 0
    while at < len(stream):
        segments = stream[at + _PAGE.size - 1]
        length = _PAGE.size + segments + sum(stream[at + _PAGE.size : at + _PAGE.size + segments])
        yield stream[at : at + length]
        at += length


def _head(stream: bytes) -> bytes:
    """The pages before the first sound: they end where a page has a position beyond 0."""
    head: list[bytes] = []
    for page in _pages(stream):
        if _PAGE.unpack_from(page)[3] > 0:
            break
        head.append(page)
    return b"".join(head)


def _renumbered(page: bytes) -> bytes:
    """A page with our serial number, and its checksum anew."""
    mark, version, flags, position, _, number, _, segments = _PAGE.unpack_from(page)
    start = _PAGE.pack(mark, version, flags, position, SERIAL, number, 0, segments)
    whole = bytearray(start + page[_PAGE.size :])
    whole[_CHECKSUM_AT : _CHECKSUM_AT + 4] = _checksum(whole).to_bytes(4, "little")
    return bytes(whole)


def _checksum(page: bytes | bytearray) -> int:
    """The CRC-32 of Ogg: polynomial 04c11db7, nothing reflected, begun at 0 (RFC 3533, 6)."""
    value = 0
    for byte in page:
        value = (value << 8) & 0xFFFFFFFF ^ _TABLE[(value >> 24) ^ byte]
    return value


def _table_entry(number: int) -> int:
    value = number << 24
    for _ in range(8):
        value = (value << 1) ^ (0x04C11DB7 if value & 0x80000000 else 0)
    return value & 0xFFFFFFFF


_TABLE = tuple(map(_table_entry, range(256)))
"""The checksum of each byte."""
