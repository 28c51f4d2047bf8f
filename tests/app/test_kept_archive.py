"""What the screens that look back ask for, from the store as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from biofeedback.app import kept_here
from biofeedback.app.kept_archive import KeptArchive
from biofeedback.app.ports import StrapSeen
from biofeedback.app.session_factory import LiveSessionFactory
from biofeedback.app.session_request import SessionRequest
from biofeedback.errors import UsageError
from biofeedback.events import HeartRate
from biofeedback.export.names import ExportFormat
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import SourceKind


@pytest.fixture
def number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """A watched heart, kept in a data folder of its own."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    log = SessionLog.begin(
        protocol=None, source_kind=SourceKind.STRAP, source="ble", seed=None, lang="en", settings={"protocol": None}
    )
    for k in range(1, 90):
        log.on_step(HeartRate(t=float(k), hr_bpm=60, rr_ticks=(1024,)), ())
    log.close()
    return log.id


def test_a_session_with_all_that_is_known_of_it(number: int) -> None:
    kept = KeptArchive().session(number)
    assert kept.record.number == number
    assert len(kept.record.beats) > 80
    assert kept.began.startswith("20")
    with pytest.raises(UsageError):
        KeptArchive().session(number + 1)


def test_words_of_ones_own_are_kept_and_taken_back(number: int) -> None:
    KeptArchive().keep_note(number, "by the window")
    assert KeptArchive().session(number).record.note == "by the window"
    KeptArchive().keep_note(number, "")
    assert KeptArchive().session(number).record.note is None


def test_files_go_into_the_data_folder_and_with_all_that_is_kept(number: int, tmp_path: Path) -> None:
    """Written twice, the second gives way to the first; deleted with everything else."""
    files = [*KeptArchive().export(number, ExportFormat.CSV), *KeptArchive().export(number, ExportFormat.BIDS)]
    assert KeptArchive().export(number, ExportFormat.CSV)
    assert all(Path(each).is_relative_to(tmp_path / "exports") and Path(each).is_file() for each in files)
    assert {Path(each) for each in files} <= {each.path for each in kept_here.kept_here().files}
    assert kept_here.delete_everything().left == ()
    assert list(tmp_path.iterdir()) == []


async def test_it_is_watched_again_from_a_moment_of_it(number: int) -> None:
    """As the program puts it together: the clock begins there, and it is not kept anew."""

    async def never(address: str | None) -> StrapSeen:
        raise AssertionError("nothing is looked for")

    session = await LiveSessionFactory(SessionRequest(), never).replay(number, 80.0)
    assert session.number is None
    heard = []

    class Hears:
        def on_step(self, event: object, decisions: object) -> None:
            heard.append(event)

    session.start(Hears())
    await session.wait()
    await session.close()
    beats = [each for each in heard if isinstance(each, HeartRate)]
    assert len(beats) == 10
    assert beats[0].t < 1.0
