"""Every screen at three sizes and in two languages looks as it did when somebody last looked at it."""

from __future__ import annotations

import pytest

from biofeedback.app.ports import Activity
from biofeedback.decisions import Phase
from biofeedback.events import Key
from biofeedback.tui.look import Charset, Look
from tests.tui.drive import SIZES, at_home, practising
from tests.tui.snapshot import assert_snapshot, screen_lines, screen_text

EVERYWHERE = pytest.mark.parametrize("lang", ["en", "zh"])
AT_EVERY_SIZE = pytest.mark.parametrize("size", SIZES)


MOMENTS = (
    (20, Phase.BASELINE),
    (66, Phase.PREPARE),
    (71, Phase.TENSE),
    (76, Phase.REST),
    (85, Phase.REST),
    (103, Phase.SETTLE),
    (200, Phase.CLOSING),
)


@EVERYWHERE
@AT_EVERY_SIZE
async def test_a_whole_session(lang: str, size: str) -> None:
    """From the first question to the summary: the cue stands large in the middle, the heart below it."""
    async with practising(Look(lang=lang), size, at=0) as stage:
        await stage.press("4", "enter")
        now = 0
        for moment, phase in MOMENTS:
            await stage.later(moment - now)
            now = moment
            assert stage.runner.view().phase is phase
            assert_snapshot(stage.app, f"{moment:03d}-{phase.value}-{lang}-{size}")


@EVERYWHERE
@AT_EVERY_SIZE
async def test_the_heart_alone_a_pause_and_a_stop(lang: str, size: str) -> None:
    """A pause says how to go on; no number where none is honest; a stop says what was seen and what to do."""
    async with practising(Look(lang=lang), size, at=85) as stage:
        await stage.press("space")
        guide = stage.runner.guide
        guide.hr_bpm = guide.rmssd = None
        await stage.press("n")
        await stage.later(4)
        shown = screen_text(stage.app)
        assert Look(lang=lang).texts.say(f"tui.heart_none_{'brief' if size == 'small' else 'full'}") in shown
        assert "nan" not in shown.lower()
        assert_snapshot(stage.app, f"no-beats-{lang}-{size}")


@EVERYWHERE
@AT_EVERY_SIZE
async def test_a_strap_that_stays_away(lang: str, size: str) -> None:
    """What can be chosen, each with its key; and once it is chosen, that nothing is watched."""
    async with practising(Look(lang=lang), size, at=85) as stage:
        await stage.press("space")
        stage.runner.guide.lost_for_long, stage.runner.guide.link_up = True, False
        await stage.later(30)
        assert_snapshot(stage.app, f"offered-{lang}-{size}")
        await stage.press("u")
        assert stage.runner.pressed[-1] is Key.UNMONITORED
        await stage.later(8)
        assert_snapshot(stage.app, f"unmonitored-{lang}-{size}")


@pytest.mark.parametrize("charset", list(Charset))
async def test_charsets(charset: Charset) -> None:
    """The same screen in three sets of characters; the plainest holds to ASCII apart from the sentences."""
    async with practising(Look(charset=charset), "usual", at=85) as stage:
        assert_snapshot(stage.app, f"charset-{charset.value}")
        if charset is Charset.ASCII:
            assert screen_text(stage.app).replace("\N{MINUS SIGN}", "-").isascii()


async def test_without_motion_the_breath_is_told_in_words_only() -> None:
    """Reduced motion: no bar that moves."""
    async with practising(Look(motion=False), "usual", at=85) as stage:
        assert "breathe in" in screen_text(stage.app)
        assert "●" not in screen_text(stage.app)


async def test_nothing_jumps_during_a_phase() -> None:
    """Other numbers, the same places: only digits and the chart differ between two frames."""
    async with practising(Look(), "usual", at=82) as stage:
        await stage.press("n")
        before = screen_lines(stage.app)
        stage.runner.guide.hr_bpm = 101.0
        await stage.later(3)
        after = screen_lines(stage.app)
        figures = next(i for i, row in enumerate(before) if "RMSSD" in row)
        assert before[figures].index("RMSSD") == after[figures].index("RMSSD")
        assert before[figures].replace(" 64 ", "101 ") == after[figures].replace("101 ", "101 ")
        still = [row for row in range(24) if row not in (figures, figures + 1) and "Rest" not in before[row]]
        moving = {row for row in still if before[row] != after[row]}
        countdown, breath = set(range(6, 9)), {next(i for i, row in enumerate(before) if "breathe" in row)}
        assert moving <= countdown | breath | set(range(figures + 2, 22)), "the rest stands still"


async def test_numbers_change_at_most_every_three_seconds_of_the_wall() -> None:
    """However fast the heart or a recording runs, the figures can be read."""
    async with practising(Look(), "usual", at=82) as stage:
        await stage.press("n")
        stage.runner.guide.hr_bpm = 90.0
        stage.clock.t += 1.0
        await stage.frame()
        assert "Heart   64" in screen_text(stage.app)
        stage.clock.t += 2.1
        await stage.frame()
        assert "Heart   90" in screen_text(stage.app)


async def test_a_lost_link_is_told_at_once() -> None:
    """A silent strap does not wait for the next change of the numbers."""
    async with practising(Look(), "usual", at=82) as stage:
        stage.runner.guide.link_up = False
        await stage.frame()
        assert "The strap is silent" in screen_text(stage.app)


async def test_figures_are_hidden_until_they_are_asked_for() -> None:
    """A line and words at first; n shows the figures too, then nothing of the heart, then the line again."""
    async with practising(Look(), "usual", at=71) as stage:
        line = "Signal good"
        assert "RMSSD" not in screen_text(stage.app)
        assert line in screen_text(stage.app)
        await stage.press("n")
        assert "RMSSD" in screen_text(stage.app)
        await stage.press("n")
        assert line not in screen_text(stage.app)
        assert "Tense your feet" in screen_text(stage.app)
        await stage.press("n")
        assert "RMSSD" not in screen_text(stage.app)
        assert line in screen_text(stage.app)


async def test_another_size_in_mid_session_keeps_everything_in_place() -> None:
    """A terminal made smaller and larger again shows what it showed before."""
    async with practising(Look(), "usual", at=85) as stage:
        before = screen_text(stage.app)
        await stage.pilot.resize_terminal(40, 12)
        await stage.settle()
        assert "R E S T" in screen_text(stage.app)
        await stage.pilot.resize_terminal(80, 24)
        await stage.settle()
        assert screen_text(stage.app) == before


async def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR set no colour is sent, and the text is the same."""
    async with practising(Look(), "usual", at=71) as stage:
        coloured = screen_text(stage.app)
    monkeypatch.setenv("NO_COLOR", "1")
    async with practising(Look(), "usual", at=71) as stage:
        assert screen_text(stage.app) == coloured
        colours = {
            colour.triplet
            for strip in stage.painted()
            for segment in strip
            if segment.style is not None
            for colour in (segment.style.color, segment.style.bgcolor)
            if colour is not None and colour.triplet is not None
        }
        assert colours
        assert all(c.red == c.green == c.blue for c in colours), "only greys"


async def test_skipping_and_pausing_reach_the_session() -> None:
    """The keys ask; the session decides."""
    async with practising(Look(), "usual", at=71) as stage:
        await stage.press("s", "space", "space")
        assert stage.runner.pressed == [Key.SKIP, Key.PAUSE, Key.RESUME]
        assert stage.app.session is not None
        assert stage.app.session.runner is stage.runner
        assert not stage.runner.closed


async def test_begin_is_not_needed_for_home() -> None:
    """Without a wish the app waits at home and opens nothing."""
    async with at_home(Look(), "usual") as stage:
        assert stage.factory.opened == []
        await stage.press("p")
        assert stage.factory.opened == [Activity.PRACTISE]


async def test_another_size_under_the_help() -> None:
    """The session below has the right size when the help is closed."""
    async with practising(Look(), "usual", at=85) as stage:
        await stage.press("question_mark")
        await stage.pilot.resize_terminal(40, 12)
        await stage.settle()
        await stage.press("question_mark")
        assert "P A U S E D" in screen_text(stage.app)
