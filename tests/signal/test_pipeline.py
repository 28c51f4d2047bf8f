"""A recording goes through the stages in blocks, a live heart beat by beat: what is said is the same."""

from __future__ import annotations

from random import Random

import pytest

from biofeedback.findings import Activity, Beat, Finding, RawBeat, ShiftFound, ShiftLost
from biofeedback.signal.analysis import BLOCK_BEATS
from biofeedback.signal.pipeline import PipelineOutput, SignalPipeline
from tests.signal.made_streams import Heart
from tests.signal.series import raw_beats

BASELINE_BEATS = 330
"""Intervals of the baseline, five minutes."""


def _troubled() -> list[RawBeat]:
    """A baseline; then lost time, a silence, beats by turns short and long; at last a heart that calms."""
    chance = Random(5)
    rr = Heart().intervals(700, chance) + Heart(mean_ms=1060, swing_ms=110).intervals(700, chance)
    for k in range(400, 440):
        rr[k] = 520.0 if k % 2 else 1180.0
    rr[500] = 5200.0
    return raw_beats(rr, gaps=frozenset({90, 560}))


@pytest.mark.parametrize("block", [1, 2, 7, BLOCK_BEATS, 10 * BLOCK_BEATS])
def test_blocks_say_what_beats_say_one_by_one(block: int) -> None:
    """Classes, warnings, shifts and what a silence says: all the same, however long a block is."""
    raws = _troubled()
    rest, raws = raws[:BASELINE_BEATS], raws[BASELINE_BEATS:]
    alone, together = _rested(rest), _rested(rest)
    one_by_one, in_blocks = list[PipelineOutput](), list[PipelineOutput]()
    for raw in raws:
        while (due := alone.deadline) is not None and due < raw.t:
            one_by_one.append(PipelineOutput((), alone.silence(due)))
        one_by_one.append(alone.push(raw, Activity.FREE))
    for k in range(0, len(raws), block):
        in_blocks.append(together.push_block(raws[k : k + block], Activity.FREE))
    one_by_one.append(alone.finish(Activity.FREE))
    in_blocks.append(together.finish(Activity.FREE))
    assert _beats(in_blocks) == _beats(one_by_one)
    assert _findings(in_blocks) == _findings(one_by_one)
    warnings, shifts = _findings(one_by_one)
    assert warnings
    assert shifts


def _rested(raws: list[RawBeat]) -> SignalPipeline:
    """A pipeline that has taken its baseline from these."""
    pipeline = SignalPipeline()
    pipeline.begin_baseline(0.0)
    for raw in raws:
        pipeline.push(raw, Activity.BASELINE)
    pipeline.end_baseline(raws[-1].t)
    return pipeline


def _beats(heard: list[PipelineOutput]) -> list[Beat]:
    return [beat for each in heard for beat in each.beats]


def _findings(heard: list[PipelineOutput]) -> tuple[list[Finding], list[Finding]]:
    """Warnings and shifts, each in their order."""
    found = [finding for each in heard for finding in each.findings]
    shifts = [each for each in found if isinstance(each, ShiftFound | ShiftLost)]
    return [each for each in found if each not in shifts], list[Finding](shifts)
