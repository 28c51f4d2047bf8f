"""The stop-watches stop: figures can be had of every way that is timed. What they are is for `make latency`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.latency import measure, rig


@pytest.fixture(autouse=True)
def _ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rig that no longer fits the program fails, instead of waiting for ever."""
    monkeypatch.setattr(rig, "HANGS_S", 60.0)


async def test_packets_are_followed_by_frames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many figures as were asked for."""
    monkeypatch.setattr(measure, "FRAMES", 3)
    assert len(await measure.frames(tmp_path)) == 3


@pytest.mark.parametrize("way", [measure.stop_key, measure.lost_link, measure.palpitations])
async def test_each_stop_is_said_before_it_is_shown(way: measure.Way, tmp_path: Path) -> None:
    """The cue comes first, its frame after it."""
    stop = await way(tmp_path)
    assert 0 < stop.said <= stop.shown
