"""How much time there is for the words of a protocol, before something else is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from biofeedback.cues.lines import group_line, own_line
from biofeedback.cues.merging import MARGIN_S, TONE_S
from biofeedback.cues.words import Line, Tone
from protocols.training import Step, TrainingProtocol


@dataclass(frozen=True, slots=True)
class Room:
    """The time that a line has, from its first word to its last, seconds."""

    line: Line
    room_s: float


def rooms(protocol: TrainingProtocol, lang: str) -> tuple[Room, ...]:
    """The least time that each line of the protocol has in any of its steps. Lines that nothing follows have none."""
    least: dict[Line, float] = {}
    for room in _all(protocol, lang):
        least[room.line] = min(room.room_s, least.get(room.line, float("inf")))
    return tuple(Room(line, room_s) for line, room_s in least.items())


def _all(protocol: TrainingProtocol, lang: str) -> Iterator[Room]:
    begin = TONE_S[Tone.NOTICE] + MARGIN_S
    yield Room(own_line(protocol, "baseline_words", lang), protocol.baseline_s - begin)
    for step in dict.fromkeys(protocol.steps):
        yield from _of_step(step, protocol, lang)
    yield Room(own_line(protocol, "closing", lang), protocol.closing_s - TONE_S[Tone.REST] - MARGIN_S)


def _of_step(step: Step, protocol: TrainingProtocol, lang: str) -> Iterator[Room]:
    whole = {
        "notice": step.lead_in_s - TONE_S[Tone.NOTICE],
        "tense": step.hold_s - TONE_S[Tone.TENSE],
        "release": step.rest_s - TONE_S[Tone.RELEASE],
        "rest": step.rest_s - TONE_S[Tone.RELEASE] - TONE_S[Tone.REST],
    }
    for role, room_s in whole.items():
        line = group_line(step.group, role, protocol, lang)
        if line is not None and (role != "tense" or step.hold_s > 0):
            yield Room(line, room_s - MARGIN_S)
