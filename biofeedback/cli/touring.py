"""`demo --tour` as plain lines: the session is told up to each station, then what is seen there and why."""

from __future__ import annotations

import sys

from biofeedback.app import tour
from biofeedback.app.played import Tour
from biofeedback.cli import terminal
from biofeedback.plain.lines import PlainLines
from biofeedback.texts import Texts


def walk(lang: str) -> int:
    """From station to station: by Enter where a person types, without a stop elsewhere."""
    texts, typed = Texts(lang), sys.stdin.isatty()

    def told(at: Tour) -> bool:
        sentence = texts.say(f"tour.{at.station}")
        terminal.write_live("")
        terminal.write_live(texts.say("tour.told", place=at.place, places=at.places, sentence=sentence))
        if typed:
            terminal.write_live(texts.say("tour.typed"))
        terminal.write_live("")
        return not typed or _goes_on(sys.stdin.readline())

    terminal.write_live(texts.say("tour.welcome"))
    terminal.write_live("")
    tour.walk(lambda protocol: PlainLines(terminal.write_live, texts, protocol=protocol), told)
    return 0


def _goes_on(line: str) -> bool:
    """Anything but the wish to leave; nothing at all is the end of what is typed."""
    return line != "" and line.strip().lower() not in ("q", "x")
