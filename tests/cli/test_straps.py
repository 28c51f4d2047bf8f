"""`devices`: the straps in reach, each with what is known of it since it was worn."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from biofeedback.app import straps_near
from biofeedback.app.strap_in_use import StrapInUse
from biofeedback.cli import straps
from biofeedback.errors import BluetoothUnavailable
from biofeedback.languages import LANGUAGES
from biofeedback.store.remembered import STRAPS_KEPT, KnownStrap, Remembered, recall, remember
from devices.extras import Extra, MotionStream
from devices.link import LinkStage, LinkState
from devices.pmd import Chosen, Measurement, Setting
from devices.reach import StrapInReach
from devices.strap import Strap
from devices.strap_streams import INTERVALS, described
from tests.devices.inprocess import VirtualClock

WORN, OTHER = "C0:FF:EE:00:00:01", "C0:FF:EE:00:00:02"
BOTH = frozenset({Measurement.ECG, Measurement.ACCELERATION})
LIVE = LinkState(stage=LinkStage.LIVE, since=0.0, name="Mine", battery_percent=83, sends_rr=True, offers=BOTH)


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))


def near(monkeypatch: pytest.MonkeyPatch, *found: StrapInReach) -> None:
    async def scan() -> tuple[StrapInReach, ...]:
        return found

    monkeypatch.setattr(straps_near, "straps_in_reach", scan)


def worn(address: str, state: LinkState) -> None:
    """A session with that strap is over."""
    clock = VirtualClock()
    strap = Strap(clock, address)
    strap._link.state = state
    StrapInUse(strap, clock).keep()


def test_what_a_strap_showed_when_it_was_worn_is_listed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of one that was never worn nothing is claimed."""
    worn(WORN, LIVE)
    near(
        monkeypatch,
        StrapInReach(address=WORN.lower(), name="Mine", rssi_dbm=-50),
        StrapInReach(address=OTHER, name=None, rssi_dbm=None),
    )
    straps.show_list(as_json=False, lang="en")
    out = capsys.readouterr().out.splitlines()
    assert (
        out[1].strip() == "sends beat-to-beat intervals, has an ECG, has a movement sensor, battery 83 % when last worn"
    )
    assert out[2] == f"ble:{OTHER}  -  connected"
    assert "once it was worn" in out[3]


def test_as_json_what_is_not_known_is_null(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Never false, and never 0."""
    worn(WORN, replace(LIVE, sends_rr=False, extra=Extra.UNPAIRED, offers=None, battery_percent=None))
    near(
        monkeypatch,
        StrapInReach(address=WORN, name="Mine", rssi_dbm=-50),
        StrapInReach(address=OTHER, name=None, rssi_dbm=-70),
    )
    straps.show_list(as_json=True, lang="en")
    mine, other = map(json.loads, capsys.readouterr().out.splitlines())
    unsaid: dict[str, object] = {"battery_percent": None, "ecg": None, "motion": None, "streams": []}
    assert mine == {"address": WORN, "name": "Mine", "rssi_dbm": -50, "sends_rr": False} | unsaid
    assert other == {"address": OTHER, "name": None, "rssi_dbm": -70, "sends_rr": None} | unsaid


def test_what_streams_it_had_is_listed_with_rate_and_range(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In words, and whole for a program."""
    settings = (Chosen(setting=Setting.SAMPLE_RATE_HZ, values=(52,)), Chosen(setting=Setting.RANGE, values=(8,)))
    begun = [described(each, settings) for each in (Measurement.ECG, Measurement.ACCELERATION)]
    worn(
        WORN,
        replace(
            LIVE, extra=Extra.ECG, motion=MotionStream.RUNS, begun=tuple(each for each in begun if each is not None)
        ),
    )
    near(monkeypatch, StrapInReach(address=WORN, name="Mine", rssi_dbm=-50))
    straps.show_list(as_json=False, lang="en")
    assert "has an ECG (52 a second), has a movement sensor (52 a second, up to 8000 mg)" in capsys.readouterr().out
    straps.show_list(as_json=True, lang="en")
    listed = json.loads(capsys.readouterr().out)["streams"]
    assert [(each["kind"], each["unit"], each["rate_hz"], each["full_scale"]) for each in listed] == [
        ("beats", "ms", None, None),
        ("ecg", "uV", 52.0, None),
        ("motion", "mg", 52.0, 8000.0),
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_strap_is_one_clear_line(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to do."""
    near(monkeypatch)
    with pytest.raises(BluetoothUnavailable) as told:
        straps.show_list(as_json=False, lang=lang)
    assert "\n" not in told.value.message


def test_what_a_strap_did_not_say_this_time_is_as_it_was() -> None:
    """A battery that could not be read is still the one that was read last week."""
    worn(WORN, LIVE)
    worn(WORN, LinkState(stage=LinkStage.LIVE, since=0.0))
    known = KnownStrap(
        address=WORN, name="Mine", sends_rr=True, ecg=True, motion=True, streams=(INTERVALS,), battery_percent=83
    )
    assert recall().straps == (known,)
    assert (recall().strap_address, recall().strap_name) == (WORN, "Mine")


def test_only_so_many_are_kept_and_nothing_else_is_lost() -> None:
    """The one worn last comes first, and is the one that is looked for."""
    remember(Remembered(protocol="four_groups", lang="zh"))
    for number in range(STRAPS_KEPT + 2):
        worn(f"C0:FF:EE:00:01:{number:02X}", LIVE)
    after = recall()
    assert len(after.straps) == STRAPS_KEPT
    assert after.straps[0].address == after.strap_address == f"C0:FF:EE:00:01:{STRAPS_KEPT + 1:02X}"
    assert (after.protocol, after.lang) == ("four_groups", "zh")


def test_the_name_of_a_strap_does_not_act_on_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Anybody near can call a strap what they like: neither the list nor a program that reads it is fooled."""
    name = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202ePo\nlar"
    near(monkeypatch, StrapInReach(address=WORN, name=name, rssi_dbm=-50))
    straps.show_list(as_json=False, lang="en")
    shown = capsys.readouterr().out
    straps.show_list(as_json=True, lang="en")
    given = capsys.readouterr().out

    assert shown.splitlines()[0] == f"ble:{WORN}  Po lar  -50 dBm"
    assert all(line.isprintable() for line in (*shown.splitlines(), *given.splitlines()))
    assert json.loads(given)["name"] == name
