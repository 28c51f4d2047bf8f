"""The answer that is put in is the one that is told, and a plain one is found."""

from __future__ import annotations

import numpy as np
import pytest

from biofeedback.signal.baseline import BASELINE_S
from simulators.lab.benchmark.responses import (
    GROUPS,
    HOLD_S,
    INJECTED,
    LEAD_IN_S,
    InjectedResponse,
    conclusions,
    injected,
    measured,
)

RR_S = (0.9 + np.random.default_rng(2).normal(0, 0.02, 1400)).tolist()
REST_S = 48.0


def test_nothing_put_in_changes_nothing() -> None:
    """Every interval is as it was."""
    assert list(injected(RR_S, REST_S, INJECTED[0])) == pytest.approx(RR_S)


def test_the_answer_has_the_size_that_is_told() -> None:
    """In the rests; before the session and in the announcements the heart is as it was."""
    moved = np.array(list(injected(RR_S, REST_S, INJECTED[1])))
    clock = np.cumsum(moved)
    into = (clock - BASELINE_S) % (LEAD_IN_S + HOLD_S + REST_S)
    guided = (clock > BASELINE_S) & (clock < BASELINE_S + GROUPS * (LEAD_IN_S + HOLD_S + REST_S))
    rests = guided & (into > LEAD_IN_S + HOLD_S + 20)
    before = guided & (into > 5) & (into < LEAD_IN_S)
    assert moved[rests].mean() / moved[before].mean() == pytest.approx(INJECTED[1].stretch, abs=0.01)
    assert moved[clock < BASELINE_S - 5] == pytest.approx(RR_S[: int((clock < BASELINE_S - 5).sum())])


def test_a_plain_answer_is_found_for_what_it_is() -> None:
    """Slower and more varied; and quicker where it is the other way round."""
    assert conclusions(measured(RR_S, REST_S, INJECTED[1])) == {"slower", "varied", "slower or varied"}
    assert conclusions(measured(RR_S, REST_S, InjectedResponse("the other way", 1.0, 0.93, 0.0))) == {"quicker"}
