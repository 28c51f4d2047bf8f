"""What a trainee can be asked to do: protocols as values. (Bluetooth and typing have protocols too; not here.)"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Effort(Enum):
    """How strongly to tense. There is no stronger word on purpose: maximal effort is never asked for."""

    NONE = "none"
    MILD = "mild"
    MODERATE = "moderate"


class Breathing(Enum):
    """How breath goes with a step."""

    FREE = "free"
    WITH_TENSION = "with_tension"  # in with the tension, out with the release


@dataclass(frozen=True, slots=True)
class Words:
    """One text in the languages the program speaks."""

    en: str
    zh: str

    def say(self, lang: str) -> str:
        """The text in `lang` ("en" or "zh")."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class MuscleGroup:
    """A muscle group with its name and the words that lead through it, written for closed eyes."""

    id: str  # such as "lower_legs"
    name: Words
    notice: Words  # before: bring attention there
    tense: Words
    release: Words
    rest: Words  # after: notice the difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One muscle group once: announce, tense, release, rest."""

    group: MuscleGroup
    lead_in_s: float  # from the announcement to the tension
    hold_s: float  # seconds of tension
    rest_s: float  # planned rest after the release
    effort: Effort
    breathing: Breathing


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The breathing cue of rest: breaths per minute, and the share of a breath that is breathing in."""

    breaths_per_min: float
    inhale_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingProtocol:
    """A whole protocol, checked for form and safety before the engine ever sees it."""

    name: str
    title: Words
    summary: Words
    baseline_s: float
    steps: tuple[Step, ...]
    pace: Pace
    settle_max_s: float  # the longest pause that waits for heart rate and breathing to settle
    closing_s: float
    baseline_words: Words
    settle_words: Words
    closing: Words
    reflection: Words
    sources: tuple[str, ...]
    digest: str  # sha256 of the file it came from, for the journal
