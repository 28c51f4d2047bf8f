"""A bug report decides again as the session did, and names nobody."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from biofeedback import journal
from biofeedback.app.reviewing import record
from biofeedback.app.settings import from_stored
from biofeedback.decisions import Decision
from biofeedback.events import Event, LinkLost
from biofeedback.export.formats import exported
from biofeedback.export.names import ExportFormat
from biofeedback.run import headless
from protocols.training import TrainingProtocol
from simulators.recordings.reading import read
from tests.report.made import session
from tests.report.sessions import STRICT, keep

SECRETS = ("Ann", "drill", "C8:5F", "/srv", "2026", "Polar", "my own", "strap of")


def text_of(found: object) -> str:
    (file,) = exported(found, ExportFormat.BUG_REPORT)  # type: ignore[arg-type]
    return file.content.decode()


def test_nothing_in_it_names_anybody() -> None:
    """Note, dates, addresses, paths, the words of a protocol of one's own, a system's sentence on a lost link."""
    made = session()
    assert made.protocol is not None
    title = replace(made.protocol.title, en="my own")
    own = replace(made.protocol, name="/srv/ann/my own.toml", text="# of Ann", title=title)
    lost = LinkLost(t=455.0, cause="the strap of Ann (Polar H10) is gone")
    told = replace(
        made,
        protocol=own,
        protocol_name=own.name,
        note="Ann heard a drill",
        settings=json.dumps({"protocol": "/srv/ann/my own.toml", "adaptation": "on", "somebody": "Ann"}),
        events=(*made.events[:1], lost, *made.events[2:]),
    )
    text = text_of(told)

    assert [secret for secret in SECRETS if secret in text] == []
    assert '"began": "2000-01-01T00:00:00+00:00"' in text


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    keep(folder, who="palpitations", seed=2, terms=STRICT)
    return folder


def test_it_decides_again_as_then(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it is set to, the protocol without its words, and the events are enough."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(folder))
    kept = record(1)
    head, _, *lines = text_of(kept).splitlines()
    told = json.loads(head)
    settings = from_stored(json.dumps(told["settings"]))
    practised = msgspec.convert(told["practised"], TrainingProtocol)
    events, decisions = list[Event](), list[Decision]()
    for line in lines:
        try:
            events.append(journal.event_from_line(line))
        except ValueError:
            decisions.append(journal.decision_from_line(line))

    assert headless.replay(settings.guide(practised), events) == kept.decisions
    assert sorted(map(repr, decisions)) == sorted(map(repr, kept.decisions))


def test_its_intervals_are_read_as_those_of_the_journal(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever gets one can judge it as any recording: the first line before the journal changes nothing."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(folder))
    kept, back = record(1), {}
    for form in (ExportFormat.NDJSON, ExportFormat.BUG_REPORT):
        (file,) = exported(kept, form)
        (tmp_path / file.name).write_bytes(file.content)
        back[form] = read(tmp_path / file.name)

    scrubbed, whole = back[ExportFormat.BUG_REPORT], back[ExportFormat.NDJSON]
    assert scrubbed.format == "journal"
    assert len(scrubbed) > 0
    assert (scrubbed.t_s, scrubbed.rr_ticks, scrubbed.gaps) == (whole.t_s, whole.rr_ticks, whole.gaps)
