"""An ECG that comes late, as out of a buffer in the strap or the radio, beside intervals that come on time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from biofeedback.events import EcgChunk, Event
from tests.principles.streams import in_order
from tests.signal.ecg.synthetic import SyntheticEcg, ecg, rhythm

Delay = Callable[[float], float]  # s, of what was taken at a time

CALM_BEATS, SIGN_BEATS = 180, 50  # the sign begins after about 153 s: also two minutes late the ECG is there by then


def constant(seconds: float) -> Delay:
    """From the start."""
    return lambda t: seconds


def growing(per_second: float) -> Delay:
    """A radio that is too slow, after half a minute in time; up to two minutes."""
    return lambda t: min(120.0, max(0.0, t - 30.0) * per_second)


def bursts(seconds: float) -> Delay:
    """Held back for so long, and then all of it at once, again and again."""
    return lambda t: seconds - t % seconds


def delayed(heard: list[Event], delay: Delay) -> list[Event]:
    """The same events; each piece of the ECG comes as much later, and none before the one before it."""
    arrived, found = 0.0, list[Event]()
    for event in heard:
        if isinstance(event, EcgChunk):
            arrived = max(arrived, event.t + delay(event.t))
            found.append(replace(event, t=arrived))
        else:
            found.append(event)
    return in_order(event for event in found if event.t <= heard[-1].t)


def bigeminy(seed: int) -> SyntheticEcg:
    """A calm heart, and from 153 s on every second beat early and of ventricular form."""
    rr, end = rhythm(CALM_BEATS + SIGN_BEATS, seed), CALM_BEATS + SIGN_BEATS
    rr[CALM_BEATS:end:2] *= 0.62
    rr[CALM_BEATS + 1 : end : 2] *= 1.38
    return ecg(rr, ectopic=range(CALM_BEATS, end, 2), seed=seed)


def fibrillation(seed: int) -> SyntheticEcg:
    """A calm heart, and from 153 s on no pattern."""
    rr = rhythm(CALM_BEATS + 2 * SIGN_BEATS, seed)
    rr[CALM_BEATS:] = np.random.default_rng(seed).uniform(0.42, 1.1, 2 * SIGN_BEATS)
    return ecg(rr, seed=seed)


def pause(seed: int) -> SyntheticEcg:
    """A calm heart that stands still for five seconds after 153."""
    rr = rhythm(CALM_BEATS + 20, seed)
    rr[CALM_BEATS] = 5.0
    return ecg(rr, seed=seed)
