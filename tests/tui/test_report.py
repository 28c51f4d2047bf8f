"""One key says that something feels wrong, over every moment of a session; the keys that end it go on working."""

from __future__ import annotations

import pytest

from biofeedback.decisions import Advised, EndCause
from biofeedback.events import Key, Reported, Symptom, Tick
from biofeedback.texts import Texts
from biofeedback.tui.ended import SummaryScreen
from biofeedback.tui.look import Look
from biofeedback.tui.practise import PractiseScreen
from biofeedback.tui.report import SYMPTOMS, ReportScreen
from biofeedback.why import why
from tests.tui.drive import SIZES, practising
from tests.tui.snapshot import screen_lines, screen_text

REST, TENSE = 80, 71


@pytest.mark.parametrize("symptom", Symptom)
async def test_each_symptom_has_its_digit(symptom: Symptom) -> None:
    """Two keys, and one is back in the session."""
    async with practising(Look(), "usual", at=REST) as on:
        await on.press("r", str(SYMPTOMS.index(symptom) + 1))
        assert on.runner.reported == [symptom]
        assert isinstance(on.app.screen, PractiseScreen)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_the_list_is_whole_at_every_size(size: str, lang: str) -> None:
    """All eight, uncut, with the keys that lead on."""
    async with practising(Look(lang=lang), size, at=REST) as on:
        await on.press("r")
        shown, texts = screen_text(on.app), Texts(lang)
        assert all(texts.say(f"symptoms.name_{symptom.value}") in shown for symptom in Symptom)
        assert "…" not in shown


async def test_asking_for_the_list_in_a_tension_lets_go_at_once() -> None:
    """Nobody holds on while they read."""
    async with practising(Look(), "usual", at=TENSE) as on:
        await on.press("r")
        assert on.runner.pressed == [Key.PAUSE]
        await on.press("escape")
        assert isinstance(on.app.screen, PractiseScreen)
        assert on.runner.reported == []


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_what_to_do_about_it_stands_where_the_pause_was_explained(lang: str) -> None:
    """The key has paused the session; its advice, not that there is a pause, is what matters now."""
    async with practising(Look(lang=lang), "usual", at=REST) as on:
        await on.press("r")
        reported = Reported(t=on.runner.now, symptom=Symptom.PANIC)
        on.runner.say(reported, Advised(t=on.runner.now, why=why("symptoms.advice_panic")))
        await on.press("6")
        beside_the_body = str.maketrans("", "", "▒█·▄▀ \n")
        shown, texts = screen_text(on.app).translate(beside_the_body), Texts(lang)
        assert "".join(texts.say("symptoms.advice_panic").split()) in shown
        assert "".join(texts.say("cues.paused_detail").split()) not in shown


async def test_an_end_because_of_what_is_felt_is_not_praised() -> None:
    """The advice stands there, and nothing about minutes that count."""
    async with practising(Look(), "usual", at=REST) as on:
        stopped = on.runner.guide.stop(on.runner.now, None, why("symptoms.advice_heart"), EndCause.SYMPTOM)
        on.runner.say(Tick(t=on.runner.now), *stopped)
        await on.settle()
        assert isinstance(on.app.screen, SummaryScreen)
        assert "emergency number" in screen_text(on.app)
        assert "Every minute counts" not in screen_text(on.app)


@pytest.mark.parametrize("key", ["9", "0", "n", "s", "p", "enter", "space", "question_mark"])
async def test_other_keys_say_nothing(key: str) -> None:
    """No symptom is reported that nobody meant."""
    async with practising(Look(), "usual", at=REST) as on:
        await on.press("r", key)
        assert on.runner.reported == []
        assert on.runner.pressed == [Key.PAUSE]
        assert isinstance(on.app.screen, ReportScreen)


async def test_numbers_are_hidden_from_the_start_for_who_is_better_off_without() -> None:
    """They can still be asked for; at the end the heart is not held up to anybody."""
    async with practising(Look(), "usual", at=0) as on:
        on.runner.hidden = True
        await on.press("4", "enter")
        on.runner.guide.last_why = why("coach.rate_up", hr_bpm=84, before_bpm=67)
        await on.later(REST)
        assert not any("RMSSD" in line or "84" in line for line in screen_lines(on.app))
        await on.press("n", "n")
        assert any("RMSSD" in line for line in screen_lines(on.app))
        await on.press("x")
        assert "at rest before" not in screen_text(on.app)
