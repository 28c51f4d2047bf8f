"""Floors: read strictly, held strictly."""

from __future__ import annotations

import math
from typing import Any

import pytest

from biofeedback.errors import InputError
from biofeedback.validation.figures import Figure
from biofeedback.validation.floors import Floor, failed, floors_of

KNOWN = (Figure("af_60s.found_pct", 97.0), Figure("af_60s.delay_p90_s", 31.0), Figure("pause.found_pct", None))


def test_names_may_be_flat_or_nested() -> None:
    """As JSON and as TOML with dots."""
    wanted = (Floor(name="af_60s.found_pct", least=95.0, most=100.0),)
    assert floors_of({"af_60s.found_pct": {"least": 95, "most": 100}}, KNOWN) == wanted
    assert floors_of({"af_60s": {"found_pct": {"least": 95, "most": 100}}}, KNOWN) == wanted


def test_a_floor_holds_at_its_very_number_and_never_for_nothing() -> None:
    """A figure that could not be taken fails."""
    floors = [
        Floor(name="af_60s.found_pct", least=97.0),
        Floor(name="af_60s.delay_p90_s", most=31.0),
        Floor(name="af_60s.found_pct", least=97.1),
        Floor(name="af_60s.delay_p90_s", most=30.9),
        Floor(name="pause.found_pct", least=0.0),
    ]
    assert [each.floor for each in failed(floors, KNOWN)] == floors[2:]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({}, "no floor"),
        ({"af_60s.found_pct": 95}, "a floor is"),
        ({"af_60s.found_pct": {"least": "95"}}, "a floor is"),
        ({"af_60s.found_pct": {"least": True}}, "a floor is"),
        ({"af_60s.found_pct": {"least": math.nan}}, "a floor is"),
        ({"af_60s.found_pct": {"least": 95, "about": 3}}, "a floor is"),
        ({"least": 3}, "a floor is"),
        ({"af_60s.find_pct": {"least": 95}}, "no such figure"),
    ],
)
def test_what_is_no_floor_is_refused(table: dict[str, Any], said: str) -> None:
    """With the name of what is wrong."""
    with pytest.raises(InputError, match=said):
        floors_of(table, KNOWN)
