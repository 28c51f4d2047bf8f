"""A fault of the program itself: the release first, then one calm line; no traceback, and nothing of the heart in it.

Textual would print a traceback with all locals. How that is prevented hangs on its private names: where an upgrade
renames one, these tests fail.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.app import ComposeResult
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from biofeedback.app.ports import Activity
from biofeedback.decisions import Outcome, Phase
from biofeedback.errors import ProgramFault, StoreError
from biofeedback.findings import Rule
from biofeedback.texts import Texts
from biofeedback.tui.app import BiofeedbackApp
from biofeedback.tui.ended import StopScreen, SummaryScreen, last_lines
from biofeedback.tui.home import HomeScreen
from biofeedback.tui.look import Look
from biofeedback.tui.session import Session
from tests.cli.program import run
from tests.tui.drive import at_home, practising, stage
from tests.tui.fake_factory import FakeFactory
from tests.tui.fake_guide import FakeRunner
from tests.tui.snapshot import screen_text
from tests.tui.terminal import at_a_tension, terminal

TENSE, REST = 71, 80
HEART = "the heart beat 77 times"  # stands for what a traceback would give away


class Faulty(RuntimeError):
    """The fault that is put in."""


def fails(*_: object) -> None:
    raise Faulty(HEART)


async def fails_later() -> None:
    raise Faulty(HEART)


class BadDrawing(Widget):
    """Its rows cannot be drawn."""

    def render_line(self, y: int) -> Strip:
        raise Faulty(HEART)


class BadPage(Screen[None]):
    """Its parts cannot be put together."""

    def compose(self) -> ComposeResult:
        raise Faulty(HEART)
        yield


def in_a_worker(app: BiofeedbackApp) -> None:
    app.run_worker(fails_later())


def in_a_handler(app: BiofeedbackApp) -> None:
    app.call_later(fails)


def after_a_refresh(app: BiofeedbackApp) -> None:
    app.screen.call_after_refresh(fails)


def in_a_timer(app: BiofeedbackApp) -> None:
    app.screen.set_timer(0.001, fails)


def in_drawing(app: BiofeedbackApp) -> None:
    app.screen.mount(BadDrawing())


def in_composing(app: BiofeedbackApp) -> None:
    app.push_screen(BadPage())


def in_textual(app: BiofeedbackApp) -> None:
    app.panic("a traceback")


@asynccontextmanager
async def whatever_it_raises() -> AsyncGenerator[list[Exception]]:
    """Textual hands the fault that ended an app to its tests, a worker's wrapped."""
    raised: list[Exception] = []
    try:
        yield raised
    except Exception as error:
        raised.append(error)


PLACES = (in_a_worker, in_a_handler, after_a_refresh, in_a_timer, in_drawing, in_composing, in_textual)


async def the_end_of(app: BiofeedbackApp) -> None:
    """It leaves by itself."""
    assert app._task is not None
    await asyncio.wait({app._task}, timeout=20)
    assert app._task.done()


@pytest.mark.parametrize("breaks", PLACES, ids=lambda breaks: breaks.__name__)
async def test_a_fault_anywhere_says_the_release_and_ends_the_session(
    breaks: Callable[[BiofeedbackApp], None], capfd: pytest.CaptureFixture[str]
) -> None:
    """In a tension: the release is said past the screen, the session is closed, and nothing is printed."""
    async with whatever_it_raises() as raised, practising(Look(), "usual", at=TENSE) as on:
        app, runner = on.app, on.runner
        breaks(app)
        await the_end_of(app)
    await app.end()
    assert runner.let_go_aloud
    assert runner.closed
    assert app.cut_off
    assert app.program_failed
    assert isinstance(app.fault, RuntimeError if breaks is in_textual else Faulty)
    assert all(HEART in str(error) for error in raised), "and nothing else went wrong"
    shown = capfd.readouterr()
    assert "Traceback" not in shown.out + shown.err
    assert HEART not in shown.out + shown.err


async def test_a_fault_of_the_session_that_nobody_wrote_down_takes_the_same_way() -> None:
    """An exception that is none of ours comes out of the runner."""
    async with whatever_it_raises(), practising(Look(), "usual", at=TENSE) as on:
        app = on.app
        on.runner.fail(Faulty(HEART))  # type: ignore[arg-type]
        await the_end_of(app)
    assert isinstance(app.fault, Faulty)
    assert app.cut_off


async def test_a_fault_that_was_written_down_is_told_on_the_last_page() -> None:
    """The release first: nobody has said it; the program tells by its exit code."""
    async with practising(Look(), "usual", at=TENSE) as on:
        on.runner.fail(ProgramFault("Something in this program went wrong."))
        await on.settle()
        assert isinstance(on.app.screen, SummaryScreen)
        shown = screen_text(on.app)
        assert shown.index(Texts("en").say("tui.let_go_last")) < shown.index("Something in this program went wrong.")
        assert on.runner.let_go_aloud
        assert on.app.program_failed


async def test_a_fault_at_home_ends_the_app_as_calmly() -> None:
    """There is no session to end."""
    async with whatever_it_raises(), at_home(Look(), "usual") as on:
        app = on.app
        app.call_later(fails)
        await the_end_of(app)
    await app.end()
    assert isinstance(app.fault, Faulty)
    assert not app.cut_off


async def test_a_broken_session_does_not_keep_the_app_from_leaving() -> None:
    """Even where the release cannot be said and nothing can be closed."""

    class Broken(FakeRunner):
        def let_go(self) -> None:
            raise Faulty(HEART)

        async def close(self) -> None:
            raise Faulty(HEART)

    class BrokenFactory(FakeFactory):
        def make(self, *, watch: bool = False) -> FakeRunner:
            self.runners.append(Broken())
            return self.runner

    async with whatever_it_raises(), stage(Look(), "usual", Activity.PRACTISE, BrokenFactory()) as on:
        app = on.app
        app.call_later(fails)
        await the_end_of(app)
    await app.end()
    assert isinstance(app.fault, Faulty)


async def test_a_list_that_cannot_be_read_is_told_at_home() -> None:
    """A sentence, not the end of the program."""

    class Unreadable(FakeFactory):
        async def past_sessions(self) -> tuple[()]:
            raise StoreError("The data folder cannot be read.")

    async with at_home(Look(), "usual", Unreadable()) as on:
        await on.press("s")
        assert isinstance(on.app.screen, HomeScreen)
        assert "The data folder cannot be read." in screen_text(on.app)


# ------------------------------------------------------------------------------------------------ a stop and a fault


async def test_a_safety_stop_is_shown_whatever_failed_with_it() -> None:
    """The stop has precedence; what went wrong is told below it, and the exit code stays that of a stop."""
    async with practising(Look(), "usual", at=TENSE) as on:
        on.runner.fault = StoreError("the disk is full")
        on.runner.warn_and_stop(Rule.IRREGULAR)
        await on.settle()
        assert isinstance(on.app.screen, StopScreen)
        shown = " ".join(on.app.screen.query_one("#problems").text.split())  # type: ignore[attr-defined]
        assert "the disk is full" in shown
        await on.press("q")
    assert on.app.last is not None
    assert on.app.last.outcome is Outcome.STOPPED


async def test_what_fails_after_the_stop_was_shown_is_told_on_its_page() -> None:
    """The source is let go of only then."""
    async with practising(Look(), "usual", at=TENSE) as on:
        on.runner.full_disk = StoreError("the last seconds are not kept")
        on.runner.warn_and_stop(Rule.IRREGULAR)
        await on.settle()
        await on.frame()
        assert "the last seconds are not kept" in on.app.screen.query_one("#problems").text  # type: ignore[attr-defined]


async def test_the_summary_tells_the_session_first_and_then_the_trouble() -> None:
    """How it went is not lost because something failed at its end."""
    async with practising(Look(), "usual", at=REST) as on:
        on.runner.fault = StoreError("the disk is full")
        await on.press("x")
        await on.settle()
        assert isinstance(on.app.screen, SummaryScreen)
        shown = screen_text(on.app)
        assert shown.index("Every minute counts") < shown.index("the disk is full")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_stop_that_may_never_have_been_shown_is_told_on_the_terminal(lang: str) -> None:
    """The drawing failed on the page of the stop."""
    runner, texts = FakeRunner(), Texts(lang)
    session = Session(runner, lambda decisions: None)
    runner.start(session)
    runner.warn_and_stop(Rule.TOO_FAST)
    told = "\n".join(last_lines(session, texts, cut_off=False, unseen=True))
    assert texts.say("tui.stop_next").strip() in told
    assert last_lines(session, texts, cut_off=False, unseen=False) == ()
    assert last_lines(session, texts, cut_off=True, unseen=False) == (texts.say("tui.let_go_last"),)


# ------------------------------------------------------------------------------------------------ a page taken down


async def test_a_page_that_is_taken_down_is_not_drawn() -> None:
    """A beat of the clock or a new size may come too late, or before its parts are there."""
    async with practising(Look(), "usual", at=REST) as on:
        page = on.app.screen
        await on.press("x")
        assert on.app.screen is not page
        page.frame()  # type: ignore[attr-defined]
        page.breathe()  # type: ignore[attr-defined]
        assert on.app.fault is None


@pytest.mark.parametrize("begin", [Activity.PRACTISE, Activity.WATCH, Activity.WATCH_TWO])
async def test_a_page_without_its_parts_is_not_drawn(begin: Activity) -> None:
    """Before it was composed, and after it was unmounted."""
    async with stage(Look(), "usual", begin) as on:
        session = on.app.session
        assert session is not None
        session.held = None
        page = on.app._due(session, ended=False)()
        if on.runner.view().phase is Phase.ASK_BEFORE:
            on.runner.rate(None)
            page = on.app._due(session, ended=False)()
        page.frame()  # type: ignore[attr-defined]
        HomeScreen(Look()).note("said too early")
        SummaryScreen(session, Look()).frame()


# ------------------------------------------------------------------------------------------------ the real program


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_real_program_on_a_terminal_when_its_drawing_fails_in_a_tension(tmp_path: Path, lang: str) -> None:
    """The last words are the release and one line; the terminal is as before; the session is kept; the details are
    in a private file.
    """
    with terminal(tmp_path, *at_a_tension(f"raise RuntimeError({HEART!r})", "--lang", lang)) as on:
        assert on.ended() == 2
        shown = on.shown.decode()
        assert on.as_before
    last = shown.rpartition("\x1b[?1049l")[2]
    release = Texts(lang).say("tui.let_go_last")
    assert release in last
    assert last.index(release) < last.index("biofeedback: ")
    assert len([line for line in last.splitlines() if line.startswith("biofeedback: ")]) == 1
    assert "Traceback" not in shown
    assert "locals" not in shown
    log = tmp_path / "faults.log"
    assert log.stat().st_mode & 0o777 == 0o600
    assert HEART in log.read_text(encoding="utf-8")
    listed = run("sessions", "list", data=tmp_path)
    assert "three_minutes" in listed.out
