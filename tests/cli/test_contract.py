"""The command line that other programs rely on."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from biofeedback.store.sessions import Sessions
from tests.cli.program import Ran, run


def table(path: Path, beats: int = 400, rr_ms: float = 850.0) -> Path:
    """A small recording: breathing on a steady mean."""
    rr = [rr_ms + 30 * math.sin(k / 2.2) for k in range(beats)]
    rows, t = ["t_s,rr_ms"], 0.0
    for value in rr:
        t += value / 1000
        rows.append(f"{t:.3f},{value:.3f}")
    path.write_text("\n".join(rows) + "\n")
    return path


def one_clear_line(ran: Ran) -> None:
    """Exit 2, one line, no traceback."""
    assert ran.code == 2
    assert len(ran.err.strip().splitlines()) == 1
    assert "Traceback" not in ran.err


def test_a_simulated_session_is_the_same_bytes_at_every_run(tmp_path: Path) -> None:
    """Same protocol, source, seed and settings."""
    call = ("simulate", "--protocol", "feet_to_forehead", "--source", "person:calm", "--seed", "4", "--json")
    first, second = run(*call, data=tmp_path), run(*call, data=tmp_path)

    assert first.code == 0
    assert first.out == second.out
    assert first.lines[-1]["outcome"] == "completed"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_palpitations_stop_the_session_and_no_cue_follows(tmp_path: Path, seed: int) -> None:
    """Exit code 3, rule irregular, the release first if it was tense, then silence."""
    ran = run("simulate", "--source", "person:palpitations", "--seed", str(seed), "--json", data=tmp_path)

    kinds = [line["type"] for line in ran.lines]
    stopped = kinds.index("stop")
    assert ran.code == 3
    assert ran.lines[stopped]["rule"] == "irregular"
    assert "cue" not in kinds[stopped:]
    assert ran.lines[-1]["outcome"] == "stopped"


def test_a_restless_participant_is_given_time_to_settle_and_goes_on(tmp_path: Path) -> None:
    """At least one settle pause, begun and ended, and the session completes."""
    ran = run("simulate", "--source", "person:restless", "--seed", "1", "--json", data=tmp_path)

    states = [line["state"] for line in ran.lines if line["type"] == "settle"]
    assert states[:2] == ["begin", "end"]
    assert ran.lines[-1]["outcome"] == "completed"


def test_a_dropout_pauses_and_nothing_is_tensed_without_data(tmp_path: Path) -> None:
    """From the last beat until the pause is over."""
    ran = run("simulate", "--source", "person:calm", "--fault", "dropout:400:30", "--json", data=tmp_path)

    pause = [line["t_s"] for line in ran.lines if line["type"] == "pause"]
    tensed = [line["t_s"] for line in ran.lines if line.get("action") == "tense"]
    assert 400 < pause[0] < 407
    assert not [t for t in tensed if 404 < t < pause[1]]
    assert ran.lines[-1]["outcome"] == "completed"


def test_an_expectation_that_does_not_hold_is_exit_one(tmp_path: Path) -> None:
    """And says which field."""
    expected = tmp_path / "expected.json"
    expected.write_text(json.dumps({"outcome": "stopped", "groups_done": 13}))
    ran = run("simulate", "--source", "person:calm", "--expect", str(expected), "--json", data=tmp_path)

    assert ran.code == 1
    assert "outcome: expected 'stopped', was 'completed'" in ran.err


def test_a_recording_that_ends_first_ends_the_session_early(tmp_path: Path) -> None:
    """Exit 0: nothing went wrong."""
    recording = table(tmp_path / "short.csv")
    ran = run("simulate", "--source", f"replay:{recording}", "--json", data=tmp_path)

    assert ran.code == 0
    assert ran.lines[-1]["outcome"] == "ended_early"


def test_analyse_gives_a_line_a_file_in_order_and_an_error_object_for_the_unreadable(tmp_path: Path) -> None:
    """The others still run; exit 2."""
    good, missing = table(tmp_path / "good.csv"), tmp_path / "missing.csv"
    ran = run("analyse", "--json", "--beats", str(good), str(missing), str(good), data=tmp_path)

    first, second, third = ran.lines
    assert ran.code == 2
    assert first == third
    assert first["error"] is None
    assert first["beats"] == len(first["beat_classes"]) == 400
    assert set(first["hrv"]) >= {"rmssd_ms", "sdnn_ms", "pnn50", "mean_hr_bpm", "coverage", "dfa_a1"}
    assert second["error"]["kind"]
    assert second["error"]["message"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("simulate", "--protocol", "nothing_of_this_name", "--json"),
        ("simulate", "--source", "person:nobody", "--json"),
        ("simulate", "--source", "replay:not_there.csv", "--json"),
        ("simulate", "--source", "telepathy", "--json"),
        ("simulate", "--source", "replay:x.csv@fast", "--json"),
        ("simulate", "--fault", "earthquake", "--json"),
        ("practise", "--source", "person:nobody"),
        ("sessions", "show", "99"),
        ("protocols", "show", "nothing_of_this_name"),
        ("protocols", "check", "not_there.toml"),
    ],
)
def test_whatever_does_not_exist_is_one_clear_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """A missing file, an unknown protocol, source or session."""
    one_clear_line(run(*arguments, data=tmp_path))


def test_without_bluetooth_practising_says_so_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No adapter, no service, no permission: whatever this machine lacks."""
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")

    one_clear_line(run("practise", "--source", "ble", "--plain", data=tmp_path))


def test_a_practised_session_is_kept_and_replays_to_the_same_decisions(tmp_path: Path) -> None:
    """The session is its journal."""
    recording = table(tmp_path / "strap.csv", beats=900)
    practised = run("practise", "--source", f"replay:{recording}@1000", "--plain", data=tmp_path)
    listed = run("sessions", "list", "--json", data=tmp_path)
    shown = run("sessions", "show", "1", "--json", data=tmp_path)
    replayed = run("sessions", "replay", "1", data=tmp_path)
    with Sessions(tmp_path) as store:
        store.keep_note(1, "warm hands")
    noted = run("sessions", "show", "1", "--json", data=tmp_path)

    assert practised.code == 0
    assert noted.lines == [*shown.lines[:-1], {"type": "note", "text": "warm hands"}, shown.lines[-1]]
    assert [line["id"] for line in listed.lines] == [1]
    assert shown.lines[-1]["outcome"] == "ended_early"
    assert replayed.code == 0
    assert "same" in replayed.out


def test_protocols_are_listed_one_a_line_name_first(tmp_path: Path) -> None:
    """As the contract says."""
    ran = run("protocols", "list", data=tmp_path)

    assert "feet_to_forehead" in [line.split()[0] for line in ran.out.splitlines()]
