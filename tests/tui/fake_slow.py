"""The slow indices of a scripted heart that is watched: a spectrum, and a breath with its wave."""

from __future__ import annotations

from dataclasses import replace
from math import exp, pi, sin

from biofeedback.findings import Breath, BreathWitness, PowerCurve, Spectrum
from biofeedback.view import Vitals

LATER_S = 60.0


def with_slow_indices(vitals: Vitals) -> Vitals:
    """They are known after a minute."""
    t = vitals.t
    if t < LATER_S:
        return vitals
    return replace(
        vitals,
        spectrum=Spectrum(t=t, lf_ms2=412.0, hf_ms2=1080.0, breathing_bpm=12.0, rsa_ms=48.0),
        breath=Breath(t=t, rate_bpm=12.0, sd_bpm=0.4, confidence=0.97, witnesses=(BreathWitness.INTERVALS,)),
        breath_wave=tuple(sin(2 * pi * (t + k / 4) / 5.0) for k in range(-119, 1)),
        curve=PowerCurve(
            from_hz=0.04,
            step_hz=0.005,
            density=tuple(40.0 + 900.0 * exp(-(((0.0425 + 0.005 * k - 0.2) / 0.02) ** 2)) for k in range(72)),
        ),
    )
