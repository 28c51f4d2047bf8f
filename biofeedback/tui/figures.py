"""The heart in calm words: whole numbers with window and uncertainty, a sentence where there are none."""

from __future__ import annotations

from dataclasses import dataclass

from biofeedback.findings import Direction, Stir
from biofeedback.text_layout import one_line
from biofeedback.texts import Texts
from biofeedback.view import SessionView, Vitals

NUMBERS_EVERY_S = 3.0
"""Between two changes of the figures: figures that flicker make people chase them. Seconds of the wall."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Four short texts about the heart, and one of them without a figure."""

    heart: str
    rmssd: str
    signal: str
    trend: str
    signal_words: str


def figures(view: SessionView, texts: Texts, *, brief: bool) -> Figures:
    """What can honestly be said of the heart in `view`; `brief` for small screens. Nothing where no strap is worn."""
    if view.unmonitored and view.link_up and view.vitals.hr_bpm is None:
        return Figures(heart="", rmssd="", signal="", trend="", signal_words="")
    vitals, form = view.vitals, "brief" if brief else "full"
    return Figures(
        heart=_heart(vitals, texts, form),
        rmssd=_rmssd(vitals, texts, form),
        signal=_signal(view, texts, form),
        trend=_trend(vitals, texts, form),
        signal_words=_signal(view, texts, form, words=True),
    )


def slow_indices(vitals: Vitals, texts: Texts, width: int) -> str:
    """Breathing, the spread and the waves of the heart rate, as far as they are known yet and have room in one line."""
    found = vitals.spectrum
    known = (
        ("breathing", found.breathing_bpm),
        ("rsa", found.rsa_ms),
        ("sdnn", None if vitals.variability.sdnn_ms is None else vitals.variability.sdnn_ms.value),
        ("hf", found.hf_ms2),
        ("lf", found.lf_ms2),
        ("alpha1", found.dfa_a1),
        ("coherence", found.coherence),
    )
    said = [texts.say(f"tui.slow_{name}", value=value) for name, value in known if value is not None]
    return one_line(said or [texts.say("tui.slow_none")], width)


def _heart(vitals: Vitals, texts: Texts, form: str) -> str:
    if vitals.hr_bpm is None:
        return texts.say(f"tui.heart_none_{form}")
    baseline = vitals.baseline
    if form == "brief" or baseline is None or baseline.hr_bpm is None:
        return texts.say("tui.heart", hr_bpm=round(vitals.hr_bpm))
    return texts.say("tui.heart_rest", hr_bpm=round(vitals.hr_bpm), rest_bpm=round(baseline.hr_bpm))


def _rmssd(vitals: Vitals, texts: Texts, form: str) -> str:
    rmssd, window_s = vitals.variability.rmssd_ms, round(vitals.variability.window_s)
    if rmssd is None:
        # Beats that give a mean give no index of rest where a movement sensor says that the minute was moved through.
        moved = vitals.movement is not None and vitals.variability.mean_hr_bpm is not None
        return texts.say(f"{'watching.rmssd_moved' if moved else 'tui.rmssd_none'}_{form}", window_s=window_s)
    return texts.say(
        f"tui.rmssd_{form}",
        rmssd_ms=round(rmssd.value),
        low=round(rmssd.low),
        high=round(rmssd.high),
        window_s=window_s,
    )


def _signal(view: SessionView, texts: Texts, form: str, *, words: bool = False) -> str:
    if not view.link_up:
        return texts.say(f"tui.link_down_{form}")
    quality, moves = view.vitals.quality, _movement(view.vitals.movement, texts)
    grade = texts.say(f"tui.grade_{quality.grade.value}")
    if moves and form == "brief":
        return moves
    if words:
        said = texts.say("tui.signal_words", grade=grade)
    else:
        said = texts.say(f"tui.signal_{form}", grade=grade, artefacts=round(100 * quality.artefact_share))
    return texts.say("watching.signal_moving", signal=said, movement=moves) if moves else said


def _movement(stir: Stir | None, texts: Texts) -> str:
    """That the chest moves, or has just moved; empty where it is still, or nothing is known."""
    match stir:
        case Stir.MOVING:
            return texts.say("watching.moving")
        case Stir.FIDGET:
            return texts.say("watching.moved")
        case Stir.STILL | None:
            return ""


def _trend(vitals: Vitals, texts: Texts, form: str) -> str:
    if vitals.baseline is None:
        return texts.say(f"tui.trend_none_{form}")
    match vitals.shift:
        case Direction.PARASYMPATHETIC:
            word = "tui.trend_calmer"
        case Direction.SYMPATHETIC:
            word = "tui.trend_aroused"
        case None:
            word = "tui.trend_near"
    return texts.say(f"tui.trend_{form}", trend=texts.say(word))
