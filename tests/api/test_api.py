"""The page of the Python interface is true, and asking for the package alone loads none of it."""

from __future__ import annotations

import doctest
import subprocess
import sys
from math import pi, sin
from pathlib import Path

import pytest

import biofeedback
from biofeedback.errors import UsageError
from tests.house.tree import ROOT
from tests.report.sessions import keep


def test_the_page_is_true_line_by_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run as it stands, in a folder with one recording and one kept session."""
    t, rows = 0.0, ["t_s,rr_ms"]
    for _ in range(600):
        rr = round(915 + 40 * sin(2 * pi * t / 12))
        t += rr / 1000
        rows.append(f"{t:.3f},{rr}")
    (tmp_path / "walk.csv").write_text("\n".join(rows))
    keep(tmp_path / "data", protocol="three_minutes", note="warm hands")
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    ran = doctest.testfile(str(ROOT / "API.md"), module_relative=False, encoding="utf-8")

    assert ran.attempted > 20
    assert ran.failed == 0


def test_the_package_alone_loads_nothing() -> None:
    """Its functions are loaded when they are asked for."""
    code = "import biofeedback, sys; assert 'biofeedback.api' not in sys.modules; biofeedback.read"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stderr
    assert all(hasattr(biofeedback, name) for name in biofeedback.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        biofeedback.nothing  # noqa: B018


def test_without_pandas_one_clear_line_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named."""
    practised = biofeedback.simulate("three_minutes")
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(UsageError, match=r"biofeedback\[frames\]"):
        practised.to_frame()


def test_a_unit_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not 'fortnights'"):
        biofeedback.read(tmp_path / "walk.csv", unit="fortnights")
