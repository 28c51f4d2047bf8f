"""The benchmark compares what it says: artefacts are put in as told, and each way is asked the same."""

from __future__ import annotations

import math
from itertools import pairwise
from random import Random

import pytest

from simulators.lab.benchmark.artefacts import KINDS, injected
from simulators.lab.benchmark.methods import NamedMethod, malik, neurokit, raw_beats, stream, this_program, uncorrected
from simulators.lab.benchmark.page import errors, last_minute, lead_in_line
from simulators.lab.benchmark.segments import UNIT_MS, breathing_slowly, is_clean, rmssd, synthetic
from simulators.lab.benchmark.session_cost import PIECE_S, session_cost, sweep_cost, table
from simulators.participants.participant import person

MINUTES = list(synthetic(3, 60.0))


@pytest.mark.parametrize("kind", KINDS)
def test_an_artefact_moves_beats_but_not_time(kind: str) -> None:
    """But where the rhythm begins anew; and something has changed, but where nothing was asked for."""
    for number, rr_ms in enumerate(MINUTES):
        bent = injected(rr_ms, kind, Random(number))
        if kind != "1 atrial":
            assert math.fsum(bent) == pytest.approx(math.fsum(rr_ms), abs=UNIT_MS * len(bent))
        assert (bent == rr_ms) == (kind == "none")
        assert injected(rr_ms, kind, Random(number)) == bent


@pytest.mark.parametrize(("kind", "more"), [("1 missed", -1), ("1 extra", 1), ("1 ventricular", 0), ("3 missed", -3)])
def test_an_artefact_loses_or_adds_its_beats(kind: str, more: int) -> None:
    """One interval fewer for a missed beat, one more for an extra one."""
    assert len(injected(MINUTES[0], kind, Random(1))) == len(MINUTES[0]) + more


def test_what_is_clean_needs_no_correction() -> None:
    """All ways agree on clean minutes."""
    for rr_ms in MINUTES:
        assert is_clean(rr_ms)
        assert uncorrected(rr_ms) == rmssd(rr_ms)
        assert this_program(rr_ms) == pytest.approx(rmssd(rr_ms), rel=0.02)
        assert malik(rr_ms) == pytest.approx(rmssd(rr_ms), rel=0.1)
        assert stream(raw_beats(rr_ms)) is not None


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "none"])
def test_this_program_is_nearer_the_truth_than_no_correction(kind: str) -> None:
    """On every kind of artefact, by its worst minute."""
    ours = errors(MINUTES, kind, NamedMethod("ours", this_program))
    none = errors(MINUTES, kind, NamedMethod("none", uncorrected))

    assert max(ours.found) < max(none.found)


def test_the_pieces_of_a_made_day_are_found_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of pieces of an hour nearly none is clean: the day of `lab speed` was looked for, and never found."""
    asked = list[str]()

    def counted(name: str, seed: int) -> object:
        asked.append(name)
        return person(name, seed)

    monkeypatch.setattr("simulators.lab.benchmark.segments.person", counted)
    assert len(list(synthetic(8, PIECE_S))) == 8
    assert len(asked) <= 24


def test_the_other_library_is_asked_as_it_wants_to_be() -> None:
    """It leaves clean minutes nearly as they are: what it gets wrong elsewhere is not for a wrong call."""
    for rr_ms in MINUTES:
        assert neurokit(rr_ms) == pytest.approx(rmssd(rr_ms), rel=0.1)


def test_slow_minutes_are_deep_steep_and_always_the_same() -> None:
    """As told: some breaths a minute, each with a step up that takes few beats."""
    for rr_ms in (minutes := list(breathing_slowly(4, 60.0))):
        steps = [b - a for a, b in pairwise(rr_ms)]
        assert 59.0 < math.fsum(rr_ms) / 1000 < 62.5
        assert max(rr_ms) - min(rr_ms) > 200.0
        assert 2 <= sum(step > 100.0 for step in steps) <= 24
    assert minutes == list(breathing_slowly(4, 60.0))


def test_slow_breathing_that_was_heard_for_half_a_minute_is_kept_whole() -> None:
    """Each table's minute begins cold; in a session none does."""
    assert lead_in_line(6) == "Where biofeedback heard 30 s of it before that minute, none injected: 0.0 / 0."


def test_a_session_is_no_dearer_than_its_parts_and_a_sweep_no_dearer_than_sessions() -> None:
    """Ratios within one process, with room for a busy machine: what is asked at each packet stays cheap, and a sweep
    asks for no more than its sessions do. Spectra at each phase, or an interval of confidence at each beat, doubled it.
    """
    session_cost("calm", 0)
    costs = [session_cost("calm", seed) for seed in (1, 2, 3)]
    whole = min(each.whole_s for each in costs)
    parts = min(each.engine_s for each in costs) + min(each.participant_s for each in costs)

    assert whole < 1.6 * parts
    assert min(each.engine_s for each in costs) < 5 * min(each.participant_s for each in costs)
    assert min(sweep_cost(1, "calm")[0] for _ in range(3)) < 1.6 * whole


def test_the_cost_of_sessions_is_told_in_seconds_of_one_core() -> None:
    lines = list(table((1, 2), 1, "calm", hours=0.5))

    assert lines[0].startswith("One session of calm with feet_to_forehead: ")
    assert sum(line.startswith("| 1") for line in lines) == 2  # one session, and the hundred thousand
    assert "not played" in "".join(lines)


def test_the_last_minute_is_of_the_intervals_that_end_in_it() -> None:
    assert last_minute([900.0] * 100) == [900.0] * 67
    assert last_minute([900.0] * 10) == [900.0] * 10
