"""Two sources in `watch`: which go together."""

from __future__ import annotations

import pytest

from biofeedback.app.session_request import SessionRequest
from biofeedback.app.watched_pair import apart, sources_of
from biofeedback.errors import UsageError
from devices import scan
from devices.reach import StrapInReach


@pytest.mark.parametrize(
    ("first", "second"), [("ble", "ble"), ("ble:C0:FF", "ble"), ("ble", "ble:C0:FF"), ("ble:C0:FF", "ble:c0:ff")]
)
def test_two_that_could_be_the_same_strap_are_refused(first: str, second: str) -> None:
    """Each needs an address, and another one."""
    with pytest.raises(UsageError, match="an address each"):
        apart(first, second, "en")


@pytest.mark.parametrize(
    ("first", "second"), [("ble:A", "ble:B"), ("ble", "person:calm"), ("person:calm", "person:calm")]
)
def test_two_that_are_different_go_together(first: str, second: str) -> None:
    """A strap and a simulated heart, too."""
    assert apart(first, second, "en") == (first, second)


async def test_from_the_home_screen_the_two_strongest_straps_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """With fewer than two in reach one line says so."""
    straps = [StrapInReach(address=each, name=None, rssi_dbm=-50) for each in ("A", "B", "C")]

    async def in_reach() -> tuple[StrapInReach, ...]:
        return tuple(straps)

    monkeypatch.setattr(scan, "straps_in_reach", in_reach)
    assert await sources_of(SessionRequest()) == ("ble:A", "ble:B")
    mine = [StrapInReach(address=each, name="Polar H10 7E1B542C", rssi_dbm=-40) for each in ("A0", "A1")]
    straps[:0] = mine  # one strap, which has just changed its address
    assert await sources_of(SessionRequest()) == ("ble:A0", "ble:A")
    del straps[:2]
    del straps[1:]
    with pytest.raises(UsageError, match="Two straps are needed, and 1"):
        await sources_of(SessionRequest())
