"""A session keeps its protocol as it was practised: what becomes of the file afterwards changes nothing of it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from biofeedback.app.past_sessions import past_sessions
from biofeedback.cli import past
from biofeedback.decisions import Decision
from biofeedback.errors import UsageError
from biofeedback.languages import LANGUAGES
from biofeedback.store import database
from biofeedback.store.sessions import Sessions
from biofeedback.texts import Texts
from protocols.library import load, template
from simulators.participants.participant import person
from tests.app.assembled import Aloud, no_answers_due, parts, practised


@pytest.fixture(scope="module")
def practised_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file of one's own and the data of one practice of it with a strap."""
    folder = tmp_path_factory.mktemp("practised")
    file = folder / "own.toml"
    file.write_text(template(), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BIOFEEDBACK_DATA", str(folder / "data"))
        no_answers_due()
        code = asyncio.run(practised(parts(person("calm", 1), {}, Aloud()), protocol=str(file)))
        assert code == 0
        connection, _ = database.connect()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
    return folder


@pytest.fixture
def own(practised_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file, in a copy of that folder whose file is where it was then."""
    shutil.copytree(practised_once / "data", tmp_path / "data")
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))
    file = tmp_path / "own.toml"
    shutil.copyfile(practised_once / "own.toml", file)
    connection, _ = database.connect()
    connection.execute("UPDATE sessions SET settings = replace(settings, ?, ?)", (str(practised_once), str(tmp_path)))
    connection.close()
    return file


def rests_longer(file: Path) -> None:
    """The same protocol, but each rest lasts ten seconds more."""
    protocol = load(str(file))
    rests = {step.rest_s for step in protocol.steps}
    text = protocol.text
    for rest_s in rests:
        text = text.replace(f"rest_s = {rest_s:g}", f"rest_s = {rest_s + 10:g}")
    assert text != protocol.text
    file.write_text(text, encoding="utf-8")


def as_an_older_version_kept_it(version: str | None = None) -> None:
    """By its name alone."""
    connection, _ = database.connect()
    connection.execute("UPDATE sessions SET practised = NULL, version = coalesce(?, version)", (version,))
    connection.close()


def replayed(capsys: pytest.CaptureFixture[str], lang: str = "en") -> tuple[int, list[str]]:
    capsys.readouterr()
    code = past.replay(1, lang)
    return code, capsys.readouterr().out.splitlines()


def decided() -> tuple[Decision, ...]:
    with Sessions() as store:
        return store.decisions(1)


def break_off(file: Path) -> None:
    file.write_text("no = [", encoding="utf-8")


@pytest.mark.parametrize("becomes", [Path.unlink, break_off], ids=["gone", "broken"])
def test_replay_needs_no_file(becomes: Callable[[Path], object], own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor do the list and the words of the file itself."""
    text = own.read_text(encoding="utf-8")
    becomes(own)

    code, lines = replayed(capsys)

    assert code == 0
    assert len(lines) == 1
    assert past_sessions()[0].title is not None
    assert past.protocol(1) == 0
    assert capsys.readouterr().out.strip() == text.strip()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_protocol_that_changed_is_told_from_a_program_that_changed(
    lang: str, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is replayed as it was practised, decides the same, and the one line says why nothing else is to be feared."""
    rests_longer(own)

    code, (same, why) = replayed(capsys, lang)

    assert code == 0
    assert same == Texts(lang).say("cli.replay_same", id=1, decisions=len(decided()))
    assert why == Texts(lang).say("cli.replay_protocol", protocol="own")


def test_comments_and_line_ends_are_no_change(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The digest is what compares: of what is said and asked."""
    own.write_text("# mine\n" + own.read_text(encoding="utf-8"), encoding="utf-8")

    code, lines = replayed(capsys)

    assert code == 0
    assert len(lines) == 1


def test_where_both_changed_the_difference_is_the_programs(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As if this version decided something else."""
    rests_longer(own)
    connection, _ = database.connect()
    connection.execute("UPDATE entries SET line = replace(line, 'tense', 'rest') WHERE type = 'CueGiven'")
    connection.close()

    code, lines = replayed(capsys)

    assert code == past.DIFFERS
    assert lines[1] == Texts("en").say("cli.replay_both", protocol="own")


@pytest.mark.parametrize(
    ("version", "code"), [(None, "cli.replay_protocol_only"), ("0.0.1", "cli.replay_protocol_or_program")]
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_older_session_says_what_can_be_told(
    version: str | None, code: str, lang: str, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Kept by the same version, it was the protocol; by another, nobody can tell."""
    as_an_older_version_kept_it(version)
    rests_longer(own)

    ended, lines = replayed(capsys, lang)

    assert ended == past.DIFFERS
    assert lines[1] == Texts(lang).say(code, id=1, protocol="own")


def test_an_older_session_works_as_before(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With its file as it was; it has no words of the file to give."""
    as_an_older_version_kept_it()

    code, lines = replayed(capsys)

    assert code == 0
    assert len(lines) == 1
    with pytest.raises(UsageError, match="kept no protocol"):
        past.protocol(1)


def test_it_is_kept_as_this_person_practised_it(own: Path) -> None:
    """Within their answers: no replay has to work them out again."""
    with Sessions() as store:
        kept = store.practised(1)

    assert kept == load(str(own))
