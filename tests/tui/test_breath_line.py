"""The breath that is heard stands beside the cue: rate, witnesses and wave, as far as there is room."""

from __future__ import annotations

from dataclasses import replace

import pytest

from biofeedback.coach.watching import Watching
from biofeedback.findings import Breath, BreathWitness
from biofeedback.text_layout import columns
from biofeedback.texts import Texts
from biofeedback.tui.breath_line import breath_line
from biofeedback.tui.look import Charset
from biofeedback.view import SessionView
from protocols.training import Pace

WAVE = tuple((-1.0, 0.0, 1.0, 0.0)[k // 8 % 4] for k in range(128))


def view(*, cued: bool = False, known: bool = True) -> SessionView:
    nothing = Watching().view(0.0)
    witnesses = (BreathWitness.INTERVALS, BreathWitness.ECG)
    breath = Breath(t=0.0, rate_bpm=6.12, sd_bpm=0.4, confidence=0.97, witnesses=witnesses)
    vitals = replace(nothing.vitals, breath=breath if known else None, breath_wave=WAVE if known else ())
    return replace(nothing, vitals=vitals, pace=Pace(breaths_per_min=6.0, inhale_share=0.4) if cued else None)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_rate_and_witnesses_are_said_and_the_cue_beside_them(lang: str) -> None:
    """With one more digit where two rates are compared."""
    texts = Texts(lang)
    assert "6" in breath_line(view(), texts, 80, Charset.BLOCKS)
    beside = breath_line(view(cued=True), texts, 80, Charset.BLOCKS)
    assert "6.1" in beside
    assert "6.0" in beside
    assert texts.say("breath.witness_ecg") in beside


@pytest.mark.parametrize("wide", [20, 40, 60, 100])
def test_the_wave_takes_the_room_that_is_left(wide: int) -> None:
    """Rather no wave, or nothing, than half a sentence."""
    line = breath_line(view(), Texts("en"), wide, Charset.ASCII)
    assert columns(line) <= wide
    assert (line == "") == (wide == 20)
    assert ("^" in line and "_" in line) == (wide >= 60)


def test_an_unknown_breath_is_not_shown() -> None:
    """No figure, no line at rest."""
    assert breath_line(view(known=False), Texts("en"), 80, Charset.BLOCKS) == ""
