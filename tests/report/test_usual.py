"""A session's rest beside the person's own earlier ones, on the page and in lines; nobody else's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from biofeedback.decisions import BaselineSet
from biofeedback.languages import LANGUAGES
from biofeedback.review.lines import review_lines
from biofeedback.review.sentences import usual
from biofeedback.texts import Texts
from tests.report.made import session

EVERYTHING = session()


@pytest.mark.parametrize(("rate", "place"), [(62.0, "within"), (56.5, "below"), (67.5, "above")])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_rest_is_placed_in_the_own_usual_range(rate: float, place: str, lang: str) -> None:
    """Six sessions at 62 with a standard deviation of 2.5: usual is 57 to 67."""
    texts = Texts(lang)
    decisions = tuple(
        replace(each, hr_bpm=rate) if isinstance(each, BaselineSet) else each for each in EVERYTHING.decisions
    )
    record = replace(EVERYTHING, decisions=decisions)
    wanted = texts.say(f"report.usual_{place}", rate=rate, low=57.0, high=67.0)
    assert usual(record, texts)[-1] == wanted
    assert any(wanted in line for line in review_lines(record, texts, began="today"))


def test_without_earlier_sessions_nothing_is_compared() -> None:
    """And without a baseline only what was usual is said."""
    texts = Texts("en")
    assert usual(replace(EVERYTHING, usual=None), texts) == []
    bare = tuple(each for each in EVERYTHING.decisions if not isinstance(each, BaselineSet))
    assert len(usual(replace(EVERYTHING, decisions=bare), texts)) == 1
