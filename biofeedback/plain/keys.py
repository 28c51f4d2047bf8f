"""Keys in plain mode: a letter and Enter, read from standard input where a person sits there."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from itertools import count

from biofeedback.app.ports import SessionRunner
from biofeedback.decisions import Phase
from biofeedback.events import Key, Symptom
from biofeedback.plain.typed_numbers import chosen, whole
from biofeedback.texts import Texts


def _no_sound() -> None:
    """For where there is none to be changed."""


SYMPTOMS = tuple(Symptom)
"""In the order of their numbers, from 1."""


class Sound(Enum):
    """What a typed line can mean beside what the session is asked."""

    TURN = "turn"  # more or less of it to be heard


@dataclass(frozen=True, slots=True)
class Marking:
    """This moment is to be marked, with these words or none."""

    words: str


LONGEST_WORDS = 200
"""Of a mark: a few words, not a diary. Characters."""


def understood(line: str, phase: Phase) -> Key | Symptom | Sound | Marking | int | None:
    """What a typed line means: a key, a symptom, another sound, a mark, a rating; None: nothing."""
    word = line.strip().lower()
    if word == "m" or word.startswith("m "):
        return Marking(" ".join(line.split()[1:])[:LONGEST_WORDS])
    if word[:1] == "r" and (number := chosen(word[1:].strip(), len(SYMPTOMS))) is not None:
        return SYMPTOMS[number - 1]
    if (rating := whole(word)) is not None and rating <= 10:
        return rating
    match word:
        case "" | "p":
            return Key.RESUME if phase is Phase.PAUSED else Key.PAUSE
        case "s":
            return Key.SKIP
        case "u":
            return Key.UNMONITORED
        case "v":
            return Sound.TURN
        case "q" | "x":
            return Key.STOP
        case _:
            return None


def what_to_type(texts: Texts, *, guided: bool) -> tuple[str, ...]:
    """How a session is led by keys, in a few lines before it begins."""
    return (texts.say("plain.keys" if guided else "plain.keys_watch"), symptom_keys(texts))


def symptom_keys(texts: Texts) -> str:
    """How to say in plain mode that something feels wrong."""
    names = [
        texts.say("symptoms.entry", number=number, name=texts.say(f"symptoms.name_{symptom.value}"))
        for number, symptom in enumerate(SYMPTOMS, 1)
    ]
    return texts.say("symptoms.typed", list=texts.say("screening.joint").join(names))


@contextmanager
def listening(session: SessionRunner, turn_sound: Callable[[], None] = _no_sound) -> Generator[None]:
    """Pass typed lines on to the session while it runs; `turn_sound`: what is done where another sound is wished."""
    loop = asyncio.get_running_loop()
    marks = count(1)

    def read() -> None:
        try:
            line = sys.stdin.readline()
        except UnicodeDecodeError:  # no text: nothing is meant by it
            return
        except OSError:  # the terminal is gone, and the next look must not find the same
            line = ""
        if not line:  # end of input: nobody is there any more
            loop.remove_reader(sys.stdin)
            return
        meant = understood(line, session.view().phase)
        if isinstance(meant, Key):
            session.press(meant)
        elif isinstance(meant, Symptom):
            session.report(meant)
        elif isinstance(meant, Marking):
            session.mark(next(marks), meant.words)
        elif isinstance(meant, Sound):
            turn_sound()
        elif meant is not None:
            session.rate(meant)

    if not sys.stdin.isatty():
        yield
        return
    loop.add_reader(sys.stdin, read)
    try:
        yield
    finally:
        loop.remove_reader(sys.stdin)
