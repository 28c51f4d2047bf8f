"""The moments that a person marks: kept in the journal, told wherever a session is told, and nothing hangs on them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from biofeedback.app import reporting
from biofeedback.app.replaying import replay
from biofeedback.app.reviewing import record
from biofeedback.app.settings import Settings
from biofeedback.coach.engine import Engine
from biofeedback.coach.watching import Watching
from biofeedback.decisions import Decision
from biofeedback.events import Event, Marked
from biofeedback.export.formats import exported
from biofeedback.export.names import ExportFormat
from biofeedback.report.session_page import session_page
from biofeedback.review.lines import review_lines
from biofeedback.review.marks import Mark, marks
from biofeedback.review.record import SessionRecord
from biofeedback.run import headless
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import About, SourceKind
from biofeedback.texts import Texts
from simulators.participants.participant import person
from tests.devices.wearing import short_plan
from tests.report.made import session
from tests.report.reading import parsed

SET = (
    Marked(t=100.0, number=1),
    Marked(t=130.5, number=2),
    Marked(t=133.0, number=1, words="the door"),
    Marked(t=140.0, number=1, words="the <door> opens"),
)


def marked() -> SessionRecord:
    made = session()
    return replace(made, events=tuple(sorted([*made.events, *SET], key=lambda event: event.t)))


def test_words_that_come_later_name_the_moment_that_was_marked() -> None:
    assert marks(SET) == (Mark(t=100.0, number=1, words="the <door> opens"), Mark(t=130.5, number=2))


@pytest.mark.parametrize(
    ("lang", "named", "bare"),
    [("en", "Mark 1: the <door> opens", "Mark 2"), ("zh", "标记 1：the <door> opens", "标记 2")],
)
def test_they_stand_among_what_happened_in_lines_and_on_the_page(lang: str, named: str, bare: str) -> None:
    """At their own times, in the order of time, and letters lead from the chart of the page to them."""
    lines = list(review_lines(marked(), Texts(lang), began="today"))
    first = next(k for k, line in enumerate(lines) if line.endswith(named))
    second = next(k for k, line in enumerate(lines) if line.endswith(bare))
    assert lines[first].strip().startswith("1:40")
    assert first < second
    text = parsed(session_page(marked(), Texts(lang), began="today")).text
    assert named in text
    assert bare in text


def test_exports_have_them() -> None:
    """The table's own file, BIDS and the journal; of a report on a fault only that there was one."""
    (_, beside) = exported(marked(), ExportFormat.CSV)
    found = [each for each in json.loads(beside.content)["marks"] if each["type"] == "Marked"]
    assert [(each["t"], each["number"], each["words"]) for each in found] == [(e.t, e.number, e.words) for e in SET]
    tables = {file.name: file.content for file in exported(marked(), ExportFormat.BIDS)}
    events = next(content.decode() for name, content in tables.items() if name.endswith("relaxation_events.tsv"))
    assert "100\t0\tmark_1\tn/a" in events
    assert "130.5\t0\tmark_2\tn/a" in events
    (report,) = exported(marked(), ExportFormat.BUG_REPORT)
    assert b'"Marked"' in report.content
    assert b"door" not in report.content


class Marking:
    """A body that marks moments beside its beats."""

    def __init__(self) -> None:
        self._body = person("calm", 3)
        self._left = list(SET)

    @property
    def due(self) -> float | None:
        dues = [due for due in (self._body.due, self._left[0].t if self._left else None) if due is not None]
        return min(dues, default=None)

    def next_event(self) -> Event:
        if self._left and self._left[0].t == self.due:
            return self._left.pop(0)
        return self._body.next_event()

    def receive(self, decision: Decision) -> None:
        self._body.receive(decision)


def test_kept_shown_and_replayed_to_the_same_decisions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through the real store: what is shown of the session holds them, and the same is decided again."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    settings = Settings(protocol=None)
    about = About(
        started="2026-11-02T07:30:00+00:00",
        version="0.1.0",
        protocol=None,
        digest=None,
        source_kind=SourceKind.STRAP,
        source="ble:1",
        seed=None,
        settings=json.dumps(settings.stored()),
        lang="en",
    )
    log = SessionLog(about, tmp_path, practised=None)
    headless.run(settings.guide(None), Marking(), [log])
    log.close()

    assert [mark.number for mark in record(1).marks] == [1, 2]
    assert any("Mark 1: the <door> opens" in line for line in reporting.lines(1, "en"))
    assert replay(1).same


@pytest.mark.parametrize("guide", [Watching, lambda: Engine(short_plan(2))])
def test_nothing_is_decided_by_a_mark(guide: type[Watching]) -> None:
    """With marks and without them the same is decided at the same times."""
    plain, with_marks = guide(), guide()
    body = person("calm", 3)
    events: list[Event] = []
    while (due := body.due) is not None and due < 200.0:
        events.append(body.next_event())
    told = [d for event in events for d in plain.step(event)]
    both = sorted([*events, *SET], key=lambda event: event.t)
    assert [d for event in both for d in with_marks.step(event)] == told
