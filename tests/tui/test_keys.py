"""What the keys do on every screen, and that a session can be ended from every one of them at once."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from biofeedback.app.ports import Activity, PastSession
from biofeedback.cues.words import Rung
from biofeedback.decisions import Outcome
from biofeedback.errors import BluetoothUnavailable, StoreError
from biofeedback.events import Key
from biofeedback.findings import Rule
from biofeedback.texts import Texts
from biofeedback.tui.ended import StopScreen, SummaryScreen
from biofeedback.tui.help import HelpScreen
from biofeedback.tui.home import HomeScreen
from biofeedback.tui.look import Look
from biofeedback.tui.past import PastScreen
from biofeedback.tui.practise import PractiseScreen
from biofeedback.tui.rating import RatingScreen
from biofeedback.tui.session import Session
from biofeedback.tui.watch import WatchScreen
from tests.tui.drive import at_home, practising, stage, watching
from tests.tui.fake_factory import FakeFactory
from tests.tui.fake_guide import TITLE, FakeRunner
from tests.tui.snapshot import screen_text

STOP_KEYS = pytest.mark.parametrize("key", ["x", "q", "escape"])


@pytest.mark.parametrize(
    ("key", "at"),
    [("x", 0), ("q", 0), ("escape", 0), ("x", 20), ("q", 71), ("escape", 71), ("x", 103), ("escape", 200)],
)
async def test_a_session_ends_at_once_from_every_phase(key: str, at: int) -> None:
    """One key, nothing asked, also from the rating; then a kind word."""
    async with practising(Look(), "usual", at=at) as on:
        await on.press(key)
        assert on.runner.pressed == [Key.STOP]
        assert isinstance(on.app.screen, SummaryScreen)
        assert "Every minute counts" in screen_text(on.app)
        assert on.runner.closed


@pytest.mark.parametrize(("key", "stops"), [("x", True), ("q", True), ("escape", False), ("question_mark", False)])
async def test_the_help_closes_or_stops(key: str, stops: bool) -> None:
    """The help lies over the session; it can be left, and the session can be stopped from it."""
    async with practising(Look(), "usual", at=71) as on:
        await on.press("question_mark")
        assert isinstance(on.app.screen, HelpScreen)
        await on.press(key)
        assert on.runner.pressed == [Key.PAUSE, *([Key.STOP] if stops else [])]
        assert isinstance(on.app.screen, SummaryScreen if stops else PractiseScreen)


async def test_a_session_ends_from_a_pause() -> None:
    """A pause is no trap."""
    async with practising(Look(), "usual", at=71) as on:
        await on.press("space", "x")
        assert on.runner.pressed == [Key.PAUSE, Key.STOP]
        assert isinstance(on.app.screen, SummaryScreen)


async def test_a_hung_session_is_left_by_asking_again() -> None:
    """Where the session does not answer, the second press lets go of it."""
    async with practising(Look(), "usual", at=71) as on:
        on.runner.deaf = True
        await on.press("x")
        assert isinstance(on.app.screen, PractiseScreen)
        assert "Ending" in screen_text(on.app)
        await on.press("x")
        assert isinstance(on.app.screen, SummaryScreen)
        assert "Ended early" in screen_text(on.app)
        assert on.runner.closed


@pytest.mark.parametrize("rule", list(Rule))
@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_every_rule_has_a_stop_page(rule: Rule, lang: str) -> None:
    """What was seen is said in both languages, whatever it was."""
    runner = FakeRunner()
    session = Session(runner, lambda decisions: None)
    runner.start(session)
    runner.warn_and_stop(rule)
    texts = Texts(lang)
    page = "\n".join(StopScreen(session, Look(lang=lang)).page(texts))
    assert texts.say("tui.stop_seen", what=texts.say(f"tui.pattern_{rule.value}")) in page


@pytest.mark.parametrize("before", [(), ("question_mark",), ("space",)])
async def test_a_safety_stop_is_shown_over_everything(before: tuple[str, ...]) -> None:
    """The help or a pause does not hide it."""
    async with practising(Look(), "usual", at=71) as on:
        await on.press(*before) if before else None
        on.runner.warn_and_stop(Rule.PAUSE)
        await on.settle()
        assert isinstance(on.app.screen, StopScreen)


async def test_the_stop_screen_stays_until_it_is_left_on_purpose() -> None:
    """No key but the two that lead away does anything, and a new session is begun from home."""
    async with practising(Look(), "usual", at=71) as on:
        on.runner.warn_and_stop(Rule.IRREGULAR)
        await on.settle()
        await on.press("space", "enter", "x", "s", "p", "escape", "n", "question_mark", "5")
        assert isinstance(on.app.screen, StopScreen)
        assert on.runner.pressed == []
        await on.press("h")
        assert isinstance(on.app.screen, HomeScreen)
        assert on.factory.opened == [Activity.PRACTISE]
        await on.press("p")
        assert on.factory.opened == [Activity.PRACTISE] * 2
        assert isinstance(on.app.screen, RatingScreen)


async def test_the_result_of_the_app_is_the_last_word_of_the_session() -> None:
    """The command line turns it into its exit code."""
    async with practising(Look(), "usual", at=71) as on:
        on.runner.warn_and_stop(Rule.IRREGULAR)
        await on.settle()
        await on.press("q")
    assert on.app.return_value is not None
    assert on.app.return_value.outcome is Outcome.STOPPED
    assert on.app.return_code == 0


@pytest.mark.parametrize(("key", "code"), [("ctrl+c", 130), ("ctrl+q", 0)])
async def test_leaving_in_mid_session_ends_it_first(key: str, code: int) -> None:
    """Ctrl-C and Ctrl-Q stop the session, close its source, and leave."""
    async with practising(Look(), "usual", at=71) as on:
        await on.pilot.press(key)
        await on.pilot.pause()
    assert on.runner.pressed == [Key.STOP]
    assert on.runner.closed
    assert on.app.return_code == code


@pytest.mark.parametrize(
    ("keys", "rated"),
    [
        (("4", "enter"), 4),
        (("0", "enter"), 0),
        (("1", "0", "enter"), 10),
        (("right", "enter"), 5),
        (("9", "right", "right", "enter"), 10),
        (("1", "left", "left", "enter"), 0),
        (("7", "2", "enter"), 2),
        (("enter", "3", "enter"), 3),
        (("n",), None),
    ],
)
async def test_rating(keys: tuple[str, ...], rated: int | None) -> None:
    """Digits and arrows choose, Enter confirms, n declines; without a choice Enter does nothing."""
    async with practising(Look(), "usual", at=0) as on:
        await on.press(*keys)
        assert on.runner.guide.rated == [rated]
        assert isinstance(on.app.screen, PractiseScreen)


async def test_space_does_not_pause_a_question() -> None:
    """There is nothing to pause while a number is asked for."""
    async with practising(Look(), "usual", at=0) as on:
        await on.press("space")
        assert on.runner.pressed == []
        assert isinstance(on.app.screen, RatingScreen)


@STOP_KEYS
async def test_watching_ends(key: str) -> None:
    """Watching ends as calmly."""
    async with watching(Look(), "usual", at=20) as on:
        assert isinstance(on.app.screen, WatchScreen)
        await on.press(key)
        assert "The watching has ended" in screen_text(on.app)


async def test_a_source_that_fails_for_good_ends_the_session_with_a_sentence() -> None:
    """No traceback: one sentence, and the ways out."""
    async with practising(Look(), "usual", at=71) as on:
        on.runner.fail(BluetoothUnavailable("Bluetooth was switched off."))
        await on.settle()
        assert isinstance(on.app.screen, SummaryScreen)
        assert "Bluetooth was switched off." in screen_text(on.app)
        assert on.runner.closed


async def test_a_session_that_cannot_begin_says_so_at_home() -> None:
    """Home stays, with the reason; another try is possible."""
    factory = FakeFactory(refusal=BluetoothUnavailable("No strap is in reach."))
    async with at_home(Look(), "usual", factory) as on:
        await on.press("p")
        assert isinstance(on.app.screen, HomeScreen)
        assert "No strap is in reach." in screen_text(on.app)
        factory.refusal = None
        await on.press("d")
        assert factory.opened == [Activity.PRACTISE, Activity.DEMO]
        assert isinstance(on.app.screen, RatingScreen)


@pytest.mark.parametrize(("key", "activity"), [("p", Activity.PRACTISE), ("d", Activity.DEMO), ("w", Activity.WATCH)])
async def test_home_begins_what_is_asked_for(key: str, activity: Activity) -> None:
    """Each by its key."""
    async with at_home(Look(), "usual") as on:
        await on.press(key)
        assert on.factory.opened == [activity]


async def test_home_by_arrows() -> None:
    """Down and Enter work too."""
    async with at_home(Look(), "usual") as on:
        await on.press("down", "down", "down", "down", "enter")
        assert on.factory.opened == [Activity.WATCH]


async def test_home_in_the_other_language_and_the_help() -> None:
    """L changes the language of everything that follows."""
    async with at_home(Look(), "usual") as on:
        await on.press("l", "question_mark")
        assert isinstance(on.app.screen, HelpScreen)
        assert "练习中" in screen_text(on.app)
        await on.press("x")
        assert isinstance(on.app.screen, HomeScreen)
        assert "退出" in screen_text(on.app)
        await on.press("l")
        assert "Quit" in screen_text(on.app)


@pytest.mark.parametrize("key", ["q", "escape"])
async def test_home_is_left(key: str) -> None:
    """Nothing is running, so nothing is asked."""
    async with at_home(Look(), "usual") as on:
        await on.pilot.press(key)
        await on.pilot.pause()
    assert on.app.return_code == 0
    assert on.app.return_value is None


async def test_past_sessions_align_in_both_languages() -> None:
    """A Chinese character takes two columns, and the columns stand."""
    past = (
        PastSession(
            number=12,
            began="2026-11-19 21:30",
            title=TITLE,
            minutes=20.2,
            outcome=Outcome.COMPLETED,
            tension_before=6,
            tension_after=2,
        ),
        PastSession(
            number=11,
            began="2026-11-18 08:05",
            title=None,
            minutes=3.0,
            outcome=None,
            tension_before=None,
            tension_after=None,
        ),
    )
    for lang, ended in (("en", ("done", "cut off")), ("zh", ("完成", "中断"))):
        async with at_home(Look(lang=lang), "usual", FakeFactory(past=past)) as on:
            await on.press("s")
            assert isinstance(on.app.screen, PastScreen)
            rows = screen_text(on.app).split("\n")
            first, second = (next(row for row in rows if day in row) for day in ("11-19", "11-18"))
            assert cell_len(first[: first.index(ended[0])]) == cell_len(second[: second.index(ended[1])])
            assert "6 → 2" in first
            await on.press("escape")
            assert isinstance(on.app.screen, HomeScreen)


async def test_a_past_session_is_written_as_a_page_by_one_key() -> None:
    """The one that the cursor is at; where it is stands below the list, and so does why it cannot be written."""
    past = tuple(
        PastSession(
            number=number,
            began=f"2026-11-0{number} 08:05",
            title=TITLE,
            minutes=3.0,
            outcome=Outcome.STOPPED,
            tension_before=None,
            tension_after=None,
        )
        for number in (3, 2, 1)
    )
    factory = FakeFactory(past=past)
    async with at_home(Look(), "usual", factory) as on:
        await on.press("s", "down", "p")
        await on.app.workers.wait_for_complete()
        await on.settle()
        assert "session-2-en.html" in screen_text(on.app)
        factory.refusal = StoreError("The disk is full.")
        await on.press("p")
        await on.app.workers.wait_for_complete()
        await on.settle()
        assert "The disk is full." in screen_text(on.app)


@pytest.mark.parametrize("stops", [True, False])
async def test_what_has_ended_is_written_as_a_page_by_one_key(stops: bool) -> None:
    """The stop page says so in words; of a session that was not kept there is none."""
    async with practising(Look(), "usual", at=85) as stage:
        if stops:
            stage.runner.warn_and_stop(Rule.IRREGULAR)
            await stage.settle()
            assert "shown to a doctor" in screen_text(stage.app)
        else:
            await stage.press("x")
        await stage.press("p")
        await stage.app.workers.wait_for_complete()
        await stage.settle()
        assert "session-now-en.html" in screen_text(stage.app)


async def test_no_past_sessions() -> None:
    """An empty list says so."""
    async with at_home(Look(), "usual") as on:
        await on.press("s")
        assert "None yet" in screen_text(on.app)


async def test_a_second_wish_while_a_session_runs_opens_nothing() -> None:
    """One body, one session."""
    async with stage(Look(), "usual", Activity.PRACTISE) as on:
        on.app.begin(Activity.WATCH)
        await on.settle()
        assert on.factory.opened == [Activity.PRACTISE]


async def test_one_key_goes_through_the_sounds_and_the_line_of_keys_says_which() -> None:
    """In the middle of a session, without asking the session for anything."""
    async with practising(Look(), "usual", at=66) as on:
        for shown in ("v sound: voice", "v sound: tones", "v sound: off"):
            assert shown in screen_text(on.app)
            await on.press("v")
    assert on.runner.pressed == []


async def test_home_says_how_much_of_a_session_is_heard_and_changes_it_by_a_key() -> None:
    """Before anything begins."""
    async with at_home(Look(), "usual") as on:
        assert "voice and tones lead you" in screen_text(on.app)
        await on.press("v")
        assert "tones lead you, without words" in screen_text(on.app)


@pytest.mark.parametrize(("rung", "said"), [(Rung.BELL, "sound_bell"), (Rung.NONE, "sound_none")])
@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_where_nothing_plays_home_says_so_instead(rung: Rung, said: str, lang: str) -> None:
    """No voice is promised that cannot be heard; and that sound is switched off is said as it is."""
    factory = FakeFactory()
    factory.rung = rung
    async with at_home(Look(lang=lang), "usual", factory) as on:
        assert Texts(lang).say(f"tui.{said}") in screen_text(on.app)
        await on.press("v", "v")
        assert Texts(lang).say("tui.sound_off") in screen_text(on.app)
