"""Settling made audible: only where it is wished; it falls as the heart comes back, and follows no single beat."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from biofeedback.app import hearing, session_assembly
from biofeedback.cli import sound
from biofeedback.cues.words import SoundMode, Tone
from biofeedback.decisions import Phase, PhaseBegan
from biofeedback.events import Tick
from biofeedback.sound.hum import KEPT_S, LEVEL
from biofeedback.sound.mixer import Mixer
from biofeedback.sound.settling import LOW_HZ, SMOOTHED_S, Settling
from biofeedback.sound.sounding import Sounding
from biofeedback.sound.tones import RATE_HZ, Samples
from biofeedback.sound.wire import Hum, Item
from protocols.library import load
from protocols.training import TrainingProtocol
from tests.app.assembled import no_answers_due, practised
from tests.app.test_heard import Ear, heard_by

BLOCK = 480


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))


def _pitches(rates: list[float | None], rest_bpm: float | None = 60.0) -> list[float | None]:
    settling = Settling()
    return [settling.pitch_hz(float(t), rate, rest_bpm) for t, rate in enumerate(rates)]


def test_it_falls_as_the_heart_comes_back_and_ends_at_the_bottom() -> None:
    pitches = [each for each in _pitches([*np.linspace(72, 60, 30), *[60.0] * 90]) if each is not None]
    assert len(pitches) == 120
    assert pitches == sorted(pitches, reverse=True)
    assert pitches[-1] == pytest.approx(LOW_HZ, rel=0.01)


def test_a_step_is_heard_by_two_thirds_after_ten_to_fifteen_seconds() -> None:
    assert 10 <= SMOOTHED_S <= 15
    pitches = [each for each in _pitches([75.0, *[60.0] * 40]) if each is not None]
    octaves = np.log2(np.array(pitches) / LOW_HZ)
    assert octaves[round(SMOOTHED_S)] == pytest.approx(octaves[0] / np.e, rel=0.05)


def test_where_heart_or_rest_are_not_known_nothing_is_told() -> None:
    assert _pitches([None, 70.0], None) == [None, None]
    assert _pitches([None])[0] is None


class Heard:
    """A mixer, block by block."""

    def __init__(self) -> None:
        self.mixer, self.now = Mixer(), 100.0

    def listen(self, seconds: float) -> Samples:
        blocks = []
        for _ in range(round(seconds * RATE_HZ / BLOCK)):
            blocks.append(self.mixer.samples(BLOCK, self.now))
            self.now += BLOCK / RATE_HZ
        return np.concatenate(blocks)


def test_the_tone_is_soft_clickless_and_silent_beneath_a_cue() -> None:
    on = Heard()
    on.mixer.hum(200.0, on.now)
    made = on.listen(2.0)
    on.mixer.hum(160.0, on.now)
    made = np.concatenate((made, on.listen(3.0)))
    assert 0 < np.max(np.abs(made)) < 2 * LEVEL
    assert np.max(np.abs(np.diff(made))) < 2 * LEVEL * 3 * 2 * np.pi * 200 / RATE_HZ
    spectrum = np.abs(np.fft.rfft(made[-RATE_HZ:]))
    assert 155 < int(np.argmax(spectrum)) < 180

    on.mixer.play([Item(tone=Tone.TENSE), Item(silence_s=2.0)], on.now)
    assert not on.listen(2.4)[round(0.6 * RATE_HZ) :].any()


def test_it_ends_with_a_stop_and_of_itself_where_nobody_goes_on_telling_it() -> None:
    for end in ("stop", "silence"):
        on = Heard()
        on.mixer.hum(200.0, on.now)
        assert on.listen(2.0).any()
        if end == "stop":
            on.mixer.play([Item(tone=Tone.STOP)], on.now)
            on.listen(2.0)
        else:
            on.listen(KEPT_S)
        assert not on.listen(1.0).any()


async def _hums(settling: bool) -> list[Hum]:
    ear = Ear()

    def sound_of(protocol: TrainingProtocol, lang: str, mode: SoundMode, speed: float) -> Sounding:
        return Sounding(protocol, lang, ear, mode=SoundMode.TONES, speed=speed, settling=settling)

    no_answers_due()
    await practised(replace(heard_by(ear, "restless", {}), sound=sound_of), protocol="four_groups")
    return [each for each in ear.told if isinstance(each, Hum)]


async def test_in_a_session_it_is_told_only_where_it_is_wished(monkeypatch: pytest.MonkeyPatch) -> None:
    """Through the whole program, with a heart that has to settle, of somebody who has practised before."""
    monkeypatch.setattr(session_assembly, "_has_practised", lambda: True)
    assert not await _hums(False)
    told = await _hums(True)
    assert [each.hz for each in told if each.hz is not None]
    assert told[-1].hz is None


def test_it_is_off_until_it_is_wished(capsys: pytest.CaptureFixture[str]) -> None:
    assert not hearing.settling_heard()
    assert sound.settling(True, "en") == 0
    assert hearing.settling_heard()
    sound.settling(None, "zh")
    assert capsys.readouterr().out.strip()


def test_it_ends_with_its_pause() -> None:
    ear = Ear()
    sounding = Sounding(load("three_minutes"), "en", ear, mode=SoundMode.TONES, settling=True)
    sounding.on_step(Tick(t=1.0), (PhaseBegan(t=1.0, phase=Phase.SETTLE),))
    sounding.on_step(Tick(t=9.0), (PhaseBegan(t=9.0, phase=Phase.PREPARE, step=0, group="both_arms"),))
    assert [each for each in ear.told if isinstance(each, Hum)] == [Hum()]
