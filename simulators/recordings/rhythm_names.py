"""Rhythms as tables name them, by the one name that annotations of PhysioNet have for them: `(AFIB`."""

from __future__ import annotations

_NAMES = frozenset({
    "AB", "AFIB", "AFL", "ASYS", "B", "BI", "BII", "HGEA", "IVR", "N", "NOD", "NOISE", "NSR", "P", "PREX", "SAB", "SBR",
    "SVTA", "T", "VER", "VF", "VFL", "VT",
})  # fmt: skip
"""What the annotations of PhysioNet call rhythms, those of its databases `mitdb` and `vfdb`."""

_ALSO = {
    "AF": "AFIB",
    "A-FIB": "AFIB",
    "ATRIAL FIBRILLATION": "AFIB",
    "ATRIAL FLUTTER": "AFL",
    "AFLUTTER": "AFL",
    "SVT": "SVTA",
    "SR": "N",
    "SINUS": "N",
    "SINUS RHYTHM": "N",
    "NORMAL": "N",
    "NORMAL SINUS RHYTHM": "N",
    "BIGEMINY": "B",
    "TRIGEMINY": "T",
}
"""Words that people write for them in tables, in capitals."""


def rhythm_named(written: str) -> str:
    """The name of a rhythm, with its bracket; what is none that is known stays as it was written."""
    word = " ".join(written.strip().lstrip("(").upper().replace("_", " ").split())
    name = _ALSO.get(word, word)
    return f"({name}" if name in _NAMES else written
