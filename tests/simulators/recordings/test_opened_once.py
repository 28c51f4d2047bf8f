"""Each file is opened once, whatever holds the recording and however many files it is in."""

from __future__ import annotations

import builtins
import io
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulators.recordings.reading import read
from tests.signal.ecg.synthetic import ecg, rhythm
from tests.simulators.recordings.fit_files import fit, hrv
from tests.simulators.recordings.test_ecg import edf, write

MARKS = b"".join([(1 << 10 | 100).to_bytes(2, "little")] * 20) + b"\0\0"


def table(folder: Path) -> Path:
    (folder / "r.csv").write_text("t_s,rr_ms,label,rhythm\n0.8,800,N,(N\n1.6,800,V,\n")
    return folder / "r.csv"


def watch(folder: Path) -> Path:
    (folder / "r.fit").write_bytes(fit(hrv(800, 810)))
    return folder / "r.fit"


def signal(folder: Path) -> Path:
    return write(folder, ecg(rhythm(20)).uv.astype(np.int64), gain="1000")


def night(folder: Path) -> Path:
    return edf(folder, ecg(rhythm(20)).uv)


def annotated(folder: Path) -> Path:
    header = signal(folder)
    header.with_suffix(".atr").write_bytes(MARKS)
    return header


def marks(folder: Path) -> Path:
    return annotated(folder).with_suffix(".atr")


@pytest.mark.parametrize(
    ("of", "names"),
    [
        (table, {"r.csv"}),
        (watch, {"r.fit"}),
        (night, {"night.EDF"}),
        (signal, {"r.hea", "r.dat"}),
        (annotated, {"r.hea", "r.dat", "r.atr"}),
        (marks, {"r.hea", "r.dat", "r.atr"}),
    ],
)
def test_each_file_is_opened_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, of: Callable[[Path], Path], names: set[str]
) -> None:
    """Beats, labels and ECG come of one reading."""
    path, opened, real = of(tmp_path), Counter[str](), io.open

    def counting(file: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(file, str | Path) and Path(file).parent == tmp_path:
            opened[Path(file).name] += 1
        return real(file, *args, **kwargs)

    monkeypatch.setattr(io, "open", counting)
    monkeypatch.setattr(builtins, "open", counting)
    read(path)

    assert opened == dict.fromkeys(names, 1)
