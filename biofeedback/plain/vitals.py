"""What is heard of the heart at one moment, as one plain line."""

from __future__ import annotations

from biofeedback.findings import Stir
from biofeedback.texts import Texts
from biofeedback.view import SessionView


def vitals_line(view: SessionView, texts: Texts) -> str:
    """The heart in one line, and a plain sentence where a number cannot honestly be given."""
    if not view.link_up:
        return texts.say("plain.link_down")
    vitals = view.vitals
    rate = vitals.hr_bpm
    parts = [texts.say("plain.heart_none") if rate is None else texts.say("plain.heart", hr_bpm=round(rate))]
    rmssd, window_s = vitals.variability.rmssd_ms, round(vitals.variability.window_s)
    if rmssd is not None:
        low, high = round(rmssd.low), round(rmssd.high)
        parts.append(texts.say("plain.rmssd", window_s=window_s, rmssd_ms=round(rmssd.value), low=low, high=high))
    parts.append(texts.say(f"plain.signal_{vitals.quality.grade.value}"))
    if vitals.movement is Stir.MOVING:
        parts.append(texts.say("plain.moving"))
    for sensor in vitals.sensors:
        value = f"{sensor.value:.3g} {sensor.unit}".strip()
        parts.append(texts.say(f"plain.sensor_{sensor.kind.value}", value=value))
    return texts.say("plain.joint").join(parts) + texts.say("plain.end")
