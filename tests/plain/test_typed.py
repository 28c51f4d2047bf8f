"""What is typed in line mode, through the program as it is put together: another speed, a mark."""

from __future__ import annotations

import asyncio
import io
import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from biofeedback.app import history, opening, past_sessions, reviewing
from biofeedback.app.keeping import NOT_KEPT
from biofeedback.app.ports import Activity
from biofeedback.app.running_session import RunningSession
from biofeedback.app.session_assembly import open_session
from biofeedback.app.session_request import SessionRequest
from biofeedback.app.speed_dial import SpeedDial
from biofeedback.cli import screening, screens
from biofeedback.decisions import Phase
from biofeedback.languages import LANGUAGES
from biofeedback.plain.face import PlainFace
from biofeedback.plain.keys import Speed, understood, what_to_type
from biofeedback.plain.rating_later import rating_later
from biofeedback.texts import Texts
from protocols.training import Words
from tests.app.assembled import no_answers_due
from tests.app.test_unrated import practised
from tests.tui.fake_guide import FakeRunner

PATIENCE_S = 20.0  # a hang guard, never a measure


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("BIOFEEDBACK_SOUND", "off")
    no_answers_due()


@contextmanager
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Generator[Callable[[str], None]]:
    """Standard input is a terminal; call what comes with a line to type it."""
    above, below = os.openpty()
    with os.fdopen(below, encoding="utf-8") as stdin, os.fdopen(above, "wb", buffering=0) as typing:
        monkeypatch.setattr(sys, "stdin", stdin)

        def typed(line: str) -> None:
            typing.write(f"{line}\n".encode())

        yield typed


async def until(found: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not found():  # noqa: ASYNC110 - a terminal says nothing by itself
            await asyncio.sleep(0.005)


async def reaches(dial: SpeedDial, times: float) -> None:
    await until(lambda: dial.times == times)


def opened(activity: Activity, source: str) -> RunningSession:
    return open_session(activity, SessionRequest(source=source, unkept=NOT_KEPT))


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_what_is_played_is_quickened_by_a_typed_key_and_says_so(
    lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines, texts, session = list[str](), Texts(lang), opened(Activity.DEMO, "person:calm")
    dial = session.speed
    assert dial is not None
    with keyboard(monkeypatch) as typed:
        async with PlainFace(session, texts, lines.append).attending():
            for line, times in (("]", 2.0), ("】", 4.0), ("[", 2.0), ("[", 1.0)):
                typed(line)
                await reaches(dial, times)
    await session.close()
    told = [texts.say("plain.speed", times=times) for times in ("2", "4", "2", "1")]
    assert [line for line in lines if line in told] == told


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_keys_of_speed_are_told_where_they_do_something(lang: str) -> None:
    """A body cannot be quickened, and is told of nothing."""
    texts, session = Texts(lang), opened(Activity.WATCH, "person:calm")
    told = texts.say("plain.keys_speed")
    assert told in what_to_type(session, texts)
    assert told not in what_to_type(FakeRunner(), texts)
    await session.close()


def test_no_other_line_means_a_speed() -> None:
    assert understood("]", Phase.REST) is Speed.FASTER
    assert understood(" 【 ", Phase.TENSE) is Speed.SLOWER
    assert all(not isinstance(understood(line, Phase.REST), Speed) for line in ("]]", "[]", "+", "", "1"))


async def test_a_mark_is_written_when_it_is_set_and_numbered_after_those_that_come_by_themselves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines, runner = list[str](), FakeRunner(watch=True)
    runner.marks_then = 11
    face = PlainFace(runner, Texts("en"), lines.append)
    runner.start(face)
    with keyboard(monkeypatch) as typed:
        async with face.attending():
            typed("m tea")
            await until(lambda: any("Mark" in line for line in lines))
    assert lines[-1] == "00:00  Mark 12: tea"


# ---------------------------------------------------------------------------------------------- the rating, said later


@pytest.mark.parametrize(("lines", "said"), [("7\n", 7), ("eleven\n11\n-1\n0\n", 0), ("\n", None), ("  \n", None)])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_rating_that_was_not_said_is_asked_for_in_lines(lines: str, said: int | None, lang: str) -> None:
    written, texts = list[str](), Texts(lang)
    title = Words("Feet to forehead", "从脚到额头")
    assert rating_later(title, "2026-03-04 20:15", written.append, io.StringIO(lines).readline, texts) == said
    assert any(title.say(lang) in line and "2026-03-04 20:15" in line for line in written)
    assert written.count(texts.say("after.later_typed")) == lines.count("\n")


@pytest.mark.parametrize(
    ("source", "typed", "kept", "asked_again"),
    [
        (None, "3\n", 3, False),
        (None, "\n", None, False),
        (None, "", None, True),  # nobody was there
        ("person:calm", "3\n", None, True),  # who plays with a simulated heart has not come to practise
    ],
)
def test_who_begins_to_practise_in_lines_is_asked_first(
    source: str | None,
    typed: str,
    kept: int | None,
    asked_again: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By the command, before anything else is asked; and never a second time."""
    number = practised()

    class Typing(io.StringIO):
        def isatty(self) -> bool:
            return True

    async def no_further(*_: object) -> SessionRequest:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", Typing(typed))
    monkeypatch.setattr(opening, "screened", no_further)
    with suppress(KeyboardInterrupt):
        screens.practise(None, source, "en", True, None, 1)
    assert past_sessions.past_sessions()[0].tension_after == kept
    assert reviewing.record(number).rated_later == kept
    assert (history.unrated() is not None) is asked_again


def test_a_store_that_cannot_be_read_holds_nobody_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = tmp_path / "file"
    nowhere.write_text("no folder")
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(nowhere))
    screening.ask_later("en")
