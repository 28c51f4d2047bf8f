"""ZIP files that hold one recording: watches and health accounts export so. Which of their files it is, is told."""

from __future__ import annotations

import struct
import zipfile
from typing import IO

from simulators.refusal import refused

_MOST_LISTED = 5_000_000
"""Bytes of the list of files at the end: of a hundred thousand files."""

_TAIL = 66_000
"""Bytes at the end in which the list's own place stands."""

_APPLE = "apple_health_export"
"""Folder of Apple's export: of its XML files the largest is the one with the records."""

_OTHER = ("__MACOSX/", "[Content_Types].xml", "mimetype")
"""What an archiver adds; and what office documents begin with."""


def recording_in(raw: IO[bytes]) -> tuple[str, IO[bytes]] | None:
    """Name and content of the one file in a ZIP; None where it is an office document, whose kind another reader names.

    Raises InputError (zip_several, truncated) where it holds several, or none.
    """
    _must_be_small(raw)
    try:
        archive = zipfile.ZipFile(raw)
        names = archive.namelist()
        if any(name in _OTHER for name in names):
            return None
        there = [
            each
            for each in archive.infolist()
            if not each.is_dir() and not each.filename.startswith(_OTHER) and "/." not in f"/{each.filename}"
        ]
        apple = [e for e in there if _APPLE in e.filename and e.filename.lower().endswith(".xml")]
        chosen = [max(apple, key=lambda each: each.file_size)] if apple else there
        if len(chosen) != 1:
            raise refused("zip_several", count=len(chosen))
        return chosen[0].filename, archive.open(chosen[0])
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, UnicodeError, ValueError, OverflowError) as problem:
        raise refused("truncated", say="zip_damaged") from problem


def _must_be_small(raw: IO[bytes]) -> None:
    """Raises InputError where the list of files is longer than any export's: it is read whole."""
    size = raw.seek(0, 2)
    raw.seek(max(0, size - _TAIL))
    tail = raw.read()
    raw.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 16:
        raise refused("truncated", say="zip_damaged")
    (listed,) = struct.unpack_from("<I", tail, at + 12)
    if _MOST_LISTED < listed < 0xFFFFFFFF or (listed == 0xFFFFFFFF and size < 0xFFFFFFFF):
        raise refused("zip_several", count="> 50000")
