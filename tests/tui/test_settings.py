"""What is set holds at once and from then on, on the screen as on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from biofeedback.app import kept_settings, sound_mode, wished
from biofeedback.app.ports import Activity, StrapSeen
from biofeedback.app.session_assembly import Parts, open_session
from biofeedback.app.session_factory import LiveSessionFactory
from biofeedback.app.session_request import SessionRequest
from biofeedback.app.settable import Kind
from biofeedback.cli import settings as command
from biofeedback.clock import SessionClock
from biofeedback.cues.words import LedBy, SoundMode
from biofeedback.errors import StoreError, UsageError
from biofeedback.export.names import ExportFormat
from biofeedback.languages import LANGUAGES
from biofeedback.run.awake import Awake
from biofeedback.sound.volume import VOLUMES, gain_of
from biofeedback.store.remembered import Remembered, recall, remember
from biofeedback.texts import Texts
from biofeedback.tui.after.confirm import ConfirmScreen
from biofeedback.tui.after.settings import SettingsScreen, value_said
from biofeedback.tui.home import HomeScreen
from biofeedback.tui.look import Charset, Look
from biofeedback.why import why
from tests.tui.after_made import until
from tests.tui.drive import Stage, at_home, stage
from tests.tui.fake_factory import FakeFactory
from tests.tui.fake_settings import FakeSettings
from tests.tui.snapshot import screen_text

UNKEPT = (why("keeping.not_kept"),)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("BIOFEEDBACK_SOUND", raising=False)
    return tmp_path / "data"


async def opened(on: Stage, *keys: str) -> None:
    await on.press("comma")
    await until(on, SettingsScreen)
    await on.press(*keys)


def test_every_setting_and_value_has_words_in_both_languages() -> None:
    for now in kept_settings.settings_now():
        assert now.value in now.setting.values
        for lang in LANGUAGES:
            texts = Texts(lang)
            assert texts.say(f"settings.{now.setting.name}")
            assert texts.say(f"settings.about_{now.setting.name}")
            for value in now.setting.values:
                one = type(now)(setting=now.setting, value=value)
                assert value_said(one, texts, Charset.ASCII)


def test_each_value_can_be_kept_and_comes_back() -> None:
    for setting in kept_settings.all_settings():
        for value in setting.values:
            kept_settings.keep(setting.name, value)
            assert kept_settings.setting_now(setting.name).value == value
    assert {each.kind for each in kept_settings.all_settings()} == set(Kind)


def test_what_can_no_longer_be_chosen_counts_as_not_chosen() -> None:
    remember(Remembered(volume_percent=37, sound="shouting"))
    assert kept_settings.setting_now("volume").value == "100"
    assert kept_settings.setting_now("sound").value == "voice"


@pytest.mark.parametrize(("name", "value"), [("colour", "red"), ("volume", "0"), ("language", "tlh")])
def test_what_cannot_be_set_is_refused_in_one_line(name: str, value: str) -> None:
    with pytest.raises(UsageError) as refused:
        kept_settings.keep(name, value)
    assert "\n" not in Texts("zh").problem(refused.value)


def test_the_command_line_lists_and_sets_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run("volume", "60", False, "en") == 0
    assert command.run(None, None, False, "en") == 0
    listed = capsys.readouterr().out
    assert "volume = 60   (20, 40, 60, 80, 100)" in listed
    assert command.run(None, None, True, "en") == 0
    assert json.loads(capsys.readouterr().out)["volume"] == "60"


def test_the_quietest_is_a_sixth_and_never_nothing() -> None:
    gains = [gain_of(share) for share in VOLUMES]
    assert gains == sorted(gains)
    assert gains[-1] == 1.0
    assert gains[0] == pytest.approx(1 / 6, rel=0.1)
    assert gain_of(37) == 1.0


async def test_it_holds_at_once_and_is_kept() -> None:
    async with at_home(Look(), "usual") as on:
        await opened(on, "down", "down", "left", "left")
        assert on.factory.set_here.set_to == {"volume": "60"}
        assert "60 %" in screen_text(on.app)
        await on.press(*["left"] * 9)
        assert on.factory.set_here.set_to == {"volume": "20"}
        await on.press("escape")
        assert isinstance(on.app.screen, HomeScreen)


async def test_another_language_is_spoken_at_once() -> None:
    async with at_home(Look(), "usual") as on:
        await opened(on, "right")
        await on.pilot.pause(0.05)
        await until(on, SettingsScreen)
        assert "设置" in screen_text(on.app)
        await on.press("escape")
        assert "生物反馈放松练习" in screen_text(on.app)


async def test_colours_and_motion_change_at_once() -> None:
    async with at_home(Look(), "usual") as on:
        await opened(on, *["down"] * 5, "right")
        assert on.app.theme == "paper"
        await on.press("down", "right")
        assert not on.app.look.motion
        assert on.app.animation_level == "none"
        assert on.factory.set_here.set_to == {"theme": "paper", "motion": "off"}


@pytest.mark.parametrize(("plays", "said"), [(True, "Two tones were played"), (False, "Nothing plays here")])
async def test_the_volume_is_played(plays: bool, said: str) -> None:
    async with at_home(Look(), "usual", FakeFactory(set_here=FakeSettings(plays=plays))) as on:
        await opened(on, "space")
        assert on.factory.set_here.played == 0  # of a language nothing can be played
        await on.press("down", "down", "space")
        await on.pilot.pause(0.05)
        await on.settle()
        assert on.factory.set_here.played == 1
        assert said in screen_text(on.app)


async def test_all_is_written_for_another_program() -> None:
    async with at_home(Look(), "usual") as on:
        await opened(on, "end", "up", "enter", "enter")
        await on.pilot.pause(0.05)
        await on.settle()
        assert on.factory.set_here.exported == [ExportFormat.CSV]
        assert "biofeedback/exports" in screen_text(on.app)


@pytest.mark.parametrize(("answer", "left"), [("y", 0), ("enter", 7), ("escape", 7)])
async def test_everything_is_deleted_only_after_a_yes(answer: str, left: int) -> None:
    async with at_home(Look(), "usual") as on:
        await opened(on, "end", "enter")
        await until(on, ConfirmScreen)
        await on.press(answer)
        await on.pilot.pause(0.05)
        await until(on, SettingsScreen)
        assert on.factory.set_here.files == left
        said = "overwritten and deleted" if answer == "y" else "Nothing was deleted"
        assert said in screen_text(on.app)


async def test_what_cannot_be_kept_is_said() -> None:
    refusing = FakeSettings(refusal=StoreError("the disk is full", reasons=(why("keeping.not_kept"),)))
    async with at_home(Look(), "usual", FakeFactory(set_here=refusing)) as on:
        await opened(on, "down", "right")
        assert "the disk is full" in screen_text(on.app)


async def test_through_the_program_a_setting_outranks_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound_mode, "may_play", lambda: True)

    async def look(address: str | None) -> StrapSeen:
        return StrapSeen(name="Polar H10")

    factory = LiveSessionFactory(SessionRequest(sound=SoundMode.VOICE), look)
    async with stage(Look(), "usual", None, factory) as on:
        await opened(on, "down", "right")
        assert recall().sound == "tones"
        assert factory.sound() is LedBy.TONES
        await on.app.end()


@pytest.mark.parametrize("on", [True, False])
async def test_figures_and_staying_awake_are_as_they_were_set(on: bool) -> None:
    """In the very sessions that follow."""
    kept_settings.keep("figures", "on" if on else "off")
    kept_settings.keep("awake", "on" if on else "off")
    asked: list[int] = []

    class Asked(Awake):
        def __init__(self) -> None:
            asked.append(1)

        def close(self) -> None:
            pass

    def silence(*of: object) -> None:
        return None

    parts = Parts(clock=SessionClock, sound=silence, awake=Asked)
    session = open_session(Activity.DEMO, SessionRequest(unkept=UNKEPT), parts=parts)
    assert session.hides_numbers is not on
    assert bool(asked) is on
    assert wished.better_without_figures() is not on
    request = SessionRequest(source="person:calm", unkept=UNKEPT)
    watched = open_session(Activity.WATCH, request, parts=parts)
    assert not watched.hides_numbers
    await session.close()
    await watched.close()
