"""How the heart answered the tensions stands on the last page, in words, and without numbers where none are wished."""

from __future__ import annotations

import pytest

from biofeedback.decisions import Meaning, Responded
from biofeedback.events import Tick
from biofeedback.findings import Estimate
from biofeedback.texts import Texts
from biofeedback.tui.ended import SummaryScreen
from biofeedback.tui.look import Look
from biofeedback.why import Why, why
from tests.tui.drive import practising
from tests.tui.snapshot import screen_text

FALL = Estimate(value=2.3, low=1.1, high=3.5)


def answer(group: str | None, meaning: Meaning, said: Why) -> Responded:
    return Responded(
        t=90.0,
        group=group,
        repeats=2,
        rise_bpm=None,
        fall_bpm=FALL,
        rmssd_gain=None,
        why=said,
        meaning=meaning,
    )


@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize(("lang", "group"), [("en", "Feet:"), ("zh", "双脚：")])
async def test_the_summary_says_how_the_heart_answered(lang: str, group: str, hidden: bool) -> None:
    """The whole and the group that shows by itself; of the others nothing, rather than thirteen times the same."""
    async with practising(Look(lang=lang), "usual", at=80) as on:
        on.runner.hidden = hidden
        numbers = {"bpm": 2.3, "low": 1.1, "high": 3.5}
        said = [
            answer(None, Meaning.SLOWER, why("response.slower", **numbers)),
            answer("feet", Meaning.SLOWER, why("response.group_slower", **numbers)),
            answer("hands", Meaning.CANNOT_TELL, why("response.group_cannot_tell")),
        ]
        on.runner.say(Tick(t=90.0), *said)
        await on.press("x")
        await on.settle()

        assert isinstance(on.app.screen, SummaryScreen)
        shown = screen_text(on.app)
        assert group in shown
        assert Texts(lang).say("response.group_cannot_tell") not in shown
        assert ("2.3" in shown) is not hidden
