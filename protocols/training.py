"""What a trainee can be asked to do: protocols as values. (Bluetooth and typing have protocols too; not here.)

A step is: announce, tense, release, rest. Practices without tension (recall, breathing, imagery, body scan) are the
same form with `hold_s` 0 and effort NONE: announce, (nothing to tense), let go, rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import assert_never

from biofeedback.languages import LANGUAGES


class Effort(Enum):
    """How strongly to tense. There is no stronger word on purpose: maximal effort is never asked for."""

    NONE = "none"
    MILD = "mild"
    MODERATE = "moderate"


class Breathing(Enum):
    """How breath goes with a step. There is no word for a held breath on purpose."""

    FREE = "free"
    WITH_TENSION = "with_tension"  # in with the tension, out with the release


class Region(Enum):
    """Where in the body a step works. Screening skips, softens or only imagines by region."""

    HANDS = "hands"
    FOREARMS = "forearms"
    UPPER_ARMS = "upper_arms"
    SHOULDERS = "shoulders"
    NECK = "neck"
    FOREHEAD = "forehead"
    EYES = "eyes"
    CHEEKS = "cheeks"  # with the nose
    JAW = "jaw"  # with the mouth
    CHEST = "chest"
    UPPER_BACK = "upper_back"
    LOWER_BACK = "lower_back"
    ABDOMEN = "abdomen"
    PELVIS = "pelvis"  # with the buttocks
    UPPER_LEGS = "upper_legs"
    LOWER_LEGS = "lower_legs"
    FEET = "feet"


class Side(Enum):
    """Which side of the body."""

    BOTH = "both"
    LEFT = "left"
    RIGHT = "right"


class Kind(Enum):
    """What a protocol trains."""

    TENSION = "tension"  # tense and release
    RELEASE = "release"  # release only, from memory
    BREATHING = "breathing"
    AUTOGENIC = "autogenic"  # formulas of heaviness and warmth
    IMAGERY = "imagery"
    ATTENTION = "attention"  # body scan: notice, change nothing
    GROUNDING = "grounding"  # attention outwards, eyes open


class Unit(Enum):
    """What a practice counts."""

    GROUPS = "groups"  # muscle groups
    PARTS = "parts"  # parts of the body
    STEPS = "steps"  # of something that is about none


class Ending(Enum):
    """How a protocol ends."""

    BELL = "bell"
    SILENT = "silent"  # before sleep: no bell, nothing asked, the screen goes dark


@dataclass(frozen=True, slots=True)
class Words:
    """One text in the languages the program speaks; in a file of one's own, perhaps in one of them only ("" else)."""

    en: str
    zh: str

    def say(self, lang: str) -> str:
        """The text in `lang` ("en" or "zh"); in the other language where it has none."""
        return self._in(self.language(lang))

    def language(self, lang: str) -> str:
        """The language that `say(lang)` is in."""
        other = "en" if lang == "zh" else "zh"
        return other if not self._in(lang) and self._in(other) else lang

    def _in(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class MuscleGroup:
    """A muscle group (or, without tension, a place of attention) with the words that lead through it.

    Written for closed eyes. `tense` is empty where there is nothing to tense.
    """

    id: str  # such as "lower_legs"
    name: Words
    notice: Words  # before: bring attention there
    tense: Words
    release: Words
    rest: Words  # after: notice the difference
    regions: tuple[Region, ...] = ()  # empty only where no part of the body is meant
    side: Side = Side.BOTH


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One muscle group once: announce, tense, release, rest."""

    group: MuscleGroup
    lead_in_s: float  # from the announcement to the tension
    hold_s: float  # seconds of tension; 0: nothing is tensed
    rest_s: float  # planned rest after the release
    effort: Effort
    breathing: Breathing
    breaths_per_min: float | None = None  # its own pace, in an assessment of paces; None: the protocol's

    @property
    def length_s(self) -> float:
        """From the announcement to the end of the planned rest."""
        return self.lead_in_s + self.hold_s + self.rest_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The breathing cue of rest: breaths per minute, and the share of a breath that is breathing in."""

    breaths_per_min: float
    inhale_share: float
    personal: bool = False  # the person's own resonance rate, where known, takes its place


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingProtocol:
    """A whole protocol, checked for form and safety before the engine ever sees it."""

    name: str
    title: Words
    summary: Words
    baseline_s: float
    steps: tuple[Step, ...]
    pace: Pace
    settle_max_s: float  # the longest pause that waits for heart rate and breathing to settle; 0: never
    closing_s: float
    baseline_words: Words
    settle_words: Words
    closing: Words
    reflection: Words
    sources: tuple[str, ...]
    digest: str  # sha256 of all it says and asks, for the journal: comments and line ends do not count
    text: str = field(default="", compare=False)  # the file it was read from, word for word; empty: made otherwise
    kind: Kind = Kind.TENSION
    ending: Ending = Ending.BELL
    breath_cue: bool = True  # False: breathing is never paced, whatever `pace` says
    eyes_open: bool = False
    cleared_only: bool = False  # after surgery: with a body it is begun only once it is said which parts are cleared


def missing_languages(protocol: TrainingProtocol) -> tuple[str, ...]:
    """The languages that some of its words are not in. None are missing in what is shipped."""
    groups = (step.group for step in protocol.steps)
    said = (words for each in groups for words in (each.name, each.notice, each.tense, each.release, each.rest))
    frame = (protocol.title, protocol.summary, protocol.baseline_words, protocol.settle_words, protocol.closing)
    whole = (*frame, protocol.reflection, *said)
    return tuple(lang for lang in LANGUAGES if any(words.language(lang) != lang for words in whole))


def unit_of(protocol: TrainingProtocol | None) -> Unit:
    """What is counted of it; muscle groups, where it is not known."""
    if protocol is None:
        return Unit.GROUPS
    if not any(step.group.regions for step in protocol.steps):
        return Unit.STEPS
    match protocol.kind:
        case Kind.TENSION | Kind.RELEASE:
            return Unit.GROUPS
        case Kind.AUTOGENIC | Kind.ATTENTION:
            return Unit.PARTS
        case Kind.BREATHING | Kind.IMAGERY | Kind.GROUNDING:
            return Unit.STEPS
        case _:
            assert_never(protocol.kind)


def tenses(protocol: TrainingProtocol) -> bool:
    """Whether it asks for any tension, or says of itself that it does."""
    return protocol.kind is Kind.TENSION or any(step.hold_s > 0 for step in protocol.steps)
