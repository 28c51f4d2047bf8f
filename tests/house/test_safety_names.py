"""Every control that SAFETY.md names has its test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMED = sorted(set(re.findall(r"`((?:tests|simulators)/[^`]+)`", (ROOT / "SAFETY.md").read_text(encoding="utf-8"))))


@pytest.mark.parametrize("named", NAMED)
def test_the_named_test_exists(named: str) -> None:
    """A file or folder, and where one is named, a function in it."""
    place, _, function = named.partition("::")
    path = ROOT / place

    assert path.exists()
    assert not function or f"def {function}(" in path.read_text(encoding="utf-8")
