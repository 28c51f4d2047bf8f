"""Over all screens: every key leads somewhere from where home is near, and no English word stands in Chinese ones."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from biofeedback.app import examination
from biofeedback.app.bench import Bench
from biofeedback.app.ports import PastSession, StrapSeen
from biofeedback.app.session_factory import LiveSessionFactory
from biofeedback.app.session_request import SessionRequest
from biofeedback.decisions import Outcome
from biofeedback.errors import StoreError
from biofeedback.store.remembered import recall
from biofeedback.tui.home import HomeScreen
from biofeedback.tui.look import Look
from biofeedback.tui.text_widgets import WrappedText
from biofeedback.why import why
from devices.strap_checks import Check, Verdict
from tests.report.made import NOTE
from tests.tui.drive import Stage, at_home, stage
from tests.tui.fake_factory import FakeFactory
from tests.tui.fake_guide import TITLE
from tests.tui.snapshot import FOLDER, screen_text

NAMES = frozenset(
    {"RMSSD", "HRV", "ECG", "Esc", "Ctrl", "Polar", "Linux", "PRACTICE", "ble", "person", "calm", "restless"}
    | {"sqlite", *Bench("en").catalogue.persons, *Bench("en").catalogue.faults}  # as they are named
    | {"End", "Tab", "RSA", "BIDS", "EDF", "Elite", "JSON", "Kubios", "Logger"}
    | {"bids", "bug", "csv", "edf", "elite", "hrv", "kubios", "logger", "ndjson", "parquet", "report"}
    | {"biofeedback", "simulate", "protocol", "source", "seed", "adaptation", "fault", "tense", "three_minutes"}
)
"""What has no Chinese name, is a name, or is typed as it stands."""

PHRASES = ("English show this in English", "English", "sudo systemctl start bluetooth", NOTE)
"""The way back for who reads no Chinese; what is typed into a shell; and the words of whoever wrote a note."""

PAST = (
    PastSession(
        number=1, began="2026-03-01 20:15", title=TITLE, minutes=18.0, outcome=Outcome.COMPLETED,
        tension_before=6, tension_after=2,
    ),
)  # fmt: skip

WAYS_BACK = ("escape", "h")
"""What a person tries who wants to be home."""


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("BIOFEEDBACK_SOUND", "off")


def test_no_english_word_stands_in_a_chinese_screen() -> None:
    found = set[tuple[str, str]]()
    for file in FOLDER.glob("*-zh-*.txt"):
        text = " ".join(file.read_text(encoding="utf-8").split())
        for phrase in PHRASES:
            text = text.replace(phrase, "")
        found |= {(file.name, word) for word in re.findall(r"[A-Za-z_]{3,}", text) if word not in NAMES}
    assert found == set()


def keys_of(on: Stage) -> list[str]:
    """Every key that does something here, but for leaving the program and what only the framework has."""
    app = on.app
    leave = {"q", "x", "ctrl+c", "ctrl+q", "ctrl+z", "ctrl+p"}
    return sorted(
        key
        for key, bound in app.screen.active_bindings.items()
        if key not in leave and bound.node.__class__.__module__.startswith("biofeedback.")
    )


async def home_again(on: Stage) -> bool:
    """Whether those keys lead home from here."""
    for _ in range(4):
        for key in WAYS_BACK:
            if isinstance(on.app.screen, HomeScreen):
                return True
            await on.press(key)
    return isinstance(on.app.screen, HomeScreen)


async def test_from_every_key_of_home_and_every_key_after_it_home_is_near() -> None:
    """Two keys deep, all that there are; from each place home is reached, and there the keys still work."""
    walked = set[tuple[str, str]]()
    async with at_home(Look(), "usual", FakeFactory(past=PAST)) as on:
        for first in keys_of(on):
            await on.press(first)
            seconds = keys_of(on)
            for second in seconds:
                walked.add((first, second))
                await on.press(second)
                assert screen_text(on.app).strip(), (first, second)
                assert await home_again(on), (first, second, on.app.screen)
                await on.press(first)
            assert await home_again(on), (first, on.app.screen)
    assert {first for first, _ in walked} >= {"p", "d", "w", "2", "b", "s", "c", "question_mark"}


async def no_strap_near(_: str | None) -> StrapSeen:
    return StrapSeen(name="Polar H10")


async def test_the_language_chosen_at_home_is_that_of_the_next_session_and_of_the_next_time() -> None:
    factory = LiveSessionFactory(SessionRequest(), no_strap_near)
    async with stage(Look(), "usual", None, factory) as on:
        await on.press("l")
        assert recall().lang == "zh"
        assert factory._request.lang == "zh"
        await on.press("l")
        assert recall().lang == "en"
        await on.app.end()


async def test_the_check_from_home_looks_at_this_computer_though_the_screen_has_taken_standard_output(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def no_radio(_: Callable[[StoreError], None]) -> AsyncIterator[Check]:
        yield Check(name="strap", verdict=Verdict.SKIPPED, words=why("cli.doctor_sleeps"))

    monkeypatch.setattr(examination, "of_strap", no_radio)
    monkeypatch.setenv("TERM", "xterm-256color")
    async with stage(Look(), "usual", None, LiveSessionFactory(SessionRequest(), no_strap_near)) as on:
        await on.press("c")
        for _ in range(200):
            if "full screen" in on.app.screen.query_one("#found", WrappedText).text:  # it may be below the last row
                break
            await on.pilot.pause(0.02)
        assert "full screen" in on.app.screen.query_one("#found", WrappedText).text
        await on.app.end()
