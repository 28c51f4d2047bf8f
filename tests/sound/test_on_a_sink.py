"""On a PulseAudio of the test's own, whose only sink plays nowhere: what is told is really played."""

from __future__ import annotations

import math
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sound.heard import exits, release_without
from tests.sound.null_sink import NullSink, missing

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing()), reason=f"no {', '.join(missing())} here: nothing can be recorded"),
]


@pytest.fixture
def sink(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[NullSink]:
    running = NullSink(tmp_path)
    for name, value in running.environ.items():
        monkeypatch.setenv(name, value)
    yield running
    running.stop()


@pytest.mark.parametrize("deed", [signal.SIGSTOP, signal.SIGKILL], ids=["hangs", "is killed"])
def test_a_release_is_heard_though_the_program_that_began_the_tension_does_nothing_more(
    deed: signal.Signals, sink: NullSink
) -> None:
    """And the process that played it ends. How late it is heard, `make heard` measures."""
    assert all(map(math.isfinite, release_without(sink, 1, deed, "").ms))


def test_the_process_that_plays_ends_when_it_is_left(sink: NullSink) -> None:
    assert all(map(math.isfinite, exits(sink, 2).ms))
