"""What the screen is told of a strap."""

from __future__ import annotations

from dataclasses import replace

from biofeedback.cli.worn import NOTE_S, Worn
from devices.link import Extra, LinkState, Stage
from devices.strap import Strap
from tests.devices.inprocess import VirtualClock


def codes(worn: Worn) -> list[str]:
    return [why.code for why in worn.says()]


def test_a_strap_that_works_says_shortly_what_is_worth_knowing() -> None:
    """While something is wrong, only that; then its notes, each set once; then nothing."""
    clock = VirtualClock()
    strap = Strap(clock)
    worn = Worn(strap, clock)
    assert codes(worn) == ["devices.scanning", "devices.scanning_next"]
    live = LinkState(stage=Stage.LIVE, since=0.0)
    strap._link.state = live
    assert codes(worn) == []
    strap._link.state = replace(live, extra=Extra.UNPAIRED)
    assert codes(worn) == ["devices.extra_unpaired"]
    clock.move(NOTE_S)
    assert codes(worn) == []
    strap._link.state = replace(live, extra=Extra.UNPAIRED, sends_rr=False)
    assert codes(worn) == ["devices.no_intervals", "devices.extra_unpaired"]
    strap._link.state = replace(strap._link.state, stage=Stage.GAP)
    assert codes(worn) == ["devices.gap", "devices.gap_next"]
