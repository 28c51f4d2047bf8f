"""The assessment paces each step at its own rate, tells what it found, and the person's own pace is then taken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from biofeedback.app import body_memory
from biofeedback.app.settings import Settings, from_stored
from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Plan
from biofeedback.decisions import Adapted, BreathPaced, Decision, Finished, ResonanceFound
from biofeedback.events import Tick
from biofeedback.findings import Estimate
from biofeedback.languages import LANGUAGES
from biofeedback.response_words import resonance_words
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import Sessions, SourceKind
from biofeedback.texts import Texts
from biofeedback.why import why
from protocols.library import load
from protocols.restrictions import Restrictions
from protocols.screening.personal import personal
from protocols.screening.terms import Terms
from protocols.training import Kind
from tests.coach.streams import packets, plan, played, steady

ASSESSMENT, BREATHING = load("resonance_assessment"), load("resonance_breathing")
OWN = ResonanceFound(
    t=900.0,
    breaths_per_min=Estimate(value=5.5, low=5.2, high=5.9),
    why=why("resonance.found", pace=5.5, low=5.2, high=5.9),
)
NOT_TOLD = ResonanceFound(t=900.0, breaths_per_min=None, why=why("resonance.unsure"))


def told(plan_: Plan) -> list[Decision]:
    return played(Engine(plan_), packets(steady(), 960.0))


def paced(decisions: list[Decision]) -> list[float]:
    return [d.breaths_per_min for d in decisions if isinstance(d, BreathPaced) and d.breaths_per_min is not None]


def test_each_step_has_its_own_pace_and_nothing_moves_it() -> None:
    """One cue per pace, two minutes long, with a rest without a cue between them."""
    decisions = told(plan(protocol=ASSESSMENT))
    assert paced(decisions) == [6.5, 6.0, 5.5, 5.0, 4.5]
    assert not [d for d in decisions if isinstance(d, Adapted)]
    cues = [d for d in decisions if isinstance(d, BreathPaced)]
    assert all(end.t - begin.t >= 120 for begin, end in zip(cues[::2], cues[1::2], strict=True))


def test_breathing_that_followed_nothing_is_told_as_such_before_the_last_word() -> None:
    """The stream breathes at 12/min whatever is cued."""
    *_, found, last = told(plan(protocol=ASSESSMENT))
    assert isinstance(found, ResonanceFound)
    assert found.breaths_per_min is None
    assert found.why.code == "resonance.too_few"
    assert isinstance(last, Finished)


def test_other_practices_tell_of_no_paces() -> None:
    """Nothing is compared there."""
    assert not [d for d in told(plan(protocol=BREATHING)) if isinstance(d, ResonanceFound)]


def test_where_breathing_is_not_paced_nothing_is_assessed() -> None:
    """The screening refuses it; begun all the same, it paces and tells nothing."""
    assert personal(ASSESSMENT, Terms(refused=(Kind.BREATHING,))) is None
    decisions = told(plan(protocol=ASSESSMENT, restrictions=Restrictions(no_breath_cue=True)))
    assert not paced(decisions)
    assert not [d for d in decisions if isinstance(d, ResonanceFound)]


@pytest.mark.parametrize(("own", "cued"), [(5.2, 5.2), (2.0, 4.5), (11.0, 7.0), (None, 6.0)])
def test_the_own_pace_is_taken_within_its_limits(own: float | None, cued: float) -> None:
    """And told with its reason, once."""
    decisions = told(plan(protocol=BREATHING, own_breaths_per_min=own))
    assert set(paced(decisions)) == {cued}
    codes = [d.why.code for d in decisions if isinstance(d, Adapted)]
    assert codes == ([] if own is None else ["resonance.own_pace"])


def test_only_a_protocol_that_asks_takes_the_own_pace() -> None:
    """The paces of an assessment stay as written."""
    assert paced(told(plan(protocol=ASSESSMENT, own_breaths_per_min=5.2))) == [6.5, 6.0, 5.5, 5.0, 4.5]


def test_the_pace_is_stored_with_the_session() -> None:
    """A replay is paced as the session was; a session of before had none."""
    settings = Settings(protocol="resonance_breathing", ask_ratings=False, own_breaths_per_min=5.2)
    again = from_stored(json.dumps(settings.stored()))
    assert again == settings
    guide = again.guide(again.loaded())
    assert isinstance(guide, Engine)
    assert set(paced(played(guide, packets(steady(), 400.0)))) == {5.2}
    assert from_stored('{"protocol": "resonance_breathing"}').own_breaths_per_min is None


def test_the_last_pace_found_with_a_strap_is_remembered_until_it_is_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not one of a simulated heart; one that cannot be told leaves the one before."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    assert body_memory.own_pace() is None
    for source, found in (("ble:00:11:22:33:44:55", OWN), ("ble:00:11:22:33:44:55", NOT_TOLD), ("person:calm", OWN)):
        if source.startswith("person"):
            with Sessions() as store:
                store.delete(store.all()[-1].id)
            assert body_memory.own_pace() is None
        settings = Settings(protocol="resonance_assessment").stored()
        log = SessionLog.begin(
            protocol=load("resonance_assessment"),
            source_kind=SourceKind.STRAP if source.startswith("ble") else SourceKind.PARTICIPANT,
            source=source,
            seed=None,
            lang="en",
            settings=settings,
        )
        log.on_step(Tick(t=found.t), (found,))
        log.close()
        assert body_memory.own_pace() == (5.5 if source.startswith("ble") else None)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_found_is_said_with_and_without_numbers_of_the_heart(lang: str) -> None:
    """The pace itself is always said."""
    texts = Texts(lang)
    with_, without = (resonance_words(OWN, texts, numbers=numbers) for numbers in (True, False))
    assert "5.5" in with_
    assert "5.2" in with_
    assert "5.5" in without
    assert "5.2" not in without
    assert resonance_words(NOT_TOLD, texts, numbers=False) == texts.why(NOT_TOLD.why)
