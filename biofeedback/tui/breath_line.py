"""The breath that is heard: its rate, who bears witness, the cue beside it, and its wave of late."""

from __future__ import annotations

from biofeedback.text_layout import columns
from biofeedback.texts import Texts
from biofeedback.tui.look import Charset
from biofeedback.view import SessionView

LEAST_WAVE = 12
"""Columns below which a wave is not worth drawing: three breaths in half a minute, four columns each."""
MOST_WAVE = 48
"""More columns show no more of half a minute."""
_LEVELS = {Charset.BRAILLE: "▁▂▃▄▅▆▇█", Charset.BLOCKS: "▁▂▃▄▅▆▇█", Charset.ASCII: "_.-~^"}
"""From breathed out to breathed in."""


def breath_line(view: SessionView, texts: Texts, width: int, charset: Charset) -> str:
    """In one line of at most `width` columns; empty where no breath is known."""
    breath = view.vitals.breath
    if breath is None:
        return ""
    witnesses = " + ".join(texts.say(f"breath.witness_{each.value}") for each in breath.witnesses)
    if view.pace is None:
        said = texts.say("breath.heard", rate=breath.rate_bpm, witnesses=witnesses)
    else:
        cue = view.pace.breaths_per_min
        said = texts.say("breath.heard_beside_cue", rate=breath.rate_bpm, witnesses=witnesses, cue=cue)
    left = width - columns(said) - 2
    if left < LEAST_WAVE or not view.vitals.breath_wave:
        return said if columns(said) <= width else ""
    return f"{said}  {_drawn(view.vitals.breath_wave, min(left, MOST_WAVE), charset)}"


def _drawn(wave: tuple[float, ...], wide: int, charset: Charset) -> str:
    levels = _LEVELS[charset]
    each = (wave[min(len(wave) - 1, k * len(wave) // wide)] for k in range(wide))
    return "".join(levels[min(len(levels) - 1, int((x + 1) / 2 * len(levels)))] for x in each)
