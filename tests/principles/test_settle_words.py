"""A protocol's own words for a pause in which the body may settle are said by both faces."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Plan
from biofeedback.decisions import Decision, Phase, PhaseBegan
from biofeedback.events import Event
from biofeedback.languages import LANGUAGES
from biofeedback.plain.lines import PlainLines
from biofeedback.run import headless
from biofeedback.texts import Texts
from biofeedback.tui.guidance import PAGE_S, guidance
from biofeedback.view import SessionView
from protocols.library import load
from protocols.training import Words
from simulators.participants.participant import person

OWN = Words("Stay by the water until it is still.", "在水边等它静下来。")


class Shown:
    """What a screen would be given as a settle pause begins, and a while into it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.views: list[SessionView] = []

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        if any(isinstance(each, PhaseBegan) and each.phase is Phase.SETTLE for each in decisions):
            self.views.append(self._engine.view(event.t))


@cache
def settled(lang: str) -> tuple[list[str], tuple[SessionView, ...]]:
    """A session of somebody restless: its plain lines, and what the screen had to show."""
    protocol = replace(load("four_groups"), settle_words=OWN)
    engine, lines = Engine(Plan(protocol=protocol)), list[str]()
    shown = Shown(engine)
    headless.run(engine, person("restless", 1), [PlainLines(lines.append, Texts(lang), protocol=protocol), shown])
    return lines, tuple(shown.views)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_plain_lines_say_them(lang: str) -> None:
    """As a line of their own."""
    lines, views = settled(lang)
    assert views
    assert sum(OWN.say(lang) in line for line in lines) == len(views)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_screen_shows_them_and_then_what_comes_next(lang: str) -> None:
    """The words first, as long as they take to read; then the next muscle group, as before."""
    for view in settled(lang)[1]:
        later = guidance(replace(view, t=view.began + PAGE_S), Texts(lang), None).detail
        assert guidance(view, Texts(lang), None).detail == OWN.say(lang)
        if view.next_group is None:
            assert later == OWN.say(lang)
        else:
            assert view.next_group.name.say(lang) in later
