"""The waves of a synthetic ECG's beat, each a Gaussian."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wave:
    """A Gaussian: seconds after the R peak, height as a share of the R peak's, width (sd) in seconds."""

    after_s: float
    height: float
    sd_s: float


P = Wave(-0.17, 0.1, 0.02)
"""The P wave of a beat of sinus rhythm at a chest strap's lead. An estimate, as are all of them."""

Q = Wave(-0.026, -0.12, 0.01)
"""The Q wave of such a beat."""

R = Wave(0.0, 1.1, 0.011)
"""The R wave of such a beat."""

S = Wave(0.026, -0.25, 0.01)
"""The S wave of such a beat."""

T = Wave(0.28, 0.25, 0.05)
"""The T wave of such a beat."""

SINUS = (P, Q, R, S, T)
"""A whole beat: narrow, with a P wave before it."""
