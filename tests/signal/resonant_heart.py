"""A heart with a known resonance: a damped oscillator driven by breaths, with what else moves a heart at rest."""

from __future__ import annotations

import math
from collections.abc import Iterator
from random import Random

from biofeedback.findings import Beat, BeatClass, Breath, BreathWitness
from biofeedback.signal.resonance import ResonanceLog
from biofeedback.ticks import TICKS_PER_S
from simulators.participants.heart import STEP_S

PACES = (6.5, 6.0, 5.5, 5.0, 4.5)
REST_S, PACED_S = 20.0, 124.0  # as the shipped assessment


def seen(t: float, bpm: float) -> Breath:
    """A breath as an ECG tells it."""
    return Breath(t=t, rate_bpm=bpm, sd_bpm=0.4, confidence=0.95, witnesses=(BreathWitness.ECG,))


class Wander:
    """Noise of standard deviation `sd` that forgets its past in `tau_s` seconds."""

    def __init__(self, random: Random, tau_s: float, sd: float) -> None:
        self._random = random
        self._keep = math.exp(-STEP_S / tau_s)
        self._kick = sd * math.sqrt(1 - self._keep * self._keep)
        self.value = random.gauss(0, sd)

    def step(self) -> float:
        """The value one step later."""
        self.value = self.value * self._keep + self._kick * self._random.gauss(0, 1)
        return self.value


class ResonantHeart:
    """Swings most at `own_bpm` breaths a minute (None: at all paces the same); `depth_sd` is that of ln breath depth.

    `sharpness` is the quality factor; with it the swing is `sharpness` times that of very slow breathing.
    """

    def __init__(
        self, seed: int, own_bpm: float | None, *, depth_sd: float = 0.25, sharpness: float = 3.0, off: float = 1.0
    ) -> None:
        self._random = Random(seed)
        self._own_hz = None if own_bpm is None else own_bpm / 60
        self._depth_sd, self._sharpness, self._off = depth_sd, sharpness, off
        self._y = self._v = self._phase = 0.0
        self._depth = 1.0
        # Beats a minute: a minute's drift, blood pressure's and quicker noise, together 2.5, as at quiet rest.
        self._noise = [Wander(self._random, tau, sd) for tau, sd in ((60.0, 1.5), (15.0, 1.5), (4.0, 1.5))]
        self.t = 0.0
        self.hz = 0.2  # of the breath

    def beats(self, seconds: float) -> Iterator[Beat]:
        """The beats of the next seconds."""
        end, charge, last = self.t + seconds, self._random.random(), self.t
        while self.t < end:
            charge += self._rate() / 60 * STEP_S
            self.t += STEP_S
            if charge >= 1:
                charge -= 1
                t = self.t - STEP_S * charge / (self._rate_now / 60 * STEP_S) + self._random.gauss(0, 0.003)
                ticks = round((t - last) * TICKS_PER_S)
                last = t
                if ticks > TICKS_PER_S * 0.3:
                    yield Beat(index=0, t=t, rr_ticks=ticks, kind=BeatClass.NORMAL, normality=1.0)

    def _rate(self) -> float:
        self._phase += self.hz * STEP_S
        if self._phase >= 1:
            self._phase -= 1
            self._depth = math.exp(self._random.gauss(0, self._depth_sd))
        drive = self._depth * math.sin(2 * math.pi * self._phase)
        if self._own_hz is None:
            self._y = drive * 3.0
        else:
            own = 2 * math.pi * self._own_hz
            self._v += (own * own * (drive - self._y) - own / self._sharpness * self._v) * STEP_S
            self._y += self._v * STEP_S
        self._rate_now = 64 + 2.0 * self._y + sum(noise.step() for noise in self._noise)
        return self._rate_now

    def assessed(self, sees_bpm: float | None = None) -> ResonanceLog:
        """All paces, followed from the first breath on; `off`: at so many times the pace. `sees_bpm`: by an ECG."""
        log = ResonanceLog()
        for pace in PACES:
            self.hz = 0.2
            for beat in self.beats(REST_S):
                log.push(beat)
            self.hz, self._phase = pace / 60 * self._off, 0.0
            log.paced(self.t, pace)
            for beat in self.beats(PACED_S):
                log.push(beat)
            if sees_bpm is not None:
                for t in range(round(self.t - 60), round(self.t), 2):
                    log.heard(float(t), seen(float(t), sees_bpm))
            log.end(self.t)
        return log
