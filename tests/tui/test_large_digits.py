"""A large number without a unit is a heart rate, and nothing else is: a time that is left always says its unit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.decisions import Phase
from biofeedback.languages import LANGUAGES
from biofeedback.texts import Texts
from biofeedback.tui.guidance import guidance
from tests.tui.fake_guide import FakeGuide


@pytest.mark.parametrize("lang", LANGUAGES)
@given(st.sampled_from(Phase), st.floats(0.0, 4000.0))
def test_of_what_is_large_while_practising_nothing_is_a_bare_number(lang: str, phase: Phase, left_s: float) -> None:
    view = replace(FakeGuide().view(0.0), phase=phase, until=left_s)
    said = guidance(view, Texts(lang), None)
    assert not any(sign.isdigit() for sign in said.headline)
    assert not said.left.isdecimal()
