"""What was asked for, on the command line or at home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # home makes a request before anything is loaded that a session is made of
    from biofeedback.cues.words import SoundMode
    from biofeedback.why import Why
    from protocols.screening.questionnaire import Answers


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRequest:
    """What was asked for on the command line; None: a sensible default."""

    protocol: str | None = None
    source: str | None = None
    beside: str | None = None  # a second one, to be watched at the same time
    seed: int = 1
    start_s: float = 0.0  # a recording or a past session is begun at this second of it
    adaptation: str | None = None  # as `Adaptation` names it; None: by whose heart it is
    faults: tuple[str, ...] = ()  # laid over what is simulated or recorded
    lang: str = "en"
    today: Answers | None = None  # to the short check; None: nobody was asked
    held: Answers | None = None  # the standing answers, where they hold for this session only; None: as they are kept
    unkept: tuple[Why, ...] = ()  # that and why nothing of the session is kept, for the person; empty: it is
    sound: SoundMode | None = None  # how much is to be heard; None: as last time
    sensors: tuple[str, ...] = ()  # streams beside the heart, each as lsl:NAME
    lsl: bool = False  # whether it is passed on to other programs on this machine
    blind: bool = False  # what is kept of earlier sessions may be unreadable, and whoever practises was told


def is_worn(request: SessionRequest) -> bool:
    """Whether a real body will follow."""
    from biofeedback.app.sources import Present, parse

    return isinstance(parse(request.source or "ble"), Present)
