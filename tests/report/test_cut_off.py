"""A session that was killed before anything of it was decided, or right after: what is kept is shown all the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from biofeedback.decisions import PhaseBegan
from biofeedback.languages import LANGUAGES
from biofeedback.review.lines import review_lines
from biofeedback.review.segments import segments
from biofeedback.texts import Texts
from tests.report.made import session


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("decided", [0, 1, 2])
def test_what_little_is_kept_is_shown(lang: str, decided: int) -> None:
    """Nothing decided at all, and one phase or two begun."""
    whole = session()
    first = tuple(each for each in whole.decisions if isinstance(each, PhaseBegan))[:decided]
    record = replace(whole, decisions=first, events=())
    assert len(segments(record)) <= decided
    assert any(review_lines(record, Texts(lang), began="today"))
