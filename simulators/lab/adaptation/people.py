"""Who takes part: the participants that come with the program, and some made to be hard to help or easy to harm."""

from __future__ import annotations

from dataclasses import replace

from simulators.participants.participant import Person
from simulators.participants.population import profile
from simulators.participants.profiles import Profile

_CALM = profile("calm")

PEOPLE: dict[str, Profile] = {
    "calm": profile("calm"),
    "restless": profile("restless"),
    "athlete": profile("athlete"),
    "ectopic": profile("ectopic"),
    # Comes back by itself, only slower than the written rests: time is all that is needed.
    "slow": replace(
        _CALM, hr_bpm=72, rsa_ms=28, stays_up_after=tuple(range(1, 14)), stays_up_bpm=13, stays_up_for_s=25
    ),
    # Settling leaves something behind until the same group is tensed and let go of once more.
    "holding": replace(_CALM, hr_bpm=74, rsa_ms=26, stays_up_after=(3, 7, 10), stays_up_bpm=16, lingers_bpm=5),
    # A pause does not help: this body stays up for many minutes, whatever is done.
    "unsettled": replace(_CALM, hr_bpm=80, rsa_ms=20, stays_up_after=(2,), stays_up_bpm=20, comes_down_in_s=400),
    # Relaxes early and deeply: nothing has to be waited for.
    "deep": replace(_CALM, relaxes_bpm=8, relaxes_rsa=1.45, relaxes_in_s=120),
    # Breathes at a rate of their own, whatever the cue does.
    "own breath": replace(_CALM, follows=0.0, breaths_per_min=15),
}
"""Each by its name: how this body differs from an average one, and what is hard about it."""


def participant(name: str, seed: int) -> Person:
    """One of them."""
    return Person(PEOPLE[name], name, seed)
