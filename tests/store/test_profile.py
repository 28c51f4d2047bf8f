"""Several people on one machine: each has their own sessions, answers and strap, and alone nobody meets any of it."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from biofeedback.app import history, kept_here, profiles, resting
from biofeedback.cli import options_first
from biofeedback.clock import wall_time
from biofeedback.decisions import BaselineSet, EndCause, Finished, Outcome
from biofeedback.errors import StoreError, UsageError
from biofeedback.events import Tick
from biofeedback.store import person, private, profile, remembered
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import About, Sessions, SourceKind
from biofeedback.why import why
from tests.cli.program import run


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder, and no profile named."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    monkeypatch.delenv(profile.VARIABLE, raising=False)
    return tmp_path


def _rests(about: About, hr_bpm: float) -> None:
    """Three sessions with a strap, at this resting rate."""
    for _ in range(3):
        log = SessionLog(replace(about, source_kind=SourceKind.STRAP, started=wall_time()))
        end = Finished(
            t=9.0,
            outcome=Outcome.COMPLETED,
            rule=None,
            groups_done=7,
            groups_planned=7,
            settle_pauses=0,
            tension_before=None,
            tension_after=None,
            why=why("coach.completed"),
            cause=EndCause.COMPLETED,
        )
        log.on_step(Tick(t=1.0), (BaselineSet(t=1.0, hr_bpm=hr_bpm, rmssd_ms=30.0), end))
        log.close()


def test_alone_everything_is_in_the_data_folder_itself(data: Path) -> None:
    """No folder of profiles is made, and nothing is asked."""
    Sessions().close()
    assert [file.name for file in data.iterdir()] == ["sessions.sqlite3"]
    assert profiles.known() == profiles.Profiles(names=(), in_use=None)


def test_nobody_is_judged_by_anothers_rest(about: About, monkeypatch: pytest.MonkeyPatch) -> None:
    """Resting rate, stage, answers and strap are those of whoever is named."""
    _rests(about, 75.0)
    person.keep(person.Person(answers=(), answered=wall_time()))
    remembered.remember(remembered.Remembered(strap_address="AA"))
    profiles.make("Anna")
    monkeypatch.setenv(profile.VARIABLE, "anna")

    assert resting.known() is None
    assert history.unasked() is None
    assert person.recall() is None
    assert remembered.recall() == remembered.Remembered()
    _rests(about, 52.0)
    mine = resting.known()
    assert mine is not None
    assert mine.hr_mean_bpm == 52.0
    monkeypatch.delenv(profile.VARIABLE)
    theirs = resting.known()
    assert theirs is not None
    assert theirs.hr_mean_bpm == 75.0


def test_a_profile_is_private_down_to_its_folders(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own folder, and the one that holds them all."""
    profiles.make("张三")
    monkeypatch.setenv(profile.VARIABLE, "张三")
    Sessions().close()

    folders = [data / "profiles", data / "profiles" / "张三"]
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in folders] == [0o700, 0o700]
    assert private.folder() == folders[1]
    assert stat.S_IMODE((folders[1] / "sessions.sqlite3").stat().st_mode) == 0o600


def test_a_slip_of_the_pen_is_no_new_person(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of whom nothing would be known: it is an error that says how a profile is made, and no folder comes of it."""
    profiles.make("anna")
    monkeypatch.setenv(profile.VARIABLE, "ana")
    with pytest.raises(UsageError, match="profiles new ana"):
        Sessions()
    assert [each.name for each in (data / "profiles").iterdir()] == ["anna"]


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/b", "a" * 33, "-a", " a", "a\n", "default", "Default", "a\0"]
)
def test_a_name_that_is_no_folder_of_its_own_is_refused(name: str, data: Path) -> None:
    """Whatever system the folder is on."""
    with pytest.raises(UsageError):
        profiles.make(name)
    assert not (data / "profiles").exists()


def test_a_name_is_one_name_however_it_is_written() -> None:
    """In capitals, or with its accents apart."""
    assert profiles.make("Zoe\u0308") == "Zo\u00eb"
    with pytest.raises(UsageError, match="already"):
        profiles.make("ZO\u00cb")


def test_the_one_chosen_is_taken_until_another_is(data: Path) -> None:
    """`default` is always there."""
    profiles.make("anna")
    profiles.choose("anna")
    assert profiles.known().in_use == "anna"
    profiles.choose("default")
    assert profiles.known().in_use is None
    with pytest.raises(UsageError):
        profiles.choose("ben")
    (data / profile.KEPT_NAME).write_bytes(b"\xff\xfe")
    with pytest.raises(StoreError, match="delete it"):
        profiles.known()


def test_one_person_deletes_only_what_is_theirs(data: Path, about: About, monkeypatch: pytest.MonkeyPatch) -> None:
    """The profile goes with its folder and the choice of it; the others are named and stay."""
    _rests(about, 75.0)
    for name in ("anna", "ben"):
        profiles.make(name)
    profiles.choose("anna")
    _rests(about, 52.0)

    done = kept_here.delete_everything()

    assert done.others == ("default", "ben")
    assert profiles.known() == profiles.Profiles(names=("ben",), in_use=None)
    assert resting.known() is not None
    assert kept_here.delete_everything().left == ()
    assert [each.name for each in data.iterdir()] == ["profiles"]


def test_it_can_be_named_anywhere_in_a_command(data: Path) -> None:
    """Before the command as after it; one that is not there is one clear line."""
    assert options_first(["practise", "--plain", "--profile", "anna"]) == ["--profile", "anna", "practise", "--plain"]
    assert options_first(["practise", "--profile=anna"]) == ["--profile=anna", "practise"]
    assert options_first(["practise", "--", "--profile=anna"]) == ["practise", "--", "--profile=anna"]
    assert options_first(["practise", "--profile"]) == ["practise", "--profile"]

    ran = run("sessions", "list", "--profile", "anna", data=data)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("biofeedback: there is no profile anna")
    assert run("profiles", "new", "anna", data=data).code == 0
    assert run("sessions", "list", "--profile", "anna", data=data).code == 0
    assert run("profiles", "use", "anna", data=data).code == 0
    assert run("profiles", "list", data=data).out.splitlines() == ["  default", "* anna"]
