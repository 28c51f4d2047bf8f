"""What the screen is told of a strap."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from biofeedback.app.strap_in_use import BACK_AFTER_S, BACK_S, NOTE_S, StrapInUse, strap_source
from biofeedback.store.remembered import KnownStrap, recall, remember
from devices.extras import Extra
from devices.link import Lack, LinkStage, LinkState
from devices.strap import Strap
from tests.devices.inprocess import VirtualClock


def codes(worn: StrapInUse) -> list[str]:
    return [news.why.code for news in worn.says()]


def test_a_strap_that_works_says_shortly_what_is_worth_knowing() -> None:
    """While something is wrong, only that; then its notes, each set once; then nothing."""
    clock = VirtualClock()
    strap = Strap(clock)
    worn = StrapInUse(strap, clock)
    assert codes(worn) == ["devices.scanning", "devices.scanning_next"]
    live = LinkState(stage=LinkStage.LIVE, since=0.0)
    strap._link.state = live
    assert codes(worn) == []
    strap._link.state = replace(live, extra=Extra.UNPAIRED)
    assert codes(worn) == ["devices.extra_unpaired"]
    clock.move(NOTE_S)
    assert codes(worn) == []
    strap._link.state = replace(live, extra=Extra.UNPAIRED, sends_rr=False)
    assert codes(worn) == ["devices.no_intervals", "devices.extra_unpaired"]
    strap._link.state = replace(strap._link.state, stage=LinkStage.GAP)
    assert codes(worn) == ["devices.gap", "devices.gap_next"]


@pytest.mark.parametrize(
    "wrong",
    [LinkState(stage=LinkStage.GAP, since=0.0), LinkState(stage=LinkStage.LIVE, since=0.0, lack=Lack.CONTACT)],
    ids=["silent", "no contact"],
)
def test_a_strap_that_was_away_says_shortly_that_it_is_back(wrong: LinkState) -> None:
    """Once it has been well for a moment; not after a mere delay, and not the first time."""
    clock = VirtualClock()
    strap = Strap(clock)
    worn, live = StrapInUse(strap, clock), LinkState(stage=LinkStage.LIVE, since=0.0)
    for first in (wrong, live, replace(live, stage=LinkStage.WEAK), live):
        strap._link.state = first
        clock.move(clock.now() + BACK_AFTER_S)
        said = codes(worn)
        clock.move(clock.now() + BACK_AFTER_S)
        assert codes(worn) == said
        assert "devices.back" not in said
    strap._link.state = wrong
    assert len(codes(worn)) == 2
    strap._link.state = live
    assert codes(worn) == []
    clock.move(clock.now() + BACK_AFTER_S)
    assert codes(worn) == codes(worn) == ["devices.back"]
    clock.move(clock.now() + BACK_S)
    assert codes(worn) == []


def sought(address: str | None) -> tuple[str | None, str | None]:
    """Where and under which name a strap is looked for."""
    strap = strap_source(VirtualClock(), address, guards=True)
    return strap.address, strap.name


def test_the_remembered_strap_is_looked_for_by_its_name_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that was named by an address by the name that is known of it; of a stranger nothing is known."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    assert sought(None) == (None, None)
    for address, name in (("A1", "Polar H10 7E1B542C"), ("B1", "Polar H10 12345678")):
        remember(recall().having_worn(KnownStrap(address=address, name=name)))
    assert sought(None) == ("B1", "Polar H10 12345678")
    assert sought("a1") == ("a1", "Polar H10 7E1B542C")
    assert sought("C1") == ("C1", None)
