"""A rendered session says the right thing at the right second, and nothing lies over anything else."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from biofeedback.app.session_audio import moments, render
from biofeedback.cues.words import Tone
from biofeedback.decisions import Action, CueGiven
from biofeedback.errors import UsageError
from biofeedback.sound.tones import RATE_HZ, tone
from protocols.library import load

ONE_STEP = 12_000  # half a second: how far a tone is looked for beyond its time


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))


def test_each_tension_and_each_release_sounds_at_its_second(tmp_path: Path) -> None:
    out = tmp_path / "session.wav"
    made = render("three_minutes", "en", out)
    with wave.open(str(out)) as file:
        heard = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32767
    assert len(heard) / RATE_HZ == pytest.approx(made.seconds)
    wanted = {Action.TENSE: Tone.TENSE, Action.RELEASE: Tone.RELEASE}
    cued = [each for said in moments(load("three_minutes")) for each in said if isinstance(each, CueGiven)]
    asked = [(cue.t, wanted[cue.action]) for cue in cued if cue.action in wanted]
    assert len(asked) == 8
    for t, kind in asked:
        sought, at = tone(kind), round(t * RATE_HZ)
        match = np.correlate(heard[at : at + len(sought) + ONE_STEP], sought, "valid") / float(np.dot(sought, sought))
        assert np.max(match) == pytest.approx(1.0, abs=0.02)
        assert int(np.argmax(match)) / RATE_HZ < 0.05


def test_a_file_of_an_unknown_kind_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can be written"):
        render("three_minutes", "en", tmp_path / "session.m4b")
