"""A protocol that was kept with a session is read by every later version, so that a replay asks for no file."""

from __future__ import annotations

from pathlib import Path

from biofeedback.store import database
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import Sessions, SourceKind
from protocols.library import load

KEPT = Path(__file__).with_name("kept_protocol.json")
"""As the first version that kept them wrote one. Never edited: what is new in a protocol has a default."""


def test_one_that_an_older_version_kept_is_read(tmp_path: Path) -> None:
    log = SessionLog.begin(
        protocol=load("rapid"),
        source_kind=SourceKind.STRAP,
        source="ble",
        seed=None,
        lang="en",
        settings={},
        folder=tmp_path,
    )
    log.close()
    connection, _ = database.connect(tmp_path)
    connection.execute("UPDATE sessions SET practised = ?", (KEPT.read_text(encoding="utf-8"),))
    connection.close()

    with Sessions(tmp_path) as store:
        practised = store.practised(log.id)
    assert practised is not None
    assert practised.name == "three_minutes"
    assert [step.hold_s for step in practised.steps] == [5.0, 3.0, 5.0, 5.0]
    assert practised.digest.startswith("bb191d9b8e8c")
    assert practised.text.startswith("# Four large groups")
