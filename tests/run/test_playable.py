"""Whether anything may play is told by what the system shows; only where it is sure that nothing can, it is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from biofeedback.app import sound_mode
from biofeedback.cues.words import LedBy, SoundMode
from biofeedback.run.playable import may_play

NO_CARDS = "--- no soundcards ---\n"


def card(root: Path) -> None:
    (root / "proc" / "asound" / "cards").write_text(" 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n", "utf-8")


def listening(root: Path) -> None:
    (root / "run" / "user" / "7" / "pulse").mkdir(parents=True)
    (root / "run" / "user" / "7" / "pulse" / "native").touch()


def configured(root: Path) -> None:
    (root / "etc").mkdir()
    (root / "etc" / "asound.conf").touch()


def bare(root: Path) -> dict[str, str]:
    """A machine without any sound; the environment on it."""
    (root / "proc" / "asound").mkdir(parents=True)
    (root / "proc" / "asound" / "cards").write_text(NO_CARDS, "utf-8")
    return {"XDG_RUNTIME_DIR": str(root / "run" / "user" / "7"), "HOME": str(root / "home")}


def test_a_machine_without_server_card_or_setting_plays_nothing(tmp_path: Path) -> None:
    environ = bare(tmp_path)
    assert not may_play(environ, tmp_path, "linux")
    (tmp_path / "proc" / "asound" / "cards").unlink()
    assert not may_play(environ, tmp_path, "linux")


@pytest.mark.parametrize("has", [card, listening, configured])
def test_one_of_them_may_play(has: Callable[[Path], None], tmp_path: Path) -> None:
    environ = bare(tmp_path)
    has(tmp_path)
    assert may_play(environ, tmp_path, "linux")


def test_a_server_elsewhere_and_another_system_may_play(tmp_path: Path) -> None:
    environ = bare(tmp_path)
    assert may_play({**environ, "PULSE_SERVER": "tcp:192.168.0.7"}, tmp_path, "linux")
    assert may_play(environ, tmp_path, "darwin")


def test_where_nothing_plays_no_voice_is_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wished is said again as soon as something may play."""
    monkeypatch.setattr(sound_mode, "may_play", lambda: False)
    assert sound_mode.led_by(SoundMode.VOICE) in (LedBy.BELL, LedBy.NONE)
    assert sound_mode.led_by(SoundMode.OFF) is LedBy.OFF
    monkeypatch.setattr(sound_mode, "may_play", lambda: True)
    assert sound_mode.led_by(SoundMode.VOICE) is LedBy.VOICE
