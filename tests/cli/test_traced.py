"""Every session told to programs says from what it was made, and its phases say how the heart was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from biofeedback import __version__
from protocols.library import load
from tests.cli.program import run
from tests.cli.test_contract import one_clear_line, table
from tests.report.sessions import keep

SHORT = ("simulate", "--protocol", "three_minutes", "--json")


def test_a_simulated_session_says_from_what_it_was_made(tmp_path: Path) -> None:
    """Version, protocol and its digest, source, seed, faults, adaptation, start; and that the body answers."""
    call = (*SHORT, "--seed", "3", "--fault", "pvc:60:30", "--fault", "late:90", "--adaptation", "shadow")
    first = run(*call, data=tmp_path).lines[0]

    assert first == {
        "type": "run",
        "schema": "biofeedback.session/1",
        "version": __version__,
        "protocol": "three_minutes",
        "protocol_digest": load("three_minutes").digest,
        "source": "person:calm",
        "seed": 3,
        "faults": ["pvc:60:30", "late:90"],
        "adaptation": "shadow",
        "start_s": 0.0,
        "loop": "closed",
    }


def test_a_recording_does_not_answer_and_that_is_said(tmp_path: Path) -> None:
    """To programs in the first line, to people before the session."""
    source = f"replay:{table(tmp_path / 'strap.csv')}"
    told = run(*SHORT, "--source", source, "--start-s", "20", data=tmp_path).lines[0]
    read = run("simulate", "--protocol", "three_minutes", "--source", source, data=tmp_path)

    assert (told["loop"], told["start_s"]) == ("open", 20.0)
    assert "open loop" in read.err


def test_phases_tell_the_heart_as_it_was(tmp_path: Path) -> None:
    """Known once there were beats enough; before that null, never 0."""
    ran = run("simulate", "--source", "person:calm", "--json", data=tmp_path)
    phases = [line for line in ran.lines if line["type"] == "phase"]

    assert phases[0]["hr_bpm"] is None
    assert all({"hr_bpm", "rmssd_ms"} <= phase.keys() for phase in phases)
    known = [phase["hr_bpm"] for phase in phases[4:]]
    assert all(45 < rate < 100 for rate in known)
    assert any(phase["rmssd_ms"] for phase in phases)


def test_a_kept_session_tells_the_same(tmp_path: Path) -> None:
    """Where it came from, and its heart at each phase as it was then, which is found by hearing it again."""
    number = keep(tmp_path, protocol="three_minutes")
    shown = run("sessions", "show", str(number), "--json", data=tmp_path)
    simulated = run(*SHORT, data=tmp_path)
    told, then = ([line for line in ran.lines if line["type"] == "phase"] for ran in (shown, simulated))
    first = shown.lines[0]

    assert [first[key] for key in ("type", "protocol", "adaptation", "loop")] == [
        "run",
        "three_minutes",
        "on",
        "closed",
    ]
    assert first["protocol_digest"] == load("three_minutes").digest
    assert told == then
    assert any(phase["hr_bpm"] for phase in told)


@pytest.mark.parametrize(("key", "near"), [("ruel", "rule"), ("groups_don", "groups_done"), ("xyzzy", "there are")])
def test_an_expected_field_that_no_summary_has_is_refused(tmp_path: Path, key: str, near: str) -> None:
    """It would hold of nothing, or of everything."""
    expected = tmp_path / "expected.json"
    expected.write_text(json.dumps({key: None}), encoding="utf-8")
    ran = run(*SHORT, "--expect", str(expected), data=tmp_path)

    one_clear_line(ran)
    assert near in ran.err
    assert ran.out == ""


def test_a_field_that_is_expected_to_be_absent_must_be(tmp_path: Path) -> None:
    """Null is a value like others."""
    expected = tmp_path / "expected.json"
    expected.write_text(json.dumps({"rule": None, "outcome": "completed"}), encoding="utf-8")

    assert run(*SHORT, "--expect", str(expected), data=tmp_path).code == 0
