"""What is never given a value, never read or never called is wired or goes: nothing stands here for later."""

from __future__ import annotations

from dataclasses import MISSING
from dataclasses import fields as fields_of

import pytest

from biofeedback.app.settings import Settings
from biofeedback.coach.plan import Plan
from biofeedback.signal.baseline import History
from biofeedback.signal.rhythm import RhythmProfile
from biofeedback.store.sessions import About
from protocols.screening.terms import Terms
from protocols.training import MuscleGroup, Step, TrainingProtocol
from tests.house.unused import definitions, fields, given, is_read_beside, is_used

EXCEPTIONS = {
    "analyse": "of `api`, for other programs",
    "simulate": "the same",
    "session": "the same",
    "sessions": "the same",
    "Session.to_frame": "the same",
    "Environment": "the same",
    "Turn.observed": "the same",
    "RestingVariability.rmssd_sd": "the table of the benchmark goes through all fields",
    "RestingVariability.rmssd_rho": "the table of the benchmark goes through all fields",
    "RestingVariability.rate_sd": "the table of the benchmark goes through all fields",
    "RestingVariability.rate_rho": "the table of the benchmark goes through all fields",
    "pytest_addoption": "pytest calls it",
    "pytest_collect_file": "the same",
    "ScenarioItem.runtest": "the same",
    "ScenarioItem.repr_failure": "the same",
    "ScenarioItem.reportinfo": "the same",
    "_Cases.cases": "the page of a sweep asks for it",
    "ThemedApp.refresh_css": "Textual calls it where a theme is put on",
    "SlowAir.send_acl_data": "Bumble calls it of its own class",
}

READERS = ("protocols/form.py", "protocols/groups.py", "biofeedback/store/log.py", "biofeedback/store/sessions.py")
"""Where protocols are read and sessions are kept: to be read there, or written, is not to be used."""


def test_everything_public_is_used_in_the_packages() -> None:
    """Not by tests alone; each exception is there, and says why."""
    unused = {
        f"{each.owner}.{each.name}" if each.owner else each.name: each for each in definitions() if not is_used(each)
    }

    assert [str(each) for name, each in unused.items() if name not in EXCEPTIONS] == []
    assert sorted(EXCEPTIONS.keys() - unused.keys()) == []


@pytest.mark.parametrize(
    "kind", [Plan, TrainingProtocol, About, MuscleGroup, Step, Settings, RhythmProfile, History, Terms]
)
def test_every_field_is_read_where_something_is_done_with_it(kind: type) -> None:
    """Outside its own class, its reader and whoever keeps it."""
    assert [str(each) for each in fields(kind.__name__) if not is_read_beside(each, READERS)] == []


@pytest.mark.parametrize("kind", [Plan, TrainingProtocol, About, MuscleGroup, Step, Settings, RhythmProfile, History])
def test_every_field_that_has_a_default_is_given_a_value_somewhere(kind: type) -> None:
    """A setting that nobody sets is none."""
    free = [each.name for each in fields_of(kind) if (each.default, each.default_factory) != (MISSING, MISSING)]

    assert sorted(set(free) - given(kind.__name__)) == []
