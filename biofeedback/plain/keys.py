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


def _no_speed(faster: bool) -> None:
    """For what cannot be quickened: a body."""


SYMPTOMS = tuple(Symptom)
"""In the order of their numbers, from 1."""


class Sound(Enum):
    """What a typed line can mean beside what the session is asked."""

    TURN = "turn"  # more or less of it to be heard


class Speed(Enum):
    """How fast what is played is to run. By the keys of the full screen, and as a Chinese keyboard writes them."""

    FASTER = "faster"
    SLOWER = "slower"


@dataclass(frozen=True, slots=True)
class Marking:
    """This moment is to be marked, with these words or none."""

    words: str


LONGEST_WORDS = 200
"""Of a mark: a few words, not a diary. Characters."""

HIGHEST_RATING = 10
"""The strongest tension that can be rated."""


def understood(line: str, phase: Phase) -> Key | Symptom | Sound | Speed | Marking | int | None:
    """What a typed line means: a key, a symptom, another sound or speed, a mark, a rating; None: nothing."""
    word = line.strip().lower()
    if word == "m" or word.startswith("m "):
        return Marking(" ".join(line.split()[1:])[:LONGEST_WORDS])
    if word[:1] == "r" and (number := chosen(word[1:].strip(), len(SYMPTOMS))) is not None:
        return SYMPTOMS[number - 1]
    if (rating := whole(word)) is not None and rating <= HIGHEST_RATING:
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
        case "]" | "】":
            return Speed.FASTER
        case "[" | "【":
            return Speed.SLOWER
        case "q" | "x":
            return Key.STOP
        case _:
            return None


def what_to_type(session: SessionRunner, texts: Texts) -> tuple[str, ...]:
    """How a session is led by keys, in a few lines before it begins."""
    keys = texts.say("plain.keys_watch" if session.protocol is None else "plain.keys")
    speed = () if session.speed is None else (texts.say("plain.keys_speed"),)
    return (keys, *speed, symptom_keys(texts))


def symptom_keys(texts: Texts) -> str:
    """How to say in plain mode that something feels wrong."""
    names = [
        texts.say("symptoms.entry", number=number, name=texts.say(f"symptoms.name_{symptom.value}"))
        for number, symptom in enumerate(SYMPTOMS, 1)
    ]
    return texts.say("symptoms.typed", list=texts.say("screening.joint").join(names))


@contextmanager
def listening(
    session: SessionRunner,
    turn_sound: Callable[[], None] = _no_sound,
    turn_speed: Callable[[bool], None] = _no_speed,
) -> Generator[None]:
    """Pass typed lines on to the session while it runs; `turn_sound`: what is done where another sound is wished,
    `turn_speed`: where it is to run faster (True) or slower.
    """
    loop = asyncio.get_running_loop()
    marks = count(session.marks_played + 1)

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
        elif isinstance(meant, Speed):
            turn_speed(meant is Speed.FASTER)
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
