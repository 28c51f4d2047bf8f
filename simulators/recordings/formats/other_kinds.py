"""Files of other kinds, known by their first bytes, so that a refusal can say what they are."""

from __future__ import annotations

from simulators.recordings.asked import Asked
from simulators.recordings.formats.form import Format
from simulators.recordings.opened import OpenFile
from simulators.recordings.recording import Recording
from simulators.refusal import refused

MARKS = (
    (b"ISHNE1.0", "ISHNE Holter"),
    (b"PK\x03\x04", "ZIP, Excel or Numbers"),
    (b"%PDF", "PDF"),
    (b"SQLite format 3\0", "SQLite"),
    (b"\x89HDF\r\n\x1a\n", "HDF5 or MATLAB 7.3"),
    (b"MATLAB 5.0", "MATLAB"),
    (b"PAR1", "Parquet"),
    (b"GDF 2.", "GDF"),
    (b"GDF 1.", "GDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"RIFF", "WAV or AVI"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"7z\xbc\xaf'\x1c", "7-Zip"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"\x93NUMPY", "NumPy"),
    (b"\xd0\xcf\x11\xe0", "Excel 97 or Word 97"),
    (b"SCP-ECG", "SCP-ECG"),
    (b"\x80\x04\x95", "Python pickle"),
    (b"{\\rtf", "RTF"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\x7fELF", "ELF"),
    (b"OggS", "Ogg"),
    (b"bplist00", "Apple property list"),
    (b"Obj\x01", "Avro"),
    (b"ARROW1", "Feather"),
    (b"$FL2@(#)", "SPSS"),
    (b"RDX3\n", "R"),
)
"""First bytes, and the name of the kind; the better known first."""

_WEB = (b"<!doctype html", b"<html")
"""What a web page begins with, in small letters."""

_DICOM = (128, b"DICM")
"""DICOM has its mark behind an empty preamble."""


def _kind(beginning: bytes) -> str | None:
    found = next((name for mark, name in MARKS if beginning.startswith(mark)), None)
    if found is None and beginning[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_WEB):
        return "HTML"
    if found is None and beginning[_DICOM[0] : _DICOM[0] + len(_DICOM[1])] == _DICOM[1]:
        return "DICOM"
    return found


def _is(file: OpenFile, _asked: Asked) -> bool:
    return _kind(file.beginning) is not None


def _read(file: OpenFile, _asked: Asked) -> Recording:
    raise refused("other_kind", name=_kind(file.beginning) or "")


FORMAT = Format(_is, _read)
"""Files that are something else."""
