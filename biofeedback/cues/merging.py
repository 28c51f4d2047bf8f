"""What was decided in one step is one cue: what it is made of, in order, and what of it there is time for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from biofeedback.cues.words import Cue, Line, Part, Tone

TONE_S = {
    Tone.NOTICE: 0.35,
    Tone.TENSE: 0.55,
    Tone.RELEASE: 0.9,
    Tone.REST: 0.7,
    Tone.BREATHE_IN: 4.0,
    Tone.BREATHE_OUT: 6.0,
    Tone.SETTLE: 2.0,
    Tone.PAUSE: 0.7,
    Tone.GO_ON: 0.85,
    Tone.STRAP_LOST: 1.0,
    Tone.STRAP_FOUND: 1.05,
    Tone.STOP: 1.1,
    Tone.END: 5.0,
}
"""Length of each tone within a cue: its words begin when it is over. Seconds."""

MARGIN_S = 0.3
"""Words end so long before the next cue is due, seconds: nothing is cut off in its last syllable."""


def cue_of(parts: Iterable[Part], room_s: float | None, hold_s: float | None, *, follows: bool = False) -> Cue | None:
    """One cue of the parts of a step; None where nothing is to be heard."""
    kept = _plain(list(parts))
    return Cue(parts=tuple(kept), room_s=room_s, hold_s=hold_s, follows=follows) if kept else None


def fitting(cue: Cue, length_s: Callable[[Line], float | None]) -> Cue:
    """The cue without what there is no time for: optional parts from the last on, then nothing more.

    `length_s`: how long a line takes; None: it has no clip, and is not heard.
    """
    parts = list(cue.parts)
    while cue.room_s is not None and needed_s(parts, length_s) > cue.room_s - MARGIN_S:
        spare = next((part for part in reversed(parts) if part.optional), None)
        if spare is None:
            break
        parts.remove(spare)
    return replace(cue, parts=tuple(parts))


def needed_s(parts: Iterable[Part], length_s: Callable[[Line], float | None]) -> float:
    """How long these take from the beginning to the end of the last word, seconds."""
    total = 0.0
    for part in parts:
        total += part.after_s + (0.0 if part.tone is None else TONE_S[part.tone])
        total += (0.0 if part.line is None else length_s(part.line)) or 0.0
    return total


def _plain(parts: list[Part]) -> list[Part]:
    """Without a line twice, and without a notice beside a tone that says more."""
    speaking = any(part.tone not in (None, Tone.NOTICE) for part in parts)
    said: set[str] = set()
    kept: list[Part] = []
    for number, part in enumerate(parts):
        if part.tone is Tone.NOTICE and (speaking or any(each.tone is not None for each in kept)):
            part = replace(part, tone=None)
        if part.line is not None and part.line.id in said:
            part = replace(part, line=None)
        if part.tone is None and part.line is None:
            continue
        if part.line is not None:
            said.add(part.line.id)
        kept.append(part if number or not part.after_s else replace(part, after_s=0.0))
    return kept
