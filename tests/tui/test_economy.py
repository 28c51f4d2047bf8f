"""What is done no more often than it has to be: rules read, pages made, pictures drawn, rows written.

Nothing is timed here: `make reaction` does that.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from textual._compositor import CompositorUpdate
from textual.css.stylesheet import Stylesheet

from biofeedback.tui import heart_rate_chart, raster
from biofeedback.tui.app import SessionMoved
from biofeedback.tui.look import Look
from biofeedback.tui.practise import PractiseScreen
from tests.house.tree import ROOT
from tests.tui.drive import Stage, practising
from tests.tui.snapshot import screen_text

REST = 85
"""Seconds of the scripted session: in the middle of a rest."""

READ = """
import asyncio, json, sys
from collections import Counter
from textual.css import stylesheet
from biofeedback.app.session_factory import LiveSessionFactory
from biofeedback.app.session_request import SessionRequest
from biofeedback.tui.app import BiofeedbackApp
from biofeedback.tui.look import Look
from biofeedback.appearance import ThemeName

read, parse = Counter(), stylesheet.parse

def counted(scope, css, read_from, *args, **named):
    read[read_from[0].rpartition("/")[2] + " " + read_from[1]] += 1
    return parse(scope, css, read_from, *args, **named)

stylesheet.parse = counted
BiofeedbackApp.suggest = BiofeedbackApp.ask_later = lambda self: None

async def paint():
    app = BiofeedbackApp(LiveSessionFactory(SessionRequest()), Look(theme=ThemeName(sys.argv[1])))
    async with app.run_test() as pilot:
        await pilot.pause()

asyncio.run(paint())
print(json.dumps(read))
"""


@pytest.mark.parametrize("theme", ["dusk", "paper"])
def test_every_rule_is_read_once_on_the_way_to_home(theme: str, tmp_path: Path) -> None:
    """In the colours that are worn, not in those that Textual comes by before. Some of its own are read twice: for the
    screen below home, and with another rank for home.
    """
    environ = {"BIOFEEDBACK_DATA": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, "-c", READ, theme], cwd=ROOT, env=environ, capture_output=True, text=True, check=True
    )
    read = Counter[str](json.loads(ran.stdout))
    assert read["app.tcss "] == 1
    assert max(read.values()) <= 2, read


def written(on: Stage, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All that would go to the terminal from now on."""
    told = list[str]()

    def write(screen: object, update: CompositorUpdate | None) -> None:
        if update is not None:
            told.append(update.render_segments(on.app.console))

    monkeypatch.setattr(on.app, "_display", write)
    return told


async def test_a_frame_in_which_nothing_changed_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async with practising(Look(), "large", at=REST) as on:
        told = written(on, monkeypatch)
        for _ in range(3):
            await on.frame()
            await on.settle()
        assert told == []
        await on.later(1)
        assert told != []


async def test_a_second_later_only_what_it_changed_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the words that still stand there."""
    async with practising(Look(), "large", at=REST) as on:
        title = screen_text(on.app).split()[0]
        told = written(on, monkeypatch)
        await on.later(1)
        assert told != []
        assert title not in "".join(told)


async def test_of_the_same_heart_the_chart_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn, draw = list[object](), raster.draw

    def counted(*args: Any) -> Any:
        drawn.append(args)
        return draw(*args)

    async with practising(Look(), "large", at=REST) as on:
        await on.frame()
        monkeypatch.setattr(heart_rate_chart, "draw", counted)
        for _ in range(3):
            await on.frame()
        assert drawn == []
        await on.later(2)  # its line has moved on by a column at least
        assert drawn != []


async def test_what_was_decided_makes_no_page_that_is_shown_already(monkeypatch: pytest.MonkeyPatch) -> None:
    made, make = list[object](), PractiseScreen.__init__

    def counted(page: PractiseScreen, *args: Any, **named: Any) -> None:
        made.append(page)
        make(page, *args, **named)

    async with practising(Look(), "usual", at=REST) as on:
        monkeypatch.setattr(PractiseScreen, "__init__", counted)
        on.app.post_message(SessionMoved())
        await on.settle()
        assert isinstance(on.app.screen, PractiseScreen)
        assert made == []


async def test_the_key_that_leaves_the_words_alone_styles_nothing_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """It took a third of the time from the key to what it does. What was there comes back as it was."""
    styled, apply = list[object](), Stylesheet.apply

    def counted(sheet: Stylesheet, node: Any, **named: Any) -> None:
        styled.append(node)
        apply(sheet, node, **named)

    async with practising(Look(), "large", at=REST) as on:
        before = screen_text(on.app)
        monkeypatch.setattr(Stylesheet, "apply", counted)
        await on.press("f")
        assert screen_text(on.app) != before
        await on.press("f")
        assert screen_text(on.app) == before
        assert styled == []
